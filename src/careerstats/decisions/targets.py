"""What is known of one indicator of one place -> the target that can be signed: by rules T1 to T9 of targets.yaml."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import ceil, floor
from pathlib import Path

import yaml
from msgspec.structs import replace as changed

from careerstats import wording
from careerstats.contracts.decisions import PathStep, Rule, Target
from careerstats.contracts.measures import Counts
from careerstats.model import period_start


@cache
def rule_text() -> dict[str, str]:
    """Rule → its words, of targets.yaml."""
    written = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return {str(rule["id"]): str(rule["text"]) for rule in written["rules"]}


REACH, KEEP = "reach", "keep"
OTHERS, MUNICIPALITIES, SET, PLANNED = "others", "municipalities", "set", "planned"
LAST, ALL, ROUND, OWN = "last", "all", "round", "own"
"""Whose level a target is: of the year before; of all; the round part that the best has reached; its own of now."""

SMALL_GROUP = 20
"""T5: of fewer pupils a share says nothing; all of them are named."""

LEAST_STEP = Fraction(1, 100)
"""T3: what is proposed for a year where comparable municipalities have gained less."""

UPPER = 4
"""T3: the upper quarter of gains begins at the value that one gain of so many exceeds."""

ROUND_PARTS = tuple(Fraction(1, number) for number in (2, 3, 4, 5, 10, 20))
"""T6: «каждый второй» … «каждый двадцатый»."""

MOST_YEARS = 10
"""Years that a path is told for."""


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What a target of one indicator rests on; shares as «k of n», ``set_``, ``planned``, ``gains`` as parts of one.

    ``before``: of the year before; ``fell``: less by more than it wavers; ``gains``: of one year, of comparable
    municipalities; empty in a first year; ``better``: than the others, beyond chance; ``everyone``: the recommendation
    says «всех»; ``narrowest``: the stage at which most are lost, ``best``: what the best municipality has there;
    ``near``: in a first year, below the others by what chance gives and by less than a third: their level counts as
    reached; ``then``: of how many the share will be, where those are to become more themselves (0: as many as now).
    """

    period: str
    own: Counts
    before: Counts | None = None
    others: Counts | None = None
    set_: Fraction | None = None
    planned: Fraction | None = None
    gains: tuple[Fraction, ...] = ()
    polarity: str = "high"
    fell: bool = False
    better: bool = False
    everyone: bool = False
    narrowest: bool = False
    best: Counts | None = None
    near: bool = False
    then: int = 0

    @property
    def whole(self) -> int:
        return max(self.then, self.own[1])

    @property
    def grows(self) -> bool:
        return self.whole > self.own[1]


@dataclass(frozen=True)
class _Level:
    """A share to be reached on the way: ``walked``: by steps, not at once."""

    share: Fraction
    rule: Rule
    of: str
    walked: bool = False


def target(aim: Aim) -> Target | None:
    """The proposal; None where nobody is counted, the numbers cannot be, or no side is the good one.

    None too where only the whole is to grow and nothing is decided on the share: its goal is told of all pupils.
    """
    count, total = aim.own
    if total <= 0 or not 0 <= count <= total or aim.polarity not in ("high", "low"):
        return None
    if aim.polarity == "low":
        return _mirrored(aim)
    if total < SMALL_GROUP:
        return _of_small(aim)
    levels = sorted(_levels(aim), key=lambda level: level.share)
    if aim.grows and not levels and not aim.narrowest:
        return None
    same_share = [_Level(Fraction(*aim.own), "T9", OWN)] if aim.grows else []  # of more than now it is more pupils
    counts = _way(aim, levels or same_share)
    if not counts:  # T6: the best keep their level, and the goal moves on; T9: nobody gets less than he has
        return Target(KEEP, *aim.own, rule="T6" if aim.better else "T9")
    first, level = counts[0]
    years = _years(aim.period, len(counts))
    return Target(
        REACH,
        first,
        aim.whole,
        first - count,
        level.of,
        limited=len(counts) > 1,
        rule=level.rule,
        path=tuple(PathStep(year, number, aim.whole) for year, (number, _) in zip(years, counts, strict=True)),
        by=years[0],
        guide=level.rule == "T7",
        level=wording.tenths(100 * level.share) if first == ceil(total * level.share) and not aim.grows else None,
    )


def _mirrored(aim: Aim) -> Target | None:
    """Where low is good, those who are not counted are to grow: the same rules of them, told of those who are."""

    def rest(pair: Counts | None) -> Counts | None:
        return None if pair is None else (pair[1] - pair[0], pair[1])

    goal = target(
        replace(
            aim,
            polarity="high",
            own=(aim.own[1] - aim.own[0], aim.own[1]),
            before=rest(aim.before),
            others=rest(aim.others),
            set_=None if aim.set_ is None else 1 - aim.set_,
            planned=None if aim.planned is None else 1 - aim.planned,
            best=None,
        )
    )
    if goal is None:
        return None
    path = tuple(PathStep(step.period, step.total - step.count, step.total) for step in goal.path)
    level = None if goal.level is None else 1000 - goal.level
    return changed(goal, count=goal.total - goal.count, path=path, level=level)


def _of_small(aim: Aim) -> Target:
    """T5: half of those left in the next year, all in the year after."""
    count, total = aim.own
    if count == total:
        return Target(KEEP, count, total, rule="T5")
    years = _years(aim.period, 2)
    half = count + ceil(Fraction(total - count, 2))
    steps = [(years[0], half)] if half == total else [(years[0], half), (years[1], total)]
    path = tuple(PathStep(year, number, total) for year, number in steps)
    return Target(REACH, total, total, total - count, ALL, rule="T5", path=path, by=years[1])


def _way(aim: Aim, levels: Sequence[_Level]) -> list[tuple[int, _Level]]:
    """Pupils to be reached year by year; T2: after a fall first its own level of the year before.

    A fall that may be nobody's doing counts too where the next year would else be asked for less than was (T9).
    """
    way = list(_path(aim, levels))
    last = Fraction(*aim.before) if aim.before else Fraction(0)
    if not Fraction(*aim.own) < last <= 1:
        return way
    if way and not aim.fell and Fraction(way[0][0], aim.whole) >= last:
        return way
    return list(_path(aim, [_Level(last, "T2", LAST), *(level for level in levels if level.share > last)]))


def _levels(aim: Aim) -> Iterator[_Level]:
    """Every share above its own that a rule names but that of the year before; T9: none below."""
    own = Fraction(*aim.own)
    ordered = [(share, of) for share, of in ((aim.set_, SET), (aim.planned, PLANNED)) if share is not None]
    share, of = next(((share, of) for share, of in ordered if share > own), (own, SET))
    if own < share <= 1:
        yield _Level(share, "T1", of)
    if aim.narrowest and aim.best and not _behind(aim) and not aim.grows:
        yield from _round_part(own, Fraction(*aim.best))
    if aim.others and _behind(aim) and Fraction(*aim.others) <= 1:
        yield _Level(Fraction(*aim.others), "T3" if aim.gains else "T7", OTHERS, walked=bool(aim.gains))
    if aim.everyone and aim.gains:
        yield _Level(Fraction(1), "T4", ALL, walked=True)


def _behind(aim: Aim) -> bool:
    return aim.others is not None and not aim.near and Fraction(*aim.own) < Fraction(*aim.others)


def _round_part(own: Fraction, best: Fraction) -> Iterator[_Level]:
    """T6: the largest round part that the best one has reached, if it is more than its own."""
    reached = [part for part in ROUND_PARTS if own < part <= best]
    if reached:
        yield _Level(max(reached), "T6", ROUND)


def _path(aim: Aim, levels: Sequence[_Level]) -> Iterator[tuple[int, _Level]]:
    """Pupils to be reached year by year, each with the level it leads to; at most so many years."""
    count = aim.own[0]
    step = max(floor(aim.whole * quickest(aim.gains)), 1)
    years = 0
    for level in levels:
        # of those who are to come a part is asked already where all are counted: there it is rounded up
        goal = (floor if aim.grows and level.of == OTHERS else ceil)(aim.whole * level.share)
        while count < goal and years < MOST_YEARS:
            count = min(count + step, goal) if level.walked else goal
            years += 1
            yield count, level


def quickest(gains: Sequence[Fraction]) -> Fraction:
    """Where the upper quarter of the gains begins, and at least one point."""
    ordered = sorted(gains, reverse=True)
    return max(ordered[len(ordered) // UPPER], LEAST_STEP) if ordered else LEAST_STEP


def shared(targets: dict[str, Target], parts: Mapping[str, str]) -> dict[str, Target]:
    """T8: of indicators with one numerator the goal is where most pupils are wanted; the others ask for the same.

    ``parts``: indicator → the variable it counts, of those where high is good. Where no one wants more all stay.
    """
    goals = dict(targets)
    for part in dict.fromkeys(parts[id] for id in targets if id in parts):
        same = [id for id in targets if parts.get(id) == part]
        lead = max(same, key=lambda id: (targets[id].people, -same.index(id)))
        goal = targets[lead]
        for id in same:
            if id != lead and goal.people:
                own = targets[id]
                now = own.count - own.people
                goals[id] = Target(
                    REACH,
                    now + goal.people,
                    own.total,
                    goal.people,
                    goal.of,
                    rule="T8",
                    path=(PathStep(goal.by, now + goal.people, own.total),) if goal.by else (),
                    by=goal.by,
                    guide=goal.guide,
                )
    return {id: goal for id, goal in goals.items() if 0 <= goal.count <= goal.total}


def more_of(targets: Mapping[str, Target], parts: Mapping[str, str], whole: str) -> int:
    """How many more are proposed for the next period of those that a share is of."""
    return max((goal.next_year for id, goal in targets.items() if parts.get(id) == whole), default=0)


def _years(period: str, number: int) -> list[str]:
    """The periods after this one: 2025/26 after 2024/25, 2021 after 2020."""
    first, school = period_start(period).year, "/" in period
    years = range(first + 1, first + 1 + number)
    return [f"{year}/{(year + 1) % 100:02d}" if school else str(year) for year in years]


def regional_target(own: Counts, targets: list[Target], polarity: str = "high", then: int = 0) -> Target | None:
    """What the region comes to if every municipality reaches what is proposed to it for the next period.

    ``then``: of how many the share will be, where those are to become more themselves.
    """
    count, total = own
    if total <= 0 or not targets or polarity not in ("high", "low"):
        return None
    people = sum(goal.next_year for goal in targets)
    moved = count + people if polarity == "high" else count - people
    if not people or not 0 <= moved <= total:
        return Target(KEEP, count, total, rule="T9")
    return Target(REACH, moved, max(then, total), people, MUNICIPALITIES)
