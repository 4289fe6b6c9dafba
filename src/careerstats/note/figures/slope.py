"""A note -> lines of its indicators from the last period to this one."""

from matplotlib.axes import Axes

from careerstats import reasons, wording
from careerstats.blocks import Blocks
from careerstats.contracts.values import Value
from careerstats.note.figures import theme
from careerstats.note.figures.lettering import face_of
from careerstats.note.figures.parts import WIDTH, shares
from careerstats.note.figures.sheet import key, line, sheet, words
from careerstats.note.figures.theme import Look
from careerstats.note.opening import Note

MOVES: dict[str, Look] = {
    "up": {"color": "#0072b2", "linewidth": 1.6},
    "down": {"color": "#c8500a", "linewidth": 1.6},
    "same": {"color": "#8a949d", "linewidth": 1.1},
}
MOVE_WORDS = {"up": "рост", "down": "снижение", "same": "изменение не больше обычных колебаний"}
SLOPE = (18.0, 62.0)  # mm: where the two years stand


def slope_rows(note: Note) -> list[Value]:
    """Own rows whose change since the last period was judged, in the order of the note; none for a region."""
    mine = shares(note)
    return [row for row in note.judged() if row.change in MOVES and row.previous_denominator and row.indicator in mine]


@theme.public
def slope(note: Note) -> Blocks:
    """A line per indicator from the last period to this one; its name stands at its end."""
    rows = slope_rows(note)
    if len(rows) < 2:
        return Blocks()
    tall = max(40.0, 5.2 * len(rows))
    figure, axes = sheet(WIDTH, tall + 20)
    was = [100 * row.before.numerator / row.before.denominator for row in rows]
    now = [100 * row.share for row in rows]
    low, high = min(was + now), max(was + now)
    scale = (tall - 4) / ((high - low) or 1)
    ys = [[10 + (high - value) * scale for value in side] for side in (was, now)]
    for x, period in zip(SLOPE, (rows[0].previous, rows[0].period), strict=True):
        line(axes, [x, x], [8, tall + 9], color=theme.GRID, linewidth=0.8, zorder=0)
        words(axes, x, 4, period, 8, ha="center", fontweight="bold")
    for row, *pair in zip(rows, *ys, strict=True):
        own = Look(marker="o", markersize=3.5, zorder=3 if row.change != "same" else 2)
        line(axes, SLOPE, pair, **(MOVES[row.change] | own))
    _slope_names(axes, note, rows, ys)
    key(axes, 1, tall + 15, [(MOVE_WORDS[move], MOVES[move]) for move in MOVES], WIDTH)
    fewer = "; состав школ, представивших сведения, менялся" if any(row.of_fewer for row in rows) else ""
    marks = reasons.mark_caption(rows, note.settings.rules)
    caption = f"Что изменилось с прошлого периода, {note.territory.name}, %{fewer}{marks}"
    return theme.finish(figure, "fig-slope", caption, _slope_alt(note, rows))


def _slope_names(axes: Axes, note: Note, rows: list[Value], ys: list[list[float]]) -> None:
    ends = (10.0, max(46.0, 5.2 * len(rows)) + 8)
    left, right = (within(apart(side, 3.3), 3.3, *ends) for side in ys)
    for row, mine, yours, y in zip(rows, left, right, ys[1], strict=True):
        bold = "normal" if row.change == "same" else "bold"
        before = wording.percent_of(*row.before)
        words(axes, SLOPE[0] - 2, mine, before, 7.5, ha="right", color=theme.QUIET)
        value = reasons.marked(wording.percent_of(*row.own), row)
        label = f"{value}  {note.passport(row.indicator).short}"
        name = theme.shortened(label, WIDTH - SLOPE[1] - 9, 7.5, face_of(bold))
        line(axes, [SLOPE[1] + 1.5, SLOPE[1] + 6], [y, yours], color=theme.GRID, linewidth=0.6, zorder=1)
        words(axes, SLOPE[1] + 7, yours, name, 7.5, fontweight=bold)


def apart(places: list[float], least: float) -> list[float]:
    """The same places moved as little as needed so that neighbours are ``least`` apart, order kept.

    Blocks of labels that touch share their middle; ties keep the order given.
    """
    order = sorted(range(len(places)), key=lambda i: (places[i], i))
    blocks: list[list[float]] = []  # [sum of wished starts, number of labels]: a block starts at their mean
    for at in order:
        blocks.append([places[at], 1])
        while len(blocks) > 1 and _start(blocks[-1]) < _start(blocks[-2]) + least * blocks[-2][1]:
            wished, number = blocks.pop()
            before = blocks[-1]
            before[0] += wished - least * before[1] * number
            before[1] += number
    settled = [_start(block) + least * step for block in blocks for step in range(int(block[1]))]
    gaps = [0.0] * len(places)
    for at, place in zip(order, settled, strict=True):
        gaps[at] = place
    return gaps


def within(places: list[float], least: float, low: float, high: float) -> list[float]:
    """Places that are apart already, moved as little as needed to lie between ``low`` and ``high``, order kept."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    kept = list(places)
    for step, at in enumerate(order):
        kept[at] = max(kept[at], low + step * least)
    for step, at in enumerate(reversed(order)):
        kept[at] = min(kept[at], high - step * least)
    return kept


def _start(block: list[float]) -> float:
    return block[0] / block[1]


def _slope_alt(note: Note, rows: list[Value]) -> str:
    courses = [
        f"{note.passport(row.indicator).short}: было "
        f"{wording.percent(*row.before)}, стало "
        f"{reasons.marked(wording.percent(*row.own), row)} ({MOVE_WORDS[row.change]})"
        for row in rows
    ]
    return f"Линии от {rows[0].previous} к {rows[0].period}. {'; '.join(courses)}."
