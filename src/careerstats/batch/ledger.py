"""Results of a run -> reports/<dataset>/run.json, which the next run reads to know what is left to do.

While a run lasts, each result goes at once to ``run.jsonl`` beside it, so that a killed run loses nothing.
"""

import platform
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec.structs import asdict, replace

from careerstats.audiences import INTERNAL, PUBLIC
from careerstats.batch import files, fingerprint
from careerstats.batch.tasks import BUILT, KEPT, Result, Task
from careerstats.batch.theirs import is_ruined
from careerstats.contracts.facts import Fact
from careerstats.grouping import grouped
from careerstats.model import APART

Shape = TypeVar("Shape")

NEW, CHANGED, UPGRADED = "новая", "изменилась", "обновлена программа"
RETRY, FORCED, MISSING = "не удалась в прошлый раз", "--force", "нет готовых файлов"
PARTLY = "В файле {path} прочитано не всё: справки, о которых в нём нет понятной записи, будут собраны заново."
STOPPED = "Строка, на которой ячейка остановилась: файл с «failed.ipynb» в конце имени, в папке справки."
DAMAGED = "Файл {path} повреждён и не прочитан: все справки будут собраны заново."


class Configuration(Fact, frozen=True, kw_only=True, omit_defaults=False):
    """What was asked for, as far as it can change a file."""

    only: tuple[str, ...] = ()
    period: str = ""
    notebooks: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    audience: str = ""


class Entry(Result, frozen=True, kw_only=True, omit_defaults=False):
    """What the ledger keeps of one note: its result, and of what it is.

    ``reason``: why it was built, ``bundle``: sha256 of what it was built of.
    """

    code: str = ""
    notebook: str = ""
    status: str = "failed"
    name: str = ""
    period: str = ""
    reason: str = ""
    fingerprint: str = ""
    bundle: str = ""


class Run(msgspec.Struct, kw_only=True):
    """The ledger, as it stands in run.json; ``state``: what the whole run was made of, «» while it lasts.

    ``inputs``: of what was read, ``files``: of what was left beside the notes; names in the project → sha256.
    ``refused``: why some packages were not made.
    """

    version: str = ""
    program: str = ""
    python: str = ""
    platform: str = ""
    dataset: str = ""
    configuration: Configuration = Configuration()
    inputs: dict[str, str] = msgspec.field(default_factory=dict)
    files: dict[str, str] = msgspec.field(default_factory=dict)
    state: str = ""
    exit_code: int = 0
    refused: list[str] = msgspec.field(default_factory=list)
    notes: dict[str, Entry] = msgspec.field(default_factory=dict)


def load(path: Path) -> tuple[Run, str]:
    """The last run with whatever a killed one left in the journal, and what was wrong with the file («» if nothing)."""
    run, problem = _read(path)
    told = {key: _understood(written, Entry) for key, written in files.appended(path) if "status" in written}
    run.notes |= {key: entry for key, entry in told.items() if entry}
    return run, problem


def save(path: Path, run: Run) -> None:
    """Write the whole run; from here on the journal is not needed."""
    text = msgspec.json.encode(replace(run, notes=dict(sorted(run.notes.items()))))
    files.put(path, msgspec.json.format(text, indent=2) + b"\n")
    files.journal_of(path).unlink(missing_ok=True)


def start(dataset: str, version: str, program: str, configuration: Configuration, notes: dict[str, Entry]) -> Run:
    """A run with nothing done yet; ``notes``: carried over from the last."""
    begun = Run(version=version, program=program, dataset=dataset, configuration=configuration, notes=notes)
    begun.python, begun.platform = fingerprint.python(), platform.platform(terse=True)
    return begun


def sweep(reports: Path) -> None:
    """Remove what a run that was killed left half-written; only while nobody else builds this dataset."""
    for part in [*reports.glob("*/*/.*.part.ipynb"), *reports.glob(".*.part")]:
        part.unlink(missing_ok=True)


def entry(task: Task, result: Result, why: str) -> Entry:
    """What the ledger keeps of a note. Files written in earlier runs and not in this one are still ours."""
    bundle = Path(task.bundle)
    return Entry(
        **asdict(replace(result, outputs=dict(sorted((task.known | result.outputs).items())))),
        name=task.name,
        period=task.period,
        reason=why,
        fingerprint=task.fingerprint,
        bundle=fingerprint.of_file(bundle) if bundle.is_file() else "",
    )


def reason(run: Run, task: Task, program: str, *, force: bool = False) -> str:
    """Why a note has to be built, as ``list`` and the ledger say it; «» when there is nothing to do."""
    old = run.notes.get(task.key)
    if force:
        return FORCED
    if old is None:
        return NEW
    if old.status != "done":
        return RETRY
    if old.fingerprint != task.fingerprint:
        return UPGRADED if run.program != program else CHANGED
    return "" if unchanged(old, task) else MISSING


def unchanged(old: Entry | None, task: Task) -> bool:
    """Whether the last run built exactly this note, and every wanted file is still there as it was written."""
    if old is None or old.status != "done" or old.fingerprint != task.fingerprint:
        return False
    names = [task.file_name(name) for name in task.formats] + [f"{task.stem}.ipynb"]
    return all(name in old.outputs and _intact(Path(task.folder, name), old.outputs[name]) for name in names)


def _intact(path: Path, key: str, of_file: fingerprint.OfFile = fingerprint.of_file) -> bool:
    """A DOCX only has to be one: once somebody has edited it, it is theirs."""
    return is_as_left(path, key, of_file, theirs=(".docx",))


def is_as_left(
    path: Path, key: str, of_file: fingerprint.OfFile, theirs: Sequence[str] = (".docx", ".xlsx", ".pdf")
) -> bool:
    """Whether a file is as it was written, or as somebody has edited it since; ``theirs``: kinds that people edit."""
    return path.is_file() and (of_file(path) == key or (path.suffix in theirs and not is_ruined(path)))


def intact(entry: Entry, folder: Path, of_file: fingerprint.OfFile) -> bool:
    """Whether a note is done and all its files are as they were written."""
    outputs = entry.outputs.items()
    return entry.status == "done" and all(_intact(folder / name, key, of_file) for name, key in outputs)


def kept(notes: dict[str, Entry]) -> dict[str, Entry]:
    """Entries of the last run, or of one that was killed, as a new run takes them over."""
    return {key: replace(entry, origin=KEPT) for key, entry in notes.items()}


def audience_of(key: str) -> str:
    """For whom a note is, by its name in the ledger: «2020-public/municipality-10710000»."""
    return PUBLIC if key.partition("/")[0].endswith(APART) else INTERNAL


def failures(notes: dict[str, Entry]) -> list[str]:
    """Lines for the end of a run: every note that failed, and why; of many for the same reason, once."""
    bad = [note for note in notes.values() if note.status != "done"]
    head = [f"Не удалось собрать: {len(bad)}"] if bad else []
    alike = grouped(((note.notebook, _message(note)), note) for note in bad)
    return [*head, *(_failed_alike(*alike_notes) for alike_notes in alike.values()), *_where_it_stopped(bad)]


def _failed_alike(first: Entry, *others: Entry) -> str:
    more = f" и ещё справок: {len(others)}" if others else ""
    return f"  {first.name} ({first.notebook}-{first.code}){more}: {_message(first)}"


def _where_it_stopped(bad: list[Entry]) -> list[str]:
    """Where cells that failed can be seen, with the lines that led there."""
    return [STOPPED] if any(note.error and note.error.cell is not None for note in bad) else []


def _message(note: Entry) -> str:
    return (note.error.message if note.error else "") or "причина не записана"


def slowest(notes: dict[str, Entry], count: int = 3) -> list[str]:
    """Lines for the end of a run: the notes that took longest, of those that were built in it."""
    built = [note for note in notes.values() if note.origin == BUILT]
    ranked = sorted(built, key=lambda note: (-note.seconds, note.code))[:count]
    width = max((len(note.name) for note in ranked), default=0)
    lines = [f"  {note.name:<{width}}  {_spent(note)}" for note in ranked]
    return ["Дольше всего:", *lines] if lines else []


def _spent(note: Entry) -> str:
    """«1,2 с (процессора 1,1 с), 150 МБ»."""
    return f"{_number(note.seconds)} с (процессора {_number(note.cpu_seconds)} с), {note.peak_mb:.0f} МБ"


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _read(path: Path) -> tuple[Run, str]:
    try:
        written = msgspec.json.decode(path.read_bytes())
    except FileNotFoundError:
        return Run(), ""
    except (OSError, msgspec.DecodeError, RecursionError):
        written = None
    match written:
        case {"notes": dict(notes), **head}:
            sound = {key: entry for key, value in notes.items() if (entry := _understood(value, Entry))}
            run = _understood(head, Run) or Run()  # so that nothing is taken for granted
            run.notes = sound
            return run, "" if len(sound) == len(notes) else PARTLY.format(path=path)
    return Run(), DAMAGED.format(path=path)


def _understood(value: object, shape: type[Shape]) -> Shape | None:
    """What no run of ours can have written is None; fields of a newer program are passed over."""
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError:
        return None
