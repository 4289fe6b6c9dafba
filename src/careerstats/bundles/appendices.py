"""Results -> what the appendices of each note may say: goals, choices, parts, self-diagnosis, профминимум, schools."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd
from msgspec.structs import replace

from careerstats.analysis import profminimum as minimums
from careerstats.analysis import self_diagnosis as diagnosing
from careerstats.analysis.rollup import only
from careerstats.audiences import INTERNAL
from careerstats.bundles.by_school import coverage, known_now, partitions, school_tables, schools_of
from careerstats.bundles.numbers import Results
from careerstats.catalogue import Indicator
from careerstats.catalogue.schemes import DIAGNOSIS, PROFMINIMUM, in_force, load_profminimum, load_self_diagnosis
from careerstats.catalogue.sensitivity import edition_is_sensitive
from careerstats.contracts.appendices import (
    NOT_REACHED,
    UNDECIDED,
    Appendices,
    Attainment,
    Band,
    Category,
    Claim,
    Distribution,
    Gap,
    Goal,
    Level,
    LevelCounts,
    ProfminimumLevels,
    SelfDiagnosis,
)
from careerstats.contracts.facts import as_written
from careerstats.contracts.schemes import Diagnosis, Profminimum
from careerstats.grouping import grouped, nested
from careerstats.intake.organisations import Organisation
from careerstats.model import REPORTED


def appendices(results: Results) -> dict[str, Appendices]:
    """Code → the contents of its appendices."""
    schools = schools_of(results)
    goals = goals_of(results)
    distributions = _distributions(results)
    groups = partitions(results)
    diagnoses = _self_diagnoses(results, schools)
    levels = _profminimum(results, schools)
    tables = school_tables(results, schools)
    codes = [*(territory.code for territory in results.intake.territories), results.intake.region.code]
    return {
        code: Appendices(
            goals=goals,
            preferences=tuple(distributions.get(code, ())),
            partitions=tuple(groups.get(code, ())),
            self_diagnosis=diagnoses.get(code),
            profminimum=levels.get(code),
            schools=tables.get(code),
            coverage=coverage(results) if code == results.intake.region.code else None,
        )
        for code in codes
    }


# ---- goals and tasks


def goals_of(results: Results) -> tuple[Goal, ...]:
    """Every goal that ``goal_tasks`` of dataset.yaml asks for, the same in every note."""
    asked = results.dataset.settings.goal_tasks
    return tuple(_goal(results, id) for id in asked if id in results.catalogue.goals)


def _goal(results: Results, id: str) -> Goal:
    goal = results.catalogue.goals[id]
    return as_written(Goal, goal, tasks={level: tuple(tasks.items()) for level, tasks in goal.tasks.items()})


# ---- preferences: distributions by category


def _distributions(results: Results) -> dict[str, list[Distribution]]:
    """Code → one entry per distribution that has data there; sensitive quantities have none."""
    shown = [indicator for indicator in results.catalogue.indicators.values() if _is_shown(results, indicator)]
    known = [(indicator, _categories(results, indicator)) for indicator in shown]
    return grouped(
        (code, _distribution(results, indicator, code, counts)) for indicator, counts in known for code in counts
    )


def _is_shown(results: Results, indicator: Indicator) -> bool:
    edition = indicator.edition(results.dataset.period)
    if edition is None or edition.formula != "distribution" or edition.undefined:
        return False
    return not edition_is_sensitive(edition, results.catalogue, results.dataset.period)


def _categories(results: Results, indicator: Indicator) -> dict[str, dict[str, int]]:
    """Code → category → number, places as a whole."""
    rows = only(known_now(results, indicator.id), schools=False)
    rows = rows[rows["breakdown"] != ""]
    return nested(
        ((str(code), str(breakdown).partition("=")[2]), int(number))
        for code, breakdown, number in zip(rows["code"], rows["breakdown"], rows["numerator"], strict=True)
    )


def _distribution(results: Results, indicator: Indicator, code: str, counts: dict[str, dict[str, int]]) -> Distribution:
    edition, region = indicator.edition(results.dataset.period), results.intake.region.code
    assert edition is not None  # _is_shown
    own, whole = counts[code], counts.get(region, {})
    asked = results.intake.territories if code == region and results.audience == INTERNAL else []
    return Distribution(
        indicator=indicator.id,
        goal=indicator.goal,
        short=indicator.short,
        column=indicator.spoken["column"],
        people=results.catalogue.variables[edition.first].unit == "person",
        counting=edition.counting,
        caveat=indicator.caveat,
        counts=tuple(sorted((Category(*pair) for pair in own.items()), key=lambda pair: (-pair.number, pair.name))),
        region=whole if code != region else {},
        absent=tuple(sorted(set(whole) - set(own), key=lambda name: (-whole[name], name))),
        silent=tuple(
            Gap(name, other.code) for name in whole for other in asked if name not in counts.get(other.code, {})
        ),
    )


# ---- self-diagnosis


def _self_diagnoses(results: Results, schools: dict[str, list[Organisation]]) -> dict[str, SelfDiagnosis]:
    """Code → directions with mean, share of the maximum and level over the schools that reported."""
    editions = load_self_diagnosis(results.dataset.file(DIAGNOSIS))
    edition = in_force(editions, results.dataset.period)
    scores = _scores(results, list(edition.by_id) if edition else [])
    if edition is None or scores.empty:
        return {}
    scores = pd.concat([scores, _silent_schools(scores, schools, variable=next(iter(edition.by_id)))])
    of_region = diagnosing.attainment(scores, edition, by=())[()]
    shares = {row.variable: row.share for row in of_region}
    rows = {
        code: [replace(row, region_share=shares[row.variable]) for row in own]
        for (code,), own in diagnosing.attainment(scores, edition).items()
    } | {results.intake.region.code: of_region}
    return {code: _self_diagnosis(edition, own) for code, own in rows.items() if any(row.reporters for row in own)}


def _self_diagnosis(edition: Diagnosis, rows: list[Attainment]) -> SelfDiagnosis:
    *directions, total = rows
    return SelfDiagnosis(
        directions=tuple(directions),
        total=total,
        bands=tuple(Band(band.start, band.name) for band in edition.bands.listed),
        bands_official=edition.bands.status == "official",
        bands_note=edition.bands.note,
        rules=diagnosing.words_of(edition),
        note=edition.note,
    )


def _scores(results: Results, directions: list[str]) -> pd.DataFrame:
    """Scores of schools in the period, one row per school and direction; ``territory`` is the code."""
    period = results.dataset.period
    ours = only(results.intake.counts, schools=True, period=period, breakdown="", status=REPORTED)
    ours = ours[ours["variable"].isin(directions)]
    codes = {territory.id: territory.code for territory in results.intake.territories}
    ours = ours.assign(territory=ours["territory"].map(codes), value=ours["value"].astype("float64"))
    keys = ["territory", "organisation", "variable"]
    return ours[ours["territory"].notna()].drop_duplicates(keys)[[*keys, "value"]]


def _silent_schools(known: pd.DataFrame, schools: dict[str, list[Organisation]], **columns: Any) -> pd.DataFrame:
    """Rows without numbers for the schools of the register that ``known`` does not have."""
    heard = set(known["organisation"])
    rows = [
        {"territory": code, "organisation": school.id, **columns}
        for code, own in schools.items()
        for school in own
        if school.id not in heard
    ]
    return pd.DataFrame(rows, columns=["territory", "organisation", *columns])


# ---- профминимум


def _profminimum(results: Results, schools: dict[str, list[Organisation]]) -> dict[str, ProfminimumLevels]:
    """Code → schools by level, and the claims that the reported directions and hours do not bear out."""
    edition = in_force(load_profminimum(results.dataset.file(PROFMINIMUM)), results.dataset.period)
    rows = results.profminimum
    rows = rows[rows["period"] == results.dataset.period] if len(rows) else rows
    if edition is None or rows.empty:
        return {}
    rows = rows.assign(territory=rows["code"])
    rows = pd.concat([rows, _silent_schools(rows, schools, claimed="")], ignore_index=True)
    standings = minimums.standings(rows, edition)
    of_places = minimums.summary(standings, edition).to_dict("records")
    places = {str(row["territory"]): _counted(row, edition) for row in of_places}
    whole = _counted(minimums.summary(standings, edition, by=()).to_dict("records")[0], edition)
    region = ProfminimumLevels(
        levels=_levels(edition),
        counts=whole,
        municipalities=places,
        claims=_claims(results, minimums.claims(standings, edition)),
        note=edition.note,
        break_reason=edition.break_reason,
    )
    reported = {code: own for code, own in places.items() if own.reporters}
    return {code: _of_place(region, code, own) for code, own in reported.items()} | {results.intake.region.code: region}


def _of_place(region: ProfminimumLevels, code: str, own: LevelCounts) -> ProfminimumLevels:
    claims = tuple(claim for claim in region.claims if claim.code == code)
    return replace(region, counts=own, region=region.counts, municipalities={}, claims=claims)


def _levels(edition: Profminimum) -> tuple[Level, ...]:
    return tuple(
        Level(
            name=level.name,
            hours=level.hours,
            directions=tuple(title for id, title in edition.directions.listed.items() if id in level.directions),
        )
        for level in edition.levels
    )


def _claims(results: Results, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """With the names of the schools instead of their ids."""
    names = {id: organisation.name for id, organisation in results.intake.organisations.items()}
    return tuple(replace(claim, school=names.get(claim.school, claim.school)) for claim in claims)


def _counted(row: Mapping[Hashable, Any], edition: Profminimum) -> LevelCounts:
    columns = {level.name: level.name for level in edition.levels}
    columns |= {NOT_REACHED: minimums.NOT_REACHED, UNDECIDED: minimums.UNDECIDED}
    return LevelCounts(
        expected=int(row["expected"]),
        reporters=int(row["reporters"]),
        standing={standing: int(row[column]) for standing, column in columns.items()},
    )
