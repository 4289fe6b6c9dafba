"""Values of places -> groups of equal number by rank, ties kept together; none where places do not differ (R5)."""

from numbers import Integral
from typing import NamedTuple

import numpy as np

from careerstats.analysis.design import at_least_one
from careerstats.analysis.spread import spread_of
from careerstats.contracts.values import Spread
from careerstats.formulas import Given, floats, in_kind, share
from careerstats.intervals import part_and_whole


class Groups(NamedTuple):
    """``group``: 1…number, in kind; NaN without a value, and for all where ``reason`` (Russian) is not empty."""

    group: Given
    reason: str


def quantile_groups(values: Given, number: int = 4, highest_first: bool = True) -> Groups:
    """Quantile groups of ``values`` (NaN: unknown, in no group); group 1 holds the highest, unless told otherwise.

    The place of equal values is the best of them, and group = number + 1 − ⌈(m + 1 − rank)·number/m⌉ over the m known
    values, in whole numbers. Too few known values → no groups. Raises ValueError for fewer than two groups.
    Source: PHEindicatormethods, phe_quantile, which divides in floating point and so may miss a border by a hair.
    """
    from scipy.stats import rankdata

    _check(number)
    x = floats(values)
    known = np.isfinite(x)
    m, group = int(known.sum()), np.full(x.shape, np.nan)
    if m < number:
        return Groups(in_kind(group, values), f"групп {number}, а значений только {m}: деление на группы не проводится")
    rank = rankdata(-x[known] if highest_first else x[known], method="min").astype(int)
    group[known] = number + 1 - -(-(m + 1 - rank) * number // m)
    return Groups(in_kind(group, values), "")


def share_groups(
    k: Given, n: Given, number: int = 4, highest_first: bool = True, *, design_effect: Given = 1.0
) -> Groups:
    """The same for shares of municipalities, k of n, but only where they differ more than by chance: χ² p < 0.05.

    ``design_effect``: of each municipality (``design_effects``), because pupils come by whole schools. Without it every
    pupil is thought to act alone, and regions in which nobody differs are nearly always parted into groups.
    Raises ValueError for negative counts, parts greater than their wholes and design effects below 1.
    """
    _check(number)
    whole, all_of = part_and_whole(k, n)
    effect = np.broadcast_to(at_least_one(design_effect), whole.shape)
    known = np.isfinite(whole) & (all_of > 0)
    alone = whole[known] / effect[known], all_of[known] / effect[known]  # as many lone pupils as these are worth
    why = _no_groups(spread_of(*alone))
    if why:
        return Groups(in_kind(np.full(known.shape, np.nan), k, n), why)
    return quantile_groups(share(k, n), number, highest_first)


def _check(number: int) -> None:
    if not isinstance(number, Integral) or number < 2:
        raise ValueError(f"групп должно быть не менее двух, целое число, а задано {number}")


def _no_groups(spread: Spread) -> str:
    if not spread.tested:
        return "сравнивать нечего: деление на группы не проводится"
    if spread.p_value >= 0.05:
        return "муниципальные образования различаются не больше, чем дал бы случай: деление на группы не проводится"
    return ""
