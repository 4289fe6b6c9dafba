"""A simulated region -> workbooks of last year's plans as three bodies returned them: what was done, and what not."""

from functools import cache

from careerstats.contracts.plan_book import BookRow, PlanBook
from careerstats.simulate.chance import Whole
from careerstats.simulate.papers import FORM, OO1, Truth, World, papers_of
from careerstats.simulate.places import Place

COMMON = "График профессиональных проб и экскурсий"
"""The measure that five municipalities carried out, under one name."""

WRITTEN = (3, 6, 7)
"""Ranks of the municipalities that returned a workbook; the others told of their plans in measures.csv."""

_SHARES = {"1.1": ("K_pt", "K_od1"), "trial": ("K_trial", "K_od1"), "early_14": ("K_early14", "K_14"),
           "rmg": ("K_rmg", "K_od1")}  # fmt: skip
_CHIEF = "начальник управления образования"
_METHOD = "методическая служба"

# Rows as the program drafted them in the year before (a test holds them against its draft): id, measure, indicator.
DRAFTED = {
    "1.task:1.1": "Организовать профориентационную диагностику обучающихся 6–11 классов, которые её не прошли",
    "1.task:rmg": "Включить курс «Россия – мои горизонты» в планы внеурочной деятельности всех 6–11 классов",
    "1.task:early_14": "Расширить охват обучающихся 1–4 классов ранней профориентацией",
}
ACTIVITIES = {
    "1": "Организационно-технологическая деятельность",
    "2": "Научно-методическая деятельность",
    "3": "Информационно-аналитическая деятельность",
    "4": "Консультационная деятельность",
}

# rank → rows: id, indicator, responsible, day and month of the term, plan, done, document, why not
_BOOKS: dict[int, tuple[tuple[str, ...], ...]] = {
    3: (
        ("1.consider", "1.1", _CHIEF, "01.10", "", "да", "протокол совещания № 2", ""),
        ("1.task:1.1", "1.1", _CHIEF, "01.12", "55", "да", "приказ № 214", ""),
        ("1.diagnose", "1.1", _CHIEF, "01.12", "55", "частично", "справка методической службы",
         "платформа диагностики была недоступна"),
        ("1.trials", "trial", _CHIEF, "01.12", "35", "да", "приказ № 214", ""),
        ("2.internship", "1.1", _METHOD, "01.04", "", "нет", "", "нет заявок школ"),
        ("2.early", "early_14", _METHOD, "01.10", "не ниже 55", "да", "программы внеурочной деятельности", ""),
        ("4.help", "1.1", "институт", "01.11", "", "да", "лист консультации", ""),
    ),
    6: (
        ("1.task:rmg", "rmg", _CHIEF, "01.12", "60", "частично", "расписание занятий", "занятия ведут не все школы"),
        ("1.trials", "trial", _CHIEF, "01.12", "40", "нет", "", "нет договора с колледжем"),
        ("2.early", "early_14", _METHOD, "01.10", "не ниже 75", "да", "программы внеурочной деятельности", ""),
    ),
    7: (
        ("1.task:early_14", "early_14", _CHIEF, "01.12", "40", "частично", "план управления образования",
         "не хватает подготовленных педагогов"),
        ("1.trials", "trial", _CHIEF, "01.12", "35", "нет", "", "колледж не подтвердил число мест"),
        ("2.early", "early_14", _METHOD, "01.10", "40", "да", "программы внеурочной деятельности", ""),
        ("2.own", "early_14", _METHOD, "01.03", "40", "да", "положение о неделе профессий", ""),
    ),
}  # fmt: skip
_OWN = {
    "1.consider": "Совещание руководителей школ по результатам мониторинга",
    "1.diagnose": "Профориентационная диагностика обучающихся",
    "1.trials": COMMON,
    "2.internship": "Стажировочная площадка на базе школы",
    "2.early": "Ранняя профориентация в программах внеурочной деятельности",
    "2.own": "Муниципальная неделя профессий для начальной школы",
    "4.help": "Консультация института",
}
"""Rows that a body added by itself: they come back without an id."""


def books_of(world: World, places: Whole, dataset: str) -> dict[str, bytes]:
    """File name → its bytes; ``dataset``: the name of the folder, without which nobody reads a plan back."""
    return {f"{world.places[int(places[rank])].id}.xlsx": _book(world, places, rank, dataset) for rank in WRITTEN}


def _book(world: World, places: Whole, rank: int, dataset: str) -> bytes:
    from careerstats.catalogue.causes import OTHER, load_causes
    from careerstats.export import plan_book

    place, base = world.places[int(places[rank])], world.period(world.years - 2)
    period = world.period(world.years - 1)
    return plan_book.write(
        PlanBook(
            title=f"Проект плана мероприятий («дорожной карты») на {period} учебный год (условные данные)",
            place=place.full_name,
            date=f"{world.start + world.years - 1}-06-30",
            dataset=dataset,
            period=period,
            base=base,
            code=place.code,
            activities=tuple(f"{id}. {title}" for id, title in ACTIVITIES.items()),
            indicators=tuple(title(id) for id in _SHARES),
            causes=(*load_causes().titles(), f"{OTHER}: "),
            rows=tuple(_row(world, place, *cells) for cells in _BOOKS[rank]),
        )
    )


def _row(world: World, place: Place, *cells: str) -> BookRow:
    id, indicator, responsible, day, plan, done, document, why_not = cells
    year = world.start + world.years - 1
    return BookRow(
        id=f"{id}/{indicator}" if id in DRAFTED else "",
        activity=f"{id[0]}. {ACTIVITIES[id[0]]}",
        measure=(DRAFTED | _OWN)[id],
        responsible=responsible,
        term=f"до {day}.{year if day[-2:] >= '09' else year + 1}",
        indicator=title(indicator),
        fact=_fact(world, place, indicator),
        plan=plan,
        done=done,
        document=document,
        why_not=why_not,
    )


@cache
def title(indicator: str) -> str:
    """«Доля прошедших профессиональные пробы, %», as the program calls it."""
    from careerstats import catalogue, wording

    return f"{wording.capital(catalogue.load().indicators[indicator].spoken['share'])}, %"


def _fact(world: World, place: Place, indicator: str) -> str:
    """Per cent of the year before, as its tables have it."""
    papers = papers_of(world, world.years - 2)
    part, whole = _SHARES[indicator]
    sums = [_sum(papers["form.csv"], FORM[part], place), _sum(papers["oo-1.csv"], OO1[whole], place)]
    return f"{100 * sums[0] / sums[1]:.1f}".replace(".", ",")


def _sum(paper: list[list[str]], column: str, place: Place) -> int:
    at = paper[0].index(column)
    return sum(int(cells[at]) for cells in paper[1:] if cells[2] == place.name)


def truths(world: World, places: Whole) -> list[Truth]:
    """What came of last year's recommendations where a problem was known then."""
    period = world.period(world.years - 1)
    known = {3: ("1.1", "1.task:1.1"), 6: ("rmg", "1.task:rmg"), 7: ("early_14", "1.task:early_14")}
    executed: list[Truth] = [
        {
            "kind": "executed",
            "what": "прошлогодняя проблема: рекомендация вошла в план, план возвращён с отметками об исполнении",
            "territory": world.places[int(places[rank])].id,
            "indicator": indicator,
            "period": period,
            "drafted": [cells[0] for cells in _BOOKS[rank] if cells[0] in DRAFTED],
            "expected": {"measures": len(_BOOKS[rank]), "measure": DRAFTED[row], "conclusion": "недостаточно"},
        }
        for rank, (indicator, row) in known.items()
    ]
    unknown: Truth = {
        "kind": "effect unknown",
        "what": "мера исполнена, а показатель не назван: оценить нельзя",
        "territory": world.places[int(places[4])].id,
        "period": period,
        "expected": {"conclusion": "оценить нельзя"},
    }
    return [*executed, unknown]
