"""Results -> what bundles of several notebooks begin with: the head, names of municipalities, passports."""

from typing import TypedDict

import msgspec

from careerstats import __version__
from careerstats.bundles.numbers import Results
from careerstats.catalogue import Edition
from careerstats.catalogue.entries import REPORTERS
from careerstats.contracts.dataset import Settings
from careerstats.contracts.facts import as_written, told_of
from careerstats.contracts.places import URBAN, Named
from careerstats.contracts.settings import NoteSettings
from careerstats.contracts.values import Passport, Words
from careerstats.formulas import FORMULAS
from careerstats.territories import Territory

SCHEMA = 1


class Head(TypedDict):
    """Fields of ``Bundle`` that every notebook has."""

    schema: int
    version: str
    dataset: str
    period: str
    date: str
    audience: str
    synthetic: bool
    region: Territory
    settings: NoteSettings


def head(results: Results, settings: NoteSettings | None = None) -> Head:
    """Dataset, period, audience, region; ``settings``: what the notebook shows of dataset.yaml, else what is signed."""
    dataset = results.dataset
    return {
        "schema": SCHEMA,
        "version": __version__,
        "dataset": dataset.name,
        "period": dataset.period,
        "date": date_of(results),
        "audience": results.audience,
        "synthetic": dataset.settings.synthetic,
        "region": results.intake.region,
        "settings": settings or signed(dataset.settings),
    }


def signed(settings: Settings) -> NoteSettings:
    """What every signed page shows of dataset.yaml."""
    return NoteSettings(
        title=settings.title,
        programme=settings.programme,
        issuer=settings.issuer,
        signature=settings.signature,
        rules=settings.rules,
    )


def date_of(results: Results) -> str:
    """The day as of which one is late: the dataset's, ISO; empty where it names none."""
    return results.dataset.settings.date


def municipalities_of(results: Results) -> tuple[Named, ...]:
    """What may be said of each municipality by name: towns first, then districts, by code within each."""
    ordered = sorted(results.intake.territories, key=lambda place: (place.kind not in URBAN, place.code))
    return tuple(told_of(Named, place) for place in ordered)


def passport_of(results: Results, id: str) -> Passport:
    """All that a note says of an indicator itself: its names, its formula, where it comes from."""
    indicator = results.catalogue.indicators[id]
    edition = indicator.edition(results.dataset.period)
    assert edition is not None  # only what has a method in the period has values
    return as_written(
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
