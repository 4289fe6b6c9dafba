"""The fields of a dataset.yaml -> what is wrong with them, in words."""

import re
from collections.abc import Iterable
from typing import Any

from careerstats.intake import (
    entries,
    letter_settings,
    network_settings,
    recommendation_settings,
    shapes,
    snapshot_settings,
    targets,
)
from careerstats.intake.participants.description import mistakes as participants_mistakes
from careerstats.model import period_mistake

REQUIRED = {"title", "region", "period"}
SOURCES = ("tables", "forms", "participants")
"""Where numbers come from: a dataset needs at least one of them, or a register."""

OPTIONAL = {
    "tables",
    "synthetic",
    "date",
    "programme",
    "issuer",
    "letter",
    "subject",
    "indicators",
    "headline",
    "stages",
    "groups",
    "reserves",
    "caveats",
    "region_caveats",
    "difficulties",
    "signature",
    "peers",
    "branches",
    "captions",
    "events",
    "chain",
    "also",
    "not_collected",
    "profminimum",
    "goal_tasks",
    "participants",
    "forms",
    "sources",
    "deadline",
    "disclosure",
    "exchange",
    "network",
    "snapshots",
    "targets",
    "recommendations",
    "letterhead",
    "protocols",
}
TABLE_REQUIRED = {"file", "columns"}
TABLE_OPTIONAL = {
    "territory",
    "organisation",
    "breakdown",
    "period",
    "period_column",
    "rows",
    "ignore",
    "as_of",
    "source",
    "sheet",
    "name",
    "value",
}

_PROFMINIMUM = {"file", "organisation", "directions"}
_CATEGORY = re.compile(r"[^=]+=[^=]+")

_VALUES = {"count": "количество", "flag": "да/нет", "item": "пункт самодиагностики"}
_LISTED = ", ".join(f"{word} ({meaning})" for word, meaning in _VALUES.items())

_MEANINGS = ("variable", "sum_of", "rows_of")
"""What a column may be: a variable of the catalogue, a sum of variables, the number of rows of another file."""

_COLUMN = {*_MEANINGS, "as_of", "breakdown", "share_of", "values", "where"}


def mistakes(settings: Any, *, registers: bool = False) -> list[str]:
    if not isinstance(settings, dict):
        return ["файл пуст или не состоит из полей «имя: значение»"]
    wrong = _keys(settings, REQUIRED, REQUIRED | OPTIONAL, "файл")
    if wrong:
        return wrong
    wrong += [*_period(settings["period"], "файл"), *_shapes(settings), *shapes.of_settings(settings)]
    if wrong:
        return wrong
    tables = settings.get("tables", [])
    if not isinstance(tables, list) or ("tables" in settings and not tables):
        return [*wrong, "tables: нужен список таблиц, каждая с «-»"]
    if not registers and not any(settings.get(key) for key in SOURCES):
        return [*wrong, f"файл: нужно хотя бы одно из полей {', '.join(SOURCES)}: из чего брать числа"]
    return [
        *wrong,
        *(text for table in tables for text in _table(table)),
        *entries.of_entries(settings),
        *_profminimum(settings),
        *participants_mistakes(settings),
        *network_settings.mistakes(settings),
        *snapshot_settings.mistakes(settings, _table),
        *targets.mistakes(settings),
        *recommendation_settings.mistakes(settings),
        *letter_settings.mistakes(settings),
    ]


def _profminimum(settings: dict[str, Any]) -> list[str]:
    """What is wrong with the descriptions of the tables of the профминимум."""
    entries = settings.get("profminimum", [])
    if not _has_shape(entries, "список записей"):
        return []  # said already
    wrong = []
    for entry in entries:
        where = f"profminimum, таблица {entry.get('file', '?')}"
        wrong += _keys(entry, _PROFMINIMUM, _PROFMINIMUM | {"claimed", "hours", "period", "sheet"}, where)
        wrong += _period(entry["period"], where) if "period" in entry else []
        if not isinstance(entry.get("directions", {}), dict):
            wrong.append(f"{where}: в поле «directions» нужны записи «направление: заголовок столбца»")
    return wrong


_SHAPES = {
    "список": (
        *("indicators", "headline", "reserves", "also", "caveats", "region_caveats", "not_collected", "branches"),
        "goal_tasks",
    ),
    "список записей": ("difficulties", "stages", "chain", "profminimum", "events"),
    "записи «имя: значение»": (
        "programme",
        "issuer",
        "letter",
        "subject",
        "captions",
        "peers",
        "groups",
        "signature",
        "sources",
    ),
}
"""What each optional field must be: a list of texts, a list of entries, entries."""


def _shapes(settings: dict[str, Any]) -> list[str]:
    given = ((shape, key) for shape, keys in _SHAPES.items() for key in keys if key in settings)
    return [f"{key}: нужен {shape}" for shape, key in given if not _has_shape(settings[key], shape)]


def _has_shape(value: Any, shape: str) -> bool:
    if shape not in ("список", "список записей"):
        return isinstance(value, dict)
    wanted = str if shape == "список" else dict
    return isinstance(value, list) and all(isinstance(one, wanted) for one in value)


def _table(table: Any) -> list[str]:
    if not isinstance(table, dict):
        return [f"tables: «{table}» – не описание таблицы, нужны поля «имя: значение»"]
    where = f"таблица {table.get('file', '?')}"
    wrong = _keys(table, TABLE_REQUIRED, TABLE_REQUIRED | TABLE_OPTIONAL, where)
    if ("name" in table) != ("value" in table):
        wrong.append(f"{where}: поля «name» и «value» нужны вместе")
    wrong += _period(table["period"], where) if "period" in table else []
    wrong += _axis(table.get("breakdown", {}), where)
    return wrong or _columns(table, where)


def _axis(breakdown: Any, where: str) -> list[str]:
    """One row = one category of one axis: {компетенция: заголовок столбца}."""
    if isinstance(breakdown, dict) and len(breakdown) < 2 and all(isinstance(one, str) for one in breakdown.values()):
        return []
    return [f"{where}: в поле «breakdown» нужна одна запись «признак: заголовок столбца»"]


def _columns(table: dict[str, Any], where: str) -> list[str]:
    if not isinstance(table["columns"], dict):
        return [f"{where}: в поле «columns» нужны записи «заголовок: {{variable: …}}»"]
    return [text for title, spec in table["columns"].items() for text in _column(title, spec, table, where)]


def _column(title: str, spec: Any, table: dict[str, Any], where: str) -> list[str]:
    if not isinstance(spec, dict) or not any(key in spec for key in _MEANINGS):
        hint = _alike(spec, _MEANINGS) if isinstance(spec, dict) else ""
        return [f"{where}: столбцу «{title}» нужно одно из {', '.join(_MEANINGS)}{hint}"]
    wrong = _keys(spec, set(), _COLUMN, f"{where}, столбец «{title}»")
    if spec.get("values", "count") not in _VALUES:
        wrong.append(f"{where}: у столбца «{title}» в поле «values» можно {_LISTED}")
    if "breakdown" in spec and not _CATEGORY.fullmatch(str(spec["breakdown"])):
        wrong.append(f"{where}: у столбца «{title}» в поле «breakdown» нужно «признак=категория», например классы=9")
    if "breakdown" in spec and "breakdown" in table:
        wrong.append(f"{where}: «breakdown» записан и у таблицы, и у столбца «{title}»; оставьте одно")
    return wrong


def _period(period: Any, where: str) -> list[str]:
    why = period_mistake(str(period))
    return [f"{where}: {why}"] if why else []


def _keys(given: dict[str, Any], required: set[str], allowed: set[str], where: str) -> list[str]:
    missing, unknown = sorted(required - set(given)), sorted(map(str, set(given) - allowed))
    return [f"{where}: нет поля «{key}»" for key in missing] + [
        f"{where}: поле «{key}» неизвестно{_alike([key], allowed)}; можно: {', '.join(sorted(allowed))}"
        for key in unknown
    ]


def _alike(written: Iterable[object], known: Iterable[str]) -> str:
    """« (возможно, имелось в виду: as_of)» of the first word that resembles a known one; empty where none does."""
    from rapidfuzz import process

    found = (process.extractOne(str(word), sorted(known), score_cutoff=60) for word in written)
    close = next(filter(None, found), None)
    return f" (возможно, имелось в виду: {close[0]})" if close else ""
