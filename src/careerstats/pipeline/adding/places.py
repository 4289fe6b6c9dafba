"""A project and a dataset -> what a file is held against: names of municipalities, the catalogue, earlier entries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from careerstats import catalogue as catalogues
from careerstats.catalogue import Catalogue
from careerstats.contracts.numbers import Column
from careerstats.intake import Dataset, open_dataset
from careerstats.intake.heads import SEPARATOR
from careerstats.intake.organisations import Register
from careerstats.intake.owners import Known, known_to
from careerstats.intake.reading import meanings_of
from careerstats.intake.tables import Meanings as Units
from careerstats.intake.units import is_only_unit
from careerstats.model import period_mistake, period_of
from careerstats.pipeline.adding.meanings import Meanings, plain
from careerstats.territories import Territory

Answers = Mapping[str, str]
"""What a person has answered: key of a question, or of a step → the value of a choice, or a text."""


@dataclass(frozen=True)
class Place:
    """A dataset that files are added to; ``meanings``: what headings may mean in it; ``ignored``: those never read.

    ``needed``: variables without which its indicators cannot be computed; those of its packs are only welcome.
    ``twice``: plain heading → the second variable that an entry has its column for.
    """

    dataset: Dataset
    catalogue: Catalogue
    known: Known
    units: Units
    meanings: Meanings
    needed: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    twice: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def wholes(self) -> frozenset[str]:
        """Variables that are only what shares are shares of."""
        editions = [edition for indicator in self.catalogue.indicators.values() for edition in indicator.editions]
        roles = {(role, variable) for edition in editions for role, variable in edition.of.items() if variable}
        return frozenset({id for role, id in roles if role == "whole"} - {id for role, id in roles if role != "whole"})

    def municipality(self, text: str) -> str:
        """Code of the municipality of that name; empty where it is nobody's, or the region's."""
        is_code = len(text) >= _CODE and text.isdecimal()
        if not 2 < len(text) < _LONGEST or not (is_code or any(map(str.isalpha, text))):
            return ""
        territory = self.known.find(text, self.dataset.period)
        return territory.code if isinstance(territory, Territory) and territory.kind != "region" else ""

    def school(self, text: str) -> bool:
        """Whether the register has an organisation of that id or name."""
        register: Register = self.known.register
        return text in register.by_id or bool(register.called(text))


_LONGEST, _CODE = 120, 7
"""Signs of a name of a municipality; digits of a code less a lost zero."""


def at(project: Path, name: str) -> Place:
    """Raises UsageError for an unknown dataset, DatasetError and CatalogueError for one that cannot be used."""
    dataset = open_dataset(project, name)
    catalogue = catalogues.load(dataset.catalogue)
    known = known_to(dataset)
    needed = _needed(dataset, catalogue)
    welcome = _of_indicators(dataset, catalogue, catalogue.in_packs(dataset.settings.packs))
    earlier = {text: id for text, id in _earlier(dataset).items() if id in catalogue.variables}
    meanings = Meanings(catalogue, earlier, needed | welcome)
    ignored = frozenset(title for table in dataset.tables for title in table.ignore)
    twice = {plain(SEPARATOR.join(column.path)): column.variable for column in _second(dataset)}
    return Place(dataset, catalogue, known, meanings_of(catalogue), meanings, needed, ignored, twice)


def _second(dataset: Dataset) -> list[Column]:
    """Columns of entries that stand where another of the same entry does."""
    return [
        column
        for table in dataset.tables
        for column in table.columns.values()
        if column.variable and SEPARATOR.join(column.path) in table.columns
    ]


def _earlier(dataset: Dataset) -> dict[str, str]:
    """Plain heading → the variable that an entry of the dataset has it for; none where two entries disagree."""
    described: dict[str, set[str]] = {}
    second = _second(dataset)
    for table in dataset.tables:
        for title, column in table.columns.items():
            if column.variable and not column.breakdown and not column.sum and column not in second:
                for text in {title, _without_units(title), " / ".join(column.path)} - {""}:
                    described.setdefault(plain(text), set()).add(column.variable)
    for form in dataset.settings.forms:
        for variable in (*form.variables, *form.municipal):
            if isinstance(variable, dict):
                for id, title in variable.items():
                    described.setdefault(plain(title), set()).add(id)
    return {text: next(iter(ids)) for text, ids in described.items() if len(ids) == 1}


def _without_units(title: str) -> str:
    """The path of a heading without «чел.» at its end, which says how it counts and not what."""
    return SEPARATOR.join(part for part in title.split(SEPARATOR) if not is_only_unit(part))


def _needed(dataset: Dataset, catalogue: Catalogue) -> frozenset[str]:
    """Variables of the dataset's indicators, and those that its tables have already; those of no catalogue are told
    by ``check``.
    """
    described = {column.variable for table in dataset.tables for column in table.columns.values()}
    return frozenset(_of_indicators(dataset, catalogue, dataset.settings.indicators) | described) & set(
        catalogue.variables
    )


def _of_indicators(dataset: Dataset, catalogue: Catalogue, ids: Iterable[str]) -> set[str]:
    editions = [edition for id in ids if (edition := catalogue.indicator(id).edition(dataset.period))]
    return {variable for edition in editions for variable in edition.variables}


def is_period(text: str) -> bool:
    """Whether a person wrote a period: 2024, 2024/25, 2024/2025."""
    return not period_mistake(period_of(text))
