"""Rows against the period before -> what grew and what fell beyond its usual waver (rule R8)."""

from collections.abc import Iterable
from dataclasses import replace

from careerstats import wording
from careerstats.contracts.values import Value
from careerstats.decisions.findings.case import ATTENTION, BAD, BETTER, STRENGTH, WORSE, Case, Finding, on_side
from careerstats.decisions.findings.phrases import changed, finding, level, missing_to, sentence


def waver(case: Case) -> str:
    """How sure a change is that was told."""
    return f"изменение больше обычных колебаний, ложных изменений не более {wording.of_one(case.rules.discoveries)}"


def worsened(case: Case) -> Iterable[Finding]:
    """Worse than in the last period; what lies on the bad side as well is told there."""
    for row in case.rows:
        if on_side(case, row, "change", WORSE) and not on_side(case, row, "verdict", BAD):
            text = sentence(f"{level(row, case.catalogue)}; {changed(row)}")
            worse = finding(row, "worsened", ATTENTION, lost(row), text, confidence=waver(case))
            yield replace(worse, tail=sentence(changed(row)))


def improved(case: Case) -> Iterable[Finding]:
    """Better than in the last period: a result, whatever the others did."""
    for row in case.rows:
        if on_side(case, row, "change", BETTER):
            text = sentence(f"{level(row, case.catalogue)}; {changed(row)}")
            better = finding(row, "improved", STRENGTH, row.numerator or 0, text, confidence=waver(case))
            yield replace(better, tail=sentence(changed(row)))


def lost(row: Value) -> int:
    """How many more (fewer) would have given the share of the period before."""
    return missing_to(row, *row.past) if row.has_share and row.had_share else 0
