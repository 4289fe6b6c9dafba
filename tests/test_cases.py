"""Files as institutes send them (tests/cases, made up) -> the right number, or what is asked and where."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from careerstats.errors import DatasetError
from careerstats.model import REPORTED
from careerstats.pipeline.monitoring import analyse

CASES = Path(__file__).parent / "cases"


class Right(NamedTuple):
    """``numbers``: of a place, variable and period; ``asked``: code and cell of problems; ``said``: why nothing is."""

    numbers: Mapping[tuple[str, str, str], int | None] = MappingProxyType({})
    asked: tuple[tuple[str, str], ...] = ()
    said: tuple[str, ...] = ()
    quiet: bool = False


def of(place: str, period: str = "2024/25", **numbers: int | None) -> dict[tuple[str, str, str], int | None]:
    return {(place, variable, period): number for variable, number in numbers.items()}


BICHURSK = of("81609000", K_od1=1037, K_pt=531, K_trial=217)
USUAL = of("90701000", K_od1=3120, K_pt=2230)
RIGHT = {
    "shares-called-a-count": Right(said=("ячейка C1", "единица – доля (проценты), а нужно количество")),
    "hundred-per-cent": Right(
        of("90605000", "2024", K_pt=None, K_trial=412) | of("90701000", "2024", K_pt=None),
        (("unreadable", "D2"), ("unreadable", "D3")),
    ),
    "years-under-one-head": Right(of("90701000", "2024", K_pt=2230) | of("90701000", "2023", K_pt=2100), quiet=True),
    "hidden-first-sheet": Right(of("90701000", "2024", K_od1=3120), (("hidden_sheets", ""),)),
    "merged-municipality": Right(said=("ячейка A2", "одна ячейка A2:A4 на 3\xa0строки")),
    "totals-by-class": Right(of("90701000", "2024", K_pt=1000), quiet=True),
    "unclosed-quote": Right(said=("в строке 2 открыта и не закрыта кавычка",)),
    "classes-without-wholes": Right(of("90701000", "2024", K_pt=500), quiet=True),
    "list-and-table": Right(of("90701000", "2024", K_trial=2), quiet=True),
    "one-person-many-spellings": Right(of("90701000", "2024", K_trial=4), (("no_such_day", "D13"),)),
    "two-municipalities-alike": Right(of("90701000", "2024", K_od1=1240), (("same_answers", "B3"),)),
    "column-of-shares": Right(
        of("90701000", "2024", K_pt=2230),
        (("share_differs", "E3"), ("share_differs", "E4"), ("share_differs", "E5")),
    ),
    "no-whole": Right(said=("нет величины K_od1", "в целом, есть только по категориям")),
    "share-first": Right(BICHURSK),
    "two-years": Right(BICHURSK | of("81609000", "2023/24", K_pt=501)),
    "on-its-side": Right(said=("они – столбцы, а величины – строки", "transposed: true")),
    "sheet-per-municipality": Right(said=("листы названы муниципальными образованиями", "territory_in: sheet")),
    "schools-under-headings": Right(said=("похоже, это школы",)),
    "names-as-written": Right(BICHURSK),
    "two-tables": Right(BICHURSK, (("another_table", "A18"),)),
    "head-of-three-rows": Right(BICHURSK),
    "total-under-the-number": Right(BICHURSK),
    "plan-and-fact": Right(BICHURSK, (("plan_beside_fact", "C2"), ("plan_beside_fact", "E2"))),
    "ids-with-exponents": Right(said=("запись со степенью или больше 15 цифр",)),
    "mark-in-a-number": Right(USUAL | of("90605000", K_trial=None), (("unreadable", "D2"),)),
    "last-year-hidden": Right(USUAL, (("hidden_sheets", ""),)),
    "shown-in-thousands": Right(
        USUAL | of("90605000", K_trial=None) | of("90615000", K_pt=None), (("unreadable", "D2"), ("unreadable", "E4"))
    ),
    "words-for-kinds": Right(of("98650000", K_od1=640) | of("98652000", K_od1=500), quiet=True),
    "forms-not-returned": Right(said=("ответов на формы ещё нет", "forms/prof")),
    "head-of-two-rows": Right(USUAL, quiet=True),
    "letters-of-two-signs": Right(USUAL, quiet=True),
    "heading-turned-date": Right(said=("ячейка C1", "Excel сам превращает в даты записи вида «6-11»")),
    "dos-letters": Right(said=("кодировка CP866 (DOS)",)),
    "one-bad-byte": Right(said=("строка 3, байт 20",)),
    "nothing-to-divide-by": Right(said=("нет величины K_od1",)),
    "cells-without-addresses": Right(USUAL | of("90610000", K_trial=None), (("unreadable", "D3"),)),
}


def project_of(case: str, folder: Path) -> Path:
    shutil.copytree(CASES / case, folder / "data" / "raw" / "proba")
    return folder


def numbers_of(counts: Any) -> dict[tuple[str, str, str], int | None]:
    whole = counts[(counts["organisation"] == "") & (counts["breakdown"] == "")]
    rows = whole[["code", "variable", "period", "value", "status"]].itertuples(index=False)
    return {(row.code, row.variable, row.period): int(row.value) if row.status == REPORTED else None for row in rows}


def test_every_case_has_its_right_answer() -> None:
    assert {path.name for path in CASES.iterdir()} == {*RIGHT, "schools-by-name"}


@pytest.mark.parametrize("case", [name for name, right in RIGHT.items() if not right.said])
def test_the_right_number_is_read_and_what_could_be_two_is_asked(case: str, tmp_path: Path) -> None:
    right = RIGHT[case]
    monitoring = analyse(project_of(case, tmp_path), "proba")
    given = numbers_of(monitoring.results.intake.counts)
    assert {key: given.get(key) for key in right.numbers} == right.numbers
    told = {(problem.code, problem.cell) for problem in monitoring.problems}
    assert set(right.asked) <= told
    if right.quiet:
        assert told == set()


@pytest.mark.parametrize("case", [name for name, right in RIGHT.items() if right.said])
def test_a_file_that_cannot_be_read_says_why_and_where(case: str, tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as refused:
        analyse(project_of(case, tmp_path), "proba")
    assert [text for text in RIGHT[case].said if text not in str(refused.value)] == []


def test_schools_are_known_by_their_names(tmp_path: Path) -> None:
    monitoring = analyse(project_of("schools-by-name", tmp_path), "proba")
    assert {problem.code for problem in monitoring.problems} == {"not_reported"}
    assert set(monitoring.results.intake.counts["organisation"]) - {""}
