"""Fields of dataset.yaml -> those that hold a list where a word is due, or a word where a list is, in Russian."""

from collections.abc import Iterator
from typing import Any

_WORDS = {
    "file": ("region", "period", "title"),
    "table": ("file", "territory", "organisation", "period_column", "name", "value", "sheet", "source", "as_of"),
    "column": ("variable", "rows_of", "share_of", "as_of"),
}
_TEXTS = ("file", "territory", "organisation", "period_column", "name", "value", "variable", "rows_of", "share_of")
"""Words that are compared with titles, names of files or of variables: a number there needs quotation marks."""


def of_settings(settings: dict[str, Any]) -> list[str]:
    """What has a wrong shape in the whole file; its unknown and missing fields are told elsewhere."""
    tables = settings.get("tables")
    listed = [table for table in tables if isinstance(table, dict)] if isinstance(tables, list) else []
    words, keys = _words(settings, "file", "файл"), [_bare(key, where) for key, where in _bare_keys(settings, "файл")]
    return [*words, *(text for table in listed for text in of_table(table)), *keys]


def _bare_keys(value: Any, where: str) -> Iterator[tuple[Any, str]]:
    """Names of fields that are numbers, dates or nothing, with the place; titles of columns are told elsewhere."""
    if isinstance(value, list):
        for one in value:
            yield from _bare_keys(one, where)
    elif isinstance(value, dict):
        for key, one in value.items():
            if not isinstance(key, str) and not where.endswith("columns"):
                yield key, where
            yield from _bare_keys(one, f"{where}, {key}".removeprefix("файл, "))


def _bare(key: Any, where: str) -> str:
    return f'{where}: «{key}» – не имя поля; если это имя, возьмите его в кавычки: "{key}"'


def of_table(table: dict[str, Any]) -> list[str]:
    """What has a wrong shape in one entry of ``tables``."""
    where = f"таблица {table.get('file', '?')}"
    wrong = _words(table, "table", where)
    if not _maps_texts(table.get("rows", {})):
        wrong.append(f"{where}: в поле «rows» нужны записи «название строки: total» или «…: unassigned»")
    if not _are_texts(table.get("ignore", [])):
        wrong.append(f"{where}: в поле «ignore» нужен список заголовков")
    columns = table.get("columns")
    return wrong + [text for title, spec in _entries(columns) for text in _of_column(title, spec, where)]


def _of_column(title: Any, spec: Any, where: str) -> list[str]:
    here = f"{where}, столбец «{title}»"
    wrong = [] if isinstance(title, str) else [f"{here}: возьмите заголовок в кавычки"]
    if not isinstance(spec, dict):
        return wrong
    wrong += _words(spec, "column", here)
    if not _are_texts(spec.get("sum_of", [])):
        wrong.append(f"{here}: в поле «sum_of» нужен список величин")
    if not _maps_texts(spec.get("where", {})):
        wrong.append(f"{here}: в поле «where» нужны записи «столбец: значение»")
    if not isinstance(spec.get("values", ""), str):
        wrong.append(f"{here}: в поле «values» нужно слово")
    return wrong


def _words(given: dict[str, Any], kind: str, where: str) -> list[str]:
    there = ((key, given[key]) for key in _WORDS[kind] if key in given)
    return [
        f"{where}: в поле «{key}» нужно слово или число{_quoted(key)}"
        for key, value in there
        if not _is_word(key, value)
    ]


def _quoted(key: str) -> str:
    return ", число – в кавычках" if key in _TEXTS else ""


def _is_word(key: str, value: Any) -> bool:
    """A date, a number and a text are words; where words are compared, only a text that is not empty."""
    if key in _TEXTS:
        return isinstance(value, str) and bool(value)
    return value is not None and not isinstance(value, bool | list | dict | set | bytes)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _maps_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for pair in value.items() for one in pair)


def _entries(columns: Any) -> list[tuple[Any, Any]]:
    return list(columns.items()) if isinstance(columns, dict) else []
