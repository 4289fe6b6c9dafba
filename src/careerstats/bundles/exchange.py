"""Results -> the bounds by which pairs for an exchange of experience were chosen."""

import msgspec

from careerstats.bundles.numbers import Results
from careerstats.contracts.decisions import ExchangeRules
from careerstats.decisions.exchange import resources_of


def rules(results: Results) -> dict[str, ExchangeRules]:
    """Code → the bounds by which pairs were chosen; ``resources``: known of at least two municipalities, so used."""
    used = ExchangeRules(
        **msgspec.structs.asdict(results.dataset.settings.exchange), resources=len(resources_of(results.intake)) > 1
    )
    return dict.fromkeys((*results.decisions, results.intake.region.code), used)
