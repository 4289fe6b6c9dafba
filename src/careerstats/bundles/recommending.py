"""Results -> what the bodies answered, how addressees are called, the region's recommendations and their plan."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence

from msgspec.structs import replace

from careerstats import wording
from careerstats.audiences import PUBLIC
from careerstats.bundles.numbers import Results, region_counts
from careerstats.bundles.plan import targets
from careerstats.bundles.synthesis import headlines_of, synthesis_of
from careerstats.catalogue.causes import FILE, load_causes
from careerstats.contracts.decisions import Addressee, Cause, Target
from careerstats.contracts.headlines import CauseCount, Headline, Synthesis
from careerstats.contracts.recommendations import Entry, Ground, PlanLine, Recommendation
from careerstats.contracts.values import Group
from careerstats.decisions.addressing import addressed, of_place
from careerstats.decisions.evidence import stated_causes
from careerstats.decisions.grounds import of_region
from careerstats.decisions.keys import Key
from careerstats.decisions.plan import draft_plan
from careerstats.decisions.recommendations import (
    Occasion,
    Words,
    called,
    foremost,
    lines_of,
    numbered,
    of_kept,
    on_page_one,
)
from careerstats.decisions.terms import dated

AT_MOST = 20
"""Recommendations of a regional note: it speaks to more addressees than a municipal one."""


def causes(results: Results) -> dict[str, tuple[Cause, ...]]:
    """Code → the answers about the dataset's period; the region has them all."""
    now = stated_causes(results.dataset, results.intake) if results.audience != PUBLIC else []
    of_place = {code: tuple(cause for cause in now if cause.code == code) for code in {cause.code for cause in now}}
    return of_place | {results.intake.region.code: tuple(cause for cause in now if _known(results, cause.code))}


def cause_titles(results: Results) -> dict[str, dict[str, str]]:
    """Code → kind of cause → its title in the closed list, the same everywhere."""
    known = load_causes(results.dataset.file(FILE))
    titles = {kind.id: kind.title for kind in known.kinds.values()}
    return dict.fromkeys((*results.decisions, results.intake.region.code), titles)


def _known(results: Results, code: str) -> bool:
    return code in results.decisions or code == results.intake.region.code


def addressees(results: Results) -> dict[str, dict[str, Addressee]]:
    """Code → role → the forms of its name; what is said of the region holds where a municipality says nothing."""
    known, region = results.intake.registers.addressees, results.intake.region.code
    return {code: of_place(known, code, region) for code in (*results.decisions, region)}


def left_out(results: Results) -> dict[str, int]:
    """Code → how many recommendations there was no room for."""
    return {code: own.left_out for code, own in results.decisions.items()}


# ---- the region


def region_recommendations(results: Results, parts: tuple[Group, ...]) -> tuple[Recommendation, ...]:
    """By addressee; ``parts``: the groups of municipalities. Problems of municipalities count by how many have them."""
    region, settings = results.intake.region.code, results.dataset.settings
    names = {territory.code: territory.name for territory in results.intake.territories}
    findings = {code: own.findings for code, own in results.decisions.items()}
    grounds, about = of_region(findings, results.intake.territories, results.catalogue)
    said = synthesis_of(results) or Synthesis()
    ranked = [replace(headline, causes=()) for headline in headlines_of(results) if headline.is_problem]
    own_names = of_place(results.intake.registers.addressees, region, region)
    occasion = Occasion(
        grounds | _circumstances(results, parts) | _stated(said),
        {},
        str(settings.letter.number),
        _with_causes(about, said, names, targets(results)),
        results.dataset.period,
        {headline.indicator: headline for headline in ranked} | _by_cause(said, ranked),
        results.register.positions | {role: name.position for role, name in own_names.items() if name.position},
    )
    every = called([_with_members(entry, parts, names) for entry in results.register.region], occasion)
    at_most = settings.recommendations.region_at_most
    listed = numbered(foremost(every, at_most), addressed(results.register.addressees, own_names))
    chosen = on_page_one(listed, first=_answering(listed, said))
    return tuple(replace(recommendation, grounds=_widest(recommendation.grounds)) for recommendation in chosen)


def _answering(listed: Sequence[Recommendation], said: Synthesis) -> tuple[str, ...]:
    """Ids of those that answer a stated cause and only the region can carry out.

    Those of its first finding, then as many as named the cause.
    """
    named = {kind: len(count.codes) for count in said.causes for kind in count.kinds}
    ours = [
        recommendation
        for recommendation in listed
        if recommendation.to in REGIONAL and recommendation.id.partition(":")[2] in named
    ]
    return tuple(
        recommendation.id
        for recommendation in sorted(
            ours, key=lambda recommendation: (recommendation.headline != 1, -named[recommendation.id.partition(":")[2]])
        )
    )


REGIONAL = ("ministry", "institute")


def _stated(said: Synthesis) -> dict[Key, Ground | None]:
    """«cause:no_places»: noted in so many municipalities; «copy:trial»: a measure that some may take over."""
    causes = {
        Key("cause", kind): Ground("noted", places=len({quote.code for quote in count.quotes if quote.kind == kind}))
        for count in said.causes
        for kind in count.kinds
    }
    return causes | {Key("copy", copying.indicator): None for copying in said.copying}


def _with_causes(
    about: Mapping[str, Words],
    said: Synthesis,
    names: Mapping[str, str],
    goals: Mapping[str, Mapping[str, Target]],
) -> dict[str, Words]:
    """Words of indicators and causes: ``where`` it was stated, ``wanted``: the same with how many more the goals want.

    ``copied``, ``pairs``: which measure, who of whom.
    """
    words = dict(about)
    for count in said.causes:
        for kind, title in zip(count.kinds, count.titles, strict=True):
            quotes = [quote for quote in count.quotes if quote.kind == kind]
            wanted = {quote.code: _wanted(quotes, quote.code, goals) for quote in quotes}
            where = _listed([names[code] for code in names if code in wanted])
            words[kind] = {
                "where": f"{where}{_in_schools(count, kind, wanted)}",
                "wanted": _numbered(wanted, names),
                "cause": title,
            }
    for indicator in dict.fromkeys(copying.indicator for copying in said.copying):
        own = [copying for copying in said.copying if copying.indicator == indicator]
        pairs = "; ".join(
            f"{names[exchange.source]} – {', '.join(names[code] for code in exchange.learners)}" for exchange in own
        )
        words[indicator] = {**words.get(indicator, {}), "copied": own[0].measure, "pairs": pairs}
    return words


def _wanted(quotes: Sequence[Cause], code: str, goals: Mapping[str, Mapping[str, Target]]) -> int:
    """How many more the next year's goals want of a municipality, by the indicators it named the cause of."""
    ids = {quote.indicator for quote in quotes if quote.code == code}
    return sum(goal.next_year for id, goal in goals.get(code, {}).items() if id in ids)


def _numbered(wanted: Mapping[str, int], names: Mapping[str, str]) -> str:
    """«г. Образцовск – 448, г. Примерск – по заявке»: who is short of most first, last whose goal asks for no more."""
    order = sorted(wanted, key=lambda code: (-wanted[code], code))
    return ", ".join(
        f"{names[code]} – {wording.integer(wanted[code]) if wanted[code] else 'по заявке'}" for code in order
    )


def _in_schools(count: CauseCount, kind: str, codes: Container[str]) -> str:
    """«; специалиста нет в 50 школах из 90»: by their own answers, of the municipalities that named the cause."""
    known = [lacking for code, lacking in count.lacking.items() if lacking.kind == kind and code in codes]
    number = sum(len(lacking.schools) for lacking in known)
    if not number:
        return ""
    among = wording.integer(sum(len(lacking.among) for lacking in known))
    return f"; {known[0].said} в {wording.counted(number, 'школе', 'школах', 'школах')} из {among}"


def _listed(names: Sequence[str]) -> str:
    """Up to five by name; more stand in the table of causes."""
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return f"{wording.municipalities(len(names))} (названы в таблице причин)"


MOST_NAMED = 5


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
    lines = [*of_kept(results.register.region_plan, chosen), *lines_of(chosen, known)]
    lines = [replace(line, term=dated(line.term, results.dataset.period)) for line in lines]
    return draft_plan(lines, chosen, results.register.activities)


def _circumstances(results: Results, parts: tuple[Group, ...]) -> dict[Key, Ground | None]:
    """Keys that are not findings: groups, what the source calls difficulties, participants without a municipality."""
    groups = [part for part in parts if part.members]
    circumstances: dict[Key, Ground | None] = {Key("group", part.id): Ground("group", part.id) for part in groups}
    circumstances |= {Key("sure", part.id): Ground("group", part.id) for part in groups if _sure(part)}
    circumstances |= {Key("stage_loss"): Ground("stages"), Key("no_data"): Ground("completeness")}
    if results.dataset.settings.difficulties:
        circumstances[Key("difficulties")] = Ground("difficulties")
    if any(count.unassigned for count in region_counts(results).values()):
        circumstances[Key("unassigned")] = Ground("unassigned")
    return circumstances


def _with_members(entry: Entry, parts: tuple[Group, ...], names: dict[str, str]) -> Entry:
    """``{members}``: all of the group; ``{sure}``: those whose difference from the others is not chance."""
    part = next((part for part in parts if part.id == entry.group), Group(id="", title=""))
    text = entry.text
    for word, codes in {"{members}": part.members, "{sure}": _sure(part)}.items():
        text = text.replace(word, ", ".join(names[code] for code in codes))
    return replace(entry, text=text)


def _sure(part: Group) -> tuple[str, ...]:
    return tuple(code for code in part.members if code not in part.doubtful)
