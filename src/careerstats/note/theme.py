"""A matplotlib figure -> a figure block; one look for all pictures, the same bytes on every machine."""

import io
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from careerstats import blocks, resources
from careerstats.blocks import Blocks

MM = 1 / 25.4
DPI = 200

INK, QUIET, GRID, BAND = "#1a1a1a", "#5f6b76", "#d9dee3", "#e9edf1"
# Okabe-Ito blue and vermilion: told apart by every kind of colour vision; markers tell them apart in grey print.
VERDICT: dict[str, dict[str, Any]] = {
    "above": {"color": "#0072b2", "marker": "^"},
    "below": {"color": "#c8500a", "marker": "v"},
    "same": {"color": "#6d7780", "marker": "o"},
    "not_comparable": {"color": "#6d7780", "marker": "x"},
}
VERDICT_WORDS = {
    "above": "выше остальных",
    "below": "ниже остальных",
    "same": "отличие не больше случайного или мало",
    "not_comparable": "нельзя сравнить",
}

_RC: dict[str, Any] = {
    "font.family": "Arimo",
    "font.size": 8.5,
    "axes.edgecolor": QUIET,
    "axes.linewidth": 0.6,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": QUIET,
    "ytick.color": INK,
    "xtick.labelcolor": INK,
    "xtick.major.size": 2.5,
    "ytick.major.size": 0,
    "svg.hashsalt": "careerstats",
    "svg.fonttype": "path",
    "figure.dpi": 100,
    "savefig.dpi": DPI,
}


Draw = TypeVar("Draw", bound=Callable[..., Blocks])


def themed(draw: Draw) -> Draw:
    """Draw and save under our own settings and fonts: every text reads them when it is made."""

    @wraps(draw)
    def inside(*args: Any, **named: Any) -> Blocks:
        _own_fonts()
        with mpl.rc_context():
            mpl.rcdefaults()
            mpl.rcParams.update(cast("Any", _RC))
            return draw(*args, **named)

    return cast("Draw", inside)


def canvas(width_mm: float, height_mm: float) -> Figure:
    """An empty figure of that size."""
    return Figure(figsize=(width_mm * MM, height_mm * MM))


def panel(figure: Figure, left: float, bottom: float, right: float, top: float) -> Axes:
    """Axes whose borders are given in millimetres from the left and lower edge: a fixed layout, never recomputed."""
    width, height = (size / MM for size in figure.get_size_inches())
    return figure.add_axes((left / width, bottom / height, (right - left) / width, (top - bottom) / height))


def letters(points: float) -> dict[str, Any]:
    """Our font in a size, as a legend wants it."""
    return {"family": "Arimo", "size": points}


@lru_cache(maxsize=4096)  # the names of a region's municipalities stand in the pictures of all its notes
def text_width(text: str, points: float) -> float:
    """Width of a label in pixels of the canvas (100 to the inch), from the shipped font's own outlines."""
    from matplotlib.textpath import TextPath

    font = font_manager.FontProperties(family="Arimo")
    return float(TextPath((0, 0), text, size=points, prop=font).get_extents().width) * 100 / 72


def width_mm(texts: list[str], points: float) -> float:
    """Width of the longest of these labels in millimetres."""
    return max((text_width(text, points) for text in texts), default=0.0) / 100 * 25.4


def wrapped(text: str, width: float, points: float) -> str:
    """The text in as many lines as a width in millimetres wants; a single long word stays whole."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_mm([longer], points) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def shortened(text: str, width: float, points: float) -> str:
    """The text, cut with «…» where it is wider than so many millimetres."""
    whole = text[: max(1, int(width * 2.5))]  # no letter is narrower: what comes after cannot fit
    if whole == text and width_mm([text], points) <= width:
        return text
    fits = bisect_right(range(1, len(whole)), width, key=lambda end: width_mm([f"{whole[:end]}…"], points))
    return f"{whole[: max(1, fits)].rstrip(' ,«(–-')}…"


def fitted(text: str, width: float, points: float, lines: int = 2) -> str:
    """The text in at most so many lines of a width in millimetres; what does not go in is cut with «…»."""
    found = wrapped(text[: int(width * 2.5) * lines], width, points).split("\n")
    kept = [*found[: lines - 1], " ".join(found[lines - 1 :])] if len(found) > lines else found
    return "\n".join(shortened(line, width, points) for line in kept)


def finish(figure: Figure, label: str, caption: str, alt: str) -> Blocks:
    """The figure as one block, in both forms."""
    width, height = (float(size) / MM for size in figure.get_size_inches())
    png, svg = io.BytesIO(), io.BytesIO()
    figure.savefig(png, format="png", dpi=DPI, metadata={"Software": None})
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    block = blocks.figure(
        label, caption, alt, png=png.getvalue(), svg=svg.getvalue().decode("utf-8"),
        width_mm=round(width, 1), height_mm=round(height, 1),
    )  # fmt: skip
    return Blocks([block])


def _own_fonts() -> None:
    """Register the shipped fonts by path: a machine's font cache may be stale or lack them."""
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    if "Arimo" not in known or not any(
        str(resources.fonts()) in entry.fname for entry in font_manager.fontManager.ttflist
    ):
        for path in sorted(resources.fonts().glob("*.ttf")):
            font_manager.fontManager.addfont(str(path))
