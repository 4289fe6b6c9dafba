"""Catalogue files -> a checked Catalogue; everything wrong in them is collected and said at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from careerstats.catalogue.entries import Edition, Indicator, Variable
from careerstats.errors import CatalogueError, CareerstatsError, UsageError
from careerstats.formulas import FORMULAS
from careerstats.model import period_start

UNITS = ("percent", "per_one", "count")
POLARITIES = ("high", "low", "none")
LEVELS = ("school", "municipality", "region")
STATUSES = ("official", "practice", "proposed")
DATA = ("full", "sample")

_CLOSED = {"unit": UNITS, "polarity": POLARITIES, "status": STATUSES, "data": DATA, "formula": tuple(FORMULAS)}
_INDICATOR_KEYS = {"id", "symbol", "title", "short", "goal", "unit", "polarity", "levels", "data", "why", "status"}
_INDICATOR_KEYS |= {"editions", "examples"}
_INDICATOR_OPTIONAL = {"caveat", "words"}
_EDITION_KEYS, _EDITION_OPTIONAL = {"since", "formula", "of", "source"}, {"counting", "break"}
_VARIABLE_KEYS = {"title", "unit", "grades", "as_of", "collected", "sensitive", "source"}
_VARIABLE_OPTIONAL = {"controls"}


@dataclass(frozen=True)
class Catalogue:
    """Goals (id → text), variables and indicators, each by id."""

    goals: dict[str, str]
    variables: dict[str, Variable]
    indicators: dict[str, Indicator]

    def indicator(self, id: str) -> Indicator:
        """The indicator called ``id`` or with that symbol; a misspelt one is answered with the nearest names."""
        by_symbol = {indicator.symbol: indicator for indicator in self.indicators.values()}
        found = self.indicators.get(id) or by_symbol.get(id)
        if found is None:
            raise UsageError(f"Показателя «{id}» нет. {_nearest(id, [*self.indicators, *by_symbol])}".strip())
        return found


def load(overlay: Path | None = None) -> Catalogue:
    """The shipped catalogue, with a dataset's own ``catalogue.yaml`` laid over it.

    Raises CatalogueError with every mistake found: file, entry, what to write.
    """
    return _load(overlay)


@cache
def _load(overlay: Path | None) -> Catalogue:
    folder = Path(__file__).parent
    mistakes: list[str] = []
    goals = dict(_read(folder / "goals.yaml")["goals"])
    variables = _variables(_read(folder / "variables.yaml"), "variables.yaml", mistakes)
    indicators: dict[str, Indicator] = {}
    for path in sorted(folder.glob("goal-*.yaml")):
        _add(_indicators(_read(path), path.name, mistakes), indicators, path.name, mistakes)
    if overlay is not None:
        own = _read(overlay) or {}
        goals |= own.get("goals", {})
        variables |= _variables(own.get("variables", {}), overlay.name, mistakes)
        indicators |= {one.id: one for one in _indicators(own.get("indicators", []), overlay.name, mistakes)}
    for indicator in indicators.values():
        mistakes += _check(indicator, goals, variables)
    if mistakes:
        raise CatalogueError("В каталоге показателей есть ошибки:\n" + "\n".join(f"– {text}" for text in mistakes))
    return Catalogue(goals, variables, indicators)


class _Loader(yaml.SafeLoader):
    """Safe YAML in which a key written twice is an error, because the last one would win in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node)
            if key in seen and key != "<<":
                line = key_node.start_mark.line + 1
                raise CatalogueError(f"строка {line}: «{key}» записано дважды, оставьте одно")
            seen.add(key)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> Any:
    """A YAML file; mistakes of writing become one CatalogueError with the file's name and line."""
    try:
        return yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Loader)
    except CatalogueError as error:
        raise CatalogueError(f"{path.name}, {error}") from None
    except UnicodeDecodeError:
        raise CatalogueError(f"{path.name}: файл не в кодировке UTF-8, сохраните его в UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", строка {mark.line + 1}" if mark else ""
        raise CatalogueError(f"{path.name}{where}: запись YAML не читается, проверьте отступы, двоеточия и кавычки") from None


_read = read_yaml


def _variables(entries: dict[str, Any], file: str, mistakes: list[str]) -> dict[str, Variable]:
    found = {}
    for id, entry in entries.items():
        wrong = _keys(entry, _VARIABLE_KEYS, _VARIABLE_OPTIONAL, f"{file}, величина {id}")
        mistakes += wrong
        if not wrong:
            fields = {**entry, "grades": str(entry["grades"]), "controls": tuple(entry.get("controls", ()))}
            found[id] = Variable(id=id, **fields)
    return found


def _indicators(entries: Iterable[dict[str, Any]], file: str, mistakes: list[str]) -> list[Indicator]:
    found = []
    for entry in entries:
        where = f"{file}, показатель {entry.get('id', '?')}"
        wrong = _keys(entry, _INDICATOR_KEYS, _INDICATOR_OPTIONAL, where)
        for edition in entry.get("editions", ()):
            wrong += _keys(edition, _EDITION_KEYS, _EDITION_OPTIONAL, f"{where}, редакция {edition.get('since', '?')}")
        wrong = wrong or _closed_lists(entry, where)
        mistakes += wrong
        if not wrong:
            found.append(_indicator(entry))
    return found


def _indicator(entry: dict[str, Any]) -> Indicator:
    editions = sorted(
        (
            Edition(
                since=str(one["since"]),
                formula=one["formula"],
                of=one["of"],
                source=one["source"],
                counting=one.get("counting", ""),
                break_reason=(one.get("break") or {}).get("reason", ""),
            )
            for one in entry["editions"]
        ),
        key=lambda edition: period_start(edition.since),
    )
    fields = {**entry, "levels": tuple(entry["levels"]), "examples": tuple(entry["examples"]), "editions": tuple(editions)}
    return Indicator(**fields)


def _add(found: list[Indicator], into: dict[str, Indicator], file: str, mistakes: list[str]) -> None:
    for indicator in found:
        if indicator.id in into:
            mistakes.append(f"{file}: показатель {indicator.id} записан дважды, оставьте одну запись или добавьте редакцию")
        into[indicator.id] = indicator


def _keys(entry: dict[str, Any], required: set[str], optional: set[str], where: str) -> list[str]:
    missing, unknown = sorted(required - set(entry)), sorted(set(entry) - required - optional)
    return [f"{where}: нет поля «{key}», добавьте его" for key in missing] + [
        f"{where}: поле «{key}» неизвестно; можно: {', '.join(sorted(required | optional))}" for key in unknown
    ]


def _closed_lists(entry: dict[str, Any], where: str) -> list[str]:
    pairs = [(key, entry[key]) for key in ("unit", "polarity", "status", "data")]
    pairs += [("formula", edition["formula"]) for edition in entry["editions"]]
    return [
        f"{where}: {key} «{value}» неизвестно; можно: {', '.join(_CLOSED[key])}"
        for key, value in pairs
        if value not in _CLOSED[key]
    ]


def _check(indicator: Indicator, goals: dict[str, str], variables: dict[str, Variable]) -> list[str]:
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
    return wrong or _examples(indicator, where)


def _examples(indicator: Indicator, where: str) -> list[str]:
    wrong = []
    for example in indicator.examples:
        try:
            got = indicator.compute(example.get("period"), **example["given"]).value
        except CareerstatsError as error:
            wrong.append(f"{where}, пример «{example.get('name')}»: {error}")
            continue
        if not _as_expected(got, example["expect"]):
            wrong.append(f"{where}, пример «{example['name']}»: ожидалось {example['expect']}, вычислено {got}")
    return wrong


def _as_expected(got: float, expect: Any) -> bool:
    """Compared to the decimals written: 77.7358 agrees with anything that rounds to it."""
    if expect is None or got != got:
        return expect is None and got != got
    exponent = Decimal(str(expect)).as_tuple().exponent
    return abs(got - float(expect)) <= 0.5 * 10.0 ** int(exponent) * (1 + 1e-9)


def _nearest(word: str, known: list[str]) -> str:
    from rapidfuzz import process

    close = [match[0] for match in process.extract(word, known, limit=3, score_cutoff=55)]
    return f"Возможно, имелось в виду: {', '.join(close)}." if close else "Список показателей: careerstats indicator."
