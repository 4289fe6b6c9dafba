"""What was decided for a place, as its note has it: findings, targets, pairs for exchange, whom it speaks to."""

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


class Target(Fact, frozen=True):
    """A proposal, exact: ``count`` of ``total`` pupils, ``people`` more (where low is good: fewer) than now.

    ``kind``: reach (to the level of ``of``: peers, the others, a target that was set, a plan that was missed), keep
    (not worse than now).
    ``limited``: the way to that level is longer than what one year has ever brought, and only so much is proposed.
    """

    kind: Public[str]
    count: Public[int]
    total: Public[int]
    people: Public[int] = 0
    of: Public[str] = ""
    limited: Public[bool] = False


class Exchange(Fact, frozen=True):
    """``partners`` may be told of practice in ``indicator``, or (``learn``) theirs may be learnt.

    ``code``: whose pair it is, where pairs of a whole region stand together.
    """

    learn: Public[bool]
    indicator: Public[str]
    partners: Public[tuple[str, ...]]
    code: Public[str] = ""


class ExchangeRules(Fact, frozen=True):
    """Most pairs of a helper and of a learner, how far sizes of a pair may differ (times), whether resources count."""

    helper: Public[int] = 3
    learner: int = 2
    ratio: Public[float] = 2.0
    resources: Public[bool] = False


class Cause(Fact, frozen=True):
    """What the body ``code`` itself named as the cause of one indicator of one period, and in which document."""

    code: Public[str]
    period: str
    indicator: Public[str]
    text: Public[str]
    document: Public[str] = ""


class Addressee(Fact, frozen=True):
    """How a municipality (or the region, ``code``) calls whoever has the role; forms that are not known are empty."""

    code: str
    role: str
    name: str = ""
    genitive: Public[str] = ""
    dative: str = ""
    position: str = ""
