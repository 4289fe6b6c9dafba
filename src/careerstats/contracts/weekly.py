"""Weekly numbers of one municipality or of the region: how many by each day, and how far that is from the target."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from careerstats.contracts.facts import Fact

TOTAL = "total"
"""Code of the sum of all municipalities, where a course has the code of a municipality otherwise."""

FEW, DOWN, STALE = "few", "down", "stale"
"""Why there is no pace: fewer than three snapshots in four weeks, a number that went down, none on the last day."""


class Snapshot(NamedTuple):
    """How many there were in all on one day."""

    day: date
    number: int


class Standing(Fact, frozen=True, kw_only=True):
    """Where one place stands with one indicator.

    ``day``, ``count``: its last snapshot; ``previous``, ``added``: since when and how many, where a number was taken
    back in between since the last one that had not been; ``pace``: people per week;
    ``no_pace``: why it is None; ``goal``, ``remaining``: people that the target means, and how many are lacking;
    ``needed``: people per week to be there in time; ``reach``: the day the target is met at this pace;
    ``still_since``: from when on nobody was added, though somebody remains.
    """

    day: date
    count: int
    previous: date | None = None
    added: int | None = None
    pace: Fraction | None = None
    no_pace: str = ""
    goal: int | None = None
    remaining: int | None = None
    needed: Fraction | None = None
    reach: date | None = None
    still_since: date | None = None


class Course(Standing, frozen=True, kw_only=True):
    """One indicator of one municipality, of their sum (``TOTAL``), or of those who named none (``UNASSIGNED``).

    ``whole``: the denominator of the period; ``target``: per cent; of a sum, ``members``: how many municipalities it
    has, ``late``: those that did not report on the last day, ``back``: whose number went down lately, ``growing``: of
    how many ``added`` is.
    """

    code: str
    indicator: str
    snapshots: tuple[Snapshot, ...]
    whole: int | None = None
    target: Fraction | None = None
    members: int = 0
    late: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    growing: int = 0


class DatedTarget(Fact, frozen=True, kw_only=True):
    """A share to be reached, per cent, and the last day of its term."""

    value: Fraction
    by: date


class Weekly(Fact, frozen=True, kw_only=True):
    """``days``: all on which anybody was asked; ``indicators``: those that can be followed, in the note's order."""

    days: tuple[date, ...] = ()
    indicators: tuple[str, ...] = ()
    courses: tuple[Course, ...] = ()
    targets: dict[str, DatedTarget] = {}

    @property
    def last(self) -> date:
        return self.days[-1]
