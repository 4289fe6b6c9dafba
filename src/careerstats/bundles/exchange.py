"""Results -> practices of the register that pairs refer to, and the bounds by which pairs were chosen."""

from dataclasses import asdict
from typing import Any

from careerstats.bundles.numbers import Results
from careerstats.contracts.decisions import ExchangeRules
from careerstats.decisions.network import practices_for, resources_of

Row = dict[str, Any]


def practices(results: Results) -> dict[str, list[Row]]:
    """Code → practices by pair: ``about`` the indicator, ``learn`` as the pair; the region has those learnt, once."""
    known, found = results.intake.registers.practices, {}
    for code, decisions in results.decisions.items():
        pairs = practices_for(code, decisions.exchanges, known, results.catalogue)
        found[code] = [asdict(one) | {"about": pair.indicator, "learn": pair.learn} for pair, one in pairs]
    learnt = {(one["id"], one["about"]): one for own in found.values() for one in own if one["learn"]}
    return found | {results.intake.region.code: [learnt[key] for key in sorted(learnt)]}


def rules(results: Results) -> dict[str, ExchangeRules]:
    """Code → the bounds by which pairs were chosen; ``resources``: known of at least two municipalities, so used."""
    used = ExchangeRules(
        **results.dataset.settings.get("exchange", {}), resources=len(resources_of(results.intake)) > 1
    )
    return dict.fromkeys((*results.decisions, results.intake.region.code), used)
