"""Values of schools, stages, targets and remarks -> what the rules may rest on, by municipality."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd

from careerstats.analysis.levels import accepted
from careerstats.analysis.planned import PlannedShare
from careerstats.analysis.within import wide
from careerstats.audiences import INTERNAL
from careerstats.catalogue import Catalogue
from careerstats.catalogue.causes import FILE, load_causes
from careerstats.contracts.dataset import Settings
from careerstats.contracts.decisions import Cause
from careerstats.contracts.headlines import Lacking
from careerstats.contracts.settings import Step
from careerstats.decisions.findings import Evidence, Planned, School, Stage
from careerstats.decisions.lacking import lacking_schools
from careerstats.intake import Dataset, Intake
from careerstats.intake.organisations import SCHOOL
from careerstats.intake.registers.causes import of_measures
from careerstats.intake.targets import targets_of
from careerstats.model import REPORTED, names_in_force


@dataclass(frozen=True)
class _Gathered:
    """By code of municipality, then by indicator."""

    schools: dict[str, dict[str, list[School]]]
    spread: dict[str, dict[str, float]]
    stages: dict[str, list[Stage]]
    plans: dict[str, dict[str, list[Planned]]]
    causes: dict[str, dict[str, list[Cause]]]
    lacking: dict[str, dict[str, Lacking]]
    silent: dict[str, list[str]]
    unusable: dict[str, int]


def evidence(
    dataset: Dataset,
    catalogue: Catalogue,
    intake: Intake,
    *,
    counts: pd.DataFrame,
    values: pd.DataFrame,
    planned: Mapping[str, Mapping[str, PlannedShare]],
    audience: str,
) -> dict[str, Evidence]:
    """Code → the evidence; ``counts`` of municipalities, ``values`` of organisations too; ``planned``: by indicator.

    What single schools have, what was planned and what bodies said of causes is for the internal audience alone.
    """
    internal = audience == INTERNAL
    known = _gathered(dataset, catalogue, intake, counts, values, internal=internal)
    powers = {kind.id: kind.power for kind in load_causes(dataset.file(FILE)).kinds.values()}
    of_all = Evidence(targets=due(dataset), branches=tuple(dataset.settings.branches), powers=powers)
    return {
        territory.code: replace(
            of_all,
            schools=known.schools.get(territory.code, {}),
            spread=known.spread.get(territory.code, {}),
            planned=planned.get(territory.code, {}),
            stages=known.stages.get(territory.code, []),
            plans=known.plans.get(territory.code, {}),
            causes=known.causes.get(territory.code, {}),
            lacking=known.lacking.get(territory.code, {}),
            silent=known.silent.get(territory.code, []),
            expected=len(intake.schools.get((territory.id, dataset.period), ())),
            unusable=known.unusable.get(territory.code, 0),
            plan_owed=internal and _owes_plan(intake, territory.code, dataset.period),
        )
        for territory in intake.territories
    }


def _gathered(
    dataset: Dataset,
    catalogue: Catalogue,
    intake: Intake,
    counts: pd.DataFrame,
    values: pd.DataFrame,
    *,
    internal: bool,
) -> _Gathered:
    schools = _schools(dataset, intake, values) if internal else {}
    return _Gathered(
        schools,
        _spread(schools),
        _stages(dataset, catalogue, counts),
        _plans(dataset, intake) if internal else {},
        _causes(dataset, intake) if internal else {},
        lacking_schools(dataset, catalogue, intake) if internal else {},
        _silent(dataset, catalogue, intake) if internal else {},
        _unusable(intake),
    )


def _owes_plan(intake: Intake, code: str, period: str) -> bool:
    """Whether others have told what came of their plans and it has not."""
    plans = intake.registers.plans
    return plans.knows(period) and (code, period) not in plans.returned and not plans.of(code, period)


def due(dataset: Dataset) -> dict[str, Fraction]:
    """Targets whose day has come by the end of the period: what is due later cannot be missed yet."""
    last = names_in_force(dataset.period)
    return {id: target.value for id, target in targets_of(dataset.settings).items() if target.by <= last}


def _schools(dataset: Dataset, intake: Intake, values: pd.DataFrame) -> dict[str, dict[str, list[School]]]:
    """Schools with usable counts of the indicators that the note shows, each beside itself in the period before."""
    shown = values["indicator"].isin(dataset.settings.indicators) & (values["breakdown"] == "")
    rows = accepted(values[shown])
    of_places = rows[(rows["organisation"] == "") & (rows["period"] == dataset.period) & rows["previous"].notna()]
    previous = dict(
        zip(zip(of_places["code"], of_places["indicator"], strict=True), of_places["previous"], strict=True)
    )
    columns = (rows[key] for key in ("code", "indicator", "organisation", "period", "numerator", "denominator"))
    numbers = {
        (str(code), str(id), str(organisation), str(period)): (int(k), int(n))
        for code, id, organisation, period, k, n in zip(*columns, strict=True)
        if organisation
    }
    schools: dict[str, dict[str, list[School]]] = {}
    for (code, id, organisation, period), (k, n) in numbers.items():
        known = intake.organisations.get(organisation)
        if period == dataset.period and known is not None and known.kind == SCHOOL:
            before = numbers.get((code, id, organisation, str(previous.get((code, id), ""))))
            schools.setdefault(code, {}).setdefault(id, []).append(School(known.name, k, n, before))
    return schools


def _spread(schools: dict[str, dict[str, list[School]]]) -> dict[str, dict[str, float]]:
    """Code → indicator → how many times wider its schools of ten pupils or more lie apart than elsewhere."""
    spreads: dict[str, dict[str, float]] = {}
    for id in {id for own in schools.values() for id in own}:
        known = [
            (code, school) for code, own in schools.items() for school in own.get(id, []) if school.denominator >= 10
        ]
        k, n = [school.numerator for _, school in known], [school.denominator for _, school in known]
        for code, times in (wide(k, n, [code for code, _ in known]) if known else {}).items():
            spreads.setdefault(code, {})[id] = times
    return spreads


def _stages(dataset: Dataset, catalogue: Catalogue, counts: pd.DataFrame) -> dict[str, list[Stage]]:
    """Counts of the dataset's nested stages that each municipality knows, unknown ones left out."""
    line = _line(dataset.settings)
    now = counts[(counts["period"] == dataset.period) & (counts["breakdown"] == "") & (counts["status"] == REPORTED)]
    shares = _shares(dataset, catalogue)
    stages = {}
    for code, rows in now[now["variable"].isin([step.variable for step in line])].groupby("code", observed=True):
        known = dict(zip(rows["variable"], rows["value"], strict=True))
        steps = [step for step in line if step.variable in known]
        befores = ["", *(step.variable for step in steps)]
        stages[str(code)] = [
            Stage(
                int(known[step.variable]),
                step.genitive,
                step.lost,
                step.before,
                step.variable,
                shares.get((step.variable, before), ""),
            )
            for before, step in zip(befores, steps, strict=False)
        ]
    return stages


def _line(settings: Settings) -> tuple[Step, ...]:
    """The chain of nested stages, begun by those that ``stages`` puts before its first: all pupils."""
    chain = settings.chain
    of = {stage.variable: stage.of for stage in settings.stages}
    while chain and len(before := of.get(chain[0].variable) or ()) == 1:
        chain = (Step(variable=before[0], genitive="обучающихся"), *chain)
    return chain


def _shares(dataset: Dataset, catalogue: Catalogue) -> dict[tuple[str, str], str]:
    """(part, whole) → the plain share of them that the note shows."""
    return {catalogue.indicators[id].part_and_whole(dataset.period): id for id in dataset.settings.indicators}


def _plans(dataset: Dataset, intake: Intake) -> dict[str, dict[str, list[Planned]]]:
    """Measures of the plans for the period by the indicator they were to move."""
    plans: dict[str, dict[str, list[Planned]]] = {}
    for measure in intake.registers.plans.measures:
        if measure.period == dataset.period and measure.indicator:
            planned = Planned(measure.text, measure.plan, measure.done, measure.document)
            plans.setdefault(measure.code, {}).setdefault(measure.indicator, []).append(planned)
    return plans


def stated_causes(dataset: Dataset, intake: Intake) -> list[Cause]:
    """What bodies named as causes of the period's figures, in answers and in their plans."""
    every = [*intake.registers.causes, *of_measures(intake.registers.plans.measures)]
    return [cause for cause in every if cause.period == dataset.period]


def _causes(dataset: Dataset, intake: Intake) -> dict[str, dict[str, list[Cause]]]:
    causes: dict[str, dict[str, list[Cause]]] = {}
    for cause in stated_causes(dataset, intake):
        causes.setdefault(cause.code, {}).setdefault(cause.indicator, []).append(cause)
    return causes


def _silent(dataset: Dataset, catalogue: Catalogue, intake: Intake) -> dict[str, list[str]]:
    """Names of the schools of the period without one number of what the indicators of the note count.

    What the state's own statistics know of a school (how many pupils it has) is no answer of it; a number that was not
    taken is one, and a remark on it. Where no school gave such a number, any number is an answer.
    """
    now = intake.counts[(intake.counts["period"] == dataset.period) & (intake.counts["organisation"] != "")]
    own = now[now["variable"].isin(_counted(dataset, catalogue))]
    answers = now if own.empty else own
    answered, places = set(answers["organisation"]), set(answers["code"])
    silent: dict[str, list[str]] = {}
    for organisation in intake.organisations.values() if answered else ():
        code = intake.home_of(organisation.id)
        there = organisation.kind == SCHOOL and organisation.exists_in(dataset.period) and code
        if there and organisation.id not in answered and (own.empty or code in places):
            silent.setdefault(code, []).append(organisation.name)
    return {code: sorted(names) for code, names in silent.items()}


def _counted(dataset: Dataset, catalogue: Catalogue) -> set[str]:
    """Variables that the indicators of the note count: all of their formulas but the wholes."""
    editions = [catalogue.indicators[id].edition(dataset.period) for id in dataset.settings.indicators]
    known = [edition for edition in editions if edition is not None]
    return {id for edition in known for id in edition.variables} - {edition.of.get("whole") for edition in known}


_NUMBERS = ("tables/", "forms/")
"""Where counts come from: a wrong date in a register costs no value."""


def _unusable(intake: Intake) -> dict[str, int]:
    """Blocking remarks on numbers by code of municipality."""
    unusable: dict[str, int] = {}
    for problem in intake.problems:
        if problem.severity == "blocking" and problem.territory and problem.file.startswith(_NUMBERS):
            unusable[problem.territory] = unusable.get(problem.territory, 0) + 1
    return unusable
