"""Results -> what the bundle of every notebook begins with."""

from typing import TypedDict

from careerstats import __version__
from careerstats.bundles.numbers import Results
from careerstats.contracts.dataset import Settings
from careerstats.contracts.facts import told_of
from careerstats.contracts.places import URBAN, Named
from careerstats.contracts.settings import NoteSettings
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
