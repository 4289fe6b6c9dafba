"""A table of great_tables -> a table of the document: its author's heads and notes, numbers in the notebook's language.

A column without a format is written as in any table; a format that writes «34.7%» has its number put into our signs.
"""

from collections.abc import Callable, Sequence
from copy import copy
from typing import Protocol, TypeVar

import numpy as np
import pandas as pd

from careerstats.blocks import Table
from careerstats.shown import frames, html
from careerstats.shown.formatted import localised

Written = Callable[[object], object]
Self = TypeVar("Self", bound="Great")


class Format(Protocol):
    """``func``: an object with a way to write a value for each place, ``html`` among them, or by ``default``."""

    func: object


class Great(Protocol):
    """What is asked of GT."""

    _tbl_data: pd.DataFrame | frames.Polars
    _formats: Sequence[Format]

    def _replace(self: Self, *, _formats: list[Format]) -> Self: ...

    def fmt(self: Self, fns: Written, columns: list[str]) -> Self: ...

    def as_raw_html(self) -> str: ...


def table_of(great: Great) -> Table | None:
    """The table; None where this great_tables keeps its formats otherwise, and its own HTML is read."""
    import lxml.html

    if not (hasattr(great, "_formats") and hasattr(great, "_tbl_data")):
        return None
    root = lxml.html.fragment_fromstring(_in_our_signs(great).as_raw_html(), create_parent="div")
    return html.table_of(root.find(".//table"))


def _in_our_signs(great: Great) -> Great:
    """The same table; what its author formats is formatted after us."""
    data = great._tbl_data
    frame = data if isinstance(data, pd.DataFrame) else data.to_pandas()
    ours = great
    for at, name in enumerate(frame.columns):
        if not pd.api.types.is_object_dtype(frame.iloc[:, at]) and not frames.is_words(frame.iloc[:, at]):
            ours = ours.fmt(_words(frame.iloc[:, at]), columns=[name])
    first = ours._formats[len(great._formats) :]
    return great._replace(_formats=[*first, *map(_localised, great._formats)])


def _words(series: pd.Series) -> Written:
    known = dict(zip(series, frames.words_of(series), strict=True))
    return lambda value: known.get(value) or frames.word(value)


def _localised(format_: Format) -> Format:
    made, ways = copy(format_), copy(format_.func)
    for place in ("html", "default"):
        if written := getattr(ways, place, None):
            setattr(ways, place, _with_comma(written))
    made.func = ways
    return made


def _with_comma(written: Written) -> Written:
    def ours(value: object) -> object:
        text = written(value)
        if isinstance(text, str) and isinstance(value, int | float | np.number):
            return localised(text, [float(value)], is_number=True)
        return text

    return ours
