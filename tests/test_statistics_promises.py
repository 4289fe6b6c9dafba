"""Regions in which nothing happened: no more is told of them than the note says may be told in vain."""

from typing import get_args

import numpy as np
import pytest
from helpers.judged_regions import judged
from helpers.promises import changes, trends
from helpers.quiet_regions import Drawn

from careerstats import printed_rules
from careerstats.contracts.values import Quality
from careerstats.thresholds import PROMISES, RULES, Promises, Thresholds

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
    assert kept.false / kept.told <= at_most(RULES.discoveries, kept.told)


@PLACES
@SHOCK
def test_where_nothing_goes_anywhere_hardly_a_region_has_a_trend(municipalities: int, shock: float) -> None:
    kept = trends(24, REGIONS, Drawn(municipalities, years=6, shock=shock))
    assert kept.part_broken <= at_most(PROMISES.change, REGIONS)


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


# ---- one source for the rule and its words

OTHER: dict[str, float | int] = {
    "coverage": 0.7, "near": 0.9, "far": 0.99, "small": 4, "large": 5, "accent": 3.25, "discoveries": 0.1, "base": 0.35,
    "years": 7, "pairs": 0.01, "unassigned": 3, "left_out": 0.25, "few": 50,
}  # fmt: skip
SENTENCES = ("chance", "grades", "coverage", "alone", "by_schools", "changes", "watched", "unstable", "pairs")


def printed() -> str:
    grades = map(printed_rules.quality, get_args(Quality))
    return " ".join([*(getattr(printed_rules, name)() for name in SENTENCES), *grades])


@pytest.mark.parametrize("name", OTHER)
def test_a_printed_rule_follows_its_threshold(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = printed()
    monkeypatch.setattr(printed_rules, "RULES", Thresholds(**{name: OTHER[name]}))  # type: ignore[arg-type]
    assert printed() != before


@pytest.mark.parametrize("name", Promises._fields)
def test_a_printed_promise_is_the_drawn_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = printed()
    other = (0.01, 0.02) if name == "alone" else 0.123
    monkeypatch.setattr(printed_rules, "PROMISES", Promises(**{name: other}))  # type: ignore[arg-type]
    assert printed() != before
