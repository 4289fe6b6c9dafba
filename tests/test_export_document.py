"""An executed notebook -> the document model."""

import copy
import subprocess
import sys
from typing import Any

import msgspec
import pytest
from helpers.export_sample import code_cell, figure, hostile, markdown_cell, notebook, sample

from careerstats import blocks
from careerstats.blocks import Meta, Run, column, ref, row
from careerstats.errors import NoteError
from careerstats.export import from_notebook
from careerstats.export.document import Document


def model_of(*shown: blocks.Block) -> Document:
    return from_notebook(notebook(code_cell(*shown)))


def of_kind(model: Document, kind: str) -> list[blocks.Block]:
    return [block for block in model.blocks if block.kind == kind]


def small_table(label: str = "", caption: str = "") -> blocks.Block:
    return blocks.table(label, caption, [column("Показатель", align="left")], [row("1")])


def shows(data: dict[str, Any]) -> dict[str, Any]:
    cell = code_cell()
    return notebook(cell | {"outputs": [{"output_type": "display_data", "data": data, "metadata": {}}]})


def test_sections_are_counted_and_appendices_are_lettered() -> None:
    headings = [block.printed for block in of_kind(from_notebook(sample()), "heading")]
    assert headings == [
        "Основные выводы",
        "1. Общие положения",
        "2. Сопоставление с другими муниципальными образованиями",
        "Города области",
        "3. Проект плана мероприятий («дорожной карты») на 2021 год",
        "Приложение А. Показатели муниципальных образований",
        "Приложение Б. Методика",
    ]


def test_a_single_appendix_has_no_letter() -> None:
    model = model_of(blocks.heading("Методика", appendix=True))
    assert model.blocks[0].printed == "Приложение. Методика"


def test_letters_of_appendices_leave_out_those_taken_for_others() -> None:
    model = model_of(*(blocks.heading("Часть", appendix=True) for _ in range(9)))
    letters = "".join(block.number[-1] for block in of_kind(model, "heading"))
    assert letters == "АБВГДЕЖИК"


@pytest.mark.parametrize(
    ("levels", "depths"), [([2, 2, 3, 2], [1, 1, 2, 1]), ([1, 3, 3, 2], [1, 2, 2, 2]), ([3, 2, 1, 2], [1, 1, 1, 2])]
)
def test_an_outline_skips_no_level_and_headings_alike_are_one(levels: list[int], depths: list[int]) -> None:
    model = model_of(*(blocks.heading("Раздел", level=level) for level in levels))
    assert [block.depth for block in of_kind(model, "heading")] == depths


def test_tables_figures_and_formulas_are_counted_apart() -> None:
    model = from_notebook(sample())
    assert [block.number for block in of_kind(model, "table")] == ["1", "2", "3"]
    assert [block.number for block in of_kind(model, "figure")] == ["1", "2"]
    assert [block.number for block in of_kind(model, "formula")] == ["1", "", ""]


def test_a_table_without_a_caption_is_not_counted() -> None:
    model = model_of(small_table(), small_table("tbl", "Участие"))
    assert [block.number for block in of_kind(model, "table")] == ["", "1"]


def test_references_become_numbers_wherever_they_stand() -> None:
    table = blocks.table("tbl", "Участие", [column("А")], [row(ref("fig"))], notes=[ref("tbl")])
    shown = [table, figure("fig", "Доля", "столбцы", 1.0), blocks.items([["рисунок ", ref("fig")]])]
    first, _, third = model_of(*shown).blocks
    assert first.rows[0].cells[0] == (Run(ref="fig", text="1", target="figure-1"),)
    assert first.notes[0][0].text == "1"
    assert third.items[0][1].text == "1"


def test_an_unknown_label_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NoteError, match=r"Ссылка на «tbl-нет» никуда не ведёт.*tbl-есть"):
        model_of(small_table("tbl-есть", "Участие"), blocks.paragraph(ref("tbl-нет")))


def test_a_reference_to_a_table_without_a_number_is_refused() -> None:
    with pytest.raises(NoteError, match="нет названия"):
        model_of(small_table("tbl"), blocks.paragraph(ref("tbl")))


def test_a_label_given_twice_is_refused() -> None:
    with pytest.raises(NoteError, match="Метка «tbl» дана дважды"):
        model_of(small_table("tbl", "Раз"), small_table("tbl", "Два"))


def test_an_error_in_a_cell_is_named_by_its_number() -> None:
    failed = code_cell(tags=("remove",))
    failed["outputs"] = [{"output_type": "error", "ename": "KeyError", "evalue": "'K_pt'", "traceback": []}]
    with pytest.raises(NoteError, match="Ячейка 2 завершилась ошибкой: KeyError: 'K_pt'"):
        from_notebook(notebook(markdown_cell("Текст"), failed))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ({"application/vnd.jupyter.widget-view+json": {}, "text/plain": "IntSlider()"}, "виджет"),
        ({"video/mp4": "AA==", "text/plain": "v"}, "видео"),
        ({"application/vnd.vegalite.v5+json": {}, "text/plain": "alt.Chart"}, "график altair"),
        ({"text/latex": r"\begin{tabular}{l}a\end{tabular}"}, "LaTeX с"),
        ({"application/x-own": "1"}, "application/x-own"),
    ],
)
def test_what_paper_cannot_hold_is_refused_with_its_cell_as_a_person_counts(data: dict[str, Any], what: str) -> None:
    injected = code_cell(tags=("injected-parameters",))
    with pytest.raises(NoteError, match=f"Ячейка 1 .*показывает {what}|Ячейка 1 .*{what}"):
        from_notebook(notebook(injected, *shows(data)["cells"]))


@pytest.mark.parametrize(
    "plain",
    [
        "[Text(0.5, 0, 'Год'), Text(0, 0.5, 'Доля, %')]",  # ax.set(…)
        "(array([0. , 0.5]), [Text(0.0, 0, '0,0'), Text(0.5, 0, '0,5')])",  # plt.xticks(…)
        "[<matplotlib.lines.Line2D at 0x7f00>]",
        "[None, None]",  # plt.setp(…)
    ],
)
def test_what_a_call_of_matplotlib_gives_back_is_not_printed(plain: str) -> None:
    assert from_notebook(shows({"text/plain": plain})).blocks == ()


@pytest.mark.parametrize("plain", ["[None, 5]", "'Не <цифры>, а слова'", "'Text(0.5, 0, «слова»)'"])
def test_lists_and_texts_of_the_author_are_printed(plain: str) -> None:
    assert from_notebook(shows({"text/plain": plain})).blocks != ()


def test_streams_and_empty_outputs_are_passed_over() -> None:
    quiet = shows({"text/plain": "None"})
    quiet["cells"][0]["outputs"].append({"output_type": "stream", "name": "stderr", "text": "…"})
    assert from_notebook(quiet).blocks == ()


def test_a_markdown_output_is_the_text_of_its_author() -> None:
    assert from_notebook(shows({"text/markdown": "Слово"})).blocks[0].runs == (Run(text="Слово"),)


@pytest.mark.parametrize("tag", ["remove", "parameters", "injected-parameters"])
def test_tagged_cells_give_nothing(tag: str) -> None:
    shown = code_cell(blocks.paragraph("служебное"), tags=(tag,))
    assert from_notebook(notebook(shown, markdown_cell("# Служебное", tags=(tag,)))).blocks == ()


def test_markdown_becomes_blocks() -> None:
    source = "## Раздел\n\nЭто **важно** и *верно* <b>x</b>\n\n1. раз\n   - вложено\n2. два\n\n|А|Б|\n|-|-:|\n|а|1|\n"
    blocks_made = from_notebook(notebook(code_cell(blocks.title("С", "")), markdown_cell(source))).blocks[1:]
    heading, paragraph, first, inside, second, table = blocks_made
    assert (heading.text, heading.level) == ("Раздел", 2)
    assert paragraph.runs[1] == Run(text="важно", bold=True)
    assert paragraph.runs[-1] == Run(text="x", bold=True)
    assert [(items.start, items.depth, items.ordered) for items in (first, inside, second)] == [
        (1, 0, True), (1, 1, False), (2, 0, True),
    ]  # fmt: skip
    assert [col.align for col in table.columns] == ["left", "right"]


def test_a_picture_in_markdown_is_refused() -> None:
    with pytest.raises(NoteError, match=r"Ячейка 1 .*map\.png. не прочитать"):
        from_notebook(notebook(markdown_cell("![карта](map.png)")))


def test_a_notebook_without_a_title_block_takes_its_first_heading() -> None:
    model = from_notebook(notebook(markdown_cell("# Разброс показателя\n\nТекст")))
    assert [block.kind for block in model.blocks] == ["title", "paragraph"]
    assert model.blocks[0].document == "Разброс показателя"


def test_two_title_blocks_are_refused() -> None:
    with pytest.raises(NoteError, match="два титульных блока"):
        model_of(blocks.title("А", ""), blocks.title("Б", ""))


def test_meta_comes_from_the_title_and_is_complete() -> None:
    meta = from_notebook(sample()).meta
    assert (meta.code, meta.bundle, meta.title) == ("10710000", "0123456789ab", "")
    assert model_of(blocks.paragraph("x")).meta == Meta()


def test_a_row_with_a_cell_too_few_is_refused() -> None:
    cell = code_cell(blocks.table("t", "Участие", [column("А"), column("Б")], [row("1", "2"), row("3", "4")]))
    cell["outputs"][0]["data"][blocks.MIME]["rows"][1]["cells"].pop()
    with pytest.raises(NoteError, match="Таблица «Участие», строка 2: ячеек 1, столбцов 2"):
        from_notebook(notebook(cell))


def test_a_narrow_column_takes_what_its_numbers_lack() -> None:
    columns = [column("Муниципальное образование", align="left", width=8), column("Чел."), column("Доля")]
    rows = [row("Белогорск", "12\u00a0190\u00a0(26,8\u00a0%)", "5,0"), row("Очень длинная группа строк", kind="group")]
    first, second, third = model_of(blocks.table("t", "Участие", columns, rows)).blocks[0].columns
    assert second.share * 165 > 28
    assert third.share < second.share < first.share
    assert first.share + second.share + third.share == pytest.approx(1, abs=1e-3)


def test_proportions_of_the_author_stand_where_no_column_can_have_all_it_asks() -> None:
    columns = [column("А", width=3), column("Б")]
    model = model_of(
        blocks.table("t", "Длинная", columns, [row("слово " * 50, "слово " * 50)]),
        blocks.table("u", "Тесная", columns, [row("1" * 80, "2" * 80)]),
    )
    assert [[round(col.share, 3) for col in table.columns] for table in model.blocks] == [[0.75, 0.25]] * 2


def test_a_column_takes_no_more_than_its_longest_cell_while_another_breaks_its_lines() -> None:
    columns = [column("Показатель", align="left"), column("Доля", width=2)]
    (table,) = model_of(blocks.table("t", "Доли", columns, [row("слово " * 50, "46,5")])).blocks
    words, share = (col.share for col in table.columns)
    assert share * 165 < 20
    assert words + share == pytest.approx(1, abs=1e-3)


def test_short_tables_stay_whole_and_huge_rows_may_break() -> None:
    columns = [column("А", align="left"), column("Б", align="left")]
    model = model_of(
        blocks.table("t", "Краткая", columns, [row("слово", "слово")] * 9),
        blocks.table("u", "Длинная", columns, [row("слово", "слово")] * 20),
        blocks.table("v", "Высокая", columns, [row("слово " * 500, "слово")]),
    )
    assert [table.whole for table in model.blocks] == [True, False, False]
    assert [table.rows[0].splits for table in model.blocks] == [False, False, True]


def test_a_heading_turns_with_the_wide_table_it_opens() -> None:
    turned = [block.kind for block in from_notebook(sample()).blocks if block.landscape]
    assert turned == ["heading", "table"]


def test_signs_that_cannot_be_printed_are_left_out() -> None:
    text = msgspec.json.encode(of_kind(from_notebook(hostile()), "list")).decode()
    assert "правоолево" in text
    assert "нульипрочее[31m" in text


def test_the_notebook_is_left_as_it_was() -> None:
    nb = sample()
    before = copy.deepcopy(nb)
    from_notebook(nb)
    assert nb == before


def test_lines_of_a_picture_may_come_apart() -> None:
    """A notebook file read by plain json keeps long text as a list of lines."""
    nb = notebook(code_cell(figure("fig", "Доля", "столбцы", 1.0)))
    data = nb["cells"][0]["outputs"][0]["data"]
    data["image/svg+xml"] = data["image/svg+xml"].splitlines(keepends=True)
    assert from_notebook(nb).blocks[0].svg.startswith("<svg")


def test_importing_the_package_loads_no_writer() -> None:
    heavy = "{'docx', 'typst', 'jinja2', 'mistune', 'lxml', 'nbconvert', 'matplotlib'}"
    code = f"import sys, careerstats.export; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.strip() == "[]"
