"""Books of Excel with what their values alone do not tell: formulas, percentages, texts of several runs, dates."""

import io
from datetime import date

import openpyxl
import pytest
from helpers.small_books import changed, parts_of, xlsx, zipped

from careerstats.intake.books import Sheet, open_book
from careerstats.intake.cells import NOT_COMPUTED
from careerstats.intake.guards import FORM, NotATableError

SHEET = "xl/worksheets/sheet1.xml"
HEAD, TAIL = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>',
    b"</sheetData></worksheet>",
)


def sheet_of(body: bytes) -> Sheet:
    """The small book whose only sheet has these rows."""
    return open_book(zipped(parts_of(xlsx()) | {SHEET: HEAD + body + TAIL}), FORM).sheet("Свод")


def test_formulas_and_percentages_are_marked_and_dates_are_dates() -> None:
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.active["A1"], made.active["B1"], made.active["C1"], made.active["D1"] = 0.5, "=1+1", 7, date(2025, 5, 1)
    made.active["A1"].number_format, made.active["C1"].number_format = "0.0%", "#,##0"
    made.save(out)
    sheet = open_book(out.getvalue(), FORM).sheet("Sheet")
    assert sheet.rows == [[0.5, NOT_COMPUTED, 7, date(2025, 5, 1)]]
    assert sheet.marks == {(0, 0): "percent", (0, 1): "formula"}


def test_cells_and_rows_without_an_address_follow_the_one_before() -> None:
    sheet = sheet_of(
        b'<row r="2"><c><v>1</v></c><c><f>1+1</f><v>2</v></c><!-- --><c r="E2"><v>3</v></c>'
        b'<c t="e"><v>#N/A</v></c></row>'
        b"<row><c><f>A2</f><v>1</v></c></row>"
    )
    assert sheet.rows[1:] == [[1, 2, "", "", 3, "#Н/Д"], [1, "", "", "", "", ""]]
    assert sheet.marks == {(1, 1): "formula", (2, 0): "formula"}


@pytest.mark.parametrize("body", [b"<row><c></row>", b'<row r="1"><x:c r="A1"><v>1</v></x:c></row>', b"<row>&a;</row>"])
def test_a_sheet_that_is_no_xml_is_damaged(body: bytes) -> None:
    with pytest.raises(NotATableError, match="повреждён"):
        assert sheet_of(body).marks


def test_texts_of_several_runs_are_one() -> None:
    plain, runs = "<si><t>МО</t></si>".encode(), "<si><r><t>М</t></r><r><t>О</t></r></si>".encode()
    assert open_book(changed("xl/sharedStrings.xml", plain, runs), FORM).sheet("Свод").rows[0][0] == "МО"


def test_a_book_with_upper_case_parts_is_read() -> None:
    parts = parts_of(xlsx())
    renamed = {"xl/SharedStrings.xml" if name == "xl/sharedStrings.xml" else name: one for name, one in parts.items()}
    assert open_book(zipped(renamed), FORM).sheet("Свод").rows[0][0] == "МО"
