"""Heads of one row or several: a column is named by its path; what a title could mean twice is asked, never guessed."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.described import mistakes, table_of

from careerstats import territories
from careerstats.analysis.reconciliation import reconcile
from careerstats.intake.files import open_table
from careerstats.intake.grids import read_grid
from careerstats.intake.organisations import Register
from careerstats.intake.owners import Known
from careerstats.intake.reading import to_frame
from careerstats.intake.spelled_periods import period_in
from careerstats.intake.tables import Meanings, Reading, Table
from careerstats.territories import Territory

BURYATIA, BARGUZIN, BICHURA = "81000000", "81603000", "81609000"
KNOWN = Known(territories.load(), Register(), BURYATIA)
NAMES = ["Баргузинский район", "Бичурский район"]
COLUMNS = {"Обучающиеся": {"variable": "K_od1"}, "Диагностика": {"variable": "K_pt"}, "Пробы": {"variable": "K_trial"}}
UNITS = {"K_od1": "person", "K_pt": "person", "K_trial": "person"}
WHOLES = {"K_pt": "K_od1", "K_trial": "K_od1"}
RIGHT = {BARGUZIN: (1000, 500, 200), BICHURA: (1037, 531, 217)}


def read(rows: Sequence[Sequence[Any]], merged: str = "", folder: Path | None = None, **spec: Any) -> Reading:
    """The rows as a book with these merged ranges, or as they are where there is no folder."""
    given = {"territory": "МО", "columns": COLUMNS} | spec
    if folder is None:
        sheet_rows, looks = [list(row) for row in rows], {}
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(list(row))
        for span in merged.split():
            book.active.merge_cells(span)
        book.save(folder / "k.xlsx")
        sheet = open_table(folder / "k.xlsx").sheet("Sheet")
        sheet_rows, looks = sheet.rows, {"looks": sheet.looks}
    period = given.get("period", "2024/25")
    return read_grid(
        Table("k.xlsx", table_of(given), BURYATIA, period, sheet_rows, Meanings(UNITS, WHOLES), **looks), KNOWN
    )


def numbers(reading: Reading, period: str = "2024/25") -> dict[str, tuple[int | None, ...]]:
    """Code → the numbers of the three variables of a period."""
    counts = {(one["code"], one["variable"]): one["value"] for one in reading.counts if one["period"] == period}
    codes = dict.fromkeys(code for code, _ in counts)
    return {code: tuple(counts.get((code, id)) for id in UNITS) for code in codes}


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.cell) for problem in reading.problems]


def wrong_shares(reading: Reading) -> list[tuple[str, str]]:
    """(cell, message) of the published shares that do not come out again."""
    region = territories.find(BURYATIA, BURYATIA, date(2025, 8, 31), KNOWN.territories)
    assert isinstance(region, Territory)
    problems = reconcile(reading.published, to_frame(reading.counts, region), Path()).problems
    return [(one.cell, one.message) for one in problems]


TWO = (["МО", "Обучающиеся", "Диагностика", None, "Пробы", None],)
TWO_MERGED = "A1:A2 B1:B2 C1:D1 E1:F1"

# ---- what the sub-columns are


@pytest.mark.parametrize("merged", [TWO_MERGED, ""], ids=["merged", "not merged"])
def test_the_count_is_read_and_its_share_is_compared(merged: str, tmp_path: Path) -> None:
    rows = [
        *TWO,
        [None, None, "%", "чел.", "%", "чел."],
        [NAMES[0], 1000, 50, 500, 20, 200],
        [NAMES[1], 1037, 51.2, 531, 20.9, 217],
    ]
    reading = read(rows, merged, tmp_path)
    assert numbers(reading) == RIGHT
    assert reading.problems == []
    assert wrong_shares(reading) == []


def test_slips_of_shares_are_named() -> None:
    columns = COLUMNS | {"Доля, %": {"share": "K_pt", "share_of": "K_od1"}}
    rows = [
        ["МО", *columns],
        ["Баргузинский район", 3120, 2230, 1404, 71.5],
        ["Бичурский район", 1240, 640, 412, "0,52"],
        ["Джидинский район", 860, 455, 233, "52,8"],
        ["Еравнинский район", 640, 158, 96, "2,47"],
        ["Заиграевский район", 1148, 624, 268, 60],
        ["Закаменский район", 1185, 655, 285, "-"],
        ["Иволгинский район", 860, 455, 233, "52,7"],
    ]
    reading = read(rows, columns=columns)
    assert reading.problems == []
    assert {cell: message.rpartition("; ")[2] for cell, message in wrong_shares(reading)} == {
        "E3": "похоже, указана доля единицы, а не проценты",
        "E4": "на единицу последнего знака меньше: похоже, знаки отброшены по ходу расчёта",
        "E5": "похоже, сдвинута запятая",
        "E6": "ни округление, ни отбрасывание знаков такого значения не даёт",
        "E8": "ни округление, ни отбрасывание знаков такого значения не даёт",
    }


def test_a_share_that_was_cut_is_named() -> None:
    columns = {
        "Обучающиеся": COLUMNS["Обучающиеся"],
        "Прошли": {"variable": "K_pt"},
        "Доля, %": {"share": "K_pt", "share_of": "K_od1"},
    }
    reading = read([["МО", *columns], [NAMES[0], 860, 455, "52,9"], [NAMES[1], 862, 456, "52,9"]], columns=columns)
    assert wrong_shares(reading) == []
    reading = read([["МО", *columns], [NAMES[0], 1037, 534, "51,4"]], columns=columns)
    assert [message.rpartition("; ")[2] for _, message in wrong_shares(reading)] == [
        "лишние знаки отброшены, а не округлены"
    ]


@pytest.mark.parametrize("years", [("2023/24", "2024/25"), ("2023-2024 уч. год", "2024–2025 учебный год")])
@pytest.mark.parametrize("merged", ["A1:A2 B1:C1 D1:E1 F1:G1", ""], ids=["merged", "not merged"])
def test_years_of_the_head_are_periods(years: tuple[str, str], merged: str, tmp_path: Path) -> None:
    rows = [
        ["МО", "Обучающиеся", None, "Диагностика", None, "Пробы", None],
        [None, *years * 3],
        [NAMES[0], 980, 1000, 470, 500, 190, 200],
        [NAMES[1], 1017, 1037, 501, 531, 207, 217],
    ]
    reading = read(rows, merged, tmp_path)
    assert numbers(reading) == RIGHT
    assert numbers(reading, "2023/24") == {BARGUZIN: (980, 470, 190), BICHURA: (1017, 501, 207)}
    assert reading.problems == []


def test_years_that_are_numbers_stand_under_their_titles(tmp_path: Path) -> None:
    rows = [
        ["Сведения за 2023–2024 гг."], [],
        ["№", "МО", "Обучающиеся", None, "Диагностика", None],
        [None, None, 2023, 2024, 2023, 2024],
        [1, NAMES[0], 3060, 3120, 2100, 2230],
    ]  # fmt: skip
    columns = {title: COLUMNS[title] for title in ("Обучающиеся", "Диагностика")}
    reading = read(rows, "A3:A4 B3:B4 C3:D3 E3:F3", tmp_path, columns=columns, ignore=["№"], period="2024")
    assert numbers(reading, "2024") == {BARGUZIN: (3120, 2230, None)}
    assert numbers(reading, "2023") == {BARGUZIN: (3060, 2100, None)}
    assert reading.problems == []


def test_the_fact_is_read_and_the_plan_is_told(tmp_path: Path) -> None:
    rows = [
        *TWO,
        [None, None, "план", "факт", "план", "факт"],
        [NAMES[0], 1000, 600, 500, 300, 200],
        [NAMES[1], 1037, 631, 531, 317, 217],
    ]
    reading = read(rows, TWO_MERGED, tmp_path)
    assert numbers(reading) == RIGHT
    assert told(reading) == [("plan_beside_fact", "C2"), ("plan_beside_fact", "E2")]
    assert "под «Диагностика» стоят «план» и «факт»: прочитан факт" in reading.problems[0].message


def test_columns_of_other_kinds_are_asked_about(tmp_path: Path) -> None:
    rows = [*TWO, [None, None, "очно", "онлайн", "мальчики", "девочки"], [NAMES[0], 1000, 250, 250, 100, 100]]
    reading = read(rows, TWO_MERGED, tmp_path)
    assert numbers(reading) == {BARGUZIN: (1000, None, None)}
    assert told(reading) == [("several_columns", "C2"), ("several_columns", "E2")]
    assert reading.problems[0].message.startswith("под «Диагностика» стоят «очно» и «онлайн»")


def test_columns_may_be_added_up(tmp_path: Path) -> None:
    rows = [
        *TWO,
        [None, None, "очно", "онлайн", "очно", "онлайн"],
        [NAMES[0], 1000, 250, 250, 150, 50],
        [NAMES[1], 1037, 531, None, 200, 17],
    ]
    columns = {
        "Обучающиеся": {"variable": "K_od1"},
        "диагностика": {"variable": "K_pt", "sum": ["Диагностика / очно", "Диагностика / онлайн"]},
        "пробы": {"variable": "K_trial", "sum": ["Пробы / очно", "Пробы / онлайн"]},
    }
    reading = read(rows, TWO_MERGED, tmp_path, columns=columns)
    assert numbers(reading) == RIGHT | {BICHURA: (1037, None, 217)}
    assert told(reading) == [("absent", "D4")]


THREE = [
    ["МО", "Сведения об обучающихся 6–11 классов", None, None],
    [None, "Обучающиеся", "из них прошли", None],
    [None, None, "Диагностика", "Пробы"],
    [NAMES[0], 1000, 500, 200],
    [NAMES[1], 1037, 531, 217],
]
THREE_MERGED = "A1:A3 B1:D1 B2:B3 C2:D2"


@pytest.mark.parametrize(
    "title", ["Диагностика", "из них прошли / Диагностика", "Сведения об обучающихся 6–11 классов / Диагностика"]
)
def test_any_part_of_a_path_that_only_one_column_has_names_it(title: str, tmp_path: Path) -> None:
    columns = {"Обучающиеся": {"variable": "K_od1"}, title: {"variable": "K_pt"}, "Пробы": {"variable": "K_trial"}}
    reading = read(THREE, THREE_MERGED, tmp_path, columns=columns)
    assert numbers(reading) == RIGHT
    assert reading.problems == []


def test_a_path_may_be_written_as_a_list(tmp_path: Path) -> None:
    columns = {
        "Обучающиеся": {"variable": "K_od1"},
        "любое имя": {"variable": "K_pt", "path": ["из них прошли", "Диагностика"]},
    }
    reading = read(THREE, THREE_MERGED, tmp_path, columns=columns, ignore=["Пробы"])
    assert numbers(reading)[BICHURA] == (1037, 531, None)
    assert reading.problems == []


def test_a_column_of_a_tall_head_that_nobody_describes_is_named_by_its_path(tmp_path: Path) -> None:
    reading = read(
        THREE,
        THREE_MERGED,
        tmp_path,
        columns={"Обучающиеся": {"variable": "K_od1"}, "Диагностика": {"variable": "K_pt"}},
    )
    (problem,) = reading.problems
    assert "«Сведения об обучающихся 6–11 классов / из них прошли / Пробы» не описан" in problem.message


def test_titles_above_the_row_of_the_keys_belong_to_the_head(tmp_path: Path) -> None:
    rows = [["Отчёт"], [None, None, "Прошли, чел.", None], ["МО", "Обучающиеся", "Диагностика", "Пробы"], *THREE[3:]]
    reading = read(rows, "A1:D1 C2:D2", tmp_path, columns=COLUMNS)
    assert numbers(reading) == RIGHT
    reading = read([rows[0], [None, None, "Прошли, %", None], *rows[2:]], "A1:D1 C2:D2", tmp_path)
    assert numbers(reading) == {code: (row[0], None, None) for code, row in RIGHT.items()}
    assert told(reading) == [("unit_differs", "C3"), ("unit_differs", "D3")]


def test_a_head_merged_over_two_columns_of_which_one_is_empty(tmp_path: Path) -> None:
    rows = [
        ["МО", "Обучающиеся", None, "Диагностика", "Пробы"],
        [NAMES[0], 1000, None, 500, 200],
        [NAMES[1], 1037, None, 531, 217],
    ]
    reading = read(rows, "B1:C1 B2:C2 B3:C3", tmp_path)
    assert numbers(reading) == RIGHT
    assert reading.problems == []


def test_a_share_alone_under_a_title_is_not_read(tmp_path: Path) -> None:
    rows = [["МО", "Обучающиеся", "Диагностика", "Пробы"], [None, "чел.", "%", "чел."], [NAMES[0], 1000, 50, 200]]
    reading = read(rows, "A1:A2", tmp_path)
    assert numbers(reading) == {BARGUZIN: (1000, None, 200)}
    assert told(reading) == [("unit_differs", "C2")]


def test_notes_of_titles_do_not_count(tmp_path: Path) -> None:
    reading = read([["МО", "Обучающиеся*", "Диагностика¹", "Пробы"], *THREE[3:]])
    assert numbers(reading) == RIGHT


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023/24", "2023/24"), ("2024", "2024"), ("2024 г.", "2024"), ("за 2024 год", "2024"),
        ("2023-2024 уч. г.", "2023/24"), ("2023/2024 учебный год", "2023/24"), ("на 2024", "2024"),
        ("2023–2024 гг.", "2023/24"), ("2021/24", ""), ("Прошли в 2024 году", ""), ("План 2024", ""), ("12", ""),
        ("2024 чел.", ""),
    ],
)  # fmt: skip
def test_a_title_that_is_a_period(text: str, period: str) -> None:
    assert period_in(text) == period


def test_fields_that_do_not_go_together_are_refused() -> None:
    columns = {"Доля": {"share": "K_pt"}, "Сумма": {"variable": "K_pt", "path": ["а"], "sum": ["б"]}}
    wrong = mistakes(tables=[{"file": "t.csv", "territory": "МО", "columns": columns}])
    assert any("share_of" in text for text in wrong)
    assert any("«path» и «sum»" in text for text in wrong)
