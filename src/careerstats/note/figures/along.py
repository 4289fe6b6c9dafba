"""A regional note -> some of its indicators, each a line with every municipality as a mark; low enough for page one."""

from collections import defaultdict
from collections.abc import Sequence

from matplotlib.axes import Axes

from careerstats import wording
from careerstats.blocks import Blocks
from careerstats.contracts.values import Point
from careerstats.note.figures import theme
from careerstats.note.figures.parts import WIDTH, known, level, shares
from careerstats.note.figures.sheet import key, line, marks, sheet, stacked, words
from careerstats.note.figures.theme import Look
from careerstats.note.opening import Note

ROW, SCALE, LEGEND = 8.5, 5.0, 9.0  # mm
LEFT, RIGHT, TEXT = 52.0, WIDTH - 4.0, 7.5
MARK, TALL = 1.6, 6.0  # mm: the width of a mark, how far marks of one place are piled up
FEWEST = 2


def along(note: Note, among: Sequence[str]) -> Blocks:
    """Shares of all municipalities on a common scale, coloured by verdict; a stroke where they are all together."""
    ids = [id for id in among if id in shares(note) and len(known(note, id)) >= FEWEST]
    if not ids:
        return Blocks()
    top = max(100 * point.share for id in ids for point in known(note, id)) or 1.0
    figure, axes = sheet(WIDTH, ROW * len(ids) + SCALE + LEGEND)
    seen = set()
    for at, id in enumerate(ids):
        y = ROW * (at + 0.5)
        words(axes, 0.5, y, theme.fitted(note.passport(id).short, LEFT - 3, TEXT), TEXT, linespacing=1.05)
        line(axes, [LEFT, RIGHT], [y, y], color=theme.GRID, linewidth=0.5, zorder=0)
        seen |= _row(axes, known(note, id), y, top)
        together = LEFT + (RIGHT - LEFT) * level(note, id) / top
        line(axes, [together] * 2, [y - ROW / 2.4, y + ROW / 2.4], color=theme.INK, linewidth=1.4, zorder=4)
    _scale(axes, ROW * len(ids) + 1.5, top)
    entries = theme.verdicts(word for word in theme.VERDICT if word in seen)
    key(axes, 1, ROW * len(ids) + SCALE + 3, [*entries, ("все вместе", {"color": theme.INK, "linewidth": 1.4})], WIDTH)
    caption = f"Муниципальные образования по показателям таблицы 1, {note.year}, %"
    return theme.finish(figure, "fig-along", caption, _alt(note, ids))


def _row(axes: Axes, points: Sequence[Point], y: float, top: float) -> set[str]:
    """Marks of one place are piled up, always in the same order; gives the verdicts there are."""
    spots: dict[str, list[tuple[float, float]]] = defaultdict(list)
    ranked = sorted(points, key=lambda point: (point.share, point.code))
    crowd = stacked([LEFT + (RIGHT - LEFT) * 100 * point.share / top for point in ranked], MARK)
    step = min(MARK, TALL / max(many for *_, many in crowd))
    for point, (x, place, _) in zip(ranked, crowd, strict=True):
        spots[point.verdict].append((x, y + place * step))
    for word, own in spots.items():
        marks(axes, own, 4, **(theme.VERDICT[word] | Look(alpha=0.85, zorder=3)))
    return set(spots)


def _scale(axes: Axes, y: float, top: float) -> None:
    """Round numbers under the lines."""
    step = next(step for step in (1, 2, 5, 10, 20, 25) if top / step <= 6 or step == 25)
    for value in range(0, int(top) + 1, step):
        words(axes, LEFT + (RIGHT - LEFT) * value / top, y, str(value), 7, ha="center", color=theme.QUIET)


def _alt(note: Note, ids: Sequence[str]) -> str:
    parts = []
    for id in ids:
        ranked = sorted(known(note, id), key=lambda point: (100 * point.share, point.code))
        ends = [f"{wording.percent(*own.own)} ({note.municipality(own.code).name})" for own in (ranked[0], ranked[-1])]
        parts.append(f"{note.passport(id).short} – от {ends[0]} до {ends[1]}")
    return f"Точки муниципальных образований на общей шкале. {'; '.join(parts)}."
