"""A sheet -> the tables that lie on it: whose numbers they hold, where that is written, where their heads are."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from careerstats.contracts.adding import Left
from careerstats.contracts.numbers import Table as Described
from careerstats.grouping import grouped
from careerstats.intake import cells
from careerstats.intake.books import Sheet
from careerstats.intake.heads import UNIT_TITLE, Head, find_head
from careerstats.intake.rows import are_column_numbers, is_note, is_total
from careerstats.intake.sheets import turned
from careerstats.intake.spelled_periods import period_in
from careerstats.intake.tables import Table, address
from careerstats.model import REPORTED
from careerstats.pipeline.adding.places import Place

LOOKED_AT, WIDEST = 500, 250
"""Rows and columns in which names are sought; what stands beyond is laid as what stands within."""

SCHOOL = re.compile(
    r"\b(?:школ|сош\b|оош\b|нош\b|гимнази|лице[йя]|мбоу|маоу|мкоу|моу\b|гбоу|гкоу|кадетск|интернат|детск\w+ сад|доу\b|"
    r"мбдоу|колледж|техникум|образовательн\w+ организац|учрежден|наименование оо\b|^оо$)",
    re.IGNORECASE,
)
Kind = Literal["rows", "long", "schools", "headings"]


@dataclass(frozen=True, eq=False)
class Block:
    """One table of a sheet, its rows for columns where it lies on its side (``table.turned``).

    ``key``: column of the municipalities (None: the sheet is named by one); ``school``, ``name``, ``value``: columns
    of schools, of names of quantities and of their numbers; ``values``: all columns of their numbers, one for each
    period; ``period``: what ``value`` is headed by then; ``after``, ``cells``: how its place is described.
    """

    table: Table
    head: Head
    kind: Kind
    data: tuple[int, ...]
    key: int | None = None
    school: int | None = None
    name: int | None = None
    value: int | None = None
    values: tuple[int, ...] = ()
    period: str = ""
    after: str = ""
    cells: str = ""
    totals: tuple[str, ...] = ()
    places: int = 0

    @cached_property
    def columns(self) -> list[int]:
        """Columns that hold something and are no key."""
        keys = {self.key, self.school, self.name}
        return [column for column, path in enumerate(self.head.paths) if path and column not in keys]

    def title(self, column: int | None) -> str:
        """The title by which dataset.yaml names a key: its lowest one, or its path where others end so too."""
        if column is None:
            return ""
        path = self.head.paths[column]
        if len(path) > 1 and UNIT_TITLE.fullmatch(path[-1]):
            path = path[:-1]
        return path[-1] if len(self.head.columns(path[-1:])) == 1 else self.head.name(column)

    def address(self, row: int, column: int) -> str:
        return address(column, row) if self.table.turned else address(row, column)


@dataclass
class Sight:
    """A sheet as it is looked at: the tables found, and what is left of it."""

    blocks: list[Block] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def plain_table(place: Place, sheet: Sheet, file: str, *, on_side: bool = False) -> Table:
    """A sheet with no description yet."""
    dataset = place.dataset
    rows, looks = turned(sheet.rows, sheet.looks) if on_side else (sheet.rows, sheet.looks)
    spec = Described(file=file, columns={}, sheet=sheet.name, transposed=on_side)
    return Table(file, spec, dataset.region, dataset.period, rows, place.units, looks, turned=on_side)


def of_sheet(place: Place, sheet: Sheet, file: str) -> Sight:
    """All tables of a sheet that name municipalities, or schools that the register knows."""
    table = plain_table(place, sheet, file)
    names = _names(place, table)
    columns, rows = _most(names, by=1), _most(names, by=0)
    if len(rows[1]) > len(columns[1]) and len(rows[1]) > 1:
        table = plain_table(place, sheet, file, on_side=True)
        names = {(column, row): code for (row, column), code in names.items()}
        columns = rows
    if columns[1]:
        return _blocks(place, table, columns[0], {row for row, column in names if column == columns[0]})
    if (key := _schools(place, table)) is not None:
        return _of_register(place, table, key)
    return Sight(left=[Left(sheet=sheet.name, why="no_names" if table.filled else "nothing")])


def _names(place: Place, table: Table) -> dict[tuple[int, int], str]:
    """Cells that are the name or the code of a municipality, and nothing else."""
    rows = [row for row in table.filled[:LOOKED_AT] if row not in table.looks.hidden_rows]
    return {
        (row, column): code
        for row in rows
        for column, text in enumerate(table.texts(row)[:WIDEST])
        if column not in table.looks.hidden_columns and (code := place.municipality(text))
    }


def _most(names: dict[tuple[int, int], str], *, by: int) -> tuple[int, set[str]]:
    """The column (``by`` 1) or row (0) with most different municipalities; names before codes, then the first."""
    codes = {line: set(own) for line, own in grouped((spot[by], code) for spot, code in names.items()).items()}
    best = max(codes, key=lambda line: (len(codes[line]), -line), default=0)
    return best, codes.get(best, set())


# ---- tables one under another


def _blocks(place: Place, table: Table, key: int, named: set[int]) -> Sight:
    sight, starts = Sight(), [0, *_heads_between(table, key, named)]
    for at, start in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else len(table.rows)
        above = _line_above(table, start) if at else start
        part = replace(table, rows=[row if above <= index < end else [] for index, row in enumerate(table.rows)])
        caption = _caption(table, start) if at else ""
        block = _block(place, part, key, {row for row in named if start <= row < end})
        if isinstance(block, Left):
            sight.left.append(block)
        elif block:
            sight.blocks += _by_period(_placed(block, table, caption, several=at > 0))
    return sight


def _by_period(block: Block) -> list[Block]:
    """A table whose numbers stand in a column for each period, as one table for each of them."""
    paths = block.head.paths
    return [replace(block, value=at, period=period_in(paths[at][-1])) for at in block.values] or [block]


def _heads_between(table: Table, key: int, named: set[int]) -> Iterator[int]:
    """Where another table begins: a row of words in several columns, amid rows of municipalities."""
    first, last = min(named), max(named)
    seen: set[tuple[str, ...]] = {tuple(table.texts(row)) for row in range(first)}
    for row in (row for row in table.filled if first < row < last and row not in named):
        texts = [text for text in table.texts(row) if text]
        words = [text for text in texts if re.search(r"[^\W\d_]{2}|\w класс", text) and not cells.without_number(text)]
        is_head = len(texts) > 1 and len(words) == len(texts) and not is_total(texts[0])
        if is_head and tuple(table.texts(row)) not in seen and not _is_head_row(table, row - 1, named):
            yield row
        seen.add(tuple(table.texts(row)))


def _is_head_row(table: Table, row: int, named: set[int]) -> bool:
    """Whether a row of words in several columns, which a head of several rows goes on from."""
    texts = [text for text in table.texts(row) if text]
    return row not in named and len(texts) > 1 and all(re.search(r"[^\W\d_]{2}", text) for text in texts)


def _line_above(table: Table, start: int) -> int:
    """Where the line above a head stands, if it is a line; else the head."""
    above = [row for row in table.filled if row < start]
    return above[-1] if above and sum(map(bool, table.texts(above[-1]))) == 1 else start


def _caption(table: Table, start: int) -> str:
    """The line above a head, where it is the only one that begins so."""
    texts = [text for text in table.texts(_line_above(table, start)) if text]
    if not is_note(texts):
        return ""
    same = sum(text.startswith(texts[0]) for row in table.filled for text in table.texts(row))
    return texts[0] if same == 1 else ""


def _placed(block: Block, table: Table, caption: str, *, several: bool) -> Block:
    """How a table that is not the first of its sheet is found again."""
    if not several:
        return block
    bottom = max(block.data, default=block.head.bottom)
    right = max(column for column, path in enumerate(block.head.paths) if path)
    cells_ = f"{block.address(block.head.top, 0)}:{block.address(bottom, right)}"
    return replace(block, after=caption) if caption and not table.turned else replace(block, cells=cells_)


# ---- one table


def _block(place: Place, table: Table, key: int, named: set[int]) -> Block | Left | None:
    if not named:
        return None
    head = _head_above(table, key, min(named))
    if head is None:
        return Left(sheet=table.sheet, why="no_heading", cell=_cell(table, max(min(named) - 1, 0), key))
    base = _below(table, head, key)
    return _shaped(place, replace(base, key=key, places=len(_codes(place, base.table, key, named))), named)


def _below(table: Table, head: Head, column: int, *, numbers: bool = False) -> Block:
    """The table under a head, its rows (``numbers``: those with numbers) without totals, named in this column."""
    table = replace(table, head_at=head.bottom)
    data = [row for row in _data(table, head) if not numbers or has_numbers(table, row, column)]
    totals = [row for row in data if _label(table, row, column)]
    rows = tuple(row for row in data if row not in totals)
    return Block(table, head, "rows", rows, totals=_listed(table, totals, column))


def _cell(table: Table, row: int, column: int) -> str:
    return address(column, row) if table.turned else address(row, column)


def _head_above(table: Table, key: int, first: int) -> Head | None:
    """The head whose title of the names stands nearest above the first of them; a zone is alone in its row."""
    for row in range(first - 1, -1, -1):
        text = table.text(row, key)
        if text and row not in table.looks.hidden_rows and not (_is_data(table, row) or UNIT_TITLE.fullmatch(text)):
            merged = table.looks.covered.get((row, key))
            rows = range(merged.top, merged.bottom + 1) if merged else range(row, row + 1)
            own = range(merged.left, merged.right + 1) if merged else range(key, key + 1)
            if any(other for at in rows for column, other in enumerate(table.texts(at)) if column not in own):
                head = find_head(table, [text], ())
                return head if head and head.top <= row <= head.bottom < first else None
    return None


def _is_data(table: Table, row: int) -> bool:
    """Numbers of columns, or a row of numbers that are no years and no classes: the region above its municipalities."""
    counts = [cells.parse(content).count for content in table.rows[row]]
    numbers = [count for count in counts if count is not None]
    return are_column_numbers(table.texts(row)) or any(not (count <= _CLASSES or count in _YEARS) for count in numbers)


_CLASSES, _YEARS = 12, range(1990, 2100)


def _data(table: Table, head: Head) -> list[int]:
    """Rows below a head in which something stands, but for hidden ones and the numbers of columns under it."""
    below = [row for row in table.filled if row > head.bottom and row not in table.looks.hidden_rows]
    numbered = {row for row in below[:_UNDER] if are_column_numbers(table.texts(row))}
    return [row for row in below if row not in numbered]


_UNDER = 3
"""Rows in which numbers of columns stand; those of later pages are no harm here."""


def _label(table: Table, row: int, key: int) -> str:
    """What a row calls itself, where it is a total."""
    first = next(text for text in map(cells.normal_text, table.rows[row]) if text)
    return next((text for text in (table.text(row, key), first) if is_total(text)), "")


def _listed(table: Table, totals: Sequence[int], key: int) -> tuple[str, ...]:
    """The label of the total of all: the only one, or the last, where it is called otherwise than those of zones."""
    labels = [table.text(row, key) for row in totals if is_total(table.text(row, key))]
    return (labels[-1],) if labels and labels.count(labels[-1]) == 1 else ()


def _codes(place: Place, table: Table, key: int, rows: Collection[int]) -> Counter[str]:
    return Counter(code for row in rows if (code := place.municipality(table.own(row, key))))


def _shaped(place: Place, block: Block, named: set[int]) -> Block:
    """What the rows are: municipalities, schools below them or beside them, or quantities."""
    table, key = block.table, block.key
    assert key is not None
    with_numbers = [row for row in block.data if has_numbers(table, row, key)]
    others = [row for row in with_numbers if row not in named]
    below = [row for row in others if not table.own(row, key)]
    again = sum(_codes(place, table, key, named).values()) - block.places
    if below or again:
        return _repeated(place, block, with_numbers)
    if others and len([row for row in named if row not in with_numbers]) * 2 >= len(named):
        return replace(block, kind="headings", school=key, key=None, data=tuple(others))
    return replace(block, data=tuple(row for row in block.data if row in named or row in with_numbers))


def has_numbers(table: Table, row: int, key: int | None) -> bool:
    others = [content for column, content in enumerate(table.rows[row]) if column != key and content not in (None, "")]
    plain = any(isinstance(content, int | float) and cells.parse(content).status == REPORTED for content in others)
    return plain or any(cells.parse(content).status == REPORTED for content in others)


def _repeated(place: Place, block: Block, rows: list[int]) -> Block:
    """Several rows of one municipality: a quantity each, or a school each."""
    table, key = block.table, block.key
    words = {
        column: texts
        for column in range(len(block.head.paths))
        if column != key and (texts := _words(table, rows, column))
    }
    columns = [column for column in words if not any(map(place.municipality, words[column][:20]))]
    schools = [column for column in columns if _are_schools(place, block, column, words[column])]
    if schools:
        return replace(block, kind="schools", school=schools[0], data=tuple(rows))
    for column in columns:
        texts = words[column]
        if len(texts) == len(rows) and len(set(texts)) * 2 <= len(texts):
            numbers = [other for other in block.columns if other != column and _are_numbers(table, rows, other)]
            periods = {period_in(block.head.paths[other][-1]) for other in numbers} - {""}
            dated = tuple(numbers) if len(periods) == len(numbers) > 1 else ()
            if (len(numbers) == 1 or dated) and any(place.meanings.of([text]) for text in set(texts)):
                long = replace(block, kind="long", name=column, values=dated)
                return replace(long, value=numbers[0], data=tuple(rows))
    return replace(block, data=tuple(rows))


def _words(table: Table, rows: Sequence[int], column: int) -> list[str]:
    """Texts of a column of words; nothing where numbers stand in it."""
    texts = [text for row in rows[:LOOKED_AT] if (text := table.own(row, column))]
    return texts if texts and all(re.search(r"[^\W\d_]", text) and not period_in(text) for text in texts) else []


def _are_schools(place: Place, block: Block, column: int, texts: Sequence[str]) -> bool:
    known = sum(bool(SCHOOL.search(text)) or place.school(text) for text in texts)
    titled = any(SCHOOL.search(text) for text in block.head.paths[column])
    return known * 2 > len(texts) or (titled and len(set(texts)) * 2 > len(texts))


def _are_numbers(table: Table, rows: Sequence[int], column: int) -> bool:
    texts = [table.rows[row][column] for row in rows if table.own(row, column)]
    return bool(texts) and sum(cells.parse(text).status == REPORTED for text in texts) * 2 > len(texts)


# ---- schools of the register, without municipalities; sheets that are municipalities


def _schools(place: Place, table: Table) -> int | None:
    """The column in which most cells are organisations of the register."""
    schools: Counter[int] = Counter(
        column
        for row in table.filled[:LOOKED_AT]
        for column, text in enumerate(table.texts(row)[:WIDEST])
        if text and place.school(text)
    )
    return schools.most_common(1)[0][0] if schools else None


def _of_register(place: Place, table: Table, key: int) -> Sight:
    first = next(row for row in table.filled if (text := table.own(row, key)) and place.school(text))
    head = _head_above(table, key, first)
    if head is None:
        return Sight(left=[Left(sheet=table.sheet, why="no_heading", cell=_cell(table, max(first - 1, 0), key))])
    return Sight([replace(_below(table, head, key, numbers=True), kind="schools", school=key)])


def of_named_sheet(place: Place, sheet: Sheet, file: str) -> Block | None:
    """The table of a sheet that is named by its municipality: names of quantities beside numbers, or schools."""
    table = plain_table(place, sheet, file)
    for row in table.filled:
        texts = {column: text for column, text in enumerate(table.texts(row)) if text}
        wordy = [column for column, text in texts.items() if re.search(r"[^\W\d_]{2}", text)]
        numbers = [column for column in texts if cells.parse(table.rows[row][column]).status == REPORTED]
        if not wordy or not numbers or wordy[0] > numbers[-1]:
            continue
        head = _head_above(table, wordy[0], row)
        if head is None:
            return None
        base = _below(table, head, wordy[0], numbers=True)
        own = [base.table.own(at, wordy[0]) for at in base.data]
        if _are_schools(place, base, wordy[0], own):
            return replace(base, kind="schools", school=wordy[0])
        others = (column for column in base.columns if column != wordy[0])
        values = [column for column in others if _are_numbers(base.table, base.data, column)]
        return replace(base, kind="long", name=wordy[0], value=values[0]) if len(values) == 1 else None
    return None
