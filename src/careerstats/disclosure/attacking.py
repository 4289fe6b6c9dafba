"""Bundles of one audience -> what an attacker could tell of every hidden value from all of them together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from careerstats.catalogue import Edition
from careerstats.catalogue.sensitivity import breakdown_is_sensitive
from careerstats.contracts.published import Version
from careerstats.disclosure.cells import table_of, together
from careerstats.disclosure.closing import before_of, first_of, printed
from careerstats.disclosure.hiding import FEWEST, Thresholds, attack
from careerstats.disclosure.systems import Key, System, room
from careerstats.model import HIDDEN, ROUNDED

Row = dict[str, Any]
Name = tuple[str, str]


@dataclass(frozen=True)
class Guess:
    """Least and greatest number of people that a hidden or rounded value may be, as the published numbers have it."""

    code: str
    indicator: str
    low: int
    high: int
    is_rounded: bool = False

    def gives_away(self, limits: Thresholds) -> bool:
        """Whether a value that the mark allows can be ruled out, or fewer than ``FEWEST`` are left of a rounded one."""
        if self.is_rounded:
            return self.high - self.low + 1 < FEWEST
        return self.low > limits.least or self.high < limits.most


@dataclass(frozen=True)
class Published:
    """What bundles say: (code, indicator) → part and whole (a count has none: None); of hidden ones, nothing.

    ``rounded``: of the shown, those that stand for several.
    """

    shown: dict[Name, tuple[int, int | None]]
    hidden: frozenset[Name]
    rounded: frozenset[Name]
    region: str


def guesses(bundles: Iterable[Row], limits: Thresholds) -> list[Guess]:
    """Every hidden or rounded value with its range, by linear programs over all that the bundles publish."""
    published = collect(bundles)
    system, unknown = _system(published, limits)
    names = sorted(published.hidden | published.rounded)
    ranges = attack(system, unknown, [(*name, "part") for name in names])
    return [Guess(*name, *ranges[(*name, "part")], name in published.rounded) for name in names]


def guesses_together(
    versions: Sequence[Version], editions: Mapping[str, Edition], region: str, limits: Thresholds
) -> list[Guess]:
    """Every number of few children that no version shows, with its range by all of them: what did not change is known
    to be the same, and what did, to have grown or fallen."""
    tables = [table_of(version.rows, editions, region, limits, version=at) for at, version in enumerate(versions)]
    system, moves = together(tables)
    before = before_of(tables, moves)
    first = {key for table in tables for key in first_of(table, limits) if key in before.hidden}
    nearly = {key for table in tables for key in printed(table, before.hidden)} if limits.base else set()
    owners = {key: name for table in tables for name, own in table.cells.items() for key in own.values()}
    ranges = attack(system, before.hidden, sorted((first | nearly) & owners.keys(), key=str))
    return [Guess(*owners[key], *ends, key not in first) for key, ends in ranges.items()]


def collect(bundles: Iterable[Row]) -> Published:
    """Every value in every bundle, wherever it stands."""
    shown: dict[Name, tuple[int, int | None]] = {}
    hidden: set[Name] = set()
    nearly: set[Name] = set()
    region = ""
    for bundle in bundles:
        region = bundle["region"]["code"]
        for name, row in _values(bundle):
            if row.get("status") == HIDDEN:
                hidden.add(name)
            elif row.get("numerator") is not None:
                shown[name] = (row["numerator"], row.get("denominator"))
                nearly |= {name} if row.get("status") == ROUNDED else set()
    return Published(shown, frozenset(hidden), frozenset(nearly), region)


def _values(bundle: Row) -> Iterator[tuple[Name, Row]]:
    own = bundle.get("territory", {}).get("code", "")
    for row in bundle.get("values", []):
        yield (own, row["indicator"]), row
    for id, rows in bundle.get("everyone", {}).items():
        yield from (((row["code"], id), row) for row in rows)
    for id, row in bundle.get("region_values", {}).items():
        yield (bundle["region"]["code"], id), row


def leaks(bundle: Row) -> list[str]:
    """Places of a bundle where a number stands beside the mark of a hidden value."""
    return [
        where
        for where, entry in _entries(bundle, "")
        if entry.get("status") == HIDDEN and any(map(_number, entry.values()))
    ]


def sensitive_parts(bundle: Row) -> list[str]:
    """Places of a bundle where anything is told by an axis that is sensitive: ОВЗ, инвалидность, группа риска."""
    named = ((where, entry.get("axis") or entry.get("breakdown")) for where, entry in _entries(bundle, ""))
    return [where for where, name in named if isinstance(name, str) and breakdown_is_sensitive(name)]


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _entries(value: Any, where: str) -> Iterator[tuple[str, Row]]:
    if isinstance(value, dict):
        yield where, value
        for key, part in value.items():
            yield from _entries(part, f"{where}/{key}")
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _entries(part, f"{where}/{place}")


def _system(published: Published, limits: Thresholds) -> tuple[System, frozenset[Key]]:
    """Unknown numbers of the indicators that have hidden values, and the totals of the region that tie them."""
    ids = {id for _, id in published.hidden | published.rounded}
    values: dict[Key, int] = {}
    equations: list[dict[Key, int]] = []
    unknown: set[Key] = set()
    for id in sorted(ids):
        total = (published.region, id)
        names = [name for name in (*published.shown, *published.hidden) if name[1] == id]
        are_bare = any(published.shown[name][1] is None for name in names if name in published.shown)
        roles = ("part",) if are_bare else ("part", "rest", "whole")
        for name in names:
            cells: dict[Key, int] = {
                (*name, role): amount for role, amount in _amounts(published.shown.get(name, (0, 0))) if role in roles
            }
            values |= cells
            unknown |= set(cells) if name in published.hidden else set()
            if not are_bare:
                equations.append({(*name, "part"): 1, (*name, "rest"): 1, (*name, "whole"): -1})
        places = [name for name in names if name != total]
        if places and total in names:
            equations += [{**{(*name, role): 1 for name in places}, (*total, role): -1} for role in roles]
    nearly = {key: amount for key, amount in values.items() if key[:2] in published.rounded}
    rooms = {key: (0, None) if key[2] == "rest" else room(amount, limits.base) for key, amount in nearly.items()}
    return System(values, equations, dict.fromkeys(values, 1.0), rooms), frozenset(unknown)


def _amounts(numbers: tuple[int, int | None]) -> list[tuple[str, int]]:
    part, whole = numbers[0], numbers[1] or 0
    return [("part", part), ("rest", whole - part), ("whole", whole)]
