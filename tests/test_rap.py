"""docs/rap.md and the pages it rests on are true: links lead somewhere, checksums agree, a run records what it did."""

import re
from pathlib import Path

import make_data_register
import pytest
import yaml
from conftest import Built
from helpers.projects import BELOGORSK, ROOT

import careerstats

DOCS = ROOT / "docs"
PAGES = ("rap.md", "data-register.md", "assumptions.md", "peer-review.md", "security.md", "publishing.md")


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def criteria() -> list[str]:
    return [line for line in text("rap.md").splitlines() if re.search(r"\| [●◐○] \|", line)]


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_the_page_leads_to_a_file(name: str) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", text(name))
    assert [link for link in links if not link.startswith("http") and not (DOCS / link).exists()] == []


def test_every_criterion_has_a_link_and_none_is_open() -> None:
    assert len(criteria()) > 30
    assert [line for line in criteria() if "○" in line or not ("](" in line or "`" in line)] == []


def test_what_only_the_keeper_can_do_is_said_to_be_so() -> None:
    assert sum("◐" in line for line in criteria()) == 3


def test_the_data_register_is_that_of_the_files() -> None:
    assert make_data_register.page() == text("data-register.md"), "python tools/make_data_register.py"


def test_every_dataset_of_the_repository_is_in_the_register() -> None:
    described = {path.parent.name for path in (ROOT / "data" / "raw").glob("*/dataset.yaml")}
    assert described == set(make_data_register.ABOUT)


def test_the_register_says_which_datasets_are_in_the_wheel() -> None:
    packed = set(
        re.findall(r'^"data/raw/([^"]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert {name for name, (*_, inside) in make_data_register.ABOUT.items() if inside == "да"} == packed


@pytest.mark.parametrize(
    "line", [line for line in text("assumptions.md").splitlines() if re.match(r"\| [А-Я]\d", line)]
)
def test_an_assumption_has_impact_confidence_and_how_it_shows(line: str) -> None:
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert len(cells) == 5
    assert all(cells)


def test_the_changelog_has_the_version_and_what_is_to_come() -> None:
    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert any(head.startswith(careerstats.__version__) for head in heads)
    assert all(re.match(r"Not yet released|\d+\.\d+\.\d+", head) for head in heads)


def test_the_recipe_for_publishing_is_yaml_and_calls_what_there_is() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", text("publishing.md"), re.DOTALL)
    steps = yaml.safe_load(block)["jobs"]["publish"]["steps"]
    commands = [step["run"] for step in steps if "run" in step]
    assert commands.index(".venv/bin/careerstats attack amur-2020") < next(
        at for at, one in enumerate(commands) if one.startswith("cp ")
    )
    assert Path(ROOT / ".ci" / "run").is_file()


def test_a_run_records_its_configuration_version_and_hashes_of_what_it_read(whole: Built) -> None:
    ledger = whole.ledger
    assert ledger["version"] == careerstats.__version__
    assert ledger["configuration"]["formats"]
    assert any(name.endswith("municipalities.csv") for name in ledger["inputs"])
    note = whole.entry(BELOGORSK)
    assert {"status", "reason", "seconds", "peak_mb"} <= set(note) or {"status", "reason", "seconds"} <= set(note)
