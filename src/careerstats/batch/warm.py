"""Imported once by the process that workers are forked from: everything a note imports, and one picture drawn.

Nothing here may start threads or open connections. Typst is imported and never compiles: a child of a process
that has compiled hangs.
"""

import contextlib
import gc
import importlib
import io

MODULES = (
    "papermill",
    "nbclient",
    "ipykernel.zmqshell",
    "numpy",
    "pandas",
    "matplotlib.pyplot",
    "typst",
    "babel.numbers",
    "careerstats.note.figures",
    "careerstats.note.sections",
    "careerstats.export.document",
    "careerstats.export.html",
    "careerstats.export.docx",
    "careerstats.export.pdf",
    "careerstats.batch.inprocess",
    "careerstats.batch.produce",
)


def _draw() -> None:
    """The first picture reads the fonts of the machine; its children need not."""
    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots().set_title("0")
    figure.savefig(io.BytesIO())


for _name in MODULES:
    with contextlib.suppress(ImportError):  # what is missing fails in the note that needs it, with its own message
        importlib.import_module(_name)
_draw()
gc.freeze()  # pages that no collection touches stay shared with the children
