"""Versions of one table -> cells of the last that are hidden, so that all of them together tell of no child."""

from collections.abc import Collection, Iterator, Mapping

from careerstats.contracts.published import Counted
from careerstats.disclosure.cells import Table, is_count, is_gap, together
from careerstats.disclosure.hiding import Before, Hidden, Thresholds, hide_in, narrowed, parts_of, points_at_a_child
from careerstats.disclosure.possible import Possible
from careerstats.disclosure.systems import Key


def closed(table: Table, earlier: list[Table], limits: Thresholds) -> Hidden:
    """Cells of the table that are hidden, so that with all earlier versions together they cannot be computed."""
    system, moves = together([*earlier, table])
    before = before_of(earlier, moves, table.known)
    past = {key for old in earlier for key in first_of(old, limits)}
    first = first_of(table, limits)
    ours, parts = table.system.values.keys(), parts_of(system, before.seen)
    hidden = _of(ours, hide_in(parts, first | past, limits, before), before)
    # what is hidden for the sake of others need not look like few children where that could cost the region's sum
    while more := _siblings(hidden, ours) - (hidden.all if earlier else hidden.first):
        first |= more
        hidden = _of(ours, hide_in(parts, first | past, limits, before), before)
    if earlier:
        tables = [*((old, old.hidden()) for old in earlier), (table, hidden.all)]
        beside = {key for table, cells in tables for key in _beside(table, cells)}
        hidden = _of(ours, hide_in(parts, first | past, limits, before._replace(beside=frozenset(beside))), before)
    return _not_narrowed(parts, [*earlier, table], hidden, before) if limits.base else hidden


def _not_narrowed(parts: list[Possible], tables: list[Table], hidden: Hidden, before: Before) -> Hidden:
    """With the sums of the last table hidden, then its rows, where a rounded number follows more closely from them."""
    table = tables[-1]
    for whole in (True, False):
        covered = hidden.all | before.hidden
        shown = {key for table in tables for key in printed(table, covered)}
        if tight := narrowed(parts, shown, covered):
            hidden = Hidden(hidden.first, hidden.second | _around(table, tight, whole=whole), hidden.spared)
    return hidden


def printed(table: Table, closed: Collection[Key]) -> Iterator[Key]:
    """Rounded numbers that stand somewhere: of rows and sums of which nothing is hidden."""
    for row in table.rows:
        cells = table.cells[(row.code, row.indicator)]
        if not any(key in closed for key in cells.values()):
            yield from (key for role, key in cells.items() if role != "rest")


def _around(table: Table, tight: Collection[Key], *, whole: bool) -> set[Key]:
    """Cells of the sums of the indicators that the numbers stand in, or of the places whose numbers they are."""
    places = {key[0] for key in tight}
    ids = {row.indicator for row in table.rows if row.code in places}
    ours = [row for row in table.rows if (row.code == table.region) is whole]
    near = [row for row in ours if (row.indicator in ids if whole else row.code in places)]
    return {key for row in near for key in table.cells[(row.code, row.indicator)].values()}


def _beside(table: Table, hidden: Collection[Key]) -> Iterator[Key]:
    """Parts and rests of the municipalities of which any number is hidden: nothing of such a row is printed."""
    for row in table.rows:
        cells = table.cells[(row.code, row.indicator)]
        if row.code != table.region and any(key in hidden for key in cells.values()):
            yield from (key for role, key in cells.items() if role != "whole")


def before_of(earlier: list[Table], moves: set[Key], known: frozenset[Key] = frozenset()) -> Before:
    """What versions that are public have shown, and what none of them has; ``moves``: known only which way.

    ``known``: what anybody can read elsewhere.
    """
    hidden = [table.hidden() for table in earlier]
    shown = (table.system.values.keys() - closed for table, closed in zip(earlier, hidden, strict=True))
    seen = known.union(*shown, *(table.known for table in earlier))
    return Before(frozenset(set().union(moves, *hidden) - seen), seen)


def _of(ours: Collection[Key], hidden: Hidden, before: Before) -> Hidden:
    """What is hidden of one version: also what was hidden before and is still the same."""
    first = hidden.first & set(ours)
    second = (hidden.second | before.hidden) & set(ours)
    return Hidden(first, second - first, hidden.spared)


def first_of(table: Table, limits: Thresholds) -> set[Key]:
    """Cells that would point at a child, by themselves or as the difference of two counts."""
    first = {
        key for row in table.rows for key in _first(row, table.cells[(row.code, row.indicator)], table.region, limits)
    }
    few = {key for key, amount in table.system.values.items() if is_gap(key) and amount < limits.total}
    return first if limits.base else first | few  # of two rounded numbers the difference is not known


def _first(row: Counted, cells: Mapping[str, Key], region: str, limits: Thresholds) -> list[Key]:
    """Cells of a municipality that would point at a child."""
    if row.code == region:
        return []
    if row.whole is None:
        return [cells["part"]] if row.part <= limits.most else []
    if not points_at_a_child(row.part, row.whole, limits):
        return []
    small = {"part": row.part <= limits.most, "rest": row.whole - row.part <= limits.most, "whole": False}
    return [cells[role] for role, few in small.items() if few or row.whole < limits.total]


def _siblings(hidden: Hidden, ours: Collection[Key]) -> set[Key]:
    """Other counts of a variable and place of which one is hidden: they are nearly the same number."""
    of = {key[:2] for key in hidden.all if is_count(key)}
    return {key for key in ours if is_count(key) and key[:2] in of}
