"""A note -> the appendix «Общие сведения»: every number with its source and date, and what contradicts itself."""

from careerstats import wording
from careerstats.blocks import Blocks, Text, column, heading, items, paragraph, public, ref, row, table
from careerstats.contracts.general import GeneralItem
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import punctuated

LABEL = "tbl-general"


@public
def general_information(note: Note) -> Blocks:
    """Items of general.csv by group; empty where the dataset has none for this territory."""
    information = note.bundle.general
    if information is None:
        return Blocks()
    lines = []
    for group in information.groups:
        lines.append(row(group.title, kind="group"))
        lines += [row(*_cells(item)) for item in group.items]
    columns = [
        column("Сведение", align="left", width=4),
        column("Значение", width=1.3),
        column("На дату, за период", align="left", width=1.6),
        column("Источник", align="left", width=3),
    ]
    caption = f"Общие сведения о муниципальной системе образования, {note.territory.name}"
    out = Blocks([heading("Общие сведения о муниципальной системе образования", appendix=True)])
    caveats = [paragraph(text, small=True) for text in information.caveats]
    lead = ("Сведения – в таблице ", ref(LABEL), ", как они указаны в источниках.")
    doubts = _doubts(information.doubts)
    return Blocks([*out, paragraph(*lead), table(LABEL, caption, columns, lines), *doubts, *caveats])


def _cells(item: GeneralItem) -> list[Text]:
    date = wording.year(item.date) if item.date else wording.DASH
    return [wording.capital(item.title), _value(item), date, item.source or wording.DASH]


def _value(item: GeneralItem) -> str:
    """«25 061 чел.», «45,16 %», «−1,5 % к 2020 году»; digits as many as the source gives."""
    if item.number is None:
        return " ".join(filter(None, [item.text, item.unit]))
    number = wording.as_given(item.number)
    return f"{number}{wording.NBSP}{item.unit}" if item.unit else number


def _doubts(doubts: tuple[str, ...]) -> Blocks:
    if not doubts:
        return Blocks()
    return Blocks(
        [paragraph("Сведения, которые не согласуются между собой:", keep=True), items(punctuated(list(doubts)))]
    )
