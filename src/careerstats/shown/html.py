"""HTML that a cell shows (a table of any library, a few paragraphs) -> blocks; what paper cannot hold is refused.

Colours and sizes are left out: a document has one look. Words, heads of several storeys, groups of rows, captions and
notes stay.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from careerstats import blocks
from careerstats.blocks import Block, Run, Table
from careerstats.errors import NoteError
from careerstats.shown import pictures

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Element: TypeAlias = "HtmlElement"
Words = Callable[[Element], str | None]
"""A cell → what is printed instead of its text; None leaves the text."""

LOOKS: dict[str, dict[str, str | bool]] = {
    "b": {"bold": True}, "strong": {"bold": True}, "i": {"italic": True}, "em": {"italic": True},
    "sub": {"script": "sub"}, "sup": {"script": "sup"}, "code": {"code": True}, "kbd": {"code": True},
}  # fmt: skip
STANDING = frozenset(
    {"address", "article", "blockquote", "center", "details", "div", "dl", "figure", "footer", "h1", "h2", "h3", "h4"}
    | {"h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "ul", "img"}
)
INSIDE = frozenset({"span", "a", "br", "font", "small", "u", "label", "nobr", "abbr", "time", "mark", "wbr", *LOOKS})
UNSEEN = frozenset({"style", "colgroup", "col", "meta", "link", "title", "head"})
_CUT = re.compile(r"(\d+) rows × (\d+) columns")
_NUMBER = re.compile(r"[-+−]?\d[\d\s\u00a0]*([.,]\d+)?([eE][-+]?\d+)?\s*%?")
_ALIGN = re.compile(r"text-align:\s*(left|right|center)")
CUT = (
    "таблица показана не целиком: pandas пропускает строки ({rows} строк). Покажите нужную часть, например .head(50), "
    "или задайте pandas.options.display.max_rows."
)


def from_html(source: str) -> list[Block]:
    """Blocks in order. Raises NoteError, which names no place, for what cannot be printed."""
    import lxml.html

    if not source.strip():
        return []
    if (cut := _CUT.search(source)) and ">...<" in source:
        raise NoteError(CUT.format(rows=cut[1]))
    return list(_inside(lxml.html.fragment_fromstring(source, create_parent="div"), 0))


def _inside(parent: Element, depth: int) -> Iterator[Block]:
    """What stands inside an element: paragraphs of the text that lies there bare, and blocks."""
    bare: list[Run] = list(_text(parent.text, Run()))
    for child in parent:
        if isinstance(child.tag, str) and child.tag.lower() in STANDING:
            yield from _paragraph(bare, depth)
            bare = []
            yield from _block(child, depth)
        else:
            bare += _inline(child, Run())
        bare += _text(child.tail, Run())
    yield from _paragraph(bare, depth)


def _paragraph(runs: list[Run], depth: int) -> Iterator[Block]:
    if blocks.plain(runs).strip():
        yield replace(blocks.paragraph(*_trimmed(runs)), depth=depth)


def _block(node: Element, depth: int) -> Iterator[Block]:
    match node.tag.lower():
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6" as tag:
            yield replace(blocks.heading(_plain(node), level=int(tag[1])), authored=True)
        case "table":
            yield table_of(node)
        case "ul" | "ol" as tag:
            yield from _list(node, depth, ordered=tag == "ol")
        case "pre":
            yield blocks.code(node.text_content())
        case "img":
            yield pictures.of_address(node.get("src", ""), node.get("alt", ""), {})
        case "hr":
            return
        case "blockquote":
            for block in _inside(node, depth):
                yield replace(block, quoted=True) if isinstance(block, blocks.Paragraph) else block
        case _:
            yield from _inside(node, depth)


def _list(node: Element, depth: int, *, ordered: bool) -> Iterator[Block]:
    number = int(node.get("start") or 1)
    for item in (child for child in node if child.tag == "li"):
        head = list(_text(item.text, Run()))
        rest = list(item)
        while rest and not (isinstance(rest[0].tag, str) and rest[0].tag in STANDING):
            head += [*_inline(rest[0], Run()), *_text(rest[0].tail, Run())]
            rest.pop(0)
        yield blocks.items([_trimmed(head) or [Run(text="\u00a0")]], ordered=ordered, start=number, depth=depth)
        number += 1
        for child in rest:
            yield from _block(child, depth + 1)


# ---- words


def _inline(node: Element, look: Run) -> Iterator[Run]:
    if not isinstance(node.tag, str):  # a comment
        return
    tag = node.tag.lower()
    if tag in UNSEEN:
        return
    if tag == "script":
        raise NoteError("программу (график altair, plotly, bokeh) на бумаге не показать. Нарисуйте его в matplotlib.")
    if tag not in INSIDE and tag not in STANDING:
        raise NoteError(f"элемент <{tag}> на бумаге не показать. Замените его таблицей, рисунком или текстом.")
    if tag == "br":
        yield replace(look, text=" ", ends_line=True)
        return
    own = replace(look, **LOOKS.get(tag, {}))
    if tag == "a" and re.match(r"(https?://|mailto:)\S", node.get("href", "")):
        own = replace(own, href=node.get("href"))
    yield from _text(node.text, own)
    for child in node:
        yield from _inline(child, own)
        yield from _text(child.tail, own)


def _text(text: str | None, look: Run) -> Iterator[Run]:
    if text:
        yield replace(look, text=re.sub(r"[ \t\r\n\f]+", " ", text))


def _trimmed(runs: list[Run]) -> list[Run]:
    """Without spaces at both ends."""
    kept = [run for run in runs if run.text]
    while kept and not kept[0].text.strip(" "):
        kept.pop(0)
    while kept and not kept[-1].text.strip(" "):
        kept.pop()
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip(" "))
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" "))
    return kept


def _plain(node: Element) -> str:
    return blocks.plain(_runs(node)).strip()


def _runs(node: Element) -> list[Run]:
    runs = list(_text(node.text, Run()))
    for child in node:
        runs += [*_inline(child, Run()), *_text(child.tail, Run())]
    return _trimmed(runs)


# ---- tables


@dataclass
class _Spot:
    """A cell of the grid: the element, how many columns it takes, whether it begins here."""

    node: Element
    wide: int
    begins: bool


@dataclass
class _Parts:
    """What a table is made of while it is read."""

    heads: list[list[_Spot]] = field(default_factory=list)
    rows: list[list[_Spot]] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    notes: list[list[Run]] = field(default_factory=list)


def table_of(node: Element, words: Words = lambda _: None) -> Table:
    """A ``<table>`` with its caption, heads, groups of rows and notes."""
    parts = _Parts(captions=[_plain(caption) for caption in node.findall("caption")])
    _read_head(node, parts)
    _read_rows(node, parts)
    _read_foot(node, parts)
    if not parts.heads and len(parts.rows) > 1 and _is_head(parts.rows[0]):
        parts.heads.append(parts.rows.pop(0))
    width = max((len(line) for line in [*parts.heads, *parts.rows]), default=0)
    if not width or not parts.rows:
        raise NoteError("в таблице нет строк. Уберите её или покажите словами, что данных нет.")
    rows = [_row(line, width, words) for line in parts.rows]
    columns = [_column(parts, at, rows) for at in range(width)]
    return blocks.table("", ". ".join(parts.captions), columns, rows, notes=parts.notes)


def _is_head(line: list[_Spot]) -> bool:
    """A first row whose words all are heads; the corner may be an empty cell."""
    tags = [spot.node.tag for spot in line if _plain(spot.node)]
    return bool(tags) and set(tags) == {"th"} and len(line) > 1


def _read_head(node: Element, parts: _Parts) -> None:
    lines = [line for head in node.findall("thead") for line in head.findall("tr")]
    grid = _grid(lines)
    width = max((len(line) for line in grid), default=0)
    for line in grid:
        if width > 1 and len(line) == width and line[0].wide == width:
            parts.captions += [text for text in [_plain(line[0].node)] if text]
        else:
            parts.heads.append(line)
    _name_the_index(parts)


def _name_the_index(parts: _Parts) -> None:
    """pandas gives the names of the index a row of their own under the head: they belong to its empty cells."""
    while len(parts.heads) > 1 and not all(_plain(spot.node) for spot in parts.heads[-1]):
        last, before = parts.heads[-1], parts.heads[-2]
        both = [(_plain(own.node), _plain(upper.node)) for own, upper in zip(last, before, strict=False)]
        if len(last) != len(before) or any(own and upper and own != upper for own, upper in both):
            return
        parts.heads.pop()
        parts.heads[-1] = [
            own if named and not upper else spot
            for own, spot, (named, upper) in zip(last, before, both, strict=True)
        ]  # fmt: skip


def _read_rows(node: Element, parts: _Parts) -> None:
    bodies = [node, *node.findall("tbody")]
    parts.rows = _grid([line for body in bodies for line in body.findall("tr")])


def _read_foot(node: Element, parts: _Parts) -> None:
    for foot in node.findall("tfoot"):
        for line in _grid(foot.findall("tr")):
            if line and line[0].wide == len(line):
                parts.notes.append(_runs(line[0].node))
            else:
                parts.rows.append(line)


def _grid(lines: list[Element]) -> list[list[_Spot]]:
    """Cells where they stand: one that reaches over several rows or columns stands in all of them."""
    grid: list[list[_Spot]] = []
    held: dict[int, tuple[int, _Spot]] = {}
    for line in lines:
        row: list[_Spot] = []
        cells = [cell for cell in line if cell.tag in ("td", "th")]
        while cells or len(row) in held:
            if len(row) in held:
                left, spot = held.pop(len(row))
                if left > 1:
                    held[len(row)] = (left - 1, spot)
                row.append(spot)
                continue
            cell = cells.pop(0)
            wide, tall = _count(cell, "colspan"), _count(cell, "rowspan")
            for at in range(wide):
                spot = _Spot(cell, wide, at == 0)
                if tall > 1:
                    held[len(row)] = (tall - 1, spot)
                row.append(spot)
        if row:
            grid.append(row)
    return grid


def _count(cell: Element, name: str) -> int:
    text = cell.get(name, "1")
    return min(max(int(text), 1), 1000) if text.isdecimal() else 1


def _row(line: list[_Spot], width: int, words: Words) -> blocks.TableRow:
    if width > 1 and line[0].wide >= width:
        return blocks.row(_runs(line[0].node), kind="group")
    cells: list[list[Run]] = [_cell(spot, words) for spot in line]
    return blocks.row(*cells, *([[]] * (width - len(cells))))


def _cell(spot: _Spot, words: Words) -> list[Run]:
    if not spot.begins:
        return []
    text = words(spot.node)
    return _runs(spot.node) if text is None else [Run(text=text)] if text else []


def _column(parts: _Parts, at: int, rows: list[blocks.TableRow]) -> blocks.Column:
    """The lowest storey is the head of the column, what stands above it reaches over several."""
    cells = [(_plain(line[at].node), line[at].wide) for line in parts.heads if at < len(line)]
    own = [text for text, _ in cells if text]
    title = own[-1] if own else "" if cells else str(at + 1)
    over = [text for text in dict.fromkeys(own[:-1]) if text != title]
    return blocks.column(title, align=_align(parts, at, rows), over=", ".join(over))


def _align(parts: _Parts, at: int, rows: list[blocks.TableRow]) -> str:
    """As the cells say by their style or class; else numbers at the right."""
    spots = [line[at] for line in parts.rows if at < len(line) and line[at].begins and line[at].wide == 1]
    said = spots[0].node if spots else None
    if said is not None:
        if match := _ALIGN.search(said.get("style", "")):
            return match[1]
        if match := re.search(r"\bgt_(left|right|center)\b", said.get("class", "")):
            return match[1]
    texts = [blocks.plain(row.cells[at]).strip() for row in rows if row.kind != "group"]
    numbers = [text for text in texts if text]
    return "right" if numbers and all(_NUMBER.fullmatch(text) for text in numbers) else "left"
