"""The files of a dataset as their records describe them -> those that ``init`` writes, and the JSON schema of each."""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec.inspect
import msgspec.json

from careerstats.contracts.files import FILES
from careerstats.contracts.kinds import INSTEAD, UNWRITTEN

SCHEMAS = Path(__file__).with_name("schemas")
"""What editors complete and check these files by; made by tools/make_reference.py."""

HEADS = {
    "dataset.yaml": """\
# Набор данных: что здесь лежит и как это читать. Записан командой careerstats init.
# Обязательны title, region, period и откуда брать числа: tables, forms или participants. Остальное – по желанию.
# Строки, которые начинаются с «##», – примеры: чтобы включить запись, сотрите «##» у всех её строк.
# Отступы важны: запись внутри другой начинается на два пробела правее. Проверка: careerstats check $name
# Страницы docs/… – документация; она ставится вместе с программой, её папку называет careerstats doctor.
""",
    "cycle.yaml": """\
# Документы управленческого цикла, шаги года, письма. Всё по желанию; поля – в docs/files.md и docs/registers.md.
# Строки с «##» – примеры: сотрите «##» у записи, чтобы её включить. Имён людей здесь не бывает, только должности.
""",
    "recommendations.yaml": """\
# Рекомендации. Поля объяснены в docs/files.md, условия (when) – в docs/registers.md, раздел «Рекомендации».
# Строки с «##» – примеры: сотрите «##» у записи, чтобы её включить.
""",
}
"""File that ``init`` writes → its first lines; words with $ are of the new dataset."""
WIDE = 120


def templates() -> dict[str, str]:
    """File → its fields with what they are and an example; words with $ are of the new dataset."""
    models = {file.name: file for file in FILES}
    return {name: _template(models[name].schema, models[name].model, head) for name, head in HEADS.items()}


def _template(schema: str, model: Any, head: str) -> str:
    described: Any = msgspec.inspect.type_info(model)
    fields = [text for field in described.fields for text in _of_field(field.type)]
    return "\n".join([f"# yaml-language-server: $$schema=schemas/{schema}\n{head}", *(f"{text}\n" for text in fields)])


def _of_field(kind: Any) -> Iterator[str]:
    extra = kind.extra or {}
    if "heading" in extra:
        yield f"# ---- {extra['heading']}"
    if "written" in extra:
        comment = textwrap.wrap(f"# {kind.extra_json_schema['description']}", WIDE, subsequent_indent="# ")
        yield "\n".join([*comment, extra["written"]])


def schemas() -> dict[str, str]:
    """Name of a JSON schema with Russian descriptions → its text."""
    return {file.schema: _schema(file.model) for file in FILES}


def _schema(model: Any) -> str:
    parts = msgspec.json.schema(model)
    for part in parts["$defs"].values():
        del part["title"], part["description"]  # names and docstrings of the code
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_as_written(parts)}
    text = msgspec.json.format(msgspec.json.encode(described), indent=1).decode()
    return re.sub(r"\$name\b", "НАБОР", text) + "\n"


def _as_written(part: Any) -> Any:
    """What YAML may hold where the records hold texts, without what nobody writes."""
    if isinstance(part, dict):
        whole = part | part.get(INSTEAD, {})
        return {key: _as_written(part) for key, part in whole.items() if key != INSTEAD and not _unwritten(part)}
    return [_as_written(entry) for entry in part] if isinstance(part, list) else part


def _unwritten(part: Any) -> bool:
    return isinstance(part, dict) and UNWRITTEN in part
