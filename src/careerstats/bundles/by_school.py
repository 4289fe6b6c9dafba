"""Results -> the headline shares by school and by part (locality, class, …): only what is large enough to be shown."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain

import pandas as pd

from careerstats import territories, wording
from careerstats.analysis.rollup import only
from careerstats.analysis.standard import standardised
from careerstats.audiences import INTERNAL
from careerstats.bundles.numbers import Results
from careerstats.catalogue import Indicator
from careerstats.catalogue.sensitivity import variable_is_sensitive
from careerstats.contracts.appendices import (
    JOINED,
    LEAST,
    NOBODY,
    SMALL,
    CountedSchools,
    Coverage,
    Group,
    Partition,
    SchoolRow,
    SchoolShare,
    SchoolTable,
)
from careerstats.contracts.values import Value
from careerstats.disclosure.small_schools import SMALL_SCHOOLS
from careerstats.grouping import grouped, nested
from careerstats.intake.organisations import SCHOOL, Organisation
from careerstats.model import names_in_force

MOST_INDICATORS = 4  # columns that a table by school has room for


def schools_of(results: Results) -> dict[str, list[Organisation]]:
    """Code → the schools of the register that existed in the period, by name: № 2 before № 10."""
    table, day = territories.load(results.dataset.folder), names_in_force(results.dataset.period)
    every = sorted(results.intake.organisations.values(), key=lambda school: natural(school.name))
    there = [school for school in every if school.kind == SCHOOL and school.exists_in(results.dataset.period)]
    homes = [(territories.find(school.territory, results.dataset.region, day, table), school) for school in there]
    return grouped((home.code, school) for home, school in homes if isinstance(home, territories.Territory))


def natural(name: str) -> list[str | int]:
    return [int(part) if part.isdecimal() else part.casefold() for part in re.split(r"(\d+)", name)]


def school_tables(results: Results, schools: dict[str, list[Organisation]]) -> dict[str, SchoolTable]:
    """Code → the table of its own schools, where any of them has a number or a reason to have none."""
    ids = {code: _of_place(results, code) for code in schools}
    known = {id: _of_schools(results, id) for id in dict.fromkeys(id for own in ids.values() for id in own)}
    tables = {
        code: SchoolTable(indicators=tuple(ids[code]), schools=tuple(_rows(code, own, [known[id] for id in ids[code]])))
        for code, own in schools.items()
    }
    told = {code: [share for school in table.schools for share in school.shares] for code, table in tables.items()}
    return {code: table for code, table in tables.items() if not all(share.is_silent for share in told[code])}


def _of_place(results: Results, code: str) -> list[str]:
    """Indicators of the table: the main ones, then the problems of page one for those who read names of schools."""
    known = {indicator.id: indicator for indicator in _by_school(results)}
    decided = results.decisions.get(code)
    if results.audience == INTERNAL and decided:
        ours = [headline.indicator for headline in decided.headlines if headline.is_problem][:PROBLEMS_FIRST]
        listed = [results.catalogue.indicators[id] for id in ours if id in results.catalogue.indicators]
        first = {
            indicator.id: indicator
            for indicator in listed
            if "school" in indicator.levels and _counts_people(results, indicator)
        }
        known = known | first
    return list(known)[:MOST_INDICATORS]


PROBLEMS_FIRST = 2


Counts = tuple[int, int]
"""Numerator and denominator."""


def _rows(code: str, schools: list[Organisation], known: list[dict[str, Counts]]) -> Iterable[SchoolRow]:
    for school in schools:
        shares = tuple(_share(counts.get(school.id), joined=f"{SMALL_SCHOOLS} {code}" in counts) for counts in known)
        yield SchoolRow(name=school.name, shares=shares)
    together = [counts.get(f"{SMALL_SCHOOLS} {code}") for counts in known]
    if any(together):
        shares = tuple(_share(counts, joined=False) for counts in together)
        yield SchoolRow(name=wording.capital(SMALL_SCHOOLS), shares=shares)


def _by_school(results: Results) -> list[Indicator]:
    return [indicator for indicator in _headline(results) if "school" in indicator.levels]


def _of_schools(results: Results, id: str) -> dict[str, Counts]:
    """School → numerator and denominator."""
    rows = only(known_now(results, id), schools=True, breakdown="")
    rows = rows.loc[rows["denominator"].notna(), ["code", "organisation", "numerator", "denominator"]]
    numbers = rows.itertuples(index=False)
    return {f"{id} {code}" if id == SMALL_SCHOOLS else str(id): (int(k), int(n)) for code, id, k, n in numbers}


def _share(counts: Counts | None, *, joined: bool) -> SchoolShare:
    """Both numbers; of a small school only that it is small; nothing of one that gave no usable number."""
    if counts is None:
        return SchoolShare(why=JOINED if joined else "")
    numerator, denominator = counts
    if denominator < LEAST:
        return SchoolShare(why=SMALL if denominator else NOBODY)
    return SchoolShare(numerator=numerator, denominator=denominator)


def coverage(results: Results) -> Coverage | None:
    """Municipalities where some school is missing from an indicator: schools there are, and those counted."""
    ids = [indicator.id for indicator in _by_school(results)]
    places: list[CountedSchools] = []
    for territory in results.intake.territories:
        own = [results.rows.get(territory.code, {}).get(id, Value()) for id in ids]
        expected = max((row.organisations_expected or 0 for row in own), default=0)
        counted = tuple(row.organisations or 0 for row in own)
        if expected:
            places.append(CountedSchools(code=territory.code, expected=expected, counted=counted))
    if not any(place.is_partial for place in places):
        return None
    return Coverage(indicators=tuple(ids), municipalities=tuple(places))


def known_now(results: Results, id: str) -> pd.DataFrame:
    """Values of an indicator in the period of the notes, those that are known."""
    values = only(results.values, period=results.dataset.period, indicator=id)
    return values[values["numerator"].notna()]


# ---- parts: the headline shares by locality, class, …


def _headline(results: Results) -> list[Indicator]:
    """Shares of people, not sensitive, among the first indicators of the note."""
    chosen = [results.catalogue.indicators[id] for id in results.dataset.settings.headline]
    return [indicator for indicator in chosen if _counts_people(results, indicator)][:MOST_INDICATORS]


def _counts_people(results: Results, indicator: Indicator) -> bool:
    edition = indicator.edition(results.dataset.period)
    if edition is None or edition.formula != "share":
        return False
    variables = [results.catalogue.variables[id] for id in edition.variables]
    return all(variable.unit == "person" and not variable_is_sensitive(variable) for variable in variables)


def partitions(results: Results) -> dict[str, list[Partition]]:
    """Code → per axis the indicators of which every group has at least ``LEAST`` people."""
    by_code: dict[str, list[Partition]] = {}
    for id in (indicator.id for indicator in _headline(results)):
        for axis, places in sorted(_groups(results, id).items()):
            common = _structures(results, id, places)
            for code, own in places.items():
                if len(own) > 1 and all(group.denominator >= LEAST for group in own) and not _impossible(own):
                    whole = results.rows[code].get(id, Value())
                    by_code.setdefault(code, []).append(_partition(id, whole, axis, own, common.get(_names(own))))
    return by_code


def _groups(results: Results, id: str) -> dict[str, dict[str, list[Group]]]:
    """Axis → code → the groups of that place."""
    rows = only(known_now(results, id), schools=False)
    rows = rows[rows["breakdown"].str.contains("=") & rows["denominator"].notna()]
    columns = ["breakdown", "code", "numerator", "denominator"]
    parts = ((str(by).partition("="), str(code), int(k), int(n)) for by, code, k, n in rows[columns].itertuples(False))
    return nested(grouped(((axis, code), Group(name, k, n)) for (axis, _, name), code, k, n in parts).items())


def _impossible(groups: list[Group]) -> bool:
    return any(group.numerator > group.denominator for group in groups)


def _names(groups: list[Group]) -> frozenset[str]:
    return frozenset(group.name for group in groups)


def _structures(results: Results, id: str, places: dict[str, list[Group]]) -> dict[frozenset[str], dict[str, int]]:
    """Groups → group → people of all municipalities that have just these groups; none where one is alone with them.

    None too where the groups of any municipality do not make up what its share is of. The public gets no share made
    of groups that it may not see of every place.
    """
    ours = {place.code: places.get(place.code, []) for place in results.intake.territories}
    wholes = {code: results.rows.get(code, {}).get(id, Value()) for code in ours}
    apart = any(
        row.has_share and sum(group.denominator for group in ours[code]) != row.denominator
        for code, row in wholes.items()
    )
    if apart or results.audience != INTERNAL:
        return {}
    alike = grouped((_names(own), own) for own in ours.values() if own)
    return {
        names: _together(parts) for names, parts in alike.items() if len(parts) > 1 and not any(map(_impossible, parts))
    }


def _together(places: list[list[Group]]) -> dict[str, int]:
    people = Counter[str]()
    for group in chain.from_iterable(places):
        people[group.name] += group.denominator
    return people


def _partition(
    indicator: str, whole: Value, axis: str, groups: list[Group], structure: dict[str, int] | None
) -> Partition:
    counts = {group.name: (group.numerator, group.denominator) for group in groups}
    share = standardised(counts, structure) if structure else None
    return Partition(
        indicator=indicator,
        axis=axis,
        groups=tuple(sorted(groups, key=lambda group: natural(group.name))),
        numerator=whole.numerator,
        denominator=whole.denominator,
        standard=None if share is None else wording.tenths(100 * share),
    )
