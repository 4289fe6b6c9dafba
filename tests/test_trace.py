"""A value and the cells behind it: every value of the shipped datasets comes out again from its cells."""

import csv
import io
import math
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers.projects import AMUR, BELOGORSK, REGION, ROOT, run

from careerstats.errors import UsageError
from careerstats.pipeline.monitoring import analyse
from careerstats.pipeline.trace.cells import SCHOOLS, TOWNS, Book, Part, Trace, find
from careerstats.pipeline.trace.text import all_same, told

DEMO = "demo"


@cache
def book(name: str, project: Path = ROOT) -> Book:
    """Read and computed once; nobody changes it."""
    return Book(analyse(project, name))


def traced(name: str, whose: str, id: str, period: str = "", breakdown: str = "") -> Trace:
    return book(name).trace(find(book(name), whose, id, period, breakdown))


def text(name: str, whose: str, id: str, *, everything: bool = False, **asked: str) -> str:
    shown = told(book(name), traced(name, whose, id, **asked), everything=everything)
    return shown.replace("\u00a0", " ")


def flat(shown: str) -> str:
    """Without line breaks and indents."""
    return " ".join(shown.split())


def cell_of(name: str, origin: str) -> str:
    """What the file itself has in the cell: read here with the csv module alone."""
    file, cell = origin.split("!")
    raw = (ROOT / "data" / "raw" / name / file).read_text(encoding="utf-8-sig")
    mark = ";" if raw.splitlines()[0].count(";") >= raw.splitlines()[0].count(",") else ","
    letters = cell.rstrip("0123456789")
    column = sum((ord(letter) - 64) * 26**at for at, letter in enumerate(reversed(letters))) - 1
    return list(csv.reader(io.StringIO(raw), delimiter=mark))[int(cell[len(letters) :]) - 1][column]


# Every value


@pytest.mark.parametrize("name", [AMUR, DEMO])
def test_every_value_comes_out_again_from_its_cells(name: str) -> None:
    ours = book(name)
    wrong = [
        key
        for key, row in ours.values.items()
        if not all_same(ours.trace(row).computed, [row[part] for part in ("numerator", "denominator", "value")])
    ]
    assert wrong == []
    assert len(ours.values) >= 160


def test_the_check_sees_a_value_that_does_not_come_out() -> None:
    right = traced(AMUR, BELOGORSK, "bvb_registered")
    first, second = right.parts
    broken = Trace(
        right.row, right.indicator, right.edition, (Part(first.variable, first.value + 1, first.cells), second)
    )
    assert "ВНИМАНИЕ" in told(book(AMUR), broken)
    assert "ВНИМАНИЕ" not in told(book(AMUR), right)


@pytest.mark.parametrize("name", [AMUR, DEMO])
def test_every_cell_of_every_whole_value_stands_in_its_file_and_holds_that_number(name: str) -> None:
    """Numbers as the file writes them: «1731 (46%)», «187 чел.» begin with the count; да is one, нет is nought."""
    wrong, seen = [], 0
    origins = {
        (one.origin, int(one.value))
        for row in list(book(name).values.values())[:: 1 if name == AMUR else 40]
        for part in book(name).trace(row).parts
        for one in part.cells
    }
    for origin, value in origins:
        written = cell_of(name, origin).strip().casefold()
        digits = "".join(letter for letter in written.split("(")[0] if letter.isdigit())
        number = {"да": "1", "нет": "0"}.get(written, digits)
        seen += 1
        if number != str(value):
            wrong.append((origin, written, value))
    assert wrong == []
    assert seen > 80


@pytest.mark.slow
@pytest.mark.parametrize("name", [AMUR, DEMO])
def test_every_value_is_told_without_an_error(name: str) -> None:
    for row in book(name).values.values():
        shown = told(book(name), book(name).trace(row))
        assert "None" not in shown
        assert "nan" not in shown


# The two of the task


def test_belogorsk_is_one_cell_of_the_letter() -> None:
    one = traced(AMUR, BELOGORSK, "bvb_registered")
    assert [cell.origin for part in one.parts for cell in part.cells] == [
        "tables/municipalities.csv!D3",
        "tables/municipalities.csv!C3",
    ]
    assert one.computed[:2] == (1731, 3723)
    shown = text(AMUR, BELOGORSK, "bvb_registered")
    for words in (
        "г. Белогорск (10710000), 2020 год",
        "1 731 / 3 723 × 100 % = 46,5 %",
        "K_reg / K_611 × 100 %",
        "Редакция методики: с 2018 года",
        "Источник методики: Аналитическая справка",
        "tables/municipalities.csv, ячейка D3: 1 731 – г. Белогорск; в файле: «1731 (46%)»",
        "tables/municipalities.csv, ячейка C3: 3 723",
        "на пути к этому числу не вносились",
        "выше, чем по остальным муниципальным образованиям в целом, на 21,4 п. п.",
    ):
        assert words in flat(shown), words


def test_a_sum_over_schools_names_the_school_of_every_cell() -> None:
    one = traced(DEMO, "02607000", "1.1")
    assert {part.how for part in one.parts} == {SCHOOLS}
    assert all(cell.organisation.startswith("demo-district-07-") for part in one.parts for cell in part.cells)
    shown = flat(text(DEMO, "02607000", "1.1"))
    for cell in one.parts[0].cells:
        assert f"{cell.origin.replace('!', ', ячейка ')}: {cell.value} – " in shown
        assert f"({cell.organisation})" in shown


def test_of_many_cells_the_first_ten_and_the_range_are_shown_and_all_on_demand() -> None:
    one = traced(DEMO, "02000000", "1.1")
    cells = one.parts[0].cells
    assert one.parts[0].how == TOWNS
    assert len(cells) > 100
    short, whole = (text(DEMO, "02000000", "1.1", everything=all) for all in (False, True))
    numerator = short.split("Знаменатель")[0]
    assert numerator.split("… и ещё")[0].count("ячейка ") == 10
    assert f"… и ещё {len(cells) - 10}: tables/2024-25/form.csv: D12–D16, D18–" in numerator
    assert "--all" in numerator
    assert whole.split("Знаменатель")[0].split("Не вошли")[0].count("ячейка ") == len(cells)
    assert "--all" not in whole


def test_the_region_of_amur_holds_those_who_named_no_municipality() -> None:
    one = traced(AMUR, REGION, "bvb_registered")
    assert len(one.parts[0].cells) == len(one.parts[1].cells) + 1
    assert "не указавших муниципальное образование" in flat(text(AMUR, "регион", "bvb_registered", everything=True))


# What else is on the way


def test_a_correction_is_told_with_what_was_and_on_what_ground() -> None:
    for whose in ("02607000", "demo-district-07-001"):
        shown = flat(text(DEMO, whose, "rmg"))
        assert "Исправления: – tables/2024-25/form.csv, ячейка G85: было «187 чел.», стало «187»; основание:" in shown
        assert "20.06.2025" in shown


def test_organisations_left_out_of_a_sum_are_named() -> None:
    row = find(book(DEMO), "02701000", "1.1")
    one = book(DEMO).trace(row)
    left = [cell.organisation for cell in one.parts[1].left_out]
    assert left
    assert all(organisation.startswith("demo-city-01-") for organisation in left)
    assert not set(left) & {cell.organisation for cell in one.parts[1].cells}
    assert "Не вошли" in text(DEMO, "02701000", "1.1")


def test_shares_of_a_distribution_show_the_category_and_the_whole() -> None:
    row = next(row for (_, id), row in book(DEMO).values.items() if id == "choice_competence" and row.numerator)
    asked = {"period": row.period, "breakdown": row.breakdown}
    one = traced(DEMO, row.code, "choice_competence", **asked)
    assert one.computed[0] == row.numerator
    assert math.isclose(one.computed[2], row.value)
    assert {cell.breakdown for cell in one.parts[1].cells} > {row.breakdown}
    assert "Разрез: компетенция – " in text(DEMO, row.code, "choice_competence", **asked)


def test_a_denominator_of_answers_says_how_many_answered() -> None:
    shown = flat(text(DEMO, "02607000", "partner"))
    assert "n – число организаций, представивших сведения; n = 8" in shown


def test_numbers_of_limited_showing_are_marked() -> None:
    shown = flat(text(DEMO, "02000000", "ovz_guided"))
    assert "не для публикации" in shown
    assert "в файле:" not in shown


# A small dataset where municipalities speak for themselves, and one does so only in part

MIXED = """title: Диагностика
region: "10000000"
period: "2022"
tables:
  - file: towns.csv
    territory: МО
    columns: {Всего: {variable: K_od1}, Прошли: {variable: K_pt}}
  - file: schools.csv
    organisation: Код
    columns: {Прошли: {variable: K_pt}, Всего: {variable: K_od1}}
"""
TOWNS_CSV = "МО;Всего;Прошли\nг. Белогорск;100;40\nг. Зея;90;-\nг. Свободный;80;-\n"
REGISTER = (
    "id;kind;name;territory\nz1;школа;Школа 1;г. Зея\nz2;школа;Школа 2;г. Зея\ns1;школа;Школа 3;г. Свободный\n"
    "s2;школа;Школа 4;г. Свободный\nt1;школа;Школа 5;г. Тында\nt2;школа;Школа 6;г. Тында\n"
)
SCHOOLS_CSV = "Код;Прошли;Всего\nz1;20;45\nz2;10;45\ns1;7;40\nt1;5;50\nt2;60;50\n"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Book:
    folder = tmp_path_factory.mktemp("mixed") / "data" / "raw" / "mixed"
    folder.mkdir(parents=True)
    files = {"dataset.yaml": MIXED, "towns.csv": TOWNS_CSV, "organisations.csv": REGISTER, "schools.csv": SCHOOLS_CSV}
    for name, words in files.items():
        (folder / name).write_text(words, encoding="utf-8", newline="\n")
    return Book(analyse(folder.parents[2], "mixed"))


def parts_of(ours: Book, whose: str) -> dict[str, Any]:
    return {part.variable: part for part in ours.trace(find(ours, whose, "1.1")).parts}


@pytest.mark.parametrize(
    ("whose", "pupils", "how", "value"),
    [
        ("г. Белогорск", ["towns.csv!C2"], "own", 40),
        ("г. Зея", ["schools.csv!B2", "schools.csv!B3"], "schools", 30),
        ("г. Свободный", [], "own", None),
        ("г. Тында", ["schools.csv!B5"], "schools", 5),
    ],
    ids=["its own word", "its own whole and all its schools", "one of its schools silent", "a part over its whole"],
)
def test_whose_word_counts_is_seen_in_the_cells(
    mixed: Book, whose: str, pupils: list[str], how: str, value: int | None
) -> None:
    part = parts_of(mixed, whose)["K_pt"]
    assert ([cell.origin for cell in part.cells], part.how, part.value) == (pupils, how, value)


def test_values_of_the_mixed_dataset_come_out_again(mixed: Book) -> None:
    for row in mixed.values.values():
        assert all_same(mixed.trace(row).computed, [row[part] for part in ("numerator", "denominator", "value")])
        assert told(mixed, mixed.trace(row))


def test_a_number_that_is_not_known_says_so(mixed: Book) -> None:
    shown = flat(told(mixed, mixed.trace(find(mixed, "г. Свободный", "1.1"))))
    assert "Сведений нет" in shown
    assert "сведений нет, поэтому нет и значения" in shown


# Wrong questions


@pytest.mark.parametrize(
    ("whose", "id", "asked", "said"),
    [
        ("Белогорк", "bvb_registered", {}, ["Белогорк", "г. Белогорск (10710000)"]),
        (BELOGORSK, "bvb_registred", {}, ["bvb_registred", "bvb_registered"]),
        (BELOGORSK, "bvb_registered", {"period": "2019"}, ["2019", "2020", "--period"]),
        (BELOGORSK, "bvb_registered", {"breakdown": "классы=9"}, ["классы=9", "в целом"]),
        (BELOGORSK, "bvb_tests_per_pupil", {}, ["не рассчитывается", "careerstats indicator"]),
        (BELOGORSK, "1.1", {}, ["не рассчитывается", "bvb_registered"]),
    ],
    ids=["municipality", "indicator", "period", "breakdown", "level", "no numbers"],
)
def test_a_wrong_question_is_answered_with_what_there_is(
    whose: str, id: str, asked: dict[str, str], said: list[str]
) -> None:
    with pytest.raises(UsageError) as error:
        find(book(AMUR), whose, id, **asked)
    assert [words for words in said if words not in str(error.value)] == []


def test_a_misspelt_school_is_answered_with_near_ones() -> None:
    with pytest.raises(UsageError, match="demo-district-07-001"):
        find(book(DEMO), "demo-distrikt-07-001", "1.1")


def test_the_command_prints_it() -> None:
    done = run("--project", str(ROOT), "trace", AMUR, "Белогорск", "bvb_registered")
    assert (done.code, done.err) == (0, "")
    assert "ячейка D3" in done.out
    wrong = run("--project", str(ROOT), "trace", AMUR, "Белогорк", "bvb_registered")
    assert (wrong.code, wrong.out) == (2, "")
