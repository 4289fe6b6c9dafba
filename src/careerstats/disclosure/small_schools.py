"""Values of schools -> values of schools large enough to be shown to the public, and of the small ones together."""

import pandas as pd

SHOWN_FROM = 30
"""A school with fewer people in the denominator is counted among the small ones."""

SMALL_SCHOOLS = "малые школы"
"""Stands in ``organisation`` of the row of all small schools of a municipality."""

_GROUP = ["code", "indicator", "period"]
_SUMS = ("numerator", "denominator")


def join_small(rows: pd.DataFrame) -> pd.DataFrame:
    """One row = one school or all small ones of a municipality, an indicator and a period.

    At least two schools with at least ``SHOWN_FROM`` people are joined (the next smallest is taken too): one alone
    would follow from the municipality's total. Where that leaves nothing of a municipality, it has no rows.
    """
    known = rows[rows["numerator"].notna() & rows["denominator"].notna()]
    if known.empty:
        return known
    return pd.concat([_joined(own) for _, own in known.groupby(_GROUP, sort=True)], ignore_index=True)


def _joined(own: pd.DataFrame) -> pd.DataFrame:
    ordered = own.sort_values(["denominator", "organisation"], kind="stable")
    small = int((ordered["denominator"] < SHOWN_FROM).sum())
    if not small:
        return own
    while small < len(ordered) and (small < 2 or ordered["denominator"].iloc[:small].sum() < SHOWN_FROM):
        small += 1
    if small < 2:
        return own.iloc[:0]
    together = ordered.iloc[:1].assign(
        organisation=SMALL_SCHOOLS, **{name: ordered[name].iloc[:small].sum() for name in _SUMS}
    )
    together["value"] = 100 * together["numerator"] / together["denominator"]
    return pd.concat([ordered.iloc[small:].sort_index(), _without_judgement(together)])


def _without_judgement(row: pd.DataFrame) -> pd.DataFrame:
    """Intervals and verdicts of one school are not those of several."""
    judged = [name for name in ("lower", "upper", "rest", "range_low", "range_high", "change") if name in row]
    return row.assign(**{name: row[name].where(pd.Series(False, index=row.index)) for name in judged})
