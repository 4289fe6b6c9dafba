"""Numbers of ``statistics_numbers`` -> the pictures of docs/statistics.md as SVG, the same bytes every time."""

from collections.abc import Callable
from typing import Any, cast

import matplotlib as mpl
import numpy as np
import statistics_numbers as numbers
import statistics_power as chances
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.stats import hypergeom

from careerstats.intervals import angle_limits
from careerstats.note.figures import drawing

INK, QUIET, BAND, UP, DOWN = "#1a1a1a", "#6d7780", "#dfe6ec", "#0072b2", "#c8500a"
LOOK = {"above": (UP, "^"), "below": (DOWN, "v"), "same": (QUIET, "o")}
RC: dict[str, Any] = {
    "font.size": 9, "text.parse_math": False, "axes.spines.top": False, "axes.spines.right": False,
    "axes.edgecolor": QUIET, "axes.titlelocation": "left", "axes.titlesize": 9, "legend.frameon": False,
    "legend.fontsize": 8, "figure.constrained_layout.use": True,
}  # fmt: skip


def drawn(paint: Callable[[Any], None], height: float, panels: tuple[int, int] = (1, 1)) -> str:
    """The SVG of a figure 7 inches wide that ``paint`` fills, drawn by the pen of the notes in its letters."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(cast("Any", RC))
        figure = Figure(figsize=(7, height))
        paint(figure.subplots(*panels))
        return drawing.draw(figure, drawing.POINTS).svg()


def chance() -> str:
    return drawn(_chance, 2.6, (1, 2))


def _chance(panels: Any) -> None:
    both = numbers.places(numbers.REGISTERED)
    for axes, name in zip(panels, ("Магдагачинский район", "Завитинский район"), strict=True):
        at = both.at(name)
        k, low, high = both.k[at], both.found.range_low[at], both.found.range_high[at]
        x = np.arange(min(k, low) - 25, high + 26)
        often = hypergeom.pmf(x, int(both.n.sum()), int(both.k.sum()), int(both.n[at]))
        axes.axvspan(low, high, color=BAND)
        axes.fill_between(x, 0, 1000 * often, color=QUIET, linewidth=0)
        axes.axvline(k, color=DOWN if k < low else UP, linewidth=2)
        side = "left" if k < low else "right"
        axes.annotate(f" {k:.0f} на деле ", (k, 0.92 * 1000 * often.max()), ha=side, fontsize=8)
        axes.set_title(f"{name}: наугад досталось бы")
        axes.set_xlabel("зарегистрированных, чел.")
        axes.set_ylabel("случаев из 1 000")


def small() -> str:
    return drawn(_small, 3.4)


def _small(axes: Axes) -> None:
    both = numbers.places(numbers.ATTENDED)
    grid = np.geomspace(200, 14000, 200)
    low, high = (100 * side / grid for side in angle_limits(grid, both.k.sum(), both.n.sum()))
    axes.fill_between(grid, low, high, color=BAND, linewidth=0, label="что дал бы случай")
    _points(axes, both, both.n)
    axes.set_xscale("log")
    axes.set_xticks([300, 1000, 3000, 10000], ["300", "1 000", "3 000", "10 000"])
    axes.minorticks_off()
    axes.set_xlabel("обучающихся 6–11 классов (логарифмическая шкала)")
    axes.set_title("Посетили мероприятия, %")
    for name, side, away in (("Шимановский район", "left", 6), ("г. Белогорск", "right", -6)):
        at = both.at(name)
        where = (both.n[at], 100 * both.k[at] / both.n[at])
        axes.annotate(name, where, xytext=(away, 3), textcoords="offset points", ha=side)
    axes.legend(loc="upper right")


def _points(axes: Axes, both: numbers.Places, x: np.ndarray) -> None:
    words = {"above": "выше остальных", "below": "ниже остальных", "same": "не отличить от случайного"}
    for verdict, (color, marker) in LOOK.items():
        ours = both.found.verdict == verdict
        axes.plot(x[ours], 100 * both.k[ours] / both.n[ours], marker, color=color, label=words[verdict], markersize=5)


def spread() -> str:
    return drawn(_spread, 5.2)


def _spread(axes: Axes) -> None:
    both = numbers.places(numbers.REGISTERED)
    order = np.argsort(both.k / both.n)
    axes.axvspan(both.spread.low, both.spread.high, color=BAND, label="две трети муниципальных образований")
    for y, at in enumerate(order):
        color, marker = LOOK[str(both.found.verdict[at])]
        ends = [100 * side[at] / both.n[at] for side in (both.found.range_low, both.found.range_high)]
        axes.plot(ends, [y, y], color=QUIET, linewidth=3, alpha=0.5, label="случайный диапазон" if y == 0 else None)
        axes.plot(100 * both.k[at] / both.n[at], y, marker, color=color, markersize=5)
    axes.set_yticks(range(len(order)), [both.names[at] for at in order], fontsize=7)
    axes.set_title("Зарегистрированы на платформе, %")
    axes.legend(loc="lower right")


def many() -> str:
    return drawn(_many, 2.8)


def _many(axes: Axes) -> None:
    both, k, wrong = numbers.places(numbers.REGISTERED), numbers.identical(), numbers.alarms(1.96)
    average, grid = 100 * k.sum() / both.n.sum(), np.geomspace(250, 14000, 200)
    half = 1.96 * np.sqrt(average * (100 - average) / grid)
    ours = [100 * side / grid for side in angle_limits(grid, k.sum(), both.n.sum())]
    _pair(axes, grid, ours, "-", "диапазон справки, 998 из 1 000")
    _pair(axes, grid, [average - half, average + half], "--", "правило «пять процентов»")
    share = 100 * k / both.n
    axes.plot(both.n[~wrong], share[~wrong], "o", color=QUIET, markersize=4)
    axes.plot(both.n[wrong], share[wrong], "D", color=DOWN, markersize=6, label="ложная тревога")
    axes.set_xscale("log")
    axes.set_xticks([300, 1000, 3000, 10000], ["300", "1 000", "3 000", "10 000"])
    axes.minorticks_off()
    axes.set_yticks([20, 25, 30, 35])
    axes.set_title("Одинаковые муниципальные образования (условные данные), %")
    axes.set_xlabel("обучающихся (логарифмическая шкала)")
    axes.legend(loc="upper right")


def _pair(axes: Axes, x: np.ndarray, limits: list[np.ndarray], style: str, words: str) -> None:
    for at, side in enumerate(limits):
        axes.plot(x, side, color=QUIET, linestyle=style, linewidth=1, label=words if at == 0 else None)


def simpson() -> str:
    return drawn(_simpson, 2.4)


def _simpson(axes: Axes) -> None:
    rows = {**numbers.SIMPSON, "Вместе": np.sum(list(numbers.SIMPSON.values()), axis=0)}
    for name, pairs in rows.items():
        shares = [100 * k / n for k, n in pairs]
        together = name == "Вместе"
        color = DOWN if together else UP
        axes.plot([0, 1], shares, marker="o", color=color, linewidth=3 if together else 1.5)
        axes.annotate(f"  {name}", (1, shares[1]), va="center", color=color)
    axes.set_xticks([0, 1], ["прошлый год", "этот год"])
    axes.set_xlim(-0.2, 1.4)
    axes.set_ylim(0, 80)
    axes.set_title("Прошли диагностику, % (условные данные)")


def ranks() -> str:
    return drawn(_ranks, 5.2)


def _ranks(axes: Axes) -> None:
    rows = numbers.rank_rows()[::-1]
    for y, (_, _, best, worst) in enumerate(rows):
        axes.plot([best, worst], [y, y], color=QUIET, linewidth=4, alpha=0.5, solid_capstyle="round")
        axes.plot(len(rows) - y, y, "o", color=UP, markersize=5)
    axes.set_yticks(range(len(rows)), [f"{name}, {numbers.short(share)} %" for name, share, *_ in rows], fontsize=7)
    axes.set_xlim(0, len(rows) + 1)
    axes.set_title("Место по доле посетивших (точка) и места, которые возможны (отрезок)")


def trend() -> str:
    return drawn(_trend, 2.4, (1, 2))


def _trend(panels: Any) -> None:
    words = ("Направление есть", "Направления не видно")
    for axes, counts, title in zip(panels, (numbers.STEADY, numbers.WAVERING), words, strict=True):
        shares = [k / 10 for k in counts]
        line = np.polynomial.Polynomial.fit(range(5), shares, 1)
        axes.plot(range(5), [line(x) for x in range(5)], color=BAND, linewidth=4)
        axes.plot(range(5), shares, marker="o", color=UP)
        axes.set_ylim(35, 55)
        axes.set_xticks(range(5), [f"{year}-й" for year in range(1, 6)])
        axes.set_title(f"{title}, % (условные данные)")


def power() -> str:
    return drawn(_power, 2.8)


def _power(axes: Axes) -> None:
    for alike, line in zip(chances.ALIKE, ("-", "--", ":"), strict=True):
        often = [100 * chances.found(schools, alike, 0.5) for schools in chances.SCHOOLS]
        axes.plot(
            chances.SCHOOLS, often, line, color=UP, marker="o", markersize=4, label=f"ρ = {alike:.2f}".replace(".", ",")
        )
    axes.axhline(100 * chances.FOUND, color=QUIET, linewidth=0.8)
    axes.set_xscale("log")
    axes.set_xticks(chances.SCHOOLS, [str(schools) for schools in chances.SCHOOLS])
    axes.minorticks_off()
    axes.set_ylim(0, 103)
    axes.set_xlabel("школ в муниципальном образовании (логарифмическая шкала)")
    axes.set_title("Как часто заметно вдвое меньшее, % (условные данные)")
    axes.legend(loc="lower right")


PICTURES = {
    "chance": chance, "small": small, "spread": spread, "many": many, "simpson": simpson, "ranks": ranks,
    "trend": trend, "power": power,
}  # fmt: skip
