"""A table that is a plan by its caption, its sheet or its file, and one that only has the word."""

from pathlib import Path
from typing import Any

import pytest
from helpers.one_book import COLUMNS, NAMES, PLAIN, RIGHT, TITLES, read

from careerstats.intake.reading import Intake

PLAN = {title: {"variable": id, "values": "plan"} for title, id in TITLES.items()}
FACT = {title: {"variable": id, "values": "count"} for title, id in TITLES.items()}


def book(
    folder: Path, *, caption: str = "", sheet: str = "Лист1", rows: list[list[Any]] = PLAIN, **spec: Any
) -> Intake:
    above = [[caption]] if caption else []
    return read(folder, {sheet: ([*above, *rows], "")}, territory="МО", **spec)


def asked(intake: Intake) -> list[tuple[str, str]]:
    return [(problem.message, problem.cell) for problem in intake.problems if problem.code == "plan_as_fact"]


def are_read(intake: Intake) -> bool:
    there = intake.counts.dropna(subset="value")
    return sorted(there["value"]) == sorted(number for row in RIGHT.values() for number in row)


@pytest.mark.parametrize(
    "caption", ["План", "Плановые показатели профориентации", "План на 2025 год", "Таблица 2. Показатели (план)"]
)
def test_a_plan_by_its_caption_is_asked_about_once(caption: str, tmp_path: Path) -> None:
    intake = book(tmp_path, caption=caption)
    assert asked(intake) == [(f"над таблицей «{caption}»: это план, а столбцы описаны как факт; не прочитано", "A1")]
    assert intake.counts["value"].isna().all()


@pytest.mark.parametrize("sheet", ["План", "План 2025", "диагностика_план", "Плановые показатели"])
def test_a_plan_by_its_sheet_is_asked_about(sheet: str, tmp_path: Path) -> None:
    intake = book(tmp_path, sheet=sheet)
    assert asked(intake) == [(f"лист назван «{sheet}»: это план, а столбцы описаны как факт; не прочитано", "")]
    assert intake.counts["value"].isna().all()


@pytest.mark.parametrize("name", ["План 2025.xlsx", "k_plan.xlsx", "плановые_показатели.xlsx"])
def test_a_plan_by_its_file_is_asked_about(name: str, tmp_path: Path) -> None:
    intake = book(tmp_path, file=f"tables/{name}")
    assert asked(intake) == [(f"файл назван «{name}»: это план, а столбцы описаны как факт; не прочитано", "")]


@pytest.mark.parametrize("columns", [PLAN, FACT])
def test_a_described_plan_is_read_as_described(columns: dict[str, Any], tmp_path: Path) -> None:
    intake = book(tmp_path, caption="План на 2025 год", sheet="План", columns=columns)
    assert asked(intake) == []
    assert are_read(intake) == (columns is FACT)
    assert len(intake.planned) == (9 if columns is PLAN else 0)


@pytest.mark.parametrize(
    "where",
    [
        {"caption": "Отчёт о выполнении плана", "sheet": "Отчёт"},
        {"caption": "Приложение к плану работы"},
        {"caption": "Мониторинг достижения плановых показателей"},
        {"caption": "Учебный план и профориентация"},
        {"caption": "Фактические значения", "sheet": "План"},
        {"sheet": "Факт", "file": "tables/План 2025.xlsx"},
        {"sheet": "План-факт"},
        {"sheet": "Планета", "file": "tables/планета.xlsx"},
        {"caption": "МБОУ «Плановская СОШ»"},
    ],
)
def test_a_word_alone_is_no_alarm(where: dict[str, str], tmp_path: Path) -> None:
    intake = book(tmp_path, **where)
    assert asked(intake) == []
    assert are_read(intake)


def test_columns_that_say_what_they_are_need_no_caption(tmp_path: Path) -> None:
    head = ["МО", "Обучающиеся", "Диагностика", "Пробы, факт"]
    columns = {**COLUMNS, "Пробы, факт": {"variable": "K_trial"}}
    del columns["Пробы"]
    intake = book(tmp_path, caption="Целевые показатели", rows=[head, *PLAIN[1:]], columns=columns)
    assert asked(intake) == []
    assert are_read(intake)


def test_a_variable_that_is_a_plan_has_the_word_in_its_own_title(tmp_path: Path) -> None:
    head = ["МО", "План (индивидуальный)"]
    rows = [head, *([name, 3] for name in NAMES.values())]
    assert asked(book(tmp_path, rows=rows, sheet="План", columns={head[1]: {"variable": "K_rec"}})) == []


def test_a_plan_over_several_quantities_is_asked_about(tmp_path: Path) -> None:
    rows = [["МО", "План", None, None], [None, *TITLES], *PLAIN[1:]]
    intake = read(tmp_path, {"Лист1": (rows, "A1:A2 B1:D1")}, territory="МО")
    assert [cell for _, cell in asked(intake)] == ["B2", "C2", "D2"]
    assert intake.counts["value"].isna().all()


def test_a_plan_and_a_fact_over_the_same_quantities_are_asked_about(tmp_path: Path) -> None:
    rows = [["МО", "План", None, None, "Факт", None, None], [None, *TITLES, *TITLES]]
    rows += [[NAMES[code], *numbers, *numbers] for code, numbers in RIGHT.items()]
    two_storeys = {"Лист1": (rows, "A1:A2 B1:D1 E1:G1")}
    unclear = read(tmp_path / "unclear", two_storeys, territory="МО")
    assert unclear.counts["value"].isna().all()
    columns = {f"Факт / {title}": {"variable": id} for title, id in TITLES.items()}
    columns |= {f"План / {title}": {"variable": id, "values": "plan"} for title, id in TITLES.items()}
    clear = read(tmp_path / "clear", two_storeys, territory="МО", columns=columns)
    assert asked(clear) == []
    assert are_read(clear)
    assert len(clear.planned) == 9


def test_a_list_of_quantities_on_a_sheet_of_plans_is_asked_about(tmp_path: Path) -> None:
    rows = [["МО", "Показатель", "Значение"]]
    rows += [[NAMES[code], title, n] for code, own in RIGHT.items() for title, n in zip(TITLES, own, strict=True)]
    intake = read(tmp_path, {"План": (rows, "")}, territory="МО", name="Показатель", value="Значение")
    assert len(asked(intake)) == 1
    assert intake.counts["value"].isna().all()


def test_a_table_on_its_side_on_a_sheet_of_plans_is_asked_about(tmp_path: Path) -> None:
    rows = [list(row) for row in zip(*PLAIN, strict=True)]
    intake = book(tmp_path, rows=rows, sheet="План", transposed=True)
    assert len(asked(intake)) == 1
    assert intake.counts["value"].isna().all()


def test_the_plan_of_a_list_stands_in_its_own_row(tmp_path: Path) -> None:
    """Of a list, the row that says «план» is asked about at its cell; the others are read."""
    rows = [["МО", "Показатель", "Значение"]]
    rows += [[NAMES[code], title, n] for code, own in RIGHT.items() for title, n in zip(TITLES, own, strict=True)]
    rows += [[name, "Экскурсии план", 9] for name in NAMES.values()]
    columns = {**COLUMNS, "Экскурсии план": {"variable": "K_vis"}}
    intake = read(tmp_path, {"Лист1": (rows, "")}, territory="МО", name="Показатель", value="Значение", columns=columns)
    assert [cell for _, cell in asked(intake)] == ["B11"]
    assert are_read(intake)


@pytest.mark.parametrize("part", [{"after": "План"}, {"range": "A9:D12"}])
def test_the_caption_of_one_of_several_tables_counts(part: dict[str, str], tmp_path: Path) -> None:
    rows = [["Отчёт"], ["Факт"], *PLAIN, [], ["План"], *PLAIN]
    intake = read(tmp_path, {"Лист1": (rows, "")}, territory="МО", **part)
    assert len(asked(intake)) == 1
    assert intake.counts["value"].isna().all()


@pytest.mark.parametrize("part", [{"after": "Факт"}, {"range": "A9:D12"}])
def test_another_table_of_plans_on_the_sheet_is_no_alarm(part: dict[str, str], tmp_path: Path) -> None:
    rows = [["План"], *PLAIN, [], [], ["Факт"], *PLAIN]
    intake = read(tmp_path, {"Лист1": (rows, "")}, territory="МО", **part)
    assert asked(intake) == []
    assert are_read(intake)


def test_a_note_below_that_numbers_are_planned_is_asked_about(tmp_path: Path) -> None:
    said = [*PLAIN, ["* указаны плановые значения"]]
    intake = book(tmp_path / "said", rows=said)
    assert [cell for _, cell in asked(intake)] == ["A5"]
    assert intake.counts["value"].isna().all()
    assert are_read(book(tmp_path / "count", rows=said, columns=FACT))
    assert are_read(book(tmp_path / "other", rows=[*PLAIN, ["* отклонение от плановых значений – в приложении"]]))
