"""Blank workbooks: what they ask, what is locked and checked in them, equal bytes, clean in LibreOffice."""

import hashlib
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.described import mistakes, settings_of
from helpers.form_projects import FORM, PERIOD, SCHOOL_FORM, SCHOOL_SETTINGS, SETTINGS, FormProject, fill, form_project

from careerstats import catalogue as catalogues
from careerstats.errors import DatasetError, UsageError
from careerstats.intake.forms import in_force, load_forms
from careerstats.intake.forms.layout import Stamp, read_stamp


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> FormProject:
    project = form_project(tmp_path_factory.mktemp("made"), SETTINGS + SCHOOL_SETTINGS)
    project.make()
    return project


def blank(made: FormProject) -> Path:
    return made.blanks / "Форма_профориентация_2024-25_г-Образцовск.xlsx"


def test_every_municipality_gets_a_workbook_with_a_name_one_can_mail(made: FormProject) -> None:
    names = sorted(path.name for path in made.blanks.glob("*.xlsx"))
    assert len(names) == 12
    assert all(re.fullmatch(r"Форма_профориентация_2024-25_[\w-]+\.xlsx", name) for name in names)
    assert "Форма_профориентация_2024-25_г-Примерск.xlsx" in names


def test_a_form_of_schools_has_a_workbook_for_every_school_there_is(made: FormProject) -> None:
    names = list((made.blanks.parent / SCHOOL_FORM).glob("*.xlsx"))
    assert len(names) == 119  # 121 in the register, two of them closed before the period


def test_the_same_form_is_the_same_bytes(made: FormProject, tmp_path: Path) -> None:
    again = form_project(tmp_path)
    again.make()
    for path in sorted(made.blanks.iterdir()):
        one, two = (hashlib.sha256(file.read_bytes()).hexdigest() for file in (path, again.blanks / path.name))
        assert one == two, path.name


def test_the_workbook_says_in_its_first_cell_whose_it_is(made: FormProject) -> None:
    book = openpyxl.load_workbook(blank(made))
    stamp = read_stamp(book["Школы"]["A1"].value)
    assert stamp
    assert (stamp.form, stamp.edition, stamp.period, stamp.territory) == (FORM, PERIOD, PERIOD, "02702000")
    assert book["Муниципалитет"]["A1"].value == book["Паспорт"]["A1"].value == stamp.text
    assert book["Паспорт"].sheet_state == "veryHidden"


def test_known_numbers_are_printed_and_locked_inputs_are_open(made: FormProject) -> None:
    book = openpyxl.load_workbook(blank(made))
    sheet = book["Школы"]
    codes = [cell.value for cell in sheet[5]]
    column = codes.index("K_pt") + 1
    form = (made.raw / "tables" / "2023-24" / "form.csv").read_text(encoding="utf-8-sig").splitlines()
    school = next(line.split(";") for line in form if line.startswith("demo-city-02-001;"))
    assert sheet["A7"].value == "demo-city-02-001"
    assert str(sheet.cell(7, column - 1).value) == school[3]
    assert sheet.cell(7, column).value is None
    assert not sheet.cell(7, column).protection.locked
    assert all(sheet.cell(7, other).protection.locked for other in (1, 2, 3, column - 1))
    assert sheet.protection.sheet
    assert sheet.protection.password is None


def test_whom_to_count_is_told_by_the_rules_of_the_asked_number_and_of_no_other(made: FormProject) -> None:
    guide = openpyxl.load_workbook(blank(made))["Как заполнять"]
    whom = {str(row[1]).partition("\n")[0]: row[2] or "" for row in guide.iter_rows(values_only=True) if row[1]}
    assert whom["Педагоги, ответственные за профориентацию"] == ""  # only what shares are shares of
    tested = "Классы: 6-11. Обучающийся, принявший участие в диагностике дважды, учитывается один раз"
    assert whom["Прошли профориентационную диагностику, 6–11 классы"] == tested


def test_nothing_that_oo1_or_the_platform_knows_is_asked_for_an_indicator(made: FormProject) -> None:
    catalogue = catalogues.load()
    entry = {"id": "x", "title": "x", "since": "2025/26", "indicators": ["1.1", "rmg", "early_14"]}
    (form,) = load_forms(settings_of(forms=[entry]), catalogue)
    assert [one.id for one in form.questions] == ["K_pt", "K_early14"]
    (both,) = load_forms(settings_of(forms=[{**entry, "variables": ["K_od1"]}]), catalogue)
    assert [one.id for one in both.questions] == [
        "K_od1",
        "K_pt",
        "K_early14",
    ]


def test_more_than_fifteen_questions_are_refused_unless_the_dataset_wants_them() -> None:
    catalogue = catalogues.load()
    ids = [one.id for one in catalogue.variables.values() if not one.by][:16]
    entry: dict[str, Any] = {"id": "x", "title": "x", "since": 2024, "variables": ids}
    with pytest.raises(DatasetError, match="спрашивается 16 величин, а можно 15"):
        load_forms(settings_of(forms=[entry]), catalogue)
    assert len(load_forms(settings_of(forms=[{**entry, "limit": 16}]), catalogue)[0].questions) == 16


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"variables": ["K_ptt"]}, "величины «K_ptt» в каталоге нет, похоже на K_pt"),
        ({"indicators": ["9.99"], "variables": []}, "показателя «9.99» в каталоге нет"),
        ({"variables": ["K_choice"]}, "собирается по категориям"),
        ({"variables": ["K_pt", "K_pt"]}, "указана дважды"),
    ],
)
def test_names_that_a_form_cannot_ask_are_said_in_words(change: dict[str, Any], told: str) -> None:
    with pytest.raises(DatasetError) as error:
        load_forms(settings_of(forms=[ENTRY | change]), catalogues.load())
    assert told in str(error.value)


ENTRY = {"id": "x", "title": "x", "since": "2024/25", "variables": ["K_pt"]}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"variables": "K_pt"}, "нужен список"),
        ({"variables": []}, "не указано, что спрашивать"),
        ({"since": "осень"}, "период «осень» не понят"),
        ({"per": "class"}, "можно municipality"),
        ({"id": "../x"}, "латинские строчные"),
        ({"file": "../../x"}, "войдёт в имя файла"),
        ({"per": "school", "municipal": ["K_contr"]}, "не спрашивает о муниципальном"),
        ({"colour": "red"}, "поле «colour» неизвестно"),
    ],
)
def test_a_wrong_description_is_said_in_words(change: dict[str, Any], told: str) -> None:
    (wrong,) = mistakes(forms=[ENTRY | change])
    assert told in wrong


def test_editions_live_side_by_side() -> None:
    entries = [{"id": "x", "title": "x", "since": since, "variables": ["K_pt"]} for since in ("2024/25", "2022/23")]
    forms = load_forms(settings_of(forms=entries), catalogues.load())
    found = [in_force(forms, "x", period) for period in ("2021/22", "2022/23", "2023/24", "2024/25", "2026/27")]
    assert [one and one.since for one in found] == [None, "2022/23", "2022/23", "2024/25", "2024/25"]


def test_a_dataset_without_forms_says_how_to_describe_them(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="нет форм"):
        form_project(tmp_path, "").make()


def test_the_description_is_a_table_schema(made: FormProject) -> None:
    schema = json.loads((made.blanks / "prof.schema.json").read_text(encoding="utf-8"))
    assert schema["primaryKey"] == ["organisation"]
    fields = {one["name"]: one for one in schema["fields"]}
    assert fields["K_pt"]["constraints"] == {"minimum": 0}
    assert fields["F_plan"]["trueValues"] == ["да"]
    assert fields["K_teach_pd"]["at_most"] == ["K_teach"]
    assert "-" in schema["missingValues"]


def test_a_school_named_like_a_formula_stays_text(tmp_path: Path) -> None:
    project = form_project(tmp_path)
    register = project.raw / "organisations.csv"
    text = register.read_text(encoding="utf-8-sig").replace("Средняя школа № 1 города Примерска", "=cmd|'/c calc'!A1")
    register.write_text(text, encoding="utf-8", newline="\n")
    project.make()
    book = openpyxl.load_workbook(project.blanks / "Форма_профориентация_2024-25_г-Примерск.xlsx")
    cell = book["Школы"]["B7"]
    assert (cell.value, cell.data_type) == ("=cmd|'/c calc'!A1", "s")


def test_a_stamp_reads_back_with_its_leading_zero() -> None:
    stamp = Stamp("prof", "2024/25", "2024/25", "02702000", "", "demo", "0123456789ab")
    assert read_stamp(stamp.text) == stamp
    assert read_stamp("careerstats-form|prof") is None
    assert read_stamp(5) is None


def converted(source: Path, kind: str, folder: Path) -> Path:
    """The file through LibreOffice, with a profile of its own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=180, check=False)
    path = folder / f"{source.stem}.{kind.partition(':')[0]}"
    if not path.exists():
        pytest.skip(f"LibreOffice без Calc: {done.stderr.strip()[-200:]}")
    return path


@pytest.mark.needs("soffice")
def test_libreoffice_opens_the_form_and_its_formulas_work(made: FormProject, tmp_path: Path) -> None:
    def overstated(book: Any, filled: Any) -> None:
        sheet = book["Школы"]
        codes = [cell.value for cell in sheet[5]]
        sheet.cell(7, codes.index("K_teach") + 1).value = 2
        sheet.cell(7, codes.index("K_teach_pd") + 1).value = 5
        sheet.cell(8, codes.index("K_pt") + 1).value = 0.5

    from random import Random

    filled = tmp_path / "filled" / "a.xlsx"
    typed = fill(blank(made), filled, Random(1), overstated)
    sheets = openpyxl.load_workbook(converted(filled, "xlsx", tmp_path), data_only=True)
    sheet = sheets["Школы"]
    codes = [cell.value for cell in sheet[5]]
    notes = codes.index("#notes") + 1
    assert sheet.cell(7, notes).value == "гр. 7 больше, чем гр. 6. "
    assert sheet.cell(8, notes).value == "гр. 1: нужно целое число, «-» или «Х». "
    assert not sheet.cell(9, notes).value
    assert sheet["B4"].value.endswith("строк с замечаниями: 2")
    schools = [school for school, variable in typed if variable == "K_exc69"]
    total = sum(typed[school, "K_exc69"] for school in schools if isinstance(typed[school, "K_exc69"], int))
    assert sheet.cell(7 + len(schools), codes.index("K_exc69") + 1).value == total
    worked = [sheets["Показатель школы"].cell(row, 5).value for row in range(5, 11)]
    assert any(text.startswith(f"{total} / ") and "× 100 % = " in text for text in worked)
    assert not [
        cell.value
        for name in sheets
        for row in name.iter_rows()
        for cell in row
        if str(cell.value).startswith("#N") or "Err:" in str(cell.value)
    ]
