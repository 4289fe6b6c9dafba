"""A dataset and what is asked for -> notes on disk and the ledger of the run; unchanged notes are not touched."""

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec.structs import asdict

from careerstats import __version__, wording
from careerstats.audiences import INTERNAL
from careerstats.batch import apart, files, fingerprint, ledger, lock, memory, process, progress
from careerstats.batch.ledger import Entry, Run
from careerstats.batch.tasks import Result, Task
from careerstats.errors import CareerstatsError
from careerstats.grouping import grouped
from careerstats.model import slug
from careerstats.pipeline import standing, steady
from careerstats.pipeline.cutting import cut
from careerstats.pipeline.reports import NOTES, PACKED
from careerstats.pipeline.request import Job, Request, Say, reports_of
from careerstats.pipeline.tasks import beside, inputs_of, tasks_of, template, with_older_formats

if TYPE_CHECKING:
    from careerstats.contracts.quality import Protocol
    from careerstats.pipeline import sent
    from careerstats.pipeline.monitoring import Monitoring


SHARED = ("careerstats.pipeline.monitoring", "scipy.special")
"""Imported once: the reader is a copy of us, we read its answer and compare with it."""
SHOWN = 3  # files
LEFT = (
    "Пока строились справки, рядом с блокнотами появилось или изменилось: {files}. Файлы там – часть справок, и в "
    "следующий раз те построятся заново. Если файл сохранила ячейка, пусть сохраняет в другую папку."
)


def build_each(project: Path, each: Sequence[Request], say: Say = print) -> int:
    """One dataset after another in one process, as a country is built; the highest exit code.

    A dataset that cannot be read, or that somebody else builds, is named and costs no other.
    """
    program, codes = fingerprint.program(), []
    for request in each:
        say(f"Набор «{request.dataset}»")
        try:
            codes.append(build(project, request, say, program))
        except CareerstatsError as error:
            say(str(error))
            codes.append(error.exit_code)
    return max(codes, default=0)


def build(project: Path, request: Request, say: Say = print, program: str = "") -> int:
    """Build what changed; returns the exit code: 0 all done, 1 something failed or blocks."""
    program, hashes = program or fingerprint.program(), fingerprint.of_dataset(project, request.dataset)
    inputs, asked = inputs_of(project, request, hashes.of_file), asdict(request.configuration)
    state = fingerprint.of_run(program, inputs, asked)
    with progress.opened(request.log) as write:
        write("start", version=__version__, dataset=request.dataset, configuration=asked)
        last, _ = ledger.load(reports_of(project, request.dataset) / "run.json")
        if not request.force and last.state == state and standing.all_there(project, request, last, hashes.of_file):
            write("plan", total=0)
            code = _unchanged(request, last, say)
        else:
            with process.without_threads(), lock.held(project / "data" / "processed", request.dataset):
                code = _build_anew(Job(project, request, program, last, write), say)
                _remember(project, request, hashes)
        write("end", exit_code=code)
    return code


def _build_anew(job: Job, say: Say) -> int:
    """The ledger is read again: now that nobody else builds, it says what the one before us has done."""
    path = job.reports / "run.json"
    last, trouble = ledger.load(path)
    if trouble:
        say(trouble)
    ledger.sweep(job.reports)
    asked = job.request.configuration
    run = ledger.start(job.request.dataset, __version__, job.program, asked, ledger.kept(last.notes))
    run.exit_code = _rebuild(replace(job, last=last), run, say)
    run.state = fingerprint.of_run(job.program, run.inputs, asdict(asked))
    ledger.save(path, run)
    return run.exit_code


def _unchanged(request: Request, last: Run, say: Say) -> int:
    say(_announce(len(last.notes), 0))
    code = last.exit_code
    if code:  # all notes are there, so it was the data
        say(f"Ошибки в данных остались. Подробно: careerstats check {request.dataset}")
    return code


class Prepared(NamedTuple):
    """A dataset that was read: all but its tables, what the audience sees, what can be built, the notes, those sent.

    ``inputs``: the hashes of what was read; ``moved``: (notebook, unit) → what is other in its bundle, in words;
    ``names``: «quality-10710000» of every bundle; ``protocols``: code → what goes with its package.
    """

    monitoring: "Monitoring"
    seen: "Monitoring"
    request: Request
    tasks: list[Task]
    versions: "sent.Versions"
    inputs: dict[str, str]
    moved: dict[tuple[str, str], str]
    names: frozenset[str]
    protocols: "Mapping[str, Protocol]"


def _rebuild(job: Job, run: Run, say: Say) -> int:
    """Everything from the raw files on; ``run`` gets an entry for each note as it is done."""
    with memory.uncollected():
        for name in SHARED:
            importlib.import_module(name)
    if not job.request.cluster:
        from careerstats.batch import pool

        pool.copy_server()  # now: a copy of what we hold afterwards would hold the region
    read = steady.until_still(lambda: apart.run(lambda: _prepared(job)), say)
    job, run.inputs = replace(job, request=read.request), read.inputs
    if read.versions:
        from careerstats.pipeline import sent

        sent.withdraw(run, job.reports, read.monitoring.results.dataset.period, read.versions)
    reasons = {task.key: ledger.reason(job.last, task, job.program, force=job.request.force) for task in read.tasks}
    todo = [task for task in read.tasks if reasons[task.key]]
    job.write("plan", total=len(todo))
    say(_announce(len(read.tasks), len(todo)))
    for text in _why(job.last, todo, reasons, read.moved):
        say(text)
    _carry_out(job, todo, reasons, run, say)
    for text in _left_beside(job.project, todo, read.inputs):
        say(text)
    _forget_gone(job, run, read, say)
    if job.public:
        standing.clear(job, run, read.monitoring.results.dataset.period, say)
    return _finish(job, read, run, todo, say)


def _prepared(job: Job) -> Prepared:
    """Nothing is written before it is certain that the files stood still while they were read."""
    from careerstats.bundles import quality
    from careerstats.pipeline import publishing, saving, sent
    from careerstats.pipeline.beside import protocol

    home = job.processed
    with steady.while_read(job.project, job.request) as inputs:
        now = cut(job, inputs)
        job, monitoring, seen = now.job, now.monitoring, now.seen
        newest = job.request.audience == INTERNAL and not job.request.period
        whole = protocol.drawn_up(monitoring.results, home) if job.request.audience == INTERNAL else None
        books = protocol.books(monitoring.results, whole) if whole and newest else {}
    if books:
        protocol.write(books, home)
    frozen = sent.freeze(seen.results, home, job.last) if job.request.audience == INTERNAL else {}
    if seen.published:
        standing.refuse_mixing(job, monitoring, now.bundles)
        publishing.remember(home, monitoring.results.dataset.period, seen.published)
    moved = now.moved()  # before the bundles are written anew
    bundles = saving.save(job.project, monitoring, seen.results, now.bundles)
    versions = sent.refine(frozen, home, bundles)
    tasks = [with_older_formats(task) for task in sent.settled(tasks_of(job, monitoring, bundles), versions)]
    rest = monitoring.without_tables()
    shown = rest if seen is monitoring else seen.without_tables()
    remarks = quality.sent(monitoring.results, whole) if whole else {}
    names = frozenset(f"{notebook}-{unit}" for notebook, unit in bundles)
    return Prepared(rest, shown, job.request, tasks, versions, inputs, moved, names, remarks)


def _remember(project: Path, request: Request, hashes: fingerprint.Hashes) -> None:
    """What was built is looked at once more, so that the next run need not read it; that run writes nothing at all."""
    now, _ = ledger.load(reports_of(project, request.dataset) / "run.json")
    standing.all_there(project, request, now, hashes.of_file)
    hashes.save()


def _why(last: Run, todo: list[Task], reasons: dict[str, str], moved: dict[tuple[str, str], str]) -> Iterator[str]:
    """Why each note has to be built that was there before; of many for the same reason, once."""
    from careerstats.pipeline import changes

    changed = [task for task in todo if reasons[task.key] == ledger.CHANGED]
    why = {task.key: moved.get((task.notebook, task.code)) or _beside(last, task) for task in changed}
    again = [task for task in todo if reasons[task.key] not in (ledger.NEW, ledger.FORCED)]
    yield from changes.summed((why.get(task.key) or reasons[task.key], task.name) for task in again)


def _beside(last: Run, task: Task) -> str:
    """Of a note that has to be built of what it was built of before."""
    same = last.notes[task.key].bundle == fingerprint.of_file(Path(task.bundle))
    return "изменился блокнот или файл рядом с ним" if same else ""


def _announce(total: int, todo: int) -> str:
    if not todo:
        return f"Ничего не изменилось, блокноты не запускались. Справок на месте: {total}."
    return f"Справок: {total}, из них строится: {todo}."


def _carry_out(job: Job, todo: list[Task], reasons: dict[str, str], run: Run, say: Say) -> None:
    """Take the notes from the store or build them; each is written into the ledger as soon as it is done."""
    if not todo:
        return
    from careerstats.batch import store

    kept = job.project / "data" / "processed" / ".store" / job.request.dataset

    def record(task: Task, result: Result) -> None:
        entry = ledger.entry(task, result, reasons[task.key])
        files.append(job.reports / "run.json", task.key, entry)
        run.notes[task.key] = entry
        job.write("note", key=task.key, **msgspec.to_builtins(entry))
        for said in progress.printed(Path(task.folder), task.stem) if job.request.log else ():
            job.write("printed", key=task.key, **said)

    taken: set[str] = set() if job.request.force else store.take_all(kept, todo, record)
    if taken:
        say(f"Взято готовых из прежних сборок: {len(taken)}.")
    if left := [task for task in todo if task.key not in taken]:
        _run(job, left, kept, record)
    store.trim(kept)


def _run(job: Job, todo: list[Task], kept: Path, record: Callable[[Task, Result], None]) -> None:
    """Build the notes in worker processes; what is done goes to the store."""
    from careerstats.batch import cluster, pool, store

    request = job.request
    with progress.shown(len(todo)) as advance:

        def built(task: Task, result: Result) -> None:
            record(task, result)
            store.keep(kept, task, result)
            advance(result)

        if request.cluster:
            cluster.run(
                todo, address=request.cluster, on_result=built, timeout=request.timeout, memory_mb=request.memory_mb
            )
        else:
            pool.run(todo, jobs=request.jobs, on_result=built, timeout=request.timeout, memory_mb=request.memory_mb)


def _left_beside(project: Path, built: list[Task], inputs: dict[str, str]) -> Iterator[str]:
    """What has changed beside the notebooks while they ran: mostly what a cell has saved."""
    now = beside(project) if any(task.place != task.project for task in built) else {}
    if names := [name for name, key in now.items() if inputs.get(name) != key]:
        yield LEFT.format(files=wording.some(names, SHOWN))


def _forget_gone(job: Job, run: Run, read: Prepared, say: Say) -> None:
    """What is no more leaves the ledger: notes of municipalities that no longer report, and what notebooks that are
    gone have made, their files stay where they are; and reports beside the notes that have nothing left to say, their
    files go."""
    results = read.monitoring.results
    there = set(results.bundles_of())
    everyone = {
        place.code for place in (*results.intake.territories, results.intake.region)
    }  # also who reported nothing

    def stays(entry: Entry) -> bool:
        return (entry.notebook, entry.code) in there or (entry.notebook not in NOTES and entry.code in everyone)

    home = job.folder(results.dataset.period).name
    for key, entry in list(run.notes.items()):
        asked = key.startswith(f"{home}/") and entry.notebook in job.request.notebooks and entry.notebook not in NOTES
        if not stays(entry) or not template(job.project, entry.notebook).is_file():
            del run.notes[key]
        elif asked and key.partition("/")[2] not in read.names:
            standing.take_away(job.reports / home / entry.code, entry, say)
            del run.notes[key]


def _write_beside(job: Job, read: Prepared, todo: list[Task], say: Say) -> list[str]:
    """Beside the notes: the plan to be filled in, and the package, where documents are asked for or were made anew.

    Returns why some packages were not made.
    """
    from careerstats.pipeline.beside import package, plans

    period = read.monitoring.results.dataset.period
    bundles, reports = job.bundles(period), job.reports / slug(period)
    if "municipality" in job.request.notebooks:
        built = {task.code for task in todo} if job.request.only else None
        plans.write(bundles, reports, job.processed / "plans.json", say, template=job.template, built=built)
    formats = (job.request.formats, *(task.formats for task in todo))
    documents = any({"docx", "pdf"} <= set(each) for each in formats)
    if not (documents and set(PACKED) & set(job.request.notebooks)):
        return []
    packed, record = {task.code for task in todo}, job.processed / "packages.json"
    return package.write(bundles, reports, record, read.protocols, say, template=job.template, built=packed)


def _tell(run: Run, todo: list[Task], say: Say) -> None:
    """What was noticed of the notes that were built; of many alike, once."""
    entries = (run.notes[task.key] for task in todo)
    named = [(note, note.name if note.notebook in NOTES else f"{note.name} ({note.notebook})") for note in entries]
    for text, names in grouped((text, name) for note, name in named for text in note.notes).items():
        say(f"{names[0]}{f' и ещё справок: {len(names) - 1}' if len(names) > 1 else ''}: {text}")


def _finish(job: Job, read: Prepared, run: Run, todo: list[Task], say: Say) -> int:
    """The method, what goes out with the notes, the page of the region; then what went wrong, and the exit code."""
    from careerstats.pipeline.beside import methods, pages
    from careerstats.pipeline.monitoring import in_words

    monitoring, seen = read.monitoring, read.seen
    period = monitoring.results.dataset.period
    stem, record = methods.stem_of(job.reports, period, job.request.audience), job.processed / methods.RECORD
    asked = {"program": job.program, "template": job.template}
    methods.write(job.bundles(period), stem, record, formats=job.request.formats, **asked)
    run.refused = [] if job.public else _write_beside(job, read, todo, say)
    page = pages.write(job.reports, job.processed / "packages.json", seen, run)
    run.files = standing.left(job, page, period)
    _tell(run, todo, say)
    wanted = {task.key: run.notes[task.key] for task in read.tasks if task.key in run.notes}
    bad = [*ledger.failures(wanted), *run.refused]
    for text in [*(ledger.slowest({t.key: run.notes[t.key] for t in todo}) if todo else []), *bad]:
        say(text)
    for text in seen.remarks:
        say(text)
    blocking = monitoring.blocking
    if blocking:
        say(f"Ошибки в данных: {len(blocking)}. Подробно: careerstats check {job.request.dataset}")
        for problem in blocking[:10]:
            say(f"– {in_words(problem)}")
    say(f"Готово: {page}")
    return 1 if bad or blocking else 0
