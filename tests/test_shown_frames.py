"""Tables of pandas in the notebook's language: heads, numbers, dates, gaps."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from msgspec.structs import replace

from careerstats import blocks
from careerstats.blocks import Table
from careerstats.errors import NoteError
from careerstats.export import from_notebook
from careerstats.export.table_layout import on_pages, proportioned
from careerstats.shown import frames
from careerstats.shown.html import from_html

NBSP = "\u00a0"


def words(values: Any, name: str = "x") -> list[str]:
    return frames.words_of(pd.Series(values, name=name))


def titles(table: Table | None) -> list[tuple[str, str]]:
    assert table is not None
    return [(column.over, column.title) for column in table.columns]


def cells(table: Table | None) -> list[list[str]]:
    assert table is not None
    return [[blocks.plain(cell) for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize(
    ("values", "name", "printed"),
    [
        ([1234567, 5], "Чел.", [f"1{NBSP}234{NBSP}567", "5"]),
        ([-3, 0], "Прирост", ["\u22123", "0"]),
        ([10710000], "Код ОКТМО", ["10710000"]),
        ([2023, 2024], "Период", ["2023", "2024"]),
        ([1999, 12000], "Чел.", [f"1{NBSP}999", f"12{NBSP}000"]),
        ([0.25, 0.5], "Доля", ["0,25", "0,50"]),
        ([0.20391, 0.37], "Доля", ["0,204", "0,370"]),
        ([20.3912, 37.0], "Охват, %", ["20,4", "37,0"]),
        ([1234.56, 1.0], "Сумма", [f"1{NBSP}234,6", "1,0"]),
        ([1.0, 2.0], "Сумма", ["1", "2"]),
        ([0.00012, 0.5], "p", ["0,00012", "0,50000"]),
        ([1.2e-9, 0.5], "p", ["1,2·10⁻⁹", "0,5"]),
        ([np.nan, 1.5, np.inf], "x", ["нет данных", "1,5", "∞"]),
        ([0.5, 2.675], "x", ["0,50", "2,68"]),
        ([True, False], "Есть", ["да", "нет"]),
        (["1.1", "1.10"], "Показатель", ["1.1", "1.10"]),
        ([date(2024, 9, 1), None], "День", ["01.09.2024", "нет данных"]),
        ([1, "два", 3.5], "Разное", ["1", "два", "3,5"]),
    ],
)
def test_values_of_a_column(values: list[Any], name: str, printed: list[str]) -> None:
    assert words(values, name) == printed


def test_moments_have_hours_where_any_has() -> None:
    assert words(pd.to_datetime(["2024-09-01", None])) == ["01.09.2024", "нет данных"]
    assert words(pd.to_datetime(["2024-09-01 00:00", "2024-09-02 13:05"])) == ["01.09.2024 00:00", "02.09.2024 13:05"]


def test_what_pandas_was_told_of_digits_is_kept() -> None:
    with pd.option_context("display.precision", 3):
        assert words([0.5, 1.0]) == ["0,500", "1,000"]
    with pd.option_context("display.float_format", "{:,.1f}".format):
        assert words([1234.56]) == [f"1{NBSP}234,6"]


def test_an_index_is_a_column_of_names_and_a_numbering_is_none() -> None:
    frame = pd.DataFrame({"n": [1, 2]}, index=pd.Index([10705000, 10710000], name="Код"))
    assert titles(frames.table_of(frame)) == [("", "Код"), ("", "n")]
    assert cells(frames.table_of(frame))[0] == ["10705000", "1"]
    assert titles(frames.table_of(frame.reset_index(drop=True))) == [("", "n")]


def test_storeys_of_columns_become_storeys_of_the_head() -> None:
    long = pd.DataFrame({"Год": [2023, 2024] * 2, "Р": ["а", "а", "б", "б"], "x": [1.5, 2.25, 3.0, 4.0]})
    wide = frames.table_of(long.pivot_table(index="Р", columns="Год", values="x"))
    assert titles(wide) == [("", "Р"), ("Год", "2023"), ("Год", "2024")]
    assert cells(wide)[0] == ["а", "1,50", "2,25"]  # fractions under one head are written alike
    several = frames.table_of(long.groupby("Р").agg({"x": ["min", "max"], "Год": ["count"]}))
    assert titles(several) == [("", "Р"), ("x", "min"), ("x", "max"), ("Год", "count")]


def test_the_outer_storey_of_an_index_names_groups_of_rows() -> None:
    frame = pd.DataFrame({"Р": ["а", "а", "б"], "Год": [2023, 2024, 2023], "x": [1, 2, 3]}).set_index(["Р", "Год"])
    table = frames.table_of(frame)
    assert table is not None
    assert [row.kind for row in table.rows] == ["group", "body", "body", "group", "body"]
    assert titles(table) == [("", "Год"), ("", "x")]


def test_a_styler_is_printed_as_its_author_formatted_it() -> None:
    frame = pd.DataFrame({"n": [1234, 5], "d": [0.25, 0.5], "i": ["1.1", "1.10"]}, index=pd.Index(["а", "б"], name="Р"))
    style = frame.style.format({"n": "{:,d}", "d": "{:.1%}"}).set_caption("Стиль").hide(["i"], axis="columns")
    table = frames.styled_table(style)
    assert table is not None
    assert table.caption == "Стиль"
    assert titles(table) == [("", "Р"), ("", "n"), ("", "d")]
    assert cells(table)[0] == ["а", f"1{NBSP}234", f"25,0{NBSP}%"]
    plain = frames.styled_table(frame.style)
    assert cells(plain)[1] == ["б", "5", "0,50", "1.10"]


def test_a_table_too_long_to_print_is_left_to_be_refused() -> None:
    long = pd.DataFrame({"x": range(frames.MOST_ROWS + 1)})
    assert frames.table_of(long) is None
    with pytest.raises(NoteError, match=r"не целиком.*1001 строк"):
        from_html(long._repr_html_())


def test_a_table_of_any_library_keeps_heads_groups_and_notes() -> None:
    source = """<div><style>td{}</style><table><thead>
    <tr><th colspan="3">Заголовок</th></tr>
    <tr><th rowspan="2">А</th><th colspan="2">Б</th></tr><tr><th>1</th><th>2</th></tr></thead>
    <tbody><tr><th colspan="3">группа</th></tr><tr><td>x</td><td>1,5</td><td>2</td></tr></tbody>
    <tfoot><tr><td colspan="3">Источник</td></tr></tfoot></table></div>"""
    (table,) = from_html(source)
    assert isinstance(table, Table)
    assert table.caption == "Заголовок"
    assert titles(table) == [("", "А"), ("Б", "1"), ("Б", "2")]
    assert [row.kind for row in table.rows] == ["group", "body"]
    assert [blocks.plain(note) for note in table.notes] == ["Источник"]


def test_pandas_without_us_reads_as_pandas_with_us() -> None:
    """A notebook that never named careerstats has only the HTML of pandas: heads are found there, too."""
    frame = pd.DataFrame({"n": [1, 2]}, index=pd.Index(["а", "б"], name="Р"))
    (table,) = from_html(frame._repr_html_())
    assert titles(table) == [("", "Р"), ("", "n")]
    assert cells(table) == [["а", "1"], ["б", "2"]]


def test_a_table_wider_than_a_page_goes_on_in_parts() -> None:
    names = pd.Index(["г. Зея", "г. Тында"], name="МО")
    wide = pd.DataFrame({f"Показатель {at}": [1234.5 + at, at] for at in range(30)}, index=names)
    table = frames.table_of(wide)
    assert table is not None
    parts = on_pages(replace(table, caption="Широкая", label="tbl-wide"))
    assert [part.columns[0].title for part in parts] == ["МО"] * len(parts)
    assert sum(len(part.columns) - 1 for part in parts) == 30
    assert max(len(part.columns) for part in parts) - min(len(part.columns) for part in parts) <= len(parts)
    assert [bool(part.caption) for part in parts] == [True, *[False] * (len(parts) - 1)]
    assert len(parts) > 1
    assert all(part.landscape for part in parts)
    cell = {"cell_type": "code", "metadata": {}, "source": "#| tbl-cap: Широкая\n#| label: tbl-wide"}
    data = blocks.as_output(replace(table, authored=True))[0]
    output = {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}
    model = from_notebook({"cells": [cell | {"outputs": [output]}]})
    words = [blocks.plain(block.runs) for block in model.blocks if block.kind == "paragraph"]
    assert words == ["Продолжение таблицы 1"] * (len(parts) - 1)


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    """A long text takes the room that short numbers do not need; widths that an author gave stay."""
    frame = pd.DataFrame({"Показатель": ["Охвачены ранней профориентацией, 1–4 классы"], "Школ": [12], "Доля": [1.5]})
    table = frames.table_of(frame)
    assert table is not None
    text, schools, share = (column.width for column in proportioned(table).columns)
    assert text > 5 * max(schools, share)
    given = replace(table, columns=tuple(replace(one, width=at) for at, one in enumerate(table.columns, 1)))
    assert proportioned(given) == given
    assert len({column.width for column in proportioned(frames.table_of(frame.iloc[:0]) or table).columns}) == 1


def test_a_table_without_rows_says_so() -> None:
    assert cells(frames.table_of(pd.DataFrame({"а": [], "б": []}))) == [["нет данных"]]


def test_numbers_for_names_of_columns_stay_names() -> None:
    frame = pd.DataFrame({2024: [1], np.int64(12000): [2]}, index=pd.Index(["а"], name="Р"))
    assert [title for _, title in titles(frames.table_of(frame))] == ["Р", "2024", "12000"]
