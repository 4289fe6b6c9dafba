"""A figure of matplotlib -> a figure block in the house's fonts and signs, the same on every machine."""

import math
import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
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
from matplotlib.axis import Axis
from matplotlib.category import StrCategoryFormatter
from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer
from matplotlib.dates import AutoDateFormatter, ConciseDateFormatter, DateFormatter
from matplotlib.figure import Figure
from matplotlib.patches import Wedge
from matplotlib.rcsetup import cycler
from matplotlib.text import Text
from matplotlib.ticker import (
    AutoLocator,
    FormatStrFormatter,
    Formatter,
    FuncFormatter,
    MaxNLocator,
    PercentFormatter,
    ScalarFormatter,
    StrMethodFormatter,
)
from matplotlib.typing import RcKeyType
from numpy.typing import ArrayLike

from careerstats import blocks, letters, resources, wording
from careerstats.shown import pictures
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
        _speak_along(axes)
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


# ---- numbers and days along an axis


Say = Callable[[str, float], str]
"""What a formatter writes and the place on the axis → what is written instead."""

OF_NUMBERS = (FormatStrFormatter, FuncFormatter, PercentFormatter, StrMethodFormatter)
YEARS = (1900, 2100)
OF_DAYS = (AutoDateFormatter, ConciseDateFormatter, DateFormatter)
OF_PANDAS = "pandas.plotting"  # module of its formatters of days
MONTHS = dict(
    zip(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        ("янв.", "фев.", "март", "апр.", "май", "июнь", "июль", "авг.", "сен.", "окт.", "ноя.", "дек."),
        strict=True,
    )
)
MANY_DAYS = 6  # more of them stand aslant, or one covers the next
_MONTH = rf"\b({'|'.join(MONTHS)})[a-z]*\b"
_DAYS: tuple[tuple[str, str], ...] = (
    (r"\b(\d{4})-(\d\d)-(\d\d)\b", r"\3.\2.\1"),
    (r"\b(\d{4})-(\d\d)\b", r"\2.\1"),
    (rf"\b(\d{{4}})-{_MONTH}-(\d\d)\b", r"\3 \2 \1"),
    (rf"\b(\d{{4}})-{_MONTH}", r"\2 \1"),
    (rf"{_MONTH}-(\d\d)\b", r"\2 \1"),
    (r"\bQ(\d)\b", rf"\1{wording.NBSP}кв."),
)
_LONG = re.compile(r"([-−]?)(\d{5,})((?:,\d+)?)")


def _speak_along(axes: Axes) -> None:
    """All axes, of three dimensions too; what an author set (digits, per cent, how often) stays."""
    for axis in filter(None, (axes.xaxis, axes.yaxis, getattr(axes, "zaxis", None))):
        major = axis.get_major_formatter()
        axis.set_major_formatter(_spoken(major))
        if type(major) is ScalarFormatter and type(axis.get_major_locator()) is AutoLocator and _is_of_years(axis):
            axis.set_major_locator(MaxNLocator(nbins="auto", steps=[1, 2, 5, 10], integer=True))
        if _is_of_days(axis.get_minor_formatter()):
            axis.set_minor_formatter(_spoken(axis.get_minor_formatter()))
        if isinstance(major, AutoDateFormatter) and axis is axes.xaxis:
            _aslant(axis)


def _spoken(formatter: Formatter) -> Formatter:
    if type(formatter) is ScalarFormatter:
        made = _Comma()
        vars(made).update(vars(formatter))
        return made
    if isinstance(formatter, OF_NUMBERS):
        return _Spoken(formatter, lambda text, x: localised(text, [x], is_number=text.endswith("%")))
    return _Spoken(formatter, lambda text, _: day(text)) if _is_of_days(formatter) else formatter


def _is_of_years(axis: Axis) -> bool:
    """No quarters of a year between whole ones: nobody reads «2022,25»."""
    low, high = sorted(axis.get_view_interval())
    return bool(low >= YEARS[0] and high <= YEARS[1] and high - low >= 1)


def _is_of_days(formatter: Formatter) -> bool:
    return isinstance(formatter, OF_DAYS) or type(formatter).__module__.startswith(OF_PANDAS)


def _aslant(axis: Axis) -> None:
    low, high = axis.get_view_interval()
    if sum(low <= place <= high for place in axis.get_majorticklocs()) > MANY_DAYS:
        for label in axis.get_majorticklabels():
            label.set(rotation=30, ha="right")


def day(text: str) -> str:
    """«2024-01-15», «Jan-15», «Jan\\n2024» as «15.01.2024», «15 янв.», «янв.\\n2024»."""
    for written, ours in _DAYS:
        text = re.sub(written, ours, text)
    return re.sub(_MONTH, lambda match: MONTHS[match[1]], text)


def comma(text: str) -> str:
    """A number of matplotlib's, in a formula too."""
    return text.replace(".", "{,}" if "$" in text else ",")


class _Comma(ScalarFormatter):
    """Numbers along an axis with a comma, long ones in groups of three."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        text = comma(super().__call__(x, pos))
        match = _LONG.fullmatch(text)
        return f"{match[1]}{wording.integer(int(match[2]))}{match[3]}" if match else text

    def get_offset(self) -> str:
        return comma(super().get_offset())


class _Spoken(Formatter):
    """What another formatter writes, said otherwise."""

    def __init__(self, inner: Formatter, say: Say) -> None:
        self.inner, self.say = inner, say

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self.say(str(self.inner(x, pos)), float(x))  # pandas gives numbers of an index as they are

    def format_ticks(self, values: Iterable[float]) -> list[str]:
        places = [float(place) for place in values]
        labels = map(str, self.inner.format_ticks(places))
        return [self.say(text, place) for text, place in zip(labels, places, strict=True)]

    def get_offset(self) -> str:
        return self.say(self.inner.get_offset(), float("nan"))


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
