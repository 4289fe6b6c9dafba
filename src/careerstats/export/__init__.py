"""An executed notebook -> one document model -> bytes of HTML, DOCX, PDF or XLSX.

``WRITERS`` is the whole list of formats: a new one is one writer and one line here. Each writer is imported when it
is first called, so that importing this package costs nothing.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

Document = dict[str, Any]


def from_notebook(notebook: dict[str, Any]) -> Document:
    """The document model of an executed notebook; see ``careerstats.export.document``."""
    model: Document = import_module("careerstats.export.document").from_notebook(notebook)
    return model


def _writer(module: str) -> Callable[[Document], bytes]:
    def write(document: Document) -> bytes:
        written: bytes = import_module(f"careerstats.export.{module}").write(document)
        return written

    return write


WRITERS: dict[str, Callable[[Document], bytes]] = {
    "html": _writer("html"),
    "docx": _writer("docx"),
    "pdf": _writer("pdf"),
    "xlsx": _writer("tables"),
}
