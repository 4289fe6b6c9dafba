"""Tables that say more than their numbers, kind by kind: each is read as a person sees it, or asked about."""

from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.one_book import COLUMNS, NAMES, PLAIN, RIGHT, TITLES, TOTAL, Sheets, numbers, read, told
from openpyxl.styles import Font, PatternFill

from careerstats.pipeline.monitoring import analyse

Rows = list[list[Any]]
B, C, D = NAMES.values()
HEAD = ["МО", *TITLES]
OF = {name: RIGHT[code] for code, name in NAMES.items()}
CODES = tuple(NAMES)
LONG = {"name": "Показатель", "value": "Значение"}


def long(*more: list[Any]) -> Rows:
    """One row = one number."""
    rows = [[name, title, number] for name, row in OF.items() for title, number in zip(TITLES, row, strict=True)]
    return [["МО", "Показатель", "Значение"], *rows, *more]


def without(*variables: str) -> dict[str, tuple[Any, ...]]:
    """The right numbers but for those of these variables."""
    return {
        code: tuple(None if id in variables else number for id, number in zip(TITLES.values(), row, strict=True))
        for code, row in RIGHT.items()
    }


def only(*codes: str) -> dict[str, tuple[Any, ...]]:
    return {code: RIGHT[code] for code in codes}


# ---- 1: units


@pytest.mark.parametrize(
    ("rows", "spec", "right", "cells"),
    [
        ([["МО", "Ед. изм.", *TITLES], [B, "чел.", *OF[B]], [C, "%", 100, 51, 21], [D, "человек", *OF[D]]], {},
         only(CODES[0], CODES[2]), ["C3", "D3", "E3"]),
        ([["МО", "Показатель", "Ед. изм.", "Значение"],
          *([name, title, "%" if title == "Пробы" else "чел.", number] for name, row in OF.items()
            for title, number in zip(TITLES, row, strict=True))], LONG, without("K_trial"), ["B4"]),
        ([*PLAIN, ["* данные приведены в тыс. чел."]], {}, {}, ["A5"]),
        ([HEAD, [B, 1000, 1, 0.3], [C, 1037, 1, 0.4], [D, 1074, 0.52, 0.2]], {},
         {code: (row[0], None, None) for code, row in RIGHT.items()}, ["C2", "D2", "D3", "C4", "D4"]),
        ([HEAD, [B, 1000, 72, 200], [C, 1037, 52.4, 217], [D, 1074, 25, 234]], {},
         without("K_pt"), ["C2", "C3"]),
        ([HEAD, [B, 1000, "51 %", 200], [C, 1037, 49, 217], [D, 1074, "25,5 %", 234]], {},
         without("K_pt"), ["C2", "C3", "C4"]),
        ([["МО", "Обучающиеся", "Доля, %", None], [None, None, "Диагностика", "Пробы"], *PLAIN[1:]], {},
         without("K_pt", "K_trial"), ["C2", "D2"]),
        ([HEAD, [None, "чел.", "%", "чел."], *PLAIN[1:]], {}, without("K_pt"), ["C2"]),
    ],
    ids=["column of units", "units of a list", "note below", "ones among shares", "tens among shares", "with a sign",
         "group of shares", "row of units"],
)  # fmt: skip
def test_a_unit_wherever_it_is_said(
    rows: Rows, spec: dict[str, Any], right: dict[str, Any], cells: list[str], tmp_path: Path
) -> None:
    intake = read(tmp_path, rows, "A1:A2 B1:B2 C1:D1" if rows[0][2] == "Доля, %" else "", territory="МО", **spec)
    assert numbers(intake) == right
    asked = [problem.cell for problem in intake.problems if problem.severity == "blocking" and problem.cell]
    assert sorted(asked) == sorted(cells)


def test_a_sheet_that_is_called_by_its_unit(tmp_path: Path) -> None:
    intake = read(tmp_path, {"В процентах": (PLAIN, "")}, territory="МО")
    assert numbers(intake) == {}
    assert {problem.code for problem in intake.problems} - {"not_reported"} == {"unit_differs"}


def test_one_slip_among_counts_puts_no_small_count_in_doubt(tmp_path: Path) -> None:
    intake = read(tmp_path, [HEAD, [B, 1000, 1, 200], [C, 1037, 0.5, 217], [D, 1074, 562, 234]], territory="МО")
    assert numbers(intake)[CODES[0]] == (1000, 1, 200)
    assert told(intake) == [("unreadable", "C3")]


# ---- 2: heads


TALL = "A1:A3 B1:B3 C1:F1 C2:D2 E2:F2 G1:G3"


@pytest.mark.parametrize(
    ("head", "order"),
    [
        ([["МО", "Обучающиеся", "Диагностика", None, None, None, "Пробы"],
          [None, None, "2023/24", None, "2024/25", None, None], [None, None, "план", "факт", "план", "факт", None]],
         ("other", "before", "other", "now")),
        ([["МО", "Обучающиеся", "Диагностика", None, None, None, "Пробы"],
          [None, None, "план", None, "факт", None, None],
          [None, None, "2023/24", "2024/25", "2023/24", "2024/25", None]], ("other", "other", "before", "now")),
    ],
    ids=["years over plan and fact", "plan and fact over years"],
)  # fmt: skip
def test_years_with_plan_and_fact(head: Rows, order: tuple[str, ...], tmp_path: Path) -> None:
    rows = []
    for name, row in OF.items():
        said = {"other": 7, "before": row[1] - 30, "now": row[1]}
        rows.append([name, row[0], *(said[what] for what in order), row[2]])
    intake = read(tmp_path, [*head, *rows], TALL, territory="МО")
    tested = intake.counts[intake.counts["variable"] == "K_pt"]
    given = {
        (code, period): int(value)
        for code, period, value in zip(tested["code"], tested["period"], tested["value"], strict=True)
    }
    assert given == {
        key: number
        for code, row in RIGHT.items()
        for key, number in (((code, "2024/25"), row[1]), ((code, "2023/24"), row[1] - 30))
    }


UNDER = [["МО", "Обучающиеся", "Диагностика", None, None, "Пробы"]]
UNDER_MERGED = "A1:A2 B1:B2 C1:E1 F1:F2"


@pytest.mark.parametrize(
    ("below", "numbers_of", "codes"),
    [
        (["План 2024/25", "Факт 2024/25", "% выполнения"], lambda n: (n + 100, n, 83.3),
         ["plan_beside_fact", "share_unchecked"]),
        (["2023/24", "2024/25", "+/-"], lambda n: (n - 30, n, 30), ["change_beside"]),
        (["чел.", "% от плана", "отклонение"], lambda n: (n, 90, -10), ["change_beside", "share_unchecked"]),
    ],
    ids=["plan and fact with their year", "how it changed", "share of the plan"],
)  # fmt: skip
def test_what_stands_beside_the_number_is_not_it(
    below: list[str], numbers_of: Callable[[int], tuple[Any, ...]], codes: list[str], tmp_path: Path
) -> None:
    rows = [
        *UNDER,
        [None, None, *below, None],
        *([name, row[0], *numbers_of(row[1]), row[2]] for name, row in OF.items()),
    ]
    intake = read(tmp_path, rows, UNDER_MERGED, territory="МО")
    now = intake.counts[(intake.counts["period"] == "2024/25") & (intake.counts["variable"] == "K_pt")]
    assert [int(number) for number in now["value"]] == [row[1] for row in RIGHT.values()]
    assert sorted(code for code, _ in told(intake)) == codes
    assert [one.code for one in analyse(tmp_path, "proba").problems if one.code == "share_differs"] == []


@pytest.mark.parametrize(
    "below",
    [["I полугодие", "II полугодие"], ["на 01.09.2024", "на 01.01.2025"], ["мальчики", "девочки"]],
    ids=["halves of a year", "days", "groups"],
)
def test_columns_that_could_each_be_meant_are_asked_about(below: list[str], tmp_path: Path) -> None:
    rows = [["МО", "Обучающиеся", "Диагностика", None, "Пробы"], [None, None, *below, None]]
    rows += [[name, row[0], row[1] - 200, 200, row[2]] for name, row in OF.items()]
    intake = read(tmp_path, rows, "A1:A2 B1:B2 C1:D1 E1:E2", territory="МО")
    assert numbers(intake) == without("K_pt")
    assert told(intake) == [("several_columns", "C2")]


@pytest.mark.parametrize("year", ["за 2023/24", "за 2022/2023 учебный год", "за 2023 год"])
def test_a_head_of_another_period_is_not_read(year: str, tmp_path: Path) -> None:
    columns = {f"{title} {year}": meaning for title, meaning in COLUMNS.items()}
    intake = read(tmp_path, [["МО", *columns], *PLAIN[1:]], territory="МО", columns=columns)
    assert numbers(intake) == {}
    assert told(intake) == [("period_differs", cell) for cell in ("B1", "C1", "D1")]


def test_years_of_another_kind_are_asked_about(tmp_path: Path) -> None:
    rows = [["МО", "Обучающиеся", "Диагностика", None, "Пробы"], [None, None, 2023, 2024, None]]
    rows += [[name, row[0], row[1] - 30, row[1], row[2]] for name, row in OF.items()]
    intake = read(tmp_path, rows, "A1:A2 B1:B2 C1:D1 E1:E2", territory="МО")
    assert numbers(intake) == without("K_pt")
    assert told(intake) == [("period_differs", "C2"), ("period_differs", "D2")]


@pytest.mark.parametrize(
    ("caption", "codes"),
    [("Сведения за 2022/23 учебный год", ["period_differs"]), ("Сведения за 2024-2025 учебный год", []),
     ("Приложение к приказу от 12.03.2023 № 5", []), ("Сведения за 2025 год", [])],
)  # fmt: skip
def test_a_line_above_the_table_that_tells_another_period(caption: str, codes: list[str], tmp_path: Path) -> None:
    intake = read(tmp_path / "presumed", [[caption], *PLAIN], territory="МО")
    assert numbers(intake) == ({} if codes else RIGHT)
    assert [code for code, _ in told(intake)] == codes
    intake = read(tmp_path / "described", [[caption], *PLAIN], territory="МО", period="2024/25")
    assert numbers(intake) == RIGHT
    assert [code for code, _ in told(intake)] == codes


def test_capitals_of_a_head_do_not_count(tmp_path: Path) -> None:
    rows = [["МО", "ОБУЧАЮЩИЕСЯ", "диагностика", "Пробы "], *PLAIN[1:]]
    assert numbers(read(tmp_path, rows, territory="МО")) == RIGHT


# ---- 3: what nobody sees


def _height(book: openpyxl.Workbook) -> None:
    book.active.row_dimensions[3].height = 0.1


def _filter(book: openpyxl.Workbook) -> None:
    book.active.auto_filter.ref = "A1:D4"
    book.active.auto_filter.add_filter_column(0, [B, D])
    book.active.row_dimensions[3].hidden = True


@pytest.mark.parametrize("looks", [_height, _filter], ids=["no height", "filter"])
def test_a_row_that_nobody_sees(looks: Callable[[openpyxl.Workbook], None], tmp_path: Path) -> None:
    intake = read(tmp_path, PLAIN, territory="МО", looks=looks)
    assert numbers(intake) == only(CODES[0], CODES[2])
    assert told(intake) == [("hidden_rows", "A3")]


def _white(book: openpyxl.Workbook) -> None:
    page = book.active
    for cell in ("C2", "D3"):
        page[cell].font = Font(color="FFFFFFFF")
    page["D3"].fill = PatternFill("solid", fgColor="FF333333")
    for cell in page[1]:
        cell.font = Font(color="FFFFFFFF")


def test_white_on_white_is_asked_about_and_white_on_dark_is_not(tmp_path: Path) -> None:
    intake = read(tmp_path, PLAIN, territory="МО", looks=_white)
    assert told(intake) == [("unreadable", "C2")]
    assert numbers(intake)[CODES[0]] == (1000, None, 200)


def test_a_hidden_head_is_no_head(tmp_path: Path) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book.active.row_dimensions[1].hidden = True

    rows = [HEAD, ["МО", "Пробы", "Диагностика", "Обучающиеся"], *([name, *row[::-1]] for name, row in OF.items())]
    intake = read(tmp_path, rows, territory="МО", looks=hide)
    assert numbers(intake) == RIGHT
    assert told(intake) == []


def test_a_hidden_column_of_the_same_title_is_told(tmp_path: Path) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book.active.column_dimensions["C"].hidden = True

    rows = [["МО", "Обучающиеся", "Диагностика", "Диагностика", "Пробы"]]
    rows += [[name, row[0], 7 + at, *row[1:]] for at, (name, row) in enumerate(OF.items())]
    intake = read(tmp_path, rows, territory="МО", looks=hide)
    assert numbers(intake) == RIGHT
    assert told(intake) == [("hidden_column", "C")]


# ---- 4: what a row means


def test_rows_without_a_name_put_the_row_above_in_doubt(tmp_path: Path) -> None:
    rows = [HEAD, [B, 700, 300, 100], [None, 300, 200, 100], [C, *OF[C]], [D, *OF[D]]]
    intake = read(tmp_path, rows, territory="МО")
    assert numbers(intake) == only(*CODES[1:])
    assert told(intake) == [("nameless_rows", "A3")]


def test_a_nameless_sum_below_puts_nobody_in_doubt(tmp_path: Path) -> None:
    intake = read(tmp_path, [*PLAIN, [None, *TOTAL]], territory="МО")
    assert numbers(intake) == RIGHT
    assert told(intake) == [("unknown_territory", "A5")]


@pytest.mark.parametrize(
    "row",
    [
        ["(1)", "(2)", "(3)", "(4)"],
        [1, 2, 3, "4=3/2"],
        ["1.", "2.", "3.", "4."],
        ["А", 1, 2, 3],
        ["гр. 1", "гр. 2", "гр. 3", "гр. 4"],
    ],
)
def test_column_numbers_however_they_are_written(row: list[Any], tmp_path: Path) -> None:
    intake = read(tmp_path, [HEAD, row, *PLAIN[1:]], territory="МО")
    assert numbers(intake) == RIGHT
    assert told(intake) == [("column_numbers", "A2")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["Среднее", 1037, 531, 217], "aside_row"), (["из них города", 10, 5, 2], "aside_row"),
        (["Итого без учёта интернатов", 3000, 1500, 600], "aside_row"), (["Справочно: план", 30, 15, 6], "aside_row"),
        (["Директор", None, "Иванова И. И."], "note_row"), (["Примечание:", "данные на 20.09"], "note_row"),
        (["2023/24"], "note_row"), (["Итого по городам", 5, 5, 5], "subtotal_row"),
    ],
)  # fmt: skip
def test_ordinary_rows_of_forms_are_no_errors(row: list[Any], code: str, tmp_path: Path) -> None:
    intake = read(tmp_path, [*PLAIN, row], territory="МО")
    assert numbers(intake) == RIGHT
    assert [problem.code for problem in intake.problems if problem.code != "not_reported"] == [code]
    assert {problem.severity for problem in intake.problems if problem.code == code} == {"remark"}


def test_a_municipality_after_such_words_is_asked_about(tmp_path: Path) -> None:
    intake = read(tmp_path, [*PLAIN[:3], [f"в том числе {D}", *OF[D]]], territory="МО")
    assert told(intake) == [("unknown_territory", "A4")]


def test_a_row_that_dataset_yaml_leaves_out(tmp_path: Path) -> None:
    intake = read(
        tmp_path, [*PLAIN, ["Кадетский корпус", 9, 9, 9]], territory="МО", rows={"Кадетский корпус": "ignore"}
    )
    assert numbers(intake) == RIGHT
    assert told(intake) == []


def test_a_heading_of_a_zone_may_stand_first(tmp_path: Path) -> None:
    intake = read(tmp_path, [HEAD, ["Северная зона"], *PLAIN[1:]], territory="МО")
    assert numbers(intake) == RIGHT
    assert told(intake) == [("note_row", "A2")]


def test_the_column_of_row_numbers_needs_no_description(tmp_path: Path) -> None:
    rows = [["№ п/п", *HEAD], *([at, name, *row] for at, (name, row) in enumerate(OF.items(), 1))]
    intake = read(tmp_path, rows, territory="МО")
    assert numbers(intake) == RIGHT
    assert told(intake) == []


def csv_of(rows: Rows, mark: str = ";") -> str:
    return "".join(mark.join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)


@pytest.mark.parametrize(
    ("line", "mark"),
    [("Бичурский район;1 037;7;531;217", ";"), ("Бичурский район,1,037,531,217", ","), ("Бичурский район;531;217", ";"),
     ("Бичурский; район;1037;531;217", ";")],
    ids=["a mark too many", "thousands by a comma", "a mark too few", "inside the name"],
)  # fmt: skip
def test_a_shifted_row_of_a_text_table_is_not_read(line: str, mark: str, tmp_path: Path) -> None:
    lines = csv_of(PLAIN, mark).splitlines()
    lines[2] = line
    intake = read(tmp_path, "\n".join(lines).encode(), territory="МО")
    assert numbers(intake) == only(CODES[0], CODES[2])
    assert [cell for code, cell in told(intake) if code in ("shifted_row", "unknown_territory")] == ["A3"]


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_are_read(encoding: str, tmp_path: Path) -> None:
    assert numbers(read(tmp_path, csv_of(PLAIN).encode(encoding), territory="МО")) == RIGHT


def test_schools_under_headings_that_nobody_described(tmp_path: Path) -> None:
    rows: Rows = [["Организация", *TITLES]]
    for name, row in OF.items():
        rows += [[name, None, None, None], ["МБОУ СОШ № 1", *row], ["МБОУ СОШ № 2", 3, 2, 1], ["Итого по району", *row]]
    intake = read(tmp_path, rows, "A2:D2 A6:D6 A10:D10", territory="Организация")
    assert numbers(intake) == {}
    assert told(intake) == [("undescribed_headings", "A2")]
    assert "territory_in: heading" in next(
        one.what_to_do for one in intake.problems if one.code == "undescribed_headings"
    )


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        ({"Sheet": ([list(row) for row in zip(*[["Показатель", *TITLES], *PLAIN[1:]], strict=True)], "")},
         "«territory: Показатель» и «transposed: true»"),
        ({name: ([["Показатель", "Значение"], *zip(TITLES, row, strict=True)], "") for name, row in OF.items()},
         "«territory_in: sheet»"),
    ],
    ids=["on its side", "a sheet for each"],
)  # fmt: skip
def test_a_layout_that_nobody_described_is_named(sheets: Sheets, words: str, tmp_path: Path) -> None:
    intake = read(tmp_path, sheets, territory="МО")
    assert numbers(intake) == {}
    (problem,) = [problem for problem in intake.problems if problem.code == "other_layout"]
    assert words in problem.what_to_do


def test_two_tables_side_by_side_are_told_and_read_by_their_cells(tmp_path: Path) -> None:
    rows = [[*HEAD, None, *HEAD], [B, *OF[B], None, D, *OF[D]], [C, *OF[C]]]
    intake = read(tmp_path / "both", rows, territory="МО")
    assert numbers(intake) == {}
    assert told(intake) == [("side_by_side", "F1")]
    assert numbers(read(tmp_path / "left", rows, territory="МО", range="A1:D3")) == only(*CODES[:2])
    assert numbers(read(tmp_path / "right", rows, territory="МО", range="F1:I3")) == only(CODES[2])


@pytest.mark.parametrize(
    "between", [["Таблица 2. Сельские школы"], ["2023/24"], []], ids=["caption", "year", "nothing"]
)
def test_the_same_head_over_the_same_municipalities_is_another_table(between: list[str], tmp_path: Path) -> None:
    rows = [*PLAIN, between, HEAD, [B, 10, 5, 2], [C, 11, 6, 3]]
    intake = read(tmp_path, rows, territory="МО")
    assert numbers(intake) == RIGHT
    assert ("another_table", "A6") in told(intake)


# ---- lists


@pytest.mark.parametrize(
    "rows",
    [
        [line for name, row in OF.items()
         for line in ([name, None, None], *([None, title, number] for title, number in zip(TITLES, row, strict=True)))],
        [line for name, row in OF.items()
         for line in ([name, "Обучающиеся", row[0]], [name, "Профориентация:", None], [name, "Диагностика", row[1]],
                      [name, "Пробы", row[2]])],
        [[name, f"{at}. {title}", number] for name, row in OF.items()
         for at, (title, number) in enumerate(zip(TITLES, row, strict=True), 1)],
        [[name, f"1.{at} {title}", number] for name, row in OF.items()
         for at, (title, number) in enumerate(zip(TITLES, row, strict=True), 1)],
    ],
    ids=["a row of the municipality", "a row of a category", "numbered", "numbered twice"],
)  # fmt: skip
def test_rows_that_only_order_a_list(rows: Rows, tmp_path: Path) -> None:
    intake = read(tmp_path, [["МО", "Показатель", "Значение"], *rows], territory="МО", **LONG)
    assert numbers(intake) == RIGHT
    assert told(intake) == []


@pytest.mark.parametrize("merged", ["A2:A4 A5:A7 A8:A10", ""], ids=["merged", "empty below"])
def test_the_name_of_a_quantity_stands_once_over_its_municipalities(merged: str, tmp_path: Path) -> None:
    rows = [["Показатель", "МО", "Значение"]]
    for at, title in enumerate(TITLES):
        rows += [[title if name == B else None, name, row[at]] for name, row in OF.items()]
    intake = read(tmp_path, rows, merged, territory="МО", **LONG)
    assert numbers(intake) == RIGHT
    assert told(intake) == []


def test_a_number_of_a_list_that_nothing_names_is_asked_about(tmp_path: Path) -> None:
    rows = long()
    rows[5][1] = None
    intake = read(tmp_path, rows, territory="МО", **LONG)
    assert told(intake) == [("nameless_row", "B6")]
    assert numbers(intake)[CODES[1]] == (1037, None, 217)


def test_values_of_several_periods_side_by_side(tmp_path: Path) -> None:
    rows = [["МО", "Показатель", "Значение", None], [None, None, "2023/24", "2024/25"]]
    rows += [[*row[:2], row[2] - 30, row[2]] for row in long()[1:]]
    intake = read(tmp_path, rows, "A1:A2 B1:B2 C1:D1", territory="МО", **LONG)
    first = intake.counts[(intake.counts["code"] == CODES[0]) & (intake.counts["variable"] == "K_pt")]
    assert dict(zip(first["period"], first["value"], strict=True)) == {"2023/24": 470, "2024/25": 500}
    assert told(intake) == []


def test_a_list_of_another_period_is_not_read(tmp_path: Path) -> None:
    rows = [["МО", "Показатель", "2023/24"], *long()[1:]]
    intake = read(tmp_path, rows, territory="МО", name="Показатель", value="2023/24")
    assert numbers(intake) == {}
    assert told(intake) == [("period_differs", "C1")]


@pytest.mark.parametrize("wrong", [0, 1])
def test_totals_of_a_list_are_held_against_its_rows(wrong: int, tmp_path: Path) -> None:
    totals = [["ИТОГО", title, number + wrong] for title, number in zip(TITLES, TOTAL, strict=True)]
    intake = read(tmp_path, long(*totals), territory="МО", **LONG)
    assert numbers(intake) == RIGHT
    assert told(intake) == [("total_row", "B11")]
    differ = [one.cell for one in analyse(tmp_path, "proba").problems if one.code == "total_differs"]
    assert differ == (["C11", "C12", "C13"] if wrong else [])


# ---- 6: sums

ZONES: Rows = [
    ["Север"], *PLAIN[1:3], ["Итого по зоне", 2037, 1031, 417],
    ["Юг"], PLAIN[3], ["Итого по зоне", 1074, 562, 234],
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "differ"),
    [
        ([*PLAIN[1:], ["Итого", *TOTAL], ["Города"], ["г. Улан-Удэ", 5000, 2500, 900],
          ["Всего", 8111, 4093, 1551]], []),
        ([*ZONES, ["ВСЕГО", *TOTAL]], []),
        ([*ZONES, ["ВСЕГО", *TOTAL[:2], 9]], ["D9"]),
        ([["Всего", *TOTAL], ["в том числе:"], *PLAIN[1:]], []),
        ([*PLAIN[1:], ["Итого", *TOTAL], ["из них города", 10, 5, 2]], []),
        ([*PLAIN[1:], ["Итого по городам", 5, 5, 5]], []),
    ],
    ids=["all after a second block", "all after zones", "wrong", "first", "of which", "of towns alone"],
)  # fmt: skip
def test_a_total_is_held_against_what_it_totals(rows: Rows, differ: list[str], tmp_path: Path) -> None:
    read(tmp_path, [HEAD, *rows], territory="МО")
    found = [problem.cell for problem in analyse(tmp_path, "proba").problems if problem.code == "total_differs"]
    assert found == differ


def test_a_total_that_is_neither_of_its_zone_nor_of_all_is_asked_about(tmp_path: Path) -> None:
    rows = [HEAD, *PLAIN[1:3], ["Итого", 2037, 1031, 417], PLAIN[3], ["Всего", 5, 5, 5]]
    intake = read(tmp_path, rows, territory="МО")
    assert told(intake) == [("total_of_whom", "A6")]


def test_a_total_that_was_never_computed_is_no_head_of_another_table(tmp_path: Path) -> None:
    rows = [*PLAIN[:3], ["ИТОГО", "=SUM(B2:B3)", "=SUM(C2:C3)", "=SUM(D2:D3)"], PLAIN[3]]
    intake = read(tmp_path, rows, territory="МО", rows={"ИТОГО": "total"})
    assert numbers(intake) == RIGHT
    assert told(intake) == [("unreadable", cell) for cell in ("B4", "C4", "D4")]


# ---- 7: persons


def people(folder: Path, rows: list[str], **person: Any) -> Any:
    """Their number in the first municipality."""
    entry = {"file": "list.csv", "person": person, "territory": "МО", "counts": [{"variable": "K_konk"}]}
    intake = read(folder, PLAIN, files={"list.csv": "\n".join(rows)}, territory="МО", participants=[entry])
    counts = intake.counts[(intake.counts["variable"] == "K_konk") & (intake.counts["code"] == CODES[0])]
    return sum(int(number) for number in counts["value"])


@pytest.mark.parametrize(
    ("ids", "number"),
    [(["1001.0", "1001", "1002"], 2), (["10 01", "1001"], 1), (["0012", "12"], 2), (["1E5", "100001"], 1)],
)
def test_numbers_of_persons_as_tables_show_them(ids: list[str], number: int, tmp_path: Path) -> None:
    assert people(tmp_path, ["ID;МО", *(f"{id};{B}" for id in ids)], id="ID") == number


@pytest.mark.parametrize(
    ("names", "number"),
    [
        (["Иванов;Пётр;Сергеевич", "Ивaнов;Петр;Сергеевич", "ИВАНОВ ;ПЁТР;СЕРГЕЕВИЧ", "Пётр;Иванов;Сергеевич"], 1),
        (["Белова-Крылова;Анна;-", "Белова – Крылова;Анна;нет", "Белова Крылова;Анна;"], 1),
        (["Иванов;Пётр;Сергеевич", "Иванова;Вера;Сергеевна", "Иванов;Павел;Сергеевич"], 3),
    ],
)
def test_one_person_is_counted_once_however_written(names: list[str], number: int, tmp_path: Path) -> None:
    rows = ["Фамилия;Имя;Отчество;Родился;МО", *(f"{name};01.02.2010;{B}" for name in names)]
    assert people(tmp_path, rows, names=["Фамилия", "Имя", "Отчество"], born="Родился") == number


# ---- other layouts of the same kinds


TURNED = {"territory": "Показатель", "transposed": True}


@pytest.mark.parametrize(("unit", "right", "asked"), [("чел.", RIGHT, []), ("%", without("K_pt"), ["B3"])])
def test_units_of_a_sheet_on_its_side(unit: str, right: dict[str, Any], asked: list[str], tmp_path: Path) -> None:
    rows: Rows = [["Показатель", "Ед. изм.", *OF]]
    for at, title in enumerate(TITLES):
        rows.append([title, unit if at == 1 else "чел.", *(row[at] for row in OF.values())])
    intake = read(tmp_path, rows, **TURNED)
    assert numbers(intake) == right
    assert [cell for _, cell in told(intake)] == asked


def test_a_head_of_two_rows_on_every_page(tmp_path: Path) -> None:
    head = [["МО", "Обучающиеся", "Прошли", None], [None, None, "Диагностика", "Пробы"]]
    rows = [*head, *PLAIN[1:3], *head, PLAIN[3]]
    intake = read(tmp_path, rows, "A1:A2 B1:B2 C1:D1", territory="МО")
    assert numbers(intake) == RIGHT
    assert {code for code, _ in told(intake)} == {"repeated_head"}


def test_a_sheet_or_a_list_of_another_year_is_not_read_for_this_one(tmp_path: Path) -> None:
    sheets: Sheets = {"2023-2024": (PLAIN, ""), "2024-2025": (PLAIN, "")}
    intake = read(tmp_path / "sheet", sheets, territory="МО")
    assert numbers(intake) == {}
    assert told(intake) == [("period_differs", "")]
    assert numbers(read(tmp_path / "named", sheets, territory="МО", sheet="2024-2025")) == RIGHT
    intake = read(tmp_path / "list", [["Сведения за 2023/24 учебный год"], *long()], territory="МО", **LONG)
    assert numbers(intake) == {}
    assert told(intake) == [("period_differs", "")]


SCHOOLS = {"territory": "МО", "sum_by": "Школа"}


def schools(*more: list[Any], name: bool = True) -> Rows:
    """Two schools of each municipality; ``name``: told in both rows, or once over them."""
    rows: Rows = [["МО", "Школа", *TITLES]]
    for place, numbers_of in OF.items():
        rows.append([place, "СОШ № 1", *(number - 10 for number in numbers_of)])
        rows.append([place if name else None, "СОШ № 2", 10, 10, 10])
    return [*rows, *more]


def test_a_municipality_told_once_over_its_schools(tmp_path: Path) -> None:
    intake = read(tmp_path, schools(name=False), **SCHOOLS)
    assert numbers(intake) == RIGHT
    assert told(intake) == []


def test_a_row_of_no_school_under_others_leaves_their_municipality_out(tmp_path: Path) -> None:
    rows = schools()
    rows.insert(3, [None, None, 5, 5, 5])
    intake = read(tmp_path, rows, **SCHOOLS)
    assert numbers(intake) == only(*CODES[1:])
    assert told(intake) == [("nameless_rows", "A4")]


@pytest.mark.parametrize(
    ("note", "code"),
    [("* данные за 2022/23 учебный год", "period_differs"), ("Данные по состоянию на 01.06.2023", "period_differs"),
     ("Примечание: численность приведена в %", "unit_differs"), ("* в тыс. чел.", "unit_differs")],
)  # fmt: skip
def test_a_note_below_takes_back_what_it_puts_in_doubt(note: str, code: str, tmp_path: Path) -> None:
    intake = read(tmp_path, [*PLAIN, [], [note]], territory="МО")
    assert (numbers(intake), told(intake)) == ({}, [("note_row", "A6"), (code, "A6")])


@pytest.mark.parametrize(
    "note",
    ["* данные за 2024/25 учебный год", "* по данным ОО-1 на 20.09.2023", "Данные по Бичурскому району – за 2022 год",
     "* численность на 20.09.2023", "Исполнено 12.01.2023", "Данные предварительные"],
)  # fmt: skip
def test_a_note_below_that_tells_of_no_other_year(note: str, tmp_path: Path) -> None:
    intake = read(tmp_path, [*PLAIN, [], [note]], territory="МО")
    assert (numbers(intake), told(intake)) == (RIGHT, [("note_row", "A6")])


def test_a_name_or_a_head_that_nobody_computed_is_told_so(tmp_path: Path) -> None:
    rows = [["МО", "=B9", *HEAD[2:]], *PLAIN[1:3], ["=A2", *PLAIN[3][1:]]]
    intake = read(tmp_path, rows, territory="МО")
    assert {"unreadable", "unknown_territory"} <= {code for code, _ in told(intake)}
    assert not any("#НЕ ВЫЧИСЛЕНО!" in problem.message + problem.what_to_do for problem in intake.problems)


@pytest.mark.parametrize("mark", ["|", ";"])
def test_text_tables_as_other_programs_write_them(mark: str, tmp_path: Path) -> None:
    rows = [mark.join(HEAD), *(mark.join([name, *(f'"=""{n}"""' for n in row)]) for name, row in OF.items())]
    intake = read(tmp_path, "\r\n".join(rows).encode("cp1251"), territory="МО")
    assert (numbers(intake), told(intake)) == (RIGHT, [])


def test_numbers_of_columns_that_name_others(tmp_path: Path) -> None:
    rows = [HEAD, ["гр. 1", "гр. 2", "гр. 3", "гр. 4=гр.3/гр.2"], *PLAIN[1:]]
    intake = read(tmp_path, rows, territory="МО")
    assert (numbers(intake), told(intake)) == (RIGHT, [("column_numbers", "A2")])


def test_a_number_before_a_name(tmp_path: Path) -> None:
    rows = [HEAD, *([f"№ {at} {row[0]}", *row[1:]] for at, row in enumerate(PLAIN[1:], 1))]
    assert numbers(read(tmp_path, rows, territory="МО")) == RIGHT


def test_a_municipality_above_its_schools_is_their_total_and_no_school(tmp_path: Path) -> None:
    rows = schools(name=False)
    heads = [row for row in rows[1:] if row[0]]
    sums = {row[0]: [sum(other[at] for other in under(rows, row)) for at in range(2, 5)] for row in heads}
    for row in heads:
        rows.insert(rows.index(row), [row[0], None, *sums[row[0]]])
    assert (numbers(same := read(tmp_path / "same", rows, **SCHOOLS)), told(same)) == (RIGHT, [])
    rows[1][2] += 1
    other = read(tmp_path / "other", rows, **SCHOOLS)
    assert numbers(other) == only(*CODES[1:])
    assert told(other) == [("schools_unclear", "B2")]


def under(rows: list[list[Any]], head: list[Any]) -> list[list[Any]]:
    """The row of a municipality and those below it that name none."""
    at = rows.index(head)
    return [head, *takewhile(lambda row: not row[0], rows[at + 1 :])]


def test_a_part_of_a_school_is_in_it_already(tmp_path: Path) -> None:
    rows = schools(name=False)
    rows.insert(2, [None, "в том числе филиал в с. Луговое", 5, 5, 5])
    intake = read(tmp_path, rows, **SCHOOLS)
    assert (numbers(intake), told(intake)) == (RIGHT, [("aside_row", "B3")])


@pytest.mark.parametrize("name", ["МБОУ «СОШ № 1»", "МКОУ СОШ №1"])
def test_a_school_with_its_legal_form_and_without_is_asked_about(name: str, tmp_path: Path) -> None:
    intake = read(tmp_path, schools([B, name, 990, 490, 191]), **SCHOOLS)
    assert numbers(intake) == only(*CODES[1:])
    assert told(intake) == [("schools_unclear", "B8")]


def test_a_pivot_table_has_its_own_words_for_totals(tmp_path: Path) -> None:
    rows = schools(name=False)
    for row in [row for row in rows[1:] if row[0]]:
        at = rows.index(row) + len(under(rows, row))
        rows.insert(at, [f"{row[0]} Итог", None, *[sum(other[k] for other in under(rows, row)) for k in range(2, 5)]])
    intake = read(tmp_path, [*rows, ["Общий итог", None, *TOTAL]], **SCHOOLS)
    assert numbers(intake) == RIGHT
    assert {code for code, _ in told(intake)} <= {"subtotal_row", "total_row"}


def test_rows_without_a_name_at_the_end_are_no_sum(tmp_path: Path) -> None:
    rows = [["МО", "Класс", *TITLES]]
    for code, name in NAMES.items():
        half = [number // 3 for number in RIGHT[code]]
        rest = [number - part for number, part in zip(RIGHT[code], half, strict=True)]
        rows += [[name, "6–8", *half], [None, "9–11", *rest]]
    intake = read(tmp_path, rows, territory="МО", ignore=["Класс"])
    assert numbers(intake) == {}
    assert told(intake) == [("nameless_rows", "A3"), ("nameless_rows", "A5"), ("nameless_rows", "A7")]


@pytest.mark.parametrize("years", [("23/24", "24/25"), ("2023-2024 уч. год", "2024-2025 уч.г.")])
def test_a_municipality_told_once_over_its_years(years: tuple[str, str], tmp_path: Path) -> None:
    rows = [["МО", "Год", *TITLES]]
    for code, name in NAMES.items():
        rows += [[name, years[0], *[number - 5 for number in RIGHT[code]]], [None, years[1], *RIGHT[code]]]
    intake = read(tmp_path, rows, territory="МО", period_column="Год")
    assert told(intake) == []
    now = intake.counts[intake.counts["period"] == "2024/25"]
    assert dict(zip(now["code"], now["value"], strict=True)).keys() == RIGHT.keys()
    assert sorted(now["value"]) == sorted(number for row in RIGHT.values() for number in row)


def test_one_school_in_two_spellings_is_one(tmp_path: Path) -> None:
    same = read(tmp_path / "same", schools([B, "сош №1", 990, 490, 190]), **SCHOOLS)
    assert numbers(same) == RIGHT
    assert told(same) == [("duplicate", "A8")]
    other = read(tmp_path / "other", schools([B, "СОШ 1", 990, 490, 191]), **SCHOOLS)
    assert numbers(other) == only(*CODES[1:])
    assert told(other) == [("duplicate", "A8")]


def test_rows_that_are_copies_of_others_are_told(tmp_path: Path) -> None:
    columns = {**COLUMNS, "Рекомендации": {"variable": "K_rec"}}
    rows = [["МО", "Школа", *columns]]
    rows += [[B, school, 300, 200, 90, 45] for school in ("Лицей", "Гимназия")]
    intake = read(tmp_path, rows, columns=columns, **SCHOOLS)
    assert ("same_answers", "B3") in told(intake)


@pytest.mark.parametrize("title", ["Обучающиеся 6–11 классов", "обучающиеся 6-11 классов", "Обучающиеся 6—11 классов*"])
def test_dashes_of_a_heading_do_not_count(title: str, tmp_path: Path) -> None:
    columns = {
        "Обучающиеся 6-11 классов": COLUMNS["Обучающиеся"],
        **{key: COLUMNS[key] for key in ("Диагностика", "Пробы")},
    }
    rows = [["МО", title, "Диагностика", "Пробы"], *PLAIN[1:]]
    assert numbers(read(tmp_path, rows, territory="МО", columns=columns)) == RIGHT


@pytest.mark.parametrize(
    ("spec", "code"), [({"ignore": ["Пробыы"]}, "ignored_absent"), ({"rows": {"Тунка": "ignore"}}, "rows_absent")]
)
def test_a_name_in_the_description_that_the_table_has_not_is_told(
    spec: dict[str, Any], code: str, tmp_path: Path
) -> None:
    intake = read(tmp_path, PLAIN, territory="МО", **spec)
    assert numbers(intake) == RIGHT
    assert told(intake) == [(code, "")]


@pytest.mark.parametrize(
    ("title", "words"),
    [("План", "«План: {variable: …, values: plan}»"), ("Доля, %", "«Доля, %: {share: …, share_of: …}»"),
     ("Год", "«period_column: Год»")],
)  # fmt: skip
def test_a_column_that_nobody_described_is_told_how_it_would_be(title: str, words: str, tmp_path: Path) -> None:
    rows = [[*HEAD, title], *([*row, "2024/25" if title == "Год" else 50] for row in PLAIN[1:])]
    (problem,) = [one for one in read(tmp_path, rows, territory="МО").problems if one.code == "unknown_column"]
    assert words in problem.what_to_do


@pytest.mark.parametrize("row", ["Итого;2", "ID;МО", "ВСЕГО:;2"])
def test_a_total_or_a_head_among_persons_is_nobody(row: str, tmp_path: Path) -> None:
    home = tmp_path / "data" / "raw" / "proba" / "participants"
    home.mkdir(parents=True)
    (home / "list.csv").write_text(f"ID;МО\n11;{B}\n12;{B}\n{row}\n", encoding="utf-8")
    listed = {
        "file": "participants/list.csv",
        "person": {"id": "ID"},
        "territory": "МО",
        "counts": [{"variable": "K_test"}],
    }
    intake = read(tmp_path, PLAIN, territory="МО", participants=[listed])
    counts = intake.counts[intake.counts["variable"] == "K_test"]
    assert set(counts["value"]) == {2}
    assert ("aside_row", "A4") in told(intake)


@pytest.mark.parametrize("code", ["General", "0.0", "0.0%"])
@pytest.mark.parametrize("described", [True, False])
def test_shares_that_a_formula_has_computed_are_right(code: str, described: bool, tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for line, row in enumerate(OF.values(), 3):
            cell = book.active.cell(line, 4)
            cell.value, cell.number_format = row[1] / row[0] * (1 if code == "0.0%" else 100), code

    head = [["МО", "Обучающиеся", "Диагностика", None, "Пробы"], [None, None, "чел.", "%", None]]
    rows = [*head, *([name, row[0], row[1], None, row[2]] for name, row in OF.items())]
    share = {"Диагностика / %": {"share": "K_pt", "share_of": "K_od1"}} if described else {}
    columns = {**COLUMNS, **share}
    intake = read(tmp_path, rows, "A1:A2 B1:B2 C1:D1 E1:E2", looks=change, territory="МО", columns=columns)
    assert numbers(intake) == RIGHT
    assert len(intake.published) == len(OF)
    assert [one.code for one in analyse(tmp_path, "proba").problems if one.code == "share_differs"] == []


def test_a_school_that_the_register_calls_otherwise_is_hinted_at(tmp_path: Path) -> None:
    register = "id;kind;name;territory\n" + "".join(f"{code}-1;школа;МБОУ СОШ № 1;{code}\n" for code in CODES)
    rows = [["МО", "Школа", *TITLES], *([name, "СОШ № 1", *row] for name, row in OF.items())]
    files = {"organisations.csv": register}
    intake = read(tmp_path, rows, files=files, territory="МО", organisation="Школа")
    hints = [one.what_to_do for one in intake.problems if one.code == "unknown_organisation"]
    assert len(hints) == len(OF)
    assert all(f"похоже на {code}-1 (МБОУ СОШ № 1)" in hint for code, hint in zip(CODES, hints, strict=True))


@pytest.mark.parametrize(
    ("below", "numbers_of", "codes"),
    [
        ([("2023/24", ["чел.", "%"]), ("2024/25", ["план", "факт", "%"])],
         lambda whole, n: (n - 30, 9, n + 50, n, round(100 * n / whole, 1)), ["plan_beside_fact", "share_differs"]),
        ([("2023/24", ["факт"]), ("2024/25", ["факт"]), ("2025/26", ["план"])], lambda _, n: (n - 30, n, n + 50),
         ["plan_beside_fact"]),
    ],
    ids=["the year before without a plan", "the plan of the next year"],
)  # fmt: skip
def test_years_that_are_told_in_other_ways(
    below: list[tuple[str, list[str]]], numbers_of: Callable[..., tuple[Any, ...]], codes: list[str], tmp_path: Path
) -> None:
    years = [year if at == 0 else None for year, kinds in below for at in range(len(kinds))]
    kinds = [kind for _, kinds in below for kind in kinds]
    rows: Rows = [
        ["МО", "Обучающиеся", "Пробы", "Диагностика", *[None] * (len(kinds) - 1)],
        [None, None, None, *years], [None, None, None, *kinds],
        *([name, row[0], row[2], *numbers_of(row[0], row[1])] for name, row in OF.items()),
    ]  # fmt: skip
    intake = read(tmp_path, rows, "A1:A3 B1:B3 C1:C3", territory="МО")
    tested = intake.counts[intake.counts["variable"] == "K_pt"]
    given = dict(zip(zip(tested["code"], tested["period"], strict=True), tested["value"], strict=True))
    assert given == {
        (code, period): row[1] - less
        for code, row in RIGHT.items()
        for period, less in (("2024/25", 0), ("2023/24", 30))
    }
    assert {code for code, _ in told(intake)} <= set(codes)
