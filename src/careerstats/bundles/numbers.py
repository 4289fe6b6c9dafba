"""Results -> the numbers a bundle holds: comparison points, counts with their cells, totals of the region, places."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
import pandas as pd
from msgspec.structs import replace

from careerstats.analysis.planned import NO_PLANS, PlannedShare, Plans
from careerstats.analysis.ranking import rank_intervals
from careerstats.analysis.rollup import only
from careerstats.analysis.verdicts import differ_by_chance
from careerstats.audiences import INTERNAL
from careerstats.catalogue import Catalogue
from careerstats.contracts.facts import told_of
from careerstats.contracts.method import Column, Method
from careerstats.contracts.recommendations import Register
from careerstats.contracts.values import Count, PastCount, Point, Published, RegionCount, Spread, Standing, Value, Year
from careerstats.decisions import Decisions, ranking, targets
from careerstats.grouping import nested
from careerstats.intake import Dataset, Intake
from careerstats.model import REPORTED, UNASSIGNED, period_start, split_origin


@dataclass(frozen=True)
class Results:
    """What the earlier stages found.

    ``counts``: numbers of municipalities and the region, those of organisations summed up; ``sizes``: code → number of
    pupils; ``rows``: judged values of the dataset's period by code and indicator; ``values``: of every place,
    organisation, period and breakdown; ``plans``: planned values of its tables, ``planned``: those of indicators by
    code; ``profminimum``: its tables, one row = one school of one period; ``audience``: who may see what is here: for
    the public it was masked before it was judged.
    """

    dataset: Dataset
    catalogue: Catalogue
    intake: Intake
    counts: pd.DataFrame
    sizes: dict[str, int]
    rows: dict[str, dict[str, Value]]
    spreads: dict[str, Spread]
    decisions: dict[str, Decisions]
    register: Register
    peers: dict[str, list[str]]
    values: pd.DataFrame = field(default_factory=pd.DataFrame)
    profminimum: pd.DataFrame = field(default_factory=pd.DataFrame)
    plans: Plans = NO_PLANS
    planned: dict[str, dict[str, PlannedShare]] = field(default_factory=dict)
    audience: str = INTERNAL

    @property
    def has_numbers(self) -> bool:
        """Whether anything was computed; a dataset of registers alone (decisions.csv, cycle.yaml) has no numbers."""
        return bool(self.rows)

    def bundles_of(self) -> list[tuple[str, str]]:
        """(notebook, code) of every note that can be built."""
        region = [("region", self.intake.region.code)] if self.has_numbers else []
        return [*(("municipality", code) for code in self.decisions), *region]


def points(results: Results, id: str) -> tuple[Point, ...]:
    """The comparison points of one indicator, in order of code."""
    own = (results.rows.get(place.code, {}).get(id) for place in results.intake.territories)
    return tuple(told_of(Point, row) for row in own if row)


def alike(results: Results, id: str, codes: Sequence[str]) -> dict[str, np.ndarray]:
    """Of each municipality with a share, which of ``codes`` differ from it by chance if at all: True, in that order.

    Only they may be named side by side. Nobody is told of itself.
    """
    known = {point.code: _effective(results.rows[point.code][id]) for point in points(results, id) if point.has_share}
    pairs, places = np.array(list(known.values())).reshape(-1, 2), {code: place for place, code in enumerate(codes)}
    among, rules = [places[code] for code in known], results.dataset.settings.rules
    near = {code: np.zeros(len(codes), dtype=bool) for code in known}
    for code, (k, n) in known.items():
        near[code][among] = differ_by_chance(k, n, pairs[:, 0], pairs[:, 1], len(known), rules=rules)
        near[code][places[code]] = False
    return near


def _effective(row: Value) -> tuple[float, float]:
    """Numerator and denominator as if of lone pupils: pupils of one school are alike, and count for fewer (R2's d)."""
    effect = row.design_effect or 1.0
    return (row.numerator or 0) / effect, (row.denominator or 0) / effect


def counts_of(results: Results) -> dict[str, tuple[Count, ...]]:
    """Code → numbers of the place with their origin: what the worked calculations point at."""
    ours = only(results.counts, period=results.dataset.period)
    known = ours.astype(object).where(ours.notna(), None)
    columns = ["variable", "value", "status", "origin"]
    return {
        str(code): tuple(
            Count(variable=variable, value=value, status=status, origin=origin)
            for variable, value, status, origin in own[columns].itertuples(index=False)
        )
        for code, own in known.groupby("code", sort=False)
    }


def region_counts(results: Results) -> dict[str, RegionCount]:
    """Of every variable: sum of municipalities, the unassigned, what the region's own list says, and where."""
    ours = only(results.counts, period=results.dataset.period, status=REPORTED)
    region = results.intake.region.code
    counts = {}
    for variable, rows in ours.groupby("variable", observed=True):
        municipal = rows[rows["code"] != region]
        unassigned = only(rows, code=region, breakdown=UNASSIGNED)
        listed = only(rows, code=region, breakdown="")
        summed = int(municipal["value"].sum()) if len(municipal) else None
        extra = int(unassigned["value"].sum()) if len(unassigned) else None
        own = int(listed["value"].iloc[0]) if len(listed) else None
        complete = len(municipal) == len(results.intake.territories)
        whole = own
        if summed is not None and (complete or own is None):
            whole = summed + (extra or 0)
        counts[str(variable)] = RegionCount(
            municipalities=summed, unassigned=extra, listed=own, complete=complete, value=whole,
            origin=str(listed["origin"].iloc[0]) if len(listed) else "",
        )  # fmt: skip
    return counts


def published(results: Results) -> dict[str, Published]:
    """Regional shares and totals as printed, by variable."""
    region = results.intake.region.code
    figures: dict[str, Published] = {}
    for figure in results.intake.published:
        if (figure["code"], figure["period"]) == (region, results.dataset.period) and figure["variable"]:
            known = figures.get(figure["variable"], Published())
            if figure["kind"] == "share":
                figures[figure["variable"]] = replace(known, share=figure["text"], share_of=figure["spec"].share_of)
            if figure["kind"] == "total" and figure["value"] is not None:
                figures[figure["variable"]] = replace(known, total=figure["value"])
    return figures


MOST_YEARS = 12


def series(results: Results) -> dict[str, dict[str, tuple[Year, ...]]]:
    """Code → main indicator → its years, the oldest first, each with why it must not be compared with the last one.

    Years that could not be judged (k > n, too few reporters) are left out; for the public there are none: what was
    hidden in one year could be told from another.
    """
    frame = results.values
    if results.audience != INTERNAL or frame.empty:
        return {}
    whole = (frame["organisation"] == "") & (frame["breakdown"] == "") & (frame["verdict"] != "not_comparable")
    main = whole & frame["indicator"].isin(results.dataset.settings.headline) & frame["denominator"].gt(0)
    known: dict[str, dict[str, tuple[Year, ...]]] = {}
    for (code, id), rows in frame[main].groupby(["code", "indicator"], observed=True, sort=False):
        years = (
            Year(period=period, numerator=int(part), denominator=int(whole))
            for period, part, whole in zip(rows["period"], rows["numerator"], rows["denominator"], strict=True)
            if pd.notna(part) and part <= whole
        )
        known.setdefault(str(code), {})[str(id)] = _until(results, str(id), years)
    return known


def _until(results: Results, id: str, years: Iterable[Year]) -> tuple[Year, ...]:
    """Years up to the note's own, in order, with the reason of a break."""
    last, indicator = results.dataset.period, results.catalogue.indicators[id]
    known = sorted(years, key=lambda year: period_start(year.period))
    past = [year for year in known if period_start(year.period) <= period_start(last)][-MOST_YEARS:]
    return tuple(
        year if year.period == last else replace(year, break_reason=indicator.why_incomparable(year.period, last))
        for year in past
    )


def history(results: Results) -> tuple[PastCount, ...]:
    """Numbers of the region in other periods."""
    reported = only(results.counts, code=results.intake.region.code, status=REPORTED)
    known = reported[reported["period"] != results.dataset.period].astype(object)
    return tuple(
        PastCount(period=period, variable=variable, value=value)
        for period, variable, value in known[["period", "variable", "value"]].itertuples(index=False)
    )


# ---- places among the municipalities


def standing(results: Results) -> dict[str, dict[str, Standing]]:
    """Code → indicator → its place, where places differ by more than chance and there is a better side."""
    polarities = {id: results.catalogue.indicators[id].polarity for id in results.dataset.settings.indicators}
    return nested(
        ((code, id), own)
        for id, polarity in polarities.items()
        if polarity in ("high", "low") and (spread := results.spreads.get(id)) and spread.differ
        for code, own in _places(results, id, highest_first=polarity == "high").items()
    )


def _places(results: Results, id: str, *, highest_first: bool) -> dict[str, Standing]:
    rows = [own[id] for code in results.decisions if (own := results.rows.get(code, {})) and _ranked(own.get(id))]
    if not rows:
        return {}
    parts, wholes = zip(*(row.own for row in rows), strict=True)
    best, worst = rank_intervals(parts, wholes, [row.design_effect or 1.0 for row in rows], highest_first=highest_first)
    shares = [row.share if highest_first else -row.share for row in rows]
    ordered = sorted(shares)
    return {
        row.code: Standing(1 + len(rows) - bisect_right(ordered, share), int(first), int(last), len(rows))
        for row, share, first, last in zip(rows, shares, best, worst, strict=True)
    }


def _ranked(row: Value | None) -> bool:
    """Whether it has a share that may be set beside those of others."""
    return row is not None and row.has_share and row.verdict in ("below", "above", "same")


# ---- what the region says of the method


def method(results: Results) -> Method:
    """How far schools widen chance in the period of the dataset, whence each number was read, rules in words."""
    rows = [row for own in results.rows.values() for row in own.values()]
    effects = [row.design_effect for row in rows if row.design_effect is not None]
    return Method(
        design_effects=(min(effects), max(effects)) if effects else None,
        over_time=any(row.change in ("up", "down", "same") for row in rows),
        columns=_columns(results),
        order=tuple(ranking.rule_text()),
        goals=tuple(f"{id}. {text}" for id, text in targets.rule_text().items()),
    )


def _columns(results: Results) -> tuple[Column, ...]:
    """Variable by variable; forms alike, one from each municipality or school, are counted and not listed."""
    now = only(results.counts, period=results.dataset.period, status=REPORTED)
    pairs = now[["variable", "origin"]].drop_duplicates().itertuples(index=False, name=None)
    places = sorted({(str(variable), *_column(str(origin))) for variable, origin in pairs})
    return tuple(_of_variable(id, list(same)) for id, same in groupby(places, key=lambda place: place[0]))


def _column(origin: str) -> tuple[str, str, str]:
    """File, sheet, letters of the column; a list of persons has no cells."""
    file, sheet, cell = split_origin(origin)
    column = _LETTERS.match(cell)  # of «Q102–Q110», a sum of several rows, too
    return file, sheet, column[0] if column and ":" not in cell else ""


_LETTERS = re.compile(r"[A-Z]+")


def _of_variable(id: str, places: list[tuple[str, str, str, str]]) -> Column:
    files = list(dict.fromkeys(file for _, file, _, _ in places))
    letters = tuple(dict.fromkeys(letter for _, file, _, letter in places if letter and file == files[0]))
    return Column(id, files[0], places[0][2], letters, len(files))
