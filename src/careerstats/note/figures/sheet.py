"""A canvas measured in millimetres -> words, marks and bars put where they belong; nothing is laid out anew."""

from collections import Counter
from collections.abc import Sequence
from typing import Unpack

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from careerstats.note.figures import theme
from careerstats.note.figures.theme import Entry, Look, Patch


def sheet(width: float, height: float) -> tuple[Figure, Axes]:
    """A figure and its one set of axes, whose units are millimetres from the upper left corner."""
    figure = theme.canvas(width, height)
    return figure, foot(figure, width, height)


def foot(figure: Figure, width: float, height: float) -> Axes:
    """A strip along the lower edge for a legend, in millimetres from its upper left corner."""
    axes = theme.panel(figure, 0, 0, width, height)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.axis("off")
    return axes


def words(axes: Axes, x: float, y: float, text: str, points: float, **look: Unpack[Look]) -> None:
    """A text whose middle line is at ``y``; ``look``: ha, va, color, fontweight."""
    axes.text(x, y, text, fontsize=points, **(Look(va="center", color=theme.INK) | look))


def bar(axes: Axes, left: float, y: float, length: float, tall: float, **look: Unpack[Look]) -> None:
    """A bar to the right of ``left`` whose middle line is at ``y``; limits of the axes stay as they are."""
    axes.add_artist(Rectangle((left, y - tall / 2), length, tall, **(Look(linewidth=0) | look)))


def line(axes: Axes, xs: Sequence[float], ys: Sequence[float], **look: Unpack[Look]) -> None:
    """A line, or marks on it; limits of the axes stay as they are."""
    axes.add_artist(Line2D(xs, ys, **look))


def row_tall(rows: int, tallest: float, room: float, least: float) -> float:
    """Height of a row: as tall as wanted, lower where many rows must share the room, never unreadable."""
    return max(least, min(tallest, room / max(rows, 1)))


def marks(axes: Axes, spots: list[tuple[float, float]], size: float, **look: Unpack[Look]) -> None:
    """Equal marks at once."""
    if spots:
        xs, ys = zip(*spots, strict=True)
        line(axes, xs, ys, **(Look(linestyle="", markersize=size) | look))


def stacked(values: Sequence[float], wide: float) -> list[tuple[float, float, int]]:
    """Each value, its place among the marks that it would cover (0 in their middle), and how many these are.

    ``wide``: how much of the scale a mark takes. The same values are always placed in the same way.
    """
    near = Counter(round(value / wide) for value in values)
    placed: Counter[int] = Counter()
    places = []
    for value in values:
        column = round(value / wide)
        places.append((value, placed[column] - (near[column] - 1) / 2, near[column]))
        placed[column] += 1
    return places


def key(axes: Axes, left: float, y: float, entries: Sequence[Entry], right: float) -> None:
    """A legend from left to right, on the next line where there is no room.

    An entry with a marker draws that, without one a short line.
    """
    for (text, look), (x, row) in zip(entries, _laid([text for text, _ in entries], left, right), strict=True):
        _sample(axes, x, y + 4.2 * row, look)
        words(axes, x + 5, y + 4.2 * row, theme.shortened(text, right - x - 5, 7.5), 7.5)


def key_lines(entries: list[str], left: float, right: float) -> int:
    """How many lines a legend will take."""
    return _laid(entries, left, right)[-1][1] + 1


def _laid(entries: list[str], left: float, right: float) -> list[tuple[float, int]]:
    """Where each entry of a legend begins, and in which of its lines."""
    places, x, row = [], left, 0
    for text in entries:
        wide = 5 + theme.width_mm([text], 7.5) + 5
        if x > left and x + wide - 5 > right:
            x, row = left, row + 1
        places.append((x, row))
        x += wide
    return places


def _sample(axes: Axes, x: float, y: float, look: Look | Patch) -> None:
    if isinstance(look, Patch):
        bar(axes, x, y, 4, look.height, **(look.look | Look(linewidth=0.4)))
    elif "marker" in look:
        line(axes, [x + 2], [y], **(Look(linestyle="", markersize=5) | look))
    else:
        line(axes, [x, x + 4], [y, y], **look)
