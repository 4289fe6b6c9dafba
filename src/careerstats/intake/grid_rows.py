"""Rows under the head of a grid -> those that are data, told apart from what people put among them; totals and of what.

Rows are left out, and said to be, that number the columns, are hidden, share a merged name, have no name, repeat the
head, begin another table, or head the schools below them.
"""

import re
from collections.abc import Iterable, Sequence

from careerstats import wording
from careerstats.grouping import grouped
from careerstats.intake import cells
from careerstats.intake.cell_doubts import EXCEL_ERRORS, LINKED, NOT_COMPUTED, shown
from careerstats.intake.cells import without_number
from careerstats.intake.heads import Head
from careerstats.intake.looks import Merged
from careerstats.intake.owners import Owners, key_titles
from careerstats.intake.rows import (
    are_column_numbers,
    aside_of,
    begins_column_numbers,
    is_note,
    is_total,
    is_total_of_part,
)
from careerstats.intake.tables import Table, Whose, address, span
from careerstats.model import Problem
from careerstats.territories import Territory

_NEARLY = 10
"""A sum may differ by one of so many parts of it and is still meant to be one."""


def skipped(table: Table, row: int, code: str, message: str) -> Problem:
    return remark(table, row, code, message, "если в строке данные, исправьте её название")


def remark(table: Table, row: int, code: str, message: str, what: str) -> Problem:
    """At the first cell of the row that holds something."""
    column = next(column for column, text in enumerate(table.texts(row)) if text)
    return table.problem("remark", code, message, what, cell=address(row, column))


class Sieve:
    """``rows``: those of data; ``headed``: row of a heading → whose numbers stand beside it.

    ``is_empty``: there is none; ``heads``: columns of numbers; ``owners`` learns whose heading every row stands under.
    """

    def __init__(self, table: Table, head: Head, owners: Owners, heads: Sequence[int]):
        self.table, self.head, self.top = table, head.bottom, head.top
        self.owners, self.columns, self.heads = owners, owners.columns, heads
        self.problems: list[Problem] = []
        self.headed: dict[int, Whose] = {}
        filled = self._without_hidden([row for row in table.filled if row > self.head])
        numbered = [row for row in filled if self._are_column_numbers(row)]
        for row in numbered if key_titles(table.spec) else [row for row in numbered if row == self.head + 1]:
            self.problems.append(skipped(table, row, "column_numbers", "строка с номерами столбцов пропущена"))
            filled.remove(row)
        self._tell_absent_labels(filled)
        self.is_empty = not filled
        filled = self._without_merged(self._of_this_table(filled))
        self._name_schools_below(filled)
        filled = self._without_nameless(self._without_headings(filled))
        self.rows = self._without_parts_of_schools([row for row in filled if not owners.is_ignored(row)])

    def _say(self, severity: str, code: str, message: str, what: str, *, cell: str = "", who: str = "") -> None:
        self.problems.append(self.table.problem(severity, code, message, what, cell=cell, who=who))

    def _tell_absent_labels(self, filled: list[int]) -> None:
        """A row that dataset.yaml leaves out by a name that no row has is still read: most likely a slip of the pen."""
        left_out = [label for label, kind in self.table.spec.rows.items() if kind == "ignore"]
        labels = {label for row in filled for label in self.owners.labels(row)} if left_out else set()
        for label in left_out:
            if label not in labels:
                message = f"строки «{label}», названной в «rows», в таблице нет"
                what = "исправьте название строки или уберите его из «rows»"
                self._say("remark", "rows_absent", message, what)

    def _are_column_numbers(self, row: int) -> bool:
        return begins_column_numbers(self.table.first(row)) and are_column_numbers(self.table.texts(row))

    def _without_hidden(self, filled: list[int]) -> list[int]:
        """Rows that nobody sees are told and not read."""
        hidden = [row for row in filled if row in self.table.looks.hidden_rows]
        for first, last in runs(hidden):
            message = f"скрыты строки {first + 1}–{last + 1}" if last > first else f"скрыта строка {first + 1}"
            what = "снимите фильтр и покажите строки, если они верны; если нет, удалите их"
            cell = address(first, 0)
            message = f"{message}: скрытое не читается"
            self._say("warning", "hidden_rows", message, what, cell=cell)
        return [row for row in filled if row not in self.table.looks.hidden_rows]

    def _without_merged(self, filled: list[int]) -> list[int]:
        """Rows that share one cell with the name of a municipality: none of them is the municipality."""
        title, spec = self.table.spec.territory, self.table.spec
        if title not in self.columns or spec.organisation or spec.breakdown or spec.period_column or spec.sum_by:
            return filled  # the other key tells the rows apart
        column = self.columns[title]
        covered = self.table.looks.covered
        shared = grouped((covered[row, column], row) for row in filled if (row, column) in covered)
        several = {merged: rows for merged, rows in shared.items() if len(rows) > 1}
        self.problems += [self._several_rows(merged, rows) for merged, rows in several.items()]
        lost = {row for rows in several.values() for row in rows}
        return [row for row in filled if row not in lost]

    def _without_nameless(self, filled: list[int]) -> list[int]:
        """Rows without a name under the row of a municipality: whose their numbers are, and its own, is not seen."""
        spec = self.table.spec
        others = (spec.organisation, spec.breakdown, spec.period_column, spec.territory_in)
        if spec.territory not in self.columns or any(others):
            return filled
        lost: set[int] = set()
        for first, last in runs([row for row in filled if self._is_nameless(row)]):
            if first - 1 in filled and isinstance(self.owners.of(first - 1), Whose) and not self._is_sum(last, filled):
                name = self.owners.territory_name(first - 1)
                lines = f"строки {first + 1}–{last + 1}" if last > first else f"строка {first + 1}"
                message = f"под «{name}» без названия {lines}: чьи в них числа, не видно; не прочитана и сама «{name}»"
                what = "впишите название в каждую строку, а школы опишите полем «organisation» или «sum_by»"
                cell, who = address(first, self.columns[spec.territory]), self.owners.code_of(name)
                self._say("blocking", "nameless_rows", message, what, cell=cell, who=who)
                lost |= set(range(first - 1, last + 1))
                lost |= {row for row in filled if spec.sum_by and self.owners.territory_name(row) == name}
        return [row for row in filled if row not in lost]

    def _is_nameless(self, row: int) -> bool:
        return not self.owners.labels(row) and any(self.table.number(row, column) is not None for column in self.heads)

    def _is_sum(self, row: int, filled: list[int]) -> bool:
        """Whether the last row is a total that nobody has called so: as great as all others together, or nearly."""
        numbers = {column: number for column in self.heads if (number := self.table.number(row, column)) is not None}
        rows = [other for other in filled if other < row and not self.is_special(other)]
        sums = {column: sum(self.table.number(other, column) or 0 for other in rows) for column in numbers}
        return row == filled[-1] and all(_NEARLY * abs(sums[at] - number) <= sums[at] for at, number in numbers.items())

    def _of_this_table(self, filled: list[int]) -> list[int]:
        """Without the head repeated on the next page; where another head begins, this table has ended."""
        kept: list[int] = []
        for row in filled:
            if self._is_head_again(row) and not self._begins_anew(row, kept, filled):
                self.problems.append(
                    skipped(self.table, row, "repeated_head", "строка с теми же заголовками пропущена")
                )
            elif self._is_head_again(row) or self._is_another_head(row):
                message = f"в строке {row + 1} начинается другая таблица: строки под ней не прочитаны"
                what = "если она нужна, опишите её отдельной записью с полем «after» или «range»"
                cell = address(row, 0)
                self._say("warning", "another_table", message, what, cell=cell)
                break
            else:
                kept.append(row)
        return kept

    def _is_head_again(self, row: int) -> bool:
        """Whether all that stands here stands in one row of the head too."""
        return any(self._repeats(row, own) for own in range(self.top, self.head + 1))

    def _repeats(self, row: int, own: int) -> bool:
        same = 0
        for column, content in enumerate(self.table.rows[row]):
            if text := cells.normal_text(content):
                if self.table.text(own, column) != text:
                    return False
                same += 1
        return same > 1

    def _begins_anew(self, row: int, above: list[int], filled: list[int]) -> bool:
        """Whether below a repeated head somebody stands who has stood above it: no next page, another table."""
        before = {tuple(self.owners.labels(other)) for other in above} - {()}
        below = [tuple(self.owners.labels(other)) for other in filled if other > row]
        return any(labels in before and not is_total(labels[0]) for labels in below)

    def _is_another_head(self, row: int) -> bool:
        """Words in all the columns of numbers that are filled, and in several of them."""
        words = 0
        for column in self.heads:
            if text := self.table.own(row, column):
                if text in EXCEL_ERRORS or text in (NOT_COMPUTED, LINKED) or without_number(text):
                    return False
                if not re.search(r"[^\W\d_]{2}|[^\W_] класс", text):
                    return False
                words += 1
        return words > 1

    def _name_schools_below(self, filled: list[int]) -> None:
        """A municipality told once over its schools (its years) is that of the rows below it, merged or not."""
        spec, name = self.table.spec, ""
        key = "sum_by" if spec.sum_by else "period_column" if spec.period_column else ""
        for row in filled if key and spec.territory in self.columns else ():
            own = self.owners.text(row, "territory")
            name = "" if self.is_special(row) and not self.owners.code_of(own) else own or name
            if not own and self.owners.text(row, key):
                self.owners.headings[row] = name

    def _without_headings(self, filled: list[int]) -> list[int]:
        """Rows that name a municipality over its schools go; every other row knows under which it stands."""
        if self.table.spec.territory_in != "heading":
            return self._without_undescribed_headings(filled)
        rows, name = [], ""
        for row in filled:
            texts = [text for text in self.table.texts(row) if text]
            named = self.owners.known.find(texts[0], self.table.period)
            if isinstance(named, Territory) and named.kind != "region":
                name = texts[0]
                if len(texts) > 1:
                    self.headed[row] = Whose(named.code, self.table.period, named.id, total=True)
            else:
                self.owners.headings[row] = name
                rows.append(row)
        return rows

    def _without_undescribed_headings(self, filled: list[int]) -> list[int]:
        """Municipalities without numbers over rows of no municipality: schools under headings, not described so."""
        spec = self.table.spec
        if spec.territory not in self.columns or spec.organisation or spec.sum_by:
            return filled
        named = [row for row in filled if isinstance(self.owners.of(row), Whose) and not self.is_special(row)]
        strangers = [row for row in filled if row not in named and self._has_own_numbers(row) and self._is_named(row)]
        if len(named) < 2 or len(strangers) < len(named) or any(map(self._has_own_numbers, named)):
            return filled
        rows = ", ".join(str(row + 1) for row in named[:3])
        message = f"в строках {rows} … стоит одно название района, а числа – под ним: похоже, это школы; не прочитано"
        what = (
            f"опишите так: вместо «territory» – «territory_in: heading» и «sum_by: {spec.territory}» (docs/layouts.md)"
        )
        cell = address(named[0], self.columns[spec.territory])
        self._say("blocking", "undescribed_headings", message, what, cell=cell)
        return []

    def _without_parts_of_schools(self, filled: list[int]) -> list[int]:
        """«В том числе филиал» among schools that are added up is in the school above it already."""
        parts = [row for row in filled if aside_of(self.owners.text(row, "sum_by")) is not None]
        for row in parts:
            message = f"строка «{shown(self.owners.text(row, 'sum_by'))}» – не школа, а часть другой: не прочитана"
            self.problems.append(skipped(self.table, row, "aside_row", message))
        return [row for row in filled if row not in parts]

    def _has_own_numbers(self, row: int) -> bool:
        return any(cells.normal_text(self.table.own(row, column)).isdecimal() for column in self.heads)

    def is_special(self, row: int) -> bool:
        return self.owners.is_total(row) or self.owners.is_listed_total(row)

    def _is_named(self, row: int) -> bool:
        return bool(self.owners.labels(row)) and not self.is_special(row)

    def _several_rows(self, merged: Merged, rows: list[int]) -> Problem:
        name = self.table.text(merged.top, merged.left)
        lines = wording.counted(len(rows), "строку", "строки", "строк")
        message = f"«{name}» – одна ячейка {span(merged)} на {lines}: чьи в них числа, не видно; не прочитаны"
        what = "запишите одно муниципальное образование одной строкой, а школы опишите полем «organisation»"
        cell, who = address(merged.top, merged.left), self.owners.code_of(name)
        return self.table.problem("blocking", "merged_rows", message, what, cell=cell, who=who)


def runs(rows: list[int]) -> list[tuple[int, int]]:
    """Rows one after another as (first, last)."""
    spans: list[tuple[int, int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], row)
        else:
            spans.append((row, row))
    return spans


# ---- totals

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
