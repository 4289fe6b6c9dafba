"""A dataset and what is asked for -> the bundles of its notes as they would be now, and what is other in them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from careerstats.batch import fingerprint, ledger
from careerstats.pipeline import steady
from careerstats.pipeline.reports import NOTES
from careerstats.pipeline.request import Job, Request, reports_of
from careerstats.pipeline.tasks import answerable, tasks_of, with_older_formats

if TYPE_CHECKING:
    from careerstats.pipeline.monitoring import Monitoring
    from careerstats.pipeline.reports import Bundles


class Cut(NamedTuple):
    """The job as the dataset can answer it, the dataset, what its audience may see of it, the bundles of its notes."""

    job: Job
    monitoring: "Monitoring"
    seen: "Monitoring"
    bundles: "Bundles"

    def moved(self) -> dict[tuple[str, str], str]:
        """(notebook, unit) → what is other than in the bundle on the disk, in words, of each note that there was."""
        from careerstats.pipeline import changes

        home = self.job.bundles(self.monitoring.results.dataset.period)
        moved = {
            (notebook, unit): changes.between(home / f"{notebook}-{unit}.json", bundle)
            for (notebook, unit), bundle in self.bundles.items()
            if notebook in self.job.request.notebooks
        }
        return {key: text for key, text in moved.items() if text}


def cut(job: Job, inputs: dict[str, str]) -> Cut:
    """Nothing is written yet. ``inputs``: hashes of what is read; raises MovedError where one of them was away."""
    from careerstats.pipeline import monitoring as stage  # pandas and scipy only when something has changed
    from careerstats.pipeline import publishing, saving

    monitoring = stage.analyse(job.project, job.request.dataset, period=job.request.period)
    steady.refuse_lost(monitoring.problems, inputs)
    job = replace(job, request=answerable(job.request, monitoring))
    before = publishing.earlier(job.processed, monitoring.results.dataset.period) if job.public else ()
    seen = publishing.for_audience(monitoring, job.request.audience, before)
    return Cut(job, monitoring, seen, saving.cut(seen.results, job.processed, job.request.notebooks))


def plan(project: Path, request: Request) -> Iterator[str]:
    """Lines of ``list``: each note with why it would be built, or that it is unchanged."""
    from tempfile import TemporaryDirectory

    from careerstats.pipeline import saving, sent

    program = fingerprint.program()
    last, trouble = ledger.load(reports_of(project, request.dataset) / "run.json")
    if trouble:
        yield trouble
    now = cut(Job(project, request, program, last), {})
    moved, letters_of = now.moved(), sent.letters(now.seen.results)
    with TemporaryDirectory() as folder:
        for task in tasks_of(now.job, now.monitoring, saving.put(now.bundles, Path(folder))):
            why = ledger.reason(last, with_older_formats(task), program)
            other = moved.get((task.notebook, task.unit), "") if why == ledger.CHANGED else ""
            letters = letters_of.get(task.code, []) if task.notebook in NOTES else []
            said = f"{why} ({other})" if other else why or "без изменений"
            yield f"{task.code}  {task.name}: {said}{sent.beside(letters)}"
