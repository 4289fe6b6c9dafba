"""Running text -> Word paragraphs, runs, and fields that know the number they show."""

from collections.abc import Iterable, Iterator

from careerstats.blocks import Figure, Run, Table
from careerstats.export.numbering import Counted
from careerstats.export.ooxml import Xml, el


def paragraph(style: str, *content: Xml, properties: Iterable[Xml] = ()) -> Xml:
    """``properties`` come after the style, in the order the schema wants."""
    return el("w:p", el("w:pPr", el("w:pStyle", val=style), *properties), *content)


def text_run(text: str, *, bold: bool = False, italic: bool = False) -> Xml:
    style = [el("w:b"), el("w:bCs")] if bold else []
    style += [el("w:i"), el("w:iCs")] if italic else []
    return el("w:r", *([el("w:rPr", *style)] if style else []), el("w:t", text))


def runs_elements(runs: Iterable[Run], *, bold: bool = False) -> Iterator[Xml]:
    """Runs of a paragraph; ``bold`` makes all of them bold."""
    for run in runs:
        if run.ref:
            yield from field(f" REF {bookmark(run.target)} \\h ", run.text)
        else:
            yield text_run(run.text, bold=bold or run.bold, italic=run.italic)


def field(instruction: str, shown: str) -> Iterator[Xml]:
    """A field with the value it has now: Word asks no question at opening, and others show it as it is."""
    yield el("w:r", el("w:fldChar", fldCharType="begin"))
    yield el("w:r", el("w:instrText", instruction))
    yield el("w:r", el("w:fldChar", fldCharType="separate"))
    yield text_run(shown)
    yield el("w:r", el("w:fldChar", fldCharType="end"))


def numbered(series: str, block: Counted, number: int) -> Iterator[Xml]:
    """The number of a table, figure or formula, with the bookmark that references point to."""
    yield el("w:bookmarkStart", id=number, name=bookmark(block.id))
    yield from field(f" SEQ {series} \\* ARABIC ", block.number)
    yield el("w:bookmarkEnd", id=number)


def caption(style: str, series: str, block: Table | Figure, number: int) -> Xml:
    """«Таблица 1 – …» or «Рисунок 1 – …»."""
    return paragraph(style, text_run(f"{series} "), *numbered(series, block, number), text_run(f" – {block.caption}"))


def bookmark(target: str) -> str:
    """Names of bookmarks hold no hyphen."""
    return target.replace("-", "_")
