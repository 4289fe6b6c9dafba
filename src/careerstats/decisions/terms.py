"""A term without a year and the period of a note -> the term in the next school year: no clock is asked."""

import re

from careerstats.model import period_span

_DAY = re.compile(r"(?<![\d.])(\d\d)\.(\d\d)(?![\d.]*\d)")
_AUTUMN = 9


def dated(term: str, period: str) -> str:
    """«до 01.10» → «до 01.10.2025» for 2024/25; a term that has its year, or no day at all, stays as it is."""
    start = next_school_year(period)

    def with_year(match: re.Match[str]) -> str:
        return f"{match[0]}.{start if int(match[2]) >= _AUTUMN else start + 1}"

    return _DAY.sub(with_year, term).replace("{year}", str(start))


def next_school_year(period: str) -> int:
    """The year whose September begins the first school year after the period: 2025 for 2024/25, 2021 for 2020."""
    last = period_span(period)[1]
    return last.year if last.month < _AUTUMN else last.year + 1


_WHOLE_DAY = re.compile(r"(?<![\d.])(\d\d)\.(\d\d)\.(\d{4})(?!\d)")


def day_of(term: str) -> str:
    """«до 01.10.2025» → «2025-10-01»; «» for a term that names no day."""
    match = _WHOLE_DAY.search(term)
    return f"{match[3]}-{match[2]}-{match[1]}" if match else ""
