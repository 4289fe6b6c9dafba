"""Commands, programs, YAML and links of README, CONTRIBUTING and docs/: each is run or checked as far as it can be."""

import ast
import re
import shutil
from pathlib import Path

import pytest
import yaml
from helpers.docs_pages import DOCS, FOLLOWED, PAGES, ROOT, make, of_language, own, pip, short, wrong
from helpers.docs_reading import Block, blocks, python
from helpers.projects import run

SHELL = of_language("sh", "bat", "bash", "console")
PYTHON = of_language("python")
YAML = of_language("yaml")
MINE = {short(path) for path in FOLLOWED}


def where(block: Block) -> str:
    return block.where


def lines_of(block: Block) -> list[str]:
    """Commands of a block; a script that is shown whole (it begins with #!) is held by tests of its own."""
    return [] if block.text.startswith("#!") else block.commands


@pytest.mark.parametrize("block", SHELL, ids=where)
def test_every_command_shown_is_one_that_exists(block: Block) -> None:
    found = {line: wrong(line) for line in lines_of(block)}
    assert {line: said for line, said in found.items() if said} == {}


@pytest.mark.parametrize("block", [one for one in PYTHON if one.page not in MINE], ids=where)
def test_every_program_shown_is_python(block: Block) -> None:
    ast.parse(block.text)


@pytest.mark.parametrize("block", [one for one in YAML if not one.file], ids=where)
def test_every_yaml_shown_can_be_read(block: Block) -> None:
    text = re.sub(r"^\s*…\s*$", "", block.text, flags=re.MULTILINE)
    assert yaml.safe_load(re.sub(r"\*(\w+)$", r'"\1"', text, flags=re.MULTILINE)) is not None


def test_the_checks_see_what_is_wrong() -> None:
    assert "нет" in own(["build", "amur-2021"])
    assert own(["biuld", "amur-2020"])
    assert own(["build", "amur-2020", "--olny", "1"])
    assert make(["raports"])
    assert make(["reports", "WEELS=x"])
    assert pip(["install", "careerstats-9.9.9-py3-none-any.whl"])
    assert pip(["install", "careerstats[clutser]"])
    assert wrong("frobnicate --all")
    assert wrong("jupyter nbconvert --to spravka-odt out.ipynb")


# ---- commands in tables and in running text


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_every_command_in_the_text_exists(path: Path) -> None:
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    named = re.findall(r"`(careerstats [a-z][^`\n]*)`", text)
    found = {line: said for line in named if (said := _own(line))}
    assert found == {}


TWO_WORDS = {("forms", "make"), ("forms", "collect"), ("table", "add"), ("indicator", "add")}


def _own(line: str) -> str:
    """A line with a word for «put yours here» in capitals is checked by its command and options alone."""
    words = line.replace("KOD", "").split()[1:]
    if re.search(r"[А-ЯЁ]{3,}|[A-Z]{3,}|…|\.ya?ml|[А-Я]\.|DIR|«", line) or len(words) == 1 or tuple(words) in TWO_WORDS:
        said = run(*words[: 2 if tuple(words[:2]) in TWO_WORDS else 1], "--help")
        options = [word for word in words if word.startswith("--")]
        return "" if said.code == 0 and all(one in said.out for one in options) else said.err or "нет параметра"
    import shlex

    return own(shlex.split(line)[1:])


# ---- links


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_links_lead_somewhere(path: Path) -> None:
    broken = []
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        name, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (path.parent / name).resolve() if name else path
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file)):
            broken.append(target)
    assert broken == []


def anchors(path: Path) -> set[str]:
    """Anchors of headings as GitHub makes them, and those written by hand."""
    text = path.read_text(encoding="utf-8")
    titles = re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE)
    found = [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]
    return {*found, *re.findall(r'<a (?:id|name)="([^"]+)"', text)}


def test_the_files_that_contributing_names_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:src|docs|tests|tools|notebooks|data)/[\w./-]+)`", text))
    assert [name for name in sorted(named) if not (ROOT / name.rstrip("/")).exists()] == []


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("RULES", "decisions/findings/__init__.py"),
        ("FORMULAS", "formulas.py"),
        ("WRITERS", "export/__init__.py"),
        ("FORMATS", "pipeline/reports.py"),
        ("EXAMPLES", "arguments.py"),
        ("REPORTS", "pipeline/reports.py"),
        ("PARTS", "bundles/management.py"),
    ],
)
def test_the_tuples_that_contributing_names_are_where_it_says(name: str, file: str) -> None:
    assert f"`{name}`" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    text = (ROOT / "src" / "careerstats" / file).read_text(encoding="utf-8")
    assert re.search(rf"^{name}\b.*=", text, re.MULTILINE)


# ---- what is run


@pytest.mark.slow
def test_the_commands_of_the_readme_do_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of ours of both README files, in their order, in a copy of the data; notes of amur-2020 are built once."""
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw", dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    for name in ("А.yaml", "Б.yaml"):  # two lists to hold against each other
        (tmp_path / name).write_text("strategic_goal: Цель\nindicators: []\n", encoding="utf-8")
    done = {}
    for line in _ours(ROOT / "README.ru.md"):
        done[line] = run("--project", str(tmp_path), *line)
    assert {line: one.err for line, one in done.items() if one.code not in _codes(line)} == {}
    for path in re.findall(r"^\| `((?:reports|data/processed)/amur-2020/[^`]+)`", _text("README.ru.md"), re.MULTILINE):
        assert (tmp_path / path).exists(), path


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _ours(path: Path) -> list[tuple[str, ...]]:
    """Commands of the table and of the blocks, without those that want words of one's own or stay open (``lab``)."""
    import shlex

    table = re.findall(r"^\| `careerstats ([^`]+)`", path.read_text(encoding="utf-8"), re.MULTILINE)
    shown = [line for one in blocks(path) if one.language == "sh" for line in one.commands]
    lines = [*table, *(line.partition(" ")[2] for line in shown if line.startswith("careerstats "))]
    lines = [line for line in lines if not re.search(r"[А-ЯЁ]{4,}", line) and line != "lab"]
    return list(dict.fromkeys(tuple(shlex.split(line)) for line in lines))


def _codes(line: tuple[str, ...]) -> set[int]:
    """A shipped dataset with planted mistakes answers 1; an empty new one 3."""
    return {0, 3} if "novosibirsk-2025" in line else {0, 1}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["README.ru.md", "README.md"])
def test_the_python_of_the_readme_gives_what_it_says(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREERSTATS_PROJECT", str(ROOT))
    (block,) = [one for one in blocks(ROOT / name) if one.language == "python"]
    first = "import careerstats as cs\n" + block.text.strip().splitlines()[-2]
    said = python(Block(block.page, block.line, "python", "", "", first), {})
    assert said.startswith("77.7358")
    whole = Block(block.page, block.line, "python", "", "", f"{block.text.rstrip()}.columns.tolist()\n")
    assert all(name in python(whole, {}) for name in ("'numerator'", "'denominator'", "'lower'", "'upper'"))


@pytest.mark.slow
def test_the_chain_of_the_readme_without_our_command_line(tmp_path: Path) -> None:
    """papermill and nbconvert as they are shown, on prepared data."""
    import os
    import subprocess
    import sys

    shutil.copytree(ROOT / "data" / "raw" / "amur-2020", tmp_path / "data" / "raw" / "amur-2020")
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    assert run("--project", str(tmp_path), "build", "amur-2020", "--only", "10710000", "--formats", "html").code == 0
    shown = [one for path in ("README.ru.md",) for one in blocks(ROOT / path) if "papermill" in one.text]
    bin_folder = Path(sys.executable).parent
    for line in shown[0].commands:
        words = line.split()
        done = subprocess.run(
            [str(bin_folder / words[0]), *words[1:]], cwd=tmp_path, env={**os.environ}, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert (tmp_path / "out.docx").is_file()


def test_the_glossary_has_a_word_for_every_column_of_the_shared_files() -> None:
    """Every word of the table stands once, in English and in Russian."""
    rows = re.findall(r"^\| ([a-z, ]+) \| ([^|]+) \|", _text("GLOSSARY.md"), re.MULTILINE)
    words = [row[0] for row in rows]
    assert len(words) == len(set(words)) >= 15
    assert all(re.search("[а-яё]", row[1]) for row in rows)


def test_every_page_can_be_reached_from_another() -> None:
    linked = {
        (path.parent / target.partition("#")[0]).resolve()
        for path in PAGES
        for target in re.findall(r"\]\(([^)\s]+\.md[^)\s]*)\)", path.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:", target)
    }
    lonely = [short(path) for path in PAGES if path.is_relative_to(DOCS) and path not in linked]
    assert [name for name in lonely if name not in OF_THE_SITE] == []


OF_THE_SITE = {
    "docs/index.md", "docs/compared.md", "docs/security.md", "docs/rap.md", "docs/data-register.md",
    "docs/assumptions.md", "docs/peer-review.md", "docs/batch.md", "docs/schedule.md", "docs/lab.md",
}  # fmt: skip
"""Reached by the side bar of the site."""
