"""The document model -> the pages on which its parts begin, where there are enough pages for a contents list."""

from typing import TypeAlias

from careerstats.blocks import Heading, Title
from careerstats.export.document import Document

FEWEST_PARTS = 3
"""A letter has no parts: it is not laid out to learn that it is short."""
Starts: TypeAlias = dict[str, tuple[Heading, int]]


def beginnings(document: Document) -> Starts:
    """Id of each heading of the first level → the heading and its page in the PDF; nothing for a short document."""
    parts = [block for block in document.blocks if isinstance(block, Heading) and block.depth == 1]
    if len(parts) < FEWEST_PARTS or not any(isinstance(block, Title) for block in document.blocks):
        return {}
    from careerstats.export import pdf

    pages = pdf.starts(document)
    return {part.id: (part, page) for part, page in zip(parts, pages, strict=True)} if pages else {}
