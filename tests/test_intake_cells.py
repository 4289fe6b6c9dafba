"""What one cell says: a count, a share, nothing, or something that must be asked about."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerstats.intake.cells import EXCEL_ERRORS, Cell, normal_text, parse, parse_flag
from careerstats.model import ABSENT, NOT_APPLICABLE, REPORTED, UNREADABLE


@pytest.mark.parametrize(
    ("content", "count"),
    [("1731", 1731), ("1 731", 1731), ("1\u00a0731", 1731), ("12\u202f436", 12436), (1731, 1731), (1731.0, 1731),
     ("1731,0", 1731), ("1731.0", 1731), (" 5 ", 5), ("0", 0), (0, 0), (0.0, 0), ("1 234 567", 1234567)],
)  # fmt: skip
def test_a_whole_number(content: Any, count: int) -> None:
    assert parse(content) == Cell(REPORTED, count)


@pytest.mark.parametrize(
    ("content", "count", "share"),
    [("2536 (20%)", 2536, "20"), ("34 (2,4 %)", 34, "2,4"), ("34(2.4%)", 34, "2,4"), ("1 731 (46,50%)", 1731, "46,50"),
     ("0 (0%)", 0, "0"), ("12925 (28,45%)", 12925, "28,45")],
)  # fmt: skip
def test_a_number_with_its_share(content: str, count: int, share: str) -> None:
    assert parse(content) == Cell(REPORTED, count, share)


def test_a_share_without_its_sign_is_read_and_remarked() -> None:
    cell = parse("29 (2,1)")
    assert (cell.status, cell.count, cell.share) == (REPORTED, 29, "2,1")
    assert cell.doubt == "у доли в ячейке «29 (2,1)» нет знака %"


@pytest.mark.parametrize(
    "content", [None, "", "  ", "-", "–", "—", "−", "н/д", "Н/Д", "нет данных", "нет сведений", "…"]
)
def test_nothing_was_reported(content: Any) -> None:
    assert parse(content) == Cell(ABSENT)


@pytest.mark.parametrize("content", ["Х", "х", "X", "x", "не применимо", "Неприменимо"])
def test_it_does_not_apply(content: str) -> None:
    assert parse(content) == Cell(NOT_APPLICABLE)


@pytest.mark.parametrize(
    ("content", "doubt"),
    [
        ("12,5", "число «12,5» дробное, а нужно целое количество"),
        (12.5, "число «12.5» дробное, а нужно целое количество"),
        ("1,000", "число «1,000» дробное, а нужно целое количество"),
        ("2О1", "в числе «2О1» есть буквы: О"),
        ("l0", "в числе «l0» есть буквы: l"),
        ("20 чел.", "в числе «20 чел.» есть буквы: елч"),
        ("-3", "число «-3» отрицательное"),
        (-3, "число «-3» отрицательное"),
        ("− 3", "число «− 3» отрицательное"),
        ("20 %", "указана доля «20 %», а нужно количество"),
        ("######", "вместо числа знаки «#»: столбец был узок, значение потеряно"),
        ("нет", "«нет» не число"),
        ("2+5", "«2+5» не число"),
        ("12 34", "«12 34» не число"),
        ("5 (10%) (20%)", "«5 (10%) (20%)» не число"),
        ("0,143", "число «0,143» дробное, а нужно целое количество; похоже, вместо количества указана доля"),
        ("#ДЕЛ/0!", "в ячейке ошибка Excel «#ДЕЛ/0!» (деление на ноль)"),
        ("#н/д", "в ячейке ошибка Excel «#Н/Д» (значение не найдено)"),
        ("#REF!", "в ячейке ошибка Excel «#REF!» (ссылка на удалённую ячейку)"),
        (float("nan"), "«nan» не число"),
        (float("inf"), "«inf» не число"),
        (True, "«True» не число"),
        (date(2020, 3, 5), "«2020-03-05» не число"),
    ],
)
def test_what_is_no_number_says_why(content: Any, doubt: str) -> None:
    cell = parse(content)
    assert (cell.status, cell.count, cell.share) == (UNREADABLE, None, "")
    assert cell.doubt.replace(", ", "").endswith(doubt.replace(", ", ""))


@given(st.text())
def test_text_never_becomes_nought(text: str) -> None:
    cell = parse(text)
    assert (cell.count is None) == (cell.status != REPORTED)
    if cell.count == 0:
        assert "0" in normal_text(text) or not text.isascii()
        assert any(letter.isdecimal() for letter in text)


@pytest.mark.parametrize("content", ["99999999999999999999", 1e22, "9" * 5000])
def test_a_number_no_count_can_reach_is_not_read(content: object) -> None:
    assert parse(content).status == UNREADABLE


@given(st.integers(0, 10**9 - 1))
def test_every_way_to_write_a_count(number: int) -> None:
    grouped = f"{number:,}"
    for text in (number, str(number), grouped.replace(",", " "), grouped.replace(",", "\u00a0")):
        assert parse(text).count == number


def test_lines_and_spaces_of_a_title_are_one_space() -> None:
    assert normal_text(" Общее\n количество\u00a0\u2009обучающихся ") == "Общее количество обучающихся"
    assert normal_text(3.0) == "3"
    assert normal_text(None) == ""


@pytest.mark.parametrize("error", EXCEL_ERRORS)
def test_a_failed_formula_is_named_and_never_empty(error: str) -> None:
    for cell in (parse(error), parse(f" {error.lower()} "), parse_flag(error)):
        assert cell.status == UNREADABLE
        assert error in cell.doubt


@pytest.mark.parametrize("content", ["да", "Да", " ДА ", "есть", "имеется", "наличие", "1", 1, 1.0])
def test_a_yes(content: Any) -> None:
    assert parse_flag(content) == Cell(REPORTED, 1)


@pytest.mark.parametrize("content", ["нет", "Нет", "отсутствует", "отсутствие", "не имеется", "0", 0])
def test_a_no(content: Any) -> None:
    assert parse_flag(content) == Cell(REPORTED, 0)


@pytest.mark.parametrize(
    ("content", "status"),
    [("", ABSENT), (None, ABSENT), ("-", ABSENT), ("н/д", ABSENT), ("х", NOT_APPLICABLE), ("частично", UNREADABLE),
     ("2", UNREADABLE), ("да, с 2023 года", UNREADABLE), ("+", UNREADABLE), (True, UNREADABLE), ("0,5", UNREADABLE)],
)  # fmt: skip
def test_what_is_neither_yes_nor_no(content: Any, status: str) -> None:
    cell = parse_flag(content)
    assert (cell.status, cell.count) == (status, None)
    assert bool(cell.doubt) == (status == UNREADABLE)


@given(st.text())
def test_no_text_becomes_a_no_by_chance(text: str) -> None:
    cell = parse_flag(text)
    assert (cell.count is None) == (cell.status != REPORTED)
    assert cell.count in (None, 0, 1)
