"""Профминимум: the level of a school follows from its directions and hours; what is unknown fails nothing."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from careerstats.analysis.profminimum import (
    NOT_REACHED,
    NOT_REPORTED,
    UNDECIDED,
    claims,
    standings,
    summary,
)
from careerstats.catalogue import schemes
from careerstats.catalogue.schemes import in_force, load_profminimum
from careerstats.contracts.schemes import Profminimum
from careerstats.errors import DatasetError

SHIPPED = Path(schemes.__file__).parent / "profminimum.yaml"
EDITION = load_profminimum()[0]
BASIC = ("lesson", "extracurricular", "parents")
MAIN = (*BASIC, "practice", "additional")
ADVANCED = (*MAIN, "training")


def entry(**changes: Any) -> dict[str, Any]:
    return yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))["editions"][0] | changes


def load(folder: Path, *editions: Any) -> tuple[Profminimum, ...]:
    path = folder / "own.yaml"
    path.write_text(yaml.safe_dump({"editions": list(editions)}, allow_unicode=True), encoding="utf-8")
    return load_profminimum(path)


def school(name: str, runs: Any = (), hours: Any = None, claimed: Any = None, territory: str = "а") -> dict[str, Any]:
    """One row: ``runs`` are the directions it has, the others it has not; None: it answered nothing."""
    flags = {id: None if runs is None else int(id in runs) for id in EDITION.directions.listed}
    return {"territory": territory, "organisation": name, **flags, "hours": hours, "claimed": claimed}


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    return standings(pd.DataFrame(rows), EDITION)


def alone(runs: dict[str, bool | None], hours: Any) -> dict[str, Any]:
    """How one school stands; directions that ``runs`` does not name are not answered."""
    flags = {id: None if flag is None else int(flag) for id, flag in runs.items()}
    row = {"territory": "а", "organisation": "1", **dict.fromkeys(EDITION.directions.listed), **flags, "hours": hours}
    return table(row).iloc[0].to_dict()


# ---- one school


@pytest.mark.parametrize(
    ("runs", "hours", "level"),
    [
        (BASIC, 40, "базовый"),
        (BASIC, 39, NOT_REACHED),
        (BASIC, 100, "базовый"),
        (MAIN, 60, "основной"),
        (MAIN, 59.5, "базовый"),
        (MAIN, 40, "базовый"),
        (ADVANCED, 80, "продвинутый"),
        (ADVANCED, 79, "основной"),
        (ADVANCED, 30, NOT_REACHED),
        (BASIC[:2], 90, NOT_REACHED),
        ((*BASIC, "training"), 90, "базовый"),
        (("lesson", *MAIN[2:], "training"), 90, NOT_REACHED),
        ((*BASIC, "profile_classes"), 60, "базовый"),
        ((), 0, NOT_REACHED),
    ],
)
def test_the_level_follows_from_directions_and_hours(runs: tuple[str, ...], hours: float, level: str) -> None:
    assert table(school("1", runs, hours))["level"][0] == level


def test_hours_not_given_leave_the_level_undecided() -> None:
    (standing,) = table(school("1", MAIN, None)).to_dict("records")
    assert (standing["level"], standing["surely"], standing["possibly"]) == (UNDECIDED, 0, 2)


@pytest.mark.parametrize("hours", [None, np.nan, pd.NA])
def test_without_the_directions_of_the_first_level_hours_do_not_matter(hours: Any) -> None:
    assert alone({id: id == "lesson" for id in EDITION.directions.listed}, hours)["level"] == NOT_REACHED


def test_a_direction_not_answered_is_unknown_and_no_refusal() -> None:
    runs = dict.fromkeys(BASIC, True) | {"practice": None, "additional": True}
    assert alone(runs, 60)["level"] == UNDECIDED


def test_a_direction_not_answered_does_not_matter_where_another_is_lacking() -> None:
    runs = dict.fromkeys(BASIC, True) | {"practice": None, "additional": False}
    assert alone(runs, 60)["level"] == "базовый"


def test_impossible_hours_are_not_used() -> None:
    assert table(school("1", BASIC, -5))["level"][0] == UNDECIDED


ANSWERS = st.fixed_dictionaries({id: st.sampled_from([True, False, None]) for id in EDITION.directions.listed})
HOURS = st.one_of(st.none(), st.integers(0, 120), st.sampled_from([39.5, 40.5, 59.99, 80.25]))


@given(ANSWERS, HOURS, st.sampled_from(list(EDITION.directions.listed)), st.integers(0, 50))
def test_another_direction_or_more_hours_never_lower_the_level(
    runs: dict[str, bool | None], hours: float | None, direction: str, more: int
) -> None:
    before = alone(runs, hours)
    after = alone({**runs, direction: True}, None if hours is None else hours + more)
    assert after["surely"] >= before["surely"]
    assert runs[direction] is None or after["possibly"] >= before["possibly"]


@given(ANSWERS, HOURS, st.booleans(), st.integers(0, 120))
def test_whatever_the_unknown_turns_out_to_be_the_level_lies_between_surely_and_possibly(
    runs: dict[str, bool | None], hours: float | None, filled: bool, told: int
) -> None:
    standing = alone(runs, hours)
    known = {id: filled if flag is None else flag for id, flag in runs.items()}
    full = alone(known, told if hours is None else hours)
    assert full["surely"] == full["possibly"]
    assert standing["surely"] <= full["surely"] <= standing["possibly"]


# ---- a municipality


def test_schools_by_level_add_up_to_those_that_reported() -> None:
    schools = table(
        school("1", BASIC, 40),
        school("2", MAIN, 70),
        school("3", MAIN, None),
        school("4", ("lesson",), 90),
        school("5", None),
        school("6", ADVANCED, 80, territory="б"),
    )
    assert list(schools["level"]) == ["базовый", "основной", UNDECIDED, NOT_REACHED, NOT_REPORTED, "продвинутый"]
    assert summary(schools, EDITION).to_dict("records") == [
        {"territory": "а", "expected": 5, "reporters": 4, "базовый": 1, "основной": 1, "продвинутый": 0,
         NOT_REACHED: 1, UNDECIDED: 1},
        {"territory": "б", "expected": 1, "reporters": 1, "базовый": 0, "основной": 0, "продвинутый": 1,
         NOT_REACHED: 0, UNDECIDED: 0},
    ]  # fmt: skip
    assert summary(schools, EDITION, by=()).to_dict("records")[0]["reporters"] == 5


def test_an_absent_column_is_unknown_not_no() -> None:
    frame = pd.DataFrame([school("1", BASIC, 90)]).drop(columns="practice")
    standing = standings(frame, EDITION)
    assert (standing["surely"][0], standing["possibly"][0]) == (1, 1)  # additional is answered with no
    assert standings(frame.assign(additional=1), EDITION)["level"][0] == UNDECIDED
    assert standings(frame.drop(columns="hours"), EDITION)["level"][0] == UNDECIDED


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lesson": 2}, "урочная деятельность»: значение «2"),
        ({"lesson": "да"}, "урочная деятельность»: значение «да"),
        ({"hours": "сорок"}, "часы: значение «сорок»"),
    ],
)
def test_a_value_that_is_no_answer_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(DatasetError, match=said):
        table(school("1", BASIC, 40) | change)


def test_a_table_without_directions_or_with_a_school_twice_is_refused() -> None:
    with pytest.raises(DatasetError, match="нет ни одного столбца направлений"):
        standings(pd.DataFrame({"territory": ["а"], "organisation": ["1"]}), EDITION)
    with pytest.raises(DatasetError, match="школа записана дважды: а, 1"):
        table(school("1", BASIC, 40), school("1", BASIC, 40))


ROWS = st.lists(st.tuples(ANSWERS, HOURS, st.sampled_from("аб")), min_size=1, max_size=12)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_schools_does_not_matter(rows: list[Any], random: Any) -> None:
    frame = pd.DataFrame(
        [{"territory": place, "organisation": str(n), "hours": hours, "claimed": "основной", **runs}
         for n, (runs, hours, place) in enumerate(rows)]
    )  # fmt: skip
    one, other = (
        standings(part, EDITION) for part in (frame, frame.iloc[random.sample(range(len(frame)), len(frame))])
    )
    pd.testing.assert_frame_equal(summary(one, EDITION), summary(other, EDITION))
    assert claims(one, EDITION) == claims(other, EDITION)


# ---- a level claimed


def test_a_level_claimed_but_not_met_is_ready_to_become_a_finding() -> None:
    (claim,) = claims(table(school("7", [*BASIC, "practice"], 55, "основной")), EDITION)
    assert (claim.code, claim.school, claim.kind, claim.claimed) == ("а", "7", "not_met", "основной")
    assert "достигнут уровень «базовый»" in claim.text
    assert claim.text.replace("\u00a0", " ") == (
        "заявлен уровень «основной», достигнут уровень «базовый»; для заявленного не хватает: "
        "дополнительное образование, 5 часов"
    )


def test_what_is_lacking_is_counted_to_the_level_claimed_not_to_the_next() -> None:
    (claim,) = claims(table(school("7", BASIC, 40, "продвинутый")), EDITION)
    assert claim.text.endswith(
        "для заявленного не хватает: практико-ориентированный модуль, дополнительное образование, "
        "профессиональное обучение, 40\u00a0часов"
    )


def test_a_claim_that_hours_not_given_leave_open_is_not_called_unmet() -> None:
    (claim,) = claims(table(school("7", MAIN, None, "основной")), EDITION)
    assert claim.kind == "unproved"
    assert claim.text == "заявлен уровень «основной», подтвердить его нельзя: часы не указаны"


def test_a_claim_against_a_missing_direction_is_unmet_even_without_hours() -> None:
    (claim,) = claims(table(school("7", MAIN, None, "продвинутый")), EDITION)
    assert claim.kind == "not_met"
    assert f", {UNDECIDED}; " in claim.text
    assert claim.text.endswith("не хватает: профессиональное обучение; неизвестно: часы не указаны")


def test_a_claim_met_or_too_modest_or_absent_is_no_finding() -> None:
    rows = [school("1", MAIN, 60, "Основной уровень"), school("2", MAIN, 60, "базовый"), school("3", BASIC, 10)]
    assert claims(table(*rows), EDITION) == []
    assert claims(table(*rows).drop(columns="claimed"), EDITION) == []


def test_a_word_that_is_no_level_is_named() -> None:
    (claim,) = claims(table(school("1", MAIN, 60, "высокий")), EDITION)
    assert claim.kind == "unreadable"
    assert claim.text == (
        "заявлен уровень «высокий», такого нет; укажите один из уровней: базовый, основной, продвинутый"
    )


def test_claims_keep_their_schools_where_row_numbers_repeat() -> None:
    rows = pd.concat([table(school("1", MAIN, 60, "основной")), table(school("2", BASIC, 40, "основной"))])
    assert [(one.school, one.claimed) for one in claims(rows, EDITION)] == [("2", "основной")]


# ---- the scheme's file


def test_the_shipped_levels_are_3_5_and_6_directions_and_40_60_and_80_hours() -> None:
    assert [(one.name, one.hours, {*one.directions}) for one in EDITION.levels] == [
        ("базовый", 40, {*BASIC}),
        ("основной", 60, {*MAIN}),
        ("продвинутый", 80, {*ADVANCED}),
    ]


def test_a_higher_level_is_not_called_better_unless_the_region_says_so(tmp_path: Path) -> None:
    assert {one.polarity for one in load_profminimum()} == {"none"}
    assert load(tmp_path, entry(polarity="high"))[0].polarity == "high"


def test_nothing_shipped_is_presented_as_official() -> None:
    grounds = [ground for one in load_profminimum() for ground in (one.directions, one.hours)]
    assert [one.status for one in grounds] == ["practice", "practice", "proposed", "proposed"]


def test_editions_go_by_school_years_and_there_was_none_before() -> None:
    editions = load_profminimum()
    found = {period: in_force(editions, period) for period in ("2022/23", "2023", "2023/24", "2024/25", "2025/26")}
    assert {period: one.since if one else None for period, one in found.items()} == {
        "2022/23": None, "2023": None, "2023/24": "2023/24", "2024/25": "2023/24", "2025/26": "2025/26",
    }  # fmt: skip


def test_what_is_not_known_of_2025_is_said() -> None:
    newest = load_profminimum()[-1]
    assert "не установлено" in newest.note
    assert "предположение" in newest.note
    assert "сопоставимость с прежними годами не установлена" in newest.break_reason


def test_a_region_may_ask_for_other_hours_from_another_year(tmp_path: Path) -> None:
    levels = [one | {"hours": one["hours"] + 10} for one in entry()["levels"]]
    editions = load(tmp_path, entry(since="2024/25", levels=levels))
    assert [one.since for one in editions] == ["2023/24", "2024/25", "2025/26"]
    frame = pd.DataFrame([school("1", BASIC, 45)])
    assert [standings(frame, one)["level"][0] for one in editions] == [
        "базовый",
        NOT_REACHED,
        "базовый",
    ]


def level(name: str, hours: Any, *directions: str) -> dict[str, Any]:
    return {"name": name, "hours": hours, "directions": list(directions)}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"levels": [level("а", 40, *BASIC), level("б", 60, "lesson", "practice")]},
         "уровень «б» должен включать всё, что требует «а»; добавьте extracurricular, parents"),
        ({"levels": [level("а", 40, *BASIC), level("б", 30, *MAIN)]}, "часов (30) меньше, чем для «а» (40)"),
        ({"levels": [level("а", 40, "lesson"), level("А", 50, "lesson")]}, "уровень «а» записан дважды"),
        ({"levels": [level("а", 40, "кружки")]}, "направления кружки нет в «directions»"),
        ({"levels": [level("а", -1, "lesson")]}, "нужно целое число часов от 0, а стоит «-1»"),
        ({"levels": [level("а", "сорок", "lesson")]}, "в поле «hours» нужно целое число часов от 0, а стоит «сорок»"),
        ({"levels": []}, "нужен список уровней, каждый с «-», хотя бы один, а стоит пустой список"),
        ({"polarity": "better"}, "в поле «polarity» можно high, low, none, а стоит «better»"),
        ({"since": "2023/25"}, "период «2023/25» не понят"),
        ({"hours": {"status": "practice"}}, "hours: нет поля «source», добавьте его"),
        ({"break": {"why": "нет"}}, "break: нет поля «reason»"),
        ({"hour": 1}, "поле «hour» неизвестно"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_says_what_to_write(changes: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as error:
        load(tmp_path, entry(**changes))
    assert re.search(r"own\.yaml:\n– строка \d+, редакция ", str(error.value))
    assert said in str(error.value)


def test_an_edition_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"own\.yaml:\n– строка 1, редакция 2023/24 записана дважды"):
        load(tmp_path, entry(), entry())
