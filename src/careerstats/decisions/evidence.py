"""Values of schools, stages, targets and remarks -> what the rules may rest on, by municipality."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from careerstats.analysis.within import wide
from careerstats.contracts.settings import Step
from careerstats.decisions.findings import Evidence, School, Stage
from careerstats.intake import Dataset, Intake
from careerstats.intake.organisations import SCHOOL
from careerstats.intake.targets import targets_of
from careerstats.model import REPORTED, names_in_force

Row = dict[str, Any]


@dataclass(frozen=True)
class _Found:
    """By code of municipality, then by indicator."""

    schools: dict[str, dict[str, list[School]]]
    spread: dict[str, dict[str, float]]
    stages: dict[str, list[Stage]]
    silent: dict[str, list[str]]
    unusable: dict[str, int]


def evidence(dataset: Dataset, intake: Intake, *, counts: pd.DataFrame, values: pd.DataFrame) -> dict[str, Evidence]:
    """Code → the evidence; ``counts`` of municipalities, ``values`` of organisations too."""
    targets = due(dataset)
    schools = _schools(dataset, intake, values)
    found = _Found(schools, _spread(schools), _stages(dataset, counts), _silent(dataset, intake), _unusable(intake))
    return {
        one.code: Evidence(
            schools=found.schools.get(one.code, {}),
            spread=found.spread.get(one.code, {}),
            targets=targets,
            stages=found.stages.get(one.code, []),
            silent=found.silent.get(one.code, []),
            expected=len(intake.schools.get((one.id, dataset.period), ())),
            unusable=found.unusable.get(one.code, 0),
        )
        for one in intake.territories
    }


def due(dataset: Dataset) -> dict[str, Any]:
    """Targets whose day has come by the end of the period: what is due later cannot be missed yet."""
    last = names_in_force(dataset.period)
    return {id: one.value for id, one in targets_of(dataset.settings).items() if one.by <= last}


def _schools(dataset: Dataset, intake: Intake, values: pd.DataFrame) -> dict[str, dict[str, list[School]]]:
    """Schools with usable counts of the indicators that the note shows."""
    now = (values["period"] == dataset.period) & (values["breakdown"] == "") & (values["organisation"] != "")
    shown = values["indicator"].isin(dataset.settings.indicators)
    rows = values[now & shown & (values["denominator"] > 0) & values["numerator"].notna()]
    rows = rows[rows["numerator"] <= rows["denominator"]]
    found: dict[str, dict[str, list[School]]] = {}
    columns = (rows[key] for key in ("code", "indicator", "organisation", "numerator", "denominator"))
    for code, id, organisation, k, n in zip(*columns, strict=True):
        known = intake.organisations.get(str(organisation))
        if known is not None and known.kind == SCHOOL:
            found.setdefault(str(code), {}).setdefault(str(id), []).append(School(known.name, int(k), int(n)))
    return found


def _spread(schools: dict[str, dict[str, list[School]]]) -> dict[str, dict[str, float]]:
    """Code → indicator → how many times wider its schools of ten pupils or more lie apart than elsewhere."""
    found: dict[str, dict[str, float]] = {}
    for id in {id for own in schools.values() for id in own}:
        known = [(code, one) for code, own in schools.items() for one in own.get(id, []) if one.denominator >= 10]
        k, n = [one.numerator for _, one in known], [one.denominator for _, one in known]
        for code, times in (wide(k, n, [code for code, _ in known]) if known else {}).items():
            found.setdefault(code, {})[id] = times
    return found


def _stages(dataset: Dataset, counts: pd.DataFrame) -> dict[str, list[Stage]]:
    """Counts of the dataset's chain of nested stages, of municipalities that know them all."""
    chain = dataset.settings.chain
    now = counts[(counts["period"] == dataset.period) & (counts["breakdown"] == "") & (counts["status"] == REPORTED)]
    found = {}
    for code, rows in now[now["variable"].isin([one.variable for one in chain])].groupby("code", observed=True):
        known = dict(zip(rows["variable"], rows["value"], strict=True))
        if chain and all(one.variable in known for one in chain):
            found[str(code)] = [_stage(one, int(known[one.variable])) for one in chain]
    return found


def _stage(step: Step, count: int) -> Stage:
    return Stage(count, step.genitive, step.lost, step.before)


def _silent(dataset: Dataset, intake: Intake) -> dict[str, list[str]]:
    """Names of the schools of the period without one number, where the dataset has numbers by school at all."""
    now = intake.counts[(intake.counts["period"] == dataset.period) & (intake.counts["organisation"] != "")]
    heard = set(now.loc[now["status"] == REPORTED, "organisation"])
    found: dict[str, list[str]] = {}
    for one in intake.organisations.values() if heard else ():
        if one.kind == SCHOOL and one.exists_in(dataset.period) and one.id not in heard:
            found.setdefault(intake.home_of(one.id), []).append(one.name)
    return {code: sorted(names) for code, names in found.items() if code}


_NUMBERS = ("tables/", "forms/")
"""Where counts come from: a wrong date in a register costs no value."""


def _unusable(intake: Intake) -> dict[str, int]:
    """Blocking remarks on numbers by code of municipality."""
    found: dict[str, int] = {}
    for problem in intake.problems:
        if problem.severity == "blocking" and problem.territory and problem.file.startswith(_NUMBERS):
            found[problem.territory] = found.get(problem.territory, 0) + 1
    return found
