"""Dated cumulative counts -> how each municipality gets on from week to week: the bundles progress-<code>.json."""

from collections.abc import Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from careerstats.analysis.pace import courses_of, standing, summed
from careerstats.analysis.rollup import only
from careerstats.bundles.heads import head, municipalities_of, passport_of
from careerstats.bundles.numbers import Results
from careerstats.catalogue import Indicator
from careerstats.contracts.bundle import Bundle
from careerstats.contracts.weekly import DOWN, STALE, TOTAL, Course, Snapshot, Weekly
from careerstats.errors import UsageError
from careerstats.intake.targets import targets_of
from careerstats.model import REPORTED, UNASSIGNED, Problem
from careerstats.territories import Territory

CODES = (
    "snapshot_outside_period", "snapshot_went_down", "snapshot_silent", "missing_week", "contradiction", "unreadable",
    "absent", "duplicate",
)  # fmt: skip
"""Problems that the page tells, where they are in dated tables."""


def cut_weekly(results: Results) -> dict[tuple[str, str], Bundle]:
    """("progress", code) → bundle of every municipality that sent anything, and of the region.

    Raises UsageError where the dataset has no dated tables, or none of its indicators can be followed by them.
    """
    followed = indicators_of(results)
    if not followed:
        raise UsageError(_nothing(results))
    whole = _whole(results, followed)
    common, names = head(results), municipalities_of(results)
    common["date"] = whole.last.isoformat()  # what is told of a day is dated by it
    passports = {id: passport_of(results, id) for id in whole.indicators}

    def bundle(place: Territory, weekly: Weekly, problems: tuple[Problem, ...]) -> Bundle:
        return Bundle(
            **common,
            notebook="progress",
            municipalities=names,
            passports=passports,
            territory=place,
            weekly=weekly,
            problems=problems,
        )

    heard = {course.code for course in whole.courses}
    bundles = {
        ("progress", place.code): bundle(
            place,
            replace(whole, courses=tuple(course for course in whole.courses if course.code in (place.code, TOTAL))),
            _problems(results, place.code),
        )
        for place in results.intake.territories
        if place.code in heard
    }
    region = results.intake.region
    return bundles | {("progress", region.code): bundle(region, whole, _problems(results))}


def _whole(results: Results, followed: Sequence[Indicator]) -> Weekly:
    """The courses of all municipalities and of the region."""
    targets = targets_of(results.dataset.settings)
    ids = tuple(indicator.id for indicator in followed)
    return Weekly(
        days=tuple(map(date.fromisoformat, results.intake.registers.snapshots.days)),
        indicators=ids,
        courses=tuple(course for indicator in followed for course in _courses(results, indicator)),
        targets={id: targets[id] for id in ids if id in targets},
    )


def _nothing(results: Results) -> str:
    name = results.dataset.name
    if not results.dataset.settings.snapshots:
        return f"В наборе «{name}» нет еженедельных сведений: опишите их таблицы в dataset.yaml, поле snapshots."
    return (
        f"По еженедельным сведениям набора «{name}» не за чем следить: нужна величина, которая стоит в числителе "
        f"показателя-доли, и знаменатель этой доли в таблицах периода. Подробно: careerstats check {name}"
    )


def indicators_of(results: Results) -> list[Indicator]:
    """Shares whose part is told week by week, and whose whole is one number of the period.

    A share of what is told weekly itself (attended of registered) is none: its parts grow both, and it may fall.
    """
    weekly = {count["variable"] for count in results.intake.registers.snapshots.counts}
    settings = results.dataset.settings
    wanted = [*settings.headline, *settings.indicators, *settings.also]
    chosen = [results.catalogue.indicators[id] for id in dict.fromkeys(wanted)]
    return [indicator for indicator in chosen if _follows(results, indicator, weekly)]


def _follows(results: Results, indicator: Indicator, weekly: set[str]) -> bool:
    edition = indicator.edition(results.dataset.period)
    if edition is None or edition.formula != "share":
        return False
    whole = edition.of["whole"]
    return edition.first in weekly and whole not in weekly and bool((results.counts["variable"] == whole).any())


def _courses(results: Results, indicator: Indicator) -> list[Course]:
    """Of every municipality that reported, of their sum, of those who named none."""
    edition = indicator.edition(results.dataset.period)
    assert edition is not None  # _follows
    given = courses_of(results.intake.registers.snapshots.counts, edition.first)
    wholes = _wholes(results, edition.of["whole"])
    target = targets_of(results.dataset.settings).get(indicator.id)
    heard = [place.code for place in results.intake.territories if place.code in given]
    if not heard:
        return []
    latest = max(given[code][-1].day for code in heard)

    def course(code: str, own: Sequence[Snapshot], whole: int | None) -> Course:
        value, by = (target.value, target.by) if target and code != UNASSIGNED else (None, None)
        stands = msgspec.structs.asdict(standing(own, whole=whole, target=value, by=by, latest=latest))
        snapshots = tuple(own)
        return Course(**stands, code=code, indicator=indicator.id, snapshots=snapshots, whole=whole, target=value)

    courses = [course(code, given[code], wholes.get(code)) for code in heard]
    known = [wholes[code] for code in heard if code in wholes]
    whole = sum(known) if len(known) == len(heard) else None
    courses.append(_total(_summed(course(TOTAL, summed(given[code] for code in heard), whole)), courses))
    if UNASSIGNED in given:
        courses.append(course(UNASSIGNED, given[UNASSIGNED], None))
    return courses


def _summed(total: Course) -> Course:
    """The sum against the day before, whatever was taken back in one of its parts."""
    return replace(total, previous=total.snapshots[-2].day if len(total.snapshots) > 1 else None)


def _total(total: Course, members: list[Course]) -> Course:
    """The sum; it has no pace where somebody did not report on the last day, or somebody's number went down.

    What was added is of those alone whose number has not been corrected since the day before the last.
    """
    late = tuple(course.code for course in members if course.no_pace == STALE)
    back = tuple(course.code for course in members if course.no_pace == DOWN)
    growing = [
        course.added
        for course in members
        if course.code not in back and course.added is not None and course.previous == total.previous
    ]
    why = STALE if late else DOWN if back else ""
    added = sum(growing) if growing else None
    total = replace(total, members=len(members), late=late, back=back, added=added, growing=len(growing))
    return replace(total, pace=None, no_pace=why, reach=None, still_since=None) if why else total


def _wholes(results: Results, variable: str) -> dict[str, int]:
    """Code → the denominator of the period."""
    period = results.dataset.period
    ours = only(results.counts, variable=variable, period=period, breakdown="", status=REPORTED)
    return {str(code): int(value) for code, value in zip(ours["code"], ours["value"], strict=True)}


def _problems(results: Results, code: str = "") -> tuple[Problem, ...]:
    """What is wrong with the dated tables: of one municipality, or of all."""
    files = {spec.file for spec in results.dataset.settings.snapshots}
    return tuple(
        problem
        for problem in results.intake.problems
        if problem.code in CODES
        and (problem.file in files or problem.code.startswith("snapshot") or problem.code == "missing_week")
        and (not code or problem.territory in (code, ""))
    )
