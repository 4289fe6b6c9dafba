"""A YAML file -> everything in it as the text that was written: nothing is guessed to be a date, a number or a flag."""

from pathlib import Path
from typing import Any

import yaml

from careerstats.catalogue import yaml_guard


class Texts(yaml.BaseLoader):
    """010 is no octal number, да and 12:30 are themselves; no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        twice = next((key for key in keys if isinstance(key, str) and keys.count(key) > 1), "")
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"«{twice}» записано дважды", node.start_mark)
        return super().construct_mapping(node, deep)


def read(path: Path, loader: type[Texts] = Texts) -> Any:
    """What the file holds. Raises ValueError that says, in Russian, why it cannot be used."""
    try:
        return yaml_guard.load(path, loader)
    except UnicodeDecodeError:
        raise ValueError("файл не в кодировке UTF-8, сохраните его в UTF-8") from None
    except yaml.YAMLError as error:
        raise ValueError(_unreadable(error)) from None


def _unreadable(error: yaml.YAMLError) -> str:
    mark, said = getattr(error, "problem_mark", None), str(getattr(error, "problem", "") or "")
    where = f"строка {mark.line + 1}: " if mark else ""
    return f"{where}{said if 'дважды' in said else 'запись YAML не читается, проверьте отступы, двоеточия и кавычки'}"
