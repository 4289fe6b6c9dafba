"""Catalogue -> its list and one passport, as ``careerstats indicator`` prints them."""

from typing import Any

from careerstats.catalogue import Catalogue, Edition, Indicator
from careerstats.wording import NO_DATA

UNIT = {"percent": "%", "per_one": "на одного", "count": "единиц"}
POLARITY = {"high": "чем больше, тем лучше", "low": "чем меньше, тем лучше", "none": "без оценки"}
STATUS = {"official": "утверждённая методика", "practice": "практика источника", "proposed": "предложение составителей"}
LEVEL = {"school": "школа", "municipality": "муниципальное образование", "region": "регион"}


def listing(catalogue: Catalogue) -> str:
    """All indicators by goal: id and short title."""
    lines = []
    for goal in catalogue.goals.values():
        ours = [one for one in catalogue.indicators.values() if one.goal == goal.id]
        if ours:
            width = max(len(one.id) for one in catalogue.indicators.values())
            lines += [f"{goal.id}. {goal.title}", *(f"  {one.id:<{width}}  {one.short}" for one in ours)]
    return "\n".join(lines)


def passport(catalogue: Catalogue, id: str) -> str:
    """Everything the catalogue knows of one indicator, with its worked examples."""
    one = catalogue.indicator(id)
    lines = [
        f"{one.id} ({one.symbol}). {one.title}",
        f"Цель: {one.goal}. {catalogue.goals[one.goal].title}",
        f"Единица: {UNIT[one.unit]}; {POLARITY[one.polarity]}; уровни: {', '.join(map(LEVEL.__getitem__, one.levels))}",
        f"Зачем: {one.why}",
        f"Статус: {STATUS[one.status]}",
    ]
    lines += [f"Оговорка: {one.caveat}"] if one.caveat else []
    for edition in one.editions:
        lines += _edition(catalogue, one, edition)
    lines += ["Примеры:", *(f"  {_example(example)}" for example in one.examples)]
    return "\n".join(lines)


def _edition(catalogue: Catalogue, one: Indicator, edition: Edition) -> list[str]:
    source = edition.source
    lines = [f"Редакция с {edition.since} года: {_formula(one, edition)}"]
    lines += [f"  {variable} – {catalogue.variables[variable].title}" for variable in edition.of.values()]
    lines += [f"  Учёт: {edition.counting}"] if edition.counting else []
    return [*lines, f"  Источник: {source['document']}, {source.get('item', '')}, {source.get('date', '')}"]


def _formula(one: Indicator, edition: Edition) -> str:
    if "whole" not in edition.of:
        return f"{one.symbol} = {edition.of['value']}"
    scale = " × 100 %" if edition.formula == "share" else ""
    return f"{one.symbol} = {edition.of['part']} / {edition.of['whole']}{scale}"


def _example(example: dict[str, Any]) -> str:
    numbers = ", ".join(f"{name} = {_number(value)}" for name, value in example["given"].items())
    return f"{example['name']}: {numbers} → {_number(example['expect'])}"


def _number(value: float | None) -> str:
    return NO_DATA if value is None else str(value).replace(".", ",")
