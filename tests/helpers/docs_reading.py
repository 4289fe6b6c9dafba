"""A Markdown page -> its fenced blocks, followed literally in a folder: files written, commands run, answers held.

The convention, for whoever writes a page:

- ```` ```sh ````: every line is run, in order. ``<!-- код 1 -->`` above: the exit code of the last line (0 otherwise).
- ```` ```text ```` after commands: lines that their output has, in this order; «…» stands for anything.
- ```` ```csv title="путь" ```` (yaml, markdown, python): the file is written; with ``append`` it is added to the end.
  Rows under a name that ends with «.xlsx» become a workbook; what a page changes in one are such rows too.
- ```` ```python title="путь.ipynb" cell="имя" ```` (markdown): the cell of that id is replaced, or added where there
  is none; the cell «parameters» is tagged so.
- ```` ```diff title="путь" ````: lines with «-» are replaced by those with «+»; the others find the place.
- ```` ```python ````: run; the value of the last line is printed as in a notebook.
- ``<!-- пример -->`` above a block: shown, not followed (what it shows is held by another test).
"""

import ast
import csv
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

_FENCE = re.compile(r"^(?P<indent> *)(?P<fence>`{3,})(?P<info>[^`\n]*)$")
_MARK = re.compile(r"^\s*<!-- (?P<mark>.*?) -->\s*$")
_TITLE = re.compile(r'title="([^"]+)"')
_CELL = re.compile(r'cell="([^"]+)"')

Command = Callable[[list[str]], tuple[int, str]]
"""The words of one line → exit code and everything said."""


@dataclass(frozen=True)
class Block:
    """One fenced block: ``mark`` is the comment above it, ``line`` where it begins in the page."""

    page: str
    line: int
    language: str
    info: str
    mark: str
    text: str

    @property
    def where(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def file(self) -> str:
        """The path of the file that the block shows; empty for none."""
        found = _TITLE.search(self.info)
        return found[1] if found else ""

    @property
    def cell(self) -> str:
        """The id of the cell of a notebook that the block shows; empty for none."""
        found = _CELL.search(self.info)
        return found[1] if found else ""

    @property
    def commands(self) -> list[str]:
        """Lines of a shell block: comments left out, «\\» at the end of a line joins it with the next."""
        lines = self.text.replace("\\\n", " ").splitlines()
        return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def blocks(page: Path, name: str = "") -> list[Block]:
    """All fenced blocks of a page, in order."""
    return list(_blocks(page.read_text(encoding="utf-8").splitlines(), name or page.name))


def _blocks(lines: list[str], page: str) -> Iterator[Block]:
    at, mark = 0, ""
    while at < len(lines):
        opened = _FENCE.match(lines[at])
        if not opened:
            found = _MARK.match(lines[at])
            mark = found["mark"] if found else mark if not lines[at].strip() else ""
            at += 1
            continue
        end = next(i for i in range(at + 1, len(lines)) if lines[i].strip() == opened["fence"])
        text = "\n".join(line.removeprefix(opened["indent"]) for line in lines[at + 1 : end])
        language, _, info = opened["info"].strip().partition(" ")
        yield Block(page, at + 1, language, info, mark, f"{text}\n")
        at, mark = end + 1, ""


# ---- following a page


@dataclass
class Follower:
    """Follows the blocks of a page in ``folder``; ``programs``: first word of a line → what runs it.

    ``without``: a command that is not run, ``only``: the only one that is; what follows such a block is not held.
    """

    folder: Path
    programs: dict[str, Command]
    without: str = ""
    only: str = ""
    said: str | None = None
    names: dict[str, object] = field(default_factory=dict)

    def follow(self, page: list[Block]) -> None:
        for block in page:
            if block.mark != "пример":
                self._step(block)

    def _step(self, block: Block) -> None:
        if block.language == "sh":
            self._run(block)
        elif block.language == "text":
            holds(self.said, block) if self.said is not None else None
        elif block.language == "diff":
            self._change(block)
        elif block.cell:
            put_cell(self.folder / block.file, block)
        elif block.file:
            self._write(block)
        elif block.language == "python":
            self.said = python(block, self.names)
        else:
            raise AssertionError(f"{block.where}: не сказано, что делать с блоком «{block.language}»")

    def _run(self, block: Block) -> None:
        wanted = int(block.mark.removeprefix("код ")) if block.mark.startswith("код ") else 0
        heard, whole, last = "", True, len(block.commands) - 1
        for at, line in enumerate(block.commands):
            words = shlex.split(line)
            assert words[0] in self.programs, f"{block.where}: неизвестная команда «{line}»"
            if words[1] == self.without or (self.only and words[1] != self.only):
                whole = False
                continue
            code, said = self.programs[words[0]](words[1:])
            heard += said
            expected = wanted if at == last else 0
            assert code == expected, f"{block.where}: «{line}»: код {code}, а не {expected}:\n{said}"
        self.said = heard if whole else None

    def _write(self, block: Block) -> None:
        path = self.folder / block.file
        if "append" in block.info.split():
            put_text(path, text_of(path) + block.text)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            put_text(path, block.text)

    def _change(self, block: Block) -> None:
        path = self.folder / block.file
        lines = [line or " " for line in block.text.splitlines()]
        old = "".join(f"{line[1:]}\n" for line in lines if line[0] != "+")
        new = "".join(f"{line[1:]}\n" for line in lines if line[0] != "-")
        text = text_of(path)
        whole = f"\n{text}"  # so that a line is found from its beginning
        places = len(re.findall(f"(?=\n{re.escape(old)})", whole))
        assert places == 1, f"{block.where}: в {block.file} этих строк нет или они не одни:\n{old}"
        put_text(path, whole.replace(f"\n{old}", f"\n{new}")[1:])


def text_of(path: Path) -> str:
    """A file as a page shows it: of a workbook, the rows of its first sheet."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    return "".join(";".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)


def put_text(path: Path, text: str) -> None:
    """The text into its file; into a workbook as a person types it: numbers are numbers, codes stay texts."""
    if path.suffix != ".xlsx":
        path.write_text(text, encoding="utf-8", newline="\n")
        return
    book = openpyxl.load_workbook(path) if path.exists() else openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Свод" if sheet.title == "Sheet" else sheet.title
    sheet.delete_rows(1, sheet.max_row)
    for row in csv.reader(text.splitlines(), delimiter=";"):
        sheet.append(
            [int(cell) if at and re.fullmatch(r"\d{1,6}", cell) else cell or None for at, cell in enumerate(row)]
        )
    book.save(path)


def put_cell(path: Path, block: Block) -> None:
    """The cell as the page shows it, in a notebook that is there or begins with it."""
    from helpers.batch_notebooks import KERNEL
    from nbformat import read, v4, write

    notebook = read(path, 4) if path.is_file() else v4.new_notebook(metadata={"kernelspec": KERNEL})
    make = v4.new_markdown_cell if block.language == "markdown" else v4.new_code_cell
    tags = {"tags": ["parameters"]} if block.cell == "parameters" else {}
    cell = make(block.text.rstrip("\n"), id=block.cell, metadata=tags)
    places = [at for at, other in enumerate(notebook.cells) if other.id == block.cell]
    if places:
        notebook.cells[places[0]] = cell
    else:
        notebook.cells.append(cell)
    path.parent.mkdir(exist_ok=True)
    write(notebook, path)


def plain(text: str) -> str:
    """Spaces of every kind are one kind of space."""
    return re.sub("[\u00a0\u202f\u2009]", " ", text)


def holds(said: str, block: Block) -> None:
    """Every line of the block is in what was said, in this order."""
    rest = plain(said)
    for line in filter(str.strip, plain(block.text).splitlines()):
        if line.strip() == "…":
            continue
        found = re.search(r"[^\n]*".join(map(re.escape, line.rstrip().split("…"))) + r"(?=\s|$)", rest)
        assert found, f"{block.where}: в ответе нет (или не на этом месте) строки:\n{line}\nОтвет:\n{said}"
        rest = rest[found.end() :]


def python(block: Block, names: dict[str, object]) -> str:
    """What a Python block prints, and the value of its last line."""
    import contextlib
    import io

    tree = ast.parse(block.text, block.where)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(tree, block.where, "exec"), names)
        value = eval(compile(ast.Expression(last.value), block.where, "eval"), names) if last else None
        if value is not None:
            out.write(f"{value!r}\n")
    return out.getvalue()
