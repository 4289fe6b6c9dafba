"""A share as printed and the exact one -> how the printed one came about, where half-up rounding does not give it."""

from decimal import Decimal
from fractions import Fraction

from careerstats import wording

SLIPS = {
    "cut": "лишние знаки отброшены, а не округлены",
    "cut_on_the_way": "на единицу последнего знака меньше: похоже, знаки отброшены по ходу расчёта",
    "up": "округлено вверх, хотя отброшенная часть меньше половины последнего знака",
    "of_one": "похоже, указана доля единицы, а не проценты",
    "shifted": "похоже, сдвинута запятая",
    "unlike": "ни округление, ни отбрасывание знаков такого значения не даёт",
}


def slip(exact: Fraction, text: str) -> str:
    """How a printed share came about that half-up rounding does not give: a key of SLIPS; empty where it does."""
    printed, digits = Decimal(text.replace(",", ".")), decimals(text)
    units, cut = int(printed.scaleb(digits)), exact.numerator * 10**digits // exact.denominator
    if units == wording.tenths(exact, digits):
        return ""
    if units in (cut - 1, cut, cut + 1):
        return {cut: "cut", cut - 1: "cut_on_the_way", cut + 1: "up"}[units]
    if printed <= 1 and digits and wording.tenths(exact / 100, digits) == units:
        return "of_one"
    if units > 9 and any(wording.tenths(exact * Fraction(10) ** shift, digits) == units for shift in (-1, 1)):
        return "shifted"
    return "unlike"


def decimals(text: str) -> int:
    return len(text.partition(",")[2])
