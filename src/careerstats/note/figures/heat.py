"""A regional note -> municipalities by indicators, every share with the sign of its verdict."""

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from careerstats import reasons
from careerstats.blocks import Blocks
from careerstats.note.figures import theme
from careerstats.note.figures.cells import SIGNED, TINTS, legend, told
from careerstats.note.figures.look import Look
from careerstats.note.figures.parts import LABEL, WIDTH, has_numbers, known, label, shares, year
from careerstats.note.figures.sheet import marks, row_tall, sheet, words
from careerstats.note.opening import Note

PAGE = 60  # rows in one picture
ROOM, TALLEST, LEAST = 100.0, 4.6, 3.1  # mm
NAMES = 44.0
NARROW = 18.0  # mm: words across such a column would be broken


def heat_indicators(note: Note) -> list[str]:
    """Indicators that at least two municipalities have a share of."""
    return [id for id in shares(note) if len(known(note, id)) > 1]


def heat(note: Note) -> Blocks:
    """As many pictures as the municipalities need, sixty in each, in the order of the table of municipalities."""
    ids = heat_indicators(note)
    codes = [place.code for place in note.bundle.municipalities]
    if not ids or len(codes) < 2:
        return Blocks()
    parts = [codes[at : at + PAGE] for at in range(0, len(codes), PAGE)]
    return Blocks([block for at, part in enumerate(parts, 1) for block in _part(note, ids, part, at)])


@theme.public
def _part(note: Note, ids: list[str], codes: list[str], at: int) -> Blocks:
    wide = (WIDTH - NAMES) / len(ids)
    upright = wide < NARROW
    heads = [_fitted_head(note, id, wide, upright=upright) for id in ids]
    top = 2 + (
        theme.width_mm([line for head in heads for line in head.split("\n")], 6.8) if upright else 2.9 * _lines(heads)
    )
    tall = row_tall(len(codes), TALLEST, ROOM, LEAST)
    figure, axes = sheet(WIDTH, top + tall * len(codes) + 11)
    for place, head in enumerate(heads):
        turned: Look = {"rotation": 90} if upright else {}
        words(
            axes,
            NAMES + wide * (place + 0.5),
            top - 1,
            head,
            6.8,
            **(Look(ha="center", va="bottom", linespacing=1.05) | turned),
        )
    for row, code in enumerate(codes):
        name = theme.shortened(label(note, code), NAMES - 2, LABEL)
        words(axes, NAMES - 1.5, top + tall * (row + 0.5), name, LABEL, ha="right")
    _cells(axes, note, ids, codes, (top, tall, wide))
    legend(axes, top + tall * len(codes) + 4)
    more = f" (часть {at})" if len(note.bundle.municipalities) > PAGE else ""
    caption = f"Какие показатели выше и ниже, чем по остальным муниципальным образованиям, {year(note)}, %{more}"
    caption += reasons.mark_caption(
        (row for id in ids for row in known(note, id) if row.code in codes), note.settings.rules
    )
    return theme.finish(figure, "fig-heat" if at == 1 else f"fig-heat-{at}", caption, _alt(note, ids, codes))


def _fitted_head(note: Note, id: str, wide: float, *, upright: bool) -> str:
    """Lines along a narrow column, else across it."""
    along = int((wide - 1) / 2.9)
    return (
        theme.fitted(_head(note, id), 34, 6.8, max(1, along))
        if upright
        else theme.fitted(_head(note, id), wide - 1.5, 6.8, 5)
    )


def _lines(heads: list[str]) -> int:
    return max(head.count("\n") + 1 for head in heads)


def _head(note: Note, id: str) -> str:
    """The longer name where the short one stands for several indicators: their bases differ."""
    columns = [note.words(other).column for other in heat_indicators(note)]
    name = str(note.words(id).column)
    return name if columns.count(name) == 1 else note.passport(id).short


def _cells(axes: Axes, note: Note, ids: list[str], codes: list[str], sizes: tuple[float, float, float]) -> None:
    """Tints and signs all at once; only the numbers are texts of their own."""
    top, tall, wide = sizes
    boxes, colors = [], []
    spots: dict[str, list[tuple[float, float]]] = {}
    points = min(7.0, tall * 1.75)
    for column, id in enumerate(ids):
        rows = {row.code: row for row in note.bundle.everyone.get(id, [])}
        for line, code in enumerate(codes):
            left, upper = NAMES + wide * column, top + tall * line
            text, verdict = told(rows.get(code))
            corners = [(left + 0.3, upper + 0.15), (left + wide - 0.3, upper + 0.15)]
            boxes.append([*corners, (left + wide - 0.3, upper + tall - 0.15), (left + 0.3, upper + tall - 0.15)])
            colors.append(TINTS[verdict])
            words(axes, left + wide / 2 - 0.5, upper + tall / 2, text, points, ha="center")
            if verdict in SIGNED:
                spots.setdefault(verdict, []).append((left + wide / 2 + 4.6, upper + tall / 2))
    axes.add_collection(PolyCollection(boxes, facecolors=colors, linewidths=0, zorder=0), autolim=False)
    for verdict, places in spots.items():
        marks(axes, places, 3.2, **theme.VERDICT[verdict])


def _alt(note: Note, ids: list[str], codes: list[str]) -> str:
    parts = []
    for id in ids:
        rows = [row for row in note.bundle.everyone.get(id, ()) if row.code in codes]
        above, below = (
            [note.municipality(row.code).name for row in rows if has_numbers(row) and row.verdict == word]
            for word in ("above", "below")
        )
        sides = [f"{word} – {', '.join(names)}" for word, names in (("выше", above), ("ниже", below)) if names]
        parts.append(f"{_head(note, id)}: {'; '.join(sides) or 'отличий больше случайных нет'}")
    return f"Таблица значений с оценками, муниципальных образований – {len(codes)}. {'. '.join(parts)}."
