"""Everything that is known of a region -> one bundle per note: complete, small, readable."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from careerstats.analysis.reconciliation import list_rows
from careerstats.analysis.region import concentration, groups_of
from careerstats.audiences import PUBLIC
from careerstats.bundles.appendices import appendices
from careerstats.bundles.heads import Head, head, municipalities_of, passport_of
from careerstats.bundles.management import Managed, management
from careerstats.bundles.numbers import (
    Results,
    counts_of,
    history,
    method,
    points,
    published,
    region_counts,
    series,
    standing,
)
from careerstats.bundles.quality import corrections
from careerstats.bundles.region import (
    headlines_of,
    region_plan,
    region_recommendations,
    synthesis_of,
    synthesis_of_place,
)
from careerstats.bundles.remarks import is_of_summary, refusals, summary_tables, unmended
from careerstats.catalogue.entries import REPORTERS
from careerstats.contracts.appendices import Appendices
from careerstats.contracts.audience import for_public
from careerstats.contracts.bundle import Bundle
from careerstats.contracts.decisions import Target
from careerstats.contracts.facts import as_written
from careerstats.contracts.headlines import Headline, Synthesis
from careerstats.contracts.places import Competence, Named, Site
from careerstats.contracts.quality import Refusal
from careerstats.contracts.recommendations import PlanLine, Recommendation
from careerstats.contracts.settings import NoteSettings, Stage
from careerstats.contracts.values import (
    Count,
    Group,
    Passport,
    Point,
    Published,
    RegionCount,
    Series,
    Spread,
    Standing,
    Value,
    Year,
)
from careerstats.decisions import Decisions
from careerstats.grouping import grouped, nested
from careerstats.intake import own_texts
from careerstats.intake.organisations import SITE
from careerstats.model import Problem, period_start
from careerstats.territories import Territory

WHOLE_TABLE = ("not_a_table", "no_head", "missing_column")
"""Problems that cost every municipality of a table something."""


def cut(results: Results) -> dict[tuple[str, str], Bundle]:
    """(notebook, code) → bundle, for the audience of the results."""
    common, more, every = _common(results), _more(results), _of_every(results)
    texts, region = _texts(results, "municipality"), results.intake.region
    bundles = {
        ("municipality", place.code): _municipality(results, place, every, texts, common=common, more=more[place.code])
        for place in results.intake.territories
        if place.code in results.decisions
    }
    bundles["region", region.code] = _region(results, every, common, more)
    return {key: for_public(bundle) for key, bundle in bundles.items()} if results.audience == PUBLIC else bundles


class _Common(Head):
    """Fields of ``Bundle`` that both kinds of note have."""

    municipalities: tuple[Named, ...]
    sizes: dict[str, int]
    passports: dict[str, Passport]
    variables: dict[str, str]
    sizes_title: str
    everyone: dict[str, tuple[Point, ...]]
    region_values: dict[str, Value]
    region_counts: dict[str, RegionCount]
    published: dict[str, Published]
    stages: tuple[Stage, ...]
    spread: dict[str, Spread]


class _More(Managed):
    """Fields of ``Bundle`` for the appendices, the courses over the years and the sections on management."""

    appendices: Appendices
    series: dict[str, Series]


def _more(results: Results) -> dict[str, _More]:
    """Code → what the appendices and the sections on management may say."""
    ours, years = management(results), series(results)
    region = years.get(results.intake.region.code, {})
    return {
        code: {**ours.get(code, {}), "appendices": own, "series": _years(years.get(code, {}), region)}
        for code, own in appendices(results).items()
    }


def _years(own: dict[str, tuple[Year, ...]], region: dict[str, tuple[Year, ...]]) -> dict[str, Series]:
    """Main indicators with at least three years, the region's beside a municipality's."""
    long = {id: rows for id, rows in own.items() if len(rows) >= YEARS}
    return {id: Series(own=years, region=() if own is region else region.get(id, ())) for id, years in long.items()}


YEARS = 3  # two years are a change, which has words of its own


class _OfEvery(NamedTuple):
    """What is read or counted once for all municipalities; by code.

    ``parts``, ``asked``, ``ranked``: groups, recommendations and headlines of the region.
    """

    counts: dict[str, tuple[Count, ...]]
    problems: dict[str, list[tuple[int, Problem]]]
    unmended: dict[str, list[Problem]]
    refusals: dict[str, tuple[Refusal, ...]]
    standing: dict[str, dict[str, Standing]]
    said: Synthesis | None
    parts: tuple[Group, ...]
    asked: tuple[Recommendation, ...]
    ranked: tuple[Headline, ...]


def _of_every(results: Results) -> _OfEvery:
    summaries = summary_tables(results)
    own = [problem for problem in unmended(results) if not is_of_summary(problem, summaries)]
    parts = groups_of(results.dataset.settings.groups, results.rows, results.spreads)
    said = synthesis_of(results)
    ranked = headlines_of(results, said)
    return _OfEvery(
        counts_of(results),
        _by_place(_printed_problems(results), summaries),
        grouped((problem.territory, problem) for problem in own),
        refusals(results),
        standing(results),
        said,
        parts,
        region_recommendations(results, parts, said, ranked),
        ranked,
    )


def _municipality(
    results: Results, place: Territory, every: _OfEvery, texts: dict[str, str], *, common: _Common, more: _More
) -> Bundle:
    decisions = results.decisions[place.code]
    chosen, plan = with_goals(decisions, more.get("proposals", {}))
    return Bundle(
        **common,
        **more,
        notebook="municipality",
        texts=texts,
        territory=place,
        values=tuple(results.rows[place.code].values()),
        counts=every.counts.get(place.code, ()),
        peers=tuple(results.peers.get(place.code, ())),
        peer_indicators=_peer_indicators(results),
        findings=tuple(finding.in_bundle(decisions.numbers.get(finding.key, "")) for finding in decisions.findings),
        headlines=decisions.headlines,
        task=decisions.task,
        exchanges=tuple(decisions.exchanges),
        recommendations=chosen,
        plan=plan,
        problems=tuple(
            problem for _, problem in sorted(every.problems.get(place.code, []) + every.problems.get("", []))
        ),
        remarks=_counted(results, every.unmended.get(place.code, ())),
        refusals=every.refusals.get(place.code, ()),
        corrections=corrections(results, place),
        standing=every.standing.get(place.code, {}),
        synthesis=synthesis_of_place(every.said, place.code, every.asked, every.ranked),
    )


def with_goals(
    decisions: Decisions, goals: Mapping[str, Target]
) -> tuple[tuple[Recommendation, ...], tuple[PlanLine, ...]]:
    """Recommendations and the plan without those that speak of goals of the year where no goal asks for more."""
    if any(goal.next_year for goal in goals.values()):
        return decisions.recommendations, decisions.plan
    kept = [recommendation for recommendation in decisions.recommendations if not recommendation.goals]
    numbers = {recommendation.number: number for number, recommendation in enumerate(kept, 1)}
    plan = (replace(line, numbers=tuple(numbers[old] for old in line.numbers if old in numbers))
            for line in decisions.plan)  # fmt: skip
    return tuple(replace(recommendation, number=numbers[recommendation.number]) for recommendation in kept), tuple(plan)


def _region(results: Results, every: _OfEvery, common: _Common, more: Mapping[str, _More]) -> Bundle:
    settings, region = results.dataset.settings, results.intake.region.code
    return Bundle(
        **common,
        **more[region],
        notebook="region",
        texts=_texts(results, "region"),
        territory=results.intake.region,
        groups=every.parts,
        groups_by=tuple(settings.groups.by if settings.groups else ()),
        concentration={id: concentration(points(results, id)) for id in settings.headline},
        sites=_sites(results),
        competences=_competences(results),
        branches=tuple((id, _short(results, id)) for id in settings.branches),
        history=history(results),
        headlines=every.ranked,
        synthesis=every.said,
        recommendations=every.asked,
        plan=region_plan(results, every.asked),
        exchanges=tuple(replace(pair, code=code) for code, own in results.decisions.items() for pair in own.exchanges),
        findings=tuple(finding.in_bundle() for own in results.decisions.values() for finding in own.findings),
        problems=tuple(_printed_problems(results)),
        remarks=_counted(results, unmended(results)),
        corrections=corrections(results),
        method=method(results),
        tiles=results.intake.registers.tiles,
        goals_of=_goals_of({code: own for code, own in more.items() if code != region}),
    )


def _goals_of(municipalities: Mapping[str, _More]) -> dict[str, dict[str, Target]]:
    """Indicator → code → goal of a municipality."""
    places = municipalities.items()
    return nested(((id, code), goal) for code, own in places for id, goal in own.get("proposals", {}).items())


def _sites(results: Results) -> tuple[Site, ...]:
    """Sites of practical events, as the register lists them."""
    every = results.intake.organisations.values()
    return tuple(Site(name=site.name, territory=site.territory) for site in every if site.kind == SITE)


def _competences(results: Results) -> tuple[Competence, ...]:
    rows = list_rows(results.dataset.file("tables/competences.csv"), {})
    return tuple(Competence(title=row["Компетенция"], online=row.get("Онлайн") == "да") for row in rows)


def _common(results: Results) -> _Common:
    """What both kinds of note say of the dataset, the method and the region."""
    settings, used = results.dataset.settings, _used(results)
    return {
        **head(results, as_written(NoteSettings, settings)),
        "municipalities": municipalities_of(results),
        "sizes": results.sizes,
        "passports": {id: passport_of(results, id) for id in results.rows[results.intake.region.code]},
        "variables": {id: variable.title for id, variable in results.catalogue.variables.items() if id in used}
        | {REPORTERS: "число организаций, представивших сведения"},
        "sizes_title": _short(results, results.dataset.settings.peers.size),
        "everyone": {id: points(results, id) for id in settings.indicators},
        "region_values": results.rows[results.intake.region.code],
        "region_counts": region_counts(results),
        "published": published(results),
        "stages": settings.stages,
        "spread": results.spreads,
    }


def _short(results: Results, id: str) -> str:
    """What a variable counts, short enough for the head of a table."""
    variable = results.catalogue.variables.get(id)
    return (variable.short or variable.title) if variable else ""


def _used(results: Results) -> set[str]:
    """Variables with numbers, and those of the indicators that are shown."""
    editions = (
        results.catalogue.indicators[id].edition(results.dataset.period)
        for id in results.rows[results.intake.region.code]
    )
    return set(results.counts["variable"]) | {id for edition in editions if edition for id in edition.variables}


def _printed_problems(results: Results) -> list[Problem]:
    """Problems that a note tells: of a table of another period the protocol tells all, the note what costs a value."""
    periods, period = _periods(results), results.dataset.period
    return [
        problem
        for problem in results.intake.problems
        if problem.severity == "blocking" or periods.get(problem.file, period) == period
    ]


def _periods(results: Results) -> dict[str, str]:
    """Table → the period it is of; of several, that of the notes."""
    settings, period = results.dataset.settings, results.dataset.period
    known = [(table.file, table.period or period) for table in settings.tables]
    known += [(table.file, table.period or period) for table in settings.profminimum]
    return dict(sorted(known, key=lambda table: table[1] == period))


def _counted(results: Results, problems: Iterable[Problem]) -> dict[str, int]:
    """Period of the table → how many, the last period first; what is of no table is of the period of the notes."""
    periods, period = _periods(results), results.dataset.period
    number = Counter(periods.get(problem.file, period) for problem in problems)
    return {own: number[own] for own in sorted(number, key=period_start, reverse=True)}


def _by_place(problems: Iterable[Problem], summaries: frozenset[str]) -> dict[str, list[tuple[int, Problem]]]:
    """Code → remarks on its own cells, «»: what is wrong with a whole table; each with its place among all."""
    return grouped(
        (problem.territory, (at, problem))
        for at, problem in enumerate(problems)
        if (problem.territory or problem.code in WHOLE_TABLE) and not is_of_summary(problem, summaries)
    )


def _peer_indicators(results: Results) -> tuple[str, ...]:
    """Columns of the table of peers: what the dataset chooses, else the main ones and as many as there is room."""
    settings = results.dataset.settings
    wanted = dict.fromkeys([*settings.headline, *settings.indicators])
    return tuple(settings.peers.indicators or list(wanted)[:PEER_COLUMNS])


PEER_COLUMNS = 4


def _texts(results: Results, notebook: str) -> dict[str, str]:
    """The author's own paragraphs for a notebook: ``texts/<notebook>.<place>.md``."""
    paths = sorted(results.dataset.file("texts").glob(f"{notebook}.*.md"))
    return {path.stem.split(".", 1)[1]: own_texts.text_of(path) for path in paths}
