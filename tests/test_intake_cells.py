"""What one cell says: a count, a share, nothing, or something that must be asked about."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerstats.intake.cells import EXCEL_ERRORS, Cell, normal_text, parse, parse_flag
from careerstats.model import ABSENT, NOT_APPLICABLE, REPORTED, UNREADABLE

TABLE = (
    (Path(__file__).parent.parent / "docs" / "cells.md").read_text(encoding="utf-8").partition("## Столбец «да/нет»")
)
KINDS: dict[str, Callable[[str], Any]] = {
    "текст": lambda text: re.sub(r"\\(u[0-9a-f]{4}|n|t)", _sign, text),
    "число": lambda text: float(text) if "." in text or "e" in text else int(text),
    "логическое": lambda text: text == "ИСТИНА",
    "дата": date.fromisoformat,
    "пусто": lambda _: None,
}
STATUS = {"нет сведений": ABSENT, "не относится": NOT_APPLICABLE, "спросить": UNREADABLE}


def _sign(match: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t"}.get(match[1]) or chr(int(match[1][1:], 16))


def cases(part: str) -> list[tuple[Any, Cell]]:
    """Lines of one table of docs/cells.md: what stands in the cell, what it must be read as."""
    lines = [line for line in part.splitlines() if line.startswith("| ")][1:]
    return [_case(*re.split(r" ?(?<!\\)\|(?: |$)", line.removeprefix("| "))[:5]) for line in lines]


def _case(content: str, kind: str, read: str, doubt: str, advice: str) -> tuple[Any, Cell]:
    content, doubt = (text.replace("\\|", "|") for text in (content, doubt))
    status, (count, _, share) = STATUS.get(read, REPORTED), read.partition("; доля ")
    whole = int(count) if status == REPORTED else None
    return KINDS[kind](content.removeprefix("`").removesuffix("`")), Cell(status, whole, share, doubt, advice)


COUNTS, FLAGS = cases(TABLE[0]), cases(TABLE[2].partition("## ")[0])


@pytest.mark.parametrize(("content", "cell"), COUNTS, ids=lambda one: repr(one)[:30])
def test_a_cell_of_counts_is_read_as_the_table_of_cases_says(content: Any, cell: Cell) -> None:
    assert parse(content) == cell


@pytest.mark.parametrize(("content", "cell"), FLAGS, ids=lambda one: repr(one)[:30])
def test_a_cell_of_yes_and_no_is_read_as_the_table_of_cases_says(content: Any, cell: Cell) -> None:
    assert parse_flag(content) == cell


def test_the_table_of_cases_is_read_whole() -> None:
    assert len(COUNTS) > 110
    assert len(FLAGS) > 25
    assert {cell.status for _, cell in COUNTS} == {cell.status for _, cell in FLAGS}
    assert all(cell.advice for _, cell in (*COUNTS, *FLAGS) if cell.status == UNREADABLE)


def test_what_cannot_be_read_is_told_in_few_words() -> None:
    for content in ("слово " * 1000, "9" * 5000, "=" + "A1+" * 900, "\x07" * 3000, "1 " * 700, "да" * 900):
        for cell in (parse(content), parse_flag(content)):
            assert (cell.status, cell.count) == (UNREADABLE, None)
            assert len(cell.doubt) < 200
            assert cell.doubt.isprintable()


def test_an_answer_amid_many_spaces_is_the_answer() -> None:
    assert parse(" " * 2000 + "5") == Cell(REPORTED, 5)
    assert parse(" " * 2000 + "н/д") == Cell(ABSENT)
    assert parse_flag(" " * 2000 + "да") == Cell(REPORTED, 1)


@pytest.mark.parametrize(
    "content",
    [
        time(10, 5),
        datetime(2020, 3, 5, 10),
        timedelta(hours=30),
        float("nan"),
        float("inf"),
        float("-inf"),
        10**20,
        -(10**20),
        10**5000,
    ],
    ids=lambda one: type(one).__name__,
)
def test_any_content_a_spreadsheet_can_give_is_answered(content: Any) -> None:
    assert parse(content).status == UNREADABLE
    assert parse(content).doubt


@given(
    st.integers(0, 10**9 - 1),
    st.integers(0, 10**9 - 1),
    st.sampled_from(["\n", "\t", "  ", " + ", "; ", "-", "/", "\r\n", " \n "]),
)
def test_two_numbers_never_become_one(first: int, second: int, between: str) -> None:
    assert parse(f"{first}{between}{second}").status == UNREADABLE


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_fraction_is_never_rounded(number: float) -> None:
    cell = parse(number)
    assert (cell.status == REPORTED) == (0 <= number < 10**9 and number == int(number))


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


@given(st.text())
def test_no_text_becomes_a_no_by_chance(text: str) -> None:
    cell = parse_flag(text)
    assert (cell.count is None) == (cell.status != REPORTED)
    assert cell.count in (None, 0, 1)
