"""Results -> what may be proposed as targets, by code of territory and indicator; nothing in the first year."""

from fractions import Fraction
from itertools import chain

from careerstats.bundles.numbers import Results
from careerstats.contracts.decisions import Target
from careerstats.decisions.evidence import due
from careerstats.decisions.plan import OTHERS, PEERS, PLANNED, SET, regional_target, target
from careerstats.model import period_start

FEWEST_PEERS = 3
"""With fewer similar municipalities known, the level of all the others is proposed."""

_BAD = {"high": "below", "low": "above"}


def targets(results: Results) -> dict[str, dict[str, Target]]:
    """Code → indicator of its plan → target; an indicator that nobody's change is known of has none."""
    gains = {id: gain for id in _planned(results) if (gain := largest_gain(results, id)) is not None}
    places = [one.code for one in results.intake.territories if one.code in results.decisions]
    found = {code: {id: one for id in gains if (one := _target(results, code, id, gains[id]))} for code in places}
    region = {id: one for id in gains if (one := _regional(results, id, [own.get(id) for own in found.values()]))}
    told = {code: {id: one for id, one in own.items() if id in _in_plan(results, code)} for code, own in found.items()}
    return told | {_region(results): region}


def _region(results: Results) -> str:
    return results.intake.region.code


def _planned(results: Results) -> list[str]:
    """Indicators that any plan, of a municipality or the region, may follow."""
    listed = [line.indicators for line in (*results.register.plan, *results.register.region_plan)]
    drafted = [line.indicators for own in results.decisions.values() for line in own.plan]
    return list(dict.fromkeys(chain.from_iterable([*listed, *drafted])))


def _in_plan(results: Results, code: str) -> set[str]:
    return {id for line in results.decisions[code].plan for id in line.indicators}


def largest_gain(results: Results, id: str) -> Fraction | None:
    """The most that one year has brought to any municipality, as a part of one; None where no year can be compared.

    Only changes between comparable periods of the same reporters count; one over several years is divided by them.
    """
    frame, sign = results.values, 1 if results.catalogue.indicators[id].polarity == "high" else -1
    if frame.empty or results.catalogue.indicators[id].polarity not in _BAD:
        return None
    judged = frame[(frame["indicator"] == id) & frame["change"].isin(["up", "down", "same"])]
    known = judged[judged["change_points"].notna()]
    if known.empty:
        return None
    gains = [
        Fraction(sign * float(points)).limit_denominator(10**9) / 100 / _years(str(earlier), str(later))
        for points, earlier, later in zip(known["change_points"], known["previous"], known["period"], strict=True)
    ]
    return max(*gains, Fraction(0))


def _years(earlier: str, later: str) -> int:
    return max(period_start(later).year - period_start(earlier).year, 1)


def _target(results: Results, code: str, id: str, gain: Fraction) -> Target | None:
    row, polarity = results.rows.get(code, {}).get(id), results.catalogue.indicators[id].polarity
    if not row or not row.has_share:
        return None
    own = row.own
    if row.verdict != _BAD.get(polarity):
        return _to_what_was_missed(_goals(results, code, id), own, gain, polarity)
    near = _peers(results, code, id)
    proposals = [(near, PEERS)] if near else []
    for level, of in [*proposals, (row.others, OTHERS)]:
        found = target(own, level, of, gain, polarity)
        if found and found.people:
            return found
    return target(own, None, "", gain, polarity)


def _to_what_was_missed(
    goals: list[tuple[Fraction, str]], own: tuple[int, int], gain: Fraction, polarity: str
) -> Target | None:
    """To the first of these that is not reached; else not worse than now: what was missed is not given up."""
    for goal, of in goals:
        level = goal / 100
        found = target(own, (level.numerator, level.denominator), of, gain, polarity)
        if found and found.people:
            return found
    return target(own, None, "", gain, polarity)


def _goals(results: Results, code: str, id: str) -> list[tuple[Fraction, str]]:
    """Per cent that were to be reached by now: of the municipality's own plan, of the dataset."""
    measures = results.intake.registers.plans.of(code, results.dataset.period)
    own = [one.plan for one in measures if one.indicator == id and one.plan is not None]
    hardest = max if results.catalogue.indicators[id].polarity == "high" else min
    common = due(results.dataset).get(id)
    goals = [(hardest(own), PLANNED)] if own else []
    return [*goals, (Fraction(common), SET)] if common is not None else goals


def _peers(results: Results, code: str, id: str) -> tuple[int, int] | None:
    """Numbers of similar municipalities together."""
    rows = [results.rows.get(other, {}).get(id) for other in results.peers.get(code, [])]
    known = [row.own for row in rows if row and row.has_share]
    if len(known) < FEWEST_PEERS:
        return None
    return sum(pair.numerator for pair in known), sum(pair.denominator for pair in known)


def _regional(results: Results, id: str, of: list[Target | None]) -> Target | None:
    row = results.rows.get(_region(results), {}).get(id)
    if not row or not row.has_share:
        return None
    own = row.own
    return regional_target(own, [one for one in of if one], results.catalogue.indicators[id].polarity)
