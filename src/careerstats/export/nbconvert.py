"""``jupyter nbconvert --to spravka-docx out.ipynb``: the same bytes as our own writers, for those who work in Jupyter.

An exporter sees the executed notebook and nothing else. Only this module knows nbconvert: importing it costs a second.
"""

from typing import ClassVar, cast

from nbconvert.exporters import Exporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode

from careerstats.contracts.notebook import Notebook
from careerstats.export import WRITERS, from_notebook

OFFICE = "application/vnd.openxmlformats-officedocument"


class NoteExporter(Exporter):
    """An executed notebook as one file of a format of ``WRITERS``; nbconvert wants a class for each."""

    form: ClassVar[str]

    def _file_extension_default(self) -> str:
        return f".{self.form}"

    def from_notebook_node(  # type: ignore[override]  # an exporter of bytes returns bytes
        self, nb: NotebookNode, resources: ResourcesDict | None = None, **kw: object
    ) -> tuple[bytes, dict[str, object]]:
        """The bytes of the file, and nbconvert's resources with the extension in them."""
        prepared, described = super().from_notebook_node(nb, resources, **kw)
        document = from_notebook(cast("Notebook", prepared))
        for advice in document.advice:
            self.log.warning(advice)
        return WRITERS[self.form](document), described


class HtmlNoteExporter(NoteExporter):
    """One offline HTML page."""

    form = "html"
    output_mimetype = "text/html"
    export_from_notebook = "Справка (HTML)"


class DocxNoteExporter(NoteExporter):
    """A Word file."""

    form = "docx"
    output_mimetype = f"{OFFICE}.wordprocessingml.document"
    export_from_notebook = "Справка (DOCX)"


class PdfNoteExporter(NoteExporter):
    """PDF/A and PDF/UA."""

    form = "pdf"
    output_mimetype = "application/pdf"
    export_from_notebook = "Справка (PDF)"


class XlsxTablesExporter(NoteExporter):
    """The tables with live formulas, as an Excel file."""

    form = "xlsx"
    output_mimetype = f"{OFFICE}.spreadsheetml.sheet"
    export_from_notebook = "Таблицы справки (XLSX)"
