"""A table of the document model -> the cells of its sheet: texts, numbers and formulas that refer to counts.

A share is a formula over the cells its two counts stand in. A count that the table does not print gets a column «для
расчёта» at the right, so that no formula holds a number.
"""

import re
from dataclasses import dataclass, field

from careerstats.blocks import Column, Count, Exact, Gap, Runs, Share, Table, plain
from careerstats.model import column_letter

PARTS = ("числитель", "знаменатель")

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
    places: dict[tuple[int, str], tuple[int, int, bool]] = field(default_factory=dict)
    """(row, what is counted) → its column, the count, whether it is the base of rows below."""
    helpers: dict[tuple[int, str], int] = field(default_factory=dict)
    """(column of the table, part) → the column that holds counts which the table does not print."""


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
        sheet.places[line, exact.name] = (at, exact.count, exact.base)
    elif isinstance(exact, Share) and exact.counted and (printed := _SHARE.fullmatch(text)):
        cells[at] = Cell(exact.part, look=number(printed["count"]).look)
        cells[at + 1] = number(printed["share"].replace("\u00a0%", ""))
        sheet.places[line, exact.names[0]] = (at, exact.part, False)
    elif isinstance(exact, Share):
        cells[at] = number(text.partition(" (")[0])  # «46,5 (1 731 из 3 723)»: the counts have columns of their own
    else:
        cells[at] = Cell(text) if words else number(text)
        if two and not words and cells[at].look == "text":
            cells[at + 1] = Cell(text)


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
    """Shares first, for differences refer to the counts that they put down."""
    known = [
        (line, at, _exact(runs))
        for line, row in enumerate(table.rows)
        if row.kind != "group"
        for at, runs in enumerate(row.cells)
    ]
    for line, at, exact in known:
        if isinstance(exact, Share) and exact.whole:
            cell = sheet.rows[line][starts[at] + split[at]]
            cell.formula = f"=100*{_ratio(sheet, line, exact, at)}"
            cell.value = 100 * exact.part / exact.whole
    for line, at, exact in known:
        if isinstance(exact, Gap):
            own, rest = exact.own, exact.rest
            cell = sheet.rows[line][starts[at]]
            cell.formula = f"=100*({_ratio(sheet, line, own, at)}-{_ratio(sheet, line, rest, at)})"
            cell.value = 100 * (own.part / own.whole - rest.part / rest.whole)


def _ratio(sheet: Sheet, line: int, share: Share, at: int) -> str:
    part, whole = share.names
    first = _address(sheet, line, part, share.part) or _helper(sheet, line, at, 0, share)
    second = _address(sheet, line, whole, share.whole) or _helper(sheet, line, at, 1, share)
    return f"{first}/{second}"


def _address(sheet: Sheet, line: int, name: str, value: int) -> str:
    """Where that count stands: in the same row, else as a base in a row above; «» where it does not."""
    for row in range(line, -1, -1):
        place = sheet.places.get((row, name))
        if place and place[1] == value and (row == line or place[2]):
            return f"{column_letter(place[0])}{sheet.first + row + 1}"
    return ""


def _helper(sheet: Sheet, line: int, at: int, part: int, share: Share) -> str:
    """A count in a column of its own, for calculation."""
    key = (at, PARTS[part])
    if key not in sheet.helpers:
        sheet.helpers[key] = len(sheet.heads)
        sheet.heads.append(f"Для расчёта: {PARTS[part]} ({sheet.heads[at].removesuffix(', %')})")
        sheet.widths.append(0.12)
        sheet.aligns.append("right")
    place, value = sheet.helpers[key], share.whole if part else share.part
    cells = sheet.rows[line]
    cells += [Cell() for _ in range(place + 1 - len(cells))]
    cells[place] = Cell(value, look="0")
    sheet.places[line, share.names[part]] = (place, value, False)
    return f"{column_letter(place)}{sheet.first + line + 1}"
