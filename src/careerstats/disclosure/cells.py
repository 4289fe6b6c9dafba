"""Counted rows of one version of a table -> its cells, and the equations that tie them together.

A cell is named by what is counted and how many they are: equal counts of one variable and place are one cell, whichever
indicator and whichever version of the table they stand in.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from msgspec.structs import replace

from careerstats.catalogue import Edition
from careerstats.catalogue.entries import REPORTERS
from careerstats.contracts.published import Counted
from careerstats.disclosure.hiding import Thresholds
from careerstats.disclosure.systems import Equation, Key, Room, System, room

Name = tuple[str, str]
"""Code, indicator."""
_TOTAL = 1e6
"""What hiding a regional total costs beside any municipal count: totals are hidden last."""


@dataclass(frozen=True)
class Table:
    """``rows``: of municipalities, then the sums of the region; ``cells``: of each row, by role.

    ``known``: cells that anybody can read elsewhere, whatever is hidden here.
    """

    region: str
    rows: Sequence[Counted]
    cells: Mapping[Name, Mapping[str, Key]]
    system: System
    known: frozenset[Key] = frozenset()

    def hidden(self) -> set[Key]:
        """Cells that the rows say are hidden, and differences of which an end is."""
        closed = {self.cells[_name(row)][role] for row in self.rows for role in row.hidden}
        gaps = {key for key in self.system.values if is_gap(key) and closed & _ends(key)}
        return closed | gaps

    def with_hidden(self, hidden: frozenset[Key]) -> tuple[Counted, ...]:
        """The rows, each with the roles of its cells that are hidden."""
        return tuple(
            replace(row, hidden=tuple(role for role, key in self.cells[_name(row)].items() if key in hidden))
            for row in self.rows
        )


def table_of(
    rows: Sequence[Counted],
    editions: Mapping[str, Edition],
    region: str,
    limits: Thresholds,
    *,
    version: int = 0,
    ordinary: Collection[str] = (),
) -> Table:
    """Every municipal cell, the sums of each indicator over the municipalities, and what ties them together.

    ``version``: a sum is another cell in each, also where it comes out the same: it is one of other numbers.
    ``limits``: they say whether numbers are printed exactly or rounded; ``ordinary``: variables that are not sensitive,
    so that other indicators show them.
    """
    ours = [row for row in rows if row.code != region and row.indicator in editions]
    cells = {_name(row): _cells(row, editions[row.indicator]) for row in ours}
    values = {cells[_name(row)][role]: amount for row in ours for role, amount in row.amounts.items()}
    equations: list[dict[Key, int]] = [
        {own["part"]: 1, own["rest"]: 1, own["whole"]: -1} for own in cells.values() if "whole" in own
    ]
    equations += _gaps(values)
    weights = {key: 1.0 + amount for key, amount in values.items()}
    totals = [
        _total([row for row in ours if row.indicator == id], region) for id in dict.fromkeys(r.indicator for r in ours)
    ]
    for total in totals:
        own: dict[str, Key] = {role: (region, total.indicator, role, version) for role, amount in total.amounts.items()}
        cells[_name(total)] = own
        for role, key in own.items():
            values[key], weights[key] = total.amounts[role], _TOTAL
            parts = [cells[_name(row)][role] for row in ours if row.indicator == total.indicator]
            equations.append({**dict.fromkeys(parts, 1), key: -1})
    hidden = {_name(row): row.hidden for row in rows}
    kept = [replace(total, hidden=hidden.get(_name(total), ())) for total in totals]
    known = frozenset(key for key in values if is_count(key) and key[1] in ordinary)
    near = values.keys() - known if limits.base else ()
    rooms = {key: _room(key, values[key], limits) for key in values if key in near}
    return Table(region, [*ours, *kept], cells, System(values, equations, weights, rooms), known)


def _room(key: Key, amount: int, limits: Thresholds) -> Room:
    """What a reader of rounded numbers knows of a cell that is not hidden: of what is not printed, nearly nothing."""
    fewest = next((least for least in (limits.total, limits.most + 1) if amount >= least), 0)
    if is_gap(key) or is_rest(key):
        return (0 if is_gap(key) else min(fewest, limits.most + 1)), None
    return room(amount, limits.base, fewest if is_count(key) else 0)


def together(tables: Sequence[Table]) -> tuple[System, set[Key]]:
    """Versions of one table as one system, and how far its counts moved from each to the next: which way, is known."""
    values: dict[Key, int] = {}
    weights: dict[Key, float] = {}
    equations: list[Equation] = []
    rooms: dict[Key, Room] = {}
    for table in tables:
        values |= table.system.values
        rooms |= table.system.rooms
        weights |= table.system.weights
        equations += table.system.equations
    moves: dict[tuple[Key, Key], Key] = {}
    for before, after in pairwise(tables):
        for less, more in _moved(before, after):
            moves[less, more] = ("moved", less, more)
    for (less, more), key in moves.items():
        values[key], weights[key] = values[more] - values[less], 1.0
        equations.append({less: 1, key: 1, more: -1})
    unlike = {tuple(sorted(map(str, equation.items()))): equation for equation in equations}
    return System(values, list(unlike.values()), weights, rooms), set(moves.values())


def _moved(before: Table, after: Table) -> list[tuple[Key, Key]]:
    """Cells of one place, indicator and role of which one is less than the other."""
    moves: list[tuple[Key, Key]] = []
    for name in before.cells.keys() & after.cells.keys():
        for role in ("part", "whole"):
            pair = [table.cells[name].get(role) for table in (before, after)]
            if pair[0] and pair[1] and pair[0] != pair[1] and is_count(pair[0]):
                less, more = sorted((pair[0], pair[1]), key=lambda key: int(key[2]))
                moves.append((less, more))
    return sorted(moves, key=str)


def is_gap(key: Key) -> bool:
    return bool(key[0] == "gap")


def is_rest(key: Key) -> bool:
    """Of a municipality or of the region: follows from the two numbers that are printed."""
    return (len(key) == 3 and isinstance(key[1], tuple)) or (len(key) == 4 and key[2] == "rest")


def is_count(key: Key) -> bool:
    """(code, variable, how many), not a rest and not a total."""
    return len(key) == 3 and isinstance(key[1], str) and isinstance(key[2], int)


def _name(row: Counted) -> Name:
    return row.code, row.indicator


def _cells(row: Counted, edition: Edition) -> dict[str, Key]:
    part = (row.code, edition.first, row.part)
    if row.whole is None:
        return {"part": part}
    whole = (row.code, edition.of.get("whole") or f"{REPORTERS} {edition.first}", row.whole)
    return {"part": part, "rest": (row.code, part[1:], whole[1:]), "whole": whole}


def _total(rows: Sequence[Counted], region: str) -> Counted:
    wholes = [row.whole for row in rows if row.whole is not None]
    part = sum(row.part for row in rows)
    return Counted(code=region, indicator=rows[0].indicator, part=part, whole=sum(wholes) if wholes else None)


def _gaps(values: dict[Key, int]) -> list[dict[Key, int]]:
    """Two counts of one variable and place (all who answered, the same who answered both) tell their difference."""
    gaps: list[dict[Key, int]] = []
    groups: dict[tuple[str, str], list[Key]] = {}
    for key in values:
        if is_count(key):
            groups.setdefault(key[:2], []).append(key)
    for of, keys in groups.items():
        ordered = sorted(keys, key=lambda key: values[key])
        for less, more in pairwise(ordered):
            gap = ("gap", of, less[2], more[2])
            values[gap] = values[more] - values[less]
            gaps.append({less: 1, gap: 1, more: -1})
    return gaps


def _ends(gap: Key) -> set[Key]:
    _, of, less, more = gap
    return {(*of, less), (*of, more)}
