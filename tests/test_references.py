"""Pages of six very unlike notes against the pictures of them that were looked at and kept."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from helpers.projects import ROOT as REPOSITORY
from helpers.projects import run
from helpers.references import README_NOTE, README_PICTURE, ROOT, SIX, differences, pages, sheet, shown_in_readme
from PIL import Image

pytestmark = [pytest.mark.needs("pdftoppm"), pytest.mark.slow]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("references")
    for dataset in sorted({dataset for dataset, _ in SIX.values()}):
        shutil.copytree(REPOSITORY / "data" / "raw" / dataset, project / "data" / "raw" / dataset)
        for audience in ("internal", "public"):
            run("--project", str(project), "build", dataset, "--formats", "pdf", "--audience", audience)
    return project / "reports"


@pytest.mark.parametrize("name", SIX)
def test_the_pages_look_as_they_did_when_they_were_looked_at(built: Path, name: str) -> None:
    dataset, path = SIX[name]
    kept = ROOT / f"{name.replace(' ', '-')}.png"
    assert kept.exists(), "python tools/make_references.py ПРОЕКТ"
    assert differences(built / dataset / path, kept) == [], "looked at and right? python tools/make_references.py"


def test_another_note_is_unlike_the_reference(built: Path) -> None:
    dataset, path = SIX["all zero"]
    assert differences(built / dataset / path, ROOT / "largest.png")


@pytest.mark.parametrize("name", SIX)
def test_no_page_is_empty(built: Path, name: str) -> None:
    dataset, path = SIX[name]
    assert all((page < 215).mean() > 0.006 for page in pages(built / dataset / path))


def test_the_references_are_small() -> None:
    assert sum(path.stat().st_size for path in ROOT.glob("*.png")) < 2_000_000


def test_a_sheet_is_the_same_every_time(built: Path) -> None:
    dataset, path = SIX["smallest"]
    assert sheet(pages(built / dataset / path)) == sheet(pages(built / dataset / path))


def test_the_picture_of_the_readme_shows_the_note_that_is_built_today(built: Path) -> None:
    dataset, path = README_NOTE
    today = shown_in_readme(built / dataset / path).convert("L")
    with Image.open(README_PICTURE) as picture:
        assert picture.size == today.size, "python tools/make_references.py ПРОЕКТ"
        apart = np.abs(np.asarray(picture.convert("L"), dtype=float) - np.asarray(today, dtype=float))
    assert apart.mean() < 6, "python tools/make_references.py ПРОЕКТ"
