"""Blocks in order -> the same blocks numbered, with references resolved and their tables laid out.

Every writer prints these numbers as they are, so the three formats cannot disagree.
"""

from collections.abc import Iterable, Iterator
from itertools import count, pairwise
from typing import TypeAlias

from msgspec.structs import replace

from careerstats.blocks import AnyBlock, Figure, Formula, Heading, Paragraph, Run, Signature, Table, TableRow
from careerstats.errors import NoteError
from careerstats.export.table_layout import laid_out
from careerstats.export.words import changed, pieces

# GOST 2.105 leaves out the letters that are easily confused with digits or have no sound of their own.
APPENDIX_LETTERS = "АБВГДЕЖИКЛМНПРСТУФХЦШЩЭЮЯ"

Counted: TypeAlias = Table | Figure | Formula


def number(blocks: Iterable[AnyBlock]) -> tuple[AnyBlock, ...]:
    """Number everything that is counted, then replace each reference by the number of what it names."""
    numbered = _kept_with_signature(_turned(_counted(_headed(list(blocks)))))
    return tuple(laid_out(block) if isinstance(block, Table) else block for block in _resolved(numbered))


def _headed(blocks: list[AnyBlock]) -> list[AnyBlock]:
    """Headings with their numbers: sections are counted, appendices have letters.

    An outline may not skip a level, PDF/UA forbids it: what stands under a heading is one level below it.
    """
    headings = [block for block in blocks if isinstance(block, Heading)]
    letters = iter(_letters(sum(heading.appendix for heading in headings)))
    sections, positions = count(1), count(1)
    levels: list[int] = []
    numbered: list[AnyBlock] = []
    for block in blocks:
        if not isinstance(block, Heading):
            numbered.append(block)
            continue
        levels = [*(level for level in levels if level < block.level), block.level]
        number = next(letters) if block.appendix else str(next(sections)) if block.numbered else ""
        printed = ". ".join(piece for piece in (number, block.text) if piece)
        numbered.append(replace(block, number=number, depth=len(levels), printed=printed, id=f"part-{next(positions)}"))
    return numbered


def _letters(appendices: int) -> list[str]:
    if appendices > len(APPENDIX_LETTERS):
        raise NoteError(
            f"Приложений {appendices}: букв для их обозначения только {len(APPENDIX_LETTERS)}. "
            "Объедините часть приложений."
        )
    return [f"Приложение {letter}" for letter in APPENDIX_LETTERS[:appendices]] if appendices > 1 else ["Приложение"]


def _counted(blocks: list[AnyBlock]) -> list[AnyBlock]:
    """A table or figure is numbered if it has a caption, a formula if it has a label."""
    positions = {kind: count(1) for kind in (Table, Figure, Formula)}

    def numbered(block: AnyBlock) -> AnyBlock:
        if not (isinstance(block, Counted) and (block.label if isinstance(block, Formula) else block.caption)):
            return block
        number = next(positions[type(block)])
        return replace(block, number=str(number), id=f"{block.kind}-{number}")

    return [numbered(block) for block in blocks]


def _turned(blocks: list[AnyBlock]) -> list[AnyBlock]:
    """Say of each block whether its page is turned; a heading turns with the wide table it opens."""
    turned, last = [], False
    for block in reversed(blocks):
        last = block.landscape or (last and isinstance(block, Heading))
        turned.append(replace(block, landscape=True) if last else block)
    return turned[::-1]


def _kept_with_signature(blocks: list[AnyBlock]) -> list[AnyBlock]:
    """A page that holds nothing but signatures signs nothing."""
    signed = [isinstance(after, Signature) for _, after in pairwise(blocks)]
    return [
        replace(block, keep=True) if before_signature and isinstance(block, Paragraph | Table) else block
        for block, before_signature in zip(blocks, [*signed, False], strict=False)
    ]


# ---- references


def _resolved(blocks: list[AnyBlock]) -> Iterator[AnyBlock]:
    named, ids, positions = _named(blocks), dict[str, str](), count(1)
    blocks = [_with_ids(block, ids, positions) if isinstance(block, Table) else block for block in blocks]

    def resolved(piece: str | Run) -> str | Run:
        if isinstance(piece, str) or not (piece.ref or piece.worked):
            return piece
        return _referring(piece, named) if piece.ref else replace(piece, row=ids.get(piece.worked, ""))

    for block in blocks:
        leads = any(isinstance(piece, Run) and (piece.ref or piece.worked) for piece in pieces(block))
        yield changed(block, resolved) if leads else block


def _named(blocks: list[AnyBlock]) -> dict[str, Counted]:
    """Label → what it names."""
    named: dict[str, Counted] = {}
    for block in blocks:
        if isinstance(block, Counted) and block.label:
            if block.label in named:
                raise NoteError(f"Метка «{block.label}» дана дважды: дайте каждой таблице, рисунку и формуле свою.")
            named[block.label] = block
    return named


def _with_ids(table: Table, ids: dict[str, str], positions: Iterator[int]) -> Table:
    """Rows that work an indicator out named; ``ids`` takes in the indicator → the id that its value leads to."""

    def named(row: TableRow) -> TableRow:
        if not row.works:
            return row
        ids[row.works] = f"row-{next(positions)}"
        return replace(row, id=ids[row.works])

    return replace(table, rows=tuple(map(named, table.rows)))


def _referring(run: Run, named: dict[str, Counted]) -> Run:
    if run.ref not in named:
        known = ", ".join(sorted(named)) or "нет ни одной"
        raise NoteError(f"Ссылка на «{run.ref}» никуда не ведёт: такой метки в документе нет. Можно: {known}.")
    target = named[run.ref]
    if not target.number:
        raise NoteError(
            f"Ссылка на «{run.ref}»: у таблицы или рисунка нет названия, а потому и номера. Дайте название (caption)."
        )
    return replace(run, text=target.number, target=target.id)
