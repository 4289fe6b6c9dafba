"""A published file of any format -> what a stranger reads in it: cells of tables with their heads, lines of text."""

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from careerstats.contracts.notebook import text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement


Lines = Iterator["Line"]
_DATA_URI = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")
_TEXTS = ".//p | .//li | .//dd | .//dt | .//figcaption | .//h1 | .//h2 | .//h3 | .//title | .//option | .//script"
_SAYING = ("title", "alt", "aria-label", "content")
_SAID = ("text", "title", "runs", "value")
_EXACT = ("data-n", "data-m")


class Line(NamedTuple):
    """``row`` and ``column``: the heads of a cell; both are empty for a line of running text."""

    text: str
    row: str = ""
    column: str = ""


def lines_of(path: Path) -> list[Line]:
    """Everything that is said in a file; nothing of a format that says nothing in words."""
    reader = READERS.get(path.suffix.lower())
    return [Line(*map(_plain, line)) for line in reader(path)] if reader else []


def can_read_pdf() -> bool:
    return shutil.which("pdftotext") is not None


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())


def _of_markup(text: str) -> Lines:
    from lxml import html

    tree = html.document_fromstring(text)
    for table in tree.iterfind(".//table"):
        rows = [[(_said(cell), cell) for cell in row.xpath("./th | ./td")] for row in table.iterfind(".//tr")]
        yield from _of_table([[text for text, _ in row] for row in rows])
    for element in tree.xpath(_TEXTS):
        yield Line(element.text_content())
    for name in _SAYING:
        yield from (Line(str(value)) for value in tree.xpath(f"//@{name}"))
    for data in _DATA_URI.findall(text):
        yield from _of_svg(base64.b64decode(data))


def _said(cell: "HtmlElement") -> str:
    """The words of a cell, and the numbers that its attributes hold for scripts."""
    inside = [element for element in cell.iter() if isinstance(element.tag, str)]
    exact = [value for element in inside for value in (element.get(name) for name in _EXACT) if value]
    return f"{cell.text_content()} {' из '.join(exact)}"


def _of_svg(data: bytes) -> Lines:
    from lxml import etree

    for element in etree.fromstring(data).iter():
        if isinstance(element.tag, str) and element.tag.endswith(("}text", "}title", "}desc")):
            yield Line("".join(str(part) for part in element.itertext()))


def _docx(path: Path) -> Lines:
    import docx

    document = docx.Document(str(path))
    yield from (Line(paragraph.text) for paragraph in document.paragraphs)
    for table in document.tables:
        yield from _of_table([[cell.text for cell in row.cells] for row in table.rows])
    for element in document.element.body.iter():
        if element.tag.endswith("}docPr"):
            yield Line(element.get("descr") or "")


def _xlsx(path: Path) -> Lines:
    from python_calamine import CalamineWorkbook

    for sheet in (book := CalamineWorkbook.from_path(str(path))).sheet_names:
        yield from _of_table([[_number(cell) for cell in row] for row in book.get_sheet_by_name(sheet).to_python()])


def _number(cell: object) -> str:
    """A whole number without a point; others as the notes print them."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.1f}".replace(".", ",")
    return str(cell)


def _ipynb(path: Path) -> Lines:
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        yield Line(text_of(cell["source"]))
        for output in cell.get("outputs", []):
            for kind, value in output.get("data", {}).items():
                text = value if isinstance(value, str) else "".join(value) if isinstance(value, list) else ""
                if kind == "text/html" and text.strip():
                    yield from _of_markup(text)
                elif kind == "image/svg+xml":
                    yield from _of_svg(text.encode())
                elif isinstance(value, dict):
                    yield from _of_json(value)


def _of_json(value: object) -> Lines:
    """A table of our own, rows of cells under columns, is read as one; of all else every text is a line."""
    match value:
        case {"columns": [*columns], "rows": [*rows]}:
            heads = [_of_json_text(column) for column in columns]
            yield from _of_table([heads, *([_of_json_text(cell) for cell in _cells(row)] for row in rows)])
        case dict():
            yield from (line for part in value.values() for line in _of_json(part))
        case list():
            yield from (line for part in value for line in _of_json(part))
        case str():
            yield Line(value)


def _cells(row: object) -> list[object]:
    cells = row.get("cells", []) if isinstance(row, dict) else row
    return cells if isinstance(cells, list) else [cells]


def _of_json_text(value: object) -> str:
    match value:
        case dict():
            return " ".join(_of_json_text(part) for key, part in value.items() if key in _SAID)
        case list():
            return "".join(_of_json_text(part) for part in value)
        case None | bool():
            return ""
    return str(value)


def _pdf(path: Path) -> Lines:
    """Lines as they lie on the page, each with the next: a cell of two lines is read whole."""
    if can_read_pdf():
        command = ["pdftotext", "-layout", "-q", str(path), "-"]
        text = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False).stdout
        lines = text.splitlines()
        yield from (Line(f"{first} {second}") for first, second in zip(lines, [*lines[1:], ""], strict=True))


def _of_table(rows: list[list[str]]) -> Lines:
    """Each cell with the first words of its row and with the first row of words above it."""
    heads: list[str] = []
    for row in rows:
        if not heads and len([cell for cell in row if cell.strip() and not re.search(r"\d", cell)]) > 1:
            heads = row
        head = next((cell for cell in row if re.search(r"[^\W\d_]{2}", cell)), "")
        yield Line(head)
        for at, cell in enumerate(row):
            if cell != head:
                yield Line(cell, head, heads[at] if at < len(heads) else "")


READERS: dict[str, Callable[[Path], Lines]] = {
    ".html": lambda path: _of_markup(path.read_text(encoding="utf-8")),
    ".docx": _docx,
    ".pdf": _pdf,
    ".xlsx": _xlsx,
    ".ipynb": _ipynb,
    ".svg": lambda path: _of_svg(path.read_bytes()),
    ".json": lambda path: _of_json(json.loads(path.read_bytes())),
}
