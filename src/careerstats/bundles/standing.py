"""Results -> the place of each municipality by each indicator, with the places between which it may lie."""

from bisect import bisect_right

from careerstats.analysis.ranking import rank_intervals
from careerstats.bundles.numbers import Results
from careerstats.contracts.values import Standing, Value
from careerstats.grouping import nested


def standing(results: Results) -> dict[str, dict[str, Standing]]:
    """Code → indicator → its place, where places differ by more than chance and there is a better side."""
    polarities = {id: results.catalogue.indicators[id].polarity for id in results.dataset.settings.indicators}
    return nested(
        ((code, id), own)
        for id, polarity in polarities.items()
        if polarity in ("high", "low") and (spread := results.spreads.get(id)) and spread.differ
        for code, own in _places(results, id, highest_first=polarity == "high").items()
    )


def _places(results: Results, id: str, *, highest_first: bool) -> dict[str, Standing]:
    rows = [own[id] for code in results.decisions if (own := results.rows.get(code, {})) and _ranked(own.get(id))]
    if not rows:
        return {}
    parts, wholes = zip(*(row.own for row in rows), strict=True)
    best, worst = rank_intervals(parts, wholes, [row.design_effect or 1.0 for row in rows], highest_first=highest_first)
    shares = [row.share if highest_first else -row.share for row in rows]
    ordered = sorted(shares)
    return {
        row.code: Standing(1 + len(rows) - bisect_right(ordered, share), int(first), int(last), len(rows))
        for row, share, first, last in zip(rows, shares, best, worst, strict=True)
    }


def _ranked(row: Value | None) -> bool:
    """Whether it has a share that may be set beside those of others."""
    return row is not None and row.has_share and row.verdict in ("below", "above", "same")
