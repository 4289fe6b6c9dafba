"""What a hostile reader asks of the public functions: never a number of nonsense, always a reason in Russian."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import careerstats as cs

NONSENSE: list[tuple[Any, Any]] = [
    (-1, 10), (11, 10), (1, -10), (5, float("inf")), (float("inf"), float("inf")), ("пять", 10), ([1, 2], [10, 20, 30]),
]  # fmt: skip
OF_COUNTS: dict[str, Callable[[Any, Any], object]] = {
    "share": cs.share,
    "proportion_interval": cs.proportion_interval,
    "share_groups": lambda k, n: cs.share_groups(np.atleast_1d(k), np.atleast_1d(n)),
    "rank_intervals": cs.rank_intervals,
    "design_effects": lambda k, n: cs.design_effects(np.atleast_1d(k), np.atleast_1d(n), ["А"] * np.size(k), ["А"]),
    "trend": lambda k, n: cs.trend(k, n, [2020]),
    "indicator": lambda k, n: cs.indicator("1.1").compute(K_pt=k, K_od1=n),
}


@pytest.mark.parametrize("name", OF_COUNTS)
@pytest.mark.parametrize(("k", "n"), NONSENSE)
def test_counts_that_cannot_be_are_refused(name: str, k: Any, n: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        OF_COUNTS[name](k, n)


@pytest.mark.parametrize("unknown", [None, float("nan"), pd.NA])
@pytest.mark.parametrize("name", OF_COUNTS)
def test_what_is_unknown_stays_unknown(name: str, unknown: Any) -> None:
    found = OF_COUNTS[name](unknown, 10)
    value = getattr(found, "value", getattr(found, "group", getattr(found, "slope", found)))
    assert name == "design_effects" or np.isnan(np.asarray(value, dtype=float)).all()


@pytest.mark.parametrize("confidence", [0, 0.5, 1, 1.5, 50, 100, -1, float("nan"), "95", None, True])
def test_a_level_of_confidence_that_nobody_asks_for_is_refused(confidence: Any) -> None:
    asked: list[Callable[[], object]] = [
        lambda: cs.proportion_interval(5, 10, confidence),
        lambda: cs.rank_intervals([5, 6], [10, 10], confidence=confidence),
        lambda: cs.association([1, 2], [2, 3], confidence=confidence),
        lambda: cs.funnel_limits(30, 100, confidence),
    ]
    for ask in asked:
        with pytest.raises(ValueError, match="confidence: нужно число между"):
            ask()


@pytest.mark.parametrize("number", [1, 2.5, "два", 0])
def test_groups_are_a_whole_number(number: Any) -> None:
    with pytest.raises(ValueError, match="не менее двух"):
        cs.share_groups([5, 6, 1, 9], [10, 10, 10, 10], number)


@pytest.mark.parametrize(("average", "total"), [(-5, 100), (130, 100), (30, -5)])
def test_a_funnel_is_around_a_share_of_somebody(average: float, total: float) -> None:
    with pytest.raises(ValueError, match="нужн"):
        cs.funnel_limits(average, total)
