"""Recommendations -> rows of a plan; a measure, before and after -> a conclusion; who took it -> its effect."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from scipy import stats

from careerstats.analysis.change import DOWN, UP
from careerstats.analysis.verdicts import NOT_COMPARABLE, SAME
from careerstats.contracts.measures import Doubt
from careerstats.contracts.recommendations import PlanEntry, Recommendation
from careerstats.contracts.values import Facts, Value
from careerstats.decisions.effect import FEW, ONCE, RETURN, corrected, effect, permutation_test
from careerstats.decisions.execution import Moved, moved_of, outcome
from careerstats.decisions.plan import draft_plan
from careerstats.intake.registers.measure_records import Measure

# ---- the draft


def line(activity: int, *sources: str, id: str = "") -> PlanEntry:
    return PlanEntry(activity=activity, sources=sources, measure="М", term="июнь", id=id)


def recommendation(id: str, number: int) -> Recommendation:
    return Recommendation(id=id, to="body", text="сделать", term="июнь", number=number)


def test_every_line_of_a_plan_has_an_id_of_its_own() -> None:
    lines = [line(1, "a"), line(1, "a", "b"), line(2, "a", id="own")]
    plan = draft_plan(lines, [recommendation("a", 4)], {1: "Одна", 2: "Другая"})
    assert [row.id for row in plan] == ["1.a", "1.a.2", "own"]


def test_the_id_of_a_line_does_not_depend_on_what_else_is_recommended() -> None:
    ids = {draft_plan([line(1, "a", "b")], [recommendation(id, 1)], {1: "Одна"})[0].id for id in "ab"}
    assert ids == {"1.a"}


# ---- execution


def measure(**changed: Any) -> Measure:
    given = {"id": "1", "code": "1", "period": "2022", "text": "М", "kind": "м", "indicator": "1.1", "done": "yes"}
    return Measure(**{**given, "plan": Fraction(50), **changed})


def moved(after: int, word: str, before: int = 40) -> Moved:
    return Moved((before, 100), (after, 100), word, Doubt("obstacle", "причина") if word == NOT_COMPARABLE else None)


@pytest.mark.parametrize(
    ("one", "how", "reached", "conclusion", "doubt"),
    [
        (measure(), moved(52, UP), "yes", "effective", None),
        (measure(done="partly"), moved(52, UP), "yes", "effective", None),
        (measure(), moved(48, UP), "no", "insufficient", None),
        (measure(), moved(48, SAME), "no", "insufficient", None),
        (measure(), moved(30, DOWN), "no", "insufficient", None),
        (measure(), moved(51, SAME, before=49), "yes", "unclear", Doubt("wavers")),
        (measure(at_least=True), moved(51, SAME, before=50), "yes", "effective", None),
        (measure(at_least=True), moved(55, DOWN, before=70), "yes", "unclear", Doubt("fell")),
        (measure(done="no"), moved(52, UP), "yes", "unclear", Doubt("not_done")),
        (measure(done=""), moved(52, UP), "yes", "unclear", Doubt("not_told")),
        (measure(plan=None), moved(52, UP), "", "unclear", Doubt("no_plan")),
        (measure(plan=None, refused="130 % не принято"), moved(52, UP), "", "unclear",
         Doubt("plan_refused", "плановое значение 130 % не принято")),
        (measure(), moved(52, NOT_COMPARABLE), "yes", "unclear", Doubt("obstacle", "причина")),
        (measure(), Moved(), "", "unclear", Doubt("no_past")),
        (measure(indicator=""), Moved(), "", "unclear", Doubt("no_indicator")),
        (measure(indicator="", about="Доля школ"), Moved(), "", "unclear", Doubt("not_computed")),
    ],
)  # fmt: skip
def test_what_follows_from_a_measure(
    one: Measure, how: Moved, reached: str, conclusion: str, doubt: Doubt | None
) -> None:
    found = outcome(one, how, "high")
    assert (found.reached, found.conclusion, found.doubt) == (reached, conclusion, doubt)


def test_where_low_is_good_a_fall_is_what_was_wanted() -> None:
    assert outcome(measure(plan=Fraction(35)), moved(30, DOWN), "low").conclusion == "effective"
    assert outcome(measure(plan=Fraction(25)), moved(30, DOWN), "low").conclusion == "insufficient"


def test_a_plan_is_reached_as_it_is_printed() -> None:
    kept = Moved((541, 1000), (5418, 10000), SAME)  # 54.18 is printed 54,2
    assert outcome(measure(plan=Fraction(542, 10), at_least=True), kept, "high").reached == "yes"
    assert outcome(measure(plan=Fraction(543, 10), at_least=True), kept, "high").reached == "no"
    assert outcome(measure(plan=Fraction(55)), Moved((1, 2), (546, 1000), SAME), "high").reached == "no"


def test_before_and_after_are_of_the_same_schools() -> None:
    # school b reported in the second year only: 10 of 100 then, 30 of 100 now, whatever b brought
    row = Value(
        numerator=120, denominator=200, previous_numerator=10, previous_denominator=100, change="up",
        facts=Facts(kept=(10, 100, 30, 100)),
    )  # fmt: skip
    found = moved_of(row)
    assert (found.before, found.after, found.word) == ((10, 100), (30, 100), "up")
    found = moved_of(replace(row, facts=Facts()))
    assert (found.before, found.after) == ((10, 100), (120, 200))


# ---- effect


def by_scipy(first: np.ndarray, second: np.ndarray) -> float:
    def statistic(x: np.ndarray, y: np.ndarray) -> float:
        return abs(float(np.mean(x) - np.mean(y)))

    found = stats.permutation_test((first, second), statistic, n_resamples=np.inf, alternative="greater")
    return float(found.pvalue)


@pytest.mark.parametrize("sizes", [(5, 5), (5, 6), (3, 8), (2, 9)])
def test_the_permutation_test_is_that_of_scipy(sizes: tuple[int, int]) -> None:
    rng = np.random.default_rng(7)
    for shift in (0.0, 3.0):
        first, second = rng.normal(shift, 2, sizes[0]), rng.normal(0, 2, sizes[1])
        found = permutation_test(first, second)
        assert found.exact
        assert found.p_value == pytest.approx(by_scipy(first, second), abs=1e-12)
        assert found.difference == pytest.approx(first.mean() - second.mean())


def test_the_smallest_possible_p_is_what_the_farthest_group_gets() -> None:
    assert permutation_test(np.array([9.0]), np.arange(11.0)[:11] / 10).smallest == pytest.approx(1 / 12)
    five = permutation_test(np.arange(5) + 100.0, np.arange(5.0))
    assert five.p_value == five.smallest == pytest.approx(2 / 252)


def test_ties_are_counted_as_far_as_what_was_seen() -> None:
    assert permutation_test(np.array([0.1 + 0.2, 0.3, 0.1]), np.array([0.3, 0.3, 0.1])).p_value == 1.0


def test_many_municipalities_are_drawn_always_alike_and_near_the_exact_answer() -> None:
    rng = np.random.default_rng(3)
    first, second = rng.normal(0.8, 1, 12), rng.normal(0, 1, 30)
    found = permutation_test(first, second)
    assert not found.exact
    assert found.smallest == 1 / 50_000
    assert found == permutation_test(first, second)
    assert found.p_value == pytest.approx(stats.ttest_ind(first, second).pvalue, abs=0.01)


def region(rng: np.random.Generator, size: int, earlier: int) -> dict[str, list[float]]:
    """Municipalities that differ, and waver from year to year; nothing ever happens."""
    place = rng.normal(50, 8, size)
    return {str(at): list(place[at] + rng.normal(0, 4, earlier + 1)) for at in range(size)}


@pytest.mark.parametrize("lift", [16.0, -16.0])
def test_a_real_effect_is_found_with_its_size(lift: float) -> None:
    levels = region(np.random.default_rng(5), 16, 3)
    taken = {str(at) for at in range(0, 16, 2)}
    lifted = {code: [*own[:-1], own[-1] + lift * (code in taken)] for code, own in levels.items()}
    found = effect(lifted, taken, set(lifted) - taken)
    assert found.test is not None
    assert found.test.p_value <= 0.05
    assert found.test.difference == pytest.approx(lift, abs=8)


def test_the_baseline_is_the_mean_of_all_earlier_periods() -> None:
    levels = {str(at): [10.0, 20.0, 30.0 + at] for at in range(10)}
    found = effect(levels, {str(at) for at in range(5)}, set(levels))
    assert found.moves["3"] == pytest.approx(33 - 15)
    assert found.earlier == 2
    assert len(found.others) == 5


def test_fewer_than_five_on_either_side_are_not_compared() -> None:
    levels = region(np.random.default_rng(1), 12, 2)
    for few in (4, 8):
        taken = set(list(levels)[:few])
        assert effect(levels, taken, set(levels)).why == (FEW if few in (4, 8) else "")


def test_a_municipality_without_a_year_is_not_compared() -> None:
    levels = region(np.random.default_rng(1), 10, 2)
    levels["0"][1] = float("nan")
    assert effect(levels, set(list(levels)[:5]), set(levels)).why == FEW


@pytest.mark.parametrize(("polarity", "best"), [("high", 100.0), ("low", 0.0)])
def test_a_municipality_that_could_not_get_better_is_not_compared(polarity: str, best: float) -> None:
    levels = region(np.random.default_rng(1), 12, 2)
    taken, plain = set(list(levels)[:6]), effect(levels, set(list(levels)[:6]), set(levels), polarity)
    found = effect({**levels, "full": [best] * 3}, taken, {*levels, "full"}, polarity)
    assert found.best == ("full",)
    assert (found.taken, found.others, found.test) == (plain.taken, plain.others, plain.test)
    reached = effect({**levels, "late": [best - 1, best, best]}, taken, {*levels, "late"}, polarity)
    assert "late" in reached.others, "it could"


def test_levels_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="разное число периодов"):
        effect({"1": [1.0, 2.0], "2": [1.0]}, {"1"}, {"2"})


def test_places_chosen_because_last_year_was_low_are_not_judged() -> None:
    rng = np.random.default_rng(2)
    levels = region(rng, 14, 1)
    low = set(sorted(levels, key=lambda code: levels[code][0])[:6])
    assert effect(levels, low, set(levels)).why == RETURN
    assert effect(levels, low, set(levels), "low").why == ONCE, "where low is good they were the best"


@pytest.mark.parametrize("earlier", [2, 3, 4])
def test_places_that_had_been_growing_show_no_effect(earlier: int) -> None:
    """Five points a year faster than the others, before the measure and with it."""
    rng, told = np.random.default_rng(12), 0
    for _ in range(60):
        levels = region(rng, 16, earlier)
        taken = {str(at) for at in range(0, 16, 2)}
        grown = {
            code: [one + 5 * year * (code in taken) for year, one in enumerate(own)] for code, own in levels.items()
        }
        test = effect(grown, taken, set(grown)).test
        told += test is not None and test.p_value <= 0.05
    assert told <= 6  # of 60, of which one in twenty is let pass


def test_one_earlier_period_cannot_tell_growth_from_an_effect() -> None:
    levels = {str(at): [10.0 + at % 3, 30.0 + 20 * (at < 5)] for at in range(10)}
    found = effect(levels, {str(at) for at in range(5)}, set(levels), "low")
    assert (found.test, found.why) == (None, ONCE)


def alarms(choose: Callable[[dict[str, list[float]]], set[str]], earlier: int, runs: int) -> float:
    rng, found = np.random.default_rng(11), 0
    for _ in range(runs):
        levels = region(rng, 14, earlier)
        test = effect(levels, choose(levels), set(levels)).test
        found += test is not None and test.p_value <= 0.05
    return found / runs


def test_where_nothing_happens_false_alarms_are_near_the_nominal_level() -> None:
    assert alarms(lambda levels: set(list(levels)[:6]), 2, 200) <= 0.05 + 3 * (0.05 * 0.95 / 200) ** 0.5


@pytest.mark.slow
@pytest.mark.parametrize("earlier", [1, 2, 3, 5])
def test_false_alarms_stay_rare_however_the_places_were_chosen(earlier: int) -> None:
    assert alarms(lambda levels: set(list(levels)[:6]), earlier, 1000) <= 0.07
    lowest_last_year = alarms(lambda all: set(sorted(all, key=lambda code: all[code][-2])[:6]), earlier, 1000)
    assert lowest_last_year <= 0.10


def test_several_measures_are_corrected_together() -> None:
    tests = [permutation_test(np.arange(5) + lift, np.arange(5.0)) for lift in (0.0, 3.0, 100.0)]
    assert corrected(tests) == pytest.approx(list(stats.false_discovery_control([one.p_value for one in tests])))
    assert corrected([]) == []
