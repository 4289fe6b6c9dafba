"""Entries of the catalogue -> what is wrong in them, in Russian: where, and what to write instead."""

from decimal import Decimal
from math import isnan
from typing import Any

from careerstats.catalogue.entries import Indicator, Variable
from careerstats.errors import CareerstatsError
from careerstats.formulas import FORMULAS
from careerstats.model import period_start

CLOSED = {
    "unit": ("percent", "per_one", "count"),
    "polarity": ("high", "low", "none"),
    "status": ("official", "practice", "proposed"),
    "data": ("full", "sample"),
    "levels": ("school", "municipality", "region"),
    "formula": tuple(FORMULAS),
}
"""Fields that take only these words."""

_INDICATOR = {"id", "symbol", "title", "short", "goal", "unit", "polarity", "levels", "data", "why", "status"}
_INDICATOR |= {"editions", "examples"}
_INDICATOR_MAY = {"caveat", "words"}
_EDITION, _EDITION_MAY = {"since", "formula", "of", "source"}, {"counting", "break"}
_VARIABLE, _VARIABLE_MAY = {"title", "unit", "grades", "as_of", "collected", "sensitive", "source"}, {"controls"}
_EXAMPLE, _EXAMPLE_MAY = {"name", "given", "expect"}, {"period"}
_OVERLAY = {"goals": dict, "variables": dict, "indicators": list}


def of_overlay(own: Any, file: str) -> list[str]:
    """What is wrong with the outline of a dataset's own catalogue."""
    if not isinstance(own, dict):
        return [f"{file}: нужны поля {', '.join(_OVERLAY)}"]
    wrong = _fields(own, set(), set(_OVERLAY), file)
    kinds = {dict: "записи «имя: …»", list: "список, каждая запись с «-»"}
    return wrong or [
        f"{file}: в поле «{key}» нужны {kinds[kind]}"
        for key, kind in _OVERLAY.items()
        if key in own and not isinstance(own[key], kind)
    ]


def of_variable_entry(entry: Any, where: str) -> list[str]:
    """Missing and unknown fields of one variable."""
    return _fields(entry, _VARIABLE, _VARIABLE_MAY, where)


def of_indicator_entry(entry: Any, file: str) -> list[str]:
    """Missing and unknown fields of one indicator, words outside the closed lists, periods that are none."""
    where = f"{file}, показатель {entry.get('id', '?') if isinstance(entry, dict) else '?'}"
    wrong = _fields(entry, _INDICATOR, _INDICATOR_MAY, where) or _lists(entry, where)
    if wrong:
        return wrong
    for edition in entry["editions"]:
        since = edition.get("since", "?") if isinstance(edition, dict) else "?"
        wrong += _fields(edition, _EDITION, _EDITION_MAY, f"{where}, редакция {since}")
    for example in entry["examples"]:
        wrong += _fields(example, _EXAMPLE, _EXAMPLE_MAY, f"{where}, пример")
    wrong = wrong or _mappings(entry, where)
    return wrong or [*_closed_words(entry, where), *_since(entry, where)]


def of_variables(variables: dict[str, Variable]) -> list[str]:
    """Controls that name no variable: they would never speak up."""
    return [
        f"величина {one.id}, контроль: величины {control.get('at_most')} нет, исправьте «at_most»"
        for one in variables.values()
        for control in one.controls
        if control.get("at_most") not in variables
    ]


def of_indicator(indicator: Indicator, goals: dict[str, str], variables: dict[str, Variable]) -> list[str]:
    """Whether the indicator fits the rest of the catalogue, and whether its examples come out."""
    where = f"показатель {indicator.id}"
    wrong = [] if indicator.goal in goals else [f"{where}: цели «{indicator.goal}» нет в goals.yaml"]
    for edition in indicator.editions:
        roles = FORMULAS[edition.formula][1]
        if set(edition.of) != set(roles):
            wrong.append(f"{where}: формуле {edition.formula} нужны роли {', '.join(roles)} в поле «of»")
        unknown = [variable for variable in edition.of.values() if variable not in variables]
        wrong += [f"{where}: величины {one} нет, добавьте её в variables.yaml" for one in unknown]
    if len(indicator.examples) < 2:
        wrong.append(f"{where}: нужно не меньше двух примеров, в том числе граничный; добавьте в «examples»")
    return wrong or [text for example in indicator.examples for text in _example(indicator, example, where)]


def _example(indicator: Indicator, example: dict[str, Any], where: str) -> list[str]:
    try:
        got = indicator.compute(example.get("period"), **example["given"]).value
    except CareerstatsError as error:
        return [f"{where}, пример «{example['name']}»: {error}"]
    if _as_expected(got, example["expect"]):
        return []
    return [f"{where}, пример «{example['name']}»: ожидалось {example['expect']}, вычислено {got}"]


def _as_expected(got: float, expect: Any) -> bool:
    """Compared to the decimals written: 77.7358 agrees with anything that rounds to it."""
    if expect is None or isnan(got):
        return expect is None and isnan(got)
    exponent = Decimal(str(expect)).as_tuple().exponent
    return abs(got - float(expect)) <= 0.5 * 10.0 ** int(exponent) * (1 + 1e-9)


def _fields(entry: Any, required: set[str], optional: set[str], where: str) -> list[str]:
    if not isinstance(entry, dict):
        return [f"{where}: нужны поля «имя: значение»"]
    missing, unknown = sorted(required - set(entry)), sorted(map(str, set(entry) - required - optional))
    return [f"{where}: нет поля «{key}», добавьте его" for key in missing] + [
        f"{where}: поле «{key}» неизвестно; можно: {', '.join(sorted(required | optional))}" for key in unknown
    ]


def _lists(entry: dict[str, Any], where: str) -> list[str]:
    names = ("levels", "editions", "examples")
    return [f"{where}: в поле «{key}» нужен список" for key in names if not isinstance(entry[key], list)] + [
        f"{where}: нет ни одной редакции, добавьте её в «editions»" for key in ("editions",) if entry[key] == []
    ]


def _mappings(entry: dict[str, Any], where: str) -> list[str]:
    pairs = [("of", edition["of"]) for edition in entry["editions"]]
    pairs += [("given", example["given"]) for example in entry["examples"]]
    return [f"{where}: в поле «{key}» нужны записи «имя: …»" for key, value in pairs if not isinstance(value, dict)]


def _closed_words(entry: dict[str, Any], where: str) -> list[str]:
    pairs = [(key, entry[key]) for key in ("unit", "polarity", "status", "data")]
    pairs += [("levels", level) for level in entry["levels"]]
    pairs += [("formula", edition["formula"]) for edition in entry["editions"]]
    return [
        f"{where}: {key} «{value}» неизвестно; можно: {', '.join(CLOSED[key])}"
        for key, value in pairs
        if value not in CLOSED[key]
    ]


def _since(entry: dict[str, Any], where: str) -> list[str]:
    wrong = []
    for edition in entry["editions"]:
        try:
            period_start(str(edition["since"]))
        except ValueError as error:
            wrong.append(f"{where}, редакция {edition['since']}: {error}")
    return wrong
