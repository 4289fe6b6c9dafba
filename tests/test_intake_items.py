"""One column of the items of the self-diagnosis: shares, flags, nothing, and what is doubtful; nothing becomes 0."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerstats.catalogue.schemes import load_self_diagnosis
from careerstats.intake.items import FLAG, NO_POINTS, SHARE, Item, doubt_of, parse_item, read_item
from careerstats.model import ABSENT, NOT_APPLICABLE, REPORTED, UNREADABLE

# The items of «Творчество» and «Профориентация» of one municipality, as printed (40-64).
PRINTED = [
    *("100%", "100%", "100%", "отсутствие", "15%", "57,7", "отсутствие"),
    *("100%", "отсутствие", "отсутствие", "использование", "отсутствие", "отсутствие", "отсутствие", "наличие"),
    *("3%", "3%", "отсутствие", "отсутствие", "отсутствие", "отсутствие", "отсутствие", "отсутствие", "отсутствие"),
    "отсутствие",
]

CASES: list[tuple[Any, str, str, Any]] = [
    ("100%", REPORTED, SHARE, "100"),
    ("57,7 %", REPORTED, SHARE, "57.7"),
    ("57,7\u00a0%", REPORTED, SHARE, "57.7"),
    ("0%", REPORTED, SHARE, "0"),
    ("0,5%", REPORTED, SHARE, "0.5"),
    ("57,7", REPORTED, SHARE, "57.7"),
    (57.7, REPORTED, SHARE, "57.7"),
    ("наличие", REPORTED, FLAG, True),
    ("Использование", REPORTED, FLAG, True),
    ("Да.", REPORTED, FLAG, True),
    (True, REPORTED, FLAG, True),
    ("отсутствие", REPORTED, FLAG, False),
    (" не  используется ", REPORTED, FLAG, False),
    ("нет", REPORTED, FLAG, False),
    (False, REPORTED, FLAG, False),
    ("", ABSENT, "", None),
    (None, ABSENT, "", None),
    ("-", ABSENT, "", None),
    ("нет данных", ABSENT, "", None),
    ("Х", NOT_APPLICABLE, "", None),
    ("не применимо", NOT_APPLICABLE, "", None),
    ("0", UNREADABLE, "", None),
    ("1", UNREADABLE, "", None),
    (1.0, UNREADABLE, "", None),
    (0.577, UNREADABLE, "", None),
    ("120%", UNREADABLE, "", None),
    ("-3%", UNREADABLE, "", None),
    ("3 из 25", UNREADABLE, "", None),
    ("частично", UNREADABLE, "", None),
    ("100% наличие", UNREADABLE, "", None),
    ("######", UNREADABLE, "", None),
]


@pytest.mark.parametrize(("content", "status", "kind", "value"), CASES, ids=[repr(case[0]) for case in CASES])
def test_a_cell_says_what_it_says(content: Any, status: str, kind: str, value: Any) -> None:
    item = read_item(content)
    assert (item.status, item.kind) == (status, kind)
    assert item.share == (Decimal(value) if kind == SHARE else None)
    assert item.flag is (value if kind == FLAG else None)


def test_a_share_without_its_sign_is_read_and_doubted() -> None:
    assert read_item("57,7").doubt == "у значения «57,7» нет знака %, принято как доля в процентах"
    assert read_item("57,7%").doubt == ""


def test_a_one_may_be_one_per_cent_or_all_or_yes_and_is_not_guessed() -> None:
    assert "не видно" in read_item("1").doubt
    assert read_item("1%") == Item(REPORTED, SHARE, Decimal(1))


def test_the_printed_column_has_8_shares_2_yes_15_no_and_one_doubt() -> None:
    items = list(map(read_item, PRINTED))
    doubts = [doubt_of(item, "кейс.csv", f"C{row}") for row, item in enumerate(items, 2)]
    assert sum(item.kind == SHARE for item in items) == 8
    assert sum(item.flag is True for item in items) == 2
    assert sum(item.flag is False for item in items) == 15
    assert [(one.severity, one.code, one.cell) for one in filter(None, doubts)] == [
        ("remark", "item_without_sign", "C7")
    ]


def test_the_printed_column_is_as_long_as_the_list_of_items() -> None:
    directions = load_self_diagnosis()[0].by_id
    numbers = [*directions["S_creat"].items, *directions["S_prof"].items]
    assert numbers == list(range(40, 65))
    assert len(PRINTED) == len(numbers)


def test_an_unreadable_cell_is_named_with_its_place_and_what_to_write() -> None:
    assert doubt_of(read_item("100%"), "форма.xlsx", "D5") is None
    problem = doubt_of(read_item("частично"), "форма.xlsx", "D6", "10701000")
    assert problem is not None
    assert (problem.place, problem.territory) == ("форма.xlsx, ячейка D6", "10701000")
    assert problem.severity == "warning"
    assert problem.message == "значение «частично» не понято; значение не использовано"
    assert "«наличие» или «отсутствие»" in problem.what_to_do


def test_no_points_are_made_of_items() -> None:
    assert "не вычисляются" in NO_POINTS
    assert not {"points", "score", "value"} & set(Item.__dataclass_fields__)


@given(st.one_of(st.text(), st.none(), st.floats(), st.integers(), st.booleans()))
def test_any_content_is_read_and_a_number_comes_only_from_a_number(content: Any) -> None:
    item = read_item(content)
    assert item.status in (REPORTED, ABSENT, NOT_APPLICABLE, UNREADABLE)
    assert (item.status == UNREADABLE) <= bool(item.doubt)
    assert (item.share is None) == (item.kind != SHARE)
    assert (item.flag is None) == (item.kind != FLAG)
    if item.share is not None:
        assert 0 <= item.share <= 100
        assert any(mark.isdigit() for mark in str(content))


@given(st.decimals(min_value=0, max_value=100, places=2))
def test_a_share_with_its_sign_is_exactly_what_is_written(share: Decimal) -> None:
    assert read_item(f"{share}%".replace(".", ",")) == Item(REPORTED, SHARE, share)


@pytest.mark.parametrize(
    ("content", "count"),
    [("100%", 1), ("3%", 1), ("57,7 %", 1), ("наличие", 1), ("использование", 1), ("0%", 0), ("отсутствие", 0)],
)
def test_a_column_of_items_says_yes_or_no(content: str, count: int) -> None:
    cell = parse_item(content)
    assert (cell.status, cell.count, cell.doubt, cell.share) == (REPORTED, count, "", "")


@pytest.mark.parametrize(("content", "status"), [("", ABSENT), ("-", ABSENT), ("Х", NOT_APPLICABLE)])
def test_an_item_without_an_answer_is_no_no(content: str, status: str) -> None:
    assert (parse_item(content).status, parse_item(content).count) == (status, None)


@pytest.mark.parametrize("content", ["1", "0", "120%", "частично", "########"])
def test_an_item_that_says_nothing_usable_is_asked(content: str) -> None:
    cell = parse_item(content)
    assert (cell.status, cell.count) == (UNREADABLE, None)
    assert cell.doubt
    assert cell.advice == "укажите долю со знаком %, «наличие» или «отсутствие»"


def test_a_share_of_an_item_without_its_sign_is_used_and_told() -> None:
    assert (parse_item("57,7").count, parse_item("57,7").advice) == (1, "добавьте знак %")
