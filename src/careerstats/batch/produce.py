"""One task -> the files of one note in its folder, and a small result that says what happened."""

import hashlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from careerstats import errors
from careerstats.batch import cell_errors, memory, reading, wall
from careerstats.batch.ordered import ordered, refuse_other
from careerstats.batch.process import environment
from careerstats.batch.tasks import Result, Task, done, failed
from careerstats.batch.theirs import free_name
from careerstats.contracts.audience import AUDIENCE, NOTEBOOK
from careerstats.contracts.notebook import Notebook, first_words

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from papermill.exceptions import PapermillExecutionError


ENGINE = "careerstats"
PROJECT = "CAREERSTATS_PROJECT"
ERROR_MARKER = "papermill-error-cell-tag"
OWN_ERRORS = {name for name, value in vars(errors).items() if isinstance(value, type)}
OPEN_ELSEWHERE = (
    "Не удалось записать {path}: файл открыт в другой программе или защищён от записи; "
    "закройте файл и повторите команду."
)
NO_MEMORY = (
    "{where}не хватило памяти: справке разрешено {limit}. Если столько действительно нужно, увеличьте предел: "
    "careerstats build … --memory МБ."
)
EDITED = "{name} изменён вручную и оставлен как есть; новая редакция записана рядом: {new}"


def produce(task: Task) -> Result:
    """Build one note. Never raises: a note that fails costs itself, and last run's documents stay as they are."""
    started, used = time.perf_counter(), _cpu()
    memory.reset_peak()
    result = done(task)
    try:
        _build(task, result)
    except Exception as error:  # noqa: BLE001 - every note gets a result; the message names what happened
        result = replace(_explain(task, error), outputs=result.outputs)
    task.part.unlink(missing_ok=True)
    seconds, cpu_seconds = round(time.perf_counter() - started, 3), round(_cpu() - used, 3)
    return replace(result, seconds=seconds, cpu_seconds=cpu_seconds, peak_mb=memory.peak_mb())


def _cpu() -> float:
    """Processor seconds of this process and of the programs a note started and waited for."""
    return sum(os.times()[:4])


def _build(task: Task, result: Result) -> None:
    Path(task.folder).mkdir(parents=True, exist_ok=True)
    notebook = _execute(task)
    for name, data in _render(task, notebook, result.notes).items():  # all rendered before the first is written
        target = free_name(Path(task.folder), name, data, task.known) if name.endswith(".docx") else name
        result.outputs[target] = _write(task, target, data)
        if target != name:
            result.notes.append(EDITED.format(name=name, new=target))
    Path(task.folder, f"{task.stem}.failed.ipynb").unlink(missing_ok=True)


def _execute(task: Task) -> "NotebookNode":
    """The executed notebook, free of everything that differs between two runs.

    papermill prepares it, our engine runs it, papermill finds its errors: the three steps of execute_notebook without
    its saving, which would write the whole notebook once more, into a file that is thrown away.
    """
    import papermill
    from nbformat import from_dict
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors
    from papermill.utils import chdir

    wanted, source = ordered(task), reading.read(Path(task.template))
    # older files carry no ids and get new random ones at every reading
    own_ids = {cell["id"] for cell in source["cells"] if "id" in cell} | {reading.INJECTED}
    to_nowhere = {"progress_bar": False, "output_path": None}
    given = {"parameters": task.parameters, "engine_name": ENGINE, "cwd": task.place}
    notebook = papermill.execute_notebook(from_dict(source), prepare_only=True, **given, **to_nowhere)
    kernel = papermill_engines.nb_kernel_name(ENGINE, notebook)
    found_by = {PROJECT: task.project, AUDIENCE: Path(task.bundle).parent.name, NOTEBOOK: task.notebook}
    with environment(found_by), chdir(task.place), wall.around(task):
        notebook = papermill_engines.execute_notebook_with_engine(ENGINE, notebook, kernel, **to_nowhere)
    try:
        raise_for_execution_errors(notebook, None)
    except PapermillExecutionError:
        _write(task, f"{task.stem}.failed.ipynb", _as_bytes(_clean(notebook, own_ids)))  # up to the cell that failed
        raise
    notebook = _clean(notebook, own_ids)
    if wanted:
        refuse_other(wanted, cast("Notebook", notebook))
    return notebook


def _clean(notebook: "NotebookNode", own_ids: set[str]) -> "NotebookNode":
    """Without clocks, paths, durations and random ids: papermill's parameters are all that stays of its metadata."""
    notebook.cells = [cell for cell in notebook.cells if ERROR_MARKER not in cell.metadata.get("tags", [])]
    parameters = notebook.metadata.get("papermill", {}).get("parameters", {})
    notebook.metadata["papermill"] = {"parameters": parameters}
    _count_as_its_author(notebook.cells)
    for index, cell in enumerate(notebook.cells):
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
        if cell.get("id") not in own_ids:
            cell["id"] = f"cell-{index}"
    return notebook


def _count_as_its_author(cells: list["NotebookNode"]) -> None:
    """The cell that papermill puts in has no number: so a cell has the one it has where its author runs it."""
    injected = False
    for cell in (cell for cell in cells if cell.cell_type == "code"):
        if reading.INJECTED in cell.metadata.get("tags", []):
            injected, cell.execution_count = True, None
        for counted in (cell, *cell.outputs) if injected else ():
            if counted.get("execution_count"):
                counted["execution_count"] -= 1


def _as_bytes(notebook: "NotebookNode") -> bytes:
    import nbformat

    return bytes((nbformat.writes(notebook).rstrip("\n") + "\n").encode("utf-8"))


def _render(task: Task, notebook: "NotebookNode", notes: list[str]) -> dict[str, bytes]:
    """Names and contents of the files; ``notes`` takes what the notebook's author may want to mend."""
    files = {}
    if task.formats:
        from careerstats.export import WRITERS, from_notebook

        document = from_notebook(cast("Notebook", notebook), task.docx_template)
        notes += document.advice
        files = {task.file_name(name): WRITERS[name](document) for name in task.formats if name != "ipynb"}
    return files | {f"{task.stem}.ipynb": _as_bytes(notebook)}


def _write(task: Task, name: str, data: bytes) -> str:
    """The file appears whole or not at all. Returns its sha256."""
    path = Path(task.folder, name)
    try:
        task.part.write_bytes(data)
        task.part.replace(path)
    except PermissionError as error:
        raise errors.NoteError(OPEN_ELSEWHERE.format(path=path)) from error
    return hashlib.sha256(data).hexdigest()


def _explain(task: Task, error: Exception) -> Result:
    """What the user is told: for a failed cell its number, for our own errors their own text."""
    from papermill.exceptions import PapermillExecutionError

    if isinstance(error, PapermillExecutionError):
        return failed(task, _of_cell(task, error), error.ename, _number(task, error))
    return failed(task, _in_words(task, error), type(error).__name__)


def _number(task: Task, error: "PapermillExecutionError") -> int:
    """As the notebook's author counts: the cell that papermill puts in for the parameters is not his."""
    return int(error.exec_count) - bool(task.parameters)


def _of_cell(task: Task, error: "PapermillExecutionError") -> str:
    words = first_words(error.source)
    where = f"Блокнот {task.notebook}, ячейка [{_number(task, error)}]{f' ({words})' if words else ''}: "
    if error.ename == "MemoryError":
        return NO_MEMORY.format(where=where, limit=_limit())
    if error.ename in OWN_ERRORS:
        return f"{where}{error.evalue}"
    said = f"{error.ename}: {error.evalue}".rstrip(": ")
    advice = cell_errors.advice(error.ename, error.evalue, task.place)
    return f"{where}{said.rstrip('.')}. {advice}" if advice else f"{where}{said}"


def _in_words(task: Task, error: Exception) -> str:
    if isinstance(error, errors.CareerstatsError):
        return str(error)
    if isinstance(error, OSError) and (text := errors.not_written(error, task.folder)):
        return text
    if isinstance(error, MemoryError):
        return NO_MEMORY.format(where="При записи файлов справки ", limit=_limit())
    return f"Справка не собрана ({type(error).__name__}: {error})"


def _limit() -> str:
    allowed = memory.limit_mb()
    return f"{allowed:.0f} МБ" if allowed else "всё, что есть у компьютера"
