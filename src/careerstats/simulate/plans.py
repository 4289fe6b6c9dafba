"""A simulated region -> workbooks of last year's plans as three bodies returned them: what was done, and what not."""

import csv
from functools import cache

from careerstats.contracts.plan_book import BookRow, PlanBook
from careerstats.grouping import grouped
from careerstats.simulate.chance import Whole
from careerstats.simulate.descriptions import template
from careerstats.simulate.papers import FORM, OO1, Truth, World, papers_of, summed_at
from careerstats.simulate.places import Place

COMMON = "График профессиональных проб и экскурсий"
"""The measure that five municipalities carried out, under one name."""

WRITTEN = (3, 6, 7)
"""Ranks of the municipalities that returned a workbook; the others told of their plans in measures.csv."""

_SHARES = {"1.1": ("K_pt", "K_od1"), "trial": ("K_trial", "K_od1"), "early_14": ("K_early14", "K_14"),
           "rmg": ("K_rmg", "K_od1")}  # fmt: skip

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


@cache
def _books() -> dict[int, list[dict[str, str]]]:
    """Rank → the rows of its workbook: responsible, day and month of the term, plan, what was done and why not."""
    rows = csv.DictReader(template("plan_books.csv").splitlines())
    return grouped((int(row["rank"]), row) for row in rows)


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
            rows=tuple(_row(world, place, cells) for cells in _books()[rank]),
        )
    )


def _row(world: World, place: Place, cells: dict[str, str]) -> BookRow:
    id, indicator, day = cells["id"], cells["indicator"], cells["day"]
    year = world.start + world.years - 1
    return BookRow(
        id=f"{id}/{indicator}" if id in DRAFTED else "",
        activity=f"{id[0]}. {ACTIVITIES[id[0]]}",
        measure=(DRAFTED | _OWN)[id],
        term=f"до {day}.{year if day[-2:] >= '09' else year + 1}",
        indicator=title(indicator),
        fact=_fact(world, place, indicator),
        **{name: cells[name] for name in ("responsible", "plan", "done", "document", "why_not")},
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
    sums = [summed_at(papers["form.csv"], FORM[part], place), summed_at(papers["oo-1.csv"], OO1[whole], place)]
    return f"{100 * sums[0] / sums[1]:.1f}".replace(".", ",")


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
            "drafted": [row["id"] for row in _books()[rank] if row["id"] in DRAFTED],
            "expected": {"measures": len(_books()[rank]), "measure": DRAFTED[drafted], "conclusion": "недостаточно"},
        }
        for rank, (indicator, drafted) in known.items()
    ]
    unknown: Truth = {
        "kind": "effect unknown",
        "what": "мера исполнена, а показатель не назван: оценить нельзя",
        "territory": world.places[int(places[4])].id,
        "period": period,
        "expected": {"conclusion": "оценить нельзя"},
    }
    return [*executed, unknown]
