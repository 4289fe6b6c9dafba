"""Counts of two periods -> what changed in each municipality beyond what shares waver by themselves (rule R8).

Both periods must count the same reporters. A share wavers by itself in two ways, and a change must exceed both:

- its schools do: with counts by school this is measured inside municipalities, where a change of a whole municipality
  is no part of it (``movement_by_schools``); without them it is a part of the second;
- the municipality does: from year to year all its schools move together, for reasons of no one's doing. It is measured
  on all indicators and periods of the dataset at once (``usual``), so that a few real changes do not hide in it.

All changes that one reader may be told of, of every indicator and municipality, are corrected together (``judged``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace

from careerstats import reasons, wording
from careerstats.analysis.movement import Counts4, Movement
from careerstats.analysis.verdicts import NOT_COMPARABLE, SAME
from careerstats.contracts.rules import USUAL, Rules
from careerstats.contracts.values import Facts, Obstacle

UP, DOWN = "up", "down"


@dataclass(frozen=True)
class Usual:
    """``spread``: standard deviation of the usual yearly movement of a municipality (log odds), of ``number`` changes.

    ``times``: how many times their variance exceeds the one by schools (pupils), if that alone were the reason;
    ``freedom``: changes beyond one for each indicator and pair of periods.
    """

    spread: float
    times: float
    number: int
    freedom: int


@dataclass(frozen=True)
class Change:
    """Arrays, one entry per municipality, in the order given, of what its ``movement`` was judged to be.

    ``p_value``: as it was judged by (corrected), NaN where not comparable; ``why``: code of the obstacle.
    """

    movement: Movement
    verdict: np.ndarray
    why: np.ndarray
    p_value: np.ndarray
    rules: Rules = USUAL

    @property
    def difference(self) -> np.ndarray:
        """After minus before, percentage points; NaN where they are not told."""
        return np.asarray(np.where(np.isin(self.why, ("", "base_moved")), 100 * self.movement.moved, np.nan))

    def facts(self, at: int) -> Facts:
        """What the words of one municipality rest on."""
        counts = self._counts(at)
        facts = Facts(base=self._base(at), kept=counts, levels=levels_of(counts), rules=self.rules)
        if counts is None or self.verdict[at] == NOT_COMPARABLE:
            why: Obstacle = str(self.why[at])  # type: ignore[assignment]
            return replace(facts, change_why=why, break_reason=str(self.movement.obstacles[at]))
        k1, n1, k2, n2 = counts
        before, after = wording.exact_share(k1, n1), wording.exact_share(k2, n2)
        moved = wording.tenths(after - before) if after != before else None
        return replace(facts, moved=moved, waver="schools" if self.movement.by_schools else "places")

    def _counts(self, at: int) -> Counts4 | None:
        """The four counts of the reporters of both periods; None where there are none, or nobody is counted."""
        k1, n1, k2, n2 = self.movement.counts[:, at]
        known = np.isfinite([k1, n1, k2, n2]).all() and n1 > 0 and n2 > 0 and k1 <= n1 and k2 <= n2
        return (int(k1), int(n1), int(k2), int(n2)) if known else None

    def _base(self, at: int) -> Counts4 | None:
        """The four counts where the denominator moved by more than a remark is made of; None elsewhere."""
        counts = self._counts(at)
        return counts if counts and base_moved(counts[1], counts[3], self.rules) else None

    @property
    def reason(self) -> np.ndarray:
        """The Russian words of each verdict."""
        words = [reasons.change(verdict, self.facts(at)) for at, verdict in enumerate(self.verdict.tolist())]
        return np.array(words, dtype=object)


def levels_of(counts: Counts4 | None) -> tuple[int, int]:
    """Shares before and after, in tenths of a per cent; (0, 0) where they are not known."""
    if counts is None:
        return (0, 0)
    k1, n1, k2, n2 = counts
    return wording.tenths(wording.exact_share(k1, n1)), wording.tenths(wording.exact_share(k2, n2))


def alone(movement: Movement) -> Change:
    """The change of one indicator, judged by itself; from ten municipalities on."""
    return judged([movement], usual([movement]))[0]


CUT = 1.5  # standard deviations beyond which a change is counted as this far: it may be a real one


_CUT_MEAN = 0.7784652161744692  # E min(z², CUT²) of a normal z


def usual(movements: Sequence[Movement]) -> Usual:
    """How far municipalities move from year to year beyond the waver of their schools (of pupils, without them).

    τ² ≥ 0 in log odds with Σ min(r²/(v + τ²), 1.5²) = its expectation (Huber's proposal 2): r the change less the
    median one of its indicator and periods, so that what moved everywhere is nobody's own. φ ≥ 1 the same with φ·v: a
    place of few schools wavers more, and without counts by school it is not known which of the two it is.
    Source: Huber P.J. Robust Statistics, ch. 6.
    """
    left, chance, freedom = [np.empty(0)], [np.empty(0)], 0
    for movement in movements:
        moved, variance = movement.odds
        known = np.isfinite(moved) & (variance > 0)
        if known.any():
            left.append(moved[known] - np.median(moved[known]))
            chance.append(variance[known])
            freedom += int(known.sum()) - 1
    squares, within = np.concatenate(left) ** 2, np.concatenate(chance)
    spread = np.sqrt(_solved(lambda tau2: squares / (within + tau2), freedom, 0.0))
    return Usual(float(spread), _solved(lambda times: squares / (within * times), freedom, 1.0), len(squares), freedom)


def _solved(scores: Callable[[float], np.ndarray], freedom: int, least: float) -> float:
    """The number from ``least`` on with which squared scores are as large as those of as many normal numbers."""
    from scipy.optimize import brentq

    def excess(number: float) -> float:
        return float(np.minimum(scores(number), CUT**2).sum()) - freedom * _CUT_MEAN

    if freedom <= 0 or excess(least) <= 0:
        return least
    most = 2.0
    while excess(most) > 0:
        most *= 2
    return float(brentq(excess, least, most, xtol=1e-12))


def judged(
    movements: Sequence[Movement], usual_of_schools: Usual, usual_of_pupils: Usual | None = None, rules: Rules = USUAL
) -> list[Change]:
    """Each movement (one indicator) against what is usual, all of them corrected together: ``selected``.

    Against no change at all by Student's t with the variance v + τ² and the degrees of freedom of the waver of
    schools. Without schools the variance is φ·v if that is greater, and the degrees of freedom are those of the
    municipalities, among which some waver more than others.
    """
    measures = {True: usual_of_schools, False: usual_of_pupils or usual_of_schools}
    obstacles = [_unmeasured(movement, measures[movement.by_schools], rules) for movement in movements]
    p_values = [
        _p_values(movement, measures[movement.by_schools], why)
        for movement, why in zip(movements, obstacles, strict=True)
    ]
    corrected = selected(p_values, rules.discoveries)
    return [_verdict(*parts, rules) for parts in zip(movements, obstacles, corrected, strict=True)]


def _unmeasured(movement: Movement, measure: Usual, rules: Rules) -> np.ndarray:
    few = measure.number < rules.places
    return np.where((movement.why == "") & few, "few_to_measure", movement.why)


def _p_values(movement: Movement, measure: Usual, why: np.ndarray) -> np.ndarray:
    moved, variance = movement.odds
    usual_too = variance + measure.spread**2
    if movement.freedom is None:
        usual_too, freedom = np.fmax(usual_too, variance * measure.times), int((why == "").sum()) - 1
    else:
        freedom = min(measure.freedom, movement.freedom)
    p_value = _two_sided(np.where(movement.moved == 0, 0.0, moved), usual_too, max(freedom, 1))
    return np.where(why == "", p_value, np.nan)


def selected(p_values: Sequence[np.ndarray], level: float) -> list[np.ndarray]:
    """p-values of several indicators, an array for each, corrected over all of them; NaN stays NaN.

    First those indicators are chosen in which anything changed at all (Simes, Benjamini and Hochberg over indicators);
    within the R chosen of m the places are corrected by Benjamini and Hochberg at R/m of the level. Where nothing
    changed, anything is told with the probability of the level; else false ones are, on the average over the chosen
    indicators, no more than its part of those told.
    Source: Benjamini Y., Bogomolov M. Selective inference on multiple families, JRSS B 76 (2014), 297-318.
    """
    within = [false_discoveries(own) for own in p_values]
    any_at_all = np.array([np.nanmin(own, initial=1.0) if np.isfinite(own).any() else np.nan for own in within])
    across = false_discoveries(any_at_all)
    known, chosen = np.isfinite(across).sum(), (across <= level).sum()
    stricter = known / max(int(chosen), 1)
    return [np.minimum(np.maximum(own * stricter, least), 1.0) for own, least in zip(within, across, strict=True)]


def false_discoveries(p_values: np.ndarray) -> np.ndarray:
    """p-values after Benjamini and Hochberg over all that are known; NaN stays NaN.

    Equal to scipy's false_discovery_control, which takes a quarter of a second to import.
    """
    known, result = int((~np.isnan(p_values)).sum()), p_values.copy()
    order = np.argsort(p_values)[:known]  # those not known come last
    stepped = p_values[order] * (known / np.arange(1, known + 1))
    result[order] = np.minimum.accumulate(stepped[::-1])[::-1]
    return result


def base_moved(before: np.ndarray | float, after: np.ndarray | float, rules: Rules) -> np.ndarray:
    """Whether a denominator moved by more than a remark is made of."""
    return np.asarray(np.abs(after - before) > rules.base * before)


def _verdict(movement: Movement, why: np.ndarray, p_value: np.ndarray, rules: Rules) -> Change:
    with np.errstate(invalid="ignore"):
        differs = p_value <= rules.discoveries
        why = np.where((why == "") & differs & _of_the_base(movement, rules), "base_moved", why)
        word = np.select([why != "", ~differs, movement.moved > 0], [NOT_COMPARABLE, SAME, UP], DOWN)
    return Change(movement, word, why, p_value, rules)


def _of_the_base(movement: Movement, rules: Rules) -> np.ndarray:
    """Whether a share moved because its denominator did: over the old one it would have moved by less than half."""
    k1, n1, k2, n2 = movement.counts
    with np.errstate(invalid="ignore", divide="ignore"):
        over_the_old = np.sign(movement.moved) * (k2 - k1) / n1
        return np.asarray(base_moved(n1, n2, rules) & (over_the_old < np.abs(movement.moved) / 2))


def _two_sided(moved: np.ndarray, variance: np.ndarray, freedom: int) -> np.ndarray:
    """p-value by Student's t; 1 where nothing moved, even if nothing could."""
    from scipy.special import stdtr

    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.where(moved == 0, 0.0, np.abs(moved) / np.sqrt(variance))
    return np.asarray(2 * stdtr(freedom, -score))
