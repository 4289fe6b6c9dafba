"""Judged rows of one indicator over its periods -> what changed since the last one (R8) and its trend (R9)."""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from msgspec.structs import replace

from careerstats.analysis.change import Change, change, change_by_schools
from careerstats.analysis.trend import trend
from careerstats.catalogue import Indicator
from careerstats.formulas import SHARES
from careerstats.model import period_start

Row = dict[str, Any]


def added(answers: list[list[Row]], one: Indicator, found: pd.DataFrame, method: str | None) -> list[Row]:
    """The rows of all periods (``answers``: one list per period, the earliest first), with what was before.

    ``found``: values of the same indicator for organisations too (LEVEL_COLUMNS). Columns filled: previous…, change…,
    trend… of municipalities; the region keeps its numbers of the previous period without a verdict.
    """
    for before, after in pairwise(answers):
        _compare(before, after, one, found, method)
    if len(answers) > 1:
        _follow(answers, one, method)
    return [row for rows in answers for row in rows]


def _compare(before: list[Row], after: list[Row], one: Indicator, found: pd.DataFrame, method: str | None) -> None:
    """Previous numbers, the verdict on the change and its facts into every row of ``after`` (in place)."""
    if not before or not after:
        return
    earlier, later = before[0]["period"], after[0]["period"]
    why_not = one.why_incomparable(earlier, later, method)
    last = {row["code"]: row for row in before}
    for row in after:
        was = last.get(row["code"], {})
        row |= {"previous": earlier, "previous_verdict": None if why_not else was.get("verdict")}
        row |= {f"previous_{key}": was.get(key) for key in ("numerator", "denominator")}
    ours = [row for row in after if row["verdict"] is not None]
    edition = one.edition(later, method)
    if edition and edition.formula in SHARES and ours:
        _tell(ours, _judged(last, ours, found, why_not))


def _judged(last: dict[str, Row], ours: list[Row], found: pd.DataFrame, why_not: str) -> Change:
    """By schools where there are any in both periods, else by municipalities."""
    schools = found[(found["organisation"] != "") & (found["breakdown"] == "")]
    both = _both(schools, ours[0]["previous"], ours[0]["period"])
    codes = [row["code"] for row in ours]
    if both["numerator_1"].notna().any() and both["numerator_2"].notna().any():
        columns = (both[f"{key}_{which}"] for which in (1, 2) for key in ("numerator", "denominator"))
        k1, n1, k2, n2 = (column.to_numpy(dtype=float) for column in columns)
        return change_by_schools(k1, n1, k2, n2, group=both["code"].to_numpy(dtype=str), order=codes, obstacles=why_not)
    numbers = [[last.get(code, {}).get(key) for code in codes] for key in ("numerator", "denominator")]
    numbers += [[row[key] for row in ours] for key in ("numerator", "denominator")]
    k1, n1, k2, n2 = (np.array([np.nan if one is None else one for one in column], dtype=float) for column in numbers)
    return change(k1, n1, k2, n2, obstacles=why_not)


def _both(schools: pd.DataFrame, earlier: str, later: str) -> pd.DataFrame:
    """One row = one school with its numbers of both periods; NaN where it did not report."""
    key, numbers = ["code", "organisation"], ["numerator", "denominator"]
    parts = [schools[schools["period"] == period][[*key, *numbers]] for period in (earlier, later)]
    return parts[0].merge(parts[1], on=key, how="outer", suffixes=("_1", "_2"))


def _tell(rows: list[Row], told: Change) -> None:
    for i, row in enumerate(rows):
        points = float(told.difference[i])
        now = told.facts(i)
        facts = replace(
            row["facts"], change_why=now.change_why, break_reason=now.break_reason, levels=now.levels, moved=now.moved
        )
        row |= {"change": str(told.verdict[i]), "facts": facts}
        row["change_points"] = None if np.isnan(points) else points


def _follow(answers: list[list[Row]], one: Indicator, method: str | None) -> None:
    """R9 into the rows of the last period (in place); years that may not be compared with it are left out."""
    ours = [row for row in answers[-1] if row["verdict"] is not None]
    if not ours or one.edition(ours[0]["period"], method).formula not in SHARES:  # type: ignore[union-attr]
        return
    periods = [rows[0]["period"] for rows in answers if rows]
    table = {(row["code"], row["period"]): row for rows in answers for row in rows}
    usable = [period for period in periods if not one.why_incomparable(period, periods[-1], method)]
    k, n = (
        [[_number(table.get((row["code"], period), {}).get(key)) for period in usable] for row in ours]
        for key in ("numerator", "denominator")
    )
    wrong = np.array(k) > np.array(n)
    found = trend(np.where(wrong, np.nan, k), np.where(wrong, np.nan, n), [period_start(one).year for one in usable])
    for i, row in enumerate(ours):
        row |= {"trend": str(found.verdict[i]), "facts": replace(row["facts"], years=int(found.years[i]))}


def _number(value: int | None) -> float:
    return np.nan if value is None else float(value)
