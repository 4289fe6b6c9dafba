"""A note -> the headline shares by school of this municipality, and by its parts: no ranks, no verdicts."""

from fractions import Fraction
from itertools import groupby

from careerstats import wording
from careerstats.blocks import Blocks, Text, column, heading, paragraph, public, ref, row, table
from careerstats.contracts.appendices import (
    JOINED,
    NOBODY,
    SMALL,
    Coverage,
    Partition,
    SchoolRow,
    SchoolShare,
    SchoolTable,
)
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.schools_named import brief, number_of

WHY = {SMALL: "менее 10 обучающихся", JOINED: "учтено ниже", NOBODY: "обучающихся нет", "": wording.NO_DATA}
AXES = {"местность": "по местности школ", "классы": "по классам", "ОВЗ": "обучающихся с ОВЗ и без ОВЗ"}
CATEGORIES = {("ОВЗ", "да"): "с ОВЗ", ("ОВЗ", "нет"): "без ОВЗ", ("местность", "центр"): "административный центр"}


@public
def schools(note: Note) -> Blocks:
    """Own schools by name (the region: how many of them are counted), then parts by locality, class and so on.

    Where nothing has to be decided, neither the spread of schools nor their groups are told.
    """
    own = note.bundle.appendices
    by_school = _coverage(note, own.coverage) if own.coverage else _by_school(note, own.schools)
    parts = _partitions(note, own.partitions) if note.is_regional or note.first_problem else Blocks()
    body = Blocks([*by_school, *parts])
    if not body:
        return Blocks()
    title = "Показатели по школам и группам" if by_school and parts else "Показатели по группам"
    return Blocks([heading("Показатели по школам" if not parts else title, appendix=True), *body])


def _by_school(note: Note, schools: SchoolTable | None) -> Blocks:
    if not schools:
        return Blocks()
    ids, rows = schools.indicators, schools.schools
    columns = [
        column("Школа", align="left", width=4 if len(ids) < 3 else 2.5),
        *(column(note.words(id).column, width=2) for id in ids),
    ]
    names = [school.name for school in rows]
    shown = sorted(rows, key=lambda school: _order(school.name, names))
    lines = [row(wording.capital(brief(school.name, names)), *map(_cell, school.shares)) for school in shown]
    caption = f"Показатели по школам, {note.territory.name}, {note.year}"
    notes = [*_silent(rows), *_school_notes(rows)]
    return Blocks([table("tbl-schools", caption, columns, lines, notes=notes), *_strip(note)])


def _order(name: str, among: list[str]) -> tuple[int, int]:
    """By number where schools are called by it, № 2 before № 10; the others after them as they come."""
    called = brief(name, among) != name
    return (int(number_of(name)), 0) if called else (10**6, among.index(name))


def _strip(note: Note) -> Blocks:
    """How far the schools lie apart, where page one has no picture of them."""
    first = note.first_problem
    return Blocks() if not first or first.kind in ("groups", "schools", "change") else figures.strip(note)


def _cell(share: SchoolShare) -> str:
    if share.counts is None:
        return WHY[share.why]
    k, n = share.counts
    counts = wording.among(k, n)
    return f"{counts}*" if k > n else f"{counts} ({wording.percent(k, n)})"


def _silent(schools: tuple[SchoolRow, ...]) -> list[Text]:
    """Schools of which no indicator is known, by name."""
    names = [school.name for school in schools if all(share.is_silent for share in school.shares)]
    if not names:
        return []
    word = wording.plural(len(names), "школе", "школам", "школам")
    return [f"По {wording.integer(len(names))} {word} пригодных для расчёта сведений нет: {', '.join(names)}."]


def _school_notes(schools: tuple[SchoolRow, ...]) -> list[Text]:
    shares = [share for school in schools for share in school.shares]
    notes: list[Text] = []
    if any(share.counts and share.counts[0] > share.counts[1] for share in shares):
        notes.append("* Число участников больше численности: доля не рассчитана, в общее значение школа не вошла.")
    if any(share.why == SMALL for share in shares):
        notes.append(
            f"«{wording.capital(WHY[SMALL])}» – числа не приведены: один обучающийся меняет долю более чем на 10 п. п."
        )
    if any(share.is_silent for share in shares):
        notes.append("«Нет данных» – сведения не представлены или не приняты из-за ошибки в таблице.")
    return notes


def _coverage(note: Note, coverage: Coverage) -> Blocks:
    """Where some schools are not counted: how many are, by municipality and indicator."""
    ids, places = coverage.indicators, coverage.municipalities
    partial = [place for place in places if place.is_partial]
    columns = [
        column("Муниципальное образование", align="left", width=3),
        column("Всего школ", width=1.2),
        *(column(note.words(id).column, width=2) for id in ids),
    ]
    lines = [row(note.municipality(place.code).name, *_numbers(place.expected, place.counted)) for place in partial]
    counted = tuple(sum(numbers) for numbers in zip(*(place.counted for place in places), strict=True))
    whole = _numbers(sum(place.expected for place in places), counted)
    total = row(f"ИТОГО ({len(places)} МО)", *whole, kind="total")
    others = (
        " В остальных муниципальных образованиях по этим показателям учтены все школы."
        if len(partial) < len(places)
        else ""
    )
    caption = f"Число школ, сведения которых вошли в расчёт, {note.year}"
    lead = (
        "Муниципальные образования, где в расчёт вошли сведения не всех школ, перечислены в таблице ",
        ref("tbl-schools"),
        f". Не вошли школы, которые сведений не представили или у которых они не приняты из-за ошибок.{others}",
    )
    return Blocks([paragraph(*lead, keep=True), table("tbl-schools", caption, columns, [*lines, total])])


def _numbers(expected: int, counted: tuple[int, ...]) -> list[str]:
    return [wording.integer(number) for number in (expected, *counted)]


# ---- groups


def _partitions(note: Note, partitions: tuple[Partition, ...]) -> Blocks:
    """One small table per axis: groups in rows, indicators in columns."""
    order = list(AXES)
    by_axis = sorted(partitions, key=lambda shares: order.index(shares.axis) if shares.axis in AXES else len(AXES))
    out = Blocks()
    for place, (axis, same) in enumerate(groupby(by_axis, key=lambda shares: shares.axis), 1):
        out += _axis(note, axis, list(same), f"tbl-parts-{place}")
    return out


def _axis(note: Note, axis: str, partitions: list[Partition], label: str) -> Blocks:
    names = list(dict.fromkeys(group.name for shares in partitions for group in shares.groups))
    columns = [
        column("Группа", align="left", width=2),
        *(column(note.words(shares.indicator).column, width=2) for shares in partitions),
    ]
    lines = [row(_category(axis, name), *(_of(shares, name) for shares in partitions)) for name in names]
    total = row("Всего", *(_share(shares.numerator, shares.denominator) for shares in partitions), kind="total")
    is_standard = any(shares.standard is not None for shares in partitions)
    standard = [row(AT_COMMON, *map(_standard, partitions))] if is_standard else []
    about = AXES.get(axis, f"по признаку «{axis}»")
    caption = f"Показатели {about}, {note.territory.name}, {note.year}"
    notes = ["Случайны ли различия, не оценивалось.", *_rest(partitions), *([EXPLAINED] if standard else [])]
    return Blocks([table(label, caption, columns, [*lines, total, *standard], notes=notes)])


def _category(axis: str, name: str) -> str:
    return wording.capital(CATEGORIES.get((axis, name), f"{name} класс" if axis == "классы" else name))


def _of(shares: Partition, name: str) -> str:
    own = (group for group in shares.groups if group.name == name)
    return next((_share(group.numerator, group.denominator) for group in own), wording.DASH)


def _share(k: int | None, n: int | None) -> str:
    return wording.NO_DATA if k is None or not n else wording.out_of(k, n)


AT_COMMON = "При общем составе"
EXPLAINED = f"«{AT_COMMON}» – если бы группы соотносились, как во всех муниципальных образованиях вместе."


def _standard(shares: Partition) -> str:
    """«45,3 %», of this share at the common structure."""
    standard = shares.standard
    return wording.DASH if standard is None else f"{wording.decimal(Fraction(standard, 10))}{wording.NBSP}%"


def _rest(partitions: list[Partition]) -> list[Text]:
    """Said where the groups do not make up the whole."""
    if not any(
        shares.denominator and shares.denominator != sum(group.denominator for group in shares.groups)
        for shares in partitions
    ):
        return []
    return ["Группы вместе не составляют общей численности: по части обучающихся группа не указана."]
