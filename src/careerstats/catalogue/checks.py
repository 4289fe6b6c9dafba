"""Entries of the catalogue -> what is wrong in them, in Russian: where, and what to write instead."""

from decimal import Decimal
from math import isnan
from typing import TypeAlias

from careerstats.catalogue import controls
from careerstats.catalogue.entries import Edition, Goal, Indicator, Variable
from careerstats.contracts.catalogue import ExampleEntry
from careerstats.errors import CareerstatsError
from careerstats.formulas import FORMULAS

Answer: TypeAlias = "float | str | dict[str, Answer] | None"
"""What an example expects or gives: a number, the name of a level, numbers by category; None: no value."""

REFUSED = "refused"


def of_variables(variables: dict[str, Variable]) -> list[str]:
    """Controls that name no variable: they would never speak up."""
    return [
        f"величина {variable.id}, контроль: величины {name} нет, исправьте «{key}»"
        for variable in variables.values()
        for control in variable.controls
        for key, name in controls.named(control)
        if name not in variables
    ]


def of_indicator(
    indicator: Indicator,
    where: str,
    goals: dict[str, Goal],
    variables: dict[str, Variable],
    indicators: dict[str, Indicator],
) -> list[str]:
    """Whether the indicator fits the rest of the catalogue, and whether its examples come out."""
    wrong = [] if indicator.goal in goals else [f"{where}: цели «{indicator.goal}» нет в goals.yaml"]
    for edition in indicator.editions:
        here = f"{where}, редакция {edition.since}" if len(indicator.editions) > 1 else where
        wrong += _roles(edition, here, variables) or _fits(indicator, edition, here, variables)
        wrong += [
            f"{here}: показателя {id} нет, исправьте «components»" for id in edition.components if id not in indicators
        ]
    if len(indicator.examples) < 2:
        wrong.append(f"{where}: нужно не меньше двух примеров, в том числе граничный; добавьте в «examples»")
    return wrong or [text for example in indicator.examples for text in _example(indicator, example, where)]


def _roles(edition: Edition, where: str, variables: dict[str, Variable]) -> list[str]:
    """The formula has its roles and extras, and its variables exist."""
    formula, wrong = FORMULAS[edition.formula], []
    if set(edition.of) != set(formula.roles):
        wrong.append(f"{where}: формуле {edition.formula} нужны роли {', '.join(formula.roles)} в поле «of»")
    if "" in edition.of.values() and not edition.undefined:
        wrong.append(f"{where}: в поле «of» не указана величина; укажите её или напишите в «undefined», что неясно")
    wrong += [
        f"{where}: формуле {edition.formula} нужно поле «{key}»" for key in formula.extras if _empty(edition, key)
    ]
    return wrong + [
        f"{where}: величины {variable} нет, добавьте её в variables.yaml"
        for variable in edition.variables
        if variable not in variables
    ]


def _empty(edition: Edition, key: str) -> bool:
    """Whether an extra is missing; a rate without «per» is per thousand."""
    return not getattr(edition, key) or (key == "maximum" and edition.maximum == 1)


def _fits(indicator: Indicator, edition: Edition, where: str, variables: dict[str, Variable]) -> list[str]:
    """Units and grades go together."""
    wanted, own = FORMULAS[edition.formula].unit, [variables[id] for id in edition.variables]
    wrong = []
    if indicator.unit != wanted:
        wrong.append(f"{where}: unit «{indicator.unit}» не подходит формуле {edition.formula}, напишите {wanted}")
    needed = {"yes_share": "flag", "mean_score": "score", "attainment": "score", "level": "score"}.get(edition.formula)
    wrong += [
        f"{where}: формуле {edition.formula} нужна величина с unit {needed}, а у {variable.id} – {variable.unit}"
        for variable in own
        if needed and variable.unit != needed
    ]
    if edition.formula == "share" and len({variable.unit for variable in own}) > 1:
        units = " и ".join(f"{variable.id} ({variable.unit})" for variable in own)
        wrong.append(f"{where}: часть и целое в разных единицах: {units}; исправьте «of» или возьмите формулу rate")
    grades = {variable.grades for variable in own} - {"any"}
    if len(grades) > 1 and not indicator.caveat:
        listed = ", ".join(sorted(grades))
        wrong.append(f"{where}: числитель и знаменатель относятся к разным классам ({listed}); поясните в «caveat»")
    return wrong


def _example(indicator: Indicator, example: ExampleEntry, where: str) -> list[str]:
    here, expect = f"{where}, пример «{example.name}»", example.expect
    try:
        computed = indicator.evaluate(example.period, example.method, **example.given)
    except CareerstatsError as error:
        return [] if expect == REFUSED else [f"{here}: {error}{_newest(indicator, example)}"]
    except (TypeError, ValueError):
        return [f"{here}: в поле «given» нужны числа, неизвестное – null"]
    answer = computed.label if indicator.unit == "level" and isinstance(expect, str) else computed.value
    return [] if _same(answer, expect) else [f"{here}: {_unlike(expect, answer)}{_newest(indicator, example)}"]


def _newest(indicator: Indicator, example: ExampleEntry) -> str:
    """A new edition takes the examples that name no period: what to write in those of the edition before."""
    if len(indicator.editions) == 1 or example.period or example.method:
        return ""
    before, last = (edition.since for edition in indicator.editions[-2:])
    return f' (без period – по редакции с {last}; если пример о прежней, допишите period: "{before}")'


def _unlike(expect: Answer, answer: Answer) -> str:
    return f"ожидалось {_as_written(expect)}; вычислено {_as_written(answer)}"


def _as_written(value: Answer) -> str:
    """As a person writes it: 25, 33,34, «нет значения»; categories one after another."""
    if isinstance(value, dict):
        return ", ".join(f"{key} – {_as_written(part)}" for key, part in value.items())
    if isinstance(value, str):
        return f"«{value}»"
    if value is None or isnan(value):
        return "«нет значения»"
    return f"{float(value):.6f}".rstrip("0").rstrip(".").replace(".", ",")


def _same(answer: Answer, expect: Answer) -> bool:
    """Names, categories and numbers, each to the decimals written."""
    if isinstance(answer, dict):
        return (
            isinstance(expect, dict)
            and set(answer) == set(expect)
            and all(_same(answer[key], expect[key]) for key in answer)
        )
    if isinstance(answer, str) or isinstance(expect, str | dict):
        return answer == expect
    return _as_expected(answer, expect)


def _as_expected(answer: float | None, expect: float | None) -> bool:
    """Compared to the decimals written: 77.7358 agrees with anything that rounds to it."""
    unknown = answer is None or isnan(answer)
    if answer is None or expect is None or unknown:
        return expect is None and unknown
    exponent = Decimal(str(expect)).as_tuple().exponent
    return abs(answer - float(expect)) <= 0.5 * 10.0 ** int(exponent) * (1 + 1e-9)
