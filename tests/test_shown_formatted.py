"""A number as its author wrote it is read by the value that it shows."""

import pytest

from careerstats.shown.formatted import localised
from careerstats.wording import MINUS, NBSP


@pytest.mark.parametrize(
    ("text", "value", "printed"),
    [
        ("12,436", 12436, f"12{NBSP}436"),
        ("12,436", 12.4361, "12,436"),
        ("12.436", 12436, f"12{NBSP}436"),
        ("12.436", 12.436, "12,436"),
        ("0,20", 0.2039, "0,20"),
        ("0,391", 0.3914, "0,391"),
        ("20,391000", 20.391, "20,391000"),
        ("1,234.5", 1234.49, f"1{NBSP}234,5"),
        ("1.234,5", 1234.49, f"1{NBSP}234,5"),
        ("-1.5", -1.5, f"{MINUS}1,5"),
        ("25.0%", 0.25, f"25,0{NBSP}%"),
        ("25.0 %", 25.0, f"25,0{NBSP}%"),
        ("≈ 0.20", 0.2039, "≈ 0,20"),
        ("1.1", 3.0, "1.1"),
        ("1.1.2", 1.1, "1.1.2"),
        ("A1.5", 1.5, "A1.5"),
    ],
)
def test_the_value_says_what_a_sign_between_digits_is(text: str, value: float, printed: str) -> None:
    assert localised(text, [value]) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [("12.4 тыс.", "12,4 тыс."), ("12,436", "12,436"), ("12.436", "12,436"), ("1,234.5", f"1{NBSP}234,5")],
)
def test_a_scaled_number_is_read_where_it_can_be_read_in_one_way(text: str, printed: str) -> None:
    assert localised(text, [7e9], is_number=True) == printed
