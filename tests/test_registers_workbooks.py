"""Registers as workbooks: written to be gone on with, read like CSV, added to without losing what is there."""

from pathlib import Path

import openpyxl
import pytest

from careerstats.contracts.adding import School
from careerstats.errors import DatasetError
from careerstats.export import xlsx
from careerstats.intake.organisations import COLUMNS, file_of, read_register
from careerstats.pipeline.adding.storing import register

HEADS = [*COLUMNS.values()]
OLD = ["ш-1", "школа", "Школа № 1", "г. Зея", "2020", "", "", "город"]
NEW = School(id="10712000-1", name="Школа № 2", territory="10712000")


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_what_is_to_be_filled_in_keeps_codes_heads_and_room(tmp_path: Path) -> None:
    rows = [["05602000", "Анучинский район", ""], ["05708000", "Дальнереченский городской округ", "12"]]
    data = xlsx.to_fill("Сведения", ["Код", "Название", "Обучающиеся"], rows, ["Обучающиеся"])
    assert data == xlsx.to_fill("Сведения", ["Код", "Название", "Обучающиеся"], rows, ["Обучающиеся"])
    sheet = openpyxl.load_workbook(put(tmp_path / "t.xlsx", data)).active
    assert sheet.freeze_panes == "C2"
    assert (sheet["A2"].value, sheet["A2"].number_format, sheet["C2"].value) == ("05602000", "@", None)
    assert sheet["C2"].number_format == "General"
    assert sheet.column_dimensions["B"].width > len("Дальнереченский городской округ")
    assert {sheet.row_dimensions[row].height for row in (2, 3)} == {None}, "a line each, as is usual"


@pytest.mark.parametrize("name", ["organisations.xlsx", "organisations.csv"])
@pytest.mark.parametrize("heads", [HEADS, [*COLUMNS]])
def test_a_register_of_either_kind_and_language_is_read(name: str, heads: list[str], tmp_path: Path) -> None:
    text = "\n".join(";".join(row) for row in (heads, OLD)).encode("utf-8-sig")
    put(tmp_path / name, text if name.endswith("csv") else xlsx.to_fill("Организации", heads, [OLD]))
    found = read_register(tmp_path)
    assert (found.problems, found.file) == ([], name)
    assert (found.by_id["ш-1"].name, found.by_id["ш-1"].since) == ("Школа № 1", "2020-01-01")


def test_of_two_registers_one_is_read_and_that_is_said(tmp_path: Path) -> None:
    put(tmp_path / "organisations.xlsx", xlsx.to_fill("Организации", HEADS, [OLD]))
    put(tmp_path / "organisations.csv", "id;kind;name;territory\nx;школа;Другая;г. Зея\n".encode())
    found = read_register(tmp_path)
    assert list(found.by_id) == ["x"]
    (problem,) = found.problems
    assert (problem.code, problem.severity) == ("two_registers", "warning")
    assert problem.message == "рядом лежит organisations.xlsx; прочитан только organisations.csv"


def test_schools_are_added_behind_those_that_are_there(tmp_path: Path) -> None:
    heads = [*HEADS, "Примечание"]
    path = put(tmp_path / "organisations.xlsx", xlsx.to_fill("Организации", heads, [[*OLD, "своё слово"]]))
    put(path, register(path, [NEW]))
    assert list(read_register(tmp_path).by_id) == ["ш-1", "10712000-1"]
    assert openpyxl.load_workbook(path).active["I2"].value == "своё слово"


def test_a_new_register_is_a_workbook(tmp_path: Path) -> None:
    path = file_of(tmp_path)
    assert path.name == "organisations.xlsx"
    put(path, register(path, [NEW]))
    assert read_register(tmp_path).by_id["10712000-1"].territory == "10712000"


def test_a_book_of_several_sheets_is_left_alone(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADS)
    book.create_sheet("Ещё").append(["важное"])
    book.save(tmp_path / "organisations.xlsx")
    with pytest.raises(DatasetError, match="в книге несколько листов"):
        register(tmp_path / "organisations.xlsx", [NEW])
