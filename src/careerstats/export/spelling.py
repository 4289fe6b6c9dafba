"""A block -> the signs of its words that no font of ours draws, and the same block with each of them named.

Words that nothing draws (a description read aloud, an address, a label) stay as they are.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar, cast

from msgspec.structs import replace

from careerstats import letters
from careerstats.blocks import AnyBlock, Block, Column, Run, TableRow

Part = TypeVar("Part")

_NOT_DRAWN = frozenset({"label", "alt", "png", "meta", "id", "align", "works"})


def undrawn(block: AnyBlock) -> list[str]:
    """Each such sign once, in order."""
    return letters.undrawn("".join(_words(block)))


def spelt(block: AnyBlock) -> AnyBlock:
    """«山» as «[U+5C71]», in all formats alike: a box would say nothing, and an archive file may not hold one."""
    return _changed(block, letters.named) if undrawn(block) else block


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


def _words(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Run():
            yield value.text
            yield value.tex
        case tuple():
            for item in value:
                yield from _words(item)
        case Block() | Column() | TableRow():
            for name in _drawn(value):
                yield from _words(getattr(value, name))


def _changed(value: Part, change: Callable[[str], str]) -> Part:
    made: object = value
    match value:
        case str():
            made = change(value)
        case Run():
            made = replace(value, text=change(value.text), tex=change(value.tex))
        case tuple():
            made = tuple(_changed(item, change) for item in value)
        case Block() | Column() | TableRow():
            made = replace(value, **{name: _changed(getattr(value, name), change) for name in _drawn(value)})
    return cast("Part", made)


def _drawn(value: Block | Column | TableRow) -> list[str]:
    return [name for name in value.__struct_fields__ if name not in _NOT_DRAWN]
