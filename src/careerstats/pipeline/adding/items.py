"""A table -> what of it may be numbers of a variable: a group of columns, columns to add up, or rows of one name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from careerstats.contracts.numbers import Column
from careerstats.intake import units
from careerstats.intake.heads import SEPARATOR, Path
from careerstats.intake.rows import is_total
from careerstats.pipeline.adding.groups import SHARE, Group, groups_of, kind_of
from careerstats.pipeline.adding.layouts import Block

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
    by_parent: dict[Path, list[Group]] = {}
    for group in groups:
        by_parent.setdefault(group.base[:-1], []).append(group)
    parted: dict[Path, list[Group]] = {}
    for parent, siblings in by_parent.items():
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
    rows: dict[str, list[int]] = {}
    for row in block.data:
        text = table.text(row, name)
        if text and not is_total(text):
            rows.setdefault(text, []).append(row)
    for text, own in rows.items():
        where = block.address(own[0], name)
        kind = kind_of([table.rows[row][value] for row in own if table.own(row, value)])
        shown = tuple([sample for row in own if (sample := table.text(row, value))][:3])
        yield Item(f"{table.sheet}!{where}", where, text, (text,), kind, units.of_path([text]), samples=shown)
