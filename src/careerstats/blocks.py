"""Words, numbers and pictures of a note -> blocks: what a notebook displays and every writer prints.

A block is of one ``kind``; running text is a tuple of runs. A run that refers to a table, figure or formula gets its
number from the document model. Text is always text: nothing in it is markup.

A field without a default is what the author of the block says, and always stands in the JSON of the notebook; one with
a default is rare there, or given by ``careerstats.export.numbering``.
"""

import base64
import html
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeAlias

import msgspec
from msgspec.structs import replace

from careerstats.audiences import PUBLIC
from careerstats.contracts.audience import AUDIENCE
from careerstats.contracts.facts import Fact
from careerstats.contracts.plain import Data, inner

MIME = "application/vnd.careerstats.block.v1+json"
CAPTION = "caption"
ORIGIN = "origin"
"""Kinds of outputs that no document prints: a caption for JupyterLab, and which note a cell has opened."""

_NOT_AT_LINE_END = re.compile(r"(?<!\w)(г\.|пгт|ЗАТО|№|рек\.|Ц|п\.) (?=[\w«])")
_GRADES = re.compile(r"(?<=\d) (?=класс)")
_NOT_AT_LINE_START = re.compile(r"(?<=\S) (–(?= )|%|п\.\u00a0п\.)")


class Exact:
    """The counts behind a printed number, which only a workbook uses."""


@dataclass(frozen=True)
class Count(Exact):
    """A count that a workbook computes with; ``name``: what it counts."""

    count: int
    name: str


@dataclass(frozen=True)
class Share(Exact):
    """The two counts of a share and what they count; a ``counted`` one is printed «412 (77,7 %)»."""

    part: int
    whole: int
    names: tuple[str, str]
    counted: bool


class Run(Fact, frozen=True, kw_only=True):
    """A piece of running text, or the label (``ref``) of what the document puts the number of in its place.

    ``worked``: the indicator whose value it is; the document leads to the ``row`` that works it out. ``tex``: a formula
    of which the text is the reading; ``href``: where the text leads to; ``script``: «sub» or «sup»; ``ends_line``: what
    follows stands on a new line; ``hint``: what HTML shows of it to a pointer: the raw cells of a calculation.
    """

    text: str = ""
    bold: bool = False
    italic: bool = False
    code: bool = False
    script: str = ""
    tex: str = ""
    href: str = ""
    ends_line: bool = False
    ref: str = ""
    worked: str = ""
    exact: Exact | None = None
    target: str = ""
    row: str = ""
    hint: str = ""


Runs: TypeAlias = tuple[Run, ...]
Text: TypeAlias = str | Run | Sequence[str | Run]


class Block(Fact, frozen=True, kw_only=True, tag_field="kind"):
    """One piece of a document; ``label``: what references call it; ``landscape``: it stands on a turned page."""

    label: str = ""
    landscape: bool = False

    @property
    def kind(self) -> str:
        return str(self.__struct_config__.tag)


class Meta(Fact, frozen=True, kw_only=True, omit_defaults=False):
    """What the properties of a file say: ``date`` is the day of the data (ISO), ``bundle`` its sha256."""

    title: str = ""
    audience: str = ""
    dataset: str = ""
    code: str = ""
    period: str = ""
    date: str = ""
    version: str = ""
    bundle: str = ""


class Title(Block, frozen=True, kw_only=True, tag="title"):
    document: str
    subject: str
    lead: Runs
    marks: tuple[str, ...]
    meta: Meta


class Heading(Block, frozen=True, kw_only=True, tag="heading"):
    """``authored``: in Markdown; ``depth``: its level where no level above it is skipped."""

    text: str
    level: int
    numbered: bool
    appendix: bool
    authored: bool = False
    number: str = ""
    depth: int = 1
    printed: str = ""
    id: str = ""


class Paragraph(Block, frozen=True, kw_only=True, tag="paragraph"):
    """One to ``keep`` stands on the page of what follows it; ``depth``: inside how many lists."""

    runs: Runs
    small: bool
    keep: bool
    centred: bool = False
    quoted: bool = False
    depth: int = 0


class Items(Block, frozen=True, kw_only=True, tag="list"):
    """Items one after another, counted from ``start``; ``depth``: inside how many other lists.

    A list that something else stands in (a table, a list) goes on after it as a block of its own.
    """

    ordered: bool
    items: tuple[Runs, ...]
    start: int = 1
    depth: int = 0


class Code(Block, frozen=True, kw_only=True, tag="code"):
    """Lines of a program, or of what it prints, as they are."""

    lines: tuple[str, ...]


class Column(Fact, frozen=True, kw_only=True):
    """``width``: as the author wishes it, relative to the others; ``share``: of the width, as it is printed.

    ``over``: the upper storey of the head; columns side by side with the same one stand under it together.
    """

    title: str
    align: str
    width: float
    over: str = ""
    share: float = 0.0


class TableRow(Fact, frozen=True, kw_only=True):
    """``works``: the indicator that the row works out; ``splits``: it is so high that a page may break it."""

    kind: str
    cells: tuple[Runs, ...]
    works: str = ""
    id: str = ""
    splits: bool = False


class Table(Block, frozen=True, kw_only=True, tag="table"):
    """``whole``: so low that no page breaks it; ``authored``: what a cell shows, to be named by its author."""

    label: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[Runs, ...]
    landscape: bool
    number: str = ""
    id: str = ""
    whole: bool = False
    keep: bool = False
    authored: bool = False


class Figure(Block, frozen=True, kw_only=True, tag="figure"):
    """``authored``: as of a table."""

    label: str
    caption: str
    alt: str
    width_mm: float
    height_mm: float
    png: bytes = b""
    svg: str = ""
    number: str = ""
    id: str = ""
    authored: bool = False


class Formula(Block, frozen=True, kw_only=True, tag="formula"):
    """``where``: each symbol in TeX and what it means."""

    label: str
    tex: str
    alt: str
    where: tuple[tuple[str, str], ...]
    number: str = ""
    id: str = ""


class Letterhead(Block, frozen=True, kw_only=True, tag="letterhead"):
    left: tuple[Runs, ...]
    right: tuple[Runs, ...]


class Signature(Block, frozen=True, kw_only=True, tag="signature"):
    position: str
    name: str
    executor: str


AnyBlock: TypeAlias = Title | Heading | Paragraph | Items | Code | Table | Figure | Formula | Letterhead | Signature


def bold(text: str) -> Run:
    return Run(text=text, bold=True)


def italic(text: str) -> Run:
    return Run(text=text, italic=True)


def ref(label: str) -> Run:
    """The number of the table, figure or formula called ``label``, e.g. «1»."""
    return Run(ref=label)


def count(text: str, value: int, name: str) -> Run:
    """A printed count that a workbook computes with."""
    return Run(text=text, exact=Count(int(value), name))


def share(text: str, part: tuple[int, str], whole: tuple[int, str], *, counted: bool = False, worked: str = "") -> Run:
    """A printed share with the two (count, name) it is made of."""
    made_of = Share(int(part[0]), int(whole[0]), (part[1], whole[1]), counted)
    return Run(text=text, exact=made_of, worked=worked)


def runs(text: Text) -> Runs:
    """Any way of writing running text as runs, empty pieces left out."""
    pieces = [text] if isinstance(text, str | Run) else text
    as_runs = (Run(text=piece) if isinstance(piece, str) else piece for piece in pieces)
    return tuple(_unbroken_run(run) for run in as_runs if run.ref or run.text)


def _unbroken_run(run: Run) -> Run:
    text = run.text if run.code else unbroken(run.text)
    return run if text == run.text else replace(run, text=text)


def unbroken(text: str) -> str:
    """«г. Зея», «№ 5», «рек. 1», «6–11 классов» keep to one line; no line begins with a dash or «%»."""
    text = _GRADES.sub("\u00a0", text)
    text = _NOT_AT_LINE_END.sub(lambda match: f"{match[1]}\u00a0", text)
    return _NOT_AT_LINE_START.sub(lambda match: f"\u00a0{match[1]}", text)


def title(kind_of_document: str, subject: str, *, lead: Text = "", marks: Iterable[str] = (), **meta: str) -> Title:
    """Head of the document. ``meta``: the fields of ``Meta``."""
    return Title(document=kind_of_document, subject=subject, lead=runs(lead), marks=tuple(marks), meta=Meta(**meta))


def heading(text: str, *, level: int = 1, numbered: bool = False, appendix: bool = False) -> Heading:
    """A heading; ``numbered`` ones are counted by the document model, an ``appendix`` starts a page."""
    return Heading(text=text, level=level, numbered=numbered, appendix=appendix)


def paragraph(*text: str | Run, small: bool = False, keep: bool = False, centred: bool = False) -> Paragraph:
    """A paragraph; one to ``keep`` stands on the page of what follows it (a list, the signature)."""
    return Paragraph(runs=runs(text), small=small, keep=keep, centred=centred)


def items(texts: Iterable[Text], *, ordered: bool = False, start: int = 1, depth: int = 0) -> Items:
    return Items(ordered=ordered, items=tuple(map(runs, texts)), start=start, depth=depth)


def code(text: str) -> Code:
    """Lines as they are, tabs as four spaces."""
    return Code(lines=tuple(text.expandtabs(4).rstrip().split("\n")))


def column(head: str, *, align: str = "right", width: float = 1.0, over: str = "") -> Column:
    """One column: its head, ``left | center | right``, its share of the width relative to the others, what is over it.

    Columns side by side with the same ``over`` share the upper storey of the head.
    """
    return Column(title=head, align=align, width=width, over=over)


def storeys(columns: Sequence[Column]) -> list[tuple[str, int]]:
    """The upper storey of a head: what stands over how many columns, «» over one that reaches through both.

    Empty where the head has one storey.
    """
    upper: list[tuple[str, int]] = []
    for column in columns:
        if column.over and upper and upper[-1][0] == column.over:
            upper[-1] = (column.over, upper[-1][1] + 1)
        else:
            upper.append((column.over, 1))
    return upper if any(over for over, _ in upper) else []


def row(*cells: Text, kind: str = "body", works: str = "") -> TableRow:
    """One row of a table. ``kind``: body, total (bold), group (one cell over all columns)."""
    return TableRow(kind=kind, cells=tuple(map(runs, cells)), works=works)


def table(
    label: str,
    caption: str,
    columns: Iterable[Column],
    rows: Iterable[TableRow],
    *,
    notes: Iterable[Text] = (),
    landscape: bool = False,
) -> Table:
    return Table(
        label=label,
        caption=unbroken(caption),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=tuple(map(runs, notes)),
        landscape=landscape,
    )


def figure(label: str, caption: str, alt: str, *, png: bytes, svg: str, width_mm: float, height_mm: float) -> Figure:
    """A picture in both forms; ``alt`` says in words what it shows."""
    return Figure(
        label=label, caption=unbroken(caption), alt=alt, width_mm=width_mm, height_mm=height_mm, png=png, svg=svg
    )


def formula(tex: str, alt: str, *, label: str = "", where: Iterable[tuple[str, str]] = ()) -> Formula:
    """A displayed formula in TeX, ``alt`` to be read aloud, ``where`` explains each symbol (TeX, words)."""
    return Formula(label=label, tex=tex, alt=alt, where=tuple(where))


def letterhead(left: Iterable[Text], right: Iterable[Text]) -> Letterhead:
    """The head of an official paper, line by line: who writes at the left, to whom or who approves at the right."""
    return Letterhead(left=tuple(map(runs, left)), right=tuple(map(runs, right)))


def signature(position: str, name: str, executor: str = "") -> Signature:
    return Signature(position=position, name=name, executor=executor)


class Blocks(list[Block]):
    """Blocks of one section; a cell that ends with them displays them one by one, unless it may not be seen.

    ``public``: everybody may see them; where the audience of a build is the public, others are not displayed.
    """

    public = False
    of = ""  # sha256 of the bundle of the note whose section it is

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if os.environ.get(AUDIENCE) == PUBLIC and not self.public:
            return
        for block in self:
            data, metadata = as_output(block)
            if self.of:
                metadata["careerstats"] = inner(metadata, "careerstats") | {"bundle": self.of}
            display(data, raw=True, metadata=metadata)
            if isinstance(block, Figure) and block.caption:
                display(_shown_caption(block), raw=True)


Arguments = ParamSpec("Arguments")


def public(section: Callable[Arguments, Blocks]) -> Callable[Arguments, Blocks]:
    """A section that everybody may see; one that does not say so is for the internal audience."""

    @wraps(section)
    def shown(*args: Arguments.args, **named: Arguments.kwargs) -> Blocks:
        made = section(*args, **named)
        made.public = True
        return made

    return shown


def mark_opened(origin: dict[str, str]) -> None:
    """Leave in the output of the cell that runs which note it has opened; nothing where no cell runs.

    ``origin``: fields of ``Meta``.
    """
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    if get_ipython() is not None:
        record = {"kind": ORIGIN} | msgspec.to_builtins(Meta(**origin))
        display({MIME: record, "text/plain": ""}, raw=True)


def _shown_caption(picture: Figure) -> Data:
    """The caption of a picture for JupyterLab, which shows the picture alone; no document prints this block."""
    caption = f"Рисунок: {picture.caption}"
    return {MIME: {"kind": CAPTION}, "text/html": f"<p><i>{html.escape(caption)}</i></p>", "text/plain": caption}


# ---- a notebook's outputs


def as_output(block: Block) -> tuple[Data, Data]:
    """Data and metadata of the notebook output that carries ``block`` (pictures as stock viewers expect)."""
    tags = {key: text for key in ("kind", "label", "caption", "alt") if (text := getattr(block, key, ""))}
    if isinstance(block, Figure):
        png = base64.b64encode(block.png).decode("ascii")
        bare = msgspec.to_builtins(replace(block, png=b"", svg=""))
        data = {MIME: bare, "image/png": png, "image/svg+xml": block.svg, "text/plain": _plain(block)}
        return data, {"careerstats": tags, "image/png": {"alt": block.alt}}
    data = {MIME: msgspec.to_builtins(block), "text/plain": _plain(block), "text/html": _html(block)}
    return data, {"careerstats": tags}


def from_output(output: Data) -> AnyBlock | None:
    """The block that an output of an executed notebook carries; ``None`` if it carries none that is printed.

    Raises msgspec.ValidationError for a block of another shape.
    """
    data = inner(output, "data")
    if MIME not in data or inner(data, MIME).get("kind") in (CAPTION, ORIGIN):
        return None
    block: AnyBlock = msgspec.convert(data[MIME], AnyBlock, dec_hook=_exact_of)
    if isinstance(block, Figure):
        return replace(block, png=base64.b64decode(str(data["image/png"])), svg=str(data["image/svg+xml"]))
    return block


def _exact_of(_: type, counts: Data) -> Exact:
    """Which counts they are, their names say."""
    exact: Exact = msgspec.convert(counts, Count if "count" in counts else Share)
    return exact


def plain(text_runs: Iterable[Run]) -> str:
    """Runs as plain text; a reference becomes its label in brackets."""
    return "".join([run.text or f"[{run.ref}]" for run in text_runs])


def _plain(block: Block) -> str:  # noqa: PLR0911 (a line for each kind)
    """A line or two for viewers that show neither HTML nor our own blocks."""
    match block:
        case Title():
            return f"{block.document}\n{block.subject}"
        case Heading():
            return block.text
        case Paragraph():
            return plain(block.runs)
        case Items():
            return "\n".join(f"– {plain(item)}" for item in block.items)
        case Code():
            return "\n".join(block.lines)
        case Table():
            return f"Таблица: {block.caption} ({len(block.rows)} стр.)"
        case Figure() | Formula():
            return block.alt
        case Signature():
            return f"{block.position}  {block.name}"
        case Letterhead():
            return "\n".join(plain(line) for line in [*block.left, *block.right])
    raise TypeError(block)


def _html(block: Block) -> str:  # noqa: PLR0911 (a line for each kind)
    match block:
        case Title():
            return f"<h1>{html.escape(block.document)}</h1><p><b>{html.escape(block.subject)}</b></p>" + (
                f"<p>{_inline(block.lead)}</p>"
            )
        case Heading():
            tag = f"h{block.level + 1}"
            return f"<{tag}>{html.escape(block.text)}</{tag}>"
        case Paragraph():
            return f"<p>{_inline(block.runs)}</p>"
        case Items():
            tag = "ol" if block.ordered else "ul"
            start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
            return f"<{tag}{start}>{''.join(f'<li>{_inline(item)}</li>' for item in block.items)}</{tag}>"
        case Code():
            return f"<pre>{html.escape(_plain(block))}</pre>"
        case Table():
            return _html_table(block)
    shown = f"$${block.tex}$$" if isinstance(block, Formula) else _plain(block)  # JupyterLab typesets TeX
    return f"<p>{html.escape(shown)}</p>"


def _html_table(block: Table) -> str:
    heads = ((col.align, html.escape(col.title)) for col in block.columns)
    head = "".join(f'<th style="text-align:{align}">{title}</th>' for align, title in heads)
    upper = "".join(f'<th colspan="{count}">{html.escape(over)}</th>' for over, count in storeys(block.columns))
    head = f"{upper}</tr><tr>{head}" if upper else head
    body = "".join(_html_row(line, block.columns) for line in block.rows)
    notes = "".join(f"<p><small>{_inline(note)}</small></p>" for note in block.notes)
    caption = f"<caption>{html.escape(block.caption)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"


def _html_row(line: TableRow, columns: tuple[Column, ...]) -> str:
    if line.kind == "group":
        return f'<tr><td colspan="{len(columns)}" style="text-align:left"><i>{_inline(line.cells[0])}</i></td></tr>'
    cells = zip(line.cells, columns, strict=True)
    return "<tr>" + "".join(f'<td style="text-align:{col.align}">{_inline(cell)}</td>' for cell, col in cells) + "</tr>"


def _inline(text_runs: Runs) -> str:
    return "".join(_inline_run(run) for run in text_runs)


def _inline_run(run: Run) -> str:
    text = html.escape(run.text or "↓")  # numbers are given to tables and figures in documents
    if run.tex:
        return f"${html.escape(run.tex)}$"
    if run.href:
        text = f'<a href="{html.escape(run.href)}">{text}</a>'
    if run.script:
        text = f"<{run.script}>{text}</{run.script}>"
    if run.bold:
        text = f"<b>{text}</b>"
    return f"<i>{text}</i>" if run.italic else text
