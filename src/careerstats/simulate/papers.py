"""A simulated region and a year -> its tables as rows of text, as schools and municipalities would fill them in."""

from dataclasses import dataclass

import numpy as np

from careerstats.contracts.plain import Data
from careerstats.simulate.chance import Chance, Real, Whole, chance_of
from careerstats.simulate.places import Place
from careerstats.simulate.reports import Effects, registered, reported, scores
from careerstats.simulate.schools import Schools, roll

Paper = list[list[str]]
"""Rows of one table; the first row holds the titles."""

Truth = Data
"""What was planted in the numbers on purpose: its kind, where it lies, and what must come of it."""

SCHOOL = ("Код школы", "Школа", "Муниципальное образование")

OO1 = {
    "K_14": "Обучающиеся 1–4 классов",
    "K_69": "Обучающиеся 6–9 классов",
    "K_od1": "Обучающиеся 6–11 классов",
    "K_ovz611": "Обучающиеся с ОВЗ 6–11 классов",
    "K_grad9": "Выпускники 9 классов",
    "K_grad11": "Выпускники 11 классов",
}
FORM = {
    "K_pt": "Прошли профориентационную диагностику, 6–11 классы",
    "K_early14": "Охвачены ранней профориентацией, 1–4 классы",
    "K_exc69": "Посетили предприятия, 6–9 классы",
    "K_rmg": "Участвуют в занятиях «Россия – мои горизонты», 6–11 классы",
    "K_trial": "Прошли профессиональные пробы, 6–11 классы",
    "K_konk": "Участвовали в конкурсах профориентационной направленности, 6–11 классы",
    "K_consult": "Получили консультации, 6–11 классы",
    "K_ovz_guided": "Обучающиеся с ОВЗ, охваченные профориентацией, 6–11 классы",
    "K_spo9": "Выпускники 9 классов, поступившие в ПОО своего региона",
    "K_target11": "Выпускники 11 классов, заключившие целевой договор",
    "K_teach": "Педагоги, ответственные за профориентацию",
    "K_teach_pd": "Из них повысили квалификацию за 3 года",
    "F_plan": "Утверждён план профориентационной работы",
    "F_partner": "Есть соглашения с партнёрами",
    "F_psych": "Есть педагог-навигатор или психолог",
}
SELF = {
    "S_know": "Знание",
    "S_upbr": "Воспитание",
    "S_creat": "Творчество",
    "S_prof": "Профориентация",
    "S_health": "Здоровье",
    "S_teach": "Учитель. Школьные команды",
    "S_climate": "Школьный климат",
    "S_env": "Образовательная среда",
}
PARENTS = {"K_par_inf": "Опрошено родителей", "K_par_known": "Из них информированы о профориентации"}
PRESCHOOL = {"K_pre": "Воспитанники ДОО", "K_early_pre": "Охвачены ранней профориентацией"}
CHOICE = {"K_choice": "Число выборов"}
MUNICIPAL, CATEGORY, TOTAL = "Муниципальное образование", "Компетенция", "ИТОГО"
COMPETENCES = (
    "Поварское дело", "Сварочные технологии", "Веб-технологии", "Медицинский уход", "Дошкольное воспитание",
    "Графический дизайн", "Электромонтаж", "Ремонт автомобилей", "Агрономия", "Геодезия", "Программирование роботов",
    "Парикмахерское искусство", "Кирпичная кладка", "Ветеринария", "Туризм", "Логистика",
)  # fmt: skip
SINCE_PROFMINIMUM = 2023  # there was none in earlier school years
PROFMINIMUM = ("Заявленный уровень", "Часов в год")
DIRECTIONS = {
    "lesson": "Урочная деятельность",
    "extracurricular": "Внеурочная деятельность",
    "parents": "Взаимодействие с родителями",
    "practice": "Практико-ориентированный модуль",
    "additional": "Дополнительное образование",
    "training": "Профессиональное обучение",
}
LEVELS = (("базовый", 40, 3), ("основной", 60, 5), ("продвинутый", 80, 6))
"""Name of a level, its hours a year, how many of the directions (in their order) it needs."""


@dataclass(frozen=True)
class World:
    """The fictional region; ``start``: the year in whose September the first school year begins."""

    region: Place
    places: list[Place]
    schools: Schools
    years: int
    seed: int
    effects: Effects

    @property
    def start(self) -> int:
        return 2025 - self.years

    def period(self, year: int) -> str:
        """0 → 2022/23, where there are three years; the last one is 2024/25."""
        first = self.start + year
        return f"{first}/{(first + 1) % 100:02d}"


def summed_at(paper: Paper, title: str, place: Place) -> int:
    """Sum of one column of a table of schools over the schools of a municipality."""
    column = paper[0].index(title)
    return sum(int(cells[column]) for cells in paper[1:] if cells[2] == place.name)


def papers_of(world: World, year: int) -> dict[str, Paper]:
    """File name → its rows, of one school year."""
    schools, seed = world.schools, world.seed
    pupils = roll(schools, year, seed)
    known = registered(schools, pupils, year, seed)
    reports = reported(schools, known, year, seed, world.effects)
    papers = {
        "oo-1.csv": _by_school(world, year, OO1, known),
        "form.csv": _by_school(world, year, FORM, reports),
        "self-diagnosis.csv": _by_school(world, year, SELF, scores(schools, year, seed)),
        "preschool.csv": _preschool(world, year, known["K_14"]),
        "parents.csv": _parents(world, year, known["K_od1"]),
        "choices.csv": _choices(world, year, known["K_od1"]),
    }
    if world.start + year >= SINCE_PROFMINIMUM:
        papers["profminimum.csv"] = _profminimum(world, year)
    return papers


def _by_school(world: World, year: int, columns: dict[str, str], numbers: dict[str, Whole]) -> Paper:
    shown = [
        [("нет", "да")[number] for number in numbers[variable]]  # questions are answered in words
        if variable.startswith("F_")
        else list(map(str, numbers[variable]))
        for variable in columns
    ]
    rows = [[*_called(world, at), *(column[at] for column in shown)] for at in world.schools.open_in(year)]
    return [[*SCHOOL, *columns.values()], *rows]


def _called(world: World, at: int) -> list[str]:
    return [world.schools.ids[at], world.schools.names[at], world.places[world.schools.home[at]].name]


def _summed(world: World, year: int, numbers: Whole) -> Whole:
    """Numbers of the schools that work in that year, by municipality."""
    there = world.schools.open_in(year)
    total = np.zeros(len(world.places), dtype=np.int64)
    np.add.at(total, world.schools.home[there], numbers[there])
    return total


def _by_place(world: World, columns: dict[str, str], numbers: list[Whole]) -> Paper:
    rows = [[place.name, *(str(column[at]) for column in numbers)] for at, place in enumerate(world.places)]
    total = [TOTAL, *(str(int(column.sum())) for column in numbers)]
    return [[MUNICIPAL, *columns.values()], *rows, total]


def _preschool(world: World, year: int, early: Whole) -> Paper:
    children = _summed(world, year, early) * 9 // 10
    logit = -0.6 + 0.1 * year + 0.4 * Chance(world.seed, "K_early_pre", "municipality").normals(len(world.places))
    covered = Chance(world.seed, "K_early_pre", year).binomials(children, chance_of(logit))
    return _by_place(world, PRESCHOOL, [children, covered])


def _parents(world: World, year: int, older: Whole) -> Paper:
    """A sample: about one pupil's family in eight is asked."""
    asked = _summed(world, year, older) // 8
    logit = 0.5 + 0.1 * year + 0.3 * Chance(world.seed, "K_par_known", "municipality").normals(len(world.places))
    known = Chance(world.seed, "K_par_known", year).binomials(asked, chance_of(logit))
    return _by_place(world, PARENTS, [asked, known])


def _choices(world: World, year: int, older: Whole) -> Paper:
    """One row = one competence in one municipality; every second pupil chose one."""
    left = _summed(world, year, older) // 2
    rows: list[list[list[str]]] = [[] for _ in world.places]
    for number, name in enumerate(COMPETENCES):
        chosen = _taken(world, year, number, left)
        left = left - chosen
        for at, place in enumerate(world.places):
            rows[at].append([place.name, name, str(chosen[at])])
    return [[MUNICIPAL, CATEGORY, *CHOICE.values()], *(row for own in rows for row in own)]


def _taken(world: World, year: int, number: int, left: Whole) -> Whole:
    """The last competence takes all that is left; the earlier in the list, the more popular."""
    if number == len(COMPETENCES) - 1:
        return left
    taste = 0.3 * Chance(world.seed, "taste", number).normals(len(left))
    share: Real = chance_of(-1.9 + 0.05 * number + taste)
    return Chance(world.seed, "K_choice", number, year).binomials(left, share)


def _profminimum(world: World, year: int) -> Paper:
    """Claimed level, hours and directions; every twentieth school does not tell its hours."""
    count = len(world.schools.ids)
    drawn = Chance(world.seed, "level").uniforms(count) + 0.05 * year
    level = np.searchsorted([0.5, 0.85], drawn, side="right")
    extra = 2 * Chance(world.seed, "hours", year).wholes(count, 5)
    silent = Chance(world.seed, "silent hours", year).wholes(count, 20) == 0
    rows = []
    for at in world.schools.open_in(year):
        name, hours, needed = LEVELS[level[at]]
        runs = ["да" if number < needed else "нет" for number in range(len(DIRECTIONS))]
        rows.append([*_called(world, at), name, "" if silent[at] else str(hours + int(extra[at])), *runs])
    return [[*SCHOOL, *PROFMINIMUM, *DIRECTIONS.values()], *rows]
