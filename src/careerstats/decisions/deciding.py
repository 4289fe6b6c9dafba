"""Values of a region -> for every municipality its findings, exchanges, recommendations and draft plan."""

from dataclasses import dataclass, field
from typing import Any

from careerstats import wording
from careerstats.catalogue import Catalogue
from careerstats.contracts.appendices import Claim
from careerstats.contracts.decisions import Addressee, Exchange, ExchangeRules
from careerstats.contracts.values import Value
from careerstats.decisions.addressing import addressed, of_place
from careerstats.decisions.exchange import Region, by_priority, exchanges
from careerstats.decisions.findings import ATTENTION, DECISION, PROBLEMS, Case, Evidence, Finding, find
from careerstats.decisions.grounds import grounds_of, words_of
from careerstats.decisions.plan import draft_plan
from careerstats.decisions.recommendations import AT_MOST, called, foremost, lines_of, numbered, of_kept
from careerstats.decisions.terms import dated
from careerstats.territories import Territory

Row = dict[str, Any]


@dataclass(frozen=True)
class Situation:
    """What decisions rest on: judged rows by code, sizes, places of sites, and what the dataset says of itself."""

    rows: dict[str, list[Value]]
    territories: list[Territory]
    sizes: dict[str, int]
    sites: dict[str, list[str]]
    catalogue: Catalogue
    register: dict[str, Any]
    reserves: list[str]
    unknown: list[str]
    priority: list[str]
    letter: str = ""
    claims: dict[str, list[Claim]] = field(default_factory=dict)  # by code: levels of the профминимум not met
    evidence: dict[str, Evidence] = field(default_factory=dict)  # by code: schools, stages, targets
    addressees: list[Addressee] = field(default_factory=list)
    region: str = ""  # its code
    period: str = ""  # of the dataset: terms without a year are of the next school year
    at_most: int = AT_MOST  # recommendations of one note
    resources: dict[str, frozenset[str]] = field(default_factory=dict)  # by code: kinds of organisations known there
    exchange: ExchangeRules = field(default_factory=ExchangeRules)


@dataclass(frozen=True)
class Decisions:
    """Of one municipality; ``numbers``: key of a problem → «П-1»; ``task``: the indicator to begin with."""

    findings: list[Finding]
    exchanges: list[Exchange]
    numbers: dict[str, str]
    task: str = ""
    recommendations: list[Row] = field(default_factory=list)
    plan: list[Row] = field(default_factory=list)
    left_out: int = 0  # recommendations that there was no room for


def decide(situation: Situation) -> dict[str, Decisions]:
    """Decisions by code of municipality; one without usable data gets none."""
    reporting = [one for one in situation.territories if situation.rows.get(one.code)]
    findings = {one.code: _findings(one, situation) for one in reporting}
    pairs = exchanges(
        Region(reporting, situation.sizes, findings, situation.priority, situation.resources, situation.exchange)
    )
    return {one.code: _decide(one, situation, findings, pairs.get(one.code, [])) for one in reporting}


def _findings(one: Territory, situation: Situation) -> list[Finding]:
    rows = situation.rows[one.code]
    noun = one.noun.genitive or one.name
    claims = situation.claims.get(one.code, [])
    evidence = situation.evidence.get(one.code, Evidence())
    case = Case(rows, situation.catalogue, situation.reserves, situation.unknown, one.name, noun, claims, evidence)
    return find(case)


def _decide(
    one: Territory, situation: Situation, findings: dict[str, list[Finding]], pairs: list[Exchange]
) -> Decisions:
    own = findings[one.code]
    problems = [finding for finding in own if finding.kind in PROBLEMS]
    numbers = {key: f"П-{at}" for at, one in enumerate(problems, 1) for key in one.keys}
    found = _called(one, situation, own, pairs, numbers)
    headings = addressed(situation.register["addressees"], of_place(situation.addressees, one.code, situation.region))
    chosen = numbered(foremost(found, situation.at_most), headings)
    plan = [_of_pair(line, pairs) for line in _lines(one, situation, chosen)]
    return Decisions(own, pairs, numbers, _task(own, situation), chosen, plan, len(found) - len(chosen))


def _called(
    one: Territory, situation: Situation, own: list[Finding], pairs: list[Exchange], numbers: dict[str, str]
) -> list[Row]:
    """Every recommendation that a finding or a circumstance calls for."""
    grounds = grounds_of(own, numbers, situation.catalogue) | _circumstances(one, situation, pairs, numbers)
    words, about = _words(one, situation, pairs), words_of(own, situation.catalogue)
    entries = situation.register["municipality"]
    return called(entries, grounds, words, situation.letter, about=about, period=situation.period)


def _lines(one: Territory, situation: Situation, chosen: list[Row]) -> list[Row]:
    """Rows of the plan: the register's own lines, then those that recommendations bring along."""
    register, known = situation.register, {row.indicator for row in situation.rows[one.code]}
    lines = [*of_kept(register["plan"], chosen), *lines_of(chosen, known)]
    if situation.period:
        lines = [{**line, "term": dated(line["term"], situation.period)} for line in lines]
    return draft_plan(lines, chosen, register["activities"])


def _task(own: list[Finding], situation: Situation) -> str:
    """The first task follows from the first firm problem; with nothing on the bad side, from the first reserve.

    What concerns single schools is no task of the whole municipality.
    """
    firm = [one for one in own if one.kind in (DECISION, ATTENTION) and not one.fragile and not _of_schools(one)]
    first = by_priority([one for one in firm if one.urgent], situation.priority)
    urgent = [*first, *by_priority(firm, situation.priority)]
    left = [id for id in situation.reserves if any(f"reserve:{id}" in one.keys for one in own)]
    return next(iter([*(one.indicator for one in urgent), *left]), "")


def _of_schools(one: Finding) -> bool:
    """Whether all that the finding says is of single schools."""
    return bool(one.named) and one.rule in ("at_zero", "wide_spread")


def _of_pair(line: Row, pairs: list[Exchange]) -> Row:
    """A measure of exchange is followed by the indicator that its foremost pair is about."""
    about = [pair.indicator for pair in pairs if line.get("pair") == ("learn" if pair.learn else "share")]
    return {**line, "indicators": about[:1]} if about else line


def _circumstances(
    one: Territory, situation: Situation, pairs: list[Exchange], numbers: dict[str, str]
) -> dict[str, str]:
    """Keys that are not findings: where the sites are, with whom practice can be exchanged."""
    keys = {"site:here" if one.name in situation.sites else "site:none": ""} if situation.sites else {}
    for pair in reversed(pairs):
        if pair.learn:
            found = (numbers.get(f"{kind}:{pair.indicator}", "") for kind in PROBLEMS)
            keys["practice:learn"] = next(filter(None, found), "")
        else:
            keys["practice:share"] = "положительный результат"
    return keys


def _words(one: Territory, situation: Situation, pairs: list[Exchange]) -> dict[str, str]:
    """What a recommendation may say in braces."""
    words = {
        "name": one.name,
        "genitive": genitive(one),
        "prepositional": prepositional(one),
        "sites": "; ".join(situation.sites.get(one.name, [])),
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


def genitive(one: Territory) -> str:
    """«города Белогорска»; neutral where no reviewed form is known."""
    return one.genitive or f"муниципального образования «{one.name}»"


def dative(one: Territory) -> str:
    """«городу Белогорску»."""
    return one.dative or f"муниципальному образованию «{one.name}»"


def prepositional(one: Territory) -> str:
    """«городе Белогорске»."""
    return one.prepositional or f"муниципальном образовании «{one.name}»"
