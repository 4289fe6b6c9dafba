"""Levels of municipalities over the years, and who took a measure -> difference in differences and its chance.

What moved is set against what each municipality was on average in all earlier periods, and against where its own line
through them would have led; who took the measure against who did not. The p-value asks how often a difference as large
would come if those who took it had been drawn by lot, and an effect must show both ways: those who grew faster anyway
show it by the first, those who had just had a bad year by the second.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations
from math import comb

import numpy as np

from careerstats.analysis.change import false_discoveries

FEWEST = 5
"""Municipalities that took a measure, and that did not, below which nothing is compared."""

MOST, DRAWS, SEED = 50_000, 49_999, 20250901
"""Up to so many ways to draw are all gone through; else so many are drawn, always the same ones."""

LEVEL = 0.05

FEW, RETURN, ONCE = "few", "return", "once"
"""Why nothing is compared: too few on either side; what came before may explain it (a return to the mean); there was
one earlier period only, so that whoever took the measure may have been growing before."""


@dataclass(frozen=True)
class Test:
    """``difference`` in percentage points; ``smallest``: the least p-value that so many municipalities can give."""

    difference: float
    p_value: float
    smallest: float
    exact: bool


@dataclass(frozen=True)
class Effect:
    """``moves``: code → last period less the mean of all earlier ones, points.

    ``best``: stood at the best share in all earlier periods, could not move and is not compared.
    ``why``: few, return, once, «» if tested; ``test``: the weaker of both comparisons, or no effect where they point
    different ways.
    """

    taken: tuple[str, ...]
    others: tuple[str, ...]
    moves: dict[str, float] = field(default_factory=dict)
    earlier: int = 0
    test: Test | None = None
    why: str = ""
    best: tuple[str, ...] = ()


def effect(levels: Mapping[str, Sequence[float]], taken: set[str], others: set[str], polarity: str = "high") -> Effect:
    """``levels``: code → values in per cent, the earliest period first, the last one that of the measure.

    Only municipalities with a value in every period that could get better are compared. Raises ValueError for levels of
    unequal length.
    """
    lengths = {len(own) for own in levels.values()}
    if len(lengths) > 1:
        raise ValueError("у муниципальных образований разное число периодов; нужны одни и те же")
    known = {code for code, own in levels.items() if len(own) > 1 and np.isfinite(own).all()}
    best = {code for code in known if all(level == BEST[polarity == "low"] for level in levels[code][:-1])}
    effect = _compared(levels, known - best, taken, others, polarity)
    return replace(effect, best=tuple(sorted(best & (taken | others))))


BEST = (100.0, 0.0)
"""Share that cannot get better: of a high and of a low polarity."""


def _compared(
    levels: Mapping[str, Sequence[float]], known: set[str], taken: set[str], others: set[str], polarity: str
) -> Effect:
    first, second = (tuple(sorted(known & group)) for group in (taken, others - taken))
    moves = {code: float(levels[code][-1] - np.mean(levels[code][:-1])) for code in (*first, *second)}
    earlier = max(map(len, levels.values()), default=1) - 1
    if min(len(first), len(second)) < FEWEST:
        return Effect(first, second, moves, earlier, why=FEW)
    if _was_low(levels, first, second, polarity):
        return Effect(first, second, moves, earlier, why=RETURN)
    if earlier == 1:
        return Effect(first, second, moves, earlier, why=ONCE)
    beyond = {code: _beyond_its_line(levels[code]) for code in moves}
    groups = [[np.array([changes[code] for code in own]) for own in (first, second)] for changes in (moves, beyond)]
    tests = [permutation_test(*pair) for pair in groups]
    return Effect(first, second, moves, earlier, _weaker(*tests))


def _beyond_its_line(own: Sequence[float]) -> float:
    """The last period less what the straight line through the earlier ones leads to."""
    years = np.arange(len(own), dtype=float)
    slope, level = np.polyfit(years[:-1], np.asarray(own[:-1], dtype=float), 1)
    return float(own[-1] - level - slope * years[-1])


def _weaker(plain: Test, beyond: Test) -> Test:
    """The comparison that shows less; none at all where one shows a rise and the other a fall."""
    if plain.difference * beyond.difference < 0:
        return replace(plain, p_value=1.0)
    return min(plain, beyond, key=lambda test: -test.p_value)


def _was_low(levels: Mapping[str, Sequence[float]], taken: Sequence[str], others: Sequence[str], polarity: str) -> bool:
    """Whether those who took the measure had just had a bad year: it would have got better by itself.

    With one earlier period a bad year cannot be told from a bad place: they need only lie on the bad side of the rest.
    With more, the last of them is set against the mean of those before it, and must be worse by more than chance.
    """
    sign = 1.0 if polarity == "high" else -1.0
    past = {code: sign * np.asarray(levels[code][:-1], dtype=float) for code in (*taken, *others)}
    if len(past[taken[0]]) == 1:
        return bool(np.mean([past[code][0] for code in taken]) < np.mean([past[code][0] for code in others]))
    dips = [np.array([past[code][-1] - past[code][:-1].mean() for code in group]) for group in (taken, others)]
    test = permutation_test(*dips)
    return test.difference < 0 and test.p_value <= 2 * LEVEL


def permutation_test(taken: np.ndarray, others: np.ndarray) -> Test:
    """Difference of the means, two-sided: how often a drawn group differs from the rest by as much or more.

    All ways to draw are gone through where there are at most 50 000, else 49 999 drawn ones and the one that was. Both
    arrays need at least one number. Source: Fisher's randomisation test (Good, Permutation Tests, ch. 3).
    """
    every = np.concatenate([taken, others]).astype(float)
    every = every - every.mean()  # differences are the same, sums lose no digits
    size, ways = len(taken), comb(len(every), len(taken))
    exact = ways <= MOST
    sums = _all_sums(every, size) if exact else _drawn_sums(every, size)
    seen = abs(every[:size].sum())
    as_far = np.abs(sums) >= seen - 1e-9 * max(1.0, np.abs(every).sum())
    p_value = as_far.mean() if exact else (as_far.sum() + 1) / (DRAWS + 1)
    smallest = (2 if 2 * size == len(every) else 1) / ways if exact else 1 / (DRAWS + 1)
    return Test(float(np.mean(taken) - np.mean(others)), float(p_value), float(smallest), exact)


def _all_sums(every: np.ndarray, size: int) -> np.ndarray:
    """Sum of every group of that size: with equal totals, as far apart as the means."""
    ways = comb(len(every), size)
    places = np.fromiter(chain.from_iterable(combinations(range(len(every)), size)), dtype=np.int64, count=ways * size)
    return np.asarray(every[places.reshape(ways, size)].sum(axis=1))


def _drawn_sums(every: np.ndarray, size: int) -> np.ndarray:
    rng = np.random.default_rng(SEED)
    order = rng.random((DRAWS, len(every))).argpartition(size - 1, axis=1)[:, :size]
    return np.asarray(every[order].sum(axis=1))


def corrected(tests: Sequence[Test]) -> list[float]:
    """p-values of several measures after Benjamini-Hochberg."""
    return [float(p_value) for p_value in false_discoveries(np.array([test.p_value for test in tests]))]
