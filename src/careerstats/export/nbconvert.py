"""``jupyter nbconvert --to spravka-docx out.ipynb``: the same bytes as our own writers, for those who work in Jupyter.

An exporter sees the executed notebook and nothing else. Only this module knows nbconvert: importing it costs a second.
"""

from types import new_class
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


def _of(form: str, mime: str, menu: str) -> type[NoteExporter]:
    """The class of one format; ``menu``: what JupyterLab calls it."""
    fields = {"form": form, "output_mimetype": mime, "export_from_notebook": menu, "__module__": __name__}
    made = new_class(f"{form.capitalize()}NoteExporter", (NoteExporter,), {}, lambda space: space.update(fields))
    return cast("type[NoteExporter]", made)


HtmlNoteExporter = _of("html", "text/html", "Справка (HTML)")
DocxNoteExporter = _of("docx", f"{OFFICE}.wordprocessingml.document", "Справка (DOCX)")
PdfNoteExporter = _of("pdf", "application/pdf", "Справка (PDF)")
XlsxTablesExporter = _of("xlsx", f"{OFFICE}.spreadsheetml.sheet", "Таблицы справки (XLSX)")
