"""Blocks: text is text, names and signs stay on one line, an output gives back the block it carries."""

import pytest

from careerstats import blocks
from careerstats.blocks import Run, bold, column, paragraph, ref, row
from careerstats.export import document

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("г. Зея", f"г.{NBSP}Зея"),
        ("пгт Прогресс и ЗАТО Циолковский", f"пгт{NBSP}Прогресс и ЗАТО{NBSP}Циолковский"),
        ("письмо № 5", f"письмо №{NBSP}5"),
        ("рек. 1, 3", f"рек.{NBSP}1, 3"),
        ("доля – 5 %", f"доля{NBSP}– 5{NBSP}%"),
        ("на 3 п. п.", f"на 3{NBSP}п.{NBSP}п."),
        ("6–11 классов", "6–11\u00a0классов"),
    ],
)
def test_a_line_never_ends_or_begins_in_the_wrong_place(written: str, printed: str) -> None:
    assert blocks.unbroken(written) == printed


def test_runs_drop_empty_pieces_and_keep_references() -> None:
    assert blocks.runs(["a", "", bold("б"), ref("tbl")]) == (Run(text="a"), bold("б"), ref("tbl"))


@pytest.mark.parametrize(
    "block",
    [
        blocks.title("Справка", "о чём-то", lead="Подготовлена", code="10710000"),
        blocks.heading("Раздел", numbered=True),
        paragraph("Текст ", bold("жирный"), keep=True),
        blocks.items(["один", ["два ", ref("tbl")]], ordered=True),
        blocks.table("tbl", "Таблица", [column("А"), column("Б")], [row("1", "2"), row("всё", kind="group")]),
        blocks.formula(r"\frac{a}{b}", "а на бэ", label="eq"),
        blocks.signature("Ректор", "И.О. Фамилия"),
        blocks.figure("fig", "Рисунок", "что видно", png=b"\x89PNG", svg="<svg/>", width_mm=10, height_mm=5),
    ],
    ids=lambda block: block.kind,
)
def test_an_output_gives_back_its_block(block: blocks.Block) -> None:
    data, metadata = blocks.as_output(block)
    assert blocks.from_output({"data": data, "metadata": metadata}) == block
    assert metadata["careerstats"]["kind"] == block.kind
    assert data["text/plain"]


def test_nothing_in_a_text_is_markup_for_stock_viewers() -> None:
    data, _ = blocks.as_output(paragraph("<script>alert(1)</script>"))
    assert "<script>" not in data["text/html"]


def test_an_output_without_a_block_gives_none() -> None:
    assert blocks.from_output({"data": {"text/plain": "1"}}) is None


def test_jupyterlab_shows_the_caption_of_a_picture_and_no_document_prints_it_twice() -> None:
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    InteractiveShell.instance()
    picture = blocks.figure("fig", "Доля по годам", "Столбцы", png=b"\x89PNG", svg="<svg/>", width_mm=10, height_mm=5)
    with capture_output() as shown:
        blocks.Blocks([picture])._ipython_display_()
    InteractiveShell.clear_instance()
    outputs = [{"output_type": "display_data", "data": one.data, "metadata": one.metadata} for one in shown.outputs]
    assert "Рисунок: Доля по годам" in outputs[1]["data"]["text/html"]
    cell = {"cell_type": "code", "source": "", "metadata": {}, "outputs": outputs}
    assert [block.kind for block in document._blocks({"cells": [cell]}, print)] == ["figure"]


def test_a_reference_is_an_arrow_until_a_document_numbers_it() -> None:
    data, _ = blocks.as_output(paragraph("приведены в таблице ", ref("tbl")))
    assert "приведены в таблице ↓" in data["text/html"]
