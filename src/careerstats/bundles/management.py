"""Results -> what each note may say of management: execution, effect, network, general information, the cycle."""

from collections.abc import Callable
from typing import Any

from careerstats.bundles.cycle import acts, cycle
from careerstats.bundles.exchange import practices
from careerstats.bundles.exchange import rules as exchange_rules
from careerstats.bundles.execution import effects, execution
from careerstats.bundles.general import general
from careerstats.bundles.network import network
from careerstats.bundles.numbers import Results
from careerstats.bundles.plan import targets
from careerstats.bundles.printed_diagnosis import printed_diagnosis
from careerstats.bundles.recommending import addressees, causes, left_out

Row = dict[str, Any]

PARTS: dict[str, Callable[[Results], dict[str, Any]]] = {
    "causes": causes,
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
    "effect": effects,
}
"""Key of a bundle → its contents by code of territory; a code without contents gets no key."""


def management(results: Results) -> dict[str, Row]:
    """Code → the parts that have anything to say there."""
    found: dict[str, Row] = {}
    for key, part in PARTS.items():
        for code, contents in part(results).items():
            if contents:
                found.setdefault(code, {})[key] = contents
    return found
