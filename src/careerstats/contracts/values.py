"""What is known of indicators: judged values, points to compare with, counts, passports, years, the spread."""

from math import sqrt
from typing import Literal, NamedTuple

from careerstats.contracts.facts import Fact

Verdict = Literal["", "below", "above", "same", "not_comparable"]
Direction = Literal["", "up", "down", "same", "not_comparable"]
"""«» where nothing was judged: a region, an earlier period that is not there."""


class Pair(NamedTuple):
    """Numerator and denominator of a share, both known."""

    numerator: int
    denominator: int


def _pair(numerator: int | None, denominator: int | None) -> Pair:
    if numerator is None or denominator is None:
        raise ValueError("the numbers of a share are asked for where they are not known")
    return Pair(numerator, denominator)


class Point(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One indicator of one municipality as others may be set beside it; ranges in pupils.

    ``status``: «hidden» where this audience may not see the numbers.
    """

    code: str = ""
    status: str = ""
    numerator: int | None = None
    denominator: int | None = None
    verdict: Verdict = ""
    small: bool = False
    stands_out: bool = False
    large_gap: bool = False
    range_low: int | None = None
    range_high: int | None = None
    change: Direction = ""
    previous: str = ""

    @property
    def has_share(self) -> bool:
        """Whether numerator and denominator are known and there is anybody to count."""
        return self.numerator is not None and bool(self.denominator)

    @property
    def own(self) -> Pair:
        """Its own numbers; to be asked only where they are known."""
        return _pair(self.numerator, self.denominator)

    @property
    def limits(self) -> tuple[int, int] | None:
        """The least and the greatest numerator that chance would give."""
        return None if self.range_low is None or self.range_high is None else (self.range_low, self.range_high)

    @property
    def share(self) -> float:
        return self.own.numerator / self.own.denominator


class Value(Point, frozen=True, kw_only=True, omit_defaults=True):
    """One judged row of values.parquet, field by field (``model.VALUE_COLUMNS``): one indicator of one place.

    Shares in per cent, ranges and gaps in pupils; what is not known is None, words that are not there are «».
    """

    territory: str = ""
    name: str = ""
    organisation: str = ""
    period: str = ""
    breakdown: str = ""
    indicator: str = ""
    edition: str = ""
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    confidence: float | None = None
    method: str = ""
    reported: int | None = None
    expected: int | None = None
    organisations: int | None = None
    organisations_expected: int | None = None
    coverage: float | None = None
    rest_numerator: int | None = None
    rest_denominator: int | None = None
    rest: float | None = None
    design_effect: float | None = None
    missing: int | None = None
    unassigned: int = 0
    flips_at: int | None = None
    fragile: bool = False
    reason: str = ""
    previous_numerator: int | None = None
    previous_denominator: int | None = None
    previous_verdict: Verdict = ""
    change_points: float | None = None
    change_reason: str = ""
    trend: Direction = ""
    trend_reason: str = ""

    @property
    def others(self) -> Pair:
        """The numbers of all other municipalities together; known of a judged row."""
        return _pair(self.rest_numerator, self.rest_denominator)

    @property
    def had_share(self) -> bool:
        """Whether there was a share in the previous period."""
        return self.previous_numerator is not None and bool(self.previous_denominator)

    @property
    def before(self) -> Pair:
        """Its numbers of the previous period."""
        return _pair(self.previous_numerator, self.previous_denominator)


class Count(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One number of a municipality; ``origin``: the cell it was read from, ``status``: as in counts.parquet."""

    variable: str
    value: int | None = None
    status: str = ""
    origin: str = ""


class RegionCount(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One variable of the region: sum of municipalities, participants of none of them, what the region itself lists.

    ``complete``: every municipality reported; ``value``: what the region is said to have; ``origin``: cell of its list.
    """

    municipalities: int | None = None
    unassigned: int | None = None
    listed: int | None = None
    complete: bool = False
    value: int | None = None
    origin: str = ""

    @property
    def known(self) -> int:
        """What the region has; to be asked only where it is known."""
        if self.value is None:
            raise ValueError("the total of a variable is asked for where it is not known")
        return self.value


class Published(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A figure of the region as the source printed it; ``share``: per cent in its own digits, of ``share_of``."""

    share: str = ""
    share_of: str = ""
    total: int | None = None


class Spread(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """How far municipalities lie apart (R5): ``phi`` = χ²/(m − 1); two thirds lie from ``low`` to ``high`` per cent.

    ``tested``: False where there was nothing to test (fewer than two municipalities, nobody or everybody everywhere).
    Only where it is True and ``differ`` is False may be said that they differ no more than chance would make them.
    """

    municipalities: int
    phi: float
    p_value: float
    tau: float
    low: float
    high: float
    tested: bool = True

    @property
    def differ(self) -> bool:
        """False: they differ no more than chance would make them, or were not tested; no places and no groups then."""
        return self.tested and self.p_value <= 0.05

    @property
    def times_chance(self) -> float | None:
        """√φ where φ > 2: how many times wider than by chance they lie."""
        return sqrt(self.phi) if self.phi > 2 else None


class Year(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One year of a share; ``break_reason``: why it must not be compared with the last year, «» where it may be."""

    period: str
    numerator: int
    denominator: int
    break_reason: str = ""


class Series(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The years of one indicator, the oldest first, and those of the region beside a municipality's own."""

    own: tuple[Year, ...] = ()
    region: tuple[Year, ...] = ()


class PastCount(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One number of the region in another period than the note's."""

    period: str
    variable: str
    value: int


class Group(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One of four groups of municipalities by two indicators; ``doubtful``: members who may be there by chance."""

    id: str
    title: str
    members: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


class Part(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Some municipalities by their codes, and their numbers summed up."""

    codes: tuple[str, ...] = ()
    numerator: int = 0
    denominator: int = 0


class Concentration(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Who holds the participants: all together, the first few, the largest one, those under 1 %."""

    numerator: int = 0
    denominator: int = 0
    top: Part = Part()
    largest: Part = Part()
    under_one: Part = Part()


class Words(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """How an indicator is spoken of; ``noun``: whom it counts, for 1, 2 and 5 of them; ``left…``: of what remains."""

    topic: str = ""
    column: str = ""
    share: str = ""
    base: str = ""
    who: str = ""
    sentence: str = ""
    region: str = ""
    verbs: tuple[str, ...] = ()
    none: str = ""
    strong: str = ""
    task: str = ""
    noun: tuple[str, str, str] = ("обучающийся", "обучающихся", "обучающихся")
    noun_genitive: tuple[str, str, str] = ("обучающегося", "обучающихся", "обучающихся")
    left: str = ""
    left_one: str = ""
    left_short: str = ""


class Source(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Where a formula comes from."""

    document: str = ""
    item: str = ""
    date: str = ""


class Passport(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """All that a note says of an indicator itself: names, formula, what it counts, where it comes from.

    ``of``: role in the formula → variable; ``part``, ``whole``: the variables of numerator and denominator;
    ``bands``: where each level begins (per cent) and its name; ``per``: base of a rate; ``maximum``: of one score.
    """

    id: str
    symbol: str = ""
    title: str = ""
    short: str = ""
    goal: str = ""
    goal_title: str = ""
    unit: str = ""
    polarity: str = ""
    why: str = ""
    caveat: str = ""
    status: str = ""
    data: str = ""
    words: Words = Words()
    of: dict[str, str] = {}
    part: str = ""
    whole: str = ""
    whole_title: str = ""
    of_people: bool = True
    formula: str = ""
    per: int | float = 1
    maximum: int | float = 1
    bands: tuple[tuple[int | float, str], ...] = ()
    counting: str = ""
    source: Source = Source()
