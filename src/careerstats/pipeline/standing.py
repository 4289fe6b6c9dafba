"""What a run leaves -> whether all of it stands as it was written: then there is nothing to build; and what has to go.

The folder for the public holds what one build says, and nothing else: numbers of two builds side by side tell more.
"""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from careerstats import wording
from careerstats.batch import fingerprint, ledger, theirs
from careerstats.batch.ledger import Entry, Run
from careerstats.errors import UsageError
from careerstats.model import APART, slug
from careerstats.pipeline import own_notebooks
from careerstats.pipeline.reports import NOTES
from careerstats.pipeline.request import TABLES, Job, Request, Say, processed_of, reports_of
from careerstats.pipeline.tasks import tasks_of, with_older_formats

if TYPE_CHECKING:
    from careerstats.pipeline.monitoring import Monitoring
    from careerstats.pipeline.reports import Bundles


def all_there(project: Path, request: Request, last: Run, of_file: fingerprint.OfFile) -> bool:
    """Whether every note of the last run is done, and all that the run left is as it was written."""
    reports, processed = reports_of(project, request.dataset), processed_of(project, request.dataset)
    notes = of_audience(last, request)
    folders = {key.partition("/")[0] for key in notes}
    index = [reports / (f"{folder}/index.html" if folder.endswith(APART) else "index.html") for folder in folders]
    return (
        bool(notes)
        and not last.refused
        and all(path.is_file() for path in index)
        and all(ledger.is_as_left(project / name, key, of_file) for name, key in last.files.items())
        and all(_there(key, entry, reports, processed, of_file) for key, entry in notes.items())
    )


def of_audience(run: Run, request: Request) -> dict[str, Entry]:
    """Notes for those for whom a build is: what became of the others' notes is no matter of it."""
    return {key: entry for key, entry in run.notes.items() if ledger.audience_of(key) == request.audience}


def _there(key: str, entry: Entry, reports: Path, processed: Path, of_file: fingerprint.OfFile) -> bool:
    folder, _, name = key.partition("/")
    bundle = processed / "notes" / folder.removesuffix(APART) / ledger.audience_of(key) / f"{name}.json"
    return bundle.is_file() and ledger.intact(entry, reports / folder / entry.code, of_file)


def left(job: Job, page: Path, period: str) -> dict[str, str]:
    """What a run leaves beside the notes: page, method, tables, bundles, and, not for the public, plans, packages."""
    from careerstats.pipeline import publishing
    from careerstats.pipeline.beside import methods, package, plans

    processed, beside = job.processed, job.reports / slug(period)
    paths = [page, *(processed / name for name in TABLES)]
    paths += job.bundles(period).glob("*.json")
    paths += (processed / publishing.FOLDER).glob("*.json")
    stem = methods.stem_of(job.reports, period, job.request.audience)
    paths += stem.parent.glob(f"{stem.name}.*")
    if not job.public:
        paths += [*processed.glob("protocol*/*.xlsx"), *processed.glob("protocol.xlsx")]
        paths += [
            *beside.glob(f"*/{plans.FILE}"),
            *beside.glob(f"*/{plans.PAPER}"),
            *beside.glob(f"*/{package.FOLDER}/*.*"),
        ]
    return fingerprint.of_each((path for path in paths if not path.name.startswith(("~$", "."))), job.project)


# ---- what must not stand any more


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
        names = f"{', '.join(stale[:SHOWN])}{wording.and_more(len(stale), SHOWN)}"
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
