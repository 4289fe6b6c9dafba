"""Steps and documents of the cycle -> full or not, who is late on a day that is given, what comes next."""

import pytest

from careerstats.bundles import cycle as deciding
from careerstats.contracts.cycle import (
    COMPONENTS,
    DECISION,
    DONE,
    NOT_DONE,
    PARTLY,
    UNKNOWN,
    Document,
    Point,
    by_component,
    missing,
)
from careerstats.intake.registers.cycle import Step
from careerstats.intake.registers.slips import read_term

HERE, THERE, REGION = "10712000", "10710000", "10000000"
DAY = "2024-10-15"


def document(id: str, first: str, *components: str) -> Document:
    return Document(id=id, code=HERE, first=first, last=first, title=id, components=components)


def step(id: str, term: str, *, code: str = "", after: tuple[str, ...] = (), done: str = "") -> Step:
    days = {code or HERE: done} if done else {}
    return Step(id=id, title=id, level="муниципальный", code=code, term=term, after=after, done=days)


def test_a_cycle_is_full_when_every_component_has_a_document() -> None:
    assert missing([document("все", "2022-01-01", *COMPONENTS)]) == []
    assert missing([document("все", "2022-01-01", *COMPONENTS[1:])]) == ["Цели"]
    assert missing([]) == list(COMPONENTS)


def test_documents_of_a_component_stand_by_date_and_undated_ones_last() -> None:
    found = by_component(
        [document("в", "", "Цели"), document("б", "2022-02-01", "Цели"), document("а", "2022-01-01", "Цели")]
    )
    assert [one.id for one in found["Цели"]] == ["а", "б", "в"]


@pytest.mark.parametrize(
    ("term", "done", "expected"),
    [
        ("2024-10-14", "", deciding.LATE),
        ("2024-10-15", "", deciding.NEXT),
        ("2024-10-16", "", deciding.NEXT),
        ("", "", deciding.OPEN),
        ("2024-10-10", "2024-10-10", deciding.IN_TIME),
        ("2024-10-10", "2024-10-11", deciding.DONE_LATE),
        ("2024-10-10", "2024-10-16", deciding.LATE),
        ("2024-10-20", "2024-10-16", deciding.NEXT),
        ("", "2024-10-01", deciding.IN_TIME),
    ],
)
def test_a_step_is_late_on_the_day_after_its_term(term: str, done: str, expected: str) -> None:
    one = step("шаг", term, done=done)
    assert deciding.standing(one, HERE, DAY) == expected


def test_nobody_is_late_where_the_dataset_names_no_day() -> None:
    assert deciding.standing(step("шаг", "1999-01-01"), HERE, "") == deciding.NEXT


def test_each_municipality_is_late_by_itself() -> None:
    one = step("формы", "2024-10-01", done="2024-09-30")
    assert deciding.late([one], HERE, DAY) == []
    assert deciding.late([one], THERE, DAY) == [one]


def test_a_step_of_one_place_concerns_nobody_else() -> None:
    one = step("формы", "2024-10-01", code=HERE)
    assert deciding.late([one], HERE, DAY) == [one]
    assert deciding.late([one], THERE, DAY) == []


def test_the_next_step_stands_first_and_says_what_it_waits_for() -> None:
    order = step("приказ", "2024-11-01")
    forms = step("формы", "2024-10-20", after=("приказ",))
    some_day = step("когда-нибудь", "")
    assert [one.id for one in deciding.ahead([some_day, order, forms], HERE, DAY)] == [
        "формы",
        "приказ",
        "когда-нибудь",
    ]
    assert deciding.waits_for(forms, [order, forms], HERE, DAY) == [order]
    done = step("приказ", "2024-11-01", done="2024-10-01")
    assert deciding.waits_for(forms, [done, forms], HERE, DAY) == []


def test_a_step_waits_for_the_regions_step_where_the_region_has_not_done_it() -> None:
    order = step("приказ", "2024-09-01", code=REGION, done="2024-09-01")
    forms = step("формы", "2024-10-20", after=("приказ",))
    assert deciding.waits_for(forms, [order, forms], HERE, DAY) == []


@pytest.mark.parametrize(
    ("term", "execution", "late"),
    [
        ("до 14.10.2024", UNKNOWN, True),
        ("до 14.10.2024", NOT_DONE, True),
        ("до 14.10.2024", PARTLY, True),
        ("до 14.10.2024", DONE, False),
        ("до 15.10.2024", UNKNOWN, False),
        ("постоянно", UNKNOWN, False),
        ("до 20.02.200 года", UNKNOWN, False),
        ("", UNKNOWN, False),
    ],
)
def test_a_decision_is_overdue_only_when_its_day_has_passed(term: str, execution: str, late: bool) -> None:
    point = Point(part=DECISION, item="1", text="сделать", term=read_term(term), execution=execution)
    assert deciding.overdue(point, DAY) is late
