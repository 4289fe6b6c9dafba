"""The tutorial and the how-tos, followed literally in an empty folder: every file, command and answer shown."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document
from helpers.docs_pages import DOCS
from helpers.docs_reading import Block, Follower, blocks, holds, plain, python
from helpers.projects import run
from openpyxl import load_workbook

TUTORIAL = DOCS / "tutorial.md"
OF_THE_PROGRAM = {"new-register"}
"""How-tos that change the program: followed in a copy of it (test_new_register.py)."""
HOWTOS = sorted({path.stem for path in (DOCS / "howto").glob("*.md")} - OF_THE_PROGRAM)
NEEDS_NOTES = {"new-section", "own-notebook", "publishing"}
"""How-tos that begin with notes: without building them there is nothing to follow."""


def command(words: list[str]) -> tuple[int, str]:
    done = run(*words)
    return done.code, done.out + done.err


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CAREERSTATS_PROJECT", raising=False)
    return tmp_path


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tutorial before its chapter 9 («Отправка»): its files, nothing built."""
    folder = tmp_path_factory.mktemp("урок")
    before = os.environ.pop("CAREERSTATS_PROJECT", None)
    here = Path.cwd()
    os.chdir(folder)
    end = next(at for at, line in enumerate(TUTORIAL.read_text(encoding="utf-8").splitlines()) if line[:5] == "## 9.")
    follower = Follower(folder, {"careerstats": command}, only="init")
    follower.follow([one for one in blocks(TUTORIAL) if one.line < end])
    os.chdir(here)
    if before is not None:
        os.environ["CAREERSTATS_PROJECT"] = before
    return folder


# ---- quick: everything but the building of notes


def test_the_tutorial_is_true_but_for_the_notes(empty: Path) -> None:
    Follower(empty, {"careerstats": command}, without="build").follow(blocks(TUTORIAL))


@pytest.mark.parametrize("name", [name for name in HOWTOS if name not in NEEDS_NOTES])
def test_a_how_to_is_true_but_for_the_notes(name: str, prepared: Path, empty: Path) -> None:
    shutil.copytree(prepared, empty, dirs_exist_ok=True)
    page = [one for one in blocks(DOCS / "howto" / f"{name}.md") if "verify" not in one.text]
    Follower(empty, {"careerstats": command}, without="build").follow(page)


# ---- slow: everything


@pytest.mark.slow
def test_the_tutorial_is_followed_to_the_letter(empty: Path) -> None:
    Follower(empty, {"careerstats": command}).follow(blocks(TUTORIAL))
    reports = empty / "reports" / "moya-oblast"
    page = plain((reports / "2024-25" / "90620000" / "note.html").read_text(encoding="utf-8"))
    assert "Условные данные" in page
    assert "Справка рассмотрена на заседании рабочей группы 20 июня 2025 года" in page
    assert ">36,0</td>" in page  # what chapter 5 says of the others
    assert (reports / "2024-25" / "90620000" / "note (уточнение).docx").is_file()
    assert not (reports / "2024-25" / "90605000" / "note (уточнение).docx").exists()
    later = plain((reports / "2025-26" / "90620000" / "note.html").read_text(encoding="utf-8"))
    assert "37,4 %" in later
    assert " вырос" not in later
    assert (empty / "data" / "processed" / "moya-oblast" / "protocol.xlsx").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("name", HOWTOS)
def test_a_how_to_is_followed_to_the_letter(name: str, prepared: Path, empty: Path) -> None:
    shutil.copytree(prepared, empty, dirs_exist_ok=True)
    Follower(empty, {"careerstats": command}).follow(blocks(DOCS / "howto" / f"{name}.md"))


@pytest.mark.needs("pdftotext")
def test_the_changed_sentence_column_and_picture_are_in_every_format(prepared: Path, empty: Path) -> None:
    """docs/howto/own-notebook.md, and what came of it."""
    shutil.copytree(prepared, empty, dirs_exist_ok=True)
    Follower(empty, {"careerstats": command}).follow(blocks(DOCS / "howto" / "own-notebook.md"))
    note = empty / "reports" / "moya-oblast" / "2024-25" / "90620000"
    page = (note / "note.html").read_text(encoding="utf-8")
    word = Document(note / "note.docx")
    told = "\n".join(paragraph.text for paragraph in word.paragraphs)
    heads = [cell.text for table in word.tables for cell in table.rows[0].cells]
    printed = subprocess.run(["pdftotext", note / "note.pdf", "-"], capture_output=True, check=True).stdout.decode()
    book = load_workbook(note / "tables.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    for text in (plain(page), plain(told), plain(printed).replace("\n", " ")):
        assert "чем в 4 других муниципальных образованиях в целом (64,4 %)" in text
        assert "муниципальных образованиях вместе (64,4 %)" not in text
    for text in (page, printed, "\n".join(heads), "\n".join(cells)):
        assert "Остальные, %" not in plain(text)
        assert "Место из 5" in " ".join(plain(text).split())
    assert "Пунктир из точек" in page
    alts = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert [alt for alt in alts if "Пунктир из точек" in alt]
    told_aloud = re.findall(rb"/Alt\s*<FEFF([0-9A-F]+)>", (note / "note.pdf").read_bytes())
    spoken = [bytes.fromhex(digits.decode()).decode("utf-16-be") for digits in told_aloud]
    assert [alt for alt in spoken if "Пунктир из точек" in alt] == [alt for alt in alts if "Пунктир из точек" in alt]


# ---- the reader of pages itself


def page_of(folder: Path, text: str) -> list[Block]:
    path = folder / "page.md"
    path.write_text(text, encoding="utf-8")
    return blocks(path)


def test_a_false_answer_is_noticed(tmp_path: Path) -> None:
    page = page_of(tmp_path, "```sh\nsay два\n```\n\n```text\nтри\n```\n")
    with pytest.raises(AssertionError, match="три"):
        Follower(tmp_path, {"say": lambda words: (0, "два")}).follow(page)


def test_lines_must_come_in_their_order(tmp_path: Path) -> None:
    (block,) = page_of(tmp_path, "```text\nодин …\nдва\n```\n")
    holds("один и ещё\nдва", block)
    with pytest.raises(AssertionError):
        holds("два\nодин и ещё", block)


def test_an_unexpected_exit_code_and_an_unknown_program_are_noticed(tmp_path: Path) -> None:
    page = page_of(tmp_path, "```sh\nsay два\n```\n")
    with pytest.raises(AssertionError, match="код 1"):
        Follower(tmp_path, {"say": lambda words: (1, "")}).follow(page)
    with pytest.raises(AssertionError, match="неизвестная"):
        Follower(tmp_path, {}).follow(page)


def test_a_change_finds_exactly_one_place(tmp_path: Path) -> None:
    page = page_of(tmp_path, '```diff title="a.txt"\n-b\n+c\n```\n')
    file = tmp_path / "a.txt"
    for text in ("a\n", "b\nb\n"):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(AssertionError, match="не одни"):
            Follower(tmp_path, {}).follow(page)
    file.write_text("a\nb\nbb\n", encoding="utf-8")
    Follower(tmp_path, {}).follow(page)
    assert file.read_text(encoding="utf-8") == "a\nc\nbb\n"


def test_a_block_nobody_follows_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="bat"):
        Follower(tmp_path, {}).follow(page_of(tmp_path, "```bat\npause\n```\n"))


def test_the_last_value_is_printed(tmp_path: Path) -> None:
    (block,) = page_of(tmp_path, "```python\nx = 2\nx + 1\n```\n")
    assert python(block, {}) == "3\n"
