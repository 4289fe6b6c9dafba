"""What all municipalities said of their plans and causes, and how they moved -> what only the region can see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import log

from msgspec.structs import replace

from careerstats.contracts.causes import CauseKind
from careerstats.contracts.decisions import Cause
from careerstats.contracts.headlines import (
    CauseCount,
    Copying,
    Decomposition,
    Headline,
    Kind,
    Lacking,
    MeasureSynthesis,
    Synthesis,
)
from careerstats.contracts.measures import MeasureEffect
from careerstats.contracts.values import Value
from careerstats.decisions import inside
from careerstats.decisions.findings.case import School
from careerstats.decisions.ranking import PROBLEMS, STRENGTHS
from careerstats.grouping import grouped
from careerstats.intake.registers.measure_records import Measure

FEWEST = 3
"""A measure that fewer municipalities planned says nothing of the region."""


@dataclass(frozen=True)
class Said:
    """What a synthesis rests on.

    ``measures``: of the plans for the period; ``causes``: of the period, of plans and answers; ``kinds``: the closed
    list; ``effects``: of measures that were compared; ``sizes``: code → pupils; ``lacking``: code → kind of
    cause → the schools that have it by their own answers.
    """

    measures: Sequence[Measure]
    causes: Sequence[Cause]
    kinds: Mapping[str, CauseKind]
    effects: Sequence[MeasureEffect]
    sizes: Mapping[str, int]
    lacking: Mapping[str, Mapping[str, Lacking]] = field(default_factory=dict)


def synthesis(said: Said) -> Synthesis | None:
    """None where nobody said anything."""
    groups = grouped(((measure.kind, measure.indicator), measure) for measure in said.measures if measure.indicator)
    known = [_measure(said, own) for own in groups.values() if len({measure.code for measure in own}) >= FEWEST]
    telling = [measure for measure in known if measure.failed or measure.mean_done is not None]
    measures = tuple(
        sorted(
            telling,
            key=lambda measure: (measure.mean_done is None, -len(measure.done) - len(measure.failed), measure.text),
        )
    )
    causes = tuple(_with_schools(cause, said.lacking) for cause in counted(said.causes, said.kinds))
    if not measures and not causes:
        return None
    copying = tuple(copy for measure in measures for copy in _copying(said, measure))
    return Synthesis(measures=measures, causes=causes, copying=copying)


def _measure(said: Said, own: Sequence[Measure]) -> MeasureSynthesis:
    """``done`` and ``others`` as they were compared where they were, else as the plans say."""
    first = own[0]
    done = tuple(sorted({measure.code for measure in own if measure.done == "yes"}))
    failed = tuple(sorted({measure.code for measure in own if measure.done in ("no", "partly")} - set(done)))
    effects = (effect for effect in said.effects if (effect.text, effect.indicator) == (first.text, first.indicator))
    effect = next(effects, None)
    planned = [cause for cause in said.causes if cause.source == "plan" and cause.measure == first.text]
    about = [cause for cause in planned if cause.code in failed]
    return MeasureSynthesis(
        text=first.text,
        indicator=first.indicator,
        done=effect.taken if effect else done,
        others=effect.others if effect else failed,
        failed=failed,
        causes=counted(about, said.kinds),
        mean_done=effect.mean_taken if effect else None,
        mean_others=effect.mean_others if effect else None,
    )


def counted(causes: Iterable[Cause], kinds: Mapping[str, CauseKind]) -> tuple[CauseCount, ...]:
    """Causes of one theme together, by how many said so; words that name none of the list stand each by themselves."""
    themes = {id: (kind.theme or kind.id, "") for id, kind in kinds.items()}
    groups = grouped((themes.get(cause.kind, ("", cause.text)), cause) for cause in causes)
    counts = [_count(own, kinds) for own in groups.values()]
    return tuple(sorted(counts, key=lambda count: (not count.kinds, -len(count.codes), count.titles)))


def _count(own: Sequence[Cause], kinds: Mapping[str, CauseKind]) -> CauseCount:
    named = [kinds[id] for id in dict.fromkeys(cause.kind for cause in own) if id in kinds]
    return CauseCount(
        kinds=tuple(kind.id for kind in named),
        titles=tuple(kind.title for kind in named),
        codes=tuple(sorted({cause.code for cause in own})),
        quotes=tuple(own),
    )


def _with_schools(count: CauseCount, lacking: Mapping[str, Mapping[str, Lacking]]) -> CauseCount:
    """With what schools answer themselves."""
    known = {code: own[kind] for code, own in lacking.items() for kind in count.kinds if kind in own}
    return replace(count, lacking=known)


def _copying(said: Said, measure: MeasureSynthesis) -> list[Copying]:
    """From each who carried it out to the ones nearest to it in size, where those who did grew more than the others."""
    if measure.mean_done is None or measure.mean_others is None or measure.mean_done <= measure.mean_others:
        return []
    learners = grouped(
        (min(measure.done, key=lambda other: (_apart(said, code, other), other)), code) for code in measure.failed
    )
    return [
        Copying(
            source=source,
            learners=tuple(codes),
            indicator=measure.indicator,
            measure=measure.text,
        )
        for source, codes in sorted(learners.items())
    ]


def _apart(said: Said, code: str, other: str) -> float:
    """How far their sizes are apart (natural logarithm of the ratio); unknown ones farthest."""
    own, theirs = said.sizes.get(code), said.sizes.get(other)
    return abs(log(theirs / own)) if own and theirs else float("inf")


# ---- headlines of the region


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
