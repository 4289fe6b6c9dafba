"""Everything that is known of a region -> one bundle per note: complete, small, readable."""

import json
from collections import Counter
from dataclasses import asdict
from typing import Any

from careerstats import __version__
from careerstats.analysis.peers import URBAN
from careerstats.analysis.reconciliation import list_rows
from careerstats.analysis.region import concentration, groups
from careerstats.analysis.spread import Spread
from careerstats.catalogue import Edition
from careerstats.decisions.recommendations import draft_plan, recommend
from careerstats.disclosure.appendices import appendices
from careerstats.disclosure.numbers import (
    Results,
    alike,
    alike_first,
    counts_of,
    history,
    points,
    published,
    region_counts,
)
from careerstats.disclosure.quality import corrections
from careerstats.errors import UsageError
from careerstats.formulas import FORMULAS
from careerstats.intake.files import decoded
from careerstats.model import Problem
from careerstats.territories import Territory

SCHEMA = 1

Row = dict[str, Any]

_SETTINGS = (
    "title", "programme", "issuer", "letter", "subject", "headline", "indicators", "reserves", "caveats",
    "region_caveats", "difficulties", "signature", "not_collected", "captions", "chain", "also",
)  # fmt: skip

_PASSPORT = ("id", "symbol", "title", "short", "goal", "unit", "polarity", "why", "caveat", "status", "data")

WHOLE_TABLE = ("not_a_table", "no_head", "missing_column")
"""Problems that cost every municipality of a table something."""

_NAMES = ("code", "kind", "name", "genitive", "dative", "prepositional")


def cut(results: Results, audience: str = "internal") -> dict[tuple[str, str], Row]:
    """(notebook, code) → bundle. Raises UsageError for the public audience, whose rules do not exist yet."""
    if audience != "internal":
        raise UsageError(
            "Публичные справки пока не строятся: нет правил, какие малые числа скрывать и как. "
            "Постройте внутренние (--audience internal) и не публикуйте их."
        )
    common, more = _common(results, audience), appendices(results)
    bundles = {
        ("municipality", one.code): common
        | _texts(results, "municipality")
        | _municipality(results, one)
        | more[one.code]
        for one in results.intake.territories
        if one.code in results.decisions
    }
    region = results.intake.region
    of_region = common | _texts(results, "region") | _region(results) | more[region.code]
    return bundles | {("region", region.code): of_region}


def text_of(bundle: Row) -> str:
    """The bundle as it stands on disk: stable order, readable by a person."""
    return json.dumps(bundle, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _municipality(results: Results, one: Territory) -> Row:
    decisions = results.decisions[one.code]
    sites = list_rows(results.dataset.file("organisations.csv"), {"kind": "площадка"})
    return {
        "territory": asdict(one),
        "values": list(results.rows[one.code].values()),
        "counts": counts_of(results, one.code),
        "peers": results.peers.get(one.code, []),
        "peer_indicators": _peer_indicators(results),
        "alike": {id: alike(results, id, one.code) for id in results.dataset.settings.get("indicators", [])},
        "findings": [
            {**finding.as_row(), "key": finding.key, "fragile": finding.fragile} for finding in decisions.findings
        ],
        "numbers": decisions.numbers,
        "task": decisions.task,
        "urban": one.kind in URBAN,
        "exchanges": [asdict(pair) for pair in decisions.exchanges],
        "recommendations": decisions.recommendations,
        "plan": decisions.plan,
        "sites": dict(Counter(site["territory"] for site in sites)),
        "problems": [asdict(problem) for problem in results.intake.problems if _concerns(problem, one)],
        **_corrections(results, one),
    }


def _corrections(results: Results, one: Territory | None = None) -> Row:
    """What was corrected, where anything was."""
    found = corrections(results, one)
    return {"corrections": found} if found else {}


def _region(results: Results) -> Row:
    folder, settings = results.dataset.folder, results.dataset.settings
    parts = _groups(results)
    chosen = _region_recommendations(results, parts)
    register = results.register
    return {
        "territory": asdict(results.intake.region),
        "groups": parts,
        "alike_first": {id: alike_first(results, id) for id in settings.get("headline", [])},
        "groups_by": settings.get("groups", {}).get("by", []),
        "concentration": {id: concentration(points(results, id)) for id in settings.get("headline", [])},
        "sites": list_rows(folder / "organisations.csv", {"kind": "площадка"}),
        "competences": list_rows(folder / "tables/competences.csv", {}),
        "branches": settings.get("branches", []),
        "history": history(results),
        "recommendations": chosen,
        "plan": draft_plan(register["region_plan"], chosen, register["activities"]),
        "exchanges": [
            {**asdict(pair), "code": code} for code, own in results.decisions.items() for pair in own.exchanges
        ],
        "findings": [
            {**finding.as_row(), "key": finding.key, "fragile": finding.fragile}
            for own in results.decisions.values()
            for finding in own.findings
        ],
        "problems": [asdict(problem) for problem in results.intake.problems],
        **_corrections(results),
    }


def _common(results: Results, audience: str) -> Row:
    """What both kinds of note say of the dataset, the method and the region."""
    settings = results.dataset.settings
    return {
        "schema": SCHEMA,
        "version": __version__,
        "dataset": results.dataset.name,
        "period": results.dataset.period,
        "date": str(settings.get("date", "")),
        "audience": audience,
        "synthetic": bool(settings.get("synthetic", False)),
        "region": asdict(results.intake.region),
        "settings": {key: settings[key] for key in _SETTINGS if key in settings},
        "municipalities": [_named(one) for one in results.intake.territories],
        "sizes": results.sizes,
        "passports": {id: _passport(results, id) for id in results.rows[results.intake.region.code]},
        "variables": {id: one.title for id, one in results.catalogue.variables.items() if _used(results, id)}
        | {REPORTERS: "число организаций, представивших сведения"},
        "sizes_title": _size_title(results),
        "everyone": {id: points(results, id) for id in settings.get("indicators", [])},
        "region_values": results.rows[results.intake.region.code],
        "region_counts": region_counts(results),
        "published": published(results),
        "stages": settings.get("stages", []),
        "spread": {id: _spread(one) for id, one in results.spreads.items()},
    }


def _spread(one: Spread) -> Row:
    return asdict(one) | {"differ": one.differ, "times_chance": one.times_chance}


def _named(one: Territory) -> Row:
    return {key: value for key, value in asdict(one).items() if key in _NAMES}


def _passport(results: Results, id: str) -> Row:
    indicator = results.catalogue.indicators[id]
    edition = indicator.edition(results.dataset.period)
    return {
        **{key: getattr(indicator, key) for key in _PASSPORT},
        "words": indicator.spoken,
        "goal_title": results.catalogue.goals[indicator.goal].title,
        "of": edition.of if edition else {},
        "part": edition.first if edition else "",
        "whole": _whole(edition) if edition else "",
        "whole_title": _whole_title(results, edition) if edition else "",
        "of_people": _of_people(results, edition) if edition else True,
        "formula": edition.formula if edition else "",
        "per": edition.per if edition else 1,
        "maximum": edition.maximum if edition else 1,
        "bands": edition.bands if edition else (),
        "counting": edition.counting if edition else "",
        "source": {key: str(value) for key, value in edition.source.items()} if edition else {},
    }


def _size_title(results: Results) -> str:
    """What the size of a municipality counts, short enough for the head of a table."""
    variable = results.catalogue.variables.get(results.dataset.settings.get("peers", {}).get("size", ""))
    return (variable.short or variable.title) if variable else ""


REPORTERS = "reporters"


def _whole(edition: Edition) -> str:
    """The denominator: a variable, or the organisations that answered."""
    return edition.of.get("whole") or (REPORTERS if FORMULAS[edition.formula].of_reporters else "")


def _whole_title(results: Results, edition: Edition) -> str:
    variable = results.catalogue.variables.get(edition.of.get("whole", ""))
    return (variable.short or variable.title) if variable else "число организаций, представивших сведения"


def _of_people(results: Results, edition: Edition) -> bool:
    """Whether people are counted, so that «чел.» and «человек» may be said."""
    variable = results.catalogue.variables.get(edition.first)
    return variable is not None and variable.unit in ("person", "teacher")


def _used(results: Results, variable: str) -> bool:
    return bool((results.counts["variable"] == variable).any())


def _concerns(problem: Problem, one: Territory) -> bool:
    """Remarks on its own cells, and what is wrong with a whole table that it stands in."""
    return problem.territory == one.code or (problem.code in WHOLE_TABLE and not problem.territory)


def _peer_indicators(results: Results) -> list[str]:
    """Columns of the table of peers: what the dataset chooses, else the main ones and as many as there is room."""
    settings = results.dataset.settings
    wanted = dict.fromkeys([*settings.get("headline", []), *settings.get("indicators", [])])
    return list(settings.get("peers", {}).get("indicators") or list(wanted)[:PEER_COLUMNS])


PEER_COLUMNS = 4


def _texts(results: Results, notebook: str) -> Row:
    """Which notebook it is, and the author's own paragraphs for it: ``texts/<notebook>.<place>.md``."""
    paths = sorted(results.dataset.file("texts").glob(f"{notebook}.*.md"))
    texts = {path.stem.split(".", 1)[1]: decoded(path.read_bytes()).strip() for path in paths}
    return {"notebook": notebook, "texts": texts}


def _groups(results: Results) -> list[Row]:
    spec = results.dataset.settings.get("groups")
    if not spec or not all(results.spreads[id].differ for id in spec["by"] if id in results.spreads):
        return []
    rows = [[own[id] for own in results.rows.values() if id in own and own[id]["verdict"]] for id in spec["by"]]
    return groups(rows[0], rows[1], spec["names"])


def _region_recommendations(results: Results, parts: list[Row]) -> list[Row]:
    names = {one.code: one.name for one in results.intake.territories}
    grounds = {f"group:{part['id']}": f"группа {part['id']}" for part in parts if part["members"]}
    grounds |= {f"sure:{part['id']}": f"группа {part['id']}" for part in parts if _sure(part)}
    grounds |= _REGION_GROUNDS
    if any(count["unassigned"] for count in region_counts(results).values()):
        grounds["unassigned"] = "участники, не указавшие муниципальное образование"
    entries = [_with_members(entry, parts, names) for entry in results.register["region"]]
    letter = results.dataset.settings.get("letter", {}).get("number", "")
    return recommend(entries, results.register["addressees"], grounds, {}, f"письмо № {letter}" if letter else "")


_REGION_GROUNDS = {
    "stage_loss": "этапы участия",
    "no_data": "полнота сведений",
    "difficulties": "затруднения, отмеченные в источнике",
}


def _with_members(entry: Row, parts: list[Row], names: dict[str, str]) -> Row:
    """``{members}``: all of the group; ``{sure}``: those whose difference from the others is not chance."""
    nobody: Row = {"members": [], "doubtful": []}
    part = next((part for part in parts if part["id"] == entry.get("group")), nobody)
    listed = {"{members}": part["members"], "{sure}": _sure(part)}
    text = entry["text"]
    for word, codes in listed.items():
        text = text.replace(word, ", ".join(names[code] for code in codes))
    return {**entry, "text": text}


def _sure(part: Row) -> list[str]:
    return [code for code in part["members"] if code not in part["doubtful"]]
