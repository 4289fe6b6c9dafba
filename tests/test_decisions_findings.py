"""R6: which verdicts become problems, which strengths, in what order, and that nobody is judged without a side."""

import random
import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, get_args

import msgspec.structs
import numpy as np
import pytest
from helpers.regions import amur, code_of, values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from scipy import stats

from careerstats import catalogue, printed_rules, wording
from careerstats.catalogue import Catalogue
from careerstats.contracts.rules import Ground, Rules
from careerstats.contracts.settings import Step
from careerstats.contracts.values import Direction, Facts, Value
from careerstats.decisions import Decisions
from careerstats.decisions.findings import merged, of_rules, sides
from careerstats.decisions.findings.case import (
    ATTENTION,
    DECISION,
    KIND_ORDER,
    NO_DATA,
    RESERVE,
    STRENGTH,
    Case,
    Evidence,
    Finding,
    School,
    Stage,
)
from careerstats.decisions.findings.schools import chance_of_none
from careerstats.decisions.keys import Key
from careerstats.model import FINDING_COLUMNS
from careerstats.pipeline.assembling import findings_table, judged_rows

SHIPPED = catalogue.load()


def find(case: Case) -> list[Finding]:
    return merged(of_rules(case))


ID = "bvb_registered"
# From 8 to 32 %, 20 % together; the twelfth is changed by the tests.
OTHERS = [(10 * share, 1000) for share in (8, 10, 12, 15, 18, 20, 22, 25, 28, 30, 32)]


def with_polarity(polarity: str) -> Catalogue:
    one = msgspec.structs.replace(SHIPPED.indicators[ID], polarity=polarity)
    return replace(SHIPPED, indicators=SHIPPED.indicators | {ID: one})


def case(*rows: Value, cat: Catalogue = SHIPPED, reserves: tuple[str, ...] = (), unknown: tuple[str, ...] = ()) -> Case:
    return Case(
        rows=list(rows),
        catalogue=cat,
        reserves=list(reserves),
        unknown=list(unknown),
        name="г. Озёрск",
        noun_genitive="города",
    )


def last(k: int | None, n: int | None = 1000, **more: Any) -> Value:
    """The judged row of one municipality among eleven others."""
    return judged_rows(values([*OTHERS, (k, n)], **more))[code_of(12)][ID]


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
        assert getattr(row, stands_out_or_far[kind])


def test_below_and_not_far_is_nobodys_problem() -> None:
    row = last(150)
    assert (row.verdict, row.large_gap, row.stands_out) == ("below", False, False)
    assert find(case(row)) == []


def test_a_decision_stands_out_and_attention_does_not() -> None:
    assert last(10).stands_out
    assert not last(120).stands_out


# ---- size


def test_the_size_of_a_problem_is_how_many_are_missing() -> None:
    row = last(120)
    (found,) = find(case(row))
    assert found.size == row.missing == -(-1000 * row.rest_numerator // row.rest_denominator) - 120


def test_where_low_is_good_it_is_how_many_are_too_many() -> None:
    row = last(290, cat=with_polarity("low"))
    (found,) = find(case(row, cat=with_polarity("low")))
    assert found.size == 290 - 1000 * row.rest_numerator // row.rest_denominator


def test_findings_are_ordered_by_their_headlines_and_then_by_kind_and_size() -> None:
    for decisions in amur().results.decisions.values():
        places = {one.indicator: one.number for one in decisions.headlines if one.is_problem}
        problems = [one for one in decisions.findings if one.kind != STRENGTH]
        order = [(places.get(one.indicator, 99), KIND_ORDER[one.kind], -one.size) for one in problems]
        assert order == sorted(order)
        assert problems == decisions.findings[: len(problems)], "strengths come last"


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
    bare = msgspec.structs.replace(SHIPPED.indicators[ID], words={})
    cat = replace(SHIPPED, indicators=SHIPPED.indicators | {ID: bare})
    text = find(case(last(0, cat=cat), cat=cat))[0].text
    assert "«Зарегистрированы на платформе»" in text
    assert "указавших г. Озёрск, нет (0 из 1\u00a0000)" in text


# ---- reserves and what is unknown


def test_what_remains_is_stated_for_everybody() -> None:
    (found,) = find(case(last(200), reserves=(ID,)))
    assert (found.kind, found.size, found.key) == (RESERVE, 800, Key("reserve", ID))
    text = found.text.replace("\u00a0", " ")
    assert text.startswith("80,0 % обучающихся 6–11 классов (800 из 1 000) не зарегистрированы на платформе")
    assert "ниже" not in text


@pytest.mark.parametrize(("k", "n"), [(1000, 1000), (None, 1000), (5, None), (0, 0), (1001, 1000)])
def test_where_nothing_remains_or_is_known_there_is_no_reserve(k: int | None, n: int | None) -> None:
    assert RESERVE not in kinds(find(case(last(k, n), reserves=(ID,))))


@pytest.mark.parametrize("code", sorted(set(amur().results.decisions)))
def test_every_municipality_hears_of_its_reserves(code: str) -> None:
    decisions = amur().results.decisions[code]
    for id in amur().results.dataset.settings.reserves:
        row = amur().results.rows[code][id]
        left = wording.integer(row.denominator - row.numerator or row.denominator)
        nobody = f"(0 из {wording.integer(row['denominator'])})"
        told = [one.text for one in decisions.findings if one.indicator == id]
        assert any((nobody if row.numerator == 0 else f"({left} из ") in text for text in told)


def test_what_nobody_collected_is_said_once() -> None:
    (found,) = find(case(last(200), unknown=("о тесте", "о записи")))
    assert (found.kind, found.key) == (NO_DATA, Key("no_data", "stages"))
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
    rows = [row for row in rows if row.indicator in amur().results.dataset.settings.indicators]
    mixed = random.Random(1).sample(rows, len(rows))
    reserves = tuple(amur().results.dataset.settings.reserves)
    one, other = find(case(*rows, reserves=reserves)), find(case(*mixed, reserves=reserves))
    assert {found.text for found in one} == {found.text for found in other}


def test_a_finding_as_a_row_has_the_columns_other_programs_rely_on() -> None:
    (found,) = find(case(last(120)))
    assert tuple(findings_table({"": Decisions([found], [], ())}).columns) == FINDING_COLUMNS


# ---- against the period before (R8)


def changed(row: Value, change: Direction, facts: Facts) -> Value:
    before = {"previous": "2019", "previous_numerator": 100, "previous_denominator": 1000}
    return structs.replace(row, **before, change=change, facts=facts)


FELL, GREW = Facts(levels=(240, 200), moved=-40), Facts(levels=(160, 200), moved=40)


def test_worse_and_worsening_comes_first_on_the_page() -> None:
    weak = changed(last(120), "down", FELL)
    large = structs.replace(last(10), indicator="bvb_attended")
    found = find(case(large, weak))
    assert [(one.rule, one.kind, one.urgent) for one in found] == [
        ("worsening", DECISION, True),
        ("bad_side", DECISION, False),
    ]
    assert found[0].size < found[1].size
    assert "по сравнению с 2019 годом показатель снизился на 4,0 п. п." in found[0].text.replace("\u00a0", " ")


def test_a_fall_alone_asks_for_attention_and_a_rise_is_a_result() -> None:
    (fell,) = find(case(changed(last(200), "down", FELL)))
    assert (fell.rule, fell.kind, fell.key) == ("worsened", ATTENTION, Key("attention", ID))
    (grew,) = find(case(changed(last(200), "up", GREW)))
    assert (grew.rule, grew.kind) == ("improved", STRENGTH)


@pytest.mark.parametrize(("polarity", "rule"), [("low", "improved"), ("high", "worsened"), ("none", None)])
def test_a_fall_is_good_or_bad_by_polarity(polarity: str, rule: str | None) -> None:
    cat = with_polarity(polarity)
    found = find(case(changed(last(200), "down", FELL), cat=cat))
    assert [one.rule for one in found] == ([rule] if rule else [])


@pytest.mark.parametrize("change", ["same", "not_comparable", ""])
def test_nothing_grew_or_fell_where_rule_8_does_not_say_so(change: Direction) -> None:
    row = changed(last(10), change, Facts(levels=(20, 10), moved=-10))
    texts = " ".join(one.text for one in find(case(row, reserves=(ID,))))
    assert not re.search(r"вырос|снизил|рост на|снижение на", texts)


# ---- against a target


def aimed(row: Value, target: Any, cat: Catalogue = SHIPPED) -> list[Finding]:
    return find(replace(case(row, cat=cat), evidence=Evidence(targets={ID: target})))


def test_short_of_its_target_is_told_with_how_many_are_missing() -> None:
    (found,) = aimed(last(200), Fraction("20.1"))
    assert (found.rule, found.kind, found.size) == ("below_target", ATTENTION, 1)
    assert found.text.endswith("целевое значение 20,1\u00a0% не достигнуто: не хватает 1\u00a0обучающегося.")


def test_a_target_reached_is_no_finding() -> None:
    assert aimed(last(200), 20) == []


def test_below_the_others_and_short_of_the_target_is_to_be_decided_and_told_once() -> None:
    assert kinds(find(case(last(120)))) == [ATTENTION]
    (found,) = aimed(last(120), 15)
    assert (found.kind, found.rule) == (DECISION, "bad_side")
    assert found.text.count("12,0\u00a0%") == 1
    assert "Целевое значение 15\u00a0% не достигнуто: не хватает 30\u00a0обучающихся." in found.text
    assert {Key("decision", ID), Key("below_target", ID)} <= set(found.keys)


# ---- schools


def of_schools(*schools: tuple[str, int, int], row: Value | None = None, **more: Any) -> list[Finding]:
    listed = [School(name, k, n) for name, k, n in schools]
    id = row.indicator if row else ID
    return find(replace(case(row or last(200)), evidence=Evidence(schools={id: listed}, **more)))


def test_schools_with_nobody_are_named_the_largest_first_and_five_at_most() -> None:
    schools = [(f"СОШ № {number}", 0, 100 + number) for number in range(1, 8)]
    (found,) = of_schools(*schools, ("СОШ № 9", 200, 250))
    text = found.text.replace("\u00a0", " ")
    assert text.startswith("В 7 школах из 8 (728 обучающихся) нет зарегистрированных")
    assert text.endswith("СОШ № 7 (107), СОШ № 6 (106), СОШ № 5 (105), СОШ № 4 (104), СОШ № 3 (103) и ещё 2.")
    assert (found.rule, found.kind, found.size) == ("at_zero", ATTENTION, 728)
    assert found.named == ("СОШ № 7", "СОШ № 6", "СОШ № 5", "СОШ № 4", "СОШ № 3")


def test_a_small_part_of_the_pupils_at_zero_is_a_reserve_and_one_school_is_told_in_the_singular() -> None:
    (found,) = of_schools(("СОШ № 1", 0, 61), ("СОШ № 2", 200, 939))
    assert found.kind == RESERVE
    assert "В 1 школе из 2 нет зарегистрированных" in found.text.replace("\u00a0", " ")
    assert "СОШ № 1 (61\u00a0обучающийся)." in found.text


@pytest.mark.parametrize("n", [1, 9, 15])
def test_a_zero_that_chance_may_give_is_no_finding(n: int) -> None:
    assert of_schools(("СОШ № 1", 0, n), ("СОШ № 2", 200, 985)) == []


def test_schools_wider_apart_than_elsewhere_are_told_with_both_ends() -> None:
    schools = [("СОШ № 1", 5, 100), ("СОШ № 2", 95, 100), ("СОШ № 3", 50, 100), ("СОШ № 4", 0, 3)]
    (found,) = of_schools(*schools, spread={ID: 2.04})
    text = found.text.replace("\u00a0", " ")
    assert "от 5,0 % (СОШ № 1) до 95,0 % (СОШ № 2)" in text
    assert "разброс в 2 раза шире, чем внутри остальных" in text
    assert found.named == ("СОШ № 1",), "the other end lacks nothing"


OVZ = {"indicator": "ovz_guided", "verdict": "same", "period": "2024/25"}


def test_where_nobody_of_a_protected_category_is_reached_small_numbers_are_not_printed() -> None:
    (small,) = find(case(structs.replace(last(0, 1000), **OVZ, denominator=7)))
    assert (small.rule, small.size, small.evidence) == ("no_profile", 0, "")
    assert not re.search(r"\d", small.text.replace("6–11", ""))
    (large,) = find(case(structs.replace(last(0, 1000), **OVZ, denominator=12)))
    assert "(0 из 12)" in large.text


def test_schools_of_a_protected_category_are_counted_and_never_named() -> None:
    row = structs.replace(last(200), **OVZ, numerator=30, denominator=60)
    (found,) = of_schools(("СОШ № 1", 0, 12), ("СОШ № 2", 0, 8), ("СОШ № 3", 30, 40), row=row)
    assert found.text == (
        "Нет охваченных обучающихся с ОВЗ в 2\u00a0школах из 3, где есть обучающиеся этой категории (там их 20)."
    )
    assert of_schools(("СОШ № 1", 0, 4), ("СОШ № 3", 30, 56), row=row) == []


# ---- stages and the state of the data


def test_the_stage_where_most_stop_is_told_without_a_reason() -> None:
    signed = Step(variable="", genitive="записавшихся", lost="не записались", before="до записи")
    came = Step(variable="", genitive="посетивших", lost="не посетили", before="между записью и посещением")
    stages = [Stage(1000, Step(variable="", genitive="зарегистрированных")), Stage(150, signed), Stage(120, came)]
    (found,) = find(replace(case(last(200)), evidence=Evidence(stages=stages)))
    assert found.text.replace("\u00a0", " ").startswith(
        "Наибольшее сокращение числа участников – до записи: не записались 850 человек (85,0 % зарегистрированных)"
    )
    assert "установить нельзя" in found.text
    assert found.key == Key("reserve", "stages")


@pytest.mark.parametrize("counts", [(), (10, 5), (10, 5, 6), (10, 10, 10)])
def test_stages_that_are_few_not_nested_or_lose_nobody_tell_nothing(counts: tuple[int, ...]) -> None:
    step = Step(variable="", genitive="участников", lost="не дошли", before="до этапа")
    stages = [Stage(count, step) for count in counts]
    assert find(replace(case(last(200)), evidence=Evidence(stages=stages))) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "Сведений не представила 1 школа из 30: СОШ № 01."), (3, "Сведений не представили 3 школы из 30"),
     (21, "Сведений не представила 21 школа из 30"), (7, "СОШ № 05 и ещё 2.")],
)  # fmt: skip
def test_schools_that_did_not_report_are_counted_and_five_are_named(number: int, words: str) -> None:
    silent = [f"СОШ № {place:02d}" for place in range(1, number + 1)]
    (found,) = find(replace(case(last(200)), evidence=Evidence(silent=silent, expected=30)))
    assert words in found.text.replace("\u00a0", " ")
    assert found.key == Key("no_data", "reports")


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1 замечание"), (2, "2 замечания"), (5, "5 замечаний"), (21, "21 замечание")]
)
def test_figures_that_cannot_be_used_are_counted(number: int, words: str) -> None:
    (found,) = find(replace(case(last(200)), evidence=Evidence(unusable=number)))
    assert f"к исходным сведениям есть {words} (раздел" in found.text.replace("\u00a0", " ")


def test_a_municipality_without_problems_hears_of_none() -> None:
    assert find(case(last(200))) == []


# ---- whatever the numbers are


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    k=st.integers(0, 1000), target=st.integers(0, 100), change=st.sampled_from(["up", "down", "same", ""]),
    zeros=st.lists(st.integers(1, 400), max_size=8), silent=st.integers(0, 40), unusable=st.integers(0, 40),
)  # fmt: skip
def test_no_text_has_a_hole_or_a_word_that_is_not_supported(
    *, k: int, target: int, change: Direction, zeros: list[int], silent: int, unusable: int
) -> None:
    schools = [School(f"СОШ № {place}", 0, n) for place, n in enumerate(zeros, 1)]
    evidence = Evidence(
        schools={ID: schools}, targets={ID: target}, unusable=unusable,
        silent=[f"СОШ № {place}" for place in range(silent)], expected=50,
    )  # fmt: skip
    row = changed(judged(k), change, FELL if change == "down" else GREW)
    found = find(replace(case(row, reserves=(ID,)), evidence=evidence))
    text = " ".join(one.text for one in found)
    assert not re.search(r"None|nan\b|[{}]|\.\.|  |\bTrue\b| ,|;\.", text)
    assert not re.search(r"из-за|потому что|вследствие|значим|лидер|аутсайдер|работа не вел", text, re.IGNORECASE)
    assert bool(re.search(r"вырос|снизил", text)) == (change in ("up", "down"))
    problems = [one for one in found if one.kind not in (STRENGTH, NO_DATA)]
    assert len({one.indicator for one in problems}) == len(problems), "an indicator is one problem"
    assert all(one.evidence or one.size == 0 for one in problems)


@cache
def judged(k: int) -> Value:
    return last(k)


@pytest.mark.parametrize(("level", "size", "alike"), [(0.3, 25, 0.1), (0.5, 98, 0.15), (0.05, 12, 0.0), (0.2, 30, 0.5)])
def test_a_zero_is_as_likely_as_pupils_of_one_school_are_alike(level: float, size: int, alike: float) -> None:
    both = (1 - alike) / alike if alike else np.inf
    law = stats.betabinom(size, level * both, (1 - level) * both) if alike else stats.binom(size, level)
    assert chance_of_none(level, size, alike) == pytest.approx(float(law.pmf(0)), rel=1e-9)


# ---- one source for the rule and its words


def on_ground(ground: Ground) -> Value:
    """A firm verdict on the bad side of which this alone holds."""
    row = structs.replace(last(150), tentative=False)
    if ground == "worsening":
        return structs.replace(row, change="down")
    if ground == "lasting":
        return structs.replace(row, previous_verdict="below")
    return structs.replace(row, **{ground: True}) if ground in ("stands_out", "large_gap") else row


def beside(ground: Ground) -> Evidence:
    """What has to be known for it."""
    return Evidence(
        targets={ID: 40} if ground == "short" else {},
        stages=[Stage(150, Step(variable="", genitive="посетивших"), ID)] if ground == "stage" else [],
    )


@pytest.mark.parametrize("ground", get_args(Ground))
def test_a_ground_makes_a_problem_of_the_kind_that_is_printed(ground: Ground) -> None:
    for kind, other in ((DECISION, ATTENTION), (ATTENTION, DECISION)):
        rules = Rules(**{kind: (ground,), other: ()})  # type: ignore[arg-type]
        words = printed_rules._KINDS[kind], printed_rules._GROUNDS[ground]
        assert find(replace(case(on_ground(ground)), evidence=beside(ground), rules=rules))[0].kind == kind
        assert printed_rules.problems(rules).startswith(f"{words[0]} – неблагоприятное отклонение, которое {words[1]}.")


@pytest.mark.parametrize("ground", get_args(Ground))
def test_a_tentative_verdict_asks_for_a_decision_only_with_what_is_sure_beside_it(ground: Ground) -> None:
    row = structs.replace(on_ground(ground), tentative=True)
    found = find(replace(case(row), evidence=beside(ground)))[0]
    assert found.kind == (DECISION if ground in ("worsening", "short") else ATTENTION)
    assert "нетвёрдо" in found.confidence
    assert ("нетвёрдо" in find(case(structs.replace(row, design_effect=3.0, large_gap=True)))[0].text) is True


def test_every_rule_that_asks_for_attention_is_printed() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(sides.__file__).parent.glob("*.py")]
    told = {rule for source in sources for rule in re.findall(r'finding\(row, "(\w+)", (?:ATTENTION|kind)\b', source)}
    assert told == set(printed_rules.WATCHED)
