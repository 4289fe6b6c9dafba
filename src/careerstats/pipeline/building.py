"""A dataset and what is wanted -> notes on disk and the ledger of the run; unchanged notes are not touched."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from careerstats import __version__
from careerstats.batch import fingerprint, ledger
from careerstats.batch.tasks import Task
from careerstats.errors import UsageError
from careerstats.resources import shipped

if TYPE_CHECKING:
    from careerstats.pipeline.monitoring import Monitoring
    from careerstats.territories import Territory

FORMATS = ("html", "docx", "pdf")
NOTEBOOKS = ("municipality", "region")
QUALITY = "quality"
ALL_NOTEBOOKS = (*NOTEBOOKS, QUALITY)
"""What ``--notebook`` may name; without it the notes are built, and no protocols of data checking."""

TABLES = ("counts.parquet", "values.parquet", "findings.parquet", "problems.csv")

Say = Callable[[str], None]
Run = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What a user asked to build."""

    dataset: str
    only: tuple[str, ...] = ()
    period: str = ""
    notebooks: tuple[str, ...] = NOTEBOOKS
    formats: tuple[str, ...] = FORMATS
    audience: str = "internal"
    jobs: int = 1
    timeout: float = 300.0
    force: bool = False

    def configuration(self) -> dict[str, object]:
        """What of it can change a file; the number of workers cannot."""
        names = ("only", "period", "notebooks", "formats", "audience")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class _Job:
    """One run: where, what is wanted, the hash of the program and the ledger of the last run."""

    project: Path
    wanted: Wanted
    program: str
    last: Run

    @property
    def reports(self) -> Path:
        return _reports(self.project, self.wanted.dataset)


def build(project: Path, wanted: Wanted, say: Say = print) -> int:
    """Build what changed; returns the exit code: 0 all done, 1 something failed or blocks."""
    program = fingerprint.program()
    inputs = _inputs(project, wanted)
    state = fingerprint.of_run(program, inputs, wanted.configuration())
    path = _reports(project, wanted.dataset) / "run.json"
    last, trouble = ledger.load(path)
    if trouble:
        say(trouble)
    if not wanted.force and last.get("state") == state and _all_there(project, wanted, last):
        return _unchanged(wanted, last, say)
    start = {"configuration": wanted.configuration(), "inputs": inputs, "notes": dict(last["notes"])}
    run = ledger.start(wanted.dataset, __version__, program, **start)
    code = _rebuild(_Job(project, wanted, program, last), run, say)
    ledger.save(path, run | {"state": state, "exit_code": code})
    return code


def _unchanged(wanted: Wanted, last: Run, say: Say) -> int:
    say(_announce(len(last["notes"]), 0))
    code = int(last.get("exit_code", 0))
    if code:  # all notes are there, so it was the data
        say(f"Ошибки в данных остались. Подробно: careerstats check {wanted.dataset}")
    return code


def _rebuild(job: _Job, run: Run, say: Say) -> int:
    """Everything from the raw files on; ``run`` gets an entry for each note as it is done."""
    from careerstats.pipeline import monitoring as stage  # pandas and scipy only when something has changed

    monitoring = stage.analyse(job.project, job.wanted.dataset)
    _right_period(job.wanted, monitoring)
    quality = QUALITY in job.wanted.notebooks
    tasks = _tasks(job, monitoring, stage.save(job.project, monitoring, job.wanted.audience, quality=quality))
    reasons = {task.key: ledger.reason(job.last, task, job.program, force=job.wanted.force) for task in tasks}
    todo = [task for task in tasks if reasons[task.key]]
    say(_announce(len(tasks), len(todo)))
    _carry_out(job, todo, reasons, run)
    _forget_gone(run, monitoring)
    return _finish(job, monitoring, run, todo, say)


def plan(project: Path, wanted: Wanted) -> Iterator[str]:
    """Lines of ``list``: each note with why it would be built, or that it is unchanged."""
    from tempfile import TemporaryDirectory

    from careerstats.pipeline import changes
    from careerstats.pipeline import monitoring as stage

    program = fingerprint.program()
    last, trouble = ledger.load(_reports(project, wanted.dataset) / "run.json")
    if trouble:
        yield trouble
    monitoring = stage.analyse(project, wanted.dataset)
    _right_period(wanted, monitoring)
    with TemporaryDirectory() as folder:
        old = stage.processed(project, wanted.dataset)
        against = old if QUALITY in wanted.notebooks else None
        bundles = stage.write_bundles(monitoring.results, Path(folder), wanted.audience, last=against)
        for task in _tasks(_Job(project, wanted, program, last), monitoring, bundles):
            why = ledger.reason(last, task, program)
            if why == ledger.CHANGED:
                why += changes.between(old / Path(task.bundle).relative_to(folder), Path(task.bundle))
            yield f"{task.code}  {task.name}: {why or 'без изменений'}"


def _inputs(project: Path, wanted: Wanted) -> dict[str, str]:
    """Hash of every raw file and of every notebook that may be run."""
    raw = project / "data" / "raw" / wanted.dataset
    files = [path for path in raw.rglob("*") if path.is_file() and not path.name.startswith(("~$", "."))]
    notebooks = {f"notebooks/{name}.ipynb": template(project, name) for name in {*NOTEBOOKS, *wanted.notebooks}}
    found = fingerprint.of_each(files, project)
    return found | {name: fingerprint.of_file(path) for name, path in notebooks.items() if path.is_file()}


def template(project: Path, notebook: str) -> Path:
    """The project's own notebook wins over the shipped one."""
    own = project / "notebooks" / f"{notebook}.ipynb"
    return own if own.is_file() else shipped("notebooks", f"{notebook}.ipynb")


def _reports(project: Path, dataset: str) -> Path:
    return project / "reports" / dataset


def _all_there(project: Path, wanted: Wanted, last: Run) -> bool:
    """Whether every note of the last run is done, its files are as they were written, its tables exist."""
    reports, processed = _reports(project, wanted.dataset), project / "data" / "processed" / wanted.dataset
    pages = [reports / "index.html", *(processed / name for name in TABLES)]
    return (
        bool(last["notes"])
        and all(path.is_file() for path in pages)
        and all(_there(key, entry, reports, processed) for key, entry in last["notes"].items())
    )


def _there(key: str, entry: Run, reports: Path, processed: Path) -> bool:
    period, _, name = key.partition("/")
    bundle = processed / "notes" / period / "internal" / f"{name}.json"
    return bundle.is_file() and ledger.intact(entry, reports / period / entry["code"])


def _right_period(wanted: Wanted, monitoring: "Monitoring") -> None:
    period = monitoring.results.dataset.period
    if wanted.period and wanted.period != period:
        raise UsageError(f"Периода {wanted.period} в наборе «{wanted.dataset}» нет, есть {period}.")


def _tasks(job: _Job, monitoring: "Monitoring", bundles: dict[tuple[str, str], Path]) -> list[Task]:
    """The notes that are wanted, each with its bundle and the hash of all it is made of."""
    results = monitoring.results
    codes = _codes(job.wanted, monitoring, {code for _, code in bundles})
    return [
        _task(job, results.dataset.period, notebook, _place(monitoring, code), bundle)
        for (notebook, code), bundle in bundles.items()
        if notebook in job.wanted.notebooks and (not codes or code in codes)
    ]


def _place(monitoring: "Monitoring", code: str) -> "Territory":
    intake = monitoring.results.intake
    return next(one for one in (*intake.territories, intake.region) if one.code == code)


def _task(job: _Job, period: str, notebook: str, place: "Territory", bundle: Path) -> Task:
    from careerstats.model import slug

    source = template(job.project, notebook)
    parameters = {"dataset": job.wanted.dataset, "period": period}
    if notebook in ("municipality", QUALITY):
        parameters["municipality"] = place.code
    return Task(
        project=str(job.project),
        dataset=job.wanted.dataset,
        period=period,
        code=place.code,
        name=place.name,
        notebook=notebook,
        template=str(source),
        parameters=parameters,
        bundle=str(bundle),
        folder=str(job.reports / slug(period) / place.code),
        stem="note" if notebook in NOTEBOOKS else notebook,
        formats=job.wanted.formats,
        fingerprint=fingerprint.of_note(source, bundle, job.program),
        known=ledger.known(job.last["notes"].get(f"{slug(period)}/{notebook}-{place.code}")),
    )


def _codes(wanted: Wanted, monitoring: "Monitoring", there: set[str]) -> set[str]:
    """``--only`` as codes. Raises UsageError for a name nobody has, with suggestions."""
    from careerstats import territories
    from careerstats.model import names_in_force

    dataset, codes = monitoring.results.dataset, set()
    names = territories.load(dataset.folder)
    for text in wanted.only:
        found = territories.find(text, dataset.region, names_in_force(dataset.period), names)
        if isinstance(found, territories.Unknown):
            raise UsageError(found.message)
        if found.code not in there:
            raise UsageError(
                f"Справку построить нельзя: {found.name} ({found.code}) не представило пригодных сведений. "
                f"Подробно: careerstats check {wanted.dataset}"
            )
        codes.add(found.code)
    return codes


def _announce(total: int, todo: int) -> str:
    if not todo:
        return f"Ничего не изменилось, блокноты не запускались. Справок на месте: {total}."
    return f"Справок: {total}, из них строится: {todo}."


def _carry_out(job: _Job, todo: list[Task], reasons: dict[str, str], run: Run) -> None:
    """Build the notes; each is written into the ledger as soon as it is done."""
    if not todo:
        return
    from careerstats.batch import pool, progress

    with progress.shown(len(todo)) as advance:

        def record(task: Task, result: dict[str, Any]) -> None:
            entry = ledger.entry(task, result, reasons[task.key])
            ledger.append(job.reports / "run.json", task.key, entry)
            run["notes"][task.key] = entry
            advance(result)

        pool.run(todo, jobs=job.wanted.jobs, timeout=job.wanted.timeout, on_result=record)


def _forget_gone(run: Run, monitoring: "Monitoring") -> None:
    """Notes of municipalities that no longer report leave the ledger; their files stay where they are."""
    there = {*monitoring.results.bundles_of(), *((QUALITY, code) for code in _codes_of_all(monitoring))}
    run["notes"] = {key: entry for key, entry in run["notes"].items() if (entry["notebook"], entry["code"]) in there}


def _codes_of_all(monitoring: "Monitoring") -> list[str]:
    """Everyone a protocol may be sent to, also those who reported nothing."""
    intake = monitoring.results.intake
    return [one.code for one in (*intake.territories, intake.region)]


def _finish(job: _Job, monitoring: "Monitoring", run: Run, todo: list[Task], say: Say) -> int:
    """The page of the region, what went wrong, and the exit code."""
    from careerstats.pipeline import overview
    from careerstats.pipeline.monitoring import told

    page = job.reports / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(overview.page(monitoring, run))
    for entry in run["notes"].values():
        for text in entry["notes"] if any(task.code == entry["code"] for task in todo) else ():
            say(f"{entry['name']}: {text}")
    bad = ledger.failures(run["notes"])
    for text in [*(ledger.slowest({t.key: run["notes"][t.key] for t in todo}) if todo else []), *bad]:
        say(text)
    blocking = monitoring.blocking
    if blocking:
        say(f"Ошибки в данных: {len(blocking)}. Подробно: careerstats check {job.wanted.dataset}")
        for problem in blocking[:10]:
            say(f"– {told(problem)}")
    say(f"Готово: {page}")
    return 1 if bad or blocking else 0


def main_jobs() -> int:
    """As many workers as processors we may use."""
    import os

    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
