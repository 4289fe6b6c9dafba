"""Hostile text in every field of a real dataset -> the same text, and nothing else, in all four formats."""

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import msgspec
import openpyxl
import pytest
from helpers.export_hostile import CODE, TAILS, hostile_dataset
from helpers.projects import run
from lxml import html

from careerstats import letters
from careerstats.export import from_notebook
from careerstats.export.pdf import _fit

MARK = re.compile(r"метка(\d+)я")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The note of one municipality with its package, all formats, through the whole pipeline."""
    project = tmp_path_factory.mktemp("hostile")
    hostile_dataset(project / "data" / "raw" / "demo")
    done = run("--project", str(project), "build", "demo", "--only", CODE)
    assert "Справки: 1 из 1" in done.err + done.out
    run("--project", str(project), "build", "demo", "--only", CODE, "--notebook", "cycle")
    return project / "reports" / "demo" / "2024-25" / CODE


@pytest.fixture(scope="module", params=["note", "cycle"])
def document(request: pytest.FixtureRequest, built: Path) -> Path:
    """The note, and the document of the cycle, where decisions, the joint plan, practices and partners stand."""
    return built / str(request.param)


@pytest.fixture
def shown(document: Path) -> list[str]:
    return marked(document)


def marked(document: Path, *, pictures: bool = False) -> list[str]:
    """Every text of a document that holds a mark: those that are printed, or those that tell of its pictures."""
    model = from_notebook(json.loads(document.with_suffix(".ipynb").read_text(encoding="utf-8")))
    blocks = [msgspec.to_builtins(block) for block in model.blocks]
    read = [block.get("alt", "") for block in blocks] if pictures else texts(blocks)
    return [text for text in read if MARK.search(text)]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(item) if key not in ("png", "svg", "label", "ref", "alt") else ()
    elif isinstance(value, list | tuple) and value and all(isinstance(run, dict) and "text" in run for run in value):
        yield "".join(run["text"] for run in value)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b-]", "", text)


def test_fields_of_every_register_reach_the_note_or_the_document_of_the_cycle(built: Path) -> None:
    note, cycle = (marked(built / stem) for stem in ("note", "cycle"))
    marks = {mark for text in [*note, *cycle] for mark in MARK.findall(text)}
    assert len(marks) > 30
    whole = " ".join([*note, *cycle])
    assert "Слово института метка" in " ".join(note)  # own texts are Markdown
    assert sum(letters.named(tail) in whole for tail in TAILS) >= 8  # signs of control are gone from the others
    assert not set("\x0b\x1b\u202e") & set(whole)


def test_html_shows_it_and_runs_none_of_it(document: Path, shown: list[str]) -> None:
    page = html.fromstring(document.with_suffix(".html").read_text(encoding="utf-8"))
    text = squeezed(page.text_content())
    assert [one for one in shown if squeezed(one) not in text] == []
    assert not page.xpath("//script | //br | //iframe | //img[not(starts-with(@src, 'data:'))] | //@onerror")


def test_word_shows_it(document: Path, shown: list[str]) -> None:
    word = docx.Document(str(document.with_suffix(".docx")))
    text = squeezed("".join(word.element.body.itertext()))
    assert [one for one in shown if squeezed(one) not in text] == []


def test_a_picture_is_told_of_in_the_same_words(built: Path) -> None:
    told = [squeezed(text) for text in marked(built / "note", pictures=True)]
    assert told
    page = html.fromstring((built / "note.html").read_text(encoding="utf-8"))
    assert set(told) <= {squeezed(text) for text in page.xpath("//img/@alt")}
    word = docx.Document(str(built / "note.docx"))
    assert set(told) <= {squeezed(text) for text in word.element.body.xpath(".//wp:docPr/@descr")}


@pytest.mark.needs("pdftotext")
def test_pdf_shows_it_and_can_be_read(document: Path, shown: list[str]) -> None:
    done = subprocess.run(
        ["pdftotext", "-raw", str(document.with_suffix(".pdf")), "-"], capture_output=True, check=True
    )
    text = squeezed(done.stdout.decode("utf-8"))
    # a page may end within a long text: its mark and the signs after it are looked for
    pieces = {piece for one in shown for piece in re.findall(r"метка\d+я.{8}", squeezed(_fit(one)))}
    assert len(pieces) > 15
    assert [piece for piece in pieces if piece not in text and "\u05e9" not in piece] == []


def test_workbooks_hold_it_as_text_and_no_formula_but_ours(built: Path, shown: list[str]) -> None:
    for path in [built / "tables.xlsx", built / "plan.xlsx", *(built / "пакет").glob("*.xlsx")]:
        cells = [cell for page in openpyxl.load_workbook(path) for row in page.iter_rows() for cell in row]
        said = [cell for cell in cells if cell.value is not None]
        formulas = [str(cell.value) for cell in said if cell.data_type == "f"]
        assert [one for one in formulas if not re.fullmatch(r"=[-+*/()A-Z0-9$.]+", one)] == [], path.name
        assert not [cell for cell in said if cell.hyperlink and not str(cell.hyperlink.location).startswith("'")]
    tables = openpyxl.load_workbook(built / "tables.xlsx")
    inside = {str(cell.value) for page in tables for row in page.iter_rows() for cell in row}
    assert sum(bool(MARK.search(value)) for value in inside) > 10


@pytest.mark.needs("pdftotext")
def test_the_letter_shows_its_letterhead_and_addressee(built: Path) -> None:
    [letter] = (built / "пакет").glob("Письмо*.docx")
    text = "".join(docx.Document(str(letter)).element.body.itertext())
    assert len(set(MARK.findall(text))) >= 4
    done = subprocess.run(["pdftotext", str(letter.with_suffix(".pdf")), "-"], capture_output=True, check=True)
    assert set(MARK.findall(squeezed(done.stdout.decode("utf-8")))) == set(MARK.findall(text))


def test_names_of_files_hold_none_of_it(built: Path) -> None:
    names = [path.name for path in built.rglob("*")]
    assert not [name for name in names if re.search(r"[<>\"&=|*?:{}]|\.\.", name)]


@pytest.mark.slow
@pytest.mark.parametrize("notebook", ["region", "quality", "school", "progress", "cycle"])
def test_every_other_notebook_is_built_in_all_formats(built: Path, notebook: str, tmp_path: Path) -> None:
    shutil.copytree(built.parents[3] / "data", tmp_path / "data")
    codes = ("02000000",) if notebook == "region" else (CODE,)
    run("--project", str(tmp_path), "build", "demo", "--only", *codes, "--notebook", notebook)
    ledger = json.loads((tmp_path / "reports" / "demo" / "run.json").read_text(encoding="utf-8"))
    assert {note["status"] for note in ledger["notes"].values()} == {"done"}
    pages = list((tmp_path / "reports").rglob("*.html"))
    assert len(pages) > 1
    for path in pages:
        page = html.fromstring(path.read_text(encoding="utf-8"))
        assert not page.xpath("//iframe | //img[not(starts-with(@src, 'data:'))] | //@onerror")


def test_the_names_in_the_register_are_spoilt(built: Path) -> None:
    register = built.parents[3] / "data" / "raw" / "demo" / "organisations.csv"
    lines = list(csv.DictReader(register.read_text(encoding="utf-8").splitlines()))
    assert sum(bool(MARK.search(line["name"])) for line in lines) > 10
