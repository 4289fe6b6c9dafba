"""A researcher's own cells in the shipped notebook, through the whole pipeline."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from helpers.browser import browser, open_page, violations
from helpers.projects import ROOT
from test_disclosure_public import FEW, PLANTED, SMALL, project
from test_valid_documents import office_faults, pdf_faults

from careerstats.blocks import Figure, Table
from careerstats.cli import main
from careerstats.export import from_notebook
from careerstats.export.document import Document

BELOGORSK = "10710000"
TEXT = r"""## Свой раздел

На рисунке [-@fig-own] и в @tbl-own – доли $p = \frac{k}{n}$ ([источник](https://example.org/a))."""
FRAME = """everyone = note.everyone(note.settings.indicators[0]).dropna(subset=["value"])
heads = {"name": "Муниципальное образование", "denominator": "Обучающиеся", "value": "Доля, %"}
frame = everyone[[*heads]].rename(columns=heads)"""
TABLE = """#| tbl-cap: Доли по убыванию
#| label: tbl-own
frame.sort_values("Доля, %", ascending=False).set_index("Муниципальное образование")"""
FIGURE = """#| fig-cap: Численность и доля
#| label: fig-own
import seaborn as sns
sns.scatterplot(frame, x="Обучающиеся", y="Доля, %");"""
ALL_THERE_IS = """import msgspec
import pandas as pd
print(msgspec.json.encode(note.bundle, enc_hook=str).decode())
pd.DataFrame([{"показатель": value.indicator, "состояние": value.status, "числа": str(value)}
              for value in note.bundle.values])"""


def with_cells(
    home: Path, *sources: str, notebook: str = "municipality", behind: str = "details", text: str = TEXT
) -> None:
    """A shipped notebook with cells of one's own behind a section."""
    nb: Any = nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", as_version=4)
    at = next(i for i, cell in enumerate(nb.cells) if f"sections.{behind}(" in cell.source) + 1
    own = [nbformat.v4.new_code_cell(source, id=f"own-{number}") for number, source in enumerate(sources)]
    words = [nbformat.v4.new_markdown_cell(text, id="own-text")] if TABLE in sources else []
    nb.cells[at:at] = [*words, *own]
    (home / "notebooks").mkdir(parents=True)
    nbformat.write(nb, home / "notebooks" / f"{notebook}.ipynb")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("own")
    shutil.copytree(ROOT / "data" / "raw" / "amur-2020", home / "data" / "raw" / "amur-2020")
    with_cells(home, FRAME, TABLE, FIGURE)
    assert main(["--project", str(home), "build", "amur-2020", "--only", BELOGORSK]) == 0
    return home / "reports" / "amur-2020" / "2020" / BELOGORSK


def numbered(model: Document) -> None:
    """Tables and figures from 1 on, whoever made them."""
    for kind in ("table", "figure"):
        numbers = [block.number for block in model.blocks if isinstance(block, Table | Figure) and block.kind == kind]
        given = [number for number in numbers if number]
        assert given == [str(number) for number in range(1, len(given) + 1)]


def test_own_tables_and_pictures_are_numbered_with_those_of_the_note(built: Path) -> None:
    model = from_notebook(json.loads((built / "note.ipynb").read_text(encoding="utf-8")))
    numbered(model)
    own = {block.label: block for block in model.blocks if block.label in ("tbl-own", "fig-own")}
    assert own["tbl-own"].caption == "Доли по убыванию"
    assert len(own["tbl-own"].rows) == 29
    text = next(block for block in model.blocks if block.kind == "paragraph" and "tbl-own" in str(block.runs))
    numbers = [run.text for run in text.runs if run.ref]
    assert numbers == [own["fig-own"].number, own["tbl-own"].number]


def test_they_stand_in_every_format(built: Path) -> None:
    page = (built / "note.html").read_text(encoding="utf-8")
    assert re.search(r"<b>Таблица \d+ –</b> Доли по убыванию", page)
    assert re.search(r"<b>Рисунок \d+ –</b> Численность и доля", page)
    assert "<h3" in page[page.index("Свой раздел") - 60 : page.index("Свой раздел")]
    for name in ("note.docx", "note.pdf", "tables.xlsx"):
        assert (built / name).stat().st_size > 5000


@pytest.mark.slow
def test_the_notes_of_all_municipalities_with_them_keep_every_rule(tmp_path: Path) -> None:
    """Numbers, contents, axe, PDF/UA and PDF/A, Open XML: of each of the 29, in every format."""
    shutil.copytree(ROOT / "data" / "raw" / "amur-2020", tmp_path / "data" / "raw" / "amur-2020")
    with_cells(tmp_path, FRAME, TABLE, FIGURE, text=TEXT.removeprefix("#"))
    assert main(["--project", str(tmp_path), "build", "amur-2020"]) == 0
    notes = sorted((tmp_path / "reports" / "amur-2020" / "2020").glob("106*/note.ipynb"))
    notes += sorted((tmp_path / "reports" / "amur-2020" / "2020").glob("107*/note.ipynb"))
    assert len(notes) == 29
    with browser() as chromium:
        for folder in (note.parent for note in notes):
            numbered(from_notebook(json.loads((folder / "note.ipynb").read_text(encoding="utf-8"))))
            assert office_faults((folder / "note.docx").read_bytes(), ".docx", tmp_path) == []
            assert office_faults((folder / "tables.xlsx").read_bytes(), ".xlsx", tmp_path) == []
            assert pdf_faults((folder / "note.pdf").read_bytes()) == []
            page = open_page(chromium, folder / "note.html")
            assert page.locator("nav a", has_text="Свой раздел").count()
            assert violations(page) == []
            page.close()


@pytest.mark.slow
def test_a_cell_cannot_show_the_public_what_the_public_may_not_see(tmp_path: Path) -> None:
    """Hidden numbers are not in its bundle: with others in their place, every byte of the note is the same."""
    made: list[dict[str, bytes]] = []
    for name, guided in (("a", PLANTED), ("b", PLANTED | {FEW: [0, 1, 0], SMALL: [2, 2, 1]})):
        home = project(tmp_path / name, guided)
        with_cells(home, FRAME, ALL_THERE_IS, notebook="municipality-public", behind="plain_table")
        words = ["build", "demo", "--audience", "public", "--only", FEW, "--formats", "html,pdf"]
        main(["--project", str(home), *words])
        note = home / "reports" / "demo" / "2024-25-public" / FEW
        made.append(
            {path.name: path.read_bytes() for path in note.iterdir() if path.suffix in (".html", ".pdf", ".ipynb")}
        )
    assert set(made[0]) >= {"note.html", "note.pdf", "note.ipynb"}
    assert "состояние" in made[0]["note.html"].decode(), "the cell was run"
    assert made[0] == made[1]
