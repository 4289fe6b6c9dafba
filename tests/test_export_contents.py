"""The contents list: from twelve pages on, in PDF and Word alike, with the pages that the parts begin on."""

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from helpers.export_sample import code_cell, notebook
from test_export_docx import fields
from test_export_template import changed

from careerstats import blocks
from careerstats.export import WRITERS, from_notebook
from careerstats.export.document import Document
from careerstats.export.docx import beginnings
from careerstats.export.ooxml import qualified
from careerstats.export.pdf import CONTENTS_FROM, pages

PARTS = 12


def long_note(lines: int) -> Document:
    """Twelve parts of so many lines each; the list takes a part of the first page."""
    shown: list[blocks.Block] = [blocks.title("Справка", "о длине документа")]
    for at in range(PARTS):
        shown += [blocks.heading(f"Часть {at + 1}", numbered=True), blocks.heading("Внутри", level=2)]
        shown += [blocks.paragraph("Строка.") for _ in range(lines)]
    return from_notebook(notebook(code_cell(*shown)))


def printed(document: Document, folder: Path) -> list[str]:
    """Text of each page of the PDF."""
    path = folder / "long.pdf"
    path.write_bytes(WRITERS["pdf"](document))
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8").removesuffix("\f").split("\f")


@pytest.mark.parametrize("lines", [43, 44, 45, 46])
def test_a_document_has_a_contents_list_exactly_from_twelve_pages_on(lines: int) -> None:
    document = long_note(lines)
    bare = replace(document, blocks=tuple(block for block in document.blocks if block.kind != "title"))
    long = pages(WRITERS["pdf"](document)) >= CONTENTS_FROM
    assert bool(beginnings(document)) == long
    assert beginnings(bare) == {}
    words = docx.Document(io.BytesIO(WRITERS["docx"](document)))
    assert ("Содержание" in [paragraph.text for paragraph in words.paragraphs]) == long


def test_both_sides_of_the_border_are_seen_above() -> None:
    counted = [pages(WRITERS["pdf"](long_note(lines))) for lines in (43, 46)]
    assert counted[0] < CONTENTS_FROM <= counted[1]


@pytest.mark.needs("pdftotext")
def test_the_list_tells_the_pages_the_parts_begin_on(tmp_path: Path) -> None:
    document = long_note(46)
    text = printed(document, tmp_path)
    told = {name: int(page) for name, page in re.findall(r"(\d+\. Часть \d+) [ .\u2060]+(\d+)\n", text[0])}
    found = {
        line.strip(): at
        for at, page in enumerate(text, 1)
        for line in page.splitlines()
        if re.fullmatch(r"\s*\d+\. Часть \d+", line)
    }
    assert len(told) == PARTS
    assert told == found
    assert told == {heading.printed: page for heading, page in beginnings(document).values()}


def test_word_has_a_field_of_its_own_with_entries_and_pages_filled_in() -> None:
    document = long_note(46)
    word = docx.Document(io.BytesIO(WRITERS["docx"](document)))
    entries = [p for p in word.paragraphs if p.style.style_id == "TOC1"]
    starts = [(heading.printed, str(page)) for heading, page in beginnings(document).values()]
    shown = [tuple(text.text for text in entry._p.iter(qualified("w:t"))) for entry in entries]
    assert shown == starts
    assert [page for _, page in fields(word, "PAGEREF")] == [page for _, page in starts]
    marks = [mark.get(qualified("w:name")) for mark in word.element.body.iter(qualified("w:bookmarkStart"))]
    assert [target for target, _ in fields(word, "PAGEREF")] == marks
    assert [text for text, _ in fields(word, "TOC")] == ["\\o"]


def test_marks_of_fields_are_balanced() -> None:
    word = docx.Document(io.BytesIO(WRITERS["docx"](long_note(46))))
    kinds = [mark.get(qualified("w:fldCharType")) for mark in word.element.body.iter(qualified("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == PARTS + 1


def test_a_template_without_styles_of_a_list_is_lent_them(tmp_path: Path) -> None:
    def without(name: str, text: str) -> str:
        return re.sub(r'<w:style w:type="paragraph" w:styleId="TOC.*?</w:style>', "", text)

    document = replace(long_note(46), template=str(changed(tmp_path, without)))
    word = docx.Document(io.BytesIO(WRITERS["docx"](document)))
    assert {"TOC Heading", "toc 1"} <= {style.name for style in word.styles}
    assert {p.style.name for p in word.paragraphs} >= {"TOC Heading", "toc 1"}


def test_the_order_of_the_writers_changes_no_byte() -> None:
    document = long_note(46)
    first = {name: WRITERS[name](document) for name in ("docx", "pdf")}
    WRITERS["pdf"](long_note(5))
    assert {name: WRITERS[name](document) for name in ("pdf", "docx")} == first


@pytest.mark.needs("soffice", "pdftotext")
@pytest.mark.slow
def test_the_numbers_of_the_list_are_seen_in_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "long.docx").write_bytes(WRITERS["docx"](long_note(46)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = ["--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "long.docx")]
    subprocess.run(["soffice", profile, *words], check=True, capture_output=True, timeout=120)
    done = subprocess.run(["pdftotext", "-layout", str(tmp_path / "long.pdf"), "-"], capture_output=True, check=True)
    first = done.stdout.decode("utf-8").split("\f")[0]
    assert len(re.findall(r"\d+\. Часть \d+\s?\.{5,}\s?\d+\n", first)) == PARTS
