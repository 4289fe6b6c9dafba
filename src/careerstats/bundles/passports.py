"""An indicator of the catalogue -> all that a note says of the indicator itself."""

from typing import Any

from careerstats.bundles.numbers import Results
from careerstats.catalogue import Edition
from careerstats.catalogue.entries import REPORTERS
from careerstats.formulas import FORMULAS

Row = dict[str, Any]

_PASSPORT = ("id", "symbol", "title", "short", "goal", "unit", "polarity", "why", "caveat", "status", "data")


def passport_of(results: Results, id: str) -> Row:
    """All that a note says of an indicator itself: its names, its formula, where it comes from."""
    indicator = results.catalogue.indicators[id]
    edition = indicator.edition(results.dataset.period)
    return {
        **{key: getattr(indicator, key) for key in _PASSPORT},
        "words": indicator.spoken,
        "goal_title": results.catalogue.goals[indicator.goal].title,
        "of": edition.of if edition else {},
        "part": edition.first if edition else "",
        "whole": _whole(edition) if edition else "",
        "whole_title": _whole_title(results, edition) if edition else "",
        "of_people": _of_people(results, edition) if edition else True,
        "formula": edition.formula if edition else "",
        "per": edition.per if edition else 1,
        "maximum": edition.maximum if edition else 1,
        "bands": edition.bands if edition else (),
        "counting": edition.counting if edition else "",
        "source": {key: str(value) for key, value in edition.source.items()} if edition else {},
    }


def _whole(edition: Edition) -> str:
    """The denominator: a variable, or the organisations that answered."""
    return edition.of.get("whole") or (REPORTERS if FORMULAS[edition.formula].of_reporters else "")


def _whole_title(results: Results, edition: Edition) -> str:
    variable = results.catalogue.variables.get(edition.of.get("whole", ""))
    return (variable.short or variable.title) if variable else "число организаций, представивших сведения"


def _of_people(results: Results, edition: Edition) -> bool:
    """Whether people are counted, so that «чел.» and «человек» may be said."""
    variable = results.catalogue.variables.get(edition.first)
    return variable is not None and variable.unit in ("person", "teacher")
