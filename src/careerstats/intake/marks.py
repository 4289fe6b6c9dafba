"""XML of a sheet -> what its values alone do not tell: formulas and percentages, by (row, column) from 0."""

from collections.abc import Callable
from xml.parsers import expat

from careerstats.intake.excel_parts import Cell
from careerstats.intake.guards import Limits, damaged, refuse_huge

Marks = dict[tuple[int, int], str]
FORMULA, PERCENT = "formula", "percent"
"""Or, of a cell that looks other than it reads (struck, raised digits, «1 тыс.»), why it is no count."""


def of_excel(cells: list[Cell], percents: frozenset[str]) -> Marks:
    """``percents``: numbers of the cell styles that show a percentage."""
    shown = {(cell.row, cell.column): PERCENT for cell in cells if cell.style in percents}
    return shown | {(cell.row, cell.column): FORMULA for cell in cells if cell.formula is not None}


def of_open_document(content: bytes, limits: Limits) -> dict[str, Marks]:
    """Marks of every sheet of content.xml by its name. Raises NotATableError."""
    document = _OpenDocument(limits)
    _parse(content, document.start)
    return document.found


def _parse(data: bytes, start: Callable[[str, dict[str, str]], None]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise damaged() from None


def _bare(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


class _OpenDocument:
    """One pass over content.xml; repeated empty cells and rows cost nothing, repeated full ones are counted."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.found: dict[str, Marks] = {}
        self.marks = Marks()
        self.row, self.column, self.repeat = 0, 0, 1

    def start(self, name: str, values: dict[str, str]) -> None:
        name = _bare(name)
        if name not in ("table", "table-row", "table-cell", "covered-table-cell"):
            return
        bare = {_bare(key): value for key, value in values.items()}
        if name == "table":
            self.marks = self.found.setdefault(bare.get("name", ""), Marks())
            self.row, self.repeat = 0, 0
        elif name == "table-row":
            self.row, self.column = self.row + self.repeat, 0
            self.repeat = _times(bare.get("number-rows-repeated"))
        else:
            self._cell(bare, _times(bare.get("number-columns-repeated")))

    def _cell(self, values: dict[str, str], times: int) -> None:
        mark = FORMULA if "formula" in values else PERCENT if values.get("value-type") == "percentage" else ""
        if mark:
            refuse_huge(self.row + self.repeat, self.column + times, limits=self.limits)
            for row in range(self.row, self.row + self.repeat):
                self.marks |= {(row, column): mark for column in range(self.column, self.column + times)}
        self.column += times


def _times(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 1
