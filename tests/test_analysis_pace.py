"""Worked by hand: what was added, the pace, the pace needed, the day of the target, who stands still."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from careerstats.analysis.pace import courses_of, pace_of, standing, still_since, summed
from careerstats.contracts.weekly import Snapshot
from careerstats.model import UNASSIGNED

START = date(2020, 10, 5)


def weekly(*counts: int) -> list[Snapshot]:
    return [Snapshot(START + timedelta(weeks=at), count) for at, count in enumerate(counts)]


def test_twenty_a_week_to_a_hundred_of_two_hundred() -> None:
    at = standing(weekly(20, 40, 60, 80), whole=200, target=Fraction(50), by=date(2020, 11, 23))
    assert (at.count, at.added, at.previous, at.pace) == (80, 20, date(2020, 10, 19), 20)
    assert (at.goal, at.remaining) == (100, 20)
    assert at.needed == 5  # 20 in the four weeks from 26.10 to 23.11
    assert at.reach == date(2020, 11, 2)


def test_the_goal_is_rounded_up_to_a_whole_person() -> None:
    assert standing(weekly(352), whole=587, target=Fraction(60)).goal == 353  # 352,2
    assert standing(weekly(352), whole=587, target=Fraction(60)).remaining == 1


def test_a_goal_that_is_met_asks_for_nothing_more() -> None:
    at = standing(weekly(20, 60, 120), whole=200, target=Fraction(50), by=date(2020, 12, 1))
    assert (at.remaining, at.needed, at.reach) == (0, None, None)


def test_after_its_term_a_target_has_no_needed_pace() -> None:
    at = standing(weekly(20, 40, 60), whole=200, target=Fraction(50), by=date(2020, 10, 19))
    assert (at.remaining, at.needed) == (40, None)


def test_one_large_week_is_no_pace() -> None:
    assert pace_of(weekly(10, 10, 10, 90, 92)) == (Fraction(1), "")  # 0, 0, 80, 2: the middle of them is 1


def test_a_week_left_out_is_brought_to_seven_days() -> None:
    snapshots = [Snapshot(date(2025, 3, 17), 157), Snapshot(date(2025, 3, 31), 235), Snapshot(date(2025, 4, 7), 286)]
    assert pace_of(snapshots) == (Fraction(39 + 51, 2), "")


def test_only_the_last_four_weeks_count() -> None:
    assert pace_of(weekly(0, 500, 1000, 1001, 1002, 1003, 1004)) == (Fraction(1), "")


def test_two_snapshots_are_no_pace_and_give_no_day() -> None:
    at = standing(weekly(20, 40), whole=200, target=Fraction(50), by=date(2020, 12, 1))
    assert (at.pace, at.no_pace, at.reach, at.added) == (None, "few", None, 20)
    assert at.needed is not None


def test_a_number_that_went_down_has_no_pace() -> None:
    at = standing(weekly(50, 70, 60, 75), whole=200, target=Fraction(50))
    assert (at.pace, at.no_pace, at.reach) == (None, "down", None)


def test_the_way_back_of_a_mistake_is_nobodys_gain() -> None:
    gain = {
        counts: standing(weekly(*counts)) for counts in ((50, 70, 60, 75), (50, 70, 60, 65), (50, 70, 60), (50, 70, 70))
    }
    told = [(at.previous and (at.previous - START).days // 7, at.added) for at in gain.values()]
    assert told == [(1, 5), (None, None), (1, -10), (1, 0)]
    assert standing(weekly(2092, 2336, 2581, 2825, 1918, 3313)).added == 488


def test_who_did_not_report_on_the_last_day_has_neither_pace_nor_gain() -> None:
    at = standing(weekly(20, 40, 60), whole=200, target=Fraction(50), latest=date(2020, 10, 26))
    assert (at.day, at.added, at.pace, at.no_pace, at.reach) == (date(2020, 10, 19), None, None, "stale", None)


def test_without_a_gain_there_is_no_day() -> None:
    assert standing(weekly(30, 30, 30, 30), whole=200, target=Fraction(50)).reach is None


def test_three_equal_numbers_stand_still_two_do_not() -> None:
    assert still_since(weekly(10, 30, 30, 30), 200) == START + timedelta(weeks=1)
    assert still_since(weekly(10, 20, 30, 30), 200) is None
    assert still_since(weekly(30, 30, 30), 30) is None  # nobody remains
    assert still_since(weekly(30, 30, 30), None) is None  # nobody knows who remains


def test_a_place_that_is_silent_counts_with_its_last_number() -> None:
    late = [Snapshot(START + timedelta(weeks=1), 5), Snapshot(START + timedelta(weeks=3), 9)]
    total = summed([weekly(1, 2, 3, 4), late])
    assert [one.number for one in total] == [7, 8, 13]
    assert total[0].day == START + timedelta(weeks=1)
    assert summed([]) == []


def test_a_municipality_speaks_for_itself_else_its_schools_are_summed() -> None:
    row = {"code": "1", "organisation": "", "breakdown": "", "period": "2020-10-05", "variable": "K_reg", "value": 7}
    rows = [
        row,
        row | {"organisation": "a", "value": 100},
        row | {"code": "2", "organisation": "a", "value": 3},
        row | {"code": "2", "organisation": "b", "value": 4},
        row | {"code": "0", "breakdown": UNASSIGNED, "value": 1},
        row | {"variable": "K_par", "value": 99},
    ]
    assert courses_of(rows, "K_reg") == {"1": weekly(7), "2": weekly(7), UNASSIGNED: weekly(1)}


@given(st.lists(st.integers(0, 50), min_size=3, max_size=8), st.integers(1, 100))
def test_at_the_printed_day_the_pace_has_brought_the_target_and_a_day_earlier_not(gains: list[int], per: int) -> None:
    counts = [sum(gains[: at + 1]) for at in range(len(gains))]
    at = standing(weekly(*counts), whole=1000, target=Fraction(per))
    if at.reach is not None and at.pace is not None and at.remaining is not None:
        days = (at.reach - at.day).days
        assert at.pace * days / 7 >= at.remaining > at.pace * (days - 1) / 7
