"""Files of every kind -> rows of cells; what is no table says why and what to do."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from careerstats.intake.files import NotATableError, read_rows

ROWS = [["МО", "Всего"], ["г. Зея", "1412"], ["г. Тында, город", "2010"]]
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def book(path: Path, **sheets: list[list[object]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    made.save(path)
    made.close()
    return path


def refused(path: Path, sheet: str = "") -> tuple[str, str]:
    with pytest.raises(NotATableError) as error:
        read_rows(path, sheet)
    return str(error.value), error.value.what_to_do


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("mark", [";", "\t", ","])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_csv_of_any_kind(encoding: str, mark: str, end: str, tmp_path: Path) -> None:
    lines = [mark.join(f'"{cell}"' if mark in cell else cell for cell in row) for row in ROWS]
    path = write(tmp_path / "t.csv", (end.join(lines) + end).encode(encoding))
    assert read_rows(path) == ROWS


def test_commas_inside_names_and_shares_do_not_mislead(tmp_path: Path) -> None:
    rows = (
        "Показатель, единица;Значение, чел.\nЗаписались, всего, чел.;12 (2,5%)\nПосетили, хотя бы раз, чел.;5 (1,0%)\n"
    )
    assert read_rows(write(tmp_path / "t.csv", rows))[1] == ["Записались, всего, чел.", "12 (2,5%)"]


def test_a_title_above_the_table_does_not_mislead(tmp_path: Path) -> None:
    text = "Сведения о регистрации, тестировании, записи, посещении\n\nМО;Всего\nЗея;5\nТында;6\n"
    assert read_rows(write(tmp_path / "t.csv", text))[2:] == [["МО", "Всего"], ["Зея", "5"], ["Тында", "6"]]


def test_a_cell_of_two_lines(tmp_path: Path) -> None:
    assert read_rows(write(tmp_path / "t.csv", 'МО;"Всего\r\nобучающихся"\r\nЗея;5\r\n'))[0][1] == "Всего\nобучающихся"


def test_a_book_keeps_addresses_and_numbers(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", Лист=[[], [None, "МО", "Всего"], [None, "Зея", 1412]])
    rows = read_rows(path)
    assert rows[1][1:] == ["МО", "Всего"]
    assert rows[2][2] == 1412


def test_a_named_sheet(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", Титул=[["нет"]], Свод=[["МО"]])
    assert read_rows(path, "Свод") == [["МО"]]
    assert read_rows(path) == [["нет"]]
    assert refused(path, "Сводка") == (
        "листа «Сводка» нет",
        "исправьте имя листа в dataset.yaml; в книге листы: Титул, Свод",
    )


def test_there_is_no_file(tmp_path: Path) -> None:
    why, what = refused(tmp_path / "t.csv")
    assert why == "файла нет"
    assert "t.csv" in what


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_an_empty_file(name: str, tmp_path: Path) -> None:
    assert refused(write(tmp_path / name, b"")) == ("файл пуст", "пришлите заполненный файл")


def test_a_file_of_spaces(tmp_path: Path) -> None:
    assert refused(write(tmp_path / "t.csv", "\ufeff \n\n"))[0] == "файл пуст"


def test_a_book_renamed_to_csv(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", Лист=[["МО"]]).rename(tmp_path / "t.csv")
    why, what = refused(path)
    assert why == "внутри не CSV, а книга Excel"
    assert "смените расширение" in what


def test_a_csv_renamed_to_a_book(tmp_path: Path) -> None:
    why, what = refused(write(tmp_path / "t.xlsx", "МО;Всего\n"))
    assert why == "это не книга Excel или файл повреждён"
    assert what == "откройте файл в Excel и сохраните заново"


def test_half_a_book(tmp_path: Path) -> None:
    whole = book(tmp_path / "t.xlsx", Лист=[["МО"]]).read_bytes()
    assert refused(write(tmp_path / "t.xlsx", whole[: len(whole) // 2]))[0] == "это не книга Excel или файл повреждён"


@pytest.mark.parametrize(
    "data", [PNG, bytes(range(256)) * 4, b"\xff\xfe\x1c", b'a;b\n"' + b"x" * 200_000, b"\x98\xff;1"],
    ids=["picture", "all bytes", "half of utf-16", "endless cell", "no encoding"],
)  # fmt: skip
def test_bytes_renamed_to_csv(data: bytes, tmp_path: Path) -> None:
    why, what = refused(write(tmp_path / "t.csv", data))
    assert why.partition(" (")[0] in {
        "это не текстовая таблица", "кодировка не UTF-8 и не Windows-1251", "в файле UTF-16 повреждённый знак",
    }  # fmt: skip
    assert what.startswith("сохраните")


def test_a_picture_is_named_by_its_kind(tmp_path: Path) -> None:
    why, what = refused(write(tmp_path / "t.png", PNG))
    assert why == "вид файла «.png» неизвестен"
    assert ".xlsx" in what


def test_lines_of_an_old_mac(tmp_path: Path) -> None:
    assert read_rows(write(tmp_path / "t.csv", "МО;Всего\rЗея;5\r")) == [["МО", "Всего"], ["Зея", "5"]]


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").mkdir()
    assert refused(tmp_path / "t.xlsx")[0] == "это папка, а нужен файл"


def failing(path: Path) -> Path:
    """A book with failed formulas, as Excel saves them, beside the words for one and an empty cell."""
    with xlsxwriter.Workbook(str(path)) as made:
        made.add_worksheet("Титул").write_formula("A1", "=1/0", None, "#DIV/0!")
        page = made.add_worksheet("Свод & план")
        page.write_row("A1", ["МО", "Всего", "Рег", "Пусто"])
        page.write("A2", "г. Зея")
        page.write_formula("B2", "=1/0", None, "#DIV/0!")
        page.write_formula("C2", "=NA()", None, "#N/A")
        page.write("A3", "г. Тында")
        page.write_formula("AB4", "=Z9", None, "#REF!")
    return path


def test_failed_formulas_are_not_empty_cells(tmp_path: Path) -> None:
    rows = read_rows(failing(tmp_path / "t.xlsx"), "Свод & план")
    assert rows[1][:4] == ["г. Зея", "#ДЕЛ/0!", "#Н/Д", ""]
    assert rows[2][:2] == ["г. Тында", ""]
    assert rows[3][27] == "#ССЫЛКА!"


def test_errors_of_another_sheet_are_not_ours(tmp_path: Path) -> None:
    assert read_rows(failing(tmp_path / "t.xlsx"))[0] == ["#ДЕЛ/0!"]
    with xlsxwriter.Workbook(str(tmp_path / "u.xlsx")) as made:
        made.add_worksheet("Первый").write("A1", "МО")
        made.add_worksheet("Второй").write_formula("A1", "=1/0", None, "#DIV/0!")
    assert read_rows(tmp_path / "u.xlsx") == [["МО"]]
