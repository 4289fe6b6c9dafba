"""A section -> what its notebook may do with it: look at its blocks, take some out, set others beside, reword them.

``sections.details(note).without("tbl-peers")``. A block is named by its label («tbl-peers»), by its number in
``contents`` or by words that stand in it and in no other.
"""

import operator
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import wraps
from itertools import chain
from typing import TYPE_CHECKING, SupportsIndex, TypeAlias, overload

from msgspec.structs import replace

from careerstats import blocks, wording
from careerstats.asking import explained, worded
from careerstats.blocks import Block, Blocks, Column, Run, Runs, Table, TableRow
from careerstats.contracts.audience import NOTEBOOK
from careerstats.errors import NoteError
from careerstats.note.opening import Note

if TYPE_CHECKING:
    import pandas as pd

Which: TypeAlias = str | SupportsIndex
Number: TypeAlias = str | int | float | None

KINDS = {
    "title": "титул", "heading": "заголовок", "paragraph": "абзац", "list": "список", "table": "таблица",
    "figure": "рисунок", "formula": "формула", "code": "код", "letterhead": "бланк", "signature": "подпись",
    "shown": "вывод ячейки",
}  # fmt: skip
SHORT = 60  # signs of a block in a message
GAP = "…"
NOTHING = "<Раздел {name}: этой справке показать нечего>"
"""For whoever runs a cell by hand; documents leave it out, as any address of an object."""
REFERENCE = "\ufffc"  # one sign for a number that the document gives
_LABEL = re.compile(r"\[([a-z]+-[\w-]+)\]")


class Shown(Block, frozen=True, kw_only=True, tag="shown"):
    """What a cell's author sets among the blocks: a DataFrame, a figure, anything that a notebook shows."""

    what: object


@worded("part")
class Part(Blocks):
    """Blocks of a section; every change gives a new part and leaves this one as it was."""

    name = ""

    # ---- to look at

    @property
    def contents(self) -> "pd.DataFrame":
        """Number, kind, label and words of every block."""
        import pandas as pd

        rows = [(at, KINDS[block.kind], block.label, words(block)) for at, block in enumerate(self)]
        return pd.DataFrame(rows, columns=["номер", "вид", "метка", "слова"]).set_index("номер")

    def has(self, which: Which) -> bool:
        """Whether there is such a block: notes of other municipalities may lack it."""
        return bool(self._places(which))

    def table(self, which: Which = "") -> "pd.DataFrame":
        """A table as a DataFrame under the heads of its columns; the only one where none is named.

        A column of numbers has numbers in it, «1 731 (46,5 %)» and «нет данных» stay text; rows that only head
        others are left out. Raises NoteError where the table is not there.
        """
        import pandas as pd

        table = self._table(which)
        rows = [[blocks.plain(cell) for cell in line.cells] for line in table.rows if line.kind != "group"]
        columns = [_numbers([row[at] for row in rows]) for at in range(len(table.columns))]
        frame = pd.DataFrame(dict(enumerate(columns)))
        frame.columns = pd.Index([column.title for column in table.columns])
        return frame

    @overload
    def __getitem__(self, which: SupportsIndex) -> Block: ...

    @overload
    def __getitem__(self, which: slice) -> list[Block]: ...

    @overload
    def __getitem__(self, which: str) -> "Part": ...

    def __getitem__(self, which: SupportsIndex | slice | str) -> "Block | list[Block] | Part":
        """By number and slice as of any list; by name the part of that block alone, to be looked at."""
        return self.only(which) if isinstance(which, str) else super().__getitem__(which)

    def __add__(self, other: Iterable[Block]) -> "Part":  # type: ignore[override]  # a list takes lists of anything
        """The blocks of two sections, one behind the other; who may see one of them only may not see both."""
        part = self._like([*self, *other])
        part.public = self.public and getattr(other, "public", False)
        return part

    # ---- to change

    def without(self, *which: Which) -> "Part":
        """Without these blocks."""
        places = set(self._named("without", which))
        return self._like(block for at, block in enumerate(self) if at not in places)

    def only(self, *which: Which) -> "Part":
        """These blocks alone, in the order in which they are named."""
        return self._like(self[place] for place in self._named("only", which))

    def after(self, which: Which, *new: object) -> "Part":
        """With ``new`` behind a block: blocks, other parts, DataFrames, figures, whatever a cell may show."""
        return self._with(self._place(which) + 1, self._place(which) + 1, new)

    def before(self, which: Which, *new: object) -> "Part":
        """With ``new`` in front of a block."""
        return self._with(self._place(which), self._place(which), new)

    def replaced(self, which: Which, *new: object) -> "Part":
        """With ``new`` in the place of a block."""
        return self._with(self._place(which), self._place(which) + 1, new)

    def reworded(self, old: str, new: str, *, optional: bool = False) -> "Part":
        """With other words in text, headings, captions and heads of columns; numbers in tables stay as they are.

        «…» in ``old`` is anything, up to the words behind it, and each «…» of ``new`` is what that was: figures that
        differ from note to note are kept. «[tbl-peers]» is the number of that table. Raises NoteError where nothing is
        so worded, unless that is ``optional``.
        """
        change = _rewording(old, new)
        made = self._like(_reworded(block, change) for block in self)
        if list(made) == list(self) and not optional:
            raise NoteError(f"В разделе {self.name} нет слов «{old}». {self._known()}")
        return made

    def without_column(self, head: str, table: Which = "") -> "Part":
        """Without a column of a table."""
        shown = self._table(table)
        at = self._column(shown, head)
        columns = (*shown.columns[:at], *shown.columns[at + 1 :])
        return self._retabled(shown, columns, lambda line: (*line.cells[:at], *line.cells[at + 1 :]))

    def with_column(
        self, head: str, cells: Mapping[str, Number] | Sequence[Number], table: Which = "", *, align: str = "right"
    ) -> "Part":
        """With one more column at the right: cells by the words of a row's first cell, or one for each row.

        Numbers are written as the note writes them, what is not known as «нет данных».
        """
        shown, cells = self._table(table), _by_name(cells)
        given = [blocks.plain(line.cells[0]) for line in shown.rows if line.kind != "group"]
        if not isinstance(cells, Mapping) and len(cells) != len(given):
            raise NoteError(f"Столбцу «{head}» дано значений: {len(cells)}, строк в таблице: {len(given)}.")
        numbers = [cells.get(_spaced(name)) for name in given] if isinstance(cells, Mapping) else list(cells)
        if not any(cell is not None for cell in numbers):
            raise NoteError(f"Столбцу «{head}» не подошло ни одно значение. Строки: {', '.join(given)}.")
        left, columns = map(_written, numbers), (*shown.columns, blocks.column(head, align=align))
        return self._retabled(shown, columns, lambda line: (*line.cells, blocks.runs(next(left))))

    # ---- how

    def _named(self, called: str, which: Sequence[Which]) -> list[int]:
        if not which:
            raise NoteError(f"Не сказано, какие блоки: {called}(…). {self._known()}")
        return [self._place(name) for name in which]

    def _like(self, made: Iterable[Block]) -> "Part":
        part = Part(made)
        part.name, part.of, part.public = self.name, self.of, self.public
        return part

    def _with(self, start: int, end: int, new: Sequence[object]) -> "Part":
        if not new:
            raise NoteError(
                f"Не сказано, что поставить в раздел {self.name}: после метки блока дайте таблицу, рисунок или текст."
            )
        return self._like([*self[:start], *chain.from_iterable(map(_as_blocks, new)), *self[end:]])

    def _retabled(
        self, old: Table, columns: tuple[Column, ...], cells: Callable[[TableRow], tuple[Runs, ...]]
    ) -> "Part":
        """With other columns in a table; rows that only head others stay."""
        rows = tuple(line if line.kind == "group" else replace(line, cells=cells(line)) for line in old.rows)
        new = replace(old, columns=columns, rows=rows)
        return self._like(new if block is old else block for block in self)

    def _table(self, which: Which) -> Table:
        tables = [block for block in self if isinstance(block, Table)]
        chosen = tables if which == "" else [self[self._place(which)]]
        match chosen:
            case [Table() as table]:
                return table
        raise NoteError(f"В разделе {self.name} таблиц: {len(tables)}; назовите одну. {self._known()}")

    def _column(self, table: Table, head: str) -> int:
        heads = [_spaced(column.title) for column in table.columns]
        if heads.count(_spaced(head)) != 1:
            raise NoteError(f"В таблице «{table.caption}» нет столбца «{head}». Есть: {'; '.join(heads)}.")
        return heads.index(_spaced(head))

    def _place(self, which: Which) -> int:
        match self._places(which):
            case [place]:
                return place
            case []:
                raise NoteError(f"В разделе {self.name} нет блока «{which}». {self._known()}")
        raise NoteError(f"В разделе {self.name} «{which}» стоит в нескольких блоках. {self._known()}")

    def _places(self, which: Which) -> list[int]:
        if isinstance(which, SupportsIndex):
            place = operator.index(which)
            return [place] if 0 <= place < len(self) else []
        labelled = [at for at, block in enumerate(self) if block.label and block.label == which]
        if labelled or _LABEL.fullmatch(f"[{which}]"):
            return labelled
        return [at for at, block in enumerate(self) if _spaced(which) in words(block)]

    def _known(self) -> str:
        texts = [f"{at} – {KINDS[block.kind]} {block.label or words(block)[:SHORT]}" for at, block in enumerate(self)]
        return f"Есть: {'; '.join(texts)}." if texts else "Раздел пуст."

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if not self and NOTEBOOK not in os.environ:
            display({"text/plain": NOTHING.format(name=self.name)}, raw=True)
        for block in self:
            if isinstance(block, Shown):
                display(block.what)
            else:
                part = Blocks([block])
                part.of, part.public = self.of, self.public
                part._ipython_display_()


def of_note(section: Callable[..., Blocks]) -> Callable[..., Part]:
    """A section as a notebook calls it: a part that knows its name and of which note it is."""

    @explained(f"sections.{section.__name__}")
    @wraps(section)
    def made(note: Note, *args: object, **named: object) -> Part:
        given = section(note, *args, **named)
        part = Part(given)
        part.name, part.of, part.public = section.__name__, note.hash, given.public
        return part

    return made


def _as_blocks(new: object) -> Iterable[Block]:
    match new:
        case Blocks():
            return new
        case Block():
            return [new]
        case str():
            return [blocks.paragraph(new)]
        case None:
            raise NoteError("Вместо блока раздела не дано ничего. Дайте таблицу, рисунок (plt.gcf()) или текст.")
    return [Shown(what=new)]


# ---- words of a block


def words(block: Block) -> str:  # noqa: PLR0911 (a line for each kind)
    """All that a block says, with plain spaces."""
    match block:
        case blocks.Title():
            return _spaced(f"{block.document} {block.subject} {blocks.plain(block.lead)}".strip())
        case blocks.Heading():
            return _spaced(block.text)
        case blocks.Paragraph():
            return _spaced(blocks.plain(block.runs))
        case blocks.Items():
            return _spaced("; ".join(map(blocks.plain, block.items)))
        case Table() | blocks.Figure():
            return _spaced(block.caption)
        case blocks.Formula():
            return _spaced(block.alt)
        case Shown():
            return type(block.what).__name__
    return block.kind


def _by_name(cells: Mapping[str, Number] | Sequence[Number]) -> Mapping[str, Number] | Sequence[Number]:
    """A Series goes by the names of its rows, unless they are bare numbers in order; names with plain spaces."""
    import pandas as pd

    if isinstance(cells, pd.Series):
        return list(cells) if isinstance(cells.index, pd.RangeIndex) else _by_name(cells.to_dict())
    return {_spaced(name): value for name, value in cells.items()} if isinstance(cells, Mapping) else cells


def _spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


Rewording: TypeAlias = Callable[[Runs], Runs]


def _rewording(old: str, new: str) -> Rewording:
    """Runs → runs: what is between the words that are replaced keeps its numbers, references and boldness."""
    worded = _LABEL.sub(REFERENCE, _spaced(old))
    if not worded.replace(GAP, "").strip():
        raise NoteError(f"Прежние слова «{old}» стоят где угодно: назовите хотя бы одно слово.")
    pattern = re.compile("(.*?)".join(re.escape(piece) for piece in worded.split(GAP)))
    pieces, kept = new.split(GAP), pattern.groups
    if len(pieces) - 1 > kept:
        raise NoteError(f"В новых словах «{new}» многоточий больше, чем в прежних: «{old}». Уберите лишние.")

    def change(text: Runs) -> Runs:
        text_of_runs = _spaced("".join(run.text or REFERENCE for run in text))
        made, done = list[Run](), 0
        for match in pattern.finditer(text_of_runs):
            made += _cut(text, done, match.start())
            for at, piece in enumerate(pieces):
                made += blocks.runs(_with_references(piece))
                made += _cut(text, *match.span(at + 1)) if at < len(pieces) - 1 else []
            done = match.end()
        return (*made, *_cut(text, done, len(text_of_runs)))

    return change


def _with_references(piece: str) -> list[str | Run]:
    """«таблица [tbl-peers]» as text and a reference."""
    parts = _LABEL.split(piece)
    return [blocks.ref(part) if at % 2 else part for at, part in enumerate(parts)]


def _cut(text: Runs, start: int, end: int) -> list[Run]:
    """The part of running text from one sign to another; a reference is one sign."""
    made, at = list[Run](), 0
    for run in text:
        size = len(run.text) or 1
        first, last = max(start - at, 0), min(end - at, size)
        if first < last:
            made.append(run if last - first == size else replace(run, text=run.text[first:last], exact=None))
        at += size
    return made


def _reworded(block: Block, change: Rewording) -> Block:  # noqa: PLR0911 (a line for each kind)
    def text(given: str) -> str:
        return blocks.plain(change((Run(text=given),))) if given else given

    match block:
        case blocks.Title():
            return replace(block, document=text(block.document), subject=text(block.subject), lead=change(block.lead))
        case blocks.Heading():
            return replace(block, text=text(block.text))
        case blocks.Paragraph():
            return replace(block, runs=change(block.runs))
        case blocks.Items():
            return replace(block, items=tuple(map(change, block.items)))
        case blocks.Figure():
            return replace(block, caption=text(block.caption), alt=text(block.alt))
        case Table():
            heads = tuple(replace(column, title=text(column.title)) for column in block.columns)
            notes = tuple(map(change, block.notes))
            return replace(block, caption=text(block.caption), columns=heads, notes=notes)
    return block


# ---- cells of a table


def _written(value: Number) -> str:
    """A number as a note writes it."""
    import pandas as pd

    if isinstance(value, str):
        return value
    if value is None or pd.isna(value):
        return wording.NO_DATA
    whole = float(value).is_integer() and not isinstance(value, float)
    return wording.integer(int(value)) if whole else wording.decimal(Fraction(float(value)))


_NUMBER = re.compile(r"[+−-]?\d[\d ]*(,\d+)?( ?%)?")


def _numbers(cells: Sequence[str]) -> Sequence[str | float | int | None]:
    """Numbers, where all of a column are, but for «–»; one with «нет данных» in it stays as it is printed."""
    plain = [_spaced(cell) for cell in cells]
    known = [cell for cell in plain if cell != wording.DASH]
    if not known or not all(_NUMBER.fullmatch(cell) for cell in known):
        return plain
    kind = float if any("," in cell for cell in known) else int
    bare = (cell.rstrip("% ").replace(" ", "").replace(wording.MINUS, "-").replace(",", ".") for cell in plain)
    return [None if cell == wording.DASH else kind(cell) for cell in bare]
