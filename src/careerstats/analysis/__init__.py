"""Counts and catalogue -> values with verdicts; published figures -> what does not come out again."""

from careerstats.analysis.reconciliation import reconcile
from careerstats.analysis.spread import spread_of
from careerstats.analysis.values import compute_values
from careerstats.contracts.values import Spread

__all__ = ["Spread", "compute_values", "reconcile", "spread_of"]
