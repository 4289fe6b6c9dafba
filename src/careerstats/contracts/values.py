"""What is known of indicators: judged values, points to compare with, counts, passports, years, the spread."""

from math import sqrt
from typing import Literal, NamedTuple

from careerstats.contracts.catalogue import Source
from careerstats.contracts.facts import Fact, Public
from careerstats.contracts.rules import Rules

Verdict = Literal["", "below", "above", "same", "not_comparable"]
Direction = Literal["", "up", "down", "same", "not_comparable"]
"""«» where nothing was judged: a region, an earlier period that is not there."""

Grade = Literal["", "inside", "beyond_95", "beyond_99_8"]
"""Beyond which of the two limits of chance a judged row lies; the verdict itself is given by the outer one."""

Quality = Literal["", "full", "checked", "few", "break", "part_missing", "uncovered"]
"""How far a value may be relied on, the worst that holds: whole and equal to a figure printed elsewhere (``checked``),
whole (``full``), of so few pupils that one of them moves it by more than five points, the first after a break of the
series, not of all who should have answered, of too few of them to stand for the place (``Point.uncovered``)."""


class Pair(NamedTuple):
    """Numerator and denominator of a share, both known."""

    numerator: Public[int]
    denominator: Public[int]


def _pair(numerator: int | None, denominator: int | None) -> Pair:
    if numerator is None or denominator is None:
        raise ValueError("the numbers of a share are asked for where they are not known")
    return Pair(numerator, denominator)


Obstacle = Literal[
    "",
    # to a comparison with the others
    "not_a_share", "not_reported", "nobody", "part_over_whole", "uncovered", "few_reported", "all_equal", "few_pupils",
    "few_municipalities", "hidden", "not_compared", "rounded",
    # to a comparison with the period before
    "no_previous", "school_part_over_whole", "few_kept", "few_to_measure", "few_schools", "broken", "base_moved",
]  # fmt: skip
"""Why something was not compared; «» of a row that was compared with the others: chance might give any number."""


class Facts(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What the words of a verdict, a change and a trend rest on beside the numbers of the row itself.

    ``break_reason``: why the series is broken, as the author of the method says it; ``levels``: shares of the reporters
    of both periods, before and after, ``moved``: their difference, both in tenths, as they are printed (None: nothing
    moved); ``shifted``: whether theirs before was another than of all who reported then; ``kept``: their parts and
    wholes, before and after, where these are others than the row's own; ``base``: the same where the whole moved much;
    ``years``: comparable ones, of the trend; ``silent``: names of the schools that should have answered and did not, or
    not so that it can be used; ``waver``: by whose waver the change was judged; ``rules``: the thresholds by which all
    was judged.
    """

    why: Public[Obstacle] = ""
    change_why: Public[Obstacle] = ""
    trend_why: Obstacle = ""
    silent: tuple[str, ...] = ()
    waver: Public[Literal["", "schools", "places"]] = ""
    base: tuple[int, int, int, int] | None = None
    kept: tuple[int, int, int, int] | None = None
    break_reason: Public[str] = ""
    levels: Public[tuple[int, int]] = (0, 0)
    shifted: Public[bool] = False
    moved: Public[int | None] = None
    years: int | None = None
    rules: Public[Rules] = Rules()


class Point(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One indicator of one municipality as others may be set beside it; ranges in pupils.

    ``status``: «hidden» where this audience may not see the numbers, «rounded» where it sees them rounded.
    ``power_low``: the verdict is «same», and half or double the odds of the others would lie inside the range as well:
    too few schools (pupils) to conclude anything.
    """

    code: Public[str] = ""
    status: Public[str] = ""
    numerator: Public[int | None] = None
    denominator: Public[int | None] = None
    verdict: Public[Verdict] = ""
    grade: Public[Grade] = ""
    power_low: Public[bool] = False
    quality: Public[Quality] = ""
    small: Public[bool] = False
    stands_out: Public[bool] = False
    large_gap: bool = False
    range_low: Public[int | None] = None
    range_high: Public[int | None] = None
    change: Public[Direction] = ""
    previous: Public[str] = ""

    @property
    def uncovered(self) -> bool:
        """Whether it rests on too few of the pupils to stand for the place: marked wherever it is printed."""
        return self.quality == "uncovered"

    @property
    def is_guarded(self) -> bool:
        """Hidden or rounded: no sum and no spread can be made of it."""
        return bool(self.status)

    @property
    def is_rounded(self) -> bool:
        return self.status == "rounded"

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
    ``range…``: what chance gives in 998 cases of 1000, ``inner…``: in 95 of 100. ``coverage``: the part (0…1) of the
    pupils whose schools answered, silent ones counted by their last known size. ``tentative``: below or above, and
    chance would give that too among all that the notes compare (pupils as alike as usual where schools are not known).
    The sentences of the table (``reason``, ``change_reason``, ``trend_reason``) are made of ``facts`` by ``reasons``.
    """

    territory: str = ""
    name: Public[str] = ""
    organisation: str = ""
    period: Public[str] = ""
    breakdown: str = ""
    indicator: Public[str] = ""
    edition: str = ""
    value: Public[float | None] = None
    lower: Public[float | None] = None
    upper: Public[float | None] = None
    confidence: float | None = None
    method: str = ""
    reported: Public[int | None] = None
    expected: Public[int | None] = None
    organisations: Public[int | None] = None
    organisations_expected: Public[int | None] = None
    coverage: Public[float | None] = None
    rest_numerator: Public[int | None] = None
    rest_denominator: Public[int | None] = None
    rest: float | None = None
    inner_low: Public[int | None] = None
    inner_high: Public[int | None] = None
    design_effect: Public[float | None] = None
    missing: Public[int | None] = None
    unassigned: Public[int] = 0
    flips_at: Public[int | None] = None
    fragile: Public[bool] = False
    tentative: Public[bool] = False
    previous_numerator: Public[int | None] = None
    previous_denominator: Public[int | None] = None
    previous_verdict: Verdict = ""
    change_points: Public[float | None] = None
    trend: Direction = ""
    facts: Public[Facts] = Facts()

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

    @property
    def past(self) -> Pair:
        """What it is held against: the numbers of the previous period of the schools that answered in both."""
        kept = self.facts.kept
        return Pair(kept[0], kept[1]) if kept else self.before

    @property
    def of_fewer(self) -> bool:
        """Whether the share before is told of the schools of both periods, by which it was another than of all."""
        return self.facts.shifted and not self.is_rounded

    @property
    def is_apart(self) -> bool:
        """Whether the period before is no measure for this one: a broken series, too few schools of both periods."""
        return self.facts.change_why in ("broken", "few_kept")


class Standing(Fact, frozen=True):
    """The place of a municipality by one indicator among ``of`` of them, 1 the best, and between which it may lie."""

    place: int
    best: int
    worst: int
    of: int


class Count(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One number of a municipality; ``origin``: the cell it was read from, ``status``: as in counts.parquet."""

    variable: Public[str]
    value: int | None = None
    status: str = ""
    origin: Public[str] = ""


class RegionCount(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One variable of the region: sum of municipalities, participants of none of them, what the region itself lists.

    ``complete``: every municipality reported; ``value``: what the region is said to have; ``origin``: cell of its list.
    """

    municipalities: int | None = None
    unassigned: Public[int | None] = None
    listed: Public[int | None] = None
    complete: Public[bool] = False
    value: Public[int | None] = None
    origin: str = ""

    @property
    def known(self) -> int:
        """What the region has; to be asked only where it is known."""
        if self.value is None:
            raise ValueError("the total of a variable is asked for where it is not known")
        return self.value


class Published(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A figure of the region as the source printed it; ``share``: per cent in its own digits, of ``share_of``."""

    share: Public[str] = ""
    share_of: Public[str] = ""
    total: Public[int | None] = None


class Spread(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """How far municipalities lie apart (R5): ``phi`` = χ²/(m − 1); two thirds lie from ``low`` to ``high`` per cent.

    ``tested``: False where there was nothing to test (fewer than two municipalities, nobody or everybody everywhere).
    Only where it is True and ``differ`` is False may be said that they differ no more than chance would make them.
    """

    municipalities: int
    phi: Public[float]
    p_value: Public[float]
    tau: Public[float]
    low: Public[float]
    high: Public[float]
    tested: Public[bool] = True

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

    period: Public[str]
    numerator: Public[int]
    denominator: Public[int]
    break_reason: Public[str] = ""


class Series(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The years of one indicator, the oldest first, and those of the region beside a municipality's own."""

    own: Public[tuple[Year, ...]] = ()
    region: Public[tuple[Year, ...]] = ()


class PastCount(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One number of the region in another period than the note's."""

    period: str
    variable: str
    value: int


class Group(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One of four groups of municipalities by two indicators; ``doubtful``: members who may be there by chance."""

    id: Public[str]
    title: Public[str]
    members: Public[tuple[str, ...]] = ()
    doubtful: Public[tuple[str, ...]] = ()


class Part(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Some municipalities by their codes, and their numbers summed up."""

    codes: Public[tuple[str, ...]] = ()
    numerator: Public[int] = 0
    denominator: Public[int] = 0


class Concentration(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Who holds the participants: all together, the first few, the largest one, those under 1 %."""

    numerator: Public[int] = 0
    denominator: Public[int] = 0
    top: Public[Part] = Part()
    largest: Public[Part] = Part()
    under_one: Public[Part] = Part()


class Words(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """How an indicator is spoken of; ``noun``: whom it counts, for 1, 2 and 5 of them; ``left…``: of what remains."""

    topic: Public[str] = ""
    column: Public[str] = ""
    share: Public[str] = ""
    base: Public[str] = ""
    who: Public[str] = ""
    sentence: Public[str] = ""
    region: Public[str] = ""
    verbs: Public[tuple[str, ...]] = ()
    none: Public[str] = ""
    strong: Public[str] = ""
    task: Public[str] = ""
    noun: Public[tuple[str, str, str]] = ("обучающийся", "обучающихся", "обучающихся")
    noun_genitive: Public[tuple[str, str, str]] = ("обучающегося", "обучающихся", "обучающихся")
    left_one: Public[str] = ""
    left_short: Public[str] = ""


class Passport(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """All that a note says of an indicator itself: names, formula, what it counts, where it comes from.

    ``of``: role in the formula → variable; ``part``, ``whole``: the variables of numerator and denominator;
    ``bands``: where each level begins (per cent) and its name; ``per``: base of a rate; ``maximum``: of one score.
    """

    id: str
    symbol: Public[str] = ""
    title: Public[str] = ""
    short: Public[str] = ""
    goal: Public[str] = ""
    goal_title: Public[str] = ""
    unit: Public[str] = ""
    polarity: Public[str] = ""
    why: str = ""
    caveat: Public[str] = ""
    status: Public[str] = ""
    data: Public[str] = ""
    words: Public[Words] = Words()
    of: Public[dict[str, str]] = {}
    part: Public[str] = ""
    whole: Public[str] = ""
    whole_title: Public[str] = ""
    of_people: Public[bool] = True
    formula: Public[str] = ""
    per: Public[int | float] = 1
    maximum: Public[int | float] = 1
    bands: Public[tuple[tuple[int | float, str], ...]] = ()
    counting: Public[str] = ""
    source: Public[Source] = Source()

    @property
    def worse(self) -> str:
        """The verdict that is the bad one, «» where neither side is."""
        return {"high": "below", "low": "above"}.get(self.polarity, "")

    @property
    def better(self) -> str:
        """The verdict that is the good one, «» where neither side is."""
        return {"high": "above", "low": "below"}.get(self.polarity, "")
