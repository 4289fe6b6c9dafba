"""The document model -> PDF/A-2a and PDF/UA-1, set by Typst after ``note.typ``.

The model goes in as JSON: a text stays a text, whatever signs it holds. Only formulas are notation, and those come from
a walker that quotes every word.
"""

import json
import re
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

from careerstats.blocks import Block, Run
from careerstats.errors import NoteError
from careerstats.export.document import moment_of, origin_of, title_of
from careerstats.export.mathml import to_plain
from careerstats.export.pdf_formula import to_typst
from careerstats.resources import fonts

TEMPLATE = Path(__file__).parent / "note.typ"
STANDARDS: list[Any] = ["a-2a", "ua-1"]
CONTENTS_FROM = 10  # pages: a shorter document is looked through faster than its contents list
MISSING = "□"  # what stands for a sign that the font does not have: an archive file may not leave it to chance

_LONG_WORD = re.compile(r"\S{40,}")
_RANGE = re.compile(r"((?<!\d)\d{1,4}–\d{1,4}(?!\d))")  # «6–11» stays on one line


def write(document: dict[str, Any]) -> bytes:
    """The note as a PDF file; same model, same bytes."""
    model = {
        "contents_from": CONTENTS_FROM,
        "title": _fit(title_of(document)),
        "description": _fit(origin_of(document)),
        "date": list(moment_of(document).timetuple()[:3]),
        "blocks": _placed([_prepared(block) for block in document["blocks"]]),
    }
    return _compiled(json.dumps(model, ensure_ascii=False), moment_of(document))


@lru_cache(maxsize=1)
def _compiled(model: str, moment: datetime) -> bytes:
    """The last one is kept: the Word file asks for its pages, the PDF for its bytes."""
    # a path and not bytes: compiling bytes with sys_inputs looks for a file that does not exist
    compiler = typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=_fonts())
    try:
        made = compiler.compile(
            format="pdf",
            sys_inputs={"model": model},
            pdf_standards=STANDARDS,
            timestamp=moment,
        )
    except typst.TypstError as error:
        raise NoteError(f"PDF не собран: {error.message}. {' '.join(error.hints)}".strip()) from error
    if not isinstance(made, bytes):
        raise NoteError("PDF не собран: документ пуст. Проверьте, что блокнот что-то показывает.")
    return made


@cache
def _fonts() -> typst.Fonts:
    """Our fonts and the mathematical one that comes with Typst; a machine's own would change the pages."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(fonts())])


def _prepared(block: Block) -> Block:
    """The block as ``note.typ`` wants it: formulas in Typst's notation, texts that the font can show."""
    made = {key: value for key, value in block.items() if key not in ("png", "svg", "tex", "where")}
    made = _fit_all(made)
    if block["kind"] == "figure":
        made["svg"] = block["svg"]
    if block["kind"] == "formula":
        made["math"] = to_typst(block["tex"])
        made["where"] = [[to_typst(tex), _fit(to_plain(tex)), _fit(words)] for tex, words in block["where"]]
    return made


def _placed(blocks: list[Block]) -> list[Block]:
    """Pictures of the body go where a page has room; one of an appendix stays in its appendix, and above signatures."""
    floats = True
    for at, block in enumerate(blocks):
        floats = floats and not block.get("appendix")
        if block["kind"] == "figure":
            block["floats"] = floats and not _closes(blocks[at + 1 :])
    return blocks


def _closes(rest: list[Block]) -> bool:
    """Whether nothing but signatures follows the section that goes on here."""
    ends = (block["kind"] for block in rest if block["kind"] in ("heading", "signature"))
    return next(ends, "") == "signature"


def _fit_all(value: Any) -> Any:
    if isinstance(value, str):
        return _fit(value)
    if isinstance(value, list):
        return [_fit_all(part) for item in value for part in _parts(item)]
    if isinstance(value, dict):
        return _fit_run(value) if "ref" in value else {key: _fit_all(item) for key, item in value.items()}
    return value


def _parts(item: Any) -> list[Any]:
    """A run of text in pieces, those that may not be broken marked ``whole``; anything else as it is."""
    if not isinstance(item, dict) or "text" not in item or "ref" in item or "–" not in item["text"]:
        return [item]
    pieces = _RANGE.split(item["text"])
    return [item | {"text": piece, "whole": at % 2 == 1} for at, piece in enumerate(pieces) if piece]


def _fit_run(run: Run) -> Run:
    return {"text": run["text"], "target": run["target"]}


def _fit(text: str) -> str:
    """The text in signs that the font has, with places to break in words longer than a line."""
    shown = _unknown_signs().sub(MISSING, text)
    return _LONG_WORD.sub(lambda word: "\u200b".join(re.findall(".{1,20}", word[0])), shown)


@cache
def _unknown_signs() -> re.Pattern[str]:
    from matplotlib.ft2font import FT2Font

    known = set(FT2Font(str(fonts() / "Tinos-Regular.ttf")).get_charmap())
    # marks for line breaking draw nothing and need no glyph
    signs = "".join(re.escape(chr(sign)) for sign in sorted(known | {0x00AD, 0x200B, 0x2060}))
    return re.compile(rf"[^\s{signs}]")


def pages(pdf: bytes) -> int:
    """How many pages a PDF of ours has, by its page tree; 0 where it does not say so."""
    return len(_page_tree(pdf))


def bookmarked(pdf: bytes) -> list[int]:
    """Pages of the bookmarks of the first level in a PDF of ours, in their order; the first page is 1."""
    outlines = re.search(rb"(\d+) 0 obj\s*<</Type/Outlines", pdf)
    if not outlines:
        return []
    tree = _page_tree(pdf)
    targets = re.findall(rb"<</Parent %s 0 R[^>]*/Title<[^>]*>/Dest (\d+) 0 R" % outlines[1], pdf)
    places = dict(re.findall(rb"\n(\d+) 0 obj\s*\[(\d+) 0 R/XYZ", pdf))
    return [tree.index(places[target]) + 1 for target in targets]


def _page_tree(pdf: bytes) -> list[bytes]:
    """Names of the pages, in their order."""
    found = re.search(rb"/Type\s*/Pages\s*/Count \d+\s*/Kids\s*\[([^\]]*)\]", pdf)
    return re.findall(rb"(\d+) 0 R", found[1]) if found else []
