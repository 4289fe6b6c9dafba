"""A table of pandas -> a table of the document: heads from index and columns, values in the notebook's language.

How a number is written is decided for a column at once, from its type and name: see ``words_of``.
"""

import math
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd

from careerstats import blocks, wording
from careerstats.blocks import Column, Table, TableRow
from careerstats.shown.formatted import localised

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_ROWS = 1000
"""A longer table is a data file; what pandas shows of it is refused as cut."""
DEFAULT_PRECISION = 6  # of pandas
MOST_DIGITS = 6
MIXED = 100  # times the least number of a column that its greatest is: they are of different things

COUNT = "count"  # what pandas calls the first line of describe()
LATEST = 2100  # year

_PERCENT = re.compile(r"%|процент", re.IGNORECASE)
_CODE = re.compile(
    r"(?<![^\W_])(код|октмо|окато|окпо|инн|кпп|огрн|снилс|бик|id|номер|телефон|code)(?![^\W_])|№", re.IGNORECASE
)
_YEAR = re.compile(r"(\w+ый )?(год|year)(?![^\W_])", re.IGNORECASE)
_IN_GROUPS = re.compile(rf"(?<=\d){wording.NBSP}(?=\d)")


def table_of(frame: pd.DataFrame) -> Table | None:
    """The table; None of one too long to print. A numbering that nobody gave (0, 1, 2 …) is left out."""
    if len(frame) > MOST_ROWS or not len(frame.columns):
        return None
    names, inner, groups = _index(frame)
    columns = [*names, *_columns(frame.columns)]
    digits = _digits(frame, [over for _, over in columns[len(names) :]])
    texts = [words_of(frame.iloc[:, at], digits=digits.get(at)) for at in range(len(frame.columns))]
    aligned = ["left" if is_words(frame.iloc[:, at]) else "right" for at in range(len(frame.columns))]
    shown = [blocks.column(title, align="left", over=over) for title, over in columns[: len(names)]]
    shown += [
        blocks.column(title, align=align, over=over)
        for (title, over), align in zip(columns[len(names) :], aligned, strict=True)
    ]
    lines = list(zip(*inner, *texts, strict=True))
    rows = _rows(lines, groups) if lines else [blocks.row(wording.NO_DATA, kind="group")]
    return blocks.table("", "", shown, rows)


def series_table(series: pd.Series) -> Table | None:
    """A series as a table of one column."""
    name = "Значение" if series.name is None else series.name
    return table_of(series.to_frame(name))


def polars_table(frame: "Polars") -> Table | None:
    return table_of(frame.to_pandas())


def _index(frame: pd.DataFrame) -> tuple[list[tuple[str, str]], list[list[str]], list[str]]:
    """Heads and words of the index columns; the outer storeys of an index of several are names of groups of rows."""
    index = frame.index
    if _is_numbering(index):
        return [], [], []
    levels = [words_of(index.get_level_values(level).to_series(), named=True) for level in range(index.nlevels)]
    head = (_text(index.names[-1]), "")
    outer = [", ".join(parts) for parts in zip(*levels[:-1], strict=True)] if len(levels) > 1 else []
    return [head], [levels[-1]], outer


def _is_numbering(index: pd.Index) -> bool:
    """0, 1, 2 … that nobody gave; a numbering from 1 is somebody's."""
    return isinstance(index, pd.RangeIndex) and index.name is None and index.start != 1


def _columns(columns: pd.Index) -> list[tuple[str, str]]:
    """Title of each column and what stands over it: the name of the columns, or their upper storeys."""
    if not isinstance(columns, pd.MultiIndex):
        return [(_text(column), _text(columns.name)) for column in columns]
    storeys = ([text for part in column if (text := _text(part))] for column in columns)
    return [("".join(parts[-1:]), ", ".join(parts[:-1])) for parts in storeys]


def _digits(frame: pd.DataFrame, overs: list[str]) -> dict[int, int]:
    """Columns of fractions under one head are written alike, but for how many there are: column → digits."""
    alike: dict[str, list[int]] = {}
    for at, over in enumerate(overs):
        values = frame.iloc[:, at]
        counts = COUNT in _name(values).split()
        if over and pd.api.types.is_float_dtype(values) and not counts and not _is_mixed(_known(values)):
            alike.setdefault(over, []).append(at)
    most = {
        over: max(digits_of(_known(frame.iloc[:, at]), _name(frame.iloc[:, at])) for at in places)
        for over, places in alike.items()
    }
    return {at: most[over] for over, places in alike.items() for at in places}


def _known(series: pd.Series) -> list[float]:
    return [float(value) for value in series.dropna()]


def _name(series: pd.Series) -> str:
    """What the column is called, in all storeys of its head."""
    parts = series.name if isinstance(series.name, tuple) else (series.name,)
    return " ".join(str(part) for part in parts if part is not None)


def _text(label: object) -> str:
    if label is None or label is pd.NaT:
        return ""
    return str(label) if isinstance(label, int | np.integer) else word(label)


def _rows(lines: Iterable[tuple[str, ...]], groups: list[str]) -> Iterable[TableRow]:
    last = ""
    for at, line in enumerate(lines):
        if groups and (at == 0 or groups[at] != last):
            last = groups[at]
            yield blocks.row(last, kind="group")
        yield blocks.row(*line)


# ---- values


def is_words(series: pd.Series) -> bool:
    if isinstance(series.dtype, pd.CategoricalDtype):
        return is_words(series.cat.categories.to_series())
    if pd.api.types.is_bool_dtype(series) or (pd.api.types.is_string_dtype(series) and series.dtype != object):
        return True
    numbers = (int, float, np.number, date, pd.Timedelta, pd.Period)
    return series.dtype == object and not all(isinstance(value, numbers) for value in series.dropna())


def words_of(series: pd.Series, *, named: bool = False, digits: int | None = None) -> list[str]:
    """A column as it is printed; ``named``: an index, whose numbers are names and keep their signs.

    ``digits``: how many a fraction has, where its neighbours say so.

    Whole numbers in groups of three, but for codes and years; fractions with a comma, all of a column with the same
    number of digits; those of a column whose name says «%», with one; days as 20.04.2021; «да», «нет»; «нет данных».
    """
    if pd.api.types.is_bool_dtype(series):
        return [wording.NO_DATA if pd.isna(value) else "да" if value else "нет" for value in series]
    if pd.api.types.is_datetime64_any_dtype(series):
        return _moments(series)
    if pd.api.types.is_numeric_dtype(series):
        return _numbers(series, named=named, digits=digits)
    return [word(value) for value in series]


def _moments(series: pd.Series) -> list[str]:
    """Days; with hours where any of them has hours."""
    whole = all(pd.isna(value) or value == value.normalize() for value in series)
    shape = "%d.%m.%Y" if whole else "%d.%m.%Y %H:%M"
    return [wording.NO_DATA if pd.isna(value) else value.strftime(shape) for value in series]


def _numbers(series: pd.Series, *, named: bool, digits: int | None = None) -> list[str]:
    if pd.api.types.is_complex_dtype(series):
        return [word(value) for value in series]
    plain = not named and _are_names(series)
    if pd.api.types.is_integer_dtype(series) or (plain and all(map(float.is_integer, _known(series)))):
        return [wording.NO_DATA if pd.isna(value) else _whole(int(value), plain=named or plain) for value in series]
    if _is_described(series):
        return [word(int(series.iloc[0])), *_numbers(series.iloc[1:], named=named, digits=digits)]
    texts = _fractions(series, digits)
    return [_IN_GROUPS.sub("", text) for text in texts] if plain else texts


def _fractions(series: pd.Series, digits: int | None) -> list[str]:
    name, own = _name(series), pd.get_option("display.float_format")
    if own is not None:
        return [
            wording.NO_DATA if pd.isna(value) else localised(own(value), [float(value)], is_number=True)
            for value in series
        ]
    if digits is None and _is_mixed(_known(series)) and not _PERCENT.search(name):
        return [number(value, _own_digits(value)) for value in series]
    places = digits_of(_known(series), name) if digits is None else digits
    return [number(value, places) for value in series]


def _is_described(series: pd.Series) -> bool:
    """A column of ``describe()``: how many there are, then what they are like."""
    labels = list(series.index[:2])
    return labels == [COUNT, "mean"] and float(series.iloc[0]).is_integer()


def _is_mixed(values: list[float]) -> bool:
    """Counts and shares in one column (a table turned round, ``describe``): no number of digits suits both."""
    sizes = [abs(value) for value in values if value and math.isfinite(value)]
    if not sizes or max(sizes) < MIXED * min(sizes) or pd.get_option("display.precision") != DEFAULT_PRECISION:
        return False
    return max(sizes) >= 100 and any(size < 10 and not size.is_integer() for size in sizes)


def _own_digits(value: float) -> int:
    return digits_of([float(value)]) if pd.notna(value) else 0


def _are_names(series: pd.Series) -> bool:
    """Codes and years are told apart by what the column is called, or by being years all."""
    name, known = _name(series), _known(series)
    earliest = 0 if _YEAR.match(name) else 1900
    return bool(_CODE.search(name)) or (bool(known) and all(earliest <= value <= LATEST for value in known))


def _whole(value: int, *, plain: bool) -> str:
    return str(value).replace("-", wording.MINUS) if plain else wording.integer(value)


def digits_of(values: list[float], name: str = "") -> int:
    """How many digits stand after the comma in a column of these values.

    As few as show them all exactly, three at most for numbers below 1, two below 100, one above; more where the least
    of them would become 0; one where the name says «%», if they are not all below 1. What pandas was told
    (``display.precision``) goes before.
    """
    finite = [abs(value) for value in values if math.isfinite(value)]
    asked = int(pd.get_option("display.precision"))
    if asked != DEFAULT_PRECISION:
        return asked
    largest = max(finite, default=0.0)
    if _PERCENT.search(name) and largest > 1:
        return 1
    most = 3 if largest < 1 else 2 if largest < 100 else 1
    seen = [value for value in finite if not _is_tiny(value)]
    exact = next((digits for digits in range(most) if all(_shows(value, digits) for value in seen)), most)
    least = min(seen, default=1.0)
    return exact if least * 10**exact >= 0.5 else min(MOST_DIGITS, 1 - math.floor(math.log10(least)))


def _shows(value: float, digits: int) -> bool:
    return math.isclose(round(value, digits), value, rel_tol=1e-12, abs_tol=1e-12)


def _is_tiny(value: float) -> bool:
    """0, or too small for the digits of a fraction."""
    return bool(abs(value) * 10**MOST_DIGITS < 0.5)


def number(value: float, digits: int) -> str:
    """«1 234,5»; «∞»; a number too small for its digits as «1,2·10⁻⁹»."""
    if pd.isna(value):
        return wording.NO_DATA
    if math.isinf(value):
        return f"{wording.MINUS if value < 0 else ''}∞"
    if (value and _is_tiny(value)) or abs(value) >= 1e15:
        return _power(float(value))
    return wording.decimal(Fraction(repr(float(value))), digits)


def _power(value: float) -> str:
    mantissa, _, power = f"{value:.1e}".partition("e")
    raised = str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{mantissa.replace('-', wording.MINUS).replace('.', ',')}·10{raised}"


def word(value: object) -> str:
    """One value of a column of mixed kinds, or of a cell that ends with it."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple | set | dict):
        return str(value)
    if pd.isna(value):  # type: ignore[call-overload]  # of anything at all, by pandas' own word
        return wording.NO_DATA
    return next((written(value) for kind, written in _KINDS if isinstance(value, kind)), str(value))


def _interval(value: pd.Interval) -> str:
    """«(17,987; 22,333]»."""
    left, right = ("[" if value.closed_left else "(", "]" if value.closed_right else ")")
    return f"{left}{word(value.left)}; {word(value.right)}{right}"


def _period(value: pd.Period) -> str:
    """«2024», «3 кв. 2024», «09.2024», a day; the first day of anything else."""
    shape = {"Y": "%Y", "Q": f"%q{wording.NBSP}кв. %Y", "M": "%m.%Y"}.get(value.freqstr.partition("-")[0], "%d.%m.%Y")
    return value.strftime(shape)


def _lasting(value: pd.Timedelta) -> str:
    """«1 дн. 06:00:00»; whole days without hours."""
    days, rest = divmod(abs(round(value.total_seconds())), 86400)
    hours = f"{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}" if rest or not days else ""
    text = " ".join(filter(None, [f"{days}{wording.NBSP}дн." if days else "", hours]))
    return f"{wording.MINUS}{text}" if value < pd.Timedelta(0) else text


_KINDS: tuple[tuple[type | tuple[type, ...], Callable[..., str]], ...] = (
    ((bool, np.bool_), lambda value: "да" if value else "нет"),
    ((int, np.integer), lambda value: wording.integer(int(value))),
    ((float, np.floating), lambda value: number(value, digits_of([float(value)]))),
    (datetime, lambda value: _moments(pd.Series([value]))[0]),
    (date, wording.day),
    (pd.Interval, _interval),
    (pd.Period, _period),
    ((timedelta, np.timedelta64), lambda value: _lasting(pd.Timedelta(value))),
    (Decimal, wording.as_given),
)


# ---- a table with a style


class Polars(Protocol):
    """A table of polars, which nothing here needs to know."""

    def to_pandas(self) -> pd.DataFrame: ...


class Styled(Protocol):
    """What is asked of pandas' Styler, whose own types do not tell its data."""

    data: pd.DataFrame

    def to_html(self) -> str: ...


def styled_table(styler: Styled) -> Table | None:
    """A Styler's table: what its author formatted is as he formatted it, the rest as in any table."""
    import lxml.html

    from careerstats.shown import html

    if len(styler.data) > MOST_ROWS:
        return None
    root = lxml.html.fragment_fromstring(styler.to_html(), create_parent="div")
    return _without_numbering(html.table_of(root.find(".//table"), _of_data(styler.data)), styler)


def _of_data(data: pd.DataFrame) -> Callable[["HtmlElement"], str | None]:
    """A cell of pandas' HTML knows its row and column by its class."""
    usual = int(pd.get_option("styler.format.precision"))
    columns = {at: words_of(data.iloc[:, at]) for at in range(data.shape[1])}

    def words(cell: "HtmlElement") -> str | None:
        match = re.search(r"\bdata row(\d+) col(\d+)\b", cell.get("class", ""))
        if not match:
            return None
        row, column = int(match[1]), int(match[2])
        if row >= len(data) or column >= data.shape[1]:
            return None
        value, text = data.iloc[row, column], cell.text_content().strip()
        if not isinstance(value, int | float | np.number) or isinstance(value, bool | np.bool_):
            return text if text not in ("nan", "NaT", "<NA>") and not isinstance(value, date) else columns[column][row]
        untouched = text in ("nan", str(value) if isinstance(value, int | np.integer) else f"{value:.{usual}f}")
        return columns[column][row] if untouched else localised(text, [float(value)], is_number=True)

    return words


def _without_numbering(table: Table, styler: Styled) -> Table:
    """The same without the column of 0, 1, 2 … that nobody asked for."""
    from msgspec.structs import replace

    index = styler.data.index
    kept = not _is_numbering(index) or len(table.columns) == styler.data.shape[1]
    if kept or table.columns[0].title:
        return table
    rows = tuple(row if row.kind == "group" else replace(row, cells=row.cells[1:]) for row in table.rows)
    columns: tuple[Column, ...] = table.columns[1:]
    return replace(table, rows=rows, columns=columns)
