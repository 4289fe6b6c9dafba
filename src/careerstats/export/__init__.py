"""An executed notebook -> one document model -> bytes of HTML, DOCX, PDF or XLSX.

``WRITERS`` is the whole list of formats: a new one is one writer and one line here. Each writer is imported when it
is first called, so that importing this package costs nothing.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from careerstats.contracts.notebook import Notebook

if TYPE_CHECKING:
    from careerstats.export.document import Document


def from_notebook(notebook: Notebook, template: str = "") -> "Document":
    """The document of an executed notebook; see ``careerstats.export.document``."""
    from careerstats.export import document

    return document.from_notebook(notebook, template)


def _writer(module: str) -> Callable[["Document"], bytes]:
    def write(document: "Document") -> bytes:
        written: bytes = import_module(f"careerstats.export.{module}").write(document)
        return written

    return write


WRITERS: dict[str, Callable[["Document"], bytes]] = {
    "html": _writer("html"),
    "docx": _writer("docx"),
    "pdf": _writer("pdf"),
    "xlsx": _writer("tables"),
}
