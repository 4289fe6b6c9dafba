"""Indicators of a form -> the sheet that asks for their causes; a returned sheet -> what was named, with its cells."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from careerstats.intake.cells import normal_text
from careerstats.intake.forms import layout
from careerstats.intake.forms.sheets import Writing
from careerstats.model import column_letter

INDICATOR = "#indicator"
"""Code of the hidden row over the first column: the sheet is known by it."""

_HEAD, _FIRST = 4, 5
_HEADS = (
    (INDICATOR, "Показатель, код", 16),
    ("#title", "Показатель", 46),
    ("#was", "Названо в прошлый раз", 46),
    ("#cause", "Причина (из списка или «другое: …»)", 40),
    ("#why", "Пояснение", 60),
)


class Named(NamedTuple):
    """A row that somebody filled in: the cause as chosen, their own words, and the cells of both."""

    indicator: str
    cause: str
    why: str
    cells: dict[str, str]


def write_causes(of: Writing) -> None:
    """One row per indicator; what was named the last time stands beside it in grey."""
    form, to, formats = of.form, of.to, of.formats
    sheet = of.book.add_worksheet(layout.CAUSES_SHEET)
    sheet.write_string(0, 0, of.stamp.text, formats["stamp"])
    sheet.set_row(0, 10)
    sheet.write_string(1, 0, f"Причины, {to.period}: {to.territory.name}", formats["title"])
    about = "Заполните только там, где значение хуже, чем вы ожидали; без причины строка остаётся пустой."
    sheet.write_string(2, 0, about, formats["plain"])
    for column, (code, title, width) in enumerate(_HEADS):
        sheet.write_string(_HEAD - 1, column, code, formats["stamp"])
        sheet.write_string(_HEAD, column, title, formats["head"])
        sheet.set_column(column, column, width)
    sheet.set_row(_HEAD - 1, None, None, {"hidden": True})
    for row, (id, title) in enumerate(form.causes, _FIRST):
        for column, text in enumerate((id, title, to.stated.get(id, ""))):
            sheet.write_string(row, column, text, formats["past_head" if column == 2 else "text"])
        for column in (3, 4):
            sheet.write_blank(row, column, None, formats["flag"])
    last = _FIRST + len(form.causes) - 1
    refusal = {"error_type": "warning", "error_title": "Нет в списке", "error_message": "Начните словом «другое:»."}
    sheet.data_validation(_FIRST, 3, last, 3, {"validate": "list", "source": list(to.causes), **refusal})
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def named(rows: Sequence[Sequence[object]]) -> Iterator[Named]:
    """Rows with a cause or an explanation, wherever the table stands; nothing where it is not this sheet."""
    at = next((at for at, row in enumerate(rows[:40]) if INDICATOR in map(normal_text, row)), None)
    if at is None:
        return
    places = {normal_text(code): column for column, code in enumerate(rows[at]) if normal_text(code)}
    for number, row in enumerate(rows[at + 1 :], at + 2):
        texts = {code: normal_text(row[column]) for code, column in places.items() if column < len(row)}
        if texts.get("#cause") or texts.get("#why"):
            cells = {"cause": _cell(places.get("#cause"), number), "why_not": _cell(places.get("#why"), number)}
            answer = texts.get("#cause", ""), texts.get("#why", "")
            if answer != (_HEADS[3][1], _HEADS[4][1]):
                yield Named(texts.get(INDICATOR, ""), *answer, cells)


def _cell(column: int | None, row: int) -> str:
    return f"{column_letter(column or 0)}{row}"
