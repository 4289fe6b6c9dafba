"""Fictional lists of participants for tests, and the same counts by plain Python sets."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from described import settings_of

from careerstats import territories
from careerstats.intake.organisations import read_register
from careerstats.intake.owners import Known
from careerstats.intake.participants.reading import read_participants
from careerstats.intake.tables import Reading

REGION, ZEYA, TYNDA = "10000000", "10712000", "10732000"
REGISTER = """id,kind,name,territory,since,until,merged_into,locality
z1,школа,МБОУ «Школа № 1»,г. Зея,,,,город
z2,школа,МБОУ «Школа № 2»,г. Зея,,2019-08-31,z1,город
t1,школа,МБОУ «Школа № 1»,г. Тында,,,,город
t7,школа,МБОУ «Лицей № 7»,г. Тында,,,,город
"""
HOME = {"z1": ZEYA, "t1": TYNDA, "t7": TYNDA}
TITLES = ["ID", "МО", "Школа", "Класс", "ОВЗ", "Мероприятие", "Статус", "Архив"]
SPEC: dict[str, Any] = {
    "file": "list.csv",
    "person": {"id": "ID"},
    "territory": "МО",
    "organisation": "Школа",
    "grade": "Класс",
    "ovz": "ОВЗ",
    "event": ["Мероприятие"],
    "counts": [
        {"variable": "K_reg"},
        {"variable": "K_trial", "where": {"Статус": ["Посетил"]}},
        {"variable": "K_two", "where": {"Статус": ["Посетил"]}, "at_least": 2},
        {"variable": "K_visits", "where": {"Статус": ["Посетил"]}, "distinct": "participation"},
        {"variable": "K_69", "grades": "6-9"},
    ],
}


def read_list(folder: Path, spec: dict[str, Any] | None = None, **more: Any) -> Reading:
    """Read one entry of ``participants`` in a folder that has (or gets) the register."""
    if not (folder / "organisations.csv").exists():
        (folder / "organisations.csv").write_text(REGISTER, encoding="utf-8")
    known = Known(territories.load(), read_register(folder), REGION)
    given = settings_of(participants=[spec or SPEC]).participants
    more = {"environ": {}, **more}
    return read_participants(folder, given, known, period="2020", **more)


def write_csv(path: Path, rows: Iterable[Sequence[str]], titles: Sequence[str] = TITLES) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([titles, *rows])


def numbers(found: Reading) -> dict[tuple[str, str, str, str], int]:
    """(variable, organisation, code, breakdown) → value."""
    return {(one["variable"], one["organisation"], one["code"], one["breakdown"]): one["value"] for one in found.counts}


def naive(rows: Iterable[Sequence[str]]) -> dict[tuple[str, str, str, str], int]:
    """The counts of SPEC as one would define them: a set of persons for each number."""
    rows = list(rows)
    grades: dict[str, set[str]] = {}
    ovz: dict[str, set[str]] = {}
    for person, _, _, grade, flag, *_ in rows:
        grades.setdefault(person, set()).update({grade} - {""})
        ovz.setdefault(person, set()).update({flag} - {""})
    out = {}
    chosen_ones = [row for row in rows if row[6] == "Посетил"]
    present = _people(rows)
    if any(scope[2] for scope in _people(chosen_ones)):
        present.setdefault(("", REGION, "unassigned"), {})
    for variable, chosen, least, by_event in (
        ("K_reg", rows, 1, False),
        ("K_trial", chosen_ones, 1, False),
        ("K_two", chosen_ones, 2, False),
        ("K_visits", chosen_ones, 1, True),
        ("K_69", [row for row in rows if grades[row[0]] and grades[row[0]] <= set("6789")], 1, False),
    ):
        found = _people(chosen)
        for scope, there in present.items():
            there = there | found.get(scope, {})  # noqa: PLW2901
            events = found.get(scope, {})
            weights = {one: len(seen) if by_event else 1 for one, seen in events.items() if len(seen) >= least}
            for breakdown, members in _categories(set(there), grades, ovz).items():
                if scope[2] == "unassigned" and breakdown:
                    continue
                if variable == "K_69" and breakdown.startswith("классы=") and breakdown[-1] not in "6789":
                    continue
                key = variable, scope[0], scope[1], scope[2] or breakdown
                out[key] = sum(weight for one, weight in weights.items() if one in members)
    return out


def _people(rows: Iterable[Sequence[str]]) -> dict[tuple[str, str, str], dict[str, set[str]]]:
    """Scope → person → participations there; unassigned are those of whom no row names a municipality."""
    found: dict[tuple[str, str, str], dict[str, set[str]]] = {}
    placed = {row[0] for row in rows if row[1] or row[2]}
    for person, municipality, school, _, _, event, *_ in rows:
        code = HOME.get(school) or {"г. Зея": ZEYA, "г. Тында": TYNDA}.get(municipality, "")
        scopes = [("", REGION, "")]
        scopes += [(school, code, "")] if school else []
        scopes += [("", code, "")] if code else []
        scopes += [("", REGION, "unassigned")] if person not in placed else []
        for scope in scopes:
            found.setdefault(scope, {}).setdefault(person, set()).add(event)
    return found


def _categories(there: set[str], grades: dict[str, set[str]], ovz: dict[str, set[str]]) -> dict[str, set[str]]:
    """Breakdown → its persons: those of whom one value is known, and no other."""
    found = {"": there}
    for axis, known in (("классы", grades), ("ОВЗ", ovz)):
        for one in there:
            if len(known[one]) == 1:
                found.setdefault(f"{axis}={next(iter(known[one]))}", set()).add(one)
    return found
