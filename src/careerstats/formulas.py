"""Counts -> indicator values: the arithmetic of the methods, pure and vectorised; per cent in, per cent out.

Every formula takes scalars, arrays or pandas Series and answers in kind (a pandas index is kept). Unknown
(``None``, NaN, ``pd.NA``) stays unknown, and so does anything divided by nothing: an unknown value is NaN, never 0.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Given: TypeAlias = "float | Sequence[float | None] | Sequence[Sequence[float]] | np.ndarray | pd.Series[float] | None"
"""What a formula takes: a scalar, a list, an array, a Series, or None for what is unknown."""

Number: TypeAlias = "float | np.ndarray | pd.Series[float]"
"""What it answers: the same kind as it was given."""


def share(part: Given, whole: Given) -> Number:
    """Per cent of ``whole`` that ``part`` is: D = K / K_od × 100 %.

    NaN where the whole is 0 or anything is unknown. Raises ValueError for negative numbers and for a part greater than
    its whole: one of the two is wrong.
    """
    k, n = np.broadcast_arrays(floats(part), floats(whole))
    with np.errstate(invalid="ignore"):
        wrong = np.flatnonzero((k < 0) | (n < 0) | (k > n) & (n > 0) | np.isinf(k) | np.isinf(n))
    if len(wrong):
        at, numbers = wrong[0], f"{k.flat[wrong[0]]:g} из {n.flat[wrong[0]]:g}"
        raise ValueError(f"строка {at + 1}: {numbers} – не доля: нужны числа от 0, часть не больше целого")
    return rate(part, whole, per=100)


def rate(events: Given, population: Given, per: float = 1000) -> Number:
    """Events per ``per`` of the population; NaN where the population is 0 or anything is unknown."""
    return in_kind(_divide(floats(events), floats(population)) * per, events, population)


def ratio(part: Given, whole: Given) -> Number:
    """How many of ``part`` fall on one of ``whole``, e.g. tests passed per pupil tested."""
    return rate(part, whole, per=1)


def count(value: Given) -> Number:
    """The count itself: an indicator without a denominator."""
    return in_kind(floats(value), value)


def mean_score(total: Given, reporters: Given) -> Number:
    """Mean score of the organisations that reported: their scores summed / how many they are."""
    return rate(total, reporters, per=1)


def attainment(total: Given, reporters: Given, maximum: float) -> Number:
    """Scores of the organisations that reported in per cent of what all of them could have: Σ score / (maximum · n)."""
    return rate(total, in_kind(floats(reporters) * maximum, reporters), per=100)


def level(numerator: Given, denominator: Given, cuts: Sequence[float]) -> Number:
    """Number of the band (from 1, the lowest) in which the share of ``denominator`` lies; ``cuts``: where bands begin.

    Decided on exact values, not on rounded ones: a cut of 56,1 % is 561 thousandths. NaN where the share is
    unknown or lies below the first cut.
    """
    k, n = np.broadcast_arrays(floats(numerator), floats(denominator))
    exact = [Fraction(str(cut)) for cut in cuts]
    reached = sum((100 * k * cut.denominator >= cut.numerator * n).astype(float) for cut in exact)
    known = (n > 0) & np.isfinite(k) & (np.asarray(reached) > 0)
    return in_kind(np.where(known, reached, np.nan), numerator, denominator)


def distribution(parts: Mapping[str, Given]) -> dict[str, float]:
    """Category → its per cent of all choices; NaN for each where nobody chose or any count is unknown."""
    whole = float(np.sum([floats(part) for part in parts.values()])) if parts else np.nan
    return {category: float(floats(share(part, whole))) for category, part in parts.items()}


def weighted_index(
    values: Mapping[str, Given], weights: Mapping[str, float], bounds: Mapping[str, tuple[float, float]]
) -> Number:
    """Weighted mean of components brought to 0…100 by fixed ``bounds`` (low, high), cut at their ends.

    A missing component → no index (NaN). ``low`` > ``high`` turns a component round: less is better.
    """
    total = sum(weights.values())
    scaled = (weights[id] / total * _within(floats(values[id]), *bounds[id]) for id in weights)
    return in_kind(np.sum(np.broadcast_arrays(*scaled), axis=0), *values.values())


def _within(value: np.ndarray, low: float, high: float) -> np.ndarray:
    return np.clip(100 * (value - low) / (high - low), 0, 100)


class Formula(NamedTuple):
    """How a formula of the catalogue is asked: the roles its variables play, what its edition must say besides.

    ``scale``: by what numerator / denominator is multiplied, where that is all there is to it.
    ``of_reporters``: the denominator is the number of organisations that answered (times the maximum of a score).
    """

    roles: tuple[str, ...]
    unit: str
    scale: float | None = None
    extras: tuple[str, ...] = ()
    of_reporters: bool = False


FORMULAS = {
    "share": Formula(("part", "whole"), "percent", 100),
    "rate": Formula(("part", "whole"), "per_thousand", extras=("per",)),
    "ratio": Formula(("part", "whole"), "per_one", 1),
    "count": Formula(("value",), "count"),
    "yes_share": Formula(("flag",), "percent", 100, of_reporters=True),
    "mean_score": Formula(("score",), "score", 1, of_reporters=True),
    "attainment": Formula(("score",), "percent", 100, ("maximum",), of_reporters=True),
    "level": Formula(("score",), "level", None, ("maximum", "bands"), of_reporters=True),
    "distribution": Formula(("part",), "percent", 100, ("by",)),
    "index": Formula((), "score", None, ("components",)),
}
"""Name in the catalogue -> what it needs; an edition (catalogue.entries) carries it out."""

SHARES = ("share", "yes_share")
"""Formulas whose numerator is a part of its denominator: only they are compared by chance ranges."""


def floats(values: Given) -> np.ndarray:
    """Anything a formula takes as an array of floats; unknown → NaN. Raises TypeError for what is no number."""
    if values is None or type(values).__name__ == "NAType":  # pandas is not imported for the sake of its pd.NA
        return np.asarray(np.nan)
    try:
        return np.asarray(values, dtype=float)
    except TypeError:  # pd.NA among numbers
        given = np.asarray(values, dtype=object)
        if not given.ndim:
            raise
        return np.array([float(floats(cell)) for cell in given.flat]).reshape(given.shape)


def in_kind(result: np.ndarray, *given: object) -> Number:
    """``result`` as what was ``given``: a Series with its index, else an array, else a float.

    Raises ValueError for Series of different indexes: numbers of different rows must not meet.
    """
    series = cast(
        "list[pd.Series[float]]", [value for value in given if hasattr(value, "index") and hasattr(value, "to_numpy")]
    )
    if any(not column.index.equals(series[0].index) for column in series):
        raise ValueError("у рядов разные индексы: приведите их к одному порядку строк")
    if series:
        return type(series[0])(result, index=series[0].index)
    return float(result) if result.ndim == 0 else result


def _divide(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)
