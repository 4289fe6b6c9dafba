"""self_diagnosis.yaml and profminimum.yaml -> their editions by year, a dataset's own laid over the shipped ones."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from careerstats.catalogue.loading import read_as
from careerstats.contracts.schemes import Diagnoses, Diagnosis, Profminimum, Profminimums
from careerstats.model import period_start

DIAGNOSIS, PROFMINIMUM = "self_diagnosis.yaml", "profminimum.yaml"
SHIPPED = Path(__file__).parent

Edition = TypeVar("Edition", Diagnosis, Profminimum)


def load_self_diagnosis(own: Path | None = None) -> tuple[Diagnosis, ...]:
    """Editions of the self-diagnosis, oldest first; an own file replaces the edition of the same ``since`` or adds one.

    ``own`` need not exist. Raises DatasetError with every mistake found: file, line, edition, what to write.
    """
    files = [read_as(Diagnoses, path) for path in _files(DIAGNOSIS, own)]
    return _by_year(edition for file in files for edition in file.editions)


def load_profminimum(own: Path | None = None) -> tuple[Profminimum, ...]:
    """Editions of the профминимум, oldest first; ``own`` and errors as in ``load_self_diagnosis``."""
    files = [read_as(Profminimums, path) for path in _files(PROFMINIMUM, own)]
    return _by_year(edition for file in files for edition in file.editions)


def in_force(editions: Sequence[Edition], period: str | None = None) -> Edition | None:
    """The edition in force at the start of ``period``; the newest if none is named; None where there was none yet."""
    if period is None:
        return editions[-1]
    day = period_start(period)
    return next((edition for edition in reversed(editions) if period_start(edition.since) <= day), None)


def _files(name: str, own: Path | None) -> list[Path]:
    return [SHIPPED / name, *([own] if own and own.exists() else [])]


def _by_year(editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """Of one year the last counts."""
    by_year = {edition.since: edition for edition in editions}
    return tuple(sorted(by_year.values(), key=lambda edition: period_start(edition.since)))
