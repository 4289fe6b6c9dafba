"""Counts -> a matrix, one row = one unit (place, organisation, period, breakdown), and the tree of its units."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from careerstats.model import REPORTED, UNASSIGNED
from careerstats.territories import region_of

UNIT = ["code", "organisation", "period", "breakdown"]
PLACE = ["code", "period", "breakdown"]


@dataclass(frozen=True)
class Book:
    """What is reported: ``units`` (columns UNIT), and beside them ``numbers``, units × variables, NaN for nothing."""

    units: pd.DataFrame
    numbers: np.ndarray
    columns: dict[str, int]

    def of(self, variable: str) -> np.ndarray:
        """Numbers of one variable over all units."""
        if variable in self.columns:
            return np.asarray(self.numbers[:, self.columns[variable]])
        return np.full(len(self.units), np.nan)

    def periods(self, variables: Iterable[str]) -> set[str]:
        """Periods in which any of these variables was reported by anybody."""
        known = np.any([~np.isnan(self.of(variable)) for variable in variables], axis=0)
        return set(self.units["period"][known].unique())


def book_of(counts: pd.DataFrame) -> Book:
    """The reported numbers of ``counts`` (COUNT_COLUMNS) in order of their keys; linear in its rows."""
    reported = (counts["status"] == REPORTED).to_numpy(dtype=bool, na_value=False)
    ours = counts.loc[reported, [*UNIT, "variable", "value"]]
    unit = ours.groupby(UNIT, sort=True, observed=True).ngroup().to_numpy()
    variable, names = pd.factorize(ours["variable"], sort=True)
    _, first = np.unique(unit, return_index=True)
    numbers = np.full((len(first), len(names)), np.nan)
    numbers[unit, variable] = ours["value"].to_numpy(dtype=float, na_value=np.nan)
    units = ours[UNIT].iloc[first].astype(str).reset_index(drop=True)
    return Book(units, numbers, {str(name): place for place, name in enumerate(names)})


@dataclass(frozen=True)
class Tier:
    """Municipalities or regions: ``rows`` (columns PLACE) and what they are made of.

    ``children``: places of the members in the arrays of the tier below, ``parent``: the row of each of them.
    ``own``: the unit in which the place reports for itself, ``unnamed``: the unit of participants who named no
    municipality; −1 for none.
    """

    rows: pd.DataFrame
    children: np.ndarray
    parent: np.ndarray
    own: np.ndarray
    unnamed: np.ndarray

    def summed(self, below: np.ndarray, usable: np.ndarray) -> np.ndarray:
        """Σ over the usable members of each row; 0 where there are none."""
        ours = usable[self.children]
        weights = below[self.children][ours]
        return np.bincount(self.parent[ours], weights=weights, minlength=len(self.rows))

    def counted(self, usable: np.ndarray) -> np.ndarray:
        """How many members of each row are usable."""
        return np.bincount(self.parent[usable[self.children]], minlength=len(self.rows)).astype(float)


def tiers_of(book: Book, places: Iterable[str] = ()) -> tuple[Tier, Tier]:
    """Municipalities and regions over a book; ``places``: municipalities that have rows even when they are silent."""
    units = book.units
    region = units["code"].map({code: region_of(code) for code in units["code"].unique()})
    regional = (units["code"] == region).to_numpy()
    school = (units["organisation"] != "").to_numpy() & ~regional
    unnamed = regional & (units["breakdown"] == UNASSIGNED).to_numpy()
    silent = pd.MultiIndex.from_product([sorted(places), sorted(units["period"].unique()), [""]], names=PLACE)
    parts = (units[PLACE][school], units[PLACE][~school & ~regional], silent.to_frame(index=False))
    rows, (parent, own, _) = _grouped(*parts)
    municipalities = Tier(
        rows,
        np.flatnonzero(school),
        parent,
        _at(own, np.flatnonzero(~school & ~regional), len(rows)),
        np.full(len(rows), -1),
    )
    above = rows.assign(code=rows["code"].map({code: region_of(code) for code in rows["code"].unique()}))
    listed, nameless = units[PLACE][regional & ~unnamed], units[PLACE][unnamed].assign(breakdown="")
    rows, (parent, own, none) = _grouped(above, listed, nameless)
    regions = Tier(
        rows,
        np.arange(len(above)),
        parent,
        _at(own, np.flatnonzero(regional & ~unnamed), len(rows)),
        _at(none, np.flatnonzero(unnamed), len(rows)),
    )
    return municipalities, regions


def _grouped(*frames: pd.DataFrame) -> tuple[pd.DataFrame, list[np.ndarray]]:
    """Different rows of all frames together, in order; for every frame, which of them each of its rows is."""
    together = pd.concat(frames, ignore_index=True).astype(str)
    which = together.groupby(PLACE, sort=True).ngroup().to_numpy()
    _, first = np.unique(which, return_index=True)
    ends = np.cumsum([len(frame) for frame in frames])
    return together.iloc[first].reset_index(drop=True), np.split(which, ends[:-1])


def _at(rows: np.ndarray, units: np.ndarray, size: int) -> np.ndarray:
    """For every row the unit that stands for it; −1 for none."""
    places = np.full(size, -1)
    places[rows] = units
    return places


def taken(numbers: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Numbers of these units; NaN where the unit is −1."""
    values = np.full(len(units), np.nan)
    there = units >= 0
    values[there] = numbers[units[there]]
    return values
