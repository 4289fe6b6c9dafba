"""Dated cumulative counts -> how each municipality gets on from week to week: the bundles progress-<code>.json."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from fractions import Fraction
from typing import Any

from careerstats.analysis.progress import DOWN, STALE, Point, Progress, courses_of, progress, summed
from careerstats.bundles.heads import head, municipalities_of
from careerstats.bundles.numbers import Results
from careerstats.bundles.passports import passport_of
from careerstats.catalogue import Indicator
from careerstats.contracts.bundle import Bundle
from careerstats.errors import UsageError
from careerstats.intake.targets import Target, targets_of
from careerstats.model import REPORTED, UNASSIGNED, Problem

Row = dict[str, Any]

TOTAL = "total"
"""Code of the sum of all municipalities, where a row has the code of a municipality otherwise."""

CODES = (
    *("snapshot_outside_period", "snapshot_went_down", "snapshot_silent", "missing_week"),
    *("contradiction", "unreadable", "absent", "duplicate"),
)
"""Problems that the page tells, where they are in dated tables."""


def cut_progress(results: Results) -> dict[tuple[str, str], Bundle]:
    """("progress", code) → bundle of every municipality that sent anything, and of the region.

    Raises UsageError where the dataset has no dated tables, or none of its indicators can be followed by them.
    """
    followed = indicators_of(results)
    if not followed:
        raise UsageError(_nothing(results))
    rows = [row for one in followed for row in _rows(results, one)]
    region, common = results.intake.region, _common(results, followed)
    told = {one.code: [row for row in rows if row["code"] in (one.code, TOTAL)] for one in results.intake.territories}
    bundles = {
        ("progress", one.code): Bundle(
            **common | {"territory": one, "rows": told[one.code], "problems": _problems(results, one.code)}
        )
        for one in results.intake.territories
        if any(row["code"] == one.code for row in told[one.code])
    }
    regional = {"territory": region, "rows": rows, "problems": _problems(results)}
    return bundles | {("progress", region.code): Bundle(**common | regional)}


def _nothing(results: Results) -> str:
    name = results.dataset.name
    if not results.dataset.settings.get("snapshots"):
        return f"В наборе «{name}» нет еженедельных сведений: опишите их таблицы в dataset.yaml, поле snapshots."
    return (
        f"По еженедельным сведениям набора «{name}» не за чем следить: нужна величина, которая стоит в числителе "
        f"показателя-доли, и знаменатель этой доли в таблицах периода. Подробно: careerstats check {name}"
    )


def indicators_of(results: Results) -> list[Indicator]:
    """Shares whose part is told week by week, and whose whole is one number of the period.

    A share of what is told weekly itself (attended of registered) is none: its parts grow both, and it may fall.
    """
    told = {count["variable"] for count in results.intake.registers.snapshots.counts}
    settings = results.dataset.settings
    wanted = [*settings.get("headline", []), *settings.get("indicators", []), *settings.get("also", [])]
    chosen = [results.catalogue.indicators[id] for id in dict.fromkeys(wanted)]
    return [one for one in chosen if _follows(results, one, told)]


def _follows(results: Results, one: Indicator, told: set[str]) -> bool:
    edition = one.edition(results.dataset.period)
    if edition is None or edition.formula != "share":
        return False
    whole = edition.of["whole"]
    return edition.first in told and whole not in told and bool((results.counts["variable"] == whole).any())


def _common(results: Results, followed: list[Indicator]) -> Row:
    targets = targets_of(results.dataset.settings)
    return head(results) | {
        "notebook": "progress",
        "municipalities": municipalities_of(results),
        "days": results.intake.registers.snapshots.days,
        "indicators": [one.id for one in followed],
        "passports": {one.id: passport_of(results, one.id) for one in followed},
        "targets": {one.id: _target(targets[one.id]) for one in followed if one.id in targets},
    }


def _target(one: Target) -> Row:
    return {"value": str(one.value), "by": one.by.isoformat()}


def _rows(results: Results, one: Indicator) -> list[Row]:
    """One row = one municipality, their sum, or those who named none, with its course and where it stands."""
    snapshots = results.intake.registers.snapshots
    edition = one.edition(results.dataset.period)
    assert edition is not None  # _follows
    courses = courses_of(snapshots.counts, edition.first)
    wholes = _wholes(results, edition.of["whole"])
    target = targets_of(results.dataset.settings).get(one.id)
    heard = [place.code for place in results.intake.territories if place.code in courses]
    if not heard:
        return []
    latest = max(courses[code][-1].day for code in heard)
    aim = str(target.value) if target else None

    def told(code: str, points: Sequence[Point], whole: int | None) -> Row:
        at = progress(points, whole=whole, **_aim(target), latest=latest)
        return {"code": code, "indicator": one.id, "whole": whole, "target": aim, **_plain(at, points)}

    rows = [told(code, courses[code], wholes.get(code)) for code in heard]
    known = [wholes[code] for code in heard if code in wholes]
    whole = sum(known) if len(known) == len(heard) else None
    rows.append(_total(told(TOTAL, summed(courses[code] for code in heard), whole), rows))
    if UNASSIGNED in courses:
        at = progress(courses[UNASSIGNED], latest=latest)
        rows.append({"code": UNASSIGNED, "indicator": one.id, "whole": None, **_plain(at, courses[UNASSIGNED])})
    return rows


def _total(row: Row, members: list[Row]) -> Row:
    """The sum; it has no pace where somebody did not report on the last day, or somebody's number went down."""
    late = [one["code"] for one in members if one["no_pace"] == STALE]
    why = STALE if late else DOWN if any(one["no_pace"] == DOWN for one in members) else ""
    unknown = {"pace": None, "no_pace": why, "reach": None, "still_since": None} if why else {}
    return row | unknown | {"members": len(members), "late": late}


def _aim(target: Target | None) -> Row:
    return {"target": target.value, "by": target.by} if target else {}


def _wholes(results: Results, variable: str) -> dict[str, int]:
    """Code → the denominator of the period."""
    frame = results.counts
    ours = frame[
        (frame["variable"] == variable) & (frame["period"] == results.dataset.period)
        & (frame["breakdown"] == "") & (frame["status"] == REPORTED)
    ]  # fmt: skip
    return {str(code): int(value) for code, value in zip(ours["code"], ours["value"], strict=True)}


def _plain(at: Progress, points: Sequence[Point]) -> Row:
    """As JSON has it: days as ISO texts, exact fractions as «45/2»."""
    plain = {key: _text(value) for key, value in asdict(at).items()}
    return plain | {"points": [[one.day.isoformat(), one.number] for one in points]}


def _text(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction) else value


def _problems(results: Results, code: str = "") -> tuple[Problem, ...]:
    """What is wrong with the dated tables: of one municipality, or of all."""
    files = {spec["file"] for spec in results.dataset.settings.get("snapshots", [])}
    return tuple(
        problem
        for problem in results.intake.problems
        if problem.code in CODES
        and (problem.file in files or problem.code.startswith("snapshot") or problem.code == "missing_week")
        and (not code or problem.territory in (code, ""))
    )
