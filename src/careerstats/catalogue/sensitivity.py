"""A variable, an axis, an edition -> whether it tells of children of whom single ones must not be recognised."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Protocol

from msgspec.structs import replace

from careerstats.catalogue.entries import Edition, Indicator, Variable
from careerstats.grouping import grouped

_STEMS = (
    *("овз", "инвалид", "ограниченн", "здоровь", "нозолог", "адаптированн", "особые образовательн"),
    *("нарушени", "умственн", "задержк", "аутис", "аутиз", "слабовид", "слабослыш", "глух", "незряч"),
    *("риск", "сирот", "попечен", "опек", "учет", "девиант", "правонаруш", "неблагополуч", "малоимущ"),
    *("многодетн", "мигрант", "беженц", "переселен", "трудной жизненной", "социально опасн"),
    *("абилимпикс", "коррекцион", "надомн", "на дому", "детских домов", "детского дома", "детдом", "приемных сем"),
    *("замещающ", "малообеспеч", "безнадзорн", "осужд", "суицид", "специальной военной", "боевых действий"),
)
"""Beginnings of words by which an axis or a category is known to be sensitive; е and ё are one letter."""

_INNOCENT = frozenset(("учетом",))
"""«С учётом рекомендаций»: what begins like them and tells of nobody."""

_WORDS = frozenset(("зпр", "тнр", "рас", "нода", "дцп", "тжс", "соп", "кдн", "пдн", "одн", "вшк", "сво"))
"""Whole words of the same kind, as forms abbreviate them."""

_AMONG_OTHERS = ("в том числе", "включая")
"""After these words stands who is counted too, not who is counted."""


class Entries(Protocol):
    """Of a catalogue, what is asked here; loading asks too, before it is one."""

    @property
    def variables(self) -> Mapping[str, Variable]: ...

    @property
    def indicators(self) -> Mapping[str, Indicator]: ...


@cache
def breakdown_is_sensitive(breakdown: str) -> bool:
    """Whether «ОВЗ=да», «категория=дети-инвалиды» or the name of an axis tells of such children."""
    text = breakdown.casefold().replace("ё", "е").replace("=", " ").replace("-", " ").replace("/", " ")
    words = [word for each in text.split() if (word := each.strip("«»\"'().,;")) not in _INNOCENT]
    return not _WORDS.isdisjoint(words) or any(
        stem in " ".join(words) if " " in stem else any(word.startswith(stem) for word in words) for stem in _STEMS
    )


def variable_is_sensitive(variable: Variable) -> bool:
    """Its passport says so, or the axis that it is reported by does, or its title: somebody may have forgotten."""
    return variable.sensitive or breakdown_is_sensitive(variable.by) or counts_such(variable.title, variable.unit)


def counts_such(title: str, unit: str) -> bool:
    """Whether the people that a title counts are such children: not others, and such children among them.

    «В том числе с ОВЗ» by itself is the title of a part: nobody else is counted there.
    """
    counted = title.casefold()
    for words in _AMONG_OTHERS:
        before = counted.partition(words)[0]
        counted = before if any(map(str.isalpha, before)) else counted
    return unit == "person" and breakdown_is_sensitive(counted)


def told_by_titles(variables: Mapping[str, Variable], indicators: Collection[Indicator]) -> dict[str, Variable]:
    """The variables, sensitive where each indicator that counts one says in its title whom: «участники с ОВЗ, %» of
    what is called «участники»."""
    counted = grouped((edition.first, indicator.title) for indicator in indicators for edition in indicator.editions)
    return {
        id: replace(variable, sensitive=True)
        if id in counted and all(counts_such(title, variable.unit) for title in counted[id])
        else variable
        for id, variable in variables.items()
    }


def edition_is_sensitive(edition: Edition, catalogue: Entries, period: str) -> bool:
    """Whether any variable, the axis or any component of the formula is sensitive: what is computed inherits it."""
    variables = (catalogue.variables[id] for id in edition.variables if id in catalogue.variables)
    if breakdown_is_sensitive(edition.by) or any(map(variable_is_sensitive, variables)):
        return True
    parts = (catalogue.indicators[id].edition(period) for id in edition.components if id in catalogue.indicators)
    return any(edition_is_sensitive(part, catalogue, period) for part in parts if part and part is not edition)


def sensitive_indicators(catalogue: Entries, period: str) -> dict[str, Edition]:
    """Indicators that rest on anything sensitive, with the edition in force."""
    editions = {id: indicator.edition(period) for id, indicator in catalogue.indicators.items()}
    return {
        id: edition for id, edition in editions.items() if edition and edition_is_sensitive(edition, catalogue, period)
    }


def sensitive_variables(catalogue: Entries) -> frozenset[str]:
    return frozenset(id for id, variable in catalogue.variables.items() if variable_is_sensitive(variable))
