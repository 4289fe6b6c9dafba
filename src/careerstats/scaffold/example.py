"""The fields of dataset.yaml as their records describe them -> the file that ``init`` writes, and its JSON schema."""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec.inspect
import msgspec.json

from careerstats.contracts.dataset import Settings
from careerstats.contracts.kinds import INSTEAD

SCHEMA = Path(__file__).with_name("dataset.schema.json")
"""What editors complete and check dataset.yaml by; made by tools/make_reference.py."""

HEAD = """\
# yaml-language-server: $$schema=dataset.schema.json
# Набор данных: что здесь лежит и как это читать. Записан командой careerstats init.
# Обязательны title, region, period и откуда брать числа: tables, forms или participants. Остальное – по желанию.
# Строки, которые начинаются с «##», – примеры: чтобы включить запись, сотрите «##» у всех её строк.
# Отступы важны: запись внутри другой начинается на два пробела правее. Проверка: careerstats check $name
# Страницы docs/… – документация; она ставится вместе с программой, её папку называет careerstats doctor.
"""
WIDE = 120


def template() -> str:
    """Every field with what it is and an example; words with $ are of the new dataset."""
    described: Any = msgspec.inspect.type_info(Settings)
    return "\n".join([HEAD, *(f"{text}\n" for one in described.fields for text in _of_field(one.type))])


def _of_field(kind: Any) -> Iterator[str]:
    extra = kind.extra
    if "heading" in extra:
        yield f"# ---- {extra['heading']}"
    told = textwrap.wrap(f"# {kind.extra_json_schema['description']}", WIDE, subsequent_indent="# ")
    yield "\n".join([*told, extra["written"]])


def schema() -> str:
    """JSON Schema of dataset.yaml with Russian descriptions, as text."""
    parts = msgspec.json.schema(Settings)
    for part in parts["$defs"].values():
        del part["title"], part["description"]  # names and docstrings of the code
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_as_written(parts)}
    text = msgspec.json.format(msgspec.json.encode(described), indent=1).decode()
    return re.sub(r"\$name\b", "НАБОР", text) + "\n"


def _as_written(part: Any) -> Any:
    """What YAML may hold where the records hold texts."""
    if isinstance(part, dict):
        return {key: _as_written(one) for key, one in (part | part.get(INSTEAD, {})).items() if key != INSTEAD}
    return [_as_written(one) for one in part] if isinstance(part, list) else part
