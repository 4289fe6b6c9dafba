"""Rules that hold for every file of ours: docstrings of modules, notebooks without outputs and without programs."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for folder in ("src", "tools", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PROGRAMS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Try, ast.TryStar, ast.Lambda)


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def cells(path: Path, kind: str | None = None) -> list[dict[str, Any]]:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if kind in (None, cell["cell_type"])]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_a_module_begins_with_one_line_that_says_what_it_is(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first, *rest = docstring.split("\n")
    assert len(first) > 2, "no docstring"
    assert not rest or rest[0] == "", "the first line is not alone"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=short)
def test_a_notebook_stores_no_outputs(path: Path) -> None:
    assert [cell for cell in cells(path, "code") if cell["outputs"] or cell["execution_count"]] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=short)
def test_a_notebook_has_one_cell_of_parameters(path: Path) -> None:
    tagged = [cell for cell in cells(path) if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1


@pytest.mark.parametrize("path", NOTEBOOKS, ids=short)
def test_a_notebook_defines_nothing_and_hides_no_errors(path: Path) -> None:
    nodes = [node for cell in cells(path, "code") for node in ast.walk(ast.parse(source(cell)))]
    assert [type(node).__name__ for node in nodes if isinstance(node, PROGRAMS)] == []
