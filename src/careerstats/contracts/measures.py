"""What came of the plan of a place for this period, measure by measure, and the effect of measures that many took."""

from careerstats.contracts.facts import Fact

Counts = tuple[int, int]
"""Numerator and denominator."""


class MeasureOutcome(Fact, frozen=True, kw_only=True):
    """One measure followed by one indicator: what was planned, what was done, before and after.

    ``done``: yes | partly | no, empty where not told; ``about``: an indicator that the program does not compute;
    ``plan``: as it is printed, per cent; ``before``, ``after``: of the same reporters; ``reached``: yes | no, empty
    where nobody can tell.
    """

    text: str
    responsible: str = ""
    done: str = ""
    document: str = ""
    why_not: str = ""
    indicator: str = ""
    about: str = ""
    plan: str = ""
    before: Counts | None = None
    after: Counts | None = None
    reached: str = ""
    conclusion: str
    why: str = ""


class PlanSummary(Fact, frozen=True, kw_only=True):
    """How many measures of one municipality were carried out, and how many are effective."""

    code: str
    known: bool
    measures: int = 0
    done: int = 0
    partly: int = 0
    not_done: int = 0
    untold: int = 0
    effective: int = 0
    insufficient: int = 0
    unclear: int = 0


class Execution(Fact, frozen=True, kw_only=True):
    """The plan of a place for this period; ``known``: whether one came back; ``dropped``: drafted measures it left out.

    ``municipalities``: of the region alone.
    """

    known: bool
    dropped: int = 0
    measures: tuple[MeasureOutcome, ...] = ()
    municipalities: tuple[PlanSummary, ...] = ()


class MeasureEffect(Fact, frozen=True, kw_only=True):
    """How those who took a measure moved, and those who did not, in percentage points.

    ``moves``: code → this period less the mean of the ``earlier`` ones. ``p`` and what follows it: of the draw by lot,
    absent where nothing was tested; ``smallest``: the least that so many municipalities can give; ``corrected``: for
    the number of measures.
    """

    text: str
    indicator: str
    taken: tuple[str, ...]
    others: tuple[str, ...]
    moves: dict[str, float]
    earlier: int
    mean_taken: float
    mean_others: float
    difference: float = 0.0
    p: float = 1.0
    smallest: float = 1.0
    exact: bool = False
    corrected: float = 1.0


class Effects(Fact, frozen=True, kw_only=True):
    """Of all ``measures`` that anybody took: those tested, those that a return to the mean may explain, the ``few``."""

    measures: int
    few: int = 0
    returning: tuple[MeasureEffect, ...] = ()
    tested: tuple[MeasureEffect, ...] = ()
