"""What was read of a file and the dataset's period -> without years beside school years, and the file told so.

A school year and the calendar year in which it begins are neither before nor after one another: no change, no trend
and no place in a row of years could be told of both.
"""

from careerstats.intake.tables import Reading
from careerstats.model import Problem

YEAR = 4
"""Signs of a calendar year."""


def leave_out(reading: Reading, file: str, period: str) -> None:
    """Numbers and published figures of another kind of year go; days stay."""
    others = sorted({count["period"] for count in reading.counts if _is_other(count["period"], period)})
    if not others:
        return
    reading.counts = [count for count in reading.counts if count["period"] not in others]
    reading.published = [figure for figure in reading.published if figure["period"] not in others]
    reading.planned = [figure for figure in reading.planned if figure["period"] not in others]
    ours, theirs = ("учебным", "календарные") if "/" in period else ("календарным", "учебные")
    message = f"числа за {theirs} годы ({', '.join(others)}) не использованы: набор ведётся по {ours} годам ({period})"
    what = "укажите, какому году набора они отвечают (period), или заведите для них свой набор"
    reading.problems.append(Problem(file, "warning", "other_kind_of_year", message, what))


def _is_other(period: str, ours: str) -> bool:
    are_years = all("/" in text or len(text) == YEAR for text in (period, ours))
    return are_years and ("/" in period) != ("/" in ours)
