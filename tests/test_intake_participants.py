"""One row = one pupil × event: every pupil is counted once, every doubt has its row, and order means nothing."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
from helpers.described import mistakes
from helpers.participants import REGION, SPEC, TITLES, TYNDA, ZEYA, naive, numbers, read_list, write_csv
from hypothesis import given, settings
from hypothesis import strategies as st

from careerstats import territories
from careerstats.analysis.rollup import rolled_up
from careerstats.contracts.counts import COUNT_COLUMNS
from careerstats.contracts.numbers import Count as Wanted
from careerstats.intake.participants.coding import Rows
from careerstats.intake.participants.places import Place
from careerstats.intake.participants.tally import Tally, scopes_of
from careerstats.intake.reading import to_frame
from careerstats.intake.tables import Reading
from careerstats.model import Problem

ROWS = [
    ("u1", "г. Зея", "z1", "8", "нет", "a", "Посетил", ""),
    ("u1", "г. Зея", "z1", "8", "нет", "a", "Посетил", ""),
    ("u1", "г. Зея", "z1", "8", "нет", "b", "Посетил", ""),
    ("u2", "г. Зея", "z1", "9", "да", "a", "Записался", ""),
    ("u3", "г. Тында", "t1", "10", "нет", "a", "Посетил", ""),
    ("u3", "г. Тында", "t7", "10", "нет", "a", "Посетил", ""),
    ("u4", "г. Тында", "", "7", "", "b", "Посетил", ""),
    ("u5", "", "", "", "", "a", "Записался", ""),
]


def problem(found: Reading, code: str) -> Problem:
    (one,) = (one for one in found.problems if one.code == code)
    return one


def codes(found: Reading) -> set[str]:
    return {one.code for one in found.problems}


# ---- what is counted


def test_a_participant_named_twice_is_counted_once(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", ROWS)
    found = numbers(read_list(tmp_path))
    assert found["K_reg", "z1", ZEYA, ""] == 2
    assert found["K_trial", "z1", ZEYA, ""] == 1
    assert found["K_two", "z1", ZEYA, ""] == 1
    assert found["K_visits", "z1", ZEYA, ""] == 2
    assert found["K_reg", "", REGION, ""] == 5
    assert found == naive(ROWS)


def test_a_participant_of_two_schools_is_one_in_each_and_one_in_the_municipality(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", ROWS)
    found = read_list(tmp_path)
    assert [numbers(found)["K_reg", school, TYNDA, ""] for school in ("t1", "t7", "")] == [1, 1, 2]
    assert problem(found, "several_schools").message == "участников, указанных в нескольких школах – 1"


def test_those_without_a_municipality_stand_apart(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", ROWS)
    found = read_list(tmp_path)
    assert numbers(found)["K_reg", "", REGION, "unassigned"] == 1
    assert problem(found, "without_school").message == "участников без школы – 2"
    assert problem(found, "without_municipality").message == "участников без муниципального образования – 1"


def test_breakdowns_are_classes_and_ovz(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", ROWS)
    found = numbers(read_list(tmp_path))
    assert found["K_reg", "z1", ZEYA, "классы=8"] == 1
    assert found["K_reg", "z1", ZEYA, "ОВЗ=да"] == 1
    assert found["K_trial", "z1", ZEYA, "ОВЗ=да"] == 0
    assert ("K_69", "t1", TYNDA, "классы=10") not in found


def test_a_school_whose_pupils_only_registered_has_an_honest_zero(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", [*ROWS[4:], ("u2", "г. Зея", "z1", "9", "да", "a", "Записался", "")])
    assert numbers(read_list(tmp_path))["K_trial", "z1", ZEYA, ""] == 0


def test_a_variable_of_certain_classes_leaves_out_the_others_and_says_how_many(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", ROWS)
    found = read_list(tmp_path)
    assert numbers(found)["K_69", "", REGION, ""] == 3
    assert "не вошли участники других классов или без класса – 2" in problem(found, "other_grades").message


def test_classes_of_the_passport_hold_where_the_entry_names_none(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", ROWS)
    spec = SPEC | {"counts": [{"variable": "K_reg"}]}
    assert numbers(read_list(tmp_path, spec, grades={"K_reg": "8-9"}))["K_reg", "", REGION, ""] == 2


def test_two_classes_of_one_participant_are_not_decided_between(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", [*ROWS[:2], ("u1", "г. Зея", "z1", "9", "нет", "c", "Посетил", "")])
    found = read_list(tmp_path)
    assert {key[3] for key in numbers(found) if key[0] == "K_reg"} == {"", "ОВЗ=нет"}
    assert problem(found, "several_grades").message == "участников с разными классами в разных строках – 1"


def test_archived_and_verified_are_a_matter_of_conditions(tmp_path: Path) -> None:
    rows = [
        ("u1", "г. Зея", "z1", "8", "нет", "a", "Посетил", ""),
        ("u2", "г. Зея", "z1", "8", "нет", "a", "Посетил", "01.02.2020"),
    ]
    write_csv(tmp_path / "list.csv", rows)
    both = [{"variable": "K_all"}, {"variable": "K_live", "where": {"Архив": "пусто"}}]
    both += [
        {"variable": "K_gone", "where": {"Архив": "заполнено"}},
        {"variable": "K_not", "where": {"Архив": {"кроме": [""]}}},
    ]
    found = numbers(read_list(tmp_path, SPEC | {"counts": both}))
    assert [found[one, "", REGION, ""] for one in ("K_all", "K_live", "K_gone", "K_not")] == [2, 1, 1, 1]
    assert numbers(read_list(tmp_path, SPEC | {"filters": {"Архив": "пусто"}}))["K_reg", "", REGION, ""] == 1


def test_a_number_of_passed_tests_can_be_a_condition(tmp_path: Path) -> None:
    rows = [(f"u{index}", number) for index, number in enumerate(("0", "3", "", "-", "два"))]
    write_csv(tmp_path / "list.csv", rows, ["ID", "Тестов"])
    spec = {"file": "list.csv", "person": {"id": "ID"}, "counts": [{"variable": "K", "where": {"Тестов": "больше 0"}}]}
    found = read_list(tmp_path, spec)
    assert numbers(found)["K", "", REGION, ""] == 1
    assert problem(found, "unreadable").cell == "B6"


def test_a_row_in_doubt_for_two_counts_is_told_once(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", [("u1", "два"), ("u2", "1")], ["ID", "Тестов"])
    counts = [{"variable": name, "where": {"Тестов": "больше 0"}} for name in ("K1", "K2")]
    found = read_list(tmp_path, {"file": "list.csv", "person": {"id": "ID"}, "counts": counts})
    assert problem(found, "unreadable").message == "строка 2, столбец «Тестов»: значение не понято"
    assert [numbers(found)[name, "", REGION, ""] for name in ("K1", "K2")] == [1, 1]


def test_only_days_of_the_period_count(tmp_path: Path) -> None:
    rows = [
        ("u1", "31.12.2019"),
        ("u2", "01.01.2020"),
        ("u3", "2020-12-31 10:00"),
        ("u4", "вчера"),
        ("u5", ""),
        ("", ""),
    ]
    write_csv(tmp_path / "list.csv", rows, ["ID", "Дата"])
    spec = {"file": "list.csv", "person": {"id": "ID"}, "day": "Дата", "counts": [{"variable": "K"}]}
    found = read_list(tmp_path, spec)
    assert numbers(found)["K", "", REGION, ""] == 2
    assert problem(found, "unreadable").message == (
        "строка 5, столбец «Дата»: значение не понято; таких строк 2 (ещё строки 6)"
    )


def test_every_count_has_its_own_origin(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", ROWS)
    origins = [one["origin"] for one in read_list(tmp_path).counts]
    assert origins[0].startswith("list.csv!строк 8: K_reg, ")
    assert len(set(origins)) == len(origins)


def test_counts_become_the_table_of_the_dataset_and_sum_up(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", ROWS)
    region = territories.find(REGION, REGION, "2020-12-31")
    assert isinstance(region, territories.Territory)
    frame = to_frame(read_list(tmp_path).counts, region)
    assert list(frame.columns) == [*COUNT_COLUMNS]
    whole = rolled_up(frame)
    trial = whole[whole["variable"] == "K_reg"].set_index(["code", "breakdown"])["value"].to_dict()
    assert trial == {(ZEYA, ""): 2, (TYNDA, ""): 2, (REGION, ""): 5, (REGION, "unassigned"): 1}


# ---- the laws of counting

people = st.tuples(
    st.sampled_from([f"u{index}" for index in range(6)]),
    st.sampled_from([("", ""), ("г. Зея", ""), ("г. Зея", "z1"), ("г. Тында", "t1"), ("г. Тында", "t7")]),
    st.sampled_from(["", "5", "6", "9"]),
    st.sampled_from(["", "да", "нет"]),
    st.sampled_from(["a", "b", ""]),
    st.sampled_from(["Посетил", "Записался"]),
).map(lambda one: (one[0], *one[1], *one[2:], ""))
lists = st.lists(people, min_size=1, max_size=25)


@given(lists)
@settings(max_examples=150)
def test_counts_are_those_of_plain_sets(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]) -> None:
    folder = tmp_path_factory.mktemp("sets")
    write_csv(folder / "list.csv", rows)
    assert numbers(read_list(folder)) == naive(rows)


@given(lists, st.randoms(use_true_random=False), st.integers(0, 25))
@settings(max_examples=60)
def test_order_and_splitting_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], random: Any, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("order")
    write_csv(folder / "list.csv", rows)
    shuffled = random.sample(rows, len(rows))
    write_csv(folder / "a.csv", shuffled[:cut])
    write_csv(folder / "b.csv", shuffled[cut:])
    assert numbers(read_list(folder)) == numbers(read_list(folder, SPEC | {"file": ["a.csv", "b.csv"]}))


@given(lists, st.data())
@settings(max_examples=60)
def test_a_repeated_row_never_raises_a_count(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("twice")
    again = data.draw(st.lists(st.sampled_from(rows), max_size=8))
    write_csv(folder / "list.csv", rows)
    once = numbers(read_list(folder))
    write_csv(folder / "list.csv", [*rows, *again])
    assert numbers(read_list(folder)) == once


def test_a_key_changes_no_count(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", ROWS)
    keyed = read_list(tmp_path, environ={"CAREERSTATS_KEY": "условный ключ для проверки"})
    assert numbers(keyed) == numbers(read_list(tmp_path))


def test_a_tally_agrees_with_sets_over_many_buckets_and_holds_only_different_rows() -> None:
    random = np.random.default_rng(7)
    size, persons = 400_000, 3_000
    ids = random.integers(0, 2**63, persons).astype(np.uint64) * np.uint64(2) + np.uint64(1)
    wanted, scopes = [Wanted(variable="K")], scopes_of([Place("a", "1"), Place("b", "1"), Place("", "2")])
    tally, sets = Tally(), {(place, hit): set() for place in range(3) for hit in (0, 1)}
    for _ in range(8):
        who, where, hit = (random.integers(0, top, size) for top in (persons, 3, 50))
        hit = (hit == 0).astype(np.uint32)
        blank = np.zeros(size, dtype=np.uint64)
        tally.add(Rows(ids[who], where.astype(np.int32), blank, hit, np.zeros(size, dtype=np.uint16)))
        for place in range(3):
            sets[place, 1] |= set(who[(where == place) & (hit == 1)].tolist())
    held = sum(len(part.person) for bucket in tally._buckets for part in bucket)
    assert held < 12 * persons * 3 + 2**18
    found = tally.totals(wanted, scopes).counts[0, :, 0]
    one, other, third = (sets[place, 1] for place in range(3))
    assert found.tolist() == [len(one), len(other), len(one | other), len(third), len(one | other | third), 0]


# ---- files of every kind


def test_every_kind_of_file_gives_the_same_counts(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", ROWS)
    wanted = numbers(read_list(tmp_path))
    text = (tmp_path / "list.csv").read_text(encoding="utf-8")
    (tmp_path / "1251.csv").write_bytes(text.encode("cp1251"))
    (tmp_path / "bom.csv").write_bytes(text.encode("utf-8-sig"))
    (tmp_path / "utf16.csv").write_bytes(text.encode("utf-16"))
    (tmp_path / "tab.txt").write_text(text.replace(";", "\t"), encoding="utf-8")
    (tmp_path / "comma.csv").write_text(text.replace(";", ","), encoding="utf-8")
    pd.DataFrame(ROWS, columns=TITLES).to_parquet(tmp_path / "list.parquet")
    book = xlsxwriter.Workbook(tmp_path / "list.xlsx")
    sheet = book.add_worksheet("Выгрузка")
    for index, row in enumerate([["Отчёт платформы"], [], TITLES, *ROWS]):
        sheet.write_row(index, 0, [int(cell) if cell.isdecimal() else cell for cell in row])
    book.close()
    for name in ("1251.csv", "bom.csv", "utf16.csv", "tab.txt", "comma.csv", "list.parquet"):
        assert numbers(read_list(tmp_path, SPEC | {"file": name})) == wanted, name
    assert numbers(read_list(tmp_path, SPEC | {"file": "list.xlsx", "skip": 2, "sheet": "Выгрузка"})) == wanted


def test_rows_above_the_titles_are_skipped_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    text = 'Отчёт;;\nна 1 сентября;;\nID;Класс\nu1;8\n\nu2;девятый\nu3;9;лишнее\n"u\n4";десятый\n'
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    spec = {"file": "list.csv", "skip": 2, "person": {"id": "ID"}, "grade": "Класс", "counts": [{"variable": "K"}]}
    found = read_list(tmp_path, spec)
    assert problem(found, "broken_row").message.startswith("строка 7: число столбцов")
    doubt = problem(found, "unreadable")
    assert (doubt.cell, doubt.message) == (
        "B6", "строка 6, столбец «Класс»: значение не понято; таких строк 2 (ещё строки 8)",
    )  # fmt: skip
    assert numbers(found)["K", "", REGION, ""] == 3
    assert "no_person" not in codes(found)


@pytest.mark.parametrize(
    ("cell", "grade"), [("9А", 9), ("9 «Б»", 9), ("09", 9), ("11 класс", 11), ("10-в", 10), ("6 кл.", 6)]
)
def test_a_class_is_read_with_its_letter(tmp_path: Path, cell: str, grade: int) -> None:
    write_csv(tmp_path / "list.csv", [("u1", "г. Зея", "z1", cell, "нет", "a", "Посетил", "")])
    assert numbers(read_list(tmp_path))["K_reg", "z1", ZEYA, f"классы={grade}"] == 1


@pytest.mark.parametrize("cell", ["13", "0", "9-1", "выпускник", "2010 г.р."])
def test_what_is_no_class_is_asked_about(tmp_path: Path, cell: str) -> None:
    write_csv(tmp_path / "list.csv", [("u1", "г. Зея", "z1", cell, "нет", "a", "Посетил", "")])
    found = read_list(tmp_path)
    assert problem(found, "unreadable").cell == "D2"
    assert not any(key[3].startswith("классы") for key in numbers(found))


@pytest.mark.parametrize("column", range(len(TITLES)))
def test_a_quotation_mark_that_is_never_closed_costs_the_list_not_the_rest_of_it_in_silence(
    tmp_path: Path, column: int
) -> None:
    lines = [";".join(row) for row in (TITLES, *ROWS * 3)]
    cells = lines[4].split(";")
    lines[4] = ";".join([*cells[:column], '"' + cells[column], *cells[column + 1 :]])
    (tmp_path / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    found = read_list(tmp_path)
    assert found.counts == []
    assert "кавычка" in problem(found, "not_a_table").message


def test_marks_inside_cells_and_cells_of_two_lines_are_no_harm(tmp_path: Path) -> None:
    text = 'ID;Мероприятие\nu1;"Проба\n""Повар"""\nu2;Диагональ 5"\nu3;""\n'
    spec = {"file": "list.csv", "person": {"id": "ID"}, "counts": [{"variable": "K"}]}
    for content, counted in ((text.replace('5"', "5"), 3), (text.replace("Проба\n", ""), 3)):
        (tmp_path / "list.csv").write_text(content, encoding="utf-8")
        assert numbers(read_list(tmp_path, spec))["K", "", REGION, ""] == counted


# ---- schools


def test_a_school_is_found_by_its_name_within_its_municipality(tmp_path: Path) -> None:
    rows = [
        ("u1", "г. Тында", 'МБОУ "Школа №1"', "8", "", "a", "", ""),
        ("u2", "г. Зея", "мбоу «школа № 1»", "8", "", "a", "", ""),
    ]
    write_csv(tmp_path / "list.csv", rows)
    found = numbers(read_list(tmp_path))
    assert (found["K_reg", "t1", TYNDA, ""], found["K_reg", "z1", ZEYA, ""]) == (1, 1)


@pytest.mark.parametrize(
    ("municipality", "school", "code", "text"),
    [
        ("г. Тында", "МБОУ Лицей 7", "unknown_organisation", "похоже на t7 (МБОУ «Лицей № 7»)"),
        ("", "МБОУ «Школа № 1»", "ambiguous_organisation", "так называются несколько организаций: z1, t1"),
        ("г. Зея", "z2", "organisation_not_in_force", "в 2020 не действовала; вошла в z1"),
        ("г. Зея", "t7", "territory_differs", "организация t7 по organisations.csv относится к г. Тында"),
        ("г. Зеяя", "", "unknown_territory", "похоже на г. Зея (10712000)"),
    ],
)
def test_a_doubtful_place_is_named_with_its_row(
    tmp_path: Path, municipality: str, school: str, code: str, text: str
) -> None:
    write_csv(tmp_path / "list.csv", [*ROWS, ("u9", municipality, school, "8", "нет", "a", "Посетил", "")])
    one = problem(read_list(tmp_path), code)
    assert one.message.startswith("строка 10, столбец «")
    assert text in one.message


def test_without_a_register_municipalities_are_counted(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", ROWS)
    (tmp_path / "organisations.csv").write_text("id,kind,name,territory\n", encoding="utf-8")
    found = read_list(tmp_path)
    assert "no_register" in codes(found)
    assert numbers(found)["K_reg", "", ZEYA, ""] == 2
    assert not any(key[1] for key in numbers(found))


# ---- persons


def test_persons_are_told_apart_by_names_and_birth_date(tmp_path: Path) -> None:
    rows = [
        ("Условный", "Пётр", "Ильич", "01.02.2010"), ("УСЛОВНЫЙ ", "Петр", "Ильич", "2010-02-01"),
        ("Условный", "Пётр", "Ильич", "03.02.2010"), ("Условный", "П.", "И.", "01.02.2010"),
        ("Условный", "Пётр", "", "01.02.2010"), ("Условный", "Пётр", "Ильич", ""), ("", "Пётр", "", "01.02.2010"),
    ]  # fmt: skip
    write_csv(tmp_path / "list.csv", rows, ["Ф", "И", "О", "Р"])
    person = {"names": ["Ф", "И", "О"], "born": "Р"}
    found = read_list(tmp_path, {"file": "list.csv", "person": person, "counts": [{"variable": "K"}]})
    assert numbers(found)["K", "", REGION, ""] == 2
    assert [problem(found, code).cell for code in ("initials", "no_birth_date", "no_person")] == ["B5", "D7", "A8"]


def test_one_cell_of_names_must_hold_more_than_a_surname_with_initials(tmp_path: Path) -> None:
    rows = [("Условный Пётр Ильич", "01.02.2010"), ("Условный П.И.", "01.02.2010"), ("Условный", "01.02.2010"),
            ("Условный П И", "01.02.2010"), ("П.И. Условный", "01.02.2010")]  # fmt: skip
    write_csv(tmp_path / "list.csv", rows, ["ФИО", "Р"])
    spec = {"file": "list.csv", "person": {"names": "ФИО", "born": "Р"}, "counts": [{"variable": "K"}]}
    found = read_list(tmp_path, spec)
    assert numbers(found)["K", "", REGION, ""] == 1
    assert problem(found, "initials").message.endswith("таких строк 3 (ещё строки 5, 6)")


def test_a_snils_is_read_however_written_and_must_be_right(tmp_path: Path) -> None:
    write_csv(
        tmp_path / "list.csv",
        [("112-233-445 95",), ("11223344595",), ("087 654 303 00",), ("8765430300",), ("11223344596",), ("нет",)],
        ["С"],
    )
    found = read_list(tmp_path, {"file": "list.csv", "person": {"snils": "С"}, "counts": [{"variable": "K"}]})
    assert numbers(found)["K", "", REGION, ""] == 2
    assert [problem(found, code).cell for code in ("not_snils", "no_person")] == ["A6", "A7"]


def test_a_failed_formula_is_nobody(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", [("#Н/Д",), ("#Н/Д",), ("u1",)], ["ID"])
    found = read_list(tmp_path, {"file": "list.csv", "person": {"id": "ID"}, "counts": [{"variable": "K"}]})
    assert numbers(found)["K", "", REGION, ""] == 1
    assert problem(found, "no_person").message.endswith("таких строк 2 (ещё строки 3)")


# ---- mistakes


def test_a_value_that_no_row_has_is_named(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", ROWS)
    spec = SPEC | {"counts": [{"variable": "K", "where": {"Статус": ["Посетил", "Пришёл"]}}]}
    assert "значения «пришёл» нет" in problem(read_list(tmp_path, spec), "unseen_value").message


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("none.csv", None, "файла нет"),
        ("../list.csv", None, "вне папки"),
        ("empty.csv", b"", "файл пуст"),
        ("other.csv", b"A;B\n1;2\n", "нет столбца «ID»"),
        ("twice.csv", "ID;ID;МО;Школа;Класс;ОВЗ;Мероприятие;Статус\n".encode(), "столбцов «ID» несколько"),
        ("book.csv", b"PK\x03\x04....", "внутри не CSV"),
        ("book.xlsx", b"not a book", "это не книга"),
        ("list.parquet", b"not parquet", "это не Parquet"),
        ("list.doc", b"1", "вид файла «.doc» неизвестен"),
        ("binary.csv", b"\x98\x00\xff\xfe", "кодировка"),
    ],
)
def test_a_file_that_is_no_list_gives_one_problem_and_no_counts(
    tmp_path: Path, name: str, content: bytes | None, text: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    found = read_list(tmp_path, SPEC | {"file": name})
    assert found.counts == []
    assert text in problem(found, "not_a_table").message


def test_one_unreadable_part_costs_the_whole_list(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ROWS)
    found = read_list(tmp_path, SPEC | {"file": ["a.csv", "b.csv"]})
    assert found.counts == []
    assert problem(found, "not_a_table").file == "b.csv"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"person": {"names": ["Ф", "И"]}}, "по одним именам или инициалам людей не различить"),
        ({"person": "ID"}, "в поле «person» нужно одно из"),
        ({"skip": -1}, "число строк над заголовком"),
        ({"period": "осень"}, "период «осень» не понят"),
        ({"wrong": 1}, "поле «wrong» неизвестно"),
        ({"counts": []}, "в поле «counts» нужен список"),
        ({"counts": [{"variable": "K", "distinct": "row"}]}, "в поле «distinct» можно"),
        ({"counts": [{"variable": "K", "where": {"A": "иногда"}}]}, "нужен список значений"),
        ({"counts": [{"variable": "K", "grades": "9-6"}]}, "нужны классы"),
        ({"counts": [{"variable": "K"}, {"variable": "K"}]}, "считается дважды"),
        ({"counts": [{"variable": "K", "at_least": 2}], "event": None}, "опишите у файла поле «event»"),
        ({"filters": ["A"]}, "нужны записи"),
        ({"file": 5}, "в поле «file» нужен текст"),
    ],
)
def test_a_wrong_description_is_answered_in_words(change: dict[str, Any], text: str) -> None:
    spec = {key: value for key, value in (SPEC | change).items() if value is not None}
    assert any(text in one for one in mistakes(participants=[spec]))


def test_participants_must_be_a_list_of_descriptions() -> None:
    assert mistakes(participants="list.csv") == [
        "participants: нужен список описаний, каждое с «-», а стоит «list.csv»"
    ]
    assert mistakes() == []


# ---- rows that could not be read


def test_a_municipality_with_unread_rows_has_an_incomplete_count(tmp_path: Path) -> None:
    rows = [
        ("1", "г. Зея", "z1", "7", "нет", "А", "Посетил", ""),
        ("", "г. Зея", "z1", "7", "нет", "А", "Посетил", ""),
        ("1,23457E+11", "г. Зея", "z1", "8", "нет", "А", "Посетил", ""),
        ("2", "г. Тында", "t1", "8", "нет", "А", "Посетил", ""),
        ("", "", "", "", "", "", "", ""),
    ]
    write_csv(tmp_path / "list.csv", rows)
    told = [one for one in read_list(tmp_path).problems if one.code == "incomplete_count"]
    assert [(one.territory, one.severity) for one in told] == [(ZEYA, "warning")]
    assert "не прочитано строк – 2" in told[0].message


def test_a_municipality_of_which_no_row_could_be_read_gets_no_zero(tmp_path: Path) -> None:
    write_csv(
        tmp_path / "list.csv",
        [
            ("1", "г. Зея", "z1", "7", "нет", "А", "Посетил", ""),
            ("", "г. Тында", "t1", "7", "нет", "А", "Посетил", ""),
        ],
    )
    found = read_list(tmp_path)
    assert {code for _, _, code, _ in numbers(found)} == {ZEYA, REGION}
    assert [one.territory for one in found.problems if one.code == "incomplete_count"] == [TYNDA]
