"""Imported once by the process that workers are forked from: everything a note imports, and one picture drawn.

Nothing here may start threads or open connections. Typst is imported and never compiles: a child of a process
that has compiled hangs.
"""

import contextlib
import importlib
import io
import sys
from collections.abc import Iterator

from careerstats.batch import memory

MODULES = (
    "papermill",
    "nbclient",
    "ipykernel.zmqshell",
    "IPython.core.completer",
    "IPython.core.magics.execution",
    "numpy",
    "pandas",
    "pandas.plotting._matplotlib",
    "matplotlib.pyplot",
    "matplotlib.style",
    "latex2mathml.converter",
    "xlsxwriter",
    "typst",
    "babel.dates",
    "babel.numbers",
    "careerstats.note.figures",
    "careerstats.note.sections",
    "careerstats.shown.drawn",
    "careerstats.shown.frames",
    "mistune",
    "careerstats.export.document",
    "careerstats.export.html",
    "careerstats.export.docx",
    "careerstats.export.pdf",
    "careerstats.export.tables",
    "careerstats.batch.inprocess",
    "careerstats.batch.produce",
)


@contextlib.contextmanager
def _without(package: str) -> Iterator[None]:
    """For an import that asks for ``package`` and does as well without."""
    before = sys.modules.get(package)
    sys.modules[package] = None  # type: ignore[assignment]  # so Python says: not to be had
    try:
        yield
    finally:
        del sys.modules[package]
        if before is not None:
            sys.modules[package] = before


def _prepare_writers() -> None:
    """What the first note would make for all that come after it: the notebook's schema and the page's template."""
    from nbformat.v4 import new_output
    from nbformat.validator import get_validator

    from careerstats.export.html import environment

    new_output("stream")
    get_validator(4, 5)
    environment().get_template("note.html.j2")


def _draw() -> None:
    """The first picture reads the fonts of the machine; its children need not."""
    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots().set_title("0")
    figure.savefig(io.BytesIO())


with memory.uncollected():
    with _without("rfc3987_syntax"):  # jsonschema's check of addresses, which no notebook asks for: a grammar of 0.8 s
        importlib.import_module("nbformat")
    for _name in MODULES:
        with contextlib.suppress(ImportError):  # what is missing fails in the note that needs it, with its own message
            importlib.import_module(_name)
    _prepare_writers()
    _draw()
