"""Results -> the joint plan of a network, practices and partners of each municipality, as its note may show them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from careerstats.bundles.numbers import Results
from careerstats.decisions.network import by_status, by_task, part_of, problems_for
from careerstats.intake.registers.joint import Joint
from careerstats.intake.registers.partners import Partner
from careerstats.intake.registers.practices import Practice

Row = dict[str, Any]


def network(results: Results) -> dict[str, Row]:
    """Code → ``plan`` (goal, numbers by status, lines by task), ``practices``, ``partners``; absent without any."""
    registers, region = results.intake.registers, results.intake.region.code
    found = {one.code: _of(results, one.code, part_of(registers.joint, one.code)) for one in results.intake.territories}
    return {code: own for code, own in (found | {region: _of(results, region, registers.joint)}).items() if own}


def _of(results: Results, code: str, joint: Sequence[Joint]) -> Row:
    """The region has everybody's practices and partners, a municipality its own."""
    registers, whole = results.intake.registers, code == results.intake.region.code
    parts: Row = {
        "plan": _plan(results, joint),
        "practices": [_named(results, one) for one in registers.practices if whole or one.code == code],
        "partners": [_partner(results, one, code) for one in registers.partners if whole or one.code == code],
    }
    told = {key: part for key, part in parts.items() if part}
    caveats = [] if results.has_numbers else results.dataset.settings.get("caveats", [])  # else said elsewhere
    return told | ({"caveats": caveats} if told and caveats else {})


def _plan(results: Results, joint: Sequence[Joint]) -> Row:
    if not joint:
        return {}
    about: Row = results.dataset.settings.get("network", {})
    tasks = [(task, [asdict(one) for one in lines]) for task, lines in by_task(joint).items()]
    return {"about": about, "statuses": list(by_status(joint).items()), "tasks": tasks}


def _partner(results: Results, one: Partner, code: str) -> Row:
    """A partner with the problems of the note that its indicator or goal is about."""
    decisions = results.decisions.get(code)
    numbers = problems_for(one.indicator, decisions.numbers if decisions else {}, results.catalogue)
    return _named(results, one) | {"problems": numbers}


def _named(results: Results, one: Partner | Practice) -> Row:
    """With the name of its indicator or goal."""
    catalogue, id = results.catalogue, one.indicator
    known = catalogue.indicators[id].short if id in catalogue.indicators else ""
    goal = catalogue.goals[id].title if id in catalogue.goals else ""
    return asdict(one) | {"about": known or goal}
