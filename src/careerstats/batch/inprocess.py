"""A parameterised notebook -> the same notebook with its outputs, run in this process by IPython.

What the stock engine does with a kernel process and five sockets, this one does with the kernel's own shell, its
messages kept instead of sent. Notebooks that need a real kernel are handed to the stock engine.
"""

import asyncio
import contextlib
import re
import sys
from collections.abc import Iterator

from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from papermill.engines import Engine, NBClientEngine, NotebookExecutionManager

from careerstats.batch import wall
from careerstats.batch.pristine import pristine
from careerstats.batch.shell import kernel

INJECTED = "injected-parameters"
WIDGETS = re.compile(
    r"\b(ipywidgets|ipympl|anywidget|bqplot|ipyleaflet|FigureWidget|create_comm|tqdm\.notebook)\b"
    r"|^\s*%matplotlib\s+(widget|notebook|qt|tk)",
    re.MULTILINE,
)
CLIENT_OPTIONS = ("log_output", "stdout_file", "stderr_file", "execution_timeout", "timeout")
LANGUAGE = {
    "name": "python",
    "version": sys.version.split()[0],
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "pygments_lexer": "ipython3",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}


class InProcessEngine(Engine):  # type: ignore[misc]
    """papermill's engine ``careerstats``."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs: object) -> None:
        with _one_write(nb_man):
            _name_injected_cell(nb_man.nb)
            if _needs_kernel(nb_man.nb, kernel_name, kwargs):
                wall.refuse_kernel(kernel_name)
                NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **kwargs)
            else:
                _run(nb_man, allow_errors=bool(kwargs.get("allow_errors")))


@contextlib.contextmanager
def _one_write(nb_man: NotebookExecutionManager) -> Iterator[None]:
    """papermill saves the whole notebook before and after each cell; the last save is the one that counts."""
    path, nb_man.output_path = nb_man.output_path, None
    try:
        yield
    finally:
        nb_man.output_path = path


def _name_injected_cell(nb: NotebookNode) -> None:
    """papermill gives its cell a random id: the only thing that would differ between two runs."""
    for cell in nb.cells:
        if INJECTED in cell.metadata.get("tags", []) and "id" in cell:
            cell["id"] = INJECTED


def _needs_kernel(nb: NotebookNode, kernel_name: str, options: dict[str, object]) -> bool:
    """Whether only a kernel of its own can run this notebook as its author meant it."""
    return (
        InteractiveShell.initialized()  # called from JupyterLab: that shell is not ours to replace
        or _loop_is_running()
        or any(options.get(option) for option in CLIENT_OPTIONS)
        or not _is_this_python(nb, kernel_name)
        or any(WIDGETS.search(cell.source) for cell in nb.cells if cell.cell_type == "code")
    )


def _loop_is_running() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _is_this_python(nb: NotebookNode, kernel_name: str) -> bool:
    """A Python notebook of the default kernel, or of one that exists only on its author's computer."""
    language = nb.metadata.get("kernelspec", {}).get("language") or nb.metadata.get("language_info", {}).get("name")
    if (language or "python").lower() != "python":
        return False
    if kernel_name in ("python3", "python"):
        return True
    from jupyter_client.kernelspec import find_kernel_specs

    return kernel_name not in find_kernel_specs()


def _run(nb_man: NotebookExecutionManager, *, allow_errors: bool) -> None:
    with pristine(), kernel() as run_cell:
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            try:
                tolerated = allow_errors or "raises-exception" in cell.metadata.get("tags", [])
                failed = run_cell(cell) and not tolerated
                if failed:
                    nb_man.cell_exception(cell, cell_index=index)
            finally:
                nb_man.cell_complete(cell, cell_index=index)
            if failed:  # papermill finds the error among the outputs and raises it
                break
    nb_man.nb.metadata["language_info"] = dict(LANGUAGE)
