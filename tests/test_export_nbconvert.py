"""Our exporters as nbconvert finds them."""

import json
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import nbformat
import pytest
from helpers.export_sample import sample

from careerstats.export import WRITERS, from_notebook


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "out.ipynb"
    path.write_text(json.dumps(sample(), ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["html", "docx", "pdf", "xlsx"])
def test_an_exporter_writes_what_the_writer_writes(name: str, file: Path) -> None:
    [entry] = entry_points(group="nbconvert.exporters", name=f"spravka-{name}")
    exporter = entry.load()()
    made, resources = exporter.from_notebook_node(nbformat.read(file, as_version=4))
    assert made == WRITERS[name](from_notebook(sample()))
    assert resources["output_extension"] == exporter.file_extension == f".{name}"


def test_the_command_of_jupyter_writes_the_same_file(file: Path) -> None:
    command = [sys.executable, "-m", "nbconvert", "--to", "spravka-docx", str(file)]
    subprocess.run(command, check=True, capture_output=True)
    assert file.with_suffix(".docx").read_bytes() == WRITERS["docx"](from_notebook(sample()))
