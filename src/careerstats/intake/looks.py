"""What a person sees of a sheet and its values do not tell: formats, notes, struck numbers, merged and hidden cells."""

from dataclasses import dataclass, field
from typing import NamedTuple

Place = tuple[int, int]
"""Row and column from 0."""


class Seen(NamedTuple):
    """The text of a cell as it is seen; ``why`` it is no count and what to do about it, both empty where it is one."""

    text: str
    why: str = ""
    advice: str = ""


class Merged(NamedTuple):
    """A range of cells that is one cell to whoever looks at it; borders from 0, both included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def places(self) -> list[Place]:
        return [
            (row, column)
            for row in range(self.top, self.bottom + 1)
            for column in range(self.left, self.right + 1)
        ]  # fmt: skip


@dataclass(frozen=True)
class Looks:
    """``seen``: only cells that look other than their value reads; ``covered``: place → the merged range it lies in."""

    seen: dict[Place, Seen] = field(default_factory=dict)
    covered: dict[Place, Merged] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def turned(self) -> "Looks":
        """The same sheet with its rows for columns."""
        turned = {
            merged: Merged(merged.left, merged.top, merged.right, merged.bottom) for merged in self.covered.values()
        }
        return Looks(
            {(column, row): seen for (row, column), seen in self.seen.items()},
            {(column, row): turned[merged] for (row, column), merged in self.covered.items()},
            self.hidden_columns,
            self.hidden_rows,
        )


PLAIN = Looks()
"""A sheet that looks as it reads, and every text table."""

Marks = dict[Place, str]
FORMULA, PERCENT = "formula", "percent"
"""What its value alone does not tell of a cell; or why it is no count."""

MOST_COVERED = 200_000
"""Cells of merged ranges that are remembered; a sheet with more of them is merged to its end and says nothing by it."""


def covered(ranges: list[Merged], height: int, width: int) -> dict[Place, Merged]:
    """Place → its range, within the rectangle in which something stands."""
    places: dict[Place, Merged] = {}
    for merged in ranges:
        within = Merged(merged.top, merged.left, min(merged.bottom, height - 1), min(merged.right, width - 1))
        size = (within.bottom - within.top + 1) * (within.right - within.left + 1)
        if size > 1 and within.top <= within.bottom and within.left <= within.right:
            if len(places) + size > MOST_COVERED:
                break
            places |= dict.fromkeys(within.places, within)
    return places


_STRUCK = "значение зачёркнуто", "если оно верно, снимите зачёркивание; если нет, удалите его"
_UNSEEN = "значение записано цветом фона: его не видно", "если оно верно, покажите его; если нет, удалите"
_PART_STRUCK = "часть значения зачёркнута", "оставьте в ячейке одно число без зачёркивания"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Run(NamedTuple):
    """A piece of a text in one script: ``position`` super, sub or nothing."""

    text: str
    position: str = ""
    struck: bool = False


def seen_of_runs(runs: list[Run]) -> Seen | None:
    """A text of several scripts as it is seen; None where it looks as it reads."""
    text = "".join(
        run.text.translate(_RAISED if run.position == "super" else _LOWERED if run.position == "sub" else {})
        for run in runs
    )
    if any(run.struck and run.text.strip() for run in runs):
        whole = all(run.struck or not run.text.strip() for run in runs)
        return Seen(text, *(_STRUCK if whole else _PART_STRUCK))
    if text == "".join(run.text for run in runs):
        return None
    why = f"в ячейке «{text}» надстрочный или подстрочный знак: сноска это или часть числа, не видно"
    return Seen(text, why, "оставьте в ячейке одно число, сноску вынесите в примечание")


def marked(seen: Seen | None, text: str, *, unseen: bool, struck: bool) -> Seen | None:
    """A cell, seen so or as ``text``, whose letters have the colour that lies under them or are struck out."""
    if unseen or struck:
        return Seen(seen.text if seen else text, *(_UNSEEN if unseen else _STRUCK))
    return seen
