"""A note -> all municipalities in order, with the chance range of each."""

from collections.abc import Container, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from careerstats import reasons, wording
from careerstats.blocks import Blocks
from careerstats.contracts.values import Point
from careerstats.model import HIDDEN
from careerstats.note.figures import theme
from careerstats.note.figures.parts import NAMES, WIDTH, beside, known, label, level, measured, named_share, verdict_key
from careerstats.note.figures.sheet import foot, key, marks, row_tall
from careerstats.note.figures.theme import Entry, Look, Patch
from careerstats.note.opening import Note

NAME, TITLE = 7.2, 8.5  # points
WRAPPED = 4  # lines of a title at most
TALL, ROOM = 2.75, 205.0  # mm: a row, and all of them
MOST, END = 100, 10
"""Of more municipalities than a page holds so many are shown at both ends of the order, and twice as many between."""


@theme.public
def dots(note: Note) -> Blocks:
    """All municipalities in order, for each headline indicator: dots, chance ranges, the line of the others.

    Where they are more than a page holds, both ends of the order and those around the own place. Nothing where no
    municipality has a share that may be shown.
    """
    ids = [id for id in note.settings.headline if known(note, id)]
    if not ids:
        return Blocks()
    own = note.territory.code if note.bundle.notebook == "municipality" else ""
    everyone = _ordered(note, ids[-1])
    order = fitting(everyone, own, {row.code for row in known(note, ids[-1])})
    tall = row_tall(len(order), TALL, ROOM, 2.0)
    points = min(NAME, 2.6 * tall)
    names, left = _axis_names(note, order, points)
    edges = [float(edge) for edge in np.linspace(left, WIDTH - 3, len(ids) + 1)]
    titles = [theme.fitted(f"{note.passport(id).short}, %", edges[1] - edges[0] - 6, TITLE, WRAPPED) for id in ids]
    head = 3.4 * max(title.count("\n") for title in titles)
    height = 22 + tall * len(order) + head
    figure = theme.canvas(WIDTH, height)
    for place, (id, title) in enumerate(zip(ids, titles, strict=True)):
        axes = theme.panel(figure, edges[place] + (3 if place else 0), 16, edges[place + 1] - 4, height - 6 - head)
        _panel(axes, note, id, order, own)
        axes.set_title(title, fontsize=TITLE, loc="left", color=theme.INK)
        beside(axes, names if place == 0 else [], points, order.index(own) if own in order else -1)
    _legend(foot(figure, WIDTH, 12), verdict_key(row for id in ids for row in known(note, id)))
    cut = "" if len(order) == len(everyone) else CUT.format(shown=len(order), all=len(everyone))
    return theme.finish(figure, "fig-dots", _caption(note, ids) + cut, _dots_alt(note, ids, order, own))


CUT = (
    ". Показаны {shown} из {all}: первые, последние и соседние по порядку из тех, по кому есть данные; черта – пропуск"
)


def _ordered(note: Note, id: str) -> list[str]:
    """Codes by share, the largest first; those without data at the end."""
    rows = sorted(note.bundle.everyone[id], key=lambda row: (-row.share if row.has_share else 1.0, row.code))
    return [row.code for row in rows]


def _axis_names(note: Note, codes: list[str], points: float) -> tuple[list[str], float]:
    """Names beside an axis, none wider than its column, and the width of that column in millimetres."""
    names = [theme.shortened(label(note, code), NAMES, points, "b") for code in codes]  # the own one may be bold
    return names, max(40.0, theme.width_mm(names, points, "b") + 3)


def fitting(everyone: list[str], own: str, told: Container[str]) -> list[str]:
    """All of them, or of those ``told`` of what a page holds: the first, the last, and those around the own place."""
    order = [code for code in everyone if code in told]
    if len(everyone) <= MOST:
        return everyone
    if len(order) <= 4 * END:
        return order
    at = order.index(own) if own in order else len(order) // 2
    start = min(max(at - END, END), len(order) - 3 * END)
    return order[:END] + order[start : start + 2 * END] + order[-END:]


def _panel(axes: Axes, note: Note, id: str, order: list[str], own: str) -> None:
    points = {row.code: row for row in note.bundle.everyone[id]}
    rows = [(y, points[code]) for y, code in enumerate(order) if code in points and points[code].has_share]
    if own in order:
        axes.axhspan(order.index(own) - 0.5, order.index(own) + 0.5, color="#fff3cf", zorder=0, linewidth=0)
    _ranges(axes, rows)
    _dots(axes, rows, own)
    _marked(axes, rows)
    _absent(axes, points, order)
    axes.axvline(level(note, id), color=theme.INK, linewidth=0.8, linestyle=(0, (4, 2)), zorder=1)
    for gap in (END, 3 * END) if len(order) == 4 * END < len(points) else ():
        axes.axhline(gap - 0.5, color=theme.QUIET, linewidth=0.6)
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.set_xlim(0, 1.05 * max((_farthest(row) for _, row in rows), default=95.0) or 1.0)
    measured(axes, "x")


def _ranges(axes: Axes, rows: list[tuple[int, Point]]) -> None:
    """The chance range of every row that has one, as one collection."""
    bars = [
        [(100 * limit / row.own.denominator, y) for limit in row.limits] for y, row in rows if row.limits is not None
    ]
    axes.add_collection(
        LineCollection(bars, colors="#c3cad1", linewidths=4, capstyle="butt", zorder=1.5), autolim=False
    )


def _dots(axes: Axes, rows: list[tuple[int, Point]], own: str) -> None:
    """Marks of one verdict at once; the own one is larger."""
    for verdict, look in theme.VERDICT.items():
        for mine, size in ((False, 5.0), (True, 6.5)):
            spots = [
                (100 * row.share, float(y)) for y, row in rows if row.verdict == verdict and (row.code == own) == mine
            ]
            marks(axes, spots, size, **(look | Look(zorder=3, clip_on=False)))


def _marked(axes: Axes, rows: list[tuple[int, Point]]) -> None:
    for y, row in rows:
        if row.uncovered:
            axes.text(100 * row.share, y, f"  {reasons.MARK}", va="center", fontsize=NAME, color=theme.INK)


def _absent(axes: Axes, points: dict[str, Point], order: list[str]) -> None:
    for y, code in enumerate(order):
        row = points.get(code)
        if row is None or not row.has_share:
            why = wording.HIDDEN if row and row.status == HIDDEN else wording.NO_DATA
            axes.text(0, y, f" {why}", va="center", fontsize=7, color=theme.QUIET)


def _farthest(row: Point) -> float:
    k, n = row.own
    return 100 * max(k, *(row.limits or (0,))) / n


def _legend(axes: Axes, verdicts: list[Entry]) -> None:
    limits = ("случайный диапазон", Patch({"color": "#c3cad1"}, 1.4))
    common: Look = {"color": theme.INK, "linewidth": 0.8, "linestyle": (0, (4, 2))}
    key(axes, 1, 4, [*verdicts, limits, ("муниципальные образования в целом", common)], WIDTH)


def _caption(note: Note, ids: Sequence[str]) -> str:
    words = {"genitive": note.form("genitive"), "period": note.bundle.period}
    marked = reasons.mark_caption((row for id in ids for row in known(note, id)), note.settings.rules)
    return wording.fill(note.settings.captions.figure, words) + marked


def _dots_alt(note: Note, ids: Sequence[str], order: list[str], own: str) -> str:
    """What the picture shows, in words: ends of the order and the own place in figures."""
    parts = []
    for id in ids:
        reported = (row for row in note.bundle.everyone[id] if row.has_share)
        best = sorted(reported, key=lambda row: -row.share)
        first, last = best[0], best[-1]
        text = f"{note.words(id).share}: от {named_share(note, last)} до {named_share(note, first)}"
        if own and (row := note.point(id, own)) and row.has_share:
            text += f", {named_share(note, row)}"
        parts.append(text)
    return f"Точечная диаграмма по {len(order)} муниципальным образованиям. {wording.capital('; '.join(parts))}."
