"""Pages made by tools: they are what their tools give today, and the tools leave nothing out."""

import importlib
import json
import pkgutil
import re
from pathlib import Path
from typing import Any

import jsonschema
import make_reference
import pytest
import yaml
from helpers.described import mistakes
from helpers.docs_pages import DOCS, commands_of
from helpers.docs_reading import Follower, blocks

import careerstats as cs
from careerstats import cli
from careerstats.contracts.dataset import Column, Settings, Table
from careerstats.intake import registers
from careerstats.scaffold import example


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return make_reference.pages()


@pytest.mark.parametrize("name", ["commands.md", "library.md", "dataset.md"])
def test_the_page_is_what_its_tool_gives(name: str, pages: dict[str, str]) -> None:
    kept = (DOCS / name).read_text(encoding="utf-8")
    assert kept == pages[name], "выполните python tools/make_reference.py"


def test_every_command_and_option_is_on_the_page(pages: dict[str, str]) -> None:
    headings = re.findall(r"^## (.+)$", pages["commands.md"], re.MULTILINE)
    assert {name.partition(" ")[0] for name in headings} == set(commands_of(cli._parser()))
    for name, parser in make_reference.parsers():
        part = pages["commands.md"].split(f"\n## {name}\n")[1].split("\n## ")[0]
        options = {one for action in parser._actions for one in action.option_strings if one.startswith("--")}
        assert {one for one in options if f"`{one}" not in part} <= {"--help", "--project"}


def test_every_public_name_is_on_the_page(pages: dict[str, str]) -> None:
    headings = re.findall(r"^## cs\.(\w+)$", pages["library.md"], re.MULTILINE)
    assert ["__version__", *headings] == cs.__all__


def test_the_examples_of_the_library_are_true(tmp_path: Path) -> None:
    Follower(tmp_path, {}).follow(blocks(DOCS / "library.md"))


def test_every_field_of_dataset_yaml_is_on_the_page_and_no_other(pages: dict[str, str]) -> None:
    headings = set(re.findall(r"^### (\w+)$", pages["dataset.md"], re.MULTILINE))
    assert headings == set(Settings.__struct_fields__)


def test_every_field_of_a_table_and_of_a_column_is_told_and_no_other() -> None:
    assert set(make_reference.told_of(Table)) == set(Table.__struct_fields__)
    assert all(all(make_reference.told_of(one).values()) for one in (Table, Column))


def test_the_shipped_schema_is_what_the_records_give() -> None:
    assert example.SCHEMA.read_text(encoding="utf-8") == example.schema(), "выполните python tools/make_reference.py"


@pytest.mark.parametrize(
    "path", sorted((DOCS.parent / "data" / "raw").glob("*/dataset.yaml")), ids=lambda one: one.parent.name
)
def test_the_schema_takes_the_shipped_datasets(path: Path) -> None:
    written = json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))
    assert list(VALIDATOR.iter_errors(written)) == []


VALIDATOR = jsonschema.Draft202012Validator(json.loads(example.SCHEMA.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "change", [{"titel": "а"}, {"tables": {}}, {"peers": {"cuont": 5}}, {"targets": {"1.1": {"by": "2024-12-31"}}}]
)
def test_the_schema_refuses_what_the_program_refuses(change: dict[str, Any]) -> None:
    given = {"title": "а", "region": "10000000", "period": "2020", **change}
    assert list(VALIDATOR.iter_errors(given))
    assert mistakes(**change)


@pytest.mark.parametrize("change", [{"period": 2020}, {"targets": {"1.1": 66.7}}, {"date": "31.12.2020"}])
def test_the_schema_takes_what_the_program_takes(change: dict[str, Any]) -> None:
    assert list(VALIDATOR.iter_errors({"title": "а", "region": "10000000", "period": "2020", **change})) == []
    assert mistakes(**change) == []


REGISTERS = [one.name for one in pkgutil.iter_modules(registers.__path__)]


def columns_of(name: str) -> dict[str, str]:
    """Column → its Russian heading, of a register that is a table; empty for the others."""
    found = getattr(importlib.import_module(f"careerstats.intake.registers.{name}"), "COLUMNS", {})
    return dict(found) if isinstance(found, dict) else {}


@pytest.mark.parametrize("name", [name for name in REGISTERS if columns_of(name)])
def test_every_column_of_a_register_is_on_its_page(name: str) -> None:
    told = (DOCS / "registers.md").read_text(encoding="utf-8")
    lacking = [f"{one} ({russian})" for one, russian in columns_of(name).items() if not named(one, russian, told)]
    assert lacking == []


def named(english: str, russian: str, text: str) -> bool:
    """The page has the column as code, in the head of a shown file, or by its Russian heading."""
    return bool(re.search(rf"`{english}`|(?:^|[,;]){english}(?:[,;]|$)", text, re.MULTILINE)) or russian in text
