"""One judged row of values -> the Russian words of its verdict (rules R3 and R7)."""

from fractions import Fraction
from typing import Any

from careerstats import wording

Row = dict[str, Any]

_OTHERS = "по остальным муниципальным образованиям в целом"


def unusable(row: Row) -> str:
    """Why this municipality's own numbers cannot be compared; empty if they can."""
    k, n = row["numerator"], row["denominator"]
    if k is None or n is None:
        return "нельзя сравнить: сведения не представлены"
    if n == 0:
        return "нельзя сравнить: знаменатель показателя равен нулю"
    if k > n:
        return f"нельзя сравнить: часть ({wording.integer(k)}) больше целого ({wording.integer(n)})"
    return ""


COVERAGE = 0.8
"""R7: those who answered must have four pupils of five."""


def uncovered(coverage: float | None, organisations: int | None, expected: int | None) -> str:
    """R7: why a municipality whose organisations answered for too few of its pupils cannot be compared."""
    if coverage is None or coverage >= COVERAGE:
        return ""
    share = wording.decimal(Fraction(100 * coverage), 0)
    told = f"нельзя сравнить: сведения представили школы, где учится {share}{wording.NBSP}% обучающихся"
    if organisations is not None and expected is not None:
        told += f" ({wording.integer(organisations)} из {wording.integer(expected)} школ)"
    return f"{told}, нужно не менее {wording.decimal(Fraction(100 * COVERAGE), 0)}{wording.NBSP}%"


def missing(row: Row) -> int | None:
    """M: how many more would give the level of the others; None where it is not below them."""
    if row["verdict"] != "below":
        return None
    return wording.missing_people(row["numerator"], row["denominator"], row["rest_numerator"], row["rest_denominator"])


def reason(row: Row) -> str:
    """The sentence that goes with the verdict, without its subject: «выше, чем по …, на 21,4 п. п.»."""
    match row["verdict"]:
        case "below":
            lacking = wording.counted(row["missing"], *row.get("noun_genitive", wording.OF_PUPIL))
            return f"ниже, чем {_OTHERS}, на {_gap(row)}; до их уровня не хватает {lacking}"
        case "above":
            return f"выше, чем {_OTHERS}, на {_gap(row)}"
        case "same" if row["small"]:
            side = "ниже" if _difference(row) < 0 else "выше"
            return f"немного {side}, отличие меньше десятой доли уровня"
        case "same":
            low, high = wording.integer(row["range_low"]), wording.integer(row["range_high"])
            return f"отличие не больше случайного: при случайном распределении было бы от {low} до {high}"
    return "нельзя сравнить: при такой численности случай мог бы дать любое значение от 0 до 100 %"


def _difference(row: Row) -> wording.Exact:
    return wording.exact_share(row["numerator"], row["denominator"]) - wording.exact_share(
        row["rest_numerator"], row["rest_denominator"]
    )


def _gap(row: Row) -> str:
    return wording.points(_difference(row))
