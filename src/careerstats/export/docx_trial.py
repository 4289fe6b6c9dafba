"""``template.docx`` of an institute -> its hash, if a note of every kind of block can be written into it."""

from hashlib import sha256
from pathlib import Path

from careerstats import blocks
from careerstats.export.document import Document, from_blocks
from careerstats.export.docx import write
from careerstats.export.docx_template import opened, understood

NOT_WRITTEN = (
    "В шаблон {path} не удалось записать пробную справку: файл повреждён или устроен необычно. Откройте его "
    "в Word и сохраните заново либо возьмите за основу шаблон из поставки ({shipped})."
)


def checked(template: Path) -> str:
    """sha256 of a template that a note can be written into. Raises NoteError with what is lacking."""
    opened(str(template))
    understood(template, NOT_WRITTEN, lambda: write(_trial(str(template))))
    return sha256(template.read_bytes()).hexdigest()


def _trial(template: str) -> Document:
    """A note with everything that asks something of its template: lists, a table, a page that lies."""
    columns, lines = [blocks.column("Показатель")], [blocks.row("1")]
    table = blocks.table("trial", "Проба", columns, lines, landscape=True)
    listed = [blocks.items(["пункт"], ordered=ordered) for ordered in (True, False)]
    shown = [blocks.heading("Проба"), blocks.paragraph("Текст"), *listed, table, blocks.paragraph("Текст")]
    return from_blocks(shown, template)
