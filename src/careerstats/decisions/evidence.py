"""Values of schools, stages, targets and remarks -> what the rules may rest on, by municipality."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from careerstats.analysis.design import wide
from careerstats.analysis.levels import accepted
from careerstats.analysis.planned import PlannedShare
from careerstats.analysis.rollup import only
from careerstats.audiences import INTERNAL
from careerstats.catalogue import Catalogue
from careerstats.catalogue.causes import FILE, load_causes
from careerstats.contracts.causes import CauseKind
from careerstats.contracts.dataset import Settings
from careerstats.contracts.decisions import Cause
from careerstats.contracts.headlines import Lacking
from careerstats.contracts.settings import Step
from careerstats.decisions.findings.case import Evidence, School, Stage
from careerstats.grouping import grouped, nested
from careerstats.intake import Dataset, Intake
from careerstats.intake.organisations import SCHOOL
from careerstats.intake.registers.causes import of_measures
from careerstats.intake.registers.measure_records import Measure
from careerstats.intake.targets import targets_of
from careerstats.model import REPORTED, names_in_force


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
    schools = _schools(dataset, intake, values) if internal else {}
    plans = _plans(dataset, intake) if internal else {}
    causes = _causes(dataset, intake) if internal else {}
    lacking = lacking_schools(dataset, catalogue, intake) if internal else {}
    silent = _silent(dataset, catalogue, intake) if internal else {}
    spread, stages, unusable = _spread(schools), _stages(dataset, catalogue, counts), _unusable(intake)
    powers = {kind.id: kind.power for kind in load_causes(dataset.file(FILE)).kinds.values()}
    of_all = Evidence(targets=due(dataset), branches=tuple(dataset.settings.branches), powers=powers)
    return {
        territory.code: replace(
            of_all,
            schools=schools.get(territory.code, {}),
            spread=spread.get(territory.code, {}),
            planned=planned.get(territory.code, {}),
            stages=stages.get(territory.code, []),
            plans=plans.get(territory.code, {}),
            causes=causes.get(territory.code, {}),
            lacking=lacking.get(territory.code, {}),
            silent=silent.get(territory.code, []),
            expected=len(intake.schools.get((territory.id, dataset.period), ())),
            unusable=unusable[territory.code],
            plan_owed=internal and _owes_plan(intake, territory.code, dataset.period),
        )
        for territory in intake.territories
    }


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
    columns = (of_places[key] for key in ("code", "indicator", "previous"))
    previous = {(code, id): before for code, id, before in zip(*columns, strict=True)}
    columns = (rows[key] for key in ("code", "indicator", "organisation", "period", "numerator", "denominator"))
    numbers = {
        (str(code), str(id), str(organisation), str(period)): (int(k), int(n))
        for code, id, organisation, period, k, n in zip(*columns, strict=True)
        if organisation
    }
    schools = grouped(
        ((code, id), School(known.name, k, n, numbers.get((code, id, organisation, str(previous.get((code, id), ""))))))
        for (code, id, organisation, period), (k, n) in numbers.items()
        if period == dataset.period and (known := intake.organisations.get(organisation)) and known.kind == SCHOOL
    )
    return nested(schools.items())


def _spread(schools: dict[str, dict[str, list[School]]]) -> dict[str, dict[str, float]]:
    """Code → indicator → how many times wider its schools of ten pupils or more lie apart than elsewhere."""
    known = grouped(
        (id, (school.numerator, school.denominator, code))
        for code, own in schools.items()
        for id, listed in own.items()
        for school in listed
        if school.denominator >= 10
    )
    spreads = {id: wide(*zip(*numbers, strict=True)) for id, numbers in known.items()}
    return nested(((code, id), times) for id, own in spreads.items() for code, times in own.items())


def _stages(dataset: Dataset, catalogue: Catalogue, counts: pd.DataFrame) -> dict[str, list[Stage]]:
    """Counts of the dataset's nested stages that each municipality knows, unknown ones left out."""
    line = _line(dataset.settings)
    now = only(counts, period=dataset.period, breakdown="", status=REPORTED)
    shares = _shares(dataset, catalogue)
    stages = {}
    for code, rows in now[now["variable"].isin([step.variable for step in line])].groupby("code", observed=True):
        known = dict(zip(rows["variable"], rows["value"], strict=True))
        steps = [step for step in line if step.variable in known]
        befores = ["", *(step.variable for step in steps)]
        stages[str(code)] = [
            Stage(int(known[step.variable]), step, shares.get((step.variable, before), ""))
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


def _plans(dataset: Dataset, intake: Intake) -> dict[str, dict[str, list[Measure]]]:
    """Measures of the plans for the period by the indicator they were to move."""
    plans = grouped(
        ((measure.code, measure.indicator), measure)
        for measure in intake.registers.plans.measures
        if measure.period == dataset.period and measure.indicator
    )
    return nested(plans.items())


def stated_causes(dataset: Dataset, intake: Intake) -> list[Cause]:
    """What bodies named as causes of the period's figures, in answers and in their plans."""
    every = [*intake.registers.causes, *of_measures(intake.registers.plans.measures)]
    return [cause for cause in every if cause.period == dataset.period]


def _causes(dataset: Dataset, intake: Intake) -> dict[str, dict[str, list[Cause]]]:
    return nested(grouped(((cause.code, cause.indicator), cause) for cause in stated_causes(dataset, intake)).items())


def _silent(dataset: Dataset, catalogue: Catalogue, intake: Intake) -> dict[str, list[str]]:
    """Names of the schools of the period without one number of what the indicators of the note count.

    What the state's own statistics know of a school (how many pupils it has) is no answer of it; a number that was not
    taken is one, and a remark on it. Where no school gave such a number, any number is an answer.
    """
    now = only(intake.counts, schools=True, period=dataset.period)
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


def _unusable(intake: Intake) -> Counter[str]:
    """Blocking remarks on numbers by code of municipality."""
    blocking = (problem for problem in intake.problems if problem.severity == "blocking")
    return Counter(problem.territory for problem in blocking if problem.file.startswith(_NUMBERS))


# ---- where schools lack what a stated cause says is missing


def lacking_schools(dataset: Dataset, catalogue: Catalogue, intake: Intake) -> dict[str, dict[str, Lacking]]:
    """Code of municipality → kind of cause → its schools; of kinds whose ``indicator`` asks a school yes or no."""
    return nested(
        ((code, kind.id), _lacking(kind, answers))
        for kind in load_causes(dataset.file(FILE)).kinds.values()
        for code, answers in _answers(dataset, catalogue, intake, kind).items()
    )


def _lacking(kind: CauseKind, answers: dict[str, bool]) -> Lacking:
    schools = tuple(name for name, has in answers.items() if not has)
    return Lacking(kind=kind.id, schools=schools, among=tuple(answers), said=kind.lacking)


def _answers(dataset: Dataset, catalogue: Catalogue, intake: Intake, kind: CauseKind) -> dict[str, dict[str, bool]]:
    """Code → school → whether it has what the kind of cause says is missing."""
    indicator = catalogue.indicators.get(kind.indicator)
    edition = indicator.edition(dataset.period) if indicator else None
    flag = edition.of.get("flag") if edition else None
    if not flag:
        return {}
    ours = only(intake.counts, schools=True, period=dataset.period, variable=flag, status=REPORTED, breakdown="")
    return nested(
        ((str(code), school.name), bool(value))
        for code, id, value in zip(ours["code"], ours["organisation"], ours["value"], strict=True)
        if (school := intake.organisations.get(str(id))) and school.kind == SCHOOL
    )


_IN_WORDS = {
    word: number
    for number, words in enumerate(
        ("одной", "двух", "трёх трех", "четырёх четырех", "пяти", "шести", "семи", "восьми", "девяти", "десяти"), 1
    )
    for word in words.split()
}
_OF_SCHOOLS = re.compile(r"\b(\w+) школ")


def schools_counted(text: str) -> int | None:
    """3 of «в трёх школах нет педагога-психолога»; None where no number of schools is named."""
    for match in _OF_SCHOOLS.finditer(text.casefold()):
        word = match[1]
        if word in _IN_WORDS or word.isdecimal():
            return _IN_WORDS.get(word) or int(word)
    return None
