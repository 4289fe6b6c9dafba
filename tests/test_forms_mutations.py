"""Forms spoilt in one named way are reported at that cell; forms that people have only touched raise no alarm."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from helpers import mutator
from helpers.form_projects import Filled, FormProject, counts_of, expected_counts, fill, form_project

from careerstats.model import UNREADABLE

FEW, ALL = range(40), range(40, 300)
WITHOUT_CHECK = {"часть больше целого", "больше, чем обучающихся по ОО-1"}
"""Defects that keep the numbers typed by the mutator: the pair is reported, and the shares are not computed of it."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> FormProject:
    project = form_project(tmp_path_factory.mktemp("mutated"))
    project.make()
    return project


@pytest.fixture(scope="module")
def tables(made: FormProject) -> list[dict[str, Any]]:
    return made.tables()


def one_form(made: FormProject, number: int, change: Callable[[Any], None]) -> Filled:
    """One filled form, changed, alone in the folder of returns."""
    for old in made.returns.glob("*"):
        old.unlink()
    blanks = sorted(made.blanks.glob("*.xlsx"))
    return fill(
        blanks[number % len(blanks)], made.returns / f"{number}.xlsx", Random(number), lambda book, _: change(book)
    )


def spoilt(made: FormProject, tables: list[dict[str, Any]], number: int) -> None:
    found: list[mutator.Defect] = []
    typed = one_form(made, number, lambda book: found.append(mutator.mutate(book, Random(1000 + number), number)))
    collected = made.collect(known=tables)
    (defect,) = found
    where = [(one.code, one.cell) for one in collected.problems]
    assert any(code == defect.code and defect.cell in ("", cell) for code, cell in where), (defect, where)
    got, want = counts_of(collected.counts), expected_counts(typed)
    assert [key for key in defect.keys if got.get(key) is not None] == [], defect
    if defect.name not in WITHOUT_CHECK:
        others = got.keys() - set(defect.keys)
        assert {key: got[key] for key in others} == {key: want[key] for key in others}, defect
        statuses = {(one["organisation"], one["variable"]): one["status"] for one in collected.counts}
        assert all(
            statuses[key] == UNREADABLE for key in defect.keys if key in statuses and defect.code == "unreadable"
        )


def clean(made: FormProject, tables: list[dict[str, Any]], number: int) -> None:
    names: list[str] = []
    typed = one_form(made, number, lambda book: names.append(mutator.touch(book, Random(2000 + number), number)))
    collected = made.collect(known=tables)
    assert collected.problems == [], names
    assert counts_of(collected.counts) == expected_counts(typed), names
    assert len(collected.answered[0].complete) == 1, names


@pytest.mark.parametrize("number", FEW)
def test_a_defect_is_reported_at_its_cell_and_its_number_is_not_used(
    made: FormProject, tables: list[dict[str, Any]], number: int
) -> None:
    spoilt(made, tables, number)


@pytest.mark.parametrize("number", FEW)
def test_a_form_that_was_only_touched_raises_no_alarm(
    made: FormProject, tables: list[dict[str, Any]], number: int
) -> None:
    clean(made, tables, number)


@pytest.mark.slow
@pytest.mark.parametrize("number", ALL)
def test_all_defects_are_reported(made: FormProject, tables: list[dict[str, Any]], number: int) -> None:
    spoilt(made, tables, number)


@pytest.mark.slow
@pytest.mark.parametrize("number", ALL)
def test_no_clean_form_raises_an_alarm(made: FormProject, tables: list[dict[str, Any]], number: int) -> None:
    clean(made, tables, number)


def test_every_defect_and_every_touch_is_among_the_few(made: FormProject) -> None:
    assert len(mutator.DEFECTS) <= len(FEW)
    assert len(mutator.TOUCHES) <= len(FEW)
    assert Path(mutator.__file__).name == "mutator.py"
