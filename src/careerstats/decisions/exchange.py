"""Findings and sizes -> with whom practice may be exchanged: proposed, not decreed."""

from dataclasses import dataclass, replace

from careerstats.analysis.peers import peers_of
from careerstats.decisions.findings import ATTENTION, DECISION, STRENGTH, Finding
from careerstats.territories import Territory

PAIRS = 2
"""How many partners are proposed at most."""

ALIKE = 2.0
"""Sizes that differ by no more than this are similar."""

_WEAK, _STRONG = (DECISION, ATTENTION), (STRENGTH,)


@dataclass(frozen=True)
class Exchange:
    """``partners`` may be told of this municipality's practice in ``indicator``, or (``learn``) it may learn theirs."""

    learn: bool
    indicator: str
    partners: tuple[str, ...]


def exchanges(
    one: Territory,
    everyone: list[Territory],
    sizes: dict[str, int],
    findings: dict[str, list[Finding]],
    priority: list[str],
) -> list[Exchange]:
    """At most one pair to learn from and one to share with, of the same way of life, the nearest in size first.

    What is learnt follows ``priority``, as the first task does; what is shared is what lies farthest above the others.
    """
    near = {other.code: findings[other.code] for other in peers_of(one, everyone, sizes, len(everyone))}
    alike = {code for code in near if _ratio(sizes[code], sizes[one.code]) <= ALIKE} if near else set()
    weak = by_priority(_of_kind(findings[one.code], _WEAK), priority)
    strong = sorted(_of_kind(findings[one.code], _STRONG), key=lambda finding: -finding.times)
    pairs = (_first(weak, _STRONG, near, learn=True), _first(strong, _WEAK, near, learn=False))
    return [replace(pair, partners=_near_enough(pair.partners, alike)) for pair in pairs if pair]


def by_priority(findings: list[Finding], priority: list[str]) -> list[Finding]:
    """Firm findings before fragile ones, then in the order of the indicators."""
    return sorted(findings, key=lambda one: (one.fragile, priority.index(one.indicator)))


def _near_enough(partners: tuple[str, ...], alike: set[str]) -> tuple[str, ...]:
    """The nearest, whatever its size, and a second one only if it is of a similar size."""
    return (partners[0], *(code for code in partners[1:] if code in alike))


def _ratio(one: int, other: int) -> float:
    return max(one, other) / min(one, other)


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
