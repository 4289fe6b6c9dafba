"""Findings and sizes -> with whom practice may be exchanged: proposed, not decreed."""

from dataclasses import dataclass

from careerstats.analysis.peers import peers_of
from careerstats.decisions.findings import ATTENTION, DECISION, STRENGTH, Finding
from careerstats.territories import Territory

PAIRS = 2
"""How many partners are proposed at most."""

_WEAK, _STRONG = (DECISION, ATTENTION), (STRENGTH,)


@dataclass(frozen=True)
class Exchange:
    """``partners`` may be told of this municipality's practice in ``indicator``, or (``learn``) it may learn theirs."""

    learn: bool
    indicator: str
    partners: tuple[str, ...]


def exchanges(
    one: Territory, everyone: list[Territory], sizes: dict[str, int], findings: dict[str, list[Finding]]
) -> list[Exchange]:
    """At most one pair to learn from and one to share with, of the same way of life, the nearest in size first."""
    near = {other.code: findings[other.code] for other in peers_of(one, everyone, sizes, len(everyone))}
    weak = sorted(_of_kind(findings[one.code], _WEAK), key=lambda finding: finding.times)
    strong = sorted(_of_kind(findings[one.code], _STRONG), key=lambda finding: -finding.times)
    pairs = (_first(weak, _STRONG, near, learn=True), _first(strong, _WEAK, near, learn=False))
    return [pair for pair in pairs if pair]


def _first(
    own: list[Finding], theirs: tuple[str, ...], near: dict[str, list[Finding]], *, learn: bool
) -> Exchange | None:
    """The first finding in which somebody near has the opposite one."""
    for finding in own:
        partners = [
            code
            for code, found in near.items()
            if any(other.indicator == finding.indicator for other in _of_kind(found, theirs))
        ]
        if partners:
            return Exchange(learn, finding.indicator, tuple(partners[:PAIRS]))
    return None


def _of_kind(findings: list[Finding], kinds: tuple[str, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.kind in kinds]
