"""Blocks of a section -> all their words: paragraphs, lists, captions, cells («a | b») and notes of tables."""

from collections.abc import Iterable

from careerstats.blocks import Block, plain


def text_of_blocks(blocks: Iterable[Block]) -> str:
    """One line per paragraph, item, row; plain spaces."""
    return "\n".join(line for block in blocks for line in _lines(block)).replace("\u00a0", " ")


def _lines(block: Block) -> list[str]:
    match block.kind:
        case "title":
            return [block.document, block.subject, plain(block.lead), *block.marks]
        case "paragraph":
            return [plain(block.runs)]
        case "list":
            return [plain(item) for item in block.items]
        case "table":
            rows = [" | ".join(map(plain, line.cells)) for line in block.rows]
            return [block.caption, *(one.title for one in block.columns), *rows, *map(plain, block.notes)]
        case "figure":
            return [block.caption, block.alt]
    return [str(getattr(block, "text", ""))]
