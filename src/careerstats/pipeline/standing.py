"""What a run leaves -> whether all of it stands as it was written: then there is nothing to build."""

from pathlib import Path

from careerstats.batch import fingerprint, ledger
from careerstats.batch.ledger import Entry, Run
from careerstats.model import APART, slug
from careerstats.pipeline.request import TABLES, Job, Request, processed_of, reports_of


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
    from careerstats.pipeline import methods, package, plans, published

    processed, beside = job.processed, job.reports / slug(period)
    paths = [page, *(processed / name for name in TABLES)]
    paths += job.bundles(period).glob("*.json")
    paths += (processed / published.FOLDER).glob("*.json")
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
