"""What several pictures share: the width of the text, names beside axes and points, order, ticks."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from careerstats import wording
from careerstats.note import theme
from careerstats.note.opening import Note

Row = dict[str, Any]

WIDTH = 165  # mm: the width of the text
TICK, TITLE = 8.5, 8.5  # points

LABEL = 7.0  # points
NAMES = 58.0  # mm: no column of names is wider

WRAPPED = 4  # lines of a title at most

# Where a name may stand beside its point, in label widths and heights from the point and pixels away from it.
PLACES = (
    (0, -0.5, 7, 0),
    (-1, -0.5, -7, 0),
    (-0.5, 0, 0, 7),
    (-0.5, -1, 0, -7),
    (0, 0, 5, 4),
    (0, -1, 5, -4),
    (-1, 0, -5, 4),
    (-1, -1, -5, -4),
)


def year(note: Note) -> str:
    """«2024/25 учебный год»."""
    return wording.year(note["period"])


def label(note: Note, code: str) -> str:
    """A name short enough to stand beside an axis."""
    name = str(note.municipality(code)["name"])
    return name.replace("муниципальный округ", "м. о.").replace("городской округ", "г. о.")


def axis_names(note: Note, codes: list[str], points: float = TICK) -> tuple[list[str], float]:
    """Names beside an axis, none wider than its column, and the width of that column in millimetres."""
    names = [theme.shortened(label(note, code), NAMES, points) for code in codes]
    return names, max(40.0, theme.width_mm(names, points) + 3)


def shares(note: Note) -> list[str]:
    """Indicators of the note that are printed in per cent."""
    return [id for id in note.settings["indicators"] if note.passport(id)["unit"] == "percent"]


def share_of(row: Row) -> float:
    """Per cent of a comparison point that has numbers."""
    return float(100 * row["numerator"] / row["denominator"])


def known(note: Note, id: str) -> list[Row]:
    """Comparison points of an indicator that have a share."""
    return [row for row in note["everyone"].get(id, []) if has_numbers(row)]


def labels(axes: Axes, note: Note, rows: list[Row], xs: np.ndarray, ys: np.ndarray, *, every: bool = False) -> None:
    """Names beside the points that differ, each at the first free place; a name without one is left out."""
    points = axes.transData.transform(np.column_stack([xs, ys]))
    taken = [Bbox.from_bounds(x - 5, y - 5, 10, 10) for x, y in points]
    taken += [text.get_window_extent() for text in axes.texts]
    frame = axes.get_window_extent()
    for i in sorted(range(len(rows)), key=lambda i: (not rows[i]["stands_out"], -ys[i])):
        if every or rows[i]["verdict"] in ("above", "below"):
            name = theme.shortened(note.municipality(rows[i]["code"])["name"], NAMES, LABEL)
            box = _free_place(points[i], name, taken, frame)
            if box is not None:
                taken.append(box)
                left, middle = axes.transData.inverted().transform((box.x0, (box.y0 + box.y1) / 2))
                axes.text(left, middle, name, fontsize=LABEL, va="center", zorder=4)


def _free_place(point: np.ndarray, name: str, taken: list[Bbox], frame: Bbox) -> Bbox | None:
    width, tall = theme.text_width(name, LABEL) + 3, LABEL * 1.55
    for across, up, dx, dy in PLACES:
        box = Bbox.from_bounds(point[0] + across * width + dx, point[1] + up * tall + dy, width, tall)
        inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 + 4 and frame.y0 <= box.y0 and box.y1 <= frame.y1 + 6
        if inside and not any(box.overlaps(other) for other in taken):
            return box
    return None


def size_words(note: Note, id: str) -> str:
    """What the denominator counts, for the name of an axis."""
    return str(note.passport(id)["whole_title"])


def ordered(note: Note, id: str) -> list[str]:
    """Codes by share, the largest first; those without data at the end."""
    rows = sorted(
        note["everyone"][id],
        key=lambda row: (-(row["numerator"] / row["denominator"]) if has_numbers(row) else 1.0, row["code"]),
    )
    return [row["code"] for row in rows]


def has_numbers(row: Row) -> bool:
    """Whether a comparison point has a share."""
    return row["numerator"] is not None and bool(row["denominator"])


def percent_tick(value: float, _place: Any = None) -> str:
    """«2,5», «−1»: a tick as a Russian reader writes it."""
    return f"{value:g}".replace(".", ",").replace("-", wording.MINUS)


def named_share(note: Note, row: Row) -> str:
    """«46,5 % (г. Белогорск)»."""
    return f"{wording.percent(row['numerator'], row['denominator'])} ({note.municipality(row['code'])['name']})"


def level(note: Note, id: str) -> float:
    """p0: the share of all municipalities together, around which the chance ranges lie."""
    rows = known(note, id)
    return 100 * sum(one["numerator"] for one in rows) / (sum(one["denominator"] for one in rows) or 1)
