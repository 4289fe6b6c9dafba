"""measures.csv and returned workbooks of plans -> measures with their cells; what is broken costs only itself."""

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.registers import ZEYA, codes, context

from careerstats.contracts.plan_book import COLUMNS, TECHNICAL, BookRow, PlanBook
from careerstats.export import plan_book
from careerstats.intake.registers.causes import of_measures
from careerstats.intake.registers.measures import Plans, read_plans
from careerstats.model import Problem

HEAD = {"id": "1", "territory": "г. Зея", "period": "2022", "measure": "Сверка сведений"}
ROWS: list[dict[str, str]] = [
    {"id": "1.team/1.1", "activity": "1. Организация", "measure": "Команда", "term": "октябрь 2021",
     "indicator": "Доля прошедших диагностику, %", "fact": "40,1", "plan": "44,0 (ещё 12 обучающихся)"},
    {"id": "1.team/trial", "activity": "1. Организация", "measure": "Команда", "term": "октябрь 2021",
     "indicator": "Доля прошедших пробы, %", "fact": "7,0", "plan": "не ниже 7,0"},
    {"id": "3.verify", "activity": "3. Сведения", "measure": "Сверка сведений", "term": "сентябрь 2021",
     "indicator": "Доля школ, представивших сведения, %", "plan": "100"},
]  # fmt: skip


def listed(folder: Path, *rows: dict[str, str]) -> tuple[Plans, list[Problem]]:
    columns = list(dict.fromkeys([*HEAD, *(key for row in rows for key in row)]))
    with (folder / "measures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(HEAD | row for row in rows)
    return read_plans(context(folder))


def book(rows: list[dict[str, str]] = ROWS, **changed: Any) -> bytes:
    plan = {
        "title": "План", "place": "г. Зея", "date": "2021-06-01", "dataset": "проба", "period": "2022", "base": "2021",
        "code": ZEYA, "activities": ("1. Организация",), "indicators": ("Доля прошедших диагностику, %",),
        "causes": ("нет договора", "другое: "),
    }  # fmt: skip
    return plan_book.write(PlanBook(**plan | changed, rows=tuple(BookRow(**row) for row in rows)))


def edited(data: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook after somebody has worked in it: ``change`` gets the openpyxl workbook."""
    opened = openpyxl.load_workbook(io.BytesIO(data))
    change(opened)
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def returned(folder: Path, *books: bytes, under: str = "plans/2022") -> tuple[Plans, list[Problem]]:
    home = folder / under
    home.mkdir(parents=True, exist_ok=True)
    for at, data in enumerate(books):
        (home / f"ответ {at}.xlsx").write_bytes(data)
    return read_plans(context(folder))


def cell(sheet: Any, row: int, column: str) -> Any:
    """Row 0 is the first drafted one."""
    return sheet.cell(row=row + 6, column=list(COLUMNS).index(column) + 1)


# ---- measures.csv


def test_a_dataset_without_plans_has_none(tmp_path: Path) -> None:
    assert read_plans(context(tmp_path)) == (Plans(), [])


def test_a_row_is_read_whole(tmp_path: Path) -> None:
    row = {
        "responsible": "начальник отдела", "term": "до 10.02.2022", "indicator": "1.1", "plan": "не ниже 57,8",
        "done": "Да", "document": "приказ № 5", "since": "2021",
    }  # fmt: skip
    plans, problems = listed(tmp_path, row)
    (one,) = plans.of(ZEYA, "2022")
    assert problems == []
    assert (one.indicator, one.plan, one.at_least, one.done) == ("1.1", Fraction(289, 5), True, "yes")
    assert (one.document, one.since, one.term) == ("приказ № 5", "2021", "до 10.02.2022")
    assert plans.knows("2022")
    assert not plans.knows("2021")


@pytest.mark.parametrize(
    ("row", "code", "where"),
    [
        ({"term": "до 31.02.2022"}, "impossible_date", "E2"),
        ({"term": "до 20.02.200 года"}, "impossible_date", "E2"),
        ({"indicator": "9.99"}, "unknown_indicator", "E2"),
        ({"responsible": "барин"}, "unknown_responsible", "E2"),
        ({"responsible": "Иванов И.И."}, "person_named", "E2"),
        ({"done": "наверное"}, "unknown_execution", "E2"),
        ({"plan": "много"}, "plan_unreadable", "E2"),
        ({"plan": "120"}, "plan_unreadable", "E2"),
        ({"since": "весной"}, "unknown_period", "E2"),
    ],
)
def test_a_bad_cell_costs_only_itself(tmp_path: Path, row: dict[str, str], code: str, where: str) -> None:
    plans, (problem,) = listed(tmp_path, row)
    assert [one.text for one in plans.of(ZEYA, "2022")] == ["Сверка сведений"]
    assert (problem.code, problem.cell, problem.territory) == (code, where, ZEYA)
    assert problem.severity == "warning"
    assert problem.what_to_do


@pytest.mark.parametrize(
    ("row", "code"),
    [({"territory": "Нигде"}, "unknown_territory"), ({"period": "двадцать второй"}, "unknown_period"),
     ({"measure": ""}, "incomplete_row")],
)  # fmt: skip
def test_a_row_of_nobody_is_named_and_the_others_are_read(tmp_path: Path, row: dict[str, str], code: str) -> None:
    plans, problems = listed(tmp_path, row, {"id": "2"})
    assert codes(problems) == [code]
    assert problems[0].severity == "blocking"
    assert [one.id for one in plans.measures] == ["2"]


def test_a_number_used_twice_keeps_both_measures(tmp_path: Path) -> None:
    plans, problems = listed(tmp_path, {}, {"measure": "Другая"})
    assert codes(problems) == ["duplicate_number"]
    assert problems[0].cell == "A3"
    assert [(one.id, one.text) for one in plans.measures] == [("1", "Сверка сведений"), ("1 (2)", "Другая")]


def test_the_same_number_in_another_plan_is_fine(tmp_path: Path) -> None:
    _, problems = listed(tmp_path, {}, {"territory": "г. Белогорск"}, {"period": "2021"})
    assert problems == []


def test_measures_that_wait_for_each_other_are_named_once(tmp_path: Path) -> None:
    rows = ({"id": "1", "after": "2"}, {"id": "2", "after": "3"}, {"id": "3", "after": "1"}, {"id": "4", "after": "1"})
    plans, problems = listed(tmp_path, *rows)
    assert codes(problems) == ["cyclic_reference"]
    assert set("123") <= set(problems[0].message)
    assert "4" not in problems[0].message
    assert len(plans.measures) == 4


def test_a_reference_to_nothing_is_named(tmp_path: Path) -> None:
    _, problems = listed(tmp_path, {"after": "7"})
    assert codes(problems) == ["unknown_reference"]


def test_a_name_of_a_person_is_not_kept(tmp_path: Path) -> None:
    plans, _ = listed(tmp_path, {"responsible": "директор Иванов И.И.", "why_not": "заболел Иванов И.И."})
    assert "Иванов" not in repr(plans)


def test_a_missing_column_costs_the_file_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "measures.csv").write_text("№;Мера\n1;Сверка\n", encoding="utf-8")
    plans, problems = read_plans(context(tmp_path))
    assert plans.measures == ()
    assert codes(problems) == ["no_head"]


# ---- workbooks that came back


def test_a_workbook_comes_back_as_it_was_sent(tmp_path: Path) -> None:
    plans, problems = returned(tmp_path, book())
    assert problems == []
    found = [(one.id, one.text, one.plan, one.at_least, one.added) for one in plans.of(ZEYA, "2022")]
    assert found == [
        ("1.team/1.1", "Команда", Fraction(44), False, False),
        ("1.team/trial", "Команда", Fraction(7), True, False),
        ("3.verify", "Сверка сведений", Fraction(100), False, False),
    ]
    assert [one.indicator for one in plans.measures] == ["1.1", "trial", ""]
    assert plans.measures[2].about == "Доля школ, представивших сведения, %"
    assert plans.returned == {(ZEYA, "2022")}
    assert plans.dropped == ()


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert book() == book()


def test_texts_of_a_plan_are_never_formulas(tmp_path: Path) -> None:
    data = book([ROWS[0] | {"measure": "=1+1"}])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert (cell(sheet, 0, "measure").value, cell(sheet, 0, "measure").data_type) == ("=1+1", "s")
    assert returned(tmp_path, data)[0].measures[0].text == "=1+1"


def test_what_the_body_must_not_change_is_locked() -> None:
    opened = openpyxl.load_workbook(io.BytesIO(book()))
    sheet = opened.worksheets[0]
    assert sheet.protection.sheet
    assert opened[TECHNICAL].sheet_state == "veryHidden"
    locked = {id for id in COLUMNS if cell(sheet, 0, id).protection.locked}
    assert locked == {"id", "fact", "people"}


def test_edits_are_read(tmp_path: Path) -> None:
    def change(opened: Any) -> None:
        sheet = opened.worksheets[0]
        cell(sheet, 0, "plan").value = 51.5
        cell(sheet, 0, "term").value = "до 01.12.2021"
        cell(sheet, 0, "done").value = "да"
        cell(sheet, 0, "document").value = "приказ № 3"
        cell(sheet, 2, "measure").value = None
        cell(sheet, 3, "measure").value = "Своя мера"
        cell(sheet, 3, "indicator").value = "1.1"

    plans, problems = returned(tmp_path, edited(book(), change))
    first, second, own = plans.measures
    assert problems == []
    assert (first.plan, first.term, first.done, first.document) == (
        Fraction(103, 2),
        "до 01.12.2021",
        "yes",
        "приказ № 3",
    )
    assert (second.done, second.document) == ("yes", "приказ № 3"), "one measure, told in its first row"
    assert (own.text, own.indicator, own.added) == ("Своя мера", "1.1", True)
    assert plans.dropped == ((ZEYA, "2022", 1),)


def test_a_reworded_measure_is_still_the_same_for_comparison(tmp_path: Path) -> None:
    plans, _ = returned(tmp_path, edited(book(), lambda opened: _put(opened, "Наша команда")))
    assert (plans.measures[0].text, plans.measures[0].kind) == ("Наша команда", "команда")


def _put(opened: Any, text: str) -> None:
    cell(opened.worksheets[0], 0, "measure").value = text


def test_columns_may_be_moved_and_rows_deleted(tmp_path: Path) -> None:
    def change(opened: Any) -> None:
        opened.worksheets[0].delete_rows(6)
        opened.worksheets[0].insert_cols(1)

    plans, problems = returned(tmp_path, edited(book(), change))
    assert problems == []
    assert [one.id for one in plans.measures] == ["1.team/trial", "3.verify"]


@pytest.mark.parametrize(
    ("column", "value", "code", "where"),
    [("plan", "сто", "plan_unreadable", "I6"), ("done", "почти", "unknown_execution", "K6"),
     ("term", "32.01.2022", "impossible_date", "E6"), ("indicator", "Счастье", "unknown_indicator", "F6"),
     ("responsible", "Петрова Анна Ивановна", "person_named", "D6"), ("id", "чужой", "unknown_row", "A6"),
     ("id", "1.team/trial", "duplicate_number", "A7")],
)  # fmt: skip
def test_a_bad_cell_of_a_workbook_has_its_address(
    tmp_path: Path, column: str, value: str, code: str, where: str
) -> None:
    def change(opened: Any) -> None:
        cell(opened.worksheets[0], 0, column).value = value

    plans, (problem,) = returned(tmp_path, edited(book(), change))
    assert (problem.code, problem.sheet, problem.cell) == (code, "План", where)
    assert problem.file == "plans/2022/ответ 0.xlsx"
    assert problem.territory == ZEYA
    assert len(plans.measures) == 3, "nothing else is lost"


@pytest.mark.parametrize(
    ("told", "kinds", "words", "problems"),
    [
        ({"cause": "нет договора"}, ("no_contract",), "нет договора", []),
        ({"cause": "нет договора", "why_not": "срок истёк в мае"}, ("no_contract",), "срок истёк в мае", []),
        ({"why_not": "колледж не подтвердил мест"}, ("no_places",), "колледж не подтвердил мест", []),
        ({"cause": "другое: карантин"}, (), "карантин", []),
        ({"cause": "карантин", "why_not": "до марта"}, (), "карантин; до марта", ["unknown_cause"]),
        ({"why_not": "занятия ведут не все школы"}, (), "занятия ведут не все школы", []),
    ],
)
def test_a_cause_is_chosen_from_the_list_or_kept_in_the_words_of_the_body(
    tmp_path: Path, told: dict[str, str], kinds: tuple[str, ...], words: str, problems: list[str]
) -> None:
    def change(opened: Any) -> None:
        for column, text in {"done": "нет", **told}.items():
            cell(opened.worksheets[0], 0, column).value = text

    plans, said = returned(tmp_path, edited(book(), change))
    measure = plans.measures[0]
    assert (measure.causes, measure.why_not) == (kinds, words)
    assert codes(said) == problems
    stated = [(cause.kind, cause.text, cause.source) for cause in of_measures([measure])]
    assert stated == [(kind, words, "plan") for kind in kinds or ("",)], "nothing that was said is lost"


def test_what_was_carried_out_has_no_cause(tmp_path: Path) -> None:
    plans, _ = listed(tmp_path, {"done": "да", "cause": "нет договора", "why_not": "сначала не было"})
    assert of_measures(plans.measures) == []


def test_a_plan_without_its_columns_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    def change(opened: Any) -> None:
        opened.worksheets[0].delete_cols(list(COLUMNS).index("plan") + 1)

    plans, (problem,) = returned(tmp_path, edited(book(), change), book(code="10710000"))
    assert (problem.code, problem.sheet) == ("plan_shape", "План")
    assert "«План»" in problem.message
    assert plans.returned == {("10710000", "2022")}


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"not a book", "not_a_table"), (b"", "not_a_table"), (book(dataset="другой"), "plan_elsewhere"),
     (book(code="99999999"), "unknown_territory")],
    ids=["text", "empty", "elsewhere", "territory"],
)  # fmt: skip
def test_a_file_that_is_no_plan_of_ours_is_named(tmp_path: Path, data: bytes, code: str) -> None:
    plans, (problem,) = returned(tmp_path, data)
    assert (plans, problem.code, problem.severity) == (Plans(), code, "blocking")


def test_a_workbook_without_its_hidden_sheet_is_named(tmp_path: Path) -> None:
    plans, (problem,) = returned(tmp_path, edited(book(), lambda opened: opened.remove(opened[TECHNICAL])))
    assert (plans, problem.code) == (Plans(), "plan_unrecognised")


def test_a_plan_returned_twice_is_read_once(tmp_path: Path) -> None:
    plans, problems = returned(tmp_path, book(), book([ROWS[2]]))
    assert codes(problems) == ["plan_twice"]
    assert len(plans.measures) == 3


def test_a_plan_in_the_folder_of_another_year_is_read_by_its_own(tmp_path: Path) -> None:
    plans, problems = returned(tmp_path, book(), under="plans/2021")
    assert codes(problems) == ["plan_folder"]
    assert plans.returned == {(ZEYA, "2022")}


@pytest.mark.needs("soffice")
def test_libreoffice_opens_and_saves_it(tmp_path: Path) -> None:
    source = tmp_path / "план.xlsx"
    source.write_bytes(book())
    out = tmp_path / "plans" / "2022"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [shutil.which("soffice") or "soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, str(out), str(source)], check=True, capture_output=True, timeout=120)
    plans, problems = read_plans(context(tmp_path))
    assert problems == []
    assert [one.plan for one in plans.measures] == [44, 7, 100]
