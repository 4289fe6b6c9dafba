"""What several pictures share: the width of the text, names beside axes, ticks, the level of all together."""

from collections.abc import Iterable
from typing import Literal

from matplotlib.axes import Axes

from careerstats import reasons, wording
from careerstats.contracts.values import Point
from careerstats.note.figures import theme
from careerstats.note.opening import Note

WIDTH = 165  # mm: the width of the text
TICK = 8.5  # points

LABEL = 7.0  # points
NAMES = 58.0  # mm: no column of names is wider


def beside(axes: Axes, names: list[str], points: float, bold: int = -1) -> None:
    """Names on the left of an axis at 0, 1, 2…: plain texts, since ticks cost ten times as much."""
    axes.yaxis.set_visible(False)
    gap = 1.2 / (axes.get_position().width * WIDTH)
    for at, name in enumerate(names):
        weight = "bold" if at == bold else "normal"
        axes.text(-gap, at, name, fontsize=points, ha="right", va="center", color=theme.INK, fontweight=weight,
                  transform=axes.get_yaxis_transform())  # fmt: skip


def label(note: Note, code: str) -> str:
    """A name short enough to stand beside an axis."""
    return brief(str(note.municipality(code).name))


def brief(name: str) -> str:
    """«Белогорский м. о.»: the kind of a municipality in letters."""
    return name.replace("муниципальный округ", "м. о.").replace("городской округ", "г. о.")


def shares(note: Note) -> list[str]:
    """Indicators of the note that are printed in per cent."""
    return [id for id in note.settings.indicators if note.passport(id).unit == "percent"]


def known(note: Note, id: str) -> list[Point]:
    """Comparison points of an indicator that have a share."""
    return [row for row in note.bundle.everyone.get(id, []) if row.has_share]


def percent_tick(value: float, _place: float = 0) -> str:
    """«2,5», «−1»: a tick as a Russian reader writes it."""
    return f"{value:g}".replace(".", ",").replace("-", wording.MINUS)


def named_share(note: Note, row: Point) -> str:
    """«46,5 % (г. Белогорск)»."""
    return f"{reasons.marked(wording.percent(*row.own), row)} ({note.municipality(row.code).name})"


def measured(axes: Axes, across: Literal["x", "y"]) -> None:
    """Per cent along an axis, with fine lines behind what is drawn."""
    axes.grid(axis=across, color=theme.GRID, linewidth=0.5)
    axes.set_axisbelow(True)
    (axes.xaxis if across == "x" else axes.yaxis).set_major_formatter(percent_tick)


def verdict_key(points: Iterable[Point]) -> list[theme.Entry]:
    """What the marks of verdicts mean, for a legend: «нельзя сравнить» only where such a mark stands."""
    crossed = any(point.verdict == "not_comparable" for point in points)
    return theme.verdicts(("above", "below", "same", *(["not_comparable"] if crossed else [])))


def is_told_in_part(note: Note, id: str) -> bool:
    """Whether a municipality's value is hidden or rounded: of those that are shown no total and no spread is made."""
    return any(row.is_guarded for row in note.bundle.everyone.get(id, ()))


def level(note: Note, id: str) -> float:
    """p0: the share of all municipalities together, around which the chance ranges lie."""
    region = note.bundle.region_values.get(id)
    if is_told_in_part(note, id) and region and region.has_share:
        return 100 * region.own.numerator / region.own.denominator
    part, whole = together(note, id)
    return 100 * part / (whole or 1)


def together(note: Note, id: str) -> tuple[int, int]:
    """Counts of all municipalities that have a share."""
    rows = known(note, id)
    return sum(row.own.numerator for row in rows), sum(row.own.denominator for row in rows)
