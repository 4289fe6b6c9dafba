"""Books as a person sees them: formats, notes, strokes, merged and hidden cells; what differs is asked at its cell."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from helpers.described import table_of
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from careerstats import territories
from careerstats.intake import number_formats, units
from careerstats.intake.files import NotATableError, decoded, open_table, read_rows
from careerstats.intake.grids import read_grid
from careerstats.intake.guards import inside
from careerstats.intake.lists import read_list
from careerstats.intake.organisations import Register
from careerstats.intake.owners import Known
from careerstats.intake.tables import Meanings, Reading, Table
from careerstats.model import UNREADABLE

AMUR, ZEYA, TYNDA, FREE, SHIM = "10000000", "10712000", "10732000", "10730000", "10740000"
KNOWN = Known(territories.load(), Register(), AMUR)
UNITS = Meanings({"K_611": "person", "K_reg": "person", "K_score": "score", "F_plan": "flag"})
SPEC = {"territory": "МО", "columns": {"Всего": {"variable": "K_611"}, "Прошли": {"variable": "K_reg"}}}
ROWS: list[list[Any]] = [
    ["МО", "Всего", "Прошли"],
    ["г. Зея", 1412, 936],
    ["г. Тында", 2010, 744],
    ["г. Свободный", 1800, 412],
    ["г. Шимановск", 700, 41],
]


def page(change: Callable[[Worksheet], None], path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    change(book.active)
    book.save(path)
    return path


def read(path: Path, **spec: Any) -> Reading:
    book = open_table(path)
    sheet = book.sheet(book.shown[0])
    table = Table("tables/t.xlsx", table_of(SPEC | spec), AMUR, "2020", sheet.rows, UNITS, sheet.looks)
    return read_list(table, KNOWN) if "name" in spec else read_grid(table, KNOWN)


def read_rows_of(rows: list[list[Any]], **spec: Any) -> Reading:
    table = Table("tables/t.csv", table_of(SPEC | spec), AMUR, "2020", rows, UNITS)
    return read_list(table, KNOWN) if "name" in spec else read_grid(table, KNOWN)


def numbers(reading: Reading, variable: str = "K_reg") -> dict[str, int | None]:
    return {count["code"]: count["value"] for count in reading.counts if count["variable"] == variable}


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.cell) for problem in reading.problems]


GOOD = {ZEYA: 936, TYNDA: 744, FREE: 412, SHIM: 41}


def test_an_ordinary_book_looks_as_it_reads(tmp_path: Path) -> None:
    reading = read(page(lambda sheet: None, tmp_path / "t.xlsx"))
    assert numbers(reading) == GOOD
    assert reading.problems == []


# ---- formats of numbers

ASKED = {
    "0%": (1, "указана доля «100%», а нужно количество"),
    "0.0%": (0.455, "указана доля «45,5%», а нужно количество"),
    '0"%"': (72, "указана доля «72%», а нужно количество"),
    '0" тыс."': (1, "в ячейке показано «1 тыс.», а записано 1"),
    "#,##0,": (1240000, "в ячейке показано «1240», а записано 1240000"),
    '0.0,,"млн"': (2400000, "в ячейке показано «2,4млн», а записано 2400000"),
    '0" баллов"': (7, "в ячейке показано «7 баллов», а записано 7"),
    ";;;": (5, "число 5 записано, но не показано: таков формат ячейки"),
    '0;-0;"нет"': (0, "в ячейке показано «нет», а записано 0"),
    '[>=1000]0," тыс.";0': (2000, "в ячейке показано «2 тыс.», а записано 2000"),
    '#,##0.00"р."': (5, "в ячейке показано «5р.», а записано 5"),
}
AS_WRITTEN = (
    "General", "0", "#,##0", '0" чел."', '0\\ "чел."', "# ##0\\ _₽", '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "@",
    "[Red]0", '"№"0', "0000", '0" обучающихся"', '[>=1000]0," тыс.";0',
)  # fmt: skip


@pytest.mark.parametrize("code", ASKED)
def test_a_number_that_is_shown_as_something_else_is_asked_about(code: str, tmp_path: Path) -> None:
    number, why = ASKED[code]

    def change(sheet: Worksheet) -> None:
        sheet["C3"].value, sheet["C3"].number_format = number, code

    reading = read(page(change, tmp_path / "t.xlsx"))
    assert numbers(reading) == GOOD | {TYNDA: None}
    (problem,) = reading.problems
    assert (problem.code, problem.cell, problem.severity) == ("unreadable", "C3", "blocking")
    assert problem.message == f"столбец «Прошли»: {why}"


@pytest.mark.parametrize("code", AS_WRITTEN)
@pytest.mark.parametrize("number", [0, 744])
def test_a_number_that_is_shown_as_it_is_is_read(code: str, number: int) -> None:
    assert number_formats.seen(number, code) is None


def test_a_share_in_a_column_of_items_is_read_as_it_is_seen(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        for row in range(2, 6):
            sheet.cell(row, 3).value, sheet.cell(row, 3).number_format = row % 2, "0%"

    columns = {"Прошли": {"variable": "F_plan", "values": "item"}}
    assert numbers(read(page(change, tmp_path / "t.xlsx"), columns=columns, ignore=["Всего"]), "F_plan") == {
        ZEYA: 0, TYNDA: 1, FREE: 0, SHIM: 1,
    }  # fmt: skip


# ---- scripts and strokes


def test_a_raised_digit_is_a_note_and_no_digit(tmp_path: Path) -> None:
    raised = CellRichText("41", TextBlock(InlineFont(vertAlign="superscript"), "2"))

    def change(sheet: Worksheet) -> None:
        sheet["C5"].value = raised

    book = openpyxl.Workbook()
    book.active.append(["x"])
    reading = read(page(change, tmp_path / "t.xlsx"))
    assert numbers(reading) == GOOD | {SHIM: None}
    assert "«41²»" in reading.problems[0].message


def test_a_raised_digit_among_the_shared_texts(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "t.xlsx") as book:
        sheet, raised = book.add_worksheet(), book.add_format({"font_script": 1})
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        sheet.write_rich_string("C5", "41", raised, "2")
    reading = read(tmp_path / "t.xlsx")
    assert numbers(reading) == GOOD | {SHIM: None}
    assert told(reading) == [("unreadable", "C5")]


def test_struck_numbers_are_asked_about(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C2"].font = Font(strike=True)
        sheet["C3"].value = CellRichText(TextBlock(InlineFont(strike=True), "74"), " 744")

    reading = read(page(change, tmp_path / "t.xlsx"))
    assert numbers(reading) == GOOD | {ZEYA: None, TYNDA: None}
    assert [problem.message.partition(": ")[2] for problem in reading.problems] == [
        "значение зачёркнуто", "часть значения зачёркнута",
    ]  # fmt: skip


# ---- hidden parts


def test_hidden_rows_are_told_and_not_read(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        for row in (3, 4):
            sheet.row_dimensions[row].hidden = True

    reading = read(page(change, tmp_path / "t.xlsx"))
    assert numbers(reading) == {ZEYA: 936, SHIM: 41}
    assert told(reading) == [("hidden_rows", "A3")]
    assert reading.problems[0].message == "скрыты строки 3–4: скрытое не читается"


def test_a_hidden_column_is_told_and_not_read(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.column_dimensions["C"].hidden = True

    reading = read(page(change, tmp_path / "t.xlsx"))
    assert numbers(reading) == {}
    assert told(reading) == [("hidden_column", "C")]


def test_hidden_rows_without_numbers_of_their_own(tmp_path: Path) -> None:
    """Rows may have no address; the one after is counted on."""
    from helpers.small_books import parts_of, zipped

    def change(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    parts = parts_of(page(change, tmp_path / "t.xlsx").read_bytes())
    import re

    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb'(<(?:row|c)) r="[A-Z]*[0-9]+"', rb"\1", parts[name])
    (tmp_path / "t.xlsx").write_bytes(zipped(parts))
    book = open_table(tmp_path / "t.xlsx")
    assert book.sheet("Sheet").looks.hidden_rows == {2}


# ---- merged cells


def test_a_municipality_merged_over_rows_is_none_of_them(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["A3"].value = None
        sheet.merge_cells("A2:A3")

    reading = read(page(change, tmp_path / "t.xlsx"))
    assert numbers(reading) == {FREE: 412, SHIM: 41}
    assert told(reading) == [("merged_rows", "A2")]
    assert reading.problems[0].territory == ZEYA


def test_a_number_merged_over_two_rows_belongs_to_neither(tmp_path: Path) -> None:
    reading = read(page(lambda sheet: sheet.merge_cells("C2:C3"), tmp_path / "t.xlsx"))
    assert numbers(reading) == GOOD | {ZEYA: None, TYNDA: None}
    assert all("объединённой ячейке C2:C3" in problem.message for problem in reading.problems)


def test_a_number_merged_over_two_columns_belongs_to_neither(tmp_path: Path) -> None:
    reading = read(page(lambda sheet: sheet.merge_cells("B2:C2"), tmp_path / "t.xlsx"))
    assert numbers(reading)[ZEYA] is numbers(reading, "K_611")[ZEYA] is None


def test_the_name_of_a_total_merged_with_the_cell_before_it(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.insert_cols(1)
        sheet["A6"] = "ИТОГО"
        sheet["C6"], sheet["D6"] = 5922, 2133
        sheet.merge_cells("A6:B6")

    reading = read(page(change, tmp_path / "t.xlsx"), rows={"ИТОГО": "total"})
    assert [figure["value"] for figure in reading.published] == [5922, 2133]
    assert reading.problems == []


@pytest.mark.slow
@pytest.mark.needs("soffice")
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_other_kinds_of_books_look_the_same(kind: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title, book.active.sheet_state = "Черновик", "hidden"
    sheet = book.create_sheet("Итог")
    for row in ROWS:
        sheet.append(row)
    sheet["C2"].number_format, sheet["C3"].number_format, sheet["B2"].number_format = "0%", '0" тыс."', '0" чел."'
    sheet["C4"].font = Font(strike=True)
    sheet["B4"].value, sheet["B4"].font = "1800", Font(strike=True)
    sheet["B3"].font = Font(color="FFFFFF")
    sheet["A5"].fill, sheet["A5"].font = PatternFill("solid", "FF1F4E78"), Font(color="FFFFFF")
    sheet["C5"].fill, sheet["C5"].font = PatternFill("solid", "FFC0C0C0"), Font(color="C0C0C0")
    sheet["B5"].value = CellRichText("70", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    sheet.row_dimensions[5].hidden, sheet.column_dimensions["B"].hidden = True, True
    sheet.merge_cells("A4:A5")
    book.active = 1
    book.save(tmp_path / "t.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "t.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    ours, other = open_table(tmp_path / "t.xlsx"), open_table(tmp_path / f"t.{kind}")
    assert other.hidden == ours.hidden == {"Черновик"}
    assert other.sheet("Итог").looks == ours.sheet("Итог").looks
    assert other.sheet("Итог").looks.seen.keys() == {
        (1, 2), (2, 1), (2, 2), (3, 1), (3, 2), (4, 1), (4, 2),
    }  # fmt: skip


# ---- letters of the colour that lies under them

WHITE = (Color(rgb="FFFFFFFF"), Color(theme=0), Color(indexed=9))


@pytest.mark.parametrize("colour", WHITE, ids=["rgb", "theme", "indexed"])
@pytest.mark.parametrize("ground", [None, *WHITE], ids=["empty", "rgb", "theme", "indexed"])
@pytest.mark.parametrize("value", [744, "744"])
def test_white_on_white_is_seen_by_nobody(
    colour: Color, ground: Color | None, value: int | str, tmp_path: Path
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C3"].value, sheet["C3"].font = value, Font(color=colour)
        if ground:
            sheet["C3"].fill = PatternFill("solid", ground)

    reading = read(page(change, tmp_path / "t.xlsx"))
    assert numbers(reading) == GOOD | {TYNDA: None}
    (problem,) = reading.problems
    assert "значение записано цветом фона: его не видно" in problem.message


@pytest.mark.parametrize(
    ("colour", "ground"),
    [
        (Color(theme=0), Color(theme=4)),
        (Color(rgb="FFFFFFFF"), Color(rgb="FF1F4E78")),
        (Color(theme=1), None),
        (Color(theme=0, tint=-0.5), None),
        (Color(rgb="FF808080"), None),
    ],
)
def test_letters_of_another_colour_than_their_ground_are_read(
    colour: Color, ground: Color | None, tmp_path: Path
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C3"].font = Font(color=colour)
        if ground:
            sheet["C3"].fill = PatternFill("solid", ground)

    reading = read(page(change, tmp_path / "t.xlsx"))
    assert numbers(reading) == GOOD
    assert reading.problems == []


# ---- units of headings and captions

OTHER_UNITS = (
    "Доля прошедших (%)", "Прошли, %", "Прошли, в процентах", "Процент охвата", "Удельный вес", "Охвачено 100 % детей",
    "Численность, тыс. чел.", "Прошли, тыс.", "Прошли на 1 000 обучающихся", "Средний балл", "Прошли (баллов)",
    "Количество баллов", "Прошли (доля)", "в долях единицы", "Прошли, ‰",
)  # fmt: skip
COUNTS = (
    "Обучающиеся 6–11 классов", "Прошли диагностику, чел.", "Количество школ, охвативших 100 %", "Должность",
    "Число набравших более 50 баллов", "Численность на 1 сентября", "Прошли, чел. (%)", "Число детей на 100 мест",
    "Количество школ, где более 1 тыс. чел.", "участие в профпробах (в одном или более мероприятиях)",
)  # fmt: skip


@pytest.mark.parametrize("title", OTHER_UNITS)
def test_a_column_in_another_unit_is_not_read(title: str) -> None:
    rows = [["МО", "Всего", title], ["г. Зея", 1412, 72]]
    reading = read_rows_of(rows, columns={"Всего": {"variable": "K_611"}, title: {"variable": "K_reg"}})
    assert numbers(reading) == {}
    assert told(reading) == [("unit_differs", "C1")]
    assert numbers(reading, "K_611") == {ZEYA: 1412}


@pytest.mark.parametrize("title", COUNTS)
def test_a_heading_that_only_mentions_a_unit_is_one_of_counts(title: str) -> None:
    assert units.of_heading(title) == ""


@pytest.mark.parametrize("caption", ["тыс. чел.", "Охват диагностикой, %", "(в процентах)", "Доля обучающихся"])
def test_a_unit_above_the_table_is_that_of_its_columns(caption: str) -> None:
    reading = read_rows_of([["", "", caption], *ROWS])
    assert reading.counts == []
    assert {code for code, _ in told(reading)} == {"unit_differs"}


def test_a_heading_with_its_own_unit_stands_against_the_caption() -> None:
    rows = [["Охват диагностикой, %"], ["МО", "Всего, чел.", "Прошли"], ["г. Зея", 1412, 72]]
    columns = {"Всего, чел.": {"variable": "K_611"}, "Прошли": {"variable": "K_reg"}}
    reading = read_rows_of(rows, columns=columns)
    assert numbers(reading, "K_611") == {ZEYA: 1412}
    assert numbers(reading) == {}


def test_dataset_yaml_may_say_that_a_column_holds_counts() -> None:
    rows = [["МО", "Прошли, %"], ["г. Зея", 72]]
    columns = {"Прошли, %": {"variable": "K_reg", "values": "count"}}
    assert numbers(read_rows_of(rows, columns=columns)) == {ZEYA: 72}


def test_scores_are_scores_where_the_variable_is_one() -> None:
    rows = [["МО", "Средний балл"], ["г. Зея", 72]]
    assert numbers(read_rows_of(rows, columns={"Средний балл": {"variable": "K_score"}}), "K_score") == {ZEYA: 72}


def test_a_row_of_a_list_in_another_unit_is_not_read() -> None:
    rows = [["Показатель", "Значение"], ["Прошли, %", 72], ["Всего", 1412]]
    columns = {"Прошли, %": {"variable": "K_reg"}, "Всего": {"variable": "K_611"}}
    spec = {"name": "Показатель", "value": "Значение", "columns": columns}
    reading = read_list(Table("t.csv", table_of(spec), AMUR, "2020", rows, UNITS), KNOWN)
    assert [count["value"] for count in reading.counts] == [1412]
    assert told(reading) == [("unit_differs", "A2")]


# ---- headings that are not what was typed


def test_a_heading_that_became_a_date(tmp_path: Path) -> None:
    from datetime import date

    def change(sheet: Worksheet) -> None:
        sheet["C1"].value = date(2025, 11, 6)

    reading = read(
        page(change, tmp_path / "t.xlsx"), columns={"Всего": {"variable": "K_611"}, "6–11": {"variable": "K_reg"}}
    )
    assert told(reading) == [("heading_date", "C1")]
    assert "«6-11»" in reading.problems[0].message


def test_letters_of_two_signs_are_the_same_letters(tmp_path: Path) -> None:
    from unicodedata import normalize

    rows = [[normalize("NFD", str(cell)) for cell in row] for row in [["МО", "Ёлки и чай"], ["г. Свободный", 5]]]
    reading = read_rows_of(rows, columns={"Ёлки и чай": {"variable": "K_reg"}})
    assert numbers(reading) == {FREE: 5}
    (tmp_path / normalize("NFD", "районы.csv")).write_text("МО\n", encoding="utf-8")
    assert inside(tmp_path, normalize("NFC", "районы.csv")).exists()


def test_column_numbers_may_stand_anywhere() -> None:
    rows = [ROWS[0], ROWS[1], [1, 2, 3], ROWS[2]]
    reading = read_rows_of(rows)
    assert numbers(reading) == {ZEYA: 936, TYNDA: 744}
    assert told(reading) == [("column_numbers", "A3")]


# ---- text files


def refused(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(NotATableError) as error:
        read_rows(path)
    return str(error.value)


TEXT = "Муниципальное образование;Обучающиеся\nг. Зея;5\nг. Свободный;7\n"


@pytest.mark.parametrize(("encoding", "name"), [("cp866", "CP866"), ("koi8-r", "KOI8-R"), ("mac-cyrillic", "Mac")])
def test_other_encodings_are_refused_by_name(encoding: str, name: str, tmp_path: Path) -> None:
    assert f"кодировка {name}" in refused(tmp_path / "t.csv", TEXT.encode(encoding))


def test_a_bad_byte_is_told_with_its_line(tmp_path: Path) -> None:
    data = TEXT.encode().replace("Свобод".encode(), b"\xd1\x00"[:1] + "вобод".encode())
    assert refused(tmp_path / "t.csv", data).startswith("в файле UTF-8 повреждённый знак (строка 3, байт 5")


def test_windows_1251_is_read_in_small_and_capital_letters() -> None:
    for text in (TEXT, TEXT.upper(), "МО;ИТОГО\nЗЕЯ;5\n"):
        assert decoded(text.encode("cp1251")) == text


UNCLOSED = 'МО;Школа;Всего\nг. Зея;"Лицей № 1;3120\nг. Тында;СОШ" Заря;1240\n'


def test_an_unclosed_quotation_mark_refuses_the_file(tmp_path: Path) -> None:
    why = "в строке 2 открыта и не закрыта кавычка: ячейки следующих строк попали в неё"
    assert refused(tmp_path / "t.csv", UNCLOSED.encode()) == why
    assert refused(tmp_path / "t.csv", UNCLOSED.replace('СОШ" Заря', '"СОШ"').encode()) == why
    assert refused(tmp_path / "t.csv", UNCLOSED.replace('"', "").encode() + b'\xd0\x97;"\xd0\x97;5\n').startswith(
        "в строке 4"
    )


def test_quotation_marks_inside_one_line_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('МО;Школа\nг. Зея;"Заря" СОШ\nг. Тында;СОШ "Заря"\n', encoding="utf-8")
    assert [row[0] for row in read_rows(tmp_path / "t.csv")] == ["МО", "г. Зея", "г. Тында"]


def test_a_struck_cell_is_unreadable_not_absent(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C2"].font = Font(strike=True)

    (count,) = [one for one in read(page(change, tmp_path / "t.xlsx")).counts if one["origin"].endswith("C2")]
    assert count["status"] == UNREADABLE
