"""An executed notebook -> the document model that every writer prints.

What a cell shows gets in: blocks of ours, tables and pictures of any library, Markdown, TeX, plain values; Markdown
cells too. Code (unless ``#| echo: true`` asks for it), what is printed and cells tagged ``remove`` or ``parameters`` do
not. What paper cannot hold is refused in words, with its cell as a person counts it: the one that papermill puts in
does not count. An output whose only form is the text ``None`` or the address of an object is passed over.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar, cast

import msgspec
from msgspec.structs import replace

from careerstats import blocks, letters
from careerstats.blocks import AnyBlock, Figure, Formula, Heading, Meta, Run, Table, Title, ref
from careerstats.contracts.notebook import Cell, Notebook, first_words
from careerstats.contracts.plain import Data
from careerstats.errors import NoteError
from careerstats.export import words
from careerstats.export.cells import blocks_of
from careerstats.export.mathml import to_plain
from careerstats.export.numbering import number
from careerstats.export.table_layout import on_pages, proportioned

Whole = TypeVar("Whole")

SILENT_TAGS = {"remove", "parameters", "injected-parameters"}
INJECTED = "injected-parameters"

# Not allowed in XML, or invisible signs that turn the direction of the text around them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


_LINE_BREAK = re.compile("[\t\n\r\u2028\u2029]+")


@dataclass(frozen=True)
class Document:
    """Blocks in order, numbered and with every reference resolved; ``template``: the institute's own Word file.

    ``advice``: what its author may want to mend, with the cell.
    """

    meta: Meta
    blocks: tuple[AnyBlock, ...]
    template: str = ""
    advice: tuple[str, ...] = ()


def from_notebook(notebook: Notebook, template: str = "") -> Document:
    """The document of an executed notebook."""
    advice: list[str] = []
    return _document(list(_blocks(notebook, advice.append)), template, advice=tuple(advice))


def from_blocks(shown: Iterable[blocks.Block], template: str = "", meta: Meta | None = None) -> Document:
    """The document of blocks that no notebook shows: a letter, an extract; ``meta``: where no title tells it."""
    fit = [block for given in shown for block in _fit(blocks.as_output(given)[0])]
    return _document(fit, template, meta)


def _document(parts: list[AnyBlock], template: str, meta: Meta | None = None, advice: tuple[str, ...] = ()) -> Document:
    parts = parts if any(isinstance(block, Title) for block in parts) else _titled_by_heading(parts)
    titles = [block for block in parts if isinstance(block, Title)]
    if len(titles) > 1:
        raise NoteError("В документе два титульных блока (blocks.title): оставьте один.")
    for block in parts:
        if isinstance(block, Table):
            _check(block)
    spelt = map(words.spelt, parts)
    return Document(meta or (titles[0].meta if titles else Meta()), number(spelt), template, advice)


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


def _blocks(notebook: Notebook, advise: Callable[[str], None]) -> Iterator[AnyBlock]:
    counted = (cell for cell in notebook["cells"] if INJECTED not in cell.get("metadata", {}).get("tags", []))
    for position, cell in enumerate(counted, start=1):
        _refuse_errors(cell, position)
        if SILENT_TAGS & set(cell.get("metadata", {}).get("tags", [])):
            continue
        try:
            shown = blocks_of(cell)
            made = [_readable(part) for block in shown.blocks for part in _own(block)]
        except NoteError as error:
            raise NoteError(f"{_place(cell, position)}: {error}") from error
        for advice in [*shown.advice, *_undrawn(made)]:
            advise(f"{_place(cell, position)}: {advice}")
        yield from made


def _undrawn(made: list[AnyBlock]) -> Iterator[str]:
    if signs := dict.fromkeys(sign for block in made for sign in words.undrawn(block)):
        yield letters.UNDRAWN.format(signs=letters.shown(signs))


def _place(cell: Cell, position: int) -> str:
    """«Ячейка 7 (df.plot())»: a number and the first words of the cell, so that it is found by either."""
    shown = first_words(cell["source"])
    return f"Ячейка {position} ({shown})" if shown else f"Ячейка {position}"


def _refuse_errors(cell: Cell, position: int) -> None:
    for output in cell.get("outputs", []):
        if output["output_type"] == "error":
            said = f"{output.get('ename', '')}: {output.get('evalue', '')}"
            raise NoteError(f"Ячейка {position} завершилась ошибкой: {said}. Исправьте её и выполните блокнот снова.")


def _own(shown: blocks.Block | Data) -> list[AnyBlock]:
    """A block that a cell made of what it shows, or one of ours as its output carries it."""
    try:
        return _fit(shown) if isinstance(shown, dict) else _fit_author(shown)
    except msgspec.ValidationError as error:
        raise NoteError(
            f"блок записан не так, как его читает эта версия программы ({error}). Выполните блокнот снова."
        ) from error


def _fit_author(block: blocks.Block) -> list[AnyBlock]:
    """A table wider than any page goes on in parts, and says what it continues."""
    (made,) = _fit(blocks.as_output(block)[0])
    if not isinstance(made, Table):
        return [made]
    first, *others = on_pages(proportioned(made))
    of = ref(first.label) if first.label and first.caption else ""
    goes_on = replace(blocks.paragraph("Продолжение таблицы ", of, keep=True), landscape=True)
    return [first, *(piece for other in others for piece in (goes_on, other))]


def _fit(data: Data) -> list[AnyBlock]:
    """The block of an output, its texts fit to print; none for what only JupyterLab shows."""
    block = blocks.from_output({"data": data | {blocks.MIME: printable(data[blocks.MIME])}})
    return [block] if block is not None else []


def _readable(block: AnyBlock) -> AnyBlock:
    """Formulas with the words by which they are read aloud; one that cannot be read is refused, for all formats."""
    if isinstance(block, Formula) and not block.alt:
        return replace(block, alt=to_plain(block.tex))
    if isinstance(block, Figure | Title) or not any(
        isinstance(piece, Run) and piece.tex for piece in words.pieces(block)
    ):
        return block
    return words.changed(block, _spoken)


def _spoken(piece: str | Run) -> str | Run:
    return replace(piece, text=to_plain(piece.tex)) if isinstance(piece, Run) and piece.tex else piece


def printable(value: Whole) -> Whole:
    """The same value with every text in it fit to print."""
    return cast("Whole", _printable(value))


def _printable(value: object) -> object:
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", _LINE_BREAK.sub(" ", value))
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    return value


def _titled_by_heading(parts: list[AnyBlock]) -> list[AnyBlock]:
    """A notebook that opens with «# …» in Markdown and has no title block takes that heading for its title."""
    match parts:
        case [Heading(authored=True, level=1) as first, *rest]:
            return [blocks.title(first.text, ""), *rest]
    return parts


def _check(table: Table) -> None:
    expected = len(table.columns)
    for position, row in enumerate(table.rows, start=1):
        if row.kind != "group" and len(row.cells) != expected:
            raise NoteError(
                f"Таблица «{table.caption or table.label}», строка {position}: ячеек {len(row.cells)}, "
                f"столбцов {expected}. Сделайте их число равным."
            )
