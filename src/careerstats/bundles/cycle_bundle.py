"""Results -> the bundles of cycle.ipynb: cycle-<code>.json of every place of which the registers say anything."""

from typing import Any

from careerstats.bundles.appendices import goals_of
from careerstats.bundles.heads import head, municipalities_of
from careerstats.bundles.management import management
from careerstats.bundles.numbers import Results
from careerstats.contracts.appendices import Appendices
from careerstats.contracts.bundle import Bundle

Row = dict[str, Any]

OWN, ALSO = ("cycle", "acts"), ("general", "network", "printed_diagnosis")
"""Parts that make this note; what it shows as well where the dataset has no numbers, and so no other note."""

_SETTINGS = ("title", "programme", "issuer", "subject", "signature", "letterhead", "protocols")


def cut_cycle(results: Results) -> dict[tuple[str, str], Bundle]:
    """("cycle", code) → bundle, for every place of which the registers say anything."""
    places = (*results.intake.territories, results.intake.region)
    parts, common = management(results), _common(results)
    wanted = OWN if results.has_numbers else (*OWN, *ALSO)
    return {
        ("cycle", one.code): Bundle(**common | {"territory": one, **parts[one.code]})
        for one in places
        if any(key in parts.get(one.code, {}) for key in wanted)
    }


def _common(results: Results) -> Row:
    return head(results, _SETTINGS) | {
        "notebook": "cycle",
        "municipalities": municipalities_of(results),
        "appendices": Appendices(goals=goals_of(results)),
    }
