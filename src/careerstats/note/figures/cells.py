"""A comparison point -> the tint and the words of its cell, in a heat map and in a map of tiles."""

from matplotlib.axes import Axes

from careerstats import reasons, wording
from careerstats.contracts.values import Point
from careerstats.model import HIDDEN
from careerstats.note.figures import theme
from careerstats.note.figures.look import Entry, Patch
from careerstats.note.figures.parts import WIDTH, has_numbers
from careerstats.note.figures.sheet import key

TINTS = {"above": "#d4e6f5", "below": "#f4c294", "same": "#f4f5f7", "not_comparable": "#ffffff"}
SIGNED = ("above", "below", "not_comparable")
"""Verdicts whose cells have a sign as well: in grey print a cross tells «cannot be compared» from «no difference»."""


def told(row: Point | None) -> tuple[str, str]:
    """What a cell says, and its verdict."""
    if row is None or not has_numbers(row):
        hidden = row is not None and row.status == HIDDEN
        return ("скрыто" if hidden else wording.DASH), "not_comparable"
    return reasons.marked(wording.percent_of(*row.own), row), str(row.verdict)


def legend(axes: Axes, y: float) -> None:
    """What the tints and the signs mean; ``y``: the middle of its first line."""
    entries: list[Entry] = [(theme.VERDICT_WORDS[word], theme.VERDICT[word]) for word in ("above", "below")]
    entries.append((theme.VERDICT_WORDS["same"], Patch({"facecolor": TINTS["same"], "edgecolor": theme.QUIET})))
    entries.append(("нельзя сравнить или нет данных", theme.VERDICT["not_comparable"]))
    key(axes, 1, y, entries, WIDTH)
