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
    """All ``ids`` for every municipality and for the region, with verdicts by rules R1-R7."""
    book = _book(counts, subject.period)
    rows: list[Row] = []
    for id in ids:
        indicator = catalogue.indicator(id)
        edition = indicator.edition(subject.period)
        if edition is None:
            continue
        own = [_own_row(book, indicator, edition, one, subject) for one in subject.municipalities]
        if "municipality" in indicator.levels:
            _compare(own, book, indicator, edition, subject)
            rows += own
        rows.append(_region_row(book, indicator, edition, own, subject))
    return _typed(pd.DataFrame(rows, columns=list(VALUE_COLUMNS)))


class Book:
    """Counts of one period by (code, breakdown, variable); only reported ones have a number."""

    def __init__(self, numbers: dict[tuple[str, str, str], int]):
        self.numbers = numbers

    def get(self, code: str, variable: str | None, breakdown: str = "") -> int | None:
        return self.numbers.get((code, breakdown, variable or ""))


def _book(counts: pd.DataFrame, period: str) -> Book:
    ours = counts[(counts["period"] == period) & (counts["status"] == REPORTED)]
    keys = zip(ours["code"], ours["breakdown"], ours["variable"], strict=True)
    return Book({key: int(value) for key, value in zip(keys, ours["value"], strict=True)})


def _own_row(book: Book, indicator: Indicator, edition: Edition, one: Territory, subject: Subject) -> Row:
    part, whole = _roles(edition)
    return _row(indicator, edition, one, subject.period, book.get(one.code, part), book.get(one.code, whole))


def _roles(edition: Edition) -> tuple[str, str | None]:
    return edition.of.get("part", edition.of.get("value", "")), edition.of.get("whole")


def _row(
    indicator: Indicator, edition: Edition, one: Territory, period: str, numerator: int | None, denominator: int | None
) -> Row:
    roles = {role: {"part": numerator, "value": numerator, "whole": denominator}[role] for role in edition.of}
    computed = indicator.compute(period, **{edition.of[role]: count for role, count in roles.items()})
    return {
        "territory": one.id, "code": one.code, "name": one.name, "organisation": "", "period": period,
        "indicator": indicator.id, "edition": edition.since, "numerator": numerator, "denominator": denominator,
        "value": computed.value, "lower": computed.lower, "upper": computed.upper, "confidence": CONFIDENCE,
        "method": "wilson" if edition.formula == "share" else "", "stands_out": False, "large_gap": False,
        "small": False, "fragile": False,
    }  # fmt: skip


def _region_row(book: Book, indicator: Indicator, edition: Edition, own: list[Row], subject: Subject) -> Row:
    """Summed counts of the municipalities that gave both numbers, with the unassigned; else what the region gave."""
    part, whole = _roles(edition)
    complete = [row for row in own if row["numerator"] is not None and (whole is None or row["denominator"] is not None)]
    by_municipality = "municipality" in indicator.levels and complete
    numbers = [_region_count(book, variable, complete if by_municipality else own, key, subject.region.code)
               for variable, key in ((part, "numerator"), (whole, "denominator"))]  # fmt: skip
    reported = len(complete) if by_municipality else None
    row = _row(indicator, edition, subject.region, subject.period, *numbers)
    return row | {"reported": reported, "expected": len(subject.municipalities), "unassigned": book.get(subject.region.code, part, UNASSIGNED)}


def _region_count(book: Book, variable: str | None, rows: list[Row], key: str, region: str) -> int | None:
    known = [row[key] for row in rows if row[key] is not None]
    if known:
        return sum(known) + (book.get(region, variable, UNASSIGNED) or 0)
    return book.get(region, variable)


def _compare(own: list[Row], book: Book, indicator: Indicator, edition: Edition, subject: Subject) -> None:
    """Verdict, ranges and reason into every row (in place)."""
    usable = [row for row in own if _usable(row)]
    unassigned = book.get(subject.region.code, _roles(edition)[0], UNASSIGNED) or 0
    why_none = _why_none(usable, own, book, subject)
    for row in own:
        row |= {"reported": len(usable), "expected": len(own), "unassigned": unassigned, "verdict": verdicts.NOT_COMPARABLE}
        row["reason"] = words.unusable(row) or why_none
    if not why_none:
        _judge(usable, unassigned)


def _judge(rows: list[Row], unassigned: int) -> None:
    k, n = (np.array([row[key] for row in rows], dtype=float) for key in ("numerator", "denominator"))
    result = verdicts.compare(k, n)
    flips = verdicts.flips_at(k, n, result.verdict, unassigned)
    fragile = verdicts.is_fragile(flips, n, n.sum(), unassigned)
    for i, row in enumerate(rows):
        row |= {
            "rest_numerator": int(k.sum() - k[i]), "rest_denominator": int(n.sum() - n[i]), "rest": result.rest[i],
            "range_low": int(result.range_low[i]), "range_high": int(result.range_high[i]), "design_effect": 1.0,
            "verdict": str(result.verdict[i]), "small": bool(result.small[i]), "stands_out": bool(result.stands_out[i]),
            "large_gap": bool(result.large_gap[i]), "flips_at": None if np.isnan(flips[i]) else int(flips[i]),
            "fragile": bool(fragile[i]),
        }  # fmt: skip
        row["missing"] = words.missing(row)
        row["reason"] = words.reason(row)


def _usable(row: Row) -> bool:
    return not words.unusable(row)


def _why_none(usable: list[Row], own: list[Row], book: Book, subject: Subject) -> str:
    """R7: why nobody can be compared; empty if everybody who reported can."""
    if len(usable) < 2:
        return "нельзя сравнить: сведения представило менее двух муниципальных образований"
    if _coverage(usable, own, book, subject.size) < COVERAGE:
        return "нельзя сравнить: сведения представили муниципальные образования, где обучается менее 80 % обучающихся"
    if sum(row["numerator"] for row in usable) in (0, sum(row["denominator"] for row in usable)):
        return "нельзя сравнить: у всех муниципальных образований одно и то же значение"
    return ""


def _coverage(usable: list[Row], own: list[Row], book: Book, size: str) -> float:
    """Share of pupils whose municipality reported; share of municipalities where a size is unknown."""
    sizes = {row["code"]: book.get(row["code"], size) for row in own}
    known = [value for value in sizes.values() if value is not None]
    if len(known) < len(own):
        return len(usable) / len(own)
    return sum(sizes[row["code"]] or 0 for row in usable) / (sum(known) or 1)


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    whole = ("numerator", "denominator", "reported", "expected", "rest_numerator", "rest_denominator",
             "range_low", "range_high", "missing", "unassigned", "flips_at")  # fmt: skip
    real = ("value", "lower", "upper", "confidence", "rest", "design_effect")
    flags = ("small", "stands_out", "large_gap", "fragile")
    types = dict.fromkeys(whole, "Int64") | dict.fromkeys(real, "float64") | dict.fromkeys(flags, "bool")
    types |= {column: "string" for column in VALUE_COLUMNS if column not in types}
    return frame.astype(types)
