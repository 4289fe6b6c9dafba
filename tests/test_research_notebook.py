"""The researcher's tour: runs by both engines on ``demo``, agrees with the program, and reads as a tour should."""

import ast
import json
import re
import warnings
from itertools import pairwise
from typing import Any

import papermill
import pytest
from helpers.projects import ROOT

NOTEBOOK = ROOT / "notebooks" / "research.ipynb"
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
MAY_IMPORT = {"careerstats", "pandas", "seaborn", "scipy"}


def run(engine: str | None, **parameters: str) -> Any:
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings(action="ignore"):  # the stock client's sockets
        patch.setenv("CAREERSTATS_PROJECT", str(ROOT))
        return papermill.execute_notebook(
            NOTEBOOK,
            None,
            parameters=parameters,
            engine_name=engine,
            progress_bar=False,
            request_save_on_cell_execute=False,
        )


def outputs(notebook: Any, id: str | None = None) -> list[Any]:
    """Outputs of one cell, or of all."""
    return [output for cell in notebook.cells if id in (None, cell.id) for output in cell.get("outputs", [])]


def said(notebook: Any, id: str) -> str:
    return "".join(output["data"]["text/plain"] for output in outputs(notebook, id))


@pytest.fixture(scope="module")
def done() -> Any:
    return run("careerstats")


def test_nothing_is_written_to_the_error_stream(done: Any) -> None:
    """Nor a missing letter of a font, nor a warning of pandas."""
    assert [output for output in outputs(done) if output["output_type"] not in ("execute_result", "display_data")] == []


def test_shares_by_hand_are_those_of_the_program(done: Any) -> None:
    assert said(done, "agreement") == "0.0"


def test_every_picture_is_drawn(done: Any) -> None:
    drawn = [output for output in outputs(done) if "image/png" in output["data"]]
    assert len(drawn) == 3


def test_the_planted_improvement_is_seen(done: Any) -> None:
    assert re.search(r"Тридесятский район.*вырос на", outputs(done, "change")[0]["data"]["text/html"], re.DOTALL)


def test_the_traced_cells_add_up_to_the_numerator(done: Any) -> None:
    shown = outputs(done, "trace")[0]["data"]["text/html"]
    numbers = [int(number) for number in re.findall(r"<td>(\d+)</td>", shown)]
    assert len(numbers) == shown.count("tables/2024-25/form.csv!") + 1
    assert sum(numbers[:-1]) == numbers[-1]


def test_another_share_and_period_run_too() -> None:
    done = run("careerstats", indicator="trial", period="2023/24", previous="2022/23")
    assert said(done, "agreement") == "0.0"


@pytest.mark.slow
def test_the_stock_engine_gives_the_same(done: Any) -> None:
    stock = run(None)
    assert [outputs(stock, cell["id"]) for cell in CELLS] == [outputs(done, cell["id"]) for cell in CELLS]


def test_only_four_packages_are_imported() -> None:
    code = "\n".join("".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "code")
    nodes = list(ast.walk(ast.parse(code)))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    assert {name.split(".")[0] for name in names} == MAY_IMPORT


def test_every_cell_is_preceded_by_words_and_is_thin() -> None:
    for before, cell in pairwise(CELLS):
        if cell["cell_type"] == "code":
            assert before["cell_type"] == "markdown", cell["id"]
            assert len(cell["source"]) <= 20, cell["id"]
