"""The nouns: periods, problems and the columns of the tables that other programs may rely on."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypedDict

from careerstats.audiences import PUBLIC
from careerstats.persons import without_person


class ValueRow(TypedDict):
    """One row = one indicator of one territory (or organisation), period and breakdown; per cent, ranges in pupils.

    ``reported`` of ``expected`` municipalities are compared; ``organisations`` of ``organisations_expected`` answered;
    ``range…``, ``inner…``: what chance gives in 998 cases of 1000 and in 95 of 100, ``grade``: beyond which of them the
    row lies; ``tentative``: below or above, and chance would give it too among all comparisons; ``quality``: how far
    its numbers may be relied on (``contracts.values.Quality``). ``change`` and ``trend`` have their own words: up,
    down, same, not_comparable.
    """

    territory: str
    code: str
    name: str
    organisation: str
    period: str
    breakdown: str
    indicator: str
    edition: str
    numerator: int | None
    denominator: int | None
    value: float | None
    lower: float | None
    upper: float | None
    confidence: float | None
    method: str | None
    reported: int | None
    expected: int | None
    organisations: int | None
    organisations_expected: int | None
    coverage: float | None
    quality: str | None
    rest_numerator: int | None
    rest_denominator: int | None
    rest: float | None
    range_low: int | None
    range_high: int | None
    inner_low: int | None
    inner_high: int | None
    design_effect: float | None
    verdict: str | None
    grade: str | None
    power_low: bool
    tentative: bool
    small: bool
    stands_out: bool
    large_gap: bool
    missing: int | None
    unassigned: int | None
    flips_at: int | None
    fragile: bool
    reason: str | None
    previous: str | None
    previous_numerator: int | None
    previous_denominator: int | None
    previous_verdict: str | None
    change: str | None
    change_points: float | None
    change_reason: str | None
    trend: str | None
    trend_reason: str | None


VALUE_COLUMNS = tuple(ValueRow.__annotations__)

PROBLEM_COLUMNS = ("file", "sheet", "cell", "territory", "severity", "code", "message", "what_to_do")
"""One row = one thing wrong with one cell, row or file."""

FINDING_COLUMNS = ("territory", "code", "period", "indicator", "rule", "kind", "size", "text", "evidence", "confidence")
"""One row = one sentence with the figures behind it."""

UNASSIGNED = "unassigned"
"""Breakdown of participants who named only the region: in no municipality, in no comparison."""

REPORTED, ABSENT, NOT_APPLICABLE, UNREADABLE = "reported", "absent", "not applicable", "unreadable"

APART = f"-{PUBLIC}"

HIDDEN = "hidden"
"""Status of a number that this audience may not see: it exists, and it is not given."""

ROUNDED = "rounded"
"""Status of numbers that this audience sees rounded: nothing is summed or compared of them."""


@dataclass(frozen=True)
class Problem:
    """One remark on the data, addressed to whoever filled them in."""

    file: str
    severity: str  # blocking | warning | remark
    code: str
    message: str
    what_to_do: str = ""
    sheet: str = ""
    cell: str = ""
    territory: str = ""

    @property
    def is_mended(self) -> bool:
        """Whether it says what corrections.yaml has set right."""
        return self.code == "corrected"

    def __post_init__(self) -> None:
        """Whatever is written about a cell, nobody is named and no number of insurance repeated."""
        for field in ("message", "what_to_do"):
            object.__setattr__(self, field, without_person(getattr(self, field)))

    @property
    def place(self) -> str:
        """«tables/municipalities.csv, лист …, ячейка D3»."""
        where = "столбец" if self.cell.isalpha() else "ячейка"
        parts = [self.file, f"лист «{self.sheet}»" if self.sheet else "", self.cell and f"{where} {self.cell}"]
        return ", ".join(part for part in parts if part)


_YEAR = re.compile(r"(\d{4})")
_SCHOOL_YEAR = re.compile(r"(\d{4})[/-](\d{2})")
_OFFICIAL = re.compile(r"(\d{4})\s*[/–—-]\s*(\d{4})(?:\s+(?:уч\.|учебный)\s*год)?")


def period_span(period: str) -> tuple[date, date]:
    """First and last day of ``2020``, ``2024/25`` (from 1 September) or ``2020-10-12``.

    Raises ValueError with a Russian text for anything else.
    """
    if match := _YEAR.fullmatch(period):
        year = int(match[1])
        return date(year, 1, 1), date(year, 12, 31)
    if (match := _SCHOOL_YEAR.fullmatch(period)) and int(match[2]) == (int(match[1]) + 1) % 100:
        return date(int(match[1]), 9, 1), date(int(match[1]) + 1, 8, 31)
    try:
        day = date.fromisoformat(period)
    except ValueError:
        raise ValueError(
            f"период «{period}» не понят: нужен год 2020, учебный год 2024/25 или дата 2020-10-12"
        ) from None
    return day, day


def period_of(text: str) -> str:
    """«2024/2025», «2024–2025 учебный год» → ``2024/25``, as it is called here; anything else as it is."""
    match = _OFFICIAL.fullmatch(text.strip())
    return f"{match[1]}/{match[2][2:]}" if match and int(match[2]) == int(match[1]) + 1 else text.strip()


def period_mistake(period: str) -> str:
    """Why a period that somebody wrote is none, in Russian; empty where it is one. ``2024-25`` is only for paths."""
    try:
        period_span(period)
    except ValueError as error:
        return str(error)
    if "/" not in period and _SCHOOL_YEAR.fullmatch(period):
        return f"период «{period}» не понят: учебный год пишут с косой чертой, {period.replace('-', '/')}"
    return ""


def period_start(period: str) -> date:
    """The day by which periods are sorted."""
    return period_span(period)[0]


def names_in_force(period: str) -> date:
    """The day whose names and codes a note of ``period`` uses: its last."""
    return period_span(period)[1]


def slug(period: str) -> str:
    """The period in paths and file names: ``2024-25``."""
    return period.replace("/", "-")


def home_of(period: str, audience: str) -> str:
    """The folder of the notes of a period: those for the public lie apart, in ``2024-25-public``."""
    return slug(period) + (APART if audience == PUBLIC else "")


@lru_cache(maxsize=1 << 10)
def column_letter(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA: how a spreadsheet calls a column."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def split_origin(origin: str) -> tuple[str, str, str]:
    """``file!cell`` or ``file!sheet!cell`` → file, sheet (may be empty), cell."""
    file, *sheet, cell = origin.split("!")
    return file, "!".join(sheet), cell
