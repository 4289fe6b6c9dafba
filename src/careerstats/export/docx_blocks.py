"""One block -> the paragraphs and tables that print it in Word."""

from collections.abc import Iterator
from io import BytesIO
from itertools import count
from typing import TypeAlias

from docx.parts.document import DocumentPart

from careerstats.blocks import (
    AnyBlock,
    Code,
    Figure,
    Formula,
    Heading,
    Items,
    Letterhead,
    Paragraph,
    Signature,
    Table,
    Title,
)
from careerstats.export.docx_formula import to_omml
from careerstats.export.docx_table import letterhead_elements, signature_elements, table_elements
from careerstats.export.docx_template import list_of
from careerstats.export.docx_text import (
    FIELD_END,
    bookmark,
    bookmarked,
    caption,
    field,
    field_begun,
    numbered,
    paragraph,
    runs_elements,
    text_run,
)
from careerstats.export.ooxml import Xml, el, parsed, qualified

EMU_PER_MM = 36000
EMU_PER_TWIP = 635
DEEPER, HANGING = 397, 340  # twips: one step into a list, the room of its mark
CONTENTS = "Содержание"
INSTRUCTION = ' TOC \\o "1-1" \\h \\z '
Starts: TypeAlias = dict[str, tuple[Heading, int]]
"""Id of each heading of the first level → the heading and its page in the PDF."""
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


class Parts:
    """The Word package that pictures and lists are added to, ids counted from one, width of the text in twips.

    ``starts``: id → heading and page of each part that a contents list names, nothing for a short document.
    """

    def __init__(self, main: DocumentPart, starts: Starts) -> None:
        self.main = main
        self.starts = starts
        self.ids = count(1)
        self.width = 0

    def picture(self, png: bytes) -> str:
        """Name by which a paragraph refers to a picture kept in the package."""
        return str(self.main.get_or_add_image(BytesIO(png))[0])

    def new_list(self, start: int) -> int:
        """A list of its own, which counts from ``start``."""
        numbering = self.main.numbering_part.element
        taken = (int(num.get(qualified("w:numId"))) for num in numbering.findall(qualified("w:num")))
        number = max(taken, default=0) + 1
        restart = el("w:lvlOverride", el("w:startOverride", val=start), ilvl=0)
        kind = el("w:abstractNumId", val=list_of(self.main, "ListNumber"))
        numbering.extend(parsed(el("w:num", kind, restart, numId=number)))
        return number


def elements_of(block: AnyBlock, parts: Parts) -> list[Xml]:
    """Everything that prints the block, in order; the last one is always a paragraph."""
    return list(_written(block, parts))


def _written(block: AnyBlock, parts: Parts) -> Iterator[Xml]:  # noqa: PLR0911, C901 (a line for each kind)
    match block:
        case Title():
            return _title(block, parts)
        case Heading():
            return _heading(block, parts)
        case Paragraph():
            return _paragraph(block, parts)
        case Items():
            return _list(block, parts)
        case Code():
            return _code(block)
        case Table():
            return table_elements(block, parts.width, parts.ids)
        case Figure():
            return _figure(block, parts)
        case Formula():
            return _formula(block, parts)
        case Signature():
            return signature_elements(block, parts.width)
        case Letterhead():
            return letterhead_elements(block, parts.width)


def _title(block: Title, parts: Parts) -> Iterator[Xml]:
    for mark in block.marks:
        yield paragraph("Mark", text_run(mark))
    yield paragraph("Title", text_run(block.document))
    if block.subject:
        yield paragraph("Subtitle", text_run(block.subject))
    if block.lead:
        yield paragraph("BodyText", *runs_elements(block.lead))


def _heading(block: Heading, parts: Parts) -> Iterator[Xml]:
    if parts.starts and block.id == next(iter(parts.starts)):  # after page one, which has no parts
        yield from _contents(parts.starts, parts.width)
    shown = [text_run(block.printed)]
    content = bookmarked(block.id, next(parts.ids), *shown) if block.id in parts.starts else shown
    yield paragraph(f"Heading{min(block.level, 6)}", *content)


def _contents(starts: Starts, width: int) -> Iterator[Xml]:
    """The list with its title; ``width`` of the text in twips, where the page numbers stand.

    The numbers are those of the PDF: Word lays pages out anew and renews them when asked (F9).
    """
    yield paragraph("TOCHeading", text_run(CONTENTS))
    lines = [list(_of_contents(heading, page)) for heading, page in starts.values()]
    lines[0] = [*field_begun(INSTRUCTION), *lines[0]]
    lines[-1].append(FIELD_END)
    for line in lines:
        yield paragraph("TOC1", *line, properties=[el("w:tabs", el("w:tab", val="right", leader="dot", pos=width))])


def _of_contents(heading: Heading, page: int) -> Iterator[Xml]:
    name = bookmark(heading.id)
    number = field(f" PAGEREF {name} \\h ", text_run(str(page)))
    content = [text_run(heading.printed), el("w:r", el("w:tab")), *number]
    yield el("w:hyperlink", *content, anchor=name, history=1)


def _paragraph(block: Paragraph, parts: Parts) -> Iterator[Xml]:
    own = [el("w:keepNext")] if block.keep else []
    own += [el("w:pBdr", el("w:left", val="single", sz=12, space=8, color="8C8C8C"))] if block.quoted else []
    inside = (DEEPER if block.quoted else 0) + DEEPER * block.depth
    own += [el("w:ind", left=inside, firstLine=0)] if inside else []
    own += [el("w:spacing", before=240, after=160)] if block.centred else []
    own += [el("w:ind", firstLine=0), el("w:jc", val="center")] if block.centred else []
    own += [el("w:jc", val="left")] if any(run.ends_line for run in block.runs) and not block.centred else []
    yield paragraph("Small" if block.small else "BodyText", *runs_elements(block.runs), properties=own)


def _code(block: Code) -> Iterator[Xml]:
    """One paragraph, its lines as they are."""
    lines = [text_run(line, mono=True) for line in block.lines]
    content = [piece for line in lines for piece in (el("w:r", el("w:br")), line)][1:]
    shade = el("w:shd", val="clear", color="auto", fill="F6F6F6")
    own = [shade, el("w:spacing", before=120, after=120), el("w:ind", left=DEEPER // 2, firstLine=0)]
    yield paragraph("TableText", *content, properties=own)


def _list(block: Items, parts: Parts) -> Iterator[Xml]:
    number = parts.new_list(block.start) if block.ordered else None
    for item in block.items:
        own = [el("w:numPr", el("w:ilvl", val=0), el("w:numId", val=number))] if number else []
        own += [el("w:ind", left=HANGING + DEEPER * block.depth, hanging=HANGING)] if block.depth else []
        yield paragraph("ListNumber" if number else "ListBullet", *runs_elements(item), properties=own)


def _figure(block: Figure, parts: Parts) -> Iterator[Xml]:
    drawing = _drawing(block, parts.picture(block.png), next(parts.ids), parts.width * EMU_PER_TWIP)
    alone = [] if block.caption else [el("w:keepNext", val=0)]  # or headings and figures would all keep together
    yield paragraph("Figure", el("w:r", drawing), properties=alone)
    if block.caption:
        yield caption("FigureCaption", "Рисунок", block, next(parts.ids))


def _drawing(block: Figure, name: str, number: int, widest: int) -> Xml:
    """A picture in the line of text, never wider than the page."""
    scale = min(1.0, widest / (block.width_mm * EMU_PER_MM))
    size = {"cx": round(block.width_mm * EMU_PER_MM * scale), "cy": round(block.height_mm * EMU_PER_MM * scale)}
    blip = el("a:blip", **{"r:embed": name})
    label = {"id": number, "name": f"Рисунок {block.number or number}", "descr": block.alt}
    shape = el(
        "pic:spPr",
        el("a:xfrm", el("a:off", x=0, y=0), el("a:ext", **size)),
        el("a:prstGeom", el("a:avLst"), prst="rect"),
    )
    picture = el(
        "pic:pic",
        el("pic:nvPicPr", el("pic:cNvPr", **label), el("pic:cNvPicPr")),
        el("pic:blipFill", blip, el("a:stretch", el("a:fillRect"))),
        shape,
    )
    graphic = el("a:graphic", el("a:graphicData", picture, uri=PICTURE))
    around = {"distT": 0, "distB": 0, "distL": 0, "distR": 0}
    return el("w:drawing", el("wp:inline", el("wp:extent", **size), el("wp:docPr", **label), graphic, **around))


def _formula(block: Formula, parts: Parts) -> Iterator[Xml]:
    """A formula in the middle by tabs, its number at the right edge: a layout table would be read out as data."""
    keep = [el("w:keepNext")] if block.where else []
    if block.number:
        number = [text_run("("), *numbered("Формула", block, next(parts.ids)), text_run(")")]
        equation = _large(to_omml(block.tex))
        yield paragraph("Formula", _tab(), equation, _tab(), *number, properties=keep)
    else:
        yield paragraph("Formula", el("m:oMathPara", to_omml(block.tex)), properties=keep)
    if block.where:
        yield paragraph("Where", *_where(block.where))


def _tab() -> Xml:
    return el("w:r", el("w:tab"))


def _large(equation: Xml) -> Xml:
    """Word makes fractions in a line of text small; this is its own command «increase argument size»."""
    larger = el("m:argPr", el("m:argSz", val=1))
    return Xml(equation.replace("<m:num>", f"<m:num>{larger}").replace("<m:den>", f"<m:den>{larger}"))


def _where(pairs: tuple[tuple[str, str], ...]) -> Iterator[Xml]:
    yield text_run("где ")
    for position, (tex, words) in enumerate(pairs, start=1):
        yield to_omml(tex)
        yield text_run(f" – {words}{'.' if position == len(pairs) else '; '}")
