"""docs/howto/new-register.md, followed in a copy of the program: what is not called public reaches no public file."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from helpers.docs_pages import DOCS
from helpers.docs_reading import Block, Follower, blocks, plain
from helpers.program_copy import copy_of_the_program, run
from helpers.projects import AMUR, BELOGORSK

PAGE = blocks(DOCS / "howto" / "new-register.md")
CELL = next(at for at, block in enumerate(PAGE) if block.file == "notebooks/municipality-public.ipynb")
AUDIENCE = next(at for at, block in enumerate(PAGE) if block.text.startswith("-    fairs: list"))
"""Where the public's notebook gets its cell, and where the register is called public."""
ROW, COLUMN, SECTION = "Весенний перелом", "методист отдела образования", "Ярмарки профессий"
"""What only a row, only its internal column, only the section itself says."""


def follow(folder: Path, page: list[Block]) -> None:
    def careerstats(words: list[str]) -> tuple[int, str]:
        done = run(folder, *words)
        return done.code, done.out + done.err

    Follower(folder, {"careerstats": careerstats}).follow(page)


def said(path: Path) -> str:
    """All the text of a file, whatever its format."""
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as parts:
            return plain(" ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist()))
    if path.suffix == ".pdf":
        if not shutil.which("pdftotext"):
            return ""
        done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
        return plain(done.stdout.decode("utf-8")).replace("\n", " ")
    return plain(path.read_text(encoding="utf-8", errors="replace"))


def where(folder: Path, text: str, audience: str) -> set[str]:
    """Names of the files for that audience that have the text: documents, notebooks, pages of links, bundles."""
    reports, bundles = folder / "reports" / AMUR, folder / "data" / "processed" / AMUR / "notes" / "2020" / audience
    apart = "2020-public" if audience == "public" else "2020"
    files = [path for path in (reports / apart).rglob("*") if path.is_file()]
    files += [*reports.glob("index.html"), *bundles.glob("*.json")]
    assert {path.suffix for path in files} >= {".html", ".json", ".ipynb"}
    return {path.name for path in files if text in said(path)}


def build(folder: Path, audience: str) -> None:
    done = run(folder, "build", AMUR, "--only", BELOGORSK, "--audience", audience, "--formats", "html,docx,pdf,xlsx")
    assert done.code == 0, done.out + done.err


@pytest.fixture(scope="module")
def internal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with the register, whose audience nobody has named, and the notes of both audiences."""
    folder = copy_of_the_program(tmp_path_factory.mktemp("реестр"))
    follow(folder, [block for block in PAGE[:AUDIENCE] if "build" not in block.text])
    build(folder, "internal")
    build(folder, "public")
    return folder


@pytest.fixture(scope="module")
def published(internal: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, after the last chapter of the page."""
    folder = tmp_path_factory.mktemp("публикация") / "program"
    shutil.copytree(internal, folder)
    follow(folder, [block for block in PAGE[AUDIENCE:] if "build" not in block.text])
    build(folder, "public")
    return folder


@pytest.mark.parametrize("text", [ROW, COLUMN, SECTION])
def test_the_internal_note_has_the_register_in_every_format(internal: Path, text: str) -> None:
    readable = {"note.html", "note.docx", "note.ipynb"} | ({"note.pdf"} if shutil.which("pdftotext") else set())
    assert where(internal, text, "internal") >= readable
    assert text == SECTION or "tables.xlsx" in where(internal, text, "internal")


@pytest.mark.parametrize("text", [ROW, COLUMN, SECTION])
def test_no_public_file_has_what_names_no_audience(internal: Path, text: str) -> None:
    assert where(internal, text, "public") == set()


def test_what_is_called_public_is_published_and_its_internal_column_is_not(published: Path) -> None:
    assert where(published, ROW, "public") >= {"note.html", "note.docx", "note.ipynb", f"municipality-{BELOGORSK}.json"}
    assert where(published, SECTION, "public") >= {"note.html", "note.docx", "note.ipynb"}
    assert where(published, COLUMN, "public") == set()


def test_the_page_counts_its_files_and_lines() -> None:
    changed = [block for block in PAGE[:CELL] if block.file and not block.file.startswith("data/")]
    lines = [(block, line) for block in changed for line in block.text.splitlines()]
    added = [line for block, line in lines if block.language == "python" or line.startswith("+")]
    text = (DOCS / "howto" / "new-register.md").read_text(encoding="utf-8")
    assert len({block.file for block in changed}) == 7
    assert f"Seven files, {len(added)} lines;" in text
