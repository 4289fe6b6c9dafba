"""What the file of a notebook holds, as nbformat 4 has it; what a notebook of the project's own says of itself."""

from collections.abc import Iterable
from typing import Annotated, Literal, NotRequired, TypeAlias, TypedDict

from careerstats.audiences import INTERNAL
from careerstats.contracts.kinds import Said, Texts, Written, says
from careerstats.contracts.plain import Data

Lines: TypeAlias = str | list[str]
"""The format keeps a long text as one string or as a list of lines."""


def text_of(lines: Iterable[object]) -> str:
    """A text that is kept as one string or as a list of lines."""
    return lines if isinstance(lines, str) else "".join(map(str, lines))


FIRST_WORDS = 40


def first_words(source: Lines) -> str:
    """The first line of a cell that is no option, cut: by it and its number a cell is found."""
    lines = (line.strip() for line in text_of(source).splitlines())
    first = next((line for line in lines if line and not line.startswith("#|")), "")
    return f"{first[:FIRST_WORDS]}…" if len(first) > FIRST_WORDS else first


class Output(TypedDict):
    """What a cell shows, ``data`` by MIME type; ``ename``, ``evalue``: of an error, ``name``, ``text``: of a stream."""

    output_type: str
    data: NotRequired[Data]
    metadata: NotRequired[Data]
    execution_count: NotRequired[int | None]
    name: NotRequired[str]
    text: NotRequired[Lines]
    ename: NotRequired[str]
    evalue: NotRequired[str]
    traceback: NotRequired[list[str]]


class CellMetadata(TypedDict, total=False):
    """``tags``: «parameters», «remove» …"""

    tags: list[str]


class Cell(TypedDict):
    """One cell; ``attachments``: pictures pasted into a text, by their name."""

    cell_type: str
    source: Lines
    metadata: NotRequired[CellMetadata]
    id: NotRequired[str]
    outputs: NotRequired[list[Output]]
    execution_count: NotRequired[int | None]
    attachments: NotRequired[dict[str, dict[str, str]]]


class Notebook(TypedDict):
    """A whole notebook."""

    cells: list[Cell]
    metadata: NotRequired[Data]
    nbformat: NotRequired[int]
    nbformat_minor: NotRequired[int]


Whose = Literal["municipality", "region"]


# ---- a notebook of the project's own


class OwnNotebook(Written, frozen=True, kw_only=True, omit_defaults=True):
    """The line ``#| careerstats: {…}`` in the cell of its parameters."""

    whose: Annotated[Whose, says("о ком: каждое муниципальное образование или регион")] = "municipality"
    formats: Annotated[Texts, says("форматы: html, docx, pdf, xlsx; не названо – все")] = ()
    audience: Annotated[Texts, says("для кого: internal, public")] = (INTERNAL,)
    title: Annotated[Said, says("как называется на странице региона; пусто – по имени файла")] = ""
