"""A text that shows a number, and the number -> the text with the comma, the spaces and the minus of the notebook.

«12,436» is twelve thousand to one author and twelve and a half to another: the value says which. A number of the text
that shows no value stays as it is written: it may be the name of an indicator.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from careerstats.wording import MINUS, NBSP

_TOKEN = re.compile(r"(?<![\w.,])[-−+]?\d(?:[\d.,]*\d)?(?:\s?%)?(?!\w)")
_WRITTEN = re.compile(r"([-−+]?)([1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.(\d+))?(\s?%)?")
_OTHER_WAY = str.maketrans(".,", ",.")


@dataclass(frozen=True)
class _Reading:
    """One way to understand a number: how it is printed, what it is, with how many digits after the comma."""

    printed: str
    number: float
    digits: int
    percent: bool

    def shows(self, value: float) -> bool:
        half = 0.5 * 10**-self.digits * (1 + 1e-9)
        return abs(self.number - value) <= half or (self.percent and abs(self.number - 100 * value) <= half)


def localised(text: str, values: Iterable[float], *, is_number: bool = False) -> str:
    """Every number of ``text`` that shows one of the ``values``; ``is_number``: no name stands in it, and a number
    that its author scaled is read as Python writes it, if it can be read in one way only."""
    known = list(values)

    def printed(match: re.Match[str]) -> str:
        readings = list(_readings(match[0]))
        fit = next((reading.printed for reading in readings if any(map(reading.shows, known))), "")
        sure = is_number and readings and (len(readings) == 1 or "," not in match[0])
        return fit or (readings[0].printed if sure else match[0])

    return _TOKEN.sub(printed, text)


def _readings(written: str) -> Iterator[_Reading]:
    """With a point before the fraction, as Python writes it; then with a comma."""
    for text in (written, written.translate(_OTHER_WAY)):
        if match := _WRITTEN.fullmatch(text):
            sign, whole, rest, percent = match.groups(default="")
            number = float(f"{sign.replace(MINUS, '-')}{whole.replace(',', '')}.{rest or '0'}")
            shown = f"{sign.replace('-', MINUS)}{whole.replace(',', NBSP)}{',' if rest else ''}{rest}"
            yield _Reading(f"{shown}{NBSP}%" if percent else shown, number, len(rest), bool(percent))
        if "." not in written and "," not in written:
            return
