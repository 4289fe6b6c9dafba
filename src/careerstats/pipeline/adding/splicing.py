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


File = dict[str, Any]
"""The fields of a whole file as they are parsed, to be changed in a way that the new text is then held against."""

_BOM = "\ufeff"


def with_entry(text: str, key: str, entry: dict[str, object]) -> str:
    """One more item at the end of the list ``key``, begun where there is none, written out where it is one line."""
    fields, node, lines = _parsed(text), _value(text, key), text.splitlines(keepends=True)
    items = fields[key] = [*(fields.get(key) or []), entry]
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        dash = _dash(lines, node.value[-1])
        at = _last_line(node.value[-1]) + 1
        return _checked(_inserted(lines, at, _item(entry, dash)), fields, key, entry)
    at = _end_of(text, "tables" if key != "tables" else "period") if node is None else _line_of(text, key)
    lines = lines if node is None else _without(lines, text, key)
    new = "".join(_item(item, 2) for item in items)
    return _checked(_inserted(lines, at, f"{key}:\n{new}"), fields, key, entry)


def with_member(text: str, key: str, name: str, entry: dict[str, object]) -> str:
    """One more named entry among those of ``key``, which is begun where there is none."""
    fields, node, lines = _parsed(text), _value(text, key), text.splitlines(keepends=True)
    fields[key] = {**(fields.get(key) or {}), name: entry}
    if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
        margin = " " * node.value[-1][0].start_mark.column
        new = "".join(f"{margin}{line}\n" for line in dumped({name: entry}).splitlines())
        return _checked(_inserted(lines, _last_line(node) + 1, new), fields, key, entry)
    if node is not None:
        raise DatasetError(_REFUSED.format(key=key, text=dumped({name: entry})))
    block = yaml.safe_dump({key: {name: entry}}, allow_unicode=True, sort_keys=False, width=WIDEST)
    return _checked(_inserted(lines, len(lines), block), fields, key, entry)


def with_record(text: str, key: str, record: dict[str, object] | list[str]) -> str:
    """A field of the file on one line, behind the tables; in place of what it was."""
    fields, lines = _parsed(text), text.splitlines(keepends=True)
    at = _line_of(text, key) if key in fields else _end_of(text, "tables")
    lines = _without(lines, text, key) if key in fields else lines
    fields[key] = record
    said = yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=WIDEST, default_flow_style=True).strip()
    return _checked(_inserted(lines, at, f"{key}: {said}\n"), fields, key, {key: record})


def with_word(text: str, key: str, word: str) -> str:
    """One more word in a list of words."""
    fields, node, lines = _parsed(text), _value(text, key), text.splitlines(keepends=True)
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise DatasetError(_REFUSED.format(key=key, text=word))
    fields[key] = [*fields[key], word]
    last = node.value[-1]
    if node.flow_style:
        end = last.end_mark
        line = lines[end.line]
        lines[end.line] = f"{line[: end.column]}, {_scalar(word)}{line[end.column :]}"
    else:
        lines.insert(_last_line(last) + 1, f"{' ' * _dash(lines, last)}- {_scalar(word)}\n")
    return _checked("".join(lines), fields, key, {key: word})


def without_entry(text: str, key: str, number: int) -> str:
    """The list without its item; a list that has no other goes with it."""
    fields, node, lines = _parsed(text), _value(text, key), text.splitlines(keepends=True)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        raise DatasetError(_REFUSED.format(key=key, text=f"(без записи {number + 1})"))
    if len(node.value) == 1:
        del fields[key]
        return _checked("".join(_without(lines, text, key)), fields, key, {})
    item = node.value[number]
    del lines[item.start_mark.line : _last_line(item) + 1], fields[key][number]
    return _checked("".join(lines), fields, key, {})


def with_field(text: str, key: str, number: int, field: str, value: str) -> str:
    """A field of an item of the list, put behind its ``file`` (or in place of what it was)."""
    fields, node, lines = _parsed(text), _value(text, key), text.splitlines(keepends=True)
    assert isinstance(node, yaml.SequenceNode)
    item = node.value[number]
    fields[key][number][field] = value
    if not isinstance(item, yaml.MappingNode) or item.flow_style:
        raise DatasetError(_REFUSED.format(key=key, text=_pair(field, value)))
    own = next((pair for pair in item.value if pair[0].value == field), None)
    if own:
        _replace(lines, own[1], value)
    else:
        first = item.value[0]
        lines.insert(_last_line(first[1]) + 1, f"{' ' * item.start_mark.column}{_pair(field, value)}")
    return _checked("".join(lines), fields, key, {field: value})


def with_value(text: str, key: str, value: str) -> str:
    """A field of the file itself, which stands there already."""
    fields, node, lines = _parsed(text), _value(text, key), text.splitlines(keepends=True)
    if not isinstance(node, yaml.ScalarNode):
        raise DatasetError(_REFUSED.format(key=key, text=_pair(key, value)))
    _replace(lines, node, value)
    return _checked("".join(lines), fields | {key: value}, key, {key: value})


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


def _root(text: str) -> yaml.MappingNode:
    node = yaml.compose(text, Loader=yaml.SafeLoader) or yaml.MappingNode("tag:yaml.org,2002:map", [])
    if not isinstance(node, yaml.MappingNode):
        raise DatasetError("dataset.yaml пуст или не состоит из полей «имя: значение». Создайте его: careerstats init.")
    return node


def _pairs(text: str) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    return {key.value: (key, value) for key, value in _root(text).value}


def _value(text: str, key: str) -> yaml.Node | None:
    pair = _pairs(text).get(key)
    return pair[1] if pair else None


def _line_of(text: str, key: str) -> int:
    return int(_pairs(text)[key][0].start_mark.line)


def _end_of(text: str, key: str) -> int:
    """The line behind a field; behind the last one where there is no such field."""
    pairs = _pairs(text)
    if not pairs:
        return len(text.splitlines())
    value = pairs[key][1] if key in pairs else list(pairs.values())[-1][1]
    return _last_line(value) + 1


def _last_line(node: yaml.Node) -> int:
    """The last line on which something of a value stands; comments behind it are nobody's."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        mark = node.end_mark
        return int(mark.line - 1 if mark.column == 0 and mark.line > node.start_mark.line else mark.line)
    children = [pair[1] for pair in node.value] if isinstance(node, yaml.MappingNode) else node.value
    keys = [pair[0].end_mark.line for pair in node.value] if isinstance(node, yaml.MappingNode) else []
    return max(*keys, *map(_last_line, children)) if keys else max(map(_last_line, children))


def _dash(lines: list[str], item: yaml.Node) -> int:
    return lines[item.start_mark.line].index("-")


def _without(lines: list[str], text: str, key: str) -> list[str]:
    first, last = _pairs(text)[key][0].start_mark.line, _last_line(_pairs(text)[key][1])
    return lines[:first] + lines[last + 1 :]


def _replace(lines: list[str], node: yaml.Node, value: str) -> None:
    """A value on one line in place of another."""
    start, end = node.start_mark, node.end_mark
    if start.line != end.line:
        raise DatasetError(_REFUSED.format(key="period", text=value))
    line = lines[start.line]
    lines[start.line] = f"{line[: start.column]}{_scalar(value)}{line[end.column :]}"


def _inserted(lines: list[str], at: int, new: str) -> str:
    before = "".join(lines[:at])
    return f"{before}{'' if not before or before.endswith(chr(10)) else chr(10)}{new}{''.join(lines[at:])}"


def _parsed(text: str) -> File:
    fields: File = yaml.safe_load(text) or {}
    return fields


def _checked(new: str, expected: File, key: str, entry: dict[str, object]) -> str:
    """The new text, if it says what was there and the change. Raises DatasetError with what to write by hand."""
    try:
        came_out = yaml.safe_load(new)
    except yaml.YAMLError:
        came_out = None
    if came_out != expected:
        raise DatasetError(_REFUSED.format(key=key, text=dumped([entry])))
    return new
