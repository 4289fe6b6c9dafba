"""Results -> what may be proposed as targets, by code of territory and indicator, by rules T1 to T9."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from careerstats.bundles.numbers import Results
from careerstats.catalogue import Indicator
from careerstats.contracts.decisions import Target
from careerstats.contracts.measures import Counts
from careerstats.contracts.values import Value
from careerstats.decisions import Decisions
from careerstats.decisions.findings.case import GOOD, WORSE
from careerstats.decisions.findings.sides import far_apart
from careerstats.decisions.targets import SMALL_GROUP, Aim, more_of, regional_target, shared, target
from careerstats.grouping import grouped
from careerstats.intake.targets import targets_of
from careerstats.model import period_start

FEWEST_GAINS = 4
"""With fewer yearly changes of similar municipalities known, those of all are comparable."""


def targets(results: Results) -> dict[str, dict[str, Target]]:
    """Code → indicator that the note shows → target."""
    shown = results.dataset.settings.indicators
    known = {id: _known(results, id) for id in shown}
    targets = {code: _of_place(results, code, own, known) for code, own in results.decisions.items()}
    return targets | {results.intake.region.code: _of_region(results, targets)}


class _Known(NamedTuple):
    """Of an indicator: what a year brought to each municipality, by code, and to all; the largest share of one."""

    gains: dict[str, list[Fraction]]
    every: tuple[Fraction, ...]
    best: Counts | None


def _known(results: Results, id: str) -> _Known:
    gains = yearly_gains(results, id)
    return _Known(gains, tuple(chain.from_iterable(gains.values())), _best(results, id))


def _of_place(results: Results, code: str, own: Decisions, known: Mapping[str, _Known]) -> dict[str, Target]:
    """First of as many as there are, then of as many as they are to be where those are to become more themselves."""
    aims = {
        id: _aim(results, own, row, known[id])
        for id, row in results.rows.get(code, {}).items()
        if id in known and row.has_share and not row.uncovered and _aimed(results, own, id)
    }
    goals = _reached(aims)
    parts = _parts(results, goals)
    wider = {id: _then(results, goals, parts, aim.own, id) for id, aim in aims.items()}
    return shared(_reached({id: replace(aim, then=wider[id]) for id, aim in aims.items()}), parts)


def _reached(aims: Mapping[str, Aim]) -> dict[str, Target]:
    return {id: goal for id, aim in aims.items() if (goal := target(aim))}


def _aimed(results: Results, own: Decisions, id: str) -> bool:
    """Whether a goal is told: of a line beside the stages (parents) only where something is decided on it."""
    staged = any(headline.stages for headline in own.headlines)
    part = _part(results, results.catalogue.indicators[id])
    if not staged or part not in results.dataset.settings.branches:
        return True
    decided = [headline.indicator for headline in own.headlines if headline.is_problem]
    return any(_part(results, results.catalogue.indicators[other]) == part for other in decided)


def _parts(results: Results, goals: Mapping[str, Target]) -> dict[str, str]:
    """Indicator → what it counts, of those where high is good."""
    indicators = {id: results.catalogue.indicators[id] for id in goals}
    return {id: _part(results, indicator) for id, indicator in indicators.items() if indicator.polarity == "high"}


def _then(results: Results, goals: Mapping[str, Target], parts: Mapping[str, str], own: Counts, id: str) -> int:
    """Of how many a share will be in the next period: as many as there are, and those who are to come."""
    return own[1] + (
        more_of(goals, parts, results.catalogue.indicators[id].part_and_whole(results.dataset.period)[1])
        if id in parts
        else 0
    )


def _aim(results: Results, own: Decisions, row: Value, known: _Known) -> Aim:
    indicator = results.catalogue.indicators[row.indicator]
    stage = next((headline for headline in own.headlines if headline.kind == "stage"), None)
    comparable = row.had_share and (row.change in ("up", "down", "same") or row.facts.change_why in _SAME_BASE)
    ordered = targets_of(results.dataset.settings).get(row.indicator)
    gains = _comparable(results, row.code, known)
    return Aim(
        period=results.dataset.period,
        own=row.own,
        before=row.past if comparable else None,
        others=row.others if row.rest_denominator else None,
        set_=Fraction(ordered.value) / 100 if ordered else None,
        planned=_planned(results, row, indicator.polarity),
        gains=gains,
        polarity=indicator.polarity,
        fell=row.change == WORSE.get(indicator.polarity),
        better=row.verdict == GOOD.get(indicator.polarity),
        everyone=_everyone(own, row.indicator),
        best=known.best,
        narrowest=stage is not None and stage.indicator == row.indicator,
        near=not gains and row.verdict == "same" and not far_apart(row),
    )


_SAME_BASE = ("few_to_measure", "few_schools", "school_part_over_whole")
"""Why a change was not judged though the same schools are known in both periods."""


def _everyone(own: Decisions, id: str) -> bool:
    """Whether something that is recommended about an indicator speaks of all."""
    numbers = {headline.number for headline in own.headlines if headline.indicator == id and headline.is_problem}
    return any(recommendation.everyone for recommendation in own.recommendations if recommendation.headline in numbers)


def _planned(results: Results, row: Value, polarity: str) -> Fraction | None:
    """The hardest value that the body's own plan for this period wanted, or its tables beside the numbers."""
    measures = results.intake.registers.plans.of(row.code, results.dataset.period)
    known = [measure.plan for measure in measures if measure.indicator == row.indicator and measure.plan is not None]
    beside = results.planned.get(row.code, {}).get(row.indicator)
    known += [beside.share] if beside else []
    hardest = (max if polarity == "high" else min)(known, default=None)
    return None if hardest is None else hardest / 100


def _best(results: Results, id: str) -> Counts | None:
    """The largest share of a municipality where it says something."""
    rows = [own[id] for code, own in results.rows.items() if id in own and code != results.intake.region.code]
    known = [row.own for row in rows if row.has_share and row.own.denominator >= SMALL_GROUP and not row.uncovered]
    possible = [(pair.numerator, pair.denominator) for pair in known if pair.numerator <= pair.denominator]
    return max(possible, key=lambda pair: Fraction(*pair), default=None)


def _part(results: Results, indicator: Indicator) -> str:
    """The variable that a plain share counts, else the indicator itself."""
    return indicator.part_and_whole(results.dataset.period)[0] or indicator.id


# ---- what a year brings


def yearly_gains(results: Results, id: str) -> dict[str, list[Fraction]]:
    """Code → how much better one year made it, as a part of one; only between comparable periods of the same reporters.

    A change over several years is divided by them.
    """
    frame, polarity = results.values, results.catalogue.indicators[id].polarity
    if frame.empty or polarity not in WORSE:
        return {}
    sign = 1 if polarity == "high" else -1
    judged = frame[(frame["indicator"] == id) & frame["change"].isin(["up", "down", "same"])]
    known = judged[judged["change_points"].notna()]
    columns = (known[key] for key in ("code", "change_points", "previous", "period"))
    return grouped(
        (str(code), Fraction(sign * float(points)).limit_denominator(10**9) / 100 / _years(str(earlier), str(later)))
        for code, points, earlier, later in zip(*columns, strict=True)
    )


def _years(earlier: str, later: str) -> int:
    return max(period_start(later).year - period_start(earlier).year, 1)


def _comparable(results: Results, code: str, known: _Known) -> tuple[Fraction, ...]:
    """Of the municipalities nearest in size; where too few are known, of all."""
    near = tuple(gain for other in results.peers.get(code, []) for gain in known.gains.get(other, []))
    return near if len(near) >= FEWEST_GAINS else known.every


def _of_region(results: Results, of_places: Mapping[str, Mapping[str, Target]]) -> dict[str, Target]:
    """What municipalities come to together; a share of those who are to become more is of as many as they are to be."""
    rows = results.rows.get(results.intake.region.code, {})
    known = {id: rows[id] for id in results.dataset.settings.indicators if id in rows and rows[id].has_share}
    every = {id: [own[id] for own in of_places.values() if id in own] for id in known}
    indicators = {id: results.catalogue.indicators[id] for id in known}

    def summed(then: Mapping[str, int]) -> dict[str, Target]:
        goals = {
            id: regional_target(row.own, every[id], indicators[id].polarity, then.get(id, 0))
            for id, row in known.items()
        }
        return {id: goal for id, goal in goals.items() if goal}

    goals = summed({})
    parts = _parts(results, goals)
    return summed({id: _then(results, goals, parts, row.own, id) for id, row in known.items()})
