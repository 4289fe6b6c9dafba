"""Panels of the start page, without a browser: a new dataset of any region, its books, its problems mended."""

import errno
import json
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
import yaml
from helpers import buryatia
from helpers.panels import Desk, labelled, press, said
from helpers.projects import run

from careerstats import catalogue, territories
from careerstats.errors import UsageError
from careerstats.intake import open_dataset
from careerstats.intake.corrections import with_record
from careerstats.lab import check_panel, choices, new_panel, page_file, program_panel, results, table_panel, uploads
from careerstats.lab.parts import Panel


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return Desk(tmp_path)


# A new dataset


def test_every_region_can_be_chosen() -> None:
    assert len(choices.regions()) == len(territories.regions("2025-01-01")) == 89
    assert ("Республика Бурятия", "81000000") in choices.regions()
    assert len(choices.places("81000000", "2024/25")) == 23


def test_indicators_are_found_by_the_beginnings_of_words() -> None:
    ids = [id for _, id in choices.indicators(catalogue.load(), "диагностики прошедшие")]
    assert "1.1" in ids
    assert choices.indicators(catalogue.load(), "такогопоказателянет") == []
    assert len(choices.indicators(catalogue.load(), "")) == len(catalogue.load().indicators)


def test_a_dataset_is_made_of_what_was_chosen_though_the_tab_was_closed_meanwhile(desk: Desk) -> None:
    first = new_panel.panel(desk.site)
    labelled(first, "Регион").value = "81000000"
    labelled(first, "Период").value = "2024/25"
    assert "23 муниципальных образования: " in said(first)
    labelled(first, "Найти показатель").value = "1.1"
    labelled(first, "Показатели").value = "1.1"
    press(first, "Взять показатель")

    panel = new_panel.panel(desk.site)
    assert labelled(panel, "Регион").value == "81000000"
    assert "Выбрано: 1" in said(panel)
    press(panel, "Создать набор")
    assert "Заполните: Имя папки." in said(panel)
    labelled(panel, "Имя папки").value = "bur"
    press(panel, "Создать набор")
    assert "Набор «bur» создан" in said(panel)
    assert "careerstats" not in said(panel)
    assert desk.dataset == "bur"
    dataset = open_dataset(desk.project, "bur")
    assert (dataset.region, dataset.period, dataset.settings.indicators) == ("81000000", "2024/25", ("1.1",))
    assert labelled(new_panel.panel(desk.site), "Имя папки").value == ""
    region = labelled(panel, "Регион")
    assert (region.value, region.index) == ("", 0)


def test_a_region_the_register_does_not_know_takes_a_list(desk: Desk) -> None:
    panel = new_panel.panel(desk.site)
    labelled(panel, "Регион").value = dict(choices.regions())["Херсонская область"]
    labelled(panel, "Период").value = "2025"
    labelled(panel, "Имя папки").value = "own"
    assert "вставьте список" in said(panel)
    press(panel, "Создать набор")
    assert "--" not in said(panel)
    code = labelled(panel, "Регион").value
    labelled(panel, "Свой список").value = f"{code[:2]}701000 г. Первый\n{code[:2]}702000 г. Второй"
    press(panel, "Создать набор")
    assert "Набор «own» создан" in said(panel)


def test_a_mistake_is_told_by_the_name_of_its_field(desk: Desk) -> None:
    panel = new_panel.panel(desk.site)
    labelled(panel, "Регион").value = "81000000"
    labelled(panel, "Период").value = "весна"
    labelled(panel, "Имя папки").value = "bur"
    press(panel, "Создать набор")
    assert "Период: " in said(panel)
    assert "--period" not in said(panel)
    assert not (desk.project / "data" / "raw" / "bur").exists()


# A book of one's own


@pytest.fixture
def made(desk: Desk) -> Desk:
    assert run("--project", str(desk.project), "init", "bur", *INIT).code == 0
    desk.dataset = "bur"
    return desk


INIT = ("--region", "Республика Бурятия", "--period", "2023/24", "--indicators", "1.1,trial")


def send(panel: Panel, name: str, data: bytes) -> None:
    labelled(panel, "Загрузить книгу").value = (
        {"name": name, "type": "", "size": len(data), "content": memoryview(data), "last_modified": datetime.now(UTC)},
    )


def opened(desk: Desk) -> Panel:
    panel = table_panel.panel(desk.site)
    panel.refresh(None)
    return panel


def test_a_book_is_sent_its_questions_answered_in_two_tabs_and_it_is_written(made: Desk, tmp_path: Path) -> None:
    data = buryatia.summary(tmp_path / "Свод.xlsx", 2023).read_bytes()
    first = opened(made)
    send(first, "Свод.xlsx", data)
    assert "Вопрос 1." in said(first)
    assert "Почему спрашиваем" in said(first)
    assert "Цвета ячеек: заголовок чья строка читается нужен ответ не используется" in said(first)
    assert "Баргузинский район" in said(first)
    press(first, "Ответить")

    panel = opened(made)
    while "Почему спрашиваем" in said(panel):
        press(panel, "Ответить")
    assert "Будет прочитано: 23 муниципальных образования, " in said(panel)
    assert "careerstats" not in said(panel)
    press(panel, "Записать в набор")
    assert "Записано в описание набора: tables/Свод.xlsx" in said(panel)
    assert [table.file for table in open_dataset(made.project, "bur").tables] == ["tables/Свод.xlsx"]
    assert not uploads.waiting(made.project, "bur").parent.exists()

    send(panel, "Свод (копия).xlsx", data)
    assert "Этот файл уже добавлен: tables/Свод.xlsx" in said(panel)


def test_a_book_that_lies_among_the_tables_can_be_picked(made: Desk) -> None:
    path = buryatia.summary(made.project / "data" / "raw" / "bur" / "tables" / "Свод.xlsx", 2023)
    panel = opened(made)
    labelled(panel, "Лежит в наборе").value = "tables/Свод.xlsx"
    assert "Вопрос 1." in said(panel)
    press(panel, "Не добавлять этот файл")
    assert path.is_file()
    assert "Вопрос" not in said(panel)
    assert "Вопрос" not in said(opened(made))


def test_a_book_of_something_else_is_told_in_words_and_shows_none_of_it(made: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Товар", "Цена"])
    book.active.append(["Тайное слово", 5])
    book.save(tmp_path / "другое.xlsx")
    panel = opened(made)
    send(panel, "другое.xlsx", (tmp_path / "другое.xlsx").read_bytes())
    assert "нет названий муниципальных образований" in said(panel)
    assert "его регион – Республика Бурятия" in said(panel)
    assert "Тайное слово" not in said(panel)
    assert labelled(panel, "Записать в набор").layout.display == "none"


def test_of_a_list_of_persons_titles_are_shown_and_nobody(made: Desk, tmp_path: Path) -> None:
    path = buryatia.participants(tmp_path / "Список.xlsx")
    person = next(openpyxl.load_workbook(path).active.iter_rows(min_row=2, values_only=True))
    panel = opened(made)
    send(panel, path.name, path.read_bytes())
    assert "сведения о людях не показываются" in said(panel)
    assert all(str(cell) not in said(panel) for cell in person if isinstance(cell, str) and len(cell) > 12)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("../../dataset.yaml", b"x", "содержит путь"),
        ("..\\Свод.xlsx", b"x", "содержит путь"),
        (".скрытый.xlsx", b"x", "содержит путь"),
        ("а" * 300 + ".xlsx", b"x", "длиннее 120 знаков"),
        ("Свод.xlsm", b"x", "макросы"),
        ("Свод.docx", b"x", "не таблица"),
        ("Свод.xlsx", b"", "пуст"),
        ("Свод.xlsx", b"PK\x03\x04", "Что сделать: "),
        ("Свод.xlsx", b"<html>", "Что сделать: "),
    ],
)
def test_what_no_table_is_or_may_be_called_is_refused_in_words(made: Desk, name: str, data: bytes, words: str) -> None:
    panel = opened(made)
    send(panel, name, data)
    assert words in said(panel)
    assert not uploads.waiting(made.project, "bur").parent.exists()
    assert "Вопрос" not in said(opened(made))


def test_a_full_disk_is_told_and_changes_nothing(made: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr("careerstats.batch.files.put", full)
    panel = opened(made)
    send(panel, "Свод.xlsx", buryatia.summary(tmp_path / "Свод.xlsx", 2023).read_bytes())
    assert any("мест" in text for text in made.said)
    assert "Вопрос" not in said(panel)


# Problems of a check


@pytest.fixture
def checked(made: Desk) -> Desk:
    """Three districts of a table with one number that is none."""
    table = made.project / "data" / "raw" / "bur" / "tables" / "municipalities.xlsx"
    book = openpyxl.load_workbook(table)
    for at, row in enumerate(book.active.iter_rows(min_row=2)):
        for cell, number in zip(row[2:], (100 + at, 50 + at, 20 + at), strict=False):
            cell.value = number
    book.active["D2"] = 0.5
    book.save(table)
    run("--project", str(made.project), "check", "bur")
    return made


def checking(desk: Desk) -> Panel:
    panel = check_panel.panel(desk.site)
    panel.refresh(None)
    press(panel, "Исправить число")
    return panel


def filled(panel: Panel, **given: str) -> None:
    for name, text in given.items():
        labelled(panel, name.replace("_", " ")).value = text


def test_a_number_is_corrected_where_its_problem_is_shown(checked: Desk) -> None:
    first = checking(checked)
    assert "Сейчас в ячейке: 0,5." in said(first)
    filled(first, Верное_значение="60", Основание="письмо от 10.06.2025 № 14", Кто_исправил="методист")

    panel = checking(checked)
    assert labelled(panel, "Верное значение").value == "60"
    labelled(panel, "Дата исправления").value = date(2025, 6, 11)
    press(panel, "Записать исправление")
    assert checked.begun == ["check"]
    assert "записано" in said(panel)
    run("--project", str(checked.project), "check", "bur")
    problems = results.problems(checked.project, "bur") or []
    mended = [problem.message for problem in problems if problem.is_mended]
    assert len(mended) == 1
    assert "было «0,5», стало «60»; основание: письмо от 10.06.2025 № 14; исправил: методист" in mended[0]
    assert not labelled(checking(checked), "Замечание").options
    assert "нет чисел, которые можно исправить" in said(checking(checked))


@pytest.mark.parametrize(
    ("who", "words"), [("", "нужна должность исправившего"), ("Иванова А. П.", "только должность, без фамилии")]
)
def test_a_correction_without_grounds_or_with_a_name_is_not_recorded(checked: Desk, who: str, words: str) -> None:
    panel = checking(checked)
    filled(panel, Верное_значение="60", Основание="письмо от 10.06.2025 № 14", Кто_исправил=who)
    labelled(panel, "Дата исправления").value = date(2025, 6, 11)
    press(panel, "Записать исправление")
    assert words in said(panel)
    assert not (checked.project / "data" / "raw" / "bur" / "corrections.yaml").exists()


@pytest.mark.parametrize("text", ["", "# свои слова\n- a: b\n", "  - a: b\r\n  - c: d", "- a: b"])
def test_a_record_follows_what_is_there_and_changes_none_of_it(text: str) -> None:
    whole = with_record(text, {"was": "0,5", "becomes": "60"})
    assert whole.startswith(text)
    assert yaml.safe_load(whole)[-1] == {"was": "0,5", "becomes": "60"}


def test_a_file_that_no_record_can_follow_is_left_alone() -> None:
    with pytest.raises(UsageError, match="Впишите её сами"):
        with_record("[{a: b}]\n", {"was": "0,5"})


# Notebooks


def test_notebooks_are_opened_about_the_chosen_dataset(made: Desk) -> None:
    panel = program_panel.panel(made.site)
    panel.refresh(None)
    assert 'municipality = "81603000"' in source(made, "81603000")
    labelled(panel, "О ком блокнот").value = "81701000"
    assert 'dataset = "bur"' in source(made, "81701000")
    assert 'municipality = "81701000"' in source(made, "81701000")


def source(desk: Desk, code: str) -> str:
    path = page_file.folder(desk.project) / "bur" / code / "municipality.ipynb"
    return "".join("".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])
