"""Rows of schools that are added up (``sum_by``) -> which are no schools, whose sum is not plain to see; the sums."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from careerstats.contracts.counts import Count, number
from careerstats.grouping import grouped
from careerstats.intake.controls import ENOUGH, TELLING, key_of
from careerstats.intake.owners import Owners
from careerstats.intake.tables import Table, Whose, address
from careerstats.model import ABSENT, REPORTED, UNREADABLE, Problem

_LEGAL_FORM = re.compile(r"(?:м[абк]?о?б?|г[абк]?|ч|фгк)(?:доу|оу)(?=\W)", re.IGNORECASE)


@dataclass
class Schools:
    """``totals``: rows without a school that equal the schools of their municipality; ``lost``: rows not to be read."""

    totals: set[int] = field(default_factory=set)
    lost: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def schools_of(table: Table, owners: Owners, rows: Sequence[int], columns: Sequence[int]) -> Schools:
    """What the rows are beside schools: ``columns`` hold their numbers."""
    out = Schools()
    if not table.spec.sum_by or table.spec.organisation:
        return out
    whose = {row: owner for row in rows if isinstance(owner := owners.of(row), Whose) and not owner.total}
    for owner, of_one in grouped((owner, row) for row, owner in whose.items()).items():
        named = [row for row in of_one if owners.text(row, "sum_by")]
        own = [row for row in of_one if row not in named]
        if len(own) == 1 and _sums_up(table, own[0], named, columns):
            out.totals |= set(own)
        elif unclear := (named and _own_row(own)) or _twin_rows(owners, named):
            out.problems.append(_problem(table, owners, owner, unclear))
            out.lost |= set(of_one)
    return out


def _sums_up(table: Table, total: int, rows: Sequence[int], columns: Sequence[int]) -> bool:
    sums = [sum(table.number(row, column) or 0 for row in rows) for column in columns]
    return bool(rows) and [table.number(total, column) for column in columns] == sums


class _Unclear(NamedTuple):
    """A row of a municipality, what is not plain to see there, and what to do."""

    row: int
    message: str
    what_to_do: str


def _own_row(rows: Sequence[int]) -> _Unclear | None:
    for row in rows:
        message = f"в строке {row + 1} школа не названа, а рядом строки школ: итог это или ещё одна школа, не видно"
        return _Unclear(row, message, "назовите школу, а итог назовите словом «Итого»")
    return None


def _twin_rows(owners: Owners, rows: Sequence[int]) -> _Unclear | None:
    """Rows of one name of which one has no legal form: «СОШ № 1» and «МБОУ «СОШ № 1»»."""
    names = {row: owners.text(row, "sum_by") for row in rows}
    bare = {row: folded(_LEGAL_FORM.sub("", name, count=1)) for row, name in names.items()}
    plain = {bare[row]: row for row, name in names.items() if bare[row] == folded(name)}
    for row, name in names.items():
        other = plain.get(bare[row], row)
        if bare[row] != folded(name) and other != row:
            message = f"«{name}» (строка {row + 1}) и «{names[other]}» (строка {other + 1}) – одна это школа или две"
            return _Unclear(row, f"{message}, не видно", "оставьте одну строку или различите названия")
    return None


def _problem(table: Table, owners: Owners, owner: Whose, unclear: _Unclear) -> Problem:
    row, message, what = unclear
    cell = address(row, owners.columns[table.spec.sum_by])
    message = f"{message}; «{owners.territory_name(row)}» не прочитано"
    return table.problem("blocking", "schools_unclear", message, what, cell=cell, who=owner.code)


# ---- their numbers

Answers = tuple[int | None, ...]


def folded(name: str) -> str:
    """«СОШ № 1», «сош №1» and «СОШ 1» are one school."""
    return re.sub(r"[\W_]+", "", name.casefold().replace("ё", "е").replace("№", ""))


def summed(counts: list[Count]) -> list[Count]:
    """Counts of several rows of one municipality as one, in the place of the first; a silent part leaves no sum."""
    return [_sum(parts) for parts in grouped((key_of(count), count) for count in counts).values()]


def _sum(parts: list[Count]) -> Count:
    status = next((status for status in (UNREADABLE, ABSENT) if any(part["status"] == status for part in parts)), "")
    if status:
        return next(part for part in parts if part["status"] == status)
    reported = [part for part in parts if part["status"] == REPORTED]
    return {**reported[0], "value": sum(map(number, reported))} if reported else parts[0]


def answers_of(counts: list[Count]) -> Answers:
    """The numbers of one row where nobody else has just these by chance; else none."""
    telling = sum(count["status"] == REPORTED and number(count) >= TELLING for count in counts)
    return tuple(count["value"] for count in counts) if telling >= ENOUGH else ()
