"""A dataset -> counts -> values -> decisions -> bundles: everything before the first notebook."""

import csv
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from careerstats import catalogue as catalogues
from careerstats.analysis import compute_values, reconcile, spread_of
from careerstats.analysis import profminimum as profminimums
from careerstats.analysis.peers import peers_of
from careerstats.analysis.reconciliation import list_rows
from careerstats.analysis.rollup import aligned, rolled_up
from careerstats.analysis.values import Subject, sizes_by_period
from careerstats.catalogue import Catalogue, Edition
from careerstats.catalogue.schemes import in_force, load_profminimum
from careerstats.decisions import Decisions, Situation, decide
from careerstats.decisions.recommendations import read_register
from careerstats.disclosure import Results, cut, text_of
from careerstats.disclosure.quality import cut_quality
from careerstats.errors import DatasetError, UsageError
from careerstats.intake import Dataset, Intake, open_dataset, read, read_profminimum
from careerstats.intake.defaults import completed
from careerstats.model import FINDING_COLUMNS, PROBLEM_COLUMNS, Problem, slug
from careerstats.note.opening import find_project
from careerstats.pipeline import protocol

Row = dict[str, Any]


@dataclass(frozen=True)
class Monitoring:
    """A dataset read, checked, computed and decided upon; ``reproduced`` published figures came out as printed."""

    results: Results
    values: pd.DataFrame
    problems: list[Problem]
    reproduced: int

    @property
    def blocking(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "blocking"]


def analyse(project: Path, name: str, method: str | None = None) -> Monitoring:
    """Read, compute, compare, decide; ``method``: the period whose editions are applied to all periods.

    Raises DatasetError where nothing could be read.
    """
    dataset = open_dataset(project, name)
    catalogue = catalogues.load(dataset.catalogue)
    _known_indicators(dataset, catalogue)
    intake = read(dataset, catalogue)
    if intake.counts.empty:
        raise DatasetError(_nothing_read(intake.problems))
    numbers = aligned(intake.counts, {one.id: one.code for one in intake.territories})
    counts = rolled_up(numbers)
    published, reproduced = reconcile(
        intake.published, counts, dataset.folder, [one.code for one in intake.territories]
    )
    intake.problems.extend(published)
    profminimum, problems = read_profminimum(dataset)
    intake.problems.extend(problems)
    values = _values(dataset, catalogue, intake, numbers, method)
    answerable = _answerable(dataset, catalogue, values, intake.region.code)
    if not answerable.settings["indicators"]:
        raise DatasetError(_nothing_read(intake.problems))
    results = _results(answerable, catalogue, intake, profminimum, counts=counts, values=values)
    return Monitoring(results, values, intake.problems, reproduced)


def _known_indicators(dataset: Dataset, catalogue: Catalogue) -> None:
    """Every indicator and goal that dataset.yaml names must be in the catalogue. Raises DatasetError with its names."""
    for key in ("indicators", "headline", "reserves", "also"):
        for id in dataset.settings.get(key, []):
            try:
                catalogue.indicator(id)
            except UsageError as error:
                raise DatasetError(f"dataset.yaml, {key}: {error}") from None
    for id in dataset.settings.get("goal_tasks", []):
        if id not in catalogue.goals:
            raise DatasetError(f"dataset.yaml, goal_tasks: цели «{id}» нет. Есть: {', '.join(catalogue.goals)}.")


def processed(project: Path, dataset: str) -> Path:
    """Where the tables and bundles of a dataset are rebuilt."""
    return project / "data" / "processed" / dataset


def save(
    project: Path, monitoring: Monitoring, audience: str = "internal", *, quality: bool = False
) -> dict[tuple[str, str], Path]:
    """Write ``data/processed``; (notebook, code) → the bundle of that note; ``quality``: of the protocols too."""
    results = monitoring.results
    folder = processed(project, results.dataset.name)
    bundles = _cut(results, folder, audience, quality=quality)  # first, so that a refusal leaves nothing behind
    folder.mkdir(parents=True, exist_ok=True)
    protocol.keep_previous(folder, results.intake.counts)
    results.intake.counts.to_parquet(folder / "counts.parquet", index=False)
    monitoring.values.to_parquet(folder / "values.parquet", index=False)
    _findings(results.decisions).to_parquet(folder / "findings.parquet", index=False)
    write_problems(monitoring.problems, folder / "problems.csv")
    return _write(bundles, _home(results, folder, audience))


@dataclass(frozen=True)
class Tables:
    """What a researcher works with: ``counts``, ``values``, ``problems`` and ``findings`` as DataFrames."""

    counts: pd.DataFrame
    values: pd.DataFrame
    problems: pd.DataFrame
    findings: pd.DataFrame


def load(dataset: str, project: Path | str | None = None, method: str | None = None) -> Tables:
    """Read and compute a dataset afresh: ``cs.load("amur-2020").values``.

    ``method="2024"``: what if the editions of 2024 applied to the numbers of every period.
    """
    monitoring = analyse(Path(project) if project else find_project(), dataset, method)
    results = monitoring.results
    problems = pd.DataFrame([asdict(one) for one in monitoring.problems], columns=list(PROBLEM_COLUMNS))
    return Tables(results.intake.counts, monitoring.values, problems, _findings(results.decisions))


def _nothing_read(problems: list[Problem]) -> str:
    read = [problem for problem in problems if problem.code != "not_reported"]  # nobody is heard where nothing is read
    listed = "\n".join(f"– {told(problem)}" for problem in read)
    return f"Ни одного показателя рассчитать не удалось:\n{listed}"


def told(problem: Problem) -> str:
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
    for key, ids in (("indicators", both), ("headline", both), ("reserves", both), ("also", regional)):
        if key in settings:
            settings[key] = [id for id in settings[key] if id in ids]
    settings["headline"] = settings["headline"] or settings["indicators"][:1]
    if not both.issuperset(settings.get("groups", {}).get("by", [])):
        del settings["groups"]
    return replace(dataset, settings=settings)


def _values(
    dataset: Dataset, catalogue: Catalogue, intake: Intake, counts: pd.DataFrame, method: str | None
) -> pd.DataFrame:
    codes = {one.id: one.code for one in intake.territories}
    subject = Subject(
        region=intake.region,
        municipalities=intake.territories,
        period=dataset.period,
        size=dataset.settings.get("peers", {}).get("size", ""),
        organisations={(codes[id], period): n for (id, period), n in intake.schools.items() if id in codes},
        locality={id: one.locality for id, one in intake.organisations.items() if one.locality},
    )
    known = set(counts["variable"])
    ids = [id for id, one in catalogue.indicators.items() if any(_asked(edition, known) for edition in one.editions)]
    return compute_values(counts, catalogue, ids, subject, method)


def _asked(edition: Edition, known: set[str]) -> bool:
    """Whether the dataset has a number for every variable; an index is asked for wherever the catalogue has it."""
    return not edition.undefined and known.issuperset(edition.variables)


def _results(
    dataset: Dataset,
    catalogue: Catalogue,
    intake: Intake,
    profminimum: pd.DataFrame,
    *,
    counts: pd.DataFrame,
    values: pd.DataFrame,
) -> Results:
    now = values[(values["period"] == dataset.period) & (values["organisation"] == "") & (values["breakdown"] == "")]
    rows = _rows(now)
    ours = _sizes(counts, dataset)
    number = dataset.settings.get("peers", {}).get("count", 0)
    claims = claims_not_met(dataset, intake, profminimum)
    register = _measured(read_register(dataset.file("recommendations.yaml")), set(values["indicator"]))
    return Results(
        dataset=dataset,
        catalogue=catalogue,
        intake=intake,
        counts=counts,
        sizes=ours,
        rows=rows,
        spreads={id: spread_of(*_arrays(now, id)) for id in dataset.settings.get("indicators", [])},
        decisions=decide(
            replace(
                _situation(dataset, catalogue, intake, counts=counts, sizes=ours, rows=rows, register=register),
                claims=claims,
            )
        ),
        register=register,
        peers={
            one.code: [other.code for other in peers_of(one, intake.territories, ours, number)]
            for one in intake.territories
        },
        values=values,
        profminimum=profminimum,
    )


def claims_not_met(dataset: Dataset, intake: Intake, rows: pd.DataFrame) -> dict[str, list[Row]]:
    """Code → schools whose claimed level of the профминимум their own directions and hours do not reach."""
    own = dataset.file("profminimum.yaml")
    edition = in_force(load_profminimum(own if own.exists() else None), dataset.period)
    now = rows[rows["period"] == dataset.period] if len(rows) else rows
    found: dict[str, list[Row]] = {}
    if edition is None or now.empty:
        return found
    for claim in profminimums.claims(profminimums.standings(now.assign(territory=now["code"]), edition), edition):
        if claim["kind"] == profminimums.CLAIM_NOT_MET:
            school = intake.organisations[claim["organisation"]].name
            found.setdefault(claim["territory"], []).append({**claim, "school": school})
    return found


def _measured(register: Row, known: set[str]) -> Row:
    """Lines of the plan with only those indicators that are computed."""

    def measured(line: Row) -> Row:
        return {**line, "indicators": [id for id in line.get("indicators", []) if id in known]}

    return register | {key: [measured(line) for line in register[key]] for key in ("plan", "region_plan")}


def _sizes(counts: pd.DataFrame, dataset: Dataset) -> dict[str, int]:
    """Number of pupils by code in the dataset's period."""
    sizes = sizes_by_period(counts, dataset.settings.get("peers", {}).get("size", ""))
    return {code: size for (period, code), size in sizes.items() if period == dataset.period}


def _situation(
    dataset: Dataset,
    catalogue: Catalogue,
    intake: Intake,
    *,
    counts: pd.DataFrame,
    sizes: dict[str, int],
    rows: dict[str, dict[str, Row]],
    register: Row,
) -> Situation:
    settings = dataset.settings
    wanted = settings.get("indicators", [])
    letter = settings.get("letter", {}).get("number", "")
    return Situation(
        rows=_heard(rows, wanted, intake),
        territories=intake.territories,
        sizes=sizes,
        sites=_sites(dataset),
        catalogue=catalogue,
        register=register,
        reserves=settings.get("reserves", []),
        unknown=_unknown(settings, counts, intake.region.code),
        priority=list(dict.fromkeys([*settings.get("headline", []), *settings.get("reserves", []), *wanted])),
        letter=f"письмо № {letter}" if letter else "",
    )


def _heard(rows: dict[str, dict[str, Row]], wanted: list[str], intake: Intake) -> dict[str, list[Row]]:
    """Rows of the municipalities of which any number at all is known."""
    own = {one.code: rows.get(one.code, {}) for one in intake.territories}
    listed = {code: [found[id] for id in wanted if id in found] for code, found in own.items()}
    return {code: found for code, found in listed.items() if any(row["numerator"] is not None for row in found)}


def _unknown(settings: Row, counts: pd.DataFrame, region: str) -> list[str]:
    """What the region knows and no municipality does, in words of the dataset."""
    municipal = set(counts.loc[counts["code"] != region, "variable"])
    missing = [stage for stage in settings.get("stages", []) if stage["variable"] not in municipal]
    stages = [stage["about"] for stage in missing if "about" in stage]
    return [*stages, *settings.get("not_collected", [])] if stages else []


def _sites(dataset: Dataset) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for site in list_rows(dataset.file("organisations.csv"), {"kind": "площадка"}):
        found.setdefault(site["territory"], []).append(site["name"])
    return found


def _rows(values: pd.DataFrame) -> dict[str, dict[str, Row]]:
    """Code → indicator → its row, with None for whatever is unknown."""
    plain = values.astype(object).where(values.notna(), None)
    found: dict[str, dict[str, Row]] = {}
    for row in plain.to_dict("records"):
        own = found.setdefault(str(row["code"]), {})
        own[str(row["indicator"])] = {str(key): _plain(value) for key, value in row.items()}
    return found


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _arrays(values: pd.DataFrame, id: str) -> tuple[Any, Any]:
    """Pupils of the compared municipalities as if each were alone: those of one school count for fewer (R2's d)."""
    judged = values[(values["indicator"] == id) & values["rest"].notna()]
    effect = judged["design_effect"].to_numpy(dtype=float)
    return judged["numerator"].to_numpy(dtype=float) / effect, judged["denominator"].to_numpy(dtype=float) / effect


def _findings(decisions: dict[str, Decisions]) -> pd.DataFrame:
    rows = [finding.as_row() for own in decisions.values() for finding in own.findings]
    return pd.DataFrame(rows, columns=list(FINDING_COLUMNS)).astype({"size": "int64"})


def write_problems(problems: list[Problem], path: Path) -> None:
    """problems.csv: for programs; people read what ``check`` prints."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, PROBLEM_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(problem) for problem in problems)


def write_bundles(
    results: Results, folder: Path, audience: str = "internal", *, last: Path | None = None
) -> dict[tuple[str, str], Path]:
    """Bundles of all notes under ``folder``, those of protocols too where ``last`` says what they are held against."""
    bundles = _cut(results, last or folder, audience, quality=last is not None)
    return _write(bundles, _home(results, folder, audience))


def _cut(results: Results, last: Path, audience: str, *, quality: bool) -> dict[tuple[str, str], Row]:
    """Bundles of the notes; of the protocols against the counts of the last build, kept in ``last``."""
    bundles = cut(results, audience)
    if not quality:
        return bundles
    return bundles | cut_quality(results, protocol.changes(last, results.intake.counts), audience)


def _home(results: Results, folder: Path, audience: str) -> Path:
    return folder / "notes" / slug(results.dataset.period) / audience


def _write(bundles: dict[tuple[str, str], Row], target: Path) -> dict[tuple[str, str], Path]:
    target.mkdir(parents=True, exist_ok=True)
    written = {}
    for (notebook, code), bundle in bundles.items():
        path = target / f"{notebook}-{code}.json"
        path.write_text(text_of(bundle), encoding="utf-8", newline="\n")
        written[(notebook, code)] = path
    notebooks = {notebook for notebook, _ in bundles}
    for stale in {path for name in notebooks for path in target.glob(f"{name}-*.json")} - set(written.values()):
        stale.unlink()
    return written
