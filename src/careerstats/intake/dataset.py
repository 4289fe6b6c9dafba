"""dataset.yaml -> a checked Dataset: what the folder says about itself."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from careerstats.catalogue.loading import read_yaml
from careerstats.errors import CatalogueError, DatasetError, UsageError
from careerstats.intake import (
    dates,
    entries,
    letter_settings,
    network_settings,
    recommendation_settings,
    shapes,
    snapshot_settings,
    targets,
)
from careerstats.intake.guards import inside
from careerstats.intake.participants.description import mistakes as participants_mistakes
from careerstats.model import period_span

_KEYS = {"title", "region", "period"}
_SOURCES = ("tables", "forms", "participants")
"""Where numbers come from: a dataset needs at least one of them, or a register."""

_REGISTERS = ("decisions", "cycle", "general", "practices", "partners", "joint")
"""Files that make a dataset also where there are no numbers: decisions.csv (xlsx …), cycle.yaml and so on."""

_OPTIONAL = {
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
_TABLE_KEYS = {"file", "columns"}
_TABLE_OPTIONAL = {
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


@dataclass(frozen=True)
class Dataset:
    """One folder under ``data/raw``; ``settings`` is its dataset.yaml."""

    name: str
    folder: Path
    settings: dict[str, Any] = field(repr=False)

    @property
    def region(self) -> str:
        return str(self.settings["region"])

    @property
    def period(self) -> str:
        return str(self.settings["period"])

    @property
    def has_numbers(self) -> bool:
        """Whether it says where to take numbers from; one of registers alone (decisions.csv, cycle.yaml) does not."""
        return any(self.settings.get(key) for key in _SOURCES)

    @property
    def tables(self) -> list[dict[str, Any]]:
        """Descriptions of its tables; none where it has only forms or lists of participants."""
        return list(self.settings.get("tables", ()))

    @property
    def catalogue(self) -> Path | None:
        path = self.folder / "catalogue.yaml"
        return path if path.exists() else None

    def file(self, name: str) -> Path:
        """Raises NotATableError for a name that leads out of the folder."""
        return inside(self.folder, name)


def find_dataset(project: Path, name: str) -> Path:
    """Folder of the dataset called ``name``; a misspelt name is answered with those there are."""
    raw = project / "data" / "raw"
    folder = raw / name
    if name and (folder / "dataset.yaml").is_file():
        return folder
    known = sorted(path.parent.name for path in raw.glob("*/dataset.yaml"))
    if folder.is_dir() and name:
        raise UsageError(f"В папке {folder} нет файла dataset.yaml: с него начинается набор данных.")
    raise UsageError(f"Набора данных «{name}» нет. Есть: {', '.join(known) or 'ни одного'} (папка {raw}).")


def open_dataset(project: Path, name: str) -> Dataset:
    """Raises UsageError for an unknown name and DatasetError for a dataset.yaml that cannot be used."""
    folder = find_dataset(project, name)
    try:
        settings = read_yaml(folder / "dataset.yaml")
    except CatalogueError as error:
        raise DatasetError(str(error)) from None
    mistakes = [*_put_dates(settings, "файл"), *_mistakes(settings, registers=_has_registers(folder))]
    if mistakes:
        raise DatasetError("dataset.yaml:\n" + "\n".join(f"– {text}" for text in mistakes))
    return Dataset(name, folder, settings)


def _put_dates(value: Any, where: str) -> list[str]:
    """Every field «date» in ISO form, every «period» too where it is a date (in place); those that are none."""
    if isinstance(value, list):
        return [text for one in value for text in _put_dates(one, where)]
    if not isinstance(value, dict):
        return []
    wrong = []
    for key, one in value.items():
        try:
            if key in ("date", "period") and one and not isinstance(one, dict | list):
                value[key] = dates.checked(one) if key == "date" else dates.iso(one)
            else:
                wrong += _put_dates(one, where)
        except ValueError as error:
            wrong.append(f"{where}, {key}: {error}")
    return wrong


def _has_registers(folder: Path) -> bool:
    return any(path.stem in _REGISTERS and path.is_file() for path in folder.iterdir())


def _mistakes(settings: Any, *, registers: bool = False) -> list[str]:
    if not isinstance(settings, dict):
        return ["файл пуст или не состоит из полей «имя: значение»"]
    wrong = _keys(settings, _KEYS, _KEYS | _OPTIONAL, "файл")
    if wrong:
        return wrong
    wrong += [*_period(settings["period"], "файл"), *_shapes(settings), *shapes.of_settings(settings)]
    if wrong:
        return wrong
    tables = settings.get("tables", [])
    if not isinstance(tables, list) or ("tables" in settings and not tables):
        return [*wrong, "tables: нужен список таблиц, каждая с «-»"]
    if not registers and not any(settings.get(key) for key in _SOURCES):
        return [*wrong, f"файл: нужно хотя бы одно из полей {', '.join(_SOURCES)}: из чего брать числа"]
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
    wrong = _keys(table, _TABLE_KEYS, _TABLE_KEYS | _TABLE_OPTIONAL, where)
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
        return [f"{where}: столбцу «{title}» нужно одно из {', '.join(_MEANINGS)}"]
    wrong = []
    if spec.get("values", "count") not in _VALUES:
        wrong.append(f"{where}: у столбца «{title}» в поле «values» можно {_LISTED}")
    if "breakdown" in spec and not _CATEGORY.fullmatch(str(spec["breakdown"])):
        wrong.append(f"{where}: у столбца «{title}» в поле «breakdown» нужно «признак=категория», например классы=9")
    if "breakdown" in spec and "breakdown" in table:
        wrong.append(f"{where}: «breakdown» записан и у таблицы, и у столбца «{title}»; оставьте одно")
    return wrong


def _period(period: Any, where: str) -> list[str]:
    try:
        period_span(str(period))
    except ValueError as error:
        return [f"{where}: {error}"]
    return []


def _keys(given: dict[str, Any], required: set[str], allowed: set[str], where: str) -> list[str]:
    missing, unknown = sorted(required - set(given)), sorted(set(given) - allowed)
    return [f"{where}: нет поля «{key}»" for key in missing] + [
        f"{where}: поле «{key}» неизвестно; можно: {', '.join(sorted(allowed))}" for key in unknown
    ]
