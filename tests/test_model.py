"""Periods, addresses of cells, places of problems."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerstats import model
from careerstats.contracts.counts import COUNT_COLUMNS
from careerstats.model import Problem


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2024/25", date(2024, 9, 1), date(2025, 8, 31)),
        ("2024-25", date(2024, 9, 1), date(2025, 8, 31)),
        ("1999/00", date(1999, 9, 1), date(2000, 8, 31)),
        ("2020-10-12", date(2020, 10, 12), date(2020, 10, 12)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period: str, first: date, last: date) -> None:
    assert model.period_span(period) == (first, last)
    assert model.period_start(period) == first
    assert model.names_in_force(period) == last


@pytest.mark.parametrize("period", ["", "20", "2020/22", "2024/24", "2020-13-01", "год", "2020 год", "20l9"])
def test_what_is_no_period_is_said_in_words(period: str) -> None:
    with pytest.raises(ValueError, match=f"период «{period}» не понят: нужен год 2020, учебный год 2024/25"):
        model.period_span(period)


def test_periods_sort_by_their_start() -> None:
    periods = ["2024/25", "2024", "2024-10-12", "2023/24"]
    assert sorted(periods, key=model.period_start) == ["2023/24", "2024", "2024/25", "2024-10-12"]


def test_a_school_year_in_a_path() -> None:
    assert model.slug("2024/25") == "2024-25"
    assert model.slug("2020") == "2020"


@pytest.mark.parametrize(
    ("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_called_as_in_a_spreadsheet(index: int, letter: str) -> None:
    assert model.column_letter(index) == letter


@given(st.integers(0, 10**6))
def test_column_letters_count_in_26s(index: int) -> None:
    number = 0
    for letter in model.column_letter(index):
        number = number * 26 + ord(letter) - ord("A") + 1
    assert number == index + 1


@pytest.mark.parametrize(
    ("origin", "parts"),
    [("tables/t.csv!D3", ("tables/t.csv", "", "D3")), ("t.xlsx!Лист 1!D3", ("t.xlsx", "Лист 1", "D3")),
     ("t.xlsx!Внимание!!D3", ("t.xlsx", "Внимание!", "D3"))],
)  # fmt: skip
def test_an_origin_is_file_sheet_and_cell(origin: str, parts: tuple[str, str, str]) -> None:
    assert model.split_origin(origin) == parts


def test_a_problem_says_where_it_is() -> None:
    assert Problem("t.csv", "warning", "x", "…").place == "t.csv"
    assert Problem("t.csv", "warning", "x", "…", cell="D3").place == "t.csv, ячейка D3"
    assert Problem("t.xlsx", "warning", "x", "…", sheet="Лист 1", cell="D3").place == "t.xlsx, лист «Лист 1», ячейка D3"


def test_columns_other_programs_rely_on() -> None:
    counts = {"territory", "period", "variable", "breakdown", "value", "status", "source", "as_of", "origin"}
    verdicts = {"rest", "range_low", "range_high", "design_effect", "stands_out", "large_gap", "flips_at", "reason"}
    assert counts <= set(COUNT_COLUMNS)
    assert verdicts <= set(model.VALUE_COLUMNS)
    assert set(model.PROBLEM_COLUMNS) == set(Problem.__dataclass_fields__)
