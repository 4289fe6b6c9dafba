"""Scores of schools by direction -> means over those that reported, share of the maximum, level, and how to print them.

Everything is decided on exact values: a score counts in millionths of a point, a mean and a share are fractions.
"""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from typing import NamedTuple

import pandas as pd

from careerstats import wording
from careerstats.contracts.appendices import Attainment
from careerstats.contracts.schemes import Diagnosis, Direction
from careerstats.errors import DatasetError

_UNIT = 10**6
_SCHOOL = ["territory", "organisation"]
_EMPTY_WORDS = {
    "excluded": "школа, у которой пункт направления не заполнен, в среднее по направлению не входит",
    "zero": "незаполненный пункт оценён в 0 баллов",
}
_CRITICAL_WORDS = {
    "none": "правило критических показателей не применялось",
    "zero": "направление, в котором критический показатель оценён в 0 баллов, получает 0 баллов",
}


def words_of(edition: Diagnosis) -> str:
    """One sentence of the method: what empty and critical items counted."""
    empty, critical = _EMPTY_WORDS[edition.empty.rule], _CRITICAL_WORDS[edition.critical.rule]
    return f"{wording.capital(empty)}; {critical}."


def attainment(
    scores: pd.DataFrame, edition: Diagnosis, by: Sequence[str] = ("territory",)
) -> dict[tuple[str, ...], list[Attainment]]:
    """Group → one per direction, then one for all its directions together (``variable`` empty); groups in order.

    ``scores``: territory, organisation, variable (S_know …), value in points (NaN: not reported); other variables are
    passed over, scores outside 0 … maximum not used. ``by``: ``("territory",)`` for municipalities, ``()`` for the
    region (the mean is over its schools, not over its municipalities), ``("territory", "organisation")`` for schools.
    Raises DatasetError if a school reports a direction twice.
    """
    ours = scores[scores["variable"].isin(list(edition.by_id))]
    _refuse_repeated(ours, [*_SCHOOL, "variable"])
    sums, expected = _sums(ours, list(by), edition), _schools(ours, by)
    judge = cache(partial(_judged, edition))
    return {
        key: _attained([judge(sums.get((*key, id), _NOTHING), id) for id in edition.by_id], expected[key], edition)
        for key in sorted(expected)
    }


class _Sum(NamedTuple):
    """Scores of a group in one direction: millionths of a point, how many, how many were impossible."""

    units: int
    reporters: int
    rejected: int


_NOTHING = _Sum(0, 0, 0)


class _Judged(NamedTuple):
    """A direction of one group: the exact mean, None where nobody reported."""

    direction: Direction
    sum: _Sum
    mean: Fraction | None
    level: str = ""
    shown_mean: Decimal | None = None
    shown_share: Decimal | None = None


def _sums(scores: pd.DataFrame, keys: list[str], edition: Diagnosis) -> dict[tuple[str, ...], _Sum]:
    """Group and direction → its scores."""
    value = scores["value"].astype("float64")
    maximum = scores["variable"].map({direction.id: direction.maximum for direction in edition.directions.listed})
    possible = (value >= 0) & (value <= maximum)
    units = (value.where(possible, 0.0) * _UNIT).round().astype("int64")
    parts = scores.assign(units=units, reporters=possible, rejected=value.notna() & ~possible)
    summed = parts.groupby([*keys, "variable"], observed=True)[["units", "reporters", "rejected"]].sum()
    numbers = (_Sum(*map(int, row)) for row in summed.itertuples(index=False))
    index = summed.index if keys else [(key,) for key in summed.index]
    return dict(zip(index, numbers, strict=True))


def _schools(scores: pd.DataFrame, keys: Sequence[str]) -> Counter[tuple[str, ...]]:
    """How many schools there are in each group, whether they reported or not."""
    schools = scores[_SCHOOL].drop_duplicates()
    return Counter(zip(*(schools[key] for key in keys), strict=True) if keys else {(): len(schools)})


def _judged(edition: Diagnosis, scores: _Sum, id: str) -> _Judged:
    direction = edition.by_id[id]
    if not scores.reporters:
        return _Judged(direction, scores, None)
    mean = Fraction(scores.units, scores.reporters * _UNIT)
    share = 100 * mean / direction.maximum
    starts = [band.start for band in edition.bands.listed]
    shown_mean = shown(mean, [start * direction.maximum / 100 for start in starts])
    return _Judged(direction, scores, mean, edition.level(share), shown_mean, shown(share, starts))


def _attained(judged: list[_Judged], expected: int, edition: Diagnosis) -> list[Attainment]:
    directions = [
        Attainment(
            title=row.direction.title,
            variable=row.direction.id,
            maximum=row.direction.maximum,
            mean=row.shown_mean,
            share=row.shown_share,
            level=row.level,
            reporters=row.sum.reporters,
            expected=expected,
            remark=_rejected(row),
        )
        for row in judged
    ]
    return [*directions, _total(judged, expected, edition)]


def _rejected(row: _Judged) -> str:
    number, maximum = row.sum.rejected, row.direction.maximum
    return f"не использовано баллов вне пределов от 0 до {maximum}: {number}" if number else ""


def _total(judged: list[_Judged], expected: int, edition: Diagnosis) -> Attainment:
    """Σ means / Σ maxima over the directions somebody reported on: never a mean of percentages."""
    known = [(row.mean, row) for row in judged if row.mean is not None]
    maximum = sum(row.direction.maximum for _, row in known)
    if not known:
        return Attainment(title="", maximum=0, reporters=0, expected=expected, remark="сведения не представлены")
    heard = [row.sum.reporters for _, row in known]
    mean = sum((mean for mean, _ in known), Fraction())
    share = 100 * mean / maximum
    levelled = edition.total.rule == "bands" and len(known) == len(judged)
    starts = [band.start for band in edition.bands.listed] if levelled else []
    return Attainment(
        title="",
        maximum=maximum,
        mean=shown(mean, [start * maximum / 100 for start in starts]),
        share=shown(share, starts),
        level=edition.level(share) if levelled else "",
        reporters=min(heard),
        expected=expected,
        remark=_total_remark(heard, len(judged), levelled),
    )


def _total_remark(heard: list[int], directions: int, levelled: bool) -> str:
    said = ["сумма средних баллов к сумме наибольших"]
    if min(heard) < max(heard):
        said.append(f"по направлениям сведения представили от {min(heard)} до {max(heard)} школ")
    if len(heard) < directions:
        said.append("остальные направления не представлены")
    if not levelled:
        said.append("уровень по направлениям вместе не определяется")
    return "; ".join(said)


# ---- rounding


def shown(value: Fraction, starts: Sequence[Fraction], digits: int = 1) -> Decimal:
    """``value`` with ``digits`` decimals, and with more where fewer would reach a boundary it lies below: 49.96."""
    above = [start for start in starts if value < start]
    while any(wording.tenths(value, digits) >= start * 10**digits for start in above):
        digits += 1
    return Decimal(wording.tenths(value, digits)).scaleb(-digits)


def _refuse_repeated(frame: pd.DataFrame, keys: list[str]) -> None:
    repeated = frame.loc[frame.duplicated(keys), keys]
    if len(repeated):
        first = ", ".join(str(part) for part in repeated.iloc[0])
        raise DatasetError(
            f"Самодиагностика: записано дважды ({len(repeated)}), например: {first}. Оставьте по одной строке."
        )
