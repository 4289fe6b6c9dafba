"""One person is one however his names are written; who may be one is told by rows, and nobody is merged by guess."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from helpers.participants import REGION, numbers, read_list, write_csv
from test_intake_participants import codes, problem

from careerstats.intake.tables import Reading

TITLES = ("Фамилия", "Имя", "Отчество", "Рождён")
WHOLE: dict[str, Any] = {"names": list(TITLES[:3]), "born": TITLES[3]}
DAY = "03.04.2009"


def read(folder: Path, rows: Sequence[Sequence[str]], **more: Any) -> Reading:
    write_csv(folder / "list.csv", rows, TITLES)
    return read_list(folder, {"file": "list.csv", "person": WHOLE, "counts": [{"variable": "K"}]}, **more)


def read_single(folder: Path, names: Sequence[str], **more: Any) -> Reading:
    """The same with all names in one cell."""
    write_csv(folder / "list.csv", [(name, DAY) for name in names], ("ФИО", "Рождён"))
    person = {"names": "ФИО", "born": "Рождён"}
    return read_list(folder, {"file": "list.csv", "person": person, "counts": [{"variable": "K"}]}, **more)


def counted(found: Reading) -> int:
    return numbers(found)["K", "", REGION, ""]


SPELLINGS = {
    "surname and name changed places": [("Сидоров", "Пётр", "Иванович"), ("Пётр", "Сидоров", "Иванович")],
    "first, patronymic, surname": [("Сидоров", "Пётр", "Иванович"), ("Пётр", "Иванович", "Сидоров")],
    "patronymic beside the name": [("Сидоров", "Пётр", "Иванович"), ("Сидоров", "Пётр Иванович", "")],
    "dashes and spaces": [
        ("Белова-Крылова", "Ольга", "Игоревна"), ("Белова - Крылова", "Ольга", "Игоревна"),
        ("Белова–Крылова", "Ольга", "Игоревна"), ("Белова—Крылова", "Ольга", "Игоревна"),
        ("Белова Крылова", "Ольга", "Игоревна"), ("Белова\u2011 Крылова", "Ольга", "Игоревна"),
        ("Белова\u2212Крылова", "Ольга", "Игоревна"), ("Крылова-Белова", "Ольга", "Игоревна"),
    ],
    "ё, case, spaces": [("Семёнова", "Алёна", "Петровна"), (" СЕМЕНОВА", "алена", "Петровна\u00a0")],
    "й of two signs": [("Дмитрий", "Зайцев", "Андреевич"), ("Дмитрии\u0306", "Заи\u0306цев", "Андреевич")],
    "soft hyphens, apostrophes": [("Д’Арк", "Жан\u00adна", "Ивановна"), ("Д'Арк", "Жанна", "Ивановна")],
    "Latin look-alikes": [("Cомов", "Aнтон", "Олегович"), ("Сомов", "Антон", "Олегович"),
                          ("COMOB", "АHТОН", "Олeгович")],
    "no patronymic": [
        ("Ким", "Илья", cell) for cell in ("", "-", "–", "нет", "Нет.", "отсутствует", "Отсутствует", "без отчества",
                                           "не указано", "н/д", "#Н/Д", "не имеет", "(нет)", "б/о", "0", "нет данных")
    ],
    "with and without a patronymic": [("Сидоров", "Пётр", "Иванович"), ("Сидоров", "Пётр", ""),
                                      ("Петр", "Сидоров", "-")],
}  # fmt: skip


@pytest.mark.parametrize("rows", SPELLINGS.values(), ids=SPELLINGS.keys())
@pytest.mark.parametrize("environ", [{}, {"CAREERSTATS_KEY": "условный ключ для проверки"}], ids=["free", "keyed"])
def test_a_person_is_one_in_every_spelling(tmp_path: Path, rows: list[Sequence[str]], environ: dict[str, str]) -> None:
    for order in (rows, rows[::-1]):
        found = read(tmp_path, [(*names, DAY) for names in order], environ=environ)
        assert counted(found) == 1
        assert codes(found) == {"repeated_persons"}


def test_all_names_in_one_cell_are_read_alike(tmp_path: Path) -> None:
    names = ["Белова-Крылова Ольга Игоревна", "Ольга Игоревна Белова–Крылова", "БЕЛОВА - КРЫЛОВА  ОЛЬГА ИГОРЕВНА",
             "Белова Крылова Ольга", "Ольга Белова-Крылова нет", "Белова-Крылова Ольга -"]  # fmt: skip
    found = read_single(tmp_path, names)
    assert (counted(found), codes(found)) == (1, {"repeated_persons"})


def test_a_row_without_patronymic_is_nobodys_where_two_stand_and_is_told(tmp_path: Path) -> None:
    rows = [("Ким", "Илья", "Олегович", DAY), ("Ким", "Илья", "Петрович", DAY), ("Ким", "Илья", "", DAY)]
    found = read(tmp_path, rows)
    assert counted(found) == 3
    assert problem(found, "likely_doubles").message == (
        "вероятных двойников (дата рождения одна, имена почти одинаковы) – 2: строка 2 и строка 4; строка 3 и строка 4"
    )


def test_others_are_others(tmp_path: Path) -> None:
    rows = [("Сидоров", "Пётр", "Иванович", DAY), ("Сидоров", "Пётр", "Иванович", "04.04.2009"),
            ("Сидоров", "Пётр", "Олегович", DAY), ("Сидоров", "Олег", "Иванович", DAY),
            ("Громов", "Пётр", "Иванович", DAY), ("Smith", "John", "", DAY),
            ("Ли", "Ян", "", DAY), ("Ле", "Ян", "", DAY)]  # fmt: skip
    found = read(tmp_path, rows)
    assert (counted(found), found.problems) == (8, [])


def test_a_slip_of_the_pen_is_told_and_merges_nobody(tmp_path: Path) -> None:
    rows = [("Сидоров", "Пётр", "Иванович", DAY), ("Сидорв", "Пётр", "Иванович", DAY),
            ("Иванович", "Сидоровв", "Пётр", DAY),
            ("Белова-Крылова", "Ольга", "Игоревна", DAY), ("Белова", "Ольга", "Игоревна", DAY)]  # fmt: skip
    found = read(tmp_path, rows)
    doubles = problem(found, "likely_doubles")
    assert counted(found) == 5
    assert doubles.severity == "warning"
    assert " – 3: строка 2 и строка 3; строка 2 и строка 4; строка 5 и строка 6" in doubles.message


def test_doubles_and_patronymics_are_found_across_the_files_of_a_list(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", [("Ким", "Илья", "", DAY), ("Сидоров", "Пётр", "Иванович", DAY)], TITLES)
    write_csv(tmp_path / "b.csv", [("Ким", "Илья", "Олегович", DAY), ("Сидоров", "Птр", "Иванович", DAY)], TITLES)
    spec = {"file": ["a.csv", "b.csv"], "person": WHOLE, "counts": [{"variable": "K"}]}
    found = read_list(tmp_path, spec)
    assert counted(found) == 3
    assert problem(found, "likely_doubles").message.endswith("– 1: a.csv, строка 3 и b.csv, строка 3")


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("31.02.2010", "no_such_day"), ("2010-13-45", "no_such_day"), ("29.02.2011", "no_such_day"),
        ("00.01.2010", "no_such_day"), ("01.01.1910", "not_school_age"), ("01.01.2019", "not_school_age"),
        ("01.01.2031", "not_school_age"), ("весной", "no_birth_date"), ("2009 г.", "no_birth_date"),
        ("40179", "no_birth_date"), ("", "no_birth_date"),
    ],
)  # fmt: skip
def test_a_birth_date_that_cannot_be_costs_the_row(tmp_path: Path, day: str, code: str) -> None:
    found = read(tmp_path, [("Ким", "Илья", "", DAY), ("Орлов", "Иван", "Иванович", day)])
    refused = problem(found, code)
    assert (refused.severity, refused.cell) == ("blocking", "D3")
    assert refused.message.startswith("строка 3, столбец «Рождён»: ")
    assert counted(found) == 1
    if day:
        assert day not in repr(found)


@pytest.mark.parametrize("day", ["3.4.2009", "2009-04-03", "2009-04-03 00:00:00", "03.04.2009 10:15"])
def test_a_birth_date_is_read_however_written(tmp_path: Path, day: str) -> None:
    assert counted(read(tmp_path, [("Ким", "Илья", "", DAY), ("Ким", "Илья", "", day)])) == 1


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (("", "Пётр", "Ильич", DAY), "no_person", "A2"), (("Условный", "нет", "Ильич", DAY), "no_person", "B2"),
        (("#ССЫЛКА!", "Пётр", "Ильич", DAY), "no_person", "A2"), (("Условный", "П.", "Ильич", DAY), "initials", "B2"),
        (("Условный", "Пётр", "И.", DAY), "initials", "C2"), (("слово " * 13, "Пётр", "", DAY), "no_person", "A2"),
    ],
)  # fmt: skip
def test_a_row_of_nobody_is_told_with_the_column_to_blame(
    tmp_path: Path, row: tuple[str, ...], code: str, cell: str
) -> None:
    found = read(tmp_path, [row, ("Ким", "Илья", "", DAY)])
    assert (problem(found, code).cell, counted(found)) == (cell, 1)


@pytest.mark.parametrize(
    "id", ["1,23456E+11", "1.23456E+11", "1,2e11", "5Е+15", "1234567890123456", "123456789012345600000"]
)
def test_a_number_that_excel_rounded_is_nobodys(tmp_path: Path, id: str) -> None:
    write_csv(tmp_path / "list.csv", [(id,), (id,), ("123456789012345",), ("E5",)], ["ID"])
    found = read_list(tmp_path, {"file": "list.csv", "person": {"id": "ID"}, "counts": [{"variable": "K"}]})
    refused = problem(found, "rounded_id")
    assert (refused.severity, refused.cell, counted(found)) == ("blocking", "A2", 2)
    assert "запись со степенью" in refused.message
    assert id not in repr(found)


def read_ids(folder: Path, ids: Sequence[str], **more: Any) -> Reading:
    write_csv(folder / "list.csv", [(id, "x") for id in ids], ["ID", "Прочее"])
    return read_list(folder, {"file": "list.csv", "person": {"id": "ID"}, "counts": [{"variable": "K"}]}, **more)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("A12", "А12"), ("007", "7"), ("А 12", "А12"), ("А\u200b12", "А12"), ("а12", "А12"), ("УЧ-0ХВ", "yч-0XB"),
        ("0012 34", "1234"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("environ", [{}, {"CAREERSTATS_KEY": "условный ключ для проверки"}], ids=["free", "keyed"])
def test_ids_that_are_likely_one_are_told_and_not_merged(
    tmp_path: Path, first: str, second: str, environ: dict[str, str]
) -> None:
    found = read_ids(tmp_path, [first, "999", second, second], environ=environ)
    assert counted(found) == 3
    doubles = problem(found, "likely_doubles")
    assert doubles.severity == "warning"
    assert doubles.message.endswith(" – 1: строка 2 и строка 4")
    assert "исправьте номер" in doubles.what_to_do
    assert first not in repr(doubles)


def test_each_further_spelling_of_an_id_is_told_beside_the_first(tmp_path: Path) -> None:
    found = read_ids(tmp_path, ["7", "07", "007", "8", "008"])
    assert counted(found) == 5
    assert problem(found, "likely_doubles").message.endswith(
        " – 3: строка 2 и строка 3; строка 2 и строка 4; строка 5 и строка 6"
    )


def test_other_ids_are_others(tmp_path: Path) -> None:
    found = read_ids(tmp_path, ["7", "70", "700", "А12", "А-12", "Б12", "12", "7", "1 001"])
    assert codes(found) == {"repeated_persons"}
    assert counted(found) == 8


def test_likely_ids_are_found_across_the_files_of_a_list(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", [("А12",), ("5",)], ["ID"])
    write_csv(tmp_path / "b.csv", [("6",), ("A12",)], ["ID"])
    spec = {"file": ["a.csv", "b.csv"], "person": {"id": "ID"}, "counts": [{"variable": "K"}]}
    assert problem(read_list(tmp_path, spec), "likely_doubles").message.endswith(
        "– 1: a.csv, строка 2 и b.csv, строка 3"
    )


def test_a_number_that_a_book_keeps_as_a_number_is_refused_over_fifteen_digits(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "list.xlsx") as book:
        book.add_worksheet().write_column(0, 0, ["ID", 123456789012345, 1.2345678901234567e17, 1.2345678901234567e17])
    found = read_list(tmp_path, {"file": "list.xlsx", "person": {"id": "ID"}, "counts": [{"variable": "K"}]})
    assert counted(found) == 1
    assert problem(found, "rounded_id").message.endswith("таких строк 2 (ещё строки 4)")
