"""Self-diagnosis «Школа Минпросвещения России»: the printed table, means and levels of schools, the scheme's file."""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from careerstats import catalogue
from careerstats.analysis import self_diagnosis
from careerstats.analysis.printed_diagnosis import check_published, check_table, problems
from careerstats.analysis.self_diagnosis import shown
from careerstats.catalogue import schemes
from careerstats.catalogue.schemes import in_force, load_self_diagnosis
from careerstats.contracts.schemes import Diagnosis
from careerstats.errors import DatasetError
from careerstats.intake.registers.printed import PrintedRow

SHIPPED = Path(schemes.__file__).parent / "self_diagnosis.yaml"
EXAMPLE = SHIPPED.parent / "examples" / "self-diagnosis-2022.csv"
EDITION = load_self_diagnosis()[0]
MAXIMA = {"S_know": 36, "S_upbr": 22, "S_creat": 16, "S_prof": 18, "S_health": 15, "S_teach": 16, "S_climate": 9,
          "S_env": 19}  # fmt: skip


def edition(folder: Path, **changes: Any) -> Diagnosis:
    """The shipped edition with parts of it changed: ``critical={"rule": "zero", "items": [47]}``."""
    entry = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))["editions"][0]
    for part, change in changes.items():
        entry[part] = {**entry[part], **change} if isinstance(entry[part], dict) else change
    return load_self_diagnosis(written(folder, [entry]))[-1]


def written(folder: Path, editions: Any) -> Path:
    path = folder / "own.yaml"
    path.write_text(yaml.safe_dump({"editions": editions}, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def mistakes(folder: Path, **changes: Any) -> str:
    with pytest.raises(DatasetError) as error:
        edition(folder, **changes)
    return str(error.value)


def scores(*rows: tuple[str, str, str, float | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["territory", "organisation", "variable", "value"])


def read_published(path: Path) -> list[PrintedRow]:
    """Rows of a table with the columns of ``EXAMPLE``."""
    lines = [line.split(";") for line in path.read_text(encoding="utf-8").splitlines()]
    keys = ("direction", "maximum", "mean", "percent", "level")
    cells = {
        row: {key: f"{at}{row}" for key, at in zip(keys, "ABCDE", strict=True)} for row in range(2, len(lines) + 1)
    }
    texts = {row: dict(zip_longest(keys, lines[row - 1], fillvalue="")) for row in cells}
    return [PrintedRow(file=path.name, cells=cells[row], **texts[row]) for row in cells]


def one(frame: pd.DataFrame, **where: Any) -> dict[str, Any]:
    for column, value in where.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1
    return frame.iloc[0].to_dict()


# ---- the printed table of 2022


@pytest.fixture(scope="module")
def table() -> list[Any]:
    return check_table(read_published(EXAMPLE), EDITION)


def test_the_table_of_2022_is_wrong_in_four_places_for_certain_and_in_one_unless_the_mean_was_cut(
    table: list[Any],
) -> None:
    assert {row.printed.direction: row.share.verdict for row in table} == {
        "Знание: качество и объективность": "mean_cut",
        "Воспитание": "rounded",
        "Творчество": "rounded",
        "Профориентация": "rounded",
        "Здоровье": "wrong",
        "Учитель. Школьные команды": "wrong",
        "Школьный климат": "wrong",
        "Образовательная среда, создание условий": "wrong",
    }


def test_every_printed_level_comes_out_of_its_printed_percentage(table: list[Any]) -> None:
    assert [row.level for row in table] == [row.printed.level for row in table]
    assert [row.level_text for row in table] == [""] * 8


def test_a_wrong_percentage_is_explained_with_what_its_mean_gives(table: list[Any]) -> None:
    health = next(row for row in table if row.printed.direction == "Здоровье")
    assert health.share.text.replace("\u00a0", " ") == (
        "Здоровье: 56,10 % – не получается: среднее 8,7 даёт от 57,67 до 58,33 %; ни одно среднее, которое округляется "
        "до 8,7, такой доли не даёт, с отброшенными знаками – тоже"
    )


def test_what_the_means_leave_open_is_a_remark(table: list[Any]) -> None:
    said = {row.printed.direction: row.caveats for row in table if row.caveats}
    assert set(said) == {"Творчество", "Профориентация", "Школьный климат"}
    assert "если это 7,0, такой доли оно не даёт" in said["Творчество"][0]
    assert said["Школьный климат"][0].startswith(
        "по среднему 4,5 уровень определить нельзя: оно даёт от 49,44 до 50,56"
    )


def test_check_gets_problems_with_cells(table: list[Any]) -> None:
    found = [(one.severity, one.code, one.cell) for one in problems(table)]
    assert found == [
        ("warning", "diagnosis_mean_cut", "D2"),
        ("remark", "diagnosis_doubt", "C4"),
        ("remark", "diagnosis_doubt", "C5"),
        ("warning", "diagnosis_percent_differs", "D6"),
        ("warning", "diagnosis_percent_differs", "D7"),
        ("warning", "diagnosis_percent_differs", "D8"),
        ("remark", "diagnosis_doubt", "C8"),
        ("warning", "diagnosis_percent_differs", "D9"),
    ]


def test_the_verdicts_are_the_same_whether_the_last_zeros_count_or_not(table: list[Any]) -> None:
    for row in table:
        given = row.printed
        verdict = check_published(given.direction, given.mean, int(given.maximum), given.percent).verdict
        assert verdict == row.share.verdict


def test_a_wrong_level_and_a_strange_maximum_are_named(tmp_path: Path) -> None:
    path = tmp_path / "таблица.csv"
    head = EXAMPLE.read_text(encoding="utf-8").splitlines()[0]
    rows = ["Здоровье;15;9,0;60,0%;ниже базового", "Воспитание;20;10,0;50,0%;базовый", "Иное;10;5,0;50,0%;базовый"]
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    found = [(one.code, one.cell, one.message) for one in problems(check_table(read_published(path), EDITION))]
    level = "Здоровье: напечатан уровень «ниже базового», а доле 60,0% соответствует «базовый»"
    mean = "Здоровье: по среднему 9,0 (от 59,67 до 60,33\u00a0%) уровень был бы «базовый»"
    assert found[:2] == [("diagnosis_level_differs", "E2", level), ("diagnosis_doubt", "C2", mean)]
    assert any(text == "Воспитание: наибольший балл 20, а в редакции 2022 – 22" for *_, text in found)
    assert any(text.startswith("Иное: такого направления нет в редакции 2022") for *_, text in found)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Здоровье;15;девять;60%;базовый", "нужны числа"),
        ("Здоровье;15;;60%;базовый", "нужны числа"),
        ("Здоровье;15;9;;базовый", "нужны числа"),
        ("Здоровье;0;9;60%;базовый", "наибольший балл «0»"),
        ("Здоровье;15;16;60%;базовый", "больше наибольшего балла 15"),
        ("Здоровье;15;9", "нужны числа"),
    ],
)
def test_a_row_without_numbers_is_named_and_stops_no_other(row: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "таблица.csv"
    path.write_text(EXAMPLE.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    checked = check_table(read_published(path), EDITION)
    assert why in checked[-1].share.text
    assert [one.share.verdict for one in checked].count("wrong") == 4
    assert problems(checked)[-1].code == "diagnosis_unreadable"


# ---- one printed percentage


@pytest.mark.parametrize(
    ("mean", "maximum", "percent", "verdict"),
    [
        ("7,5", 15, "50%", "rounded"),
        ("7,5", 15, "50,3%", "rounded"),
        ("7,5", 15, "50,4%", "mean_cut"),  # 7,5599 cut to 7,5 gives 50,4
        ("7,5", 15, "51%", "mean_cut"),
        ("7,5", 15, "52%", "wrong"),
        ("7,50", 15, "50,2%", "wrong"),
        ("10,0", 16, "62%", "rounded"),  # 62,5 from below
        ("10,00", 16, "62,4%", "percent_cut"),  # 62,46875 … 62,53125 cut to 62,4
        ("0", 16, "0%", "rounded"),
        ("16", 16, "100%", "rounded"),
        ("16", 16, "101%", "wrong"),
    ],
)
def test_a_percentage_and_its_mean(mean: str, maximum: int, percent: str, verdict: str) -> None:
    assert check_published("Здоровье", mean, maximum, percent).verdict == verdict


@given(st.integers(1, 60), st.integers(1, 40), st.data(), st.integers(0, 2), st.integers(0, 2))
def test_a_rightly_rounded_table_is_never_called_wrong(
    maximum: int, schools: int, data: st.DataObject, mean_digits: int, digits: int
) -> None:
    total = data.draw(st.integers(0, maximum * schools))
    mean, share = Fraction(total, schools), Fraction(100 * total, schools * maximum)
    printed_mean, printed_share = (half_up(one, places) for one, places in ((mean, mean_digits), (share, digits)))
    assert check_published("Здоровье", printed_mean, maximum, printed_share).verdict == "rounded"


def half_up(value: Fraction, digits: int) -> str:
    """Rounded by the standard library's decimals, not by ours."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)).replace(".", ",")


@given(st.integers(1, 60), st.integers(1, 40), st.data())
def test_a_percentage_is_called_wrong_only_if_no_mean_gives_it(maximum: int, schools: int, data: st.DataObject) -> None:
    mean = data.draw(st.integers(0, maximum))
    percent = data.draw(st.integers(0, 100))
    verdict = check_published("Здоровье", str(mean), maximum, f"{percent}%").verdict
    fine = [Fraction(10 * mean - 5 + tenth, 10) for tenth in range(11)]
    possible = [100 * one / maximum for one in fine if 0 <= one <= maximum]
    comes_out = any(percent - Fraction(1, 2) <= one <= percent + Fraction(1, 2) for one in possible)
    assert not (comes_out and verdict != "rounded")


# ---- scores of schools


def attainment(frame: pd.DataFrame, edition: Diagnosis, by: tuple[str, ...] = ("territory",)) -> pd.DataFrame:
    """One row per group and direction, then one for all its directions."""
    found = self_diagnosis.attainment(frame, edition, by)
    rows = [dict(zip(by, key, strict=True)) | msgspec.structs.asdict(row) for key, own in found.items() for row in own]
    return pd.DataFrame(rows).astype(object)


def test_the_mean_is_over_the_schools_that_reported_and_says_how_many() -> None:
    frame = scores(("а", "1", "S_prof", 6), ("а", "2", "S_prof", 9), ("а", "3", "S_prof", None))
    row = one(attainment(frame, EDITION), variable="S_prof")
    assert (row["reporters"], row["expected"], row["maximum"]) == (2, 3, 18)
    assert row["mean"] == Decimal("7.5")
    assert (row["share"], row["level"]) == (Decimal("41.7"), "ниже базового")


def test_a_direction_nobody_reported_is_unknown_not_zero() -> None:
    row = one(attainment(scores(("а", "1", "S_prof", None)), EDITION), variable="S_prof")
    assert row["mean"] is None
    assert (row["reporters"], row["level"], row["share"]) == (0, "", None)


def test_the_total_is_the_sum_of_means_to_the_sum_of_maxima_not_a_mean_of_percentages() -> None:
    frame = scores(("а", "1", "S_know", 36), ("а", "1", "S_climate", 0))
    row = one(attainment(frame, EDITION), variable="")
    assert str(row["share"]) == "80.0"  # 36 / 45, while the mean of 100 and 0 is 50
    assert "остальные направления не представлены" in row["remark"]
    assert row["level"] == ""


def test_all_directions_together_are_of_151_points() -> None:
    frame = scores(*[("а", "1", name, maximum) for name, maximum in MAXIMA.items()])
    row = one(attainment(frame, EDITION), variable="")
    assert (row["mean"], row["maximum"], row["share"]) == (151.0, 151, 100.0)
    assert row["remark"] == "сумма средних баллов к сумме наибольших; уровень по направлениям вместе не определяется"


def test_the_total_says_that_directions_have_different_reporters() -> None:
    frame = scores(("а", "1", "S_know", 1), ("а", "2", "S_know", 1), ("а", "1", "S_env", 1))
    assert (
        "по направлениям сведения представили от 1 до 2 школ" in one(attainment(frame, EDITION), variable="")["remark"]
    )


def test_the_region_is_the_mean_over_its_schools_not_over_its_municipalities() -> None:
    frame = scores(("а", "1", "S_prof", 18), ("б", "2", "S_prof", 0), ("б", "3", "S_prof", 0))
    row = one(attainment(frame, EDITION, by=()), variable="S_prof")
    assert (row["mean"], row["reporters"], row["expected"]) == (6.0, 3, 3)


def test_a_school_has_its_own_level() -> None:
    frame = attainment(
        scores(("а", "1", "S_prof", 9), ("а", "2", "S_prof", 8.9)), EDITION, ("territory", "organisation")
    )
    assert one(frame, variable="S_prof", organisation="1")["level"] == "базовый"
    assert one(frame, variable="S_prof", organisation="2")["level"] == "ниже базового"


def test_a_share_that_rounds_to_the_boundary_it_lies_below_gets_more_digits() -> None:
    given = [("а", str(school), "S_health", 7.5) for school in range(199)] + [("а", "199", "S_health", 6.0)]
    row = one(attainment(scores(*given), EDITION), variable="S_health")
    assert row["level"] == "ниже базового"
    assert (str(row["mean"]), str(row["share"])) == ("7.49", "49.95")


def test_the_boundary_itself_belongs_to_the_upper_level_and_is_printed_plainly() -> None:
    row = one(attainment(scores(("а", "1", "S_climate", 4.5)), EDITION), variable="S_climate")
    assert (str(row["share"]), row["level"]) == ("50.0", "базовый")


def test_tenths_that_floats_cannot_hold_are_added_exactly() -> None:
    frame = scores(*[("а", str(school), "S_climate", value) for school, value in enumerate([4.4, 4.6, 4.1, 4.9])])
    assert one(attainment(frame, EDITION), variable="S_climate")["level"] == "базовый"


def test_a_score_above_the_maximum_is_not_used_and_is_counted() -> None:
    frame = scores(("а", "1", "S_prof", 9), ("а", "2", "S_prof", 19), ("а", "3", "S_prof", -1))
    row = one(attainment(frame, EDITION), variable="S_prof")
    assert (row["reporters"], row["mean"]) == (1, 9)
    assert row["remark"] == "не использовано баллов вне пределов от 0 до 18: 2"


def test_a_direction_reported_twice_is_refused() -> None:
    with pytest.raises(DatasetError, match=r"записано дважды .*а, 1, S_prof"):
        attainment(scores(("а", "1", "S_prof", 9), ("а", "1", "S_prof", 9)), EDITION)


SCORES = st.lists(
    st.tuples(st.sampled_from("абв"), st.integers(0, 30), st.sampled_from(list(MAXIMA)), st.integers(0, 90)),
    min_size=1, max_size=40, unique_by=lambda row: row[:3],
)  # fmt: skip


@given(SCORES, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[tuple[str, int, str, int]], random: Any) -> None:
    given = [(place, str(school), name, tenths / 10) for place, school, name, tenths in rows]
    shuffled = random.sample(given, len(given))
    pd.testing.assert_frame_equal(attainment(scores(*given), EDITION), attainment(scores(*shuffled), EDITION))


@given(SCORES)
def test_means_and_levels_agree_with_a_plain_loop_over_fractions(rows: list[tuple[str, int, str, int]]) -> None:
    given = [(place, str(school), name, tenths / 10) for place, school, name, tenths in rows]
    result = attainment(scores(*given), EDITION)
    for row in result[result["variable"] != ""].to_dict("records"):
        maximum = MAXIMA[row["variable"]]
        own = [Fraction(tenths, 10) for place, _, name, tenths in rows
               if (place, name) == (row["territory"], row["variable"]) and tenths <= 10 * maximum]  # fmt: skip
        assert row["reporters"] == len(own)
        if own:
            mean = sum(own, Fraction()) / len(own)
            assert row["mean"] == shown(mean, [Fraction(maximum, 2)])
            assert row["level"] == ("базовый" if 100 * mean / maximum >= 50 else "ниже базового")


@given(st.fractions(0, 100), st.lists(st.integers(1, 100), max_size=4))
def test_a_printed_value_never_reaches_a_boundary_that_the_value_does_not(value: Fraction, starts: list[int]) -> None:
    rounded = Fraction(shown(value, [Fraction(one) for one in starts]))
    assert all(rounded < start for start in starts if value < start)
    assert abs(rounded - value) <= Fraction(1, 20)


# ---- the scheme's file


def test_the_shipped_maxima_are_those_of_the_table() -> None:
    assert {one.id: one.maximum for one in EDITION.directions.listed} == MAXIMA
    assert EDITION.maximum == 151


def test_nothing_shipped_is_presented_as_official() -> None:
    grounds = [EDITION.directions, EDITION.bands, EDITION.total, EDITION.critical, EDITION.empty]
    assert {one.status for one in grounds} == {"practice", "proposed"}
    assert EDITION.bands.status == "proposed"
    assert "предположение" in EDITION.bands.note


def test_the_shipped_boundary_lies_where_the_table_puts_it() -> None:
    assert Fraction("48.2") < EDITION.bands.listed[1].start <= Fraction("56.1")


def test_there_was_no_method_before_2022() -> None:
    assert in_force(load_self_diagnosis(), "2021") is None
    assert in_force(load_self_diagnosis(), "2023") == EDITION
    assert in_force(load_self_diagnosis()) == EDITION


def test_an_own_edition_of_a_later_year_leaves_the_earlier_one(tmp_path: Path) -> None:
    entry = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))["editions"][0]
    bands = entry["bands"] | {"list": [{"from": 0, "name": "низкий"}, {"from": 62.5, "name": "высокий"}]}
    editions = load_self_diagnosis(written(tmp_path, [entry | {"since": 2024, "bands": bands}]))
    assert [one.since for one in editions] == ["2022", "2024"]
    assert editions[1].level(Fraction("62.5")) == "высокий"
    assert editions[1].level(Fraction("62.49")) == "низкий"
    assert editions[0].level(Fraction("62.5")) == "базовый"


def test_levels_of_all_directions_together_are_given_if_the_edition_says_so(tmp_path: Path) -> None:
    own = edition(tmp_path, total={"rule": "bands"})
    every = scores(*[("а", "1", name, maximum) for name, maximum in MAXIMA.items()])
    assert one(attainment(every, own), variable="")["level"] == "базовый"
    assert one(attainment(every[:7], own), variable="")["level"] == ""  # one direction is missing


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"since": "весной"}, "редакция весной: период «весной» не понят"),
        ({"bands": {"list": [{"from": 10, "name": "низкий"}]}}, "первый уровень должен начинаться с 0"),
        ({"bands": {"list": [{"from": 0, "name": "а"}, {"from": 0, "name": "б"}]}}, "запишите по возрастанию"),
        ({"bands": {"list": [{"from": 0, "name": "а"}, {"from": 101, "name": "б"}]}}, "от 0 до 100, а стоит «101»"),
        ({"bands": {"list": [{"from": 0, "name": "а"}, {"from": 9, "name": "а"}]}}, "уровень «а» записан дважды"),
        ({"bands": {"list": ["низкий"]}}, "bands, уровень «?»: нужны записи «имя: значение», а стоит «низкий»"),
        ({"bands": {"list": []}}, "в поле «list» нужен список уровней, каждый с «-», а стоит пустой список"),
        (
            {"bands": {"status": "final"}},
            "«status» можно official, practice, proposed (возможно, имелось в виду: official)",
        ),
        ({"critical": {"rule": "half"}}, "в поле «rule» можно none, zero, а стоит «half»"),
        ({"critical": {"rule": "zero"}}, "перечислите номера критических пунктов"),
        ({"critical": {"rule": "zero", "items": [7]}}, "пункта 7 нет ни в одном направлении"),
        ({"empty": {"rules": "zero"}}, "поле «rules» неизвестно"),
        (
            {"directions": {"list": [{"id": "S_a", "title": "А", "short": "А", "maximum": 0}]}},
            "нужно целое число больше нуля, а стоит «0»",
        ),
        ({"directions": {"list": [{"id": "S_a", "title": "А", "short": "А"}]}}, "нет поля «maximum», добавьте его"),
        (
            {"directions": {"list": [{"id": "S_a", "title": "А", "short": "А", "maximum": True}]}},
            "нужно целое число больше нуля, а стоит «true»",
        ),
    ],
)
def test_a_mistake_in_the_file_says_what_to_write(changes: dict[str, Any], said: str, tmp_path: Path) -> None:
    text = mistakes(tmp_path, **changes)
    assert re.search(r"own\.yaml:\n– строка \d+, редакция ", text)
    assert said in text


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    text = mistakes(tmp_path, critical={"rule": "half"}, empty={"rule": "third"}, bands={"status": "final"})
    assert text.count("\n– ") == 3


@pytest.mark.parametrize("content", ["", "- 1", "editions: 5", "editions: []", "editions: [5]"])
def test_a_file_of_another_shape_is_refused_in_words(content: str, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DatasetError, match=r"own\.yaml"):
        load_self_diagnosis(path)


def test_the_indicators_of_the_catalogue_have_the_same_maxima_and_bands() -> None:
    bands = tuple((band.start, band.name) for band in EDITION.bands.listed)
    editions = [edition for one in catalogue.load().indicators.values() for edition in one.editions]
    ours = [edition for edition in editions if edition.of.get("score") in MAXIMA and edition.formula != "mean_score"]
    assert {edition.formula for edition in ours} == {"attainment", "level"}
    for edition in ours:
        assert edition.maximum == MAXIMA[edition.of["score"]]
        assert tuple((band.start, band.name) for band in edition.bands) == (bands if edition.formula == "level" else ())
