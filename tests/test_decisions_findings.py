"""R6: which verdicts become problems, which strengths, in what order, and that nobody is judged without a side."""

import random
from dataclasses import replace
from typing import Any

import pytest
from helpers.regions import amur, values

from careerstats import catalogue, wording
from careerstats.catalogue import Catalogue
from careerstats.decisions.findings import (
    ATTENTION,
    DECISION,
    KIND_ORDER,
    NO_DATA,
    RESERVE,
    STRENGTH,
    Case,
    Finding,
    find,
)
from careerstats.model import FINDING_COLUMNS

SHIPPED = catalogue.load()
ID = "bvb_registered"
# From 8 to 32 %, 20 % together; the twelfth is changed by the tests.
OTHERS = [(10 * share, 1000) for share in (8, 10, 12, 15, 18, 20, 22, 25, 28, 30, 32)]


def with_polarity(polarity: str) -> Catalogue:
    one = replace(SHIPPED.indicators[ID], polarity=polarity)
    return replace(SHIPPED, indicators=SHIPPED.indicators | {ID: one})


def case(
    *rows: dict[str, Any], cat: Catalogue = SHIPPED, reserves: tuple[str, ...] = (), unknown: tuple[str, ...] = ()
) -> Case:
    return Case(
        rows=list(rows),
        catalogue=cat,
        reserves=list(reserves),
        unknown=list(unknown),
        name="г. Озёрск",
        noun_genitive="города",
    )


def last(k: int | None, n: int | None = 1000, **more: Any) -> dict[str, Any]:
    """The judged row of one municipality among eleven others."""
    return dict(values([*OTHERS, (k, n)], **more).iloc[11])


def kinds(found: list[Finding]) -> list[str]:
    return [one.kind for one in found]


# ---- sides


@pytest.mark.parametrize(
    ("k", "polarity", "kind"),
    [
        (600, "high", STRENGTH),
        (10, "high", DECISION),
        (600, "low", DECISION),
        (10, "low", STRENGTH),
        (600, "none", None),
        (10, "none", None),
        (290, "high", STRENGTH),  # far away, within the spread of the others
        (120, "high", ATTENTION),
        (290, "low", ATTENTION),
        (200, "high", None),
    ],
)
def test_a_verdict_becomes_what_its_side_says(k: int, polarity: str, kind: str | None) -> None:
    cat = with_polarity(polarity)
    row = last(k, cat=cat)
    stands_out_or_far = {DECISION: "stands_out", ATTENTION: "large_gap", STRENGTH: "large_gap"}
    assert kinds(find(case(row, cat=cat))) == ([kind] if kind else [])
    if kind:
        assert row[stands_out_or_far[kind]]


def test_below_and_not_far_is_nobodys_problem() -> None:
    row = last(150)
    assert (row["verdict"], row["large_gap"], row["stands_out"]) == ("below", False, False)
    assert find(case(row)) == []


def test_a_decision_stands_out_and_attention_does_not() -> None:
    assert last(10)["stands_out"]
    assert not last(120)["stands_out"]


# ---- size


def test_the_size_of_a_problem_is_how_many_are_missing() -> None:
    row = last(120)
    (found,) = find(case(row))
    assert found.size == row["missing"] == -(-1000 * row["rest_numerator"] // row["rest_denominator"]) - 120


def test_where_low_is_good_it_is_how_many_are_too_many() -> None:
    row = last(290, cat=with_polarity("low"))
    (found,) = find(case(row, cat=with_polarity("low")))
    assert found.size == 290 - 1000 * row["rest_numerator"] // row["rest_denominator"]


def test_findings_are_ordered_by_kind_and_then_by_size() -> None:
    for decisions in amur().results.decisions.values():
        order = [(KIND_ORDER[one.kind], -one.size) for one in decisions.findings]
        assert order == sorted(order)


# ---- sentences


def test_a_comparison_names_its_figures() -> None:
    (found,) = find(case(last(10)))
    text = found.text.replace("\u00a0", " ")
    assert text.startswith("Доля зарегистрированных – 1,0 % (10 из 1 000) – ниже, чем по остальным муниципальным")
    assert "в целом (20,0 %), на 19,0 п. п.; до их уровня не хватает 190 обучающихся" in text
    assert "выделяется и на фоне разброса самих муниципальных образований" in text
    assert text.endswith(".")


def test_nought_is_said_of_those_who_named_the_place() -> None:
    found = find(case(last(0, unassigned=40)))[0]
    assert found.text.startswith("Зарегистрированных на платформе, указавших г. Озёрск, нет (0 из 1\u00a0000)")
    assert "работа не велась" not in found.text


def test_an_own_indicator_needs_no_words_for_nought() -> None:
    bare = replace(SHIPPED.indicators[ID], words={})
    cat = replace(SHIPPED, indicators=SHIPPED.indicators | {ID: bare})
    text = find(case(last(0, cat=cat), cat=cat))[0].text
    assert "«Зарегистрированы на платформе»" in text
    assert "указавших г. Озёрск, нет (0 из 1\u00a0000)" in text


# ---- reserves and what is unknown


def test_what_remains_is_stated_for_everybody() -> None:
    (found,) = find(case(last(200), reserves=(ID,)))
    assert (found.kind, found.size, found.key) == (RESERVE, 800, f"reserve:{ID}")
    text = found.text.replace("\u00a0", " ")
    assert text.startswith("80,0 % обучающихся 6–11 классов (800 из 1 000) не зарегистрированы на платформе")
    assert "ниже" not in text


@pytest.mark.parametrize(("k", "n"), [(1000, 1000), (None, 1000), (5, None), (0, 0), (1001, 1000)])
def test_where_nothing_remains_or_is_known_there_is_no_reserve(k: int | None, n: int | None) -> None:
    assert RESERVE not in kinds(find(case(last(k, n), reserves=(ID,))))


@pytest.mark.parametrize("code", sorted(set(amur().results.decisions)))
def test_every_municipality_hears_of_its_reserves(code: str) -> None:
    decisions = amur().results.decisions[code]
    for id in amur().results.dataset.settings["reserves"]:
        row = amur().results.rows[code][id]
        left = wording.integer(row["denominator"] - row["numerator"] or row["denominator"])
        nobody = f"(0 из {wording.integer(row['denominator'])})"
        told = [one.text for one in decisions.findings if one.indicator == id]
        assert any((nobody if row["numerator"] == 0 else f"({left} из ") in text for text in told)


def test_what_nobody_collected_is_said_once() -> None:
    (found,) = find(case(last(200), unknown=("о тесте", "о записи")))
    assert (found.kind, found.key) == (NO_DATA, "no_data:stages")
    assert found.text == "Нет сведений о тесте и о записи; определить школы, которым необходима помощь, нельзя."


# ---- the real region


def test_the_real_region_has_one_place_to_boast_and_one_to_practise() -> None:
    found = {
        (one.code, one.indicator)
        for decisions in amur().results.decisions.values()
        for one in decisions.findings
        if "выделяется" in one.text
    }
    assert found == {("10712000", "bvb_registered"), ("10630000", "bvb_attended_of_registered")}


def test_problems_are_numbered_through() -> None:
    for decisions in amur().results.decisions.values():
        problems = [one for one in decisions.findings if one.kind != STRENGTH]
        assert [decisions.numbers[one.key] for one in problems] == [f"П-{i}" for i in range(1, len(problems) + 1)]


def test_no_finding_names_a_cause_or_a_person_at_fault() -> None:
    texts = " ".join(one.text.lower() for own in amur().results.decisions.values() for one in own.findings)
    words = (
        "не отличается|значим|статистич|погрешност|лидер|аутсайдер|конверси|недостаточная активность|из-за|потому что"
    )
    for word in [*words.split("|"), "вырос", "снизил", "d_pt", "необходимо "]:
        assert word not in texts, word


def test_the_order_of_rows_changes_no_text() -> None:
    code = "10710000"
    rows = list(amur().results.rows[code].values())
    rows = [row for row in rows if row["indicator"] in amur().results.dataset.settings["indicators"]]
    mixed = random.Random(1).sample(rows, len(rows))
    reserves = tuple(amur().results.dataset.settings["reserves"])
    one, other = find(case(*rows, reserves=reserves)), find(case(*mixed, reserves=reserves))
    assert {found.text for found in one} == {found.text for found in other}


def test_a_finding_as_a_row_has_the_columns_other_programs_rely_on() -> None:
    (found,) = find(case(last(120)))
    assert set(FINDING_COLUMNS) == set(found.as_row())
