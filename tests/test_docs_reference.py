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
from msgspec.inspect import type_info

import careerstats as cs
from careerstats import cli
from careerstats.catalogue import causes, schemes
from careerstats.contracts.dataset import Settings
from careerstats.contracts.files import FILES, WrittenFile
from careerstats.contracts.numbers import Column, Table
from careerstats.decisions import register
from careerstats.intake import registers
from careerstats.scaffold import example
from careerstats.written import records_in, typed


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return make_reference.pages()


@pytest.mark.parametrize("name", ["commands.md", "library.md", "dataset.md", "files.md"])
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
    table, column = (make_reference.told_of(type_info(one)) for one in (Table, Column))
    assert set(table) == set(Table.__struct_fields__)
    assert all([*table.values(), *column.values()])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_field_that_people_write_says_in_russian_what_it_is(file: WrittenFile) -> None:
    told = [field for record, _ in records_in(file.model) for field in make_reference.told_of(record).items()]
    assert [name for name, text in told if not re.search("[а-яё]", text)] == []


# ---- schemas for editors


def test_the_shipped_schemas_are_what_the_records_give() -> None:
    shipped = {path.name: path.read_text(encoding="utf-8") for path in example.SCHEMAS.glob("*.json")}
    assert shipped == example.schemas(), "выполните python tools/make_reference.py"


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((example.SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


SHIPPED = [path for file in FILES for path in sorted((DOCS.parent / "data" / "raw").glob(f"*/{file.name}"))]
SHIPPED += [schemes.SHIPPED / name for name in (schemes.DIAGNOSIS, schemes.PROFMINIMUM, causes.FILE)]
SHIPPED += [register.SHIPPED]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_schema_takes_the_shipped_files(path: Path) -> None:
    value = json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))
    assert list(validator(path.stem).iter_errors(value)) == []


WRONG = {
    "catalogue": {"variables": {"K_a": {"titel": "а"}}},
    "recommendations": {"municipality": [{"id": "а"}]},
    "causes": {"causes": [{"id": "а", "title": "б", "remover": "body", "power": "нигде"}]},
    "cycle": {"documents": [{"title": "а", "номер": 1}]},
    "corrections": [{"file": "a.csv", "cell": "B2", "was": 1, "becomes": 2}],
    "self_diagnosis": {"editions": [{"since": 2022}]},
    "profminimum": {"editions": []},
}


@pytest.mark.parametrize("name", WRONG)
def test_a_schema_of_another_file_refuses_what_the_program_refuses(name: str) -> None:
    (model,) = (file.model for file in FILES if file.name == f"{name}.yaml")
    assert list(validator(name).iter_errors(WRONG[name]))
    assert typed(WRONG[name], model)[1]


VALIDATOR = validator("dataset")


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
