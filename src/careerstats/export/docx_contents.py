"""Parts of a long note and the pages they begin on -> a contents list that Word can renew, filled in already."""

from collections.abc import Iterator
from typing import TypeAlias

from careerstats.blocks import Heading, Title
from careerstats.export.document import Document
from careerstats.export.docx_text import FIELD_END, bookmark, field, field_begun, paragraph, text_run
from careerstats.export.ooxml import Xml, el

TITLE = "Содержание"
FEWEST_PARTS = 3
"""A letter has no parts: it is not laid out to learn that it is short."""
Starts: TypeAlias = dict[str, tuple[Heading, int]]
INSTRUCTION = ' TOC \\o "1-1" \\h \\z '


def beginnings(document: Document) -> Starts:
    """Id of each heading of the first level → the heading and its page in the PDF; nothing for a short document."""
    parts = [block for block in document.blocks if isinstance(block, Heading) and block.depth == 1]
    if len(parts) < FEWEST_PARTS or not any(isinstance(block, Title) for block in document.blocks):
        return {}
    from careerstats.export import pdf

    pages = pdf.starts(document)
    return {part.id: (part, page) for part, page in zip(parts, pages, strict=True)} if pages else {}


def contents_elements(starts: Starts, width: int) -> Iterator[Xml]:
    """The list with its title; ``width`` of the text in twips, where the page numbers stand.

    The numbers are those of the PDF: Word lays pages out anew and renews them when asked (F9).
    """
    yield paragraph("TOCHeading", text_run(TITLE))
    lines = [list(_line(heading, page)) for heading, page in starts.values()]
    lines[0] = [*field_begun(INSTRUCTION), *lines[0]]
    lines[-1].append(FIELD_END)
    for line in lines:
        yield paragraph("TOC1", *line, properties=[el("w:tabs", el("w:tab", val="right", leader="dot", pos=width))])


def marked(heading: Heading, number: int, shown: list[Xml]) -> list[Xml]:
    """The text of a heading inside the bookmark that the list refers to."""
    start = el("w:bookmarkStart", id=number, name=bookmark(heading.id))
    return [start, *shown, el("w:bookmarkEnd", id=number)]


def _line(heading: Heading, page: int) -> Iterator[Xml]:
    name = bookmark(heading.id)
    number = field(f" PAGEREF {name} \\h ", text_run(str(page)))
    content = [text_run(heading.printed), el("w:r", el("w:tab")), *number]
    yield el("w:hyperlink", *content, anchor=name, history=1)
