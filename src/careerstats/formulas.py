"""Counts -> indicator values: the arithmetic of the methods, pure and vectorised; per cent in, per cent out.

Every formula takes scalars, arrays or pandas Series and answers in kind (a pandas index is kept). Unknown
(``None``, NaN, ``pd.NA``) stays unknown, and so does anything divided by nothing: an unknown value is NaN, never 0.
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
    return in_kind(_divide(floats(events), floats(population)) * per, events, population)


def ratio(part: Number, whole: Number) -> Number:
    """How many of ``part`` fall on one of ``whole``, e.g. tests passed per pupil tested."""
    return rate(part, whole, per=1)


def count(value: Number) -> Number:
    """The count itself: an indicator without a denominator."""
    return in_kind(floats(value), value)


FORMULAS: dict[str, tuple[Callable[..., Number], tuple[str, ...]]] = {
    "share": (share, ("part", "whole")),
    "ratio": (ratio, ("part", "whole")),
    "count": (count, ("value",)),
}
"""Name in the catalogue -> the function and the roles its variables play."""


def floats(values: Number) -> np.ndarray:
    """Anything a formula takes as an array of floats; unknown → NaN."""
    if values is None or type(values).__name__ == "NAType":  # pandas is not imported for the sake of its pd.NA
        return np.asarray(np.nan)
    return np.asarray(values, dtype=float)


def in_kind(result: np.ndarray, *given: Number) -> Number:
    """``result`` as what was ``given``: a Series with its index, else an array, else a float.

    Raises ValueError for Series of different indexes: numbers of different rows must not meet.
    """
    series = [value for value in given if hasattr(value, "index") and hasattr(value, "to_numpy")]
    if any(not one.index.equals(series[0].index) for one in series):
        raise ValueError("у рядов разные индексы: приведите их к одному порядку строк")
    if series:
        return type(series[0])(result, index=series[0].index)
    return float(result) if result.ndim == 0 else result


def _divide(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)
