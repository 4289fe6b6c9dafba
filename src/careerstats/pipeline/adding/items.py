"""A table and its head -> what of it may be numbers of a variable: columns of one quantity together, sums, rows.

A group is the columns of one quantity: its years, its plan, a share beside it. An item is a group, several of them to
be added up, or the rows of one name.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from careerstats.contracts.numbers import Column
from careerstats.grouping import grouped
from careerstats.intake import cells, units
from careerstats.intake.heads import SEPARATOR, Path
from careerstats.intake.plan_words import is_change, is_fact, is_plan, kind_and_period
from careerstats.intake.rows import is_total
from careerstats.intake.spelled_periods import period_in, periods_named, without_periods
from careerstats.persons import tells_of_person
from careerstats.pipeline.adding.dating import is_alike
from careerstats.pipeline.adding.layouts import LOOKED_AT, Block

SHARE = "доля (проценты)"
_GRADE = re.compile(r"(?:в )?(1[0-2]|[1-9])(?:-?[а-я]{1,2})?\.? ?кл(?:ассы?|ассах|\.)?")
_SAMPLES = 3


@dataclass(frozen=True, eq=False)
class Group:
    """Columns under one heading. ``base``: their path without periods, units, plan and fact; ``counts``: those read.

    ``title``: what dataset.yaml names them by, or ``path`` where a title does not suffice; ``unit``: where they are
    no counts; ``kind``: numbers, shares, words or nothing; ``grade``: where it is the number of one class.
    """

    block: Block
    base: Path
    columns: tuple[int, ...]
    counts: tuple[int, ...]
    kind: str
    unit: str = ""
    grade: str = ""

    @cached_property
    def title(self) -> str:
        parts = self._shortest()
        return SEPARATOR.join(parts) if parts else self.block.head.name(self.counts[0])

    def _shortest(self) -> Path:
        """The shortest end of the path under which just these columns stand."""
        head, full = self.block.head, self.block.head.paths[self.counts[0]]
        ends = [self.base[at:] for at in range(len(self.base) - 1, -1, -1)]
        wholes = [full[at:] for at in range(len(full) - 1, -1, -1)]
        keys = {self.block.key, self.block.school, self.block.name}
        together = [(set(self.columns), ends)] if self._is_parted_below else []
        for wanted, several in (*together, (set(self.counts), ends + wholes)):
            for parts in several:
                if parts and set(head.columns(head.parts(SEPARATOR.join(parts)))) - keys == wanted:
                    return parts
        return ()

    @property
    def _is_parted_below(self) -> bool:
        """Whether shares and plans are told from counts below the common title, where the reader looks for it."""
        others = [self.block.head.paths[column] for column in self.columns if column not in self.counts]
        return all(_is_beside(path[-1]) or units.of_heading(path[-1]) for path in others)

    @property
    def is_told_apart(self) -> bool:
        """Whether a title names it and no other column, nor two of one period."""
        return len(set(self.periods)) == len(self.counts) and bool(self._shortest())

    @property
    def column(self) -> int:
        return self.counts[0]

    @cached_property
    def samples(self) -> tuple[str, ...]:
        return samples(self.block, self.column)

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """Periods that the headings of its columns tell; empty texts where they tell none."""
        return tuple(period_of(self.block.head.paths[column]) for column in self.counts)

    @property
    def words(self) -> Path:
        """What the heading says of the quantity: without «всего»; of a class what stands above it."""
        titles = (
            without_periods(text) for text in self.base if not is_total(text) and not _GRADE.fullmatch(text.casefold())
        )
        kept = tuple(text for text in titles if text and not units.is_only_unit(text))
        return kept or tuple(self.block.head.captions[-1:]) or self.base

    @property
    def period(self) -> str:
        """The only period that its titles name among other words, where no title is a period: «Пробы 2023/24»."""
        named = {
            period for text in self.base for period in periods_named(text) if is_alike(period, self.block.table.period)
        }
        return next(iter(named)) if len(named) == 1 and not any(self.periods) else ""


def samples(block: Block, column: int) -> tuple[str, ...]:
    """What stands first in a column."""
    texts = (_shown(block, row, column) for row in block.data[:LOOKED_AT])
    return tuple([text[:_LONGEST] for text in texts if text and not _is_private(text)][:_SAMPLES])


def _shown(block: Block, row: int, column: int) -> str:
    content = block.table.content(row, column)
    return cells.as_seen(content) if isinstance(content, float) else block.table.text(row, column)


def _is_private(text: str) -> bool:
    """Whether a cell names somebody, or says where to reach them."""
    return tells_of_person(text) or bool(_ADDRESS.search(text))


_LONGEST = 60
_ADDRESS = re.compile(r"@|\+?\d[\d() -]{9,}\d")


def period_of(path: Path) -> str:
    periods = (kind_and_period(text)[1] for text in reversed(path))
    return next(filter(None, periods), "") if len(path) > 1 else ""


def groups_of(block: Block) -> list[Group]:
    """All columns that are no keys, those of one quantity together, from left to right."""
    seen = (column for column in block.columns if column not in block.table.looks.hidden_columns)
    bases = grouped((_base(block.head.paths[column]), column) for column in seen)
    return [_group(block, base, columns) for base, columns in bases.items()]


def _base(path: Path) -> Path:
    """A path without what tells only which of the numbers of one quantity it is."""
    return tuple(text for text in path if not _is_of_one(text)) or path


def _is_of_one(text: str) -> bool:
    """A period, «план», «Факт 2024/25», «чел.»: which number it is, and of which quantity no word."""
    kind, _ = kind_and_period(text)
    return bool(period_in(text)) or not kind or is_fact(kind) or units.is_only_unit(kind) or _is_beside(text)


def _is_beside(text: str) -> bool:
    """«План 2024/25», «+/-»: a number beside the count, and not the count."""
    kind, _ = kind_and_period(text)
    return is_plan(kind) or is_change(kind)


def _group(block: Block, base: Path, columns: list[int]) -> Group:
    paths = block.head.paths
    shares = [column for column in columns if _unit(block, column) == SHARE]
    beside = [column for column in columns if any(map(_is_beside, paths[column]))]
    counts = [column for column in columns if column not in shares and column not in beside] or columns
    filled = [column for column in counts if any(block.table.own(row, column) for row in block.data)]
    counts = filled or counts  # a title is often merged over a column that nobody uses
    rows = block.data[:LOOKED_AT]
    kind = kind_of([block.table.rows[row][column] for row in rows for column in counts if block.table.own(row, column)])
    unit = _unit(block, counts[0])
    match = _GRADE.fullmatch(base[-1].casefold())
    return Group(block, base, tuple(columns), tuple(counts), kind, unit, match[1] if match else "")


def _unit(block: Block, column: int) -> str:
    """What the column counts in, where it is no count: by its headings, what stands above, or its «%» signs."""
    path = block.head.paths[column]
    if own := units.of_path(path):
        return own
    above = next(filter(None, map(units.of_caption, block.head.captions)), "")
    if above and (above in units.MULTIPLES or not units.tells_count(path)):
        return above
    texts = samples(block, column)
    return SHARE if texts and all(re.fullmatch(r"[\d.,]+ ?%", text) for text in texts) else ""


def kind_of(contents: Sequence[object]) -> str:
    """What most of these cells are: counts, parts of one (shares), yes and no, words, nothing."""
    texts = [content for content in contents if cells.without_number(cells.normal_text(content)) is None]
    if not texts:
        return "nothing"
    if _mostly(texts, lambda content: cells.parse(content).count is not None):
        return "numbers"
    if _mostly(texts, lambda content: cells.parse_flag(content).count is not None):
        return "flags"
    return "shares" if _mostly(texts, _is_decimal) else "words"


def _is_decimal(content: object) -> bool:
    return isinstance(content, int | float) or bool(re.fullmatch(r"\d+(?:[.,]\d+)? ?%?", cells.normal_text(content)))


def _mostly(contents: Sequence[object], holds: Callable[[object], bool]) -> bool:
    return sum(bool(holds(content)) for content in contents) * 2 > len(contents)


# ---- what may be numbers of a variable


_PARTS = (
    {"очно", "заочно", "онлайн", "дистанционно", "офлайн", "очный формат", "онлайн-формат", "очная", "дистанционная"},
    {"мальчики", "девочки", "юноши", "девушки"},
    {"город", "село", "городские", "сельские", "городская местность", "сельская местность"},
)
"""Headings that part one number; whether the parts may be added up is asked."""


@dataclass(frozen=True, eq=False)
class Item:
    """Something a variable may stand in. ``key``: of the question; ``where``: its cell; ``words``: of its heading.

    ``groups``: its columns, those of each part where it is a sum; ``kind``: numbers, flags, shares, words, nothing.
    """

    key: str
    where: str
    title: str
    words: Path
    kind: str
    unit: str = ""
    grade: str = ""
    samples: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    part_of: str = ""

    @property
    def is_sum(self) -> bool:
        return len(self.groups) > 1

    @property
    def is_countable(self) -> bool:
        """Whether a count may stand there; of thousands the reader says at the cell that they are none."""
        return self.kind in ("numbers", "flags") and self.unit != SHARE

    @property
    def is_share(self) -> bool:
        return self.unit == SHARE or (self.kind == "shares" and not self.unit)

    @property
    def period(self) -> str:
        """The period that its own title names; empty where it names none."""
        return self.groups[0].period if self.groups else ""

    @cached_property
    def periods(self) -> tuple[str, ...]:
        return self.groups[0].periods if self.groups else ("",)

    def column(self, **fields: str) -> Column:
        """Its entry in dataset.yaml."""
        if self.is_sum:
            return Column(**fields, sum=tuple(group.title for group in self.groups))  # type: ignore[arg-type]
        return Column(**fields)  # type: ignore[arg-type]


def items_of(block: Block) -> list[Item]:
    """What stands in the table, from left to right (from top to bottom of a long one)."""
    if block.kind == "long":
        return list(_rows(block))
    groups = groups_of(block)
    return list(_with_sums(block, [group for group in groups if group.is_told_apart]))


def unnamed(block: Block) -> list[Group]:
    """Columns that no title tells from others."""
    return [] if block.kind == "long" else [group for group in groups_of(block) if not group.is_told_apart]


def _of_group(block: Block, group: Group) -> Item:
    where = block.address(block.head.bottom, group.column)
    key = f"{block.table.sheet}!{where}"
    return Item(key, where, group.title, group.words, group.kind, group.unit, group.grade, group.samples, (group,))


def _with_sums(block: Block, groups: list[Group]) -> Iterable[Item]:
    """Groups as items; parts of one number also as their sum, where the number itself does not stand there."""
    parted: dict[Path, list[Group]] = {}
    for parent, siblings in grouped((group.base[:-1], group) for group in groups).items():
        parts = [group for group in siblings if any(_plain(group.base[-1]) in kind for kind in _PARTS)]
        whole = [
            group
            for group in groups
            if group.base == parent or (group.base[:-1] == parent and is_total(group.base[-1]))
        ]
        if parent and len(parts) > 1 and not whole and all(group.kind == "numbers" for group in parts):
            parted[parent] = parts
    for group in groups:
        parent = group.base[:-1]
        item = _of_group(block, group)
        if parent in parted and group is parted[parent][0]:
            title = f"{SEPARATOR.join(parent)}, всего"
            yield replace(item, key=f"{item.key}+", title=title, words=parent, groups=tuple(parted[parent]))
        inside = any(_plain(group.base[-1]) in kind for kind in _PARTS)
        yield replace(item, part_of=SEPARATOR.join(parent)) if inside and parent else item


def _plain(text: str) -> str:
    return re.sub(r"[^\w-]+", " ", text.casefold()).strip()


def _rows(block: Block) -> Iterable[Item]:
    """The names of a table in which one row = one number."""
    table, name, value = block.table, block.name, block.value
    assert name is not None
    assert value is not None
    named = ((table.text(row, name), row) for row in block.data)
    for text, own in grouped((text, row) for text, row in named if text and not is_total(text)).items():
        where = block.address(own[0], name)
        kind = kind_of([table.rows[row][value] for row in own if table.own(row, value)])
        shown = tuple([sample for row in own if (sample := table.text(row, value))][:3])
        yield Item(f"{table.sheet}!{where}", where, text, (text,), kind, units.of_path([text]), samples=shown)
