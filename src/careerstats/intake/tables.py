"""A described table: its rows as they are seen, where they stand, what they are read for; what it lacks, in words."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from careerstats.contracts.counts import Count, Published
from careerstats.contracts.numbers import Column
from careerstats.contracts.numbers import Table as Described
from careerstats.contracts.quality import Correction
from careerstats.intake import cells, items, units
from careerstats.intake.cells import Content
from careerstats.intake.files import SPREADSHEETS, Rows
from careerstats.intake.looks import PLAIN, Looks, Merged, Seen
from careerstats.model import UNREADABLE, Problem, column_letter, column_number, split_origin

_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")


@dataclass
class Reading:
    """What came out of the files: rows of counts, figures as published, problems; records that chose between rows.

    ``planned``: planned values, which are no counts; ``repeats``: of one table, row → the row above that it repeats,
    both from 1.
    """

    counts: list[Count] = field(default_factory=list)
    published: list[Published] = field(default_factory=list)
    planned: list[Published] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    repeats: dict[int, int] = field(default_factory=dict)

    def add(self, other: "Reading") -> None:
        self.counts += other.counts
        self.published += other.published
        self.planned += other.planned
        self.problems += other.problems
        self.corrections += other.corrections

    def discard(self, origins: set[str]) -> None:
        """Numbers of these cells contradict others and are not used: which is right is not known."""
        for count in self.counts:
            if count["origin"] in origins:
                count |= {"value": None, "status": UNREADABLE}
        self.published = [figure for figure in self.published if figure["origin"] not in origins]
        self.planned = [figure for figure in self.planned if figure["origin"] not in origins]


@dataclass(frozen=True)
class Quantity:
    """What dataset.yaml says of a column (of a row, where the table is a list); ``flag``: its cells say да or нет.

    ``values: item`` in the description: they are items of the self-diagnosis. ``presumed``: the description does not
    say what the column is a share of; the catalogue's usual whole is only the likely one.
    """

    title: str
    spec: Column
    flag: bool = False
    presumed: bool = False

    @property
    def is_item(self) -> bool:
        return self.spec.values == "item"

    def parse(self, content: object) -> cells.Cell:
        if self.is_item:
            return items.parse_item(content)
        return cells.parse_flag(content) if self.flag else cells.parse(content)


@dataclass(frozen=True)
class Whose:
    """Whose number a row brings, and of which period; ``span``: of a total of some rows, the first and the last."""

    code: str
    period: str
    id: str = ""
    breakdown: str = ""
    total: bool = False
    organisation: str = ""
    span: tuple[int, int] | None = None


class Meanings(NamedTuple):
    """What the catalogue says of variables: what each counts, of what its share is given.

    ``sensitive``: those that are not quoted; ``planned``: those that are plans by their own titles, or about plans.
    """

    units: Mapping[str, str] = {}
    wholes: Mapping[str, str] = {}
    sensitive: frozenset[str] = frozenset()
    planned: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    """One table: its place, its description, the region and the default period of its dataset, its rows.

    ``looks``: what a person sees beside the values; ``head_at``: the lowest row of titles; ``page``: the sheet, where
    it is not the one that dataset.yaml names; ``turned``: its rows are columns here; ``title``: the name of its sheet,
    whichever that is; ``caption``: what stands above a table that is a part of it.
    """

    file: str
    spec: Described
    region: str
    period: str
    rows: Rows = field(default_factory=list, repr=False)
    meanings: Meanings = field(default=Meanings(), repr=False)
    looks: Looks = field(default=PLAIN, repr=False)
    head_at: int = 0
    page: str = ""
    turned: bool = False
    title: str = ""
    caption: str = ""

    @cached_property
    def quantities(self) -> dict[str, Quantity]:
        """Quantities by title."""
        return {title: Quantity(title, spec, self._is_flag(spec)) for title, spec in self.spec.columns.items()}

    def _is_flag(self, spec: Column) -> bool:
        return spec.values == "flag" or (self.meanings.units.get(spec.variable) == "flag" and not spec.is_plan)

    @cached_property
    def sheet(self) -> str:
        return self.page or self.spec.sheet if self.file.lower().endswith(SPREADSHEETS) else ""

    def content(self, row: int, column: int) -> Content:
        """What stands in a cell, or in the merged range that covers it; rows may be shorter than their table."""
        merged = self.looks.covered.get((row, column)) if self.looks.covered else None
        row, column = merged[:2] if merged else (row, column)
        return self.rows[row][column] if column < len(self.rows[row]) else None

    def number(self, row: int, column: int) -> int | None:
        """The number that stands in a cell; None where it is none."""
        return cells.parse(self.content(row, column)).count

    def text(self, row: int, column: int) -> str:
        """The text of a cell, as it is seen: marks of notes stay apart from digits."""
        seen = self._seen(row, column)
        return cells.normal_text(seen.text if seen and seen.text else self.content(row, column))

    def own(self, row: int, column: int) -> str:
        """The text of this very cell; empty where a merged range only covers it."""
        return cells.normal_text(self.rows[row][column]) if column < len(self.rows[row]) else ""

    def texts(self, row: int) -> list[str]:
        """Texts of the cells themselves, of a merged range only the first."""
        return [cells.normal_text(content) for content in self.rows[row]]

    def first(self, row: int) -> str:
        """The first text of a row that holds something."""
        return next(text for text in map(cells.normal_text, self.rows[row]) if text)

    def _seen(self, row: int, column: int) -> Seen | None:
        merged = self.looks.covered.get((row, column))
        return self.looks.seen.get(merged[:2] if merged else (row, column))

    @cached_property
    def filled(self) -> list[int]:
        """Rows in which something stands."""
        return [row for row in range(len(self.rows)) if any(map(cells.normal_text, self.rows[row]))]

    @cached_property
    def shown(self) -> list[int]:
        """Those of them that are not hidden."""
        return [row for row in self.filled if row not in self.looks.hidden_rows]

    def cell(self, at: tuple[int, int], quantity: Quantity) -> cells.Cell:
        """The cell as it is seen: what only looks like its value, or belongs to several rows, is no number."""
        seen = self._seen(*at)
        if seen and seen.why:
            return (
                quantity.parse(seen.text)
                if quantity.is_item
                else cells.Cell(UNREADABLE, doubt=seen.why, advice=seen.advice)
            )
        cell = quantity.parse(self.content(*at))
        merged = self.looks.covered.get(at)
        if merged and cell.count is not None and self._is_shared(merged):
            doubt = f"число {cell.count} стоит в объединённой ячейке {span(merged)}: к чему оно относится, не видно"
            return cells.Cell(UNREADABLE, doubt=doubt, advice="разъедините ячейки и впишите число каждой строке")
        return cell

    def _is_shared(self, merged: Merged) -> bool:
        """Whether the range lies over several rows with something in them, or columns that have heads of their own."""
        down = sum(merged.top <= row <= merged.bottom for row in self.filled)
        heads = {self.looks.covered.get((self.head_at, at), at) for at in range(merged.left, merged.right + 1)}
        return down > 1 or len(heads) > 1

    def same(self, row: int, other: int, column: int, quantity: Quantity) -> bool:
        """Whether two rows say the same number here, however it is written."""
        first, second = (quantity.parse(self.content(index, column)) for index in (row, other))
        if UNREADABLE in (first.status, second.status):
            return self.text(row, column) == self.text(other, column)
        return (first.status, first.count) == (second.status, second.count)

    def origin(self, row: int, column: int) -> str:
        """``file!cell`` or ``file!sheet!cell``."""
        cell = address(column, row) if self.turned else address(row, column)
        return "!".join(part for part in (self.file, self.sheet, cell) if part)

    def letter(self, column: int) -> str:
        """C of a column, 5 of what is a row on the sheet."""
        return str(column + 1) if self.turned else column_letter(column)

    def problem(
        self, severity: str, code: str, message: str, what_to_do: str, *, cell: str = "", who: str = ""
    ) -> Problem:
        cell = turned_address(cell) if self.turned else cell
        return Problem(self.file, severity, code, message, what_to_do, self.sheet, cell, who)


def span(merged: Merged) -> str:
    """C2:C4."""
    return f"{address(merged.top, merged.left)}:{address(merged.bottom, merged.right)}"


def address(row: int, column: int) -> str:
    """0, 3 → D1."""
    return f"{column_letter(column)}{row + 1}"


def turned_address(cell: str) -> str:
    """Where a cell of a turned table stands on its sheet: B3 → C2; a whole column is a row: C → A3."""
    letters, digits = cell.rstrip("0123456789"), cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if not letters:
        return cell
    return f"{column_letter(int(digits) - 1 if digits else 0)}{column_number(letters) + 1}"


def place_of(origin: str) -> tuple[str, str, str]:
    """File, sheet and cell of an origin; no cell where a number was counted out of a whole list of participants."""
    file, sheet, cell = split_origin(origin)
    return (file, sheet, cell) if _ADDRESS.fullmatch(cell) else (file, "", "")


def is_within(origin: str, span: tuple[int, int] | None) -> bool:
    """Whether a number stands in these rows; in any, where there are none."""
    row = place_of(origin)[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return span is None or (row.isdecimal() and span[0] <= int(row) - 1 <= span[1])


def shifted(table: Table, row: int, last: int, *, who: str = "") -> Problem | None:
    """A row of a text table with more cells than its head, or without its last number: a mark between cells is wrong.

    ``last``: the last column that is read.
    """
    if table.file.lower().endswith(SPREADSHEETS) or table.turned:
        return None
    there, wide = table.rows[row], len(table.rows[table.head_at])
    if len(there) > last and not any(map(cells.normal_text, there[wide:])):
        return None
    message = f"в строке {row + 1} ячеек {len(there)}, а в заголовке {wide}: числа могли сдвинуться; не прочитана"
    what = "проверьте в этой строке разделители: лишний внутри числа или названия, пропущенный между ячейками"
    return table.problem("blocking", "shifted_row", message, what, cell=address(row, 0), who=who)


def missing(table: Table, title: str, there: list[str], what: str) -> Problem:
    """A column or row that dataset.yaml promises and the file has not, with what resembles it."""
    from rapidfuzz import fuzz, process

    close = process.extractOne(title, [name for name in there if name], scorer=fuzz.ratio, score_cutoff=70)
    hint = f"похоже на «{close[0]}»: " if close else ""
    todo = "верните прежний заголовок или исправьте его в dataset.yaml; показатели с этой величиной не рассчитаны"
    return table.problem("blocking", "missing_column", f"нет {what} «{title}»", f"{hint}{todo}")


def other_unit(
    table: Table, quantity: Quantity, path: Collection[str], captions: Collection[str], cell: str
) -> Problem | None:
    """A heading (or what stands above the table) that speaks of a share, of thousands, of scores over a count.

    «values: count» in dataset.yaml says that they are counts whatever stands above them.
    """
    if quantity.flag or quantity.is_item or quantity.spec.share or quantity.spec.values == "count":
        return None
    own = units.of_path(path)
    own = "" if own == "доля (проценты)" and quantity.spec.share_of else own
    above = "" if own else next(filter(None, map(units.of_caption, captions)), "")
    if units.tells_count(path) and above not in units.MULTIPLES:
        above = ""
    unit = own or above
    if units.is_fit(unit, quantity.spec.variable, table.meanings.units):
        return None
    where = "" if own else f" (над таблицей: «{next(text for text in captions if units.of_caption(text))}»)"
    message = f"«{quantity.title}»: единица – {unit}{where}, а нужно количество; не прочитано"
    what = "запросите количество; если в столбце всё же количество, запишите у него в dataset.yaml «values: count»"
    if quantity.spec.is_plan:
        what = "если запланирована доля, опишите её полями «share» и «share_of»; если нет, исправьте заголовок"
    return table.problem("blocking", "unit_differs", message, what, cell=cell)


def no_head(table: Table, keys: list[str]) -> Problem:
    """The row of titles could not be found."""
    names = ", ".join(f"«{key}»" for key in keys)
    message = f"не найдена строка заголовков: ожидались столбцы {names}"
    what = "верните заголовки таблицы или исправьте их в dataset.yaml; файл не прочитан"
    return table.problem("blocking", "no_head", message, what)
