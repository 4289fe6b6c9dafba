"""A project -> what can be chosen on the page: datasets, their periods and municipalities; regions, indicators."""

from dataclasses import dataclass
from pathlib import Path

from careerstats import territories
from careerstats.catalogue import Catalogue, Indicator
from careerstats.errors import CareerstatsError
from careerstats.intake import Dataset, open_dataset
from careerstats.model import names_in_force, period_mistake, period_of, period_start
from careerstats.project import datasets_in

Options = list[tuple[str, str]]
"""What is shown, and what a command takes."""


@dataclass(frozen=True)
class Choice:
    """A dataset; ``problem``: why its dataset.yaml cannot be read, «» where it can."""

    name: str
    title: str
    period: str = ""
    synthetic: bool = False
    periods: tuple[str, ...] = ()
    problem: str = ""

    @property
    def label(self) -> str:
        return f"{self.title} ({self.name})" if self.title != self.name else self.name


def datasets(project: Path) -> list[Choice]:
    """Everything under data/raw that has a dataset.yaml, in order of name."""
    return [described(project, name) for name in datasets_in(project)]


def described(project: Path, name: str) -> Choice:
    """One of them, or what is wrong with it."""
    try:
        dataset = open_dataset(project, name)
    except (CareerstatsError, OSError) as error:
        return Choice(name, name, problem=str(error))
    settings = dataset.settings
    return Choice(name, settings.title, dataset.period, settings.synthetic, tuple(_periods(dataset)))


def _periods(dataset: Dataset) -> list[str]:
    """The newest first. A period that stands in a column is known only after reading, so it is not offered."""
    named = {table.period or dataset.period for table in dataset.tables}
    return sorted(named | {dataset.period}, key=period_start, reverse=True)


def municipalities(project: Path, name: str) -> Options:
    """Those of the dataset's region in its period, by name."""
    try:
        dataset = open_dataset(project, name)
        table = territories.load(dataset.folder)
        places = territories.of_region(dataset.region, names_in_force(dataset.period), table)
    except (CareerstatsError, OSError):
        return []
    return sorted((place.name, place.code) for place in places)


def regions() -> Options:
    """All regions of the country by name, with their codes."""
    return sorted((place.name, place.code) for place in territories.regions(names_in_force(_REGIONS_AS_OF)))


_REGIONS_AS_OF = "2025"
"""Regions are named as then; their municipalities as in the period of the dataset."""


def places(region: str, period: str) -> list[str]:
    """Names of the municipalities that are known of a region; none where the register has none."""
    named = period_of(period)
    when = named if named and not period_mistake(named) else _REGIONS_AS_OF
    return [place.name for place in territories.of_region(region, names_in_force(when))] if region else []


def indicators(catalogue: Catalogue, text: str) -> Options:
    """Those whose number, symbol or title has every word by its beginning, as endings differ; of no words, all."""
    stems = [word[: max(4, len(word) - 2)] for word in text.casefold().replace("ё", "е").split()]
    return [
        (f"{indicator.id} – {indicator.short}", indicator.id)
        for indicator in catalogue.indicators.values()
        if _has(indicator, stems)
    ]


def _has(indicator: Indicator, stems: list[str]) -> bool:
    text = f"{indicator.id} {indicator.symbol} {indicator.short} {indicator.title}".casefold().replace("ё", "е")
    return all(stem in text for stem in stems)
