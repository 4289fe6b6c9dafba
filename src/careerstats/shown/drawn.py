"""A figure of matplotlib -> a figure block in the house's fonts and signs, the same on every machine."""

import math
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Literal
from weakref import WeakKeyDictionary

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.category import StrCategoryFormatter
from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.patches import Wedge
from matplotlib.rcsetup import cycler
from matplotlib.text import Text
from matplotlib.typing import RcKeyType
from numpy.typing import ArrayLike

from careerstats import blocks, letters, resources, wording
from careerstats.shown import axes_words, pictures
from careerstats.shown.formatted import localised

FAMILIES = ["careerstats Arimo", "careerstats DejaVu"]
"""Names that no font of a machine has: the files behind them are ours."""

COLOURS = ("#0072b2", "#c8500a", "#009e73", "#6d7780", "#cc79a7", "#56b4e9", "#e69f00", "#1a1a1a")
"""Okabe and Ito's, told apart by every kind of colour vision."""

LOOK: dict[RcKeyType, object] = {
    "figure.figsize": (6.3, 3.6),
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.edgecolor": "#5f6b76",
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": cycler(color=COLOURS),
    "legend.frameon": False,
    "axes.formatter.limits": (-5, 12),  # a million in full, not «1e6» in a corner
    "axes.formatter.useoffset": False,
}
"""What a figure begins with; whatever its author sets goes before."""

_DRAWING: dict[RcKeyType, object] = {
    "font.family": FAMILIES,
    "font.sans-serif": FAMILIES,
    "font.serif": FAMILIES,
    "font.monospace": FAMILIES,
    "mathtext.fontset": "dejavusans",
    "svg.fonttype": "path",
    "svg.hashsalt": "careerstats",
    "svg.image_inline": True,
    "savefig.facecolor": "white",
    "axes.unicode_minus": True,
}


_OWN_FONTS_ONLY = "MPL_IGNORE_SYSTEM_FONTS"
_DRAWN: WeakKeyDictionary[Figure, blocks.Figure] = WeakKeyDictionary()


def wear_look() -> None:
    """Figures made from now on begin with the house's look."""
    _register()
    mpl.rcParams.update(LOOK)


def _register() -> None:
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    if FAMILIES[0] in known:
        return
    files = [
        (FAMILIES[0], resources.fonts() / "Arimo-Regular.ttf", 400),
        (FAMILIES[0], resources.fonts() / "Arimo-Bold.ttf", 700),
        (FAMILIES[1], letters.fallback("Sans"), 400),
        (FAMILIES[1], letters.fallback("Sans-Bold"), 700),
    ]
    entries = [
        font_manager.FontEntry(
            fname=str(path),
            name=name,
            style="normal",
            variant="normal",
            weight=weight,
            stretch="normal",
            size="scalable",
        )
        for name, path, weight in files
    ]
    font_manager.fontManager.ttflist = [*entries, *font_manager.fontManager.ttflist]


def block_of(figure: Figure) -> blocks.Figure:
    """The figure in both forms; described by what its axes say. One shown again as it was is not drawn again."""
    if figure not in _DRAWN or figure.stale:
        _DRAWN[figure] = _drawn(figure)
        figure.stale = False
    return _DRAWN[figure]


def is_empty(figure: Figure) -> bool:
    """Nothing stands on its ground."""
    return figure.get_children() == [figure.patch]


def _drawn(figure: Figure) -> blocks.Figure:
    _register()
    alt = described(figure)
    with mpl.rc_context(_DRAWING), _all_fonts():
        _speak(figure)
        png = _saved(figure, "png", dpi=pictures.DPI, metadata={"Software": None})
        svg = _saved(figure, "svg", metadata={"Date": None, "Creator": None}).decode("utf-8")
    return pictures.of_both(png, svg, alt)


@contextmanager
def _all_fonts() -> Iterator[None]:
    """A batch keeps matplotlib to the fonts it came with, and ours are not among them; every text asks for ours."""
    kept = os.environ.pop(_OWN_FONTS_ONLY, None)
    try:
        yield
    finally:
        if kept is not None:
            os.environ[_OWN_FONTS_ONLY] = kept


def _saved(figure: Figure, form: str, metadata: dict[str, None], dpi: float | Literal["figure"] = "figure") -> bytes:
    made = BytesIO()
    figure.savefig(made, format=form, bbox_inches="tight", pad_inches=0.04, metadata=metadata, dpi=dpi)
    return made.getvalue()


# ---- the notebook's language


def _speak(figure: Figure) -> None:
    """Fonts of ours for every text, a comma in numbers of axes and in labels of values; names stay as they are."""
    for axes in figure.axes:
        axes_words.speak(axes)
        values = list(_values(axes))
        for text in axes.texts:
            if "$" not in (said := text.get_text()):  # «0.25» that is a value of the picture becomes «0,25»
                text.set_text(localised(said, values, is_number=said.endswith("%")))
    for text in figure.findobj(Text):
        text.set_fontfamily(_families(text.get_text()))
        if signs := letters.undrawn(text.get_text()):
            warnings.warn(letters.UNDRAWN.format(signs=letters.shown(signs)), stacklevel=2)
            text.set_text(letters.named(text.get_text()))


def _families(text: str) -> list[str]:
    """Words beside a formula are all drawn by one font, which puts «¤» for a sign that it has not."""
    known = letters.of_font(resources.fonts() / "Arimo-Regular.ttf")
    lacks = "$" in text and any(ord(sign) not in known for sign in text if not sign.isspace())
    return FAMILIES[1:] if lacks else FAMILIES


def _values(axes: Axes) -> Iterator[float]:
    """What bars and cells of the axes show."""
    for container in axes.containers:
        if isinstance(container, BarContainer):
            yield from np.asarray(container.datavalues, dtype=float)
    cells = [marks for marks in axes.collections if not isinstance(marks, PathCollection)]
    for mesh in [*cells, *axes.images]:
        if (shown := mesh.get_array()) is not None:
            yield from np.asarray(shown, dtype=float).ravel()


# ---- words for those who cannot see it


def described(figure: Figure) -> str:
    """«Доля по годам. По горизонтали: год; по вертикали: доля, %. Ряды: Зея, Тында.»; empty where nothing is said."""
    title = figure.get_suptitle()
    parts = [title, *dict.fromkeys(filter(None, map(_described, figure.axes)))]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def _described(axes: Axes) -> str:
    names = {"По горизонтали": axes.get_xlabel(), "по вертикали": axes.get_ylabel()}
    texts = [f"{side}: {_plain(name)}" for side, name in names.items() if name]
    legend = axes.get_legend()
    rows = [text.get_text() for text in legend.get_texts()] if legend else []
    series = f"Ряды: {', '.join(rows)}" if rows else ""
    said = [axes.get_title(), "; ".join(texts), series, _sectors(axes), _range(axes)]
    return ". ".join(_plain(part) for part in said if part)


def _range(axes: Axes) -> str:
    """«Значения от 18 до 31» of lines, points, bars and cells; nothing of axes without any, or in three dimensions.

    Where names stand along the vertical axis, values are read along the other.
    """
    if axes.name == "3d":
        return ""
    across = isinstance(axes.yaxis.get_major_formatter(), StrCategoryFormatter)
    lines = [line.get_xdata() if across else line.get_ydata() for line in axes.lines]
    points = [marks.get_offsets() for marks in axes.collections if isinstance(marks, PathCollection)]
    lines += [np.ma.asarray(marks).filled(np.nan)[:, 0 if across else 1] for marks in points]
    values = [*_values(axes), *(value for line in lines for value in _numbers(line))]
    seen = [value for value in values if np.isfinite(value)]
    return f"Значения от {_short(min(seen))} до {_short(max(seen))}" if seen else ""


def _short(value: float) -> str:
    """Four figures of it; no fewer than all of a whole number."""
    digits = max(0, 3 - math.floor(math.log10(abs(value)))) if value else 0
    text = f"{round(value, digits):.{digits}f}"
    if text.isdecimal() and 1900 <= value <= 2100:  # a year
        return text
    plain = text.rstrip("0").rstrip(".") if digits else text
    return wording.as_given(Decimal(plain))


def _sectors(axes: Axes) -> str:
    """«Части: Зея 79,5 %, Тында 20,5 %» of a pie."""
    wedges = [patch for patch in axes.patches if isinstance(patch, Wedge)]
    texts = [
        f"{wedge.get_label()} {wording.decimal(Fraction((wedge.theta2 - wedge.theta1) / 360) * 100)}\u00a0%"
        for wedge in wedges
        if not str(wedge.get_label()).startswith("_")
    ]
    return f"Части: {', '.join(texts)}" if texts else ""


def _numbers(data: ArrayLike) -> list[float]:
    """Numbers of a line; days and words along an axis are none."""
    shown = np.asarray(data)
    return [float(value) for value in shown.ravel()] if np.issubdtype(shown.dtype, np.number) else []


def _plain(text: str) -> str:
    return " ".join(text.replace("$", "").split())
