"""The document model -> tables.xlsx: numbers, live formulas, texts that stay texts."""

import csv
import io
import re
import subprocess
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.export_sample import HOSTILE, code_cell, hostile, notebook, sample
from hypothesis import given
from hypothesis import strategies as st

from careerstats import blocks, wording
from careerstats.blocks import Block, column, count, row, share
from careerstats.export import WRITERS, from_notebook
from careerstats.export.tables import number, number_format, sheet_of
from careerstats.model import column_letter


def made(*shown: Block) -> bytes:
    return WRITERS["xlsx"](from_notebook(notebook(code_cell(*shown))))


def opened(data: bytes, **options: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), **options)


def indicators(own: tuple[int, int] = (412, 530), rest: tuple[int, int] = (3000, 9000)) -> Block:
    """How many there are, the share of them, of the others, and a share of a part."""
    ours = share(wording.percent_of(*own), (own[0], "K"), (own[1], "N"))
    theirs = share(wording.percent_of(*rest), (rest[0], "rest_K"), (rest[1], "rest_N"))
    heads = ("Прошли, чел.", "Обучающихся", "%", "Остальные, %")
    columns = [column("Показатель", align="left"), *map(column, heads)]
    passed = [count(wording.integer(own[0]), own[0], "K"), count(wording.integer(own[1]), own[1], "N")]
    rows = [
        row("Прошли", *passed, ours, theirs),
        row("В процентах от прошедших:", kind="group"),
        row("Получили план", count("12 из 412", 12, "P"), "–", share("2,9", (12, "P"), (412, "K")), "–"),
    ]
    return blocks.table("t", "Участие", columns, rows, notes=["Примечание."])


def test_a_share_is_a_formula_over_the_cells_its_counts_stand_in() -> None:
    page = opened(made(indicators()))["Таблица 1"]
    assert page["A1"].value == "Таблица 1 – Участие"
    assert (page["B4"].value, page["C4"].value, page["B6"].value) == (412, 530, 12)
    assert page["D4"].value == "=100*B4/C4"
    assert page["D6"].value == "=100*B6/F6", "what another row counts is not taken from there"
    assert page["E4"].value == "=100*G4/H4"
    assert (page["F6"].value, page["G4"].value, page["H4"].value) == (412, 3000, 9000)
    assert page["G3"].value == "Для расчёта: числитель (Остальные)"
    assert page["A8"].value == "Примечание."


def test_a_cell_of_a_count_and_its_share_becomes_two_columns() -> None:
    columns = [column("МО", align="left"), column("Обучающихся"), column("Прошли, чел. (%)")]
    cells = [count("1\u00a0000", 1000, "N"), share("25* (2,50\u00a0%)", (25, "K"), (1000, "N"), counted=True)]
    page = opened(made(blocks.table("t", "Свод", columns, [row("Зея", *cells), row("Тында", "нет данных", "–")])))[
        "Таблица 1"
    ]
    assert [page.cell(3, at).value for at in range(1, 5)] == ["МО", "Обучающихся", "Прошли, чел.", "Прошли, %"]
    assert [page.cell(4, at).value for at in range(1, 5)] == ["Зея", 1000, 25, "=100*C4/B4"]
    assert page["D4"].number_format == "#,##0.00"
    assert page["C4"].number_format.endswith('"*"')
    assert [page.cell(5, at).value for at in range(2, 5)] == ["нет данных", "–", "–"]


def test_a_share_with_a_mark_stays_a_formula_and_keeps_it() -> None:
    columns = [column("МО", align="left"), column("N"), column("Прошли, чел. (%)"), column("%")]
    base, part = count("50", 50, "N"), ((10, "K"), (50, "N"))
    cells = [base, share("10 (20,0\u00a0%°)", *part, counted=True), share("20,0°", *part)]
    page = opened(made(blocks.table("t", "Отмечено", columns, [row("Зея", *cells)])))["Таблица 1"]
    assert [page.cell(4, at).value for at in (3, 4, 5)] == [10, "=100*C4/B4", "=100*C4/B4"]
    assert [page.cell(4, at).number_format for at in (4, 5)] == ['#,##0.0"°"'] * 2


def test_equal_counts_of_other_things_are_not_mistaken_for_one_another() -> None:
    columns = [column("МО", align="left"), *(column(head) for head in ("N", "A", "B", "% A"))]
    cells = [count("50", 50, "N"), count("50", 50, "A"), count("50", 50, "B"), share("100,0", (50, "B"), (50, "A"))]
    page = opened(made(blocks.table("t", "Равные", columns, [row("Зея", *cells)])))["Таблица 1"]
    assert page["E4"].value == "=100*D4/C4"


def test_a_base_that_is_not_printed_stands_in_a_column_named_for_whoever_is_divided_by_it() -> None:
    """Two indicators by one base in every row share a column; one with a base of its own somewhere has its own."""
    heads = ("Обучающихся", "Посещали, чел. (%)", "Пробы, чел. (%)", "Конкурсы, чел. (%)")
    columns = [column("МО", align="left"), *(column(head) for head in heads)]
    counts = {
        "Лукоморье": (701, (72, 701), (176, 587), (98, 701)),
        "Область": (900, (120, 850), (206, 736), (108, 850)),
    }
    rows = [
        row(name, count(str(size), size, "N"), *(
            share(f"{part} ({wording.percent_of(part, whole)}\u00a0%)", (part, f"K{at}"), (whole, "N"), counted=True)
            for at, (part, whole) in enumerate(shares)
        ))
        for name, (size, *shares) in counts.items()
    ]  # fmt: skip
    page = opened(made(blocks.table("t", "Свод", columns, rows)))["Таблица 1"]
    titles = {page.cell(3, at).column_letter: page.cell(3, at).value for at in range(9, page.max_column + 1)}
    assert titles == {
        "I": "Для расчёта: знаменатель (Посещали; Конкурсы)",
        "J": "Для расчёта: знаменатель (Пробы)",
    }
    assert [page[at].value for at in ("D4", "F4", "H4")] == ["=100*C4/B4", "=100*E4/J4", "=100*G4/B4"]
    assert [page[at].value for at in ("D5", "F5", "H5")] == ["=100*C5/I5", "=100*E5/J5", "=100*G5/I5"]
    assert [page[at].value for at in ("I4", "J4", "I5", "J5")] == [None, 587, 850, 736]


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 10**6), st.integers(1, 10**6))
def test_what_a_sheet_shows_is_what_the_note_prints(k: int, n: int, k2: int, n2: int) -> None:
    table = from_notebook(notebook(code_cell(indicators((k, n), (k2, n2))))).blocks[0]
    shown = sheet_of(table, 3).rows[0][3]
    assert Fraction(str(shown.value)).limit_denominator(10**9) == pytest.approx(float(wording.exact_share(k, n)))
    assert abs(shown.value - float(wording.percent_of(k, n).replace("\u00a0", "").replace(",", "."))) <= 0.05 + 1e-9


@pytest.mark.parametrize(
    ("text", "value", "look"),
    [
        *(("1\u00a0731", 1731.0, "0"), ("46,5", 46.5, "0,0"), ("+21,4", 21.4, "+0,0"), ("−3,25", -3.25, "+0,00")),
        *(("46,5\u00a0%", 46.5, "0,0%"), ("2\u00a0424*", 2424.0, "0*"), ("5,3*", 5.3, "0,0*")),
        *(("46,5°", 46.5, "0,0°"), ("46,5\u00a0%°", 46.5, "0,0%°")),
        *(("1.1", "1.1", "text"), ("2020", "2020", "text"), ("–", "–", "text"), ("=1+1", "=1+1", "text")),
        *(("12 из 30", "12 из 30", "text"), ("-5", "-5", "text"), ("", "", "text")),
    ],
)
def test_a_printed_number_is_a_number_and_nothing_else_is(text: str, value: object, look: str) -> None:
    assert (number(text).value, number(text).look) == (value, look)


def test_formats_keep_decimals_signs_and_marks() -> None:
    assert number_format("0") == "#,##0"
    assert number_format("0,00") == "#,##0.00"
    assert number_format("0,0°") == '#,##0.0"°"'
    assert number_format("0,0%°") == '#,##0.0"\u00a0%""°"'
    assert number_format("0*") == '#,##0"*"'
    assert number_format("+0,0") == '[>=0.05]+#,##0.0;[<=-0.05]"−"#,##0.0;"0,0"'


def test_columns_are_lettered_as_in_excel() -> None:
    assert [column_letter(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_every_table_has_a_sheet_and_the_first_one_lists_them() -> None:
    model = from_notebook(sample())
    book = opened(WRITERS["xlsx"](model))
    tables = [block for block in model.blocks if block.kind == "table"]
    assert book.sheetnames == ["Содержание", *(f"Таблица {table.number}" for table in tables)]
    for table in tables:
        page = book[f"Таблица {table.number}"]
        assert page["A1"].value == f"Таблица {table.number} – {table.caption}"
        assert page.print_title_rows == "$3:$3"
    listed = [book["Содержание"].cell(line, 2).value for line in range(1, book["Содержание"].max_row + 1)]
    assert {table.caption for table in tables} <= set(listed)


def test_a_document_without_tables_says_so() -> None:
    book = opened(made(blocks.paragraph("Текст")))
    assert "Таблиц в документе нет." in [cell.value for cell in book["Содержание"]["A"]]


def test_same_model_same_bytes_and_no_macro_or_link_to_another_file() -> None:
    one = WRITERS["xlsx"](from_notebook(sample()))
    assert one == WRITERS["xlsx"](from_notebook(sample()))
    names = zipfile.ZipFile(io.BytesIO(one)).namelist()
    assert not [name for name in names if "vba" in name or "external" in name]


def test_hostile_text_comes_out_as_text() -> None:
    model = from_notebook(hostile())
    book = opened(WRITERS["xlsx"](model))
    page = book["Таблица 1"]
    cells = [cell for line in page.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    table = next(block for block in model.blocks if block.kind == "table")
    texts = [blocks.plain(line.cells[0]) for line in table.rows]
    assert [page.cell(4 + at, 1).value for at in range(len(texts))] == texts
    assert len(texts) == len(HOSTILE) + 1


@pytest.mark.needs("soffice")
def test_libreoffice_computes_the_numbers_that_the_note_prints(tmp_path: Path) -> None:
    """The cached values are taken out first, so that what is shown was computed there."""
    bare, path = io.BytesIO(), tmp_path / "tables.xlsx"
    with zipfile.ZipFile(io.BytesIO(made(indicators()))) as source, zipfile.ZipFile(bare, "w") as target:
        for name in source.namelist():
            data = source.read(name).decode("utf-8")
            target.writestr(name, re.sub(r"(</f>)<v>[^<]*</v>", r"\1", data))
    path.write_bytes(bare.getvalue())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1049,false,true,false,false,false,2"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    [shown] = tmp_path.glob("*.csv")
    lines = list(csv.reader(shown.read_text(encoding="utf-8").splitlines()))
    computed = [float(text.replace(",", ".")) for text in [*lines[3][3:5], lines[5][3]]]
    assert [round(value, 1) for value in computed] == [77.7, 33.3, 2.9]
