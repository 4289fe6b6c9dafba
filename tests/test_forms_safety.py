"""Files that are no honest forms: refused with words before anything is unpacked; whatever the bytes, no traceback."""

import io
import os
import shutil
import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from helpers.form_projects import FormProject, fill, form_project
from helpers.small_books import locked
from hypothesis import given, settings
from hypothesis import strategies as st

from careerstats.intake.books import Rows, Sheet
from careerstats.intake.forms.folder import open_sheets
from careerstats.intake.forms.returned import extract
from careerstats.intake.guards import FORM, NotATableError
from careerstats.intake.looks import Marks

CITY = "Форма_профориентация_2024-25_г-Образцовск.xlsx"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> FormProject:
    project = form_project(tmp_path_factory.mktemp("safe"))
    project.make()
    fill(project.blanks / CITY, project.folder / "filled.xlsx", Random(1))
    return project


@pytest.fixture(scope="module")
def filled(made: FormProject) -> bytes:
    return (made.folder / "filled.xlsx").read_bytes()


def repacked(data: bytes, changed: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same package with some parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", compression) as new:
        for name in [*old.namelist(), *(name for name in changed if name not in old.namelist())]:
            new.writestr(name, changed.get(name) or old.read(name))
    return out.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(NotATableError) as refused:
        open_sheets(data)
    assert str(refused.value)
    assert refused.value.what_to_do
    return refused.value.code


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read(name)


SHEET = "xl/worksheets/sheet1.xml"


def test_a_bomb_is_not_unpacked(filled: bytes) -> None:
    assert refusal(repacked(filled, {"xl/media/a.bin": bytes(50 << 20)})) == "zip_bomb"


def told(sheets: list[Sheet]) -> list[tuple[str, Rows, Marks]]:
    return [(sheet.name, sheet.rows, sheet.marks) for sheet in sheets]


def read_with_little_memory(data: bytes) -> list[tuple[str, Rows, Marks]]:
    """The sheets, if reading them does not unpack what lies beside them."""
    tracemalloc.start()
    sheets = told(open_sheets(data)[0])
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 4 << 20
    return sheets


def test_many_large_parts_beside_the_sheets_are_not_unpacked(filled: bytes) -> None:
    large = bytes(range(256)) * (8 << 12)
    many = repacked(filled, {f"xl/media/{n}.bin": large for n in range(9)})
    assert read_with_little_memory(many) == told(open_sheets(filled)[0])


def test_a_part_that_lies_about_its_size_is_not_unpacked(filled: bytes) -> None:
    data = bytearray(repacked(filled, {"xl/media/a.bin": bytes(5 << 20)}))
    while (at := data.find((5 << 20).to_bytes(4, "little"))) >= 0:
        data[at : at + 4] = (100).to_bytes(4, "little")
    assert read_with_little_memory(bytes(data)) == told(open_sheets(filled)[0])


def test_a_sheet_that_lies_about_its_size_is_damaged(filled: bytes) -> None:
    sheet = part(filled, SHEET)
    data = bytearray(repacked(filled, {SHEET: sheet.replace(b"</sheetData>", b" " * (5 << 20) + b"</sheetData>")}))
    real = (len(sheet) + (5 << 20)).to_bytes(4, "little")
    while (at := data.find(real)) >= 0:
        data[at : at + 4] = (100).to_bytes(4, "little")
    assert refusal(bytes(data)) == "damaged"


def test_a_file_with_thousands_of_parts_is_refused(filled: bytes) -> None:
    assert refusal(repacked(filled, {f"x/{n}": b"x" for n in range(FORM.parts)})) == "zip_bomb"


def test_entities_of_xml_are_refused(filled: bytes) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    sheet = part(filled, SHEET)
    start = sheet.index(b"<worksheet")
    assert refusal(repacked(filled, {SHEET: bomb + sheet[start:]})) == "xml_entities"


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "Basic/Standard/Module1.xml"])
def test_macros_are_refused(filled: bytes, name: str) -> None:
    assert refusal(repacked(filled, {name: b"x"})) == "macros"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "xl/../../x", "C:\\x", "..\\x"])
def test_paths_out_of_the_file_are_refused(filled: bytes, name: str) -> None:
    assert refusal(repacked(filled, {name: b"x"})) == "path_trick"


def test_links_to_other_files_are_told_and_not_followed(filled: bytes) -> None:
    _, warnings = open_sheets(repacked(filled, {"xl/externalLinks/externalLink1.xml": b"<x/>"}))
    assert [code for _, code, *_ in warnings] == ["external_links"]


def test_one_cell_at_the_far_corner_does_not_fill_the_memory(filled: bytes) -> None:
    sheet = part(filled, SHEET)
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert refusal(repacked(filled, {SHEET: sheet.replace(b"</sheetData>", far)})) == "too_many_cells"


def test_a_million_repeated_cells_of_an_ods_do_not_fill_the_memory() -> None:
    names = 'xmlns:office="urn:o" xmlns:table="urn:t"'
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    rows = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    content = f'<office:doc {names}><table:table table:name="Школы">{rows}</table:table></office:doc>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", content)
    assert refusal(out.getvalue()) == "too_many_cells"


def test_a_book_under_a_password_is_refused() -> None:
    assert refusal(locked()) == "encrypted"


def test_names_of_files_cannot_lead_out_of_the_folder(made: FormProject) -> None:
    made.returns.mkdir(parents=True, exist_ok=True)
    shutil.copy(made.folder / "filled.xlsx", made.returns / "a!b.xlsx")
    shutil.copy(made.folder / "filled.xlsx", made.returns / "книга.xlsm")
    if hasattr(os, "symlink"):
        (made.returns / "ссылка.xlsx").symlink_to(made.folder / "filled.xlsx")
    told = {Path(one.file).name: one.code for one in made.collect().problems}
    shutil.rmtree(made.returns)
    assert told == {"a!b.xlsx": "file_name", "книга.xlsm": "macros", "ссылка.xlsx": "path_trick"}


def opened(data: bytes) -> None:
    """Whatever the bytes: the answers of its sheets or NotATableError."""
    with suppress(NotATableError):
        extract(open_sheets(data)[0], {})


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    opened(data)


@settings(max_examples=60)
@given(st.integers(min_value=0, max_value=1 << 30))
def test_a_form_with_changed_bytes_is_read_or_refused(filled: bytes, seed: int) -> None:
    random, data = Random(seed), bytearray(filled)
    for _ in range(random.randint(1, 30)):
        data[random.randrange(len(data))] = random.randrange(256)
    opened(bytes(data[: random.choice((len(data), random.randrange(len(data))))]))


@settings(max_examples=60)
@given(st.integers(min_value=0, max_value=1 << 30))
def test_a_form_with_changed_xml_is_read_or_refused(filled: bytes, seed: int) -> None:
    random = Random(seed)
    with zipfile.ZipFile(io.BytesIO(filled)) as book:
        name = random.choice([name for name in book.namelist() if name.endswith((".xml", ".rels"))])
        text = bytearray(book.read(name))
    for _ in range(random.randint(1, 6)):
        text[random.randrange(len(text))] = random.choice(b'0123456789<>&"ZA\x00\xff')
    opened(repacked(filled, {name: bytes(text)}))


@given(st.text(max_size=300))
def test_any_text_in_a_cell_is_no_number_or_a_number_but_never_an_error(text: str) -> None:
    from careerstats.intake.forms.judging import is_blank, said
    from careerstats.intake.forms.returned import Answer

    answer = Answer("x", "K_pt", text, "", "Школы", 6, "H7")
    cell = said(answer, flag=False)
    assert cell.count is None or any(sign.isdigit() for sign in text)
    assert said(answer, flag=True).count in (None, 0, 1)
    assert is_blank(answer) == (text.strip() == "") or text.isspace()
