"""One row of a weekly bundle -> its share as text and picture print it, never as a target that is not met."""

from fractions import Fraction
from typing import Any

from careerstats import wording

Row = dict[str, Any]


def share(one: Row) -> str:
    """«27,9 %»; empty where the whole is unknown, nought or less than its part."""
    if not one["whole"] or one["count"] > one["whole"]:
        return ""
    return wording.percent(one["count"], one["whole"], _digits(one))


def _digits(one: Row) -> int:
    """One decimal; more where it would print the target that is not met."""
    if not one["remaining"]:
        return 1
    exact, target = wording.exact_share(one["count"], one["whole"]), Fraction(one["target"])
    below = (digits for digits in range(1, 6) if wording.tenths(exact, digits) < wording.tenths(target, digits))
    return next(below, 6)
