"""Counts of organisations and municipalities -> counts of municipalities and the region only, sums with their cells."""

import pandas as pd

from careerstats.model import REPORTED, UNASSIGNED, split_origin

_KEY = ["code", "period", "variable", "breakdown"]


def only(rows: pd.DataFrame, *, schools: bool | None = None, **values: str) -> pd.DataFrame:
    """Counts or values whose columns have these ``values``; ``schools``: of organisations, or of places themselves."""
    kept = pd.Series(True, index=rows.index)
    for column, value in values.items():
        kept &= rows[column] == value
    return rows[kept if schools is None else kept & ((rows["organisation"] != "") == schools)]


def aligned(counts: pd.DataFrame, codes: dict[str, str]) -> pd.DataFrame:
    """The same counts under the codes of one period: reforms change codes, a territory's id stays (id → code)."""
    present = counts["territory"].map(codes)
    return counts.assign(code=present.where(present.notna(), counts["code"]).astype(counts["code"].dtype))


def rolled_up(counts: pd.DataFrame) -> pd.DataFrame:
    """One row = one number of a municipality or the region as a whole (and of the unassigned); COUNT_COLUMNS.

    What a municipality did not report itself is the sum of what its organisations reported, with the range of cells
    it comes from. Numbers by category or class are left out.
    """
    whole, of_school = counts["breakdown"].isin(["", UNASSIGNED]), counts["organisation"] != ""
    own, schools = counts[whole & ~of_school], counts[whole & of_school & (counts["status"] == REPORTED)]
    if schools.empty:
        return own
    reported = set(own.loc[own["status"] == REPORTED, _KEY].itertuples(index=False, name=None))
    groups = schools.groupby(_KEY, sort=True, observed=True)
    summed = groups.agg(
        territory=("territory", "first"),
        value=("value", "sum"),
        status=("status", "first"),
        source=("source", "first"),
        as_of=("as_of", "first"),
        first=("origin", "first"),
        last=("origin", "last"),
    ).reset_index()
    keys = summed[_KEY].itertuples(index=False, name=None)
    fresh = summed[[key not in reported for key in keys]]
    origin = [_cells(first, last) for first, last in zip(fresh["first"], fresh["last"], strict=True)]
    rows = fresh.assign(organisation="", origin=origin)[list(counts.columns)]
    return pd.concat([own, rows.astype(counts.dtypes.to_dict())], ignore_index=True)


def _cells(first: str, last: str) -> str:
    """«tables/schools.csv!D5–D14»: the cells of a sum; of two files, both."""
    if first == last:
        return first
    file, sheet, _ = split_origin(first)
    other, other_sheet, other_cell = split_origin(last)
    if (file, sheet) == (other, other_sheet):
        return f"{first}–{other_cell}"
    return f"{first} – {last}"
