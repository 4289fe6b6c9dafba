"""Published figures against exact counts: what is wrong in the real table, and that right rounding never is."""

from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from helpers.described import table_of
from helpers.regions import amur
from hypothesis import given
from hypothesis import strategies as st

from careerstats import territories
from careerstats.analysis.reconciliation import list_rows, reconcile
from careerstats.intake.grids import read_grid
from careerstats.intake.lists import read_list
from careerstats.intake.organisations import Register
from careerstats.intake.owners import Known
from careerstats.intake.reading import to_frame
from careerstats.intake.tables import Meanings, Reading, Table
from careerstats.model import Problem

AMUR = "10000000"
GRID = {
    "territory": "МО",
    "columns": {"Всего": {"variable": "K_611"}, "Рег": {"variable": "K_reg", "share_of": "K_611"}},
    "rows": {"Без МО": "unassigned", "ИТОГО": "total"},
}
LIST = {
    "name": "Показатель",
    "value": "Значение",
    "columns": {
        "Тест": {"variable": "K_test", "share_of": "K_611"},
        "Рег": {"variable": "K_reg"},
        "Очно": {"variable": "K_fnch_tryskill"},
        "Уроки": {"variable": "K_fnch_lessons"},
        "Всего": {"sum_of": ["K_fnch_tryskill", "K_fnch_lessons"]},
        "Площадки": {"rows_of": "sites.csv", "where": {"kind": "площадка"}},
    },
}

KNOWN = Known(territories.load(), Register(), AMUR)


def grid(*rows: list[Any]) -> Reading:
    cells = [["МО", "Всего", "Рег"], *map(list, rows)]
    return read_grid(Table("t.csv", table_of(GRID), AMUR, "2020", cells), KNOWN)


def listed(*rows: list[Any]) -> Reading:
    """A list of only these rows; its other rows are not missed here."""
    spec = LIST | {"columns": {row[0]: LIST["columns"][row[0]] for row in rows}}
    return read_list(
        Table("r.csv", table_of(spec), AMUR, "2020", [["Показатель", "Значение"], *map(list, rows)]), KNOWN
    )


def check(*readings: Reading, folder: Path = Path()) -> tuple[list[Problem], int]:
    everything = Reading()
    for reading in readings:
        everything.add(reading)
    region = territories.find(AMUR, AMUR, "2020-12-31")
    assert isinstance(region, territories.Territory)
    reconciled = reconcile(everything.published, to_frame(everything.counts, region), folder)
    return reconciled.problems, len(reconciled.right)


def codes(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.cell) for problem in problems]


# ---- the real table


def test_the_real_table_has_exactly_these_faults() -> None:
    found = {(one.file.removeprefix("tables/"), one.cell, one.code, one.severity) for one in amur().problems}
    assert found == {
        ("municipalities.csv", "E20", "share_differs", "warning"),
        ("municipalities.csv", "E32", "total_differs", "warning"),
        ("municipalities.csv", "E32", "total_without_share", "remark"),
        ("municipalities.csv", "F19", "share_without_sign", "remark"),
        ("municipalities.csv", "D32", "precision_differs", "remark"),
        ("municipalities.csv", "F32", "precision_differs", "remark"),
        ("region.csv", "B4", "region_differs", "warning"),
        ("organisations.csv", "", "site_unplaced", "remark"),
    }
    assert len(amur().problems) == 8


@pytest.mark.parametrize(
    ("cell", "code", "words"),
    [
        (
            "E20",
            "share_differs",
            "опубликовано 15,9 %, пересчитано 15,8 %: 95 / 600 × 100 % = 15,8333 %; округлено вверх",
        ),
        ("E32", "total_differs", "опубликовано 2 423, сумма 30 строк – 2 424 (разница −1); какое из чисел верно"),
        ("E32", "total_without_share", "доля не указана, хотя в строках она есть"),
        ("D32", "precision_differs", "в строках доли округлены до целых, в итоге – до сотых"),
        ("F32", "precision_differs", "в строках доли округлены до десятых, в итоге – до сотых"),
        (
            "B4",
            "region_differs",
            "по области указано 2 423, сумма 30 строк таблицы по муниципальным образованиям – 2 424",
        ),
    ],
)
def test_a_fault_of_the_real_table_is_explained(cell: str, code: str, words: str) -> None:
    (problem,) = [one for one in amur().problems if (one.cell, one.code) == (cell, code)]
    assert words in problem.message.replace("\u00a0", " ")
    assert problem.what_to_do


def test_how_many_published_figures_came_out() -> None:
    published = [figure for figure in amur().results.intake.published if figure["text"]]
    assert (len(published), amur().reproduced) == (98, 96)


# ---- shares


def share(k: int, n: int, printed: str) -> list[Problem]:
    return check(grid(["г. Зея", str(n), f"{k} ({printed}%)"]))[0]


def rounded(k: int, n: int, digits: int, mode: str) -> Decimal:
    exact = Decimal(100 * k) / Decimal(n)
    return exact.quantize(Decimal(1).scaleb(-digits), mode)


def written(number: Decimal) -> str:
    return str(number).replace(".", ",")


COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS, st.integers(0, 3))
def test_half_up_is_never_a_fault(pair: tuple[int, int], digits: int) -> None:
    assert share(*pair, written(rounded(*pair, digits, ROUND_HALF_UP))) == []


@given(COUNTS, st.integers(0, 3))
def test_truncation_is_named(pair: tuple[int, int], digits: int) -> None:
    cut, right = (rounded(*pair, digits, mode) for mode in (ROUND_DOWN, ROUND_HALF_UP))
    problems = share(*pair, written(cut))
    assert bool(problems) == (cut != right)
    for problem in problems:
        assert problem.message.endswith("лишние знаки отброшены, а не округлены")
        assert problem.what_to_do == f"исправьте на {written(right)} %"


def test_one_unit_below_the_cut_is_told_as_cut_on_the_way() -> None:
    (problem,) = share(455, 860, "52,8")
    assert "52,9" in problem.message
    assert problem.message.endswith("похоже, знаки отброшены по ходу расчёта")


@given(COUNTS, st.integers(0, 3))
def test_one_unit_too_high_is_named(pair: tuple[int, int], digits: int) -> None:
    unit = Decimal(1).scaleb(-digits)
    cut, right = (rounded(*pair, digits, mode) for mode in (ROUND_DOWN, ROUND_HALF_UP))
    (problem,) = share(*pair, written(right + unit))
    why = "округлено вверх, хотя отброшенная часть меньше" if cut == right else "ни округление, ни отбрасывание"
    assert why in problem.message


def test_a_half_goes_up_and_is_right() -> None:
    assert share(201, 400, "50,3") == []  # 50,25
    assert codes(share(201, 400, "50,2")) == [("share_differs", "C2")]


def test_a_share_of_something_else_is_not_explained_away() -> None:
    (problem,) = share(50, 100, "37")
    assert problem.message.endswith("ни округление, ни отбрасывание знаков такого значения не даёт")
    assert (problem.severity, problem.place, problem.territory) == ("warning", "t.csv, ячейка C2", "10712000")


def test_a_share_without_its_whole_is_not_checked() -> None:
    problems, right = check(grid(["г. Зея", "", "936 (66%)"]))
    assert codes(problems) == [("share_unchecked", "C2")]
    assert right == 0


def test_a_regional_share_is_held_against_the_sum() -> None:
    table = grid(["г. Зея", "30000", "1"], ["г. Тында", "15433", "1"])
    assert check(table, listed(["Тест", "7760 (17,08%)"]))[0] == []
    assert codes(check(table, listed(["Тест", "7760 (17,09%)"]))[0]) == [("share_differs", "B2")]


# ---- shares of which nobody has said what they are of

BESIDE = {
    "territory": "МО",
    "columns": {
        "Всего": {"variable": "K_611"},
        "Рег": {"variable": "K_reg"},
        "Посетили": {"variable": "K_attend", "path": ["Посетили"]},
    },
}
FOUR = [
    ("г. Зея", 1000, 500, 50),
    ("г. Тында", 2000, 800, 90),
    ("г. Шимановск", 900, 300, 40),
    ("г. Свободный", 700, 90, 9),
]


def beside(shares: Iterable[object], *, said: str = "", without: str = "", turned: bool = False) -> Reading:
    """A table where «%» stands beside «чел.» under «Посетили»; the catalogue's usual whole of them is K_611."""
    columns = {title: dict(column) for title, column in BESIDE["columns"].items() if title != without}
    columns["Посетили"] |= {"share_of": said} if said else {}
    head = [["МО", "Всего", "Рег", "Посетили", ""], ["", "", "", "чел.", "%"]]
    rows = [[*row, share] for row, share in zip(FOUR, shares, strict=True)]
    description = table_of({**BESIDE, "columns": columns, "ignore": [without] if without else []})
    table = Table(
        "t.csv", description, AMUR, "2020", head + rows, Meanings(wholes={"K_attend": "K_611"}), turned=turned
    )
    return read_grid(table, KNOWN)


OF_ALL, OF_REGISTERED = ["5", "4,5", "4,4", "1,3"], ["10", "11,3", "13,3", "10"]


def test_shares_of_the_usual_whole_are_compared_with_it() -> None:
    assert check(beside(OF_ALL)) == ([], 4)
    assert codes(check(beside([*OF_ALL[:3], "7,7"]))[0]) == [("share_differs", "E6")]


def test_shares_of_another_number_of_the_table_are_compared_with_that() -> None:
    assert check(beside(OF_REGISTERED)) == ([], 4)
    assert codes(check(beside([*OF_REGISTERED[:3], "7,7"]))[0]) == [("share_differs", "E6")]


def test_shares_of_a_number_that_is_not_read_are_told_once_and_are_no_differences() -> None:
    problems, right = check(beside(OF_REGISTERED, without="Рег"))
    assert (codes(problems), right) == ([("share_of_other", "E3")], 0)


def test_shares_in_a_row_of_a_table_on_its_side_are_of_one_number_too() -> None:
    assert check(beside(OF_REGISTERED, turned=True)) == ([], 4)
    problems, right = check(beside(OF_REGISTERED, without="Рег", turned=True))
    assert (codes(problems), right) == ([("share_of_other", "C5")], 0)


def test_what_the_description_says_they_are_of_is_held_to_in_every_row() -> None:
    problems, _ = check(beside(OF_REGISTERED, said="K_611"))
    assert codes(problems) == [("share_differs", f"E{row}") for row in (3, 4, 5, 6)]


# ---- totals and sums

ROWS = (["г. Зея", "1412", "936 (66,3%)"], ["г. Тында", "2010", "744 (37,0%)"], ["Без МО", "", "100"])


def test_a_right_total_is_right() -> None:
    problems, right = check(grid(*ROWS, ["ИТОГО", "3422", "1780 (52,0%)"]))
    assert problems == []
    assert right == 5


def test_a_wrong_total_is_named_with_both_numbers() -> None:
    (problem,) = check(grid(*ROWS, ["ИТОГО", "3422", "1781 (52,0%)"]))[0]
    assert (problem.code, problem.cell, problem.territory) == ("total_differs", "C5", AMUR)
    text = problem.message.replace("\u00a0", " ")
    assert "опубликовано 1 781, сумма 3 строк – 1 780 (разница +1); какое из чисел верно" in text


def test_a_total_over_unread_rows_says_so() -> None:
    problems = check(grid(ROWS[0], ["г. Тында", "2010", "74А"], ["ИТОГО", "3422", "1680 (49,1%)"]))[0]
    (problem,) = [one for one in problems if one.code == "total_differs"]
    assert problem.message.endswith("не прочитано значений: 1, сверка неполная")


def test_a_total_without_its_share_counts_as_reproduced() -> None:
    problems, right = check(grid(*ROWS, ["ИТОГО", "3422", "1780"]))
    assert codes(problems) == [("total_without_share", "C5")]
    assert right == 4


def test_an_empty_total_is_no_fault() -> None:
    assert check(grid(*ROWS, ["ИТОГО", "", "-"]))[0] == []


def test_shares_printed_more_exactly_in_the_total() -> None:
    (problem,) = check(grid(["г. Зея", "1412", "936 (66%)"], ["ИТОГО", "1412", "936 (66,29%)"]))[0]
    assert (problem.code, problem.severity) == ("precision_differs", "remark")


def test_a_total_repeated_elsewhere_with_another_number() -> None:
    problems = check(grid(*ROWS, ["ИТОГО", "3422", "1780 (52,0%)"]), listed(["Рег", "1790"]))[0]
    assert codes(problems) == [("total_repeated_differs", "C5"), ("region_differs", "B2")]
    assert "а в r.csv!B2 – 1 790" in problems[0].message.replace("\u00a0", " ")


def test_a_regions_number_that_agrees_is_no_fault() -> None:
    assert check(grid(*ROWS), listed(["Рег", "1780"]))[0] == []


@pytest.mark.parametrize(("total", "faults"), [("59", 0), ("60", 1), ("-", 0)])
def test_a_sum(total: str, faults: int) -> None:
    problems = check(listed(["Очно", "30"], ["Уроки", "29"], ["Всего", total]))[0]
    assert len(problems) == faults
    for problem in problems:
        assert problem.message == "«Всего»: опубликовано 60, а 30 + 29 = 59"
        assert problem.cell == "B4"


def test_a_sum_of_something_unknown_is_not_checked() -> None:
    assert check(listed(["Очно", "30"], ["Уроки", "2О"], ["Всего", "60"]))[0] == []


# ---- lists


@pytest.mark.parametrize(("number", "faults"), [("2", 0), ("3", 1), ("н/д", 0)])
def test_the_length_of_a_list(number: str, faults: int, tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text("kind;name\nплощадка;А\nплощадка;Б\nшкола;В\n", encoding="utf-8")
    problems = check(listed(["Площадки", number]), folder=tmp_path)[0]
    assert len(problems) == faults
    for problem in problems:
        assert problem.message == "«Площадки»: опубликовано 3, а в перечне sites.csv – 2"


def test_a_list_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert list_rows(tmp_path / "sites.csv", {}) == []
    assert codes(check(listed(["Площадки", "3"]), folder=tmp_path)[0]) == [("list_differs", "B2")]


@pytest.mark.parametrize("mark", [";", ","])
def test_a_list_with_either_mark(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    path.write_text(f"\ufeffkind{mark}name\nплощадка{mark}А\n", encoding="utf-8")
    assert list_rows(path, {"kind": "площадка"}) == [{"kind": "площадка", "name": "А"}]


def test_a_total_is_not_held_against_an_incomplete_sum() -> None:
    """Without one municipality's number neither its sum nor its share is the region's."""
    reading = grid(["г. Белогорск", "100", "40 (40%)"], ["г. Зея", "-", "5"], ["ИТОГО", "-", "45 (22%)"])
    region = territories.find(AMUR, AMUR, "2020-12-31")
    assert isinstance(region, territories.Territory)
    counts = to_frame(reading.counts, region)
    found = reconcile(reading.published, counts, Path(), ["10710000", "10712000"]).problems
    assert [one.code for one in found if one.territory == AMUR] == ["share_unchecked"]
    assert "знаменатель неизвестен или известен не полностью" in found[0].message


def test_cells_beyond_the_head_are_left_out_and_missing_ones_are_empty(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    path.write_text("kind,name,territory\nплощадка,А,г. А,лишнее\nплощадка,Б\n", encoding="utf-8")
    assert list_rows(path, {"kind": "площадка"}) == [
        {"kind": "площадка", "name": "А", "territory": "г. А"},
        {"kind": "площадка", "name": "Б", "territory": ""},
    ]
