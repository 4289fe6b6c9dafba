"""Thirty kinds of ordinary outputs: printed in every format, by our engine and by the stock one alike."""

import re
from typing import Any

import nbformat
import pytest
import yaml
from helpers.ordinary import CELLS, executed
from helpers.projects import ROOT

from careerstats import blocks
from careerstats.export import WRITERS, from_notebook
from careerstats.export.cells import blocks_of
from careerstats.export.document import Document
from careerstats.shown import options

TABLE, FIGURE, PARAGRAPH, FORMULA = ("table",), ("figure",), ("paragraph",), ("formula",)
KINDS = {
    **dict.fromkeys(("DataFrame", "DataFrame with a plain index", "Series", "two-storey columns"), TABLE),
    **dict.fromkeys(("several storeys", "index of two", "dates, flags and gaps", "Styler", "describe"), TABLE),
    **dict.fromkeys(("crosstab", "GT", "HTML table"), TABLE),
    "several at once": ("table", "paragraph", "table"),
    **dict.fromkeys(("figure of matplotlib", "figure as a result", "axes of pandas", "bars with values"), FIGURE),
    **dict.fromkeys(("seaborn grid", "seaborn heatmap", "picture of pixels", "letters of peoples"), FIGURE),
    **dict.fromkeys(("Image", "SVG"), FIGURE),
    **dict.fromkeys(("Markdown output", "number", "text"), PARAGRAPH),
    **dict.fromkeys(("Latex output", "Math output"), FORMULA),
    "echoed code": ("code", "paragraph"),
    "silent result": (),
}


@pytest.fixture(scope="module")
def ours() -> Any:
    return executed()


@pytest.fixture(scope="module")
def again() -> Document:
    return from_notebook(executed.__wrapped__())


@pytest.fixture(scope="module")
def model(ours: Any) -> Document:
    return from_notebook(ours)


def shown(nb: Any) -> dict[str, list[Any]]:
    """Name of a kind → its blocks."""
    pairs = zip(nb.cells, nb.cells[1:], strict=False)
    named = {head.source.removeprefix("## "): cell for head, cell in pairs if head.source.startswith("## ")}
    return {name: [_block(one) for one in blocks_of(cell).blocks] for name, cell in named.items()}


def _block(one: Any) -> Any:
    return blocks.from_output({"data": one}) if isinstance(one, dict) else one


def test_lines_of_options_are_yaml_in_words_that_quarto_knows() -> None:
    """Of the thirty cells and of every page: our own word is the one that declares whose a notebook is."""
    pages = [page.read_text(encoding="utf-8") for page in (ROOT / "docs").rglob("*.md")]
    fences = [fence for page in pages for fence in re.findall(r"```python[^\n]*\n(#\|.*?)```", page, re.DOTALL)]
    cells = [cell.source for path in (ROOT / "notebooks").glob("*.ipynb") for cell in nbformat.read(path, 4).cells]
    known = {*options.OURS, *options.OF_QUARTO}
    said = [source for source in (*CELLS.values(), *fences, *cells) if source.startswith("#|")]
    assert len(said) > 25
    for source in said:
        lines = [line.removeprefix("#|") for line in source.splitlines() if line.startswith("#|")]
        keys = set(yaml.safe_load("\n".join(line[1:] for line in lines)))
        assert keys <= known | {"careerstats"}, source


def test_there_are_thirty() -> None:
    assert len(CELLS) == 30
    assert set(KINDS) == set(CELLS)


def test_each_gives_what_it_shows(ours: Any) -> None:
    made = {name: tuple(block.kind for block in found) for name, found in shown(ours).items()}
    assert made == {name: kinds for name, kinds in KINDS.items() if name in made}
    assert len(made) >= len(KINDS) - 1


def test_the_stock_engine_gives_the_same(ours: Any) -> None:
    assert shown(executed(None)) == shown(ours)


def test_captions_and_labels_are_those_of_the_cell_and_numbered_together(model: Document) -> None:
    named = {
        block.label: (block.kind, block.number, getattr(block, "caption", "")) for block in model.blocks if block.label
    }
    assert named["tbl-text"] == ("table", "1", "Таблица из Markdown")
    assert named["tbl-cover"] == ("table", "2", "Охват обучающихся")
    assert named["fig-line"] == ("figure", "1", "Доля по годам")
    said = [blocks.plain(block.runs) for block in model.blocks if block.kind == "paragraph"]
    assert "Всего 4 строк, см. табл.\u00a02 и 1." in said
    styled = next(block for block in model.blocks if getattr(block, "caption", "") == "Оформленная таблица")
    first = [blocks.plain(cell) for cell in styled.rows[0].cells]
    assert first == ["г.\u00a0Зея", "12\u00a0436", "20,4\u00a0%", "20,4"]


def test_pictures_speak_the_language_of_the_notebook_and_keep_names(ours: Any) -> None:
    found = shown(ours)
    (line,) = found["figure of matplotlib"]
    assert line.alt == "Две линии растут"
    (again,) = found["figure as a result"]
    assert again.alt == "По горизонтали: Год; по вертикали: Доля, %. Ряды: Зея, Тында. Значения от 18 до 31."
    for name in ("figure of matplotlib", "seaborn grid"):
        (figure,) = found[name]
        assert figure.svg.startswith("<?xml")
        assert figure.png.startswith(b"\x89PNG")
        assert 60 < figure.width_mm <= 165


def test_a_figure_shown_twice_is_printed_once(model: Document) -> None:
    captions = [block.caption for block in model.blocks if block.kind == "figure"]
    assert captions.count("Охват") == 1


def test_the_author_is_advised_of_what_has_no_name(model: Document) -> None:
    assert any(
        text.endswith("таблица без названия и потому без номера; назовите: #| tbl-cap: …") for text in model.advice
    )
    assert any("нет описания для незрячих" in text for text in model.advice)
    assert all(text.startswith("Ячейка ") for text in model.advice)


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_has_it_and_the_same_bytes(name: str, model: Document, again: Document) -> None:
    assert WRITERS[name](again) == WRITERS[name](model)
