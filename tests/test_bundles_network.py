"""Resources of municipalities, their part of a joint plan, practices that their pairs refer to."""

from types import SimpleNamespace
from typing import Any

import pytest
from helpers.regions import amur

from careerstats.bundles.registers import part_of, practices_for
from careerstats.contracts.decisions import Exchange
from careerstats.contracts.network import Agreement, JointEvent, JointPlan, PairPractice, Practice, Status
from careerstats.decisions.exchange import resources_of

CATALOGUE: Any = amur().results.catalogue


def line(id: str, status: Status, *codes: str, task: str = "Задача") -> JointEvent:
    return JointEvent(id=id, task=task, what=f"дело {id}", status=status, codes=codes)


def practice(owner: str, about: str) -> Practice:
    return Practice(id="1", code=owner, title="Пробы", indicator=about)


def test_a_municipality_has_the_lines_that_name_it_and_those_of_all() -> None:
    joint = [line("1", "done", "а"), line("2", "done"), line("3", "not_done", "б"), line("4", "planned", "а", "б")]
    assert [one.id for one in part_of(joint, "а")] == ["1", "2", "4"]


def test_who_is_named_in_no_line_is_not_in_the_network() -> None:
    assert part_of([line("1", "done"), line("2", "done", "а")], "в") == []


def test_lines_are_counted_by_status_and_kept_by_task() -> None:
    lines = (line("1", "planned", task="Б"), line("2", "done", task="А"), line("3", "done", task="Б"))
    plan = JointPlan(about=Agreement(), events=lines)
    assert list(plan.by_status().items()) == [("done", 2), ("planned", 1)]
    assert {task: [event.id for event in own] for task, own in plan.by_task().items()} == {"Б": ["1", "3"], "А": ["2"]}


@pytest.mark.parametrize(
    ("owner", "about", "expected"),
    [
        ("сильный", "bvb_attended", True),
        ("сильный", CATALOGUE.indicators["bvb_attended"].goal, True),
        ("сильный", "bvb_registered", False),
        ("сильный", "", False),
        ("другой", "bvb_attended", False),
    ],
)
def test_a_pair_refers_to_practices_of_whom_one_learns_from(owner: str, about: str, expected: bool) -> None:
    pair = Exchange(learn=True, indicator="bvb_attended", partners=("сильный",))
    assert bool(practices_for("слабый", [pair], [practice(owner, about)], CATALOGUE)) is expected


def test_who_tells_refers_to_practices_of_its_own() -> None:
    own, others = (practice(code, "bvb_attended") for code in ("сильный", "слабый"))
    pair = Exchange(learn=False, indicator="bvb_attended", partners=("слабый",))
    assert practices_for("сильный", [pair], [own, others], CATALOGUE) == [
        PairPractice(practice=own, indicator="bvb_attended", learn=False)
    ]


def test_resources_are_known_only_of_whom_something_is_told() -> None:
    def item(code: str, id: str, number: int) -> SimpleNamespace:
        return SimpleNamespace(code=code, item=id, number=number)

    intake: Any = SimpleNamespace(
        organisations={
            "1": SimpleNamespace(id="1", kind="школа"),
            "2": SimpleNamespace(id="2", kind="предприятие"),
            "3": SimpleNamespace(id="3", kind="предприятие"),
        },
        home_of={"1": "а", "2": "б", "3": ""}.get,
        territories=[SimpleNamespace(code=code) for code in "абв"],
        registers=SimpleNamespace(
            partners=[SimpleNamespace(code="в", kind="IT-куб"), SimpleNamespace(code="регион", kind="IT-куб")],
            general=[item("а", "kvantorium", 0), item("в", "kvantorium", 1), item("в", "population", 5)],
        ),
    )
    assert resources_of(intake) == {
        "а": frozenset(),
        "б": frozenset({"предприятие"}),
        "в": frozenset({"IT-куб", "Кванториум"}),
    }
