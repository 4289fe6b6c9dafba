"""What a user asked to build, and one run of it: where, for whom, beside which ledger."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from careerstats.audiences import INTERNAL, PUBLIC
from careerstats.batch import progress
from careerstats.batch.ledger import Configuration, Run
from careerstats.model import home_of, slug
from careerstats.pipeline.reports import FORMATS, NOTES

TEMPLATE = "template.docx"
TABLES = ("counts.parquet", "values.parquet", "findings.parquet", "problems.csv")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Request:
    """What a user asked to build."""

    dataset: str
    only: tuple[str, ...] = ()
    period: str = ""
    notebooks: tuple[str, ...] = NOTES
    formats: tuple[str, ...] = FORMATS
    audience: str = INTERNAL
    jobs: int = 1
    timeout: float = 300.0
    force: bool = False
    memory_mb: int = 2048
    log: Path | None = None
    cluster: str = ""

    @property
    def configuration(self) -> Configuration:
        """What of it can change a file; the number of workers, and where they work, cannot."""
        return Configuration(**{name: getattr(self, name) for name in Configuration.__struct_fields__})


def reports_of(project: Path, dataset: str) -> Path:
    """Where the notes of a dataset lie, beside the ledger of its runs."""
    return project / "reports" / dataset


def processed_of(project: Path, dataset: str) -> Path:
    """Where the tables and bundles of a dataset are rebuilt."""
    return project / "data" / "processed" / dataset


@dataclass(frozen=True)
class Job:
    """One run: where, what is asked for, the hash of the program and the ledger of the last run."""

    project: Path
    request: Request
    program: str
    last: Run
    write: progress.Write = progress.nothing

    @property
    def reports(self) -> Path:
        return reports_of(self.project, self.request.dataset)

    @property
    def processed(self) -> Path:
        return processed_of(self.project, self.request.dataset)

    @property
    def template(self) -> str:
        """The institute's own Word file; empty where it has none."""
        own = self.project / "data" / "raw" / self.request.dataset / TEMPLATE
        return str(own) if own.is_file() else ""

    @property
    def public(self) -> bool:
        return self.request.audience == PUBLIC

    def folder(self, period: str) -> Path:
        """Where the notes of a period lie: those for the public apart from the internal ones."""
        return self.reports / home_of(period, self.request.audience)

    def bundles(self, period: str) -> Path:
        """Where the bundles of a period lie, of those for whom the build is."""
        return self.processed / "notes" / slug(period) / self.request.audience


def main_jobs() -> int:
    """As many workers as processors we may use."""
    import os

    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
