"""Schools of fewer than thirty are counted together: case by case, and against the rule word by word."""

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from careerstats.disclosure.small_schools import SHOWN_FROM, SMALL_SCHOOLS, join_small


def schools(*pairs: tuple[int, int]) -> pd.DataFrame:
    rows = [
        {
            "code": "02604000",
            "indicator": "1.1",
            "period": "2024/25",
            "organisation": f"s{at}",
            "numerator": k,
            "denominator": n,
        }
        for at, (k, n) in enumerate(pairs)
    ]
    return pd.DataFrame(rows).assign(value=lambda frame: 100 * frame["numerator"] / frame["denominator"])


def pairs_of(frame: pd.DataFrame) -> dict[str, tuple[int, int]]:
    return {row.organisation: (row.numerator, row.denominator) for row in frame.itertuples()}


def test_schools_of_fewer_than_thirty_are_counted_together() -> None:
    assert pairs_of(join_small(schools((10, 40), (5, 12), (9, 25)))) == {"s0": (10, 40), SMALL_SCHOOLS: (14, 37)}


def test_one_small_school_takes_the_next_smallest_along() -> None:
    assert pairs_of(join_small(schools((10, 40), (5, 12), (50, 90)))) == {"s2": (50, 90), SMALL_SCHOOLS: (15, 52)}


def test_large_schools_stay_as_they_are() -> None:
    assert pairs_of(join_small(schools((10, 40), (50, 90)))) == {"s0": (10, 40), "s1": (50, 90)}


def test_a_small_school_with_impossible_numbers_is_in_no_sum() -> None:
    assert pairs_of(join_small(schools((30, 40), (14, 12), (9, 25), (3, 10)))) == {
        "s0": (30, 40),
        SMALL_SCHOOLS: (12, 35),
    }


def test_a_lone_small_school_is_not_shown_at_all() -> None:
    assert pairs_of(join_small(schools((5, 12)))) == {}


def joined_word_by_word(rows: pd.DataFrame) -> pd.DataFrame:
    """What ``join_small`` says, one municipality, indicator and period after another."""
    parts = []
    known = rows[rows["numerator"].notna() & rows["denominator"].notna()]
    known = known[(known["numerator"] <= known["denominator"]) | (known["denominator"] >= SHOWN_FROM)]
    for _, own in known.groupby(["code", "indicator", "period"]):
        smallest = own.sort_values(["denominator", "organisation"], kind="stable")
        small = int((smallest["denominator"] < SHOWN_FROM).sum())
        while 0 < small < len(own) and (small < 2 or smallest["denominator"].iloc[:small].sum() < SHOWN_FROM):
            small += 1
        parts.append(own[~own.index.isin(smallest.index[:small])])
        if small > 1:
            sums: dict[str, Any] = {name: smallest[name].iloc[:small].sum() for name in ("numerator", "denominator")}
            share = 100 * sums["numerator"] / sums["denominator"] if sums["denominator"] else np.nan
            unjudged: dict[str, Any] = {"lower": np.nan, "range_low": pd.NA, "change": pd.NA}
            row = smallest.iloc[:1].assign(organisation=SMALL_SCHOOLS, **sums, value=share, **unjudged)
            parts.append(row.astype(rows.dtypes))
    return pd.concat([rows.iloc[:0], *parts], ignore_index=True)


school_rows = st.lists(
    st.tuples(
        st.sampled_from(["02604000", "02605000"]),
        st.sampled_from(["1.1", "1.2"]),
        st.sampled_from(["2023/24", "2024/25"]),
        st.sampled_from([f"s{at}" for at in range(6)]),
        st.one_of(st.none(), st.integers(0, 12)),
        st.one_of(st.none(), st.integers(0, 12), st.integers(25, 60)),
    ),
    max_size=40,
)


@settings(deadline=None)
@given(school_rows)
def test_all_schools_at_once_are_joined_as_one_group_after_another(
    drawn: list[tuple[str, str, str, str, int | None, int | None]],
) -> None:
    columns = ["code", "indicator", "period", "organisation", "numerator", "denominator"]
    rows = pd.DataFrame(drawn, columns=columns).astype(dict.fromkeys(columns[:4], "string"))
    rows = rows.astype({"numerator": "Int64", "denominator": "Int64"})
    rows = rows.assign(value=1.5, lower=0.5, range_low=3, change="up", small=True)
    rows = rows.astype({"value": float, "lower": float, "range_low": "Int64", "change": "string", "small": bool})
    pd.testing.assert_frame_equal(join_small(rows), joined_word_by_word(rows))
