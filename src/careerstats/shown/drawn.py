"""A figure of matplotlib -> a figure block in the house's fonts and signs, the same on every machine."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Literal
from weakref import WeakKeyDictionary

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.rcsetup import cycler
from matplotlib.text import Text
from matplotlib.ticker import ScalarFormatter
from matplotlib.typing import RcKeyType
from numpy.typing import ArrayLike

from careerstats import blocks, letters, resources, wording
from careerstats.shown import pictures

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
    entries = [_entry(name, path, weight) for name, path, weight in files]
    font_manager.fontManager.ttflist = [*entries, *font_manager.fontManager.ttflist]


def _entry(name: str, path: Path, weight: int) -> font_manager.FontEntry:
    return font_manager.FontEntry(
        fname=str(path), name=name, style="normal", variant="normal", weight=weight, stretch="normal", size="scalable"
    )


def block_of(figure: Figure) -> blocks.Figure:
    """The figure in both forms; described by what its axes say. One shown again as it was is not drawn again."""
    if figure not in _DRAWN or figure.stale:
        _DRAWN[figure] = _drawn(figure)
        figure.stale = False
    return _DRAWN[figure]


def _drawn(figure: Figure) -> blocks.Figure:
    _register()
    alt = described(figure)
    with mpl.rc_context(_DRAWING), _all_fonts():
        _speak(figure)
        png = _saved(figure, "png", dpi=pictures.DPI, metadata={"Software": None})
        svg = _saved(figure, "svg", metadata={"Date": None, "Creator": None}).decode("utf-8")
    made = pictures.of_data("image/png", _base64(png), alt)
    width = min(pixels_wide(png) / pictures.DPI * 25.4, pictures.WIDEST_MM)
    scale = width / made.width_mm
    return blocks.figure("", "", alt, png=png, svg=svg, width_mm=round(width, 1),
                         height_mm=round(made.height_mm * scale, 1))  # fmt: skip


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


def _base64(data: bytes) -> str:
    from base64 import b64encode

    return b64encode(data).decode("ascii")


def pixels_wide(png: bytes) -> int:
    return int.from_bytes(png[16:20], "big")


# ---- the notebook's language


class _Comma(ScalarFormatter):
    """Numbers along an axis with a comma."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        return _comma(super().__call__(x, pos))

    def get_offset(self) -> str:
        return _comma(super().get_offset())


def _comma(text: str) -> str:
    return text.replace(".", "{,}" if "$" in text else ",")


def _speak(figure: Figure) -> None:
    """Fonts of ours for every text, a comma in numbers of axes and in labels of values; names stay as they are."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if type(axis.get_major_formatter()) is ScalarFormatter:
                made = _Comma()
                vars(made).update(vars(axis.get_major_formatter()))
                axis.set_major_formatter(made)
        values = list(_values(axes))
        for text in axes.texts:
            text.set_text(_value_text(text.get_text(), values))
    for text in figure.findobj(Text):
        text.set_fontfamily(FAMILIES)
        if signs := letters.undrawn(text.get_text()):
            warnings.warn(letters.UNDRAWN.format(signs=letters.shown(signs)), stacklevel=2)
            text.set_text(letters.named(text.get_text()))


def _value_text(text: str, values: list[float]) -> str:
    """«0.25» that is a value of the picture becomes «0,25»; «1.1» that is the name of an indicator stays."""
    if text.endswith("%") and wording.localised(text) != text:
        return wording.localised(text)
    try:
        said, digits = float(text), len(text.partition(".")[2])
    except ValueError:
        return text
    return wording.localised(text) if digits and any(round(value, digits) == said for value in values) else text


def _values(axes: Axes) -> Iterator[float]:
    """What bars and cells of the axes show."""
    for container in axes.containers:
        if isinstance(container, BarContainer):
            yield from np.asarray(container.datavalues, dtype=float)
    for mesh in [*axes.collections, *axes.images]:
        if (shown := mesh.get_array()) is not None:
            yield from np.asarray(shown, dtype=float).ravel()


# ---- words for those who cannot see it


def described(figure: Figure) -> str:
    """«Доля по годам. По горизонтали: год; по вертикали: доля, %. Ряды: Зея, Тында.»; empty where nothing is said."""
    title = figure.get_suptitle()
    parts = [title, *dict.fromkeys(filter(None, map(_described, figure.axes)))]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def _described(axes: Axes) -> str:
    names = {
        "По горизонтали": axes.get_xlabel(),
        "по вертикали": axes.get_ylabel(),
    }
    told = [f"{side}: {_plain(name)}" for side, name in names.items() if name]
    legend = axes.get_legend()
    rows = [text.get_text() for text in legend.get_texts()] if legend else []
    said = [axes.get_title(), "; ".join(told), f"Ряды: {', '.join(rows)}" if rows else "", _range(axes)]
    return ". ".join(_plain(part) for part in said if part)


def _range(axes: Axes) -> str:
    """«Значения от 18 до 31» of lines, points, bars and cells; nothing of axes without any."""
    told = [*_values(axes), *(value for line in axes.lines for value in _numbers(line.get_ydata()))]
    for marks in axes.collections:
        told += _numbers(np.ma.asarray(marks.get_offsets()).filled(np.nan)[:, 1]) if marks.get_array() is None else []
    seen = [value for value in told if np.isfinite(value)]
    if not seen:
        return ""
    least, most = (wording.localised(f"{value:.4g}") for value in (min(seen), max(seen)))
    return f"Значения от {least} до {most}"


def _numbers(data: ArrayLike) -> list[float]:
    """Numbers of a line; days and words along an axis are none."""
    shown = np.asarray(data)
    return [float(value) for value in shown.ravel()] if np.issubdtype(shown.dtype, np.number) else []


def _plain(text: str) -> str:
    return " ".join(text.replace("$", "").split())
