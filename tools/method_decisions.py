"""The rules of decisions -> chapters of docs/method.md: what comes first, causes, targets, in words of the rules."""

from careerstats.catalogue.causes import load_causes
from careerstats.decisions import ranking, targets
from careerstats.passports.method import table

Slots = dict[str, str]


def slots() -> Slots:
    """Name → text, for the places of the template about decisions."""
    return {"ranking": "\n\n".join(ranking.rule_text()), "targets": _targets(), "causes": _causes()}


def _targets() -> str:
    return table(["Правило", "Что предлагается"], [[id, text] for id, text in targets.rule_text().items()])


def _causes() -> str:
    power = {"here": "муниципалитет", "elsewhere": "регион"}
    kinds = load_causes().kinds.values()
    return table(["Причина", "Кто может устранить"], [[kind.title, power[kind.power]] for kind in kinds])
