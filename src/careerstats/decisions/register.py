"""recommendations.yaml of a dataset, or the shipped one -> the checked register of recommendations."""

from pathlib import Path
from typing import Any

import msgspec

from careerstats.catalogue.loading import read_yaml
from careerstats.contracts.recommendations import Register
from careerstats.errors import CatalogueError, DatasetError

Entry = dict[str, Any]

SHIPPED = Path(__file__).with_name("recommendations.yaml")

_EMPTY: Entry = {"addressees": {}, "municipality": [], "region": [], "plan": [], "region_plan": [], "activities": {}}
_PLANS = {"plan": "municipality", "region_plan": "region"}
_LISTS = ("municipality", "region", "plan", "region_plan")
_RECOMMENDATION = ("id", "to", "text", "when", "term")
_MORE = ("ground", "letter", "group", "each", "aim", "activity", "measure", "indicators", "source", "status")
_LINE = ("activity", "from", "measure", "term")
_TEXTS = ("text", "term", "ground", "measure")
_STATUS = ("official", "practice", "proposed")


def read_register(path: Path) -> Register:
    """The dataset's recommendations; a dataset without the file has the shipped ones, with ``base: shipped`` both.

    Raises DatasetError with everything that is wrong with an entry, naming it.
    """
    if not path.exists():
        return _checked(_read(SHIPPED), SHIPPED.name)
    own = _read(path)
    base = own.pop("base", "")
    if base not in ("", "shipped"):
        raise DatasetError(f"{path.name}, base: «{base}» неизвестно, можно shipped (поставляемые рекомендации)")
    return _checked(over(_read(SHIPPED), own) if base else _EMPTY | own, path.name)


def over(base: Entry, own: Entry) -> Entry:
    """``base`` with the entries of a dataset laid over it: the same id replaces, a new one is added."""
    merged = dict(base)
    for key, value in own.items():
        if isinstance(value, dict):
            merged[key] = merged.get(key, {}) | value
        elif key in ("municipality", "region") and _is_list_of_entries(value):
            ours = {one.get("id"): one for one in value}
            kept = [ours.pop(one["id"], one) for one in merged.get(key, [])]
            merged[key] = [*kept, *ours.values()]
        else:
            merged[key] = [*merged.get(key, []), *value] if isinstance(value, list) else value
    return _EMPTY | merged


def _is_list_of_entries(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _read(path: Path) -> Entry:
    try:
        register = read_yaml(path) or {}
    except CatalogueError as error:
        raise DatasetError(str(error)) from None
    if not isinstance(register, dict):
        raise DatasetError(f"{path.name}: нужны поля {', '.join(_EMPTY)}")
    return dict(register)


def _checked(register: Entry, file: str) -> Register:
    register = _EMPTY | register
    mistakes = [f"{file}: поле «{key}» неизвестно" for key in register if key not in _EMPTY]
    mistakes += _shapes(register, file)
    if not mistakes:
        for plan, recommendations in _PLANS.items():
            mistakes += _mistakes(register, plan, recommendations, file)
    if mistakes:
        raise DatasetError("\n".join(mistakes))
    try:
        return msgspec.convert(register, Register)
    except msgspec.ValidationError as error:
        place = str(error).rpartition(" - at `$.")[2].rstrip("`")
        raise DatasetError(f"{file}, {place}: значение не того вида; как его записать – docs/registers.md") from None


def _shapes(register: Entry, file: str) -> list[str]:
    """A list where there must be one, a mapping where there must be one."""
    lists = [
        f"{file}, {key}: нужен список записей, каждая с «-»" for key in _LISTS if not _is_list_of_entries(register[key])
    ]
    maps = [
        f"{file}, {key}: нужны записи «имя: значение»"
        for key in ("addressees", "activities")
        if not isinstance(register[key], dict)
    ]
    return [*lists, *maps]


def _mistakes(register: Entry, plan: str, recommendations: str, file: str) -> list[str]:
    """What is wrong with one list of recommendations and the plan made of it."""
    wrong = []
    ids = [entry.get("id") for entry in register[recommendations]]
    for entry in register[recommendations]:
        where = f"{file}, {recommendations}, {entry.get('id', '?')}"
        wrong += [f"{where}: {text}" for text in _of_entry(entry, register["activities"])]
        if entry.get("id") and ids.count(entry["id"]) > 1:
            wrong.append(f"{where}: такой id есть у нескольких рекомендаций, дайте каждой свой")
    for line in register[plan]:
        where = f"{file}, {plan}, «{line.get('measure', '?')}»"
        wrong += [f"{where}: нет поля «{key}», добавьте его" for key in _LINE if key not in line]
        wrong += [f"{where}: {text}" for text in _no_texts(line)]
        wrong += [f"{where}: рекомендации «{id}» нет" for id in line.get("from", ()) if id not in ids]
        if line.get("activity") not in register["activities"]:
            wrong.append(f"{where}: направления {line.get('activity')} нет в «activities»")
    return list(dict.fromkeys(wrong))


def _of_entry(entry: Entry, activities: Entry) -> list[str]:
    wrong = [f"нет поля «{key}», добавьте его" for key in _RECOMMENDATION if key not in entry]
    known = (*_RECOMMENDATION, *_MORE)
    wrong += [f"поле «{key}» неизвестно; можно: {', '.join(known)}" for key in entry if key not in known]
    wrong += _no_texts(entry)
    if not isinstance(entry.get("when", []), list):
        wrong.append('в поле «when» нужен список выводов: [always] или ["decision:1.1"]')
    if "status" in entry and entry["status"] not in _STATUS:
        wrong.append(f"в поле «status» можно {', '.join(_STATUS)}")
    if "measure" in entry and entry.get("activity") not in activities:
        wrong.append(f"направления {entry.get('activity')} нет в «activities»")
    return wrong


def _no_texts(entry: Entry) -> list[str]:
    return [
        f"в поле «{key}» нужен текст, а стоит {entry[key]!r}; возьмите его в кавычки"
        for key in _TEXTS
        if not isinstance(entry.get(key, ""), str)
    ]
