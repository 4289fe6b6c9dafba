"""Headlines of all municipalities -> those of the region: what concerns most pupils of all, and whose it is."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec.structs import replace

from careerstats.contracts.headlines import Decomposition, Headline, Kind, Synthesis
from careerstats.contracts.values import Value
from careerstats.decisions import inside
from careerstats.decisions.findings.case import School
from careerstats.decisions.ranking import PROBLEMS, STRENGTHS
from careerstats.grouping import grouped


def region_headlines(
    ranked: Mapping[str, tuple[Headline, ...]],
    rows: Mapping[str, Mapping[str, Value]],
    region: str,
    said: Synthesis | None,
) -> tuple[Headline, ...]:
    """By indicator and side; what municipalities said of a measure comes first, then the sum of weights.

    ``ranked``: code → its headlines; ``rows``: code → indicator → row, those of the region too.
    """
    measured = {measure.indicator for measure in said.measures if measure.mean_done is not None} if said else set()
    groups = grouped(
        ((headline.is_problem, headline.indicator), (code, headline))
        for code, own in ranked.items()
        for headline in own
    )
    summed = [_summed(own, rows, region) for own in groups.values()]
    order = sorted(
        summed,
        key=lambda headline: (
            not headline.weight.first,
            not (headline.is_problem and headline.indicator in measured),
            not headline.is_problem,
            -headline.weight.value,
            headline.indicator,
        ),
    )
    return tuple(replace(headline, number=number) for number, headline in enumerate(order, 1))


def _summed(own: Iterable[tuple[str, Headline]], rows: Mapping[str, Mapping[str, Value]], region: str) -> Headline:
    """One headline of several municipalities: pupils and weights added, the kind that leads most pupils."""
    summed = sorted(own, key=lambda pair: (-pair[1].people, pair[0]))
    first = summed[0][1]
    kinds = [*PROBLEMS, *STRENGTHS]
    people: dict[Kind, int] = {}
    for _, headline in summed:
        people[headline.kind] = people.get(headline.kind, 0) + headline.people
    kind = max(people, key=lambda own_kind: (people[own_kind], -kinds.index(own_kind)))
    row = rows.get(region, {}).get(first.indicator)
    weight = replace(
        first.weight,
        pupils=sum(headline.people for _, headline in summed),
        value=sum((headline.weight.value for _, headline in summed), Fraction(0)),
        first=False,
    )
    return Headline(
        number=0,
        kind=kind,
        indicator=first.indicator,
        weight=weight,
        people=weight.pupils,
        base=(row.denominator or 0) if row else 0,
        rules=tuple(dict.fromkeys(rule for _, headline in summed for rule in headline.rules)),
        causes=tuple(cause for _, headline in summed for cause in headline.causes),
        parallel=first.parallel,
        places=tuple(code for code, _ in summed),
        change=_change(first.indicator, rows, region),
    )


def _change(id: str, rows: Mapping[str, Mapping[str, Value]], region: str) -> Decomposition | None:
    """What municipalities have of the region's change since the year before, in pupils; a rise is below 0."""
    whole = rows.get(region, {}).get(id)
    known = {code: own[id] for code, own in rows.items() if code != region and id in own}
    if whole is None or not whole.has_share or not whole.had_share or not known:
        return None
    parts = [School(code, *row.own, row.before) for code, row in known.items() if row.has_share and row.had_share]
    change = inside.change(whole.own, whole.before, parts)
    return replace(change, few=0, main=0) if change else None
