"""A simulated region and a year -> its tables as rows of text, as schools and municipalities would fill them in."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from careerstats.contracts.plain import Data, Json
from careerstats.simulate.chance import Chance, Real, Whole, chance_of
from careerstats.simulate.places import Place, Roll, Schools, by_size, roll

SPREAD = 0.30
"""Standard deviation of municipalities around the region, on the logit."""

_LASTING = 0.7  # of the variance between schools; the rest is new every school year


@dataclass(frozen=True)
class Share:
    """A part of a whole that schools report: the region's logit, its change per year, the ICC of schools."""

    part: str
    whole: str
    logit: float
    drift: float = 0.05
    icc: float = 0.10


SHARES = (
    Share("K_pt", "K_od1", 0.30, 0.05, 0.08),
    Share("K_early14", "K_14", -0.40, 0.10, 0.12),
    Share("K_exc69", "K_69", 0.00, 0.08, 0.15),
    Share("K_rmg", "K_od1", 1.10, 0.10, 0.10),
    Share("K_trial", "K_od1", -0.90, 0.12, 0.12),
    Share("K_konk", "K_od1", -1.70, 0.05, 0.08),
    Share("K_consult", "K_od1", -1.10, 0.05, 0.10),
    Share("K_ovz_guided", "K_ovz611", 0.40, 0.05, 0.08),
    Share("K_spo9", "K_grad9", 0.20, 0.02, 0.05),
    Share("K_target11", "K_grad11", -3.00, 0.10, 0.05),
    Share("K_teach_pd", "K_teach", 0.30, 0.15, 0.05),
)
"""What the school's form asks for, with the variable that each is a part of."""

FLAGS = {"F_plan": 2.0, "F_partner": 0.3, "F_psych": 0.6}
"""Questions of the form that are answered да or нет, with the logit of да."""

SCORES = {
    "S_know": 36, "S_upbr": 22, "S_creat": 16, "S_prof": 18, "S_health": 15, "S_teach": 16, "S_climate": 9, "S_env": 19,
}  # fmt: skip
"""Directions of the self-diagnosis and the most that each can bring."""

Effects = dict[tuple[str, int], Real]
"""Planted shifts of municipalities on the logit, by variable and year; they replace the chance ones."""


def registered(schools: Schools, pupils: Roll, year: int, seed: int) -> dict[str, Whole]:
    """What form ОО-1 tells of every school."""
    older = pupils.middle + pupils.upper
    guided = Chance(seed, "ovz", year).binomials(older, np.full(len(older), 0.06))
    return {
        "K_14": pupils.early, "K_69": pupils.middle, "K_od1": older, "K_ovz611": guided,
        "K_grad9": pupils.ninth, "K_grad11": pupils.eleventh,
    }  # fmt: skip


def reported(schools: Schools, known: dict[str, Whole], year: int, seed: int, planted: Effects) -> dict[str, Whole]:
    """What the school's own form tells: parts of ``known``, teachers, and 1 or 0 for each question."""
    teachers = 1 + known["K_od1"] // 120
    wholes = {**known, "K_teach": teachers}
    counts = {"K_teach": teachers}
    for share in SHARES:
        logit = _logits(schools, share, year, seed, planted)
        counts[share.part] = Chance(seed, share.part, year).binomials(wholes[share.whole], chance_of(logit))
    for flag, level in FLAGS.items():
        counts[flag] = _flag(schools, flag, level, seed)
    return counts


def _logits(schools: Schools, share: Share, year: int, seed: int, planted: Effects) -> Real:
    """The region, its drift, the municipality, the school, the school in that year.

    An ICC of ρ around a share p is a variance of about ρ / (p (1 − p)) on the logit.
    """
    level = chance_of(np.array([share.logit]))[0]
    variance = share.icc / (level * (1.0 - level))
    count = len(schools.size)
    lasting = np.sqrt(_LASTING * variance) * Chance(seed, share.part, "school").normals(count)
    passing = np.sqrt((1.0 - _LASTING) * variance) * Chance(seed, share.part, "school year", year).normals(count)
    effects = planted.get((share.part, year), municipal(share.part, int(schools.home.max()) + 1, seed))
    result: Real = share.logit + share.drift * year + effects[schools.home] + lasting + passing
    return result


def municipal(variable: str, count: int, seed: int) -> Real:
    """Effects of the municipalities, the same in all years."""
    return SPREAD * Chance(seed, variable, "municipality").normals(count)


def _flag(schools: Schools, flag: str, level: float, seed: int) -> Whole:
    """A school that has a plan has it next year too; larger schools have more."""
    count = len(schools.size)
    large = np.where(schools.size > 200, 0.6, -0.6)
    yes = chance_of(level + large + 0.8 * Chance(seed, flag, "municipality").normals(count)[schools.home])
    return np.asarray(Chance(seed, flag).uniforms(count) < yes, dtype=np.int64)


def scores(schools: Schools, year: int, seed: int) -> dict[str, Whole]:
    """Whole scores of the self-diagnosis, from 0 to the most of each direction."""
    counts = {}
    for place, (direction, most) in enumerate(SCORES.items()):
        own = 0.35 * Chance(seed, "self-diagnosis", "school").normals(len(schools.size))
        logit = 0.2 + 0.15 * (place % 4) + 0.05 * year + own
        trials = np.full(len(schools.size), most, dtype=np.int64)
        counts[direction] = Chance(seed, direction, year).binomials(trials, chance_of(logit))
    return counts


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


LEAST = 12
"""Municipalities of the smallest region in which anything is hidden."""


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

    @cached_property
    def ranked(self) -> list[Place]:
        """Municipalities by number of pupils, the largest first."""
        return [self.places[int(at)] for at in by_size(self.schools, len(self.places))]

    def at(self, rank: int) -> Place:
        """The municipality of that rank, 0 the largest."""
        return self.ranked[rank]

    @property
    def is_large(self) -> bool:
        """Whether the region has room for registers and for what concerns single schools."""
        return len(self.places) >= LEAST and len(self.schools.ids) >= 8 * len(self.places)


def truth(kind: str, what: str, expected: Data, **where: Json) -> Truth:
    """What was planted, in words, where it lies (what is «» is left out), and what must come of it."""
    return {"kind": kind, "what": what, **{key: at for key, at in where.items() if at != ""}, "expected": expected}


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


# ---- weekly numbers of the spring after the last year: one stands still, one goes down


_WEEKS, WEEKLY = 6, "Прошли диагностику"
_STILL, _DOWN = 3, 0
"""Ranks of the municipality to which nobody is added, and of the one whose number falls in the fifth week."""


def mondays_of(world: World) -> list[date]:
    """Six Mondays from the first one of April on."""
    start = date(world.start + world.years, 4, 1)
    first = start + timedelta(days=-start.weekday() % 7)
    return [first + timedelta(weeks=week) for week in range(_WEEKS)]


def weekly_tables(world: World, form: Paper) -> dict[str, Paper]:
    """``weekly/2025-04-07.csv`` → its rows: cumulative counts that grow towards those of ``form``, not yet spoilt."""
    rank = {place.id: at for at, place in enumerate(world.ranked)}
    sums = [summed_at(form, FORM["K_pt"], place) for place in world.places]
    return {
        weekly_name(day): [[MUNICIPAL, WEEKLY], *([place.name, str(_so_far(sums[at], week, rank[place.id]))]
                                           for at, place in enumerate(world.places))]
        for week, day in enumerate(mondays_of(world))
    }  # fmt: skip


def weekly_name(day: date) -> str:
    return f"weekly/{day.isoformat()}.csv"


def _so_far(total: int, week: int, rank: int) -> int:
    if rank == _STILL:
        return total * 7 // 10
    if rank == _DOWN and week == 4:
        return total * 55 // 100
    return total * (60 + 7 * week + rank % 4) // 100


def weekly_truths(world: World) -> list[Truth]:
    """What must be said of them."""
    still, down = (world.at(rank) for rank in (_STILL, _DOWN))
    row = next(row for row, place in enumerate(world.places) if place.id == down.id)
    days = mondays_of(world)
    since: Data = {"since": days[0].isoformat()}
    return [
        truth("stands still", "шесть недель подряд одно и то же число", since,
              territory=still.id, variable="K_pt", indicator="1.1"),
        truth("wrong entry", "нарастающий итог уменьшился", {"problem": "snapshot_went_down"},
              file=weekly_name(days[4]), cell=f"B{row + 2}", territory=down.id),
    ]  # fmt: skip
