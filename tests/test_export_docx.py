"""The document model -> DOCX."""

import io
import re
import subprocess
import zipfile
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from helpers.export_sample import code_cell, figure, hostile, notebook, sample
from msgspec.structs import replace

from careerstats import blocks
from careerstats.blocks import column, row
from careerstats.export import WRITERS, from_notebook
from careerstats.export.document import from_blocks
from careerstats.export.ooxml import qualified


def opened(nb: dict[str, Any]) -> Any:
    return docx.Document(io.BytesIO(WRITERS["docx"](from_notebook(nb))))


@pytest.fixture(scope="module")
def word() -> Any:
    return opened(sample())


def styled(word: Any, style: str) -> list[str]:
    return [paragraph.text for paragraph in word.paragraphs if paragraph.style.style_id == style]


def fields(word: Any, name: str) -> list[tuple[str, str]]:
    """Instruction and cached value of each field."""
    runs = list(word.element.body.iter(qualified("w:r")))
    found = []
    for run, value in zip(runs, runs[2:], strict=False):
        instruction = run.findtext(qualified("w:instrText")) or ""
        if instruction.split()[:1] == [name]:
            found.append((instruction.split()[1], value.findtext(qualified("w:t"))))
    return found


def test_headings_and_captions_carry_the_numbers_of_the_model(word: Any) -> None:
    model = from_notebook(sample())
    printed = [block.printed for block in model.blocks if block.kind == "heading"]
    assert [paragraph.text for paragraph in word.paragraphs if paragraph.style.name.startswith("Heading")] == printed
    assert [text[:11] for text in styled(word, "Caption")] == ["Таблица 1 –", "Таблица 2 –", "Таблица 3 –"]
    assert [text[:11] for text in styled(word, "FigureCaption")] == ["Рисунок 1 –", "Рисунок 2 –"]


def test_references_are_fields_that_show_the_number_of_their_bookmark(word: Any) -> None:
    bookmarks = {mark.get(qualified("w:name")) for mark in word.element.body.iter(qualified("w:bookmarkStart"))}
    references = fields(word, "REF")
    assert ("table_1", "1") in references
    assert ("table_3", "3") in references
    assert {target for target, _ in references} <= bookmarks
    assert fields(word, "SEQ") == [
        *(("Таблица", "1"), ("Формула", "1"), ("Рисунок", "1"), ("Рисунок", "2")),
        *(("Таблица", "2"), ("Таблица", "3")),
    ]


def test_heads_of_tables_repeat_and_rows_are_not_split(word: Any) -> None:
    for table in word.element.body.iter(qualified("w:tbl")):
        rows = table.findall(qualified("w:tr"))
        assert all(row.find(f"{qualified('w:trPr')}/{qualified('w:cantSplit')}") is not None for row in rows)
    heads = list(word.element.body.iter(qualified("w:tblHeader")))
    assert len(heads) == 3


def test_a_group_stays_with_its_rows_and_a_total_with_what_it_sums(word: Any) -> None:
    rows = word.tables[-1].rows
    assert rows[-2].cells[0].paragraphs[0].paragraph_format.keep_with_next
    assert not rows[6].cells[0].paragraphs[0].paragraph_format.keep_with_next
    group = word.tables[0].rows[4]
    assert len(group._tr.findall(qualified("w:tc"))) == 1
    assert group.cells[0].paragraphs[0].paragraph_format.keep_with_next


def test_numbers_stand_at_the_right_and_columns_have_their_widths(word: Any) -> None:
    body = word.tables[0].rows[1].cells
    assert [cell.paragraphs[0].alignment for cell in body] == [None, 2, 2, 2, 2]
    widths = [int(column.get(qualified("w:w"))) for column in word.tables[0]._tbl.tblGrid]
    assert sum(widths) == 9355
    assert widths[0] > 2 * widths[1]


def test_pictures_say_what_they_show(word: Any) -> None:
    said = [picture.get("descr") for picture in word.element.body.iter(qualified("wp:docPr"))]
    assert len(said) == 2
    assert said[0].startswith("Столбцы: от 6,1")


def test_formulas_are_native_equations(word: Any) -> None:
    assert len(list(word.element.body.iter(qualified("m:oMath")))) == 5


def test_only_the_wide_table_lies_on_a_turned_page(word: Any) -> None:
    assert [section.orientation for section in word.sections] == [0, 1, 0]
    assert [section.different_first_page_header_footer for section in word.sections] == [True, False, False]
    assert "PAGE" in word.sections[0].header._element.xpath("string(.)")


def test_page_and_letters_are_those_of_an_official_letter(word: Any) -> None:
    page = word.sections[0]
    assert [round(side.mm) for side in (page.left_margin, page.right_margin, page.top_margin)] == [30, 15, 20]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    body = word.styles["Body Text"].paragraph_format
    assert (body.line_spacing, round(body.first_line_indent.cm, 2)) == (1.0, 1.25)


def test_an_appendix_goes_on_where_the_one_before_it_ends(word: Any) -> None:
    assert [p.text for p in word.paragraphs if p.paragraph_format.page_break_before] == []
    assert [p.text[:12] for p in word.paragraphs if p.text.startswith("Приложение")] == ["Приложение А", "Приложение Б"]


def test_each_ordered_list_counts_from_one() -> None:
    word = opened(notebook(code_cell(blocks.items(["а"], ordered=True), blocks.items(["б"], ordered=True))))
    first, second = [p._p.pPr.numPr.numId.val for p in word.paragraphs]
    assert first != second


def test_properties_say_what_it_is_and_where_it_comes_from(word: Any) -> None:
    properties = word.core_properties
    assert properties.title.startswith("Аналитическая справка о результатах")
    assert "0123456789ab" in properties.comments
    assert "careerstats 0.1.0" in properties.comments
    assert (properties.language, properties.created.date().isoformat()) == ("ru-RU", "2021-04-20")


def test_the_package_holds_no_clock() -> None:
    archive = zipfile.ZipFile(io.BytesIO(WRITERS["docx"](from_notebook(sample()))))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.namelist()[0] == "[Content_Types].xml"
    assert "updateFields" not in archive.read("word/settings.xml").decode("utf-8")


def test_a_document_without_a_date_is_dated_all_the_same() -> None:
    word = opened(notebook(code_cell(blocks.paragraph("Текст"))))
    assert word.core_properties.created.replace(tzinfo=None) == datetime(2000, 1, 1)


def test_elements_stand_in_the_order_of_the_schema(word: Any) -> None:
    order = ["pStyle", "keepNext", "pageBreakBefore", "numPr", "spacing", "ind", "jc", "sectPr"]
    for properties in word.element.body.iter(qualified("w:pPr")):
        places = [order.index(re.sub("{.*}", "", child.tag)) for child in properties]
        assert all(before < after for before, after in pairwise(places)), places


@pytest.mark.needs("soffice", "soffice-math")
def test_libreoffice_finds_the_tables_figures_and_equations_of_the_model(tmp_path: Path) -> None:
    model = from_notebook(sample())
    (tmp_path / "note.docx").write_bytes(WRITERS["docx"](model))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = ["--headless", "--convert-to", "odt", "--outdir", str(tmp_path), str(tmp_path / "note.docx")]
    subprocess.run(["soffice", profile, *words], check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(tmp_path / "note.odt") as archive:
        content = archive.read("content.xml").decode("utf-8")
    kinds = [block.kind for block in model.blocks]
    equations = sum(1 + len(block.where) for block in model.blocks if block.kind == "formula")
    assert content.count("<table:table ") == kinds.count("table") + kinds.count("signature")
    assert content.count("<draw:image ") - content.count("<draw:object ") == kinds.count("figure")
    assert content.count("<draw:object ") == equations


def test_hostile_text_comes_out_as_text() -> None:
    word = opened(hostile())
    shown = styled(word, "ListBullet")
    cleaned = next(block for block in from_notebook(hostile()).blocks if block.kind == "list").items
    assert shown == [blocks.plain(item) for item in cleaned]
    assert "школа [U+1F393] №\u00a01" in shown


@pytest.mark.needs("soffice", "soffice-math", "pdftotext")
def test_libreoffice_prints_pictures_under_their_headings_and_formulas_apart(tmp_path: Path) -> None:
    """Without captions, one after another: nothing may keep all of them together, nor join a turned page to a line."""
    picture = replace(figure("", "", "рисунок", 1.0), width_mm=120.0, height_mm=90.0)
    wide = blocks.table("", "", [column(f"Столбец {at}") for at in range(30)], [row(*map(str, range(100, 130)))])
    shown = [block for at in range(8) for block in (blocks.heading(f"Раздел {at}", level=2), picture)]
    aligned = blocks.formula(r"\begin{align} a &= b \\ c &= d \end{align}", "a равно b")
    plain = blocks.formula("x = y", "икс равно игрек")
    last = [aligned, plain, blocks.heading("Таблица шире"), replace(wide, landscape=True)]
    note = from_blocks([blocks.title("Справка", ""), *shown, *last])
    (tmp_path / "note.docx").write_bytes(WRITERS["docx"](note))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = ["--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "note.docx")]
    subprocess.run(["soffice", profile, *words], check=True, capture_output=True, timeout=120)
    done = subprocess.run(["pdftotext", "-layout", str(tmp_path / "note.pdf"), "-"], capture_output=True, check=True)
    pages = [page.split("\n") for page in done.stdout.decode("utf-8").split("\f")]
    lines = [[line.strip() for line in page if line.strip()] for page in pages]
    assert "Таблица шире" in [line for page in lines for line in page]
    assert "¿" not in done.stdout.decode("utf-8")
    headings = [sum(line.startswith("Раздел") for line in page) for page in lines]
    assert headings[:4] == [2, 2, 2, 2]
