"""A simulated region -> its registers as rows of text, and workbooks of last year's plans as bodies returned them.

The texts are invented, and no person is named. Mistakes are put in on purpose and listed with their cells.
"""

import csv
from collections.abc import Iterator
from functools import cache
from math import ceil, sqrt

from careerstats.contracts.plan_book import BookRow, PlanBook
from careerstats.grouping import grouped
from careerstats.model import column_letter
from careerstats.simulate.descriptions import filled, template
from careerstats.simulate.papers import FORM, LEAST, OO1, Paper, Truth, World, papers_of, summed_at, truth
from careerstats.simulate.places import Place
from careerstats.simulate.planting import COMPLETE, TAKERS

COMMON = "График профессиональных проб и экскурсий"
"""The measure that five municipalities carried out, under one name."""

WRITTEN = (3, 6, 7)
"""Ranks of the municipalities that returned a workbook; the others told of their plans in measures.csv."""

_SHARES = {"1.1": ("K_pt", "K_od1"), "trial": ("K_trial", "K_od1"), "early_14": ("K_early14", "K_14"),
           "rmg": ("K_rmg", "K_od1")}  # fmt: skip

# Rows as the program drafted them in the year before (a test holds them against its draft): id, measure, indicator.
DRAFTED = {
    "1.task:1.1": (
        "Составить по школам график профориентационной диагностики обучающихся 6–11 классов, которые её не прошли"
    ),
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


def books_of(world: World, dataset: str) -> dict[str, bytes]:
    """File name → its bytes; ``dataset``: the name of the folder, without which nobody reads a plan back."""
    return {f"{world.at(rank).id}.xlsx": _book(world, rank, dataset) for rank in WRITTEN}


def _book(world: World, rank: int, dataset: str) -> bytes:
    from careerstats.catalogue.causes import OTHER, load_causes
    from careerstats.export import plan_book

    place, base = world.at(rank), world.period(world.years - 2)
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


def told_in_plans(world: World) -> list[Truth]:
    """What came of last year's recommendations where a problem was known then."""
    period = world.period(world.years - 1)
    known = {3: ("1.1", "1.task:1.1"), 6: ("rmg", "1.task:rmg"), 7: ("early_14", "1.task:early_14")}
    told = "прошлогодняя проблема: рекомендация вошла в план, план возвращён с отметками об исполнении"
    executed = [
        truth(
            "executed",
            told,
            {"measures": len(_books()[rank]), "measure": DRAFTED[drafted], "conclusion": "недостаточно"},
            territory=world.at(rank).id,
            indicator=indicator,
            period=period,
            drafted=[row["id"] for row in _books()[rank] if row["id"] in DRAFTED],
        )
        for rank, (indicator, drafted) in known.items()
    ]
    what, unknown = "мера исполнена, а показатель не назван: оценить нельзя", "оценить нельзя"
    return [
        *executed,
        truth("effect unknown", what, {"conclusion": unknown}, territory=world.at(4).id, period=period),
    ]


Lists = dict[str, Paper]

SOURCE = "условные данные"
_IMPOSSIBLE = "включить обучающихся с ОВЗ в профориентационные мероприятия, сообщить об этом до 31.02.2025"
_CHIEF = "начальник управления образования (условная должность)"


def lists_of(world: World) -> tuple[Lists, list[Truth]]:
    """File name → rows, and the mistakes in them."""
    lists = {
        "measures.csv": _measures(world),
        "decisions.csv": _written(world, "decisions.csv"),
        "practices.csv": _written(world, "practices.csv"),
        "partners.csv": _written(world, "partners.csv"),
        "joint.csv": _written(world, "joint.csv"),
        "general.csv": _general(world),
        "causes.csv": _written(world, "causes.csv"),
        "addressees.csv": _addressees(world),
        "tiles.csv": _tiles(world),
    }
    return lists, list(_mistakes(lists, world))


def _written(world: World, name: str) -> Paper:
    """A register whose texts stand in a template; «@3@»: the municipality of that rank."""
    ranked = world.ranked[:LEAST]
    words = {str(rank): place.name for rank, place in enumerate(ranked)}
    words |= {f"id{rank}": place.id for rank, place in enumerate(ranked)}
    cities, last = [place for place in world.places if place.kind == "city"], world.places[-1]
    words |= {"city1": cities[0].name, "city2": cities[1].name, "of_city1": cities[0].genitive}
    words |= {"last": last.name, "of_last": last.genitive}
    words |= {"common": COMMON, "takers": "; ".join(ranked[rank].name for rank in TAKERS)}
    words |= {"year": str(world.start + world.years - 1), "next": str(world.start + world.years)}
    text = filled(template(name), words | {"period": world.period(world.years - 1)})
    return list(csv.reader(text.splitlines()))


# ---- plans


def _measures(world: World) -> Paper:
    """Of those who sent no workbook; the one of rank 5 tells of no plan at all."""
    head = ["№", "Муниципальное образование", "Период", "Направление деятельности", "Мера", "Ответственный", "Срок",
            "Показатель", "План", "Исполнено", "Документ", "Почему не исполнено", "Действует с"]  # fmt: skip
    listed = [rank for rank in range(len(world.places)) if rank not in (*WRITTEN, 5) and rank < 12]
    return [head, *(row for rank in listed for row in _plan(world, rank))]


def _plan(world: World, rank: int) -> Iterator[list[str]]:
    head = [world.at(rank).name, world.period(world.years - 1)]
    year = world.start + world.years - 1
    done = ["да", f"приказ управления образования от 03.10.{year} № {40 + rank}", ""]
    if rank not in TAKERS:
        done = ["нет", "", "колледж не подтвердил число мест"]
    if rank == COMPLETE:
        yield ["1", *head, "1", "Единый день профессиональных проб", _CHIEF, f"до 01.12.{year}", "trial", "не ниже 95",
               "да", f"приказ управления образования от 03.10.{year} № 51", "", world.period(0)]  # fmt: skip
    else:
        yield ["1", *head, "1", COMMON, _CHIEF, f"до 01.12.{year}", "trial", "35", *done, ""]
    consult = ["консультации обучающихся и их родителей", _CHIEF, "постоянно", "consult"]
    yield ["2", *head, "4", f"{consult[0][:1].upper()}{consult[0][1:]}", *consult[1:], *_consulted(rank), ""]
    if rank == 4:
        yield ["3", *head, "2", "Муниципальный конкурс презентаций «Моя профессия»", _CHIEF, f"до 01.03.{year + 1}",
               "", "", "да", f"положение о конкурсе от 15.01.{year + 1}", "", ""]  # fmt: skip


def _consulted(rank: int) -> list[str]:
    """Plan and execution of the consultations: told of in part, and by the largest with a value that cannot be."""
    return [
        "130" if rank == 0 else "30",
        "частично",
        "журнал консультаций",
        "не все школы обеспечены педагогом-психологом",
    ]


# ---- general information, addressees


def _general(world: World) -> Paper:
    """Population from the number of pupils; one share that cannot be."""
    head = ["Муниципальное образование", "Сведение", "Значение", "Единица", "Дата", "Источник"]
    day = f"01.01.{world.start + world.years}"
    rows = [
        [place.name, item, value, "", day, SOURCE]
        for at, place in enumerate(world.places)
        for item, value in _items(world, at).items()
    ]
    return [head, *rows]


def _items(world: World, at: int) -> dict[str, str]:
    pupils = int(world.schools.size[world.schools.home == at].sum())
    people, city = pupils * 9 + 137 * (at + 1), world.places[at].kind == "city"
    urban = people if city else people * 38 // 100
    facts = {"population": str(people), "urban_share": f"{100 * urban / people:.1f}".replace(".", ","),
             "population_change": f"{'' if at % 3 else '-'}0,{at % 7 + 1}", "towns": "1"}  # fmt: skip
    if not city:
        facts |= {"rural_settlements": str(5 + at % 4), "localities": str(20 + 3 * at)}
    facts |= {"additional": str(2 if city else 1), "growth_points": str(3 + at % 3)}
    return facts | ({"vocational": "1", "it_cube": "1"} if city else {})


def _addressees(world: World) -> Paper:
    head = ["Муниципальное образование", "Роль", "Наименование", "Родительный падеж", "Дательный падеж", "Должность"]
    rows = []
    for place in world.places[:8]:
        forms = [
            f"{word} образования администрации {place.genitive}" for word in ("Управление", "Управления", "Управлению")
        ]
        rows.append([place.name, "body", *forms, _CHIEF])
    return [head, *rows]


def _tiles(world: World) -> Paper:
    """A map as near to a square as the number of municipalities allows."""
    side = ceil(sqrt(len(world.places)))
    squares = [[str(at // side + 1), str(at % side + 1)] for at in range(len(world.places))]
    head = ["Муниципальное образование", "Строка", "Столбец"]
    return [head, *([place.name, *square] for place, square in zip(world.places, squares, strict=True))]


# ---- mistakes


def _mistakes(lists: Lists, world: World) -> Iterator[Truth]:
    """Every slip that is in the lists on purpose, found again by what stands in its cell."""
    share = lists["general.csv"]
    at = next(row for row, cells in enumerate(share) if cells[:2] == [world.at(6).name, "urban_share"])
    share[at][2] = "138,0"
    home = {rank: world.at(rank).id for rank in (0, 1, 6)}
    yield _slip(lists, "measures.csv", "130", "plan_unreadable", "плановое значение больше 100 %", at=home[0])
    acts = lists["decisions.csv"]
    yield _slip(lists, "decisions.csv", _IMPOSSIBLE, "impossible_date", "названа дата, которой нет", at=home[1])
    twice = next(row for row, cells in enumerate(acts) if cells[8] == "провести родительские собрания")
    yield _entry_truth("decisions.csv", f"H{twice + 1}", "duplicate_number", "номер пункта стоит дважды", home[1])
    yield _slip(lists, "general.csv", "138,0", "wrong_value", "доля больше 100 %", at=home[6])
    yield _slip(lists, "practices.csv", "Ц99", "unknown_indicator", "цели с таким номером нет", at="")
    yield _entry_truth(
        "cycle.yaml", "", "chronology", "план утверждён раньше рекомендаций, на которые опирается", home[0]
    )


def _slip(lists: Lists, file: str, text: str, code: str, what: str, *, at: str) -> Truth:
    row, column = next((row, cells.index(text)) for row, cells in enumerate(lists[file]) if text in cells)
    return _entry_truth(file, f"{column_letter(column)}{row + 1}", code, what, at)


def _entry_truth(file: str, cell: str, code: str, what: str, territory: str) -> Truth:
    return truth("wrong entry", what, {"problem": code}, file=file, cell=cell, territory=territory)
