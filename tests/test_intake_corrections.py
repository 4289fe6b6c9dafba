"""corrections.yaml: a number is corrected only where the cell still says what the record says; names are refused."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.described import settings_of
from hypothesis import given
from hypothesis import strategies as st

from careerstats import catalogue, territories
from careerstats.contracts.corrections import CorrectionEntry
from careerstats.intake import Dataset, Intake, read
from careerstats.intake.corrections import column_number, read_records, text_at
from careerstats.model import column_letter
from careerstats.written import typed

REGION = "10000000"
SETTINGS: dict[str, Any] = {
    "title": "Проба",
    "region": REGION,
    "period": "2022",
    "tables": [
        {
            "file": "tables/t.csv",
            "territory": "МО",
            "columns": {"Прошли": {"variable": "K_pt"}, "Всего": {"variable": "K_od1"}, "План": {"variable": "F_plan"},
                        "ОВЗ": {"variable": "K_ovz611"}},
        }
    ],
}  # fmt: skip
RIGHT = {
    "file": "tables/t.csv",
    "cell": "B2",
    "was": "0,143",
    "becomes": "31",
    "why": "письмо от 10.06.2025 № 14",
    "who": "методист института",
    "date": "2025-06-11",
}
PLACES = territories.of_region(REGION, "2022-12-31")


def dataset(folder: Path, records: Any = None, text: str | None = None, **settings: Any) -> Dataset:
    """Two municipalities: the first with a share instead of a count; corrections.yaml as data or as text."""
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    rows = ["МО;Прошли;Всего;План;ОВЗ", f"{PLACES[0].name};0,143;1 731;может быть;5", f"{PLACES[1].name};40;50;да;6"]
    (folder / "tables" / "t.csv").write_text("\n".join(rows), encoding="utf-8")
    if records is not None or text is not None:
        written = text if text is not None else yaml.safe_dump(records, allow_unicode=True)
        (folder / "corrections.yaml").write_text(written, encoding="utf-8")
    return Dataset("t", folder, settings_of(**{**SETTINGS, **settings}))


def intake(folder: Path, records: Any = None, text: str | None = None) -> Intake:
    return read(dataset(folder, records, text), catalogue.load())


def count(found: Intake, variable: str, place: int = 0) -> dict[str, Any]:
    rows = found.counts[(found.counts["variable"] == variable) & (found.counts["territory"] == PLACES[place].id)]
    (row,) = rows.to_dict("records")
    return row


def refusals(found: Intake) -> list[str]:
    return [one.message for one in found.problems if one.code == "correction_refused"]


# ---- what is applied


def test_a_corrected_number_has_its_source_and_keeps_its_cell(tmp_path: Path) -> None:
    row = count(intake(tmp_path, [RIGHT]), "K_pt")
    assert (row["value"], row["status"], row["source"], row["origin"]) == (
        31,
        "reported",
        "исправление",
        "tables/t.csv!B2",
    )


def test_the_problem_of_the_cell_becomes_a_remark(tmp_path: Path) -> None:
    before = [one for one in intake(tmp_path / "a").problems if one.cell == "B2"]
    after = [one for one in intake(tmp_path / "b", [RIGHT]).problems if one.cell == "B2"]
    assert [(one.severity, one.code) for one in before] == [("blocking", "unreadable")]
    assert [(one.severity, one.code, one.territory) for one in after] == [("remark", "corrected", PLACES[0].code)]
    assert after[0].message == (
        "исправлено: было «0,143», стало «31»; основание: письмо от 10.06.2025 № 14; исправил: методист института"
    )


@pytest.mark.parametrize("name", [PLACES[0].id, PLACES[0].code, PLACES[0].name])
def test_a_number_is_found_by_whose_it_is_what_and_when(tmp_path: Path, name: str) -> None:
    record = {key: value for key, value in RIGHT.items() if key not in ("file", "cell")}
    found = intake(tmp_path, [record | {"territory": name, "variable": "K_pt", "period": "2022"}])
    assert refusals(found) == []
    assert count(found, "K_pt")["value"] == 31


def test_a_question_is_corrected_with_yes_or_no(tmp_path: Path) -> None:
    record = RIGHT | {"cell": "D2", "was": "может быть", "becomes": "да"}
    assert count(intake(tmp_path, [record]), "F_plan")["value"] == 1


def test_spaces_and_points_do_not_make_another_number(tmp_path: Path) -> None:
    records = [RIGHT | {"was": "0.143"}, RIGHT | {"cell": "C2", "was": "1731", "becomes": "1732"}]
    found = intake(tmp_path, records)
    assert refusals(found) == []
    assert count(found, "K_od1")["value"] == 1732


def test_other_numbers_stay_as_they_were(tmp_path: Path) -> None:
    before, after = intake(tmp_path / "a").counts, intake(tmp_path / "b", [RIGHT]).counts
    same = before["origin"] != "tables/t.csv!B2"
    assert before[same].equals(after[same])


def test_a_sensitive_number_is_corrected_and_not_printed(tmp_path: Path) -> None:
    found = intake(tmp_path, [RIGHT | {"cell": "E2", "was": "5", "becomes": "7"}])
    assert count(found, "K_ovz611")["value"] == 7
    (record,) = found.corrections
    assert (record.hidden, record.was, record.becomes) == (True, "", "")
    (remark,) = (one for one in found.problems if one.code == "corrected")
    assert "числа не приводятся" in remark.message
    assert "7" not in remark.message


def test_what_is_corrected_is_checked_like_any_number(tmp_path: Path) -> None:
    found = intake(tmp_path, [RIGHT | {"becomes": "9999"}])
    assert [one.cell for one in found.problems if one.code == "part_over_whole"] == ["B2"]


def test_without_the_file_nothing_is_corrected(tmp_path: Path) -> None:
    assert intake(tmp_path).corrections == []


# ---- what is not


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"was": "31"}, "в ячейке 0,143, а не 31"),
        ({"cell": "C3", "was": "31"}, "в ячейке 50, а не 31"),
        ({"cell": "E2", "was": "31"}, "в ячейке другое число, чем в поле «was»"),
        ({"becomes": "12,5"}, "в поле «becomes» нужно целое неотрицательное число"),
        ({"becomes": "-"}, "в поле «becomes» нужно целое неотрицательное число"),
        ({"cell": "A2"}, "в ячейке A2 файла tables/t.csv нет значения величины"),
        ({"file": "../../secret.csv"}, "нет значения величины"),
        ({"variable": "K_od1"}, "ячейка B2 говорит о другом: variable – K_pt, а не K_od1"),
        ({"why": ""}, "в поле «why» нужно основание исправления"),
        ({"who": ""}, "в поле «who» нужна должность исправившего"),
        ({"reason": "так надо"}, "поле «reason» неизвестно"),
        ({"cell": ""}, "не сказано, что исправляется"),
        ({"date": "31.02.2025"}, "нет в календаре"),
        ({"who": "методист Иванова"}, "похоже на имя человека"),
        ({"who": "Иванов И.И., директор"}, "похоже на имя человека"),
        ({"who": "директор Мария Петровна"}, "похоже на имя человека"),
        ({"why": "звонок от Петрова П.П."}, "похоже на имя человека"),
    ],
)
def test_a_record_that_does_not_fit_changes_nothing_and_says_why(tmp_path: Path, change: Any, words: str) -> None:
    found = intake(tmp_path, [RIGHT | change])
    assert found.corrections == []
    assert [words in one for one in refusals(found)] == [True]
    assert refusals(found)[0].startswith("исправление не применено: строка ")
    assert count(found, "K_pt")["status"] == "unreadable"


@pytest.mark.parametrize("who", ["методист Иванова", "Иванов И.И., директор", "директор Мария Петровна"])
def test_a_name_is_not_repeated_in_the_refusal(tmp_path: Path, who: str) -> None:
    (text,) = refusals(intake(tmp_path, [RIGHT | {"who": who}]))
    assert not set(who.replace(",", "").split()) - {"методист", "директор"} & set(text.split())


@pytest.mark.parametrize(
    "who",
    ["директор школы г. Саратов", "Заместитель министра образования Амурской области", "ведущий специалист отдела ОО"],
)
def test_a_position_is_no_name(who: str) -> None:
    assert typed(RIGHT | {"who": who}, CorrectionEntry)[1] == []


def test_a_record_that_is_no_longer_needed_is_named_and_blocks_nothing(tmp_path: Path) -> None:
    found = intake(tmp_path, [RIGHT | {"cell": "B3", "was": "4", "becomes": "40"}])
    assert (found.corrections, refusals(found)) == ([], [])
    (one,) = (one for one in found.problems if one.code == "correction_needless")
    assert (one.severity, one.message) == ("warning", "строка 1: в ячейке B3 уже исправленное значение")


def test_the_same_cell_is_corrected_once(tmp_path: Path) -> None:
    found = intake(tmp_path, [RIGHT, RIGHT | {"becomes": "32"}])
    assert count(found, "K_pt")["value"] == 31
    assert refusals(found) == [
        "исправление не применено: строка 8: ячейка B2 уже исправлена другой записью; оставьте одну"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("file: x", "нужен список записей"),
        ("просто текст", "нужен список записей"),
        ("- {", "запись YAML не читается"),
        ("- was: 1\n  was: 2", "строка 2: «was» записано дважды"),
        ("- одно слово", "запись 1: нужны записи «имя: значение», а стоит «одно слово»"),
    ],
)
def test_a_file_that_is_no_list_of_records_costs_only_itself(tmp_path: Path, text: str, words: str) -> None:
    found = intake(tmp_path, text=text)
    assert [words in one for one in refusals(found)] == [True]
    assert count(found, "K_pt", 1)["value"] == 40


def test_a_number_is_read_as_it_is_written(tmp_path: Path) -> None:
    """YAML would make 8 of 010 and 750 of 12:30."""
    text = "- {file: a, cell: B2, was: 12:30, becomes: 010, why: письмо, who: методист, date: 2025-06-11}"
    (tmp_path / "corrections.yaml").write_text(text, encoding="utf-8")
    assert [(one.was, one.becomes) for one in read_records(tmp_path)[0] or ()] == [("12:30", "010")]


def test_a_text_of_invisible_signs_is_no_text(tmp_path: Path) -> None:
    text = '- {file: a, cell: B2, was: 1, becomes: "\u00ad", why: письмо, who: методист, date: 2025-06-11}'
    (tmp_path / "corrections.yaml").write_text(text, encoding="utf-8")
    records, mistakes = read_records(tmp_path)
    assert records == ()
    assert ["нет поля «becomes»" in mistake for mistake in mistakes] == [True]


@given(st.integers(0, 20_000))
def test_the_letters_of_a_column_are_its_number(number: int) -> None:
    assert column_number(column_letter(number)) == number


@given(st.text(max_size=8))
def test_any_address_is_a_cell_or_nothing(cell: str) -> None:
    assert text_at([["a", 1.0], []], cell) in ("a", "1", "")


# ---- which source wins


SECOND = {"file": "tables/u.csv", "territory": "МО", "columns": {"Прошли": {"variable": "K_pt"}}}


def two_tables(folder: Path, rule: Any) -> Intake:
    one = dataset(folder, tables=[*SETTINGS["tables"], SECOND], **({"sources": rule} if rule else {}))
    (folder / "tables" / "u.csv").write_text(f"МО;Прошли\n{PLACES[1].name};44\n", encoding="utf-8")
    return read(one, catalogue.load())


def test_without_a_rule_two_numbers_are_a_contradiction(tmp_path: Path) -> None:
    found = two_tables(tmp_path, None)
    assert [one.cell for one in found.problems if one.code == "contradiction"] == ["B3"]


@pytest.mark.parametrize(
    ("order", "value", "lost"),
    [
        (["tables/u.csv", "tables/t.csv"], 44, ("tables/t.csv", "B3", "здесь 40, использовано 44 (tables/u.csv!B2)")),
        (["tables/t.csv"], 40, ("tables/u.csv", "B2", "здесь 44, использовано 40 (tables/t.csv!B3)")),
        (["tables/u*"], 44, ("tables/t.csv", "B3", "здесь 40, использовано 44 (tables/u.csv!B2)")),
    ],
)
def test_the_preferred_table_wins_and_the_other_number_is_named(
    tmp_path: Path, order: list[str], value: int, lost: tuple[str, str, str]
) -> None:
    found = two_tables(tmp_path, {"prefer": order})
    assert count(found, "K_pt", 1)["value"] == value
    (warning,) = (one for one in found.problems if one.code == "overruled")
    assert (warning.severity, warning.file, warning.cell) == ("warning", *lost[:2])
    assert lost[2] in warning.message
    assert not [one for one in found.problems if one.code == "contradiction"]


def test_a_table_that_does_not_exist_is_no_rule(tmp_path: Path) -> None:
    found = two_tables(tmp_path, {"prefer": ["tables/w.csv"]})
    assert [one.message for one in found.problems if one.code == "unknown_source"] == [
        "sources, prefer: таблицы «tables/w.csv» нет"
    ]
    assert [one.code for one in found.problems if one.cell == "B3"] == ["contradiction"]


# ---- which of repeated rows counts

ROWS = {
    "file": "tables/t.csv",
    "row": "4",
    "instead_of": "2",
    "why": "письмо от 10.06.2025 № 14",
    "who": "методист института",
    "date": "2025-06-11",
}


def repeated(folder: Path, *records: Any) -> Intake:
    """The first municipality stands in rows 2, 4 and 5 with 31, 32 and 33 pupils."""
    found = dataset(folder, list(records))
    one, other = PLACES[0].name, PLACES[1].name
    rows = ["МО;Прошли;Всего;План;ОВЗ", f"{one};31;99;да;5", f"{other};40;50;да;6", f"{one};32;98;да;4"]
    (folder / "tables" / "t.csv").write_text("\n".join([*rows, f"{one};33;97;нет;3"]), encoding="utf-8")
    return read(found, catalogue.load())


def told_of(found: Intake, code: str) -> list[str]:
    return [one.message for one in found.problems if one.code == code]


@pytest.mark.parametrize(
    ("row", "instead_of", "number", "cell"),
    [("4", ["2", "5"], 32, "B4"), ("2", ["4", "5"], 31, "B2"), ("5", ["2", "4"], 33, "B5")],
)
def test_a_record_says_which_of_repeated_rows_counts(
    row: str, instead_of: list[str], number: int, cell: str, tmp_path: Path
) -> None:
    found = repeated(tmp_path, ROWS | {"row": row, "instead_of": instead_of})
    assert (count(found, "K_pt")["value"], count(found, "K_pt")["origin"]) == (number, f"tables/t.csv!{cell}")
    assert count(found, "K_pt", 1)["value"] == 40
    assert told_of(found, "duplicate") == refusals(found) == []
    (told,) = told_of(found, "corrected")
    assert told.startswith(f"исправлено: использована строка {row} вместо строки {', '.join(instead_of)}; основание: п")
    (record,) = found.corrections
    assert (record.was, record.becomes) == (", ".join(f"строка {one}" for one in instead_of), f"строка {row}")
    assert (record.code, record.who) == (PLACES[0].code, "методист института")


def test_a_repeated_row_that_no_record_names_is_still_a_mistake(tmp_path: Path) -> None:
    found = repeated(tmp_path, ROWS)
    (message,) = told_of(found, "duplicate")
    assert " строка 5 повторяет строку 4, а числа другие: " in message
    assert message.endswith("– 98 и 97; „План“ – да и нет и ещё 1")
    assert count(found, "K_pt")["status"] == "unreadable"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"row": "3"}, "строки 3 и 2 – не повторы одной строки"),
        ({"row": "2", "instead_of": ["3"]}, "строки 2 и 3 – не повторы одной строки"),
        ({"row": "40"}, "строки 40 и 2 – не повторы одной строки"),
        ({"row": "2"}, "в «instead_of» та же строка, что в «row»"),
        ({"row": "B4"}, "нужны номера строк файла"),
        ({"why": ""}, "в поле «why» нужно основание исправления"),
        ({"instead_of": []}, "нет поля «instead_of»"),
        ({"instead_of": ""}, "нужны номера строк файла"),
        ({"was": "31"}, "поле «was» у записи о строках (row, instead_of) не действует; уберите его"),
        ({"file": "tables/x.csv"}, "таблицы «tables/x.csv» в dataset.yaml нет"),
        ({"who": "Иванова И. И."}, "похоже на имя человека"),
    ],
)
def test_a_record_of_rows_that_does_not_fit_changes_nothing(changes: dict[str, Any], why: str, tmp_path: Path) -> None:
    found = repeated(tmp_path, ROWS | changes)
    (message,) = refusals(found)
    assert message.startswith("исправление не применено: строка ")
    assert why in message
    assert found.corrections == []
    assert len(told_of(found, "duplicate")) == 2
