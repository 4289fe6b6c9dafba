"""Imported once by the process that workers are forked from: everything a note imports, and one note rehearsed.

Nothing here may start threads or open connections. Typst is imported, finds its fonts and never compiles: a child of a
process that has compiled hangs.
"""

import contextlib
import importlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from careerstats.batch import memory
from careerstats.batch.produce import produce
from careerstats.batch.tasks import Result, Task

MODULES = (
    "papermill",
    "nbclient",
    "pebble",
    "multiprocessing.popen_forkserver",
    "multiprocessing.synchronize",
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
    "careerstats.pipeline.opening",
    "careerstats.shown.drawn",
    "careerstats.shown.formatters",
    "careerstats.shown.frames",
    "mistune.plugins.math",
    "careerstats.export.document",
    "careerstats.export.html",
    "careerstats.export.docx",
    "careerstats.export.pdf",
    "careerstats.export.tables",
    "careerstats.batch.inprocess",
    "careerstats.batch.pool",
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


LETTERS = "".join(map(chr, [*range(0x20, 0x41), *range(0x410, 0x450)])) + "Ёё«»–—…№−\u00a0▲"
"""What pictures are written with: each letter is read from its font once, not in every note."""
CELLS = (
    f"""
LETTERS = {LETTERS!r}
import careerstats as cs
from careerstats import blocks, wording
from careerstats.note import sections
from careerstats.note.figures import theme

def picture():
    figure = theme.canvas(152, 102)
    axes = theme.panel(figure, 14, 12, 148, 92)
    axes.plot([1, 2], label="Доля, %")
    for weight in ("normal", "bold"):
        axes.text(1, 1, LETTERS, fontweight=weight)
    return theme.finish(figure, "fig-1", "Доля, %", "Доля, %")
""",
    "blocks.Blocks([blocks.title('Справка', '0')])",
    "with theme.own_settings():\n    shown = picture()\nshown",
    "blocks.Blocks([blocks.table('tab-1', wording.pupils(1), [blocks.column('Школа')], [blocks.row('№ 1')])])",
    "import pandas as pd\npd.DataFrame({'Школа': ['№ 1'], 'Доля': [0.5]})",
    "cs.open_note",
)


def rehearse() -> Result:
    """One note, from its cells to its files: what the first would make for all that come after it.

    It draws, asks the fonts for letters, reads a template, learns the backends of matplotlib and the types of a bundle;
    its own process is put back as after any note. Typst has no part in it.
    """
    from nbformat import v4, write

    from careerstats.contracts.bundle import bundle_of

    with contextlib.suppress(msgspec.DecodeError):
        bundle_of("{}")
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder, "rehearsal.ipynb")
        given = v4.new_code_cell('code = ""', metadata={"tags": ["parameters"]})
        write(v4.new_notebook(cells=[given, *(v4.new_code_cell(cell) for cell in CELLS)]), template)
        task = Task(
            project=folder,
            dataset="",
            period="",
            code="",
            name="",
            notebook=template.stem,
            template=str(template),
            parameters={"code": "0"},
            bundle="",
            folder=folder,
            stem="note",
            formats=("html", "docx", "xlsx"),
            fingerprint="",
        )
        return produce(task)


with memory.uncollected():
    with _without("rfc3987_syntax"):  # jsonschema's check of addresses, which no notebook asks for: a grammar of 0.8 s
        importlib.import_module("nbformat")
    for _name in MODULES:
        with contextlib.suppress(ImportError):  # what is missing fails in the note that needs it, with its own message
            importlib.import_module(_name)
    rehearse()
    with contextlib.suppress(ImportError):
        importlib.import_module("careerstats.export.pdf").faces()
