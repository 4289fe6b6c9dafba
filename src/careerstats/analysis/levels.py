"""A book of counts x indicators -> their values for organisations, municipalities and regions, by summed counts.

A municipality that reports for itself is taken at its word; otherwise it is the sum of those of its organisations
that gave every number of the formula (and no part greater than its whole), so that numerator and denominator cover the
same pupils. A region is the sum
of the municipalities that are known in full, with the participants who named none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from careerstats.analysis.book import UNIT, Book, Tier, book_of, taken, tiers_of
from careerstats.analysis.silence import Expected, Roll, roll_of
from careerstats.catalogue import Edition, Indicator
from careerstats.formulas import SHARES
from careerstats.intervals import wilson_limits

LEVEL_COLUMNS = (
    "code", "organisation", "period", "breakdown", "indicator", "edition", "numerator", "denominator", "value",
    "lower", "upper", "reported", "expected", "coverage", "unassigned",
)  # fmt: skip
"""``reported`` of ``expected`` members answered; ``coverage``: the part (0…1) of all known pupils who are theirs."""


@dataclass(frozen=True)
class Population:
    """Whom to expect: ``places`` (codes of municipalities), and of each which organisations in each period.

    ``size``: the variable by which a school is known to have so many pupils; «» if there is none.
    """

    places: tuple[str, ...] = ()
    organisations: Expected = field(default_factory=dict)
    size: str = ""


def levels(
    counts: pd.DataFrame,
    indicators: Iterable[Indicator],
    population: Population | None = None,
    method: str | None = None,
) -> pd.DataFrame:
    """One row = one indicator of one organisation, municipality or region, in one period and breakdown.

    ``counts``: COUNT_COLUMNS. ``method``: the period whose edition is applied to all periods. Shares in per cent with
    Wilson limits. Vectorised: time is linear in rows of counts. Indicators whose denominator the source leaves open,
    indices and years before the first edition have no rows.
    """
    who = population or Population()
    book = book_of(counts)
    municipalities, regions = tiers_of(book, who.places)
    roll = roll_of(book, municipalities, who.organisations, who.size)
    question = _Question(book, municipalities, regions, who, roll)
    parts = [
        question.answer(indicator, edition, periods) for indicator, edition, periods in _asked(book, indicators, method)
    ]
    return pd.concat([_empty(), *parts], ignore_index=True) if parts else _empty()


def _asked(
    book: Book, indicators: Iterable[Indicator], method: str | None
) -> list[tuple[Indicator, Edition, set[str]]]:
    """Every edition that computes, with the periods in which it is in force and something was reported."""
    editions = []
    for indicator in indicators:
        by_edition: dict[int, set[str]] = {}
        for period in book.units["period"].unique():
            edition = indicator.edition(period, method)
            if edition and edition.variables and not edition.undefined:
                by_edition.setdefault(indicator.editions.index(edition), set()).add(period)
        for place, periods in by_edition.items():
            asked = periods & book.periods(indicator.editions[place].variables)
            editions += [(indicator, indicator.editions[place], asked)] if asked else []
    return editions


@dataclass(frozen=True)
class _Question:
    """A book with its tree, ready to be asked for one indicator after another."""

    book: Book
    municipalities: Tier
    regions: Tier
    who: Population
    roll: Roll

    def answer(self, indicator: Indicator, edition: Edition, periods: set[str]) -> pd.DataFrame:
        """Rows of all three levels for these periods; organisations have theirs even where nobody prints them."""
        numbers = {variable: self.book.of(variable) for variable in edition.variables}
        schools, towns = self._schools(numbers), _Sums(numbers, edition, self.municipalities, self.who, self.roll)
        parts = [self._frame(indicator, edition, schools)]
        if "municipality" in indicator.levels:
            parts.append(self._frame(indicator, edition, towns.of_municipalities()))
        parts.append(
            self._frame(indicator, edition, towns.of_regions(self.regions, given="municipality" in indicator.levels))
        )
        levels = pd.concat(parts, ignore_index=True)
        levels = levels[levels["period"].isin(periods) & ((levels["breakdown"] == "") | levels["numerator"].notna())]
        return _distributed(levels, edition) if edition.formula == "distribution" else levels

    def _schools(self, numbers: dict[str, np.ndarray]) -> "_Found":
        own = self.municipalities.children
        known = ~np.any([np.isnan(column[own]) for column in numbers.values()], axis=0)
        units = own[known]
        ones = np.ones(len(units))
        return _Found(self.book.units.iloc[units], {id: column[units] for id, column in numbers.items()}, ones)

    def _frame(self, indicator: Indicator, edition: Edition, levels: "_Found") -> pd.DataFrame:
        numerator, denominator = edition.terms(levels.numbers, levels.reported)
        blank = np.full(len(levels.rows), np.nan)
        denominator = blank if denominator is None else denominator
        limits = wilson_limits(numerator, denominator) if edition.formula in SHARES else (blank, blank)
        keys = {key: levels.rows[key].to_numpy() if key in levels.rows else "" for key in UNIT}
        return pd.DataFrame(
            {
                **keys,
                "indicator": indicator.id,
                "edition": edition.since,
                "numerator": numerator,
                "denominator": denominator,
                "value": edition.value(numerator, denominator),
                "lower": limits[0],
                "upper": limits[1],
                "reported": levels.reported,
                "expected": levels.expected,
                "coverage": levels.coverage,
                "unassigned": levels.unassigned,
            }
        )


def _distributed(shares: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """Rows of the categories, each in per cent of all choices of its place or organisation."""
    ours = shares[shares["breakdown"].str.startswith(f"{edition.by}=") & shares["numerator"].notna()].copy()
    whole = ours.groupby(["code", "organisation", "period"])["numerator"].transform("sum")
    lower, upper = wilson_limits(ours["numerator"], whole)
    return ours.assign(denominator=whole, value=edition.value(ours["numerator"], whole), lower=lower, upper=upper)


@dataclass(frozen=True)
class _Found:
    """Numbers of the variables for the rows of one level, and who stands behind them."""

    rows: pd.DataFrame
    numbers: dict[str, np.ndarray]
    reported: np.ndarray
    expected: np.ndarray | float = np.nan
    coverage: np.ndarray | float = np.nan
    unassigned: np.ndarray | float = np.nan


class _Sums:
    """Numbers of one formula summed from organisations to municipalities and on to regions."""

    def __init__(self, numbers: dict[str, np.ndarray], edition: Edition, tier: Tier, who: Population, roll: Roll):
        self.numbers, self.edition, self.tier = numbers, edition, tier
        self.own = {id: taken(column, tier.own) for id, column in numbers.items()}
        self.expected = _expected(tier.rows, who.organisations)
        usable = _usable(numbers, edition)
        self.heard = tier.counted(usable)
        self.speaks = ~np.all([np.isnan(column) for column in self.own.values()], axis=0)
        self.coverage = np.where(
            self.speaks, np.nan, self._coverage(usable, roll)
        )  # it answers for all its organisations
        self.of_schools = {id: tier.summed(column, usable) for id, column in numbers.items()}
        self.towns = {id: self._of_each(id) for id in numbers}

    def _of_each(self, id: str) -> np.ndarray:
        """The sum of the organisations that gave everything; what a municipality reports itself comes before.

        A number it lacks then is the sum of its organisations only if all of them gave theirs: the other number of
        the formula covers all of them.
        """
        gave = ~np.isnan(self.numbers[id])
        everybody = self.tier.counted(gave) == self.expected
        mixed = np.where(everybody, self.tier.summed(self.numbers[id], gave), np.nan)
        own = np.where(np.isnan(self.own[id]), mixed, self.own[id])
        return np.where(self.speaks, own, np.where(self.heard > 0, self.of_schools[id], np.nan))

    def _coverage(self, usable: np.ndarray, roll: Roll) -> np.ndarray:
        """Pupils of the organisations that gave everything among the pupils of all that should have.

        Of a category only those who gave a denominator are known to have any.
        """
        whole = self.edition.of.get("whole")
        if not whole:
            return np.where(self.heard > 0, self.heard / self.expected, np.nan)
        column = self.numbers[whole]
        everybody, heard = self.tier.summed(column, ~np.isnan(column)), self.tier.summed(column, usable)
        with np.errstate(divide="ignore", invalid="ignore"):
            of_those_who_told = np.where(everybody > 0, heard / everybody, np.nan)
        return np.where(everybody > 0, np.fmin(of_those_who_told, roll.coverage(column, usable, heard)), np.nan)

    def of_municipalities(self) -> _Found:
        answered = np.where(self.heard > 0, self.heard, np.nan)
        return _Found(self.tier.rows, self.towns, self._reporters(answered), self.expected, self.coverage)

    def _reporters(self, answered: np.ndarray) -> np.ndarray:
        """Organisations that answered; a municipality that speaks for its organisations speaks for all expected."""
        speaks_itself = ~np.isnan(self.own[self.edition.first])
        return np.where(speaks_itself, self.expected, answered)

    def of_regions(self, tier: Tier, *, given: bool) -> _Found:
        """Sums over the municipalities known in full, else what the region has; ``given``: are they asked at all."""
        complete = ~np.any([np.isnan(column) for column in self.towns.values()], axis=0) & given
        heard, expected = tier.counted(complete), tier.counted(np.ones(len(complete), dtype=bool))
        numbers = {id: self._of_region(id, tier, complete, heard) for id in self.numbers}
        answered = tier.summed(np.nan_to_num(self._reporters(self.heard)), complete)
        of_reporters = not self.edition.of.get("whole") and self.edition.formula != "count"
        reported = np.where(heard > 0, answered if of_reporters else heard, np.nan)
        unassigned = taken(self.numbers[self.edition.first], tier.unnamed)
        return _Found(tier.rows, numbers, reported, expected, unassigned=unassigned)

    def _of_region(self, id: str, tier: Tier, complete: np.ndarray, heard: np.ndarray) -> np.ndarray:
        known = ~np.isnan(self.towns[id])
        extra = np.nan_to_num(taken(self.numbers[id], tier.unnamed))
        everybody = tier.counted(known) == tier.counted(np.ones(len(known), dtype=bool))
        everybody &= tier.counted(known) > 0
        whole = np.where(everybody, tier.summed(self.towns[id], known) + extra, taken(self.numbers[id], tier.own))
        return np.where(heard > 0, tier.summed(self.towns[id], complete) + extra, whole)


def _usable(numbers: Mapping[str, np.ndarray], edition: Edition) -> np.ndarray:
    """Units that gave every number of the formula, the part no greater than the whole: else one of them is wrong."""
    given = ~np.any([np.isnan(column) for column in numbers.values()], axis=0)
    if edition.formula != "share":
        return np.asarray(given)
    part, whole = (numbers[edition.of[role]] for role in ("part", "whole"))
    with np.errstate(invalid="ignore"):
        return np.asarray(given & (part <= whole))


def accepted(rows: pd.DataFrame) -> pd.DataFrame:
    """Those rows of values whose numbers may be added up: somebody is counted, and the part no greater than the whole.

    A municipality is the sum of such schools alone; so must be whatever else is summed over its schools.
    """
    return rows[rows["numerator"].notna() & (rows["denominator"] > 0) & (rows["numerator"] <= rows["denominator"])]


def _expected(rows: pd.DataFrame, organisations: Expected) -> np.ndarray:
    keys = zip(rows["code"], rows["period"], strict=True)
    return np.array([len(organisations[key]) if key in organisations else np.nan for key in keys], dtype=float)


def by_locality(counts: pd.DataFrame, locality: Mapping[str, str]) -> pd.DataFrame:
    """``counts`` and, once more, those of organisations whose locality is known, as the breakdown «местность=…»."""
    ours = counts[counts["organisation"].isin(list(locality)) & (counts["breakdown"] == "")]
    where = f"{LOCALITY}=" + ours["organisation"].map(dict(locality))
    return pd.concat([counts, ours.assign(breakdown=where.astype(counts["breakdown"].dtype))], ignore_index=True)


LOCALITY = "местность"


def _empty() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="str" if name in TEXT else "float64") for name in LEVEL_COLUMNS})


TEXT = (*UNIT, "indicator", "edition")
