"""dataset.yaml, targets -> the target share of each indicator and the day by which it is to be reached."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from careerstats.contracts.dataset import Settings
from careerstats.model import period_span


class Target(NamedTuple):
    """``value``: per cent, exactly as written; ``by``: the last day of its term."""

    value: Fraction
    by: date


def targets_of(settings: Settings) -> dict[str, Target]:
    """Indicator → its target; without a term of its own it is due on the last day of the dataset's period."""
    last = period_span(settings.period)[1]
    return {
        id: Target(Fraction(goal.value), date.fromisoformat(goal.by) if goal.by else last)
        for id, goal in settings.targets.items()
    }
