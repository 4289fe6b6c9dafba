"""A note -> the appendix with a self-diagnosis as it was printed: its table, what does not come out, its items."""

from itertools import groupby

from careerstats.blocks import Blocks, column, heading, items, paragraph, public, ref, row, table
from careerstats.contracts.general import PrintedDirection, PrintedItem
from careerstats.intake.items import NO_POINTS
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import punctuated


@public
def printed_diagnosis(note: Note) -> Blocks:
    """Empty where the dataset has no printed self-diagnosis of this municipality."""
    printed = note.bundle.printed_diagnosis
    if printed is None:
        return Blocks()
    out = Blocks([heading("Самодиагностика «Школа Минпросвещения России»: опубликованные сведения", appendix=True)])
    if printed.directions:
        out += _directions(note, printed.directions)
    if printed.items:
        out += _items(note, printed.items)
    return out


def _directions(note: Note, rows: tuple[PrintedDirection, ...]) -> Blocks:
    columns = [
        column("Направление", align="left", width=3.4),
        column("Максимальный балл", width=1.5),
        column("Средний балл", width=1.2),
        column("Процент достижения", width=1.6),
        column("Уровень", align="left", width=1.8),
    ]
    lines = [row(printed.direction, printed.maximum, printed.mean, printed.percent, printed.level) for printed in rows]
    lead = paragraph(
        "Таблица ",
        ref("tbl-printed-diagnosis"),
        " приведена так, как она опубликована; по баллам школ она не пересчитана: их в наборе данных нет.",
    )
    caption = f"Самодиагностика школ, {note.territory.name} (опубликованные сведения)"
    return Blocks([lead, table("tbl-printed-diagnosis", caption, columns, lines), *_remarks(rows)])


def _remarks(rows: tuple[PrintedDirection, ...]) -> Blocks:
    remarks = [remark for printed in rows for remark in printed.remarks]
    if not remarks:
        return Blocks()
    return Blocks([paragraph("Из самих столбцов таблицы не получается:", keep=True), items(punctuated(remarks))])


def _items(note: Note, printed: tuple[PrintedItem, ...]) -> Blocks:
    columns = [
        column("№", align="center", width=0.6),
        column("Показатель", align="left", width=6.5),
        column("Значение", align="left", width=1.6),
    ]
    lines = []
    for direction, own in groupby(printed, key=lambda item: item.direction):
        lines.append(row(direction, kind="group"))
        lines += [row(item.number, item.title, item.text) for item in own]
    notes = [NO_POINTS, *(f"Пункт {item.number}: {item.doubt}." for item in printed if item.doubt)]
    caption = f"Показатели самодиагностики, {note.territory.name} (опубликованные сведения)"
    return Blocks([table("tbl-printed-items", caption, columns, lines, notes=notes)])
