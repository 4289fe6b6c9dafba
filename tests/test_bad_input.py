"""Defects of received files: each is named with its file and place and what to do; the rest is built as before."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.projects import AMUR, BELOGORSK, HTML, REGION, TWO, ZAVITINSK, ZEYA, Done, Project, copy_of, new_project

GRID, REGIONAL, HISTORY = "tables/municipalities.csv", "tables/region.csv", "tables/history.csv"
REGISTERED, ATTENDED = "Количество зарег-х участников", "участие в профпробах (в одном или более мероприятиях)"
ZEYA_ROW = "3.;г.Зея;1412;936 (66%);91 (6,4%);34 (2,4%)"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Two notes built from sound data, to be compared with and copied."""
    project = new_project(tmp_path_factory.mktemp("sound"))
    assert project.build(*TWO, *HTML).code == 0
    return project


def spoilt(sound: Project, folder: Path, *changes: tuple[str, str]) -> Project:
    project = copy_of(sound, folder)
    for old, new in changes:
        project.replace(old, new)
    return project


def said(done: Done) -> str:
    assert "Traceback" not in done.out + done.err
    assert "Warning" not in done.err
    assert ".." not in done.out + done.err
    return done.out + done.err


def own_numbers(project: Project, code: str) -> dict[str, tuple[Any, Any]]:
    """Numerators and denominators of one municipality: what a defect elsewhere must not touch."""
    return {row["indicator"]: (row.get("numerator"), row.get("denominator")) for row in project.bundle(code)["values"]}


def is_unharmed(project: Project, sound: Project, *codes: str) -> None:
    """Notes of other municipalities are built, and their own numbers are what they were."""
    for code in codes:
        assert project.entry(code)["status"] == "done", project.entry(code)["error"]
        assert own_numbers(project, code) == own_numbers(sound, code)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("936 (66%)", "93б (66%)", ["ячейка D4", REGISTERED, "93б", "буквы: б"], id="letter-in-a-number"),
        pytest.param("1412;936", "1412;1936", ["ячейка D4", "1936", "больше", f"{GRID}!C4"], id="part-over-whole"),
    ],
)
def test_a_spoilt_cell_is_named_and_the_other_notes_are_unharmed(
    sound: Project, tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    project = spoilt(sound, tmp_path, (old, new))
    done = project.build(*TWO, *HTML)
    assert done.code == 1
    assert "Ошибки в данных: 1." in done.out
    assert [word for word in [GRID, *expected] if word not in said(done)] == []
    assert re.search(r"(Укажите|Проверьте) ", done.out)
    is_unharmed(project, sound, BELOGORSK, ZAVITINSK)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(";1412;", ";14I2;", ["ячейка C4", "14I2", "буквы: I"], id="latin-letter"),
        pytest.param("936 (66%)", "-936", ["ячейка D4", "отрицательное"], id="negative"),
        pytest.param("936 (66%)", "936,5", ["ячейка D4", "дробное"], id="fraction"),
        pytest.param("936 (66%)", "66 %", ["ячейка D4", "доля"], id="share"),
        pytest.param("936 (66%)", "########", ["ячейка D4", "столбец был узок"], id="column-too-narrow"),
    ],
)
def test_each_kind_of_spoilt_number_has_its_own_words(
    sound: Project, tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    done = spoilt(sound, tmp_path, (old, new)).run("check", AMUR)
    assert done.code == 1
    assert [word for word in [GRID, *expected, "Что сделать: укажите"] if word not in said(done)] == []


def test_the_note_of_the_spoilt_cell_is_built_without_that_number(sound: Project, tmp_path: Path) -> None:
    project = spoilt(sound, tmp_path, ("936 (66%)", "93б (66%)"))
    assert project.build("--only", ZEYA, "--only", REGION, *HTML).code == 1
    assert project.entry(ZEYA)["status"] == project.entry(REGION)["status"] == "done"
    assert own_numbers(project, ZEYA)["bvb_registered"] == (None, 1412)
    assert own_numbers(project, ZEYA)["bvb_attended"] == (34, 1412)
    assert "66,3" not in project.note(ZEYA).read_text(encoding="utf-8")


def test_the_same_mistake_is_said_again_as_long_as_it_is_there(sound: Project, tmp_path: Path) -> None:
    project = spoilt(sound, tmp_path, ("936 (66%)", "93б (66%)"))
    assert project.build(*TWO, *HTML).code == 1
    again = project.build(*TWO, *HTML)
    assert again.code == 1
    assert "блокноты не запускались" in again.out
    assert "Ошибки в данных" in again.out


def test_check_tells_the_same_and_leaves_with_1(sound: Project, tmp_path: Path) -> None:
    project = spoilt(sound, tmp_path, ("936 (66%)", "93б (66%)"))
    done = project.run("check", AMUR)
    assert done.code == 1
    assert f"{GRID}, ячейка D4" in said(done)
    assert "Что сделать: укажите число, 0 или «-», если сведений нет; значение не использовано" in done.out
    with (project.processed / "problems.csv").open(encoding="utf-8", newline="") as file:
        blocking = [row for row in csv.DictReader(file) if row["severity"] == "blocking"]
    assert [(row["file"], row["cell"], row["territory"]) for row in blocking] == [(GRID, "D4", ZEYA)]
    assert blocking[0]["message"]
    assert blocking[0]["what_to_do"]


def test_check_of_sound_data_leaves_with_0_and_names_what_is_wrong_in_the_published_table(sound: Project) -> None:
    done = sound.run("check", AMUR)
    assert done.code == 0
    for word in ("F19", "2 423", "2 424", "Что сделать:"):
        assert word in said(done).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("title", "lost"),
    [
        (REGISTERED, "bvb_registered"),
        ("Количество обучающихся с прикрепленными родителями", "bvb_parents"),
        ("Общее количество обучающихся 6-11 классов", "bvb_registered"),
        (ATTENDED, "bvb_attended"),
    ],
)
def test_a_missing_column_costs_only_what_needs_it(sound: Project, tmp_path: Path, title: str, lost: str) -> None:
    project = spoilt(sound, tmp_path, (title, "Нечто иное"))
    done = project.build(*TWO, "--only", REGION, *HTML)
    assert done.code == 1
    for word in (GRID, f"нет столбца «{title}»", "Верните прежний заголовок", "dataset.yaml"):
        assert word in said(done)
    for code in (BELOGORSK, ZAVITINSK, REGION):
        assert project.entry(code)["status"] == "done", project.entry(code)["error"]
    before, now = own_numbers(sound, BELOGORSK), own_numbers(project, BELOGORSK)
    assert None in now.get(lost, (None, None))
    kept = {id for id, pair in now.items() if None not in pair}
    assert kept
    assert {id: now[id] for id in kept} == {id: before[id] for id in kept}


def test_a_misspelt_column_is_answered_with_the_nearest_title(sound: Project, tmp_path: Path) -> None:
    project = spoilt(sound, tmp_path, (REGISTERED, "Количество зарег-ых участников"))
    assert "похоже на «Количество зарег-ых участников»" in said(project.run("check", AMUR)).replace("Похоже", "похоже")


def test_a_column_nobody_described_is_only_a_warning(sound: Project, tmp_path: Path) -> None:
    lines = sound.table.read_text(encoding="utf-8").splitlines()
    project = copy_of(sound, tmp_path)
    project.table.write_text("\n".join([f"{lines[0]};Примечание", *lines[1:]]), encoding="utf-8", newline="\n")
    done = project.run("check", AMUR)
    assert done.code == 0
    assert "столбец «Примечание» не описан" in said(done)


def test_a_municipality_nobody_knows_is_named_with_its_cell(sound: Project, tmp_path: Path) -> None:
    project = spoilt(sound, tmp_path, ("г.Зея", "г.Зыряновск"))
    done = project.build(*TWO, *HTML)
    assert done.code == 1
    for word in (f"{GRID}, ячейка B4", "«г.Зыряновск»", "г. Зея (10712000)", "данные этой строки не прочитаны"):
        assert word in said(done)
    is_unharmed(project, sound, BELOGORSK, ZAVITINSK)
    assert not project.note(ZEYA).exists()


def test_a_row_that_stands_twice_with_the_same_numbers_is_one_row(sound: Project, tmp_path: Path) -> None:
    project = spoilt(sound, tmp_path, (ZEYA_ROW, f"{ZEYA_ROW}\n{ZEYA_ROW}"))
    assert project.build(*TWO, *HTML).code == 0
    is_unharmed(project, sound, BELOGORSK, ZAVITINSK)
    checked = said(project.run("check", AMUR))
    assert re.search(rf"{re.escape(GRID)}.*строка 5 повторяет строку 4 с теми же числами", checked)
    assert "удалите лишнюю строку" in checked


def test_a_row_that_stands_twice_with_other_numbers_is_not_used(sound: Project, tmp_path: Path) -> None:
    project = spoilt(sound, tmp_path, (ZEYA_ROW, f"{ZEYA_ROW}\n{ZEYA_ROW.replace('936', '937')}"))
    done = project.build(*TWO, *HTML)
    assert done.code == 1
    assert re.search(rf"{re.escape(GRID)}.*строка 5 повторяет строку 4, а числа другие", said(done))
    assert "Оставьте верную строку" in done.out
    is_unharmed(project, sound, BELOGORSK, ZAVITINSK)
    (row,) = (one for one in project.bundle(BELOGORSK)["everyone"]["bvb_registered"] if one["code"] == ZEYA)
    assert "numerator" not in row


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        pytest.param(lambda path: path.write_bytes(b""), "файл пуст", id="empty"),
        pytest.param(lambda path: path.write_bytes(b" \r\n \r\n"), "файл пуст", id="only-blank-lines"),
        pytest.param(lambda path: path.write_bytes(PNG), "не текстовая таблица", id="picture"),
        pytest.param(lambda path: path.write_bytes(b"PK\x03\x04rest"), "книга Excel", id="workbook-named-csv"),
        pytest.param(lambda path: path.write_bytes("просто текст\n".encode()), "строка заголовков", id="text"),
        pytest.param(Path.unlink, "файла нет", id="gone"),
    ],
)
def test_a_file_that_is_not_a_table_is_named_and_stops_no_other(
    sound: Project, tmp_path: Path, spoil: Callable[[Path], Any], expected: str
) -> None:
    project = copy_of(sound, tmp_path)
    spoil(project.raw / REGIONAL)
    done = project.run("check", AMUR)
    assert done.code == 1
    line = next(text for text in said(done).splitlines() if expected in text)
    assert REGIONAL in line
    assert "Что сделать:" in done.out
    assert "муниципальных образований из 29" in done.out.replace("\u00a0", " ")


@pytest.mark.parametrize("name", [HISTORY, REGIONAL])
def test_a_lost_table_of_the_region_costs_no_note(sound: Project, tmp_path: Path, name: str) -> None:
    project = copy_of(sound, tmp_path)
    (project.raw / name).unlink()
    done = project.build("--only", BELOGORSK, "--only", REGION, *HTML)
    assert done.code == 1
    assert name in said(done)
    is_unharmed(project, sound, BELOGORSK)
    assert project.entry(REGION)["status"] == "done", project.entry(REGION)["error"]


@pytest.mark.parametrize(
    "lost", [(GRID,), (GRID, REGIONAL), (GRID, REGIONAL, HISTORY)], ids=["main-table", "both-tables", "all-tables"]
)
@pytest.mark.parametrize("command", ["build", "check"])
def test_where_nothing_can_be_computed_the_exit_code_is_3(
    sound: Project, tmp_path: Path, lost: tuple[str, ...], command: str
) -> None:
    project = copy_of(sound, tmp_path)
    for name in lost:
        (project.raw / name).unlink()
    before = project.note(BELOGORSK).read_bytes()
    done = project.run(command, AMUR)
    assert done.code == 3
    assert done.out == ""
    for name in lost:
        assert f"{name}: файла нет. Положите файл" in said(done)
    assert project.note(BELOGORSK).read_bytes() == before


@pytest.mark.parametrize("form", ["cp1251", "utf-8-sig", "crlf", "tabs"])
def test_the_same_table_saved_another_way_gives_the_same_note(sound: Project, tmp_path: Path, form: str) -> None:
    project = copy_of(sound, tmp_path)
    text = sound.table.read_text(encoding="utf-8")
    changed = text.replace("\n", "\r\n") if form == "crlf" else text.replace(";", "\t") if form == "tabs" else text
    project.table.write_bytes(changed.encode(form if form in ("cp1251", "utf-8-sig") else "utf-8"))
    assert project.table.read_bytes() != sound.table.read_bytes()
    done = project.build(*TWO, *HTML)
    assert done.code == 0
    assert "блокноты не запускались" in done.out, "the bundles are the same"


def test_a_workbook_instead_of_csv_works(sound: Project, tmp_path: Path) -> None:
    project = copy_of(sound, tmp_path)
    rows = list(csv.reader(io.StringIO(project.table.read_text(encoding="utf-8")), delimiter=";"))
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([int(content) if content.isdecimal() else content for content in row])
    book.save(project.table.with_suffix(".xlsx"))
    project.table.unlink()
    project.replace(GRID, "tables/municipalities.xlsx", project.raw / "dataset.yaml")
    assert project.build(*TWO, *HTML).code == 0
    is_unharmed(project, sound, BELOGORSK, ZAVITINSK)
    (origin,) = {one["origin"] for one in project.bundle(BELOGORSK)["counts"] if one["variable"] == "K_reg"}
    assert origin.startswith("tables/municipalities.xlsx!")
    assert origin.endswith("!D3")


def test_a_broken_workbook_says_so(sound: Project, tmp_path: Path) -> None:
    project = copy_of(sound, tmp_path)
    (project.raw / "tables" / "region.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    project.replace(REGIONAL, "tables/region.xlsx", project.raw / "dataset.yaml")
    done = project.run("check", AMUR)
    assert done.code == 1
    assert "tables/region.xlsx: это не книга Excel или файл повреждён" in said(done)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("period: ", "perod: ", ["нет поля «period»", "поле «perod» неизвестно"], id="unknown-key"),
        pytest.param('period: "2020"', "period: скоро", ["период «скоро» не понят", "2024/25"], id="no-period"),
        pytest.param("title: Проект", "title: [Проект", ["dataset.yaml", "строка"], id="broken"),
    ],
)
def test_a_wrong_dataset_file_is_explained(
    sound: Project, tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    project = copy_of(sound, tmp_path)
    path = project.raw / "dataset.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8", newline="\n")
    done = project.build()
    assert done.code == 3
    assert done.out == ""
    assert [word for word in ["dataset.yaml", *expected] if word not in said(done)] == []


def test_an_empty_dataset_file_is_explained(sound: Project, tmp_path: Path) -> None:
    project = copy_of(sound, tmp_path)
    (project.raw / "dataset.yaml").write_bytes(b"")
    done = project.build()
    assert done.code == 3
    assert "dataset.yaml" in said(done)


def test_a_folder_without_a_dataset_file_is_explained(sound: Project, tmp_path: Path) -> None:
    project = copy_of(sound, tmp_path)
    (project.raw / "dataset.yaml").unlink()
    done = project.build()
    assert done.code == 2
    assert "нет файла dataset.yaml" in said(done)


@pytest.mark.parametrize("command", ["build", "check", "list"])
def test_a_misspelt_dataset_is_answered_with_those_there_are(sound: Project, command: str) -> None:
    done = sound.run(command, "amur-2021")
    assert done.code == 2
    assert "«amur-2021»" in said(done)
    assert AMUR in done.err
    assert not (sound.folder / "reports" / "amur-2021").exists()


def test_a_damaged_ledger_is_announced_and_everything_is_built_again(sound: Project, tmp_path: Path) -> None:
    project = copy_of(sound, tmp_path)
    (project.reports / "run.json").write_text("{ half", encoding="utf-8")
    done = project.build("--only", BELOGORSK, *HTML)
    assert done.code == 0
    assert "run.json повреждён" in said(done)
    assert project.entry(BELOGORSK)["status"] == "done"
