"""Values of schools -> the sheet of each school: its indicators with their numbers, the others of its municipality."""

import re
from collections.abc import Iterable
from string import ascii_uppercase
from typing import Any

import numpy as np

from careerstats.analysis import verdicts, words
from careerstats.bundles.by_school import LEAST, schools_of
from careerstats.bundles.heads import head
from careerstats.bundles.numbers import Results
from careerstats.bundles.passports import passport_of
from careerstats.catalogue import Indicator
from careerstats.contracts.bundle import Bundle
from careerstats.errors import UsageError
from careerstats.formulas import SHARES
from careerstats.intake.organisations import Organisation
from careerstats.model import REPORTED, Problem, split_origin
from careerstats.territories import Territory

Row = dict[str, Any]

LEAST_REST = 2
"""So many other schools are the least whose sum is shown: one of them would be that school's own numbers."""

_SAFE = re.compile(r"[\w.-]+")  # ids become names of files


def cut_sheets(results: Results) -> dict[tuple[str, str], Bundle]:
    """("school", id) → bundle of every school of the period that gave any number; no other school's numbers in it.

    Raises UsageError where no school reports, and for ids that cannot be names of files.
    """
    chosen = indicators_of(results)
    if not chosen:
        raise UsageError(
            f"Среди показателей набора «{results.dataset.name}» нет показателей уровня школы. Допишите их в indicators."
        )
    counts, places = _counts(results), {one.code: one for one in results.intake.territories}
    known = {one.id: _values(results, one.id) for one in chosen}
    common = _common(results, chosen)
    problems = _problems(results)
    bundles = {}
    for code, schools in schools_of(results).items():
        heard = [one for one in schools if one.id in counts and code in places]
        compared = {one.id: _compared(results, one, code, known[one.id], schools) for one in chosen}
        for school in heard:
            rows = [_row(results, one, known[one.id].get(school.id), counts[school.id]) for one in chosen]
            rows = [row | compared[row["indicator"]].get(school.id, {}) for row in rows]
            own = {"rows": rows, "problems": tuple(problems.get(school.id, ()))}
            bundles["school", school.id] = Bundle(**common | _of(school, places[code]) | own)
    _usable(results, [id for _, id in bundles])
    return bundles


def _usable(results: Results, ids: list[str]) -> None:
    name = results.dataset.name
    if not ids:
        raise UsageError(
            f"В наборе «{name}» нет сведений школ: листы школ строить не из чего. "
            "Опишите таблицу или форму школ в dataset.yaml."
        )
    wrong = [id for id in ids if not _SAFE.fullmatch(id)]
    if wrong:
        raise UsageError(
            f"Лист школы назван по её id, а id {', '.join(f'«{id}»' for id in wrong[:5])} не может быть именем файла. "
            "Исправьте organisations.csv: буквы, цифры, точка, дефис, подчёркивание."
        )


def indicators_of(results: Results) -> list[Indicator]:
    """Indicators of the note that a school has too, in the note's order."""
    settings = results.dataset.settings
    wanted = dict.fromkeys([*settings.get("indicators", []), *settings.get("also", [])])
    ours = [results.catalogue.indicators[id] for id in wanted]
    return [one for one in ours if "school" in one.levels and one.edition(results.dataset.period)]


def _common(results: Results, chosen: list[Indicator]) -> Row:
    variables = {id: results.catalogue.variables[id].title for one in chosen for id in _variables(results, one)}
    return head(results) | {
        "notebook": "school",
        "passports": {one.id: passport_of(results, one.id) for one in chosen},
        "variables": variables,
    }


def _of(school: Organisation, home: Territory) -> Row:
    return {"school": {"id": school.id, "name": school.name}, "territory": home}


def _variables(results: Results, one: Indicator) -> tuple[str, ...]:
    edition = one.edition(results.dataset.period)
    return edition.variables if edition else ()


def _counts(results: Results) -> dict[str, dict[str, Row]]:
    """School → variable → its number of the period: value, status, cell."""
    frame = results.intake.counts
    ours = frame[
        (frame["period"] == results.dataset.period) & (frame["organisation"] != "") & (frame["breakdown"] == "")
    ]
    found: dict[str, dict[str, Row]] = {}
    columns = ["organisation", "variable", "status", "origin"]
    for school, variable, status, origin in ours[columns].astype(str).itertuples(index=False):
        before = found.setdefault(school, {}).get(variable)
        if before is None or before["status"] != REPORTED:
            found[school][variable] = {"status": status, "origin": origin}
    return found


def _values(results: Results, id: str) -> dict[str, tuple[int, int, float]]:
    """School → numerator, denominator (0 where the formula has none) and value of an indicator."""
    values = results.values
    rows = values[
        (values["period"] == results.dataset.period) & (values["indicator"] == id) & (values["organisation"] != "")
        & (values["breakdown"] == "") & values["numerator"].notna()
    ]  # fmt: skip
    numbers = zip(rows["organisation"], rows["numerator"], rows["denominator"].fillna(0), rows["value"], strict=True)
    return {str(school): (int(k), int(n), float(value)) for school, k, n, value in numbers}


# ---- one row of a sheet


def _row(results: Results, one: Indicator, known: tuple[int, int, float] | None, counts: dict[str, Row]) -> Row:
    """``state``: computed | missing | impossible (part over whole) | nobody (the whole is 0) | hidden."""
    plain: Row = {"indicator": one.id, "numerator": None, "denominator": None, "value": None, "lacking": []}
    if known is None:
        return plain | {"state": "missing", "lacking": _lacking(results, one, counts)}
    k, n, value = known
    if _hidden(results, one, n):
        return plain | {"state": "hidden"}
    state = _state(results, one, k, n)
    shown = value if state == "computed" and value == value else None  # noqa: PLR0124  NaN ≠ NaN
    return plain | {"state": state, "numerator": k, "denominator": n, "value": shown}


def _state(results: Results, one: Indicator, k: int, n: int) -> str:
    edition = one.edition(results.dataset.period)
    if edition is None or edition.formula == "count":
        return "computed"
    if n == 0:
        return "nobody"
    return "impossible" if k > n and edition.formula in SHARES else "computed"


def _hidden(results: Results, one: Indicator, n: int) -> bool:
    """A sensitive share of few pupils would point at them, even in their own school's sheet."""
    sensitive = any(results.catalogue.variables[id].sensitive for id in _variables(results, one))
    return sensitive and 0 < n < LEAST


def _lacking(results: Results, one: Indicator, counts: dict[str, Row]) -> list[Row]:
    """Its variables that have no number: what became of each, and in which cell."""
    nothing = {"status": "", "origin": ""}
    found = {id: counts.get(id, nothing) for id in _variables(results, one)}
    return [{"variable": id, **count} for id, count in found.items() if count["status"] != REPORTED]


# ---- against the other schools of the municipality


def _compared(
    results: Results, one: Indicator, code: str, known: dict[str, tuple[int, int, float]], schools: list[Organisation]
) -> dict[str, Row]:
    """School → ``rest`` (numerator, denominator, schools), ``verdict`` of R2, ``range`` in pupils, or ``why`` not."""
    edition = one.edition(results.dataset.period)
    sensitive = any(results.catalogue.variables[id].sensitive for id in _variables(results, one))
    if edition is None or edition.formula != "share" or sensitive:
        return {}
    usable = {one.id: known[one.id] for one in schools if one.id in known and _fits(*known[one.id][:2])}
    if why := _why_not(results, one.id, code, list(usable.values())):
        return {id: {"why": why} for id in usable}
    k, n = (np.array([row[at] for row in usable.values()], dtype=float) for at in (0, 1))
    found = verdicts.compare(k, n)
    all_k, all_n = int(k.sum()), int(n.sum())
    return {
        id: {
            "rest": [all_k - own[0], all_n - own[1], len(usable) - 1],
            "verdict": str(found.verdict[at]),
            "small": bool(found.small[at]),
            "range": [int(found.range_low[at]), int(found.range_high[at])],
        }
        for at, (id, own) in enumerate(usable.items())
        if all_n - own[1] >= LEAST
    }


def _fits(k: int, n: int) -> bool:
    return n > 0 and k <= n


def _why_not(results: Results, id: str, code: str, usable: list[tuple[int, int, float]]) -> str:
    """R7 for schools; empty where they can be compared."""
    if len(usable) <= LEAST_REST:
        return "сопоставить не с чем: пригодные сведения представили менее трёх школ муниципального образования"
    if sum(k for k, _, _ in usable) in (0, sum(n for _, n, _ in usable)):
        return "нельзя сравнить: у всех школ одно и то же значение"
    row = results.rows.get(code, {}).get(id)
    return words.uncovered(row.coverage, row.organisations, row.organisations_expected) if row else ""


# ---- remarks on its cells


def _problems(results: Results) -> dict[str, list[Problem]]:
    """School → remarks on the rows where its numbers alone stand."""
    homes = _rows_of(results)
    found: dict[str, list[Problem]] = {}
    for one in results.intake.problems:
        schools = homes.get((one.file, one.sheet, _number(one.cell)), set()) if one.cell else set()
        if len(schools) == 1 and one.code != "corrected":
            found.setdefault(next(iter(schools)), []).append(one)
    return found


def _rows_of(results: Results) -> dict[tuple[str, str, str], set[str]]:
    """File, sheet and number of a row → the organisations whose numbers of the period stand there."""
    frame = results.intake.counts
    ours = frame[(frame["period"] == results.dataset.period) & (frame["organisation"] != "")]
    found: dict[tuple[str, str, str], set[str]] = {}
    for origin, id in _pairs(ours[["origin", "organisation"]].astype(str).itertuples(index=False)):
        file, sheet, cell = split_origin(origin)
        found.setdefault((file, sheet, _number(cell)), set()).add(id)
    return found


def _pairs(rows: Iterable[Any]) -> Iterable[tuple[str, str]]:
    return ((str(origin), str(id)) for origin, id in rows)


def _number(cell: str) -> str:
    return cell.lstrip(ascii_uppercase)
