"""Several years of one indicator -> what changed, and why years may not be compared."""

from typing import Any

import pandas as pd
import pytest
from helpers.regions import code_of, count, frame, territory
from msgspec.structs import replace

from careerstats import catalogue
from careerstats.analysis.values import FACTS, Subject, judge
from careerstats.catalogue import Catalogue, Edition
from careerstats.contracts.catalogue import Break, Source

YEARS = ("2023", "2024")
BREAK = "профминимум во всех школах"


def of(*editions: Edition) -> Catalogue:
    """The shipped catalogue with 1.1 counted by these editions."""
    shipped = catalogue.load()
    indicator = replace(shipped.indicators["1.1"], editions=editions)
    return Catalogue(shipped.goals, shipped.variables, {"1.1": indicator})


def edition(since: str, reason: str = "") -> Edition:
    of, parted = {"part": "K_pt", "whole": "K_od1"}, Break(reason=reason) if reason else None
    return Edition(since=since, formula="share", of=of, source=Source(), parted=parted)


SAME = of(edition("2022"))
BROKEN = of(edition("2022"), edition("2024", BREAK))


def year(period: str, pairs: list[tuple[int | None, int]], school: str = "") -> list[dict[str, Any]]:
    rows = [
        count(code_of(i), name, pair[at])
        for i, pair in enumerate(pairs, 1)
        for at, name in enumerate(("K_pt", "K_od1"))
    ]
    return [row | {"period": period, "organisation": school and f"{row['code']}-{school}"} for row in rows]


def judged(
    *rows: list[dict[str, Any]], cat: Catalogue = SAME, places: int = 12, method: str | None = None
) -> pd.DataFrame:
    """Rows of the last year, by municipality."""
    subject = Subject(territory(0), [territory(i) for i in range(1, places + 1)], YEARS[-1])
    found = judge(frame([row for year in rows for row in year]), cat, ["1.1"], subject, method).drop(columns=FACTS)
    last = found[(found["period"] == YEARS[-1]) & (found["organisation"] == "") & found["verdict"].notna()]
    return last.astype(object).where(last.notna(), None).reset_index(drop=True)


STEADY = [(300 + i, 1000) for i in range(12)]


def schools(period: str, first: int) -> list[dict[str, Any]]:
    """Twelve municipalities of six schools; ``first``: how many of 200 pupils in each school of the first one."""
    rows = []
    for school in range(6):
        wave = (school * 7 + len(period) + int(period[-1])) % 5 * 4
        pairs = [(first if i == 0 else 60 + wave, 200) for i in range(12)]
        rows += year(period, pairs, f"s{school}")
    return rows


def test_a_real_change_is_found_by_schools_and_the_others_are_not() -> None:
    found = judged(schools("2023", 60), schools("2024", 140))
    assert found.loc[0, "change"] == "up"
    assert found.loc[0, "change_reason"].startswith("вырос на")
    assert found.loc[0, "change_points"] == pytest.approx(40)
    assert set(found["change"][1:]) == {"same"}
    assert (found.loc[0, "previous"], found.loc[0, "previous_numerator"]) == ("2023", 360)


def test_without_schools_a_change_is_held_against_the_changes_of_all() -> None:
    after = [(700, 1000), *((k + 3, n) for k, n in STEADY[1:])]
    found = judged(year("2023", STEADY), year("2024", after))
    assert found.loc[0, "change"] == "up"
    assert set(found["change"][1:]) == {"same"}


def test_across_a_break_of_the_series_nothing_is_compared() -> None:
    found = judged(year("2023", STEADY), year("2024", STEADY), cat=BROKEN)
    assert set(found["change"]) == {"not_comparable"}
    assert set(found["change_reason"]) == {f"нельзя сравнить: разрыв ряда с 2024 года: {BREAK}"}
    assert set(found["previous_verdict"]) == {None}


def test_what_was_not_reported_before_is_said() -> None:
    found = judged(year("2023", [(None, 1000), *STEADY[1:]]), year("2024", STEADY))
    assert found.loc[0, "change_reason"] == "нельзя сравнить: сведения за предыдущий период не представлены"


def test_few_years_make_no_trend() -> None:
    found = judged(year("2023", STEADY), year("2024", STEADY))
    assert set(found["trend"]) == {"not_comparable"}
    assert found.loc[0, "trend_reason"] == "мало лет: сопоставимых лет 2, нужно не менее 5"


def test_five_years_one_way_make_a_trend() -> None:
    grow = [year(str(2020 + at), [(300 + 60 * at, 1000), *STEADY[1:]]) for at in range(5)]
    found = judged(*grow, cat=of(edition("2020")))
    assert found.loc[0, "trend"] == "up"
    assert set(found["trend"][1:]) == {"same"}


def test_one_year_has_no_past() -> None:
    found = judged(year("2024", STEADY))
    assert set(found["change"]) == {None}
    assert set(found["previous"]) == {None}


def test_the_verdict_of_the_last_period_goes_along() -> None:
    low = [(100, 1000), *STEADY[1:]]
    found = judged(year("2023", low), year("2024", low))
    assert (found.loc[0, "verdict"], found.loc[0, "previous_verdict"]) == ("below", "below")


def test_codes_that_changed_with_a_reform_do_not_cut_the_series() -> None:
    from careerstats.analysis.rollup import aligned

    counts = frame([row | {"territory": "t-1"} for row in year("2023", STEADY[:1])]).assign(code="99777000")
    assert set(aligned(counts, {"t-1": code_of(1)})["code"]) == {code_of(1)}
    assert set(aligned(counts, {"t-2": code_of(2)})["code"]) == {"99777000"}
