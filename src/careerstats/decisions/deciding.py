"""Values of a region -> for every municipality its findings, exchanges, recommendations and draft plan."""

from dataclasses import dataclass, field
from typing import Any

from careerstats import wording
from careerstats.catalogue import Catalogue
from careerstats.decisions.exchange import Exchange, by_priority, exchanges
from careerstats.decisions.findings import ATTENTION, DECISION, PROBLEMS, Case, Finding, find
from careerstats.decisions.recommendations import draft_plan, recommend
from careerstats.territories import Territory

Row = dict[str, Any]


@dataclass(frozen=True)
class Situation:
    """What decisions rest on: judged rows by code, sizes, places of sites, and what the dataset says of itself."""

    rows: dict[str, list[Row]]
    territories: list[Territory]
    sizes: dict[str, int]
    sites: dict[str, list[str]]
    catalogue: Catalogue
    register: dict[str, Any]
    reserves: list[str]
    unknown: list[str]
    priority: list[str]
    letter: str = ""
    claims: dict[str, list[Row]] = field(default_factory=dict)  # by code: levels of the профминимум not met


@dataclass(frozen=True)
class Decisions:
    """Of one municipality; ``numbers``: key of a problem → «П-1»; ``task``: the indicator to begin with."""

    findings: list[Finding]
    exchanges: list[Exchange]
    numbers: dict[str, str]
    task: str = ""
    recommendations: list[Row] = field(default_factory=list)
    plan: list[Row] = field(default_factory=list)


def decide(situation: Situation) -> dict[str, Decisions]:
    """Decisions by code of municipality; one without usable data gets none."""
    reporting = [one for one in situation.territories if situation.rows.get(one.code)]
    findings = {one.code: _findings(one, situation) for one in reporting}
    return {one.code: _decide(one, situation, findings, reporting) for one in reporting}


def _findings(one: Territory, situation: Situation) -> list[Finding]:
    rows = situation.rows[one.code]
    noun = one.noun.get("genitive") or one.name
    claims = situation.claims.get(one.code, [])
    return find(Case(rows, situation.catalogue, situation.reserves, situation.unknown, one.name, noun, claims))


def _decide(
    one: Territory, situation: Situation, findings: dict[str, list[Finding]], reporting: list[Territory]
) -> Decisions:
    own = findings[one.code]
    pairs = exchanges(one, reporting, situation.sizes, findings, situation.priority)
    problems = [finding for finding in own if finding.kind in PROBLEMS]
    numbers = {key: f"П-{at}" for at, one in enumerate(problems, 1) for key in (one.key, one.merged) if key}
    grounds = numbers | _circumstances(one, situation, pairs, numbers)
    words = _words(one, situation, pairs)
    register = situation.register
    chosen = recommend(register["municipality"], register["addressees"], grounds, words, situation.letter)
    plan = [_of_pair(line, pairs) for line in draft_plan(register["plan"], chosen, register["activities"])]
    return Decisions(own, pairs, numbers, _task(own, situation), chosen, plan)


def _task(own: list[Finding], situation: Situation) -> str:
    """The first task follows from the first firm problem; with nothing on the bad side, from the first reserve."""
    firm = [one for one in own if one.kind in (DECISION, ATTENTION) and not one.fragile]
    urgent = by_priority(firm, situation.priority)
    left = [id for id in situation.reserves if any(f"reserve:{id}" in (one.key, one.merged) for one in own)]
    return next(iter([*(one.indicator for one in urgent), *left]), "")


def _of_pair(line: Row, pairs: list[Exchange]) -> Row:
    """A measure of exchange is followed by the indicator it is about."""
    about = [pair.indicator for pair in pairs if line.get("pair") == ("learn" if pair.learn else "share")]
    return {**line, "indicators": about} if about else line


def _circumstances(
    one: Territory, situation: Situation, pairs: list[Exchange], numbers: dict[str, str]
) -> dict[str, str]:
    """Keys that are not findings: where the sites are, with whom practice can be exchanged."""
    keys = {"site:here" if one.name in situation.sites else "site:none": ""} if situation.sites else {}
    for pair in pairs:
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
    for pair in pairs:
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
