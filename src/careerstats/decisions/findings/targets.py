"""Rows against the targets that were set -> what is short of its target, and by how many."""

from collections.abc import Iterable
from dataclasses import replace

from careerstats import wording
from careerstats.analysis.targets import SHORT, Target, not_reached, percentage, share_against_target
from careerstats.contracts.values import Value
from careerstats.decisions.findings.case import ATTENTION, Case, Finding
from careerstats.decisions.findings.phrases import counted_genitive, finding, level, sentence


def against_target(case: Case, row: Value) -> Target | None:
    """How far the row is from its target; None where there is none, it is reached or cannot be judged.

    Without a target of the dataset the planned value of its tables is one.
    """
    planned = case.evidence.planned.get(row.indicator)
    goal = case.evidence.targets.get(row.indicator, planned.share if planned else None)
    k, n = row.numerator, row.denominator
    if goal is None or k is None or not n or k > n or _too_few_answered(row, case):
        return None
    answer = share_against_target(k, n, goal, case.catalogue.indicators[row.indicator].polarity)
    return answer if answer.status == SHORT and answer.missing else None


def _too_few_answered(row: Value, case: Case) -> bool:
    """R7: those who answered teach too few of the pupils to speak for all."""
    coverage = row.coverage
    return coverage is not None and coverage < case.rules.coverage


def below_target(case: Case) -> Iterable[Finding]:
    """Short of a target that somebody set: how many are missing to it."""
    for row in case.rows:
        if target := against_target(case, row):
            short = _short(case, row, target)
            text = sentence(f"{level(row, case.catalogue)}; {short}")
            below = finding(row, "below_target", ATTENTION, target.missing or 0, text)
            yield replace(below, tail=sentence(short))


def _short(case: Case, row: Value, target: Target) -> str:
    """«целевое значение 60 % не достигнуто: не хватает 15 обучающихся (школ, педагогов)»."""
    goal = case.evidence.targets.get(row.indicator)
    plan = f"плановое значение {case.evidence.planned[row.indicator].plan.words} не достигнуто" if goal is None else ""
    words = plan or not_reached(percentage(goal or 0))
    number = counted_genitive(row, case.catalogue, target.missing or 0)
    if case.catalogue.indicators[row.indicator].polarity == "high":
        return f"{words}: не хватает {number}"
    return f"{words}: лишних – {wording.integer(target.missing or 0)}"
