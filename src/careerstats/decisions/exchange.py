"""Findings and sizes -> with whom practice may be exchanged: proposed, not decreed."""

from dataclasses import dataclass

from careerstats.analysis.peers import peers_of
from careerstats.decisions.findings import ATTENTION, DECISION, STRENGTH, Finding
from careerstats.territories import Territory

PAIRS = 2


@dataclass(frozen=True)
class Exchange:
    """``to`` may be told of this municipality's practice in ``indicator``, or (``learn``) it may be learnt from them."""

    learn: bool
    indicator: str
    partners: tuple[str, ...]


def exchanges(
    one: Territory, everyone: list[Territory], sizes: dict[str, int], findings: dict[str, list[Finding]]
) -> list[Exchange]:
    """At most one pair to learn from and one to share with, of the same way of life, the nearest in size first."""
    near = peers_of(one, everyone, sizes, len(everyone))
    own = findings[one.code]
    learn = _first(own, (DECISION, ATTENTION), (STRENGTH,), near, findings, learn=True)
    share = _first(own, (STRENGTH,), (DECISION, ATTENTION), near, findings, learn=False)
    return [pair for pair in (learn, share) if pair]


def _first(
    own: list[Finding], mine: tuple[str, ...], theirs: tuple[str, ...], near: list[Territory],
    findings: dict[str, list[Finding]], *, learn: bool,
) -> Exchange | None:  # fmt: skip
    for finding in sorted(own, key=lambda one: one.times if learn else -one.times):
        if finding.kind in mine:
            partners = [
                other.code for other in near
                if any(f.kind in theirs and f.indicator == finding.indicator for f in findings[other.code])
            ]  # fmt: skip
            if partners:
                return Exchange(learn, finding.indicator, tuple(partners[:PAIRS]))
    return None
