"""The document model -> PDF/A-2a and PDF/UA-1, set by Typst after ``note.typ``.

The model goes in as JSON: a text stays a text, whatever signs it holds. Only formulas are notation, and those come from
a walker that quotes every word.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

from careerstats.blocks import AnyBlock, Block, Column, Figure, Formula, Heading, Run, Table, TableRow, storeys
from careerstats.errors import NoteError
from careerstats.export.document import Document, moment_of, origin_of, title_of
from careerstats.export.mathml import to_plain
from careerstats.export.pdf_formula import to_typst
from careerstats.resources import fonts

TEMPLATE = Path(__file__).parent / "note.typ"
STANDARDS: list[Any] = ["a-2a", "ua-1"]
CONTENTS_FROM = 12  # pages: a shorter document is looked through faster than its contents list

_LONG_WORD = re.compile(r"\S{40,}")
_RANGE = re.compile(r"((?<!\d)\d{1,4}–\d{1,4}(?!\d))")  # «6–11» stays on one line


def write(document: Document) -> bytes:
    """The note as a PDF file; same model, same bytes."""
    return _laid_out(document)[0]


def starts(document: Document) -> list[int]:
    """Pages on which the headings of the first level stand; nothing for a document too short for a contents list."""
    return _laid_out(document)[1]


def _laid_out(document: Document) -> tuple[bytes, list[int]]:
    model = {
        "contents_from": CONTENTS_FROM,
        "title": _fit(title_of(document)),
        "description": _fit(origin_of(document)),
        "date": list(moment_of(document).timetuple()[:3]),
        "blocks": list(_models(document.blocks)),
    }
    return _compiled(json.dumps(model, ensure_ascii=False), moment_of(document))


@lru_cache(maxsize=1)
def _compiled(model: str, moment: datetime) -> tuple[bytes, list[int]]:
    """The last one is kept: the Word file asks for its pages, the PDF for its bytes."""
    # a path and not bytes: compiling bytes with sys_inputs looks for a file that does not exist
    inputs = {"model": model}
    compiler = typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=faces(), sys_inputs=inputs)
    try:
        made = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=moment)
        starts = json.loads(compiler.query("<starts>", field="value"))
    except typst.TypstError as error:
        raise NoteError(f"PDF не собран: {error.message}. {' '.join(error.hints)}".strip()) from error
    if not isinstance(made, bytes):
        raise NoteError("PDF не собран: документ пуст. Проверьте, что блокнот что-то показывает.")
    return made, starts[0] if starts else []


@cache
def faces() -> typst.Fonts:
    """Our fonts and the mathematical one that comes with Typst; a machine's own would change the pages."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(fonts())])


def _models(blocks: Sequence[AnyBlock]) -> Iterator[dict[str, object]]:
    """The blocks as ``note.typ`` wants them: formulas in Typst's notation, long words with places to break.

    Pictures stand where they are told of: one that floats would split a table. The contents list stands before the
    first heading, after page one.
    """
    heads = (at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.depth == 1)
    first = next(heads, None)
    for at, block in enumerate(blocks):
        model = _model(block)
        if isinstance(block, Heading):
            model |= {"first": at == first}
        if isinstance(block, Figure):
            model |= {"svg": block.svg}
        if isinstance(block, Table):
            model["upper"] = [[_fit(over), count] for over, count in storeys(block.columns)]
        if isinstance(block, Formula):
            where = [[to_typst(tex), _fit(to_plain(tex)), _fit(words)] for tex, words in block.where]
            model |= {"math": to_typst(block.tex), "where": where}
        yield model


_AS_THEY_ARE = ("png", "svg", "tex", "where", "meta")


def _model(fact: Block | Column | TableRow) -> dict[str, object]:
    """Every field of a block or of a part of it, its texts with places to break."""
    fields = {name: _fit_all(getattr(fact, name)) for name in fact.__struct_fields__ if name not in _AS_THEY_ARE}
    return fields | {"kind": fact.kind} if isinstance(fact, Block) else fields


def _fit_all(value: object) -> object:
    match value:
        case str():
            return _fit(value)
        case (Run(), *_):
            return [piece for run in value if isinstance(run, Run) for piece in _pieces(run)]
        case tuple():
            return list(map(_fit_all, value))
        case Column() | TableRow():
            return _model(value)
        case _:
            return value


def _pieces(run: Run) -> list[dict[str, object]]:
    """A run of text in pieces, those that may not be broken marked ``whole``."""
    if run.ref:
        return [{"text": run.text, "target": run.target}]
    if run.tex:
        return [{"text": _fit(run.text), "math": to_typst(run.tex)}]
    look = {name: True for name in ("bold", "italic", "code") if getattr(run, name)}
    look |= {name: getattr(run, name) for name in ("script", "href") if getattr(run, name)}
    broken = "–" in run.text and not run.href
    pieces = _RANGE.split(run.text) if broken else [run.text]
    made = [{"text": _fit(piece), "whole": at % 2 == 1, **look} for at, piece in enumerate(pieces) if piece]
    return [*made, {"ends_line": True}] if run.ends_line else made


def _fit(text: str) -> str:
    """The text with places to break in words longer than a line."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(re.findall(".{1,20}", word[0])), text)


def pages(pdf: bytes) -> int:
    """How many pages a PDF of ours has, by the root of its page tree; 0 where it does not say so."""
    count = re.search(rb"/Type\s*/Pages\s*/Count (\d+)", pdf)
    return int(count[1]) if count else 0
