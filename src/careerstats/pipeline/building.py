"""A dataset and what is wanted -> notes on disk and the ledger of the run; unchanged notes are not touched."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from careerstats import __version__
from careerstats.batch import apart, fingerprint, ledger, lock, log, threads, touched
from careerstats.batch.tasks import Task
from careerstats.errors import CareerstatsError
from careerstats.model import APART, INTERNAL, PUBLIC, slug
from careerstats.pipeline.tasks import inputs_of, kept_up, suited, tasks_of
from careerstats.pipeline.wanted import NOTEBOOKS, PACKED, TABLES, Job, Run, Say, Wanted, reports_of

if TYPE_CHECKING:
    from careerstats.pipeline import sent
    from careerstats.pipeline.monitoring import Monitoring


def build_each(project: Path, each: Sequence[Wanted], say: Say = print) -> int:
    """One dataset after another in one process, as a country is built; the highest exit code.

    A dataset that cannot be read, or that somebody else builds, is named and costs no other.
    """
    program, codes = fingerprint.program(), []
    for wanted in each:
        say(f"Набор «{wanted.dataset}»")
        try:
            codes.append(build(project, wanted, say, program))
        except CareerstatsError as error:
            say(str(error))
            codes.append(error.exit_code)
    return max(codes, default=0)


def build(project: Path, wanted: Wanted, say: Say = print, program: str = "") -> int:
    """Build what changed; returns the exit code: 0 all done, 1 something failed or blocks."""
    program, hashes = program or fingerprint.program(), touched.of_dataset(project, wanted.dataset)
    inputs = inputs_of(project, wanted, hashes.of_file)
    state = fingerprint.of_run(program, inputs, wanted.configuration())
    with log.opened(wanted.log) as write:
        write("start", version=__version__, dataset=wanted.dataset, configuration=wanted.configuration())
        last, _ = ledger.load(reports_of(project, wanted.dataset) / "run.json")
        if not wanted.force and last.get("state") == state and _all_there(project, wanted, last, hashes.of_file):
            code = _unchanged(wanted, last, say)
        else:
            with threads.single(), lock.held(project / "data" / "processed", wanted.dataset):
                code = _build_anew(Job(project, wanted, program, last, write), inputs, state, say)
                _remember(project, wanted, hashes)
        write("end", exit_code=code)
    return code


def _build_anew(job: Job, inputs: dict[str, str], state: str, say: Say) -> int:
    """The ledger is read again: now that nobody else builds, it says what the one before us has done."""
    path = job.reports / "run.json"
    last, trouble = ledger.load(path)
    if trouble:
        say(trouble)
    ledger.sweep(job.reports)
    start = {"configuration": job.wanted.configuration(), "inputs": inputs, "notes": ledger.kept(last["notes"])}
    run = ledger.start(job.wanted.dataset, __version__, job.program, **start)
    code = _rebuild(replace(job, last=last), run, say)
    ledger.save(path, run | {"state": state, "exit_code": code})
    return code


def _unchanged(wanted: Wanted, last: Run, say: Say) -> int:
    say(_announce(len(last["notes"]), 0))
    code = int(last.get("exit_code", 0))
    if code:  # all notes are there, so it was the data
        say(f"Ошибки в данных остались. Подробно: careerstats check {wanted.dataset}")
    return code


def _rebuild(job: Job, run: Run, say: Say) -> int:
    """Everything from the raw files on; ``run`` gets an entry for each note as it is done."""
    monitoring, seen, wanted, tasks, versions = apart.run(lambda: _prepared(job))
    job = replace(job, wanted=wanted)
    if versions:
        from careerstats.pipeline import sent

        sent.withdraw(run, job.reports, monitoring.results.dataset.period, versions)
    reasons = {task.key: ledger.reason(job.last, task, job.program, force=job.wanted.force) for task in tasks}
    todo = [task for task in tasks if reasons[task.key]]
    say(_announce(len(tasks), len(todo)))
    _carry_out(job, todo, reasons, run, say)
    _forget_gone(run, monitoring)
    return _finish(job, monitoring, run, todo, say, seen=seen)


def _prepared(job: Job) -> tuple["Monitoring", "Monitoring", Wanted, list[Task], "sent.Versions"]:
    """Tables and bundles on the disk; everything, what the audience sees, what can be built, the notes, those sent."""
    from careerstats.pipeline import monitoring as stage  # pandas and scipy only when something has changed
    from careerstats.pipeline import publishing, saving, sent

    monitoring = stage.analyse(job.project, job.wanted.dataset, period=job.wanted.period)
    job = replace(job, wanted=suited(job.wanted, monitoring))
    seen = publishing.for_audience(monitoring, job.wanted.audience)
    home = saving.processed(job.project, job.wanted.dataset)
    frozen = sent.freeze(seen.results, home, job.last) if job.wanted.audience == INTERNAL else {}
    bundles = saving.save(job.project, monitoring, seen.results, job.wanted.notebooks)
    versions = sent.refine(frozen, home, bundles)
    tasks = [kept_up(task) for task in sent.settled(tasks_of(job, monitoring, bundles), versions)]
    return monitoring, seen, job.wanted, tasks, versions


def plan(project: Path, wanted: Wanted) -> Iterator[str]:
    """Lines of ``list``: each note with why it would be built, or that it is unchanged."""
    from tempfile import TemporaryDirectory

    from careerstats.pipeline import changes, publishing, saving, sent
    from careerstats.pipeline import monitoring as stage

    program = fingerprint.program()
    last, trouble = ledger.load(reports_of(project, wanted.dataset) / "run.json")
    if trouble:
        yield trouble
    monitoring = stage.analyse(project, wanted.dataset, period=wanted.period)
    wanted = suited(wanted, monitoring)
    with TemporaryDirectory() as folder:
        old = saving.processed(project, wanted.dataset)
        seen = publishing.for_audience(monitoring, wanted.audience)
        told = sent.letters(seen.results)
        bundles = saving.write_bundles(seen.results, Path(folder), old, wanted.notebooks)
        for task in tasks_of(Job(project, wanted, program, last), monitoring, bundles):
            why = ledger.reason(last, kept_up(task), program)
            if why == ledger.CHANGED:
                why += changes.between(old / Path(task.bundle).relative_to(folder), Path(task.bundle))
            letters = told.get(task.code, []) if task.notebook in NOTEBOOKS else []
            yield f"{task.code}  {task.name}: {why or 'без изменений'}{sent.beside(letters)}"


def _all_there(project: Path, wanted: Wanted, last: Run, of_file: fingerprint.OfFile) -> bool:
    """Whether every note of the last run is done, its files are as they were written, its tables exist."""
    reports, processed = reports_of(project, wanted.dataset), project / "data" / "processed" / wanted.dataset
    folders = {key.partition("/")[0] for key in last["notes"]}
    index = [reports / (f"{one}/index.html" if one.endswith(APART) else "index.html") for one in folders]
    pages = [*index, *(processed / name for name in TABLES)]
    return (
        bool(last["notes"])
        and all(path.is_file() for path in pages)
        and all(_there(key, entry, reports, processed, of_file) for key, entry in last["notes"].items())
    )


def _there(key: str, entry: Run, reports: Path, processed: Path, of_file: fingerprint.OfFile) -> bool:
    folder, _, name = key.partition("/")
    audience = PUBLIC if folder.endswith(APART) else INTERNAL
    bundle = processed / "notes" / folder.removesuffix(APART) / audience / f"{name}.json"
    return bundle.is_file() and ledger.intact(entry, reports / folder / entry["code"], of_file)


def _remember(project: Path, wanted: Wanted, hashes: touched.Hashes) -> None:
    """What was built is looked at once more, so that the next run need not read it; that run writes nothing at all."""
    now, _ = ledger.load(reports_of(project, wanted.dataset) / "run.json")
    _all_there(project, wanted, now, hashes.of_file)
    hashes.save()


def _announce(total: int, todo: int) -> str:
    if not todo:
        return f"Ничего не изменилось, блокноты не запускались. Справок на месте: {total}."
    return f"Справок: {total}, из них строится: {todo}."


def _carry_out(job: Job, todo: list[Task], reasons: dict[str, str], run: Run, say: Say) -> None:
    """Take the notes from the store or build them; each is written into the ledger as soon as it is done."""
    if not todo:
        return
    from careerstats.batch import store

    kept = job.project / "data" / "processed" / ".store" / job.wanted.dataset

    def record(task: Task, result: dict[str, Any]) -> None:
        entry = ledger.entry(task, result, reasons[task.key])
        ledger.append(job.reports / "run.json", task.key, entry)
        run["notes"][task.key] = entry
        job.write("note", key=task.key, **entry)

    taken: set[str] = set() if job.wanted.force else store.take_all(kept, todo, record)
    if taken:
        say(f"Взято готовых из прежних сборок: {len(taken)}.")
    if left := [task for task in todo if task.key not in taken]:
        _run(job, left, kept, record)
    store.trim(kept)


def _run(job: Job, todo: list[Task], kept: Path, record: Callable[[Task, Run], None]) -> None:
    """Build the notes in worker processes; what is done goes to the store."""
    from careerstats.batch import cluster, pool, progress, store

    wanted = job.wanted
    limits: dict[str, Any] = {"timeout": wanted.timeout, "memory_mb": wanted.memory_mb}
    with progress.shown(len(todo)) as advance:

        def built(task: Task, result: Run) -> None:
            record(task, result)
            store.keep(kept, task, result)
            advance(result)

        if wanted.cluster:
            cluster.run(todo, address=wanted.cluster, on_result=built, **limits)
        else:
            pool.run(todo, jobs=wanted.jobs, on_result=built, **limits)


def _forget_gone(run: Run, monitoring: "Monitoring") -> None:
    """Notes of municipalities that no longer report leave the ledger; their files stay where they are."""
    there, everyone = set(monitoring.results.bundles_of()), set(_codes_of_all(monitoring))

    def stays(entry: Run) -> bool:
        found = (entry["notebook"], entry["code"])
        return found in there or (entry["notebook"] not in NOTEBOOKS and entry["code"] in everyone)

    run["notes"] = {key: entry for key, entry in run["notes"].items() if stays(entry)}


def _codes_of_all(monitoring: "Monitoring") -> list[str]:
    """Everyone a protocol may be sent to, also those who reported nothing."""
    intake = monitoring.results.intake
    return [one.code for one in (*intake.territories, intake.region)]


def _write_beside(job: Job, monitoring: "Monitoring", todo: list[Task], say: Say) -> None:
    """Beside the notes: the plan to be filled in, and the package, where documents are wanted or were made anew."""
    from careerstats.pipeline import package, plans, saving

    period, tables = slug(monitoring.results.dataset.period), saving.processed(job.project, job.wanted.dataset)
    bundles, reports = tables / "notes" / period / job.wanted.audience, job.reports / period
    if "municipality" in job.wanted.notebooks:
        plans.write(bundles, reports, tables / "plans.json", say)
    documents = any({"docx", "pdf"} <= set(formats) for formats in (job.wanted.formats, *(one.formats for one in todo)))
    if documents and set(PACKED) & set(job.wanted.notebooks):
        package.write(bundles, reports, tables / "packages.json", monitoring, say, built={one.code for one in todo})


def _finish(job: Job, monitoring: "Monitoring", run: Run, todo: list[Task], say: Say, *, seen: "Monitoring") -> int:
    """The page of the region, what went wrong, and the exit code; ``seen``: what the audience of the page may see."""
    from careerstats.pipeline import saving
    from careerstats.pipeline.monitoring import told
    from careerstats.pipeline.site import pages

    if not job.public:
        _write_beside(job, monitoring, todo, say)
    record = saving.processed(job.project, job.wanted.dataset) / "packages.json"
    page = pages.write(job.reports, record, seen, run)
    for entry in run["notes"].values():
        for text in entry["notes"] if any(task.code == entry["code"] for task in todo) else ():
            say(f"{entry['name']}: {text}")
    bad = ledger.failures(run["notes"])
    for text in [*(ledger.slowest({t.key: run["notes"][t.key] for t in todo}) if todo else []), *bad]:
        say(text)
    for text in seen.remarks:
        say(text)
    blocking = monitoring.blocking
    if blocking:
        say(f"Ошибки в данных: {len(blocking)}. Подробно: careerstats check {job.wanted.dataset}")
        for problem in blocking[:10]:
            say(f"– {told(problem)}")
    say(f"Готово: {page}")
    return 1 if bad or blocking else 0
