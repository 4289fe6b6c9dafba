"""Every page -> the files, modules, names and tests of the program that it names: each is there, under that name."""

import re
from functools import cache
from pathlib import Path

import pytest
from helpers.docs_pages import PAGES, ROOT, short

SOURCE = ROOT / "src" / "careerstats"
FOLDERS = (".ci", "benchmarks", "data", "docs", "notebooks", "src", "tests", "tools")
OF_A_BUILD = ("note.ipynb", "note.failed.ipynb", "out.ipynb")
OF_OTHERS = ("oktmo.py",)
"""A program of somebody else, whose licence a page tells of."""

FILE = re.compile(r"(?<![\w.-])[\w/][\w./-]*\.(?:py|ipynb)\b")
DOTTED = re.compile(r"(?:from|import|module|`)\s*(careerstats(?:\.\w+)+)")
NAME_OF = re.compile(r"`(\w+)`(?:, `\w+`)* (?:of|in) `([\w/.]+\.py)`")
TEST = re.compile(r"`(test_\w+)`")


@cache
def files() -> frozenset[str]:
    """Of the repository, with «/» before each: a page may leave the first folders out."""
    folders = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.*")]
    return frozenset(f"/{path.relative_to(ROOT).as_posix()}" for path in folders if "__pycache__" not in path.parts)


@cache
def of_all_tests() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))


def made_by(text: str) -> set[str]:
    """Files that the blocks of a page write."""
    return {f"/{name}" for name in re.findall(r'title="([^"]+)"', text)}


def found(name: str, text: str) -> list[Path]:
    """Files of the repository whose path ends so; of those that the page writes none."""
    return [ROOT / path[1:] for path in sorted(files() - made_by(text)) if path.endswith(f"/{name}")]


def is_there(name: str, text: str) -> bool:
    given = Path(name).name in (*OF_A_BUILD, *OF_OTHERS)
    return given or any(path.endswith(f"/{name.removeprefix('./')}") for path in files() | made_by(text))


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_files_of_the_program_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [name for name in sorted(set(FILE.findall(text))) if not is_there(name, text)] == []


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_modules_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [name for name in sorted(set(DOTTED.findall(text))) if not _is_module(name, text)] == []


def _is_module(name: str, text: str) -> bool:
    """A module, a package, or a name in one of them."""
    path = SOURCE.joinpath(*name.split(".")[1:])
    if path.is_dir() or path.with_suffix(".py").is_file():
        return True
    if f"/{path.with_suffix('.py').relative_to(ROOT).as_posix()}" in made_by(text):
        return True
    within = path.parent / "__init__.py" if path.parent.is_dir() else path.parent.with_suffix(".py")
    return within.is_file() and re.search(rf"\b{path.name}\b", within.read_text(encoding="utf-8")) is not None


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_names_stand_in_the_file_that_is_said(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    lost = [(name, file) for name, file in set(NAME_OF.findall(text)) if not _defines(found(file, text), name)]
    assert lost == []


def _defines(paths: list[Path], name: str) -> bool:
    defined = re.compile(rf"^ *(?:(?:def|class) +)?{name}\b(?: *[:=(,]|$)", re.MULTILINE)
    return any(defined.search(path.read_text(encoding="utf-8")) for path in paths)


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_tests_are_there(page: Path) -> None:
    named = set(TEST.findall(page.read_text(encoding="utf-8")))
    assert [
        name for name in sorted(named) if not re.search(rf"\bdef {name}\b", of_all_tests()) and not _is_test_file(name)
    ] == []


def _is_test_file(name: str) -> bool:
    return (ROOT / "tests" / f"{name}.py").is_file()


def test_the_rooms_of_contributing_are_those_of_the_house() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    house = text.partition("## The rooms of the house")[2].partition("`tests/test_layers.py`")[0]
    listed = re.findall(r"^\w+/?(?:, \w+/?)*", house.split("```")[1], re.MULTILINE)
    named = {name.rstrip("/") for names in listed for name in names.split(", ")}
    there = {path.stem for path in SOURCE.iterdir() if path.is_dir() or path.suffix == ".py"}
    there -= {"__init__", "__main__", "__pycache__", "py", "fonts"}
    assert sorted(named - there) == []
    assert sorted(there - set(re.findall(r"\w+", house))) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("`src/careerstats/nowhere.py`", FILE), ("import careerstats.nowhere.x", DOTTED), ("`X` of `cli.py`", NAME_OF)],
)
def test_what_is_not_there_is_noticed(text: str, wrong: re.Pattern[str]) -> None:
    (name,) = wrong.findall(text)
    match name:
        case (name, file):
            assert found(file, "")
            assert not _defines(found(file, ""), name)
        case _:
            assert not is_there(name, "")
            assert not _is_module(name, "")
