"""What matters most in a place, in one order: ranked findings with their weight, where inside they sit, stated causes.

Numbers of the place itself, of the others and of the year before stand in its ``Value`` of the same indicator and are
not repeated here. Names of schools and causes are internal: a field that does not say ``Public`` is not published.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from careerstats.contracts.appendices import LEAST
from careerstats.contracts.decisions import Cause
from careerstats.contracts.facts import Fact, Public
from careerstats.contracts.measures import Counts

Kind = Literal["nobody", "stage", "change", "groups", "schools", "level", "target", "plan", "improved", "strength"]
"""What a headline leads with, and so its picture.

nobody: a vulnerable group of whom nobody was reached; stage: the stage at which most are lost; change: worse than in
the year before; groups: two groups of schools that differ more than municipalities do; schools: a few schools make
half of the gap; level: worse than the others; target: short of a target that was set; plan: a measure of the last plan
that was not carried out; improved, strength: better than the year before, than the others.
"""

Certainty = Literal["full", "sure", "likely", "unstable"]
"""full: a full count, nothing is compared; sure: beyond chance; likely: tentative; unstable: hangs on a few."""

Level = Literal["others", "target", "plan"]
"""What a gap is measured to: the level of the others, a target, last year's plan."""

ShortOf = Literal["others", "last", "target", "plan", "all", "own"]
"""Of what so many pupils are short: the level of the others, of the year before, a target, last year's plan, all pupils
(nobody was reached, lost at the stage), the level of the municipality itself (schools below it)."""

Power = Literal["here", "unknown", "elsewhere"]
"""Who can remove the stated cause: somebody of the municipality; nobody named a cause; only the region."""


class Weight(Fact, frozen=True, kw_only=True):
    """Why a headline stands where it stands: ``pupils`` × certainty × power; ``first``: before whatever weighs more.

    ``pupils``: so many are short of ``short_of``; of a strength, so many more than the level of the others would give.
    """

    pupils: Public[int]
    short_of: Public[ShortOf] = "others"
    certainty: Public[Certainty] = "full"
    power: Power = "unknown"
    value: Fraction = Fraction(0)
    first: Public[bool] = False


class Part(Fact, frozen=True, kw_only=True):
    """What one school (of the region: one municipality, by its code) has of a gap or a change, in whole pupils.

    ``people`` above 0 makes it larger, below 0 smaller; ``before``: of the year before, None where it had none.
    """

    name: str
    now: Counts
    before: Counts | None = None
    people: int = 0

    @property
    def is_small(self) -> bool:
        """Whether its shares are not told by themselves, those of now or those of the year before."""
        return min(self.now[1], self.before[1] if self.before else self.now[1]) < LEAST


class Decomposition(Fact, frozen=True, kw_only=True):
    """A gap (``of`` what) or a fall since the year before, over schools: ``people`` = Σ ``parts`` + ``moved``, exactly.

    ``level``: the share it is measured from (the others', the target; its own before); ``people``: how many more would
    give that share now; ``parts``: the largest first; ``moved``: pupils who only changed between schools of unlike
    shares (of a change); ``few``: so many of the first parts make half of it, ``main``: three quarters, 0 where it
    takes more than a few; ``down``: schools whose own share fell (of a change).
    """

    level: Counts
    people: int
    parts: tuple[Part, ...]
    of: Level = "others"
    moved: int = 0
    few: int = 0
    main: int = 0
    down: int = 0


class SchoolGroup(Fact, frozen=True, kw_only=True):
    """Some schools together, by name in the order of their shares."""

    schools: tuple[str, ...]
    numerator: int
    denominator: int


class TwoGroups(Fact, frozen=True, kw_only=True):
    """Schools of one place in two groups; ``people``: more if the lower one had the share of the upper one.

    ``count``: what the place would have then.
    """

    lower: SchoolGroup
    upper: SchoolGroup
    people: int
    count: int


class Stage(Fact, frozen=True, kw_only=True):
    """Two neighbouring known stages: of ``entered`` pupils ``passed`` did, ``lost`` did not.

    ``before``, ``after``: variables; ``indicator``: the share of those who passed, where the note shows it.
    """

    before: Public[str]
    after: Public[str]
    entered: Public[int]
    passed: Public[int]
    indicator: Public[str] = ""

    @property
    def lost(self) -> int:
        return self.entered - self.passed


class LastPlan(Fact, frozen=True, kw_only=True):
    """A gap to the others or a fall since the year before, over schools: ``people`` = Σ ``parts`` + ``moved`` exactly.

    ``done``: yes | partly | no, «» where not told.
    """

    measure: str
    planned: str = ""
    done: str = ""
    reached: str = ""
    document: str = ""


class Untouched(Fact, frozen=True):
    """Schools of ``among`` that have such pupils in which nobody was reached, and how many ``pupils`` they have."""

    schools: int
    among: int
    pupils: int


class Lacking(Fact, frozen=True, kw_only=True):
    """Schools whose own answers show a stated cause: ``schools`` of ``among``, all that answered.

    ``said``: as the kind of cause words it; ``differs``: the body named another number of schools.
    """

    kind: str
    schools: tuple[str, ...]
    among: tuple[str, ...]
    said: str
    differs: bool = False


class Headline(Fact, frozen=True, kw_only=True):
    """One thing that matters in a place, ``number`` 1 the most; of one indicator there is one.

    ``problem``: «П-1» of the findings told with it, «» for what is no problem; ``rules``: their kinds and rules;
    ``people``: pupils concerned; ``base``: how many pupils that is part of; ``stages``: all known ones in their order
    (of a stage); ``named``: schools where nobody was reached; ``untouched``: how many those are, of pupils of whom
    little may be told; ``change``, ``gap``: over schools; ``less``: of two groups of schools, a fall that chance may
    have given, where a few schools make half of it; ``causes``: what the body itself said; ``lacking``: where
    schools say so themselves; ``parallel``: a line beside the stages (parents), which never outranks them; ``places``:
    of the region, codes of the municipalities it is a headline of, those with most pupils first.
    """

    number: Public[int]
    kind: Public[Kind]
    indicator: Public[str]
    weight: Public[Weight]
    people: Public[int] = 0
    base: Public[int] = 0
    problem: Public[str] = ""
    rules: Public[tuple[str, ...]] = ()
    stages: Public[tuple[Stage, ...]] = ()
    stage: Public[Stage | None] = None
    named: tuple[str, ...] = ()
    untouched: Untouched | None = None
    change: Decomposition | None = None
    gap: Decomposition | None = None
    less: Decomposition | None = None
    groups: TwoGroups | None = None
    causes: tuple[Cause, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    plans: tuple[LastPlan, ...] = ()
    parallel: Public[bool] = False
    places: Public[tuple[str, ...]] = ()

    @property
    def is_problem(self) -> bool:
        return self.kind not in ("improved", "strength")


def told_on_page_one(ranked: Sequence[Headline]) -> list[Headline]:
    """The first two problems of a municipality; the others stand in the body."""
    return [headline for headline in ranked if headline.is_problem][:2]


# ---- the region


class CauseCount(Fact, frozen=True, kw_only=True):
    """Causes that the same can remove, over all plans and forms: ``kinds`` of the closed list, ``codes``: who said so.

    ``quotes``: as said; ``lacking``: code → in which of its schools it is by their own answers, of all who answered,
    named the cause or not.
    """

    kinds: tuple[str, ...]
    titles: tuple[str, ...]
    codes: tuple[str, ...]
    quotes: tuple[Cause, ...]
    lacking: dict[str, Lacking] = {}


class MeasureSynthesis(Fact, frozen=True, kw_only=True):
    """One measure over all plans: who carried it out, who did not and why, how the indicator moved for both, in points.

    ``others``: codes of all who did not carry it out, planned or not; ``failed``: who planned it and did not;
    ``mean_done``, ``mean_others``: None where the period before is not comparable; the change is no proof of effect.
    """

    text: str
    indicator: str
    done: tuple[str, ...]
    others: tuple[str, ...]
    failed: tuple[str, ...]
    causes: tuple[CauseCount, ...] = ()
    mean_done: float | None = None
    mean_others: float | None = None


class Copying(Fact, frozen=True, kw_only=True):
    """Who carried a measure out and grew may be copied by who did not."""

    source: str
    learners: tuple[str, ...]
    indicator: str
    measure: str


class Answer(Fact, frozen=True, kw_only=True):
    """What the region's note recommends because of a stated cause (``kind``): to whom, by when, about what."""

    kind: str
    text: str
    position: str
    term: str
    indicator: str


class Synthesis(Fact, frozen=True, kw_only=True):
    """What municipalities said, summed up for the region; the largest measure first.

    ``answers``: of a municipality, what the region recommends because of the causes that it named.
    """

    measures: tuple[MeasureSynthesis, ...] = ()
    causes: tuple[CauseCount, ...] = ()
    copying: tuple[Copying, ...] = ()
    answers: tuple[Answer, ...] = ()
