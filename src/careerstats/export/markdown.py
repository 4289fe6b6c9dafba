"""Text that an author wrote in Markdown -> blocks: headings, paragraphs, lists and plain tables.

HTML inside it is printed as the text it is. What cannot be printed (a picture without its file) is refused.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec.structs import replace

from careerstats import blocks
from careerstats.errors import NoteError

Node = dict[str, Any]


def from_markdown(source: str, position: int) -> list[blocks.Block]:
    """Blocks of one Markdown text; ``position`` is its cell, for messages."""
    try:
        return [block for node in _parser()(source) for block in _block(node)]
    except NoteError as error:
        raise NoteError(f"Ячейка {position}: {error}") from error


@cache
def _parser() -> Any:
    import mistune

    return mistune.create_markdown(renderer=None, plugins=["table"])


def _block(node: Node) -> Iterator[blocks.Block]:
    match node["type"]:
        case "heading":
            text = blocks.plain(_runs(node["children"]))
            yield replace(blocks.heading(text, level=node["attrs"]["level"]), authored=True)
        case "paragraph" | "block_text":
            yield blocks.paragraph(*_runs(node["children"]))
        case "list":
            yield blocks.items(_items(node), ordered=node["attrs"]["ordered"])
        case "table":
            yield _table(node)
        case "block_quote":
            for child in node["children"]:
                yield from _block(child)
        case "block_code" | "block_html":
            yield from (blocks.paragraph(line) for line in node["raw"].strip().splitlines())
        case "blank_line" | "thematic_break":
            return
        case unknown:
            raise NoteError(f"в тексте есть то, что не печатается: {unknown}. Замените это абзацем или списком.")


def _items(node: Node) -> Iterator[blocks.Text]:
    """Items of a list; those of a list inside it follow their parent on the same level."""
    for item in node["children"]:
        text = [child for child in item["children"] if child["type"] in ("block_text", "paragraph")]
        pieces = [run for child in text for run in (*_runs(child["children"]), blocks.Run(text=" "))]
        yield [*pieces[:-1]]
        for child in item["children"]:
            if child["type"] == "list":
                yield from _items(child)


def _table(node: Node) -> blocks.Table:
    head, *body = node["children"]
    columns = [
        blocks.column(blocks.plain(_runs(cell["children"])), align=cell["attrs"]["align"] or "left")
        for cell in head["children"]
    ]
    lines = [line for part in body for line in part["children"]]
    rows = [blocks.row(*map(_cell, line["children"])) for line in lines]
    return blocks.table("", "", columns, rows)


def _cell(node: Node) -> blocks.Text:
    return [*_runs(node["children"])]


PLAIN = blocks.Run()


def _runs(nodes: list[Node], look: blocks.Run = PLAIN) -> list[blocks.Run]:
    return [run for node in nodes for run in _inline(node, look) if run.text]


def _inline(node: Node, look: blocks.Run) -> list[blocks.Run]:
    match node["type"]:
        case "text" | "codespan" | "inline_html":
            return [replace(look, text=node["raw"])]
        case "softbreak" | "linebreak":
            return [replace(look, text=" ")]
        case "strong":
            return _runs(node["children"], replace(look, bold=True))
        case "emphasis":
            return _runs(node["children"], replace(look, italic=True))
        case "link":
            return _runs(node["children"], look)
    raise NoteError(
        f"в тексте есть то, что не печатается: {node['type']}. Уберите это; рисунок покажите функцией "
        "careerstats.blocks.figure."
    )
