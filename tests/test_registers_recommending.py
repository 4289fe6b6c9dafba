"""causes.csv and addressees.csv: what is read, what is refused and with which cell, and that no person is kept."""

from pathlib import Path

import pytest
from helpers.registers import BELOGORSK, ZEYA, codes, context

from careerstats.intake.registers.addressees import Addressee, read_addressees
from careerstats.intake.registers.causes import MOST, Cause, read_causes
from careerstats.model import Problem

CAUSES = "territory,period,indicator,text,document"
ADDRESSEES = "Муниципальное образование,Роль,Наименование,Родительный падеж,Дательный падеж,Должность"


def causes(folder: Path, *lines: str) -> tuple[list[Cause], list[Problem]]:
    (folder / "causes.csv").write_text("\n".join([CAUSES, *lines]) + "\n", encoding="utf-8", newline="\n")
    return read_causes(context(folder))


def addressees(folder: Path, *lines: str) -> tuple[list[Addressee], list[Problem]]:
    (folder / "addressees.csv").write_text("\n".join([ADDRESSEES, *lines]) + "\n", encoding="utf-8", newline="\n")
    return read_addressees(context(folder))


def test_a_dataset_without_the_files_has_none(tmp_path: Path) -> None:
    assert read_causes(context(tmp_path)) == ([], [])
    assert read_addressees(context(tmp_path)) == ([], [])


def test_an_answer_is_kept_as_it_was_given(tmp_path: Path) -> None:
    found, problems = causes(tmp_path, 'г. Зея,,1.1,"нет педагогов; <b>{x}</b> =1+1",письмо № 5')
    text = "нет педагогов; <b>{x}</b> =1+1"
    origin = "causes.csv, D2"
    assert found == [
        Cause(code=ZEYA, period="2022", indicator="1.1", text=text, document="письмо № 5", kind="staff", origin=origin)
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("line", "code", "cell"),
    [
        ("Лукоморье,,1.1,нет", "unknown_territory", "A2"),
        ("г. Зея,,9.9,нет", "unknown_indicator", "C2"),
        ("г. Зея,,,нет", "empty_cell", "C2"),
        ("г. Зея,,1.1,", "empty_cell", "D2"),
        ("г. Зея,2021 учебный,1.1,нет", "impossible_date", "B2"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_by_its_cell_and_the_others_stay(
    line: str, code: str, cell: str, tmp_path: Path
) -> None:
    found, problems = causes(tmp_path, line, "г. Белогорск,,1.1,другое")
    assert [one.code for one in found] == [BELOGORSK]
    assert [(one.code, one.cell) for one in problems] == [(code, cell)]


def test_a_cause_chosen_from_the_list_needs_no_words(tmp_path: Path) -> None:
    lines = "territory,period,indicator,cause,text\nг. Зея,,1.1,кадры,\nг. Зея,,trial,нет шефов,\n"
    (tmp_path / "causes.csv").write_text(lines, encoding="utf-8", newline="\n")
    found, problems = read_causes(context(tmp_path))
    assert [(one.kind, one.text) for one in found] == [("staff", "кадры"), ("", "нет шефов")]
    assert [(one.code, one.cell) for one in problems] == [("unknown_cause", "D3")]


def test_a_name_in_an_answer_is_not_printed_and_a_long_one_is_cut(tmp_path: Path) -> None:
    found, problems = causes(tmp_path, "г. Зея,,1.1,заболела Иванова И. И.", f"г. Зея,,trial,{'слово ' * 200}")
    assert "Иванова" not in found[0].text
    assert len(found[1].text) <= MOST + 1
    assert codes(problems) == ["person_named", "too_long"]


def test_the_same_answer_twice_is_read_once(tmp_path: Path) -> None:
    found, problems = causes(tmp_path, "г. Зея,,1.1,нет", "г. Зея,2022,1.1,нет")
    assert (len(found), codes(problems)) == (1, ["duplicate_line"])


def test_an_addressee_has_its_cases(tmp_path: Path) -> None:
    found, problems = addressees(
        tmp_path, "г. Зея,орган управления образованием,Комитет,комитета,комитету,председатель комитета",
        "10000000,czn,Центр занятости,,,",
    )  # fmt: skip
    assert found == [
        Addressee(ZEYA, "body", "Комитет", "комитета", "комитету", "председатель комитета"),
        Addressee("10000000", "czn", "Центр занятости"),
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("line", "code", "cell"),
    [("Лукоморье,body,К,к,к,", "unknown_territory", "A2"), ("г. Зея,мэр,К,к,к,", "unknown_role", "B2")],
)
def test_an_addressee_that_cannot_be_used_is_named(line: str, code: str, cell: str, tmp_path: Path) -> None:
    found, problems = addressees(tmp_path, line, "г. Зея,body,К,к,к,")
    assert len(found) == 1
    assert [(one.code, one.cell) for one in problems] == [(code, cell)]


def test_a_person_is_no_position(tmp_path: Path) -> None:
    found, problems = addressees(tmp_path, "г. Зея,body,Комитет,комитета,комитету,Иванов И. И.")
    assert found[0].position == ""
    assert [(one.code, one.cell) for one in problems] == [("person_named", "F2")]


def test_of_two_lines_about_one_role_the_first_counts(tmp_path: Path) -> None:
    found, problems = addressees(tmp_path, "г. Зея,body,Первый,,,", "г. Зея,body,Второй,,,")
    assert [one.name for one in found] == ["Первый"]
    assert codes(problems) == ["duplicate_line"]
