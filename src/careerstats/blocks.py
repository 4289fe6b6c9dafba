"""Words, numbers and pictures of a note -> blocks: what a notebook displays and every writer prints.

A block is a plain dict with a ``kind``. Running text is a list of *runs*: ``{"text": …}`` with optional
``bold``, ``italic``, or ``{"ref": label}``, which a writer replaces by the number of that table, figure or
formula. A run may know the ``exact`` counts behind its text, which only a workbook uses. Text is always text: nothing
in it is markup.
"""

import base64
import html
import re
from collections.abc import Iterable
from typing import Any

MIME = "application/vnd.careerstats.block.v1+json"
CAPTION = "caption"

_NOT_AT_LINE_END = re.compile(r"(?<!\w)(г\.|пгт|ЗАТО|№|рек\.|Ц|п\.) (?=[\w«])")
_NOT_AT_LINE_START = re.compile(r"(?<=\S) (–(?= )|%|п\.\u00a0п\.)")

Run = dict[str, Any]
Text = str | Run | list[str | Run]
Block = dict[str, Any]


def bold(text: str) -> Run:
    return {"text": text, "bold": True}


def italic(text: str) -> Run:
    return {"text": text, "italic": True}


def ref(label: str) -> Run:
    """The number of the table, figure or formula called ``label``, e.g. «1»."""
    return {"ref": label}


def count(text: str, value: int, name: str, *, base: bool = False) -> Run:
    """A printed count that a workbook computes with: ``name`` is what it counts, a ``base`` serves the rows below."""
    return {"text": text, "exact": {"count": int(value), "name": name, "base": base}}


def share(text: str, part: tuple[int, str], whole: tuple[int, str], *, counted: bool = False) -> Run:
    """A printed share with the two (count, name) it is made of; a ``counted`` one is printed «412 (77,7 %)»."""
    pair = {"part": int(part[0]), "whole": int(whole[0]), "names": [part[1], whole[1]]}
    return {"text": text, "exact": pair | {"counted": counted}}


def gap(text: str, own: Run, rest: Run) -> Run:
    """A printed difference of two shares, in percentage points."""
    return {"text": text, "exact": {"own": own["exact"], "rest": rest["exact"]}}


def runs(text: Text) -> list[Run]:
    """Any way of writing running text as a list of runs, empty pieces left out."""
    pieces = text if isinstance(text, list) else [text]
    as_runs = [{"text": piece} if isinstance(piece, str) else piece for piece in pieces]
    return [
        {**run, "text": unbroken(run["text"])} if "text" in run else run
        for run in as_runs
        if run.get("ref") or run.get("text")
    ]


def unbroken(text: str) -> str:
    """«г. Зея», «пгт Прогресс», «№ 5», «рек. 1» keep to one line; no line begins with a dash or «%»."""
    text = _NOT_AT_LINE_END.sub(lambda match: f"{match[1]}\u00a0", text)
    return _NOT_AT_LINE_START.sub(lambda match: f"\u00a0{match[1]}", text)


def title(kind_of_document: str, subject: str, *, lead: Text = "", marks: Iterable[str] = (), **meta: str) -> Block:
    """Head of the document. ``meta``: title, audience, dataset, code, period, date (ISO), version, bundle."""
    return {
        "kind": "title",
        "document": kind_of_document,
        "subject": subject,
        "lead": runs(lead),
        "marks": list(marks),
        "meta": meta,
    }


def heading(text: str, *, level: int = 1, numbered: bool = False, appendix: bool = False) -> Block:
    """A heading; ``numbered`` ones are counted by the document model, an ``appendix`` starts a page."""
    return {"kind": "heading", "text": text, "level": level, "numbered": numbered, "appendix": appendix}


def paragraph(*text: str | Run, small: bool = False, keep: bool = False, centred: bool = False) -> Block:
    """A paragraph; one to ``keep`` stands on the page of what follows it (a list, the signature)."""
    made = {"kind": "paragraph", "runs": runs(list(text)), "small": small, "keep": keep}
    return made | {"centred": True} if centred else made


def items(texts: Iterable[Text], *, ordered: bool = False) -> Block:
    return {"kind": "list", "ordered": ordered, "items": [runs(text) for text in texts]}


def column(head: str, *, align: str = "right", width: float = 1.0) -> dict[str, Any]:
    """One column: its head, ``left | center | right``, and its share of the width relative to the others."""
    return {"title": head, "align": align, "width": width}


def row(*cells: Text, kind: str = "body") -> dict[str, Any]:
    """One row of a table. ``kind``: body, total (bold), group (one cell over all columns)."""
    return {"kind": kind, "cells": [runs(cell) for cell in cells]}


def table(
    label: str,
    caption: str,
    columns: list[dict[str, Any]],
    rows: list[dict[str, Any]],
    *,
    notes: Iterable[Text] = (),
    landscape: bool = False,
) -> Block:
    return {
        "kind": "table",
        "label": label,
        "caption": unbroken(caption),
        "columns": columns,
        "rows": rows,
        "notes": [runs(note) for note in notes],
        "landscape": landscape,
    }


def figure(label: str, caption: str, alt: str, *, png: bytes, svg: str, width_mm: float, height_mm: float) -> Block:
    """A picture in both forms; ``alt`` says in words what it shows."""
    return {
        "kind": "figure",
        "label": label,
        "caption": unbroken(caption),
        "alt": alt,
        "width_mm": width_mm,
        "height_mm": height_mm,
        "png": png,
        "svg": svg,
    }


def formula(tex: str, alt: str, *, label: str = "", where: Iterable[tuple[str, str]] = ()) -> Block:
    """A displayed formula in TeX, ``alt`` to be read aloud, ``where`` explains each symbol (TeX, words)."""
    return {"kind": "formula", "label": label, "tex": tex, "alt": alt, "where": [list(pair) for pair in where]}


def letterhead(left: Iterable[Text], right: Iterable[Text]) -> Block:
    """The head of an official paper, line by line: who writes at the left, to whom or who approves at the right."""
    return {"kind": "letterhead", "left": [runs(line) for line in left], "right": [runs(line) for line in right]}


def signature(position: str, name: str, executor: str = "") -> Block:
    return {"kind": "signature", "position": position, "name": name, "executor": executor}


class Blocks(list[Block]):
    """Blocks of one section; a cell that ends with them displays them one by one."""

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for block in self:
            data, metadata = as_output(block)
            display(data, raw=True, metadata=metadata)
            if block["kind"] == "figure" and block["caption"]:
                display(_shown_caption(block), raw=True)


def _shown_caption(block: Block) -> dict[str, Any]:
    """The caption of a picture for JupyterLab, which shows the picture alone; no document prints this block."""
    caption = f"Рисунок: {block['caption']}"
    return {MIME: {"kind": CAPTION}, "text/html": f"<p><i>{html.escape(caption)}</i></p>", "text/plain": caption}


def as_output(block: Block) -> tuple[dict[str, Any], dict[str, Any]]:
    """Data and metadata of the notebook output that carries ``block`` (pictures as stock viewers expect)."""
    pictures = {}
    if block["kind"] == "figure":
        png = base64.b64encode(block["png"]).decode("ascii")
        pictures = {"image/png": png, "image/svg+xml": block["svg"]}
    bare = {key: value for key, value in block.items() if key not in ("png", "svg")}
    data = {MIME: bare, **pictures, "text/plain": _plain(block)}
    if not pictures:
        data["text/html"] = _html(block)
    tags = {key: block[key] for key in ("kind", "label", "caption", "alt") if block.get(key)}
    metadata: dict[str, Any] = {"careerstats": tags}
    if pictures:
        metadata["image/png"] = {"alt": block["alt"]}
    return data, metadata


def from_output(output: dict[str, Any]) -> Block | None:
    """The block that an output of an executed notebook carries; ``None`` if it carries none."""
    data = output.get("data", {})
    if MIME not in data:
        return None
    block = dict(data[MIME])
    if block["kind"] == "figure":
        block["png"] = base64.b64decode(data["image/png"])
        block["svg"] = data["image/svg+xml"]
    return block


def plain(text_runs: list[Run]) -> str:
    """Runs as plain text; a reference becomes its label in brackets."""
    return "".join(run.get("text", f"[{run.get('ref')}]") for run in text_runs)


def _plain(block: Block) -> str:
    """A line or two for viewers that show neither HTML nor our own blocks."""
    match block["kind"]:
        case "title":
            text = f"{block['document']}\n{block['subject']}"
        case "paragraph":
            text = plain(block["runs"])
        case "list":
            text = "\n".join(f"– {plain(item)}" for item in block["items"])
        case "table":
            text = f"Таблица: {block['caption']} ({len(block['rows'])} стр.)"
        case "figure" | "formula":
            text = str(block["alt"])
        case "signature":
            text = f"{block['position']}  {block['name']}"
        case "letterhead":
            text = "\n".join(plain(line) for line in [*block["left"], *block["right"]])
        case _:
            text = str(block.get("text", ""))
    return text


def _html(block: Block) -> str:
    match block["kind"]:
        case "title":
            return f"<h1>{html.escape(block['document'])}</h1><p><b>{html.escape(block['subject'])}</b></p>" + (
                f"<p>{_inline(block['lead'])}</p>"
            )
        case "heading":
            tag = f"h{block['level'] + 1}"
            return f"<{tag}>{html.escape(block['text'])}</{tag}>"
        case "paragraph":
            return f"<p>{_inline(block['runs'])}</p>"
        case "list":
            tag = "ol" if block["ordered"] else "ul"
            return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in block['items'])}</{tag}>"
        case "table":
            return _html_table(block)
    shown = f"$${block['tex']}$$" if block["kind"] == "formula" else _plain(block)  # JupyterLab typesets TeX
    return f"<p>{html.escape(shown)}</p>"


def _html_table(block: Block) -> str:
    head = "".join(f"<th>{html.escape(col['title'])}</th>" for col in block["columns"])
    body = "".join(_html_row(line, block["columns"]) for line in block["rows"])
    notes = "".join(f"<p><small>{_inline(note)}</small></p>" for note in block["notes"])
    caption = f"<caption>{html.escape(block['caption'])}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"


def _html_row(line: dict[str, Any], columns: list[dict[str, Any]]) -> str:
    if line["kind"] == "group":
        return f'<tr><td colspan="{len(columns)}"><i>{_inline(line["cells"][0])}</i></td></tr>'
    cells = zip(line["cells"], columns, strict=True)
    return (
        "<tr>" + "".join(f'<td style="text-align:{col["align"]}">{_inline(cell)}</td>' for cell, col in cells) + "</tr>"
    )


def _inline(text_runs: list[Run]) -> str:
    return "".join(_inline_run(run) for run in text_runs)


def _inline_run(run: Run) -> str:
    text = html.escape(run.get("text", "↓"))  # numbers are given to tables and figures in documents
    if run.get("bold"):
        text = f"<b>{text}</b>"
    return f"<i>{text}</i>" if run.get("italic") else text
