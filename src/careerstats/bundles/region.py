"""Results -> what the region alone can see: sums of all plans and causes, its headlines, recommendations and plan."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from careerstats.audiences import PUBLIC
from careerstats.bundles.execution import effects
from careerstats.bundles.numbers import Results, region_counts
from careerstats.catalogue.causes import FILE, load_causes
from careerstats.contracts.headlines import Answer, CauseCount, Headline, Synthesis
from careerstats.contracts.recommendations import Ground, PlanLine, Recommendation
from careerstats.contracts.values import Group
from careerstats.decisions.evidence import lacking_schools, stated_causes
from careerstats.decisions.grounds import of_region
from careerstats.decisions.keys import Key
from careerstats.decisions.plan import draft_plan
from careerstats.decisions.recommendations import (
    Occasion,
    Words,
    addressed,
    called,
    foremost,
    numbered,
    of_place,
    on_page_one,
    positions_of,
)
from careerstats.decisions.synthesis import Said, region_headlines, synthesis
from careerstats.grouping import grouped


def synthesis_of(results: Results) -> Synthesis | None:
    """Nothing for the public, and where nobody said anything."""
    if results.audience == PUBLIC:
        return None
    region, period, registers = results.intake.region.code, results.dataset.period, results.intake.registers
    known = effects(results).get(region)
    return synthesis(
        Said(
            measures=[measure for measure in registers.plans.measures if measure.period == period],
            causes=stated_causes(results.dataset, results.intake),
            kinds=load_causes(results.dataset.file(FILE)).kinds,
            effects=known.tested if known else (),
            sizes=results.sizes,
            lacking=lacking_schools(results.dataset, results.catalogue, results.intake),
        )
    )


def synthesis_of_place(
    said: Synthesis | None, code: str, asked: Sequence[Recommendation], ranked: Sequence[Headline]
) -> Synthesis | None:
    """What concerns one municipality: causes it named itself, measures it may copy or others may copy from it.

    ``asked``, ``ranked``: recommendations and headlines of the region.
    """
    if said is None:
        return None
    causes = tuple(
        replace(
            count,
            codes=(code,),
            quotes=tuple(quote for quote in count.quotes if quote.code == code),
            lacking={code: count.lacking[code]} if code in count.lacking else {},
        )
        for count in said.causes
        if code in count.codes
    )
    copying = tuple(copy for copy in said.copying if code == copy.source or code in copy.learners)
    answers = _answers([own for own in asked if own.cause and code in own.places], ranked)
    return Synthesis(causes=causes, copying=copying, answers=answers) if causes or copying else None


def _answers(asked: Sequence[Recommendation], ranked: Sequence[Headline]) -> tuple[Answer, ...]:
    about = {headline.number: headline.indicator for headline in ranked}
    return tuple(
        Answer(kind=own.cause, text=own.text, position=own.position, term=own.term, indicator=about[own.headline])
        for own in asked
        if own.headline in about
    )


def headlines_of(results: Results, said: Synthesis | None) -> tuple[Headline, ...]:
    """Those of the region: of all municipalities together."""
    ranked = {code: own.headlines for code, own in results.decisions.items()}
    return region_headlines(ranked, results.rows, results.intake.region.code, said)


# ---- recommendations and their plan


def region_recommendations(
    results: Results, parts: tuple[Group, ...], summed: Synthesis | None, headlines: Sequence[Headline]
) -> tuple[Recommendation, ...]:
    """By addressee. Problems of municipalities count by how many have them.

    ``parts``: the groups of municipalities, ``summed``: ``synthesis_of``, ``headlines``: of the region.
    """
    region, settings = results.intake.region.code, results.dataset.settings
    findings = {code: own.findings for code, own in results.decisions.items()}
    noted = of_region(findings, results.intake.territories, results.catalogue)
    said = summed or Synthesis()
    ranked = [replace(headline, causes=()) for headline in headlines if headline.is_problem]
    own_names = of_place(results.intake.registers.addressees, region, region)
    occasion = Occasion(
        noted.grounds | _circumstances(results, parts) | _stated(said),
        {},
        str(settings.letter.number),
        {**noted.words, **_words_of_causes(said, noted.words)},
        results.dataset.period,
        {headline.indicator: headline for headline in ranked} | _by_cause(said, ranked),
        positions_of(results.register, own_names),
        {**noted.places, **_places(said, parts)},
        grouped((asked.id, code) for code, own in results.decisions.items() for asked in own.recommendations),
    )
    every = called(results.register.region, occasion)
    at_most = settings.recommendations.region_at_most
    listed = numbered(foremost(every, at_most), addressed(results.register.addressees, own_names))
    listed = tuple(replace(asked, cause=_kind(asked, said), grounds=_widest(asked.grounds)) for asked in listed)
    return on_page_one(listed, first=_answering(listed))


def _kind(asked: Recommendation, said: Synthesis) -> str:
    """The stated cause that it answers: one recommendation for each kind of cause."""
    kind = asked.id.partition(":")[2]
    return kind if any(kind in count.kinds for count in said.causes) else ""


def _answering(listed: Sequence[Recommendation]) -> tuple[str, ...]:
    """Ids of those that answer a cause that several stated and only the region can remove.

    Those of its first finding, then as many as named the cause.
    """
    ours = [asked for asked in listed if asked.to in REGIONAL and asked.cause and len(asked.places) > 1]
    return tuple(asked.id for asked in sorted(ours, key=lambda asked: (asked.headline != 1, -len(asked.places))))


REGIONAL = ("ministry", "institute")


def _stated(said: Synthesis) -> dict[Key, Ground | None]:
    """«cause:no_places»: noted in so many municipalities; «copy:trial»: a measure that some may take over."""
    causes = {
        Key("cause", kind): Ground("noted", places=len(_who_stated(count, kind)))
        for count in said.causes
        for kind in count.kinds
    }
    return causes | {Key("copy", copying.indicator): None for copying in said.copying}


def _who_stated(count: CauseCount, kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(quote.code for quote in count.quotes if quote.kind == kind))


def _places(said: Synthesis, parts: tuple[Group, ...]) -> dict[Key, Sequence[str]]:
    """Who stated a cause, who may take a measure over, who is in a group."""
    causes = {Key("cause", kind): _who_stated(count, kind) for count in said.causes for kind in count.kinds}
    learners = grouped((Key("copy", copying.indicator), code) for copying in said.copying for code in copying.learners)
    return {**causes, **learners, **{Key("group", part.id): part.members for part in parts}}


def _words_of_causes(said: Synthesis, words: Mapping[str, Words]) -> dict[str, Words]:
    """Kind of cause → its title; indicator → also the measure that some may take over."""
    named: dict[str, Words] = {
        kind: {"cause": title} for count in said.causes for kind, title in zip(count.kinds, count.titles, strict=True)
    }
    copied = {copying.indicator: copying.measure for copying in reversed(said.copying)}
    return named | {id: {**words.get(id, {}), "copied": measure} for id, measure in copied.items()}


def _by_cause(said: Synthesis, ranked: Sequence[Headline]) -> dict[str, Headline]:
    """Kind of cause → the headline of the region that it was stated of most often, the foremost of several."""
    headlines: dict[str, Headline] = {}
    for count in said.causes:
        for kind in count.kinds:
            about = Counter(quote.indicator for quote in count.quotes if quote.kind == kind)
            headline = max(
                (headline for headline in ranked if headline.indicator in about),
                key=lambda headline: about[headline.indicator],
                default=None,
            )
            headlines |= {kind: headline} if headline else {}
    return headlines


def _widest(grounds: tuple[Ground, ...]) -> tuple[Ground, ...]:
    """Of problems noted in 11 municipalities, in 1 … the first: the others are among them or few."""
    widest = next((ground for ground in grounds if ground.kind == "noted"), None)
    return tuple(ground for ground in grounds if ground.kind != "noted" or ground is widest)


def region_plan(results: Results, chosen: tuple[Recommendation, ...]) -> tuple[PlanLine, ...]:
    """Rows of the regional plan: the register's own lines, then those that recommendations bring along."""
    known = {id for id, row in results.rows[results.intake.region.code].items() if row.numerator is not None}
    own, activities = results.register.region_plan, results.register.activities
    return draft_plan(own, chosen, activities, known, results.dataset.period)


def _circumstances(results: Results, parts: tuple[Group, ...]) -> dict[Key, Ground | None]:
    """Keys that are not findings: groups, what the source calls difficulties, participants without a municipality."""
    groups = [part for part in parts if part.members]
    circumstances: dict[Key, Ground | None] = {Key("group", part.id): Ground("group", part.id) for part in groups}
    circumstances |= {Key("stage_loss"): Ground("stages"), Key("no_data"): Ground("completeness")}
    if results.dataset.settings.difficulties:
        circumstances[Key("difficulties")] = Ground("difficulties")
    if any(own.exchanges for own in results.decisions.values()):
        circumstances[Key("practice", "pairs")] = Ground("pairs")
    if any(count.unassigned for count in region_counts(results).values()):
        circumstances[Key("unassigned")] = Ground("unassigned")
    return circumstances
