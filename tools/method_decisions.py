"""The rules of decisions -> chapters of docs/method.md: what comes first, causes, targets, in words of the rules."""

from pathlib import Path
from typing import Any

import yaml

from careerstats.catalogue.causes import load_causes
from careerstats.decisions import ranking
from careerstats.decisions import targets as rules
from careerstats.passports.method import table

Slots = dict[str, str]
TARGETS = Path(rules.__file__).with_name("targets.yaml")


def slots() -> Slots:
    """Name → text, for the places of the template about decisions."""
    return {"ranking": "\n\n".join(ranking.rule_text()), "targets": _targets(), "causes": _causes()}


def _targets() -> str:
    written: dict[str, Any] = yaml.safe_load(TARGETS.read_text(encoding="utf-8"))
    return table(["Правило", "Что предлагается"], [[rule["id"], rule["text"]] for rule in written["rules"]])


def _causes() -> str:
    power = {"here": "муниципалитет", "elsewhere": "регион"}
    kinds = load_causes().kinds.values()
    return table(["Причина", "Кто может устранить"], [[kind.title, power[kind.power]] for kind in kinds])
