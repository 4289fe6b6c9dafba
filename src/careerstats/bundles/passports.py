"""An indicator of the catalogue -> all that a note says of the indicator itself."""

import msgspec

from careerstats.bundles.numbers import Results
from careerstats.catalogue import Edition
from careerstats.catalogue.entries import REPORTERS
from careerstats.contracts.facts import told_of
from careerstats.contracts.values import Passport, Words
from careerstats.formulas import FORMULAS


def passport_of(results: Results, id: str) -> Passport:
    """All that a note says of an indicator itself: its names, its formula, where it comes from."""
    indicator = results.catalogue.indicators[id]
    edition = indicator.edition(results.dataset.period)
    assert edition is not None  # only what has a method in the period has values
    return told_of(
        Passport,
        indicator,
        words=msgspec.convert(indicator.spoken, Words),
        goal_title=results.catalogue.goals[indicator.goal].title,
        of=dict(edition.of),
        part=edition.first,
        whole=_whole(edition),
        whole_title=_whole_title(results, edition),
        of_people=_of_people(results, edition),
        formula=edition.formula,
        per=edition.per,
        maximum=edition.maximum,
        bands=tuple((band.start, band.name) for band in edition.bands),
        counting=edition.counting,
        source=edition.source,
    )


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
