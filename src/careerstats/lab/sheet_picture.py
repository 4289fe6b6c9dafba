"""A look at a book and what it is taken for -> html: the sheet as it lies, coloured, and its columns in words."""

import re
from collections.abc import Iterator, Sequence
from html import escape

import msgspec

from careerstats.contracts.adding import Found, Proposal, Seen
from careerstats.intake.cells import as_seen
from careerstats.lab.parts import lines, table
from careerstats.model import column_letter, column_number
from careerstats.pipeline.adding import words
from careerstats.pipeline.adding.looking import Look

ROWS, COLUMNS = 6, 24  # rows shown below a head, columns shown at all: enough to know the sheet by
_LEGEND = {
    "head": "заголовок",
    "key": "чья строка",
    "used": "читается",
    "asked": "нужен ответ",
    "unused": "не используется",
}
_KIND = {"variable": "used", "share": "used", "plan": "used", "unused": "unused"}
_HEADS = ("Где", "Заголовок", "Единица", "Чем считается")


def picture(look: Look, proposal: Proposal) -> str:
    """Every table of the book; of a list of persons the titles of its columns only."""
    left = lines(*map(words.left, proposal.left), kind="cs-warning")
    return "".join(_table(look, table) for table in proposal.found) + left


def _table(look: Look, proposed: Found) -> str:
    rows = (_column(column, look) for column in proposed.columns)
    columns = table(_HEADS, rows, "Что есть что", "cs-columns")
    return (
        lines(words.head(proposed), *words.tail(proposed))
        + ("" if proposed.layout == "persons" else _drawn(look, proposed))
        + columns
    )


def _column(column: Seen, look: Look) -> Iterator[str]:
    use = words.column(msgspec.structs.replace(column, samples=()), look.place.catalogue.variables)
    shown = f'<span class="cs-cell-{kind_of(column)}">{escape(use)}</span>'
    return iter((escape(", ".join((column.letter, *column.beside))), escape(column.name), escape(column.unit), shown))


def kind_of(column: Seen) -> str:
    """Which colour a column has."""
    return "asked" if column.ground == "asked" else _KIND.get(column.use, "key")


# ---- the sheet


def _drawn(look: Look, table: Found) -> str:
    rows = look.book.sheet(table.sheet).rows
    (top, first), (bottom, last) = _range(table.head)
    end = _range(table.cells)[1]
    uses = {letter: kind_of(column) for column in table.columns for letter in (column.letter, *column.beside)}
    turned = table.layout == "turned"
    width = min(max(last if not turned else end[1], first) + 1, COLUMNS)
    height = len(rows) if turned else min(bottom + 1 + ROWS, len(rows))
    shown = range(min(height, ROWS * 8))
    body = "".join(_row(rows[row], row, width, uses, (top, first, bottom, last)) for row in shown)
    letters = "".join(f'<th scope="col">{column_letter(column)}</th>' for column in range(width))
    more = len(rows) - len(shown)
    caption = escape(f"Лист «{table.sheet}»" if table.sheet else "Таблица") + (f", ещё строк: {more}" if more else "")
    whole = f"<caption>{caption}</caption><thead><tr><td></td>{letters}</tr></thead><tbody>{body}</tbody>"
    return f'{legend()}<div class="cs-wide cs-sheet" tabindex="0"><table>{whole}</table></div>'


def legend() -> str:
    marks = " ".join(f'<span class="cs-cell-{kind}">{text}</span>' for kind, text in _LEGEND.items())
    return f'<p class="cs-legend">Цвета ячеек: {marks}</p>'


def _row(cells: Sequence[object], row: int, width: int, uses: dict[str, str], head: tuple[int, int, int, int]) -> str:
    texts = [as_seen(cells[column]) if column < len(cells) else "" for column in range(width)]
    kinds = [_kind(row, column, uses, head) for column in range(width)]
    drawn = "".join(f'<td class="{kind}">{escape(text)}</td>' for text, kind in zip(texts, kinds, strict=True))
    return f'<tr><th scope="row">{row + 1}</th>{drawn}</tr>'


def _kind(row: int, column: int, uses: dict[str, str], head: tuple[int, int, int, int]) -> str:
    """Colours of a cell: what its column (or its row) is taken for, and whether it is of the head."""
    top, first, bottom, last = head
    use = uses.get(column_letter(column)) or uses.get(str(row + 1), "")
    is_head = top <= row <= bottom and first <= column <= last
    behind = row > bottom or str(row + 1) in uses
    return " ".join(
        part
        for part in ("cs-cell-head" if is_head else "", f"cs-cell-{use}" if use and (is_head or behind) else "")
        if part
    )


def _range(cells: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """«A4:I5» -> rows and columns of both corners from 0."""
    corners = [(int(row) - 1, column_number(letters)) for letters, row in re.findall(r"([A-Z]+)(\d+)", cells)]
    return corners[0], corners[-1]
