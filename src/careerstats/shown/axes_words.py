"""Axes of a figure -> the same, with numbers and days along them written in the notebook's language.

What an author set (digits, per cent, how often) stays; names along an axis stay as they are.
"""

import re
from collections.abc import Callable, Iterable

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.dates import AutoDateFormatter, ConciseDateFormatter, DateFormatter
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

from careerstats import wording
from careerstats.shown.formatted import localised

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


def speak(axes: Axes) -> None:
    """Change the formatters of all axes, of three dimensions too."""
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
