"""Blocks in order -> the same blocks numbered, with references resolved and their tables laid out.

Every writer prints these numbers as they are, so the three formats cannot disagree.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from careerstats.blocks import Block, Run
from careerstats.errors import NoteError
from careerstats.export.table_layout import lay_out

# GOST 2.105 leaves out the letters that are easily confused with digits or have no sound of their own.
APPENDIX_LETTERS = "АБВГДЕЖИКЛМНПРСТУФХЦШЩЭЮЯ"


def number(blocks: list[Block]) -> list[Block]:
    """Number everything that is counted, then replace each reference by the number of what it names."""
    _number_headings([block for block in blocks if block["kind"] == "heading"])
    for kind in ("table", "figure", "formula"):
        _number_kind([block for block in blocks if block["kind"] == kind], kind)
    _keep_heading_with_landscape_table(blocks)
    _keep_signature_with_text(blocks)
    _resolve(blocks)
    for block in blocks:
        if block["kind"] == "table":
            lay_out(block)
    return blocks


def _number_headings(headings: list[Block]) -> None:
    appendices = [heading for heading in headings if heading["appendix"]]
    _name_appendices(appendices)
    sections = [heading for heading in headings if heading["numbered"] and not heading["appendix"]]
    for position, heading in enumerate(sections, start=1):
        heading["number"] = str(position)
    depth = 0
    for position, heading in enumerate(headings, start=1):
        # an outline may not skip a level: PDF/UA forbids it
        depth = heading["depth"] = min(heading["level"], depth + 1)
        pieces = (heading.setdefault("number", ""), heading["text"])
        heading["printed"] = ". ".join(piece for piece in pieces if piece)
        heading["id"] = f"part-{position}"


def _name_appendices(appendices: list[Block]) -> None:
    if len(appendices) > len(APPENDIX_LETTERS):
        raise NoteError(
            f"Приложений {len(appendices)}: букв для их обозначения только {len(APPENDIX_LETTERS)}. "
            "Объедините часть приложений."
        )
    letters = APPENDIX_LETTERS if len(appendices) > 1 else " "
    for heading, letter in zip(appendices, letters, strict=False):
        heading["number"] = f"Приложение {letter}".strip()


def _number_kind(blocks: list[Block], kind: str) -> None:
    """A table or figure is numbered if it has a caption, a formula if it has a label."""
    counted = [block for block in blocks if block["label" if kind == "formula" else "caption"]]
    for block in blocks:
        block["number"] = block["id"] = ""
    for position, block in enumerate(counted, start=1):
        block["number"] = str(position)
        block["id"] = f"{kind}-{position}"


def _keep_heading_with_landscape_table(blocks: list[Block]) -> None:
    """Say of each block whether its page is turned; a heading turns with the wide table it opens."""
    turned = False
    for block in reversed(blocks):
        turned = bool(block.get("landscape")) or (turned and block["kind"] == "heading")
        block["landscape"] = turned


def _keep_signature_with_text(blocks: list[Block]) -> None:
    """A page that holds nothing but signatures signs nothing."""
    for before, block in pairwise(blocks):
        if block["kind"] == "signature" and before["kind"] in ("paragraph", "table"):
            before["keep"] = True


def _resolve(blocks: list[Block]) -> None:
    named: dict[str, Block] = {}
    for block in blocks:
        label = block.get("label")
        if label and label in named:
            raise NoteError(f"Метка «{label}» дана дважды: дайте каждой таблице, рисунку и формуле свою.")
        if label:
            named[label] = block
    places = _name_rows(blocks)
    for run in (run for block in blocks for run in runs_of(block)):
        if "ref" in run:
            run.update(_target(run["ref"], named))
        elif run.get("worked") in places:
            run["row"] = places[run["worked"]]


def _name_rows(blocks: list[Block]) -> dict[str, str]:
    """What a row works out (``row["works"]``) → the id given to the row; a value (``run["worked"]``) leads to it."""
    rows = [row for block in blocks for row in block.get("rows", []) if row.get("works")]
    for position, row in enumerate(rows, start=1):
        row["id"] = f"row-{position}"
    return {row["works"]: row["id"] for row in rows}


def _target(label: str, named: dict[str, Block]) -> Run:
    if label not in named:
        known = ", ".join(sorted(named)) or "нет ни одной"
        raise NoteError(f"Ссылка на «{label}» никуда не ведёт: такой метки в документе нет. Можно: {known}.")
    if not named[label]["number"]:
        raise NoteError(
            f"Ссылка на «{label}»: у таблицы или рисунка нет названия, а потому и номера. Дайте название (caption)."
        )
    return {"text": named[label]["number"], "target": named[label]["id"]}


def runs_of(block: Block) -> Iterator[dict[str, Any]]:
    """All runs of a block, wherever it keeps them."""
    texts = [block.get("runs", []), block.get("lead", []), *block.get("items", []), *block.get("notes", [])]
    texts += [*block.get("left", []), *block.get("right", [])]
    texts += [cell for row in block.get("rows", []) for cell in row["cells"]]
    for text in texts:
        yield from text
