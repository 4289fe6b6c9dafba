"""A measure of last year's plan and its indicator before and after -> whether the plan was reached, and what follows.

Before and after are of the same reporters. That a value rose after a measure does not prove that the measure raised it;
the words of the domain («эффективна») are kept, and a note says this beside them.
"""

from dataclasses import dataclass

from careerstats import reasons, wording
from careerstats.analysis.change import DOWN, UP
from careerstats.analysis.targets import REACHED, SHORT, decimals, share_against_target
from careerstats.analysis.verdicts import SAME
from careerstats.contracts.measures import Conclusion, Counts, Doubt
from careerstats.contracts.values import Value
from careerstats.intake.registers.measure_records import Measure


@dataclass(frozen=True)
class Moved:
    """One indicator of one place in two periods; ``word``: up | down | same | not_comparable, «» if not judged.

    ``doubt``: why it cannot be compared.
    """

    before: Counts | None = None
    after: Counts | None = None
    word: str = ""
    doubt: Doubt | None = None


@dataclass(frozen=True)
class Outcome:
    """``reached``: yes | no, «» where nobody can tell; ``doubt``: why the conclusion is unclear."""

    reached: str
    conclusion: Conclusion
    doubt: Doubt | None = None


def outcome(measure: Measure, moved: Moved, polarity: str) -> Outcome:
    """What came of one measure; each unclear conclusion has its reason."""
    reached, untold = _against_plan(measure, moved, polarity)
    doubt = _not_told(measure) or _not_compared(moved) or untold
    if doubt is None and reached == "no":
        return Outcome(reached, "insufficient")
    doubt = doubt or _not_moved(measure, moved, polarity)
    return Outcome(reached, "unclear" if doubt else "effective", doubt)


def _not_told(measure: Measure) -> Doubt | None:
    if not measure.indicator:
        return Doubt("not_computed" if measure.about else "no_indicator")
    return {"": Doubt("not_told"), "no": Doubt("not_done")}.get(measure.done)


def _not_compared(moved: Moved) -> Doubt | None:
    """Why before and after cannot be set against each other."""
    if moved.word in (UP, DOWN, SAME):
        return None
    return moved.doubt or Doubt("not_judged" if moved.before else "no_past")


def _against_plan(measure: Measure, moved: Moved, polarity: str) -> tuple[str, Doubt | None]:
    """yes | no, or «» and the reason."""
    if measure.plan is None:
        refused = Doubt("plan_refused", f"плановое значение {measure.refused}")
        return "", refused if measure.refused else Doubt("no_plan")
    if moved.after is None:
        return "", Doubt("no_data")
    part, whole = moved.after
    target = share_against_target(part, whole, str(measure.plan), polarity)
    if target.status not in (REACHED, SHORT):
        return "", Doubt("obstacle", target.words)
    digits = max(decimals(measure.plan), 1)  # as both are printed: 54,18 has reached «не ниже 54,2»
    level, goal = (wording.tenths(share, digits) for share in (wording.exact_share(part, whole), measure.plan))
    return ("yes" if (level >= goal if polarity == "high" else level <= goal) else "no"), None


def _not_moved(measure: Measure, moved: Moved, polarity: str) -> Doubt | None:
    """The plan is reached; did the value move at all? To keep a level it need not."""
    good, bad = (UP, DOWN) if polarity == "high" else (DOWN, UP)
    if moved.word == bad:
        return Doubt("fell" if bad == DOWN else "rose")
    return None if moved.word == good or measure.at_least else Doubt("wavers")


def moved_of(row: Value | None) -> Moved:
    """Numbers of the same reporters before and after, and the verdict on the change of a judged row."""
    if row is None:
        return Moved(doubt=Doubt("no_value"))
    after = _counts(row.numerator, row.denominator)
    before = _counts(row.previous_numerator, row.previous_denominator)
    if kept := row.facts.kept:
        before, after = kept[:2], kept[2:]
    judged = row.change in ("", UP, DOWN, SAME)
    return Moved(before, after, row.change, None if judged else Doubt("obstacle", reasons.unchanged(row.facts)))


def _counts(part: int | None, whole: int | None) -> Counts | None:
    return None if part is None or whole is None else (part, whole)
