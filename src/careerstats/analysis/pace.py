"""Cumulative counts by day -> what was added, the pace, the pace a target needs, when it is met, who stands still."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil
from statistics import median

from careerstats.contracts.counts import Count, number
from careerstats.contracts.weekly import DOWN, FEW, STALE, Snapshot, Standing
from careerstats.grouping import grouped, nested
from careerstats.model import UNASSIGNED

WINDOW = timedelta(weeks=4)
ENOUGH = 3  # snapshots: two differences are the fewest that have a middle
UNCHANGED = 3  # snapshots with one and the same number: two weeks running added nobody


def standing(
    snapshots: Sequence[Snapshot],
    *,
    whole: int | None = None,
    target: Fraction | None = None,
    by: date | None = None,
    latest: date | None = None,
) -> Standing:
    """``snapshots``: of one place, the earliest first, at least one; ``whole``: the denominator of the period.

    ``target``: per cent, due on the day ``by``; ``latest``: the last day on which anybody reported. Who did not
    report then has no ``added`` and no ``pace``: what happened since is not known.
    """
    last = snapshots[-1]
    stale = latest is not None and last.day < latest
    previous = None if stale else before(snapshots)
    pace, why = (None, STALE) if stale else pace_of(snapshots)
    goal = None if target is None or not whole else ceil(target * whole / 100)
    remaining = None if goal is None else max(goal - last.number, 0)
    return Standing(
        day=last.day,
        count=last.number,
        previous=previous.day if previous else None,
        added=last.number - previous.number if previous else None,
        pace=pace,
        no_pace=why,
        goal=goal,
        remaining=remaining,
        needed=_needed(remaining, last.day, by),
        reach=_reach(remaining, last.day, pace),
        still_since=None if stale else still_since(snapshots, whole if goal is None else goal),
    )


def before(snapshots: Sequence[Snapshot]) -> Snapshot | None:
    """The snapshot from which what was added is counted: the one before the last, if its number was not taken back.

    A number that fell and came back was a mistake, and the way back is nobody's gain: then the highest one before it
    counts, or none where that is not reached again.
    """
    last, earlier = snapshots[-1], snapshots[:-1]
    if not earlier:
        return None
    highest = max(snapshot.number for snapshot in earlier)
    if earlier[-1].number == highest or last.number < earlier[-1].number:
        return earlier[-1]
    return [snapshot for snapshot in earlier if snapshot.number == highest][-1] if last.number >= highest else None


def pace_of(snapshots: Sequence[Snapshot]) -> tuple[Fraction | None, str]:
    """People per week: the median of the differences of the last four weeks, each brought to seven days.

    A median, because one school entered on one day is not a pace. None with the reason otherwise.
    """
    recent = [snapshot for snapshot in snapshots if snapshot.day >= snapshots[-1].day - WINDOW]
    if len(recent) < ENOUGH:
        return None, FEW
    if any(after.number < before.number for before, after in pairwise(recent)):
        return None, DOWN
    weekly = [Fraction(7 * (b.number - a.number), (b.day - a.day).days) for a, b in pairwise(recent)]
    return Fraction(median(weekly)), ""


def _needed(remaining: int | None, day: date, by: date | None) -> Fraction | None:
    if not remaining or by is None or by <= day:
        return None
    return Fraction(7 * remaining, (by - day).days)


def _reach(remaining: int | None, day: date, pace: Fraction | None) -> date | None:
    """None where the target is met already, or nobody is added, or the day is beyond every calendar."""
    if not remaining or not pace:
        return None
    days = ceil(7 * remaining / pace)
    return day + timedelta(days=days) if days <= (date.max - day).days else None


def still_since(snapshots: Sequence[Snapshot], limit: int | None) -> date | None:
    """The day from which the number is the same in three snapshots or more, though it is below ``limit``."""
    last = snapshots[-1].number
    same: list[Snapshot] = []
    for snapshot in reversed(snapshots):
        if snapshot.number != last:
            break
        same.append(snapshot)
    stands = len(same) >= UNCHANGED and limit is not None and last < limit
    return same[-1].day if stands else None


def summed(courses: Iterable[Sequence[Snapshot]]) -> list[Snapshot]:
    """Sum of several courses by day; one that is silent on a day counts with its last number.

    Days before the last of them joins have no sum: it would jump when they do.
    """
    known = [course for course in courses if course]
    if not known:
        return []
    start = max(course[0].day for course in known)
    days = sorted({snapshot.day for course in known for snapshot in course if snapshot.day >= start})
    last = [
        {day: [snapshot.number for snapshot in course if snapshot.day <= day][-1] for day in days} for course in known
    ]
    return [Snapshot(day, sum(numbers[day] for numbers in last)) for day in days]


def courses_of(counts: Iterable[Count], variable: str) -> dict[str, list[Snapshot]]:
    """Code → its course; a municipality that does not report itself is the sum of its organisations.

    ``counts``: rows with code, organisation, breakdown, period (ISO day), variable, value. Those who named no
    municipality stand under ``UNASSIGNED``.
    """
    ours = sorted((count for count in counts if count["variable"] == variable), key=lambda count: str(count["period"]))
    courses = grouped(
        (
            (UNASSIGNED, "") if count["breakdown"] == UNASSIGNED else (count["code"], count["organisation"]),
            Snapshot(date.fromisoformat(count["period"]), number(count)),
        )
        for count in ours
    )
    return {code: own[""] if "" in own else summed(own.values()) for code, own in nested(courses.items()).items()}
