"""What the appendices of a note say: goals, choices, groups and schools, the self-diagnosis, the профминимум."""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from careerstats.contracts.catalogue import Source
from careerstats.contracts.facts import Fact, Public

# ---- goals


class Goal(Fact, frozen=True, kw_only=True):
    """A goal of the second level, word for word; ``tasks``: level → number and text."""

    id: Public[str]
    title: Public[str]
    rationale: Public[str] = ""
    municipal_goals: Public[tuple[str, ...]] = ()
    tasks: Public[dict[str, tuple[tuple[str, str], ...]]] = {}
    source: Public[Source] = Source()


# ---- choices


class Category(NamedTuple):
    """One category and how many chose it (how many people are in it)."""

    name: Public[str]
    number: Public[int]


class Gap(NamedTuple):
    """A category of which one municipality gave no number."""

    category: Public[str]
    code: Public[str]


class Distribution(Fact, frozen=True, kw_only=True):
    """Numbers of one indicator by category, the largest first; ``region``: category → the region's, in other notes.

    ``people``: the numbers are people, else choices; ``absent``: categories without a number here; ``silent``: in the
    region's internal note, where each is without one. Sensitive quantities have no distribution.
    """

    indicator: Public[str]
    goal: Public[str]
    short: Public[str]
    column: Public[str]
    people: Public[bool] = False
    counting: Public[str] = ""
    caveat: Public[str] = ""
    counts: Public[tuple[Category, ...]]
    region: Public[dict[str, int]] = {}
    absent: Public[tuple[str, ...]] = ()
    silent: tuple[Gap, ...] = ()

    @property
    def total(self) -> int:
        return sum(category.number for category in self.counts)


# ---- groups and schools


class Group(NamedTuple):
    """A part of the pupils, how many of them did what the indicator counts."""

    name: Public[str]
    numerator: Public[int]
    denominator: Public[int]


class Partition(Fact, frozen=True, kw_only=True):
    """A share by the groups of one axis (locality, classes …), beside that of all together, where it is known.

    ``standard``: the share in tenths of a per cent at the structure of all places with the same groups together.
    """

    indicator: Public[str]
    axis: Public[str]
    groups: Public[tuple[Group, ...]]
    numerator: Public[int | None] = None
    denominator: Public[int | None] = None
    standard: int | None = None


LEAST = 10
"""A whole of fewer people is not shown by school, nor is a part of it: one person moves the share by tens of points."""

SMALL, JOINED, NOBODY = "small", "joined", "nobody"
"""Why a school has no numbers though it gave some: too few pupils, counted with other small schools, no pupils."""


class SchoolShare(Fact, frozen=True, kw_only=True):
    """Numbers of a school, or ``why`` it has none; neither where it gave no usable number."""

    numerator: Public[int | None] = None
    denominator: Public[int | None] = None
    why: Public[str] = ""

    @property
    def counts(self) -> tuple[int, int] | None:
        """Both numbers, of a school that has them."""
        return None if self.numerator is None or not self.denominator else (self.numerator, self.denominator)

    @property
    def is_silent(self) -> bool:
        return self.numerator is None and not self.why


class SchoolRow(Fact, frozen=True, kw_only=True):
    """One school, its share of every indicator of the table."""

    name: Public[str]
    shares: Public[tuple[SchoolShare, ...]]


class SchoolTable(Fact, frozen=True, kw_only=True):
    """The schools of one municipality, by name; for its own note alone."""

    indicators: Public[tuple[str, ...]]
    schools: Public[tuple[SchoolRow, ...]]


class CountedSchools(Fact, frozen=True, kw_only=True):
    """Schools there are in a municipality, and how many of them each indicator counts."""

    code: Public[str]
    expected: Public[int]
    counted: Public[tuple[int, ...]]

    @property
    def is_partial(self) -> bool:
        return min(self.counted) < self.expected


class Coverage(Fact, frozen=True, kw_only=True):
    """The region's side: how many schools each indicator counts, where some are missing."""

    indicators: Public[tuple[str, ...]]
    municipalities: Public[tuple[CountedSchools, ...]]


# ---- self-diagnosis


class Attainment(Fact, frozen=True, kw_only=True):
    """What the schools that reported reached in one direction, or in all: points, per cent of the maximum, level.

    ``mean`` and ``share`` are rounded as they are printed, never up to a boundary of levels; None: nobody reported.
    """

    title: Public[str]
    variable: str = ""
    maximum: Public[int]
    mean: Public[Decimal | None] = None
    share: Public[Decimal | None] = None
    region_share: Public[Decimal | None] = None
    level: Public[str] = ""
    reporters: Public[int]
    expected: Public[int]
    remark: Public[str] = ""


class Band(NamedTuple):
    """A level, and the per cent of the maximum at which it begins."""

    start: Public[Fraction]
    name: Public[str]


class SelfDiagnosis(Fact, frozen=True, kw_only=True):
    """``rules``: what empty and critical items counted; ``note``, ``bands_note``: what the scheme itself says."""

    directions: Public[tuple[Attainment, ...]]
    total: Public[Attainment]
    bands: Public[tuple[Band, ...]]
    bands_official: Public[bool] = False
    bands_note: Public[str] = ""
    rules: Public[str] = ""
    note: Public[str] = ""


# ---- профминимум

NOT_REACHED, UNDECIDED = "not_reached", "undecided"
"""Where a school stands that reached no level, or whose level depends on what it did not say."""

NOT_MET, UNPROVED, UNREADABLE = "not_met", "unproved", "unreadable"
"""What is the matter with a claim: not so, cannot be said, names no level."""


class Level(Fact, frozen=True, kw_only=True):
    """A level, the hours of a school year and the directions of work it takes; each includes those below it."""

    name: Public[str]
    hours: Public[int]
    directions: Public[tuple[str, ...]]


class LevelCounts(Fact, frozen=True, kw_only=True):
    """Schools there are, those that reported, and those by where they stand: name of a level, or one of the two."""

    expected: Public[int]
    reporters: Public[int]
    standing: Public[dict[str, int]]


class Claim(Fact, frozen=True, kw_only=True):
    """A level that a school claims and does not bear out: its ``text``, and what it did not say.

    Told to the body above the school only.
    """

    code: str
    school: str
    kind: str
    claimed: str
    unknown: tuple[str, ...] = ()
    text: str


class ProfminimumLevels(Fact, frozen=True, kw_only=True):
    """Schools by level: own beside the region's, or (in the region's note) municipality by municipality."""

    levels: Public[tuple[Level, ...]]
    counts: Public[LevelCounts]
    region: Public[LevelCounts | None] = None
    municipalities: Public[dict[str, LevelCounts]] = {}
    claims: tuple[Claim, ...] = ()
    note: Public[str] = ""
    break_reason: Public[str] = ""


class Appendices(Fact, frozen=True, kw_only=True):
    """The appendices that have data; a part without any is empty."""

    goals: Public[tuple[Goal, ...]] = ()
    preferences: Public[tuple[Distribution, ...]] = ()
    partitions: Public[tuple[Partition, ...]] = ()
    self_diagnosis: Public[SelfDiagnosis | None] = None
    profminimum: Public[ProfminimumLevels | None] = None
    schools: Public[SchoolTable | None] = None
    coverage: Public[Coverage | None] = None
