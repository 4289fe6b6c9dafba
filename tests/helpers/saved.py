"""Monitoring of a dataset -> its tables and bundles on the disk, as the first half of a build leaves them."""

from collections.abc import Iterable
from pathlib import Path

from careerstats.pipeline import saving
from careerstats.pipeline.monitoring import Monitoring
from careerstats.pipeline.request import processed_of


def save(project: Path, monitoring: Monitoring, notebooks: Iterable[str] = ()) -> dict[tuple[str, str], Path]:
    """(notebook, unit) → the bundle of that note, for the internal audience."""
    results = monitoring.results
    home = processed_of(project, results.dataset.name)
    return saving.save(project, monitoring, results, saving.cut(results, home, notebooks))
