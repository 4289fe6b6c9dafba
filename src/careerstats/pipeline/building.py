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

FORMATS = ("html", "docx", "pdf")
NOTEBOOKS = ("municipality", "region")
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


def build(project: Path, wanted: Wanted, say: Say = print) -> int:
    """Build what changed; returns the exit code: 0 all done, 1 something failed or blocks."""
    program = fingerprint.program()
    inputs = _inputs(project, wanted.dataset)
    state = fingerprint.of_run(program, inputs, wanted.configuration())
    path = _reports(project, wanted.dataset) / "run.json"
    last, trouble = ledger.load(path)
    if trouble:
        say(trouble)
    if not wanted.force and last.get("state") == state and _all_there(project, wanted, last):
        say(_announce(len(last["notes"]), 0))
        code = int(last.get("exit_code", 0))
        if code:  # all notes are there, so it was the data
            say(f"Ошибки в данных остались. Подробно: careerstats check {wanted.dataset}")
        return code
    from careerstats.pipeline import monitoring as stage  # pandas and scipy only when something has changed

    monitoring = stage.analyse(project, wanted.dataset)
    _right_period(wanted, monitoring)
    bundles = stage.save(project, monitoring, wanted.audience)
    tasks = _tasks(project, wanted, monitoring, bundles, program, last)
    run = ledger.start(
        wanted.dataset, __version__, program, configuration=wanted.configuration(), inputs=inputs, notes=dict(last["notes"])
    )
    reasons = {task.key: ledger.reason(last, task, program, force=wanted.force) for task in tasks}
    todo = [task for task in tasks if reasons[task.key]]
    say(_announce(len(tasks), len(todo)))
    _carry_out(todo, reasons, wanted, path, run)
    _forget_gone(run, monitoring, wanted)
    code = _finish(project, wanted, monitoring, run, todo, say)
    ledger.save(path, run | {"state": state, "exit_code": code})
    return code


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
        bundles = stage.write_bundles(monitoring.results, Path(folder), wanted.audience)
        old = stage.processed(project, wanted.dataset)
        for task in _tasks(project, wanted, monitoring, bundles, program, last):
            why = ledger.reason(last, task, program)
            if why == ledger.CHANGED:
                why += changes.between(old / Path(task.bundle).relative_to(folder), Path(task.bundle))
            yield f"{task.code}  {task.name}: {why or 'без изменений'}"


def _inputs(project: Path, dataset: str) -> dict[str, str]:
    """Hash of every raw file and of every notebook that may be run."""
    raw = project / "data" / "raw" / dataset
    files = [path for path in raw.rglob("*") if path.is_file() and not path.name.startswith(("~$", "."))]
    notebooks = {f"notebooks/{name}.ipynb": template(project, name) for name in NOTEBOOKS}
    found = fingerprint.of_each(files, project)
    return found | {name: fingerprint.of_file(path) for name, path in notebooks.items() if path.is_file()}


def template(project: Path, notebook: str) -> Path:
    """The project's own notebook wins over the shipped one."""
    own = project / "notebooks" / f"{notebook}.ipynb"
    return own if own.is_file() else shipped("notebooks", f"{notebook}.ipynb")


def _reports(project: Path, dataset: str) -> Path:
    return project / "reports" / dataset


def _all_there(project: Path, wanted: Wanted, last: Run) -> bool:
    """Whether every note of the last run is done, its files are as they were written, and the tables behind it exist."""
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


def _tasks(
    project: Path, wanted: Wanted, monitoring: "Monitoring", bundles: dict[tuple[str, str], Path], program: str, last: Run
) -> list[Task]:
    results = monitoring.results
    names = {one.code: one.name for one in (*results.intake.territories, results.intake.region)}
    codes = _codes(wanted, monitoring)
    tasks = []
    for (notebook, code), bundle in bundles.items():
        if notebook in wanted.notebooks and (not codes or code in codes):
            tasks.append(_task(project, wanted, results.dataset.period, notebook, code, names[code], bundle, program, last))
    return tasks


def _task(
    project: Path, wanted: Wanted, period: str, notebook: str, code: str, name: str, bundle: Path, program: str, last: Run
) -> Task:
    from careerstats.model import slug

    source = template(project, notebook)
    parameters = {"dataset": wanted.dataset, "period": period}
    if notebook == "municipality":
        parameters["municipality"] = code
    key = f"{slug(period)}/{notebook}-{code}"
    return Task(
        project=str(project),
        dataset=wanted.dataset,
        period=period,
        code=code,
        name=name,
        notebook=notebook,
        template=str(source),
        parameters=parameters,
        bundle=str(bundle),
        folder=str(_reports(project, wanted.dataset) / slug(period) / code),
        stem="note",
        formats=wanted.formats,
        fingerprint=fingerprint.of_note(source, bundle, program),
        known=ledger.known(last["notes"].get(key)),
    )


def _codes(wanted: Wanted, monitoring: "Monitoring") -> set[str]:
    """``--only`` as codes. Raises UsageError for a name nobody has, with suggestions."""
    from careerstats import territories
    from careerstats.model import names_in_force

    dataset, codes = monitoring.results.dataset, set()
    names = territories.load(dataset.folder)
    for text in wanted.only:
        found = territories.find(text, dataset.region, names_in_force(dataset.period), names)
        if isinstance(found, territories.Unknown):
            raise UsageError(found.message)
        codes.add(found.code)
    silent = codes - {code for _, code in monitoring.results.bundles_of()}
    if silent:
        raise UsageError(f"Справку построить нельзя, сведений нет: {', '.join(sorted(silent))}.")
    return codes


def _announce(total: int, todo: int) -> str:
    if not todo:
        return f"Ничего не изменилось, блокноты не запускались. Справок на месте: {total}."
    return f"Справок: {total}, из них строится: {todo}."


def _carry_out(todo: list[Task], reasons: dict[str, str], wanted: Wanted, path: Path, run: Run) -> None:
    if not todo:
        return
    from careerstats.batch import pool, progress

    with progress.shown(len(todo)) as advance:

        def record(task: Task, result: dict[str, Any]) -> None:
            entry = ledger.entry(task, result, reasons[task.key])
            ledger.append(path, task.key, entry)
            run["notes"][task.key] = entry
            advance(result)

        pool.run(todo, jobs=wanted.jobs, timeout=wanted.timeout, on_result=record)


def _forget_gone(run: Run, monitoring: "Monitoring", wanted: Wanted) -> None:
    """Notes of municipalities that no longer report leave the ledger; their files stay where they are."""
    there = monitoring.results.bundles_of()
    run["notes"] = {key: entry for key, entry in run["notes"].items() if (entry["notebook"], entry["code"]) in there}


def _finish(project: Path, wanted: Wanted, monitoring: "Monitoring", run: Run, todo: list[Task], say: Say) -> int:
    """The page of the region, what went wrong, and the exit code."""
    from careerstats.pipeline import overview
    from careerstats.pipeline.monitoring import told

    page = _reports(project, wanted.dataset) / "index.html"
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
        say(f"Ошибки в данных: {len(blocking)}. Подробно: careerstats check {wanted.dataset}")
        for problem in blocking[:10]:
            say(f"– {told(problem)}")
    say(f"Готово: {page}")
    return 1 if bad or blocking else 0


def main_jobs() -> int:
    """As many workers as processors we may use."""
    import os

    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


