"""Protocols of data checking as workbooks: remarks with what stands in the cell, completeness, corrections, changes."""

import ast
import io
import re
import shutil
import zipfile
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from helpers.regions import ROOT
from helpers.saved import save
from hypothesis import given
from hypothesis import strategies as st

from careerstats.analysis import printed_diagnosis
from careerstats.bundles.quality import cut_quality, of_municipalities, of_region
from careerstats.contracts.counts import COUNT_COLUMNS
from careerstats.contracts.quality import Change, Protocol
from careerstats.errors import DatasetError
from careerstats.export import xlsx
from careerstats.intake import open_dataset
from careerstats.intake.expected import EXPECTED
from careerstats.intake.participants import keys, names
from careerstats.pipeline.beside import protocol
from careerstats.pipeline.checking import check
from careerstats.pipeline.monitoring import Monitoring, analyse

OKRUG, DISTRICT, MENDED = "02509000", "02605000", "02607000"


@cache
def demo() -> Monitoring:
    return analyse(ROOT, "demo")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data" / "raw" / "demo", tmp_path / "data" / "raw" / "demo")
    return tmp_path


def opened(path: Path) -> dict[str, list[list[Any]]]:
    """Sheets of a workbook: title → rows."""
    book = openpyxl.load_workbook(path)
    return {page.title: [[cell.value for cell in row] for row in page.iter_rows()] for page in book}


def rows_of(sheet: list[list[Any]]) -> list[dict[str, Any]]:
    head, *rows = sheet
    return [dict(zip(head, row, strict=True)) for row in rows]


# ---- the workbook of any tables


def workbook(*rows: list[Any]) -> bytes:
    return xlsx.write([xlsx.Sheet("Т", [("А", 10), ("Б", 10)], list(rows))], "Проба", "2025-06-30")


@pytest.mark.parametrize(
    "text", ["=1+1", "+7 900", "-", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=A1}", "http://a.b", "1e5"]
)
def test_a_text_of_a_received_file_is_text(text: str) -> None:
    data = workbook([text, 5])
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert page is not None
    cell = page["A2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)
    assert (page["B2"].data_type, page["B2"].value) == ("n", 5)
    assert not any(
        "macro" in name.lower() or "vba" in name.lower() for name in zipfile.ZipFile(io.BytesIO(data)).namelist()
    )


@given(st.text(max_size=60))
def test_any_text_gives_a_workbook_that_opens(text: str) -> None:
    page = openpyxl.load_workbook(io.BytesIO(workbook([text, text]))).active
    assert page is not None
    assert page["A2"].data_type in ("s", "n")
    assert not str(page["A2"].value or "").startswith("=") or page["A2"].data_type == "s"


def test_the_same_tables_are_the_same_bytes() -> None:
    assert workbook(["а", 1]) == workbook(["а", 1])
    assert workbook(["а", 1]) != workbook(["а", 2])


def test_a_text_too_long_for_a_cell_is_cut() -> None:
    page = openpyxl.load_workbook(io.BytesIO(workbook(["я" * 40_000, 1]))).active
    assert page is not None
    assert len(str(page["A2"].value)) == 32_767


# ---- what a check writes


def test_a_check_writes_the_protocols_of_the_region_and_of_each_municipality(project: Path) -> None:
    said: list[str] = []
    assert check(project, "demo", said.append) == 1
    folder = project / "data" / "processed" / "demo"
    assert any(str(folder / "protocol.xlsx") in line for line in said)
    whole = opened(folder / "protocol.xlsx")
    assert list(whole) == ["Замечания", "Полнота", "Исправления", "Что изменилось"]
    codes = {one.code for one in demo().results.intake.territories}
    assert {path.stem.removeprefix("protocol-") for path in (folder / "protocols").iterdir()} == codes
    unmended = [one for one in demo().problems if one.code != "corrected"]
    assert len(whole["Замечания"]) - 1 == len(unmended)
    before = (folder / "protocol.xlsx").read_bytes()
    check(project, "demo", said.append)
    assert (folder / "protocol.xlsx").read_bytes() == before


def test_a_remark_says_what_stands_in_the_cell_what_is_expected_and_what_to_do(project: Path) -> None:
    check(project, "demo", lambda text: None)
    own = rows_of(opened(project / "data/processed/demo/protocols" / f"protocol-{DISTRICT}.xlsx")["Замечания"])
    (spoilt,) = (row for row in own if row["Ячейка"] == "J67")
    assert spoilt["Что в ячейке"] == "0,143"
    assert spoilt["Организация"] == "Средняя школа № 1 Китежского района"
    assert spoilt["Что ожидается"].startswith("целое неотрицательное число")
    assert spoilt["Что сделать"] == "укажите количество: целое число; значение не использовано"
    assert spoilt["Важность"] == "ошибка (не использовано)"
    assert {row["Муниципальное образование"] for row in own} == {"Китежский район"}


def test_a_municipality_is_told_of_no_other(project: Path) -> None:
    names = {one.code: one.name for one in demo().results.intake.territories}
    for code, told in of_municipalities(demo().results, of_region(demo().results, [])).items():
        text = str(told)
        assert [name for other, name in names.items() if other != code and name in text] == []


def test_gone_municipalities_leave_no_protocol(project: Path) -> None:
    stale = project / "data/processed/demo/protocols/protocol-02999000.xlsx"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"")
    check(project, "demo", lambda text: None)
    assert not stale.exists()


# ---- what is expected

SOURCE = ROOT / "src" / "careerstats"
SEVERITIES = ("blocking", "warning", "remark")
PLACE_OF_CODE = {"Problem": 2, "Remark": 1, "Doubt": 2, "Refused": 0, "NotATableError": 2}
"""Which argument of the classes that carry a code it is."""


def codes_in(path: Path) -> set[str]:
    """Every code that a module can give a problem: beside its severity, or where a function takes its ``code``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    places = PLACE_OF_CODE | {one.name: at for one in ast.walk(tree) if (at := place_of_code(one)) is not None}
    found: set[str] = set()
    for one in ast.walk(tree):
        args = one.args if isinstance(one, ast.Call) else one.elts if isinstance(one, ast.Tuple) else []
        for first, second in pairwise(args):
            found |= words(second) if words(first) & set(SEVERITIES) else set()
        name = called(one)
        if name in places and len(args) > places[name]:
            found |= words(args[places[name]])
        if isinstance(one, ast.Assign) and [getattr(target, "id", "") for target in one.targets] == ["code"]:
            found |= words(one.value)
    return {word for word in found - set(SEVERITIES) if re.fullmatch(r"[a-z]+(_[a-z]+)*", word)}


def place_of_code(one: ast.AST) -> int | None:
    """Of a helper that is told both code and message: which argument the code is, ``self`` apart."""
    names = [arg.arg for arg in one.args.args if arg.arg != "self"] if isinstance(one, ast.FunctionDef) else []
    return names.index("code") if {"code", "message"} <= set(names) else None


def called(one: ast.AST) -> str:
    function = one.func if isinstance(one, ast.Call) else None
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def words(one: ast.AST) -> set[str]:
    """Texts that an expression may be: a literal, or either side of a choice."""
    if isinstance(one, ast.IfExp):
        return words(one.body) | words(one.orelse)
    return {one.value} if isinstance(one, ast.Constant) and isinstance(one.value, str) else set()


@cache
def all_codes() -> dict[str, str]:
    """Code → a module that gives it."""
    found = {code: path.name for path in sorted(SOURCE.rglob("*.py")) for code in sorted(codes_in(path))}
    found |= dict.fromkeys((keys.NO_PERSON, keys.INITIALS, keys.NOT_SNILS), "keys.py")
    found |= dict.fromkeys((names.NOT_BORN, names.NO_SUCH_DAY, names.NOT_SCHOOL_AGE), "names.py")
    return found | {code: "printed_diagnosis.py" for code, _ in printed_diagnosis._ABOUT.values()}


def test_codes_of_all_kinds_are_found_in_the_source() -> None:
    there = {"unreadable", "edition_mapped", "macros", "several_ovz", "note_row", "ambiguous_organisation", "no_head"}
    assert there <= set(all_codes())
    assert len(all_codes()) > 80


def test_every_problem_says_what_is_expected_in_its_place() -> None:
    assert {code: module for code, module in all_codes().items() if not EXPECTED.get(code)} == {}


# ---- completeness


def test_schools_that_did_not_report_are_counted_and_named() -> None:
    own = {
        report.table: report
        for report in of_municipalities(demo().results, of_region(demo().results, []))[OKRUG].completeness
    }
    form = own["tables/2024-25/form.csv"]
    assert (form.schools, form.expected) == (8, 9)
    assert form.missing == ("Средняя школа № 9 Кудыкинского муниципального округа",)
    assert (own["tables/2024-25/oo-1.csv"].schools, own["tables/2024-25/oo-1.csv"].missing) == (9, ())
    assert own["tables/2024-25/parents.csv"].expected == 0
    assert own["tables/2024-25/profminimum.csv"].schools == 9
    assert {name.split("/")[1] for name in own} == {"2024-25"}, "only tables of the period of the notes"


def test_unreadable_cells_are_counted() -> None:
    reports = of_municipalities(demo().results, of_region(demo().results, []))[DISTRICT].completeness
    unreadable = {report.table: report.unreadable for report in reports if report.unreadable}
    assert unreadable == {"tables/2024-25/form.csv": 1}


def test_who_stands_in_no_table_has_reported_nothing() -> None:
    counts, frame = demo().results.intake.counts, demo().results.profminimum
    left = counts[counts["territory"] != "demo-district-05"]
    intake = replace(demo().results.intake, counts=left)
    results = replace(demo().results, intake=intake, profminimum=frame[frame["territory"] != "demo-district-05"])
    told = of_municipalities(results, of_region(results, None))
    assert [code for code, own in told.items() if own.silent] == [DISTRICT]
    assert {protocol.reported(report) for report in told[DISTRICT].completeness} == {"нет"}
    assert {protocol.lacking(report) for report in told[DISTRICT].completeness} == {"вся таблица"}


# ---- corrections


def test_a_correction_is_told_instead_of_the_remark(project: Path) -> None:
    check(project, "demo", lambda text: None)
    whole = opened(project / "data/processed/demo/protocol.xlsx")
    (row,) = rows_of(whole["Исправления"])
    assert (row["Ячейка"], row["Было"], row["Стало"], row["Дата"]) == ("G85", "187 чел.", "187", "20.06.2025")
    assert row["Муниципальное образование"] == "Придуманский район"
    assert "G85" not in {row["Ячейка"] for row in rows_of(whole["Замечания"])}
    counts = demo().results.intake.counts
    (count,) = counts[counts["origin"] == "tables/2024-25/form.csv!G85"].to_dict("records")
    assert (count["value"], count["source"]) == (187, "исправление")


# ---- what changed


KEYS = ("t", "", "2022", "K_pt", "")


def counts(*rows: tuple[str, int | None, str]) -> pd.DataFrame:
    """Territory, value, status."""
    made = [
        dict.fromkeys(COUNT_COLUMNS, "")
        | {"territory": place, "code": place, "period": "2022", "variable": "K_pt", "value": value, "status": status}
        for place, value, status in rows
    ]
    return pd.DataFrame(made, columns=list(COUNT_COLUMNS)).astype({"value": "Int64"})


def test_added_changed_and_gone_numbers_are_told_apart() -> None:
    old = counts(("a", 1, "reported"), ("b", 2, "reported"), ("c", None, "absent"), ("d", 4, "reported"))
    new = counts(("a", 1, "reported"), ("b", 3, "reported"), ("c", 5, "reported"), ("e", 6, "reported"))
    found = [(change.territory, change.kind, change.was, change.now) for change in protocol.differences(old, new)]
    assert found == [
        ("b", "changed", 2, 3),
        ("c", "changed", "absent", 5),
        ("d", "gone", 4, None),
        ("e", "added", None, 6),
    ]


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 3), st.just("reported")), unique_by=lambda row: row[0])
)
def test_nothing_differs_from_itself_whatever_the_order(rows: list[tuple[str, int, str]]) -> None:
    assert protocol.differences(counts(*rows), counts(*reversed(rows))) == []


def test_the_first_submission_is_compared_with_nothing(project: Path) -> None:
    check(project, "demo", lambda text: None)
    sheet = opened(project / "data/processed/demo/protocol.xlsx")["Что изменилось"]
    assert sheet[1][0] == protocol.FIRST_TIME


def test_the_last_other_submission_is_remembered_over_builds_of_the_same(project: Path) -> None:
    folder = project / "data" / "processed" / "demo"
    save(project, analyse(project, "demo"))
    assert protocol.changes(folder, demo().results.intake.counts) is None
    path = project / "data/raw/demo/tables/2024-25/parents.csv"
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("Китежский"))
    name, asked, known = line.split(";")
    path.write_text(text.replace(line, f"{name};{int(asked) + 3};{known}"), encoding="utf-8", newline="\n")
    found = []
    for _ in range(2):
        monitoring = analyse(project, "demo")
        found.append(protocol.changes(folder, monitoring.results.intake.counts))
        save(project, monitoring)
    assert found[0] == found[1]
    ((change),) = found[0] or []
    assert (change.variable, change.was, change.now) == ("K_par_inf", int(asked), int(asked) + 3)


def test_a_sensitive_number_that_changed_is_not_printed() -> None:
    about = {"territory": "x", "code": DISTRICT, "period": "2024/25", "origin": "f!A1", "kind": "changed"}
    changes = [Change(variable=variable, was=5, now=7, **about) for variable in ("K_ovz611", "K_pt")]
    whole = of_region(demo().results, changes)
    assert [(one.was, one.now, one.hidden) for one in whole.changes or ()] == [(None, None, True), (5, 7, False)]
    printed = protocol.sheets(Protocol(changes=whole.changes))[3].rows
    assert [line[5:7] for line in printed] == [["не приводится", "не приводится"], [5, 7]]


# ---- bundles


def test_everyone_gets_a_bundle_and_the_regions_does_not_grow_with_remarks() -> None:
    bundles = cut_quality(demo().results, None)
    assert len(bundles) == 13
    region = bundles["quality", "02000000"]
    assert region.protocol is not None
    assert {remark.problem.territory for remark in region.protocol.problems} <= {"", "02000000"}
    assert sum(place.problems["blocking"] for place in region.protocol.summary) == 3


def deadline(folder: Path, given: str) -> str:
    """The term that a dataset has when its dataset.yaml says so."""
    home = folder / "data" / "raw" / "demo"
    home.mkdir(parents=True)
    text = (ROOT / "data/raw/demo/dataset.yaml").read_text(encoding="utf-8")
    (home / "dataset.yaml").write_text(f'{text}\ndeadline: "{given}"\n', encoding="utf-8")
    return open_dataset(folder, "demo").settings.deadline


@pytest.mark.parametrize(("given", "iso"), [("15.07.2025", "2025-07-15"), ("2025-07-15", "2025-07-15"), ("", "")])
def test_a_term_may_be_written_as_people_write_it(tmp_path: Path, given: str, iso: str) -> None:
    assert deadline(tmp_path, given) == iso


def test_a_term_that_is_no_date_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"deadline.*дата «к лету» не понята"):
        deadline(tmp_path, "к лету")
