"""A canvas measured in millimetres -> words, marks and bars put where they belong; nothing is laid out anew."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from careerstats.note import theme


def sheet(width: float, height: float) -> tuple[Figure, Axes]:
    """A figure and its one set of axes, whose units are millimetres from the upper left corner."""
    figure = theme.canvas(width, height)
    axes = theme.panel(figure, 0, 0, width, height)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.axis("off")
    return figure, axes


def words(axes: Axes, x: float, y: float, text: str, points: float, **look: Any) -> None:
    """A text whose middle line is at ``y``; ``look``: ha, va, color, fontweight."""
    axes.text(x, y, text, fontsize=points, **({"va": "center", "color": theme.INK} | look))


def row_tall(rows: int, tallest: float, room: float, least: float) -> float:
    """Height of a row: as tall as wanted, lower where many rows must share the room, never unreadable."""
    return max(least, min(tallest, room / max(rows, 1)))


def marks(axes: Axes, spots: list[tuple[float, float]], size: float, **look: Any) -> None:
    """Equal marks at once."""
    if spots:
        xs, ys = zip(*spots, strict=True)
        axes.plot(xs, ys, linestyle="", markersize=size, **look)


def key(axes: Axes, left: float, y: float, entries: list[tuple[str, dict[str, Any]]], right: float) -> float:
    """A legend from left to right, on the next line where there is no room; gives the middle of its last line.

    An entry is words and the look of its mark; «line» in the look draws a short line, «patch» a small bar.
    """
    x = left
    for text, look in entries:
        wide = 5 + theme.width_mm([text], 7.5) + 5
        if x > left and x + wide - 5 > right:
            x, y = left, y + 4.2
        _sample(axes, x, y, look)
        words(axes, x + 5, y, theme.shortened(text, right - x - 5, 7.5), 7.5)
        x += wide
    return y


def key_lines(entries: list[str], left: float, right: float) -> int:
    """How many lines a legend will take."""
    x, lines = left, 1
    for text in entries:
        wide = 5 + theme.width_mm([text], 7.5) + 5
        if x > left and x + wide - 5 > right:
            x, lines = left, lines + 1
        x += wide
    return lines


def _sample(axes: Axes, x: float, y: float, look: dict[str, Any]) -> None:
    if "marker" in look:
        axes.plot(x + 2, y, linestyle="", markersize=5, **look)
    elif "height" in look:
        axes.barh(y, 4, left=x, linewidth=0.4, **look)
    else:
        axes.plot([x, x + 4], [y, y], **look)
