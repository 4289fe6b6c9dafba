"""A table of the document model -> the cells of its sheet: texts, numbers and formulas that refer to counts.

A share is a formula over the cells its two counts stand in. A count that the table does not print gets a column «для
расчёта» at the right, so that no formula holds a number.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from careerstats.blocks import Column, Count, Exact, Gap, Runs, Share, Table, plain
from careerstats.grouping import grouped
from careerstats.model import column_letter

PARTS = ("числитель", "знаменатель")
TAKEN_AWAY = ("числитель вычитаемого", "знаменатель вычитаемого")
"""Of the second share of a difference, where the table does not print that share."""

_UNIT = re.compile(r"(?:, (?:чел\.|%))?(?: \([^()]*\))?$")

_NUMBER = re.compile(
    r"(?P<near>≈\u00a0)?(?P<sign>[+−]?)(?P<whole>\d{1,3}(?:\u00a0\d{3})*)(?:,(?P<rest>\d+))?(?P<tail>(?:\u00a0%)?[*°]?)"
)
_SHARE = re.compile(r"(?P<count>[^(]+?)[\u00a0 ]\((?P<share>[^)]+)\)")


@dataclass
class Cell:
    """``value``: what is shown, for a formula its cached value; ``look``: digits, sign and mark of a number."""

    value: str | float = ""
    formula: str = ""
    look: str = "text"


@dataclass
class Sheet:
    """Columns of a sheet with their shares of the width, its rows of cells; ``first``: number of the first row."""

    heads: list[str]
    widths: list[float]
    aligns: list[str]
    first: int
    overs: list[str] = field(default_factory=list)
    """What stands over each head; shorter than the heads where columns for calculation follow."""
    rows: list[list[Cell]] = field(default_factory=list)
    places: dict[tuple[int, str, int], dict[int, bool]] = field(default_factory=dict)
    """(row, what is counted, how many) → the columns that print it: whether it is the base of rows below."""
    helpers: dict[tuple[int, str], int] = field(default_factory=dict)
    """(column of the table, part) → the column of counts which the table does not print; equal ones share one."""


@dataclass(frozen=True)
class _Ratio:
    """A share to divide in a row, for a column of the table; ``parts``: how its two counts are called there."""

    line: int
    at: int
    share: Share
    parts: tuple[str, str] = PARTS

    def counts(self) -> Iterable[tuple[str, str, int]]:
        """Part, what it counts and how many: of the numerator, then of the denominator."""
        return zip(self.parts, self.share.names, (self.share.part, self.share.whole), strict=True)


def sheet_of(table: Table, first: int) -> Sheet:
    """The sheet; its rows stand on the page from row ``first`` (counted from 0) on."""
    split = [_is_split(table, at) for at in range(len(table.columns))]
    starts = [at + sum(split[:at]) for at in range(len(split))]
    sheet = Sheet([], [], [], first)
    for column, two in zip(table.columns, split, strict=True):
        _add_columns(sheet, column, two=two)
    own = len(sheet.heads)
    for row in table.rows:
        sheet.rows.append([Cell() for _ in range(own)])
        if row.kind == "group":
            sheet.rows[-1][0] = Cell(plain(row.cells[0]))
            continue
        for at, runs in enumerate(row.cells):
            _put_printed(sheet, starts[at], runs, two=split[at], words=table.columns[at].align == "left")
    _put_formulas(sheet, table, starts, split)
    for cells in sheet.rows:
        cells += [Cell() for _ in range(len(sheet.heads) - len(cells))]
    return sheet


def _is_split(table: Table, at: int) -> bool:
    """Whether a column prints «412 (77,7 %)»: a sheet gives the count and the share a column each."""
    exacts = (_exact(row.cells[at]) for row in table.rows if row.kind != "group")
    return any(isinstance(exact, Share) and exact.counted for exact in exacts)


def _exact(runs: Runs) -> Exact | None:
    return runs[0].exact if len(runs) == 1 else None


def _add_columns(sheet: Sheet, column: Column, *, two: bool) -> None:
    head = column.title.replace("\u00ad", "")
    sheet.aligns += [column.align] * (1 + two)
    sheet.overs += [column.over] * (1 + two)
    if not two:
        sheet.heads.append(head)
        sheet.widths.append(column.share)
        return
    name = head.removesuffix(" (%)")
    sheet.heads += [name, f"{name.removesuffix(', чел.')}, %"]
    sheet.widths += [column.share * 0.6] * 2


# ---- what is printed


def _put_printed(sheet: Sheet, at: int, runs: Runs, *, two: bool, words: bool) -> None:
    """Texts and numbers as printed; where the counts behind them are known, also where they stand."""
    exact, cells, line = _exact(runs), sheet.rows[-1], len(sheet.rows) - 1
    text = plain(runs).replace("\u00ad", "")
    if isinstance(exact, Count):
        cells[at] = Cell(exact.count, look="0")
        _place(sheet, (line, exact.name, exact.count), at, base=exact.base)
    elif isinstance(exact, Share) and exact.counted and (printed := _SHARE.fullmatch(text)):
        cells[at] = Cell(exact.part, look=number(printed["count"]).look)
        cells[at + 1] = number(printed["share"].replace("\u00a0%", ""))
        _place(sheet, (line, exact.names[0], exact.part), at)
    elif isinstance(exact, Share):
        cells[at] = number(text.partition(" (")[0])  # «46,5 (1 731 из 3 723)»: the counts have columns of their own
    else:
        cells[at] = Cell(text) if words else number(text)
        if two and not words and cells[at].look == "text":
            cells[at + 1] = Cell(text)


def _place(sheet: Sheet, counted: tuple[int, str, int], at: int, *, base: bool = False) -> None:
    sheet.places.setdefault(counted, {})[at] = base


def number(text: str) -> Cell:
    """A printed number as a number, with its decimals, sign and mark; any other text as it is."""
    match = _NUMBER.fullmatch(text)
    if not match:
        return Cell(text)
    digits = match["rest"] or ""
    value = float(f"{match['whole'].replace(chr(0xA0), '')}.{digits or 0}") * (-1 if match["sign"] == "−" else 1)
    sign = "≈" if match["near"] else "+" if match["sign"] else ""
    tail = match["tail"].strip("\u00a0")
    return Cell(value, look=sign + "0" + ("," + "0" * len(digits) if digits else "") + tail)


# ---- formulas


def _put_formulas(sheet: Sheet, table: Table, starts: list[int], split: list[bool]) -> None:
    """A difference refers to the counts of the shares that its row prints, else to some of its own."""
    known = [
        (line, at, _exact(runs))
        for line, row in enumerate(table.rows)
        if row.kind != "group"
        for at, runs in enumerate(row.cells)
    ]
    shares = [_Ratio(line, at, exact) for line, at, exact in known if isinstance(exact, Share) and exact.whole]
    printed = {(ratio.line, ratio.share): ratio for ratio in reversed(shares)}
    gaps = {
        (line, at): [
            printed.get((line, share), _Ratio(line, at, share, parts))
            for share, parts in ((exact.own, PARTS), (exact.rest, TAKEN_AWAY))
        ]
        for line, at, exact in known
        if isinstance(exact, Gap)
    }
    _put_helpers(sheet, [*shares, *(ratio for gap in gaps.values() for ratio in gap)], starts)
    for ratio in shares:
        cell = sheet.rows[ratio.line][starts[ratio.at] + split[ratio.at]]
        cell.formula = f"=100*{_divided(sheet, ratio, starts)}"
        cell.value = 100 * ratio.share.part / ratio.share.whole
    for (line, at), (own, rest) in gaps.items():
        cell = sheet.rows[line][starts[at]]
        cell.formula = f"=100*({_divided(sheet, own, starts)}-{_divided(sheet, rest, starts)})"
        cell.value = 100 * (own.share.part / own.share.whole - rest.share.part / rest.share.whole)


def _divided(sheet: Sheet, ratio: _Ratio, starts: list[int]) -> str:
    """Each count where the table prints it, else in the column for calculation that is named for this one."""
    return "/".join(
        _address(sheet, ratio.line, name, value, starts[ratio.at])
        or f"{column_letter(sheet.helpers[ratio.at, part])}{sheet.first + ratio.line + 1}"
        for part, name, value in ratio.counts()
    )


def _address(sheet: Sheet, line: int, name: str, value: int, own: int) -> str:
    """Where the table prints that count: in its ``own`` column, else in the row, else as a base in a row above."""
    for row in range(line, -1, -1):
        columns = [at for at, base in sheet.places.get((row, name, value), {}).items() if row == line or base]
        if columns:
            return f"{column_letter(own if own in columns else columns[0])}{sheet.first + row + 1}"
    return ""


def _put_helpers(sheet: Sheet, ratios: list[_Ratio], starts: list[int]) -> None:
    """Counts that the table does not print: a column for calculation, one for all columns that need the same."""
    asked: dict[tuple[int, str], dict[int, tuple[str, int]]] = {}
    for ratio in sorted(ratios, key=lambda asking: (asking.at, asking.line)):
        for part, name, value in ratio.counts():
            if not _address(sheet, ratio.line, name, value, starts[ratio.at]):
                asked.setdefault((ratio.at, part), {})[ratio.line] = (name, value)
    alike = grouped(((part, tuple(counts.items())), at) for (at, part), counts in asked.items())
    for (part, counts), columns in alike.items():
        sheet.helpers |= dict.fromkeys(((at, part) for at in columns), len(sheet.heads))
        for line, (_, value) in counts:
            cells = sheet.rows[line]
            cells += [Cell() for _ in range(len(sheet.heads) + 1 - len(cells))]
            cells[-1] = Cell(value, look="0")
        names = "; ".join(_UNIT.sub("", sheet.heads[starts[at]], count=1) for at in columns)
        sheet.heads.append(f"Для расчёта: {part} ({names})")
        sheet.widths.append(0.12)
        sheet.aligns.append("right")
