"""Results and changes -> what the protocols of data checking say, and the bundle of each: quality-<code>.json."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from careerstats.bundles.by_school import schools_of
from careerstats.bundles.heads import head, municipalities_of
from careerstats.bundles.management import cut_cycle
from careerstats.bundles.numbers import Results
from careerstats.bundles.remarks import (
    CellRow,
    cell_reader,
    for_a_reader,
    is_of_summary,
    organisations_by_row,
    row_of,
    summary_tables,
    title_of,
    unmended,
)
from careerstats.catalogue.sensitivity import variable_is_sensitive
from careerstats.contracts.bundle import Bundle
from careerstats.contracts.numbers import ProfminimumTable
from careerstats.contracts.quality import (
    KINDS,
    SEVERITIES,
    Change,
    Correction,
    PlaceSummary,
    Protocol,
    Remark,
    TableReport,
)
from careerstats.decisions import Decisions
from careerstats.grouping import grouped
from careerstats.intake.expected import EXPECTED
from careerstats.model import ABSENT, REPORTED, UNREADABLE, period_span, split_origin
from careerstats.territories import Territory


def cut_quality(results: Results, changes: list[Change] | None) -> dict[tuple[str, str], Bundle]:
    """("quality", code) → bundle of the protocol of each municipality of which it says anything, and of the region.

    ``changes``: against the previous submission (None: there was none).
    """
    whole = of_region(results, changes)
    own = of_municipalities(results, whole)
    protocols = own | {results.intake.region.code: _shortened(whole, own, documents_of(results))}
    common, names = head(results), municipalities_of(results)
    return {
        ("quality", place.code): Bundle(
            **common, notebook="quality", municipalities=names, territory=place, protocol=protocols[place.code]
        )
        for place in (*results.intake.territories, results.intake.region)
        if place.code in protocols
    }


def sent(results: Results, whole: Protocol) -> dict[str, Protocol]:
    """Code → what goes with a letter: to each municipality what is said of its data, to the region all remarks.

    What is other than last time is told in neither.
    """
    now = replace(whole, changes=())
    return of_municipalities(results, now) | {results.intake.region.code: now}


def documents_of(results: Results) -> tuple[str, ...]:
    """Codes of municipalities of which the registers hold anything."""
    there = {code for notebook, code in cut_cycle(results) if notebook == "cycle"}
    return tuple(place.code for place in results.intake.territories if place.code in there)


def of_region(results: Results, changes: list[Change] | None) -> Protocol:
    """Everything of all municipalities together, and of what belongs to none of them."""
    names = {place.code: place.name for place in (*results.intake.territories, results.intake.region)}
    return Protocol(
        problems=tuple(_remarks(results, names)),
        completeness=tuple(_completeness(results, names)),
        corrections=corrections(results),
        changes=None if changes is None else tuple(_worded(results, change, names) for change in changes),
    )


def of_municipalities(results: Results, whole: Protocol) -> dict[str, Protocol]:
    """Code → what of the protocol of the region concerns it; nothing of those of which it says nothing."""
    each = {code: _of(whole, code, day) for code, day in deadlines(results).items()}
    return {code: own for code, own in each.items() if own.says_anything}


def _of(whole: Protocol, code: str, day: str) -> Protocol:
    reports = tuple(report for report in whole.completeness if report.code == code)
    changes = whole.changes
    return Protocol(
        problems=tuple(remark for remark in whole.problems if remark.whose == code),
        completeness=reports,
        corrections=tuple(correction for correction in whole.corrections if correction.code == code),
        changes=None if changes is None else tuple(change for change in changes if change.code == code),
        silent=bool(reports) and not any(report.reported for report in reports),
        deadline=day,
    )


MENDING = ("reports", "quality")
"""Recommendations of a note that ask for missing and mended data: the protocol asks for them by the same day."""


def deadlines(results: Results) -> dict[str, str]:
    """Code → the day that dataset.yaml names, else that of its note, else the first of other notes; «» without any."""
    days = {code: _day_of(own) for code, own in results.decisions.items()}
    common = results.dataset.settings.deadline or min(filter(None, days.values()), default="")
    named = common if results.dataset.settings.deadline else ""
    return {place.code: named or days.get(place.code) or common for place in results.intake.territories}


def _day_of(own: Decisions) -> str:
    return next((each.date for each in own.recommendations if each.id in MENDING and each.date), "")


def _shortened(whole: Protocol, protocols: dict[str, Protocol], documents: tuple[str, ...]) -> Protocol:
    """The region's own remarks whole, those of municipalities as numbers, which do not grow with them."""
    return replace(
        whole,
        documents=documents,
        problems=tuple(remark for remark in whole.problems if remark.whose not in protocols),
        changes=None if whole.changes is None else (),
        summary=tuple(_summary(code, own) for code, own in protocols.items()),
    )


def _summary(code: str, own: Protocol) -> PlaceSummary:
    severities = Counter(remark.problem.severity for remark in own.problems)
    kinds = Counter(change.kind for change in own.changes or ())
    return PlaceSummary(
        code=code,
        silent=own.silent,
        problems={severity: severities[severity] for severity in SEVERITIES},
        changes={kind: kinds[kind] for kind in KINDS},
    )


# ---- remarks


def _remarks(results: Results, names: dict[str, str]) -> Iterable[Remark]:
    """Every problem that is not mended, with what stands in its cell; the gravest first."""
    there = cell_reader(results)
    lists = {file for listed in results.dataset.settings.participants for file in listed.file}
    schools = _schools_by_row(results)
    summaries, names_of = summary_tables(results), results.intake.organisations
    for problem in sorted(unmended(results), key=lambda problem: SEVERITIES.index(problem.severity)):
        unread = problem.file in lists or problem.code == "person_named"  # what is of a person is read once, and kept
        text = "" if unread else there(problem.file, problem.sheet, problem.cell)
        school = schools.get(row_of(problem.file, problem.sheet, problem.cell), "")
        yield Remark(
            problem=for_a_reader(results, problem),
            whose="" if is_of_summary(problem, summaries) else problem.territory,
            name=names.get(problem.territory, ""),
            table=title_of(results, problem.file),
            school=names_of[text].name if text in names_of else school,
            there=text,
            expected=EXPECTED.get(problem.code, ""),
        )


def _schools_by_row(results: Results) -> dict[CellRow, str]:
    """Row → name of the only organisation whose numbers stand there."""
    known, schools = results.intake.organisations, organisations_by_row((results.intake.counts, results.profminimum))
    alone = {row: next(iter(ids)) for row, ids in schools.items() if len(ids) == 1}
    return {row: known[id].name for row, id in alone.items() if id in known}


# ---- corrections and changes


def corrections(results: Results, territory: Territory | None = None) -> tuple[Correction, ...]:
    """Corrections that were applied (of one municipality), in words; numbers of sensitive variables are not told."""
    names = {place.code: place.name for place in results.intake.territories}
    return tuple(
        replace(
            correction,
            name=names.get(correction.code, ""),
            table=title_of(results, correction.file),
            **_words(results, correction),
        )
        for correction in results.intake.corrections
        if territory is None or correction.code == territory.code
    )


def _worded(results: Results, change: Change, names: dict[str, str]) -> Change:
    """One changed number with its titles; of a sensitive variable only that it changed."""
    variable = results.catalogue.variables.get(change.variable)
    worded = replace(change, name=names.get(change.code, ""), **_words(results, change))
    return replace(worded, was=None, now=None, hidden=True) if variable and variable_is_sensitive(variable) else worded


def _words(results: Results, number: Correction | Change) -> dict[str, str]:
    """Titles of the variable and of the organisation."""
    variable = results.catalogue.variables.get(number.variable)
    school = results.intake.organisations.get(number.organisation)
    return {
        "title": (variable.short or variable.title) if variable else number.title or number.variable,
        "school": school.name if school else number.organisation,
    }


# ---- completeness: which tables each municipality reported


class _Entry(NamedTuple):
    """A number, or a level, that came: in which table, whose, and what became of it."""

    table: str
    territory: str
    organisation: str
    status: str


def _completeness(results: Results, names: dict[str, str]) -> list[TableReport]:
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
