"""One school of five answers: no verdict, a mark at the number, words that name the others."""

from typing import Any

from helpers.regions import code_of, count, frame, territory

from careerstats import catalogue, reasons
from careerstats.analysis.values import Subject, judge
from careerstats.contracts.values import Value
from careerstats.pipeline.assembling import judged_rows

PLACES, SCHOOLS = 12, 5
ID = "1.1"


def names(place: int) -> tuple[str, ...]:
    return tuple(f"{code_of(place)}-{school}" for school in range(SCHOOLS))


def answers(period: str, silent: int) -> list[dict[str, Any]]:
    """Ten of a hundred pupils in every school; of the first municipality only so many schools are silent."""
    told = []
    for place in range(1, PLACES + 1):
        for at, school in enumerate(names(place)):
            if place > 1 or at >= silent:
                numbers = {"K_pt": 2 if place == 1 else 60 + at, "K_od1": 100}
                told += [count(code_of(place), id, k) | {"organisation": school} for id, k in numbers.items()]
    return [row | {"period": period} for row in told]


def first(silent: int) -> Value:
    """The first municipality in the last of two years."""
    subject = Subject(
        territory(0),
        [territory(place) for place in range(1, PLACES + 1)],
        "2024",
        organisations={
            (code_of(place), year): names(place) for place in range(1, PLACES + 1) for year in ("2023", "2024")
        },
        titles={names(1)[at]: f"Школа № {at + 1}" for at in range(SCHOOLS)},
    )
    rows = judge(frame([*answers("2023", 0), *answers("2024", silent)]), catalogue.load(), [ID], subject)
    now = rows[(rows["period"] == "2024") & (rows["organisation"] == "")]
    return judged_rows(now)[code_of(1)][ID]


def test_where_all_answer_the_municipality_is_judged() -> None:
    row = first(0)
    assert (row.verdict, row.coverage, row.quality, row.facts.silent) == ("below", 1.0, "full", ())
    assert reasons.marked("2,0 %", row) == "2,0 %"


def test_where_one_of_five_is_silent_it_is_judged_and_a_part_is_missing() -> None:
    row = first(1)
    assert (row.verdict, row.coverage, row.quality) == ("below", 0.8, "part_missing")
    assert row.facts.silent == ("Школа № 1",)


def test_where_one_of_five_answers_nothing_is_concluded_and_the_others_are_named() -> None:
    row = first(4)
    assert (row.numerator, row.denominator) == (2, 100)
    assert (row.verdict, row.change, row.quality) == ("not_comparable", "not_comparable", "uncovered")
    told = reasons.verdict(row).replace("\u00a0", " ")
    assert told == (
        "нельзя сравнить: сведения представили школы, где учится 20 % обучающихся (1 из 5 школ), нужно не менее 80 %; "
        "нет принятых сведений: Школа № 1, Школа № 2, Школа № 3, Школа № 4"
    )
    assert reasons.marked("2,0 %", row) == "2,0 %°"
    assert reasons.mark_note([row], row.facts.rules)
