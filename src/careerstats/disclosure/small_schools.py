"""Values of schools -> values of schools large enough to be shown to the public, and of the small ones together."""

import numpy as np
import pandas as pd

SHOWN_FROM = 30
"""A school with fewer people in the denominator is counted among the small ones."""

SMALL_SCHOOLS = "малые школы"
"""Stands in ``organisation`` of the row of all small schools of a municipality."""

_GROUP = ["code", "indicator", "period"]
_SUMS = ["numerator", "denominator"]
_JUDGED = ("lower", "upper", "rest", "range_low", "range_high", "change")
"""Intervals and verdicts of one school are not those of several."""


def join_small(rows: pd.DataFrame) -> pd.DataFrame:
    """One row = one school or all small ones of a municipality, an indicator and a period.

    At least two schools with at least ``SHOWN_FROM`` people are joined (the next smallest is taken too): one alone
    would follow from the municipality's total. Where that leaves nothing of a municipality, it has no rows. A small
    school whose part is greater than its whole is in no sum, as it is not in that total.
    """
    wrong = (rows["numerator"] > rows["denominator"]) & (rows["denominator"] < SHOWN_FROM)
    known = rows[rows["numerator"].notna() & rows["denominator"].notna() & ~wrong.fillna(False)].reset_index(drop=True)
    group = known.groupby(_GROUP, sort=True).ngroup()
    ordered = known.sort_values(["denominator", "organisation"], kind="stable")
    joined = ordered[_joined(ordered["denominator"], group[ordered.index])]
    shown = known.drop(joined.index)
    together = _together(joined, group[joined.index])
    place = np.concatenate([group[shown.index], group[together.index]])
    return pd.concat([shown, together]).iloc[np.argsort(place, kind="stable")].reset_index(drop=True)


def _joined(people: pd.Series, group: pd.Series) -> np.ndarray:
    """Which schools do not stand alone; ``people``: in the denominator, the fewest first."""
    small = people < SHOWN_FROM
    number = small.groupby(group).transform("sum")
    few = (number == 1) | (people.where(small, 0).groupby(group).transform("sum") < SHOWN_FROM)
    return np.asarray(people.groupby(group).cumcount() < number + (few & (number > 0)), dtype=bool)


def _together(joined: pd.DataFrame, group: pd.Series) -> pd.DataFrame:
    """One row per group of at least two schools: their sums, and what they have in common."""
    several = group.duplicated(keep=False)
    sums = joined[several].groupby(group[several])[_SUMS].sum()
    first = joined[several & ~group.duplicated()]
    first = first.assign(
        organisation=SMALL_SCHOOLS, **{name: sums[name].loc[group[first.index]].array for name in _SUMS}
    )
    first["value"] = (100 * first["numerator"] / first["denominator"]).astype(first["value"].dtype)
    return first.assign(
        **{name: first[name].where(np.zeros(len(first), dtype=bool)) for name in _JUDGED if name in first}
    )
