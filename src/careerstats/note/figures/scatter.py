"""A regional note -> shares against size or against each other, with the names of those that differ."""

from math import erf, sqrt

import numpy as np
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from careerstats import wording
from careerstats.blocks import Blocks
from careerstats.contracts.rules import Rules
from careerstats.contracts.values import Point
from careerstats.intervals import angle, angle_limits, from_angle
from careerstats.note.figures import theme
from careerstats.note.figures.parts import LABEL, NAMES, WIDTH, level, named_share, percent_tick
from careerstats.note.opening import Note

# Where a name may stand beside its point, in label widths and heights from the point and points away from it.
PLACES = (
    (0, -0.5, 5, 0),
    (-1, -0.5, -5, 0),
    (-0.5, 0, 0, 5),
    (-0.5, -1, 0, -5),
    (0, 0, 3.6, 3),
    (0, -1, 3.6, -3),
    (-1, 0, -3.6, 3),
    (-1, -1, -3.6, -3),
)


@theme.public
def funnel(note: Note, id: str) -> Blocks:
    """Share against size: what chance alone would give, and what the spread of municipalities gives."""
    rows = [row for row in note.points(id) if row.has_share]
    height = 86
    figure = theme.canvas(WIDTH, height)
    axes = theme.panel(figure, 12, 29, WIDTH - 4, height - 5)
    k, n = np.array([row.own for row in rows], dtype=float).T
    _funnel_ranges(axes, (k, n), note.bundle.spread[id].tau, note.settings.rules)
    for verdict in ("same", "below", "above", "not_comparable"):
        ours = np.array([row.verdict == verdict for row in rows])
        if ours.any():
            axes.plot(n[ours], 100 * k[ours] / n[ours], linestyle="", markersize=5, zorder=3,
                      label=theme.VERDICT_WORDS[verdict], **theme.VERDICT[verdict])  # fmt: skip
    axes.set_ylim(bottom=-0.03 * axes.get_ylim()[1], top=max(100 * k / n) * 1.12)
    _labels(axes, note, rows, n, 100 * k / n)
    size = theme.shortened(wording.capital(note.passport(id).whole_title), WIDTH - 70, 8.5)
    axes.set_xlabel(f"{size}, чел. (логарифмическая шкала)", labelpad=2)
    axes.set_title(theme.shortened(f"{note.passport(id).short}, %", WIDTH - 16, 8.5), loc="left", fontsize=8.5)
    axes.yaxis.set_major_formatter(percent_tick)
    axes.legend(loc="upper center", bbox_to_anchor=(0.48, -0.16), ncols=2, frameon=False, fontsize=7.5)
    caption = f"{wording.capital(note.words(id).share)} и численность: что мог бы дать случай, {note.year}"
    return theme.finish(figure, f"fig-funnel-{id}", caption, _funnel_alt(note, rows))


def _funnel_alt(note: Note, rows: list[Point]) -> str:
    """Who lies above and below the chance range, and who stands out against the spread."""
    sides = {
        "Выше случайного диапазона": [row for row in rows if row.verdict == "above"],
        "Ниже": [row for row in rows if row.verdict == "below"],
        "Выделяются на фоне разброса": [row for row in rows if row.stands_out],
    }
    listed = [f"{head}: {'; '.join(named_share(note, row) for row in some) or 'нет'}" for head, some in sides.items()]
    return f"Диаграмма рассеяния с диапазонами. {'. '.join(listed)}."


def _funnel_ranges(axes: Axes, counts: tuple[np.ndarray, np.ndarray], tau: float, rules: Rules) -> None:
    k, n = counts
    all_k, all_n = k.sum(), n.sum()
    grid = np.geomspace(n.min() * 0.85, min(n.max() * 1.15, all_n * 0.98), 200)
    low, high = (100 * side / grid for side in angle_limits(grid, all_k, all_n, level=rules.far))
    middle, half = angle(all_k, all_n), rules.accent * np.sqrt(1 / (4 * grid) + tau**2)
    within, far = (wording.of_one(part) for part in (round(erf(rules.accent / sqrt(2)), 3), rules.far))
    axes.fill_between(grid, 100 * from_angle(middle - half), 100 * from_angle(middle + half), color="#eef1f4", zorder=0,
                      linewidth=0, label=f"разброс самих муниципальных образований ({within})")  # fmt: skip
    axes.fill_between(grid, low, high, color="#c9d3dc", zorder=1, linewidth=0, label=f"случайный диапазон ({far})")
    axes.axhline(100 * all_k / all_n, color=theme.INK, linewidth=0.8, linestyle=(0, (4, 2)), zorder=2,
                 label="муниципальные образования в целом")  # fmt: skip
    axes.set_xscale("log")
    axes.set_xlim(grid[0], grid[-1])
    ticks = [t for t in (50, 100, 200, 300, 500, 1000, 2000, 5000, 10000, 20000) if grid[0] <= t <= grid[-1]]
    axes.set_xticks(ticks, [wording.integer(t) for t in ticks])
    axes.minorticks_off()


@theme.public
def quadrants(note: Note) -> Blocks:
    """Four groups of municipalities: above or below the common level in two indicators."""
    first, second = note.bundle.groups_by[:2]
    rows = [(row, note.point(second, row.code)) for row in note.bundle.everyone[first]]
    pairs = [(x, y) for x, y in rows if y and x.has_share and y.has_share]
    figure = theme.canvas(WIDTH, 104)
    axes = theme.panel(figure, 12, 13, WIDTH - 4, 98)
    xs, ys = (
        np.array([100 * row.own.numerator / row.own.denominator for row in side]) for side in zip(*pairs, strict=True)
    )
    levels = [level(note, id) for id in (first, second)]
    axes.axvline(levels[0], color=theme.QUIET, linewidth=0.8, linestyle=(0, (4, 2)))
    axes.axhline(levels[1], color=theme.QUIET, linewidth=0.8, linestyle=(0, (4, 2)))
    axes.plot(xs, ys, linestyle="", marker="o", markersize=5, color="#0072b2", zorder=3)
    axes.set_xlim(0, max(xs) * 1.12 or 1)
    axes.set_ylim(-0.02 * max(ys), max(ys) * 1.12 or 1)
    _group_letters(axes)
    _labels(axes, note, [x for x, _ in pairs], xs, ys, every=True)
    axes.set_xlabel(theme.shortened(f"{note.passport(first).short}, %", WIDTH - 20, 8.5), labelpad=2)
    axes.set_title(theme.shortened(f"{note.passport(second).short}, %", WIDTH - 16, 8.5), loc="left", fontsize=8.5)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(percent_tick)
    listed = "; ".join(f"группа {part.id} – {len(part.members)}" for part in note.bundle.groups)
    return theme.finish(
        figure,
        "fig-groups",
        f"В каких муниципальных образованиях оба показателя выше или ниже общего уровня, {note.year}",
        f"Диаграмма рассеяния по двум показателям, число муниципальных образований: {listed}.",
    )


def _group_letters(axes: Axes) -> None:
    for letter, x, y, across in (
        ("А", 0.99, 0.98, "right"),
        ("Б", 0.99, 0.02, "right"),
        ("В", 0.01, 0.98, "left"),
        ("Г", 0.01, 0.02, "left"),
    ):
        axes.text(x, y, letter, transform=axes.transAxes, ha=across, va="top" if y > 0.5 else "bottom",
                  fontsize=20, color="#c3cad1", fontweight="bold", zorder=0)  # fmt: skip


# ---- names beside points


def _labels(axes: Axes, note: Note, rows: list[Point], xs: np.ndarray, ys: np.ndarray, *, every: bool = False) -> None:
    """Names beside the points that differ, each at the first free place; a name without one is left out."""
    points = axes.transData.transform(np.column_stack([xs, ys]))
    taken = [Bbox.from_bounds(x - 3.6, y - 3.6, 7.2, 7.2) for x, y in points]
    taken += [text.get_window_extent() for text in axes.texts]
    frame = axes.get_window_extent()
    for i in sorted(range(len(rows)), key=lambda i: (not rows[i].stands_out, -ys[i])):
        if every or rows[i].verdict in ("above", "below"):
            name = theme.shortened(note.municipality(rows[i].code).name, NAMES, LABEL)
            box = _free_place(points[i], name, taken, frame)
            if box is not None:
                taken.append(box)
                left, middle = axes.transData.inverted().transform((box.x0, (box.y0 + box.y1) / 2))
                axes.text(left, middle, name, fontsize=LABEL, va="center", zorder=4)


def _free_place(point: np.ndarray, name: str, taken: list[Bbox], frame: Bbox) -> Bbox | None:
    width, tall = theme.width_mm([name], LABEL) * theme.MM * 72 + 2, LABEL * 1.12
    for across, up, dx, dy in PLACES:
        box = Bbox.from_bounds(point[0] + across * width + dx, point[1] + up * tall + dy, width, tall)
        inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 + 3 and frame.y0 <= box.y0 and box.y1 <= frame.y1 + 4
        if inside and not any(box.overlaps(other) for other in taken):
            return box
    return None
