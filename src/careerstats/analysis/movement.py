"""Counts of two periods -> what moved in each municipality, of the same reporters, not judged yet (rule R8).

With counts by school it is known how far the share of a school wavers by itself: it is measured inside municipalities,
where a change of a whole municipality is no part of it (``movement_by_schools``).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from careerstats.contracts.rules import USUAL, Rules
from careerstats.contracts.values import Obstacle
from careerstats.formulas import Given
from careerstats.intervals import not_negative, together

Counts4 = tuple[int, int, int, int]
"""Part and whole before, part and whole after; of several places or schools an array of four rows."""


@dataclass(frozen=True)
class Movement:
    """What moved between two periods, not judged yet; arrays, one entry per municipality, in the order given.

    ``why``: code of the obstacle, «» where there is none; ``obstacles``: those that were given, in words; ``counts``: k
    and n before, k and n after, of the same reporters; ``variance``: of the difference of the shares (0…1) as schools
    (pupils, where ``freedom`` is None) waver; ``freedom``: degrees of freedom of the waver of schools; ``waver``:
    standard deviation of the change of one school (log odds), NaN where it was not measured.
    """

    why: np.ndarray
    obstacles: np.ndarray
    counts: np.ndarray
    variance: np.ndarray
    freedom: int | None
    waver: float

    @property
    def by_schools(self) -> bool:
        return self.freedom is not None

    @property
    def moved(self) -> np.ndarray:
        """Difference of the shares (0…1), NaN where they are not comparable."""
        k1, n1, k2, n2 = self.counts
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(np.where(self.why == "", k2 / n2 - k1 / n1, np.nan))

    @property
    def odds(self) -> tuple[np.ndarray, np.ndarray]:
        """The same in log odds, where a share near 0 moves as far as one in the middle, and its variance."""
        k1, n1, k2, n2 = self.counts
        with np.errstate(invalid="ignore", divide="ignore"):
            both = (k1 + k2) / (n1 + n2)
            scale = both * (1 - both)
            return self.moved / scale, self.variance / scale**2


def movement(k1: Given, n1: Given, k2: Given, n2: Given, obstacles: Sequence[str] | str = "") -> Movement:
    """What moved from (k1 of n1) to (k2 of n2), without counts by school: V = q(1 − q)(1/n1 + 1/n2).

    q: the share of both periods together; NaN: not reported. ``obstacles``: why a municipality (or all) cannot be
    compared, in Russian, «» if it can: «разрыв ряда: …». Raises ValueError for lengths that differ and negative counts.
    """
    counts = _counted(k1, n1, k2, n2)
    given = one_each(obstacles, counts.shape[1])
    why = _obstacles(counts, given)
    return Movement(why, given, counts, _variance(counts, 0.0, np.zeros(len(why))), None, float("nan"))


def movement_by_schools(
    k1: Given,
    n1: Given,
    k2: Given,
    n2: Given,
    group: ArrayLike,
    *,
    order: Sequence[object],
    obstacles: Sequence[str] | str = "",
    coverage: tuple[ArrayLike, ArrayLike] = (1.0, 1.0),
    rules: Rules = USUAL,
) -> Movement:
    """What moved in the municipalities of ``order``; ``group``: municipality of each school.

    Only schools that reported in both periods are counted, 0 of 0 pupils too. V = q(1 − q)(1/n1 + 1/n2) +
    (q(1 − q)σ)²·Σw_j²: q the share of both periods together, w_j the part of a school among the pupils of both periods,
    σ² as ``school_waver`` says. A municipality with a school whose part is greater than its whole (it is in no sum), or
    whose schools of both periods teach too few of its pupils (``rules.coverage``) is not comparable; ``coverage``: the
    part (0…1) of its pupils whose schools answered at all, before and after. Other arguments and errors as for
    ``movement``.
    """
    schools = _counted(k1, n1, k2, n2)
    place = _places(group, order, schools.shape[1])
    both = _reported(schools) & (place >= 0) & ~_impossible(schools)
    counts = _summed(schools, np.where(both, place, -1), len(order))
    given = one_each(obstacles, len(order))
    why = _obstacles(_each_period(schools, place, len(order)), given)
    answered = [np.broadcast_to(np.asarray(part, dtype=float), (len(order),)) for part in coverage]
    why = np.where(why == "", _school_obstacles(schools, place, both, answered, rules), why)
    chosen = both & (why == "")[place]
    kept, place = schools[:, chosen], place[chosen]
    waver, freedom = school_waver(kept, place, rules=rules)
    if np.isnan(waver):
        why = np.where(why == "", "few_schools", why)
    variance = _variance(counts, waver, _sum_of_squares(kept, place, len(order)))
    return Movement(why, given, counts, np.where(why == "", variance, np.nan), freedom, float(np.sqrt(waver)))


def school_waver(counts: np.ndarray, group: ArrayLike, *, rules: Rules = USUAL) -> tuple[float, int]:
    """σ² ≥ 0, variance of the change of a school between the periods (log odds), and its degrees of freedom.

    By moments, pooled over the region: within each municipality, Σ n_j(δ_j − δ)² has the expectation
    Σ n_j(1 − w_j)(s²σ² + b_j), where δ_j is the change of a school's share, δ that of its municipality, s = q(1 − q)
    turns log odds into shares at the level q of the municipality, and
    b_j = p1(1 − p1)/(n1 − 1) + p2(1 − p2)/(n2 − 1) the unbiased variance by single pupils. Schools of one pupil are
    left out. NaN where too few schools (``rules.schools``) remain beyond one a municipality.
    """
    usable = (counts[1] > 1) & (counts[3] > 1)
    k1, n1, k2, n2 = counts[:, usable]
    labels, index = np.unique(np.asarray(group)[usable], return_inverse=True)
    freedom = len(k1) - len(labels)
    if freedom < rules.schools:
        return float("nan"), freedom
    size, moved = n1 + n2, k2 / n2 - k1 / n1
    part = size / np.bincount(index, size)[index]
    common = np.bincount(index, part * moved)[index]
    chance = k1 / n1 * (1 - k1 / n1) / (n1 - 1) + k2 / n2 * (1 - k2 / n2) / (n2 - 1)
    level = (np.bincount(index, k1 + k2) / np.bincount(index, size))[index]
    seen, expected = np.sum(size * (moved - common) ** 2), np.sum(size * (1 - part) * chance)
    scale = np.sum(size * (1 - part) * (level * (1 - level)) ** 2)
    return max(float((seen - expected) / scale), 0.0) if scale > 0 else 0.0, freedom


def _counted(k1: Given, n1: Given, k2: Given, n2: Given) -> np.ndarray:
    """Four rows: parts and wholes before, parts and wholes after."""
    counts = np.array([np.atleast_1d(column) for column in together(k1, n1, k2, n2)])
    for column in counts:
        not_negative(column, "число")
    return counts


def _impossible(schools: np.ndarray) -> np.ndarray:
    """Where a part is greater than its whole, in either period: one of the two numbers is wrong."""
    k1, n1, k2, n2 = schools
    with np.errstate(invalid="ignore"):
        return np.asarray((k1 > n1) | (k2 > n2))


def _places(group: ArrayLike, order: Sequence[object], schools: int) -> np.ndarray:
    """Number of each school's municipality in ``order``; −1: none of them."""
    labels = np.asarray(group)
    if labels.shape != (schools,):
        raise ValueError(f"школ {schools}, а муниципальных образований к ним {labels.size}; на каждую школу нужно одно")
    number = {label: at for at, label in enumerate(order)}
    return np.array([number.get(label, -1) for label in labels.tolist()], dtype=int)


def _reported(counts: np.ndarray) -> np.ndarray:
    """Who has known counts in both periods; a school without a pupil of the group (0 of 0) has answered too."""
    return np.asarray(np.isfinite(counts).all(axis=0))


def _summed(columns: np.ndarray, place: np.ndarray, size: int) -> np.ndarray:
    """Sums over the schools of each municipality (place −1: nowhere); NaN where there is none."""
    here = place >= 0
    some = np.bincount(place[here], minlength=size) > 0
    return np.array([np.where(some, np.bincount(place[here], column[here], size), np.nan) for column in columns])


def _each_period(schools: np.ndarray, place: np.ndarray, size: int) -> np.ndarray:
    """Sums over whoever reported in that period, whether in the other one or not: who is silent in which."""
    periods = (schools[:2], schools[2:])
    return np.concatenate([_summed(own, np.where(np.isfinite(own).all(axis=0), place, -1), size) for own in periods])


def _sum_of_squares(counts: np.ndarray, place: np.ndarray, size: int) -> np.ndarray:
    """Σw_j² of each municipality: 1 where one school is all of it."""
    pupils = counts[1] + counts[3]
    with np.errstate(invalid="ignore"):
        return np.asarray(np.bincount(place, pupils**2, size) / np.bincount(place, pupils, size) ** 2)


def _variance(counts: np.ndarray, waver: float, squares: np.ndarray) -> np.ndarray:
    k1, n1, k2, n2 = counts
    with np.errstate(invalid="ignore", divide="ignore"):
        q = (k1 + k2) / (n1 + n2)
        chance = q * (1 - q) * (1 / n1 + 1 / n2)
    result: np.ndarray = chance + waver * (q * (1 - q)) ** 2 * squares
    return result


def one_each(given: Sequence[str] | str, size: int) -> np.ndarray:
    """Reasons, one for each of ``size`` municipalities; a single one is that of all."""
    if not isinstance(given, str) and len(given) != size:
        raise ValueError(f"муниципальных образований {size}, а причин {len(given)}; на каждое нужно по одной")
    return np.broadcast_to(np.asarray(given, dtype=object), (size,))


def _obstacles(counts: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Why each municipality cannot be compared with itself, as a code; «» where it can."""
    k1, n1, k2, n2 = counts
    with np.errstate(invalid="ignore"):
        obstacles: dict[Obstacle, np.ndarray] = {
            "broken": given != "",
            "not_reported": np.isnan(k2) | np.isnan(n2),
            "no_previous": np.isnan(k1) | np.isnan(n1),
            "nobody": (n1 == 0) | (n2 == 0),
            "part_over_whole": (k1 > n1) | (k2 > n2),
        }
    return np.select([np.asarray(where, dtype=bool) for where in obstacles.values()], list(obstacles), "")


def _school_obstacles(
    schools: np.ndarray, place: np.ndarray, both: np.ndarray, coverage: Sequence[np.ndarray], rules: Rules
) -> np.ndarray:
    """What the sums do not show: a school with part > whole, and too few pupils in schools of both periods."""
    here, size = place >= 0, len(coverage[0])
    wrong = np.bincount(place[here], _impossible(schools)[here], size) > 0
    thin = np.zeros(size, dtype=bool)
    for (k, n), answered in zip((schools[:2], schools[2:]), coverage, strict=True):
        everybody, heard, covered = (
            np.bincount(place[who], np.nan_to_num(n[who]), size) for who in (here, here & np.isfinite(k), both)
        )
        with np.errstate(invalid="ignore"):  # where nobody has answered, all that is known is everybody
            thin |= covered < rules.coverage * np.fmax(everybody, heard / answered)
    return np.select([wrong, thin], ["school_part_over_whole", "few_kept"], "")
