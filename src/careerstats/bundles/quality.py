"""Results and changes -> what the protocols of data checking say, and the bundle of each: quality-<code>.json."""

from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from string import ascii_uppercase
from typing import Any

from careerstats.bundles.completeness import completeness
from careerstats.bundles.heads import head
from careerstats.bundles.numbers import Results
from careerstats.contracts.bundle import Bundle
from careerstats.errors import DatasetError
from careerstats.intake import dates
from careerstats.intake.corrections import rows_of, text_at
from careerstats.intake.expected import EXPECTED
from careerstats.intake.files import Rows
from careerstats.model import Problem, split_origin
from careerstats.territories import Territory

Row = dict[str, Any]


def cut_quality(results: Results, changes: list[Row] | None) -> dict[tuple[str, str], Bundle]:
    """("quality", code) → bundle of the protocol of each municipality, also of those that reported nothing.

    ``changes``: against the previous submission (None: there was none).
    """
    protocols = of_municipalities(results, changes)
    everyone = (*results.intake.territories, results.intake.region)
    region = of_region(results, changes)
    told = {one.code: protocols.get(one.code) or _short(region, protocols) for one in everyone}
    common = _common(results)
    return {("quality", one.code): Bundle(**common | {"territory": asdict(one)} | told[one.code]) for one in everyone}


def of_municipalities(results: Results, changes: list[Row] | None) -> dict[str, Row]:
    """Code → all that its protocol says: ``problems``, ``completeness``, ``corrections``, ``changes``."""
    told = _everything(results, changes)
    return {one.code: {**_of(told, one.code), "silent": _silent(told, one.code)} for one in results.intake.territories}


def of_region(results: Results, changes: list[Row] | None) -> Row:
    """The same of all municipalities together, and of what belongs to none of them."""
    return _everything(results, changes)


def _everything(results: Results, changes: list[Row] | None) -> Row:
    names = {one.code: one.name for one in (*results.intake.territories, results.intake.region)}
    return {
        "problems": _problems(results, names),
        "completeness": completeness(results, names),
        "corrections": corrections(results),
        "changes": None if changes is None else [_open(results, one, names) for one in changes],
    }


def _of(told: Row, code: str) -> Row:
    """What of it concerns one municipality."""
    return {key: None if rows is None else [row for row in rows if row["code"] == code] for key, rows in told.items()}


def _silent(told: Row, code: str) -> bool:
    own = [row for row in told["completeness"] if row["code"] == code]
    return bool(own) and not any(row["reported"] for row in own)


def _short(region: Row, protocols: dict[str, Row]) -> Row:
    """The region's bundle: its own remarks whole, those of municipalities as numbers, which do not grow with them."""
    return {
        "problems": [row for row in region["problems"] if row["code"] not in protocols],
        "completeness": region["completeness"],
        "corrections": region["corrections"],
        "changes": None if region["changes"] is None else [],
        "summary": [_summary(code, own) for code, own in protocols.items()],
        "silent": False,
    }


def _summary(code: str, own: Row) -> Row:
    severities = ("blocking", "warning", "remark")
    numbers = {name: sum(row["severity"] == name for row in own["problems"]) for name in severities}
    kinds = ("added", "changed", "gone")
    moved = {name: sum(row["kind"] == name for row in own["changes"] or ()) for name in kinds}
    return {"code": code, "silent": own["silent"], **numbers, **moved}


def _common(results: Results) -> Row:
    return head(results) | {
        "notebook": "quality",
        "deadline": deadline(results.dataset.settings),
        "municipalities": [{"code": one.code, "name": one.name} for one in results.intake.territories],
    }


def deadline(settings: Row) -> str:
    """ISO date by which missing data are asked for; empty where the dataset names none."""
    given = settings.get("deadline", "")
    try:
        return dates.checked(given) if given else ""
    except ValueError as error:
        raise DatasetError(f"dataset.yaml, deadline: {error}") from None


# ---- remarks


def _problems(results: Results, names: dict[str, str]) -> list[Row]:
    """One row = one problem that is not mended, with what stands in its cell; the gravest first."""
    order = {"blocking": 0, "warning": 1, "remark": 2}
    there = _cell_reader(results)
    schools = _schools_by_row(results)
    found = [one for one in results.intake.problems if one.code != "corrected"]
    return [
        {"name": names.get(one.territory, ""), "school": schools.get(_row(one), ""), **_problem(one, there)}
        for one in sorted(found, key=lambda one: order[one.severity])
    ]


def _schools_by_row(results: Results) -> dict[tuple[str, str, str], str]:
    """File, sheet and number of a row → name of the only organisation whose numbers stand there."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for frame in (results.intake.counts, results.profminimum):
        if len(frame):
            for origin, id in frame[["origin", "organisation"]].itertuples(index=False):
                file, sheet, cell = split_origin(origin)
                found.setdefault((file, sheet, _row_number(cell)), set()).add(id)
    known = results.intake.organisations
    alone = {row: next(iter(ids)) for row, ids in found.items() if len(ids) == 1}
    return {row: known[id].name for row, id in alone.items() if id in known}


def _row(one: Problem) -> tuple[str, str, str]:
    return one.file, one.sheet, _row_number(one.cell)


def _row_number(cell: str) -> str:
    return cell.lstrip(ascii_uppercase)


def _problem(one: Problem, there: Callable[[str, str, str], str]) -> Row:
    return {
        "code": one.territory,
        "file": one.file,
        "sheet": one.sheet,
        "cell": one.cell,
        "there": "" if one.code == "person_named" else there(one.file, one.sheet, one.cell),  # no name twice
        "message": one.message,
        "expected": EXPECTED.get(one.code, ""),
        "what_to_do": one.what_to_do,
        "severity": one.severity,
        "problem": one.code,
    }


def _cell_reader(results: Results) -> Callable[[str, str, str], str]:
    """(file, sheet, cell) → its text; each file is read once."""

    @cache
    def rows(file: str, sheet: str) -> Rows:
        return rows_of(results.dataset.file(file), sheet)

    return lambda file, sheet, cell: text_at(rows(file, sheet), cell) if cell else ""


# ---- corrections and changes


def corrections(results: Results, one: Territory | None = None) -> list[Row]:
    """Corrections that were applied (of one municipality), in words; numbers of sensitive variables are not told."""
    names = {place.code: place.name for place in results.intake.territories}
    return [
        {**record, "name": names.get(record["code"], ""), **_words(results, record)}
        for record in results.intake.corrections
        if one is None or record["code"] == one.code
    ]


def _open(results: Results, change: Row, names: dict[str, str]) -> Row:
    """One changed number in words; of a sensitive variable only that it changed."""
    hidden = results.catalogue.variables[change["variable"]].sensitive if _known(results, change) else False
    numbers = {"was": "", "now": "", "hidden": True} if hidden else {"hidden": False}
    return {**change, "name": names.get(change["code"], ""), **_words(results, change), **numbers}


def _known(results: Results, row: Row) -> bool:
    return row["variable"] in results.catalogue.variables


def _words(results: Results, row: Row) -> Row:
    """Titles of the variable and of the organisation."""
    variable = results.catalogue.variables.get(row["variable"])
    school = results.intake.organisations.get(row["organisation"])
    return {
        "title": (variable.short or variable.title) if variable else row["variable"],
        "school": school.name if school else row["organisation"],
    }
