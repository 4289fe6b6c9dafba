"""Monitoring of a dataset -> data/processed: tables for programs and one bundle per note."""

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import msgspec
import pandas as pd

from careerstats.batch import files
from careerstats.bundles import Results
from careerstats.contracts import shared
from careerstats.errors import UsageError
from careerstats.model import PROBLEM_COLUMNS, Problem, slug
from careerstats.pipeline.assembling import findings_table
from careerstats.pipeline.beside import protocol
from careerstats.pipeline.monitoring import Monitoring
from careerstats.pipeline.own_notebooks import report_of
from careerstats.pipeline.reports import NOTES, Bundles, Report
from careerstats.pipeline.request import TEMPLATE, processed_of


def save(project: Path, monitoring: Monitoring, seen: Results, bundles: Bundles) -> dict[tuple[str, str], Path]:
    """Write ``data/processed``; (notebook, unit) → the bundle of that note. ``seen``: what its audience may see."""
    results = monitoring.results
    folder = processed_of(project, results.dataset.name)
    folder.mkdir(parents=True, exist_ok=True)
    protocol.keep_previous(folder, results.intake.counts)
    _put_table(results.intake.counts, folder / "counts.parquet")
    _put_table(monitoring.values, folder / "values.parquet")
    _put_table(findings_table(results.decisions), folder / "findings.parquet")
    write_problems(monitoring.problems, folder / "problems.csv")
    return put(bundles, folder / "notes" / slug(seen.dataset.period) / seen.audience)


def write_problems(problems: list[Problem], path: Path) -> None:
    """problems.csv: for programs; people read what ``check`` prints."""
    text = io.StringIO()
    writer = csv.DictWriter(text, PROBLEM_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _inert(value) for key, value in asdict(problem).items()} for problem in problems)
    files.put(path, text.getvalue().encode("utf-8"))


def _inert(value: object) -> object:
    """A name of a file or a sheet that Excel would take for a formula, with the sign that makes it a text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _put_table(frame: pd.DataFrame, path: Path) -> None:
    """A table appears whole or not at all: programs of others read it whenever they like."""
    data = io.BytesIO()
    frame.to_parquet(data, index=False)
    files.put(path, data.getvalue())


def cut(seen: Results, last: Path, notebooks: Iterable[str]) -> Bundles:
    """The bundles of the notes, and of the reports that are asked for by name.

    ``last``: where the last build left what protocols are held against.
    """
    project = seen.dataset.folder.parents[2]  # data/raw/<dataset>
    reports = [report_of(project, name) for name in dict.fromkeys([*NOTES, *notebooks])]
    for report in reports:
        _refuse_audience(report, seen.audience)
    bundles: Bundles = {}
    for cutter in dict.fromkeys(report.cut for report in reports):
        bundles |= cutter(seen, last)
    bundles |= of_own(project, bundles, notebooks)
    template = _template(seen)
    return {key: msgspec.structs.replace(bundle, template=template) for key, bundle in bundles.items()}


def of_own(project: Path, bundles: Bundles, notebooks: Iterable[str]) -> Bundles:
    """Bundles for the project's own among ``notebooks``: those of the notes, under their names."""
    whose = {name: report_of(project, name).bundles_of for name in notebooks}
    return {
        (name, unit): bundle
        for name, base in whose.items()
        for (notebook, unit), bundle in bundles.items()
        if notebook == base
    }


def _refuse_audience(report: Report, audience: str) -> None:
    """Raises UsageError for what this audience may not see."""
    if audience in report.audiences:
        return
    if report.bundles_of:
        raise UsageError(
            f"Блокнот «{report.notebook}» не предназначен для --audience {audience}. Если можно, добавьте это в его "
            f"строку «#| careerstats: …»: audience: [{', '.join([*report.audiences, audience])}]."
        )
    raise UsageError(
        f"Для публикации строятся только справки; «{report.notebook}» – документ для служебной переписки. "
        "Уберите --audience public."
    )


def _template(results: Results) -> str | None:
    """The hash of the institute's own Word template, in every bundle. Raises NoteError for one that lacks something."""
    path = results.dataset.file(TEMPLATE)
    if not path.is_file():
        return None
    from careerstats.export.docx import checked

    return checked(path)


def put(bundles: Bundles, target: Path) -> dict[tuple[str, str], Path]:
    """Each bundle as a file of ``target``; bundles of these notebooks that are no more go."""
    target.mkdir(parents=True, exist_ok=True)
    for notebook in dict.fromkeys(notebook for notebook, _ in bundles):
        ours = {unit: bundle for (name, unit), bundle in bundles.items() if name == notebook}
        written = set()
        for name, text in shared.files_of(notebook, ours):
            files.put(target / name, text)
            written.add(target / name)
        for stale in {*target.glob(f"{notebook}-*.json"), *target.glob(f"{shared.PREFIX}{notebook}-*.json")} - written:
            stale.unlink()
    return {(notebook, unit): target / f"{notebook}-{unit}.json" for notebook, unit in bundles}
