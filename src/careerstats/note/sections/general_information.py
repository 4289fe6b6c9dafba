"""A note -> the appendix «Общие сведения»: every number with its source and date, and what contradicts itself."""

from careerstats import wording
from careerstats.blocks import Blocks, Text, column, heading, paragraph, public, row, table
from careerstats.contracts.general import GeneralItem
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import listed

LABEL = "tbl-general"

Origin = tuple[str, str]
"""Date and source, as they are printed."""


@public
def general_information(note: Note) -> Blocks:
    """Items of general.csv by group; empty where the dataset has none for this territory."""
    information = note.bundle.general
    if information is None:
        return Blocks()
    usual = _usual([_origin(item) for group in information.groups for item in group.items])
    alone = [group for group in information.groups if len(group.items) == 1]
    lines = [row(*_cells(group.items[0], usual)) for group in alone]  # these need no heading of their own
    for group in information.groups:
        if group not in alone:
            lines.append(row(group.title, kind="group"))
            lines += [row(*_cells(item, usual)) for item in group.items]
    columns = _COLUMNS[:2] if usual else _COLUMNS
    caption = f"Общие сведения о муниципальной системе образования, {note.territory.name}"
    out = Blocks([heading("Общие сведения о муниципальной системе образования", appendix=True)])
    caveats = [paragraph(text, small=True) for text in information.caveats]
    doubts = listed("Сведения, которые не согласуются между собой:", information.doubts)
    shown = table(LABEL, caption, columns, lines, notes=[_told_once(usual)] if usual else [])
    return Blocks([*out, shown, *doubts, *caveats])


_COLUMNS = (
    column("Сведение", align="left", width=4),
    column("Значение", width=1.3),
    column("На дату, за период", align="left", width=1.6),
    column("Источник", align="left", width=3),
)
"""Where most items have one date and source, these stand once below the table and the last two columns go."""


def _origin(item: GeneralItem) -> Origin:
    return (wording.year(item.date) if item.date else wording.DASH), item.source or wording.DASH


def _usual(origins: list[Origin]) -> Origin | None:
    """The date and source of at least three quarters of the items."""
    most = max(set(origins), key=lambda origin: (origins.count(origin), origin), default=None)
    return most if most and 4 * origins.count(most) >= 3 * len(origins) else None


def _told_once(usual: Origin) -> str:
    date, source = usual
    return f"На {date}; источник: {source}, если не указано иное."


def _cells(item: GeneralItem, usual: Origin | None) -> list[Text]:
    title, origin = wording.capital(item.title), _origin(item)
    if usual is None:
        return [title, _value(item), *origin]
    other = "" if origin == usual else f" ({', '.join(part for part in origin if part != wording.DASH)})"
    return [f"{title}{other}".removesuffix(" ()"), _value(item)]


def _value(item: GeneralItem) -> str:
    """«25 061 чел.», «45,16 %», «−1,5 % к 2020 году»; digits as many as the source gives."""
    if item.number is None:
        return " ".join(filter(None, [item.text, item.unit]))
    number = wording.as_given(item.number)
    return f"{number}{wording.NBSP}{item.unit}" if item.unit else number
