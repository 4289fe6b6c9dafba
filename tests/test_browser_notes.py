"""Every kind of page of a built dataset in a real Chromium: accessible, whole and without a network."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.browser import browser, lacking, open_page, violations, violations_in_every_look, without_network
from helpers.export_sample import hostile, sample
from helpers.ordinary import executed
from helpers.projects import ROOT, run

from careerstats.export import document, html
from careerstats.pipeline.reports import NOTEBOOKS

pytestmark = pytest.mark.skipif(bool(lacking()), reason=lacking())

KINDS = {
    "municipality": "demo/*/02503000/note.html",
    "region": "demo/*/02000000/note.html",
    "quality": "demo/*/02503000/quality.html",
    "progress": "demo/*/02000000/progress.html",
    "school": "demo/*/*/school-*.html",
    "cycle": "izhevsk-2022/*/*/cycle.html",
    "index": "demo/index.html",
    "index without numbers": "izhevsk-2022/index.html",
}
ONE_OF_EACH = ("--only", "02503000", "--only", "02000000", "--notebook", "municipality,region,quality,progress,school")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as opened:
        yield opened


@pytest.fixture(autouse=True)
def no_request() -> Iterator[None]:
    with without_network():
        yield


def built(project: Path, dataset: str, *words: str) -> None:
    if not (project / "data" / "raw" / dataset).is_dir():
        shutil.copytree(ROOT / "data" / "raw" / dataset, project / "data" / "raw" / dataset)
    done = run("--project", str(project), "build", dataset, "--formats", "html", *words)
    assert done.code in (0, 1), done.err  # 1: the planted errors of demo


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of every kind there is, and no more than one municipality of them."""
    project = tmp_path_factory.mktemp("pages")
    built(project, "demo", *ONE_OF_EACH)
    built(project, "izhevsk-2022")
    return project / "reports"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("whole")
    for name in ("municipality,region", "quality,progress,school"):
        built(project, "demo", "--notebook", name)
    return project / "reports"


@pytest.mark.parametrize("made", [sample, hostile, executed])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_wrong_with_a_note(chromium: Any, tmp_path: Path, made: Any, width: int) -> None:
    path = tmp_path / "note.html"
    path.write_bytes(html.write(document.from_notebook(made())))
    page = open_page(chromium, path, viewport={"width": width, "height": 800})
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_every_notebook_has_its_kind_of_page_here() -> None:
    assert set(NOTEBOOKS) == {kind for kind in KINDS if not kind.startswith("index")}


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_wrong_with_any_kind_of_page(chromium: Any, reports: Path, kind: str) -> None:
    path = sorted(reports.glob(KINDS[kind]))[0]
    page = open_page(chromium, path)
    assert violations_in_every_look(page) == {}
    assert page.evaluate("[...document.images].every((one) => one.complete && one.naturalWidth > 0 && one.alt)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")  # the last look is the narrowest
    page.close()


@pytest.mark.slow
def test_axe_finds_nothing_wrong_with_any_page_of_demo(chromium: Any, whole: Path) -> None:
    wrong, pages = {}, sorted(whole.rglob("*.html"))
    assert len(pages) > 150
    for path in pages:
        page = open_page(chromium, path)
        if found := violations(page):
            wrong[path.relative_to(whole).as_posix()] = found
        page.close()
    assert wrong == {}
