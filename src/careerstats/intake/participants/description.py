"""An entry of ``participants`` in dataset.yaml and the passports of its variables -> what is counted in which file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from careerstats.contracts.numbers import GRADES, PARTICIPATION, PERSON, Count, Participants, Person

Condition: TypeAlias = str | list[object] | dict[str, list[object]]
"""A list of values, {кроме: list}, or one of the words EMPTY, FILLED, POSITIVE; always of one column."""


@dataclass(frozen=True)
class Wanted:
    """One thing to count; ``at_least`` different participations; ``grades``: first and last, None where any."""

    variable: str
    distinct: str = PERSON
    where: Mapping[str, Condition] = field(default_factory=dict)
    at_least: int = 1
    grades: tuple[int, int] | None = None

    @property
    def by_event(self) -> bool:
        """Whether it takes more than knowing the person and the place."""
        return self.distinct == PARTICIPATION or self.at_least > 1


@dataclass(frozen=True)
class Entry:
    """One export: its files (parts of one list), its columns, what to keep and what to count."""

    files: tuple[str, ...]
    person: Person
    counts: tuple[Wanted, ...]
    period: str
    sheet: str = ""
    skip: int = 0
    source: str = ""
    as_of: str = ""
    organisation: str = ""
    territory: str = ""
    grade: str = ""
    ovz: str = ""
    event: tuple[str, ...] = ()
    day: str = ""
    filters: Mapping[str, Condition] = field(default_factory=dict)

    @property
    def categories(self) -> tuple[str, ...]:
        """Titles of the columns that hold few different texts, each once."""
        named = [self.organisation, self.territory, self.grade, self.ovz, *self.event, self.day, *self.filters]
        named += [title for wanted in self.counts for title in wanted.where]
        return tuple(dict.fromkeys(title for title in named if title))

    @property
    def name(self) -> str:
        """All its files, as messages and origins call them."""
        return ", ".join(self.files)


def entry_of(given: Participants, period: str, grades: Mapping[str, str]) -> Entry:
    """What is counted; ``grades``: variable → «6-11» of its passport, used where the entry says none."""
    same = ("person", "sheet", "skip", "source", "as_of", "organisation", "territory", "grade", "ovz", "event", "day")
    return Entry(
        files=given.file,
        counts=tuple(_wanted(count, grades) for count in given.counts),
        period=given.period or period,
        filters=given.filters,
        **{name: getattr(given, name) for name in same},
    )


def _wanted(count: Count, grades: Mapping[str, str]) -> Wanted:
    span = _span(count.grades or grades.get(count.variable, "any"))
    return Wanted(count.variable, count.distinct, count.where, count.at_least, span)


def _span(grades: str) -> tuple[int, int] | None:
    match = GRADES.fullmatch(grades)
    return (int(match[1]), int(match[2] or match[1])) if match else None
