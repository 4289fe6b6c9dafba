"""A measure of last year's plan and its indicator before and after -> whether the plan was reached, and what follows.

Before and after are of the same reporters. That a value rose after a measure does not prove that the measure raised it;
the words of the domain («эффективна») are kept, and a note says this beside them.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from careerstats import reasons, wording
from careerstats.analysis.change import DOWN, UP
from careerstats.analysis.targets import REACHED, SHORT, share_against_target
from careerstats.analysis.verdicts import NOT_COMPARABLE, SAME
from careerstats.intake.registers.measure_records import Measure

EFFECTIVE, INSUFFICIENT, UNCLEAR = "эффективна", "недостаточно", "оценить нельзя"

Counts = tuple[int, int]
Row = dict[str, Any]


@dataclass(frozen=True)
class Moved:
    """One indicator of one place in two periods: ``word``: up | down | same | not_comparable, «» if not judged."""

    before: Counts | None = None
    after: Counts | None = None
    word: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Outcome:
    """``reached``: yes | no, «» where nobody can tell; ``why``: goes with «оценить нельзя»."""

    measure: Measure
    moved: Moved
    reached: str
    conclusion: str
    why: str = ""


def outcome(measure: Measure, moved: Moved, polarity: str) -> Outcome:
    """What came of one measure; each «оценить нельзя» has its reason."""
    status, said = _against_plan(measure, moved, polarity)
    reached = {REACHED: "yes", SHORT: "no"}.get(status, "")
    why = _not_told(measure) or _not_compared(moved) or (said if not reached else "")
    if why:
        return Outcome(measure, moved, reached, UNCLEAR, why)
    if reached == "no":
        return Outcome(measure, moved, reached, INSUFFICIENT)
    doubt = _doubt(measure, moved, polarity)
    return Outcome(measure, moved, reached, UNCLEAR if doubt else EFFECTIVE, doubt)


def _not_told(measure: Measure) -> str:
    if not measure.indicator:
        return "показатель программой не рассчитывается" if measure.about else "показатель не назван"
    return {"": "сведений об исполнении нет", "no": "мера не исполнена"}.get(measure.done, "")


def _not_compared(moved: Moved) -> str:
    """Why before and after cannot be set against each other; empty where they can."""
    if moved.word in (UP, DOWN, SAME):
        return ""
    if moved.word == NOT_COMPARABLE:
        return moved.reason
    unjudged = "изменение не оценивается: обычные колебания не измерены" if moved.before else ""
    return moved.reason or unjudged or "сведений за предыдущий период нет"


def _against_plan(measure: Measure, moved: Moved, polarity: str) -> tuple[str, str]:
    """Status of analysis.targets and the reason where there is none."""
    if measure.plan is None:
        return "", "плановое значение не установлено"
    if moved.after is None:
        return "", "сведения не представлены"
    part, whole = moved.after
    found = share_against_target(part, whole, str(measure.plan), polarity)
    if found.status not in (REACHED, SHORT):
        return "", found.reason.removeprefix("нельзя сравнить с целевым значением: ")
    digits = max(decimals(measure.plan), 1)  # as both are printed: 54,18 has reached «не ниже 54,2»
    level, goal = (wording.tenths(one, digits) for one in (wording.exact_share(part, whole), measure.plan))
    return (REACHED if (level >= goal if polarity == "high" else level <= goal) else SHORT), ""


def decimals(value: Fraction) -> int:
    """With how many decimals a plan was written, at most four."""
    return next((one for one in range(4) if (value * 10**one).denominator == 1), 4)


def _doubt(measure: Measure, moved: Moved, polarity: str) -> str:
    """The plan is reached; did the value move at all? To keep a level it need not."""
    good, bad = (UP, DOWN) if polarity == "high" else (DOWN, UP)
    if moved.word == bad:
        return f"плановое значение достигнуто, но показатель {'снизился' if bad == DOWN else 'вырос'}"
    if moved.word == good or measure.at_least:
        return ""
    return "изменение не больше обычных колебаний"


def moved_of(values: pd.DataFrame, code: str, indicator: str, period: str) -> Moved:
    """Numbers of the same reporters before and after, and the verdict on the change that values.parquet holds."""
    ours = values[(values["indicator"] == indicator) & (values["code"] == code) & (values["breakdown"] == "")]
    now = ours[(ours["organisation"] == "") & (ours["period"] == period)]
    if now.empty:
        return Moved(reason="показатель не рассчитан")
    row = _plain(now.iloc[0])
    after = _counts(row["numerator"], row["denominator"])
    before = _counts(row["previous_numerator"], row["previous_denominator"])
    word = str(row["change"] or "")
    if word not in (UP, DOWN, SAME):
        return Moved(before, after, word, reasons.unchanged(row["facts"]) if word else "")
    same = _same_reporters(ours[ours["organisation"] != ""], str(row["previous"]), period)
    for pair in (same, (before, after)):
        if _explains(pair, row["change_points"]):
            return Moved(*pair, word)
    return Moved(before, after, NOT_COMPARABLE, "состав представивших сведения изменился")


def _same_reporters(schools: pd.DataFrame, earlier: str, later: str) -> tuple[Counts | None, Counts | None]:
    """Sums over the schools that reported pupils in both periods."""
    known = schools[schools["numerator"].notna() & (schools["denominator"] > 0)]
    parts = [known[known["period"] == period].set_index("organisation") for period in (earlier, later)]
    both = parts[0].index.intersection(parts[1].index)
    if both.empty:
        return None, None
    sums = [(int(part.loc[both, "numerator"].sum()), int(part.loc[both, "denominator"].sum())) for part in parts]
    return sums[0], sums[1]


def _explains(pair: tuple[Counts | None, Counts | None], points: Any) -> bool:
    """Whether the judged change is the change of exactly these numbers."""
    before, after = pair
    if before is None or after is None or points is None or not before[1] or not after[1]:
        return False
    return abs(100 * after[0] / after[1] - 100 * before[0] / before[1] - float(points)) < 1e-6


def _counts(part: Any, whole: Any) -> Counts | None:
    return None if part is None or whole is None else (int(part), int(whole))


def _plain(row: "pd.Series[Any]") -> Row:
    return {str(key): None if pd.isna(value) else value for key, value in row.items()}
