"""A printed mean, its maximum and a printed percentage -> whether the first two give the third.

A printed mean stands for every mean that rounds to it; a percentage is named as wrong only if none of them gives it.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from careerstats import wording

ROUNDED, MEAN_CUT, PERCENT_CUT, WRONG, UNREADABLE = "rounded", "mean_cut", "percent_cut", "wrong", "unreadable"

_NUMBER = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,6})?) ?%?")


@dataclass(frozen=True)
class Checked:
    """``low`` … ``high``: per cent that the mean gives; ``verdict``, ``text``: whether the printed one is there."""

    direction: str
    verdict: str
    text: str
    low: Fraction = Fraction()
    high: Fraction = Fraction(100)


@dataclass(frozen=True)
class Range:
    """Values a printed number can stand for; a cut number stays below its upper end, a rounded one may reach it."""

    low: Fraction
    high: Fraction
    closed: bool

    def meets(self, other: "Range") -> bool:
        return self.starts_in(other) and other.starts_in(self)

    def starts_in(self, other: "Range") -> bool:
        return self.low < other.high or (self.low == other.high and other.closed)

    def shares(self, maximum: int) -> "Range":
        """Means as per cent of the maximum, at most 100."""
        low, high = (100 * mean / maximum for mean in (self.low, self.high))
        return Range(low, high, self.closed) if high <= 100 else Range(low, Fraction(100), closed=True)


def check_published(
    direction: str, mean_printed: str, maximum: int, percent_printed: str, decimals: int | None = None
) -> Checked:
    """Whether a printed mean and its maximum give the printed percentage.

    ``decimals``: how many decimals of the percentage count (all that are printed by default; 41,60 % in a column where
    every figure ends in 0 has one). Verdicts: ``rounded`` – some mean that rounds to the printed one gives it;
    ``mean_cut`` – only a mean whose further digits were dropped; ``percent_cut`` – only if those of the percentage
    were; ``wrong`` – none; ``unreadable`` – not numbers, or a mean above the maximum.
    """
    mean, percent = number(mean_printed), number(percent_printed)
    unreadable = _why_unreadable(mean_printed, mean, maximum, percent_printed, percent)
    if mean is None or percent is None or unreadable:
        return Checked(direction, UNREADABLE, f"{direction}: {unreadable}")
    digits = decimals_of(percent) if decimals is None else decimals
    means = {"rounded": rounded(mean, decimals_of(mean)), "cut": cut(mean, decimals_of(mean))}
    shares = {key: mean.shares(maximum) for key, mean in means.items()}
    verdict = _verdict(shares, rounded(percent, digits), cut(percent, digits))
    low, high = shares["rounded"].low, shares["rounded"].high
    said = _said(verdict, shares, mean, digits)
    return Checked(direction, verdict, f"{direction}: {plain(percent)}{wording.NBSP}% – {said}", low, high)


def _verdict(shares: dict[str, Range], as_rounded: Range, as_cut: Range) -> str:
    if shares["rounded"].meets(as_rounded):
        return ROUNDED
    if shares["cut"].meets(as_rounded) or shares["cut"].meets(as_cut):
        return MEAN_CUT
    return PERCENT_CUT if shares["rounded"].meets(as_cut) else WRONG


def _said(verdict: str, shares: dict[str, Range], mean: Decimal, digits: int) -> str:
    given = f"среднее {plain(mean)} даёт {span(shares['rounded'], digits)}"
    match verdict:
        case "rounded":
            return f"согласуется: {given}"
        case "mean_cut":
            as_cut = span(shares["cut"], digits)
            return f"получается, только если у среднего знаки отброшены, а не округлены ({as_cut}); округлённое {given}"
        case "percent_cut":
            return f"получается, только если у доли знаки отброшены, а не округлены: {given}"
    none = f"ни одно среднее, которое округляется до {plain(mean)}, такой доли не даёт, с отброшенными знаками – тоже"
    return f"не получается: {given}; {none}"


def number(text: str) -> Decimal | None:
    """«41,60%» → 41.60 with its decimals; None for what is no number of ordinary size."""
    match = _NUMBER.fullmatch(text.replace(wording.NBSP, " ").strip())
    return Decimal(match[1].replace(",", ".")) if match else None


def _why_unreadable(mean: str, m: Decimal | None, maximum: int, percent: str, p: Decimal | None) -> str:
    if m is None or p is None:
        return f"среднее «{mean}» и доля «{percent}»: нужны числа не меньше нуля, доля не сверена"
    if m > maximum:
        return f"среднее {mean} больше наибольшего балла {maximum}, доля не сверена"
    return ""


def decimals_of(number: Decimal) -> int:
    """Digits after the comma, as written."""
    return max(-int(number.as_tuple().exponent), 0)


def rounded(number: Decimal, digits: int) -> Range:
    """All values that round to ``number``, whichever way halves go."""
    half = Fraction(1, 2 * 10**digits)
    return Range(max(Fraction(number) - half, Fraction()), Fraction(number) + half, closed=True)


def cut(number: Decimal, digits: int) -> Range:
    """All values of which ``number`` is left when further digits are dropped."""
    return Range(Fraction(number), Fraction(number) + Fraction(1, 10**digits), closed=False)


def span(shares: Range, digits: int) -> str:
    """«от 57,67 до 58,33 %»: one decimal more than is asked, so that the range can be set against the figure."""
    low, high = (wording.decimal(end, digits + 1) for end in (shares.low, shares.high))
    return f"от {low} до {high}{wording.NBSP}%"


def plain(number: Decimal) -> str:
    """As it was printed, with a comma."""
    return str(number).replace(".", ",")
