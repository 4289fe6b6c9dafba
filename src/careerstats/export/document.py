"""An executed notebook -> the document model that every writer prints: ``{"meta": {…}, "blocks": […]}``.

What is meant for the reader gets in: outputs that carry a block, outputs that are Markdown, and Markdown cells. Code,
streams and cells tagged ``remove`` or ``parameters`` do not. Anything else – an error, a bare picture, a bare table –
is refused with the number of its cell: it would be printed without caption, number and description. An output whose
only form is the text ``None``, or nothing at all, is passed over.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from careerstats import blocks
from careerstats.errors import NoteError
from careerstats.export.markdown import from_markdown
from careerstats.export.numbering import number

META = ("title", "audience", "dataset", "code", "period", "date", "version", "bundle")
PICTURES = ("image/png", "image/svg+xml")
SILENT_TAGS = {"remove", "parameters", "injected-parameters"}

# Not allowed in XML, or invisible signs that turn the direction of the text around them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")

_LINE_BREAK = re.compile("[\t\n\r\u2028\u2029]+")


def from_notebook(notebook: dict[str, Any]) -> dict[str, Any]:
    """Blocks of the notebook in order, numbered and with every reference resolved."""
    return from_blocks(_blocks(notebook))


def from_blocks(shown: Iterable[blocks.Block]) -> dict[str, Any]:
    """The same of blocks that no notebook shows: a letter, an extract."""
    found = [printable(block) for block in shown]
    found = found if any(block["kind"] == "title" for block in found) else _titled_by_heading(found)
    titles = [block for block in found if block["kind"] == "title"]
    if len(titles) > 1:
        raise NoteError("В документе два титульных блока (blocks.title): оставьте один.")
    meta = titles[0].pop("meta") if titles else {}
    for block in found:
        _check_table(block)
    return {"meta": dict.fromkeys(META, "") | meta, "blocks": number(found)}


def title_of(document: dict[str, Any]) -> str:
    """What the document is called in file properties and in the window's title; never empty."""
    if document["meta"]["title"]:
        return str(document["meta"]["title"])
    for block in document["blocks"]:
        if block["kind"] == "title":
            return f"{block['document']} {block['subject']}".strip()
        if block["kind"] == "heading":
            return str(block["printed"])
    return "Справка"


def moment_of(document: dict[str, Any]) -> datetime:
    """Date of the data, which stands for the clock in file properties: same data, same bytes."""
    date = document["meta"]["date"] or "2000-01-01"
    try:
        return datetime.fromisoformat(date).replace(tzinfo=UTC)
    except ValueError as error:
        raise NoteError(f"Дата документа «{date}» не читается: ожидается вид 2021-04-20.") from error


def origin_of(document: dict[str, Any]) -> str:
    """One line for the file properties: which program and which data the document was made from."""
    meta = document["meta"]
    said = [("careerstats", meta["version"]), ("набор данных", meta["dataset"]), ("код", meta["code"])]
    said += [("период", meta["period"]), ("данные на", meta["date"]), ("sha256", meta["bundle"])]
    return "; ".join(f"{name} {value}" for name, value in said if value)


def _blocks(notebook: dict[str, Any]) -> Iterator[blocks.Block]:
    for position, cell in enumerate(notebook["cells"], start=1):
        _refuse_errors(cell, position)
        if SILENT_TAGS & set(cell.get("metadata", {}).get("tags", [])):
            continue
        if cell["cell_type"] == "markdown":
            yield from from_markdown(_text(cell["source"]), position)
        for output in cell.get("outputs", []):
            yield from _from_output(output, position)


def _refuse_errors(cell: dict[str, Any], position: int) -> None:
    for output in cell.get("outputs", []):
        if output["output_type"] == "error":
            said = f"{output.get('ename', '')}: {output.get('evalue', '')}"
            raise NoteError(f"Ячейка {position} завершилась ошибкой: {said}. Исправьте её и выполните блокнот снова.")


def _from_output(output: dict[str, Any], position: int) -> Iterator[blocks.Block]:
    if output["output_type"] == "stream":
        return
    data = {mime: _text(value) if mime in PICTURES else value for mime, value in output.get("data", {}).items()}
    block = blocks.from_output({"data": data})
    if block is not None:
        yield from [block] if block["kind"] != blocks.CAPTION else []
    elif "text/markdown" in data:
        yield from from_markdown(_text(data["text/markdown"]), position)
    elif set(data) - {"text/plain"} or _text(data.get("text/plain", "")).strip() not in ("", "None"):
        shown = ", ".join(sorted(data))
        raise NoteError(
            f"Ячейка {position} показывает то, что нельзя напечатать в документе ({shown}). Оформите это блоком "
            "careerstats.blocks (table, figure, paragraph …) или поставьте ячейке метку remove."
        )


def _text(source: str | list[str]) -> str:
    """The notebook format keeps long text as one string or as a list of lines."""
    return source if isinstance(source, str) else "".join(source)


def printable(value: Any) -> Any:
    """The same value with every text in it fit to print; pictures are left as they are."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", _LINE_BREAK.sub(" ", value))
    if isinstance(value, list):
        return [printable(item) for item in value]
    if isinstance(value, dict):
        return {key: item if key in ("png", "svg") else printable(item) for key, item in value.items()}
    return value


def _titled_by_heading(found: list[blocks.Block]) -> list[blocks.Block]:
    """A notebook that opens with «# …» in Markdown and has no title block takes that heading for its title."""
    if found and found[0].get("authored") and found[0]["level"] == 1:
        return [blocks.title(found[0]["text"], ""), *found[1:]]
    return found


def _check_table(block: blocks.Block) -> None:
    if block["kind"] != "table":
        return
    expected = len(block["columns"])
    for position, row in enumerate(block["rows"], start=1):
        if row["kind"] != "group" and len(row["cells"]) != expected:
            raise NoteError(
                f"Таблица «{block['caption'] or block['label']}», строка {position}: ячеек {len(row['cells'])}, "
                f"столбцов {expected}. Сделайте их число равным."
            )
