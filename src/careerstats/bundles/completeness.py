"""Counts of a region -> which tables each municipality reported: schools k of n, what is missing, empty cells."""

from typing import NamedTuple

from msgspec.structs import replace

from careerstats.bundles.by_school import schools_of
from careerstats.bundles.numbers import Results
from careerstats.bundles.titles import title_of
from careerstats.contracts.numbers import ProfminimumTable
from careerstats.contracts.quality import TableReport
from careerstats.grouping import grouped
from careerstats.model import ABSENT, REPORTED, UNREADABLE, period_span, split_origin


class _Entry(NamedTuple):
    """A number, or a level, that came: in which table, whose, and what became of it."""

    table: str
    territory: str
    organisation: str
    status: str


def completeness(results: Results, names: dict[str, str]) -> list[TableReport]:
    """One row = one table that one municipality should report: whether it did, schools k of n, empty cells."""
    entries = _now(results)
    schools = {code: {school.id: school.name for school in own} for code, own in schools_of(results).items()}
    by_table = grouped(((entry.table, entry.territory), entry) for entry in entries)
    tables = [(table, title_of(results, table), by_school) for table, by_school in _tables(results, entries).items()]
    reports = []
    for territory in results.intake.territories:
        for table, title, by_school in tables:
            expected = schools.get(territory.code, {}) if by_school else {}
            if expected or not by_school:
                own = by_table.get((table, territory.id), [])
                report = TableReport(code=territory.code, name=names[territory.code], table=table, title=title)
                reports.append(_filled(report, own, expected))
    return reports


def _filled(report: TableReport, own: list[_Entry], expected: dict[str, str]) -> TableReport:
    """The report with what came; ``expected``: schools that should report, id → name."""
    heard = {entry.organisation for entry in own}
    usable = {entry.organisation for entry in own if entry.status != UNREADABLE}
    return replace(
        report,
        reported=bool(own),
        schools=len(heard & set(expected)),
        expected=len(expected),
        missing=tuple(name for id, name in expected.items() if id not in heard),
        refused=tuple(name for id, name in expected.items() if id in heard - usable),
        absent=sum(entry.status == ABSENT for entry in own),
        unreadable=sum(entry.status == UNREADABLE for entry in own),
    )


def _now(results: Results) -> list[_Entry]:
    """Counts of municipalities and schools in the period of the notes, each with the table it stands in."""
    described = {spec.file: spec for spec in results.dataset.tables}
    ids = {territory.id for territory in results.intake.territories}  # what the region itself tells is asked of nobody
    first, last = period_span(results.dataset.period)
    columns = ["territory", "organisation", "period", "status", "source", "origin"]
    entries = []
    rows = results.intake.counts[columns].astype(str).itertuples(index=False)
    for territory, organisation, period, status, source, origin in rows:
        begin, end = period_span(period)
        if begin <= last and first <= end and territory in ids:
            file = split_origin(origin)[0]
            entries.append(_Entry(file if file in described else source or file, territory, organisation, status))
    return entries + _levels(results)


def _levels(results: Results) -> list[_Entry]:
    """Rows of the tables of the профминимум in the period: they hold levels, not counts."""
    files = {table.period or results.dataset.period: table.file for table in _level_tables(results)}
    homes = {school.id: code for code, own in schools_of(results).items() for school in own}
    ids = {territory.code: territory.id for territory in results.intake.territories}
    frame = results.profminimum
    rows = frame[["organisation", "period"]].astype(str).itertuples(index=False) if len(frame) else ()
    return [
        _Entry(files[period], ids.get(homes[school], ""), school, REPORTED)
        for school, period in rows
        if period in files and school in homes
    ]


def _level_tables(results: Results) -> list[ProfminimumTable]:
    dataset = results.dataset
    return [table for table in dataset.settings.profminimum if table.period in ("", dataset.period)]


def _tables(results: Results, counts: list[_Entry]) -> dict[str, bool]:
    """Tables (forms) of the period in which municipalities or schools report → whether schools do."""
    first, last = period_span(results.dataset.period)
    tables: dict[str, bool] = {}
    for spec in results.dataset.tables:
        begin, end = period_span(spec.period or results.dataset.period)
        if (spec.territory or spec.organisation) and begin <= last and first <= end:
            tables[spec.file] = bool(spec.organisation)
    tables |= {table.file: True for table in _level_tables(results)}
    for row in counts:
        tables[row.table] = tables.get(row.table, False) or bool(row.organisation)
    return tables
