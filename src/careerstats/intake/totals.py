"""Rows of a table that call themselves totals -> which rows each of them totals, and of which that is not seen."""

from collections.abc import Iterable, Sequence

from careerstats.intake.owners import Owners
from careerstats.intake.rows import aside_of, is_note, is_total, is_total_of_part
from careerstats.intake.tables import Table, Whose, address
from careerstats.model import Problem

Zone = tuple[int, int]
"""The first and the last row that a total totals."""


class Totals:
    """``rows``: the totals; ``zones``: those of zones; ``unclear``: of its zone or of all, as ``problems`` say.

    ``columns``: of variables of the catalogue, whose numbers tell the one from the other.
    """

    def __init__(self, table: Table, owners: Owners, columns: Sequence[int], filled: list[int]):
        self.table, self.owners, self.columns = table, owners, columns
        self.rows = {row for row in filled if owners.is_total(row)}
        self.unclear: set[int] = set()
        self.problems: list[Problem] = []
        self._listed = "total" in table.spec.rows.values()
        self.zones = self._zones(filled)
        self._of_all = {row for row in self.rows if not (row in self.zones or self.is_of_part(row))}

    def is_alone(self, row: int) -> bool:
        """Whether it is the only total of all, and dataset.yaml lists none."""
        return self._of_all == {row} and not self._listed

    def is_of_part(self, row: int) -> bool:
        return any(is_total_of_part(label) for label in self.table.texts(row) if is_total(label))

    def _zones(self, filled: list[int]) -> dict[int, Zone]:
        """A total of a zone → the first and last row that it totals; none where that is not plain to see.

        Each stands below rows of its own, or nothing is said: above its rows, or of rows that are picked out of
        all («по городам»), a total has none.
        """
        if self.table.turned or self.table.spec.territory_in or self.table.spec.sum_by or self.table.spec.organisation:
            return {}
        zones: dict[int, Zone] = {}
        rows: list[int] = []
        after = False
        last = max(self.rows, default=-1)
        for row in filled:
            if row in self.rows or self.owners.is_listed_total(row):
                after = after or bool(zones and rows)
                if row in self.rows and not rows and row != last:
                    return {}
                if row in self.rows and rows:
                    zones[row] = (rows[0], rows[-1])
                rows = []
            elif is_note(self.table.texts(row)):
                rows = []
            elif aside_of(self.table.first(row)) is not None:
                continue
            else:
                rows.append(row)
        if not (len(zones) > 1 or after or (zones and rows)):
            return {}
        return zones if self._listed else self._without_last(zones, filled)

    def _without_last(self, zones: dict[int, Zone], filled: list[int]) -> dict[int, Zone]:
        """The last total may be that of its zone or of all: its numbers say which; where they do not, it is asked."""
        last = max(zones)
        if self.is_of_part(last) or self._sums_up(last, range(zones[last][0], zones[last][1] + 1)):
            return zones
        of_all = [row for row in filled if row < last and row not in zones]
        if not self._sums_up(last, of_all):
            first, end = zones[last]
            lines = f"строк {first + 1}–{end + 1}" if end > first else f"строки {first + 1}"
            message = f"итог в строке {last + 1} не равен ни сумме {lines}, ни сумме всех: чей он, не видно; не сверен"
            what = "сверьте итог с его строками; итог всех назовите в «rows» таблицы"
            cell = address(last, 0)
            self.problems.append(self.table.problem("warning", "total_of_whom", message, what, cell=cell))
            self.unclear.add(last)
        return {row: span for row, span in zones.items() if row != last}

    def _sums_up(self, total: int, rows: Iterable[int]) -> bool:
        counted = [row for row in rows if isinstance(self.owners.of(row), Whose)]
        return all(
            self.table.number(total, column) in (None, sum(self.table.number(row, column) or 0 for row in counted))
            for column in self.columns
        )
