"""One territory, or one spelling of it, and the days it is in force."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple, TypeVar

from careerstats.contracts.places import Territory


class Row(NamedTuple):
    """One territory under one code, name and kind, from `since` to `until` inclusive."""

    since: str
    until: str
    territory: Territory


class Alias(NamedTuple):
    """One more spelling of a territory, in use from `since` to `until` inclusive."""

    region: str
    id: str
    alias: str
    since: str = ""
    until: str = ""


_Dated = TypeVar("_Dated", Row, Alias)


def in_force(rows: Iterable[_Dated], when: str) -> Iterator[_Dated]:
    """Rows whose span holds the day; an empty border is open."""
    return (row for row in rows if row.since <= when <= (row.until or "9999"))


def day(on: date | str) -> str:
    """A date -> its ISO text; ISO texts compare as dates do."""
    return (on if isinstance(on, date) else date.fromisoformat(on)).isoformat()[:10]
