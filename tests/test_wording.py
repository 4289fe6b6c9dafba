"""Numbers as a note prints them: half-up from exact counts, comma, no-break space, plural forms."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerstats import wording

NBSP = "\u00a0"


def plain(text: str) -> str:
    """With ordinary spaces, for reading."""
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (Fraction("45.25"), 1, "45,3"),
        (Fraction("45.24"), 1, "45,2"),
        (Fraction(20100, 400), 1, "50,3"),
        (Fraction("-45.25"), 1, "−45,3"),
        (Fraction("-0.05"), 1, "−0,1"),
        (Fraction("-0.04"), 1, "0,0"),
        (Fraction("0.04"), 1, "0,0"),
        (0, 1, "0,0"),
        (Fraction("0.5"), 0, "1"),
        (Fraction("-0.5"), 0, "−1"),
        (Fraction("1234.56"), 1, "1 234,6"),
        (Fraction("999.95"), 1, "1 000,0"),
        (Fraction("28.448"), 2, "28,45"),
        (1234567, 0, "1 234 567"),
        (5, 2, "5,00"),
    ],
)
def test_a_number(value: wording.Exact, digits: int, text: str) -> None:
    assert plain(wording.decimal(value, digits)) == text


def test_thousands_are_held_together() -> None:
    assert wording.integer(1731) == f"1{NBSP}731"
    assert wording.integer(-1731) == f"−1{NBSP}731"


@given(st.fractions(-(10**6), 10**6, max_denominator=10**5), st.integers(0, 4))
def test_rounding_is_decimals_half_up(value: Fraction, digits: int) -> None:
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        expected = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text = wording.decimal(value, digits).replace(NBSP, "").replace("−", "-").replace(",", ".")
    assert Decimal(text) == expected
    assert not text.startswith("-") or expected != 0


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_one_decimal_of_a_share_is_the_rule_in_integers(k: int, n: int) -> None:
    assert wording.tenths(wording.exact_share(k, n)) == (2000 * k + n) // (2 * n)


@pytest.mark.parametrize(
    ("part", "whole", "digits", "text"),
    [
        (1731, 3723, 1, "46,5 %"),
        (201, 400, 1, "50,3 %"),
        (12925, 45433, 2, "28,45 %"),
        (0, 875, 1, "0,0 %"),
        (5, 5, 1, "100,0 %"),
    ],
)
def test_a_share_of_counts(part: int, whole: int, digits: int, text: str) -> None:
    assert plain(wording.percent(part, whole, digits)) == text


def test_no_share_of_nobody() -> None:
    assert wording.percent_of(3, 0) == wording.NO_DATA == "нет данных"


@pytest.mark.parametrize(
    ("value", "text"), [("21.39", "+21,4"), ("-3.15", "−3,2"), ("0.04", "0,0"), ("-0.04", "0,0"), ("0", "0,0")]
)
def test_a_difference_with_its_sign(value: str, text: str) -> None:
    assert wording.signed(Fraction(value)) == text


def test_points_have_no_sign() -> None:
    assert plain(wording.points(Fraction("-21.39"))) == "21,4 п. п."


@pytest.mark.parametrize(
    ("number", "form"),
    [(0, "лет"), (1, "год"), (2, "года"), (4, "года"), (5, "лет"), (11, "лет"), (12, "лет"), (14, "лет"), (21, "год"),
     (22, "года"), (25, "лет"), (100, "лет"), (101, "год"), (111, "лет"), (1000, "лет"), (1001, "год"), (-1, "год")],
)  # fmt: skip
def test_plural_forms(number: int, form: str) -> None:
    assert wording.plural(number, "год", "года", "лет") == form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (wording.pupils(1), "1 обучающийся"),
        (wording.pupils(1486), "1 486 обучающихся"),
        (wording.pupils(1731), "1 731 обучающийся"),
        (wording.pupils_genitive(1191), "1 191 обучающегося"),
        (wording.pupils_genitive(11), "11 обучающихся"),
        (wording.people(3723), "3 723 человека"),
        (wording.people(5), "5 человек"),
        (wording.others(28), "28 муниципальным образованиям"),
        (wording.others(21), "21 муниципальному образованию"),
        (wording.municipalities(29), "29 муниципальных образований"),
        (wording.municipalities(1), "1 муниципальное образование"),
        (wording.municipalities_in(12), "12 муниципальных образованиях"),
        (wording.municipalities_in(1), "1 муниципальном образовании"),
    ],
)
def test_counted_things(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(Fraction("6.5807"), Fraction("1.4649"), "в 4,5 раза"), (6, 2, "в 3 раза"), (24, 2, "в 12 раз"), (5, 5, "в 1 раз"),
     (42, 2, "в 21 раз"), (Fraction("2.04"), 1, "в 2 раза"), (Fraction("1.05"), 1, "в 1,1 раза"), (22, 1, "в 22 раза")],
)  # fmt: skip
def test_how_many_times(part: wording.Exact, whole: wording.Exact, text: str) -> None:
    assert plain(wording.times(part, whole)) == text


@pytest.mark.parametrize(
    ("k", "n", "rest_k", "rest_n", "missing"),
    [(99, 12436, 757, 32997, 187), (5, 10, 5, 10, 0), (0, 3, 1, 3, 1), (0, 3, 1, 2, 2), (9, 10, 1, 10, 0)],
)
def test_how_many_are_missing(k: int, n: int, rest_k: int, rest_n: int, missing: int) -> None:
    assert wording.missing_people(k, n, rest_k, rest_n) == missing


def test_dates_and_lists() -> None:
    assert wording.day("2021-04-20") == "20.04.2021"
    assert [wording.joined(words) for words in ([], ["А"], ["А", "Б"], ["А", "Б", "В"])] == [
        "",
        "А",
        "А и Б",
        "А, Б и В",
    ]
    assert wording.joined(["А", "Б"], "или") == "А или Б"
    assert wording.capital("г. Зея, ЗАТО") == "Г. Зея, ЗАТО"
    assert wording.capital("") == ""
    assert [wording.and_more(number, 5) for number in (5, 17)] == ["", " и ещё 12"]
    assert wording.out_of(531, 1037).replace("\u00a0", " ") == "531 из 1 037 (51,2 %)"
    assert wording.uncapitalised("Лист школы") == "лист школы"
    assert wording.uncapitalised("ПОО региона") == "ПОО региона"


def test_words_in_braces_are_filled() -> None:
    assert (
        wording.fill("опыт {of} – {of} и {to}", {"of": "города", "to": "{району}"}) == "опыт города – города и {району}"
    )


@pytest.mark.parametrize(("template", "name"), [("в {where}", "where"), ("{}", ""), ("открыта {", "{"), ("a} b", "}")])
def test_no_text_goes_out_with_a_hole(template: str, name: str) -> None:
    with pytest.raises(KeyError) as unknown:
        wording.fill(template, {"of": "города"})
    assert unknown.value.args == (name,)


def form_of(number: int) -> int:
    """0 after 1, 21, 101; 1 after 2-4; 2 after the rest: the rule of school grammar, told without Babel."""
    tens, units = number % 100, number % 10
    if 11 <= tens <= 14:
        return 2
    return 0 if units == 1 else 1 if 2 <= units <= 4 else 2


COUNTED = {
    "школе": (wording.counted, ("школе", "школах", "школах")),
    "замечание": (wording.counted, ("замечание", "замечания", "замечаний")),
    "обучающихся после «не хватает»": (wording.counted, wording.OF_PUPIL),
    "рекомендация": (wording.counted, ("рекомендация", "рекомендации", "рекомендаций")),
}
BY_NAME = {
    wording.pupils: ("обучающийся", "обучающихся", "обучающихся"),
    wording.pupils_genitive: ("обучающегося", "обучающихся", "обучающихся"),
    wording.people: ("человек", "человека", "человек"),
    wording.municipalities: ("муниципальное образование", "муниципальных образования", "муниципальных образований"),
    wording.municipalities_in: (
        "муниципальном образовании",
        "муниципальных образованиях",
        "муниципальных образованиях",
    ),
}


@pytest.mark.parametrize("name", COUNTED)
def test_every_number_up_to_a_thousand_has_its_form(name: str) -> None:
    counted, forms = COUNTED[name]
    for number in range(1001):
        assert counted(number, *forms).split(NBSP)[-1] == forms[form_of(number)]


@pytest.mark.parametrize("counted", BY_NAME, ids=lambda one: one.__name__)
def test_every_number_of_a_known_noun_has_its_form(counted: Callable[[int], str]) -> None:
    for number in range(1001):
        assert counted(number).endswith(f"{NBSP}{BY_NAME[counted][form_of(number)]}")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (date(2021, 4, 20), "20.04.2021"),
        ("2021-04-20", "20.04.2021"),
        ("2022", "2022"),
        ("ежегодно", "ежегодно"),
        ("", ""),
    ],
)
def test_the_date_of_a_source_may_be_a_year_alone(given: object, told: str) -> None:
    assert wording.dated(given) == told
