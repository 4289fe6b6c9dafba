"""A note -> the appendix «Общие сведения»: every number with its source and date, and what contradicts itself."""

from decimal import Decimal
from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, Text, column, heading, items, paragraph, ref, row, table
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import punctuated

Row = dict[str, Any]

LABEL = "tbl-general"


def general_information(note: Note) -> Blocks:
    """Items of general.csv by group; empty where the dataset has none for this territory."""
    told = note.get("general")
    if not told:
        return Blocks()
    lines = []
    for group, own in told["groups"]:
        lines.append(row(group, kind="group"))
        lines += [row(*_cells(one)) for one in own]
    columns = [
        column("Сведение", align="left", width=4),
        column("Значение", width=1.3),
        column("На дату, за период", align="left", width=1.6),
        column("Источник", align="left", width=3),
    ]
    caption = f"Общие сведения о муниципальной системе образования, {note.territory['name']}"
    out = Blocks([heading("Общие сведения о муниципальной системе образования", appendix=True)])
    caveats = [paragraph(text, small=True) for text in told["caveats"]]
    lead = ("Сведения приведены в таблице ", ref(LABEL), " так, как они указаны в источниках.")
    return Blocks([*out, paragraph(*lead), table(LABEL, caption, columns, lines), *_doubts(told["doubts"]), *caveats])


def _cells(one: Row) -> list[Text]:
    title = one["title"][:1].upper() + one["title"][1:]
    return [
        title,
        _value(one),
        wording.year(one["date"]) if one["date"] else wording.DASH,
        one["source"] or wording.DASH,
    ]


def _value(one: Row) -> str:
    """«25 061 чел.», «45,16 %», «−1,5 % к 2020 году»; digits as many as the source gives."""
    if not one["number"]:
        return " ".join(filter(None, [one["text"], one["unit"]]))
    number = printed(Decimal(one["number"]))
    return f"{number}{wording.NBSP}{one['unit']}" if one["unit"] else number


def printed(number: Decimal) -> str:
    """A number with thousands apart, a comma and a real minus, no digit more or less than it was given with."""
    whole, _, digits = f"{abs(number):f}".partition(".")
    sign = "−" if number < 0 else ""
    return f"{sign}{wording.integer(int(whole))}{',' if digits else ''}{digits}"


def _doubts(told: list[str]) -> Blocks:
    if not told:
        return Blocks()
    return Blocks([paragraph("Сведения, которые не согласуются между собой:", keep=True), items(punctuated(told))])
