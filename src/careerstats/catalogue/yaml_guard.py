"""A YAML file that somebody sent -> its value, if it is an ordinary file of an ordinary size whose aliases are few.

A few hundred bytes of aliases of aliases stand for more values than fit in any memory («billion laughs»), and a list
may hold itself: both are refused before anything walks through them.
"""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

LARGEST = 8 << 20
"""Bytes of a file: the shipped catalogue, which is large, has a third of a megabyte."""

MOST = 1_000_000
"""Values of a file with its aliases written out."""


DEEPEST = 100
"""Lists in lists: PyYAML goes into them by calls of C, and a hundred thousand «[» end the whole process."""

TOO_DEEP = "записи вложены друг в друга слишком глубоко или сами в себя, упростите их"

_EVENTS: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(path: Path, loader: Any) -> Any:
    """The value of the only document, as ``composed`` has it."""
    return composed(path, loader)[0]


def composed(path: Path, loader: Any) -> tuple[Any, yaml.Node | None]:
    """The value of the only document and its nodes, which know their lines; ``loader``: a safe class of PyYAML's.

    Raises ValueError with Russian words for what may not be read, yaml.YAMLError for what is no YAML.
    """
    _refuse_unusual(path)
    text = path.read_text(encoding="utf-8-sig")
    _refuse_strange(text)
    reading = loader(text)
    try:
        node = reading.get_single_node()
        if node is None:
            return None, None
        if _size(node, {}) > MOST:
            raise ValueError(f"записи со ссылками «*» составляют больше {MOST} значений, выпишите их без ссылок")
        return reading.construct_document(node), node
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    finally:
        reading.dispose()


def _refuse_unusual(path: Path) -> None:
    kind = path.stat()
    if not stat.S_ISREG(kind.st_mode):
        raise ValueError("это не обычный файл; положите на его место сам файл")
    if kind.st_size > LARGEST:
        raise ValueError(f"файл больше {LARGEST >> 20} МБ; оставьте в нём только нужные записи")


def _refuse_strange(text: str) -> None:
    """One pass over the events, which holds nothing: depth, and tags («!!set», «!!python/…»), which nobody needs."""
    deep = 0
    event: Any
    for event in yaml.parse(text, Loader=_EVENTS):
        if getattr(event, "tag", None) and event.implicit in (False, (False, False)):
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise ValueError(f"строка {event.start_mark.line + 1}: метка «{tag}» не читается, уберите её")
        deep += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if deep > DEEPEST:
            raise ValueError(TOO_DEEP)


def _size(node: Any, known: dict[int, int]) -> int:
    """How many values the node stands for. Raises RecursionError for one that holds itself."""
    if id(node) in known:
        if not known[id(node)]:
            raise RecursionError
        return known[id(node)]
    known[id(node)] = 0
    known[id(node)] = 1 + sum(_size(one, known) for one in _parts(node))
    return known[id(node)]


def _parts(node: Any) -> Iterator[Any]:
    """Keys and values of a mapping, members of a list, nothing of a scalar."""
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from pair
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value
