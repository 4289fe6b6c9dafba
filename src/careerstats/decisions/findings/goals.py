"""Rows against targets that were set and last year's plan of the body itself -> what is short of them, by how many."""

from collections.abc import Iterable
from fractions import Fraction

from msgspec.structs import replace

from careerstats import wording
from careerstats.analysis.targets import SHORT, not_reached, percentage, printed, share_against_target
from careerstats.contracts.values import Value
from careerstats.decisions.findings.case import ATTENTION, RESERVE, Case, Finding
from careerstats.decisions.findings.phrases import counted_genitive, finding, level, sentence
from careerstats.intake.registers.measure_records import Measure

_DONE = {"no": "не исполнена", "partly": "исполнена частично"}


def against_target(case: Case, row: Value) -> int:
    """How many the row lacks to its target; 0 where there is none, it is reached or cannot be judged.

    Without a target of the dataset the planned value of its tables is one.
    """
    planned = case.evidence.planned.get(row.indicator)
    goal = case.evidence.targets.get(row.indicator, planned.share if planned else None)
    return 0 if goal is None else short_of(case, row, goal)


def short_of(case: Case, row: Value, goal: Fraction) -> int:
    """How many are missing to so many per cent; 0 where it is reached or cannot be judged.

    R7: nor can it where those who answered teach too few of the pupils to speak for all.
    """
    k, n, coverage = row.numerator, row.denominator, row.coverage
    if k is None or not n or k > n or (coverage is not None and coverage < case.rules.coverage):
        return 0
    answer = share_against_target(k, n, goal, case.catalogue.indicators[row.indicator].polarity)
    return answer.missing or 0 if answer.status == SHORT else 0


def lacking(case: Case, row: Value, number: int) -> str:
    """«не хватает 15 обучающихся (школ, педагогов)»; where low is good, «лишних – 15»."""
    if case.catalogue.indicators[row.indicator].polarity == "high":
        return f"не хватает {counted_genitive(row, case.catalogue, number)}"
    return f"лишних – {wording.integer(number)}"


def below_target(case: Case) -> Iterable[Finding]:
    """Short of a target that somebody set: how many are missing to it."""
    for row in case.rows:
        if missing := against_target(case, row):
            short = _short(case, row, missing)
            text = sentence(f"{level(row, case.catalogue)}; {short}")
            below = finding(row, "below_target", ATTENTION, missing, text)
            yield replace(below, tail=sentence(short))


def _short(case: Case, row: Value, missing: int) -> str:
    """«целевое значение 60 % не достигнуто: не хватает 15 обучающихся»."""
    goal = case.evidence.targets.get(row.indicator)
    plan = f"плановое значение {case.evidence.planned[row.indicator].plan.words} не достигнуто" if goal is None else ""
    return f"{plan or not_reached(percentage(goal or 0))}: {lacking(case, row, missing)}"


def plan_missed(case: Case) -> Iterable[Finding]:
    """A measure that was not carried out, or only in part, and how many are missing to what the plan wanted."""
    for row in case.rows:
        if (planned := unfinished(case, row)) and planned.plan is not None:
            size = short_of(case, row, planned.plan)
            if size:
                missed = _missed(case, row, planned, size)
                shortfall = finding(
                    row, "plan_missed", RESERVE, size, sentence(f"{level(row, case.catalogue)}; {missed}")
                )
                yield replace(shortfall, tail=sentence(missed))


def unfinished(case: Case, row: Value) -> Measure | None:
    """Of the measures about the indicator that were not carried out the one that wanted most."""
    high = case.catalogue.indicators[row.indicator].polarity == "high"
    known = [
        measure
        for measure in case.evidence.plans.get(row.indicator, [])
        if measure.done in _DONE and measure.plan is not None
    ]
    return max(known, key=lambda measure: (measure.plan or 0) if high else -(measure.plan or 0), default=None)


def _missed(case: Case, row: Value, planned: Measure, size: int) -> str:
    """«мера плана „График проб“ не исполнена, план 35 % не достигнут: не хватает 448 обучающихся»."""
    goal = printed(planned.plan or Fraction(0))
    missed = f"мера плана „{planned.text}“ {_DONE[planned.done]}, план {goal}{wording.NBSP}% не достигнут"
    return f"{missed}: {lacking(case, row, size)}"
