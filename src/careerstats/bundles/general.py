"""Results -> general information on each municipality: items by group with source and date, contradictions in them."""

from collections import Counter
from typing import Any

from careerstats.bundles.numbers import Results
from careerstats.intake.registers.general import STEM
from careerstats.intake.registers.general_checks import General
from careerstats.intake.registers.general_items import GROUPS

Row = dict[str, Any]

REGISTER = "По реестру организаций набора данных"


def general(results: Results) -> dict[str, Row]:
    """Code → ``groups``: (title, items) in order of GROUPS and of the file; ``doubts``: what contradicts itself."""
    caveats = [] if results.has_numbers else results.dataset.settings.get("caveats", [])  # else said elsewhere
    found: dict[str, list[General]] = {}
    for one in results.intake.registers.general:
        found.setdefault(one.code, []).append(one)
    return {
        code: {"groups": _groups(results, code, own), "doubts": _doubts(results, code), "caveats": caveats}
        for code, own in found.items()
    }


def _groups(results: Results, code: str, own: list[General]) -> list[tuple[str, list[Row]]]:
    listed = [(group, [_item(one) for one in own if one.group == group]) for group in GROUPS]
    listed.append((REGISTER, _registered(results, code)))
    return [(group, items) for group, items in listed if items]


def _item(one: General) -> Row:
    number = str(one.number) if one.number is not None else ""
    return {
        "item": one.item, "title": one.title, "text": one.text, "number": number, "unit": one.unit, "date": one.date,
        "source": one.source,
    }  # fmt: skip


def _registered(results: Results, code: str) -> list[Row]:
    """How many organisations of each kind the register has there in the period."""
    intake, period = results.intake, results.dataset.period
    ours = (one for one in intake.organisations.values() if intake.home_of(one.id) == code and one.exists_in(period))
    numbers = Counter(one.kind for one in ours)
    return [
        {
            "item": "",
            "title": kind,
            "text": str(number),
            "number": str(number),
            "unit": "",
            "date": period,
            "source": "",
        }
        for kind, number in sorted(numbers.items())
    ]


def _doubts(results: Results, code: str) -> list[str]:
    problems = results.intake.problems
    ours = (one for one in problems if one.code == "general_contradiction" and one.territory == code)
    return [one.message for one in ours if one.file.startswith(STEM)]
