"""Texts of a document (terms, numbers, sentences) -> what they say, and the slips a careful clerk would mark."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from careerstats.contracts.cycle import Term

_DATE = r"\d{1,2}\.\d{1,2}\.\d{1,5}"
_ANY_DATE = re.compile(rf"(?<![\d.])({_DATE})(?![\d]|\.\d)")
_TOLD_DATE = re.compile(rf"\b(?:от|до|с|по|на|к)\s+({_DATE})(?!\d|\.\d)", re.IGNORECASE)
_ALWAYS = re.compile(r"постоянно|ежегодно|ежеквартально|ежемесячно|еженедельно|регулярно|бессрочно", re.IGNORECASE)
_SCHOOL_YEAR = re.compile(r"(?:(\d{4})\s*[/–—-]\s*)?(\b\d{2,4})\s+(учебн\w+\s+год(?!ы|ов|ах|ам)\w*)", re.IGNORECASE)
_ITEM = re.compile(r"\d+(?:\.\d+)*")
_TWICE = re.compile(r"(\d+)\. \1\.?")
FIRST_YEAR, LAST_YEAR = 1991, 2100
"""A document of education outside these years is a slip of the pen."""


def read_term(text: str) -> Term:
    """«до 10.02.2022», «постоянно», «до 01.06.2022 и далее постоянно»; the last of several days is the term."""
    days = [(match[1], a_day(match[1])) for match in _ANY_DATE.finditer(text)]
    wrong = next((written for written, day in days if not day), "")
    by = max((day for _, day in days), default="") if not wrong else ""
    return Term(text=text, by=by, always=bool(_ALWAYS.search(text)), impossible=wrong)


def a_day(text: str) -> str:
    """ISO date of «20.02.2022» or «17.02.22»; empty for a day that no calendar has."""
    try:
        day, month, year = (int(part) for part in text.split("."))
        digits = len(text.rsplit(".", 1)[1])
        written = date(year + 2000 if digits == 2 else year, month, day)
    except ValueError:
        return ""
    return written.isoformat() if FIRST_YEAR <= written.year <= LAST_YEAR else ""


def impossible_days(text: str) -> list[str]:
    """Days in a sentence («от 31.02.2022») that no calendar has."""
    return [match[1] for match in _TOLD_DATE.finditer(text) if not a_day(match[1])]


def no_school_years(text: str) -> list[str]:
    """School years in a sentence that do not exist: «2021 учебном году» (it has two years), «2021/23 учебный год»."""
    return [match[0] for match in _SCHOOL_YEAR.finditer(text) if not _is_school_year(match[1], match[2])]


def _is_school_year(first: str | None, last: str) -> bool:
    if not first:
        return False
    return int(last) % 100 == (int(first) + 1) % 100 and (len(last) == 2 or int(last) == int(first) + 1)


def item_number(text: str) -> str:
    """«3.2)», «3.2.» -> «3.2»; «2. 2.» is a number written twice and stays as it is."""
    plain = text.strip().rstrip(").").strip()
    return plain if _ITEM.fullmatch(plain) else text.strip()


def is_doubled(item: str) -> bool:
    """Whether a number is written twice in one place: «2. 2.»."""
    return _TWICE.fullmatch(item.strip().rstrip(")").strip()) is not None


def repeated(numbers: Iterable[str]) -> list[int]:
    """Places (from 0) of numbers that stood before; empty ones are none."""
    seen: set[str] = set()
    problems = []
    for place, number in enumerate(numbers):
        if number and number in seen:
            problems.append(place)
        seen.add(number)
    return problems


_MONTHS = (*("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"),)
_MONTH = re.compile(r"([а-я]+)\s+(\d{4})(?:\s*г(?:ода?|\.)?)?", re.IGNORECASE)
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})")
_ENDINGS = ("ь", "я", "е", "а", "й", "")


def a_span(text: str) -> tuple[str, str] | None:
    """First and last day (ISO) of «25.02.2022», «2022-02-25», «январь 2022 г.», «2022-01», «2022»; None: no day."""
    day = a_day(text) if _ANY_DATE.fullmatch(text) else _iso_day(text)
    if day:
        return day, day
    if match := _MONTH.fullmatch(text):
        return _month(int(match[2]), _month_number(match[1].lower()))
    if match := _ISO_MONTH.fullmatch(text):
        return _month(int(match[1]), int(match[2]))
    if text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return f"{text}-01-01", f"{text}-12-31"
    return None


def _iso_day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return day.isoformat() if FIRST_YEAR <= day.year <= LAST_YEAR else ""


def _month_number(word: str) -> int:
    forms = {f"{stem}{ending}": number for number, stem in enumerate(_MONTHS, 1) for ending in _ENDINGS}
    return forms.get(word, 0)


def _month(year: int, month: int) -> tuple[str, str] | None:
    if not (1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
        return None
    return f"{year}-{month:02d}-01", f"{year}-{month:02d}-{monthrange(year, month)[1]}"
