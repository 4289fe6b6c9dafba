"""Regions drawn school by school: where nothing differs few alarms, where something was planted it is found."""

import pytest
from helpers.judged_regions import changed, judged

# ---- R2, R4: one period


def test_equal_municipalities_raise_few_false_alarms() -> None:
    tally = judged(seed=1, regions=80, municipalities=30)
    assert tally.compared == 2400
    assert tally.per_cent(tally.alarms) <= 0.7
    assert tally.per_cent(tally.accents) <= 7.5


def test_without_counts_by_school_the_same_regions_raise_very_many() -> None:
    tally = judged(seed=1, regions=10, municipalities=30, by_schools=False)
    assert tally.per_cent(tally.alarms) > 20


@pytest.mark.parametrize("spread", [0.3, 1.0])
def test_among_municipalities_that_all_differ_few_stand_out(spread: float) -> None:
    tally = judged(seed=2, regions=25, municipalities=24, spread=spread)
    assert tally.compared == 600
    assert tally.alarms > tally.accents
    assert tally.per_cent(tally.accents) <= 7.5


@pytest.mark.parametrize(("p", "planted"), [(0.2, 1.5), (0.5, -1.5), (0.8, -1.5), (0.45, 1.5)])
def test_what_was_planted_is_found(p: float, planted: float) -> None:
    tally = judged(seed=3, regions=25, municipalities=12, p=p, planted=planted)
    assert tally.found >= 22, tally.misses
    assert tally.stood_out >= 18
    assert tally.per_cent(tally.accents) <= 7.5


@pytest.mark.slow
@pytest.mark.parametrize("municipalities", [12, 30, 60])
@pytest.mark.parametrize("icc", [0.05, 0.15])
@pytest.mark.parametrize("p", [0.05, 0.3, 0.8])
def test_equal_municipalities_raise_few_false_alarms_everywhere(municipalities: int, icc: float, p: float) -> None:
    tally = judged(seed=4, regions=2400 // municipalities, municipalities=municipalities, icc=icc, p=p)
    assert tally.per_cent(tally.alarms) <= 0.7
    assert tally.per_cent(tally.accents) <= 7.5


@pytest.mark.slow
@pytest.mark.parametrize("municipalities", [12, 30, 60])
@pytest.mark.parametrize("spread", [0.1, 0.3, 0.6, 1.0, 1.5])
def test_among_municipalities_that_all_differ_few_stand_out_everywhere(municipalities: int, spread: float) -> None:
    tally = judged(seed=5, regions=2400 // municipalities, municipalities=municipalities, spread=spread)
    assert tally.per_cent(tally.accents) <= 7.5


@pytest.mark.slow
@pytest.mark.parametrize(("p", "planted"), [(0.2, 1.5), (0.35, 1.5), (0.5, -1.5), (0.8, -1.5)])
def test_what_was_planted_is_found_nearly_always(p: float, planted: float) -> None:
    tally = judged(seed=6, regions=200, municipalities=30, p=p, planted=planted)
    assert tally.found >= 0.92 * tally.planted, tally.misses


# ---- R8: two periods

NOISE = pytest.mark.parametrize("noise", [0.1, 0.3, 0.5])


@NOISE
@pytest.mark.parametrize("municipalities", [12, 30])
def test_with_schools_few_unchanged_municipalities_are_told_to_have_changed(municipalities: int, noise: float) -> None:
    tally = changed(7, 2400 // municipalities, municipalities, noise, by_schools=True)
    assert tally.compared == 2400
    assert tally.per_cent(tally.alarms) <= 1.1


@NOISE
@pytest.mark.parametrize("municipalities", [12, 30])
def test_without_schools_there_are_as_few(municipalities: int, noise: float) -> None:
    tally = changed(8, 2400 // municipalities, municipalities, noise, by_schools=False)
    assert tally.per_cent(tally.alarms) <= 1.1


@pytest.mark.parametrize("planted", [1.5, -1.5])
@pytest.mark.parametrize("by_schools", [True, False])
def test_a_planted_change_is_found(planted: float, by_schools: bool) -> None:
    tally = changed(9, 60, 24, 0.3, by_schools, planted=planted, p=0.4)
    assert tally.found >= 0.9 * tally.planted
    assert tally.per_cent(tally.alarms) <= 1.1
