"""IPython's shell -> the same shell, which keeps a block for documents beside what it shows of pandas, matplotlib."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar, cast

from msgspec.structs import replace

from careerstats import blocks
from careerstats.contracts.plain import Data

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Value = TypeVar("Value")


Shown = blocks.Table | blocks.Figure
Bundle = tuple[Data, Data]


def install() -> None:
    """Take up what a cell shows from now on; nothing outside a notebook, once for each shell."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None or getattr(shell, "shows_blocks", False):
        return
    shell.shows_blocks = True
    bundles = shell.display_formatter.mimebundle_formatter
    for module, name, made in SHOWN:
        bundles.for_type_by_name(module, name, _bundle(made))
    # matplotlib gives IPython pixels of its own, which go before any bundle
    shell.display_formatter.ipython_display_formatter.for_type_by_name("matplotlib.figure", "Figure", _display)
    if "matplotlib" in sys.modules:
        from careerstats.shown import drawn

        drawn.wear_look()


def _bundle(made: Callable[[Value], Shown | None]) -> Callable[..., Bundle | None]:
    """Data and metadata of the block, without the words that the library gives itself; None leaves all to it."""

    def shown(value: Value, include: object = None, exclude: object = None) -> Bundle | None:
        block = made(value)
        if block is None:
            return None
        data, metadata = blocks.as_output(replace(block, authored=True))
        if isinstance(block, blocks.Table):
            data = {blocks.MIME: data[blocks.MIME]}
        return data, metadata

    return shown


def _made_by(module: str, name: str) -> Callable[[object], Shown | None]:
    """A function of this room, imported when something of its kind is shown: pandas is not everybody's."""

    def made(value: object) -> Shown | None:
        table: Shown | None = getattr(import_module(f"careerstats.shown.{module}"), name)(value)
        return table

    return made


def _display(figure: "Figure") -> None:
    from IPython.display import display

    from careerstats.shown import drawn

    if drawn.is_empty(figure):
        display({"text/plain": repr(figure)}, raw=True)
        return
    data, metadata = blocks.as_output(replace(drawn.block_of(figure), authored=True))
    display(data, raw=True, metadata=metadata)


def _axes(value: "Axes") -> Shown | None:
    from matplotlib._pylab_helpers import Gcf

    from careerstats.shown import drawn

    if any(manager.canvas.figure is value.figure for manager in Gcf.get_all_fig_managers()):
        return None  # a figure left open is shown at the end of its cell, and once is enough

    return drawn.block_of(cast("Figure", value.figure))


SHOWN: tuple[tuple[str, str, Callable[..., Shown | None]], ...] = (
    ("pandas", "DataFrame", _made_by("frames", "table_of")),
    ("pandas", "Series", _made_by("frames", "series_table")),
    ("pandas.core.frame", "DataFrame", _made_by("frames", "table_of")),
    ("pandas.core.series", "Series", _made_by("frames", "series_table")),
    ("pandas.io.formats.style", "Styler", _made_by("frames", "styled_table")),
    ("polars.dataframe.frame", "DataFrame", _made_by("frames", "polars_table")),
    ("great_tables.gt", "GT", _made_by("great", "table_of")),
    ("matplotlib.axes._axes", "Axes", _axes),
)
"""Module and name of a type, by which it is known without importing it → what is printed of it."""
