"""Targets by rules T1 to T9: the examples of their own file, any numbers at all, and those of the real datasets."""

from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
import yaml
from helpers.regions import ROOT
from hypothesis import given
from hypothesis import strategies as st

from careerstats.bundles.plan import targets
from careerstats.contracts.decisions import Target
from careerstats.contracts.measures import Counts
from careerstats.decisions.targets import KEEP, REACH, ROUND_PARTS, Aim, regional_target, shared, target
from careerstats.pipeline.monitoring import analyse

RULES: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "src/careerstats/decisions/targets.yaml").read_text(encoding="utf-8")
)["rules"]
EXAMPLES = [(rule["id"], example) for rule in RULES for example in rule["examples"]]


def counts(text: str | None) -> Counts | None:
    return None if text is None else (int(text.split(" из ")[0]), int(text.split(" из ")[1]))


def part(percent: float | None) -> Fraction | None:
    return None if percent is None else Fraction(str(percent)) / 100


def aim(known: dict[str, Any]) -> Aim:
    own = counts(known["own"])
    assert own is not None
    flags = {key: bool(known.get(key)) for key in ("fell", "better", "everyone", "narrowest", "near")}
    return Aim(
        period="2024/25",
        own=own,
        before=counts(known.get("before")),
        others=counts(known.get("others")),
        set_=part(known.get("set")),
        planned=part(known.get("planned")),
        gains=tuple(Fraction(str(gain)) / 100 for gain in known.get("gains", [])),
        best=counts(known.get("best")),
        then=known.get("then", 0),
        **flags,
    )


def proposed(known: dict[str, Any]) -> Target | None:
    own = target(aim(known))
    if own is None or "shared" not in known:
        return own
    other, count = known["shared"]["indicator"], known["shared"]["count"]
    now = aim(known).own[0]
    goal = Target(REACH, count, 5 * count, count - now, rule="T6", by="2025/26")
    return shared({"here": own, other: goal}, {"here": "K", other: "K"})["here"]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{rule}" for rule, _ in EXAMPLES])
def test_an_example_of_a_rule_comes_out_as_it_is_written(rule: str, example: dict[str, Any]) -> None:
    found = proposed(example["given"])
    assert found is not None
    assert found.rule == rule
    wanted = dict(example["expected"])
    if "path" in wanted:
        assert [step.count for step in found.path] == wanted.pop("path")
    assert {key: getattr(found, key) for key in wanted} == wanted


def test_every_rule_has_its_text_and_examples() -> None:
    assert [rule["id"] for rule in RULES] == [f"T{number}" for number in range(1, 10)]
    assert all(rule["text"].endswith(".") and rule["examples"] for rule in RULES)


shares = st.one_of(st.none(), st.fractions(0, 1))
pairs = st.integers(1, 3000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@given(
    own=pairs, before=st.one_of(st.none(), pairs), others=st.one_of(st.none(), pairs), best=st.one_of(st.none(), pairs),
    set_=shares, planned=shares, gains=st.lists(st.fractions(-1, 1), max_size=8),
    flags=st.tuples(*[st.booleans()] * 5), polarity=st.sampled_from(["high", "low"]),
)  # fmt: skip
def test_no_target_is_worse_than_the_own_last_value_nor_above_all(
    *, own: Counts, before: Counts | None, others: Counts | None, best: Counts | None, set_: Fraction | None,
    planned: Fraction | None, gains: list[Fraction], flags: tuple[bool, ...], polarity: str,
) -> None:  # fmt: skip
    fell, better, everyone, narrowest, near = flags
    found = target(
        Aim(period="2024/25", own=own, before=before, others=others, best=best, set_=set_, planned=planned,
            gains=tuple(gains), fell=fell, better=better, everyone=everyone, narrowest=narrowest, near=near,
            polarity=polarity)
    )  # fmt: skip
    assert found is not None
    sign = 1 if polarity == "high" else -1
    assert 0 <= found.count <= found.total == own[1]
    assert sign * (found.count - own[0]) == found.people >= 0
    assert (found.kind == REACH) == (found.people > 0)
    numbers = [own[0], *(step.count for step in found.path)]
    if before and sign * (Fraction(*before) - Fraction(*own)) > 0 and own[1] >= 20:
        assert sign * (Fraction(found.count, found.total) - Fraction(*before)) >= 0, "T2: not below the year before"
    assert all(sign * (later - earlier) > 0 for earlier, later in pairwise(numbers))
    assert len({step.period for step in found.path}) == len(found.path)
    assert not found.path or found.by in {step.period for step in found.path} or found.rule == "T5"
    assert found.guide == (found.rule == "T7")
    if found.kind == KEEP:
        assert (found.count, found.path) == (own[0], ())


@pytest.mark.parametrize(("own", "polarity"), [((0, 0), "high"), ((5, 3), "high"), ((3, 5), "none")])
def test_nothing_is_proposed_where_nothing_can_be(own: Counts, polarity: str) -> None:
    assert target(Aim(period="2020", own=own, polarity=polarity)) is None


def test_where_low_is_good_fewer_are_proposed() -> None:
    found = target(Aim(period="2020", own=(40, 100), others=(300, 1000), polarity="low"))
    assert found is not None
    assert (found.kind, found.rule, found.count, found.people, found.by) == (REACH, "T7", 30, 10, "2021")


def test_the_region_comes_to_the_sum_of_what_the_next_year_brings() -> None:
    walked = target(
        aim({"own": "51 из 453", "before": "60 из 440", "others": "6866 из 12138", "gains": [1, 3, 10, 12]})
    )
    assert walked is not None
    found = regional_target((60, 2000), [walked, Target(KEEP, 5, 9), Target(REACH, 8, 9, 3)])
    assert found is not None
    assert (found.kind, found.people) == (REACH, walked.path[0].count - 51 + 3)
    low = regional_target((60, 200), [Target(REACH, 30, 97, 10)], "low")
    assert low is not None
    assert low.count == 50
    assert regional_target((60, 200), []) is None


# ---- the real datasets


@cache
def of(dataset: str) -> dict[str, dict[str, Target]]:
    found = analyse(ROOT, dataset).results
    names = {one.code: one.name for one in found.intake.territories}
    return {names.get(code, code): own for code, own in targets(found).items()}


def test_belogorsk_keeps_and_moves_on_to_every_fifth_registered() -> None:
    own = of("amur-2020")["г. Белогорск"]
    registered, attended, of_registered = (
        own[id] for id in ("bvb_registered", "bvb_attended", "bvb_attended_of_registered")
    )
    assert (registered.kind, registered.count, registered.rule) == (KEEP, 1731, "T6")
    assert (of_registered.rule, of_registered.count, of_registered.people) == ("T6", 347, 102)
    assert Fraction(1, 5) in ROUND_PARTS
    assert (attended.rule, attended.count, attended.total, attended.people) == ("T8", 347, 3723, 102)
    assert not [id for id in own if "parents" in id], "a line beside the stages has no goal where nothing is decided"


def test_a_first_year_has_a_guide_for_every_laggard() -> None:
    own = of("amur-2020")["г. Благовещенск"]["bvb_attended"]
    assert (own.rule, own.guide, own.count, own.of) == ("T7", True, 286, "others")


def test_lukomorsky_returns_to_its_last_level_and_then_to_its_plan() -> None:
    course = of("demo")["Лукоморский муниципальный округ"]["rmg"]
    assert (course.rule, course.people, course.count) == ("T2", 243, 315)
    assert [step.count for step in course.path[:2]] == [315, 421], "44,8 %, then the 60 % of last year's plan"


def test_none_of_twelve_becomes_all_twelve_within_two_years() -> None:
    guided = of("demo")["Придуманский район"]["ovz_guided"]
    assert (guided.rule, guided.count, guided.total, guided.by) == ("T5", 12, 12, "2026/27")


def test_nobody_is_asked_for_less_than_a_year_ago() -> None:
    results = analyse(ROOT, "demo").results
    fallen = 0
    for code, own in targets(results).items():
        for id, goal in own.items():
            row = results.rows[code][id]
            if code != results.intake.region.code and row.had_share and not row.is_apart and goal.rule != "T8":
                fallen += Fraction(*row.past) > Fraction(*row.own)
                assert Fraction(goal.count, goal.total) >= Fraction(*row.past), (code, id)
    assert fallen > 20


def test_the_region_s_goal_is_the_sum_of_what_the_next_year_brings_everywhere() -> None:
    results = analyse(ROOT, "demo").results
    region, goals = results.intake.region.code, targets(results)
    for id, goal in goals[region].items():
        places = [own[id].next_year for code, own in goals.items() if code != region and id in own]
        assert goal.people == sum(places), id
    guided = goals["02607000"]["ovz_guided"]
    assert (guided.people, guided.next_year) == (12, 6)


def test_a_goal_is_printed_as_it_was_set_whatever_whole_pupils_make_of_it() -> None:
    own = of("demo")
    levels = {place: own[place][id].level for place, id in (("Берендейский муниципальный округ", "1.1"),
              ("Лукоморский муниципальный округ", "rmg"), ("г. Образцовск", "rmg"))}  # fmt: skip
    assert levels == {
        "Берендейский муниципальный округ": 550,
        "Лукоморский муниципальный округ": 448,
        "г. Образцовск": 749,
    }


@pytest.mark.parametrize("dataset", ["demo", "amur-2020"])
def test_no_target_of_a_dataset_is_below_the_last_value_or_above_all(dataset: str) -> None:
    results = analyse(ROOT, dataset).results
    told = 0
    for code, own in targets(results).items():
        for id, goal in own.items():
            row = results.rows[code][id]
            told += 1
            assert row.own.numerator + goal.people == goal.count <= goal.total
            assert Fraction(goal.count, goal.total) >= Fraction(*row.own)
            assert goal.total >= row.own.denominator
    assert told > 60


def test_a_share_of_those_who_are_to_become_more_is_of_as_many_as_they_are_to_be() -> None:
    """Завитинский: 17 more of 53 registered would be 32 per cent; with 186 more registered it is 7."""
    own = of("amur-2020")["Завитинский район"]
    registered, came = own["bvb_registered"], own["bvb_attended_of_registered"]
    assert (registered.people, came.people) == (186, 17)
    assert (came.count, came.total) == (17, 53 + 186)


def test_targets_of_one_place_can_all_be_reached_at_once() -> None:
    """Wherever registration is to grow, every share of the registered is of so many, and one numerator has one goal."""
    grown = 0
    for name, own in of("amur-2020").items():
        registered = own["bvb_registered"]
        for id, whole in (("bvb_attended", "bvb_attended_of_registered"), ("bvb_parents", "bvb_parents_of_registered")):
            if whole in own:
                assert own[whole].total == registered.count, (name, whole)
                assert own[whole].count == own[id].count, (name, whole)
                grown += registered.people > 0
    assert grown > 10
    assert of("amur-2020")["Тамбовский район"]["bvb_attended_of_registered"].total == 380, "not every fifth of 195"


def test_the_region_shares_its_registered_as_they_are_to_be() -> None:
    own = of("amur-2020")["10000000"]
    registered, came = own["bvb_registered"], own["bvb_attended_of_registered"]
    assert came.total == registered.count > 12925
    assert came.count == own["bvb_attended"].count


@pytest.mark.parametrize(("place", "count", "people"), [
    ("Тындинский район", 59, 39), ("ЗАТО Циолковский", 31, 22), ("пгт Прогресс", 41, 30),
    ("Магдагачинский район", 74, 45),
])  # fmt: skip
def test_where_the_level_of_others_is_reached_the_goal_is_the_next_step(place: str, count: int, people: int) -> None:
    """20 of 295 beside 7,0 per cent is no shortage of one."""
    goal = of("amur-2020")[place]["bvb_attended_of_registered"]
    assert (goal.rule, goal.count, goal.people, goal.guide) == ("T6", count, people, False)


def test_nobody_is_to_win_a_pupil_or_two() -> None:
    wanted = [goal.people for name, own in of("amur-2020").items() for goal in own.values() if goal.people]
    assert min(wanted) >= 9


def test_what_is_decided_on_has_a_goal_of_a_line_beside_the_stages_too() -> None:
    parents = of("amur-2020")["г. Благовещенск"]["bvb_parents"]
    assert (parents.rule, parents.count, parents.people) == ("T7", 756, 484)
