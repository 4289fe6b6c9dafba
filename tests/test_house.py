"""What stands around the program agrees with itself: Makefile, lock, conda, READMEs, version, wheel."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

import careerstats

ROOT = Path(__file__).parent.parent

# Packages that have another name on conda-forge. matplotlib there brings a desktop toolkit along, matplotlib-base not.
CONDA_NAMES = {
    "jupyter-client": "jupyter_client",
    "matplotlib": "matplotlib-base",
    "typst": "typst-py",
    "tzdata": "python-tzdata",
}
CONDA_ONLY = {"pip", "python"}
# Tests in a browser and by validators: without them those are skipped.
PIP_ONLY = {"axe-playwright-python", "openxml-audit", "page-validation", "pdfua", "playwright"}

# Modules that have another name than the package they come in.
PACKAGE_OF = {"IPython": "ipython", "PIL": "pillow", "docx": "python-docx", "yaml": "pyyaml"}
# Part of jinja2's own interface; what the user of a cluster installs by himself; what JupyterLab's server is made of.
NOT_DECLARED = {"markupsafe", "dask", "distributed", "jupyter-server", "tornado", "zmq"}


def text(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def project() -> dict[str, Any]:
    return tomllib.loads(text("pyproject.toml"))["project"]


def requirements() -> list[str]:
    """All that pyproject.toml asks for, the extras too."""
    extras = project()["optional-dependencies"].values()
    return [*project()["dependencies"], *(line for extra in extras for line in extra)]


def name_and_bounds(requirement: str) -> tuple[str, str]:
    """pandas>=2.2.3 -> pandas, >=2.2.3."""
    name = re.match(r"[\w.-]+", requirement)
    assert name, requirement
    return name[0].lower(), requirement[name.end() :].replace(" ", "")


def fences(document: str) -> list[str]:
    """Blocks between ``` and ```, with the name of their language."""
    return re.findall(r"^```(\w+\n.*?)^```", text(document), re.MULTILINE | re.DOTALL)


def makefile_targets() -> list[str]:
    listed = re.search(r"^\.PHONY: (.+)$", text("Makefile"), re.MULTILINE)
    assert listed
    return listed[1].split()


# Makefile


@pytest.mark.needs("make")
def test_bare_make_lists_every_target_with_a_text() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    for target in makefile_targets():
        assert re.search(rf"^ +make {target} +\S", shown, re.MULTILINE), target


def test_every_target_is_phony() -> None:
    targets = re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE)
    assert sorted(targets) == sorted(makefile_targets())


def test_ci_runs_the_command_of_the_readme() -> None:
    assert text(".ci", "run").rstrip().endswith("exec make test")
    assert os.name == "nt" or os.access(ROOT / ".ci" / "run", os.X_OK)


# Packages


def test_conda_has_the_names_and_bounds_of_pyproject() -> None:
    conda = dict(name_and_bounds(line) for line in yaml.safe_load(text("environment.yml"))["dependencies"])
    pip = dict(name_and_bounds(line) for line in requirements())
    assert conda["python"] == project()["requires-python"]
    assert {name: bounds for name, bounds in conda.items() if name not in CONDA_ONLY} == {
        CONDA_NAMES.get(name, name): bounds for name, bounds in pip.items() if name not in PIP_ONLY
    }


def locked() -> dict[str, list[str]]:
    """Each requirement of the lock and the lines under it."""
    entries: dict[str, list[str]] = {}
    last = ""
    for line in text("requirements.lock").splitlines():
        if line.startswith(" "):
            entries[last].append(line.strip(" \\"))
        elif not line.startswith("#"):
            last = line.rstrip(" \\")
            entries[last] = []
    return entries


def test_every_package_of_the_lock_has_one_version_and_hashes() -> None:
    assert [entry for entry in locked() if not re.match(r"[a-z0-9-]+==[\w.]+( ; |$)", entry)] == []
    assert [entry for entry, lines in locked().items() if not lines] == []
    hashes = [line for lines in locked().values() for line in lines]
    assert [line for line in hashes if not re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line)] == []


def test_the_lock_names_no_address() -> None:
    assert re.findall(r"://|index|find-links|@|\.(?:org|com|net|io|ru)\b", text("requirements.lock")) == []


def test_the_lock_holds_everything_that_is_asked_for() -> None:
    names = {entry.split("==")[0] for entry in locked()}
    assert {name_and_bounds(line)[0] for line in requirements()} - names == set()


def test_the_lock_is_for_all_platforms() -> None:
    entries = "\n".join(locked())
    assert "colorama" in entries, "Windows"
    assert "appnope" in entries, "macOS"
    assert "ptyprocess" in entries, "Linux"


def imported_packages(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    from_ = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0]
    return {name.split(".")[0] for name in plain + from_} - set(sys.stdlib_module_names) - {"careerstats"}


def test_what_the_program_imports_is_declared() -> None:
    imported = set().union(*(imported_packages(path) for path in (ROOT / "src").rglob("*.py")))
    declared = {name_and_bounds(line)[0] for line in project()["dependencies"]}
    assert {PACKAGE_OF.get(name, name.replace("_", "-")) for name in imported} - declared - NOT_DECLARED == set()


# What is shipped


def test_the_version_is_said_once() -> None:
    assert project()["version"] == careerstats.__version__
    assert f"## {careerstats.__version__}" in text("CHANGELOG.md")


def test_git_keeps_received_data_byte_for_byte() -> None:
    assert "data/raw/** -text" in text(".gitattributes").splitlines()


def test_every_shipped_dataset_is_named_for_the_wheel() -> None:
    wheel = tomllib.loads(text("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    for name in ("amur-2020", "demo"):
        assert (f"data/raw/{name}" in wheel) == (ROOT / "data" / "raw" / name).exists(), name
    assert [path for path in wheel if not (ROOT / path).exists()] == []


def test_the_wheel_finds_its_notebooks_and_data(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    question = (
        "from careerstats.resources import shipped as s; print(s('notebooks')); print(s('data', 'raw', 'amur-2020'))"
    )
    assert (tmp_path / "site" / "careerstats" / "fonts" / "OFL.txt").exists()
    assert list((tmp_path / "site" / "careerstats" / "catalogue").glob("*.yaml"))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    asked = [sys.executable, "-c", question]
    answer = subprocess.run(asked, env=environment, cwd=tmp_path, check=True, capture_output=True, encoding="utf-8")
    for line in answer.stdout.split("\n")[:2]:
        assert line.startswith(str(tmp_path / "site"))
        assert Path(line).is_dir()


# READMEs


def test_both_readmes_give_the_same_commands() -> None:
    assert fences("README.md") == fences("README.ru.md")


@pytest.mark.parametrize("document", ["README.md", "README.ru.md"])
def test_a_readme_opens_with_the_two_commands_and_a_picture(document: str) -> None:
    opening = text(document).split("\n## ")[0]
    assert fences(document)[0] == "sh\nmake reports\nmake test\n"
    assert "```sh\nmake reports\n" in opening
    assert "(docs/note.png)" in opening


@pytest.mark.parametrize("document", ["README.md", "README.ru.md", "CONTRIBUTING.md", "GLOSSARY.md", "CHANGELOG.md"])
def test_links_inside_the_repository_lead_somewhere(document: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", text(document))
    # Everything under reports/ is made by the run.
    assert [link for link in links if not link.startswith("reports/") and not (ROOT / link).exists()] == []


@pytest.mark.parametrize("document", ["README.md", "README.ru.md", "CONTRIBUTING.md"])
def test_make_commands_in_the_documents_exist(document: str) -> None:
    used = re.findall(r"(?:^|`)make ([a-z-]+)", text(document), re.MULTILINE)
    assert used
    assert set(used) <= set(makefile_targets())
