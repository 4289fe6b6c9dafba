"""Values of schools -> the sheet of each school: its indicators with their numbers, the others of its municipality."""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from math import isnan
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from careerstats import reasons
from careerstats.analysis import verdicts
from careerstats.analysis.rollup import only
from careerstats.bundles.by_school import schools_of
from careerstats.bundles.heads import head, passport_of
from careerstats.bundles.numbers import Results
from careerstats.bundles.quality import deadlines
from careerstats.bundles.remarks import about, for_a_reader, organisations_by_row, repeats, row_of, title_of, unmended
from careerstats.catalogue import Indicator
from careerstats.catalogue.sensitivity import edition_is_sensitive
from careerstats.contracts.appendices import LEAST
from careerstats.contracts.bundle import Bundle
from careerstats.contracts.headlines import Headline
from careerstats.contracts.recommendations import Recommendation
from careerstats.contracts.sheets import (
    COMPUTED,
    HIDDEN,
    IMPOSSIBLE,
    MISSING,
    NOBODY,
    Lack,
    Others,
    School,
    SchoolIndicator,
    SchoolSheet,
    Task,
)
from careerstats.errors import UsageError
from careerstats.formulas import SHARES
from careerstats.grouping import grouped
from careerstats.intake.organisations import Organisation, file_of
from careerstats.model import REPORTED, Problem

LEAST_REST = 2
"""So many other schools are the least whose sum is shown: one of them would be that school's own numbers."""

REFUSED = "не сопоставляется: часть больше целого, сведения не приняты"
OF_FEW = "не сопоставляется, чтобы не выдать малые числа других школ"

_SAFE = re.compile(r"[\w.-]+")  # ids become names of files


class _Count(NamedTuple):
    """What became of a number, and where it stands."""

    status: str
    origin: str


def cut_sheets(results: Results) -> dict[tuple[str, str], Bundle]:
    """("school", id) → bundle of every school of the period that gave any number; no other school's numbers in it.

    Raises UsageError where no school reports, and for ids that cannot be names of files.
    """
    chosen, counts, variables = _chosen(results), _counts(results), results.catalogue.variables
    places = {territory.code: territory for territory in results.intake.territories}
    passports = {indicator.id: passport_of(results, indicator.id) for indicator in chosen}
    titles = {id: variables[id].title for indicator in chosen for id in _variables(results, indicator)}
    common, problems = head(results), _problems(results)
    twice = repeats(unmended(results))  # a second row of a school, none of whose numbers was read: none stands in it
    bundles = {
        ("school", sheet.school.id): Bundle(
            **common,
            notebook="school",
            passports=passports,
            variables=titles,
            territory=places[code],
            sheet=sheet,
            problems=(
                *problems.get(sheet.school.id, ()),
                *(_for_a_head(results, problem) for problem in about(sheet.school.name, twice.get(code, ()))),
            ),
        )
        for code, sheet in _sheets(results, chosen, counts)
        if code in places
    }
    _usable(results, [id for _, id in bundles])
    return bundles


def _sheets(
    results: Results, chosen: list[Indicator], counts: dict[str, dict[str, _Count]]
) -> Iterator[tuple[str, SchoolSheet]]:
    """Code of a municipality and the sheet of one of its schools, of those that gave any number."""
    previous, until = _previous(results), deadlines(results)
    known = {indicator.id: _values(results, indicator.id, results.dataset.period) for indicator in chosen}
    past = {indicator.id: _values(results, indicator.id, previous) for indicator in chosen}
    for code, schools in schools_of(results).items():
        others = {
            indicator.id: _compared(results, indicator, code, known[indicator.id], schools) for indicator in chosen
        }
        for school in (school for school in schools if school.id in counts):
            rows = (
                _row(results, indicator, known[indicator.id].get(school.id), counts[school.id]) for indicator in chosen
            )
            yield (
                code,
                SchoolSheet(
                    school=School(id=school.id, name=school.name),
                    indicators=tuple(
                        _beside(
                            replace(row, before=_before(results, indicator, code, past[row.id].get(school.id))),
                            others[row.id].get(school.id, ""),
                            _elsewhere(results, code, row.id),
                        )
                        for indicator, row in zip(chosen, rows, strict=True)
                    ),
                    tasks=_tasks(results, code, school.name),
                    until=until.get(code, ""),
                    previous=previous,
                ),
            )


def _chosen(results: Results) -> list[Indicator]:
    """The indicators of a sheet. Raises UsageError where there are none."""
    chosen = indicators_of(results)
    if not chosen:
        raise UsageError(
            f"Среди показателей набора «{results.dataset.name}» нет показателей уровня школы. Допишите их в indicators."
        )
    return chosen


def _tasks(results: Results, code: str, school: str) -> tuple[Task, ...]:
    """Recommendations of the municipality's note that are addressed to the head of this school."""
    own = results.decisions.get(code)
    if own is None:
        return ()
    answered = {headline.number: headline for headline in own.headlines}
    ours = [recommendation for recommendation in own.recommendations if school in recommendation.schools]
    return tuple(_task(recommendation, answered.get(recommendation.headline), school) for recommendation in ours)


def _task(recommendation: Recommendation, headline: Headline | None, school: str) -> Task:
    """In the words for one school, with what the school itself lacks."""
    gap = headline.gap if headline else None
    lacking = next((part.people for part in gap.parts if part.name == school), 0) if gap else 0
    return Task(
        text=recommendation.of_one,
        term=recommendation.term,
        indicator=headline.indicator if headline else "",
        lacking=max(lacking, 0),
        short_of=gap.of if gap else "others",
    )


def _previous(results: Results) -> str:
    """The period that the rows of municipalities are held against; «» where there is none."""
    return next((row.previous for rows in results.rows.values() for row in rows.values() if row.previous), "")


def _before(
    results: Results, indicator: Indicator, code: str, past: tuple[int, int, float] | None
) -> tuple[int, int] | None:
    """The school's numbers of the period before, where the series is not broken; of no group of children."""
    row = results.rows.get(code, {}).get(indicator.id)
    if past is None or row is None or row.facts.change_why == "broken" or not _fits(*past[:2]):
        return None
    return None if _is_sensitive(results, indicator) else past[:2]  # of groups of children one year is enough


def _beside(row: SchoolIndicator, others: Others | str, elsewhere: tuple[int, int] | None) -> SchoolIndicator:
    """The row with the other schools, or with why it is not set beside them."""
    if isinstance(others, str):
        return replace(row, why=others)
    return replace(row, others=others, elsewhere=elsewhere)


def _elsewhere(results: Results, code: str, id: str) -> tuple[int, int] | None:
    """The other municipalities, where this one lies below them by more than chance would give."""
    row = results.rows.get(code, {}).get(id)
    is_low = row is not None and row.verdict == "below" and not row.small and not row.tentative
    return row.others if row is not None and is_low else None


def _usable(results: Results, ids: list[str]) -> None:
    name = results.dataset.name
    if not ids:
        raise UsageError(
            f"В наборе «{name}» нет сведений школ: листы школ строить не из чего. "
            "Опишите таблицу или форму школ в dataset.yaml."
        )
    wrong = [id for id in ids if not _SAFE.fullmatch(id)]
    if wrong:
        raise UsageError(
            f"Лист школы назван по её id, а id {', '.join(f'«{id}»' for id in wrong[:5])} не может быть именем файла. "
            f"Исправьте {file_of(results.dataset.folder).name}: буквы, цифры, точка, дефис, подчёркивание."
        )


def indicators_of(results: Results) -> list[Indicator]:
    """Indicators of the note that a school has too, in the note's order."""
    settings = results.dataset.settings
    wanted = dict.fromkeys([*settings.indicators, *settings.also])
    ours = [results.catalogue.indicators[id] for id in wanted]
    return [
        indicator for indicator in ours if "school" in indicator.levels and indicator.edition(results.dataset.period)
    ]


def _variables(results: Results, indicator: Indicator) -> tuple[str, ...]:
    edition = indicator.edition(results.dataset.period)
    return edition.variables if edition else ()


def _counts(results: Results) -> dict[str, dict[str, _Count]]:
    """School → variable → its number of the period."""
    ours = only(results.intake.counts, schools=True, period=results.dataset.period, breakdown="")
    counts: dict[str, dict[str, _Count]] = {}
    columns = ["organisation", "variable", "status", "origin"]
    for school, variable, status, origin in ours[columns].astype(str).itertuples(index=False):
        before = counts.setdefault(school, {}).get(variable)
        if before is None or before.status != REPORTED:
            counts[school][variable] = _Count(status, origin)
    return counts


def _values(results: Results, id: str, period: str) -> dict[str, tuple[int, int, float]]:
    """School → numerator, denominator (0 where the formula has none) and value of an indicator."""
    rows = only(results.values, schools=True, period=period, indicator=id, breakdown="")
    rows = rows[rows["numerator"].notna()]
    numbers = zip(rows["organisation"], rows["numerator"], rows["denominator"].fillna(0), rows["value"], strict=True)
    return {str(school): (int(k), int(n), float(value)) for school, k, n, value in numbers}


# ---- one row of a sheet


def _row(
    results: Results, indicator: Indicator, known: tuple[int, int, float] | None, counts: dict[str, _Count]
) -> SchoolIndicator:
    if known is None:
        return SchoolIndicator(id=indicator.id, state=MISSING, lacking=_lacking(results, indicator, counts))
    (k, n, value), vulnerable = known, _is_sensitive(results, indicator)
    if vulnerable and 0 < n < LEAST:  # a sensitive share of few would point at them, even in their own school's sheet
        return SchoolIndicator(id=indicator.id, state=HIDDEN)
    state = _state(results, indicator, k, n)
    shown = value if state == COMPUTED and not isnan(value) else None
    return SchoolIndicator(id=indicator.id, state=state, numerator=k, denominator=n, value=shown, vulnerable=vulnerable)


def _state(results: Results, indicator: Indicator, k: int, n: int) -> str:
    edition = indicator.edition(results.dataset.period)
    if edition is None or edition.formula == "count":
        return COMPUTED
    if n == 0:
        return NOBODY
    return IMPOSSIBLE if k > n and edition.formula in SHARES else COMPUTED


def _is_sensitive(results: Results, indicator: Indicator) -> bool:
    edition = indicator.edition(results.dataset.period)
    return edition is not None and edition_is_sensitive(edition, results.catalogue, results.dataset.period)


def _lacking(results: Results, indicator: Indicator, counts: dict[str, _Count]) -> tuple[Lack, ...]:
    """Its variables that have no number."""
    own = {id: counts.get(id, _Count("", "")) for id in _variables(results, indicator)}
    return tuple(
        Lack(variable=id, status=count.status, origin=count.origin)
        for id, count in own.items()
        if count.status != REPORTED
    )


# ---- against the other schools of the municipality


def _compared(
    results: Results,
    indicator: Indicator,
    code: str,
    known: dict[str, tuple[int, int, float]],
    schools: list[Organisation],
) -> Mapping[str, Others | str]:
    """School → the others together with the verdict of R2, or why it cannot be compared."""
    edition = indicator.edition(results.dataset.period)
    if edition is None or edition.formula != "share":
        return {}
    if _is_sensitive(results, indicator):
        return dict.fromkeys(known, OF_FEW)
    own = {school.id: known[school.id] for school in schools if school.id in known}
    usable = {id: row for id, row in own.items() if _fits(*row[:2])}
    refused = {id: REFUSED for id, (k, n, _) in known.items() if k > n > 0}
    if why := _why_not(results, indicator.id, code, list(usable.values())):
        return refused | dict.fromkeys(usable, why)
    k, n = (np.array([row[at] for row in usable.values()], dtype=float) for at in (0, 1))
    judged = verdicts.compare(k, n, rules=results.dataset.settings.rules)
    all_k, all_n = int(k.sum()), int(n.sum())
    return refused | {
        id: Others(
            numerator=all_k - part,
            denominator=all_n - whole,
            schools=len(usable) - 1,
            verdict=str(judged.verdict[at]),
            small=bool(judged.small[at]),
            seldom=str(judged.verdict[at]) == "same" and str(judged.grade[at]) == "beyond_95",
            range_low=int(judged.range_low[at]),
            range_high=int(judged.range_high[at]),
        )
        for at, (id, (part, whole, _)) in enumerate(usable.items())
        if all_n - whole >= LEAST
    }


def _fits(k: int, n: int) -> bool:
    return n > 0 and k <= n


def _why_not(results: Results, id: str, code: str, usable: list[tuple[int, int, float]]) -> str:
    """R7 for schools; empty where they can be compared."""
    if len(usable) <= LEAST_REST:
        return "сопоставить не с чем: пригодные сведения представили менее трёх школ муниципального образования"
    if sum(k for k, _, _ in usable) in (0, sum(n for _, n, _ in usable)):
        return "нельзя сравнить: у всех школ одно и то же значение"
    row = results.rows.get(code, {}).get(id)
    few = row is not None and row.coverage is not None and row.coverage < results.dataset.settings.rules.coverage
    return f"нельзя сравнить: {reasons.uncovered(row)}" if row and few else ""


# ---- remarks on its cells


def _problems(results: Results) -> dict[str, list[Problem]]:
    """School → remarks on the rows where its numbers alone stand."""
    homes = organisations_by_row([only(results.intake.counts, schools=True, period=results.dataset.period)])
    rows = ((row_of(problem.file, problem.sheet, problem.cell), problem) for problem in unmended(results))
    schools = ((homes.get(row, ()), problem) for row, problem in rows)
    return grouped((id, _for_a_head(results, problem)) for ids, problem in schools if len(ids) == 1 for id in ids)


def _for_a_head(results: Results, problem: Problem) -> Problem:
    """With the title of the form for its path, which a head has never seen."""
    return dataclasses.replace(for_a_reader(results, problem), file=title_of(results, problem.file))
