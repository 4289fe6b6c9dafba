"""What came of the plan of a place for this period, measure by measure, and the effect of measures that many took."""

from typing import Literal

from careerstats.contracts.facts import Fact, Public

Counts = tuple[int, int]
"""Numerator and denominator."""

Conclusion = Literal["effective", "insufficient", "unclear"]

DoubtKind = Literal[
    "not_computed", "no_indicator", "not_told", "not_done", "no_value", "no_data", "no_past", "not_judged",
    "no_plan", "plan_refused", "fell", "rose", "wavers", "obstacle",
]  # fmt: skip


class Doubt(Fact, frozen=True):
    """Why nobody can say what came of a measure.

    Of the measure: not_computed (its indicator), no_indicator, not_told, not_done, no_plan (no planned value),
    plan_refused (``text`` says why); of the numbers: no_value, no_data, no_past, not_judged, obstacle (``text`` says
    which). The plan is reached, but the value fell, rose or only wavers.
    """

    kind: Public[DoubtKind]
    text: Public[str] = ""


class MeasureOutcome(Fact, frozen=True, kw_only=True):
    """One measure followed by one indicator: what was planned, what was done, before and after.

    ``done``: yes | partly | no, empty where not told; ``about``: an indicator that the program does not compute;
    ``plan``: as it is printed, per cent; ``before``, ``after``: of the same reporters; ``reached``: yes | no, empty
    where nobody can tell.
    """

    text: Public[str]
    responsible: str = ""
    done: Public[str] = ""
    document: str = ""
    why_not: str = ""
    indicator: Public[str] = ""
    about: Public[str] = ""
    plan: Public[str] = ""
    before: Public[Counts | None] = None
    after: Public[Counts | None] = None
    reached: Public[str] = ""
    conclusion: Public[Conclusion]
    doubt: Public[Doubt | None] = None

    @property
    def is_reached_anyway(self) -> bool:
        """The plan is reached, but not by a measure: it was not carried out, or the value only wavers."""
        return self.reached == "yes" and self.doubt is not None and self.doubt.kind in ("not_done", "wavers")


class PlannedValue(Fact, frozen=True):
    """A planned value of a table; ``plan``: as it was written; ``missing``: how many are short of it, 0 if reached."""

    indicator: str
    plan: str
    missing: int | None = None


class PlanSummary(Fact, frozen=True, kw_only=True):
    """How many measures of one municipality were carried out, and how many are effective.

    ``reached_anyway``: none of ``unclear``.
    """

    code: Public[str]
    known: Public[bool]
    measures: Public[int] = 0
    done: Public[int] = 0
    partly: Public[int] = 0
    not_done: Public[int] = 0
    untold: Public[int] = 0
    effective: Public[int] = 0
    insufficient: Public[int] = 0
    reached_anyway: Public[int] = 0
    unclear: Public[int] = 0


class Execution(Fact, frozen=True, kw_only=True):
    """The plan of a place for this period; ``known``: whether one came back; ``dropped``: drafted measures it left out.

    ``municipalities``: of the region alone.
    """

    known: Public[bool]
    dropped: Public[int] = 0
    measures: Public[tuple[MeasureOutcome, ...]] = ()
    municipalities: Public[tuple[PlanSummary, ...]] = ()


LeftOut = Literal["no_plan", "before", "partly", "best", "no_values"]


class MeasureEffect(Fact, frozen=True, kw_only=True):
    """How those who took a measure moved, and those who did not, in percentage points.

    ``others``: did not take it, of them ``failed`` had planned it; ``left_out``: code → why it is neither: its plan is
    not known, the measure was in force before, was taken in part (or nobody says), the share was the best there is in
    all earlier periods, not all periods are known.
    ``moves``: code → this period less the mean of the ``earlier`` ones. ``p`` and what follows it: of the draw by lot,
    absent where nothing was tested; ``smallest``: the least that so many municipalities can give; ``corrected``: for
    the number of measures.
    """

    text: Public[str]
    indicator: Public[str]
    taken: Public[tuple[str, ...]]
    others: Public[tuple[str, ...]]
    failed: Public[tuple[str, ...]] = ()
    left_out: Public[dict[str, LeftOut]] = {}
    moves: Public[dict[str, float]]
    earlier: Public[int]
    mean_taken: Public[float]
    mean_others: Public[float]
    difference: Public[float] = 0.0
    p: Public[float] = 1.0
    smallest: Public[float] = 1.0
    corrected: Public[float] = 1.0


class Effects(Fact, frozen=True, kw_only=True):
    """Of all ``measures`` that anybody took: those tested, those that a return to the mean may explain, the ``few``.

    ``once``: those of which one earlier period is known, so that earlier growth cannot be seen.
    """

    measures: Public[int]
    few: Public[int] = 0
    once: Public[int] = 0
    returning: Public[tuple[MeasureEffect, ...]] = ()
    tested: Public[tuple[MeasureEffect, ...]] = ()
