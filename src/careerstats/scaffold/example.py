"""The fields of dataset.yaml as their records describe them -> the file that ``init`` writes, with words to fill in."""

import textwrap
from collections.abc import Iterator
from typing import Any

import msgspec.inspect

from careerstats.contracts.dataset import Settings

HEAD = """\
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
