"""Returned files: what was typed comes out as counts with their cells, or as a problem with its cell."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from helpers.form_projects import (
    SCHOOL_SETTINGS,
    SETTINGS,
    Filled,
    FormProject,
    counts_of,
    expected_counts,
    fill,
    form_project,
)
from test_forms_make import converted

from careerstats.intake.forms import workers
from careerstats.model import ABSENT, REPORTED
from careerstats.pipeline import forms as form_collecting

CITY = "Форма_профориентация_2024-25_г-Образцовск.xlsx"
Change = Callable[[Any, Filled], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> FormProject:
    project = form_project(tmp_path_factory.mktemp("made"), SETTINGS + SCHOOL_SETTINGS)
    project.make()
    return project


@pytest.fixture
def project(made: FormProject) -> FormProject:
    """The same project, its folder of returns empty."""
    shutil.rmtree(made.raw / "forms", ignore_errors=True)
    return made


def returned(
    project: FormProject, name: str = CITY, seed: int = 1, change: Change | None = None, blank: str = CITY
) -> Filled:
    return fill(project.blanks / blank, project.returns / name, Random(seed), change)


def codes(project: FormProject) -> list[str]:
    return [one.code for one in project.collect().problems]


def as_csv(path: Path, target: Path, sheet: str, delimiter: str, encoding: str) -> None:
    """A sheet as Excel would save it: values, quoted where they must be."""
    import csv

    rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    with target.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([["" if one is None else one for one in row] for row in rows])


# ---- round trips


def test_what_was_typed_comes_back_with_its_cell_and_status(project: FormProject) -> None:
    typed = returned(project)
    collected = project.collect()
    assert counts_of(collected.counts) == expected_counts(typed)
    assert collected.problems == []
    book = openpyxl.load_workbook(project.returns / CITY)
    for count in collected.counts:
        file, sheet, cell = count["origin"].split("!")
        assert file == f"forms/prof/{CITY}"
        value = book[sheet][cell].value
        assert value == typed[count["organisation"], count["variable"]]
        assert count["status"] == (ABSENT if value == "-" else REPORTED)


def test_all_municipalities_at_once_and_the_schools_form(project: FormProject) -> None:
    typed: Filled = {}
    for number, blank in enumerate(sorted(project.blanks.glob("*.xlsx"))):
        own = fill(blank, project.returns / blank.name, Random(number))
        typed |= {key: value for key, value in own.items() if key[0]}
    schools = sorted((project.blanks.parent / "school").glob("*.xlsx"))[:3]
    for number, blank in enumerate(schools):
        fill(blank, project.raw / "forms" / "school" / blank.name, Random(number))
    collected = project.collect()
    by_form = [
        [one for one in collected.counts if one["origin"].startswith(f"forms/{form}/")] for form in ("prof", "school")
    ]
    got = {key: value for key, value in counts_of(by_form[0]).items() if key[0]}
    assert got == expected_counts(typed)
    assert len(by_form[1]) == 6
    assert all(one["organisation"] for one in by_form[1])
    assert [(len(one.heard), len(one.asked)) for one in collected.answered] == [(12, 12), (3, 119)]


@pytest.mark.needs("soffice")
def test_what_libreoffice_saved_comes_back_too(project: FormProject, tmp_path: Path) -> None:
    source = tmp_path / "source" / "a.xlsx"
    typed = fill(project.blanks / CITY, source, Random(5))
    ods = converted(source, "ods", tmp_path)
    for path in (ods, converted(ods, "xlsx", tmp_path), converted(source, "xls", tmp_path)):
        shutil.rmtree(project.raw / "forms", ignore_errors=True)
        project.returns.mkdir(parents=True)
        shutil.copy(path, project.returns / f"ответ{path.suffix}")
        collected = project.collect()
        assert counts_of(collected.counts) == expected_counts(typed), path.suffix
        assert [one.code for one in collected.problems if one.severity != "remark"] == [], path.suffix


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_what_a_person_sees_otherwise_in_a_form_is_asked_about(project: FormProject, kind: str, tmp_path: Path) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Font, PatternFill

    def change(book: Any, filled: Filled) -> None:
        sheet = book["Школы"]
        sheet["H8"] = CellRichText("4", TextBlock(InlineFont(vertAlign="superscript"), "1"))
        sheet["H9"].font = Font(strike=True)
        sheet["H10"].font, sheet["H10"].fill = Font(color="FFFFFF"), PatternFill()

    source = tmp_path / "source" / "a.xlsx"
    fill(project.blanks / CITY, source, Random(5), change)
    project.returns.mkdir(parents=True)
    path = source if kind == "xlsx" else converted(source, kind, tmp_path)
    shutil.copy(path, project.returns / path.name)
    asked = {problem.cell: problem.message for problem in project.collect().problems if problem.code == "unreadable"}
    assert asked.keys() == {"H8", "H9", "H10"}
    assert "надстрочный" in asked["H8"]
    assert "зачёркнуто" in asked["H9"]
    assert "цветом фона" in asked["H10"]


@pytest.mark.needs("soffice")
def test_formulas_and_percentages_are_seen_in_ods_too(project: FormProject, tmp_path: Path) -> None:
    def change(book: Any, filled: Filled) -> None:
        book["Школы"]["H7"] = "=1+1"
        book["Школы"]["H8"], book["Школы"]["H8"].number_format = 1, "0%"
        book["Школы"]["H9"] = "=1/0"

    source = tmp_path / "source" / "a.xlsx"
    fill(project.blanks / CITY, source, Random(5), change)
    project.returns.mkdir(parents=True)
    shutil.copy(converted(source, "ods", tmp_path), project.returns / "a.ods")
    collected = project.collect()
    assert {one.cell for one in collected.problems if one.code == "unreadable"} == {"H7", "H8", "H9"}
    assert {one["value"] for one in collected.counts if one["origin"].endswith(("!H7", "!H8", "!H9"))} == {None}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_of_each_sheet_is_one_complete_return(
    project: FormProject, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    source = tmp_path / "a.xlsx"
    typed = fill(project.blanks / CITY, source, Random(3))
    project.returns.mkdir(parents=True)
    as_csv(source, project.returns / "школы.csv", "Школы", delimiter, encoding)
    as_csv(source, project.returns / "муниципалитет.csv", "Муниципалитет", delimiter, encoding)
    collected = project.collect()
    assert counts_of(collected.counts) == expected_counts(typed)
    assert collected.problems == []
    assert collected.answered[0].heard == collected.answered[0].complete == {"02702000"}


def test_a_csv_of_one_sheet_lacks_the_other(project: FormProject, tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    fill(project.blanks / CITY, source, Random(3))
    project.returns.mkdir(parents=True)
    as_csv(source, project.returns / "a.csv", "Школы", ";", "cp1251")
    (problem,) = project.collect().problems
    assert (problem.code, problem.sheet, problem.territory) == ("missing_sheet", "Муниципалитет", "02702000")


def test_a_sheet_without_its_hidden_row_is_known_by_its_heads(project: FormProject) -> None:
    typed = returned(project, change=lambda book, filled: book["Школы"].delete_rows(5))
    collected = project.collect()
    assert counts_of(collected.counts) == expected_counts(typed)
    assert [one.code for one in collected.problems] == ["codes_lost"]


def test_a_renamed_file_in_a_folder_is_read_and_lock_files_are_not(project: FormProject) -> None:
    returned(project, "письмо от 5 июля/копия (2).xlsx")
    (project.returns / "~$копия.xlsx").write_bytes(b"\x05user")
    (project.returns / "Thumbs.db").write_bytes(b"x")
    collected = project.collect()
    assert collected.files == 1
    assert collected.problems == []


# ---- right workbook, municipality, edition; complete


def test_another_table_is_not_taken_for_a_form(project: FormProject) -> None:
    project.returns.mkdir(parents=True)
    book = openpyxl.Workbook()
    book.active["A1"] = "Код школы"
    book.save(project.returns / "список.xlsx")
    (project.returns / "пусто.csv").write_bytes(b"")
    (project.returns / "письмо.docx").write_bytes(b"PK")
    assert sorted(codes(project)) == ["empty_file", "kind", "wrong_workbook"]


def test_a_form_in_the_folder_of_another_is_sent_there(project: FormProject) -> None:
    school = next((project.blanks.parent / "school").glob("*.xlsx"))
    fill(school, project.returns / "a.xlsx", Random(1))
    (problem,) = project.collect().problems
    assert (problem.code, problem.what_to_do) == ("wrong_form", "положите файл в папку forms/school")


def test_sheets_of_two_municipalities_in_one_book_are_not_mixed(project: FormProject) -> None:
    def change(book: Any, filled: Filled) -> None:
        book["Муниципалитет"]["A1"] = book["Муниципалитет"]["A1"].value.replace("02702000", "02701000")

    returned(project, change=change)
    collected = project.collect()
    assert [one.code for one in collected.problems] == ["stamps_differ"]
    assert collected.counts == []


def column_of(book: Any, variable: str) -> int:
    return next(cell.column for cell in book["Школы"][5] if cell.value == variable)


def _crossed_heads(book: Any) -> None:
    first, second = (book["Школы"].cell(6, column_of(book, id)) for id in ("K_pt", "K_trial"))
    first.value, second.value = second.value, first.value


def _shifted_codes(book: Any) -> None:
    first, second = (book["Школы"].cell(row, 1) for row in (7, 8))
    first.value, second.value = second.value, first.value


def _one_number_for_two(book: Any) -> None:
    column = column_of(book, "K_pt")
    book["Школы"].merge_cells(start_row=7, end_row=8, start_column=column, end_column=column)


def _title_of_next_year(book: Any) -> None:
    book["Школы"]["A2"] = book["Школы"]["A2"].value.replace("2024/25", "2025/26")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [(_crossed_heads, ["head_differs"] * 2), (_shifted_codes, ["code_differs"] * 2),
     (_one_number_for_two, ["unreadable", "absent"]), (_title_of_next_year, ["period_differs"])],
)  # fmt: skip
def test_what_a_person_saw_must_be_what_the_codes_say(
    project: FormProject, spoil: Callable[[Any], None], told: list[str]
) -> None:
    typed = expected_counts(returned(project, change=lambda book, filled: spoil(book)))
    collected = project.collect()
    assert [one.code for one in collected.problems] == told, collected.problems
    read = {key: value for key, value in counts_of(collected.counts).items() if value is not None}
    assert len(read) < len(typed)
    assert all(value == typed[key] for key, value in read.items())


def test_a_school_under_a_new_name_is_known_by_its_code(project: FormProject) -> None:
    def change(book: Any, filled: Filled) -> None:
        book["Школы"].cell(7, 2).value = "Лицей имени Первооткрывателей"

    typed = returned(project, change=change)
    collected = project.collect()
    assert (counts_of(collected.counts), collected.problems) == (expected_counts(typed), [])


def test_an_empty_blank_is_no_answer(project: FormProject) -> None:
    project.returns.mkdir(parents=True)
    shutil.copy(project.blanks / CITY, project.returns / CITY)
    collected = project.collect()
    assert [one.code for one in collected.problems] == ["not_filled"]
    assert collected.answered[0].complete == set()


def test_two_different_returns_are_both_named_and_neither_is_used(project: FormProject) -> None:
    returned(project, "a.xlsx", 1)
    returned(project, "b.xlsx", 2)
    collected = project.collect()
    told = [(one.file, one.code, one.severity) for one in collected.problems]
    assert set(told) == {(f"forms/prof/{name}.xlsx", "returned_twice", "blocking") for name in "ab"}
    assert [one for one in collected.counts if one["organisation"]] == []


def test_the_same_return_twice_is_one(project: FormProject) -> None:
    typed = returned(project, "a.xlsx")
    shutil.copy(project.returns / "a.xlsx", project.returns / "b.xlsx")
    collected = project.collect()
    assert counts_of(collected.counts) == expected_counts(typed)
    assert len(collected.counts) == len(typed)
    assert {(one.code, one.severity) for one in collected.problems} == {("returned_twice", "remark")}
    assert [one.message.rpartition("; ")[2] for one in collected.problems] == [
        "этот файл использован",
        "этот файл не использован",
    ]


def described(tmp_path: Path, old: str, new: str) -> FormProject:
    """A project whose description of the form was changed after a blank was filled in and returned."""
    project = form_project(tmp_path)
    project.make()
    returned(project)
    path = project.raw / "dataset.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    return project


EDITION = """  - id: prof
    title: Новая редакция
    since: "2024/25"
    variables: [{variables}]
"""


def test_a_return_on_an_old_edition_is_mapped_and_the_differences_are_named(tmp_path: Path) -> None:
    new = EDITION.format(variables="K_pt, K_teach, K_konk")
    project = described(tmp_path, '    since: "2024/25"\n    deadline', '    since: "2023/24"\n    deadline')
    path = project.raw / "dataset.yaml"
    path.write_text(path.read_text(encoding="utf-8") + new, encoding="utf-8", newline="\n")
    returned_blank = project.returns / CITY
    book = openpyxl.load_workbook(returned_blank)
    for name in ("Школы", "Муниципалитет", "Паспорт"):
        book[name]["A1"] = book[name]["A1"].value.replace("|prof|2024/25|", "|prof|2023/24|")
    book.save(returned_blank)
    collected = project.collect()
    (problem,) = [one for one in collected.problems if one.code == "edition_mapped"]
    assert problem.severity == "blocking"
    assert "в книге нет: K_konk" in problem.message
    assert "больше не спрашивается: K_early14" in problem.message
    assert {one["variable"] for one in collected.counts} == {"K_pt", "K_teach"}


def test_a_return_that_has_nothing_in_common_is_refused_with_the_differences(tmp_path: Path) -> None:
    project = form_project(tmp_path)
    project.make()
    returned(project)
    path = project.raw / "dataset.yaml"
    before = path.read_text(encoding="utf-8").partition("\nforms:")[0]
    path.write_text(f"{before}\nforms:\n{EDITION.format(variables='K_konk')}", encoding="utf-8", newline="\n")
    collected = project.collect()
    (problem,) = collected.problems
    assert problem.code == "edition_refused"
    assert "K_konk" in problem.message
    assert "K_pt" in problem.message
    assert collected.counts == []


def test_a_renamed_variable_of_an_old_edition_keeps_its_numbers(tmp_path: Path) -> None:
    project = form_project(tmp_path)
    project.make()
    typed = returned(project)
    path = project.raw / "dataset.yaml"
    before = path.read_text(encoding="utf-8").partition("\nforms:")[0]
    new = EDITION.format(variables="K_konk") + "    renamed: {K_trial: K_konk}\n"
    path.write_text(f"{before}\nforms:\n{new}", encoding="utf-8", newline="\n")
    want = expected_counts({key: value for key, value in typed.items() if key[1] == "K_trial"})
    assert counts_of(project.collect().counts) == {(school, "K_konk"): value for (school, _), value in want.items()}


def test_last_years_return_brings_last_years_numbers_and_is_no_answer_of_this_year(project: FormProject) -> None:
    def change(book: Any, filled: Filled) -> None:
        for name in ("Школы", "Муниципалитет", "Паспорт"):
            book[name]["A1"] = book[name]["A1"].value.replace("|2024/25|2024/25|", "|2024/25|2025/26|")
        for name in ("Школы", "Муниципалитет"):
            book[name]["A2"] = book[name]["A2"].value.replace("2024/25", "2025/26")

    returned(project, change=change)
    collected = project.collect()
    assert {one["period"] for one in collected.counts} == {"2025/26"}
    assert collected.answered[0].heard == set()


def test_a_year_before_the_first_edition_has_no_form(project: FormProject) -> None:
    def change(book: Any, filled: Filled) -> None:
        for name in ("Школы", "Муниципалитет", "Паспорт"):
            book[name]["A1"] = book[name]["A1"].value.replace("|2024/25|2024/25|", "|2020/21|2020/21|")

    returned(project, change=change)
    assert codes(project) == ["no_edition"]


# ---- many files


def test_one_broken_file_costs_that_file_only(project: FormProject) -> None:
    typed = returned(project)
    (project.returns / "битый.xlsx").write_bytes((project.returns / CITY).read_bytes()[:3000])
    collected = project.collect()
    assert counts_of(collected.counts) == expected_counts(typed)
    assert [(one.file, one.code) for one in collected.problems] == [("forms/prof/битый.xlsx", "damaged")]


def test_unchanged_files_are_not_read_again_and_say_the_same(
    project: FormProject, tmp_path: Path, monkeypatch: Any
) -> None:
    from careerstats.intake.forms import folder

    returned(project, "a.xlsx", 1)
    returned(project, "b.xlsx", 2, blank="Форма_профориентация_2024-25_г-Примерск.xlsx")
    first = project.collect(tmp_path)
    monkeypatch.setattr(folder, "open_sheets", lambda data: pytest.fail("a known file was opened"))
    second = project.collect(tmp_path)
    assert (first.cached, second.cached) == (0, 2)
    assert (second.counts, second.problems) == (first.counts, first.problems)


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "half": lambda kept: kept[:1000],
    "other word": lambda kept: kept.replace(b'"reported"', b'"absent"', 1),
    "no text": lambda _: b"\xff",
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=list(SPOILT))
def test_a_damaged_store_is_not_used_and_said(
    project: FormProject, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    typed = returned(project)
    project.collect(tmp_path)
    kept = tmp_path / "forms-read.txt"
    kept.write_bytes(spoil(kept.read_bytes()))
    collected = project.collect(tmp_path)
    assert counts_of(collected.counts) == expected_counts(typed)
    assert (collected.cached, len(collected.words)) == (0, 1)
    assert "повреждён" in collected.words[0]
    assert project.collect(tmp_path).words == []


def test_what_is_kept_is_no_person_and_no_text_that_was_typed_beside(project: FormProject, tmp_path: Path) -> None:
    returned(project, change=lambda book, filled: book["Школы"].__setitem__("B7", "Фамилия исполнителя"))
    project.collect(tmp_path)
    assert "Фамилия" not in (tmp_path / "forms-read.txt").read_text(encoding="utf-8")


def test_a_renamed_file_is_known_by_its_content(project: FormProject, tmp_path: Path) -> None:
    typed = returned(project)
    project.collect(tmp_path)
    (project.returns / CITY).rename(project.returns / "другое имя.xlsx")
    collected = project.collect(tmp_path)
    assert collected.cached == 1
    assert counts_of(collected.counts) == expected_counts(typed)
    assert {one["origin"].split("!")[0] for one in collected.counts} == {"forms/prof/другое имя.xlsx"}


def test_another_register_makes_what_is_kept_worthless(project: FormProject, tmp_path: Path) -> None:
    returned(project)
    project.collect(tmp_path)
    register = project.raw / "organisations.csv"
    before = register.read_bytes()
    register.write_bytes(before.replace("demo-city-02-001,школа".encode(), "demo-city-02-001x,школа".encode()))
    collected = project.collect(tmp_path)
    register.write_bytes(before)
    assert collected.cached == 0
    assert "unknown_organisation" in {one.code for one in collected.problems}


def test_the_command_says_the_same_again_without_reading(project: FormProject, monkeypatch: Any) -> None:
    returned(project)
    first: list[str] = []
    code = project.command(first.append)
    monkeypatch.setattr(form_collecting, "collect", lambda *_: pytest.fail("nothing changed"))
    second: list[str] = []
    assert project.command(second.append) == code
    assert second == first


@pytest.mark.parametrize("change", ["another", "new", "output"])
def test_the_command_reads_again_when_anything_changed(project: FormProject, monkeypatch: Any, change: str) -> None:
    returned(project)
    project.command(lambda text: None)
    if change == "another":
        shutil.copyfile(next(project.blanks.glob("*.xlsx")), project.returns / CITY)
    elif change == "new":
        (project.returns / "пусто.csv").write_bytes(b"")
    else:
        (project.folder / "data" / "processed" / "demo" / "forms.parquet").unlink()
    asked: list[int] = []
    monkeypatch.setattr(form_collecting, "collect", lambda *_: asked.append(1) or 0)
    project.command(lambda text: None)
    assert asked == [1]


def many(project: FormProject, number: int) -> Filled:
    """A good return and broken ones beside it."""
    typed = returned(project)
    whole = (project.returns / CITY).read_bytes()
    for index in range(number):
        (project.returns / f"битый {index:04}.xlsx").write_bytes(whole[: 2000 + index])
    return typed


def test_several_processes_read_the_same_as_one(project: FormProject) -> None:
    typed = many(project, 30)
    one, two = project.collect(jobs=1), project.collect(jobs=2)
    assert (one.counts, one.problems) == (two.counts, two.problems)
    assert counts_of(two.counts) == expected_counts(typed)
    assert len(two.problems) == 30


READ_CHUNK = workers._read_chunk


def end_at_once(files: list[Any]) -> list[Any]:
    """What a reader does that takes its whole process along."""
    if any("гибель" in file.name for file in files):
        os._exit(3)
    return READ_CHUNK(files)


def test_a_file_that_ends_its_process_costs_that_file_only(project: FormProject, monkeypatch: Any) -> None:
    typed = many(project, 3)
    (project.returns / "гибель.csv").write_bytes(b"a;b\n")
    monkeypatch.setattr(workers, "_read_chunk", end_at_once)
    collected = project.collect(jobs=2)
    assert counts_of(collected.counts) == expected_counts(typed)
    ended = [one.message for one in collected.problems if "гибель" in one.file]
    assert ended == ["файл прервал чтение и не прочитан"]
    assert len(collected.problems) == 4


@pytest.mark.slow
def test_one_broken_file_of_2600_costs_that_file_only(project: FormProject) -> None:
    schools = sorted((project.blanks.parent / "school").glob("*.xlsx"))
    folder = project.raw / "forms" / "school"
    typed = fill(schools[0], folder / "0.xlsx", Random(0))
    whole = (folder / "0.xlsx").read_bytes()
    for number in range(1, 2600):
        (folder / f"{number}.xlsx").write_bytes(whole)
    (folder / "1300.xlsx").write_bytes(whole[:3000])
    collected = project.collect()
    assert collected.files == 2600
    assert [one.file for one in collected.problems if one.code == "damaged"] == ["forms/school/1300.xlsx"]
    assert sum(one.code == "returned_twice" for one in collected.problems) == 2599
    assert {one["value"] for one in collected.counts} == set(expected_counts(typed).values())


def test_a_changed_number_is_read_again(project: FormProject, tmp_path: Path) -> None:
    returned(project, seed=1)
    project.collect(tmp_path)
    typed = returned(project, seed=2)
    assert counts_of(project.collect(tmp_path).counts) == expected_counts(typed)


def test_the_command_names_the_silent_and_groups_by_municipality(project: FormProject) -> None:
    returned(project, change=lambda book, filled: book["Школы"].__setitem__("H7", "много"))
    told: list[str] = []
    assert project.command(told.append) == 1
    text = "\n".join(told)
    assert "сдали 1 из 12" in text
    assert "Не сдали (срок 01.07.2025): " in text
    assert "г. Примерск" in text.split("Не сдали")[1].split("\n")[0]
    assert "г. Образцовск: 1\u00a0замечание" in text
    assert "ячейка H7" in text
    assert (project.folder / "data" / "processed" / "demo" / "forms.parquet").exists()


def test_a_return_is_held_against_what_is_known_from_oo1(project: FormProject) -> None:
    returned(project, change=lambda book, filled: book["Школы"].__setitem__("H7", 99999))
    problems = project.collect(known=project.tables()).problems
    (problem,) = [one for one in problems if one.code == "part_over_whole"]
    assert problem.cell == "H7"
    assert "tables/2024-25/oo-1.csv!" in problem.message
