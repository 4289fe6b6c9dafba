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
    problems = [*table.problems, *items.problems]
    rows, of_items = [], []
    for code, line in _placed(context, table.rows, problems):
        row = PrintedRow(
            direction=line["direction"],
            maximum=line["maximum"],
            mean=line["mean"],
            percent=line["percent"],
            level=line["level"],
            code=code,
            file=line.file,
            cells={column: line.cell(column) for column in COLUMNS},
        )
        rows.append(row)
    for code, line in _placed(context, items.rows, problems):
        item = read_item(line["value"])
        doubt = doubt_of(item, line.file, line.cell("value"), code)
        problems += [doubt] if doubt else []
        printed = PrintedItem(
            number=line["number"],
            direction=line["direction"],
            title=line["title"],
            text=line["value"],
            doubt=item.doubt,
            code=code,
            item=item,
            line=line,
        )
        of_items.append(printed)
    return Printed(tuple(rows), tuple(of_items)), [*problems, *_repeated(of_items)]


def _placed(context: Context, lines: list[Line], problems: list[Problem]) -> list[tuple[str, Line]]:
    """(code, line) of every line whose municipality is known; the others are named."""
    placed = []
    for line in lines:
        where = place(context, line)
        if isinstance(where, Problem):
            problems.append(where)
        else:
            placed.append((where.code, line))
    return placed


def _repeated(items: list[PrintedItem]) -> list[Problem]:
    seen, problems = set(), []
    for item in items:
        if (item.code, item.number) in seen:
            message, what = f"пункт {item.number} уже есть в файле", "оставьте один или исправьте номер"
            problems.append(item.line.problem("warning", "duplicate_id", message, what, "number", territory=item.code))
        seen.add((item.code, item.number))
    return problems
