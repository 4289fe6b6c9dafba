"""Counts of several years -> does a share go one way (rule R9), and the recent trend of Fingertips."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from careerstats import reasons
from careerstats.analysis.change import DOWN, UP, selected
from careerstats.analysis.movement import one_each
from careerstats.analysis.verdicts import NOT_COMPARABLE, SAME
from careerstats.contracts.rules import USUAL, Rules
from careerstats.contracts.values import Facts
from careerstats.formulas import Given
from careerstats.intervals import angle, part_and_whole

POINTS = 5
CRITICAL = 9.54953570608324
"""χ² with one degree of freedom at 99.8 %, as Fingertips has it."""


@dataclass(frozen=True)
class Trend:
    """Arrays, one entry per row; ``slope``: change of the angle θ a year; ``p_value``: after Benjamini-Hochberg."""

    verdict: np.ndarray
    obstacles: np.ndarray
    slope: np.ndarray
    p_value: np.ndarray
    years: np.ndarray
    rules: Rules = USUAL

    def facts(self, at: int) -> Facts:
        """What the words of one row rest on."""
        broken = str(self.obstacles[at])
        return Facts(
            trend_why="broken" if broken else "", break_reason=broken, years=int(self.years[at]), rules=self.rules
        )

    @property
    def reason(self) -> np.ndarray:
        """The Russian words of each verdict."""
        words = [reasons.trend(verdict, self.facts(at)) for at, verdict in enumerate(self.verdict.tolist())]
        return np.array(words, dtype=object)


def trend(k: Given, n: Given, years: Sequence[float], obstacles: Sequence[str] | str = "") -> Trend:
    """Least squares of θ = arcsin√(k/n) on the years, for each row (municipality) of ``k`` and ``n``.

    Student's t with (years − 2) degrees of freedom, Benjamini-Hochberg 5 % over the rows that have at least five years:
    whoever asks for several indicators corrects them together (``slopes``, ``corrected``). Arguments and errors as for
    ``slopes``.
    """
    return corrected([slopes(k, n, years, obstacles)])[0]


def slopes(
    k: Given, n: Given, years: Sequence[float], obstacles: Sequence[str] | str = "", rules: Rules = USUAL
) -> Trend:
    """The trend of each row by its own p-value, not corrected yet.

    NaN: not reported, or not comparable with the last year; other years are used as they lie, gaps and all.
    ``obstacles``: as for ``analysis.change``. Raises ValueError for shapes that do not match, negative counts, parts
    greater than their wholes and years given twice.
    """
    k, n = (np.atleast_2d(column) for column in part_and_whole(k, n))
    when = _years(years, k.shape[1])
    obstacles_of = one_each(obstacles, len(k))
    fits = [_fit(*row, when, rules) for row in zip(k, n, strict=True)]
    slope, p_value, number = np.array(fits, dtype=float).reshape(-1, 3).T
    usable = (number >= rules.years) & (obstacles_of == "")
    known = [np.where(usable, numbers, np.nan) for numbers in (slope, p_value)]
    return _directed_by(Trend(np.empty(0), obstacles_of, known[0], known[1], number.astype(int), rules))


def corrected(trends: Sequence[Trend]) -> list[Trend]:
    """The same trends (one of each indicator), their p-values corrected all together: ``analysis.change.selected``."""
    p_values = selected([trend.p_value for trend in trends], trends[0].rules.discoveries if trends else 1.0)
    return [_directed_by(replace(trend, p_value=p)) for trend, p in zip(trends, p_values, strict=True)]


def _directed_by(trend: Trend) -> Trend:
    usable = np.isfinite(trend.p_value)
    word = np.select(
        [~usable, ~(trend.p_value <= trend.rules.discoveries), trend.slope > 0], [NOT_COMPARABLE, SAME, UP], DOWN
    )
    return replace(trend, verdict=word)


def _years(years: Sequence[float], columns: int) -> np.ndarray:
    when = np.asarray(years, dtype=float)
    if when.shape != (columns,):
        raise ValueError(f"лет {when.size}, а столбцов со значениями {columns}; на каждый год нужен один столбец")
    if len(np.unique(when)) != len(when):
        raise ValueError("один и тот же год указан дважды; оставьте одно значение за год")
    return when


def _fit(k: np.ndarray, n: np.ndarray, when: np.ndarray, rules: Rules) -> tuple[float, float, int]:
    """Slope, p-value and number of years of one row; NaN with too few of them."""
    usable = np.isfinite(k) & (n > 0)
    if usable.sum() < rules.years:
        return float("nan"), float("nan"), int(usable.sum())
    from scipy.stats import linregress

    line = linregress(when[usable], angle(k[usable], n[usable]))
    p_value = 1.0 if line.slope == 0 else float(line.pvalue)  # a flat row has no correlation to speak of
    return float(line.slope), p_value, int(usable.sum())


@dataclass(frozen=True)
class RecentTrend:
    """``direction``: up, down, same, not_comparable; ``reason``: Russian; ``chi2`` is NaN where it was not computed."""

    direction: str
    reason: str
    chi2: float


def recent_trend(k: Given, n: Given, years: Sequence[float] | None = None) -> RecentTrend:
    """The recent trend of one share by Fingertips: its last five known years, oldest first.

    χ² of Cochran and Armitage above 9.5495 (99.8 %), and the slope of log(k/(n − k)) keeps its sign whichever year is
    left out, so that one odd year is no trend. Not computed with fewer than five known years and where nobody or
    everybody took part. ``years``: where there are gaps; otherwise the points follow each other by one.
    The verdict by single pupils: with full counts of pupils see ``trend``, which knows how a share wavers by itself.
    Source: Fingertips, TrendMarkerCalculator.cs; PHEindicatormethods, assign_trend_markers.
    """
    from statsmodels.stats.contingency_tables import Table

    part, whole = part_and_whole(k, n)
    last, when = _last_points(np.isfinite(part) & (whole > 0), years)
    if len(last) < POINTS:
        return _not_computed(len(last))
    part, whole = part[last], whole[last]
    if (part == 0).any() or (part == whole).any():
        return RecentTrend(NOT_COMPARABLE, "направление не вычисляется: в одном из лет доля 0 или 100 %", float("nan"))
    test = Table(np.array([whole - part, part]), shift_zeros=False).test_ordinal_association(col_scores=when)
    chi2 = float(test.zscore**2 * whole.sum() / (whole.sum() - 1))  # statsmodels divides by N − 1, Fingertips by N
    return _directed(chi2, _slopes(np.log(part / (whole - part)), when))


def _last_points(known: np.ndarray, years: Sequence[float] | None) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of the last five known points and their years, counted from the first of them."""
    when = np.arange(len(known), dtype=float) if years is None else _years(years, len(known))
    order = np.argsort(when)
    last = order[known[order]][-POINTS:]
    return last, when[last] - (when[last[0]] if len(last) else 0)


def _slopes(value: np.ndarray, when: np.ndarray) -> np.ndarray:
    """Slope of least squares over all points, then without each of them in turn."""
    places = np.arange(len(when))
    kept = [places, *(np.delete(places, at) for at in places)]
    return np.array([np.polyfit(when[part], value[part], 1)[0] for part in kept])


def _directed(chi2: float, slopes: np.ndarray) -> RecentTrend:
    if chi2 <= CRITICAL:
        return RecentTrend(SAME, "заметного направления за последние пять лет нет", chi2)
    if not (np.sign(slopes) == np.sign(slopes[0])).all():
        return RecentTrend(SAME, "направление держится на одном годе: без него оно меняется на обратное", chi2)
    word, way = (UP, "вверх") if slopes[0] > 0 else (DOWN, "вниз")
    return RecentTrend(word, f"за последние пять лет ряд идёт {way}, и ни один год отдельно этого не определяет", chi2)


def _not_computed(points: int) -> RecentTrend:
    words = f"мало лет: лет с известными значениями {points}, нужно не менее {POINTS}"
    return RecentTrend(NOT_COMPARABLE, words, float("nan"))
