"""Counts -> indicator values: the arithmetic of the methods, pure and vectorised; per cent in, per cent out.

Every formula takes scalars, arrays or pandas Series and answers in kind (a pandas index is kept). Unknown
(``None``, NaN) stays unknown, and so does anything divided by nothing: an unknown value is NaN, never 0.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

Number = Any  # a scalar, an array or a Series: the answer comes in the same kind


def share(part: Number, whole: Number) -> Number:
    """Per cent of ``whole`` that ``part`` is: D = K / K_od × 100 %.

    NaN where the whole is 0 or anything is unknown. A part greater than its whole is not mended here:
    it is reported by the reading stage, and the value above 100 shows it.
    """
    return rate(part, whole, per=100)


def rate(events: Number, population: Number, per: float = 1000) -> Number:
    """Events per ``per`` of the population; NaN where the population is 0 or anything is unknown."""
    return _in_kind(_divide(_floats(events), _floats(population)) * per, events, population)


def ratio(part: Number, whole: Number) -> Number:
    """How many of ``part`` fall on one of ``whole``, e.g. tests passed per pupil tested."""
    return rate(part, whole, per=1)


def count(value: Number) -> Number:
    """The count itself: an indicator without a denominator."""
    return _in_kind(_floats(value), value)


FORMULAS: dict[str, tuple[Callable[..., Number], tuple[str, ...]]] = {
    "share": (share, ("part", "whole")),
    "ratio": (ratio, ("part", "whole")),
    "count": (count, ("value",)),
}
"""Name in the catalogue -> the function and the roles its variables play."""


def _floats(values: Number) -> np.ndarray:
    if values is None:
        return np.asarray(np.nan)
    return np.asarray(values, dtype=float)


def _divide(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def _in_kind(result: np.ndarray, *given: Number) -> Number:
    for value in given:
        if hasattr(value, "index") and hasattr(value, "to_numpy"):
            return type(value)(result, index=value.index)
    return float(result) if result.ndim == 0 else result
