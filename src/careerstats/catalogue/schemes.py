"""self_diagnosis.yaml and profminimum.yaml -> checked editions by year; everything wrong in them is said at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from careerstats.catalogue.loading import read_yaml
from careerstats.catalogue.scheme_checks import RULES, field, of_diagnosis, of_profminimum, shape, twice_in
from careerstats.errors import CatalogueError
from careerstats.model import period_start

_SHIPPED = Path(__file__).parent


@dataclass(frozen=True)
class Ground:
    """Whose a part of the scheme is: ``status`` (official | practice | proposed), its source, what to say with it."""

    status: str
    source: dict[str, Any]
    note: str = ""


@dataclass(frozen=True)
class Rule:
    """A choice the scheme makes, e.g. what an empty item counts."""

    name: str
    ground: Ground


@dataclass(frozen=True)
class Direction:
    """One direction of the self-diagnosis; ``id`` is its variable; ``items``: number → title, where they are known."""

    id: str
    title: str
    short: str
    maximum: int
    items: dict[int, str]


@dataclass(frozen=True)
class Band:
    """A level that begins at ``start`` per cent of the maximum."""

    start: Fraction
    name: str


@dataclass(frozen=True)
class Diagnosis:
    """The self-diagnosis as it is from ``since`` on."""

    since: str
    note: str
    directions: dict[str, Direction]
    directions_ground: Ground
    bands: tuple[Band, ...]
    bands_ground: Ground
    total: Rule
    critical: Rule
    critical_items: frozenset[int]
    empty: Rule

    @property
    def maximum(self) -> int:
        """The greatest sum over all directions."""
        return sum(one.maximum for one in self.directions.values())

    def level(self, share: Fraction) -> str:
        """Name of the band of an exact ``share`` (per cent of the maximum); the boundary belongs to the upper one."""
        return [band.name for band in self.bands if band.start <= share][-1]


@dataclass(frozen=True)
class Level:
    """What a school must run for a level: directions (ids) and hours a school year."""

    name: str
    directions: frozenset[str]
    hours: int


@dataclass(frozen=True)
class Profminimum:
    """The levels as they are from ``since`` on, lowest first; each includes those below it."""

    since: str
    note: str
    polarity: str
    directions: dict[str, str]
    directions_ground: Ground
    hours_ground: Ground
    levels: tuple[Level, ...]
    break_reason: str = ""


Edition = TypeVar("Edition", Diagnosis, Profminimum)


def load_self_diagnosis(overlay: Path | None = None) -> tuple[Diagnosis, ...]:
    """Editions of the self-diagnosis, oldest first; an own file replaces the edition of the same ``since`` or adds one.

    Raises CatalogueError with every mistake found: file, edition, what to write.
    """
    return _load("self_diagnosis.yaml", overlay, of_diagnosis, _diagnosis)


def load_profminimum(overlay: Path | None = None) -> tuple[Profminimum, ...]:
    """Editions of the профминимум, oldest first; overlay and errors as in ``load_self_diagnosis``."""
    return _load("profminimum.yaml", overlay, of_profminimum, _profminimum)


def in_force(editions: Sequence[Edition], period: str | None = None) -> Edition | None:
    """The edition in force at the start of ``period``; the newest if none is named; None where there was none yet."""
    if period is None:
        return editions[-1]
    day = period_start(period)
    return next((one for one in reversed(editions) if period_start(one.since) <= day), None)


def _load(
    name: str,
    overlay: Path | None,
    wrong: Callable[[dict[str, Any], str], list[str]],
    build: Callable[[dict[str, Any]], Edition],
) -> tuple[Edition, ...]:
    found: dict[str, Edition] = {}
    mistakes: list[str] = []
    for path in [_SHIPPED / name, *([overlay] if overlay else [])]:
        entries, here = _entries(path)
        for entry, where in entries:
            bad = wrong(entry, where)
            here += bad
            if not bad:
                found[str(entry["since"])] = build(entry)
        mistakes += here
    if mistakes:
        raise CatalogueError("В описании методики есть ошибки:\n" + "\n".join(f"– {text}" for text in mistakes))
    return tuple(sorted(found.values(), key=lambda one: period_start(one.since)))


def _entries(path: Path) -> tuple[list[tuple[dict[str, Any], str]], list[str]]:
    """Editions of one file, each with its place, and what is wrong with the file as a whole."""
    content = read_yaml(path)
    mistakes = shape(content, {"editions": list}, {}, path.name)
    if mistakes:
        return [], mistakes
    if not content["editions"]:
        mistakes.append(f"{path.name}: нет ни одной редакции, добавьте её в «editions»")
    named = [(one, f"{path.name}, редакция {field(one, 'since')}") for one in content["editions"]]
    twice = twice_in([str(field(one, "since")) for one, _ in named])
    return named, mistakes + [f"{path.name}: редакция {one} записана дважды, оставьте одну" for one in twice]


# ---- the self-diagnosis


def _diagnosis(entry: dict[str, Any]) -> Diagnosis:
    directions = [Direction(**{"items": {}, **one}) for one in entry["directions"]["list"]]
    return Diagnosis(
        since=str(entry["since"]),
        note=entry.get("note", ""),
        directions={one.id: one for one in directions},
        directions_ground=_ground(entry["directions"]),
        bands=tuple(Band(Fraction(str(one["from"])), one["name"]) for one in entry["bands"]["list"]),
        bands_ground=_ground(entry["bands"]),
        critical_items=frozenset(entry["critical"].get("items", [])),
        **{part: Rule(entry[part]["rule"], _ground(entry[part])) for part in RULES},
    )


# ---- the профминимум


def _profminimum(entry: dict[str, Any]) -> Profminimum:
    return Profminimum(
        since=str(entry["since"]),
        note=entry.get("note", ""),
        polarity=entry["polarity"],
        directions=dict(entry["directions"]["list"]),
        directions_ground=_ground(entry["directions"]),
        hours_ground=_ground(entry["hours"]),
        levels=tuple(Level(one["name"], frozenset(one["directions"]), one["hours"]) for one in entry["levels"]),
        break_reason=entry.get("break", {}).get("reason", ""),
    )


def _ground(part: dict[str, Any]) -> Ground:
    return Ground(part["status"], part.get("source", {}), part.get("note", ""))
