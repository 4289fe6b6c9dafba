"""dataset.yaml, targets -> the target share of each indicator and the day by which it is to be reached."""

from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from careerstats.intake import dates
from careerstats.model import period_span

LONGEST = 20
"""Signs of a target: nobody measures more precisely."""


class Target(NamedTuple):
    """``value``: per cent, exactly as written; ``by``: the last day of its term."""

    value: Fraction
    by: date


def mistakes(settings: dict[str, Any]) -> list[str]:
    """What is wrong with ``targets``: indicator → a number, or {value: number, by: date}."""
    given = settings.get("targets", {})
    if not isinstance(given, dict):
        return ["targets: нужны записи «показатель: значение» или «показатель: {value: значение, by: дата}»"]
    return [f"targets, {id}: {text}" for id, one in given.items() if (text := _mistake(one, settings))]


def _mistake(one: Any, settings: dict[str, Any]) -> str:
    if isinstance(one, dict) and ("value" not in one or set(one) - {"value", "by"}):
        return "нужны поля value и (если срок не конец периода) by"
    try:
        _target(one, str(settings["period"]))
    except ValueError as error:
        return str(error)
    return ""


def targets_of(settings: dict[str, Any]) -> dict[str, Target]:
    """Indicator → its target; without a term of its own it is due on the last day of the dataset's period."""
    given = settings.get("targets", {})
    return {str(id): _target(one, str(settings["period"])) for id, one in given.items()}


def _target(one: Any, period: str) -> Target:
    value, by = (one["value"], one.get("by")) if isinstance(one, dict) else (one, None)
    last = period_span(period)[1]
    return Target(_percentage(value), date.fromisoformat(dates.checked(by)) if by else last)


def _percentage(value: Any) -> Fraction:
    """Exactly what is written: 66.7 is 667/10."""
    try:
        goal = Fraction(_plain(str(value).replace(",", ".").strip()))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"целевое значение «{value}» не число; нужны проценты от 0 до 100") from None
    if isinstance(value, bool) or not 0 <= goal <= 100:
        raise ValueError(f"целевое значение «{value}» вне 0…100 %; нужны проценты от 0 до 100")
    return goal


def _plain(text: str) -> str:
    """The text itself, unless it is a power of ten that would be written out: «1e999999999». Raises ValueError."""
    if "e" in text.lower() or len(text) > LONGEST:
        raise ValueError(text)
    return text
