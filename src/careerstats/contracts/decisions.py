"""What was decided for a place, as its note has it: findings, targets, pairs for exchange, whom it speaks to."""

from typing import Literal

from careerstats.contracts.facts import Fact, Public


class Finding(Fact, frozen=True, kw_only=True):
    """What one rule says of one municipality, with the figures behind it.

    ``size``: pupils concerned; ``names``: its kind and rule, those of what is told in the same breath too; ``number``:
    in the note of that municipality, «П-1», empty for what is no problem; ``fragile``: a few participants without a
    municipality would change it.
    """

    territory: str
    code: Public[str]
    period: str
    indicator: Public[str]
    rule: Public[str]
    kind: Public[str]
    size: Public[int]
    text: Public[str]
    evidence: str = ""
    confidence: str = ""
    names: Public[tuple[str, ...]] = ()
    fragile: Public[bool] = False
    number: Public[str] = ""


Rule = Literal["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"]
"""Of ``decisions/targets.yaml``, by which a target was set."""


class PathStep(Fact, frozen=True):
    """One year of the way to a goal: ``count`` of ``total`` pupils as they are now."""

    period: Public[str]
    count: Public[int]
    total: Public[int]


class Target(Fact, frozen=True):
    """A proposal, exact: ``count`` of ``total`` pupils, ``people`` more (where low is good: fewer) than now.

    ``kind``: reach (to the level of ``of``: the others, a target that was set, a plan that was missed, last: its
    own of the year before, all), keep (not worse than now).
    ``limited``: the way to that level is longer than one year, and only so much is proposed for the next one; ``path``:
    the years until it is reached, the next one first.
    ``level``: the share aimed at, in tenths of a per cent, where ``count`` reaches it: whole pupils make a little more;
    ``by``: period by the end of which ``count`` is to be reached; ``guide``: a first year without history, «ориентир».
    """

    kind: Public[str]
    count: Public[int]
    total: Public[int]
    people: Public[int] = 0
    of: Public[str] = ""
    limited: Public[bool] = False
    rule: Public[Rule] = "T3"
    path: Public[tuple[PathStep, ...]] = ()
    by: Public[str] = ""
    guide: Public[bool] = False
    level: Public[int | None] = None

    @property
    def next_year(self) -> int:
        """How many more (fewer) the first year of the path brings; the region's goal is the sum of these."""
        return self.people - abs(self.count - self.path[0].count) if self.path else self.people


class Exchange(Fact, frozen=True):
    """``partners`` may be told of practice in ``indicator``, or (``learn``) theirs may be learnt.

    ``code``: whose pair it is, where pairs of a whole region stand together; ``far``: nobody of a similar size is
    there, and the nearest is proposed (to the largest city).
    """

    learn: Public[bool]
    indicator: Public[str]
    partners: Public[tuple[str, ...]]
    code: Public[str] = ""
    far: Public[bool] = False


class ExchangeRules(Fact, frozen=True):
    """Most pairs of a helper and of a learner, how far sizes of a pair may differ (times), whether resources count."""

    helper: Public[int] = 3
    learner: int = 2
    ratio: Public[float] = 2.0
    resources: Public[bool] = False


CauseSource = Literal["form", "plan", "register"]


class Cause(Fact, frozen=True, kw_only=True):
    """What the body ``code`` itself named as the cause of one indicator of one period: never for the public.

    ``kind``: of the closed list (``catalogue/causes.yaml``), «» where its words map to none: then only they, ``text``,
    are told; ``source``: where it was asked; ``document``: of the answer; ``measure``: of the plan, not carried out for
    it; ``who``: position responsible for that measure; ``origin``: file, sheet and cell.
    """

    code: str
    period: str
    indicator: str
    text: str
    document: str = ""
    kind: str = ""
    source: CauseSource = "register"
    measure: str = ""
    who: str = ""
    origin: str = ""


class Addressee(Fact, frozen=True):
    """How a municipality (or the region, ``code``) calls whoever has the role; forms that are not known are empty."""

    code: str
    role: str
    name: str = ""
    genitive: Public[str] = ""
    dative: str = ""
    position: str = ""
