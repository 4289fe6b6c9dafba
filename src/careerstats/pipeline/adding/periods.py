"""Captions, names of sheets and files -> the period that they tell; what could be two periods is none."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from careerstats.model import period_mistake, period_start

_DATE = re.compile(
    r"\d{1,2}\.\d{1,2}\.20\d\d|20\d\d-\d\d-\d\d|"
    r"\d{1,2} (?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w* 20\d\d"
    r"(?:\s*г(?:ода|\.)?)?"
)
_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[/–—_-]\s*(?:20)?(\d\d)(?!\d)")
_YEAR = re.compile(r"(?<![\d.])(20\d\d)(?!\d)(?:\s*(?:год|г\b))?")


class Told(NamedTuple):
    """A period and where it stands: caption, sheet, file."""

    period: str
    origin: str


def periods_in(text: str) -> list[str]:
    """Years and school years that a text names; days are none."""
    bare = _DATE.sub(" ", text)
    years = [f"{first}/{last}" for first, last in _SCHOOL_YEAR.findall(bare) if int(last) == (int(first) + 1) % 100]
    years += _YEAR.findall(_SCHOOL_YEAR.sub(" ", bare))
    return [year for year in dict.fromkeys(years) if not period_mistake(year)]


def without_periods(text: str) -> str:
    """A heading without the years that it names: «Обучающиеся, 2023/24 уч. год» → «Обучающиеся»."""
    if not periods_in(text):
        return text
    bare = _YEAR.sub(" ", _SCHOOL_YEAR.sub(" ", text))
    return re.sub(r"[\s,;(–-]*(?:\b(?:за|на|в|уч|учебн\w+|год\w*|г)\b\.?|[\s,;()–-])*$", "", bare).strip()


def told(captions: Iterable[str], sheet: str, file: str, usual: str) -> tuple[list[Told], bool]:
    """What is told nearest to the table, and whether it is certain: one period, of the kind the dataset has."""
    for origin, texts in (("caption", list(captions)), ("sheet", [sheet]), ("file", [file])):
        named = list(dict.fromkeys(period for text in texts for period in periods_in(text)))
        if named:
            return [Told(period, origin) for period in named], len(named) == 1 and is_alike(named[0], usual)
    return [], True


def is_alike(period: str, other: str) -> bool:
    """Both years, or both school years."""
    return ("/" in period) == ("/" in other)


def is_later(period: str, other: str) -> bool:
    return period_start(period) > period_start(other)
