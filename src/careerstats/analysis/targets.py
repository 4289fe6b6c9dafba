"""A value and its target -> reached, short by so many pupils, or not comparable; always with the Russian reason."""

from fractions import Fraction
from math import ceil, isnan
from typing import NamedTuple

from careerstats import wording
from careerstats.analysis.verdicts import NOT_COMPARABLE
from careerstats.formulas import Given, floats
from careerstats.intervals import proportion_interval

REACHED, SHORT, UNCLEAR = "reached", "short", "unclear"

NONE = "нельзя сравнить с целевым значением: "


class Target(NamedTuple):
    """``status``: reached | short | unclear | not_comparable; ``missing``: pupils (places …), if short.

    ``words``: of the status; of what cannot be compared, the obstacle alone.
    """

    status: str
    missing: int | None
    words: str

    @property
    def reason(self) -> str:
        return f"{NONE}{self.words}" if self.status == NOT_COMPARABLE else self.words


def share_against_target(part: Given, whole: Given, target: float | str | Fraction, polarity: str = "high") -> Target:
    """A share of a full count against a ``target`` in per cent: decided on exact counts, on the target is reached.

    Short by M: with polarity high so many more are needed, with low so many fewer. ``target``: a number or a string
    («66,7» and 66.7 are exactly 667/10). Raises ValueError for a target that is no percentage and a negative count.
    """
    goal, (k, n) = percentage(target), _counts(part, whole)
    why = _why_not(k, n, polarity)
    if k is None or n is None or why:
        return Target(NOT_COMPARABLE, None, why)
    return _judged(k - n * goal / 100, goal, polarity)


def _judged(beyond: Fraction, goal: Fraction, polarity: str) -> Target:
    """``beyond``: pupils above the target (below: negative)."""
    lacking = ceil(-beyond) if polarity == "high" else ceil(beyond)
    if lacking <= 0:
        return Target(REACHED, None, f"{_goal(goal)} достигнуто")
    pupils = wording.pupils_genitive(lacking)
    words = f"не хватает {pupils}" if polarity == "high" else f"нужно на {pupils} меньше"
    return Target(SHORT, lacking, f"{not_reached(goal)}: {words}")


def _goal(goal: Fraction) -> str:
    return f"целевое значение {printed(goal)}{wording.NBSP}%"


def not_reached(goal: Fraction) -> str:
    """«целевое значение 60 % не достигнуто»."""
    return f"{_goal(goal)} не достигнуто"


def sample_against_target(
    part: Given, whole: Given, target: float | str | Fraction, polarity: str = "high", confidence: float = 0.95
) -> Target:
    """A share of a sample (survey) against a target in per cent: decided by its Wilson interval.

    «unclear» where the target lies inside. Raises ValueError as ``share_against_target``.
    """
    goal, (k, n) = percentage(target), _counts(part, whole)
    why = _why_not(k, n, polarity)
    if why:
        return Target(NOT_COMPARABLE, None, why)
    lower, upper = (float(floats(limit)) for limit in proportion_interval(float(k or 0), float(n or 0), confidence))
    return interval_against_target(lower, upper, float(goal), polarity)


def interval_against_target(lower: float, upper: float, target: float, polarity: str = "high") -> Target:
    """An interval against a target: from it on it lies above, wholly under it below, else it is unclear.

    Source: Fingertips, SingleValueTargetComparer with UseCIsForLimitComparison.
    """
    if polarity not in _POLARITIES or isnan(lower) or isnan(upper):
        return Target(NOT_COMPARABLE, None, _unjudged(polarity) or "сведения не представлены")
    if lower < target <= upper:
        return Target(UNCLEAR, None, "по этой выборке нельзя сказать, достигнуто ли целевое значение")
    reached = (lower >= target) == (polarity == "high")
    words = "целевое значение достигнуто" if reached else "целевое значение не достигнуто"
    return Target(REACHED if reached else SHORT, None, f"{words} (с учётом объёма выборки)")


_POLARITIES = ("high", "low")


def _unjudged(polarity: str) -> str:
    return "" if polarity in _POLARITIES else "показатель не оценивается как «больше – лучше» или «меньше – лучше»"


def _why_not(k: Fraction | None, n: Fraction | None, polarity: str) -> str:
    if _unjudged(polarity):
        return _unjudged(polarity)
    if k is None or n is None:
        return "сведения не представлены"
    if n == 0:
        return "знаменатель показателя равен нулю"
    return "часть больше целого" if k > n else ""


def _counts(part: Given, whole: Given) -> tuple[Fraction | None, Fraction | None]:
    values = [float(floats(count)) for count in (part, whole)]
    if any(number < 0 for number in values):
        raise ValueError(f"число обучающихся меньше нуля: {part} из {whole}; нужно число от 0")
    k, n = (None if isnan(number) else Fraction(number) for number in values)
    return k, n


def percentage(target: float | str | Fraction) -> Fraction:
    """Exactly what is written: 66.7 is 667/10, not the nearest binary number."""
    try:
        goal = Fraction(str(target).replace(",", "."))
    except ValueError:
        raise ValueError(f"целевое значение «{target}» не число; нужны проценты от 0 до 100") from None
    if not 0 <= goal <= 100:
        raise ValueError(f"целевое значение {target} вне 0…100 %; нужны проценты от 0 до 100")
    return goal


def printed(goal: Fraction) -> str:
    """With as many decimals as it was given: a rounded target would be another target."""
    return wording.decimal(goal, decimals(goal))


def decimals(value: Fraction) -> int:
    """With how many decimals it was written, at most four."""
    return next((digits for digits in range(4) if (value * 10**digits).denominator == 1), 4)
