"""The folder for the public -> what one build says, and nothing else: numbers of two builds side by side tell more."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from careerstats import wording
from careerstats.batch import ledger, theirs
from careerstats.batch.ledger import Entry, Run
from careerstats.errors import UsageError
from careerstats.pipeline import own_notebooks
from careerstats.pipeline.reports import NOTES
from careerstats.pipeline.request import Job, Say
from careerstats.pipeline.tasks import tasks_of, with_older_formats

if TYPE_CHECKING:
    from careerstats.pipeline.monitoring import Monitoring
    from careerstats.pipeline.reports import Bundles

SHOWN = 3
MIXED = (
    "Папка для публикации обновляется только целиком: изменились и справки, которых команда не называет ({names}), а "
    "рядом с новыми лежали бы их прежние числа. Повторите целиком: careerstats build {dataset} --audience public{own}."
)
TAKEN = "Убрано из папки для публикации (в этой сборке такой справки нет): {names}."
EDITED = "Файл {path} исправлен вручную и оставлен, но эта сборка его не строила: проверьте, нужен ли он."


def refuse_mixing(job: Job, monitoring: "Monitoring", bundles: "Bundles") -> None:
    """Raises UsageError where public notes that are not asked for would say other things now than they say."""
    from careerstats.pipeline import saving

    home = job.folder(monitoring.results.dataset.period).name
    if not any(key.startswith(f"{home}/") for key in job.last.notes):
        return
    own = _published(job, home)
    everything = replace(job, request=replace(job.request, only=(), notebooks=(*NOTES, *own)))
    with TemporaryDirectory() as folder:
        written = saving.put(bundles | saving.of_own(job.project, bundles, own), Path(folder))
        asked = {task.key for task in tasks_of(job, monitoring, written)}
        others = [task for task in tasks_of(everything, monitoring, written) if task.key not in asked]
    there = [with_older_formats(task) for task in others if task.key in job.last.notes]
    stale = [task.name for task in there if ledger.reason(job.last, task, job.program)]
    if stale:
        more = wording.and_more(len(stale), SHOWN)
        names = f"{', '.join(stale[:SHOWN])}{more}"
        words = f" --notebook {','.join(everything.request.notebooks)}" if own else ""
        raise UsageError(MIXED.format(names=names, dataset=job.request.dataset, own=words))


def _published(job: Job, home: str) -> list[str]:
    """The project's own notebooks of which there are notes for the public."""
    there = {entry.notebook for key, entry in job.last.notes.items() if key.startswith(f"{home}/")}
    return [name for name in own_notebooks.own(job.project) if name in there]


def clear(job: Job, run: Run, period: str, say: Say) -> None:
    """Take away what an earlier build wrote for the public of notes that this one does not have, or could not build."""
    home = job.folder(period)
    ours = {key: entry for key, entry in job.last.notes.items() if key.startswith(f"{home.name}/")}
    gone = {key: entry for key, entry in ours.items() if key not in run.notes or run.notes[key].status != "done"}
    for entry in gone.values():
        take_away(home / entry.code, entry, say)
    for left in home.glob("*/*.failed.ipynb"):
        left.unlink()
    for folder in {home / entry.code for entry in gone.values()}:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    if gone:
        say(TAKEN.format(names=", ".join(dict.fromkeys(entry.name for entry in gone.values()))))


def take_away(folder: Path, entry: Entry, say: Say) -> None:
    """The files of a note as they were written; one that somebody has changed stays and is named."""
    for name, key in entry.outputs.items():
        if not theirs.take_away(folder / name, key):
            say(EDITED.format(path=folder / name))
