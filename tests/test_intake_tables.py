"""Described tables -> counts with their cells; each defect is named with its place and harms no other row."""

from typing import Any

import pytest
from helpers.described import table_of

from careerstats import territories
from careerstats.intake.grids import read_grid
from careerstats.intake.lists import read_list
from careerstats.intake.organisations import Register
from careerstats.intake.owners import Known
from careerstats.intake.tables import Reading, Table
from careerstats.model import ABSENT, NOT_APPLICABLE, REPORTED, UNASSIGNED, UNREADABLE, Problem

AMUR = "10000000"
ZEYA, TYNDA = "10712000", "10732000"
KNOWN = Known(territories.load(), Register(), AMUR)
SPEC = {
    "territory": "МО",
    "source": "справка",
    "as_of": "конец года",
    "ignore": ["№"],
    "columns": {
        "Всего": {"variable": "K_611", "as_of": "20 сентября"},
        "Зарегистрированы": {"variable": "K_reg", "share_of": "K_611"},
    },
    "rows": {"Без МО": "unassigned", "ИТОГО": "total"},
}
HEAD = ["№", "МО", "Всего", "Зарегистрированы"]
GOOD = [HEAD, ["1", "г. Зея", "1412", "936 (66,3%)"], ["2", "г. Тында", "2010", "744 (37,0%)"]]


def read(*rows: list[Any], file: str = "tables/t.csv", **spec: Any) -> Reading:
    table = Table(file, table_of(SPEC | spec), AMUR, "2020", [list(row) for row in rows])
    return read_list(table, KNOWN) if table.spec.name else read_grid(table, KNOWN)


def numbers(reading: Reading) -> dict[tuple[str, str], int | None]:
    return {(count["code"], count["variable"]): count["value"] for count in reading.counts}


def only(reading: Reading) -> Problem:
    (problem,) = reading.problems
    return problem


TYNDA_IS_WELL = {(TYNDA, "K_611"): 2010, (TYNDA, "K_reg"): 744}

# ---- a good table


def test_every_count_has_its_cell() -> None:
    reading = read(*GOOD)
    assert reading.problems == []
    assert numbers(reading) == {(ZEYA, "K_611"): 1412, (ZEYA, "K_reg"): 936} | TYNDA_IS_WELL
    assert [count["origin"] for count in reading.counts] == [
        f"tables/t.csv!{cell}" for cell in ("C2", "D2", "C3", "D3")
    ]


def test_a_count_says_what_it_is() -> None:
    count, other = read(*GOOD).counts[:2]
    assert count == {
        "code": ZEYA, "territory": "amur-zeya-city", "organisation": "", "breakdown": "", "period": "2020",
        "variable": "K_611", "value": 1412, "status": REPORTED, "source": "справка", "as_of": "20 сентября",
        "origin": "tables/t.csv!C2",
    }  # fmt: skip
    assert other["as_of"] == "конец года"


def test_a_printed_share_is_published_and_not_counted() -> None:
    published = read(*GOOD).published
    assert [(figure["kind"], figure["text"], figure["value"]) for figure in published] == [
        ("share", "66,3", 936),
        ("share", "37,0", 744),
    ]


def test_the_table_may_stand_below_a_title_and_beside_empty_columns() -> None:
    moved = [["Таблица 1"], [], *([None, None, *row] for row in GOOD), [], [None, ""]]
    reading = read(*moved)
    assert numbers(reading) == numbers(read(*GOOD))
    assert reading.counts[0]["origin"] == "tables/t.csv!E4"
    assert reading.problems == []


def test_a_sheet_is_part_of_the_address() -> None:
    reading = read(HEAD, ["1", "г. Зея", "1О", "5"], file="t.xlsx", sheet="Свод")
    assert reading.counts[1]["origin"] == "t.xlsx!Свод!D2"
    assert only(reading).place == "t.xlsx, лист «Свод», ячейка C2"


def test_the_total_is_published_and_counted_nowhere() -> None:
    reading = read(*GOOD, ["", "ИТОГО", "3422", "1680 (49,1%)"])
    assert numbers(reading) == numbers(read(*GOOD))
    totals = [figure for figure in reading.published if figure["kind"] == "total"]
    assert [(figure["code"], figure["value"]) for figure in totals] == [(AMUR, 3422), (AMUR, 1680)]
    assert [figure["with_share"] for figure in totals] == [False, True]


def test_those_without_a_municipality_are_the_regions() -> None:
    reading = read(*GOOD, ["", "Без МО", "", "735"])
    assert reading.problems == []
    rows = {count["variable"]: count for count in reading.counts if count["breakdown"] == UNASSIGNED}
    assert (rows["K_reg"]["code"], rows["K_reg"]["value"], rows["K_reg"]["status"]) == (AMUR, 735, REPORTED)
    assert (rows["K_611"]["value"], rows["K_611"]["status"]) == (None, NOT_APPLICABLE)


def test_years_of_the_region() -> None:
    spec = {"territory": None, "period_column": "Год", "columns": {"МО": {"variable": "K_mo"}}}
    table = Table("t.csv", table_of(SPEC | spec | {"rows": None}), AMUR, "2020",
                  [["Год", "МО"], ["2018", "1"], [2019.0, "8"]])  # fmt: skip
    reading = read_grid(table, KNOWN)
    assert [(count["period"], count["code"], count["value"]) for count in reading.counts] == [
        ("2018", AMUR, 1),
        ("2019", AMUR, 8),
    ]


# ---- defects of a table with municipalities


def test_a_missing_column_is_named_with_what_resembles_it() -> None:
    reading = read(["№", "МО", "Всего", "Зарегистрировано"], *GOOD[1:])
    missing, unknown = reading.problems
    assert (missing.severity, missing.code) == ("blocking", "missing_column")
    assert missing.message == "нет столбца «Зарегистрированы»"
    assert missing.what_to_do.startswith("похоже на «Зарегистрировано»: верните прежний заголовок")
    assert (unknown.severity, unknown.code, unknown.cell) == ("warning", "unknown_column", "D")
    assert numbers(reading) == {(ZEYA, "K_611"): 1412, (TYNDA, "K_611"): 2010}


def test_an_extra_column_is_named_and_not_read() -> None:
    problem = only(read([*HEAD, "Примечание"], [*GOOD[1], "!"], GOOD[2]))
    assert problem.message == "столбец «Примечание» не описан в dataset.yaml и не прочитан"
    assert problem.what_to_do == "допишите в «columns» «Примечание: {variable: …}» или внесите столбец в «ignore»"
    assert problem.place == "tables/t.csv, столбец E"


def test_a_table_not_filled_yet_is_one_sentence() -> None:
    problem = only(read(HEAD, ["1", "г. Зея", "", ""], ["2", "г. Тында", "", ""], ["", "ИТОГО", "", ""]))
    assert problem.message == "таблица ещё не заполнена: пусты все ячейки столбцов «Всего», «Зарегистрированы»"
    assert (problem.severity, problem.cell) == ("warning", "")


@pytest.mark.parametrize("cell", ["1412", "0", "-", "?"])
def test_a_table_with_one_cell_filled_is_told_cell_by_cell(cell: str) -> None:
    reading = read(HEAD, ["1", "г. Зея", cell, ""], ["2", "г. Тында", "", ""])
    asked = [one.cell for one in reading.problems if (one.code, one.severity) == ("absent", "warning")]
    assert asked == ["D2", "C3", "D3"]


def test_a_table_of_titles_alone_is_said_to_have_no_rows() -> None:
    problem = only(read(HEAD))
    assert (problem.severity, problem.message) == ("blocking", "под заголовками нет ни одной строки")


@pytest.mark.parametrize("year", ["2024-25", "24/25", "2024–2025 уч. год"])
def test_a_school_year_of_a_row_is_read_however_spelled(year: str) -> None:
    head, row = [*HEAD, "Период"], ["1", "г. Зея", "5", "4"]
    problem = only(read(head, [*row, year], [*row, "2024/25"], period_column="Период"))
    assert problem.message == "«г. Зея»: строка 3 повторяет строку 2 с теми же числами"


def test_a_period_of_a_row_that_is_none_is_told() -> None:
    problem = only(read([*HEAD, "Период"], ["1", "г. Зея", "5", "4", "2024-26"], period_column="Период"))
    assert problem.message == "период «2024-26» не понят: нужен год 2020, учебный год 2024/25 или дата 2020-10-12"
    assert problem.cell == "E2"


def test_a_column_twice_is_not_read_at_all() -> None:
    reading = read([*HEAD, "Всего"], [*GOOD[1], "1000"], GOOD[2])
    problem = only(reading)
    assert (problem.severity, problem.message) == ("blocking", "столбец «Всего» повторяется: C и E")
    assert numbers(reading) == {(ZEYA, "K_reg"): 936, (TYNDA, "K_reg"): 744}


@pytest.mark.parametrize("rows", [[], [[]], [["1", "г. Зея", "1412", "936"]], [["№", "Муниципалитет", "Всего"]]])
def test_without_its_titles_a_table_is_not_read(rows: list[list[Any]]) -> None:
    reading = read(*rows)
    problem = only(reading)
    assert (problem.severity, problem.code) == ("blocking", "no_head")
    assert problem.message == "не найдена строка заголовков: ожидались столбцы «МО»"
    assert reading.counts == []


def test_a_letter_in_a_number() -> None:
    reading = read(HEAD, ["1", "г. Зея", "14l2", "936"], GOOD[2])
    problem = only(reading)
    assert (problem.severity, problem.code, problem.cell, problem.territory) == ("blocking", "unreadable", "C2", ZEYA)
    assert problem.message == "столбец «Всего»: в числе «14l2» есть буквы: l"
    assert problem.what_to_do == "если это 1412, наберите его цифрами; значение не использовано"
    assert numbers(reading) == {(ZEYA, "K_611"): None, (ZEYA, "K_reg"): 936} | TYNDA_IS_WELL
    assert reading.counts[0]["status"] == UNREADABLE


def test_an_unknown_municipality_is_named_with_suggestions() -> None:
    reading = read(HEAD, ["1", "г. Зейя", "1412", "936"], GOOD[2])
    problem = only(reading)
    assert (problem.severity, problem.code, problem.cell) == ("blocking", "unknown_territory", "B2")
    assert "«г. Зейя»" in problem.message
    assert "г. Зея (10712000)" in problem.message
    assert "aliases.csv" in problem.what_to_do
    assert numbers(reading) == TYNDA_IS_WELL


def test_a_row_without_a_municipality() -> None:
    reading = read(HEAD, ["1", "", "1412", "936"], GOOD[2])
    assert only(reading).message == "не указано муниципальное образование"
    assert numbers(reading) == TYNDA_IS_WELL


def test_the_same_row_twice_is_one_row() -> None:
    reading = read(*GOOD, ["3", "город Зея", "1 412", "936 (66,3%)"])
    problem = only(reading)
    assert (problem.severity, problem.cell) == ("warning", "B4")
    assert problem.message == "«город Зея»: строка 4 повторяет строку 2 с теми же числами"
    assert numbers(reading) == numbers(read(*GOOD))
    assert len(reading.counts) == 4


def test_two_rows_of_one_municipality_with_other_numbers_are_both_unused() -> None:
    reading = read(*GOOD, ["3", "г. Зея", "1412", "963 (68,2%)"])
    problem = only(reading)
    assert (problem.severity, problem.code, problem.cell) == ("blocking", "duplicate", "B4")
    assert (
        problem.message
        == "«г. Зея»: строка 4 повторяет строку 2, а числа другие: „Зарегистрированы“ – 936 (66,3%) и 963 (68,2%)"
    )
    assert problem.what_to_do == "оставьте верную строку; значения обеих строк не использованы"
    assert numbers(reading) == {(ZEYA, "K_611"): None, (ZEYA, "K_reg"): None} | TYNDA_IS_WELL
    assert {count["status"] for count in reading.counts if count["code"] == ZEYA} == {UNREADABLE}
    assert [figure["code"] for figure in reading.published] == [TYNDA]


def test_two_totals_are_neither_of_them_checked() -> None:
    reading = read(*GOOD, ["", "ИТОГО", "3422", "1680"], ["", "ИТОГО", "3422", "1681"])
    assert only(reading).severity == "blocking"
    assert not [figure for figure in reading.published if figure["kind"] == "total"]


STATUSES = {"": ABSENT, None: ABSENT, "-": ABSENT, "Х": NOT_APPLICABLE, "0": REPORTED}


@pytest.mark.parametrize(("cell", "status"), STATUSES.items())
def test_nothing_not_applicable_and_nought_stay_different(cell: Any, status: str) -> None:
    reading = read(HEAD, ["1", "г. Зея", "1412", cell], GOOD[2])
    count = reading.counts[1]
    assert (count["status"], count["value"]) == (status, 0 if cell == "0" else None)
    warned = [problem.message for problem in reading.problems]
    blank = {"-": "указано, что сведений нет"}.get(cell, "значения нет")
    assert warned == ([f"столбец «Зарегистрированы»: {blank}"] if status == ABSENT else [])


def test_only_an_empty_cell_is_asked_about() -> None:
    dash, empty = read(HEAD, ["1", "г. Зея", "1412", "-"], ["2", "г. Тында", "2010", ""]).problems
    assert (dash.severity, dash.what_to_do) == ("remark", "когда сведения появятся, впишите число")
    assert (empty.severity, empty.what_to_do) == ("warning", "укажите число или «-», если сведений нет")


def test_a_short_row_may_have_lost_a_cell_anywhere() -> None:
    problem = only(read(HEAD, ["1", "г. Зея", "1412"], GOOD[2]))
    assert (problem.code, problem.cell) == ("shifted_row", "A2")


def test_a_share_without_its_sign() -> None:
    problem = only(read(HEAD, ["1", "г. Зея", "1412", "936 (66,3)"]))
    assert (problem.severity, problem.cell, problem.what_to_do) == ("remark", "D2", "поставьте знак %")


@pytest.mark.parametrize("period", ["20l9", "", "2019-2021"])
def test_a_period_that_is_none_costs_its_row(period: str) -> None:
    rows = [["Год", *HEAD], [period, *GOOD[1]], ["2020", *GOOD[2]]]
    reading = read(*rows, period_column="Год")
    problem = only(reading)
    assert (problem.severity, problem.code, problem.cell) == ("blocking", "unknown_period", "A2")
    assert f"период «{period}» не понят" in problem.message
    assert numbers(reading) == TYNDA_IS_WELL


def test_one_municipality_in_two_periods_is_no_duplicate() -> None:
    rows = [["Год", *HEAD], ["2019", *GOOD[1]], ["2020", *GOOD[1]]]
    reading = read(*rows, period_column="Год")
    assert reading.problems == []
    assert {count["period"] for count in reading.counts} == {"2019", "2020"}


# ---- lists

LIST = {
    "name": "Показатель",
    "value": "Значение",
    "columns": {
        "Прошли тест": {"variable": "K_test", "share_of": "K_611"},
        "Родители": {"variable": "K_regpar"},
        "Всего": {"sum_of": ["K_test", "K_regpar"]},
        "Площадки": {"rows_of": "organisations.csv"},
    },
}
TITLES = ["Показатель", "Значение"]
FOUR = [["Прошли тест", "7760 (17,08%)"], ["Родители", "3046"], ["Всего", "10806"], ["Площадки", "13"]]


def read_rows(*rows: list[Any]) -> Reading:
    return read_list(Table("t.csv", table_of(LIST), AMUR, "2020", [list(row) for row in rows]), KNOWN)


def test_a_list_gives_the_regions_counts_and_figures() -> None:
    reading = read_rows(TITLES, *FOUR)
    assert reading.problems == []
    assert numbers(reading) == {(AMUR, "K_test"): 7760, (AMUR, "K_regpar"): 3046}
    assert [(figure["kind"], figure["text"]) for figure in reading.published] == [
        ("share", "17,08"),
        ("sum", "10806"),
        ("rows", "13"),
    ]
    assert reading.counts[1]["origin"] == "t.csv!B3"


def test_a_row_of_a_list_that_nobody_described() -> None:
    problem = only(read_rows(TITLES, *FOUR, ["Прочее", "1"], ["", ""]))
    assert (problem.severity, problem.code, problem.cell) == ("warning", "unknown_row", "A6")
    assert problem.message == "строка «Прочее» не описана в dataset.yaml и не прочитана"


def test_a_row_of_a_list_that_is_missing() -> None:
    problem, unknown = read_rows(TITLES, *FOUR[1:], ["Прошли тесты", "7760"]).problems[::-1]
    assert (problem.severity, problem.message) == ("blocking", "нет строки «Прошли тест»")
    assert problem.what_to_do.startswith("похоже на «Прошли тесты»")
    assert unknown.code == "unknown_row"


def test_a_row_of_a_list_twice() -> None:
    same = read_rows(TITLES, *FOUR, ["Родители", "3 046"])
    other = read_rows(TITLES, *FOUR, ["Родители", "3064"])
    assert [only(reading).severity for reading in (same, other)] == ["warning", "blocking"]
    assert only(same).message == "строка «Родители» повторяет строку 3 с тем же значением"
    assert only(other).message == "строка «Родители» повторяет строку 3, а значение другое"
    assert numbers(other) == {(AMUR, "K_test"): 7760, (AMUR, "K_regpar"): None}


def test_a_list_without_its_titles() -> None:
    assert only(read_rows(*FOUR)).message == (
        "не найдена строка заголовков: ожидались столбцы «Показатель», «Значение»"
    )
