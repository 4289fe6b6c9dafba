"""Results -> what the appendices of each note may say: goals, choices, parts, self-diagnosis, профминимум, schools."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from careerstats.analysis import profminimum as minimums
from careerstats.analysis import self_diagnosis as diagnoses
from careerstats.bundles.by_school import by_part, by_school, known_now, schools_of
from careerstats.bundles.numbers import Results
from careerstats.catalogue import Indicator
from careerstats.catalogue.schemes import in_force, load_profminimum, load_self_diagnosis
from careerstats.intake.organisations import Organisation
from careerstats.model import INTERNAL, REPORTED

Row = dict[str, Any]
ByCode = dict[str, Any]


def appendices(results: Results) -> dict[str, Row]:
    """Code → {"appendices": its contents by name}; empty for a note without data for any of them."""
    schools = schools_of(results)
    parts: dict[str, ByCode] = {
        "goals": _goals(results),
        "preferences": _preferences(results),
        "parts": by_part(results),
        "self_diagnosis": _self_diagnosis(results, schools),
        "profminimum": _profminimum(results, schools),
        "schools": by_school(results, schools),
    }
    told = {code: {name: of[code] for name, of in parts.items() if of.get(code)} for code in _codes(results)}
    return {code: {"appendices": own} if own else {} for code, own in told.items()}


def _codes(results: Results) -> list[str]:
    return [*(one.code for one in results.intake.territories), results.intake.region.code]


# ---- goals and tasks


def _goals(results: Results) -> ByCode:
    """The goals that ``goal_tasks`` of dataset.yaml asks for, the same in every note."""
    return dict.fromkeys(_codes(results), goals_of(results))


def goals_of(results: Results) -> list[Row]:
    """Title, ground, municipal goals and tasks of each goal that the dataset asks for."""
    asked = results.dataset.settings.get("goal_tasks", [])
    return [_goal(results, id) for id in asked if id in results.catalogue.goals]


def _goal(results: Results, id: str) -> Row:
    goal = results.catalogue.goals[id]
    return {
        "id": id,
        "title": goal.title,
        "rationale": goal.rationale,
        "municipal_goals": list(goal.municipal_goals),
        "tasks": {level: list(tasks.items()) for level, tasks in goal.tasks.items()},
        "source": {key: str(value) for key, value in goal.source.items()},
    }


# ---- preferences: distributions by category


def _preferences(results: Results) -> ByCode:
    """Code → one entry per distribution that has data there; sensitive quantities have none."""
    wanted = [one for one in results.catalogue.indicators.values() if _is_shown(results, one)]
    found: ByCode = {}
    for one in wanted:
        counts = _categories(results, one)
        for code in counts:
            found.setdefault(code, []).append(_preference(results, one, code, counts))
    return found


def _is_shown(results: Results, one: Indicator) -> bool:
    edition = one.edition(results.dataset.period)
    if edition is None or edition.formula != "distribution" or edition.undefined:
        return False
    return not results.catalogue.variables[edition.first].sensitive


def _categories(results: Results, one: Indicator) -> dict[str, dict[str, int]]:
    """Code → category → number, places as a whole."""
    rows = known_now(results, one.id)
    found: dict[str, dict[str, int]] = {}
    rows = rows[(rows["organisation"] == "") & (rows["breakdown"] != "")]
    for code, breakdown, number in zip(rows["code"], rows["breakdown"], rows["numerator"], strict=True):
        found.setdefault(str(code), {})[str(breakdown).partition("=")[2]] = int(number)
    return found


def _preference(results: Results, one: Indicator, code: str, counts: dict[str, dict[str, int]]) -> Row:
    edition, region = one.edition(results.dataset.period), results.intake.region.code
    assert edition is not None  # _is_shown
    own, whole = counts[code], counts.get(region, {})
    asked = results.intake.territories if code == region and results.audience == INTERNAL else []
    silent = [(name, other.code) for name in whole for other in asked if name not in counts.get(other.code, {})]
    return {
        "indicator": one.id,
        "goal": one.goal,
        "short": one.short,
        "column": one.spoken["column"],
        "axis": edition.by,
        "people": results.catalogue.variables[edition.first].unit == "person",
        "counting": edition.counting,
        "caveat": one.caveat,
        "counts": sorted(own.items(), key=lambda pair: (-pair[1], pair[0])),
        "region": whole if code != region else {},
        "absent": sorted(set(whole) - set(own), key=lambda name: (-whole[name], name)),
        "silent": silent,
    }


# ---- self-diagnosis


def _self_diagnosis(results: Results, schools: dict[str, list[Organisation]]) -> ByCode:
    """Code → directions with mean, share of the maximum and level over the schools that reported."""
    editions = load_self_diagnosis(_own_file(results, "self_diagnosis.yaml"))
    edition = in_force(editions, results.dataset.period)
    scores = _scores(results, list(edition.directions) if edition else [])
    if edition is None or scores.empty:
        return {}
    scores = pd.concat([scores, _silent_schools(scores, schools, variable=next(iter(edition.directions)))])
    towns = {str(code): own for code, own in diagnoses.attainment(scores, edition).groupby("territory")}
    region = diagnoses.attainment(scores, edition, by=())
    about = {
        "words": diagnoses.words_of(edition),
        "note": edition.note,
        "bands": [(str(band.start), band.name) for band in edition.bands],
        "bands_official": edition.bands_ground.status == "official",
        "bands_note": edition.bands_ground.note,
    }
    everybody = towns | {results.intake.region.code: region}
    return {
        code: {**about, "rows": _directions(own, region if code in towns else None)}
        for code, own in everybody.items()
        if own["reporters"].any()
    }


def _scores(results: Results, directions: list[str]) -> pd.DataFrame:
    """Scores of schools in the period, one row per school and direction; ``territory`` is the code."""
    counts = results.intake.counts
    ours = counts[
        (counts["period"] == results.dataset.period)
        & (counts["organisation"] != "")
        & (counts["breakdown"] == "")
        & (counts["status"] == REPORTED)
        & counts["variable"].isin(directions)
    ]
    codes = {one.id: one.code for one in results.intake.territories}
    ours = ours.assign(territory=ours["territory"].map(codes), value=ours["value"].astype("float64"))
    keys = ["territory", "organisation", "variable"]
    return ours[ours["territory"].notna()].drop_duplicates(keys)[[*keys, "value"]]


def _silent_schools(known: pd.DataFrame, schools: dict[str, list[Organisation]], **columns: Any) -> pd.DataFrame:
    """Rows without numbers for the schools of the register that ``known`` does not have."""
    heard = set(known["organisation"])
    rows = [
        {"territory": code, "organisation": one.id, **columns}
        for code, own in schools.items()
        for one in own
        if one.id not in heard
    ]
    return pd.DataFrame(rows, columns=["territory", "organisation", *columns])


def _directions(own: pd.DataFrame, region: pd.DataFrame | None) -> list[Row]:
    kept = ["variable", "title", "maximum", "printed_mean", "printed_share", "level", "reporters", "expected", "remark"]
    rows = [{str(key): one for key, one in row.items()} for row in own[kept].astype(object).to_dict("records")]
    if region is not None:
        beside = dict(zip(region["variable"], region["printed_share"], strict=True))
        rows = [row | {"region_share": beside[row["variable"]]} for row in rows]
    return rows


# ---- профминимум


def _profminimum(results: Results, schools: dict[str, list[Organisation]]) -> ByCode:
    """Code → schools by level, and the claims that the reported directions and hours do not bear out."""
    edition = in_force(load_profminimum(_own_file(results, "profminimum.yaml")), results.dataset.period)
    rows = results.profminimum
    rows = rows[rows["period"] == results.dataset.period] if len(rows) else rows
    if edition is None or rows.empty:
        return {}
    rows = rows.assign(territory=rows["code"])
    rows = pd.concat([rows, _silent_schools(rows, schools, claimed="")], ignore_index=True)
    found = minimums.standings(rows, edition)
    towns = {str(row["territory"]): _counted(row) for row in minimums.summary(found, edition).to_dict("records")}
    region = _counted(minimums.summary(found, edition, by=()).to_dict("records")[0])
    names = {id: one.name for id, one in results.intake.organisations.items()}
    claims = [
        {"code": one["territory"], "school": names.get(one["organisation"], one["organisation"]),
         "kind": one["kind"], "claimed": one["claimed"], "unknown": list(one["unknown"]), "text": one["text"]}
        for one in minimums.claims(found, edition)
    ]  # fmt: skip
    about = {
        "levels": [
            (level.name, level.hours, [t for id, t in edition.directions.items() if id in level.directions])
            for level in edition.levels
        ],
        "note": edition.note,
        "break_reason": edition.break_reason,
    }
    told: ByCode = {
        code: {**about, "counts": own, "region": region, "claims": [one for one in claims if one["code"] == code]}
        for code, own in towns.items()
        if own["reporters"]
    }
    return told | {results.intake.region.code: {**about, "counts": region, "towns": towns, "claims": claims}}


def _counted(row: Mapping[Any, Any]) -> Row:
    return {str(key): int(number) for key, number in row.items() if key != "territory"}


def _own_file(results: Results, name: str) -> Path | None:
    """The dataset's own scheme, which replaces or adds editions."""
    path: Path = results.dataset.file(name)
    return path if path.exists() else None
