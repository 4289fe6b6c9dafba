"""A note -> the appendix with a self-diagnosis as it was printed: its table, what does not come out, its items."""

from itertools import groupby
from typing import Any

from careerstats.blocks import Blocks, column, heading, items, paragraph, ref, row, table
from careerstats.intake.items import NO_POINTS
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import punctuated

Row = dict[str, Any]


def printed_diagnosis(note: Note) -> Blocks:
    """Empty where the dataset has no printed self-diagnosis of this municipality."""
    told = note.get("printed_diagnosis")
    if not told:
        return Blocks()
    out = Blocks([heading("Самодиагностика «Школа Минпросвещения России»: опубликованные сведения", appendix=True)])
    if "rows" in told:
        out += _directions(note, told["rows"])
    if "items" in told:
        out += _items(note, told["items"])
    return out


def _directions(note: Note, rows: list[Row]) -> Blocks:
    columns = [
        column("Направление", align="left", width=3.4),
        column("Максимальный балл", width=1.5),
        column("Средний балл", width=1.2),
        column("Процент достижения", width=1.6),
        column("Уровень", align="left", width=1.8),
    ]
    keys = ("direction", "maximum", "mean", "percent", "level")
    lines = [row(*(one[key] for key in keys)) for one in rows]
    lead = paragraph(
        "Таблица ",
        ref("tbl-printed-diagnosis"),
        " приведена так, как она опубликована; по баллам школ она не пересчитана: их в наборе данных нет.",
    )
    caption = f"Самодиагностика школ, {note.territory['name']} (опубликованные сведения)"
    return Blocks([lead, table("tbl-printed-diagnosis", caption, columns, lines), *_remarks(rows)])


def _remarks(rows: list[Row]) -> Blocks:
    told = [remark for one in rows for remark in one["remarks"]]
    if not told:
        return Blocks()
    return Blocks([paragraph("Из самих столбцов таблицы не получается:", keep=True), items(punctuated(told))])


def _items(note: Note, told: list[Row]) -> Blocks:
    columns = [
        column("№", align="center", width=0.6),
        column("Показатель", align="left", width=6.5),
        column("Значение", align="left", width=1.6),
    ]
    lines = []
    for direction, own in groupby(told, key=lambda one: one["direction"]):
        lines.append(row(direction, kind="group"))
        lines += [row(one["number"], one["title"], one["text"]) for one in own]
    notes = [NO_POINTS, *(f"Пункт {one['number']}: {one['doubt']}." for one in told if one["doubt"])]
    caption = f"Показатели самодиагностики, {note.territory['name']} (опубликованные сведения)"
    return Blocks([table("tbl-printed-items", caption, columns, lines, notes=notes)])
