"""A YAML file that somebody sent -> its value and its lines, if it is an ordinary file whose aliases are few.

A few hundred bytes of aliases of aliases stand for more values than fit in any memory («billion laughs»), and a list
may hold itself: both are refused before anything walks through them.
"""

import stat
from collections.abc import Hashable, Iterator
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

_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, ten times faster, where PyYAML has it


class _Loader(_SAFE):  # type: ignore[misc]
    """Safe YAML without dates; a key written twice is an error, because the last one would win in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        seen = set()
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag == "tag:yaml.org,2002:merge":
                continue
            key = self.construct_object(key_node)
            if key in seen:
                line = key_node.start_mark.line + 1
                raise UnreadableError(f"строка {line}: «{key}» записано дважды, оставьте одно")
            seen.add(key)
        result: dict[Hashable, object] = super().construct_mapping(node, deep)
        return result


_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


class UnreadableError(ValueError):
    """Why a file cannot be used, in Russian, with the line where there is one."""


def read(path: Path) -> tuple[object, yaml.Node | None]:
    """The value of the only document and its nodes, which know their lines; dates are texts. Raises UnreadableError."""
    try:
        return _composed(path)
    except UnreadableError:
        raise
    except UnicodeDecodeError:
        raise UnreadableError("файл не в кодировке UTF-8, сохраните его в UTF-8") from None
    except ValueError:
        what = "дата или число, каких не бывает: исправьте или возьмите в кавычки"
        raise UnreadableError(what) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"строка {mark.line + 1}: " if mark else ""
        what = "запись YAML не читается, проверьте отступы, двоеточия и кавычки"
        raise UnreadableError(f"{where}{what}") from None


def scalars(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """All names and single values of what was read, where they stand."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif node is not None:
        for part in _parts(node):
            yield from scalars(part)


def _composed(path: Path) -> tuple[object, yaml.Node | None]:
    _refuse_unusual(path)
    text = path.read_text(encoding="utf-8-sig")
    _refuse_strange(text)
    reading = _Loader(text)
    try:
        node = reading.get_single_node()
        if node is None:
            return None, None
        if _size(node, {}) > MOST:
            raise UnreadableError(f"записи со ссылками «*» составляют больше {MOST} значений, выпишите их без ссылок")
        return reading.construct_document(node), node
    except RecursionError:
        raise UnreadableError(TOO_DEEP) from None
    finally:
        reading.dispose()


def _refuse_unusual(path: Path) -> None:
    kind = path.stat()
    if not stat.S_ISREG(kind.st_mode):
        raise UnreadableError("это не обычный файл; положите на его место сам файл")
    if kind.st_size > LARGEST:
        raise UnreadableError(f"файл больше {LARGEST >> 20} МБ; оставьте в нём только нужные записи")


def _refuse_strange(text: str) -> None:
    """One pass over the events, which holds nothing: depth, and tags («!!set», «!!python/…»), which nobody needs."""
    deep = 0
    event: Any
    for event in yaml.parse(text, Loader=_SAFE):
        if getattr(event, "tag", None) and event.implicit in (False, (False, False)):
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise UnreadableError(f"строка {event.start_mark.line + 1}: метка «{tag}» не читается, уберите её")
        deep += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if deep > DEEPEST:
            raise UnreadableError(TOO_DEEP)


def _size(node: yaml.Node, known: dict[int, int]) -> int:
    """How many values the node stands for. Raises RecursionError for one that holds itself."""
    if id(node) in known:
        if not known[id(node)]:
            raise RecursionError
        return known[id(node)]
    known[id(node)] = 0
    known[id(node)] = 1 + sum(_size(part, known) for part in _parts(node))
    return known[id(node)]


def _parts(node: yaml.Node) -> Iterator[yaml.Node]:
    """Keys and values of a mapping, members of a list, nothing of a scalar."""
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from pair
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value
