"""Judged values of one municipality -> findings: one sentence each, with the figures behind it (rule R6).

A rule is a function in ``RULES``. Nothing here names a cause: these data know none.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from careerstats.decisions.findings.case import (
    ATTENTION,
    DECISION,
    KIND_ORDER,
    NO_DATA,
    PROBLEMS,
    RESERVE,
    STRENGTH,
    Case,
    Evidence,
    Finding,
    School,
    Stage,
)
from careerstats.decisions.findings.changes import improved, worsened
from careerstats.decisions.findings.remains import (
    claims_not_met,
    low_quality,
    not_reporting,
    reserve,
    stage_loss,
    unknown_stages,
)
from careerstats.decisions.findings.schools import at_zero, no_profile, wide_spread
from careerstats.decisions.findings.sides import bad_side, good_side
from careerstats.decisions.findings.targets import below_target

__all__ = [
    "ATTENTION", "DECISION", "KIND_ORDER", "NO_DATA", "PROBLEMS", "RESERVE", "RULES", "STRENGTH",
    "Case", "Evidence", "Finding", "School", "Stage", "bad_side", "claims_not_met", "find",
]  # fmt: skip

RULES: tuple[Callable[[Case], Iterable[Finding]], ...] = (
    bad_side,
    good_side,
    worsened,
    improved,
    below_target,
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


def find(case: Case) -> list[Finding]:
    """Every finding of every rule: problems to be decided first, then by the number of pupils concerned."""
    found = _merged([finding for rule in RULES for finding in rule(case)])
    return sorted(found, key=lambda one: (KIND_ORDER[one.kind], not one.urgent, -one.size))


def _merged(found: list[Finding]) -> list[Finding]:
    """Of one indicator there is one problem and one strength: what else was found is told with it."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        side = STRENGTH if one.kind == STRENGTH else NO_DATA if one.kind == NO_DATA else "problem"
        # what is not known of the data (of stages, of the профминимум) is said apart
        groups.setdefault((one.indicator, f"{side} {one.rule}" if side == NO_DATA else side), []).append(one)
    return [_one(group) for group in groups.values()]


def _one(group: list[Finding]) -> Finding:
    first = min(group, key=lambda one: KIND_ORDER[one.kind])
    others = [one for one in group if one is not first]
    texts = [first.text, *(one.tail or one.text for one in others)]
    return replace(
        first,
        text=" ".join(texts),
        merged=tuple(name for one in others for name in one.names),
        named=tuple(dict.fromkeys(name for one in group for name in one.named)),
        evidence="; ".join(dict.fromkeys(one.evidence for one in group if one.evidence)),
    )
