"""Findings, sizes and resources of a region -> who may learn from whom: proposed for all at once, not decreed."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import TYPE_CHECKING

import numpy as np

from careerstats.analysis.region import alike
from careerstats.contracts.decisions import Exchange, ExchangeRules
from careerstats.decisions.findings.case import Finding
from careerstats.grouping import grouped
from careerstats.intake import Intake
from careerstats.intake.organisations import SCHOOL
from careerstats.intake.registers.general import ITEMS
from careerstats.territories import Territory

if TYPE_CHECKING:
    from scipy.sparse import csr_array

WEAK, STRONG = ("bad_side", "worsening"), ("good_side",)
"""Rules by which one differs from the others: a change of its own makes nobody an example, nor in need of one."""

RESOURCES = 0.5
"""How much wholly different resources weigh against the difference in size (a natural logarithm of the ratio)."""

NEAREST = 3
"""Of the municipalities nearest in size so many may help the largest, which nobody is near to."""

_NEED, _NEXT = 1000.0, 0.25
"""What a pair is worth beside its distance: a first weakness most, each further one a quarter of that."""


@dataclass(frozen=True)
class Region:
    """What pairs rest on; ``resources``: code → kinds of organisations known there, absent where nothing is known.

    ``about``: indicator → what the experience is called, where indicators share it.
    """

    territories: list[Territory]
    sizes: Mapping[str, int]
    findings: Mapping[str, list[Finding]]
    priority: list[str]
    resources: Mapping[str, frozenset[str]] = field(default_factory=dict)
    rules: ExchangeRules = field(default_factory=ExchangeRules)
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Pair:
    """One admissible pair: ``rank``: place of the weakness among those of the learner that somebody can help with."""

    learner: str
    helper: str
    indicator: str
    rank: int
    distance: float
    far: bool = False

    @property
    def cost(self) -> float:
        """Negative, so that every suitable pair that fits is worth taking."""
        return self.distance - _NEED * _NEXT ** min(self.rank, 3)


def exchanges(region: Region) -> dict[str, list[Exchange]]:
    """Code → whom to learn from (the first task first), then whom to tell; codes without a pair are absent.

    All pairs are chosen together: most first needs are met, then most others, then pairs are the most alike; nobody is
    asked by more than ``rules.helper`` others. The same region gives the same pairs in whatever order it is listed.
    """
    chosen = _once(_assigned(list(_admissible(region)), region.rules), region.about)
    strengths = {
        (finding.code, finding.indicator): finding.times for own in region.findings.values() for finding in own
    }
    learnt = [(pair.learner, Exchange(True, pair.indicator, (pair.helper,), far=pair.far)) for pair in chosen]
    helpers = sorted({pair.helper for pair in chosen})
    return grouped([*learnt, *((code, own) for code in helpers for own in _taught(code, chosen, strengths))])


def _once(pairs: list[_Pair], about: Mapping[str, str]) -> list[_Pair]:
    """Pairs by learner, the first task first; one experience of one helper is proposed to a learner but once."""
    first: dict[tuple[str, str, str], _Pair] = {}
    for pair in sorted(pairs, key=lambda pair: (pair.learner, pair.rank)):
        first.setdefault((pair.learner, pair.helper, about.get(pair.indicator, pair.indicator)), pair)
    return list(first.values())


def _taught(code: str, chosen: list[_Pair], strengths: Mapping[tuple[str, str], float]) -> list[Exchange]:
    """Whom one helper tells, by indicator: what lies farthest above the others first, the most alike partner first."""
    ours = sorted((pair for pair in chosen if pair.helper == code), key=lambda pair: (pair.distance, pair.learner))
    by_indicator = grouped((pair.indicator, pair.learner) for pair in ours)
    order = sorted(by_indicator, key=lambda id: (-strengths[(code, id)], id))
    return [Exchange(False, id, tuple(by_indicator[id])) for id in order]


def by_priority(findings: list[Finding], priority: list[str]) -> list[Finding]:
    """Firm findings before fragile ones, then in the order of the indicators; those without a place in it last."""
    place = {id: at for at, id in enumerate(priority)}
    return sorted(findings, key=lambda finding: (finding.fragile, place.get(finding.indicator, len(place))))


def _admissible(region: Region) -> Iterable[_Pair]:
    """Every pair of the same way of life and a similar size in which one is strong where the other is weak."""
    strong = {
        (finding.code, finding.indicator)
        for own in region.findings.values()
        for finding in own
        if finding.rule in STRONG
    }
    for territory in sorted(region.territories, key=lambda place: place.code):
        weak = by_priority(
            [each for each in region.findings.get(territory.code, []) if each.rule in WEAK], region.priority
        )
        ids = dict.fromkeys(each.indicator for each in weak)
        near, far = _near(territory, region) if ids else ({}, False)
        helped = [id for id in ids if any((other, id) in strong for other in near)]
        for rank, id in enumerate(helped):
            yield from (
                _Pair(territory.code, other, id, rank, distance, far)
                for other, distance in near.items()
                if (other, id) in strong
            )


def _near(place: Territory, region: Region) -> tuple[dict[str, float], bool]:
    """Code → distance of the municipalities that one may reasonably be sent to, the most alike first; are they far.

    Where nobody of the same way of life is of a similar size, the largest of them is sent to the nearest few.
    """
    own = region.sizes.get(place.code)
    if not own:
        return {}, False
    others = (other.code for other in region.territories if other.code != place.code and alike(place, other))
    sizes = {code: size for code in others if (size := region.sizes.get(code))}
    apart = {code: abs(log(size / own)) for code, size in sizes.items()}
    within = [code for code, ratio in apart.items() if ratio <= log(region.rules.ratio) + 1e-9]
    sought = within or (apart if all(size <= own for size in sizes.values()) else ())
    distances = {code: apart[code] + RESOURCES * _unlike(place.code, code, region.resources) for code in sought}
    ordered = sorted(distances.items(), key=lambda pair: (pair[1], pair[0]))
    return dict(ordered if within else ordered[:NEAREST]), not within


def _unlike(code: str, other: str, resources: Mapping[str, frozenset[str]]) -> float:
    """0: the same kinds of organisations, 1: none in common; half where nothing is known of either."""
    if code not in resources or other not in resources:
        return 0.5
    both = resources[code] | resources[other]
    return 1 - len(resources[code] & resources[other]) / len(both) if both else 0.0


def _assigned(pairs: list[_Pair], rules: ExchangeRules) -> list[_Pair]:
    """The cheapest choice with one helper per weakness and bounded numbers of pairs per learner and per helper.

    The bounds are two families of nested sets, so the linear relaxation has a whole solution and is quickly solved.
    """
    if not pairs:
        return []
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import vstack

    bounded = [
        (_members([(pair.learner, pair.indicator) for pair in pairs]), 1),
        (_members([pair.learner for pair in pairs]), rules.learner),
        (_members([pair.helper for pair in pairs]), rules.helper),
    ]
    matrix = vstack([counted for counted, _ in bounded], format="csc")
    most = np.concatenate([np.full(counted.shape[0], bound) for counted, bound in bounded])
    costs = np.array([round(pair.cost, 4) + 1e-5 * place / len(pairs) for place, pair in enumerate(pairs)])
    solved = milp(
        costs,
        integrality=np.ones(len(pairs), dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, ub=most),
        options={"mip_rel_gap": 0},
    )
    assert solved.x is not None, "no pair at all is always a solution"
    return [pair for pair, taken in zip(pairs, solved.x, strict=True) if taken > 0.5]


def _members(keys: Sequence[Hashable]) -> "csr_array":
    """One row per key: which pairs have it, kept without the zeros, which grow with the square of a region."""
    from scipy.sparse import csr_array

    rows = {key: row for row, key in enumerate(dict.fromkeys(keys))}
    at = [rows[key] for key in keys]
    return csr_array((np.ones(len(keys)), (at, range(len(keys)))), shape=(len(rows), len(keys)))


def resources_of(intake: Intake) -> dict[str, frozenset[str]]:
    """Code → kinds of organisations and infrastructure there; a municipality of which nothing is known is absent."""
    kinds: dict[str, set[str]] = {}
    for organisation in intake.organisations.values():
        if organisation.kind != SCHOOL and (home := intake.home_of(organisation.id)):
            kinds.setdefault(home, set()).add(organisation.kind)
    for partner in intake.registers.partners:
        kinds.setdefault(partner.code, set()).add(partner.kind)
    for item in intake.registers.general:
        if item.item and (resource := ITEMS[item.item].resource):
            own = kinds.setdefault(item.code, set())
            own |= {resource} if item.number else set()  # a zero is known too
    municipal = {territory.code for territory in intake.territories}
    return {code: frozenset(own) for code, own in kinds.items() if code in municipal}
