"""How a mark, a bar, a line or a text of a picture looks: arguments of matplotlib by their names."""

from typing import NamedTuple, TypedDict

from matplotlib.typing import LineStyleType


class Look(TypedDict, total=False):
    """Lengths of lines and marks in points; two are put together with «|»."""

    alpha: float
    clip_on: bool
    color: str
    edgecolor: str
    facecolor: str
    fontweight: str
    ha: str
    linespacing: float
    linestyle: LineStyleType
    linewidth: float
    marker: str
    markeredgecolor: str
    markeredgewidth: float
    markersize: float
    rotation: float
    va: str
    zorder: float


class Patch(NamedTuple):
    """The small bar that a legend shows of a filled part; ``height`` in millimetres."""

    look: Look
    height: float = 2.6


Entry = tuple[str, Look | Patch]
"""A line of a legend: its words, and the mark, line or patch before them."""
