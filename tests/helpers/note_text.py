"""A built note.html -> its text as a reader sees it: paragraphs, cells, captions and what pictures are said to show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html

METHOD = "Методика"
BLOCKS = "h1|h2|h3|p|li|th|td|caption|figcaption|dt|dd"


@dataclass(frozen=True)
class Piece:
    """One paragraph, heading, cell or caption, and the heading it stands under."""

    section: str
    tag: str
    text: str


def pieces(path: Path) -> list[Piece]:
    """Everything a reader can read, in order; formulas are left to the table beside them."""
    return list(_pieces(html.fromstring(path.read_bytes()).find(".//main")))


def sentences(path: Path, *, with_method: bool = False) -> list[str]:
    """Sentences of the note; those of the appendix on method only if asked for."""
    kept = (piece for piece in pieces(path) if with_method or METHOD not in piece.section)
    return [text for piece in kept for text in re.split(r"(?<=[.!?;]) (?=[А-ЯЁ0-9])", piece.text) if text]


def rows(path: Path) -> list[list[str]]:
    """Rows of all tables, as texts of their cells."""
    main = html.fromstring(path.read_bytes()).find(".//main")
    return [[cell.text_content() for cell in row.xpath("./th|./td")] for row in main.iter("tr")]


def _pieces(main: html.HtmlElement) -> Iterator[Piece]:
    section = ""
    for element in main.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in ("h1", "h2"):
            section = element.text_content()
        if element.tag == "img":
            yield Piece(section, "img", element.get("alt", ""))
        elif element.tag in BLOCKS.split("|") and not element.xpath(f".//{'|.//'.join(BLOCKS.split('|'))}"):
            yield Piece(section, element.tag, element.text_content())
