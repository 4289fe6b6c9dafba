"""Every kind of page of a built dataset in a real Chromium: accessible, whole and without a network."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.browser import browser, lacking, open_page, violations
from helpers.export_sample import hostile, sample
from helpers.projects import ROOT, run

from careerstats.export import document, html

pytestmark = pytest.mark.skipif(bool(lacking()), reason=lacking())

KINDS = {
    "municipality": "*/02503000/note.html",
    "region": "*/02000000/note.html",
    "quality": "*/02503000/quality.html",
    "progress": "*/02503000/progress.html",
    "school": "*/*/school-*.html",
    "cycle": "*/*/cycle.html",
    "index": "index.html",
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("pages")
    shutil.copytree(ROOT / "data" / "raw" / "demo", project / "data" / "raw" / "demo")
    for kind in ("", *list(KINDS)[2:6]):
        named = ("--notebook", kind) if kind else ()
        run("--project", str(project), "build", "demo", "--formats", "html", *named)
    return project / "reports" / "demo"


@pytest.mark.parametrize("made", [sample, hostile])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_wrong_with_a_note(chromium: Any, tmp_path: Path, made: Any, width: int) -> None:
    path = tmp_path / "note.html"
    path.write_bytes(html.write(document.from_notebook(made())))
    page = open_page(chromium, path, viewport={"width": width, "height": 800})
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_wrong_with_any_kind_of_page(chromium: Any, reports: Path, kind: str) -> None:
    found = sorted(reports.glob(KINDS[kind]))
    if kind == "cycle" and not found:
        pytest.skip("в наборе demo нет годового цикла")
    assert found
    page = open_page(chromium, found[0])
    assert violations(page) == []
    assert page.evaluate("[...document.images].every((one) => one.complete && one.naturalWidth > 0 && one.alt)")
    page.close()
