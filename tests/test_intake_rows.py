"""Totals, column numbers and notes among the rows of a table: recognised, said, and never taken for data."""

from typing import Any

import pytest
from helpers.described import table_of

from careerstats import territories
from careerstats.intake.grids import read_grid
from careerstats.intake.organisations import Register
from careerstats.intake.owners import Known
from careerstats.intake.rows import are_column_numbers, is_note, is_total
from careerstats.intake.tables import Reading, Table

KNOWN = Known(territories.load(), Register(), "10000000")
SPEC = {
    "territory": "МО",
    "ignore": ["№"],
    "columns": {"Всего": {"variable": "K_611"}, "Рег": {"variable": "K_reg"}},
}
HEAD = ["№", "МО", "Всего", "Рег"]
GOOD = [["1", "г. Зея", "1412", "936"], ["2", "г. Тында", "2010", "744"]]


def read(*rows: list[Any], **spec: Any) -> Reading:
    return read_grid(Table("t.csv", table_of(SPEC | spec), "10000000", "2020", [list(row) for row in rows]), KNOWN)


def told(reading: Reading) -> list[tuple[str, str, str]]:
    return [(one.severity, one.code, one.cell) for one in reading.problems]


def values(reading: Reading) -> list[int]:
    return [count["value"] for count in reading.counts]


@pytest.mark.parametrize(
    "label", ["Итого", "ИТОГО", "Всего", "Итого:", "Всего :", "ВСЕГО по району", "Итого по области:", "итого."]
)
def test_a_total_by_any_of_its_names(label: str) -> None:
    assert is_total(label)
    reading = read(HEAD, *GOOD, ["", label, "3422", "1680"])
    assert values(reading) == [1412, 936, 2010, 744]
    assert told(reading) == [("remark", "total_row", "B4")]
    assert reading.problems[0].message == f"строка «{label}» принята за итог таблицы"
    assert [(one["kind"], one["value"]) for one in reading.published] == [("total", 3422), ("total", 1680)]


@pytest.mark.parametrize("label", ["Всеволожский район", "Итоговый округ", "г. Зея", "", "по району всего"])
def test_other_names_are_no_totals(label: str) -> None:
    assert not is_total(label)


def test_a_total_in_the_column_before_the_names() -> None:
    reading = read(HEAD, *GOOD, ["Итого", "", "3422", "1680"])
    assert told(reading) == [("remark", "total_row", "A4")]
    assert [one["value"] for one in reading.published] == [3422, 1680]


def test_a_total_that_dataset_yaml_lists_needs_no_remark() -> None:
    reading = read(HEAD, *GOOD, ["", "Итого", "3422", "1680"], rows={"Итого": "total"})
    assert told(reading) == []
    assert len(reading.published) == 2


@pytest.mark.parametrize("label", ["Всего", "Итого:", "ВСЕГО"])
def test_a_listed_total_may_call_itself_otherwise(label: str) -> None:
    reading = read(HEAD, *GOOD, ["", label, "3422", "1680"], rows={"ИТОГО": "total"})
    assert told(reading) == []
    assert values(reading) == [1412, 936, 2010, 744]
    assert [(one["kind"], one["value"]) for one in reading.published] == [("total", 3422), ("total", 1680)]


def test_of_two_rows_that_may_be_the_listed_total_neither_is_taken() -> None:
    rows = [*GOOD, ["", "Всего", "3422", "1680"], ["", "Итого:", "3422", "1680"]]
    reading = read(HEAD, *rows, rows={"ИТОГО": "total"})
    assert [code for _, code, _ in told(reading)] == ["subtotal_row", "subtotal_row"]
    assert reading.published == []


def test_of_several_totals_each_is_that_of_the_rows_above_it() -> None:
    rows = [GOOD[0], ["", "Итого по северу", "1412", "936"], GOOD[1], ["", "Итого по югу", "2010", "744"]]
    reading = read(HEAD, *rows)
    assert (told(reading), values(reading)) == ([], [1412, 936, 2010, 744])
    assert [(figure["kind"], figure["value"], figure["span"]) for figure in reading.published] == [
        ("zone", 1412, (1, 1)),
        ("zone", 936, (1, 1)),
        ("zone", 2010, (3, 3)),
        ("zone", 744, (3, 3)),
    ]


def test_a_subtotal_beside_a_listed_total() -> None:
    rows = [*GOOD, ["", "Всего по городам", "3422", "1680"], ["", "ИТОГО", "3422", "1680"]]
    reading = read(HEAD, *rows, rows={"ИТОГО": "total"})
    assert told(reading) == [("remark", "subtotal_row", "B4")]
    assert len(reading.published) == 2


def test_a_total_of_the_categories_of_one_municipality_is_no_total_of_the_table() -> None:
    rows = [["МО", "Компетенция", "Всего"], ["г. Зея", "Повар", "5"], ["г. Зея", "Всего", "5"]]
    spec = {"breakdown": {"компетенция": "Компетенция"}, "columns": {"Всего": {"variable": "K_611"}}, "ignore": []}
    reading = read(*rows, **spec)
    assert (values(reading), told(reading)) == ([5], [("remark", "subtotal_row", "A3")])


@pytest.mark.parametrize(
    "numbers",
    [["1", "2", "3", "4"], ["А", "Б", "1", "2"], ["А", "1", "2", "3"], [1.0, 2.0, 3.0, 4.0], ["", "1", "2", "3"]],
)
def test_numbers_of_columns_are_skipped_with_a_remark(numbers: list[Any]) -> None:
    reading = read(HEAD, numbers, *GOOD)
    assert values(reading) == [1412, 936, 2010, 744]
    (problem,) = reading.problems
    assert (problem.severity, problem.code, problem.cell[1:]) == ("remark", "column_numbers", "2")


@pytest.mark.parametrize(
    "texts", [["1", "г. Зея", "3", "4"], ["1", "3", "4"], ["2", "3", "4"], ["5"], [], ["", "1"], ["1412", "1413"]]
)
def test_other_rows_are_no_numbers_of_columns(texts: list[str]) -> None:
    assert not are_column_numbers(texts)


def test_column_numbers_may_be_repeated_on_the_next_page() -> None:
    reading = read(HEAD, *GOOD, ["1", "2", "3", "4"])
    assert told(reading) == [("remark", "column_numbers", "A4")]


@pytest.mark.parametrize(
    "note", [["* по данным на 20.09.2020"], ["", "Исполнитель: отдел образования"], ["Сельские школы", "", "", ""]]
)
def test_words_under_the_table_are_skipped_with_a_remark(note: list[str]) -> None:
    assert is_note(note)
    reading = read(HEAD, *GOOD, [], note)
    assert values(reading) == [1412, 936, 2010, 744]
    (problem,) = reading.problems
    assert (problem.severity, problem.code) == ("remark", "note_row")
    assert note[-1] in problem.message or note[0] in problem.message


def test_a_long_note_is_told_in_part() -> None:
    reading = read(HEAD, *GOOD, ["слово " * 50])
    assert len(reading.problems[0].message) < 130


def test_a_municipality_without_numbers_is_no_note() -> None:
    reading = read(HEAD, *GOOD, ["", "г. Шимановск", "", ""])
    assert told(reading) == [("warning", "absent", "C4"), ("warning", "absent", "D4")]
    assert len(reading.counts) == 6


def test_a_misspelt_municipality_with_numbers_is_no_note() -> None:
    assert told(read(HEAD, *GOOD, ["", "г. Шимоновск", "5", "4"])) == [("blocking", "unknown_territory", "B4")]


def test_a_number_alone_is_no_note() -> None:
    assert told(read(HEAD, *GOOD, ["", "", "3422", ""])) == [("blocking", "unknown_territory", "B4")]
