"""The shipped notebooks: two engines give equal outputs, and every other way to run them gives the same note."""

import json
import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from conftest import Built
from helpers.projects import AMUR, BELOGORSK, REGION, ROOT, ZAVITINSK

from careerstats.contracts.shared import PREFIX
from careerstats.export import WRITERS, from_notebook

CODES = {"municipality": BELOGORSK, "region": REGION}


def executed(notebook: str, project: Path, engine: str | None, **parameters: str) -> Any:
    """The notebook run by papermill in this process, with the stock engine or ours."""
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings(action="ignore"):  # the stock client's sockets
        patch.setenv("CAREERSTATS_PROJECT", str(project))
        patch.setenv("CAREERSTATS_NOTEBOOK", notebook)
        return papermill.execute_notebook(
            ROOT / "notebooks" / f"{notebook}.ipynb",
            None,
            parameters={"dataset": AMUR, **parameters},
            engine_name=engine,
            progress_bar=False,
            request_save_on_cell_execute=False,
        )


def what_it_shows(notebook: Any) -> list[Any]:
    """Of every cell: its source, number and outputs with all their data and metadata, pictures byte for byte."""
    return [
        (
            cell.source,
            cell.get("execution_count"),
            [json.loads(json.dumps(output)) for output in cell.get("outputs", [])],
        )
        for cell in notebook.cells
    ]


def command(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A program of this Python, run as a person would run it; ``CAREERSTATS_…`` are not set."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CAREERSTATS")}
    return subprocess.run(
        [sys.executable, *words], cwd=cwd, env={**clean, **environment}, capture_output=True, encoding="utf-8",
        errors="replace", check=False, timeout=300,
    )  # fmt: skip


def parameters(notebook: str) -> dict[str, str]:
    """As the build gives them."""
    return {"period": "2020"} | ({"municipality": BELOGORSK} if notebook == "municipality" else {})


def file_of(name: str) -> str:
    """The file of one format."""
    return "tables.xlsx" if name == "xlsx" else f"note.{name}"


@pytest.fixture(scope="module", params=CODES)
def stock_run(request: pytest.FixtureRequest, whole: Built) -> tuple[str, Any]:
    """Each shipped notebook run by papermill's own engine, in a kernel of its own."""
    return request.param, executed(request.param, whole.folder, None, **parameters(request.param))


def test_both_engines_give_equal_outputs_cell_by_cell(whole: Built, stock_run: tuple[str, Any]) -> None:
    notebook, stock = stock_run
    ours = executed(notebook, whole.folder, "careerstats", **parameters(notebook))
    assert len(stock.cells) == len(ours.cells)
    for theirs, own in zip(what_it_shows(stock), what_it_shows(ours), strict=True):
        assert own == theirs
    shown = [output for cell in ours.cells for output in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) or "image/svg+xml" in output.get("data", {}) for output in shown)
    assert from_notebook(ours) == from_notebook(stock)


def test_the_stock_engine_gives_the_bytes_of_the_build(whole: Built, stock_run: tuple[str, Any]) -> None:
    notebook, stock = stock_run
    document = from_notebook(stock)
    for name, write in WRITERS.items():
        assert write(document) == whole.note(CODES[notebook], file_of(name)).read_bytes(), name


def test_a_built_notebook_written_again_gives_the_built_documents(whole: Built) -> None:
    for code in (BELOGORSK, ZAVITINSK, REGION):
        document = from_notebook(nbformat.read(whole.note(code, "note.ipynb"), as_version=4))
        for name, write in WRITERS.items():
            assert write(document) == whole.note(code, file_of(name)).read_bytes(), (code, name)


@pytest.mark.parametrize("name", ["html", "docx", "pdf"])
def test_nbconvert_gives_the_built_documents(whole: Built, tmp_path: Path, name: str) -> None:
    shutil.copy(whole.note(BELOGORSK, "note.ipynb"), tmp_path / "out.ipynb")
    done = command("-m", "nbconvert", "--to", f"spravka-{name}", "out.ipynb", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"out.{name}").read_bytes() == whole.note(BELOGORSK, file_of(name)).read_bytes()


@pytest.fixture
def bundles_only(whole: Built, tmp_path: Path) -> Path:
    """A project folder with notebooks and bundles, and no data."""
    notes = Path("data", "processed", AMUR, "notes")
    shutil.copytree(whole.folder / notes, tmp_path / notes)
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    return tmp_path


def test_a_note_builds_where_only_its_bundle_exists(whole: Built, bundles_only: Path) -> None:
    """With the stock command and engine, from the project's folder, as README says."""
    for path in (bundles_only / "data" / "processed" / AMUR / "notes" / "2020" / "internal").iterdir():
        if path.stem != f"municipality-{ZAVITINSK}" and not path.name.startswith(PREFIX):  # that is part of it
            path.unlink()
    words = ("-p", "dataset", AMUR, "-r", "municipality", ZAVITINSK, "-p", "period", "2020")
    done = command("-m", "papermill", "notebooks/municipality.ipynb", "out.ipynb", *words, cwd=bundles_only)
    assert done.returncode == 0, done.stderr
    document = from_notebook(nbformat.read(bundles_only / "out.ipynb", as_version=4))
    for name, write in WRITERS.items():
        assert write(document) == whole.note(ZAVITINSK, file_of(name)).read_bytes(), name


@pytest.mark.parametrize(("notebook", "folder"), [("municipality", "notebooks"), ("region", ".")])
def test_a_notebook_runs_as_it_stands(bundles_only: Path, notebook: str, folder: str) -> None:
    """With default parameters, from the folder of the notebooks (as JupyterLab does) and from the project's."""
    path = os.path.relpath(bundles_only / "notebooks" / f"{notebook}.ipynb", bundles_only / folder)
    done = command("-m", "papermill", path, str(bundles_only / "out.ipynb"), cwd=bundles_only / folder)
    assert done.returncode == 0, done.stderr
    page = WRITERS["html"](from_notebook(nbformat.read(bundles_only / "out.ipynb", as_version=4))).decode("utf-8")
    assert {"municipality": "города Белогорска", "region": "Амурской области"}[notebook] in page.replace("\u00a0", " ")


def test_a_notebook_without_data_says_what_to_do_first(whole: Built, tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    with pytest.raises(papermill.exceptions.PapermillExecutionError, match="Сначала: careerstats build amur-2020"):
        executed("municipality", tmp_path, "careerstats")


@pytest.mark.slow
def test_both_engines_agree_on_every_municipality(whole: Built) -> None:
    for entry in whole.ledger["notes"].values():
        if entry["notebook"] == "municipality":
            runs = [
                executed("municipality", whole.folder, engine, municipality=entry["code"])
                for engine in (None, "careerstats")
            ]
            assert what_it_shows(runs[0]) == what_it_shows(runs[1]), entry["code"]
