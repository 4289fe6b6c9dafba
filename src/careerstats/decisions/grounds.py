"""Findings -> the keys by which recommendations refer to them, and the words that those may say of an indicator."""

from collections.abc import Mapping

from careerstats import wording
from careerstats.catalogue import Catalogue
from careerstats.decisions.findings import ATTENTION, DECISION, PROBLEMS, STRENGTH, Finding
from careerstats.territories import Territory

MOST_NAMED = 5
NOTED = "отмечено в"


def grounds_of(findings: list[Finding], numbers: Mapping[str, str], catalogue: Catalogue) -> dict[str, str]:
    """Key → number of the finding, in the order of the note: «decision:1.1», «at_zero:Ц4:early_14», «problem:1.1»."""
    found: dict[str, str] = {}
    for one in findings:
        ground = numbers.get(one.key, "") if one.kind in PROBLEMS else "положительный результат"
        for key in (spelt for own in one.keys for spelt in _spelt(one, own, catalogue)):
            found.setdefault(key, ground)
    return found


def _spelt(one: Finding, key: str, catalogue: Catalogue) -> list[str]:
    """A key in every way that a recommendation may write it: with the goal, as a problem, as anything of the goal."""
    name, _, id = key.partition(":")
    indicator = catalogue.indicators.get(id)
    names = [name, *(["problem"] if one.kind in (DECISION, ATTENTION) else [])]
    spelt = [f"{word}:{id}" for word in names]
    if indicator:
        of_goal = [*names, *(["goal"] if one.kind != STRENGTH else [])]
        spelt += [f"{word}:{indicator.goal}:{id}" for word in of_goal]
    return spelt


def words_of(findings: list[Finding], catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """Id of an indicator → what a recommendation about it may say; ``task`` only where the catalogue has one."""
    found: dict[str, dict[str, str]] = {}
    for one in findings:
        if one.indicator in catalogue.indicators:
            told = found.setdefault(one.indicator, _spoken(catalogue, one.indicator))
            told["schools"] = told.get("schools") or ", ".join(one.named)
    return found


def _spoken(catalogue: Catalogue, id: str) -> dict[str, str]:
    indicator = catalogue.indicators[id]
    words = {key: str(indicator.spoken.get(key, "")) for key in ("share", "who", "topic")}
    task = str(indicator.words.get("task", ""))
    return words | {"short": indicator.short, "task": task, "Task": wording.capital(task)}


def of_region(
    findings: Mapping[str, list[Finding]], territories: list[Territory], catalogue: Catalogue
) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Keys of all municipalities → in how many of them; words by indicator, ``where``: who they are.

    What most municipalities have comes first, then what concerns more pupils.
    """
    places: dict[str, list[str]] = {}
    size: dict[str, int] = {}
    for one in territories:
        for finding in findings.get(one.code, []):
            if finding.kind in PROBLEMS:
                for key in dict.fromkeys(spelt for own in finding.keys for spelt in _spelt(finding, own, catalogue)):
                    places.setdefault(key, []).append(one.name)
                    size[key] = size.get(key, 0) + finding.size
    order = sorted(places, key=lambda key: (-len(places[key]), -size[key], key))
    grounds = {key: f"{NOTED} {wording.municipalities_in(len(places[key]))}" for key in order}
    words = {
        id: _spoken(catalogue, id) | {"schools": "", "where": _listed(places[f"problem:{id}"])}
        for id in catalogue.indicators
        if f"problem:{id}" in places
    }
    return grounds, words


def _listed(names: list[str]) -> str:
    more = f" и ещё {wording.integer(len(names) - MOST_NAMED)}" if len(names) > MOST_NAMED else ""
    return f"{', '.join(names[:MOST_NAMED])}{more}"
