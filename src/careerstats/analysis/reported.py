"""Counts of a dataset -> those that were reported, with their cells: what published figures are held against."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import pandas as pd

from careerstats.contracts.counts import Published
from careerstats.intake.tables import is_within
from careerstats.model import NOT_APPLICABLE, REPORTED, Problem, split_origin
from careerstats.territories import region_of

Key = tuple[str, str, str, str]  # code, period, breakdown, variable


@dataclass(frozen=True)
class Reported:
    """Reported counts with their cells; ``unread``: cells of each variable in each file that gave no number.

    ``categories``: the numbers of categories and classes, of all schools of a municipality together.
    """

    counts: dict[Key, int]
    origins: dict[Key, str]
    unread: dict[tuple[str, str, str], int]
    folder: Path
    places: frozenset[str]
    categories: dict[Key, int]

    def beside(self, figure: Published, variable: str) -> int | None:
        """The count beside the figure; for the region, where it is not given, the sum of its municipalities."""
        own = self.counts.get((figure["code"], figure["period"], "", variable))
        if own is not None or not is_region(figure["code"]):
            return own
        of_period = (figure["period"], variable)
        rows = {key: n for key, n in self.counts.items() if (key[1], key[3]) == of_period}
        return sum(rows.values()) if rows and not self.silent(figure["period"], variable) else None

    def whole_of(self, figure: Published) -> int | None:
        """What a share is a share of; of a column of categories' shares, the same category of it."""
        if figure["kind"] == "percent" and figure["breakdown"]:
            return self.categories.get((figure["code"], figure["period"], figure["breakdown"], figure["spec"].share_of))
        return self.beside(figure, figure["spec"].share_of)

    def part_of(self, figure: Published) -> int | None:
        """The count beside a share that stands in a column of its own."""
        key = (figure["code"], figure["period"], figure["breakdown"], figure["variable"])
        return self.categories.get(key) if figure["breakdown"] else self.beside(figure, figure["variable"])

    def silent(self, period: str, variable: str) -> int:
        """How many municipalities have no number here."""
        heard = {code for code, when, _, name in self.counts if (when, name) == (period, variable)}
        return len(self.places - heard)

    def column_of(self, figure: Published) -> list[int]:
        """All counts that a total sums up: of the same sheet, column and period, of its category or of none.

        Where every row is a category, the total is that of the categories.
        """
        if figure["breakdown"]:
            return [number for key, number in self.categories.items() if self._is_of(key, figure, figure["breakdown"])]
        own = [number for key, number in self.counts.items() if self._is_of(key, figure)]
        return own or [number for key, number in self.categories.items() if self._is_of(key, figure)]

    def _is_of(self, key: Key, figure: Published, breakdown: str = "") -> bool:
        """Whether a count stands in the column of a total, on its sheet, and is one of those that it sums up."""
        code, period, category, variable = key
        same = (period, variable) == (figure["period"], figure["variable"]) and breakdown in ("", category)
        place = split_origin(self.origins[key])[:2] == split_origin(figure["origin"])[:2]
        place = place and is_within(self.origins[key], figure["span"])
        return same and place and (is_region(figure["code"]) or code == figure["code"])


def reported_of(
    counts: pd.DataFrame, folder: Path, places: frozenset[str], by_category: pd.DataFrame | None
) -> Reported:
    numbers: dict[Key, int] = {}
    origins: dict[Key, str] = {}
    unread: dict[tuple[str, str, str], int] = {}
    for row in counts[["code", "period", "breakdown", "variable", "value", "status", "origin"]].itertuples(index=False):
        *key, value, status, origin = row
        if status == REPORTED:
            numbers[tuple(key)], origins[tuple(key)] = int(value), origin
        elif status != NOT_APPLICABLE:
            place = (split_origin(origin)[0], key[1], key[3])
            unread[place] = unread.get(place, 0) + 1
    categories: dict[Key, int] = {}
    if by_category is not None:
        reported = by_category[by_category["status"] == REPORTED]
        columns = reported[["code", "period", "breakdown", "variable", "value", "origin"]]
        for *parts, value, origin in columns.itertuples(index=False):
            own: Key = (str(parts[0]), str(parts[1]), str(parts[2]), str(parts[3]))
            categories[own] = categories.get(own, 0) + int(value)
            origins.setdefault(own, origin)
    return Reported(numbers, origins, unread, folder, places, categories)


def column_of(figure: Published) -> tuple[str, str, str, str]:
    """File, sheet, title and letters: where the figures of other places stand that are of the same quantity."""
    file, sheet, _ = split_origin(figure["origin"])
    return file, sheet, figure["title"], figure["column"]


def is_region(code: str) -> bool:
    return code == region_of(code)


class Placed(TypedDict):
    """What a figure and a count both say: where they stand, and whose they are."""

    origin: str
    code: str


def problem_at(figure: Placed, severity: str, code: str, message: str, what_to_do: str) -> Problem:
    file, sheet, cell = split_origin(figure["origin"])
    return Problem(file, severity, code, message, what_to_do, sheet, cell, figure["code"])
