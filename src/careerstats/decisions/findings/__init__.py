"""Judged values of one municipality -> findings: one sentence each, with the figures behind it (rule R6).

A rule is a function in ``RULES``. Nothing here names a cause: these data know none.
"""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from careerstats.decisions.findings.case import KIND_ORDER, NO_DATA, STRENGTH, Case, Finding
from careerstats.decisions.findings.goals import below_target, plan_missed
from careerstats.decisions.findings.remains import (
    claims_not_met,
    low_quality,
    not_reporting,
    reserve,
    stage_loss,
    unknown_stages,
)
from careerstats.decisions.findings.schools import at_zero, no_profile, two_groups, wide_spread
from careerstats.decisions.findings.sides import WORSENING, bad_side, good_side, improved, likely, worsened
from careerstats.grouping import grouped

RULES: tuple[Callable[[Case], Iterable[Finding]], ...] = (
    bad_side,
    likely,
    good_side,
    worsened,
    improved,
    below_target,
    plan_missed,
    two_groups,
    at_zero,
    wide_spread,
    reserve,
    no_profile,
    stage_loss,
    unknown_stages,
    claims_not_met,
    not_reporting,
    low_quality,
)


NAMES = frozenset((*KIND_ORDER, WORSENING, *(rule.__name__ for rule in RULES)))
"""By what recommendations may call a finding: its kind, or its rule, which is called as its function is."""


def of_rules(case: Case) -> list[Finding]:
    """Every finding of every rule, each by itself."""
    return [finding for rule in RULES for finding in rule(case)]


def merged(findings: list[Finding]) -> list[Finding]:
    """In the order of a note; of one indicator one problem and one strength: what else was found is told with it."""
    groups = grouped(((finding.indicator, _side(finding)), finding) for finding in findings)
    return sorted(
        map(_joined, groups.values()), key=lambda finding: (KIND_ORDER[finding.kind], not finding.urgent, -finding.size)
    )


def _side(finding: Finding) -> str:
    """Each rule its own where nothing is known of the data: of stages, of the профминимум it is said apart."""
    return {STRENGTH: STRENGTH, NO_DATA: finding.rule}.get(finding.kind, "problem")


def _joined(group: list[Finding]) -> Finding:
    first = min(group, key=lambda finding: KIND_ORDER[finding.kind])
    others = [finding for finding in group if finding is not first]
    texts = [first.text, *(finding.tail or finding.text for finding in others)]
    return replace(
        first,
        text=" ".join(texts),
        names=tuple(dict.fromkeys(name for finding in (first, *others) for name in finding.names)),
        named=tuple(dict.fromkeys(name for finding in group for name in finding.named)),
        evidence="; ".join(dict.fromkeys(finding.evidence for finding in group if finding.evidence)),
    )
