"""One target for each year and indicator: which holds, when it is due, what may be written."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from careerstats import written
from careerstats.contracts.dataset import Settings
from careerstats.contracts.settings import Goal
from careerstats.contracts.weekly import DatedTarget
from careerstats.decisions.evidence import due
from careerstats.intake.dataset import Dataset
from careerstats.intake.targets import targets_of


def target(value: object, by: date) -> DatedTarget:
    return DatedTarget(value=Fraction(str(value)), by=by)


YEARS = {"years": {"2022/23": 40, "2023/24": "50", "2025/26": "66,5"}}


def settings(goal: Any, period: str = "2023/24") -> tuple[Settings | None, str]:
    text = {"title": "Т", "region": "10000000", "period": period, "tables": [], "targets": {"1.1": goal}}
    text.pop("tables")
    found, mistakes = written.typed(text, Settings)
    return found, " ".join(map(str, mistakes))


@pytest.mark.parametrize(
    ("period", "target"),
    [
        ("2022/23", target(40, date(2023, 8, 31))),
        ("2023/24", target(50, date(2024, 8, 31))),
        ("2024/25", target("66.5", date(2026, 8, 31))),
        ("2026/27", None),
    ],
)
def test_the_target_is_that_of_the_year_else_of_the_next_one(
    period: str, target: DatedTarget | None, tmp_path: Any
) -> None:
    found, _ = settings(YEARS, period)
    assert found is not None
    assert targets_of(found).get("1.1") == target
    is_due = target is not None and period != "2024/25"
    assert due(Dataset("набор", tmp_path, found)) == ({"1.1": target.value} if target and is_due else {})


def test_one_value_for_all_years_is_what_it_was() -> None:
    found, _ = settings({"value": 60, "by": "31.05.2024"})
    assert found is not None
    assert targets_of(found) == {"1.1": target(60, date(2024, 5, 31))}


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        ({}, "нужно одно из value"),
        ({"value": 60, "years": {"2024": 50}}, "нужно одно из value"),
        ({"years": {"2024": 50}, "by": "31.05.2024"}, "действует только вместе с «value»"),
        ({"years": {"2024": 150}}, "вне 0…100"),
        ({"years": {"весна": 50}}, "весна"),
        ({"years": {"2024": 50, "2024-12-31": 60}}, "два значения к одному и тому же дню"),
        ({"years": {2024: 50}}, "в кавычки"),
    ],
)
def test_what_makes_no_sense_is_refused(goal: Any, words: str) -> None:
    found, mistakes = settings(goal)
    assert found is None
    assert words in mistakes


def test_a_change_of_one_year_leaves_the_others() -> None:
    goal = Goal(years={"2023/24": "50", "2024/25": "60"})
    assert goal.changed("2024/25", "70").years == {"2023/24": "50", "2024/25": "70"}
    assert Goal(value="5", by="2024-05-31").changed("2024", "7") == Goal(value="7", by="2024-05-31")
