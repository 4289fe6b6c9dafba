"""Results -> what each note may say of management: execution, effect, network, the cycle; bundles of cycle.ipynb."""

from collections.abc import Callable, Mapping
from typing import TypedDict, cast

from msgspec.structs import replace

from careerstats.bundles.appendices import goals_of
from careerstats.bundles.cycle import acts, cycle
from careerstats.bundles.execution import effects, execution, planned_values
from careerstats.bundles.heads import head, municipalities_of, signed
from careerstats.bundles.numbers import Results
from careerstats.bundles.plan import targets
from careerstats.bundles.registers import (
    addressees,
    cause_titles,
    causes,
    exchange_rules,
    general,
    network,
    practices,
    printed_diagnosis,
)
from careerstats.contracts.appendices import Appendices
from careerstats.contracts.bundle import Bundle
from careerstats.contracts.cycle import Cycle, DecisionRegister
from careerstats.contracts.decisions import Addressee, Cause, ExchangeRules, Target
from careerstats.contracts.general import GeneralInformation, PrintedDiagnosis
from careerstats.contracts.measures import Effects, Execution, PlannedValue
from careerstats.contracts.network import Network, PairPractice
from careerstats.grouping import nested


class Managed(TypedDict, total=False):
    """Fields of ``Bundle`` that ``PARTS`` fill, each only where there is something to say."""

    causes: tuple[Cause, ...]
    cause_titles: dict[str, str]
    addressees: dict[str, Addressee]
    left_out: int
    acts: DecisionRegister
    cycle: Cycle
    practices: tuple[PairPractice, ...]
    exchange_rules: ExchangeRules
    network: Network
    general: GeneralInformation
    printed_diagnosis: PrintedDiagnosis
    proposals: dict[str, Target]
    execution: Execution
    planned: tuple[PlannedValue, ...]
    effect: Effects


def of_register(name: str) -> Callable[[Results], Mapping[str, object]]:
    """The rows of a register, by their ``code``: each municipality has its own, the region everybody's."""

    def by_code(results: Results) -> dict[str, tuple[object, ...]]:
        rows = getattr(results.intake.registers, name)
        own = {place.code: tuple(row for row in rows if row.code == place.code) for place in results.intake.territories}
        return own | {results.intake.region.code: tuple(rows)}

    return by_code


def left_out(results: Results) -> dict[str, int]:
    """Code → how many recommendations there was no room for."""
    return {code: own.left_out for code, own in results.decisions.items()}


PARTS: dict[str, Callable[[Results], Mapping[str, object]]] = {
    "causes": causes,
    "cause_titles": cause_titles,
    "addressees": addressees,
    "left_out": left_out,
    "acts": acts,
    "cycle": cycle,
    "practices": practices,
    "exchange_rules": exchange_rules,
    "network": network,
    "general": general,
    "printed_diagnosis": printed_diagnosis,
    "proposals": targets,
    "execution": execution,
    "planned": planned_values,
    "effect": effects,
}
"""Key of a bundle → its contents by code of territory; a code without contents gets no key."""


OWN, WITHOUT_NUMBERS = ("cycle", "acts"), ("general", "network", "printed_diagnosis")
"""Parts that make the note of cycle.ipynb, and those that do where a dataset has no numbers, and so no other note."""


def management(results: Results) -> dict[str, Managed]:
    """Code → the parts that have anything to say there."""
    parts = (((code, key), own) for key, part in PARTS.items() for code, own in part(results).items() if own)
    return cast("dict[str, Managed]", nested(parts))


def cut_cycle(results: Results) -> dict[tuple[str, str], Bundle]:
    """("cycle", code) → bundle, for every place of which the registers say anything."""
    parts, needed = management(results), OWN if results.has_numbers else (*OWN, *WITHOUT_NUMBERS)
    settings = results.dataset.settings
    shown = replace(
        signed(settings), subject=settings.subject, letterhead=settings.letterhead, protocols=settings.protocols
    )
    common, names, goals = head(results, shown), municipalities_of(results), Appendices(goals=goals_of(results))
    return {
        ("cycle", place.code): Bundle(
            **common, **parts[place.code], notebook="cycle", territory=place, municipalities=names, appendices=goals
        )
        for place in (*results.intake.territories, results.intake.region)
        if any(key in parts.get(place.code, ()) for key in needed)
    }
