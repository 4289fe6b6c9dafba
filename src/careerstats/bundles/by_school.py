"""Results -> the headline shares by school and by part (locality, class, …): only what is large enough to be shown."""

import re
from typing import Any

import pandas as pd

from careerstats import territories, wording
from careerstats.bundles.numbers import Results
from careerstats.catalogue import Indicator
from careerstats.disclosure.small_schools import SMALL_SCHOOLS
from careerstats.intake.organisations import SCHOOL, Organisation
from careerstats.model import names_in_force

Row = dict[str, Any]

SMALL = 10
"""A whole of fewer people is not shown by school, nor is a part of it: one person moves the share by tens of points."""
MOST_INDICATORS = 4  # columns that a table by school has room for


def schools_of(results: Results) -> dict[str, list[Organisation]]:
    """Code → the schools of the register that existed in the period, by name: № 2 before № 10."""
    table, day = territories.load(results.dataset.folder), names_in_force(results.dataset.period)
    found: dict[str, list[Organisation]] = {}
    for one in sorted(results.intake.organisations.values(), key=lambda one: _natural(one.name)):
        if one.kind == SCHOOL and one.exists_in(results.dataset.period):
            home = territories.find(one.territory, results.dataset.region, day, table)
            if isinstance(home, territories.Territory):
                found.setdefault(home.code, []).append(one)
    return found


def _natural(name: str) -> list[str | int]:
    return [int(part) if part.isdecimal() else part.casefold() for part in re.split(r"(\d+)", name)]


def by_school(results: Results, schools: dict[str, list[Organisation]]) -> dict[str, Any]:
    """A municipality has its own schools only; the region has how many of them reported, where not all did."""
    chosen = [one for one in _headline(results) if "school" in one.levels]
    known = {one.id: _of_schools(results, one.id) for one in chosen}
    told: dict[str, Any] = {}
    for code, own in schools.items():
        rows = [{"name": one.name, "cells": [_cell(of.get(one.id), code, of) for of in known.values()]} for one in own]
        together = [of.get(f"{SMALL_SCHOOLS} {code}") for of in known.values()]
        if any(together):
            rows.append({"name": wording.capital(SMALL_SCHOOLS), "cells": [_cell(pair, code, {}) for pair in together]})
        if any(cell for row in rows for cell in row["cells"]):
            told[code] = {"indicators": list(known), "rows": rows}
    return told | {results.intake.region.code: _heard(results, list(known))}


def _of_schools(results: Results, id: str) -> dict[str, tuple[int, int]]:
    """School → numerator and denominator."""
    rows = known_now(results, id)
    rows = rows[(rows["organisation"] != "") & (rows["breakdown"] == "") & rows["denominator"].notna()]
    columns = (rows[key] for key in ("code", "organisation", "numerator", "denominator"))
    found = zip(*columns, strict=True)
    return {f"{id} {code}" if id == SMALL_SCHOOLS else str(id): (int(k), int(n)) for code, id, k, n in found}


def _cell(known: tuple[int, int] | None, code: str, of: dict[str, tuple[int, int]]) -> Row:
    """Both numbers; of a small school only that it is small; nothing of one that gave no usable number."""
    if known is None:
        return {"joined": True} if f"{SMALL_SCHOOLS} {code}" in of else {}
    if known[1] < SMALL:
        return {"small": True} if known[1] else {"nobody": True}
    return {"numerator": known[0], "denominator": known[1]}


def _heard(results: Results, ids: list[str]) -> Row:
    """Municipalities where some school is missing from an indicator: schools there are, and those counted."""
    rows: list[Row] = []
    for one in results.intake.territories:
        own = [results.rows.get(one.code, {}).get(id, {}) for id in ids]
        expected = max((row.get("organisations_expected") or 0 for row in own), default=0)
        counted = [int(row.get("organisations") or 0) for row in own]
        if expected:
            rows.append({"code": one.code, "expected": int(expected), "counted": counted})
    if not any(min(row["counted"]) < row["expected"] for row in rows):
        return {}
    return {"indicators": ids, "rows": rows}


def known_now(results: Results, id: str) -> pd.DataFrame:
    """Values of an indicator in the period of the notes, those that are known."""
    values = results.values
    return values[(values["period"] == results.dataset.period) & (values["indicator"] == id)
                  & values["numerator"].notna()]  # fmt: skip


# ---- parts: the headline shares by locality, class, …


def _headline(results: Results) -> list[Indicator]:
    """Shares of people, not sensitive, among the first indicators of the note."""
    chosen = [results.catalogue.indicators[id] for id in results.dataset.settings.get("headline", [])]
    return [one for one in chosen if _counts_people(results, one)][:MOST_INDICATORS]


def _counts_people(results: Results, one: Indicator) -> bool:
    edition = one.edition(results.dataset.period)
    if edition is None or edition.formula != "share":
        return False
    variables = [results.catalogue.variables[id] for id in edition.variables]
    return all(variable.unit == "person" and not variable.sensitive for variable in variables)


def by_part(results: Results) -> dict[str, Any]:
    """Code → per axis the indicators of which every part has at least ``SMALL`` people."""
    found: dict[str, Any] = {}
    for one in _headline(results):
        rows = known_now(results, one.id)
        rows = rows[(rows["organisation"] == "") & rows["breakdown"].str.contains("=")]
        axis = rows["breakdown"].str.split("=").str[0]
        for (code, by), own in rows.groupby([rows["code"], axis], sort=True):
            if len(own) > 1 and bool((own["denominator"] >= SMALL).all()) and not _impossible(own):
                found.setdefault(str(code), []).append(_part(results, one, str(by), own))
    return found


def _impossible(rows: pd.DataFrame) -> bool:
    return bool((rows["numerator"] > rows["denominator"]).any())


def _part(results: Results, one: Indicator, axis: str, rows: pd.DataFrame) -> Row:
    whole = results.rows[str(rows["code"].iloc[0])].get(one.id, {})
    names = rows["breakdown"].str.split("=", n=1).str[1]
    numbers = zip(names, rows["numerator"], rows["denominator"], strict=True)
    counts = {str(name): (int(k), int(n)) for name, k, n in numbers}
    order = sorted(counts, key=_natural)
    return {
        "indicator": one.id,
        "axis": axis,
        "counts": [(name, *counts[name]) for name in order],
        "whole": (whole.get("numerator"), whole.get("denominator")),
    }
