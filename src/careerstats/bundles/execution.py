"""Results -> what came of the plans for this period, of each place and the region, and the effect of measures."""

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

from careerstats import wording
from careerstats.analysis.words import COVERAGE
from careerstats.bundles.numbers import Results
from careerstats.decisions.effect import Effect, corrected, effect
from careerstats.decisions.execution import EFFECTIVE, INSUFFICIENT, UNCLEAR, Outcome, decimals, moved_of, outcome
from careerstats.intake.registers.measure_records import Measure
from careerstats.model import period_start

Row = dict[str, Any]


def execution(results: Results) -> dict[str, Row]:
    """Code → the measures of last year's plan and what came of them; nothing where nobody's plans are known."""
    plans, period, region = results.intake.registers.plans, results.dataset.period, results.intake.region.code
    if not plans.knows(period):
        return {}
    dropped = {code: number for code, when, number in plans.dropped if when == period}
    places = [one.code for one in results.intake.territories]
    found = {}
    values = dict(iter(results.values.groupby("code", observed=True)))
    for code in [*places, region]:
        own = values.get(code, results.values.iloc[:0])
        outcomes = [_outcome(results, own, one) for one in plans.of(code, period)]
        found[code] = {
            "known": (code, period) in plans.returned or bool(outcomes),
            "dropped": dropped.get(code, 0),
            "measures": [_row(one) for one in outcomes],
        }
    found[region]["municipalities"] = [_summary(code, found[code]) for code in places]
    return found


def _outcome(results: Results, values: pd.DataFrame, one: Measure) -> Outcome:
    indicator = results.catalogue.indicators.get(one.indicator)
    moved = moved_of(values, one.code, one.indicator, results.dataset.period)
    return outcome(one, moved, indicator.polarity if indicator else "none")


def _row(one: Outcome) -> Row:
    measure, moved = one.measure, one.moved
    return {
        "text": measure.text,
        "responsible": measure.responsible,
        "done": measure.done,
        "document": measure.document,
        "why_not": measure.why_not,
        "indicator": measure.indicator,
        "about": measure.about,
        "plan": _printed(measure),
        "before": moved.before,
        "after": moved.after,
        "reached": one.reached,
        "conclusion": one.conclusion,
        "why": one.why,
    }


def _printed(measure: Measure) -> str:
    """«57,8» with the digits of the other columns, or more if the body wrote more; «не ниже 57,8»."""
    if measure.plan is None:
        return ""
    digits = decimals(measure.plan)
    digits = max(digits, 1) if measure.indicator else digits
    return f"{'не ниже ' if measure.at_least else ''}{wording.decimal(measure.plan, digits)}"


def _summary(code: str, own: Row) -> Row:
    """How many measures were carried out, and how many are effective, of one municipality."""
    words = Counter(one["conclusion"] for one in own["measures"])
    done = Counter(one["done"] for one in own["measures"])
    return {
        "code": code,
        "known": own["known"],
        "measures": len(own["measures"]),
        "done": done["yes"],
        "partly": done["partly"],
        "not_done": done["no"],
        "untold": done[""],
        "effective": words[EFFECTIVE],
        "insufficient": words[INSUFFICIENT],
        "unclear": words[UNCLEAR],
    }


# ---- the effect of a measure that many took


def effects(results: Results) -> dict[str, Row]:
    """Of the region alone: every measure that was carried out anywhere, against those who did not take it."""
    plans, period = results.intake.registers.plans, results.dataset.period
    now = [one for one in plans.measures if one.period == period]
    groups: dict[tuple[str, str], list[Measure]] = {}
    for one in now:
        if one.indicator and one.done == "yes" and _starts_now(one, period):
            groups.setdefault((one.kind, one.indicator), []).append(one)
    found = [_effect(results, own, now) for own in groups.values()]
    tested = [(own, one) for own, one in found if one.test]
    p_values = corrected([one.test for _, one in tested if one.test])
    return {results.intake.region.code: {
        "measures": len(found),
        "few": sum(one.why == "few" for _, one in found),
        "returning": [_told(own, one) for own, one in found if one.why == "return"],
        "tested": [_told(own, one) | {"corrected": p} for (own, one), p in zip(tested, p_values, strict=True)],
    }} if found else {}  # fmt: skip


def _starts_now(one: Measure, period: str) -> bool:
    """A measure that was in force before has no «before»."""
    return not one.since or period_start(one.since) >= period_start(period)


def _effect(results: Results, own: list[Measure], now: list[Measure]) -> tuple[Measure, Effect]:
    first = own[0]
    same = [one for one in results.intake.registers.plans.measures if one.kind == first.kind]
    before = {one.code for one in same if one.done in ("yes", "partly") and one not in now}
    before |= {one.code for one in same if one in now and not _starts_now(one, results.dataset.period)}
    partly = {one.code for one in same if one in now and one.done in ("partly", "")}
    taken = {one.code for one in own} - before
    others = _plans_known(results) - before - partly - taken
    levels = levels_of(results, first.indicator, sorted(taken | others))
    return first, effect(levels, taken, others, results.catalogue.indicators[first.indicator].polarity)


def _plans_known(results: Results) -> set[str]:
    """Municipalities of which it is known what they did: where workbooks are used, those who returned one."""
    plans, period = results.intake.registers.plans, results.dataset.period
    codes = {one.code for one in results.intake.territories}
    if not any(when == period for _, when in plans.returned):
        return codes
    return {code for code in codes if (code, period) in plans.returned or plans.of(code, period)}


def levels_of(results: Results, id: str, codes: list[str]) -> dict[str, list[float]]:
    """Per cent of each municipality in every comparable period, the earliest first, of the same schools throughout."""
    frame, indicator, last = results.values, results.catalogue.indicators[id], results.dataset.period
    ours = frame[(frame["indicator"] == id) & (frame["breakdown"] == "")]
    periods = sorted({str(one) for one in ours["period"]}, key=period_start)
    usable = [one for one in periods if not indicator.why_incomparable(one, last)]
    of = {str(code): own for code, own in ours.groupby("code")}  # once: filtered for each, a region took seconds
    return {code: _levels(of.get(code, ours[:0]), usable) for code in codes} if last in usable else {}


def _levels(own: pd.DataFrame, periods: list[str]) -> list[float]:
    schools, whole = own[own["organisation"] != ""], own[own["organisation"] == ""]
    if schools.empty:
        return [_share(whole[whole["period"] == one]) for one in periods]
    known = schools[schools["numerator"].notna() & (schools["denominator"] > 0) & schools["period"].isin(periods)]
    times = known.groupby("organisation")["period"].nunique()
    kept = known[known["organisation"].isin(times.index[times == len(periods)])]
    now = [frame[frame["period"] == periods[-1]]["denominator"].sum() for frame in (kept, whole)]
    if not now[1] or now[0] < COVERAGE * now[1]:
        return [np.nan] * len(periods)
    return [_share(kept[kept["period"] == one]) for one in periods]


def _share(rows: pd.DataFrame) -> float:
    part, total = rows["numerator"].sum(min_count=1), rows["denominator"].sum(min_count=1)
    if pd.isna(part) or pd.isna(total) or not total or part > total:
        return float("nan")
    return float(100 * part / total)


def _told(first: Measure, one: Effect) -> Row:
    means = {
        f"mean_{name}": float(np.mean([one.moves[code] for code in group]))
        for name, group in (("taken", one.taken), ("others", one.others))
    }
    test = one.test
    return {
        "text": first.text,
        "indicator": first.indicator,
        "taken": list(one.taken),
        "others": list(one.others),
        "moves": {code: round(points, 6) for code, points in one.moves.items()},
        "earlier": one.earlier,
        **{name: round(value, 6) for name, value in means.items()},
        **({"difference": round(test.difference, 6), "p": test.p_value, "smallest": test.smallest, "exact": test.exact}
           if test else {}),
    }  # fmt: skip
