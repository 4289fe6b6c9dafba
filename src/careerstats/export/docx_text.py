"""Running text -> Word paragraphs, runs, and fields that know the number they show."""

from collections.abc import Iterable, Iterator

from careerstats.blocks import Figure, Run, Table
from careerstats.export.docx_formula import to_omml
from careerstats.export.numbering import Counted
from careerstats.export.ooxml import Xml, el

MONO = "Courier New"


def paragraph(style: str, *content: Xml, properties: Iterable[Xml] = ()) -> Xml:
    """``properties`` come after the style, in the order the schema wants."""
    return el("w:p", el("w:pPr", el("w:pStyle", val=style), *properties), *content)


def text_run(text: str, *, bold: bool = False, italic: bool = False, script: str = "", mono: bool = False) -> Xml:
    """``script``: «sub» or «sup»."""
    style = [el("w:rFonts", ascii=MONO, hAnsi=MONO, cs=MONO)] if mono else []
    style += [el("w:b"), el("w:bCs")] if bold else []
    style += [el("w:i"), el("w:iCs")] if italic else []
    style += [el("w:sz", val=20), el("w:szCs", val=20)] if mono else []
    style += [el("w:vertAlign", val="superscript" if script == "sup" else "subscript")] if script else []
    return el("w:r", *([el("w:rPr", *style)] if style else []), el("w:t", text))


def runs_elements(runs: Iterable[Run], *, bold: bool = False) -> Iterator[Xml]:
    """Runs of a paragraph; ``bold`` makes all of them bold."""
    for run in runs:
        if run.ref:
            yield from field(f" REF {bookmark(run.target)} \\h ", text_run(run.text))
        elif run.tex:
            yield to_omml(run.tex)
        else:
            heavy = bold or run.bold
            shown = text_run(run.text, bold=heavy, italic=run.italic, script=run.script, mono=run.code)
            yield from _linked(run, shown) if run.href else (shown,)
        if run.ends_line:
            yield el("w:r", el("w:br"))


def _linked(run: Run, shown: Xml) -> Iterator[Xml]:
    """What leads somewhere; for the reader of paper, a footnote says where (``docx``)."""
    address = run.href.replace('"', "%22")
    yield from field(f' HYPERLINK "{address}" ', shown)
    if run.text != run.href:
        raised = el("w:rPr", el("w:vertAlign", val="superscript"))
        yield el("w:r", raised, el("w:footnoteReference", id=run.href))


def field(instruction: str, shown: Xml) -> Iterator[Xml]:
    """A field with the value it has now: Word asks no question at opening, and others show it as it is."""
    yield from (*field_begun(instruction), shown, FIELD_END)


def field_begun(instruction: str) -> Iterator[Xml]:
    """A field up to what it shows, behind which stands ``FIELD_END``."""
    yield el("w:r", el("w:fldChar", fldCharType="begin"))
    yield el("w:r", el("w:instrText", instruction))
    yield el("w:r", el("w:fldChar", fldCharType="separate"))


FIELD_END = el("w:r", el("w:fldChar", fldCharType="end"))


def numbered(series: str, block: Counted, number: int) -> Iterator[Xml]:
    """The number of a table, figure or formula, which references lead to."""
    return bookmarked(block.id, number, *field(f" SEQ {series} \\* ARABIC ", text_run(block.number)))


def bookmarked(target: str, number: int, *content: Xml) -> Iterator[Xml]:
    """What references lead to, inside its bookmark."""
    yield el("w:bookmarkStart", id=number, name=bookmark(target))
    yield from content
    yield el("w:bookmarkEnd", id=number)


def caption(style: str, series: str, block: Table | Figure, number: int) -> Xml:
    """«Таблица 1 – …» or «Рисунок 1 – …»."""
    return paragraph(style, text_run(f"{series} "), *numbered(series, block, number), text_run(f" – {block.caption}"))


def bookmark(target: str) -> str:
    """Names of bookmarks hold no hyphen."""
    return target.replace("-", "_")
