"""The quick reader of plain sheets against the full one: the same rows and marks, or it steps back."""

import io
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from helpers import mutator
from helpers.form_projects import FormProject, fill, form_project
from helpers.small_books import changed, parts_of, xlsx, zipped
from hypothesis import given
from hypothesis import strategies as st

from careerstats.intake import excel_parts, marks
from careerstats.intake.books import _excel, open_book
from careerstats.intake.excel_styles import Styles, styles
from careerstats.intake.guards import FORM, NotATableError
from careerstats.intake.packages import Package
from careerstats.intake.plain_sheets import plain_sheet

SHEET = "xl/worksheets/sheet1.xml"
HEAD, TAIL = b'<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>', b"</sheetData></worksheet>"


def plainly(body: bytes, shared: bytes = b"", looks: Styles | None = None) -> Any:
    return plain_sheet(HEAD + body + TAIL, shared, looks or Styles(), FORM)


def both(data: bytes) -> int:
    """Sheets that were read quickly; each must be as the full reader reads it."""
    package, quick = Package(data, FORM), 0
    for name, place in excel_parts.sheets(package).items():
        sheet, looks = package.read(place), styles(excel_parts.part(package, excel_parts.STYLES))
        plain = plain_sheet(sheet, excel_parts.part(package, excel_parts.TEXTS), looks, FORM)
        if plain:
            quick += 1
            full = _excel(package, {name: place}, FORM)[name]
            assert trimmed(plain[0]) == trimmed(full)
            assert {at: mark for at, mark in marks.of_excel(sheet, looks.percents).items() if filled(full, at)} == {
                at: mark for at, mark in plain[1].items() if filled(full, at)
            }
    return quick


def filled(rows: list[list[Any]], place: tuple[int, int]) -> bool:
    return place[0] < len(rows) and place[1] < len(rows[place[0]]) and rows[place[0]][place[1]] != ""


def trimmed(rows: list[list[Any]]) -> list[list[tuple[str, Any]]]:
    """Kinds and values without the emptiness at the ends of rows and of the sheet."""
    out = []
    for row in rows:
        last = max((at for at, one in enumerate(row, 1) if one != ""), default=0)
        out.append([(type(one).__name__, one) for one in row[:last]])
    while out and not out[-1]:
        out.pop()
    return out


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> FormProject:
    project = form_project(tmp_path_factory.mktemp("plain"))
    project.make()
    return project


def test_a_form_is_read_quickly_and_as_the_full_reader_reads_it(made: FormProject, tmp_path: Path) -> None:
    blank = next(made.blanks.glob("*.xlsx"))
    assert both(blank.read_bytes()) >= 3, "as XlsxWriter writes it, with shared texts"
    fill(blank, tmp_path / "a.xlsx", Random(1))
    assert both((tmp_path / "a.xlsx").read_bytes()) >= 3, "as openpyxl writes it, with texts in their cells"


@pytest.mark.parametrize("number", range(len(mutator.DEFECTS)))
def test_a_spoilt_form_is_read_the_same_both_ways(made: FormProject, tmp_path: Path, number: int) -> None:
    blank = next(made.blanks.glob("*.xlsx"))
    fill(blank, tmp_path / "a.xlsx", Random(1), lambda book, _: mutator.mutate(book, Random(number), number))
    assert both((tmp_path / "a.xlsx").read_bytes()) >= 2


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)


@given(st.lists(st.lists(TEXTS | st.integers(-(10**15), 10**15) | st.floats(-1e6, 1e6) | st.booleans(), max_size=4)))
def test_any_content_is_read_the_same_both_ways(rows: list[list[Any]]) -> None:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                (page.write_boolean if isinstance(value, bool) else page.write)(number, column, value)
    with suppress(NotATableError):  # signs that no XML may hold
        both(out.getvalue())


def test_formulas_and_percentages_are_marked_dates_are_left_to_the_full_reader() -> None:
    def book(kind: str) -> bytes:
        made, out = openpyxl.Workbook(), io.BytesIO()
        made.active["A1"], made.active["B1"], made.active["C1"] = 0.5, "=1+1", 7
        made.active["A1"].number_format, made.active["C1"].number_format = "0.0%", kind
        made.save(out)
        return out.getvalue()

    sheet = open_book(book("#,##0"), FORM).sheet("Sheet")
    assert sheet.rows[0][2] == 7
    assert sheet.marks == {(0, 0): "percent", (0, 1): "formula"}
    assert both(book("#,##0")) == 1
    assert both(book("dd.mm.yyyy")) == 0
    assert both(book("[h]:mm")) == 0


@pytest.mark.parametrize(
    "body",
    [
        b'<row r="1"><c r="A1"><v>1</v></c><!-- --></row>',
        b'<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>',
        b'<row r="1"><c><v>1</v></c></row>',
        b'<row r="1"><x:c r="A1"><v>1</v></x:c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        b'<row r="1"><c r="A1"><v>1e5</v></c></row>',
        b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        b'<row r="1"><c r="A1" t="str"><v>a&unknown;</v></c></row>',
        b'<row r="1"><c r="A1" t="str"><v>_x0041_</v></c></row>',
        b'<row r="1"><c r="A1" t="str"><v>a&#0;</v></c></row>',
        b'<row r="1"><c r="A1" t="str"><v>a\x01</v></c></row>',
        b'<row r="1"><c r="A1" t="str"><v>\xff</v></c></row>',
        b'<row r="1"><c r="A1" s="7"><v>1</v></c></row>',
    ],
)
def test_anything_unusual_is_left_to_the_full_reader(body: bytes) -> None:
    assert plainly(body) is None
    assert plainly(b'<row r="1"><c r="A1"><v>1</v></c></row>') == ([[1.0]], {})


def test_a_far_value_is_refused_and_far_colour_is_not() -> None:
    assert plainly(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>')
    with pytest.raises(NotATableError, match="XFD1048576"):
        plainly(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def test_another_encoding_is_left_to_the_full_reader() -> None:
    head = HEAD.replace(b"UTF-8", b"windows-1251")
    assert plain_sheet(head + b'<row r="1"/>' + TAIL, b"", Styles(), FORM) is None


def test_rich_shared_texts_are_left_to_the_full_reader() -> None:
    plain, runs = "<si><t>МО</t></si>".encode(), "<si><r><t>М</t></r><r><t>О</t></r></si>".encode()
    rich = changed("xl/sharedStrings.xml", plain, runs)
    assert both(xlsx()) == 1
    assert both(rich) == 0
    assert open_book(rich, FORM).sheet("Свод").rows[0][0] == "МО"


def test_a_book_with_upper_case_parts_is_read(tmp_path: Path) -> None:
    parts = parts_of(xlsx())
    renamed = {"xl/SharedStrings.xml" if name == "xl/sharedStrings.xml" else name: one for name, one in parts.items()}
    assert open_book(zipped(renamed), FORM).sheet("Свод").rows[0][0] == "МО"
