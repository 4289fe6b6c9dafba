"""A proposal and what the dataset already has -> what the file continues, takes the place of, and what has moved."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from careerstats.contracts.adding import Choice, Moved, Proposal, Question
from careerstats.contracts.numbers import Table
from careerstats.intake.books import chosen
from careerstats.intake.files import NotATableError, open_table
from careerstats.intake.heads import Head, find_head
from careerstats.intake.owners import key_titles
from careerstats.intake.sheets import read_book, turned
from careerstats.intake.tables import Table as Sheet
from careerstats.model import REPORTED, column_letter
from careerstats.pipeline.adding.dating import is_alike, is_later
from careerstats.pipeline.adding.looking import Look
from careerstats.pipeline.adding.places import Answers, Place

YES, NO = "yes", "no"
REPLACE, FIRST, SECOND = "replace", "first", "second"
"""Of two files with the same numbers: the new one takes the place of the other, or counts more, or less."""

Numbers = frozenset[tuple[str, str]]
"""Variables with their periods."""


class _Read(NamedTuple):
    """What an entry of the dataset brings: numbers, and those it would bring if its file were filled in."""

    numbers: Numbers
    blank: Numbers


def brought(place: Place, look: Look) -> Numbers:
    """Variables and periods that tables, lists and forms of the dataset bring without this file."""
    settings = place.dataset.settings
    tables = [table for table in settings.tables if table.file != look.file]
    numbers = {pair for table in tables for pair in _read(place, table).numbers}
    for listed in settings.participants:
        numbers |= {(count.variable, listed.period or place.dataset.period) for count in listed.counts}
    return frozenset(numbers)


def _read(place: Place, table: Table) -> _Read:
    """Once for each state of its file: questions come one after another."""
    try:
        stat = place.dataset.file(table.file).stat()
    except (NotATableError, OSError):
        return _Read(frozenset(), frozenset())
    key = (str(place.dataset.folder), place.dataset.period, msgspec.json.encode(table), stat.st_mtime_ns, stat.st_size)
    known = _KNOWN.pop(key, None) or _read_anew(place, table)
    while len(_KNOWN) >= _MOST_KNOWN:
        _KNOWN.pop(next(iter(_KNOWN)), None)
    _KNOWN[key] = known  # the last of all: what was asked longest ago goes first
    return known


_KNOWN: dict[tuple[object, ...], _Read] = {}
_MOST_KNOWN = 64
"""A desk stays open for days, and its files change."""


def _read_anew(place: Place, table: Table) -> _Read:
    try:
        book = open_table(place.dataset.file(table.file))
    except NotATableError:
        return _Read(frozenset(), frozenset())
    reading = read_book(book, place.dataset, table, place.known, place.units)
    asked = frozenset((count["variable"], count["period"]) for count in reading.counts)
    given = frozenset((count["variable"], count["period"]) for count in reading.counts if count["status"] == REPORTED)
    return _Read(given, asked if not given else frozenset())


def against(look: Look, proposal: Proposal, answers: Answers) -> Proposal:
    """The proposal with what follows from the entries that the dataset has."""
    place = look.place
    before = continued(place, proposal.tables)
    changes = {
        "earlier": before.file if before else "",
        "moved": tuple(_moved(look, before, proposal.tables)) if before else (),
        "blank": tuple(_blank(place, proposal)),
    }
    proposal = msgspec.structs.replace(proposal, **changes)
    asked = [*_again(look, proposal, answers)]
    later, question = _next(place, proposal, answers, certain=before is not None)
    asked += [question] if question else []
    return msgspec.structs.replace(proposal, next_period=later, questions=(*proposal.questions, *asked))


def continued(place: Place, tables: Iterable[Table]) -> Table | None:
    """The entry with most headings in common, if they are half of its own or more; of several the newest."""
    titles = {title for table in tables for title in table.columns}
    files = {table.file for table in tables}
    candidates = [table for table in place.dataset.tables if table.file not in files]
    alike = [(len(titles & set(table.columns)) / len(table.columns), at, table) for at, table in enumerate(candidates)]
    best = max(
        ((share, table.period or place.dataset.period, at, table) for share, at, table in alike),
        key=lambda entry: entry[:3],
        default=None,
    )
    return best[3] if best and best[0] >= _COMMON else None


_COMMON = 0.5


def _blank(place: Place, proposal: Proposal) -> Iterable[str]:
    """Files in which no number stands yet, and of which some are brought now."""
    new = _new_numbers(place, proposal)
    for table in place.dataset.tables:
        waiting = _read(place, table).blank
        if waiting and {variable for variable, _ in waiting} & {variable for variable, _ in new}:
            yield table.file


def _new_numbers(place: Place, proposal: Proposal) -> Numbers:
    """Variables and periods that the proposal brings."""
    usual = place.dataset.period
    tables = {
        (column.variable, table.period or usual)
        for table in proposal.tables
        for column in table.columns.values()
        if column.variable
    }
    lists = {(count.variable, listed.period or usual) for listed in proposal.lists for count in listed.counts}
    return frozenset(tables | lists)


def _again(look: Look, proposal: Proposal, answers: Answers) -> Iterable[Question]:
    """Numbers that another file of the dataset already brings for the same period.

    A file all of whose numbers are brought anew may go; of any other it is asked which of the two counts more.
    """
    place = look.place
    new = _new_numbers(place, proposal)
    for table in place.dataset.tables:
        key = f"again:{table.file}"
        old = _read(place, table).numbers
        common = new & old
        if table.file != look.file and table.file not in proposal.blank and common and key not in answers:
            values = (REPLACE, FIRST, SECOND) if common == old else (FIRST, SECOND)
            choices = tuple(Choice(value=value) for value in values)
            hints = (*sorted({period for _, period in common}), *sorted({variable for variable, _ in common}))
            yield Question(key=key, kind="again", about=table.file, choices=choices, hints=hints)


def _next(place: Place, proposal: Proposal, answers: Answers, *, certain: bool) -> tuple[str, Question | None]:
    """The period that the file is about, where it is later than the dataset's: notes of it from now on."""
    usual = place.dataset.period
    periods = [*(table.period for table in proposal.tables), *(listed.period for listed in proposal.lists)]
    later = [period for period in periods if period and is_alike(period, usual) and is_later(period, usual)]
    if not later or answers.get("next") == NO:
        return "", None
    newest = max(later)
    if certain or answers.get("next") == YES:
        return newest, None
    return "", Question(
        key="next", kind="next", about=newest, choices=(Choice(value=YES), Choice(value=NO)), hints=(usual,)
    )


# ---- what stands elsewhere now


def _moved(look: Look, before: Table, tables: Iterable[Table]) -> Iterable[Moved]:
    """Titles of the earlier entry and of the new one: where each stood, and where it stands."""
    place = look.place
    try:
        was = places_of(place, place.dataset.file(before.file), before)
    except (NotATableError, OSError):
        return
    now: dict[str, str] = {}
    for table in tables:
        now |= {title: place_ for title, place_ in places_of(place, look.path, table).items() if title not in now}
    for title in [*was, *(title for title in now if title not in was)]:
        if was.get(title, "") != now.get(title, ""):
            yield Moved(title=title, was=was.get(title, ""), now=now.get(title, ""))


def places_of(place: Place, path: Path, table: Table) -> dict[str, str]:
    """Title of an entry → the letters of its columns (numbers of its rows, where the table lies on its side)."""
    book = open_table(path)
    sheet = book.sheet(chosen(book, table.sheet))
    rows, looks = turned(sheet.rows, sheet.looks) if table.transposed else (sheet.rows, sheet.looks)
    read = Sheet(table.file, table, place.dataset.region, place.dataset.period, rows, place.units, looks)
    head = find_head(read, [*key_titles(table), *filter(None, (table.name, table.value))], ())
    if head is None or table.name:
        return {}
    return {
        title: ", ".join(_letters(head, title, table))
        for title in (*key_titles(table), *table.columns, *table.ignore)
        if _letters(head, title, table)
    }


def _letters(head: Head, title: str, table: Table) -> list[str]:
    column = table.columns.get(title)
    parts = (
        [head.parts(title) for title in column.sum]
        if column and column.sum
        else [column.path if column and column.path else head.parts(title)]
    )
    columns = [at for part in parts for at in head.columns(part)]
    return [str(at + 1) if table.transposed else column_letter(at) for at in columns]
