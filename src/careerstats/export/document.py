"""An executed notebook -> the document model that every writer prints.

What is meant for the reader gets in: outputs that carry a block, outputs that are Markdown, and Markdown cells. Code,
streams and cells tagged ``remove`` or ``parameters`` do not. Anything else – an error, a bare picture, a bare table –
is refused with the number of its cell: it would be printed without caption, number and description. An output whose
only form is the text ``None``, or nothing at all, is passed over.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from careerstats import blocks
from careerstats.blocks import AnyBlock, Heading, Meta, Table, Title
from careerstats.errors import NoteError
from careerstats.export.markdown import from_markdown
from careerstats.export.numbering import number

PICTURES = ("image/png", "image/svg+xml")
SILENT_TAGS = {"remove", "parameters", "injected-parameters"}

# Not allowed in XML, or invisible signs that turn the direction of the text around them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")

_LINE_BREAK = re.compile("[\t\n\r\u2028\u2029]+")


@dataclass(frozen=True)
class Document:
    """Blocks in order, numbered and with every reference resolved; ``template``: the institute's own Word file."""

    meta: Meta
    blocks: tuple[AnyBlock, ...]
    template: str = ""


def from_notebook(notebook: dict[str, Any], template: str = "") -> Document:
    """The document of an executed notebook."""
    return _document(list(_blocks(notebook)), template)


def from_blocks(shown: Iterable[blocks.Block], template: str = "", meta: Meta | None = None) -> Document:
    """The document of blocks that no notebook shows: a letter, an extract; ``meta``: where no title tells it."""
    fit = [block for given in shown for block in _fit(blocks.as_output(given)[0])]
    return _document(fit, template, meta)


def _document(found: list[AnyBlock], template: str, meta: Meta | None = None) -> Document:
    found = found if any(isinstance(block, Title) for block in found) else _titled_by_heading(found)
    titles = [block for block in found if isinstance(block, Title)]
    if len(titles) > 1:
        raise NoteError("В документе два титульных блока (blocks.title): оставьте один.")
    for block in found:
        if isinstance(block, Table):
            _check(block)
    return Document(meta or (titles[0].meta if titles else Meta()), number(found), template)


def title_of(document: Document) -> str:
    """What the document is called in file properties and in the window's title; never empty."""
    if document.meta.title:
        return document.meta.title
    for block in document.blocks:
        if isinstance(block, Title):
            return f"{block.document} {block.subject}".strip()
        if isinstance(block, Heading):
            return block.printed
    return "Справка"


def moment_of(document: Document) -> datetime:
    """Date of the data, which stands for the clock in file properties: same data, same bytes."""
    date = document.meta.date or "2000-01-01"
    try:
        return datetime.fromisoformat(date).replace(tzinfo=UTC)
    except ValueError as error:
        raise NoteError(f"Дата документа «{date}» не читается: ожидается вид 2021-04-20.") from error


def origin_of(document: Document) -> str:
    """One line for the file properties: which program and which data the document was made from."""
    meta = document.meta
    said = [("careerstats", meta.version), ("набор данных", meta.dataset), ("код", meta.code)]
    said += [("период", meta.period), ("данные на", meta.date), ("sha256", meta.bundle)]
    return "; ".join(f"{name} {value}" for name, value in said if value)


def _blocks(notebook: dict[str, Any]) -> Iterator[AnyBlock]:
    for position, cell in enumerate(notebook["cells"], start=1):
        _refuse_errors(cell, position)
        if SILENT_TAGS & set(cell.get("metadata", {}).get("tags", [])):
            continue
        if cell["cell_type"] == "markdown":
            yield from _markdown(_text(cell["source"]), position)
        for output in cell.get("outputs", []):
            yield from _from_output(output, position)


def _refuse_errors(cell: dict[str, Any], position: int) -> None:
    for output in cell.get("outputs", []):
        if output["output_type"] == "error":
            said = f"{output.get('ename', '')}: {output.get('evalue', '')}"
            raise NoteError(f"Ячейка {position} завершилась ошибкой: {said}. Исправьте её и выполните блокнот снова.")


def _from_output(output: dict[str, Any], position: int) -> Iterator[AnyBlock]:
    if output["output_type"] == "stream":
        return
    data = {mime: _text(value) if mime in PICTURES else value for mime, value in output.get("data", {}).items()}
    if blocks.MIME in data:
        yield from _own(data, position)
    elif "text/markdown" in data:
        yield from _markdown(_text(data["text/markdown"]), position)
    elif set(data) - {"text/plain"} or _text(data.get("text/plain", "")).strip() not in ("", "None"):
        shown = ", ".join(sorted(data))
        raise NoteError(
            f"Ячейка {position} показывает то, что нельзя напечатать в документе ({shown}). Оформите это блоком "
            "careerstats.blocks (table, figure, paragraph …) или поставьте ячейке метку remove."
        )


def _markdown(source: str, position: int) -> Iterator[AnyBlock]:
    for block in from_markdown(source, position):
        yield from _fit(blocks.as_output(block)[0])


def _own(data: dict[str, Any], position: int) -> list[AnyBlock]:
    try:
        return _fit(data)
    except msgspec.ValidationError as error:
        raise NoteError(
            f"Ячейка {position}: блок записан не так, как его читает эта версия программы ({error}). "
            "Выполните блокнот снова."
        ) from error


def _fit(data: dict[str, Any]) -> list[AnyBlock]:
    """The block of an output, its texts fit to print; none for what only JupyterLab shows."""
    block = blocks.from_output({"data": data | {blocks.MIME: printable(data[blocks.MIME])}})
    return [block] if block is not None else []


def _text(source: str | list[str]) -> str:
    """The notebook format keeps long text as one string or as a list of lines."""
    return source if isinstance(source, str) else "".join(source)


def printable(value: Any) -> Any:
    """The same value with every text in it fit to print."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", _LINE_BREAK.sub(" ", value))
    if isinstance(value, list | tuple):
        return [printable(item) for item in value]
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    return value


def _titled_by_heading(found: list[AnyBlock]) -> list[AnyBlock]:
    """A notebook that opens with «# …» in Markdown and has no title block takes that heading for its title."""
    match found:
        case [Heading(authored=True, level=1) as first, *rest]:
            return [blocks.title(first.text, ""), *rest]
    return found


def _check(table: Table) -> None:
    expected = len(table.columns)
    for position, row in enumerate(table.rows, start=1):
        if row.kind != "group" and len(row.cells) != expected:
            raise NoteError(
                f"Таблица «{table.caption or table.label}», строка {position}: ячеек {len(row.cells)}, "
                f"столбцов {expected}. Сделайте их число равным."
            )
