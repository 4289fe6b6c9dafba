"""Results -> the numbers a bundle holds: comparison points, counts with their cells, totals of the region."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from careerstats.analysis.spread import Spread
from careerstats.analysis.verdicts import differ_by_chance
from careerstats.catalogue import Catalogue
from careerstats.decisions import Decisions
from careerstats.intake import Dataset, Intake
from careerstats.model import INTERNAL, REPORTED, UNASSIGNED, period_start

Row = dict[str, Any]


@dataclass(frozen=True)
class Results:
    """What the earlier stages found.

    ``counts``: numbers of municipalities and the region, those of organisations summed up; ``sizes``: code → number of
    pupils; ``rows``: judged values of
    the dataset's period by code and indicator, with None for what is unknown; ``values``: of every place, organisation,
    period and breakdown; ``profminimum``: its tables, one row = one school of one period; ``audience``: who may see
    what is here: for the public it was masked before it was judged.
    """

    dataset: Dataset
    catalogue: Catalogue
    intake: Intake
    counts: pd.DataFrame
    sizes: dict[str, int]
    rows: dict[str, dict[str, Row]]
    spreads: dict[str, Spread]
    decisions: dict[str, Decisions]
    register: Row
    peers: dict[str, list[str]]
    values: pd.DataFrame = field(default_factory=pd.DataFrame)
    profminimum: pd.DataFrame = field(default_factory=pd.DataFrame)
    audience: str = INTERNAL

    @property
    def has_numbers(self) -> bool:
        """Whether anything was computed; a dataset of registers alone (decisions.csv, cycle.yaml) has no numbers."""
        return bool(self.rows)

    def bundles_of(self) -> list[tuple[str, str]]:
        """(notebook, code) of every note that can be built."""
        region = [("region", self.intake.region.code)] if self.has_numbers else []
        return [*(("municipality", code) for code in self.decisions), *region]


def points(results: Results, id: str) -> list[Row]:
    """The comparison points of one indicator, in order of code."""
    keys = (
        "code",
        "status",
        "numerator",
        "denominator",
        "verdict",
        "small",
        "stands_out",
        "large_gap",
        "range_low",
        "range_high",
        "change",
        "previous",
    )
    rows = [results.rows[one.code].get(id) for one in results.intake.territories if one.code in results.rows]
    return [{key: row[key] for key in keys if key in row} for row in rows if row]


def alike_first(results: Results, id: str) -> list[str]:
    """Whose lag behind the highest share may be chance."""
    known = [row for row in points(results, id) if row["denominator"] and row["numerator"]]
    first = max(known, key=lambda row: row["numerator"] / row["denominator"], default=None)
    near = set(alike(results, id, first["code"])) if first else set()
    return [row["code"] for row in sorted(known, key=_by_share) if row["code"] in near]


def _by_share(row: Row) -> tuple[float, str]:
    return -row["numerator"] / row["denominator"], row["code"]


def alike(results: Results, id: str, code: str) -> list[str]:
    """Municipalities whose difference from this one may be chance: only they and it may be named side by side."""
    known = [row for row in points(results, id) if row["numerator"] is not None and row["denominator"]]
    codes = [row["code"] for row in known]
    if code not in codes:
        return []
    own = _effective(results, id, code)
    others = ((other, _effective(results, id, other)) for other in codes if other != code)
    return [other for other, theirs in others if differ_by_chance(*own, *theirs, len(codes))]


def _effective(results: Results, id: str, code: str) -> tuple[float, float]:
    """Numerator and denominator as if of lone pupils: pupils of one school are alike, and count for fewer (R2's d)."""
    row = results.rows[code][id]
    effect = row["design_effect"] or 1.0
    return row["numerator"] / effect, row["denominator"] / effect


def counts_of(results: Results, code: str) -> list[Row]:
    """Numbers of one municipality with their origin: what the worked calculations point at."""
    frame = results.counts
    ours = frame[(frame["code"] == code) & (frame["period"] == results.dataset.period)]
    known = ours.astype(object).where(ours.notna(), None)
    return _records(known, ["variable", "value", "status", "origin"])


def _records(frame: pd.DataFrame, columns: list[str]) -> list[Row]:
    return [dict(zip(columns, row, strict=True)) for row in frame[columns].itertuples(index=False)]


def region_counts(results: Results) -> dict[str, Row]:
    """Of every variable: sum of municipalities, the unassigned, what the region's own list says, and where."""
    frame = results.counts
    ours = frame[(frame["period"] == results.dataset.period) & (frame["status"] == REPORTED)]
    region = results.intake.region.code
    found = {}
    for variable, rows in ours.groupby("variable", observed=True):
        municipal = rows[rows["code"] != region]
        unassigned = rows[(rows["code"] == region) & (rows["breakdown"] == UNASSIGNED)]
        listed = rows[(rows["code"] == region) & (rows["breakdown"] == "")]
        summed = int(municipal["value"].sum()) if len(municipal) else None
        extra = int(unassigned["value"].sum()) if len(unassigned) else None
        own = int(listed["value"].iloc[0]) if len(listed) else None
        complete = len(municipal) == len(results.intake.territories)
        whole = own
        if summed is not None and (complete or own is None):
            whole = summed + (extra or 0)
        found[str(variable)] = {
            "municipalities": summed, "unassigned": extra, "listed": own, "complete": complete,
            "value": whole,
            "origin": str(listed["origin"].iloc[0]) if len(listed) else "",
        }  # fmt: skip
    return found


def published(results: Results) -> dict[str, Row]:
    """Regional shares and totals as printed, by variable."""
    region = results.intake.region.code
    found: dict[str, Row] = {}
    for figure in results.intake.published:
        if (figure["code"], figure["period"]) == (region, results.dataset.period) and figure["variable"]:
            entry = found.setdefault(figure["variable"], {})
            if figure["kind"] == "share":
                entry |= {"share": figure["text"], "share_of": figure["spec"].get("share_of", "")}
            if figure["kind"] == "total" and figure["value"] is not None:
                entry |= {"total": figure["value"]}
    return {key: value for key, value in found.items() if value}


MOST_YEARS = 12


def series(results: Results) -> dict[str, dict[str, list[Row]]]:
    """Code → main indicator → its years, the oldest first, each with why it must not be compared with the last one.

    Years that could not be judged (k > n, too few reporters) are left out; for the public there are none: what was
    hidden in one year could be told from another.
    """
    frame = results.values
    if results.audience != INTERNAL or frame.empty:
        return {}
    whole = (frame["organisation"] == "") & (frame["breakdown"] == "") & (frame["verdict"] != "not_comparable")
    main = whole & frame["indicator"].isin(results.dataset.settings.get("headline", [])) & frame["denominator"].gt(0)
    found: dict[str, dict[str, list[Row]]] = {}
    for (code, id), rows in frame[main].groupby(["code", "indicator"], observed=True, sort=False):
        years = _records(rows, ["period", "numerator", "denominator"])
        found.setdefault(str(code), {})[str(id)] = _until(results, str(id), years)
    return found


def _until(results: Results, id: str, years: list[Row]) -> list[Row]:
    """Years up to the note's own, in order, with the reason of a break."""
    last, one = results.dataset.period, results.catalogue.indicators[id]
    known = [year for year in years if year["numerator"] is not None and year["numerator"] <= year["denominator"]]
    past = [year for year in known if period_start(year["period"]) <= period_start(last)]
    return [
        {
            "period": year["period"],
            "numerator": int(year["numerator"]),
            "denominator": int(year["denominator"]),
            "break": one.why_incomparable(year["period"], last) if year["period"] != last else "",
        }
        for year in sorted(past, key=lambda year: period_start(year["period"]))[-MOST_YEARS:]
    ]


def history(results: Results) -> list[Row]:
    frame = results.counts
    years = frame[(frame["code"] == results.intake.region.code) & (frame["period"] != results.dataset.period)]
    known = years[years["status"] == REPORTED].astype(object)
    return _records(known, ["period", "variable", "value"])
