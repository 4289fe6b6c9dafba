"""Captions, names of sheets and files -> the period that they tell; what could be two periods is none."""

from collections.abc import Iterable
from typing import NamedTuple

from careerstats.intake.spelled_periods import periods_named, states_told
from careerstats.model import period_start


class Told(NamedTuple):
    """A period and where it stands: caption, sheet, file."""

    period: str
    origin: str


def told(captions: Iterable[str], sheet: str, file: str, usual: str) -> tuple[list[Told], bool]:
    """What is told nearest to the table, and whether it is certain: one period, of the kind the dataset has."""
    for origin, texts in (("caption", list(captions)), ("sheet", [sheet]), ("file", [file])):
        named = list(dict.fromkeys(period for text in texts for period in periods_named(text)))
        named = named or list(dict.fromkeys(period for text in texts for period in states_told(text, usual)))
        if named:
            return [Told(period, origin) for period in named], len(named) == 1 and is_alike(named[0], usual)
    return [], True


def is_alike(period: str, other: str) -> bool:
    """Both years, or both school years."""
    return ("/" in period) == ("/" in other)


def is_later(period: str, other: str) -> bool:
    return period_start(period) > period_start(other)
