"""A table or a signature block -> a Word table that repeats its head and splits no row."""

from collections.abc import Iterator
from itertools import pairwise

from careerstats.blocks import Column, Letterhead, Runs, Signature, Table, TableRow, storeys
from careerstats.export.docx_text import caption, paragraph, runs_elements, text_run
from careerstats.export.ooxml import Xml, el

HEAD_FILL = "F2F2F2"
AFTER_NOTES = 90  # twips, where Word needs no empty paragraph after the table


def table_elements(block: Table, width: int, ids: Iterator[int]) -> Iterator[Xml]:
    """Caption, table, notes and a little room after them."""
    if block.caption:
        yield caption("Caption", "Таблица", block, next(ids))
    yield _table(block, _widths(block.columns, width))
    for position, note in enumerate(block.notes, start=1):
        own = [el("w:keepNext")] if block.keep else []
        own += [el("w:spacing", after=AFTER_NOTES)] if position == len(block.notes) else []
        yield paragraph("TableNote", *runs_elements(note), properties=own)
    if not block.notes:
        yield paragraph("AfterTable")


def signature_elements(block: Signature, width: int) -> Iterator[Xml]:
    """Position at the left, name at the right of its last line; the only table made for its layout."""
    widths = [width * 2 // 3, width - width * 2 // 3]
    position = _signature_cell(widths[0], block.position, el("w:spacing", before=280))
    name = _signature_cell(widths[1], block.name, el("w:jc", val="right"))
    margins = el("w:tblCellMar", el("w:left", w=0, type="dxa"), el("w:right", w=0, type="dxa"))
    yield _framed("TableNormal", widths, [el("w:tr", el("w:trPr", el("w:cantSplit")), position, name)], margins)
    if block.executor:
        yield paragraph("Executor", text_run(f"Исполнитель: {block.executor}"))
    else:
        yield paragraph("AfterTable")


def letterhead_elements(block: Letterhead, width: int) -> Iterator[Xml]:
    """Two sides without borders, the left one in the middle of its half."""
    widths = [width // 2, width - width // 2]
    sides = [_side(widths[0], block.left, "center", 24), _side(widths[1], block.right, "left", 28)]
    yield _framed("TableNormal", widths, [el("w:tr", el("w:trPr", el("w:cantSplit")), *sides)])
    yield paragraph("AfterTable")


def _side(width: int, lines: tuple[Runs, ...], align: str, size: int) -> Xml:
    """One side of a head, its letters of ``size`` half-points; an empty cell holds an empty paragraph."""
    own = [el("w:spacing", after=60), el("w:jc", val=align)]
    shown = [[_letters(run, size) for run in runs_elements(runs)] for runs in lines or ((),)]
    paragraphs = (paragraph("TableText", *line, properties=own) for line in shown)
    return el("w:tc", el("w:tcPr", el("w:tcW", w=width, type="dxa")), *paragraphs)


def _letters(run: Xml, size: int) -> Xml:
    """The run with a size, after what its properties say already, before its text."""
    said = el("w:sz", val=size) + el("w:szCs", val=size)
    if "</w:rPr>" in run:
        return Xml(run.replace("</w:rPr>", f"{said}</w:rPr>", 1))
    return Xml(run.replace("<w:r>", f"<w:r><w:rPr>{said}</w:rPr>", 1))


def _signature_cell(width: int, text: str, properties: Xml) -> Xml:
    """Text at the size of the body, at the foot of the row."""
    run = el("w:r", el("w:rPr", el("w:sz", val=24), el("w:szCs", val=24)), el("w:t", text))
    return _cell(width, paragraph("TableText", run, properties=[el("w:keepNext"), properties]), stands="bottom")


def _widths(columns: tuple[Column, ...], width: int) -> list[int]:
    """Shares of the columns in twips; what rounding leaves goes to the last."""
    widths = [int(width * column.share) for column in columns]
    widths[-1] += width - sum(widths)
    return widths


def _table(block: Table, widths: list[int]) -> Xml:
    columns, keeps = block.columns, _kept_with_next(block)
    rows = [_row(row, keep, columns, widths) for row, keep in zip(block.rows, keeps, strict=True)]
    look = el("w:tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1)
    named = [el("w:tblCaption", val=block.caption)] if block.caption else []
    return _framed("NoteTable", widths, [*_heads(columns, widths), *rows], look, *named)


def _kept_with_next(block: Table) -> list[bool]:
    """Which rows stay with the next: the first, a group, what a total sums, all of a small table."""
    rows = block.rows
    kept = [
        at == 0 or row.kind == "group" or following.kind == "total" or block.whole
        for at, (row, following) in enumerate(pairwise(rows))
    ]
    return [*kept, bool(block.notes)] if rows else []


def _framed(style: str, widths: list[int], rows: list[Xml], *properties: Xml) -> Xml:
    frame = el(
        "w:tblPr",
        el("w:tblStyle", val=style),
        el("w:tblW", w=sum(widths), type="dxa"),
        el("w:tblLayout", type="fixed"),
        *properties,
    )
    return el("w:tbl", frame, el("w:tblGrid", *(el("w:gridCol", w=width) for width in widths)), *rows)


def _heads(columns: tuple[Column, ...], widths: list[int]) -> Iterator[Xml]:
    """One row, or two: what stands over several columns, and under it their own heads."""
    upper = storeys(columns)
    if upper:
        yield _head_row(_upper_cells(upper, columns, widths))
    lower = (
        _head_cell(
            width, "" if upper and not column.over else column.title, merge="continue" if upper else "", of=column
        )
        for column, width in zip(columns, widths, strict=True)
    )
    yield _head_row(lower)


def _upper_cells(upper: list[tuple[str, int]], columns: tuple[Column, ...], widths: list[int]) -> Iterator[Xml]:
    at = 0
    for over, count in upper:
        width = sum(widths[at : at + count])
        if over:
            yield _cell(width, paragraph("TableHead", text_run(over)), span=count, fill=HEAD_FILL, stands="center")
        else:
            yield _head_cell(width, columns[at].title, merge="restart", of=columns[at])
        at += count


def _head_row(cells: Iterator[Xml]) -> Xml:
    return el("w:tr", el("w:trPr", el("w:cantSplit"), el("w:tblHeader")), *cells)


def _head_cell(width: int, title: str, *, merge: str, of: Column) -> Xml:
    """A column that nothing stands over reaches through both rows."""
    merged = merge if not of.over else ""
    return _cell(width, paragraph("TableHead", text_run(title)), fill=HEAD_FILL, stands="center", merge=merged)


def _row(row: TableRow, keep: bool, columns: tuple[Column, ...], widths: list[int]) -> Xml:
    if row.kind == "group":
        cells = [_cell(sum(widths), _text(row.cells[0], "left", keep=keep, bold=True), span=len(widths))]
    else:
        cells = [
            _cell(width, _text(runs, column.align, keep=keep, bold=row.kind == "total"))
            for runs, column, width in zip(row.cells, columns, widths, strict=True)
        ]
    return el("w:tr", *([] if row.splits else [el("w:trPr", el("w:cantSplit"))]), *cells)


def _text(runs: Runs, align: str, *, keep: bool, bold: bool) -> Xml:
    properties = [el("w:keepNext")] if keep else []
    properties += [el("w:jc", val=align)] if align != "left" else []
    return paragraph("TableText", *runs_elements(runs, bold=bold), properties=properties)


def _cell(width: int, content: Xml, *, span: int = 1, fill: str = "", stands: str = "", merge: str = "") -> Xml:
    properties = [el("w:tcW", w=width, type="dxa")]
    properties += [el("w:gridSpan", val=span)] if span > 1 else []
    properties += [el("w:vMerge", val=merge)] if merge else []
    properties += [el("w:shd", val="clear", color="auto", fill=fill)] if fill else []
    properties += [el("w:vAlign", val=stands)] if stands else []
    return el("w:tc", el("w:tcPr", *properties), content)
