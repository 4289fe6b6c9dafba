"""A dataset -> counts -> values -> decisions: everything before the bundles are cut."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pandas as pd

from careerstats import catalogue as catalogues
from careerstats.analysis.printed_diagnosis import printed_problems
from careerstats.analysis.reconciliation import Reconciled, reconcile
from careerstats.analysis.rollup import aligned, rolled_up
from careerstats.analysis.values import FACTS, PrintedShare, Subject, judge
from careerstats.bundles import Results
from careerstats.catalogue import Catalogue
from careerstats.contracts.counts import Published
from careerstats.contracts.published import Version
from careerstats.decisions.register import read_register
from careerstats.errors import DatasetError, UsageError
from careerstats.intake import Dataset, Intake, open_dataset, read, read_profminimum
from careerstats.intake.defaults import completed
from careerstats.model import REPORTED, VALUE_COLUMNS, Problem
from careerstats.pipeline.assembling import assembled
from careerstats.pipeline.doubts import doubts
from careerstats.pipeline.periods import at_period, known_by, nothing_then
from careerstats.pipeline.room import refuse_if_short


@dataclass(frozen=True)
class Monitoring:
    """A dataset read, checked, computed and decided upon.

    Of the published figures ``compared`` were held against exact counts and ``reproduced`` came out as printed.
    """

    results: Results
    problems: list[Problem]
    reproduced: int
    compared: int
    remarks: tuple[str, ...] = ()  # to be told after a build
    published: Version | None = None  # what the public is told of sensitive indicators, and what not

    @property
    def values(self) -> pd.DataFrame:
        """The table that other programs may rely on: without the facts that its words were made of."""
        return self.results.values.drop(columns=FACTS, errors="ignore")

    def without_tables(self) -> "Monitoring":
        """The same for whoever builds from what is on disk by then: the tables of schools and years are most of it."""
        results = self.results
        empty = {name: getattr(results, name).iloc[:0] for name in ("counts", "values", "profminimum")}
        intake = replace(results.intake, counts=results.intake.counts.iloc[:0])
        return replace(self, results=replace(results, intake=intake, **empty))

    @property
    def blocking(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "blocking"]


def analyse(project: Path, name: str, method: str | None = None, period: str = "") -> Monitoring:
    """Read, compute, compare, decide; ``method``: the period whose editions are applied to all periods.

    ``period``: an earlier one, as if later numbers were not known yet. Raises DatasetError where nothing could be
    read, UsageError for a period without data.
    """
    whole = open_dataset(project, name)
    refuse_if_short(whole)
    dataset = at_period(whole, period)
    catalogue = _catalogue_of(dataset)
    _known_indicators(dataset, catalogue)
    dataset = _with_packs(dataset, catalogue)
    intake = known_by(read(dataset, catalogue), dataset, whole) if period else read(dataset, catalogue)
    intake.problems.extend(printed_problems(dataset, intake))
    if not dataset.settings.has_numbers:
        return _of_registers(dataset, catalogue, intake)
    if intake.counts.empty:
        raise DatasetError(_nothing_read(intake.problems, _nothing_given(dataset, intake.problems)))
    numbers = aligned(intake.counts, {territory.id: territory.code for territory in intake.territories})
    counts = rolled_up(numbers)
    published = _reconciled(dataset, intake, numbers, counts)
    intake.problems.extend(published.problems)
    profminimum, problems = read_profminimum(dataset)
    intake.problems.extend(problems)
    checked = frozenset(_printed(figure) for figure in published.right if figure["breakdown"] == "")
    values = _values(dataset, catalogue, intake, counts=numbers, method=method, checked=checked)
    answerable = _answerable(dataset, catalogue, values, intake.region.code)
    lacking = _lacking(dataset, catalogue, intake.counts)
    if not answerable.settings.indicators:
        lines = [_in_sentence(id, dataset.period, missing) for id, missing in _fewest(lacking)]
        lines += _without_method(dataset, catalogue).values()
        raise nothing_then(dataset, whole) if period else DatasetError(_nothing_read(intake.problems, lines))
    reasons = {id: _in_sentence(id, dataset.period, missing) for id, missing in lacking.items()}
    reasons |= _without_method(dataset, catalogue)
    intake.problems.extend(_not_computed(whole.settings.indicators, reasons))
    results = assembled(answerable, catalogue, intake, profminimum, counts=counts, values=values)
    intake.problems.extend(doubts(results))
    return Monitoring(results, intake.problems, len(published.right), published.compared)


def _catalogue_of(dataset: Dataset) -> Catalogue:
    """The catalogue of the dataset, as its period and its own words for the programme call things."""
    programme = dataset.settings.programme
    catalogue = catalogues.load(dataset.catalogue).in_period(dataset.period)
    return catalogue.calling(programme.genitive, programme.short_genitive)


def _reconciled(dataset: Dataset, intake: Intake, numbers: pd.DataFrame, counts: pd.DataFrame) -> Reconciled:
    places = [territory.code for territory in intake.territories]
    categories = numbers[numbers["breakdown"].str.contains("=")]
    return reconcile(intake.published, counts, dataset.folder, places, by_category=categories)


def _of_registers(dataset: Dataset, catalogue: Catalogue, intake: Intake) -> Monitoring:
    """A dataset of registers alone: nothing is computed, its notes are those of its documents."""
    values = pd.DataFrame(columns=list(VALUE_COLUMNS))
    register = read_register(dataset.file("recommendations.yaml"))
    results = Results(
        dataset=dataset,
        catalogue=catalogue,
        intake=intake,
        counts=intake.counts,
        sizes={},
        rows={},
        spreads={},
        decisions={},
        register=register,
        peers={},
        values=values,
    )
    return Monitoring(results, intake.problems, 0, 0)


def _known_indicators(dataset: Dataset, catalogue: Catalogue) -> None:
    """Every indicator and goal that dataset.yaml names must be in the catalogue. Raises DatasetError with its names."""
    for key in ("indicators", "headline", "reserves", "also", "targets"):
        for id in getattr(dataset.settings, key):
            try:
                catalogue.indicator(id)
            except UsageError as error:
                raise DatasetError(f"dataset.yaml, {key}: {error}") from None
    for id in dataset.settings.goal_tasks:
        if id not in catalogue.goals:
            raise DatasetError(f"dataset.yaml, goal_tasks: цели «{id}» нет. Есть: {', '.join(catalogue.goals)}.")


def _with_packs(dataset: Dataset, catalogue: Catalogue) -> Dataset:
    """The indicators named, then those of the packs asked for; what no number answers is left out later."""
    if not dataset.settings.packs:
        return dataset
    wanted = tuple(dict.fromkeys([*dataset.settings.indicators, *catalogue.in_packs(dataset.settings.packs)]))
    return replace(dataset, settings=msgspec.structs.replace(dataset.settings, indicators=wanted))


def _lacking(dataset: Dataset, catalogue: Catalogue, counts: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Indicators asked for, or of which something is known → the numbers that are missing, in words."""
    reported = counts[(counts["status"] == REPORTED) & (counts["period"] == dataset.period)]
    known, whole = set(reported["variable"]), set(reported.loc[reported["breakdown"] == "", "variable"])
    lacking: dict[str, tuple[str, ...]] = {}
    for id in dataset.settings.indicators or catalogue.indicators:
        edition = catalogue.indicator(id).edition(dataset.period)
        needed = edition.variables if edition else ()
        missing = [variable for variable in needed if variable not in whole]
        if missing and (dataset.settings.indicators or known & set(needed)):
            lacking[id] = tuple(
                f"{variable} ({catalogue.variables[variable].title})"
                + (" в целом, есть только по категориям" if variable in known else "")
                for variable in missing
            )
    return lacking


def _fewest(lacking: Mapping[str, Sequence[str]]) -> list[tuple[str, Sequence[str]]]:
    """Those that lack least."""
    fewest = min(map(len, lacking.values()), default=0)
    return [(id, missing) for id, missing in lacking.items() if len(missing) == fewest]


def _in_sentence(id: str, period: str, missing: Sequence[str]) -> str:
    return f"показатель {id}, {period}: нет величины {'; '.join(missing)}"


def _without_method(dataset: Dataset, catalogue: Catalogue) -> dict[str, str]:
    """Indicators that dataset.yaml names and the method of the period does not define → that, in words."""
    reasons = {}
    for indicator in map(catalogue.indicator, dataset.settings.indicators):
        edition, said = indicator.edition(dataset.period), f"показатель {indicator.id}, {dataset.period}: "
        if edition is None:
            reasons[indicator.id] = f"{said}методика есть только с {indicator.editions[0].since} года"
        elif edition.undefined:
            reasons[indicator.id] = f"{said}источник не определил знаменатель ({edition.undefined['whole']})"
    return reasons


def _not_computed(named: Sequence[str], reasons: Mapping[str, str]) -> Iterator[Problem]:
    """Indicators that dataset.yaml names and the numbers or the method cannot give, where others are computed."""
    what = "дополните таблицу (careerstats table add), опишите столбец в dataset.yaml или уберите показатель из набора"
    for id in named:
        if id in reasons:
            yield Problem("dataset.yaml", "warning", "not_computed", f"{reasons[id]}; он не рассчитан", what)


def _nothing_given(dataset: Dataset, problems: list[Problem]) -> list[str]:
    """Why a dataset brings no number where nothing in it is wrong."""
    if any(problem.code != "not_reported" for problem in problems):
        return []
    if dataset.settings.forms:
        folders = ", ".join(f"forms/{form.id}" for form in dataset.settings.forms)
        return [f"ответов на формы ещё нет: положите вернувшиеся книги в {folders} (разослать: careerstats forms make)"]
    return ["ни в одном файле набора нет ни одного числа"]


def _nothing_read(problems: list[Problem], lacking: Sequence[str] = ()) -> str:
    read = [problem for problem in problems if problem.code != "not_reported"]  # nobody is heard where nothing is read
    listed = [f"– {in_words(problem)}" for problem in read[:MOST_LISTED]]
    more = [f"– и ещё замечаний: {len(read) - MOST_LISTED}"] if len(read) > MOST_LISTED else []
    blank = any(problem.code == "blank_table" for problem in read)  # says what is to be filled in: numbers follow
    numbers = [] if blank else [f"– {line}" for line in lacking[:MOST_LISTED]]
    return "\n".join(["Ни одного показателя рассчитать не удалось:", *listed, *more, *numbers])


MOST_LISTED = 10


def in_words(problem: Problem) -> str:
    """«where: what. What to do.»"""
    sentences = [f"{problem.place}: {problem.message}", problem.what_to_do[:1].upper() + problem.what_to_do[1:]]
    return " ".join(f"{text.removesuffix('.')}." for text in sentences if text)


def _answerable(dataset: Dataset, catalogue: Catalogue, values: pd.DataFrame, region: str) -> Dataset:
    """The dataset with only those of its questions that the numbers can answer: a lost column costs what needs it."""
    now = (values["period"] == dataset.period) & (values["organisation"] == "") & (values["breakdown"] == "")
    known = values[now & values["numerator"].notna() & (values["denominator"] > 0)]
    regional = set(known.loc[known["code"] == region, "indicator"])
    both = regional & set(known.loc[known["code"] != region, "indicator"])
    settings = completed(dataset.settings, catalogue, [id for id in catalogue.indicators if id in both])
    shown = {"indicators": both, "headline": both, "reserves": both, "also": regional}
    kept = {key: tuple(id for id in getattr(settings, key) if id in ids) for key, ids in shown.items()}
    kept["headline"] = kept["headline"] or kept["indicators"][:1]
    groups = settings.groups if settings.groups and both.issuperset(settings.groups.by) else None
    return replace(dataset, settings=msgspec.structs.replace(settings, groups=groups, **kept))


def _values(
    dataset: Dataset,
    catalogue: Catalogue,
    intake: Intake,
    *,
    counts: pd.DataFrame,
    method: str | None,
    checked: frozenset[PrintedShare],
) -> pd.DataFrame:
    codes = {territory.id: territory.code for territory in intake.territories}
    subject = Subject(
        region=intake.region,
        municipalities=intake.territories,
        period=dataset.period,
        size=dataset.settings.peers.size,
        organisations={(codes[id], period): ids for (id, period), ids in intake.schools.items() if id in codes},
        titles={id: school.name for id, school in intake.organisations.items()},
        locality={id: school.locality for id, school in intake.organisations.items() if school.locality},
        checked=checked,
        printed=frozenset(dataset.settings.indicators),
        rules=dataset.settings.rules,
    )
    known = set(counts["variable"])
    ids = [  # every variable has a number; an index is asked for wherever the catalogue has it
        id
        for id, indicator in catalogue.indicators.items()
        if any(not edition.undefined and known.issuperset(edition.variables) for edition in indicator.editions)
    ]
    return judge(counts, catalogue, ids, subject, method)


def _printed(figure: Published) -> PrintedShare:
    return figure["code"], figure["period"], figure["variable"], figure["spec"].share_of or ""
