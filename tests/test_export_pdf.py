"""The document model -> PDF; and what all three formats have in common."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from helpers.export_sample import HOSTILE, code_cell, figure, hostile, notebook, sample

from careerstats import blocks
from careerstats.blocks import column, row
from careerstats.errors import NoteError
from careerstats.export import WRITERS, from_notebook

needs_reader = pytest.mark.needs("pdftotext")


def pages(nb: dict[str, Any], folder: Path) -> list[str]:
    """Text of each page, lines and breaks of words removed."""
    path = folder / "note.pdf"
    path.write_bytes(WRITERS["pdf"](from_notebook(nb)))
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    text = done.stdout.decode("utf-8").replace("\u200b", "")
    return [re.sub(r"-\n\s*|\s+", " ", page) for page in text.removesuffix("\f").split("\f")]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad-]", "", text)


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return pages(sample(), tmp_path_factory.mktemp("pdf"))


@needs_reader
def test_headings_and_captions_carry_the_numbers_of_the_model(text: list[str]) -> None:
    whole = squeezed("".join(text))
    for block in from_notebook(sample()).blocks:
        if block.kind == "heading":
            assert squeezed(block.printed) in whole
    assert re.findall(r"Таблица(\d)–", whole) == ["1", "2", "3"]
    assert re.findall(r"Рисунок(\d)–", whole) == ["1", "2"]


@needs_reader
def test_pages_are_numbered_from_the_second(text: list[str]) -> None:
    assert not text[0].lstrip().startswith("1 ")
    assert [page.split()[0] for page in text[1:]] == [str(number) for number in range(2, len(text) + 1)]


@needs_reader
def test_the_head_of_a_long_table_is_on_every_page_of_it(tmp_path: Path) -> None:
    rows = [row(f"Муниципальное образование {at}", str(at)) for at in range(120)]
    table = blocks.table("t", "Длинная", [column("Название", align="left", width=3), column("Заголовок")], rows)
    found = pages(notebook(code_cell(table)), tmp_path)
    assert len(found) == 3
    assert all("Заголовок" in page for page in found)
    assert "Муниципальное образование 119" in found[-1]


@needs_reader
def test_a_row_longer_than_a_page_is_printed_to_its_end(tmp_path: Path) -> None:
    table = blocks.table("t", "Высокая", [column("А", align="left"), column("Б")], [row("дом " * 2500 + "конец", "1")])
    found = pages(notebook(code_cell(table)), tmp_path)
    assert "".join(found).count("дом") == 2500
    assert "конец" in found[-1]


@needs_reader
def test_no_heading_is_left_alone_at_the_foot_of_a_page(tmp_path: Path) -> None:
    for lines in range(24, 30):
        shown = [
            *(blocks.paragraph("Строка.") for _ in range(lines)),
            blocks.heading("Один"),
            blocks.paragraph("Текст"),
        ]
        for page in pages(notebook(code_cell(*shown)), tmp_path):
            assert ("Один" in page) == ("Текст" in page)


@needs_reader
def test_no_page_holds_nothing_but_signatures(tmp_path: Path) -> None:
    signed = blocks.signature("Ректор", "И.О. Фамилия")
    table = blocks.table("t", "Таблица", [column("А"), column("Б")], [row("ряд", "1")], notes=["Примечание."])
    for last, word in ((blocks.paragraph("Последняя."), "Последняя."), (table, "Примечание.")):
        for lines in range(22, 29):
            shown = [*(blocks.paragraph("Строка.") for _ in range(lines)), last, signed]
            (page,) = (page for page in pages(notebook(code_cell(*shown)), tmp_path) if "Ректор" in page)
            assert word in page, lines


@needs_reader
def test_a_picture_of_the_last_section_stands_above_the_signatures(tmp_path: Path) -> None:
    drawn = figure("fig", "Рисунок о деле", "Описание", 1.0, 2.0)
    shown = [blocks.paragraph("Строка."), drawn, blocks.paragraph("Ещё."), blocks.signature("Ректор", "И.О. Фамилия")]
    whole = "".join(pages(notebook(code_cell(*shown)), tmp_path))
    assert whole.index("Рисунок о деле") < whole.index("Ещё.") < whole.index("Ректор")


@needs_reader
def test_a_range_of_numbers_is_never_broken(tmp_path: Path) -> None:
    text = blocks.paragraph(" ".join(f"слов{'а' * (at % 7)} 6–11 клас{'с' * (at % 5)}" for at in range(150)))
    path = tmp_path / "note.pdf"
    path.write_bytes(WRITERS["pdf"](from_notebook(notebook(code_cell(text)))))
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    lines = done.stdout.decode("utf-8").splitlines()
    assert sum(line.count("6–11") for line in lines) == 150


@needs_reader
def test_hostile_text_comes_out_as_text(tmp_path: Path) -> None:
    whole = squeezed("".join(pages(hostile(), tmp_path)))
    for text in HOSTILE[4:8] + HOSTILE[8:11]:
        assert squeezed(text) in whole
    assert squeezed("школа [U+1F393] № 1") in whole


def test_it_is_an_archive_file_for_everyone() -> None:
    made = WRITERS["pdf"](from_notebook(sample()))
    assert made.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made


def test_headings_may_skip_a_level() -> None:
    shown = [blocks.heading("Глубоко", level=4), blocks.heading("Выше", level=1), blocks.heading("Ниже", level=3)]
    assert WRITERS["pdf"](from_notebook(notebook(code_cell(*shown)))).startswith(b"%PDF")


def test_a_picture_that_cannot_be_read_is_refused_in_words() -> None:
    broken = blocks.figure("f", "Доля", "столбцы", png=b"", svg="<svg", width_mm=10, height_mm=10)
    with pytest.raises(NoteError, match="PDF не собран"):
        WRITERS["pdf"](from_notebook(notebook(code_cell(broken))))


def test_a_date_that_is_no_date_is_refused_in_words() -> None:
    titled = notebook(code_cell(blocks.title("Справка", "", date="20.04.2021")))
    with pytest.raises(NoteError, match=r"Дата документа «20\.04\.2021» не читается"):
        WRITERS["pdf"](from_notebook(titled))


PRINT_HASHES = """
import hashlib
from helpers.export_sample import sample
from careerstats.export import WRITERS, from_notebook
model = from_notebook(sample())
print(*(hashlib.sha256(write(model)).hexdigest() for write in WRITERS.values()))
"""


def test_same_model_same_bytes_in_another_process_place_and_language() -> None:
    surroundings = {"TZ": "Asia/Kamchatka", "LANG": "ru_RU.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    surroundings["PYTHONPATH"] = str(Path(__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", PRINT_HASHES], env=os.environ | surroundings, capture_output=True, check=True
    )
    model = from_notebook(sample())
    here = [hashlib.sha256(write(model)).hexdigest() for write in WRITERS.values()]
    assert done.stdout.decode("ascii").split() == here
