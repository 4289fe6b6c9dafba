"""Books made to harm, sent to the start page and given to ``table add``: refused in words, nothing is left of them."""

import io
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from helpers import buryatia
from helpers.panels import Desk, labelled, said
from helpers.projects import run
from helpers.small_books import locked, parts_of, zipped

from careerstats.intake import open_dataset
from careerstats.lab import table_panel, uploads
from careerstats.pipeline.adding import looking, places

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


def sent(desk: Desk, name: str, data: bytes) -> str:
    """What the page says of a file that the browser sends."""
    panel = table_panel.panel(desk.site)
    panel.refresh(None)
    labelled(panel, "Загрузить книгу").value = (
        {"name": name, "type": "", "size": len(data), "content": memoryview(data), "last_modified": datetime.now(UTC)},
    )
    return said(panel)


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
    assert "Свод.xlsx" in done.err
    assert "Что сделать: " in done.out + done.err

    assert "Что сделать: " in sent(desk, "Свод.xlsx", data)
    assert not uploads.waiting(desk.project, "proba").parent.exists()
    assert {file: file.read_bytes() for file in home.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A0", "='[чужая.xlsx]Лист1'!$A$1", '=WEBSERVICE("http://x")'])
def test_a_formula_that_reaches_out_is_no_number_and_no_name(formula: str, desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(buryatia.summary(tmp_path / "Свод.xlsx", 2024))
    book["Свод"]["C7"] = formula
    book.save(tmp_path / "Свод.xlsx")
    look = looking.look(places.at(desk.project, "proba"), tmp_path / "Свод.xlsx")
    monkeypatched = io.StringIO("\n" * 20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", monkeypatched)
        added = run("--project", str(desk.project), "table", "add", "proba", str(tmp_path / "Свод.xlsx"))
    assert look
    assert added.code == 0, added.err
    checked = run("--project", str(desk.project), "check", "proba")
    assert "ячейка C7" in checked.out
    assert checked.code == 1


def test_names_of_sheets_and_heads_are_only_texts(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(buryatia.summary(tmp_path / "Свод.xlsx", 2024))
    book["Свод"]["C4"] = "<img src=x onerror=alert(1)> Количество обучающихся 6-11 классов, чел."
    book.save(tmp_path / "Свод.xlsx")
    assert "<img" not in sent_html(desk, "Свод <b>1.xlsx", (tmp_path / "Свод.xlsx").read_bytes())


def sent_html(desk: Desk, name: str, data: bytes) -> str:
    """The page as the browser gets it."""
    panel = table_panel.panel(desk.site)
    panel.refresh(None)
    labelled(panel, "Загрузить книгу").value = (
        {"name": name, "type": "", "size": len(data), "content": memoryview(data), "last_modified": datetime.now(UTC)},
    )
    return "".join(str(getattr(part, "value", "")) for part in _parts(panel.box) if type(part).__name__ == "HTML")


def _parts(box: object) -> list[object]:
    return [box, *(part for child in getattr(box, "children", ()) for part in _parts(child))]


@pytest.mark.parametrize("length", [121, 300])
def test_a_name_too_long_for_a_system_is_refused_before_anything_is_written(
    length: int, desk: Desk, tmp_path: Path
) -> None:
    assert "длиннее 120 знаков" in sent(desk, "я" * length + ".xlsx", ordinary(tmp_path))
    done = run("--project", str(desk.project), "table", "add", "proba", str(tmp_path / ("я" * length + ".xlsx")))
    assert done.code == 2
    assert "Traceback" not in done.err
    assert [one.file for one in open_dataset(desk.project, "proba").tables] == ["tables/municipalities.xlsx"]
