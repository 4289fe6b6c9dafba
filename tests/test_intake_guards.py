"""Files made to harm: each is refused or neutralised with words, and nothing outside the dataset is read."""

import os
from pathlib import Path

import pytest
import xlsxwriter
from helpers.small_books import ROWS, changed, ods, parts_of, put, xls, xlsx, zipped

from careerstats.intake import guards, old_books
from careerstats.intake.books import open_book
from careerstats.intake.cells import parse
from careerstats.intake.files import NotATableError, open_table, read_rows
from careerstats.intake.guards import contents, inside
from careerstats.model import UNREADABLE

SHEET = "xl/worksheets/sheet1.xml"


def refused(path: Path) -> str:
    with pytest.raises(NotATableError) as error:
        read_rows(path)
    assert error.value.what_to_do
    return str(error.value)


# ---- ordinary books


BOOKS = {"t.xlsx": xlsx(), "t.xls": xls(), "t.ods": ods()}


@pytest.mark.parametrize("name", BOOKS)
def test_an_ordinary_book_of_every_kind_is_read(name: str, tmp_path: Path) -> None:
    assert read_rows(put(tmp_path / name, BOOKS[name]), "Свод") == ROWS


def test_the_kind_of_a_book_is_seen_from_its_bytes(tmp_path: Path) -> None:
    for name, data in (("a.xls", xlsx()), ("b.xlsx", xls()), ("c.xlsx", ods())):
        assert read_rows(put(tmp_path / name, data)) == ROWS


def test_all_sheets_of_a_book(tmp_path: Path) -> None:
    book = open_table(put(tmp_path / "t.xls", xls()))
    assert {name: book.sheet(name).rows for name in book.names} == {"Свод": ROWS, "Ещё": [[1.5]]}
    assert open_table(put(tmp_path / "t.xlsx", xlsx())).names == ["Свод"]
    table = open_table(put(tmp_path / "t.csv", b"a;b\n1;2\n"))
    assert table.names == [""]
    assert table.sheet("").rows == [["a", "b"], ["1", "2"]]


# ---- size


def test_a_part_packed_too_well_is_a_bomb(tmp_path: Path) -> None:
    bomb = zipped(parts_of(xlsx()) | {"xl/sharedStrings.xml": b"<sst>" + b" " * (40 << 20) + b"</sst>"})
    assert len(bomb) < 100_000
    assert "zip-бомбы" in refused(put(tmp_path / "t.xlsx", bomb))


def test_the_whole_of_a_book_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "t.xlsx", xlsx())
    monkeypatch.setattr(guards, "TABLE", guards.TABLE._replace(unpacked=1000))
    assert "распаковывается больше" in refused(path)


def test_a_book_of_countless_parts_is_refused(tmp_path: Path) -> None:
    many = parts_of(xlsx()) | {f"xl/media/{number}": b"" for number in range(guards.TABLE.parts)}
    assert "частей" in refused(put(tmp_path / "t.xlsx", zipped(many)))


def test_a_book_that_lies_about_the_size_of_a_part_is_damaged(tmp_path: Path) -> None:
    data = bytearray(xlsx())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = b"\x01\0\0\0"
    place = data.index(SHEET.encode(), data.index(b"PK\x01\x02"))
    data[place - 22 : place - 18] = (10).to_bytes(4, "little")
    assert "повреждён" in refused(put(tmp_path / "t.xlsx", bytes(data)))


def test_a_value_far_away_makes_a_sheet_too_large_and_is_named(tmp_path: Path) -> None:
    far = changed(
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    assert "XFD1048576" in refused(put(tmp_path / "t.xlsx", far))


def test_an_address_written_twice_cannot_hide_a_far_one(tmp_path: Path) -> None:
    twice = changed(SHEET, b'<c r="B2"', b'<c r="B2"r="XFD1048576"')
    assert "повреждён" in refused(put(tmp_path / "t.xlsx", twice))


def test_colour_far_away_is_no_value(tmp_path: Path) -> None:
    far = changed(
        "xl/worksheets/sheet1.xml", b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    )
    assert read_rows(put(tmp_path / "t.xlsx", far)) == ROWS


def test_a_cell_repeated_a_billion_times_is_refused(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    body = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    assert "слишком велик" in refused(put(tmp_path / "t.ods", ods(body)))


def test_a_cell_repeated_under_another_name_of_the_format_is_refused_too(tmp_path: Path) -> None:
    """The reader of books looks at prefixes, not at what they stand for."""
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    book = ods(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')
    parts = parts_of(book)
    parts["content.xml"] = parts["content.xml"].replace(b"urn:oasis:names:tc:opendocument:xmlns:table:1.0", b"urn:t")
    assert "слишком велик" in refused(put(tmp_path / "t.ods", zipped(parts)))


def test_emptiness_repeated_to_the_end_of_the_sheet_is_ordinary(tmp_path: Path) -> None:
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    body = '<table:table-row><table:table-cell office:value-type="float" office:value="5"/></table:table-row>'
    body += f'<table:table-row table:number-rows-repeated="1048575">{empty}</table:table-row>'
    assert read_rows(put(tmp_path / "t.ods", ods(body)))[0][0] == 5


def test_an_old_book_that_claims_a_billion_cells_is_refused(tmp_path: Path) -> None:
    data = xls()
    at = data.index(b"\x00\x02\x0e\x00")
    claims = data[: at + 4] + b"\0\0\0\0\xff\xff\xff\xff" + data[at + 12 :]
    assert "слишком велик" in refused(put(tmp_path / "t.xls", claims))


def test_an_old_book_whose_sectors_run_in_a_circle_is_damaged(tmp_path: Path) -> None:
    data = bytearray(xls())
    table = 512 * (1 + int.from_bytes(data[76:80], "little"))
    for entry in range(table, table + 40, 4):
        data[entry : entry + 4] = b"\0\0\0\0"
    assert "повреждён" in refused(put(tmp_path / "t.xls", bytes(data)))


def test_an_old_book_that_takes_too_long_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_books, "SECONDS", 0.001)
    assert "прервалось" in refused(put(tmp_path / "t.xls", xls()))


def test_an_old_book_larger_than_a_form_may_be_is_refused() -> None:
    with pytest.raises(guards.NotATableError, match=r"4 строк × 3 столбцов .*C4"):
        open_book(xls(), guards.FORM._replace(cells=1))


def test_a_file_larger_than_any_table_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "TABLE", guards.TABLE._replace(file=5))
    assert "слишком велик" in refused(put(tmp_path / "t.csv", b"a;b\n1;2\n"))


# ---- what runs, hides or looks elsewhere


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "Basic/Standard/Module1.xml"])
def test_a_book_with_macros_is_refused_whatever_it_is_called(part: str, tmp_path: Path) -> None:
    assert "макросы" in refused(put(tmp_path / "t.xlsx", zipped(parts_of(xlsx()) | {part: b"1"})))


def test_the_name_of_a_macro_book_is_enough(tmp_path: Path) -> None:
    assert "макросы" in refused(put(tmp_path / "t.xlsm", xlsx()))
    assert "макросы" in refused(put(tmp_path / "t.xls", xls() + "_VBA_PROJECT_CUR".encode("utf-16-le")))
    assert "xlsb" in refused(put(tmp_path / "t.xlsb", xlsx()))


@pytest.mark.parametrize("name", ["xl/workbook.xml", SHEET, "xl/sharedStrings.xml"])
def test_entities_of_xml_are_refused(name: str, tmp_path: Path) -> None:
    laughs = b'?>\n<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    assert "DTD" in refused(put(tmp_path / "t.xlsx", changed(name, b"?>", laughs)))


def test_entities_of_an_open_document_are_refused(tmp_path: Path) -> None:
    parts = parts_of(ods())
    parts["content.xml"] = parts["content.xml"].replace(b"?>", b'?><!DOCTYPE x SYSTEM "file:///etc/passwd">', 1)
    assert "DTD" in refused(put(tmp_path / "t.ods", zipped(parts)))


def test_xml_in_an_encoding_that_could_hide_entities_is_refused(tmp_path: Path) -> None:
    parts = parts_of(xlsx())
    parts[SHEET] = parts[SHEET].decode().encode("utf-16")
    assert "повреждён" in refused(put(tmp_path / "t.xlsx", zipped(parts)))


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/x", "C:\\x.exe", "..\\x", "xl/../../x"])
def test_names_inside_a_book_that_lead_out_of_it_are_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert "за её пределы" in refused(put(tmp_path / "in" / "t.xlsx", zipped(parts_of(xlsx()) | {name: b"1"})))
    assert [one.name for one in tmp_path.rglob("*") if one.is_file()] == ["t.xlsx"]


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    assert "одним именем" in refused(put(tmp_path / "t.xlsx", zipped(parts_of(xlsx()) | {SHEET.upper(): b"<x/>"})))


def test_a_locked_book_asks_for_its_password_to_be_taken_off(tmp_path: Path) -> None:
    data = bytearray(xlsx())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "паролем" in refused(put(tmp_path / "t.xlsx", bytes(data)))
    manifest = ods_with_manifest(b"<manifest:encryption-data/>")
    assert "паролем" in refused(put(tmp_path / "t.ods", manifest))
    old = xls()
    at = old.index(b"\x09\x08") + 20
    assert "паролем" in refused(put(tmp_path / "t.xls", old[:at] + b"\x2f\x00" + old[at + 2 :]))


def ods_with_manifest(text: bytes) -> bytes:
    return zipped(parts_of(ods()) | {"META-INF/manifest.xml": b"<manifest:manifest>" + text + b"</manifest:manifest>"})


def linked(path: Path) -> Path:
    """A book with values of another book, as Excel saves them."""
    with xlsxwriter.Workbook(str(path)) as made:
        page = made.add_worksheet("Свод")
        page.write_row("A1", ["МО", "Всего", "Рег", "Сумма"])
        page.write("A2", "г. Зея")
        page.write_formula("B2", "='[1]Лист 1'!$A$1", None, 1412)
        page.write_formula("C2", "=[1]Лист1!A2", None, 936)
        page.write_formula("D2", "=Таблица1[1]+1", None, 5)
    return put(path, zipped(parts_of(path.read_bytes()) | {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}))


def test_a_value_of_another_book_is_not_used_and_said(tmp_path: Path) -> None:
    rows = read_rows(linked(tmp_path / "t.xlsx"))
    assert [parse(content).status for content in rows[1][1:3]] == [UNREADABLE, UNREADABLE]
    assert "другой книги" in parse(rows[1][1]).doubt
    assert rows[1][3] == 5, "a table of this book is no other book"


def test_a_formula_nobody_computed_is_not_an_empty_cell(tmp_path: Path) -> None:
    path = put(tmp_path / "t.xlsx", changed(SHEET, b"<v>1412</v>", b"<f>SUM(A1:A9)</f><v></v>"))
    cell = parse(read_rows(path)[1][1])
    assert cell.status == UNREADABLE
    assert "не вычислена" in cell.doubt
    assert "сохраните" in cell.advice


def test_a_command_in_a_cell_is_a_text_that_is_no_number(tmp_path: Path) -> None:
    rows = read_rows(put(tmp_path / "t.csv", "МО;Всего\nг. Зея;=cmd|' /C calc'!A0\n".encode()))
    assert rows[1][1] == "=cmd|' /C calc'!A0"
    assert "текст формулы" in parse(rows[1][1]).doubt


def test_a_page_of_the_web_called_a_book_is_named_so(tmp_path: Path) -> None:
    assert "веб-страница" in refused(put(tmp_path / "t.xls", b"<html><table><tr><td>1</td></tr></table></html>"))


# ---- names and kinds of files


@pytest.mark.parametrize(
    "name",
    ["../other/t.csv", "tables/../../t.csv", "/etc/passwd", "C:\\t.csv", "c:t.csv", "\\\\host\\t.csv", "..\\t.csv", ""],
)
def test_a_name_that_leads_out_of_the_dataset_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(NotATableError, match="вне папки"):
        inside(tmp_path, name)


@pytest.mark.parametrize("name", ["t.csv", "tables/2024-25/t.csv", "./t.csv", "таблица …csv", "a..b.csv"])
def test_a_name_in_the_dataset_is_its_path(name: str, tmp_path: Path) -> None:
    assert inside(tmp_path, name) == tmp_path / name


def test_a_link_out_of_the_dataset_is_refused_and_one_inside_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    put(tmp_path / "secret.csv", b"1")
    put(folder / "own.csv", b"1")
    (folder / "out.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "in.csv").symlink_to(folder / "own.csv")
    with pytest.raises(NotATableError, match="вне папки"):
        inside(folder, "out.csv")
    assert inside(folder, "in.csv").read_bytes() == b"1"


def test_a_circle_of_links_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    with pytest.raises(NotATableError):
        contents(inside(tmp_path, "a.csv"))


@pytest.mark.parametrize("name", ["t\0.csv", "t" * 5000 + ".csv"])
def test_a_name_no_file_can_have_is_answered(name: str, tmp_path: Path) -> None:
    with pytest.raises(NotATableError):
        contents(inside(tmp_path, name))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "t.csv")
    assert "устройство" in refused(tmp_path / "t.csv")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_without_end_is_not_read() -> None:
    with pytest.raises(NotATableError, match="устройство"):
        contents(Path("/dev/zero"))


@pytest.mark.parametrize(
    ("error", "said"), [(FileNotFoundError, "файла нет"), (PermissionError, "доступ запрещён"), (OSError, "диска")]
)
def test_a_file_that_vanishes_while_it_is_read_is_a_problem(
    error: type[OSError], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(path: Path, largest: int) -> bytes:
        raise error(path)

    path = put(tmp_path / "t.csv", b"a;b\n")
    monkeypatch.setattr(guards, "_bytes", gone)
    assert said in refused(path)


def test_a_lock_file_of_an_open_book_is_named_so(tmp_path: Path) -> None:
    assert "временный файл" in refused(put(tmp_path / "~$t.xlsx", b"\x05user"))
