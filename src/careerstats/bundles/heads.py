"""Results -> what the bundle of every notebook begins with."""

from typing import TypedDict

from careerstats import __version__
from careerstats.bundles.numbers import Results
from careerstats.contracts.places import Named
from careerstats.contracts.settings import NoteSettings
from careerstats.territories import Territory

SCHEMA = 1

SIGNED = ("title", "programme", "issuer", "signature", "rules")
"""Fields of dataset.yaml that every signed page shows."""

_NAMES = Named.__struct_fields__


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


def head(results: Results, settings: tuple[str, ...] = SIGNED) -> Head:
    """Dataset, period, audience, region and the fields of dataset.yaml that the notebook shows."""
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
        "settings": NoteSettings(**{key: getattr(dataset.settings, key) for key in settings}),
    }


def date_of(results: Results) -> str:
    """The day as of which one is late: the dataset's, ISO; empty where it names none."""
    return results.dataset.settings.date


def municipalities_of(results: Results) -> tuple[Named, ...]:
    """What may be said of each municipality by name."""
    return tuple(Named(**{key: getattr(place, key) for key in _NAMES}) for place in results.intake.territories)
