"""Controls beside the variables: each finds its own mistake at both addresses, and keeps silent otherwise."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from careerstats import catalogue
from careerstats.catalogue import Catalogue
from careerstats.catalogue.checks import of_variables
from careerstats.catalogue.controls import named, parts
from careerstats.contracts.catalogue import Control, VariableEntry
from careerstats.errors import CatalogueError
from careerstats.intake import controls as of_counts
from careerstats.intake import open_dataset, read, sources
from careerstats.intake.tables import Reading
from careerstats.model import ABSENT, REPORTED, UNASSIGNED, Problem
from careerstats.written import typed

ROOT = Path(__file__).parent.parent
IDS = ("K_a", "K_b", "K_c", "K_d", "K_e")


def control(written: dict[str, Any]) -> Control:
    return msgspec.convert(written, Control)


def with_controls(**controls: list[dict[str, Any]]) -> Catalogue:
    one = replace(catalogue.load().variables["K_611"], controls=())
    variables = {
        id: replace(one, id=id, title=f"величина {id}", controls=tuple(map(control, controls.get(id, ()))))
        for id in IDS
    }
    return Catalogue({}, variables, {})


def count(variable: str, value: int | None, row: int, **other: str) -> dict[str, Any]:
    """A count of cell B<row>; of 2020 and of Зея unless told otherwise."""
    where = {"code": "10712000", "organisation": "", "breakdown": "", "period": "2020", "file": "t.csv", **other}
    status = ABSENT if value is None else REPORTED
    origin = f"{where.pop('file')}!B{row}"
    return {**where, "variable": variable, "value": value, "status": status, "origin": origin}


def told(known: Catalogue, *counts: dict[str, Any]) -> list[Problem]:
    return of_counts.held(list(counts), known)


def only(known: Catalogue, *counts: dict[str, Any]) -> Problem:
    (problem,) = told(known, *counts)
    assert problem.what_to_do
    return problem


# ---- one quantity told twice


def test_what_is_told_twice_is_put_out_of_use_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """All numbers are looked through once, however many contradict each other."""
    passes: list[set[str]] = []
    discard = Reading.discard
    monkeypatch.setattr(Reading, "discard", lambda self, origins: (passes.append(origins), discard(self, origins)))
    twice = [count(id, value, row, file=f"{value}.csv") for row, id in enumerate(IDS[:4], 2) for value in (1, 2)]
    reading = Reading([*twice, count("K_e", 5, 9)])
    sources.settle(reading)
    assert [problem.place for problem in reading.problems] == [f"1.csv, ячейка B{row}" for row in range(2, 6)]
    assert [count["value"] for count in reading.counts] == [None] * 8 + [5]
    assert passes == [{count["origin"] for count in twice}]


# ---- categories against the quantity itself, without a control

NONE = with_controls()
CLASSES = {f"классы={grade}": grade * 10 for grade in range(6, 12)}


def of_categories(whole: int, parts: dict[str, int | None]) -> list[dict[str, Any]]:
    rows = [count("K_a", number, row, breakdown=name) for row, (name, number) in enumerate(parts.items(), 3)]
    return [count("K_a", whole, 2), *rows]


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        (510, CLASSES),
        (600, {"классы=6": 60, "классы=7": 70}),
        (600, {**CLASSES, "классы=9": None}),
        (100, {"ОВЗ=да": 3, "ОВЗ=нет": 97}),
        (100, {"компетенция=повар": 80, "компетенция=сварщик": 70}),
    ],
)
def test_categories_that_go_together_are_not_told(whole: int, parts: dict[str, int | None]) -> None:
    assert told(NONE, *of_categories(whole, parts)) == []


@pytest.mark.parametrize(
    ("whole", "parts", "added"),
    [
        (520, CLASSES, 510),
        (120, {"классы=6": 60, "классы=7": 70}, 130),
        (100, {"ОВЗ=да": 3, "ОВЗ=нет": 90}, 93),
        (100, {"пол=мальчики": 60, "пол=девочки": 41}, 101),
    ],
)
def test_categories_that_do_not_give_the_quantity_are_told(
    whole: int, parts: dict[str, int | None], added: int
) -> None:
    problem = only(NONE, *of_categories(whole, parts))
    assert (problem.code, problem.cell) == ("sum_differs", "B2")
    assert problem.message.endswith(f"= {added}")


# ---- sums

SUM = with_controls(K_a=[{"sum_of": ["K_b", "K_c"]}])
TOTAL = with_controls(K_b=[{"total": "K_a", "parts": ["K_b", "K_c"]}])


@pytest.mark.parametrize("known", [SUM, TOTAL], ids=["sum_of", "total"])
def test_a_sum_that_its_parts_do_not_give_is_blocking_and_names_every_part(known: Catalogue) -> None:
    problem = only(known, count("K_a", 10, 2), count("K_b", 4, 3), count("K_c", 5, 4))
    assert (problem.severity, problem.code, problem.cell, problem.territory) == (
        "blocking",
        "sum_differs",
        "B2",
        "10712000",
    )
    assert problem.message == "величина K_a: указано 10, а сумма частей 4 (t.csv!B3) + 5 (t.csv!B4) = 9"


@pytest.mark.parametrize("known", [SUM, TOTAL], ids=["sum_of", "total"])
@pytest.mark.parametrize("values", [(10, 4, 6), (10, 4, None), (10, None, None), (None, 4, 5), (0, 0, 0), (4, 4, None)])
def test_a_sum_that_agrees_or_cannot_be_judged_is_silent(known: Catalogue, values: tuple[int | None, ...]) -> None:
    assert told(known, *(count(id, value, 2) for id, value in zip(IDS, values, strict=False))) == []


def test_parts_greater_than_their_total_are_named_though_one_is_missing() -> None:
    assert only(SUM, count("K_a", 3, 2), count("K_b", 4, 3)).code == "sum_differs"


def test_parts_of_another_year_or_school_are_no_parts() -> None:
    assert told(SUM, count("K_a", 9, 2), count("K_b", 4, 3, period="2019"), count("K_c", 99, 4, organisation="s")) == []


def test_a_range_of_parts_is_written_out() -> None:
    assert parts(["гр.08", "гр.11…гр.13"]) == ["гр.08", "гр.11", "гр.12", "гр.13"]
    assert parts(["K_09…K_11"]) == ["K_09", "K_10", "K_11"]
    assert parts(["K_1…Z_9", "K_9…K_1", "K_1…K_999999"]) == ["K_1…Z_9", "K_9…K_1", "K_1…K_999999"]
    assert named(control({"total": "K", "parts": ["A1…A2"]})) == [("total", "K"), ("parts", "A1"), ("parts", "A2")]


# ---- year against year

JUMP = with_controls(K_a=[{"jump": 3, "from": "previous", "at_least": 50}])


@pytest.mark.parametrize(("then", "now"), [(20, 61), (61, 20), (0, 50), (50, 0), (100, 1000)])
def test_a_jump_is_a_warning_with_both_numbers(then: int, now: int) -> None:
    problem = only(JUMP, count("K_a", then, 9, period="2019", file="old.csv"), count("K_a", now, 2))
    assert (problem.severity, problem.code, problem.file, problem.cell) == ("warning", "jump", "t.csv", "B2")
    for word in (str(now), f"за 2019 – {then}", "old.csv!B9"):
        assert word in problem.message


@pytest.mark.parametrize(("then", "now"), [(20, 60), (60, 20), (1, 49), (0, 49), (0, 0), (None, 500), (500, None)])
def test_what_is_no_jump_is_silent(then: int | None, now: int | None) -> None:
    assert told(JUMP, count("K_a", then, 9, period="2019"), count("K_a", now, 2)) == []


def test_the_previous_period_is_the_nearest_one_of_the_data() -> None:
    counts = [
        count("K_a", 10, 1, period="2017"),
        count("K_a", 100, 2, period="2019"),
        count("K_a", 110, 3, period="2020"),
    ]
    assert [one.cell for one in told(JUMP, *counts)] == ["B2"]


COPY = with_controls(**{id: [{"copy_of_previous": True}] for id in IDS})
THEN = [
    count(id, value, row, period="2019/20", file="old.csv")
    for row, (id, value) in enumerate(zip(IDS, (11, 25, 40, 73, 2), strict=True))
]


def again(*values: int | None) -> list[dict[str, Any]]:
    return [count(id, value, row, period="2020/21") for row, (id, value) in enumerate(zip(IDS, values, strict=True))]


def test_last_years_form_sent_again_is_asked_about() -> None:
    problem = only(COPY, *THEN, *again(11, 25, 40, 73, 2))
    assert (problem.severity, problem.code, problem.file) == ("warning", "copy_of_previous", "t.csv")
    assert "все 5 чисел те же, что за 2019/20 (old.csv!B0)" in problem.message


@pytest.mark.parametrize("values", [(11, 25, 40, 73, 3), (11, 25, 40, None, None), (12, 26, 41, 74, 2)])
def test_answers_that_differ_or_are_too_few_are_no_copy(values: tuple[int | None, ...]) -> None:
    assert told(COPY, *THEN, *again(*values)) == []


def test_small_numbers_are_equal_by_chance() -> None:
    small = [{**one, "value": 3} for one in THEN]
    assert told(COPY, *small, *again(3, 3, 3, 3, 3)) == []


# ---- school against school

SAME = with_controls(**{id: [{"same_in_all_schools": True}] for id in IDS})


def schools(*values: int, code: str = "10712000") -> list[dict[str, Any]]:
    return [count("K_a", value, row, organisation=f"s{row}", code=code) for row, value in enumerate(values, 2)]


def test_one_number_from_all_schools_is_asked_about() -> None:
    problem = only(SAME, *schools(25, 25, 25, 25))
    assert (problem.severity, problem.code, problem.cell) == ("warning", "same_in_all_schools", "B2")
    for word in ("K_a", "(4)", "25", "t.csv!B3"):
        assert word in problem.message


@pytest.mark.parametrize("values", [(25, 25, 25, 26), (25, 25, 25), (0, 0, 0, 0, 0), (9, 9, 9, 9, 9)])
def test_schools_that_differ_or_are_few_or_small_are_silent(values: tuple[int, ...]) -> None:
    assert told(SAME, *schools(*values)) == []


def test_schools_of_two_municipalities_are_two_groups() -> None:
    assert told(SAME, *schools(25, 25), *schools(25, 25, code="10710000")) == []


def form(school: str, *values: int) -> list[dict[str, Any]]:
    return [count(id, value, row, organisation=school) for row, (id, value) in enumerate(zip(IDS, values, strict=True))]


def test_two_schools_with_the_same_form_are_asked_about() -> None:
    problem = only(SAME, *form("s1", 11, 25, 40, 73, 2), *form("s2", 11, 25, 40, 73, 2))
    assert (problem.severity, problem.code) == ("warning", "same_answers")
    for word in ("s1", "s2", "5 чисел", "t.csv!B0"):
        assert word in problem.message


def test_two_schools_that_differ_in_one_number_are_two_schools() -> None:
    assert told(SAME, *form("s1", 11, 25, 40, 73, 2), *form("s2", 11, 25, 40, 73, 3)) == []


# ---- levels

SCHOOL, MUNICIPAL = with_controls(K_a=[{"level": "school"}]), with_controls(K_a=[{"level": "municipality"}])


def test_a_municipality_that_answers_where_schools_do_is_asked_about() -> None:
    problem = only(SCHOOL, count("K_a", 5, 2, organisation="s1"), count("K_a", 50, 3, code="10710000"))
    assert (problem.severity, problem.code, problem.cell) == ("warning", "wrong_level", "B3")
    assert "отчитываются школы" in problem.message


def test_where_no_school_reports_a_municipality_may() -> None:
    assert told(SCHOOL, count("K_a", 50, 3), count("K_a", 5, 2, organisation="s1", period="2021")) == []
    assert told(SCHOOL, count("K_a", 5, 2, organisation="s1"), count("K_a", 5, 3, breakdown=UNASSIGNED)) == []


def test_a_school_that_answers_for_the_municipality_is_asked_about() -> None:
    assert only(MUNICIPAL, count("K_a", 5, 2, organisation="s1")).code == "wrong_level"
    assert told(MUNICIPAL, count("K_a", 5, 2)) == []


# ---- answer against answer


def plan_and_deputy(first: Any, second: Any, variable: str = "F_plan", **deputy: str) -> list[Problem]:
    """A plan (or its item 47) in B2, item 48 in C2."""
    answers = count(variable, first, 2), {**count("F_item48", second, 2, **deputy), "origin": "t.csv!C2"}
    return told(catalogue.load(), *answers)


@pytest.mark.parametrize("variable", ["F_plan", "F_item47"])
def test_a_plan_that_nobody_is_in_charge_of_is_asked_about_with_both_cells(variable: str) -> None:
    (problem,) = plan_and_deputy(1, 0, variable)
    assert (problem.severity, problem.code, problem.cell) == ("warning", "answers_contradict", "B2")
    assert problem.message.endswith("(пункт 48 самодиагностики, да/нет)»: нет (t.csv!C2)")
    assert problem.what_to_do.startswith("уточните, кто отвечает за выполнение плана")


@pytest.mark.parametrize(("first", "second"), [(1, 1), (0, 0), (0, 1), (1, None), (None, 0)])
def test_answers_that_go_together_or_are_unknown_are_silent(first: int | None, second: int | None) -> None:
    assert plan_and_deputy(first, second) == []


def test_answers_of_two_schools_do_not_contradict_each_other() -> None:
    assert plan_and_deputy(1, 0, organisation="s1") == []


def test_the_printed_case_contradicts_itself(tmp_path: Path) -> None:
    """Seed 000, lines 47 and 48: «100%» and «отсутствие» of one municipality."""
    raw = tmp_path / "data" / "raw" / "case"
    raw.mkdir(parents=True)
    (raw / "t.csv").write_text("МО;п. 47;п. 48\nг. Зея;100%;отсутствие\nг. Тында;57,7%;наличие\n", encoding="utf-8")
    columns = '{"п. 47": {variable: F_item47, values: item}, "п. 48": {variable: F_item48, values: item}}'
    table = f"tables: [{{file: t.csv, territory: МО, columns: {columns}}}]"
    settings = f'title: Проба\nregion: "10000000"\nperiod: "2023"\n{table}\n'
    (raw / "dataset.yaml").write_text(settings, encoding="utf-8")
    found = read(open_dataset(tmp_path, "case"), catalogue.load())
    (problem,) = [one for one in found.problems if one.code != "not_reported"]
    assert (problem.code, problem.place) == ("answers_contradict", "t.csv, ячейка B2")
    assert "(t.csv!C2)" in problem.message


# ---- real data, any data


@pytest.mark.parametrize("name", ["demo", "amur-2020"])
def test_shipped_data_raise_no_question_of_controls(name: str) -> None:
    dataset = open_dataset(ROOT, name)
    codes = {one.code for one in read(dataset, catalogue.load(dataset.catalogue)).problems}
    assert (
        codes & {"jump", "copy_of_previous", "same_in_all_schools", "same_answers", "wrong_level", "sum_differs"}
        == set()
    )


ALL = with_controls(
    K_a=[{"at_most": "K_b"}, {"sum_of": ["K_c", "K_d"]}],
    **{
        id: [{"jump": 2}, {"copy_of_previous": True}, {"same_in_all_schools": True}, {"level": "school"}]
        for id in IDS[1:]
    },
)
COUNTS = st.builds(
    count,
    st.sampled_from(IDS),
    st.none() | st.integers(0, 200),
    st.integers(1, 999),
    period=st.sampled_from(["2019", "2020", "2020/21"]),
    organisation=st.sampled_from(["", "s1", "s2"]),
    breakdown=st.sampled_from(["", UNASSIGNED, "класс=9"]),
)


@given(st.lists(COUNTS, max_size=40))
def test_controls_change_no_count_and_only_arithmetic_blocks(counts: list[dict[str, Any]]) -> None:
    before = [dict(one) for one in counts]
    problems = told(ALL, *counts)
    assert counts == before
    assert {one.code for one in problems if one.severity == "blocking"} <= {"sum_differs", "part_over_whole"}
    assert all(one.cell and one.message and one.what_to_do for one in problems)


# ---- how they are written


@pytest.mark.parametrize(
    ("controls", "said"),
    [
        ("K_od1", "нужен список"),
        (["K_od1"], "контроль: нужны записи «имя: значение», а стоит «K_od1»"),
        ([{}], "нужно одно из at_most"),
        ([{"atmost": "K_od1"}], "«atmost» неизвестно (возможно, имелось в виду: at_most)"),
        ([{"at_most": "K_od1", "sum_of": ["K_b"]}], "контроль: нужно одно из at_most, sum_of"),
        ([{"at_most": ["K_od1"]}], "нужно имя величины"),
        ([{"sum_of": "K_od1"}], "в поле «sum_of» нужен список"),
        ([{"sum_of": []}], "в поле «sum_of» нужен список"),
        ([{"total": "K_od1"}], "в «parts» нужен список"),
        ([{"jump": 1}], "больше 1"),
        ([{"jump": "3"}], "больше 1"),
        ([{"jump": 3, "from": "2019"}], "previous"),
        ([{"jump": 3, "at_least": "много"}], "at_least"),
        ([{"copy_of_previous": False}], "только true"),
        ([{"same_in_all_schools": 4}], "только true"),
        ([{"level": "region"}], "school, municipality"),
    ],
)
def test_a_control_written_wrongly_is_named_with_its_file_and_entry(controls: Any, said: str) -> None:
    entry = {**dict.fromkeys(("title", "unit", "grades", "as_of", "collected"), "x"), "sensitive": False, "source": {}}
    _, (mistake,) = typed({**entry, "controls": controls}, VariableEntry, key="K_x")
    assert mistake.text.startswith("величина K_x")
    assert said in mistake.text


def test_a_control_that_names_no_variable_is_a_mistake() -> None:
    known = with_controls(K_a=[{"at_most": "K_z"}], K_b=[{"total": "K_a", "parts": ["K_b", "K_7…K_8"]}])
    assert of_variables(known.variables) == [
        "величина K_a, контроль: величины K_z нет, исправьте «at_most»",
        "величина K_b, контроль: величины K_7 нет, исправьте «parts»",
        "величина K_b, контроль: величины K_8 нет, исправьте «parts»",
    ]


def test_an_own_catalogue_with_an_unknown_control_is_refused_with_its_name(tmp_path: Path) -> None:
    fields = "title: т, unit: person, grades: any, as_of: период, collected: форма, sensitive: false, source: {}"
    path = tmp_path / "catalogue.yaml"
    path.write_text(f"variables:\n  K_own: {{{fields}, controls: [{{jumps: 3}}]}}\n", encoding="utf-8", newline="\n")
    with pytest.raises(CatalogueError, match="строка 2, величина K_own, контроль: поле «jumps» неизвестно"):
        catalogue.load(path)
