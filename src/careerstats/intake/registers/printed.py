"""A self-diagnosis as somebody printed it -> rows of its table and its items, texts with their cells.

``printed-diagnosis.csv``: territory, direction, maximum, mean, percent, level; ``printed-items.csv``: territory,
number, direction, title, value (or their Russian titles); required: all but level. Nothing is computed from them: what
the table's own columns do not give is found later, values of items are read as intake.items reads them.
"""

from dataclasses import dataclass

from careerstats.contracts import general
from careerstats.intake.items import Item, doubt_of, read_item
from careerstats.intake.registers.lines import Context, Line, place, read_lines
from careerstats.model import Problem

STEM, ITEMS_STEM = "printed-diagnosis", "printed-items"
COLUMNS = {
    "territory": "Муниципальное образование",
    "direction": "Направления",
    "maximum": "Максимальный балл",
    "mean": "Средний балл",
    "percent": "Процент достижения максимальных показателей",
    "level": "Уровень",
}
ITEM_COLUMNS = {
    "territory": "Муниципальное образование",
    "number": "№",
    "direction": "Направление",
    "title": "Показатель",
    "value": "Значение",
}


class PrintedRow(general.PrintedDirection, frozen=True, kw_only=True):
    """One direction as printed, in ``file``; ``cells``: its addresses by column (percent → D2)."""

    code: str = ""
    file: str = ""
    cells: dict[str, str]


class PrintedItem(general.PrintedItem, frozen=True, kw_only=True):
    """One item: ``text`` as printed, ``item`` as it is understood."""

    code: str
    item: Item
    line: Line


@dataclass(frozen=True)
class Printed:
    """Rows and items of all municipalities in order of the files."""

    rows: tuple[PrintedRow, ...] = ()
    items: tuple[PrintedItem, ...] = ()


def read_printed(context: Context) -> tuple[Printed, list[Problem]]:
    """Both files; a line of an unknown municipality is named and left out."""
    table = read_lines(context.dataset, STEM, COLUMNS, tuple(id for id in COLUMNS if id != "level"))
    items = read_lines(context.dataset, ITEMS_STEM, ITEM_COLUMNS, tuple(ITEM_COLUMNS))
    rows = [_row(line) for line in _placed(context, table.rows)]
    of_items = [_item(line) for line in _placed(context, items.rows)]
    _tell_repeated(of_items)
    return Printed(tuple(rows), tuple(of_items)), [*table.problems, *items.problems]


def _placed(context: Context, lines: list[Line]) -> list[Line]:
    """Every line whose municipality is known, with its code; the others are named."""
    return [line.of(where.code) for line in lines if (where := place(context, line))]


def _row(line: Line) -> PrintedRow:
    return PrintedRow(
        direction=line["direction"],
        maximum=line["maximum"],
        mean=line["mean"],
        percent=line["percent"],
        level=line["level"],
        code=line.territory,
        file=line.file,
        cells={column: line.cell(column) for column in COLUMNS},
    )


def _item(line: Line) -> PrintedItem:
    item = read_item(line["value"])
    doubt = doubt_of(item, line.file, line.cell("value"), line.territory)
    line.problems.extend([doubt] if doubt else [])
    return PrintedItem(
        number=line["number"],
        direction=line["direction"],
        title=line["title"],
        text=line["value"],
        doubt=item.doubt,
        code=line.territory,
        item=item,
        line=line,
    )


def _tell_repeated(items: list[PrintedItem]) -> None:
    seen = set()
    for item in items:
        if (item.code, item.number) in seen:
            message, what = f"пункт {item.number} уже есть в файле", "оставьте один или исправьте номер"
            item.line.say("warning", "duplicate_id", message, what, "number")
        seen.add((item.code, item.number))
