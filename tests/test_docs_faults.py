"""The table of faults in docs/batch.md: each line names its tests; they are there, and slow where it says so."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "batch.md").read_text(encoding="utf-8")
LINES = [line for line in PAGE.partition("## Неисправности")[2].partition("\n## ")[0].splitlines() if line[:2] == "| "]
NAMED = re.compile(r"(?:\b(test_\w+): )?`(test_\w+)`( \(долгий\))?")


@cache
def known_in(module: str) -> dict[str, bool]:
    """Name of a test → whether it is always slow."""
    tree = ast.parse((TESTS / f"{module}.py").read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {one.name: "pytest.mark.slow" in map(ast.unparse, one.decorator_list) for one in functions}


def test_the_table_is_read() -> None:
    assert len(LINES) > 25


@pytest.mark.parametrize("line", LINES[1:], ids=lambda line: line.split("|")[1].strip()[:50])
def test_each_fault_has_a_test_that_is_there(line: str) -> None:
    cell, module, found = line.rstrip("| ").rpartition(" | ")[2], "", 0
    for named, test, slow in NAMED.findall(cell):
        module = named or module
        assert test in known_in(module), f"{module}: {test}"
        assert known_in(module)[test] is bool(slow), f"{test}: долгий?"
        found += 1
    assert found, line
