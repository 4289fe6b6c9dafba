"""A note -> the appendix with a self-diagnosis as it was printed: its table, what does not come out, its items."""

import re
from itertools import groupby

from careerstats import wording
from careerstats.blocks import Blocks, column, heading, paragraph, public, ref, row, table
from careerstats.contracts.general import PrintedDirection, PrintedItem
from careerstats.intake.items import NO_POINTS
from careerstats.note.opening import Note
from careerstats.note.sections import phrases

ABSENT, NAMED = "отсутствие", 4
"""What an item says of what is not there; more of them than these are counted."""


def printed_main(note: Note) -> Blocks:
    """«Главное»: which directions lie below the basic level, the lowest of them, what its items say is absent."""
    printed = note.bundle.printed_diagnosis
    below = [direction for direction in printed.directions if direction.level.startswith("ниже")] if printed else []
    if printed is None or not below:
        return Blocks()
    sure, of = [direction for direction in below if not direction.doubt], wording.integer(len(printed.directions))
    names = wording.joined([f"{phrases.quoted(direction.direction)} ({_percent(direction)})" for direction in sure])
    texts = [f"Ниже базового уровня – {wording.integer(len(sure))} из {of} направлений самодиагностики: {names}."]
    texts += [
        f"{phrases.quoted(direction.direction)}: опубликовано {_percent(direction)}, но {direction.doubt}."
        for direction in below
        if direction.doubt
    ]
    texts += [_absent(name, list(own)) for name, own in groupby(printed.items, key=lambda item: item.direction)]
    doubted = [direction.direction for direction in printed.directions if direction.remarks]
    if doubted:
        texts.append(
            f"Опубликованные проценты не получаются из баллов той же таблицы по {len(doubted)} направлениям из {of}: "
            "до решений по уровням их нужно уточнить."
        )
    return phrases.headed("Главное.", texts)


def _percent(direction: PrintedDirection) -> str:
    """«41,60 %», however far from it the source has put its sign."""
    return re.sub(r"(?<=\d)\s*%", f"{wording.NBSP}%", direction.percent)


def _absent(direction: str, printed: list[PrintedItem]) -> str:
    """«По направлению «Профориентация» отсутствуют 13 показателей из 18: соглашения …» – the first few by name."""
    absent = [item for item in printed if item.text == ABSENT]
    if not absent:
        return ""
    named = "; ".join(_in_short(item.title.removeprefix(f"{direction}. ")) for item in absent[:NAMED])
    more = wording.and_more(len(absent), NAMED)
    verb = wording.plural(len(absent), "отсутствует", "отсутствуют", "отсутствуют")
    counts = f"{wording.counted(len(absent), *ITEMS)} из {wording.integer(len(printed))}"
    return f"По направлению {phrases.quoted(direction)} {verb} {counts}: {named}{more}."


ITEMS = ("показатель", "показателя", "показателей")


def _in_short(title: str) -> str:
    """The item without its brackets, from a small letter."""
    return wording.uncapitalised(title.partition(" (")[0].removesuffix("."))


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
    remarks = phrases.listed(
        "Из самих столбцов таблицы не получается:", (remark for printed in rows for remark in printed.remarks)
    )
    return Blocks([lead, table("tbl-printed-diagnosis", caption, columns, lines), *remarks])


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
