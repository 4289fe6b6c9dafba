"""A block -> its texts and runs, the same block with each of them changed, with signs that no font of ours draws named.

Words that nothing draws (a description read aloud, an address, a label) stay as they are.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar, cast

from msgspec.structs import replace

from careerstats import letters
from careerstats.blocks import AnyBlock, Block, Column, Run, TableRow

Part = TypeVar("Part")

_NOT_DRAWN = frozenset({"label", "alt", "png", "meta", "id", "align", "works"})


def pieces(value: object) -> Iterator[str | Run]:
    """Every text and run of a block, in order, wherever it keeps them."""
    match value:
        case str() | Run():
            yield value
        case tuple():
            for item in value:
                yield from pieces(item)
        case Block() | Column() | TableRow():
            for name in _drawn(value):
                yield from pieces(getattr(value, name))


def changed(value: Part, change: Callable[[str | Run], str | Run]) -> Part:
    """The same with each of its pieces changed, a text into a text, a run into a run."""
    made: object = value
    match value:
        case str() | Run():
            made = change(value)
        case tuple():
            made = tuple(changed(item, change) for item in value)
        case Block() | Column() | TableRow():
            made = replace(value, **{name: changed(getattr(value, name), change) for name in _drawn(value)})
    return cast("Part", made)


def _drawn(value: Block | Column | TableRow) -> list[str]:
    return [name for name in value.__struct_fields__ if name not in _NOT_DRAWN]


# ---- signs that no font draws


def undrawn(block: AnyBlock) -> list[str]:
    """Each such sign once, in order."""
    return letters.undrawn(
        "".join(piece if isinstance(piece, str) else piece.text + piece.tex for piece in pieces(block))
    )


def spelt(block: AnyBlock) -> AnyBlock:
    """«山» as «[U+5C71]», in all formats alike: a box would say nothing, and an archive file may not hold one."""
    return changed(block, _named) if undrawn(block) else block


def _named(piece: str | Run) -> str | Run:
    if isinstance(piece, str):
        return letters.named(piece)
    return replace(piece, text=letters.named(piece.text), tex=letters.named(piece.tex))


def spelt_data(value: Part) -> Part:
    """The same in plain lists and dictionaries, but for addresses."""
    made: object = value
    match value:
        case str():
            made = letters.named(value)
        case list() | tuple():
            made = [spelt_data(item) for item in value]
        case dict():
            made = {key: item if key == "href" else spelt_data(item) for key, item in value.items()}
    return cast("Part", made)
