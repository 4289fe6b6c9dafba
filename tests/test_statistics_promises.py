"""Regions in which nothing happened: no more is told of them than the note says may be told in vain."""

import numpy as np
import pytest
from helpers.judged_regions import judged
from helpers.promises import changes, firm, trends
from helpers.quiet_regions import Drawn

from careerstats.contracts.rules import USUAL
from careerstats.promises import PROMISES

PLACES = pytest.mark.parametrize("municipalities", [5, 12, 30])
ICC = pytest.mark.parametrize("icc", [0.0, 0.05, 0.1])
SHOCK = pytest.mark.parametrize("shock", [0.0, 0.1, 0.2])
BY_SCHOOLS = pytest.mark.parametrize("by_schools", [True, False])

LUCK = 2.58  # standard deviations that so many regions may be unlucky by
REGIONS = 60


def at_most(part: float, regions: int) -> float:
    """The part that may be seen among so many regions where the true one is ``part``."""
    return part + LUCK * float(np.sqrt(part * (1 - part) / regions))


@PLACES
@SHOCK
@BY_SCHOOLS
def test_where_nothing_changed_hardly_a_region_is_told_of_a_change(
    municipalities: int, shock: float, by_schools: bool
) -> None:
    kept = changes(21, REGIONS, Drawn(municipalities, icc=0.1, shock=shock), by_schools=by_schools)
    assert kept.part_broken <= at_most(PROMISES.change, REGIONS)


@pytest.mark.slow
@PLACES
@ICC
@SHOCK
@BY_SCHOOLS
def test_where_nothing_changed_hardly_a_region_is_told_of_a_change_everywhere(
    municipalities: int, icc: float, shock: float, by_schools: bool
) -> None:
    kept = changes(22, 400, Drawn(municipalities, icc=icc, shock=shock), by_schools=by_schools)
    assert kept.part_broken <= at_most(PROMISES.change, 400)


@pytest.mark.parametrize(("by_schools", "found"), [(True, 0.9), (False, 0.75)])
def test_a_planted_change_is_found_and_few_others(by_schools: bool, found: float) -> None:
    kept = changes(23, 60, Drawn(24, shock=0.1, planted=1.5), by_schools=by_schools)
    assert kept.part_found >= found
    assert kept.false / kept.told <= at_most(USUAL.discoveries, kept.told)


@PLACES
@SHOCK
def test_where_nothing_goes_anywhere_hardly_a_region_has_a_trend(municipalities: int, shock: float) -> None:
    kept = trends(24, REGIONS, Drawn(municipalities, years=6, shock=shock))
    assert kept.part_broken <= at_most(PROMISES.trend, REGIONS)


def test_a_course_of_six_years_is_found() -> None:
    planted = Drawn(12, years=6, planted=1.5, gradual=True)
    assert trends(29, 15, planted).part_found > 0.6


@PLACES
@pytest.mark.parametrize("icc", [0.001, 0.02, 0.1])
def test_where_nobody_differs_few_are_told_to(municipalities: int, icc: float) -> None:
    tally = judged(25, 1200 // municipalities, municipalities, icc=icc)
    assert tally.alarms / tally.compared <= PROMISES.level


@PLACES
def test_without_schools_as_many_as_the_note_says_are_told_to_differ(municipalities: int) -> None:
    """A note without counts by school says how many of its «выше» and «ниже» need no reason at all."""
    least, most = PROMISES.alone
    for icc, part in ((0.02, least), (0.1, most)):
        tally = judged(26, 1200 // municipalities, municipalities, by_schools=False, icc=icc)
        assert tally.alarms / tally.compared == pytest.approx(part, abs=0.05)


@PLACES
@BY_SCHOOLS
@pytest.mark.parametrize("icc", [0.001, 0.1])
def test_where_nobody_differs_hardly_a_region_is_firmly_told_that_anybody_does(
    municipalities: int, by_schools: bool, icc: float
) -> None:
    kept = firm(27, REGIONS, municipalities, icc, by_schools=by_schools)
    assert kept.broken <= at_most(PROMISES.firm, REGIONS)


@pytest.mark.parametrize(("by_schools", "found"), [(True, 0.85), (False, 0.65)])
def test_who_really_differs_is_mostly_firmly_told(by_schools: bool, found: float) -> None:
    assert firm(28, 10, 12, 0.05, by_schools=by_schools, planted=1.5).found >= found
