"""Findings -> the keys by which recommendations refer to them, and the words that those may say of an indicator."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from careerstats import wording
from careerstats.catalogue import Catalogue
from careerstats.contracts.headlines import Headline
from careerstats.contracts.recommendations import Ground
from careerstats.decisions.findings.case import ATTENTION, DECISION, PROBLEMS, STRENGTH, Finding
from careerstats.decisions.keys import Key
from careerstats.decisions.ranking import SHORT_OF
from careerstats.decisions.recommendations import named_schools
from careerstats.grouping import grouped
from careerstats.schools_named import named
from careerstats.territories import Territory


def grounds_of(
    findings: list[Finding], numbers: Mapping[Key, str], catalogue: Catalogue, ranked: Sequence[Headline] = ()
) -> dict[Key, Ground | None]:
    """Key → the finding as a ground, in the order of the note: «decision:1.1», «at_zero:Ц4:early_14», «problem:1.1».

    What matters most comes first, by the kind it leads with: «stage:1.1», «groups:Ц3:trial».
    """
    grounds: dict[Key, Ground | None] = {}
    for headline in ranked:
        if headline.is_problem:
            ground = Ground("problem", headline.problem) if headline.problem else None
            for key in _of_headline(headline, catalogue):
                grounds[key] = ground
    for finding in findings:
        ground = Ground("problem", numbers[finding.key]) if finding.key in numbers else None
        for key in _spelt(finding, catalogue):
            grounds.setdefault(key, ground if finding.kind in PROBLEMS else Ground("strength", finding.indicator))
    return grounds


def _of_headline(headline: Headline, catalogue: Catalogue) -> list[Key]:
    indicator = catalogue.indicators.get(headline.indicator)
    key = Key(headline.kind, headline.indicator)
    return [key, Key(headline.kind, headline.indicator, indicator.goal)] if indicator else [key]


def _spelt(finding: Finding, catalogue: Catalogue) -> list[Key]:
    """Its keys in every way that a recommendation may write them: as a problem, with the goal, as anything of it."""
    indicator = catalogue.indicators.get(finding.indicator)
    spelt: list[Key] = []
    for what in finding.names:
        names = [what, *(["problem"] if finding.kind in (DECISION, ATTENTION) else [])]
        spelt += [Key(name, finding.indicator) for name in names]
        if indicator:
            of_goal = [*names, *(["goal"] if finding.kind != STRENGTH else [])]
            spelt += [Key(name, finding.indicator, indicator.goal) for name in of_goal]
    return list(dict.fromkeys(spelt))


def words_of(
    findings: list[Finding], catalogue: Catalogue, ranked: Sequence[Headline] = ()
) -> dict[str, dict[str, str]]:
    """Id of an indicator → what a recommendation about it may say; ``task`` only where the catalogue has one.

    Of what matters also ``people`` («458»), ``lacking`` («до уровня остальных не хватает 458 обучающихся»),
    ``schools`` and ``in_schools`` that make most of it, ``of_empty``: where nobody was reached, ``planned``: the
    measure of last year's plan that was not carried out.
    """
    problems = {headline.indicator: headline for headline in ranked if headline.is_problem}
    return {
        id: _spoken(catalogue, id) | (_of_weight(catalogue, problems[id]) if id in problems else {})
        for id in dict.fromkeys([*problems, *(finding.indicator for finding in findings)])
        if id in catalogue.indicators
    }


def _of_weight(catalogue: Catalogue, headline: Headline) -> dict[str, str]:
    noun = catalogue.indicators[headline.indicator].spoken["noun_genitive"]
    missed = [plan.measure for plan in headline.plans if plan.done in ("no", "partly")]
    return {
        "people": wording.integer(headline.people),
        "lacking": f"{_short_of(headline)} {wording.counted(headline.people, *noun)}",
        "planned": missed[0] if missed else "",
        **_schools(headline),
    }


def _schools(headline: Headline) -> dict[str, str]:
    """Those that make most of it, and those where nobody was reached: never the one for the other."""
    parts = [part for of in (headline.gap, headline.change) if of for part in of.parts]
    groups = headline.groups
    among = dict.fromkeys(
        [
            *(part.name for part in parts),
            *headline.named,
            *((*groups.lower.schools, *groups.upper.schools) if groups else ()),
        ]
    )
    schools, empty = named_schools(headline), headline.named
    return {
        "schools": named(schools, "nominative", list(among)) if schools else "",
        "in_schools": named(schools, "prepositional", list(among)) if schools else "",
        "of_empty": named(empty, "genitive", list(among)) if empty else "",
    }


def _short_of(headline: Headline) -> str:
    """«до уровня остальных не хватает»; of those nobody reached or lost at a stage, «касается»."""
    of = headline.weight.short_of
    return "касается" if of == "all" else f"{SHORT_OF[of]} не хватает"


def _spoken(catalogue: Catalogue, id: str) -> dict[str, str]:
    indicator = catalogue.indicators[id]
    words = {key: str(indicator.spoken.get(key, "")) for key in ("share", "who")}
    words["topic"] = str(indicator.spoken.get("topic") or indicator.short)
    task = str(indicator.words.get("task", ""))
    empty = dict.fromkeys(("people", "lacking", "planned", "schools", "in_schools", "of_empty"), "")
    return words | empty | {"short": indicator.short, "task": task, "Task": wording.capital(task)}


class Noted(NamedTuple):
    """Of a region: keys in how many municipalities, words by indicator, codes of those municipalities by key."""

    grounds: dict[Key, Ground | None]
    words: dict[str, dict[str, str]]
    places: dict[Key, tuple[str, ...]]


def of_region(findings: Mapping[str, list[Finding]], territories: list[Territory], catalogue: Catalogue) -> Noted:
    """What most municipalities have comes first, then what concerns more pupils."""
    every = [(place.code, finding) for place in territories for finding in findings.get(place.code, [])]
    problems = [(code, finding) for code, finding in every if finding.kind in PROBLEMS]
    places = grouped((key, code) for code, finding in problems for key in _spelt(finding, catalogue))
    size = Counter[Key]()
    for _, finding in problems:
        size.update(dict.fromkeys(_spelt(finding, catalogue), finding.size))
    order = sorted(places, key=lambda key: (-len(places[key]), -size[key], str(key)))
    return Noted(
        grounds={key: Ground("noted", places=len(places[key])) for key in order},
        words={id: _spoken(catalogue, id) for id in catalogue.indicators if Key("problem", id) in places},
        places={key: tuple(dict.fromkeys(codes)) for key, codes in places.items()},
    )
