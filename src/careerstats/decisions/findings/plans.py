"""Rows against last year's plan of the body itself -> measures not carried out whose planned value is not reached."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from careerstats.analysis.targets import printed
from careerstats.contracts.values import Value
from careerstats.decisions.findings.case import RESERVE, Case, Finding, Planned
from careerstats.decisions.findings.phrases import finding, level, sentence
from careerstats.decisions.findings.targets import lacking, short_of
from careerstats.wording import NBSP

_DONE = {"no": "не исполнена", "partly": "исполнена частично"}


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


def unfinished(case: Case, row: Value) -> Planned | None:
    """Of the measures about the indicator that were not carried out the one that wanted most."""
    high = case.catalogue.indicators[row.indicator].polarity == "high"
    known = [
        measure
        for measure in case.evidence.plans.get(row.indicator, [])
        if measure.done in _DONE and measure.plan is not None
    ]
    return max(known, key=lambda measure: (measure.plan or 0) if high else -(measure.plan or 0), default=None)


def _missed(case: Case, row: Value, planned: Planned, size: int) -> str:
    """«мера плана „График проб“ не исполнена, план 35 % не достигнут: не хватает 448 обучающихся»."""
    goal = printed(planned.plan or Fraction(0))
    missed = f"мера плана „{planned.measure}“ {_DONE[planned.done]}, план {goal}{NBSP}% не достигнут"
    return f"{missed}: {lacking(case, row, size)}"
