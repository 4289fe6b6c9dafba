"""Dated tables of cumulative counts: what is read, and what is wrong with them, cell by cell."""

from pathlib import Path
from typing import Any

import pytest
from helpers import weekly
from helpers.weekly import FIRST, NAMES, REGION, SECOND, SILENT, THIRD, UNASSIGNED, WEEKS, write

from careerstats import catalogue as catalogues
from careerstats.errors import DatasetError
from careerstats.intake import Intake, open_dataset, read
from careerstats.model import Problem


def intake_of(project: Path) -> Intake:
    dataset = open_dataset(project, "weekly")
    return read(dataset, catalogues.load(dataset.catalogue))


def found(intake: Intake, code: str) -> list[Problem]:
    return [one for one in intake.problems if one.code == code]


def test_snapshots_stand_apart_from_the_counts_of_the_period(tmp_path: Path) -> None:
    intake = intake_of(write(tmp_path))
    assert set(intake.counts["period"]) == {"2024"}
    assert len(intake.registers.snapshots.counts) == 16
    assert intake.registers.snapshots.days == list(WEEKS)
    last = {one["code"]: one["value"] for one in intake.registers.snapshots.counts if one["period"] == WEEKS[-1]}
    assert last == {FIRST: 80, SECOND: 30, THIRD: 75, REGION: 8}


def test_a_number_that_went_down_is_named_with_both_cells(tmp_path: Path) -> None:
    (one,) = found(intake_of(write(tmp_path)), "snapshot_went_down")
    assert one.place == "tables/2024-10-21.csv, ячейка B4"
    assert "на 21.10.2024 – 60, а на 14.10.2024 было 70 (tables/2024-10-14.csv!B4)" in one.message
    assert (one.severity, one.territory) == ("warning", THIRD)


def test_a_week_without_a_table_is_missed(tmp_path: Path) -> None:
    tables = weekly.by_week()
    del tables[WEEKS[1]], tables[WEEKS[2]]
    (one,) = found(intake_of(write(tmp_path, tables)), "missing_week")
    assert "между 07.10.2024 и 28.10.2024 нет сведений за 2\u00a0недели" in one.message


def test_two_days_of_neighbouring_weeks_miss_none(tmp_path: Path) -> None:
    tables = {"2024-10-11": {NAMES[FIRST]: 1}, "2024-10-14": {NAMES[FIRST]: 2}}  # Friday and Monday
    assert found(intake_of(write(tmp_path, tables)), "missing_week") == []


def test_who_keeps_silent_is_named_with_the_days(tmp_path: Path) -> None:
    counts = weekly.COUNTS | {NAMES[SECOND]: (10, 20, None, 30)}
    told = {one.territory: one.message for one in found(intake_of(write(tmp_path, weekly.by_week(counts))),
                                                        "snapshot_silent")}  # fmt: skip
    assert "не представлены на 21.10.2024" in told[SECOND]
    assert "не представлены ни на одну дату" in told[SILENT]
    assert set(told) == {SECOND, SILENT}


def test_a_day_outside_the_period_is_not_used(tmp_path: Path) -> None:
    tables = weekly.by_week() | {"2025-01-13": {NAMES[FIRST]: 99}}
    intake = intake_of(write(tmp_path, tables))
    (one,) = found(intake, "snapshot_outside_period")
    assert one.place == "tables/2025-01-13.csv, ячейка B2"
    assert "дата 13.01.2025 вне периода 2024" in one.message
    assert 99 not in [count["value"] for count in intake.registers.snapshots.counts]


def test_an_unknown_municipality_is_named_and_costs_its_row_only(tmp_path: Path) -> None:
    tables = weekly.by_week()
    tables[WEEKS[3]]["Пятый район"] = 5
    intake = intake_of(write(tmp_path, tables))
    (one,) = found(intake, "unknown_territory")
    assert one.place == "tables/2024-10-28.csv, ячейка A6"
    assert len(intake.registers.snapshots.counts) == 16


def test_two_tables_of_one_day_that_disagree_are_both_put_out_of_use(tmp_path: Path) -> None:
    entries = [weekly._entry(WEEKS[0]), weekly._entry(WEEKS[1]) | {"date": WEEKS[0]}]
    intake = intake_of(write(tmp_path, snapshots=entries))
    assert {one.territory for one in found(intake, "contradiction")} == {FIRST, SECOND, THIRD, REGION}
    assert intake.registers.snapshots.counts == []


def test_one_table_may_hold_many_days_in_russian_dates(tmp_path: Path) -> None:
    entry = weekly._entry("x") | {"file": "tables/all.csv", "date_column": "Дата"}
    del entry["date"]
    project = write(tmp_path, snapshots=[entry])
    text = "Дата;Район;Зарегистрировано\n07.10.2024;Первый район;3\n14.10.2024;Первый район;4\nвчера;Первый район;5\n"
    (project / "data/raw/weekly/tables/all.csv").write_text(text, encoding="utf-8", newline="\n")
    intake = intake_of(project)
    assert [(one["period"], one["value"]) for one in intake.registers.snapshots.counts] == [
        ("2024-10-07", 3),
        ("2024-10-14", 4),
    ]
    assert [one.cell for one in found(intake, "unknown_period")] == ["A4"]


def test_schools_may_report_weekly_and_the_silent_ones_are_named(tmp_path: Path) -> None:
    entries = []
    for day in WEEKS[:2]:
        entry = weekly._entry(day) | {"organisation": "Район"}
        del entry["territory"]
        entries.append(entry)
    tables = {WEEKS[0]: {f"s-{FIRST}-1": 3, f"s-{FIRST}-2": 4}, WEEKS[1]: {f"s-{FIRST}-1": 5}}
    told = [one.message for one in found(intake_of(write(tmp_path, tables, snapshots=entries)), "snapshot_silent")]
    assert f"Первый район ({FIRST}): не на все даты сведения представили школы: s-{FIRST}-2" in told


def test_an_unreadable_file_stops_no_other(tmp_path: Path) -> None:
    project = write(tmp_path)
    (project / "data/raw/weekly/tables" / f"{WEEKS[0]}.csv").write_bytes(b"")
    intake = intake_of(project)
    assert found(intake, "not_a_table")[0].file == f"tables/{WEEKS[0]}.csv"
    assert len(intake.registers.snapshots.counts) == 12


def test_an_unknown_variable_is_named(tmp_path: Path) -> None:
    entry = weekly._entry(WEEKS[0]) | {"columns": {"Зарегистрировано": {"variable": "K_nobody"}}}
    assert "K_nobody" in found(intake_of(write(tmp_path, snapshots=[entry])), "unknown_variable")[0].message


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"date": None}, "нужно одно из полей «date»"),
        ({"date_column": "Дата"}, "нужно одно из полей «date»"),
        ({"date": "31.02.2020"}, "нет в календаре"),
        ({"territory": None}, "нужно поле «territory» или «organisation»"),
        ({"period": "2024"}, "поле «period» здесь не применяется, оно пишется в tables"),
        ({"columns": {"Зарегистрировано": {}}}, "нужно одно из variable"),
        ({"colums": {}}, "поле «colums» неизвестно"),
    ],
)
def test_a_wrong_description_is_told_in_words(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    entry = {key: value for key, value in (weekly._entry(WEEKS[0]) | changes).items() if value is not None}
    project = write(tmp_path, snapshots=[entry])
    with pytest.raises(DatasetError, match=says):
        open_dataset(project, "weekly")


@pytest.mark.parametrize(
    ("targets", "says"),
    [
        ([50], "targets: нужны записи"),
        ({"1.1": "много"}, "не число"),
        ({"1.1": 101}, "вне 0…100"),
        ({"1.1": {"by": "2024-12-01"}}, "1.1: нужно одно из value .целевое значение"),
        ({"1.1": {"value": 50, "by": "1 декабря"}}, "не понята"),
    ],
)
def test_a_wrong_target_is_told_in_words(tmp_path: Path, targets: Any, says: str) -> None:
    with pytest.raises(DatasetError, match=says):
        open_dataset(write(tmp_path, targets=targets), "weekly")


def test_the_unassigned_have_a_row_of_their_own(tmp_path: Path) -> None:
    counts = intake_of(write(tmp_path)).registers.snapshots.counts
    assert [one["value"] for one in counts if one["breakdown"] == "unassigned"] == list(weekly.COUNTS[UNASSIGNED])
