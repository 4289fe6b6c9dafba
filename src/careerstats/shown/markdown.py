"""Text that an author wrote in Markdown -> blocks: printed as it is written; what is not understood is refused.

Beside CommonMark and its tables: ``$…$`` and ``$$…$$`` in TeX, ``: caption {#tbl-x}`` under a table, references
``@fig-x``, ``@tbl-x``, ``@eq-x`` (``[-@fig-x]`` for the number alone), all as Quarto reads them, and the plain elements
of HTML.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast
from urllib.parse import unquote

from msgspec.structs import replace

from careerstats import blocks
from careerstats.blocks import Block, Run
from careerstats.errors import NoteError
from careerstats.shown import html as markup
from careerstats.shown import pictures

Node = dict[str, Any]
Attached = Mapping[str, Mapping[str, str]]
"""Pictures pasted into a cell: name → kind → base64."""
PLAIN = Run()
PREFIXES = {"fig": "рис.\u00a0", "tbl": "табл.\u00a0", "eq": ""}

_CAPTION = re.compile(r":\s+(.*?)\s*(?:\{#([\w-]+)\})?\s*", re.DOTALL)
_LABEL = re.compile(r"\s*\{#([\w-]+)\}\s*")
_REFERENCE = re.compile(r"\[(-?)@([A-Za-z]+-[\w-]*\w)\]|(?<![\w@.])@([A-Za-z]{2,3}-[\w-]*\w)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?([A-Za-z][\w-]*)[^>]*>")
_CLOSE = "закройте её"
LOOKS = {tag: look for tag, look in markup.LOOKS.items() if tag != "kbd"}
"""Elements of HTML that change the look of a text inside a paragraph."""


def from_markdown(source: str, attached: Attached | None = None) -> list[Block]:
    """Blocks of one Markdown text; ``attached``: pictures pasted into the cell, by name and kind, in base64.

    Raises NoteError, which names no place, for what would be printed otherwise than it is written.
    """
    _refuse_in_text(source)
    nodes = [node for node in _parser()(source) if node["type"] != "blank_line"]
    made: list[Block] = []
    for node in nodes:
        named = _named(node, made)
        if named is not None:
            made[-1] = named
        else:
            made += _block(node, 0, attached or {})
    return made


@cache
def _parser() -> Callable[[str], list[Node]]:
    import mistune
    from mistune.plugins.formatting import strikethrough
    from mistune.plugins.math import math, math_in_list, math_in_quote
    from mistune.plugins.table import table, table_in_list, table_in_quote

    plugins = [table, table_in_list, table_in_quote, math, math_in_list, math_in_quote]
    plugins.append(strikethrough)
    return cast("Callable[[str], list[Node]]", mistune.create_markdown(renderer=None, plugins=plugins))


def _named(node: Node, made: list[Block]) -> Block | None:
    """The table or formula before, with the caption and label that this paragraph gives it."""
    if node["type"] != "paragraph" or not made:
        return None
    text = "".join(child.get("raw", "\n") for child in node["children"])
    match made[-1]:
        case blocks.Table() as table if match := _CAPTION.fullmatch(text):
            return replace(table, caption=blocks.unbroken(match[1]), label=match[2] or "")
        case blocks.Formula() as formula if match := _LABEL.fullmatch(text):
            return replace(formula, label=match[1])
    return None


def _block(node: Node, depth: int, attached: Attached) -> Iterator[Block]:
    kind = node["type"]
    if kind in ("blank_line", "thematic_break"):
        return
    if kind not in _WRITERS:
        raise NoteError(f"в тексте есть то, что не печатается: {kind}. Замените это абзацем или списком.")
    yield from _WRITERS[kind](node, depth, attached)


def _heading(node: Node, _: int, __: Attached) -> Iterator[Block]:
    """«## Раздел {#sec-x .unnumbered}» without what only Quarto reads."""
    text = _ATTRIBUTES.sub("", blocks.plain(_runs(node["children"])))
    yield replace(blocks.heading(text, level=node["attrs"]["level"]), authored=True)


def _quote(node: Node, depth: int, attached: Attached) -> Iterator[Block]:
    for block in (part for child in node["children"] for part in _block(child, depth, attached)):
        yield replace(block, quoted=True) if isinstance(block, blocks.Paragraph) else block


def _paragraphs(node: Node, depth: int, attached: Attached) -> Iterator[Block]:
    """A paragraph; a displayed formula or a picture inside it stands between its parts."""
    part: list[Node] = []
    nodes = node["children"]
    for at, child in enumerate(nodes):
        if child["type"] in ("block_math", "image"):
            yield from _paragraph(part, depth)
            part = []
            after = nodes[at + 1].get("raw", "") if at + 1 < len(nodes) else ""
            named = _LABEL.match(after)
            yield _standing(child, named[1] if named else "", attached)
            if named:
                nodes[at + 1]["raw"] = after[named.end() :]
        else:
            part.append(child)
    yield from _paragraph(part, depth)


def _paragraph(nodes: list[Node], depth: int) -> Iterator[Block]:
    _refuse_in_paragraph(_own_text(nodes))
    runs = _runs(nodes)
    if blocks.plain(runs).strip():
        yield replace(blocks.paragraph(*runs), depth=depth)


def _own_text(nodes: Sequence[Node]) -> str:
    """Words and line ends; code, formulas and what has a look of its own is one sign each."""
    ends = {"softbreak": "\n", "linebreak": "\n"}
    return "".join(node["raw"] if node["type"] == "text" else ends.get(node["type"], "\ufffc") for node in nodes)


def _standing(node: Node, label: str, attached: Attached) -> Block:
    if node["type"] == "block_math":
        return replace(blocks.formula(node["raw"].strip(), ""), label=label)
    caption, address = blocks.plain(_runs(node["children"])), node["attrs"]["url"]
    return replace(pictures.of_address(address, caption, attached), caption=blocks.unbroken(caption), label=label)


def _list(node: Node, depth: int, attached: Attached) -> Iterator[Block]:
    """Items as far as they follow one another; what stands inside an item comes after it, one step deeper."""
    ordered, first = node["attrs"]["ordered"], node["attrs"].get("start") or 1
    heads: list[list[Run]] = []
    for number, item in enumerate(node["children"], first):
        head, inside = _parts(item)
        heads.append(head)
        if inside:
            yield blocks.items(heads, ordered=ordered, start=number + 1 - len(heads), depth=depth)
            heads = []
            for child in inside:
                yield from _block(child, depth + 1, attached)
    if heads:
        last = first + len(node["children"])
        yield blocks.items(heads, ordered=ordered, start=last - len(heads), depth=depth)


def _parts(item: Node) -> tuple[list[Run], list[Node]]:
    """The words beside the mark of an item, and what else stands in it."""
    children = [child for child in item["children"] if child["type"] != "blank_line"]
    spoken = bool(children) and children[0]["type"] in ("block_text", "paragraph")
    if spoken and not any(child["type"] in ("block_math", "image") for child in children[0]["children"]):
        head = children[0]["children"]
        if head and head[0]["type"] == "text":
            head[0]["raw"] = _boxed(head[0]["raw"])
        _refuse_in_paragraph(_own_text(head))
        return _runs(head), children[1:]
    return [Run(text="\u00a0")], children


def _table(node: Node) -> blocks.Table:
    head, *body = node["children"]
    columns = [
        blocks.column(blocks.plain(_runs(cell["children"])), align=cell["attrs"]["align"] or "left")
        for cell in head["children"]
    ]
    lines = [line for part in body for line in part["children"]]
    rows = [blocks.row(*(_runs(cell["children"]) for cell in line["children"])) for line in lines]
    return blocks.table("", "", columns, rows)


# ---- inside a paragraph


def _runs(nodes: Sequence[Node], look: Run = PLAIN) -> list[Run]:
    """Runs in order; an element of HTML changes the look of all up to its end."""
    looks, runs = [("", look)], list[Run]()
    for node in nodes:
        if node["type"] == "inline_html":
            _tagged(node["raw"], looks, runs)
        else:
            runs += _inline(node, looks[-1][1])
    if len(looks) > 1:
        raise NoteError(f"метка <{looks[-1][0]}> не закрыта; {_CLOSE}.")
    return [run for run in runs if run.text or run.ref]


def _tagged(raw: str, looks: list[tuple[str, Run]], runs: list[Run]) -> None:
    match = _TAG.fullmatch(raw)
    name = match[1].lower() if match else ""
    if raw.startswith("<!--"):
        return
    if name == "br":
        runs.append(replace(looks[-1][1], text=" ", ends_line=True))
    elif raw.startswith("</") and looks[-1][0] == name:
        looks.pop()
    elif name in LOOKS and not raw.startswith("</"):
        looks.append((name, replace(looks[-1][1], **LOOKS[name])))
    elif name not in ("span", "nobr"):
        known = ", ".join(f"<{tag}>" for tag in (*LOOKS, "br"))
        raise NoteError(f"в тексте есть то, что не печатается: {raw}. Уберите это; можно {known}.")


def _inline(node: Node, look: Run) -> list[Run]:
    kind = node["type"]
    if kind == "text":
        return list(_spoken(html.unescape(node["raw"]), look))
    if kind == "codespan":
        return [replace(look, text=html.unescape(node["raw"]), code=True)]
    if kind in ("softbreak", "linebreak"):
        return [replace(look, text=" ", ends_line=kind == "linebreak")]
    if kind == "inline_math":
        return [replace(look, text=node["raw"], tex=node["raw"])]
    if kind not in _INSIDE:
        what = UNPRINTED.get(kind, kind)
        raise NoteError(f"в тексте есть то, что не печатается: {what}. Уберите это или вынесите в отдельный абзац.")
    return _runs(node["children"], replace(look, **_INSIDE[kind](node)))


def address_of(url: str) -> str:
    """An address that leads somewhere from a printed page; NoteError for one that does not."""
    if not re.match(r"(https?://|mailto:)\S+\Z", url):
        raise NoteError(f"ссылка «{unquote(url)}» никуда не ведёт из документа. Напишите адрес целиком: https://…")
    return url


def _spoken(text: str, look: Run) -> Iterator[Run]:
    """Text with its references."""
    at = 0
    for match in _REFERENCE.finditer(text):
        label = match[2] or match[3]
        kind = label.partition("-")[0]
        if kind.lower() not in PREFIXES:
            if match[2] or kind in ("sec", "lst"):
                raise NoteError(f"ссылка @{label} не печатается: можно @fig-…, @tbl-…, @eq-….")
            continue
        yield replace(look, text=text[at : match.start()])
        yield from _reference(label, kind, look, bare=match[1] == "-")
        at = match.end()
    yield replace(look, text=text[at:])


def _reference(label: str, kind: str, look: Run, *, bare: bool) -> Iterator[Run]:
    """«рис. 1», «Рис. 1» of ``@Fig-x``, «(1)» of a formula; the number alone where it is asked for."""
    prefix = "" if bare else PREFIXES[kind.lower()]
    yield replace(look, text=prefix.capitalize() if kind[0].isupper() else prefix)
    number = replace(look, ref=kind.lower() + label[len(kind) :])
    yield from (replace(look, text="("), number, replace(look, text=")")) if kind == "eq" and not bare else (number,)


_INSIDE: dict[str, Callable[[Node], dict[str, str | bool]]] = {
    "strong": lambda _: {"bold": True},
    "emphasis": lambda _: {"italic": True},
    "link": lambda node: {"href": address_of(node["attrs"]["url"])},
}
"""What changes the look of the words in it."""

UNPRINTED = {"strikethrough": "зачёркнутые слова ~~…~~", "image": "рисунок внутри строки", "footnote_ref": "сноска"}
"""Kind of a node → how its author knows it."""


def _fenced(node: Node, _: int, __: Attached) -> Iterator[Block]:
    """«```{note}» is a directive and not code."""
    if (info := node.get("attrs", {}).get("info", "")).startswith("{"):
        raise NoteError(f"блок ```{info} не печатается. Напишите его абзацем; код – без фигурных скобок: ```python.")
    yield blocks.code(node["raw"])


_WRITERS: dict[str, Callable[[Node, int, Attached], Iterator[Block]]] = {
    "heading": _heading,
    "paragraph": _paragraphs,
    "block_text": _paragraphs,
    "list": _list,
    "table": lambda node, _, __: iter([_table(node)]),
    "block_quote": _quote,
    "block_code": _fenced,
    "block_html": lambda node, _, __: iter(markup.from_html(_COMMENT.sub("", node["raw"]))),
    "block_math": lambda node, _, __: iter([blocks.formula(node["raw"].strip(), "")]),
}


# ---- marks that no document of ours prints: as bare signs they would be printed half

_CODE = re.compile(r"(```|~~~).*?\1|`[^`\n]*`", re.DOTALL)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_FRONT = re.compile(r"\s*---\n(?=[\w-]+:).*?\n---\s*(\n|\Z)", re.DOTALL)
_ATTRIBUTES = re.compile(r"\s*\{[#.\-][^{}]*\}\s*\Z")
_BOXES = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}

PARAGRAPH: dict[str, str] = {
    r"^:::": "блок «:::» не печатается. Уберите строки с «:::»",
    r"\A\[!\w+\]": "врезка «[!…]» не печатается. Уберите эту строку",
    r"\n:[ \t]+\S": "определение («: …» под словом) не печатается. Сделайте список или таблицу",
    r"\[-?@(?!(?:fig|tbl|eq|sec|lst)-)[\w:]": "список литературы не печатается. Назовите источник словами",
    r"\|[^\n]*\n[ \t]*\|?[ \t]*:?-+:?[ \t]*\|": (
        "таблица не читается. Нужно во всех строках одно число ячеек; «|» внутри ячейки пишите «\\|»"
    ),
    r"\A\\[A-Za-z]+\Z|\\[a-z]{3,}\{": "команда LaTeX вне формулы не печатается. Уберите её или поставьте в $…$",
    r"\{\{<": "вставка «{{< … >}}» не печатается. Уберите её",
    r"\w\^[^\s^]+\^": "«^…^» можно понять двояко. Пишите <sup>…</sup> или $…$",
    r"\w~[^\s~]+~": "«~…~» можно понять двояко. Пишите <sub>…</sub> или $…$",
}
"""What a paragraph may not have in it → what its author is told."""


def _refuse_in_text(source: str) -> None:
    """What only the text as a whole shows."""
    if match := _FOOTNOTE.search(_CODE.sub("", source)):
        raise NoteError(f"сноска {match[0]} не печатается. Скажите это в скобках или в отдельном абзаце.")
    if _FRONT.match(source):
        raise NoteError("заголовок YAML («---» в начале) не печатается. Уберите его или сделайте ячейку сырой (Raw).")


def _refuse_in_paragraph(text: str) -> None:
    """``text``: words of a paragraph with its line ends, without code and formulas."""
    for mark, said in PARAGRAPH.items():
        if re.search(mark, text, re.MULTILINE):
            raise NoteError(f"{said}.")


def _boxed(text: str) -> str:
    """«[x] сделано» of a list of tasks as «☑ сделано»."""
    return next((box + text[len(mark) :] for mark, box in _BOXES.items() if text.startswith(mark)), text)
