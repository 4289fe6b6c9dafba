"""Entries of the schemes of self-diagnosis and профминимум -> what is wrong in them, in Russian, with what to write."""

from itertools import pairwise
from typing import Any

from careerstats.model import period_start

_STATUSES = ("official", "practice", "proposed")
_POLARITIES = ("high", "low", "none")
_TEXT = (str, int)
_GROUND: dict[str, Any] = {"status": str, "source": dict}
RULES = {"total": ("none", "bands"), "critical": ("none", "zero"), "empty": ("excluded", "zero")}


def of_diagnosis(entry: Any, where: str) -> list[str]:
    """What is wrong with one edition of the self-diagnosis; ``where`` begins every message."""
    parts = {"directions": dict, "bands": dict, "total": dict, "critical": dict, "empty": dict}
    wrong = shape(entry, {"since": _TEXT, **parts}, {"note": str}, where) or _wrong_since(entry, where)
    if wrong:
        return wrong
    for part in ("directions", "bands"):
        wrong += _wrong_list(entry[part], list, f"{where}, {part}")
    for part, names in RULES.items():
        wrong += _wrong_rule(entry[part], names, f"{where}, {part}")
    if wrong:
        return wrong
    wrong = _wrong_directions(entry["directions"]["list"], where) + _wrong_bands(entry["bands"]["list"], where)
    return wrong or _wrong_critical(entry, where)


def _wrong_rule(part: dict[str, Any], names: tuple[str, ...], where: str) -> list[str]:
    may = {"source": dict, "note": str} | ({"items": list} if where.endswith("critical") else {})
    wrong = shape(part, {"rule": str, "status": str}, may, where)
    return wrong or _closed(part, "rule", names, where) + _closed(part, "status", _STATUSES, where)


def _wrong_directions(entries: list[Any], where: str) -> list[str]:
    wrong = []
    fields = {"id": str, "title": str, "short": str, "maximum": int}
    for entry in entries:
        here = f"{where}, направление {field(entry, 'id')}"
        bad = shape(entry, fields, {"items": dict}, here)
        if not bad and entry["maximum"] <= 0:
            bad.append(f"{here}: наибольший балл «maximum» должен быть больше нуля")
        for number, title in {} if bad else entry.get("items", {}).items():
            if type(number) is not int or not isinstance(title, str):
                bad.append(f"{here}: пункт «{number}» запишите как «номер: название»")
        wrong += bad
    if wrong:
        return wrong
    numbers = [number for entry in entries for number in entry.get("items", {})]
    return [f"{where}: направление {id} записано дважды" for id in twice_in([entry["id"] for entry in entries])] + [
        f"{where}: пункт {number} записан в двух направлениях" for number in twice_in(numbers)
    ]


def _wrong_bands(entries: list[Any], where: str) -> list[str]:
    fields = {"from": (int, float), "name": str}
    wrong = [text for one in entries for text in shape(one, fields, {}, f"{where}, bands")]
    if wrong:
        return wrong
    starts = [one["from"] for one in entries]
    if not starts or starts[0] != 0:
        wrong.append(f"{where}, bands: первый уровень должен начинаться с 0")
    if any(low >= high for low, high in pairwise(starts)) or any(not 0 <= one <= 100 for one in starts):
        wrong.append(f"{where}, bands: границы «from» запишите по возрастанию, от 0 до 100 %")
    twice = twice_in([one["name"] for one in entries])
    return wrong + [f"{where}, bands: уровень «{name}» записан дважды" for name in twice]


def _wrong_critical(entry: dict[str, Any], where: str) -> list[str]:
    items = entry["critical"].get("items", [])
    known = [number for one in entry["directions"]["list"] for number in one.get("items", {})]
    wrong = [f"{where}, critical: пункта {one} нет ни в одном направлении" for one in items if one not in known]
    if entry["critical"]["rule"] == "zero" and not items:
        wrong.append(f"{where}, critical: перечислите номера критических пунктов в «items» или запишите rule: none")
    return wrong


def of_profminimum(entry: Any, where: str) -> list[str]:
    """What is wrong with one edition of the профминимум; ``where`` begins every message."""
    fields = {"since": _TEXT, "polarity": str, "directions": dict, "hours": dict, "levels": list}
    wrong = shape(entry, fields, {"note": str, "break": dict}, where) or _wrong_since(entry, where)
    if wrong:
        return wrong
    wrong = _closed(entry, "polarity", _POLARITIES, where)
    wrong += _wrong_list(entry["directions"], dict, f"{where}, directions")
    wrong += shape(entry["hours"], _GROUND, {"note": str}, f"{where}, hours")
    wrong += _closed(entry["hours"], "status", _STATUSES, f"{where}, hours")
    if "break" in entry:
        wrong += shape(entry["break"], {"reason": str}, {}, f"{where}, break")
    return wrong or _wrong_titles(entry, where) + _wrong_levels(entry, where)


def _wrong_titles(entry: dict[str, Any], where: str) -> list[str]:
    return [
        f"{where}: направление «{id}» запишите как «имя: название»"
        for id, title in entry["directions"]["list"].items()
        if not (isinstance(id, str) and isinstance(title, str))
    ]


def _wrong_levels(entry: dict[str, Any], where: str) -> list[str]:
    levels, known = entry["levels"], entry["directions"]["list"]
    if not levels:
        return [f"{where}: нет ни одного уровня, добавьте его в «levels»"]
    wrong: list[str] = []
    for one in levels:
        here = f"{where}, уровень «{field(one, 'name')}»"
        bad = shape(one, {"name": str, "hours": int, "directions": list}, {}, here)
        if not bad and one["hours"] < 0:
            bad.append(f"{here}: часов не может быть меньше нуля")
        strange = [] if bad else [id for id in one["directions"] if not isinstance(id, str) or id not in known]
        wrong += bad + [f"{here}: направления {id} нет в «directions», исправьте или добавьте" for id in strange]
    twice = [] if wrong else twice_in([one["name"].casefold() for one in levels])
    return wrong or [f"{where}: уровень «{name}» записан дважды" for name in twice] + _wrong_nesting(levels, where)


def _wrong_nesting(levels: list[dict[str, Any]], where: str) -> list[str]:
    """Each level must ask for all that the one below it asks for."""
    wrong = []
    for low, high in pairwise(levels):
        lost = sorted(set(low["directions"]) - set(high["directions"]))
        if lost:
            wrong.append(
                f"{where}: уровень «{high['name']}» должен включать всё, что требует «{low['name']}»; "
                f"добавьте {', '.join(lost)}"
            )
        if high["hours"] < low["hours"]:
            wrong.append(
                f"{where}: для уровня «{high['name']}» часов ({high['hours']}) меньше, чем для «{low['name']}» "
                f"({low['hours']}); запишите уровни от низшего к высшему"
            )
    return wrong


# ---- what both share


def _wrong_list(part: dict[str, Any], kind: type, where: str) -> list[str]:
    """A part with its status, its source and its list."""
    wrong = shape(part, {**_GROUND, "list": kind}, {"note": str}, where) or _closed(part, "status", _STATUSES, where)
    return wrong or ([] if part["list"] else [f"{where}: список «list» пуст, заполните его"])


def _wrong_since(entry: dict[str, Any], where: str) -> list[str]:
    try:
        period_start(str(entry["since"]))
    except ValueError as error:
        return [f"{where}: {error}"]
    return []


_KINDS = {str: "текст", int: "целое число", float: "число", list: "список («- …»)", dict: "записи «имя: значение»"}


def shape(entry: Any, required: dict[str, Any], optional: dict[str, Any], where: str) -> list[str]:
    """Missing and unknown fields, and fields that hold another kind of thing."""
    if not isinstance(entry, dict):
        return [f"{where}: нужны поля «имя: значение»: {', '.join(required)}"]
    known = required | optional
    wrong = [f"{where}: нет поля «{key}», добавьте его" for key in required if key not in entry]
    for key, value in entry.items():
        if key not in known:
            wrong.append(f"{where}: поле «{key}» неизвестно; можно: {', '.join(known)}")
        elif not isinstance(value, known[key]) or isinstance(value, bool):
            kinds = known[key] if isinstance(known[key], tuple) else (known[key],)
            wrong.append(f"{where}: в поле «{key}» нужно: {_KINDS[kinds[-1]]}")
    return wrong


def _closed(part: dict[str, Any], key: str, words: tuple[str, ...], where: str) -> list[str]:
    return [] if part[key] in words else [f"{where}: {key} «{part[key]}» неизвестно; можно: {', '.join(words)}"]


def field(entry: Any, key: str) -> Any:
    """A field of an entry that may not be one: «?» where it is absent."""
    return entry.get(key, "?") if isinstance(entry, dict) else "?"


def twice_in(values: list[Any]) -> list[Any]:
    """What stands in a list more than once."""
    return sorted({value for value in values if values.count(value) > 1})
