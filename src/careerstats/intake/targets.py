"""dataset.yaml, targets -> the target share of each indicator and the day by which it is to be reached."""

from datetime import date
from fractions import Fraction

from careerstats.contracts.dataset import Settings
from careerstats.contracts.settings import Goal
from careerstats.contracts.weekly import DatedTarget
from careerstats.model import period_span


def targets_of(settings: Settings) -> dict[str, DatedTarget]:
    """Indicator → its target in the dataset's period; of several years that of the period, else of the next one.

    Without a term of its own it is due on the last day of the period; where all years are past, there is none.
    """
    return {id: _target(goal, settings.period) for id, goal in settings.targets.items() if goal.of(settings.period)}


def _target(goal: Goal, period: str) -> DatedTarget:
    last = period_span(period)[1]
    ends = sorted(end for year in goal.years if (end := period_span(year)[1]) >= last)
    by = date.fromisoformat(goal.by) if goal.by else next(iter(ends), last)
    return DatedTarget(value=Fraction(goal.of(period)), by=by)
