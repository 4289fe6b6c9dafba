"""Counts x catalogue -> values.parquet: one row = one indicator of one territory and period."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from careerstats.analysis import verdicts, words
from careerstats.catalogue import Catalogue, Edition, Indicator
from careerstats.model import REPORTED, UNASSIGNED, VALUE_COLUMNS
from careerstats.territories import Territory

CONFIDENCE = 0.95
COVERAGE = 0.8  # R7: reporters must have four pupils of five

Row = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """What is computed for: a region, its municipalities and a period; ``size`` is the variable that counts pupils."""

    region: Territory
    municipalities: list[Territory]
    period: str
    size: str = ""


def compute_values(counts: pd.DataFrame, catalogue: Catalogue, ids: list[str], subject: Subject) -> pd.DataFrame:
    """All ``ids`` for every municipality and for the region, with verdicts by rules R1-R7.

    An indicator that had no method yet in the period has no rows.
    """
    book = _book(counts, subject.period)
    rows: list[Row] = []
    for id in ids:
        indicator = catalogue.indicator(id)
        edition = indicator.edition(subject.period)
        if edition is not None:
            rows += _Question(indicator, edition, subject, book).rows()
    return _typed(pd.DataFrame(rows, columns=list(VALUE_COLUMNS)))


class Book:
    """Counts of one period by (code, breakdown, variable); only reported ones have a number."""

    def __init__(self, numbers: dict[tuple[str, str, str], int]):
        self.numbers = numbers

    def get(self, code: str, variable: str, breakdown: str = "") -> int | None:
        return self.numbers.get((code, breakdown, variable))


def _book(counts: pd.DataFrame, period: str) -> Book:
    ours = counts[(counts["period"] == period) & (counts["status"] == REPORTED)]
    keys = zip(ours["code"], ours["breakdown"], ours["variable"], strict=True)
    return Book({key: int(value) for key, value in zip(keys, ours["value"], strict=True)})


@dataclass(frozen=True)
class _Question:
    """One indicator, by the edition in force, asked of one region."""

    indicator: Indicator
    edition: Edition
    subject: Subject
    book: Book

    @property
    def part(self) -> str:
        """The variable that is counted."""
        return self.edition.of.get("part") or self.edition.of["value"]

    @property
    def unassigned(self) -> int | None:
        """How many of those counted named no municipality."""
        return self.book.get(self.subject.region.code, self.part, UNASSIGNED)

    def rows(self) -> list[Row]:
        """Judged rows of the municipalities, where the indicator has that level, and the row of the region."""
        if "municipality" not in self.indicator.levels:
            return [self._of_region([])]
        own = [self._of_municipality(one) for one in self.subject.municipalities]
        self._compare(own)
        return [*own, self._of_region(own)]

    def _of_municipality(self, one: Territory) -> Row:
        return self._row(one, {variable: self.book.get(one.code, variable) for variable in self.edition.of.values()})

    def _row(self, one: Territory, counts: dict[str, int | None]) -> Row:
        computed = self.indicator.compute(self.subject.period, **counts)
        return {
            "territory": one.id,
            "code": one.code,
            "name": one.name,
            "organisation": "",
            "period": self.subject.period,
            "indicator": self.indicator.id,
            "edition": self.edition.since,
            "numerator": computed.numerator,
            "denominator": computed.denominator,
            "value": computed.value,
            "lower": computed.lower,
            "upper": computed.upper,
            "confidence": CONFIDENCE,
            "method": "wilson" if self.edition.formula == "share" else "",
            **dict.fromkeys(("stands_out", "large_gap", "small", "fragile"), False),
        }

    def _of_region(self, own: list[Row]) -> Row:
        """Sums over the municipalities that gave all numbers, with the unassigned; else what the region has itself."""
        region = self.subject.region
        complete = [row["code"] for row in own if _complete(row, self.edition)]
        counts = {variable: self._of_all(variable, complete) for variable in self.edition.of.values()}
        return self._row(region, counts) | {
            "reported": len(complete) or None,
            "expected": len(self.subject.municipalities),
            "unassigned": self.unassigned,
        }

    def _of_all(self, variable: str, codes: list[str]) -> int | None:
        """Sum over ``codes`` and the unassigned. Without codes: over all, if all are known; else the region's own."""
        region = self.subject.region.code
        known = [self.book.get(code, variable) for code in codes or [one.code for one in self.subject.municipalities]]
        if not known or None in known:
            return self.book.get(region, variable)
        return sum(one or 0 for one in known) + (self.book.get(region, variable, UNASSIGNED) or 0)

    def _compare(self, own: list[Row]) -> None:
        """Verdict, ranges and reason into every row (in place)."""
        usable = [row for row in own if not self._why_not(row)]
        why_none = self._why_none(usable, own)
        for row in own:
            row |= {"reported": len(usable), "expected": len(own), "unassigned": self.unassigned or 0}
            row |= {"verdict": verdicts.NOT_COMPARABLE, "reason": self._why_not(row) or why_none}
        if not why_none:
            _judge(usable, self.unassigned or 0)

    def _why_not(self, row: Row) -> str:
        if self.edition.formula != "share":
            return "нельзя сравнить: показатель не является долей"
        return words.unusable(row)

    def _why_none(self, usable: list[Row], own: list[Row]) -> str:
        """R7: why nobody can be compared; empty if everybody who reported can."""
        if len(usable) < 2:
            return "нельзя сравнить: сведения представило менее двух муниципальных образований"
        if sum(row["numerator"] for row in usable) in (0, sum(row["denominator"] for row in usable)):
            return "нельзя сравнить: у всех муниципальных образований одно и то же значение"
        return self._why_too_few({row["code"] for row in usable}, [row["code"] for row in own])

    def _why_too_few(self, usable: set[str], codes: list[str]) -> str:
        """R7: those who can be compared must teach most pupils; where a size is unknown, be most municipalities."""
        sizes = {code: self.book.get(code, self.subject.size) for code in codes}
        if None in sizes.values():
            sizes, who = dict.fromkeys(codes, 1), "менее 80 % муниципальных образований"
        else:
            who = "муниципальные образования, где обучается менее 80 % обучающихся"
        heard, everybody = (sum(sizes[code] or 0 for code in group) for group in (usable, codes))
        return f"нельзя сравнить: сведения представили {who}" if heard < COVERAGE * everybody else ""


def _complete(row: Row, edition: Edition) -> bool:
    return row["numerator"] is not None and ("whole" not in edition.of or row["denominator"] is not None)


def _judge(rows: list[Row], unassigned: int) -> None:
    """Rules R2-R4 and R7 over all comparable rows together (in place)."""
    k, n = (np.array([row[key] for row in rows], dtype=float) for key in ("numerator", "denominator"))
    result = verdicts.compare(k, n)
    flips = verdicts.flips_at(k, n, result.verdict, unassigned)
    fragile = verdicts.is_fragile(flips, n, n.sum(), unassigned)
    for i, row in enumerate(rows):
        row |= {
            "rest_numerator": int(k.sum() - k[i]),
            "rest_denominator": int(n.sum() - n[i]),
            "rest": result.rest[i],
            "range_low": int(result.range_low[i]),
            "range_high": int(result.range_high[i]),
            "design_effect": 1.0,
            "verdict": str(result.verdict[i]),
            "small": bool(result.small[i]),
            "stands_out": bool(result.stands_out[i]),
            "large_gap": bool(result.large_gap[i]),
            "flips_at": None if np.isnan(flips[i]) else int(flips[i]),
            "fragile": bool(fragile[i]),
        }
        row["missing"] = words.missing(row)
        row["reason"] = words.reason(row)


_WHOLE = (
    *("numerator", "denominator", "reported", "expected", "rest_numerator", "rest_denominator"),
    *("range_low", "range_high", "missing", "unassigned", "flips_at"),
)
_REAL = ("value", "lower", "upper", "confidence", "rest", "design_effect")
_FLAGS = ("small", "stands_out", "large_gap", "fragile")


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    types = dict.fromkeys(_WHOLE, "Int64") | dict.fromkeys(_REAL, "float64") | dict.fromkeys(_FLAGS, "bool")
    return frame.astype({column: types.get(column, "string") for column in VALUE_COLUMNS})
