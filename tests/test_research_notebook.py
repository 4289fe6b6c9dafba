"""The researcher's tour: runs on any dataset with numbers, agrees with the program, is printed, reads as a tour."""

import ast
import json
import re
import warnings
from itertools import pairwise
from typing import Any

import papermill
import pytest
from helpers.projects import ROOT
from papermill.exceptions import PapermillExecutionError

from careerstats.blocks import Figure, Table
from careerstats.export import WRITERS, from_notebook

NOTEBOOK = ROOT / "notebooks" / "research.ipynb"
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
MAY_IMPORT = {"careerstats", "pandas", "seaborn"}


def run(engine: str | None, **parameters: object) -> Any:
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


def pictures(notebook: Any) -> list[str]:
    """Ids of the cells that draw one."""
    return [cell.id for cell in notebook.cells if any("image/png" in one.get("data", {}) for one in outputs_of(cell))]


def outputs_of(cell: Any) -> list[Any]:
    return list(cell.get("outputs", []))


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
    assert pictures(done) == ["plot", "change-plot", "schools"]


def test_the_planted_improvement_is_seen(done: Any) -> None:
    assert re.search(r"Тридесятский район.*вырос на", outputs(done, "change")[0]["data"]["text/html"], re.DOTALL)


def test_the_traced_cells_add_up_to_the_numerator(done: Any) -> None:
    shown = outputs(done, "trace")[0]["data"]["text/html"]
    numbers = [int(number) for number in re.findall(r"<td>(\d+)</td>", shown)]
    assert len(numbers) == shown.count("tables/2024-25/form.csv!") + 1
    assert sum(numbers[:-1]) == numbers[-1]


WITHOUT_SCHOOLS = {"dataset": "amur-2020"}
SHARES: dict[str, tuple[dict[str, object], list[str]]] = {
    "another share and period": (
        {"indicator": "trial", "period": "2023/24", "previous": "2022/23"}, ["plot", "change-plot", "schools"]
    ),
    "the first period": ({"indicator": "trial", "period": "2022/23"}, ["plot", "schools"]),
    "no schools, one year": (WITHOUT_SCHOOLS, ["plot"]),
    "a year as a number": (WITHOUT_SCHOOLS | {"indicator": "bvb_parents", "period": 2020}, ["plot"]),
    "known of the region alone": (WITHOUT_SCHOOLS | {"indicator": "bvb_tested"}, []),
}  # fmt: skip


@pytest.mark.parametrize(("given", "drawn"), SHARES.values(), ids=SHARES)
def test_what_there_is_is_shown_and_agrees(given: dict[str, object], drawn: list[str]) -> None:
    done = run("careerstats", **given)
    assert said(done, "agreement") == ("0.0" if drawn else "'пересчитать нельзя: не доля или нет чисел'")
    assert pictures(done) == drawn
    assert [one for one in outputs(done) if one["output_type"] == "stream"] == []


@pytest.mark.parametrize("indicator", ["shmr_prof_mean", "plan"])
def test_what_is_no_share_of_two_variables_is_shown_too(indicator: str) -> None:
    done = run("careerstats", indicator=indicator)
    assert "пересчитать нельзя" in said(done, "agreement")
    assert "plot" in pictures(done)


def test_a_number_is_the_indicator_it_is_written_like() -> None:
    assert run("careerstats", indicator=1.1).cells[-1].outputs == run("careerstats", indicator="1.1").cells[-1].outputs


def test_a_dataset_without_numbers_is_refused_in_words() -> None:
    with pytest.raises(PapermillExecutionError, match="В наборе нет ни одного рассчитанного показателя"):
        run("careerstats", dataset="izhevsk-2022")


def test_it_is_printed_as_a_document(done: Any) -> None:
    document = from_notebook(done)
    assert document.advice == (), "every table and picture has its title"
    captions = [block.caption for block in document.blocks if isinstance(block, Table | Figure)]
    assert captions[:3] == [
        "Сколько чисел представлено, по источникам и периодам", "Замечания к данным, по файлам", "Показатели набора",
    ]  # fmt: skip
    assert len(captions) == 13
    for write in WRITERS.values():
        assert write(document)


@pytest.mark.slow
def test_the_stock_engine_gives_the_same(done: Any) -> None:
    stock = run(None)
    assert [outputs(stock, cell["id"]) for cell in CELLS] == [outputs(done, cell["id"]) for cell in CELLS]


def test_only_three_packages_are_imported() -> None:
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
