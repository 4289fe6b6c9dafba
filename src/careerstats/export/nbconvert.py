"""``jupyter nbconvert --to spravka-docx out.ipynb``: the same bytes as our own writers, for those who work in Jupyter.

An exporter sees the executed notebook and nothing else. Only this module knows nbconvert: importing it costs a second.
"""

from typing import Any

from nbconvert.exporters import Exporter

from careerstats.export import WRITERS, from_notebook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class HtmlNoteExporter(Exporter):
    """An executed notebook as one offline HTML page."""

    output_mimetype = "text/html"
    export_from_notebook = "Справка (HTML)"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override]  # an exporter of bytes returns bytes
        self, nb: Any, resources: Any = None, **kw: Any
    ) -> tuple[bytes, Any]:
        prepared, resources = super().from_notebook_node(nb, resources, **kw)
        return WRITERS["html"](from_notebook(prepared)), resources


class DocxNoteExporter(Exporter):
    """An executed notebook as a Word file."""

    output_mimetype = DOCX
    export_from_notebook = "Справка (DOCX)"

    def _file_extension_default(self) -> str:
        return ".docx"

    def from_notebook_node(  # type: ignore[override]  # an exporter of bytes returns bytes
        self, nb: Any, resources: Any = None, **kw: Any
    ) -> tuple[bytes, Any]:
        prepared, resources = super().from_notebook_node(nb, resources, **kw)
        return WRITERS["docx"](from_notebook(prepared)), resources


class PdfNoteExporter(Exporter):
    """An executed notebook as PDF/A."""

    output_mimetype = "application/pdf"
    export_from_notebook = "Справка (PDF)"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(  # type: ignore[override]  # an exporter of bytes returns bytes
        self, nb: Any, resources: Any = None, **kw: Any
    ) -> tuple[bytes, Any]:
        prepared, resources = super().from_notebook_node(nb, resources, **kw)
        return WRITERS["pdf"](from_notebook(prepared)), resources


class XlsxTablesExporter(Exporter):
    """An executed notebook's tables as an Excel file with live formulas."""

    output_mimetype = XLSX
    export_from_notebook = "Таблицы справки (XLSX)"

    def _file_extension_default(self) -> str:
        return ".xlsx"

    def from_notebook_node(  # type: ignore[override]  # an exporter of bytes returns bytes
        self, nb: Any, resources: Any = None, **kw: Any
    ) -> tuple[bytes, Any]:
        prepared, resources = super().from_notebook_node(nb, resources, **kw)
        return WRITERS["xlsx"](from_notebook(prepared)), resources
