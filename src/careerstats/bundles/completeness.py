"""Counts of a region -> which tables each municipality has told: schools k of n, what is missing, empty cells."""

from typing import Any

from careerstats.bundles.by_school import schools_of
from careerstats.bundles.numbers import Results
from careerstats.model import ABSENT, REPORTED, UNREADABLE, period_span, split_origin

Row = dict[str, Any]


def completeness(results: Results, names: dict[str, str]) -> list[Row]:
    """One row = one table that one municipality should have told: whether it did, schools k of n, empty cells."""
    counts = _now(results)
    schools = {code: {one.id: one.name for one in own} for code, own in schools_of(results).items()}
    tables = _tables(results, counts)
    rows = []
    for one in results.intake.territories:
        for table, by_school in tables.items():
            own = [row for row in counts if row["table"] == table and row["territory"] == one.id]
            expected = schools.get(one.code, {}) if by_school else {}
            if expected or not by_school:
                rows.append({"code": one.code, "name": names[one.code], **_told(results, table, own, expected)})
    return rows


def _now(results: Results) -> list[Row]:
    """Counts of municipalities and schools in the period of the notes, each with the table it stands in."""
    described = {spec["file"]: spec for spec in results.dataset.tables}
    first, last = period_span(results.dataset.period)
    columns = ["territory", "organisation", "period", "status", "source", "origin"]
    found = []
    for row in results.intake.counts[columns].astype(object).to_dict("records"):
        begin, end = period_span(row["period"])
        if begin <= last and first <= end and row["territory"]:
            file = split_origin(row["origin"])[0]
            found.append({**_plain(row), "table": file if file in described else row["source"] or file})
    return found + _levels(results)


def _plain(row: dict[Any, Any]) -> Row:
    return {str(key): value for key, value in row.items()}


def _levels(results: Results) -> list[Row]:
    """Rows of the tables of the профминимум in the period: they hold levels, not counts."""
    files = {str(spec.get("period", results.dataset.period)): spec["file"] for spec in _level_tables(results)}
    homes = {one.id: code for code, own in schools_of(results).items() for one in own}
    ids = {one.code: one.id for one in results.intake.territories}
    frame = results.profminimum
    rows = frame[["organisation", "period"]].astype(str).itertuples(index=False) if len(frame) else ()
    return [
        {"table": files[period], "territory": ids.get(homes[school], ""), "status": REPORTED, "organisation": school}
        for school, period in rows
        if period in files and school in homes
    ]


def _level_tables(results: Results) -> list[Row]:
    entries: list[Row] = results.dataset.settings.get("profminimum", [])
    return [spec for spec in entries if str(spec.get("period", results.dataset.period)) == results.dataset.period]


def _tables(results: Results, counts: list[Row]) -> dict[str, bool]:
    """Tables (forms) of the period in which municipalities or schools report → whether schools do."""
    first, last = period_span(results.dataset.period)
    found: dict[str, bool] = {}
    for spec in results.dataset.tables:
        begin, end = period_span(str(spec.get("period", results.dataset.period)))
        if {"territory", "organisation"} & spec.keys() and begin <= last and first <= end:
            found[spec["file"]] = "organisation" in spec
    found |= {spec["file"]: True for spec in _level_tables(results)}
    for row in counts:
        found[row["table"]] = found.get(row["table"], False) or bool(row["organisation"])
    return found


def _told(results: Results, table: str, own: list[Row], expected: dict[str, str]) -> Row:
    heard = {row["organisation"] for row in own if row["organisation"]}
    return {
        "table": table,
        "title": _title(results, table),
        "reported": bool(own),
        "schools": len(heard & set(expected)),
        "expected": len(expected),
        "missing": [name for id, name in expected.items() if id not in heard],
        "absent": sum(row["status"] == ABSENT for row in own),
        "unreadable": sum(row["status"] == UNREADABLE for row in own),
    }


def _title(results: Results, table: str) -> str:
    sources = {spec["file"]: spec.get("source", "") for spec in results.dataset.tables}
    sources |= {spec["file"]: "уровни профминимума" for spec in _level_tables(results)}
    return sources.get(table) or table
