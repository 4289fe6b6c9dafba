"""Values of a region -> for every municipality its findings, exchanges, recommendations and draft plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as with_

from msgspec.structs import replace

from careerstats import wording
from careerstats.catalogue import Catalogue
from careerstats.contracts.appendices import Claim
from careerstats.contracts.decisions import Addressee, Exchange, ExchangeRules
from careerstats.contracts.headlines import Headline, told_on_page_one
from careerstats.contracts.recommendations import Ground, PlanEntry, PlanLine, Recommendation, Register
from careerstats.contracts.rules import USUAL, Rules
from careerstats.contracts.values import Group, Value
from careerstats.decisions.exchange import Region, exchanges
from careerstats.decisions.findings import merged, of_rules
from careerstats.decisions.findings.case import PROBLEMS, Case, Evidence, Finding
from careerstats.decisions.grounds import grounds_of, words_of
from careerstats.decisions.heading import by_headline, headlines, numbered_as
from careerstats.decisions.keys import Key
from careerstats.decisions.plan import draft_plan
from careerstats.decisions.recommendations import (
    AT_MOST,
    Called,
    Occasion,
    addressed,
    called,
    foremost,
    numbered,
    of_place,
    on_page_one,
    positions_of,
)
from careerstats.schools_named import named
from careerstats.territories import Territory

UNPLACED = ""
"""Among the places of sites: the municipality of some is not told."""


@dataclass(frozen=True)
class Situation:
    """What decisions rest on: judged rows by code, sizes, places of sites, and what the dataset says of itself."""

    rows: dict[str, list[Value]]
    territories: list[Territory]
    sizes: dict[str, int]
    sites: dict[str, list[str]]
    catalogue: Catalogue
    register: Register
    reserves: list[str]
    unknown: list[str]
    priority: list[str]
    letter: str = ""  # its number
    claims: dict[str, list[Claim]] = field(default_factory=dict)  # by code
    evidence: dict[str, Evidence] = field(default_factory=dict)  # by code: schools, stages, targets
    addressees: list[Addressee] = field(default_factory=list)
    region: str = ""  # its code
    period: str = ""  # of the dataset: terms without a year are of the next school year
    at_most: int = AT_MOST  # recommendations of one note
    resources: dict[str, frozenset[str]] = field(default_factory=dict)  # by code: kinds of organisations known there
    exchange: ExchangeRules = field(default_factory=ExchangeRules)
    rules: Rules = USUAL
    groups: tuple[Group, ...] = ()  # of municipalities, as the region's note has them


@dataclass(frozen=True)
class Decisions:
    """Of one municipality; ``numbers``: key of a problem → «П-1»; ``task``: the indicator to begin with."""

    findings: list[Finding]
    exchanges: list[Exchange]
    headlines: tuple[Headline, ...]
    numbers: dict[Key, str] = field(default_factory=dict)
    task: str = ""
    recommendations: tuple[Recommendation, ...] = ()
    plan: tuple[PlanLine, ...] = ()
    left_out: int = 0  # recommendations that there was no room for


def decide(situation: Situation) -> dict[str, Decisions]:
    """Decisions by code of municipality; one without usable data gets none."""
    reporting = [territory for territory in situation.territories if situation.rows.get(territory.code)]
    cases = {territory.code: _case(territory, situation) for territory in reporting}
    separate = {code: of_rules(case) for code, case in cases.items()}
    ranked = {code: headlines(cases[code], separate[code]) for code in cases}
    findings = {code: by_headline(merged(separate[code]), ranked[code]) for code in cases}
    about = {id: indicator.spoken["strong"] for id, indicator in situation.catalogue.indicators.items()}
    pairs = exchanges(
        Region(reporting, situation.sizes, findings, situation.priority, situation.resources, situation.exchange, about)
    )
    return {
        territory.code: _decide(
            territory,
            situation,
            Decisions(findings[territory.code], pairs.get(territory.code, []), ranked[territory.code]),
        )
        for territory in reporting
    }


def _case(territory: Territory, situation: Situation) -> Case:
    return Case(
        situation.rows[territory.code],
        situation.catalogue,
        situation.reserves,
        situation.unknown,
        territory.name,
        territory.noun.genitive or territory.name,
        situation.claims.get(territory.code, []),
        situation.evidence.get(territory.code, Evidence()),
        situation.rules,
    )


def _decide(territory: Territory, situation: Situation, known: Decisions) -> Decisions:
    """``known``: its findings in the order of the note, its pairs and its headlines."""
    problems = [finding for finding in known.findings if finding.kind in PROBLEMS]
    numbers = {key: f"П-{place}" for place, problem in enumerate(problems, 1) for key in problem.keys}
    ranked = numbered_as(known.headlines, numbers)
    own_names = of_place(situation.addressees, territory.code, situation.region)
    known = with_(known, headlines=ranked, numbers=numbers, task=_task(known, situation))
    every = _called(territory, situation, known, positions_of(situation.register, own_names))
    headings = addressed(situation.register.addressees, own_names)
    chosen = on_page_one(numbered(foremost(every, situation.at_most), headings), about=_decided(ranked))
    lines = [_of_pair(line, known.exchanges) for line in situation.register.plan]
    computed = {row.indicator for row in situation.rows[territory.code]}
    plan = draft_plan(lines, chosen, situation.register.activities, computed, situation.period)
    return with_(known, recommendations=chosen, plan=plan, left_out=len(every) - len(chosen))


def _decided(ranked: Sequence[Headline]) -> list[int]:
    """Numbers of the findings that page one may decide on: a difference without a verdict only where it is told."""
    on_page_one = told_on_page_one(ranked)
    return [own.number for own in ranked if own in on_page_one or own.rules != ("likely",)]


def _called(territory: Territory, situation: Situation, known: Decisions, positions: Mapping[str, str]) -> list[Called]:
    """Every recommendation that a finding or a circumstance calls for."""
    findings, ranked = known.findings, known.headlines
    grounds = grounds_of(findings, known.numbers, situation.catalogue, ranked)
    occasion = Occasion(
        grounds | _circumstances(territory, situation, known),
        _words(territory, situation, known.exchanges),
        situation.letter,
        words_of(findings, situation.catalogue, ranked),
        situation.period,
        {headline.indicator: headline for headline in reversed(ranked) if headline.is_problem},
        positions,
    )
    return called(situation.register.municipality, occasion)


def _of_pair(line: PlanEntry, pairs: list[Exchange]) -> PlanEntry:
    """A measure of exchange is followed by the indicator that its foremost pair is about."""
    about = [pair.indicator for pair in pairs if line.pair == ("learn" if pair.learn else "share")]
    return replace(line, indicators=tuple(about[:1])) if about else line


def _task(known: Decisions, situation: Situation) -> str:
    """The first task is what matters most and does not hang on a few; where nothing does, the first reserve."""
    problems = (headline for headline in known.headlines if headline.is_problem)
    firm = [headline.indicator for headline in problems if headline.weight.certainty != "unstable"]
    left = [id for id in situation.reserves if any(Key("reserve", id) in finding.keys for finding in known.findings)]
    return next(iter([*(id for id in firm if id in situation.catalogue.indicators), *left]), "")


def _circumstances(territory: Territory, situation: Situation, known: Decisions) -> dict[Key, Ground | None]:
    """Keys that are not findings: where the sites are, its group, with whom practice can be exchanged."""
    circumstances: dict[Key, Ground | None] = {}
    rows = situation.rows[territory.code]
    unknown = sum(row.power_low for row in rows) > sum(row.uncovered for row in rows)
    if unknown and not any(headline.is_problem for headline in known.headlines):
        circumstances[Key("unproven")] = None
    if situation.evidence.get(territory.code, Evidence()).plan_owed:
        circumstances[Key("no_data", "plan")] = Ground("completeness")
    if territory.name in situation.sites:
        circumstances[Key("site", "here")] = None
    elif situation.sites and UNPLACED not in situation.sites:  # else one of those may be here
        circumstances[Key("site", "none")] = None
    elif situation.sites:
        circumstances[Key("site", "unknown")] = None
    circumstances |= {
        Key("group", part.id): Ground("group", f"{part.id}: {wording.uncapitalised(part.title)}")
        for part in situation.groups
        if territory.code in part.members
    }
    for pair in reversed(known.exchanges):
        if pair.learn:
            met = (known.numbers.get(Key(kind, pair.indicator), "") for kind in PROBLEMS)
            number = next(filter(None, met), "")
            circumstances[Key("practice", "learn")] = Ground("problem", number) if number else None
        else:
            circumstances[Key("practice", "share")] = Ground("strength", pair.indicator)
    return circumstances


def _words(territory: Territory, situation: Situation, pairs: list[Exchange]) -> dict[str, str]:
    """What a recommendation may say in braces."""
    words = {
        "name": territory.name,
        "genitive": genitive(territory),
        "prepositional": prepositional(territory),
        "sites": "; ".join(situation.sites.get(territory.name, [])),
        "silent": _silent(situation.evidence.get(territory.code, Evidence()).silent),
    }
    names = {other.code: other for other in situation.territories}
    for pair in reversed(pairs):  # so that the first of each kind is the one that is said
        partners = [names[code] for code in pair.partners]
        about = situation.catalogue.indicators[pair.indicator].spoken["strong"]
        if pair.learn:
            words |= {"learn_about": about, "learn_in": wording.joined(list(map(prepositional, partners)))}
        else:
            words |= {"share_about": about, "share_with": wording.joined(list(map(dative, partners)))}
    return words


def _silent(schools: list[str]) -> str:
    """«школы № 4», whose data are missing."""
    if not 0 < len(schools) <= MOST_NAMED:
        return "школ, которые их не представили"
    return named(schools, "genitive", schools)


MOST_NAMED = 5


def genitive(territory: Territory) -> str:
    """«города Белогорска»; neutral where no reviewed form is known."""
    return territory.genitive or f"муниципального образования «{territory.name}»"


def dative(territory: Territory) -> str:
    """«городу Белогорску»."""
    return territory.dative or f"муниципальному образованию «{territory.name}»"


def prepositional(territory: Territory) -> str:
    """«городе Белогорске»."""
    return territory.prepositional or f"муниципальном образовании «{territory.name}»"
