"""Results -> what may be proposed as targets, by code of territory and indicator, by rules T1 to T9."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from careerstats.bundles.numbers import Results
from careerstats.catalogue import Indicator
from careerstats.contracts.decisions import Target
from careerstats.contracts.measures import Counts
from careerstats.contracts.values import Value
from careerstats.decisions import Decisions
from careerstats.decisions.targets import SMALL_GROUP, Aim, regional_target, shared, target
from careerstats.intake.targets import targets_of
from careerstats.model import period_start

FEWEST_GAINS = 4
"""With fewer yearly changes of similar municipalities known, those of all are comparable."""

_WORSE, _BETTER = {"high": "down", "low": "up"}, {"high": "above", "low": "below"}
_EVERYONE = re.compile(r"\b(?:все|всех|всем|всеми|каждый|каждого|каждому|каждой|каждая)\b")


def targets(results: Results) -> dict[str, dict[str, Target]]:
    """Code → indicator that the note shows → target."""
    shown = results.dataset.settings.indicators
    known = _Known({id: yearly_gains(results, id) for id in shown}, {id: _best(results, id) for id in shown})
    targets = {code: _of_place(results, code, own, known) for code, own in results.decisions.items()}
    region = {id: goal for id in shown if (goal := _regional(results, id, [own.get(id) for own in targets.values()]))}
    return targets | {results.intake.region.code: region}


class _Known(NamedTuple):
    """By indicator: what a year brought to each municipality, by code; the largest share of one."""

    gains: dict[str, dict[str, list[Fraction]]]
    best: dict[str, Counts | None]


def _of_place(results: Results, code: str, own: Decisions, known: _Known) -> dict[str, Target]:
    staged = [stage for headline in own.headlines for stage in headline.stages]
    goals: dict[str, Target] = {}
    for id in results.dataset.settings.indicators:
        indicator, row = results.catalogue.indicators[id], results.rows.get(code, {}).get(id)
        beside = staged and _part(results, indicator) in results.dataset.settings.branches
        if row and row.has_share and not row.uncovered and not beside:
            aim = _aim(results, own, row, _comparable(results, code, known.gains[id]))
            goal = target(replace(aim, best=known.best[id]))
            goals |= {id: goal} if goal else {}
    high = [id for id in goals if results.catalogue.indicators[id].polarity == "high"]
    parts = {id: _part(results, results.catalogue.indicators[id]) for id in high}
    return shared(goals, parts, {id: _whole(results, results.catalogue.indicators[id]) for id in high})


def _aim(results: Results, own: Decisions, row: Value, gains: Sequence[Fraction]) -> Aim:
    indicator = results.catalogue.indicators[row.indicator]
    stage = next((headline for headline in own.headlines if headline.kind == "stage"), None)
    comparable = row.had_share and row.change in ("up", "down", "same")
    ordered = targets_of(results.dataset.settings).get(row.indicator)
    return Aim(
        period=results.dataset.period,
        own=row.own,
        before=row.past if comparable else None,
        others=row.others if row.rest_denominator else None,
        set_=Fraction(ordered.value) / 100 if ordered else None,
        planned=_planned(results, row, indicator.polarity),
        gains=tuple(gains),
        polarity=indicator.polarity,
        fell=row.change == _WORSE.get(indicator.polarity),
        better=row.verdict == _BETTER.get(indicator.polarity),
        everyone=bool(_EVERYONE.search(str(indicator.words.get("task", "")).casefold())),
        narrowest=stage is not None and stage.indicator == row.indicator,
        next_stage=_next_stage(results, own, indicator),
    )


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
    edition = indicator.edition(results.dataset.period)
    return str(edition.of.get("part") or indicator.id) if edition and edition.formula == "share" else indicator.id


def _whole(results: Results, indicator: Indicator) -> str:
    edition = indicator.edition(results.dataset.period)
    return str(edition.of.get("whole", "")) if edition and edition.formula == "share" else ""


def _next_stage(results: Results, own: Decisions, indicator: Indicator) -> str:
    """The share of those who got to this stage that got to the next."""
    stages = next((headline.stages for headline in own.headlines if headline.stages), ())
    return next((stage.indicator for stage in stages if stage.before == _part(results, indicator)), "")


# ---- what a year brings


def yearly_gains(results: Results, id: str) -> dict[str, list[Fraction]]:
    """Code → how much better one year made it, as a part of one; only between comparable periods of the same reporters.

    A change over several years is divided by them.
    """
    frame, polarity = results.values, results.catalogue.indicators[id].polarity
    if frame.empty or polarity not in _WORSE:
        return {}
    sign = 1 if polarity == "high" else -1
    judged = frame[(frame["indicator"] == id) & frame["change"].isin(["up", "down", "same"])]
    known = judged[judged["change_points"].notna()]
    columns = (known[key] for key in ("code", "change_points", "previous", "period"))
    gains: dict[str, list[Fraction]] = {}
    for code, points, earlier, later in zip(*columns, strict=True):
        part = Fraction(sign * float(points)).limit_denominator(10**9) / 100
        gains.setdefault(str(code), []).append(part / _years(str(earlier), str(later)))
    return gains


def _years(earlier: str, later: str) -> int:
    return max(period_start(later).year - period_start(earlier).year, 1)


def _comparable(results: Results, code: str, gains: dict[str, list[Fraction]]) -> list[Fraction]:
    """Of the municipalities nearest in size; where too few are known, of all."""
    near = [gain for other in results.peers.get(code, []) for gain in gains.get(other, [])]
    return near if len(near) >= FEWEST_GAINS else [gain for own in gains.values() for gain in own]


def _regional(results: Results, id: str, of: list[Target | None]) -> Target | None:
    row = results.rows.get(results.intake.region.code, {}).get(id)
    if not row or not row.has_share:
        return None
    return regional_target(row.own, [goal for goal in of if goal], results.catalogue.indicators[id].polarity)
