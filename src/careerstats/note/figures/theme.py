"""A matplotlib figure -> a figure block; one look for all pictures, the same bytes on every machine."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, update_wrapper
from typing import Concatenate, NamedTuple, ParamSpec, TypeAlias, TypedDict

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.typing import LineStyleType, RcKeyType

from careerstats import asking, blocks
from careerstats.audiences import INTERNAL, PUBLIC
from careerstats.blocks import Blocks
from careerstats.note.figures import drawing
from careerstats.note.figures.lettering import fitted, shortened, width_mm
from careerstats.note.opening import Note

__all__ = ["fitted", "shortened", "width_mm"]

MM = 1 / 25.4
DPI = 200


class Look(TypedDict, total=False):
    """How a mark, a bar, a line or a text looks: arguments of matplotlib by their names, lengths in points.

    Two are put together with «|».
    """

    alpha: float
    bbox: dict[str, str | float]
    clip_on: bool
    color: str
    edgecolor: str
    facecolor: str
    fontweight: str
    ha: str
    hatch: str
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


INK, QUIET, GRID = "#1a1a1a", "#5f6b76", "#d9dee3"
# Okabe-Ito blue and vermilion: told apart by every kind of colour vision; markers tell them apart in grey print.
VERDICT: dict[str, Look] = {
    "above": {"color": "#0072b2", "marker": "^"},
    "below": {"color": "#c8500a", "marker": "v"},
    "same": {"color": "#6d7780", "marker": "o"},
    "not_comparable": {"color": "#6d7780", "marker": "x"},
}
VERDICT_WORDS = {
    "above": "выше остальных",
    "below": "ниже остальных",
    "same": "от случайного не отличить или отличие мало",
    "not_comparable": "нельзя сравнить",
}


def verdicts(words: Iterable[str]) -> list[Entry]:
    """What the marks of these verdicts mean, for a legend."""
    return [(VERDICT_WORDS[word], VERDICT[word]) for word in words]


_RC: dict[RcKeyType, object] = {
    "font.size": 8.5,
    "axes.edgecolor": QUIET,
    "axes.linewidth": 0.6,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.titley": 1.0,  # nothing stands above our panels that a title would have to make way for
    "axes.spines.right": False,
    "xtick.color": QUIET,
    "ytick.color": INK,
    "xtick.labelcolor": INK,
    "xtick.major.size": 2.5,
    "ytick.major.size": 0,
    "text.parse_math": False,  # a «$» in a name is a «$»
    "figure.dpi": drawing.POINTS,
}


Arguments = ParamSpec("Arguments")
Draw: TypeAlias = Callable[Concatenate[Note, Arguments], Blocks]


def themed(draw: Draw[Arguments]) -> Draw[Arguments]:
    """Draw and save under our own settings: every text reads them when it is made; nothing in notes for the public."""
    return _drawn(draw, (INTERNAL,))


def public(draw: Draw[Arguments]) -> Draw[Arguments]:
    """The same of a picture that everybody may see."""
    return _drawn(draw, (INTERNAL, PUBLIC))


def _drawn(draw: Draw[Arguments], audiences: tuple[str, ...]) -> Draw[Arguments]:
    def inside(note: Note, /, *args: Arguments.args, **named: Arguments.kwargs) -> Blocks:
        if note.bundle.audience not in audiences:
            return Blocks()
        with own_settings():
            picture = draw(note, *args, **named)
        picture.of, picture.public = note.hash, PUBLIC in audiences
        return picture

    update_wrapper(inside, draw)
    return asking.explained(f"figures.{draw.__name__}")(inside)


@contextmanager
def own_settings() -> Iterator[None]:
    """Checked once: checking them anew takes as long as a small picture."""
    with mpl.rc_context():
        dict.update(mpl.rcParams, _settings())
        yield


@cache
def _settings() -> dict[RcKeyType, object]:
    """Every setting of a picture: matplotlib's defaults, whatever a cell or a machine has set, and then ours."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_RC)
        return {name: value for name, value in dict.items(mpl.rcParams) if name != "backend"}


def canvas(width_mm: float, height_mm: float) -> Figure:
    """An empty figure of that size."""
    return Figure(figsize=(width_mm * MM, height_mm * MM))


def panel(figure: Figure, left: float, bottom: float, right: float, top: float) -> Axes:
    """Axes whose borders are given in millimetres from the left and lower edge: a fixed layout, never recomputed."""
    width, height = (size / MM for size in figure.get_size_inches())
    return figure.add_axes((left / width, bottom / height, (right - left) / width, (top - bottom) / height))


@asking.worded("figures.Picture")
class Picture(Blocks):
    """One figure block, and what it was drawn from: a notebook may change ``axes`` and have it ``redrawn``."""

    figure: Figure

    @property
    def axes(self) -> list[Axes]:
        """Panels of the picture, as matplotlib knows them."""
        return self.figure.axes

    def redrawn(self, caption: str = "", alt: str = "") -> "Picture":
        """The picture as it is now; with another caption and description, where they no longer say what it shows."""
        (old,) = self
        if not isinstance(old, blocks.Figure):
            raise TypeError(old)
        with own_settings():
            picture = finish(self.figure, old.label, caption or old.caption, alt or old.alt)
        picture.of, picture.public = self.of, self.public
        return picture


def finish(figure: Figure, label: str, caption: str, alt: str) -> Picture:
    """The figure as one block, in both forms."""
    width, height = (float(size) / MM for size in figure.get_size_inches())
    _leave_unsaid(figure)
    pen = drawing.draw(figure, DPI)
    block = blocks.figure(
        label, caption, alt, png=pen.png(), svg=pen.svg(),
        width_mm=round(width, 1), height_mm=round(height, 1),
    )  # fmt: skip
    picture = Picture([block])
    picture.figure = figure
    return picture


def _leave_unsaid(figure: Figure) -> None:
    """An axis without a title needs no place for one: matplotlib measures every tick to find it."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if not axis.get_label_text():
                axis.set_label_coords(0, 0)
