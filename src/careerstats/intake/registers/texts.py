"""A YAML side file -> its entries as plain texts that know their lines; nothing is guessed to be a date or a number."""

from pathlib import Path
from typing import Any

import yaml

from careerstats.intake import cells, yaml_texts

Row = dict[str, Any]

LINE = "(строка)"
"""Key under which a record keeps the number of its first line: no field of a file can be called so."""


class _Lined(yaml_texts.Texts):
    """A record knows its line."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        return super().construct_mapping(node, deep) | {LINE: node.start_mark.line + 1}


def read_texts(path: Path) -> Row | str:
    """The file's fields; of a file that cannot be used, why (in Russian)."""
    try:
        found = yaml_texts.read(path, _Lined)
    except ValueError as error:
        return str(error)
    return found if isinstance(found, dict) else "нужны поля «имя: значение»"


def text(entry: Row, key: str) -> str:
    """A field as one line; empty where it is not given or is no text."""
    value = entry.get(key)
    return cells.normal_text(value) if isinstance(value, str) else ""


def texts(entry: Row, key: str) -> list[str]:
    """A field that holds one text or a list of them; other things in the list are left out."""
    value = entry.get(key)
    listed = value if isinstance(value, list) else [value]
    return [cells.normal_text(one) for one in listed if isinstance(one, str) and one.strip()]


def records(entry: Row, key: str) -> list[Row]:
    """A field that holds a list of records; what is no record is left out (see ``no_records``)."""
    value = entry.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def no_records(entry: Row, key: str) -> bool:
    """Whether a field that should hold a list of records holds something else."""
    value = entry.get(key)
    if value in (None, ""):
        return False
    return not isinstance(value, list) or any(not isinstance(one, dict) for one in value)


def mapping(entry: Row, key: str) -> Row:
    """A field that holds fields, without its line; empty where it holds something else."""
    value = entry.get(key)
    return {name: one for name, one in value.items() if name != LINE} if isinstance(value, dict) else {}
