"""A dataset -> the tables that a researcher works with, and what they are of: one row per indicator."""

from dataclasses import asdict, dataclass, field
from pathlib import Path

import pandas as pd

from careerstats.asking import explained, worded
from careerstats.catalogue import Catalogue, Indicator
from careerstats.errors import UsageError
from careerstats.model import PROBLEM_COLUMNS, period_start
from careerstats.pipeline import monitoring as stage
from careerstats.pipeline.assembling import findings_table
from careerstats.project import find_project

COLUMNS = ("title", "unit", "part", "whole", "period", "periods", "municipalities", "compared", "schools")


@worded("tables")
@dataclass(frozen=True)
class Tables:
    """What a researcher works with: ``counts``, ``values``, ``problems`` and ``findings`` as DataFrames.

    ``indicators``: of what there are values, one row each (``overview``).
    """

    counts: pd.DataFrame
    values: pd.DataFrame
    problems: pd.DataFrame
    findings: pd.DataFrame
    indicators: pd.DataFrame
    catalogue: Catalogue = field(repr=False)

    def indicator(self, id: str | float = "") -> Indicator:
        """An indicator that has values here, by its id or as a number; none named: the first that is compared.

        Raises UsageError for one that has none, and where nothing has.
        """
        if self.indicators.empty:
            raise UsageError(
                "В наборе нет ни одного рассчитанного показателя: показать нечего. Назовите набор с числами."
            )
        if id == "":
            compared = self.indicators[self.indicators["compared"] > 1]
            id = str((self.indicators if compared.empty else compared).index[0])
        chosen = self.catalogue.indicator(id)
        if chosen.id not in self.indicators.index:
            raise UsageError(f"У показателя «{chosen.id}» нет значений. Есть: {', '.join(self.indicators.index)}.")
        return chosen


@explained("cs.load")
def load(dataset: str, project: Path | str | None = None, method: str | None = None) -> Tables:
    """Read and compute a dataset afresh: ``cs.load("amur-2020").values``.

    ``method="2024"``: what if the editions of 2024 applied to the numbers of every period.
    """
    monitoring = stage.analyse(Path(project) if project else find_project(), dataset, method)
    results = monitoring.results
    problems = pd.DataFrame([asdict(problem) for problem in monitoring.problems], columns=list(PROBLEM_COLUMNS))
    indicators = overview(monitoring.values, results.catalogue, results.intake.region.code)
    findings = findings_table(results.decisions)
    return Tables(results.intake.counts, monitoring.values, problems, findings, indicators, results.catalogue)


def overview(values: pd.DataFrame, catalogue: Catalogue, region: str) -> pd.DataFrame:
    """By id, in the order of the catalogue: title, unit, variables, and of the newest ``period`` with a number how many
    ``municipalities`` and ``schools`` have one and how many are ``compared`` with the others."""
    known = values[values["value"].notna() & (values["breakdown"] == "")]
    rows = {id: _row(catalogue, id, known[known["indicator"] == id], region) for id in catalogue.indicators}
    there = {id: row for id, row in rows.items() if row}
    frame = pd.DataFrame.from_dict(there, orient="index", columns=list(COLUMNS))
    return frame.rename_axis("indicator")


def _row(catalogue: Catalogue, id: str, known: pd.DataFrame, region: str) -> tuple[object, ...]:
    if known.empty:
        return ()
    indicator, periods = catalogue.indicators[id], sorted(set(known["period"]), key=period_start)
    edition, now = indicator.edition(periods[-1]), known[known["period"] == periods[-1]]
    of = edition.of if edition else {}
    places = now[(now["organisation"] == "") & (now["code"] != region)]
    compared = places["verdict"].isin(["below", "above", "same"])
    return (
        indicator.short or indicator.title, indicator.unit, of.get("part", ""), of.get("whole", ""), periods[-1],
        len(periods), len(places), int(compared.sum()), int((now["organisation"] != "").sum()),
    )  # fmt: skip
