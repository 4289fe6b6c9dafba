"""Notebooks in a real JupyterLab: every cell of the shipped ones and of the thirty outputs runs, and is seen."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from helpers.browser import browser, lacking
from helpers.lab import laboratory
from helpers.lab_cells import run_all
from helpers.ordinary import written
from helpers.projects import ROOT, run

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(lacking()), reason=lacking())]

PATIENCE = 120_000  # milliseconds, on a busy computer
SEEN = {
    "ordinary": {"tables": 13, "pictures": 10, "formulas": 2},
    "research": {"tables": 8, "pictures": 3},
    "municipality": {"tables": 4, "pictures": 2},
    "region": {"tables": 4, "pictures": 3},
    "school": {"tables": 1},
    "quality": {"tables": 2},
    "progress": {"tables": 1},
    "cycle": {"tables": 1},
    "municipality-public": {"tables": 1},
    "region-public": {"tables": 1},
}
"""Notebook → at least so much is seen."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, str]]:
    project, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home")
    for dataset in ("amur-2020", "demo", "izhevsk-2022"):
        shutil.copytree(ROOT / "data" / "raw" / dataset, project / "data" / "raw" / dataset)
    build = ("--project", str(project), "build")
    run(*build, "amur-2020", "--only", "10710000", "--only", "10000000", "--formats", "html")
    run(*build, "amur-2020", "--only", "10710000", "--only", "10000000", "--formats", "html", "--audience", "public")
    run(*build, "izhevsk-2022", "--only", "94701000", "--notebook", "cycle", "--formats", "html")
    run(*build, "demo", "--only", "02503000", "--notebook", "quality,progress,school", "--formats", "html")
    (project / "notebooks").mkdir(exist_ok=True)
    for name in set(SEEN) - {"ordinary"}:
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", project / "notebooks")
    written(project / "notebooks" / "ordinary.ipynb")
    with laboratory(project, home) as address, browser() as window:
        person = window.new_context(viewport={"width": 1200, "height": 20_000})  # all cells are drawn at once
        person.set_default_timeout(PATIENCE)
        opened = person.new_page()
        opened.goto(address)
        opened.get_by_role("tab", name="Проверка данных").wait_for()
        yield opened, opened.url


@pytest.mark.parametrize("name", SEEN)
def test_every_cell_runs_and_what_it_shows_is_seen(name: str, page: tuple[Any, str]) -> None:
    seen = run_all(*page, name, SEEN[name])
    path = Path(ROOT, "notebooks", f"{name}.ipynb")
    cells = nbformat.read(path, as_version=4).cells if path.exists() else []
    assert seen["errors"] == []
    assert seen["cells"] >= max(sum(cell.cell_type == "code" for cell in cells), 1)
    assert {kind: seen[kind] >= least for kind, least in SEEN[name].items()} == dict.fromkeys(SEEN[name], True), seen
