"""decisions.csv -> documents with their points, and the slips of real and made-up protocols at their cells."""

from pathlib import Path

import pytest
from helpers.registers import ZEYA, codes, decisions, shipped
from hypothesis import given
from hypothesis import strategies as st

from careerstats import persons
from careerstats.contracts.cycle import AGENDA, DECISION, DONE, UNKNOWN
from careerstats.intake.registers import slips
from careerstats.intake.registers.decisions import read_decisions

GOOD = {"item": "1", "text": "подготовить приказ", "responsible": "Начальнику отдела", "term": "до 10.02.2022"}


# ---- the real protocol of 28.01.2022

SLIPS = [
    ("J2", "no_school_year"),
    ("I4", "agenda_without_decision"),
    ("J5", "no_school_year"),
    ("M17", "term_is_approval_day"),
    ("I19", "duplicate_number"),
    ("M20", "impossible_date"),
    ("M23", "no_term"),
    ("M24", "term_is_approval_day"),
]
"""Every slip of the protocol, and nothing else."""


def test_every_slip_of_the_real_protocol_is_found_at_its_cell_and_nothing_else() -> None:
    _, problems = read_decisions(shipped("stary-oskol-2022"))
    assert [(one.cell, one.code) for one in problems] == SLIPS
    assert {one.territory for one in problems} == {"14740000"}


def test_no_decision_of_the_real_protocol_is_lost_to_its_slips() -> None:
    (act,), _ = read_decisions(shipped("stary-oskol-2022"))
    numbers = [(one.question, one.item) for one in act.of(DECISION)]
    first = [("1", item) for item in ("1", "2.1", "2.2", "2.3", "3.1", "3.2", "3.2", "3.3")]
    assert numbers == [*first, ("2", "1"), ("2", "2.1"), ("2", "2.2"), ("2", "2.3")]
    assert len(act.of(AGENDA)) == 3
    assert (act.date, act.approved, act.number) == ("2022-01-28", "2022-01-31", "1")


def test_the_real_protocol_names_positions_and_nobody() -> None:
    (act,), problems = read_decisions(shipped("stary-oskol-2022"))
    assert "person_named" not in codes(problems)
    texts = [text for one in act.points for text in (one.text, one.responsible)]
    assert [text for text in texts if persons.looks_like_person(text)] == []
    assert all(one.responsible for one in act.of(DECISION))


def test_the_impossible_term_is_kept_as_written_and_has_no_day() -> None:
    (act,), _ = read_decisions(shipped("stary-oskol-2022"))
    term = act.of(DECISION)[7].term
    assert (term.text, term.by, term.impossible) == ("до 20.02.200 года", "", "20.02.200")


# ---- the road map of seed 000


def test_the_numbers_of_the_road_map_repeat_themselves(tmp_path: Path) -> None:
    titles = (
        "Организационно-технологическая",
        "Научно-методическая",
        "Информационно-аналитическая",
        "Консультационная",
    )
    head = {"kind": "дорожная карта", "number": "", "date": "", "title": "Творчество. Профориентация"}
    rows = [
        {**head, "part": "раздел", "item": item, "text": f"{title} деятельность"}
        for item, title in zip(("1.", "2.", "3.", "3."), titles, strict=True)
    ]
    _, problems = decisions(tmp_path, *rows, {**head, "part": "слушали", "item": "2. 2.", "text": "Для оценки условий"})
    assert [(one.code, one.message) for one in problems] == [
        ("duplicate_number", "номер 3 уже стоит в ячейке H4"),
        ("duplicate_number", "номер записан дважды подряд: «2. 2.»"),
    ]


# ---- terms and days


@pytest.mark.parametrize(
    ("text", "by", "always"),
    [
        ("до 10.02.2022 года", "2022-02-10", False),
        ("до 10.02.22", "2022-02-10", False),
        ("постоянно", "", True),
        ("до 01.06.2022 года и далее постоянно", "2022-06-01", True),
        ("с 01.09.2021 по 30.05.2022", "2022-05-30", False),
        ("в течение года", "", False),
        ("", "", False),
    ],
)
def test_a_term_is_read_as_people_write_it(text: str, by: str, always: bool) -> None:
    term = slips.read_term(text)
    assert (term.by, term.always, term.impossible) == (by, always, "")


@pytest.mark.parametrize(
    "text", ["до 20.02.200 года", "до 31.02.2022", "до 00.01.2022", "до 10.13.2022", "до 1.1.20222"]
)
def test_a_day_no_calendar_has_is_never_a_term(text: str) -> None:
    term = slips.read_term(text)
    assert (term.by, bool(term.impossible)) == ("", True)


@given(st.dates(min_value=slips.date(1991, 1, 1), max_value=slips.date(2100, 12, 31)))
def test_every_real_day_is_a_term(day: slips.date) -> None:
    assert slips.read_term(f"до {day:%d.%m.%Y} года").by == day.isoformat()


@given(st.text(max_size=60))
def test_no_text_of_a_term_breaks_the_reader(text: str) -> None:
    term = slips.read_term(text)
    assert term.text == text
    slips.no_school_years(text)
    slips.impossible_days(text)
    slips.a_span(text)
    slips.item_number(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("в 2021 учебном году", ["2021 учебном году"]),
        ("в 2021/22 учебном году", []),
        ("в 2021 – 2022 учебном году", []),
        ("в 2021-2023 учебном году", ["2021-2023 учебном году"]),
        ("в 2021/2022 учебный год", []),
        ("2021–2023 учебные годы", []),
        ("в 2021 году", []),
    ],
)
def test_a_school_year_has_two_years(text: str, wrong: list[str]) -> None:
    assert slips.no_school_years(text) == wrong


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("25.02.2022", ("2022-02-25", "2022-02-25")),
        ("2022-02-25", ("2022-02-25", "2022-02-25")),
        ("январь 2022 г.", ("2022-01-01", "2022-01-31")),
        ("февраля 2024", ("2024-02-01", "2024-02-29")),
        ("май 2022", ("2022-05-01", "2022-05-31")),
        ("2022-04", ("2022-04-01", "2022-04-30")),
        ("2022", ("2022-01-01", "2022-12-31")),
        ("30.02.2022", None),
        ("весна 2022", None),
        ("2022-13", None),
    ],
)
def test_a_span_is_a_day_a_month_or_a_year(text: str, span: tuple[str, str] | None) -> None:
    assert slips.a_span(text) == span


# ---- bad input


def test_a_good_protocol_has_no_remarks(tmp_path: Path) -> None:
    (act,), problems = decisions(tmp_path, GOOD | {"execution": "исполнено", "document": "приказ от 09.02.2022 № 12"})
    assert problems == []
    assert (act.code, act.points[0].execution, act.points[0].term.by) == (ZEYA, DONE, "2022-02-10")


@pytest.mark.parametrize(
    ("change", "code", "cell"),
    [
        ({"term": ""}, "no_term", "J2"),
        ({"term": "до 31.02.2022"}, "impossible_date", "J2"),
        ({"term": "до 28.01.2022"}, "term_is_approval_day", "J2"),
        ({"term": "до 27.01.2022"}, "term_before_document", "J2"),
        ({"term": "в течение года"}, "term_without_day", "J2"),
        ({"approved": "27.01.2022"}, "approved_early", "F2"),
        ({"date": "31.02.2022"}, "impossible_date", "C2"),
        ({"number": ""}, "no_number", "B2"),
        ({"number": "", "date": ""}, "no_requisites", "B2"),
        ({"territory": "Зейск"}, "unknown_territory", "E2"),
        ({"role": "завхоз"}, "unknown_role", "K2"),
        ({"indicator": "77.7"}, "unknown_indicator", "K2"),
        ({"execution": "почти"}, "unknown_word", "K2"),
        ({"execution": "исполнено"}, "done_without_document", "A2"),
        ({"execution": "не исполнено"}, "no_reason", "A2"),
        ({"text": "по приказу от 31.04.2022 № 5"}, "impossible_date", "I2"),
        ({"responsible": "Начальнику отдела Ивановой А.Б."}, "person_named", "K2"),
        ({"text": "поручить Петрову П.П. подготовить приказ"}, "person_named", "I2"),
    ],
)
def test_a_slip_is_named_at_its_cell(tmp_path: Path, change: dict[str, str], code: str, cell: str) -> None:
    _, problems = decisions(tmp_path, {"item": "1", "text": "подготовить приказ", "term": "до 10.02.2022"} | change)
    assert [(one.code, one.cell) for one in problems] == [(code, cell)]


def test_a_name_is_neither_kept_nor_repeated(tmp_path: Path) -> None:
    point = GOOD | {"responsible": "Начальнику отдела Ивановой А.Б.", "text": "поручить Петрову П.П. отчёт"}
    (act,), problems = decisions(tmp_path, point)
    told = " ".join([act.points[0].responsible, act.points[0].text, *(one.message for one in problems)])
    assert "Иванов" not in told
    assert "Петров" not in told
    assert act.points[0].responsible == "Начальнику отдела"


def test_rows_without_a_head_belong_to_the_document_above(tmp_path: Path) -> None:
    empty = dict.fromkeys(("kind", "number", "date", "title", "territory"), "")
    acts, problems = decisions(tmp_path, GOOD, GOOD | empty | {"item": "2"}, GOOD | {"number": "2"})
    assert problems == []
    assert [[one.item for one in act.points] for act in acts] == [["1", "2"], ["1"]]


def test_the_same_number_under_another_question_is_no_slip(tmp_path: Path) -> None:
    _, problems = decisions(tmp_path, GOOD | {"question": "1"}, GOOD | {"question": "2"})
    assert problems == []


def test_an_agenda_without_numbers_of_questions_is_held_against_the_number_of_decisions(tmp_path: Path) -> None:
    agenda = [{"part": "повестка", "item": str(n), "text": "О чём-то"} for n in (1, 2)]
    _, problems = decisions(tmp_path, *agenda, GOOD)
    assert codes(problems) == ["agenda_without_decision"] * 2
    _, problems = decisions(tmp_path, *agenda, GOOD, GOOD | {"item": "2"})
    assert problems == []


def test_a_question_that_the_agenda_has_not(tmp_path: Path) -> None:
    agenda = {"part": "повестка", "item": "1", "text": "О чём-то"}
    _, problems = decisions(tmp_path, agenda, GOOD | {"question": "1"}, GOOD | {"question": "5", "item": "2"})
    assert codes(problems) == ["unknown_question"]


def test_an_unreadable_execution_is_not_known(tmp_path: Path) -> None:
    (act,), _ = decisions(tmp_path, GOOD | {"execution": "почти"})
    assert act.points[0].execution == UNKNOWN


def test_a_file_without_its_columns_is_named(tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").write_text("kind,text\nприказ,сделать\n", encoding="utf-8")
    from helpers.registers import context

    acts, problems = read_decisions(context(tmp_path))
    assert (acts, codes(problems)) == ((), ["no_head"])


# ---- persons


@pytest.mark.parametrize(
    "text",
    [
        "Иванова А.Б.",
        "А. Б. Иванов",
        "Начальнику отдела Петрову П.",
        "Сидорова Анна Николаевна",
        "Анне Николаевне",
        "директору Сидоровой Анне Николаевне",
        "специалист Кузнецова",
        "Ильич",
    ],
)
def test_a_name_is_recognised(text: str) -> None:
    assert persons.looks_like_person(text)
    assert not persons.looks_like_person(persons.only_position(text))


@pytest.mark.parametrize(
    "text",
    [
        "Начальнику отдела общего образования управления образования",
        "Директору МБУ ДПО «Старооскольский институт развития образования»",
        "Руководителям общеобразовательных учреждений",
        "директор школы имени Пушкина",
        "глава администрации г. Губкин",
        "Директору МАУ ИМЦ «Альтернатива» (г. Ижевск)",
        "заведующий детским садом в деревне",
        "Деревне",
        "Основной общеобразовательной школе",
        "Классный руководитель 9 А класса",
        "МБОУ «СОШ № 27»",
        "",
    ],
)
def test_a_position_is_no_name_and_stays_as_it_is(text: str) -> None:
    assert not persons.looks_like_person(text)
    assert persons.only_position(text) == text


def test_a_role_is_written_as_in_the_register_of_addressees(tmp_path: Path) -> None:
    (act,), problems = decisions(tmp_path, GOOD | {"role": "Школы"}, GOOD | {"item": "2", "role": "coordinator"})
    assert problems == []
    assert [one.role for one in act.points] == ["schools", "coordinator"]
