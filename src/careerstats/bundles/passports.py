"""An indicator of the catalogue -> all that a note says of the indicator itself."""

from typing import TypedDict

import msgspec

from careerstats.bundles.numbers import Results
from careerstats.catalogue import Edition
from careerstats.catalogue.entries import REPORTERS
from careerstats.contracts.catalogue import Source
from careerstats.contracts.values import Passport, Words
from careerstats.formulas import FORMULAS


def passport_of(results: Results, id: str) -> Passport:
    """All that a note says of an indicator itself: its names, its formula, where it comes from."""
    indicator = results.catalogue.indicators[id]
    edition = indicator.edition(results.dataset.period)
    return Passport(
        id=indicator.id,
        symbol=indicator.symbol,
        title=indicator.title,
        short=indicator.short,
        goal=indicator.goal,
        unit=indicator.unit,
        polarity=indicator.polarity,
        why=indicator.why,
        caveat=indicator.caveat,
        status=indicator.status,
        data=indicator.data,
        words=msgspec.convert(indicator.spoken, Words),
        goal_title=results.catalogue.goals[indicator.goal].title,
        **_formula(results, edition),
    )


class _Formula(TypedDict, total=False):
    """Fields of ``Passport`` that an edition fills; none where there is no method yet."""

    of: dict[str, str]
    part: str
    whole: str
    whole_title: str
    of_people: bool
    formula: str
    per: float
    maximum: float
    bands: tuple[tuple[float, str], ...]
    counting: str
    source: Source


def _formula(results: Results, edition: Edition | None) -> _Formula:
    if edition is None:
        return {}
    return {
        "of": dict(edition.of),
        "part": edition.first,
        "whole": _whole(edition),
        "whole_title": _whole_title(results, edition),
        "of_people": _of_people(results, edition),
        "formula": edition.formula,
        "per": edition.per,
        "maximum": edition.maximum,
        "bands": tuple((band.start, band.name) for band in edition.bands),
        "counting": edition.counting,
        "source": edition.source,
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
