"""A form that asks for causes: what is sent out, what comes back, and that what was named is asked for again."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from helpers.regions import ROOT

from careerstats import catalogue
from careerstats.errors import DatasetError
from careerstats.intake import Intake, open_dataset, read
from careerstats.pipeline.forms import make

LUKOMORSKY = "Лукоморский"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of demo whose form for municipalities asks for causes of two indicators."""
    home = tmp_path / "data" / "raw" / "demo"
    shutil.copytree(ROOT / "data" / "raw" / "demo", home)
    described = (home / "dataset.yaml").read_text(encoding="utf-8")
    asked = "    contact: Институт, кабинет 1 (условный адрес)\n"
    described = described.replace(asked, f'{asked}    causes: ["1.1", "trial"]\n', 1)
    (home / "dataset.yaml").write_text(described, encoding="utf-8")
    return tmp_path


def book_of(project: Path) -> Path:
    make(project, "demo", say=lambda _: None)
    home = project / "reports" / "demo" / "forms" / "prof"
    return next(path for path in home.glob("*.xlsx") if LUKOMORSKY in path.name)


def returned(project: Path, *rows: tuple[str, str]) -> Intake:
    """The book with cause and explanation of its indicators, put back into the dataset."""
    opened = openpyxl.load_workbook(book_of(project))
    sheet = opened["Причины"]
    for at, (cause, why) in enumerate(rows, 6):
        sheet.cell(at, 4).value, sheet.cell(at, 5).value = cause or None, why or None
    folder = project / "data" / "raw" / "demo" / "forms" / "prof"
    folder.mkdir(parents=True)
    opened.save(folder / "ответ.xlsx")
    return read(open_dataset(project, "demo"), catalogue.load())


def test_the_sheet_lists_the_indicators_and_offers_the_list(project: Path) -> None:
    sheet = openpyxl.load_workbook(book_of(project))["Причины"]
    assert [sheet.cell(row, 1).value for row in (6, 7)] == ["1.1", "trial"]
    (rule,) = sheet.data_validations.dataValidation
    assert "нет договора" in rule.formula1
    assert "другое: " in rule.formula1


def test_what_comes_back_is_a_cause_of_the_form_with_its_cell(project: Path) -> None:
    found = returned(project, ("нет специалиста", ""), ("", "колледж не выделил мест"))
    causes = {cause.indicator: cause for cause in found.registers.causes if cause.source == "form"}
    assert {id: (cause.kind, cause.text) for id, cause in causes.items()} == {
        "1.1": ("no_specialist", "нет специалиста"),
        "trial": ("no_places", "колледж не выделил мест"),
    }
    assert causes["trial"].origin == "forms/prof/ответ.xlsx, Причины!D7"
    assert "unknown_cause" not in {problem.code for problem in found.problems}


def test_a_cause_that_is_not_of_the_list_is_kept_and_named_with_its_cell(project: Path) -> None:
    found = returned(project, ("карантин", ""))
    (cause,) = (cause for cause in found.registers.causes if cause.source == "form")
    assert (cause.kind, cause.text) == ("", "карантин")
    (problem,) = (problem for problem in found.problems if problem.code == "unknown_cause")
    assert (problem.sheet, problem.cell, problem.severity) == ("Причины", "D6", "warning")


def test_what_was_named_the_last_time_is_asked_for_again(project: Path) -> None:
    path = project / "data" / "raw" / "demo" / "causes.csv"
    place = "Лукоморский муниципальный округ"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{place},2023/24,trial,автобус сломан,письмо № 3\n")
    sheet = openpyxl.load_workbook(book_of(project))["Причины"]
    assert [sheet.cell(row, 3).value for row in (6, 7)] == ["", "автобус сломан"]


def test_a_form_for_schools_cannot_ask_for_causes(project: Path) -> None:
    path = project / "data" / "raw" / "demo" / "dataset.yaml"
    text = path.read_text(encoding="utf-8").replace('    causes: ["1.1", "trial"]\n', "")
    path.write_text(text.replace("    per: school\n", '    per: school\n    causes: ["1.1"]\n'), encoding="utf-8")
    with pytest.raises(DatasetError, match="нужна форма per: municipality"):
        make(project, "demo", say=lambda _: None)
