"""Counts by school -> values of schools, municipalities and regions: the same pupils above and below the line."""

from itertools import product
from math import isnan
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from careerstats.analysis.composite import rank_ranges, rows
from careerstats.analysis.levels import LEVEL_COLUMNS, Population, by_locality, levels
from careerstats.analysis.rollup import rolled_up
from careerstats.catalogue import Edition, Indicator
from careerstats.contracts.catalogue import Band, Component, Source
from careerstats.contracts.counts import COUNT_COLUMNS
from careerstats.model import REPORTED, UNASSIGNED

REGION, TOWN, DISTRICT = "99000000", "99001000", "99002000"
SHARE = {"formula": "share", "of": {"part": "K", "whole": "N"}}


def indicator(id: str = "own", since: str = "2020", **edition: Any) -> Indicator:
    fields = SHARE | edition
    one = Edition(since=since, source=Source(), **fields)
    return Indicator(
        id=id, symbol=id, title="", short="", goal="Ц1", unit="percent", polarity="high", data="full", why="",
        levels=("school", "municipality", "region"), status="practice", editions=(one,), examples=(),
    )  # fmt: skip


def frame(*cells: tuple[Any, ...]) -> pd.DataFrame:
    """(place, organisation, variable, value[, breakdown[, period]]) -> counts."""
    found = []
    for code, organisation, variable, value, *more in cells:
        breakdown, period = [*more, "", "2020"][:2] if len(more) < 2 else more
        row = {"code": code, "organisation": organisation, "variable": variable, "value": value, "breakdown": breakdown}
        found.append(dict.fromkeys(COUNT_COLUMNS, "") | row | {"period": period or "2020", "status": REPORTED})
    return pd.DataFrame(found, columns=list(COUNT_COLUMNS)).astype({"value": "Int64"})


def asked(*cells: tuple[Any, ...], one: Indicator | None = None, who: Population | None = None) -> dict[str, Any]:
    """(place, organisation) -> (numerator, denominator, reported) of the whole."""
    found = levels(frame(*cells), [one or indicator()], who)
    return {(row.code, row.organisation): row for row in found.itertuples() if row.breakdown == ""}


def test_a_municipality_is_the_sum_of_its_schools() -> None:
    found = asked((TOWN, "a", "K", 3), (TOWN, "a", "N", 10), (TOWN, "b", "K", 1), (TOWN, "b", "N", 90))
    town, school = found[TOWN, ""], found[TOWN, "a"]
    assert (town.numerator, town.denominator, town.reported, town.value) == (4, 100, 2, 4)
    assert (school.numerator, school.denominator, school.value) == (3, 10, 30)
    assert found[REGION, ""].value == 4


def test_a_school_that_gave_no_numerator_is_in_neither_sum() -> None:
    cells = [(TOWN, "a", "K", 3), (TOWN, "a", "N", 10), (TOWN, "b", "N", 90)]
    town = asked(*cells, who=Population((TOWN,), {(TOWN, "2020"): ("a", "b", "c")}))[TOWN, ""]
    assert (town.numerator, town.denominator, town.value) == (3, 10, 30)
    assert (town.reported, town.expected, town.coverage) == (1, 3, 0.1)


WHOLE = Population((TOWN,), {(TOWN, year): tuple("abcde") for year in ("2019", "2020")}, size="S")
ONE_OF_FIVE = [(TOWN, "a", "K", 3), (TOWN, "a", "N", 100)]


@pytest.mark.parametrize(
    ("of_the_others", "coverage"),
    [
        pytest.param([], 0.2, id="nothing is known of them: one school of five"),
        pytest.param([("N", 225, "2019")], 0.1, id="their pupils of last year"),
        pytest.param(
            [("S", 450, "2020")], 0.1, id="their size in another table, where this school has twice its pupils"
        ),
        pytest.param([("N", 225, "2019"), ("S", 9, "2020")], 0.1, id="of both, what they said of this very number"),
    ],
)
def test_silent_schools_count_with_what_is_known_of_their_size(of_the_others: list[Any], coverage: float) -> None:
    others = [(TOWN, one, variable, value, "", year) for one in "bcde" for variable, value, year in of_the_others]
    found = levels(frame(*ONE_OF_FIVE, (TOWN, "a", "S", 200), *others), [indicator(since="2019")], WHOLE)
    town = found[(found["code"] == TOWN) & (found["organisation"] == "") & (found["period"] == "2020")].iloc[0]
    assert (town["numerator"], town["denominator"], town["reported"]) == (3, 100, 1)
    assert town["coverage"] == pytest.approx(coverage)


def test_without_a_register_who_answers_another_question_is_known_to_be_silent_here() -> None:
    town = asked(*ONE_OF_FIVE, *((TOWN, one, "S", 100) for one in "abcde"), who=Population((TOWN,), size="S"))[TOWN, ""]
    assert town.coverage == pytest.approx(0.2)


def test_a_school_whose_part_is_greater_than_its_whole_is_left_out_and_shown() -> None:
    found = asked((TOWN, "a", "K", 3), (TOWN, "a", "N", 10), (TOWN, "b", "K", 91), (TOWN, "b", "N", 90))
    assert (found[TOWN, ""].numerator, found[TOWN, ""].coverage) == (3, 0.1)
    assert found[TOWN, "b"].value > 100


def test_a_municipality_that_reports_for_itself_is_taken_at_its_word() -> None:
    town = asked((TOWN, "", "K", 7), (TOWN, "", "N", 70), (TOWN, "a", "K", 3), (TOWN, "a", "N", 10))[TOWN, ""]
    assert (town.numerator, town.denominator) == (7, 70)


def test_a_municipality_that_answers_for_its_schools_lacks_none_of_their_pupils() -> None:
    who = Population((TOWN,), {(TOWN, "2020"): ("a", "b")})
    town = asked((TOWN, "", "K", 7), (TOWN, "a", "N", 10), (TOWN, "b", "N", 90), who=who)[TOWN, ""]
    assert (town.numerator, town.denominator, town.reported, town.expected) == (7, 100, 2, 2)
    assert isnan(town.coverage)


@pytest.mark.parametrize(("schools", "numerator"), [(("a",), None), (("a", "b"), 4)])
def test_its_own_denominator_goes_with_its_schools_only_if_all_of_them_answered(
    schools: tuple[str, ...], numerator: int | None
) -> None:
    cells = [(TOWN, "", "N", 100), *((TOWN, one, "K", number) for one, number in zip("ab", (3, 1), strict=True))]
    ours = [cell for cell in cells if cell[1] in ("", *schools)]
    town = asked(*ours, who=Population((TOWN,), {(TOWN, "2020"): ("a", "b")}))[TOWN, ""]
    assert town.denominator == 100
    assert isnan(town.numerator) if numerator is None else town.numerator == numerator


def test_a_region_is_summed_and_the_unassigned_are_its_own() -> None:
    cells = [(TOWN, "", "K", 1), (TOWN, "", "N", 2), (DISTRICT, "", "K", 10), (DISTRICT, "", "N", 100)]
    region = asked(*cells, (REGION, "", "K", 5, UNASSIGNED))[REGION, ""]
    assert (region.numerator, region.denominator, region.reported, region.unassigned) == (16, 102, 2, 5)


def test_a_silent_municipality_has_a_row_without_a_value() -> None:
    found = asked((TOWN, "", "K", 1), (TOWN, "", "N", 2), who=Population((TOWN, DISTRICT)))
    assert isnan(found[DISTRICT, ""].numerator)
    assert (found[REGION, ""].reported, found[REGION, ""].expected) == (1, 2)


def test_schools_with_yes_are_counted_among_those_that_answered() -> None:
    one = indicator(formula="yes_share", of={"flag": "F"})
    cells = [(TOWN, name, "F", value) for name, value in (("a", 1), ("b", 0), ("c", 1))]
    found = asked(*cells, (DISTRICT, "d", "F", 0), one=one)
    assert (found[TOWN, ""].numerator, found[TOWN, ""].denominator) == (2, 3)
    assert (found[REGION, ""].numerator, found[REGION, ""].denominator) == (2, 4)
    assert found[TOWN, "b"].value == 0


def test_scores_are_averaged_over_schools_and_levels_decided_on_their_sum() -> None:
    scores = [(TOWN, "a", "S", 9), (TOWN, "b", "S", 8), (DISTRICT, "c", "S", 18)]
    mean = asked(*scores, one=indicator(formula="mean_score", of={"score": "S"}))
    assert (mean[TOWN, ""].value, mean[REGION, ""].value) == (8.5, 35 / 3)
    reached = asked(*scores, one=indicator(formula="attainment", of={"score": "S"}, maximum=18))
    assert (reached[TOWN, ""].numerator, reached[TOWN, ""].denominator) == (17, 36)
    bands = (Band(start=0, name="низкий"), Band(start=50, name="базовый"))
    level = asked(*scores, one=indicator(formula="level", of={"score": "S"}, maximum=18, bands=bands))
    assert (level[TOWN, "a"].value, level[TOWN, ""].value, level[REGION, ""].value) == (2, 1, 2)


def test_a_count_needs_no_denominator() -> None:
    found = asked((TOWN, "a", "K", 3), (TOWN, "b", "K", 4), one=indicator(formula="count", of={"value": "K"}))
    assert (found[TOWN, ""].value, found[REGION, ""].value) == (7, 7)


def test_preferences_are_shares_of_all_choices_at_every_level() -> None:
    one = indicator(formula="distribution", of={"part": "C"}, by="профессия")
    cells = [(TOWN, "a", "C", 6, "профессия=повар"), (TOWN, "a", "C", 2, "профессия=сварщик")]
    cells += [(TOWN, "b", "C", 2, "профессия=повар"), (DISTRICT, "c", "C", 10, "профессия=сварщик")]
    found = levels(frame(*cells), [one])
    shares = {(row.code, row.organisation, row.breakdown): row.value for row in found.itertuples()}
    assert shares[TOWN, "", "профессия=повар"] == 80
    assert shares[TOWN, "a", "профессия=сварщик"] == 25
    assert shares[REGION, "", "профессия=сварщик"] == 60


def test_breakdowns_have_their_own_denominators() -> None:
    cells = [(TOWN, "a", "K", 1, "классы=9"), (TOWN, "a", "N", 4, "классы=9"), (TOWN, "a", "N", 40)]
    found = levels(frame(*cells), [indicator()])
    town = found[(found["code"] == TOWN) & (found["organisation"] == "")].set_index("breakdown")
    assert town.loc["классы=9", "value"] == 25
    assert isnan(town["value"].get("", np.nan))


def test_town_and_country_are_told_apart_by_the_register() -> None:
    cells = [(TOWN, "a", "K", 1), (TOWN, "a", "N", 4), (TOWN, "b", "K", 3), (TOWN, "b", "N", 4)]
    found = levels(by_locality(frame(*cells), {"a": "село", "b": "город"}), [indicator()])
    town = found[(found["code"] == TOWN) & (found["organisation"] == "")].set_index("breakdown")["value"]
    assert (town["местность=село"], town["местность=город"], town[""]) == (25, 75, 50)


def test_each_period_has_its_edition_and_one_method_may_rule_all() -> None:
    old, new = (
        indicator(since=since, of={"part": "K", "whole": whole}).editions[0]
        for since, whole in (("2020", "N"), ("2022", "M"))
    )
    one = replace(indicator(), levels=("municipality",), editions=(old, new))
    cells = [
        (TOWN, "", name, value, "", year)
        for year in ("2021", "2022")
        for name, value in zip("KNM", (1, 2, 4), strict=True)
    ]
    found = {
        row.period: (row.edition, row.value) for row in levels(frame(*cells), [one]).itertuples() if row.code == TOWN
    }
    assert found == {"2021": ("2020", 50), "2022": ("2022", 25)}
    forced = levels(frame(*cells), [one], method="2022")
    assert set(forced["value"]) == {25}
    assert levels(frame((TOWN, "", "K", 1, "", "2019")), [one]).empty


def test_no_counts_no_rows() -> None:
    found = levels(frame(), [indicator()])
    assert found.empty
    assert tuple(found.columns) == LEVEL_COLUMNS


def by_hand(cells: list[tuple[Any, ...]]) -> dict[tuple[str, str], tuple[int, int]]:
    """Sums of a share by a plain loop."""
    told: dict[tuple[str, str], dict[str, int]] = {}
    for code, school, variable, value in cells:
        told.setdefault((code, school), {})[variable] = value
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for (code, school), numbers in told.items():
        if len(numbers) == 2 and numbers["K"] <= numbers["N"]:
            found[code, school] = (numbers["K"], numbers["N"])
            for above in (code, REGION):
                k, n = found.get((above, ""), (0, 0))
                found[above, ""] = (k + numbers["K"], n + numbers["N"])
    return found


SCHOOLS = [(place, f"{place}-{number}") for place in (TOWN, DISTRICT) for number in range(4)]


@settings(max_examples=60)
@given(st.dictionaries(st.tuples(st.sampled_from(SCHOOLS), st.sampled_from("KN")), st.integers(0, 900), min_size=1))
def test_sums_agree_with_a_plain_loop(numbers: dict[Any, int]) -> None:
    cells = [(*place, variable, value) for (place, variable), value in numbers.items()]
    found = {
        key: (row.numerator, row.denominator)
        for key, row in asked(*cells).items()
        if not isnan(row.numerator + row.denominator) and row.numerator <= row.denominator
    }
    assert found == by_hand(cells)


@settings(max_examples=20)
@given(st.permutations(list(product([TOWN, DISTRICT], ["a", "b"], ["K", "N"]))))
def test_the_order_of_rows_changes_nothing(order: list[tuple[str, str, str]]) -> None:
    value = {cell: 10 + place for place, cell in enumerate(product([TOWN, DISTRICT], ["a", "b"], ["K", "N"]))}
    found = levels(frame(*((*cell, value[cell]) for cell in order)), [indicator()])
    pd.testing.assert_frame_equal(found, levels(frame(*((*cell, value[cell]) for cell in value)), [indicator()]))


# ---- sums of counts


def test_numbers_of_schools_are_summed_with_their_cells() -> None:
    cells = frame((TOWN, "a", "K", 3), (TOWN, "b", "K", 4), (DISTRICT, "", "K", 5), (DISTRICT, "c", "K", 6))
    told = cells.assign(origin=["t.csv!D2", "t.csv!D3", "m.csv!B2", "t.csv!D4"])
    found = rolled_up(told).set_index("code")
    assert list(found["value"]) == [5, 7]
    assert found.loc[TOWN, "origin"] == "t.csv!D2–D3"
    assert (found["organisation"] == "").all()


# ---- indices


def test_an_index_is_made_of_values_and_missing_where_one_is_missing() -> None:
    parts = {"a": Component(weight=1, low=0, high=100), "b": Component(weight=3, low=0, high=50)}
    index = indicator("i", formula="index", of={}, components=parts)
    ones = [indicator("a"), indicator("b", of={"part": "L", "whole": "N"}), index]
    cells = [(TOWN, "", "K", 2), (TOWN, "", "L", 1), (TOWN, "", "N", 4), (DISTRICT, "", "K", 1), (DISTRICT, "", "N", 4)]
    found = rows(levels(frame(*cells), ones), ones).set_index("code")["value"]
    assert found[TOWN] == 50
    assert isnan(found[DISTRICT])


def test_a_rank_is_a_range_over_all_weights() -> None:
    best, worst = rank_ranges([[90, 90], [80, 20], [20, 80], [np.nan, 5]], [1, 1])
    assert list(best[:3]) == [1, 2, 2]
    assert list(worst[:3]) == [1, 3, 3]
    assert isnan(best[3])


@given(st.lists(st.tuples(*[st.integers(0, 100)] * 3), min_size=2, max_size=6), st.integers(0, 10**6))
def test_no_choice_of_weights_leaves_the_range(table: list[tuple[int, ...]], seed: int) -> None:
    values, weights = np.array(table, dtype=float), np.array([1.0, 2.0, 3.0])
    best, worst = rank_ranges(values, weights)
    score = values @ (weights * np.random.default_rng(seed).uniform(0.5, 1.5, 3))
    above = (score[:, None] > score[None, :] + 1e-9).sum(axis=0)
    below = (score[:, None] < score[None, :] - 1e-9).sum(axis=0)
    assert (best <= above + 1).all()
    assert (worst >= len(values) - below).all()
