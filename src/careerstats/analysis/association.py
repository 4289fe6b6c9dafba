"""Two rows of values -> how closely they go together, with an interval; refused where arithmetic alone ties them."""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import NamedTuple

import numpy as np

from careerstats.errors import UsageError
from careerstats.formulas import Given
from careerstats.intervals import level_of, together, z_of

FEWEST = 10  # pairs: with fewer the interval covers nearly everything


class Association(NamedTuple):
    """``value``: −1…1 with its limits; ``pairs``: how many; ``reason``: why there is no value (Russian), or empty."""

    value: float
    lower: float
    upper: float
    pairs: int
    reason: str


def association(x: Given, y: Given, method: str = "spearman", confidence: float = 0.95) -> Association:
    """Correlation of two rows: «spearman» (of ranks) or «pearson» (linear); pairs with anything unknown are left out.

    Interval by Fisher's z: variance 1/(m − 3) for Pearson, (1 + r²/2)/(m − 3) for Spearman. It speaks of places
    like these, not of pupils, and of going together, not of causes. Shares: ask ``refuse_arithmetic`` first.
    Raises ValueError for lengths that differ, an unknown method and a ``confidence`` outside 0.5…1 (50…100).
    Source: Bonett D.G., Wright T.A. Sample size requirements for correlations, Psychometrika 65 (2000), 23-28.
    """
    level_of(confidence)
    first, second = (np.atleast_1d(values) for values in together(x, y))
    known = np.isfinite(first) & np.isfinite(second)
    return _of_known(first[known], second[known], method, confidence)


def _of_known(x: np.ndarray, y: np.ndarray, method: str, confidence: float) -> Association:
    if len(x) < FEWEST:
        return _none(len(x), f"мало пар: {len(x)}, нужно не менее {FEWEST}")
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return _none(len(x), "все значения одного из показателей равны")
    r = _coefficient(x, y, method)
    widening = 1 + r * r / 2 if method == "spearman" else 1.0
    half = z_of(confidence) * np.sqrt(widening / (len(x) - 3))
    with np.errstate(divide="ignore"):
        middle = np.arctanh(r)
    return Association(r, float(np.tanh(middle - half)), float(np.tanh(middle + half)), len(x), "")


def _coefficient(x: np.ndarray, y: np.ndarray, method: str) -> float:
    from scipy.stats import pearsonr, spearmanr

    if method not in ("spearman", "pearson"):
        raise ValueError(f"method: «{method}»; нужно «spearman» или «pearson»")
    coefficient = spearmanr(x, y) if method == "spearman" else pearsonr(x, y)
    return min(max(float(coefficient.statistic), -1.0), 1.0)


def _none(pairs: int, reason: str) -> Association:
    return Association(float("nan"), float("nan"), float("nan"), pairs, reason)


def refuse_arithmetic(
    first: Mapping[str, str], second: Mapping[str, str], subsets: Mapping[str, Iterable[str]] | None = None
) -> None:
    """UsageError where two indicators go together by arithmetic: they share a count, or count parts of one another.

    ``first``, ``second``: roles → variable ids as in the catalogue ({part: K_pt, whole: K_od1}). ``subsets``: variable
    → those it is a part of (controls ``at_most``), followed from one to the next.
    """
    mine, other = set(first.values()), set(second.values())
    if mine & other:
        raise UsageError(_refusal(f"в обоих есть {', '.join(sorted(mine & other))}"))
    above = {id: _all_above(id, subsets or {}) for id in mine | other}
    tops = [[id for role, id in roles.items() if role != "whole"] for roles in (first, second)]  # above the line
    for parts, wholes in (tops, reversed(tops)):
        for part, whole in product(parts, wholes):
            if whole in above[part]:
                raise UsageError(_refusal(f"{part} входит в {whole}"))


def _all_above(id: str, subsets: Mapping[str, Iterable[str]]) -> set[str]:
    above: set[str] = set()
    waiting = [id]
    while waiting:
        new = set(subsets.get(waiting.pop(), ())) - above
        above |= new
        waiting.extend(new)
    return above


def _refusal(why: str) -> str:
    return (
        f"связь этих показателей не вычисляется: {why}, поэтому они связаны уже арифметикой; "
        "возьмите показатели с разными исходными величинами"
    )
