"""A book and the schools expected in it -> how many pupils of each municipality those who answered speak for.

How many pupils a silent school has is known of itself: what it said in the nearest other period, or what it says of its
size in another table. Where neither is known, it counts as one school of so many.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from careerstats.analysis.book import UNIT, Book, Tier
from careerstats.model import period_start

Expected = Mapping[tuple[str, str], Collection[str]]
"""(code of a municipality, period) → ids of the organisations that should have answered."""


@dataclass(frozen=True)
class Roll:
    """Expected schools of every municipality and period: ``row`` of the tier, ``unit`` of the book (−1: silent at all).

    ``school``, ``year``: its place in the table of sizes, schools × periods; ``said``: the units that fill that table
    and their places in it.
    """

    row: np.ndarray
    unit: np.ndarray
    school: np.ndarray
    year: np.ndarray
    said: tuple[np.ndarray, np.ndarray, np.ndarray]
    shape: tuple[int, int]
    size: np.ndarray

    def coverage(self, whole: np.ndarray, usable: np.ndarray, heard: np.ndarray) -> np.ndarray:
        """Part (0…1) of the pupils of each row who are of usable units; NaN where nobody is expected.

        ``whole``: the denominator over all units; ``heard``: its sum over the usable ones of each row.
        """
        speaks = (self.unit >= 0) & usable[self.unit]
        pupils = self._sizes(whole)
        silent, unknown = ~speaks & np.isfinite(pupils), ~speaks & np.isnan(pupils)
        left_out = np.bincount(self.row[silent], pupils[silent], len(heard))
        schools = np.bincount(self.row, minlength=len(heard))
        with np.errstate(invalid="ignore", divide="ignore"):
            of_pupils = heard / (heard + left_out)
            of_schools = np.bincount(self.row[speaks], minlength=len(heard)) / schools
        guessed = np.bincount(self.row[unknown], minlength=len(heard)) > 0
        return np.where(schools == 0, np.nan, np.where(guessed, np.fmin(of_pupils, of_schools), of_pupils))

    def _sizes(self, whole: np.ndarray) -> np.ndarray:
        """Pupils of every expected school-period, by the denominator itself, else by its size; NaN: unknown."""
        own, size = self._table(whole), self._table(self.size)
        both = np.isfinite(own) & (size > 0)
        usual = own[both].sum() / size[both].sum() if both.any() else np.nan
        known = _nearest(own)
        return np.asarray(np.where(np.isnan(known), _nearest(size) * usual, known)[self.school, self.year])

    def _table(self, numbers: np.ndarray) -> np.ndarray:
        units, school, year = self.said
        table = np.full(self.shape, np.nan)
        table[school, year] = numbers[units]
        return table


def _nearest(table: np.ndarray) -> np.ndarray:
    """What is unknown as it was last, else as it was next."""
    nearest = table.copy()
    for year in range(1, nearest.shape[1]):
        nearest[:, year] = np.where(np.isnan(nearest[:, year]), nearest[:, year - 1], nearest[:, year])
    for year in reversed(range(nearest.shape[1] - 1)):
        nearest[:, year] = np.where(np.isnan(nearest[:, year]), nearest[:, year + 1], nearest[:, year])
    return nearest


def roll_of(book: Book, tier: Tier, expected: Expected, size: str = "") -> Roll:
    """Who is expected: ``expected`` where it tells of a municipality and period, else whoever gave any number then.

    ``size``: the variable that counts pupils of a school.
    """
    rows = tier.rows[tier.rows["breakdown"] == ""].reset_index(names="row")[["row", "code", "period"]]
    units = book.units.reset_index(names="unit").iloc[tier.children]
    units = units[units["breakdown"] == ""].drop(columns="breakdown")
    listed = pd.DataFrame(
        [(code, id, period) for (code, period), ids in expected.items() for id in ids], columns=UNIT[:3], dtype=str
    )
    on_lists = set(expected)
    unlisted = [key not in on_lists for key in zip(units["code"], units["period"], strict=True)]
    everybody = pd.concat([listed, units.loc[unlisted, UNIT[:3]]], ignore_index=True).astype(str)
    asked = everybody.merge(rows, on=["code", "period"]).merge(units, on=UNIT[:3], how="left")
    schools = pd.Index(pd.concat([asked["organisation"], units["organisation"]]).unique())
    years = pd.Index(sorted(rows["period"].unique(), key=period_start))
    return Roll(
        row=asked["row"].to_numpy(dtype=int),
        unit=asked["unit"].fillna(-1).to_numpy(dtype=int),
        school=schools.get_indexer(pd.Index(asked["organisation"])),
        year=years.get_indexer(pd.Index(asked["period"])),
        said=(
            units["unit"].to_numpy(dtype=int),
            schools.get_indexer(pd.Index(units["organisation"])),
            years.get_indexer(pd.Index(units["period"])),
        ),
        shape=(len(schools), len(years)),
        size=book.of(size),
    )
