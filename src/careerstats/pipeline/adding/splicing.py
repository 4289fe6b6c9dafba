"""Text of dataset.yaml and one change -> the text with all else as it was, byte for byte: comments, order, marks.

Entries are put in by lines, at places that the parser's marks give. Whatever comes out is read again: it must say what
was there before and the change, and nothing else.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from careerstats.errors import DatasetError

WIDEST = 4096
"""Signs of a line: no heading is broken in two."""

_REFUSED = "dataset.yaml: запись не удалось вписать, не задев остального. Впишите сами в поле «{key}»:\n{text}"


def edited(path: Path, edit: Callable[[str], str]) -> str:
    """The file's text changed by ``edit``; the mark of its beginning and the ends of its lines stay as they were."""
    old = path.read_bytes().decode("utf-8")
    text = edit(old.removeprefix(_BOM).replace("\r\n", "\n"))
    text = text.replace("\n", "\r\n") if "\r\n" in old else text
    return _BOM + text if old.startswith(_BOM) else text


_BOM = "\ufeff"


def with_entry(text: str, key: str, entry: dict[str, object]) -> str:
    """One more item at the end of the list ``key``, begun where there is none, written out where it is one line."""
    file = _File(text)
    node = file.value(key)
    items = file.fields[key] = [*(file.fields.get(key) or []), entry]
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        last = node.value[-1]
        file.insert(_last_line(last) + 1, _item(entry, file.dash(last)))
    else:
        new = "".join(_item(item, 2) for item in items)
        file.replace(key, f"{key}:\n{new}", behind="tables" if key != "tables" else "period")
    return file.checked(key, entry)


def with_member(text: str, key: str, name: str, entry: dict[str, object]) -> str:
    """One more named entry among those of ``key``, which is begun where there is none."""
    file = _File(text)
    node = file.value(key)
    file.fields[key] = {**(file.fields.get(key) or {}), name: entry}
    if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
        margin = " " * node.value[-1][0].start_mark.column
        new = "".join(f"{margin}{line}\n" for line in dumped({name: entry}).splitlines())
        file.insert(_last_line(node) + 1, new)
    elif node is not None:
        raise _refused(key, dumped({name: entry}))
    else:
        block = yaml.safe_dump({key: {name: entry}}, allow_unicode=True, sort_keys=False, width=WIDEST)
        file.insert(len(file.lines), block)
    return file.checked(key, entry)


def with_record(text: str, key: str, record: dict[str, object] | list[str]) -> str:
    """A field of the file on one line, behind the tables; in place of what it was."""
    file = _File(text)
    file.fields[key] = record
    said = yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=WIDEST, default_flow_style=True).strip()
    file.replace(key, f"{key}: {said}\n", behind="tables")
    return file.checked(key, {key: record})


def with_word(text: str, key: str, word: str) -> str:
    """One more word in a list of words."""
    file = _File(text)
    node = file.value(key)
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise _refused(key, word)
    file.fields[key] = [*file.fields[key], word]
    last = node.value[-1]
    if node.flow_style:
        end = last.end_mark
        line = file.lines[end.line]
        file.lines[end.line] = f"{line[: end.column]}, {_scalar(word)}{line[end.column :]}"
    else:
        file.insert(_last_line(last) + 1, f"{' ' * file.dash(last)}- {_scalar(word)}\n")
    return file.checked(key, {key: word})


def without_entry(text: str, key: str, number: int) -> str:
    """The list without its item; a list that has no other goes with it."""
    file = _File(text)
    node = file.value(key)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        raise _refused(key, f"(без записи {number + 1})")
    if len(node.value) == 1:
        del file.fields[key]
        file.replace(key, "")
    else:
        item = node.value[number]
        del file.lines[item.start_mark.line : _last_line(item) + 1], file.fields[key][number]
    return file.checked(key, {})


def with_field(text: str, key: str, number: int, field: str, value: str) -> str:
    """A field of an item of the list, put behind its ``file`` (or in place of what it was)."""
    file = _File(text)
    node = file.value(key)
    assert isinstance(node, yaml.SequenceNode)
    item = node.value[number]
    file.fields[key][number][field] = value
    if not isinstance(item, yaml.MappingNode) or item.flow_style:
        raise _refused(key, _pair(field, value))
    own = next((pair for pair in item.value if pair[0].value == field), None)
    if own:
        file.rewrite(own[1], value)
    else:
        first = item.value[0]
        file.insert(_last_line(first[1]) + 1, f"{' ' * item.start_mark.column}{_pair(field, value)}")
    return file.checked(key, {field: value})


def with_value(text: str, key: str, value: str) -> str:
    """A field of the file itself, which stands there already."""
    file = _File(text)
    node = file.value(key)
    if not isinstance(node, yaml.ScalarNode):
        raise _refused(key, _pair(key, value))
    file.rewrite(node, value)
    file.fields[key] = value
    return file.checked(key, {key: value})


class _File:
    """Lines that are changed, and ``fields``, changed as they are parsed: what the new text is then held against."""

    def __init__(self, text: str) -> None:
        node = yaml.compose(text, Loader=yaml.SafeLoader) or yaml.MappingNode("tag:yaml.org,2002:map", [])
        if not isinstance(node, yaml.MappingNode):
            raise DatasetError(
                "dataset.yaml пуст или не состоит из полей «имя: значение». Создайте его: careerstats init."
            )
        self.fields: dict[str, Any] = yaml.safe_load(text) or {}
        self.lines = text.splitlines(keepends=True)
        self._pairs: dict[str, tuple[yaml.Node, yaml.Node]] = {key.value: (key, value) for key, value in node.value}

    def value(self, key: str) -> yaml.Node | None:
        return self._pairs[key][1] if key in self._pairs else None

    def dash(self, item: yaml.Node) -> int:
        """The column in which the «-» of an item stands."""
        return self.lines[item.start_mark.line].index("-")

    def insert(self, at: int, new: str) -> None:
        before = self.lines[at - 1] if at else ""
        self.lines.insert(at, new if not before or before.endswith("\n") else f"\n{new}")

    def replace(self, key: str, new: str, behind: str = "") -> None:
        """A whole field; where there is none yet, ``behind`` another, or the last one where that is not there."""
        if key in self._pairs:
            name, value = self._pairs[key]
            at = name.start_mark.line
            del self.lines[at : _last_line(value) + 1]
        else:
            others = [pair[1] for name, pair in self._pairs.items() if name == behind] or [
                value for _, value in self._pairs.values()
            ]
            at = _last_line(others[-1]) + 1 if others else len(self.lines)
        self.insert(at, new)

    def rewrite(self, node: yaml.Node, value: str) -> None:
        """A value on one line in place of another."""
        start, end = node.start_mark, node.end_mark
        if start.line != end.line:
            raise _refused("period", value)
        line = self.lines[start.line]
        self.lines[start.line] = f"{line[: start.column]}{_scalar(value)}{line[end.column :]}"

    def checked(self, key: str, entry: dict[str, object]) -> str:
        """The new text, if it says what was there and the change. Raises DatasetError with what to write by hand."""
        new = "".join(self.lines)
        try:
            came_out = yaml.safe_load(new)
        except yaml.YAMLError:
            came_out = None
        if came_out != self.fields:
            raise _refused(key, dumped([entry]))
        return new


# ---- lines


def dumped(value: object) -> str:
    """YAML of a value, its innermost parts on one line each."""
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=WIDEST, default_flow_style=None)


def _item(entry: dict[str, object], dash: int) -> str:
    """An item of a list whose «-» stands in this column."""
    lines = dumped(entry).splitlines()
    if len(lines) == 1 and lines[0].startswith("{"):  # a record of single values only
        lines = [line for key, value in entry.items() for line in dumped({key: value}).strip().strip("{}").splitlines()]
    return "".join(f"{' ' * dash}{'- ' if at == 0 else '  '}{line}\n" for at, line in enumerate(lines))


def _scalar(value: str) -> str:
    """A word as YAML writes it, in quotes where it needs them."""
    return dumped([value]).strip().strip("[]")


def _pair(key: str, value: str) -> str:
    return f"{dumped({key: value}).strip().strip('{}')}\n"


def _last_line(node: yaml.Node) -> int:
    """The last line on which something of a value stands; comments behind it are nobody's."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        mark = node.end_mark
        return int(mark.line - 1 if mark.column == 0 and mark.line > node.start_mark.line else mark.line)
    children = [pair[1] for pair in node.value] if isinstance(node, yaml.MappingNode) else node.value
    keys = [pair[0].end_mark.line for pair in node.value] if isinstance(node, yaml.MappingNode) else []
    return max(*keys, *map(_last_line, children)) if keys else max(map(_last_line, children))


def _refused(key: str, text: str) -> DatasetError:
    return DatasetError(_REFUSED.format(key=key, text=text))
