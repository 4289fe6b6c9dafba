"""Results -> what came of the plans for this period, of each place and the region, and the effect of measures."""

from collections import Counter
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from careerstats import wording
from careerstats.analysis.levels import accepted
from careerstats.analysis.rollup import only
from careerstats.analysis.targets import REACHED, SHORT, decimals, share_against_target
from careerstats.bundles.numbers import Results
from careerstats.contracts.measures import (
    Counts,
    Effects,
    Execution,
    LeftOut,
    MeasureEffect,
    MeasureOutcome,
    PlannedValue,
    PlanSummary,
)
from careerstats.contracts.values import Value
from careerstats.decisions.effect import FEW, FEWEST, ONCE, RETURN, Effect, Test, corrected
from careerstats.decisions.effect import effect as effect_of
from careerstats.decisions.execution import moved_of, outcome
from careerstats.grouping import grouped
from careerstats.intake.registers.measure_records import Measure
from careerstats.model import period_start


def execution(results: Results) -> dict[str, Execution]:
    """Code → the measures of the plan for this period and what came of them; nothing where nobody's are known."""
    plans, period, region = results.intake.registers.plans, results.dataset.period, results.intake.region.code
    if not plans.knows(period):
        return {}
    executions = {territory.code: _execution(results, territory.code) for territory in results.intake.territories}
    summaries = tuple(_summary(code, own) for code, own in executions.items())
    return executions | {region: replace(_execution(results, region), municipalities=summaries)}


def _execution(results: Results, code: str) -> Execution:
    plans, period = results.intake.registers.plans, results.dataset.period
    measures = tuple(_outcome(results, measure) for measure in plans.of(code, period))
    dropped = {place: number for place, when, number in plans.dropped if when == period}
    known = (code, period) in plans.returned or bool(measures)
    return Execution(known=known, dropped=dropped.get(code, 0), measures=measures)


def planned_values(results: Results) -> dict[str, tuple[PlannedValue, ...]]:
    """Code → planned values of tables, of the indicators that the note shows."""
    values: dict[str, tuple[PlannedValue, ...]] = {}
    for code, own in results.planned.items():
        rows = results.rows.get(code, {})
        shown = [(id, own[id], rows[id]) for id in results.dataset.settings.indicators if id in own and id in rows]
        told = ((id, planned.plan.words, _short_of(results, row, planned.share)) for id, planned, row in shown)
        values[code] = tuple(PlannedValue(*parts) for parts in told)
    return values


def _short_of(results: Results, row: Value, share: Fraction) -> int | None:
    """How many are short of it; None where that cannot be told."""
    target = share_against_target(*row.own, share, results.catalogue.indicators[row.indicator].polarity)
    return {REACHED: 0, SHORT: target.missing}.get(target.status)


def _outcome(results: Results, measure: Measure) -> MeasureOutcome:
    indicator = results.catalogue.indicators.get(measure.indicator)
    moved = moved_of(results.rows.get(measure.code, {}).get(measure.indicator))
    verdict = outcome(measure, moved, indicator.polarity if indicator else "none")
    return MeasureOutcome(
        text=measure.text,
        responsible=measure.responsible,
        done=measure.done,
        document=measure.document,
        why_not=measure.why_not,
        indicator=measure.indicator,
        about=measure.about,
        plan=_printed(measure),
        before=moved.before,
        after=moved.after,
        reached=verdict.reached,
        conclusion=verdict.conclusion,
        doubt=verdict.doubt,
    )


def _printed(measure: Measure) -> str:
    """«57,8» with the digits of the other columns, or more if the body wrote more; «не ниже 57,8»."""
    if measure.plan is None:
        return ""
    digits = decimals(measure.plan)
    digits = max(digits, 1) if measure.indicator else digits
    return f"{'не ниже ' if measure.at_least else ''}{wording.decimal(measure.plan, digits)}"


def _summary(code: str, own: Execution) -> PlanSummary:
    done = Counter(measure.done for measure in own.measures)
    conclusions = Counter(measure.conclusion for measure in own.measures)
    reached_anyway = sum(measure.is_reached_anyway for measure in own.measures)
    return PlanSummary(
        code=code,
        known=own.known,
        measures=len(own.measures),
        done=done["yes"],
        partly=done["partly"],
        not_done=done["no"],
        untold=done[""],
        effective=conclusions["effective"],
        insufficient=conclusions["insufficient"],
        reached_anyway=reached_anyway,
        unclear=conclusions["unclear"] - reached_anyway,
    )


# ---- the effect of a measure that many took


class _Sides(NamedTuple):
    """Codes of those who took a measure, planned it in vain, did not plan it; why others are on neither side."""

    taken: set[str]
    failed: set[str]
    not_planned: set[str]
    neither: dict[str, LeftOut]

    @property
    def others(self) -> set[str]:
        return self.failed | self.not_planned


def effects(results: Results) -> dict[str, Effects]:
    """Of the region alone: every measure that was carried out anywhere, against those who did not take it."""
    plans, period = results.intake.registers.plans, results.dataset.period
    now = [measure for measure in plans.measures if measure.period == period]
    done = [measure for measure in now if measure.indicator and measure.done == "yes" and _starts_now(measure, period)]
    groups = grouped(((measure.kind, measure.indicator), measure) for measure in done)
    compared = [_effect(results, own, now) for own in groups.values()]
    tested = [(_compared(*own), own[1].test) for own in compared if own[1].test]
    p_values = corrected([test for _, test in tested])
    return {results.intake.region.code: Effects(
        measures=len(compared),
        few=sum(effect.why == FEW for _, effect, _ in compared),
        once=sum(effect.why == ONCE for _, effect, _ in compared),
        returning=tuple(_compared(*own) for own in compared if own[1].why == RETURN),
        tested=tuple(_tested(measure, test, p) for (measure, test), p in zip(tested, p_values, strict=True)),
    )} if compared else {}  # fmt: skip


def _starts_now(measure: Measure, period: str) -> bool:
    """A measure that was in force before has no «before»."""
    return not measure.since or period_start(measure.since) >= period_start(period)


def _effect(results: Results, own: list[Measure], now: list[Measure]) -> tuple[Measure, Effect, _Sides]:
    first, sides = own[0], _sides(results, own, now)
    if min(len(sides.taken), len(sides.others)) < FEWEST:  # whatever their levels are
        effect = Effect(tuple(sorted(sides.taken)), tuple(sorted(sides.others)), why=FEW)
    else:
        levels = levels_of(results, first.indicator, sorted(sides.taken | sides.others))
        effect = effect_of(levels, sides.taken, sides.others, results.catalogue.indicators[first.indicator].polarity)
    return first, effect, sides


def _sides(results: Results, own: list[Measure], now: list[Measure]) -> _Sides:
    """Who took the measure, planned it in vain, did not plan it, and who is on neither side: each code once."""
    first, known = own[0], _plans_known(results)
    same = [measure for measure in results.intake.registers.plans.measures if measure.kind == first.kind]
    before = {measure.code for measure in same if measure.done in ("yes", "partly") and measure not in now}
    before |= {measure.code for measure in same if measure in now and not _starts_now(measure, results.dataset.period)}
    current = [measure for measure in same if measure in now]
    taken = {measure.code for measure in own} - before
    partly = {measure.code for measure in current if measure.done in ("partly", "")} - before - taken
    failed = {measure.code for measure in current} & known - before - taken - partly
    no_plan = {place.code for place in results.intake.territories} - known - taken
    neither: dict[str, LeftOut] = {
        **dict.fromkeys(no_plan, "no_plan"),
        **dict.fromkeys(partly, "partly"),
        **dict.fromkeys(before, "before"),
    }
    return _Sides(taken, failed, known - before - taken - partly - failed, neither)


def _plans_known(results: Results) -> set[str]:
    """Municipalities of which it is known what they did: where workbooks are used, those who returned one."""
    plans, period = results.intake.registers.plans, results.dataset.period
    codes = {place.code for place in results.intake.territories}
    if not any(when == period for _, when in plans.returned):
        return codes
    return {code for code in codes if (code, period) in plans.returned or plans.of(code, period)}


def levels_of(results: Results, id: str, codes: list[str]) -> dict[str, list[float]]:
    """Per cent of each municipality in every comparable period, the earliest first, of the same schools throughout."""
    indicator, last = results.catalogue.indicators[id], results.dataset.period
    ours = only(results.values, indicator=id, breakdown="")
    periods = sorted({str(period) for period in ours["period"]}, key=period_start)
    usable = [period for period in periods if not indicator.why_incomparable(period, last)]
    if last not in usable:
        return {}
    taken = accepted(ours)
    columns = (taken[key].tolist() for key in ("code", "organisation", "period", "numerator", "denominator"))
    own: dict[str, _Shares] = {}
    for code, organisation, period, part, total in zip(*columns, strict=True):
        own.setdefault(str(code), {}).setdefault(str(organisation), {})[str(period)] = (int(part), int(total))
    enough = results.dataset.settings.rules.coverage
    return {code: _levels(own.get(code, {}), usable, enough) for code in codes}


_Shares = dict[str, dict[str, Counts]]
"""Organisation («»: the municipality itself) → period → its share as numbers, where they were taken."""


def _levels(own: _Shares, periods: list[str], enough: float) -> list[float]:
    """Of the schools that are known in all periods, where they have ``enough`` of the pupils; else of the whole."""
    whole = own.get("", {})
    schools = {id: years for id, years in own.items() if id}
    if not schools:
        return [_share([whole.get(period)]) for period in periods]
    kept = [years for years in schools.values() if all(period in years for period in periods)]
    last = whole.get(periods[-1])
    there = sum(years[periods[-1]][1] for years in kept)
    if not last or not last[1] or there < enough * last[1]:
        return [np.nan] * len(periods)
    return [_share([years[period] for years in kept]) for period in periods]


def _share(pairs: list[Counts | None]) -> float:
    known = [pair for pair in pairs if pair is not None]
    part, total = sum(pair[0] for pair in known), sum(pair[1] for pair in known)
    return float(100 * part / total) if total and part <= total else float("nan")


def _compared(measure: Measure, effect: Effect, sides: _Sides) -> MeasureEffect:
    there = {*effect.taken, *effect.others}
    return MeasureEffect(
        text=measure.text,
        indicator=measure.indicator,
        taken=effect.taken,
        others=effect.others,
        failed=tuple(code for code in effect.others if code in sides.failed),
        left_out={code: why for code, why in sorted(_left_out(effect, sides).items()) if code not in there},
        moves={code: round(points, 6) for code, points in effect.moves.items()},
        earlier=effect.earlier,
        mean_taken=_mean(effect, effect.taken),
        mean_others=_mean(effect, effect.others),
    )


def _left_out(effect: Effect, sides: _Sides) -> dict[str, LeftOut]:
    unknown: dict[str, LeftOut] = dict.fromkeys(sides.taken | sides.others, "no_values")
    best: dict[str, LeftOut] = dict.fromkeys(effect.best, "best")
    return sides.neither | unknown | best


def _mean(effect: Effect, codes: tuple[str, ...]) -> float:
    return round(float(np.mean([effect.moves[code] for code in codes])), 6)


def _tested(measure: MeasureEffect, test: Test, p_corrected: float) -> MeasureEffect:
    return replace(
        measure,
        difference=round(test.difference, 6),
        p=test.p_value,
        smallest=test.smallest,
        corrected=p_corrected,
    )
