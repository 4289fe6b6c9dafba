"""Books made to harm, sent to the start page and given to ``table add``: refused in words, nothing is left of them."""

import io
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from helpers import buryatia
from helpers.panels import Desk, labelled, parts, said
from helpers.projects import run
from helpers.small_books import locked, parts_of, zipped

from careerstats.intake import open_dataset
from careerstats.lab import table_panel, uploads
from careerstats.lab.parts import Panel

INIT = ("--region", "81", "--period", "2024/25", "--indicators", "1.1,trial")
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def ordinary(folder: Path) -> bytes:
    return buryatia.summary(folder / "своя.xlsx", 2024).read_bytes()


def with_part(book: bytes, name: str, data: bytes) -> bytes:
    return zipped(parts_of(book) | {name: data})


def with_entity(book: bytes) -> bytes:
    head = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return with_part(book, SHEET, head + parts_of(book)[SHEET])


HARMFUL = {
    "a bomb": lambda book: with_part(book, STRINGS, b"<sst>" + b" " * (40 << 20) + b"</sst>"),
    "macros": lambda book: with_part(book, "xl/vbaProject.bin", b"\xcc\x61"),
    "a path inside": lambda book: with_part(book, "../../etc/cron.d/x", b"* * * * *"),
    "an entity": with_entity,
    "a password": lambda _: locked(),
    "a page of the web": lambda _: b"<html><table><tr><td>1</td></tr></table></html>",
    "half a book": lambda book: book[: len(book) // 2],
    "a program": lambda _: b"MZ\x90\x00" + b"\x00" * 500,
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    assert run("--project", str(tmp_path), "init", "proba", *INIT).code == 0
    made = Desk(tmp_path)
    made.dataset = "proba"
    return made


def sent(desk: Desk, name: str, data: bytes) -> Panel:
    """The page once the browser has sent a file."""
    panel = table_panel.panel(desk.site)
    panel.refresh(None)
    labelled(panel, "Загрузить книгу").value = (
        {"name": name, "type": "", "size": len(data), "content": memoryview(data), "last_modified": datetime.now(UTC)},
    )
    return panel


@pytest.mark.parametrize("harm", HARMFUL)
def test_a_harmful_book_is_refused_by_command_and_by_button(
    harm: str, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = HARMFUL[harm](ordinary(tmp_path))
    path = tmp_path / "Свод.xlsx"
    path.write_bytes(data)
    home = desk.project / "data" / "raw" / "proba"
    before = {file: file.read_bytes() for file in home.rglob("*") if file.is_file()}

    monkeypatch.setattr("sys.stdin", io.StringIO("\n" * 20))
    done = run("--project", str(desk.project), "table", "add", "proba", str(path))
    assert done.code in {1, 2, 3}
    assert "Traceback" not in done.err
    assert "Свод.xlsx\nНе добавлен: " in done.out
    assert "Что сделать: " in done.out

    assert "Что сделать: " in said(sent(desk, "Свод.xlsx", data))
    assert not uploads.waiting(desk.project, "proba").parent.exists()
    assert {file: file.read_bytes() for file in home.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A0", "='[чужая.xlsx]Лист1'!$A$1", '=WEBSERVICE("http://x")'])
def test_a_formula_that_reaches_out_is_no_number_and_no_name(formula: str, desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(buryatia.summary(tmp_path / "Свод.xlsx", 2024))
    book["Свод"]["C7"] = formula
    book.save(tmp_path / "Свод.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO("\n" * 20))
        added = run("--project", str(desk.project), "table", "add", "proba", str(tmp_path / "Свод.xlsx"))
    assert added.code == 0, added.err
    checked = run("--project", str(desk.project), "check", "proba")
    assert "ячейка C7" in checked.out
    assert checked.code == 1


def test_names_of_sheets_and_heads_are_only_texts(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(buryatia.summary(tmp_path / "Свод.xlsx", 2024))
    book["Свод"]["C4"] = "<img src=x onerror=alert(1)> Количество обучающихся 6-11 классов, чел."
    book.save(tmp_path / "Свод.xlsx")
    panel = sent(desk, "Свод <b>1.xlsx", (tmp_path / "Свод.xlsx").read_bytes())
    shown = "".join(part.value for part in parts(panel.box) if type(part).__name__ == "HTML")
    assert "onerror" in shown
    assert "<img" not in shown
    assert "<b>1" not in shown


def test_a_name_too_long_for_a_system_is_refused_before_anything_is_written(desk: Desk, tmp_path: Path) -> None:
    name = "я" * 300 + ".xlsx"
    assert "длиннее 120 знаков" in said(sent(desk, name, ordinary(tmp_path)))
    done = run("--project", str(desk.project), "table", "add", "proba", str(tmp_path / name))
    assert done.code == 1
    assert "имя файла слишком длинно. Что сделать: переименуйте файл короче." in done.out
    assert [entry.file for entry in open_dataset(desk.project, "proba").tables] == ["tables/municipalities.xlsx"]


def test_a_name_as_long_as_a_system_lets_it_be_is_stored_short(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / ("я" * 124 + ".xlsx")
    path.write_bytes(ordinary(tmp_path))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO("\n" * 20))
        assert run("--project", str(desk.project), "table", "add", "proba", str(path)).code == 0
    assert [entry.file for entry in open_dataset(desk.project, "proba").tables] == [f"tables/{'я' * 60}.xlsx"]
