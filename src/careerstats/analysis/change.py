"""Counts of two periods -> what changed in each municipality beyond what shares waver by themselves (rule R8).

Both periods must count the same reporters. How much a share wavers by itself is known in two ways:

- ``change_by_schools``: the waver of schools from year to year is measured inside municipalities, so that a change
  of a whole municipality is no part of it; the p-values go through Benjamini-Hochberg. Where nothing changed, 0.1-0.8 %
  of municipalities are told to have changed.
- ``change``, without counts by school: only the changes of the municipalities themselves are left to measure it by,
  and a real change widens the measure. Here p-values are not corrected: where nothing changed, 2-5 % are told to have
  changed, and corrected ones would find nothing at all among a dozen municipalities.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from careerstats import reasons, wording
from careerstats.analysis.verdicts import NOT_COMPARABLE, SAME
from careerstats.contracts.values import Facts, Obstacle
from careerstats.intervals import angle, not_negative, together
from careerstats.thresholds import RULES

UP, DOWN = "up", "down"

LEVEL = 0.05  # of false discoveries with schools, of false alarms without

Counts = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Change:
    """Arrays, one entry per municipality, in the order given.

    ``difference``: after minus before, percentage points; ``p_value``: as it was judged by (corrected where there are
    schools), NaN where not comparable; ``why``: code of the obstacle, «» where there is none; ``obstacles``: those
    that were given, in words; ``counts``: k and n before, k and n after, of the same reporters. ``waver``: standard
    deviation of what is nobody's change: of one school's share (0…1) from one period to the other, or, without
    schools, of one municipality's angle; NaN where it could not be measured.
    """

    verdict: np.ndarray
    why: np.ndarray
    obstacles: np.ndarray
    difference: np.ndarray
    p_value: np.ndarray
    counts: Counts
    waver: float

    def facts(self, at: int) -> Facts:
        """What the words of one municipality rest on."""
        if self.verdict[at] == NOT_COMPARABLE:
            return Facts(change_why=str(self.why[at]), break_reason=str(self.obstacles[at]))  # type: ignore[arg-type]
        k1, n1, k2, n2 = (int(numbers[at]) for numbers in self.counts)
        before, after = wording.exact_share(k1, n1), wording.exact_share(k2, n2)
        moved = wording.tenths(after - before) if after != before else None
        return Facts(levels=(wording.tenths(before), wording.tenths(after)), moved=moved)

    @property
    def reason(self) -> np.ndarray:
        """The Russian words of each verdict."""
        words = [reasons.change(verdict, self.facts(at)) for at, verdict in enumerate(self.verdict.tolist())]
        return np.array(words, dtype=object)


def change(k1: Any, n1: Any, k2: Any, n2: Any, obstacles: Sequence[str] | str = "") -> Change:
    """Change from (k1 of n1) to (k2 of n2) of municipalities, without counts by school.

    Estimated: y = θ2 − θ1 on the angle scale, v = 1/(4·n1) + 1/(4·n2); τ² is the Paule-Mandel spread of all y around
    their common change; y/√(v + τ²) is set against 0 by Student's t with m − 1 degrees of freedom, level 5 %. From
    ten municipalities on. NaN: not reported. ``obstacles``: why a municipality (or all) cannot be compared, in
    Russian, «» if it can: «разрыв ряда: …». Raises ValueError for lengths that differ and negative counts.
    """
    counts = _pairs(k1, n1, k2, n2)
    given = one_each(obstacles, len(counts[0]))
    why = _obstacles(counts, given)
    usable = why == ""
    if usable.sum() < RULES.places:
        return _judged(counts, np.where(usable, "few_to_measure", why), given, np.full(len(why), np.nan), float("nan"))
    k1, n1, k2, n2 = (one[usable] for one in counts)
    moved, chance = angle(k2, n2) - angle(k1, n1), 1 / (4 * n1) + 1 / (4 * n2)
    tau2 = spread_of_changes(moved, chance)
    p_value = np.full(len(why), np.nan)
    p_value[usable] = _two_sided(moved, chance + tau2, len(moved) - 1)
    return _judged(counts, why, given, p_value, float(np.sqrt(tau2)))


def spread_of_changes(moved: np.ndarray, chance: np.ndarray) -> float:
    """τ² ≥ 0 by Paule and Mandel: variance of changes around the common one beyond their ``chance`` variances."""
    from statsmodels.stats.meta_analysis import combine_effects

    with np.errstate(divide="ignore", invalid="ignore"):  # I² of changes that are all equal, which nobody asked for
        return max(float(combine_effects(moved, chance, method_re="pm").tau2), 0.0)


def change_by_schools(
    k1: Any, n1: Any, k2: Any, n2: Any, group: Any, *, order: Sequence[Any], obstacles: Sequence[str] | str = ""
) -> Change:
    """Change of the municipalities of ``order``, from counts by school; ``group``: municipality of each school.

    Only schools that reported pupils in both periods are counted. Estimated: difference of the pooled shares p2 − p1
    with V = q(1 − q)(1/n1 + 1/n2) + σ²·Σw_j²: q the share of both periods together, w_j the part of a school among
    the pupils of both periods, σ² as ``school_waver`` says. Student's t with (schools − municipalities) degrees of
    freedom, then Benjamini-Hochberg 5 % over the municipalities that can be compared. A municipality with a school
    whose part is greater than its whole, or whose schools of both periods teach less than 80 % of its pupils, is not
    comparable. Other arguments and errors as for ``change``.
    """
    schools = _pairs(k1, n1, k2, n2)
    place = _places(group, order, len(schools[0]))
    both = _reported(schools) & (place >= 0)
    counts = _summed(schools, np.where(both, place, -1), len(order))
    given = one_each(obstacles, len(order))
    why = _obstacles(_each_period(schools, place, len(order)), given)
    why = np.where(why == "", _school_obstacles(schools, place, both, len(order)), why)
    judged = both & (why == "")[place]
    kept, place = _kept(schools, judged), place[judged]
    waver, freedom = school_waver(*kept, place)
    if np.isnan(waver):
        return _judged(counts, np.where(why == "", "few_schools", why), given, np.full(len(order), np.nan), waver)
    variance = _variance(counts, waver, _sum_of_squares(kept, place, len(order)))
    return _judged(counts, why, given, _corrected(counts, variance, why == "", freedom), float(np.sqrt(waver)))


def school_waver(k1: Any, n1: Any, k2: Any, n2: Any, group: Any) -> tuple[float, int]:
    """σ² ≥ 0, variance of the change of a school's own share (0…1) between the periods, and its degrees of freedom.

    By moments, pooled over the region: within each municipality, Σ n_j(δ_j − δ)² has the expectation
    Σ n_j(1 − w_j)(σ² + b_j), where δ_j is the change of a school, δ that of its municipality, and
    b_j = p1(1 − p1)/(n1 − 1) + p2(1 − p2)/(n2 − 1) the unbiased variance by single pupils. Schools of one pupil are
    left out. NaN where fewer than five schools remain beyond one a municipality.
    """
    k1, n1, k2, n2 = _pairs(k1, n1, k2, n2)
    usable = (n1 > 1) & (n2 > 1)
    k1, n1, k2, n2 = _kept((k1, n1, k2, n2), usable)
    labels, index = np.unique(np.asarray(group)[usable], return_inverse=True)
    freedom = len(k1) - len(labels)
    if freedom < RULES.schools:
        return float("nan"), freedom
    size, moved = n1 + n2, k2 / n2 - k1 / n1
    part = size / np.bincount(index, size)[index]
    common = np.bincount(index, part * moved)[index]
    chance = k1 / n1 * (1 - k1 / n1) / (n1 - 1) + k2 / n2 * (1 - k2 / n2) / (n2 - 1)
    seen, expected = np.sum(size * (moved - common) ** 2), np.sum(size * (1 - part) * chance)
    return max(float((seen - expected) / np.sum(size * (1 - part))), 0.0), freedom


def _pairs(k1: Any, n1: Any, k2: Any, n2: Any) -> Counts:
    first, second, third, fourth = (np.atleast_1d(one) for one in together(k1, n1, k2, n2))
    for one in (first, second, third, fourth):
        not_negative(one, "число")
    return first, second, third, fourth


def _kept(counts: Counts, which: np.ndarray) -> Counts:
    k1, n1, k2, n2 = (one[which] for one in counts)
    return k1, n1, k2, n2


def _places(group: Any, order: Sequence[Any], schools: int) -> np.ndarray:
    """Number of each school's municipality in ``order``; −1: none of them."""
    labels = np.asarray(group)
    if labels.shape != (schools,):
        raise ValueError(f"школ {schools}, а муниципальных образований к ним {labels.size}; на каждую школу нужно одно")
    number = {label: at for at, label in enumerate(order)}
    return np.array([number.get(label, -1) for label in labels.tolist()], dtype=int)


def _reported(counts: Counts) -> np.ndarray:
    """Who has known counts and pupils in both periods."""
    k1, n1, k2, n2 = counts
    return np.isfinite(k1) & np.isfinite(k2) & (n1 > 0) & (n2 > 0)


def _summed(counts: Counts, place: np.ndarray, size: int) -> Counts:
    """Sums over the schools of each municipality (place −1: nowhere); NaN where there is none."""
    here = place >= 0
    some = np.bincount(place[here], minlength=size) > 0
    k1, n1, k2, n2 = (np.where(some, np.bincount(place[here], one[here], size), np.nan) for one in counts)
    return k1, n1, k2, n2


def _each_period(schools: Counts, place: np.ndarray, size: int) -> Counts:
    """Sums over whoever reported in that period, whether in the other one or not: who is silent in which."""
    k1, n1, k2, n2 = schools
    before, after = (np.where(np.isfinite(k) & np.isfinite(n), place, -1) for k, n in ((k1, n1), (k2, n2)))
    return (*_summed(schools, before, size)[:2], *_summed(schools, after, size)[2:])


def _sum_of_squares(counts: Counts, place: np.ndarray, size: int) -> np.ndarray:
    """Σw_j² of each municipality: 1 where one school is all of it."""
    pupils = counts[1] + counts[3]
    with np.errstate(invalid="ignore"):
        return np.asarray(np.bincount(place, pupils**2, size) / np.bincount(place, pupils, size) ** 2)


def _variance(counts: Counts, waver: float, squares: np.ndarray) -> np.ndarray:
    k1, n1, k2, n2 = counts
    q = (k1 + k2) / (n1 + n2)
    result: np.ndarray = q * (1 - q) * (1 / n1 + 1 / n2) + waver * squares
    return result


def _corrected(counts: Counts, variance: np.ndarray, usable: np.ndarray, freedom: int) -> np.ndarray:
    """p-values of the usable municipalities after Benjamini-Hochberg; NaN for the others."""
    from scipy.stats import false_discovery_control

    k1, n1, k2, n2 = _kept(counts, usable)
    p_value = np.full(len(usable), np.nan)
    if usable.any():
        p_value[usable] = false_discovery_control(_two_sided(k2 / n2 - k1 / n1, variance[usable], freedom))
    return p_value


def _two_sided(moved: np.ndarray, variance: np.ndarray, freedom: int) -> np.ndarray:
    """p-value by Student's t; 1 where nothing moved, even if nothing could."""
    from scipy.special import stdtr

    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.where(moved == 0, 0.0, np.abs(moved) / np.sqrt(variance))
    return np.asarray(2 * stdtr(freedom, -score))


def one_each(given: Sequence[str] | str, size: int) -> np.ndarray:
    """Reasons, one for each of ``size`` municipalities; a single one is that of all."""
    if not isinstance(given, str) and len(given) != size:
        raise ValueError(f"муниципальных образований {size}, а причин {len(given)}; на каждое нужно по одной")
    return np.broadcast_to(np.asarray(given, dtype=object), (size,))


def _obstacles(counts: Counts, given: np.ndarray) -> np.ndarray:
    """Why each municipality cannot be compared with itself, as a code; «» where it can."""
    k1, n1, k2, n2 = counts
    with np.errstate(invalid="ignore"):
        found: dict[Obstacle, np.ndarray] = {
            "broken": given != "",
            "not_reported": np.isnan(k2) | np.isnan(n2),
            "no_previous": np.isnan(k1) | np.isnan(n1),
            "nobody": (n1 == 0) | (n2 == 0),
            "part_over_whole": (k1 > n1) | (k2 > n2),
        }
    return np.select([np.asarray(where, dtype=bool) for where in found.values()], list(found), "")


def _school_obstacles(schools: Counts, place: np.ndarray, both: np.ndarray, size: int) -> np.ndarray:
    """What the sums do not show: a school with part > whole, and too few pupils in schools of both periods."""
    k1, n1, k2, n2 = schools
    here = place >= 0
    with np.errstate(invalid="ignore"):
        wrong = np.bincount(place[here], ((k1 > n1) | (k2 > n2))[here], size) > 0
    thin = np.zeros(size, dtype=bool)
    for one in (n1, n2):
        everybody, covered = (np.bincount(place[who], np.nan_to_num(one[who]), size) for who in (here, both))
        thin |= covered < RULES.coverage * everybody
    return np.select([wrong, thin], ["school_part_over_whole", "few_kept"], "")


def _judged(counts: Counts, why: np.ndarray, given: np.ndarray, p_value: np.ndarray, waver: float) -> Change:
    k1, n1, k2, n2 = counts
    with np.errstate(invalid="ignore", divide="ignore"):
        moved = np.where(why == "", k2 / n2 - k1 / n1, np.nan)
        word = np.select([why != "", ~(p_value <= LEVEL), moved > 0], [NOT_COMPARABLE, SAME, UP], DOWN)
    return Change(word, why, given, 100 * moved, p_value, counts, waver)
