"""What the program has left of a dataset -> rows for the page: remarks on data, notes and packages with their files.

Packages of a period can be handed over in one archive.
"""

import csv
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from careerstats.audiences import INTERNAL, PUBLIC
from careerstats.batch import ledger
from careerstats.model import APART, PROBLEM_COLUMNS, Problem, home_of
from careerstats.pipeline import reports
from careerstats.pipeline.beside.package import FOLDER
from careerstats.pipeline.reports import REPORTS
from careerstats.wording import uncapitalised

SEVERITIES = {"blocking": "ошибка", "warning": "предупреждение", "remark": "замечание"}
KINDS = {report.notebook: uncapitalised(report.title) for report in REPORTS}
"""Notebook → what it makes."""

FORMATS = {form: form.upper() for form in reports.FORMATS}
FORMATS |= {"html": "на экране", "docx": "Word", "xlsx": "Excel"}
_ORDER = [report.notebook for report in sorted(REPORTS, key=lambda report: report.parameter != "")]  # the region first


@dataclass(frozen=True)
class Note:
    """One note of the ledger; ``trouble``: why it was not built; ``files``: those that are there, by kind."""

    name: str
    kind: str
    period: str
    public: bool
    trouble: str
    files: tuple[Path, ...]


def problems(project: Path, dataset: str) -> list[Problem] | None:
    """What problems.csv holds, the gravest first; None where nothing was checked yet."""
    path = project / "data" / "processed" / dataset / "problems.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [Problem(**{name: row[name] or "" for name in PROBLEM_COLUMNS}) for row in csv.DictReader(file)]
    except (OSError, KeyError):
        return None
    order = list(SEVERITIES)
    return sorted(rows, key=lambda problem: order.index(problem.severity) if problem.severity in order else 9)


def notes(project: Path, dataset: str) -> list[Note]:
    """Every note of the last builds: the region's first, then by name."""
    home = project / "reports" / dataset
    run, _ = ledger.load(home / "run.json")
    order = {kind: place for place, kind in enumerate(_ORDER)}
    keys = sorted(run.notes, key=lambda key: (order.get(run.notes[key].notebook, 9), run.notes[key].name, key))
    return [_note(home, key, run.notes[key]) for key in keys]


def _is_file(path: Path) -> bool:
    """A spoilt ledger may name what no system takes for a name."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _note(home: Path, key: str, entry: ledger.Entry) -> Note:
    place = key.partition("/")[0]
    folder = home / place / entry.code
    there = [folder / name for name in entry.outputs if Path(name).suffix[1:] in FORMATS and _is_file(folder / name)]
    order = list(FORMATS)
    return Note(
        name=entry.name,
        kind=KINDS.get(entry.notebook, entry.notebook),
        period=entry.period,
        public=ledger.audience_of(key) == PUBLIC,
        trouble="" if entry.status == "done" else (entry.error.message if entry.error else "") or "причина неизвестна",
        files=tuple(sorted(there, key=lambda path: (order.index(path.suffix[1:]), path.name))),
    )


def indexes(project: Path, dataset: str) -> list[tuple[str, Path]]:
    """Pages of the region: the internal one, then those for the public."""
    home = project / "reports" / dataset
    pages = [("Регион на одной странице", home / "index.html")]
    pages += [
        (f"Страница для публикации, {path.parent.name.removesuffix(APART)}", path)
        for path in sorted(home.glob(f"*{APART}/index.html"))
    ]
    return [(text, path) for text, path in pages if path.is_file()]


# ---- packages


_CLOCKLESS = (1980, 1, 1, 0, 0, 0)
"""The day of every file in an archive: the same packages are the same bytes."""


@dataclass(frozen=True)
class Package:
    """What one municipality (or the region) receives."""

    name: str
    code: str
    period: str
    files: tuple[Path, ...]


def packages(project: Path, dataset: str) -> list[Package]:
    """Those that lie under ``reports``, by period (the newest first) and name."""
    home = project / "reports" / dataset
    run, _ = ledger.load(home / "run.json")
    internal = [entry for key, entry in run.notes.items() if ledger.audience_of(key) == INTERNAL]
    named = {(entry.period, entry.code): entry.name for entry in internal}
    ready = [
        Package(name, code, period, files)
        for (period, code), name in named.items()
        if (files := _packed(home / home_of(period, INTERNAL) / code / FOLDER))
    ]
    return sorted(
        sorted(ready, key=lambda package: (package.name, package.code)),
        key=lambda package: package.period,
        reverse=True,
    )


def _packed(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in folder.glob("*") if path.is_file() and not path.name.startswith((".", "~$"))))


def archive(project: Path, dataset: str, chosen: Iterable[Package]) -> Path:
    """One ZIP, a folder per municipality. Raises OSError where the disk is full; nothing half written is left."""
    listed = list(chosen)
    path = project / "data" / "processed" / dataset / f"пакеты-{home_of(listed[0].period, INTERNAL)}.zip"
    part = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(part, "w") as whole:
            for package in listed:
                for file in package.files:
                    inside = zipfile.ZipInfo(f"{package.name} ({package.code})/{file.name}", _CLOCKLESS)
                    whole.writestr(inside, file.read_bytes())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path
