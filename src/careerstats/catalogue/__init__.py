"""YAML of the methods -> goals, variables and indicators with their passports, editions and worked examples."""

from careerstats.asking import explained
from careerstats.catalogue.entries import Edition, Goal, Indicator, Value, Variable
from careerstats.catalogue.integration import Match, integrate
from careerstats.catalogue.loading import Catalogue, load, load_list

__all__ = [
    "Catalogue",
    "Edition",
    "Goal",
    "Indicator",
    "Match",
    "Value",
    "Variable",
    "indicator",
    "integrate",
    "load",
    "load_list",
]


@explained("cs.indicator")
def indicator(id: str | float) -> Indicator:
    """The shipped indicator called ``id`` (or its symbol), ready to ``compute``; a misspelt id is met with hints."""
    return load().indicator(id)
