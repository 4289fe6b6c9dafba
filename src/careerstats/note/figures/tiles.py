"""A regional note and places in a grid -> a map of tiles: a square per municipality, its share and verdict."""

import re

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from careerstats import reasons, wording
from careerstats.blocks import Blocks
from careerstats.note.figures import theme
from careerstats.note.figures.cells import SIGNED, TINTS, legend, told
from careerstats.note.figures.parts import WIDTH, has_numbers, known, label, named_share, year
from careerstats.note.figures.sheet import marks, sheet, words
from careerstats.note.opening import Note

Place = tuple[int, int]

LARGEST, GAP = 24.0, 0.5  # mm: the side of a square, the room between two
TALLEST = 200.0  # mm: a page has room for so much
KIND = re.compile(
    r"\b(муниципальное образование|муниципальный (округ|район)|городской округ|городское поселение|район|округ"
    r"|м\. о\.|г\. о\.|м\. р-н|г\.|город|рабочий пос[её]лок|пгт|ЗАТО)(?=\s|$|«)"
)


@theme.public
def tiles(note: Note, id: str) -> Blocks:
    """One indicator on the map of tiles; the bundle's ``tiles``: code → (row, column), from 1 at the upper left.

    Nothing without places, or where fewer than two municipalities have a share. A municipality without a place, or
    with one that is taken, stands in a row of its own below: none is lost.
    """
    places = placed(note)
    if not places or len(known(note, id)) < 2:
        return Blocks()
    rows, columns = (1 + max(place[axis] for place in places.values()) for axis in (0, 1))
    side = min(LARGEST, WIDTH / columns, TALLEST / rows)
    figure, axes = sheet(WIDTH, side * rows + 12)
    _squares(axes, note, id, places, side)
    legend(axes, side * rows + 5)
    lost = "; отдельно внизу – без места на схеме" if _lost(note, places) else ""
    caption = f"{wording.capital(note.words(id).share)} на схеме территории, {year(note)}, %{lost}"
    caption += reasons.mark_caption(known(note, id), note.settings.rules)
    return theme.finish(figure, f"fig-tiles-{id}", caption, _alt(note, id))


def placed(note: Note) -> dict[str, Place]:
    """Code -> row and column from 0, empty edges cut off; those without a place of their own in rows below the map."""
    asked = {code: (int(at[0]), int(at[1])) for code, at in (note.bundle.tiles or {}).items()}
    codes = [place.code for place in note.bundle.municipalities]
    first = {place: code for code, place in reversed(asked.items()) if code in codes}
    if not first:
        return {}
    top, left = (min(place[axis] for place in first) for axis in (0, 1))
    tiles = {code: (row - top, column - left) for (row, column), code in first.items()}
    columns = 1 + max(column for _, column in tiles.values())
    below = 2 + max(row for row, _ in tiles.values())
    lost = [code for code in codes if code not in tiles]
    return tiles | {code: (below + at // columns, at % columns) for at, code in enumerate(lost)}


def _lost(note: Note, places: dict[str, Place]) -> bool:
    """Whether a row that no municipality asked for is in use."""
    asked = {code: at[0] for code, at in note.bundle.tiles.items() if code in places}
    top = min(asked.values())
    return any(asked.get(code) is None or asked[code] - top != row for code, (row, _) in places.items())


def _squares(axes: Axes, note: Note, id: str, places: dict[str, Place], side: float) -> None:
    points = {row.code: row for row in note.bundle.everyone.get(id, [])}
    left = (WIDTH - side * (1 + max(column for _, column in places.values()))) / 2
    corners = {code: (left + side * column + GAP / 2, side * row + GAP / 2) for code, (row, column) in places.items()}
    verdicts = {code: told(points.get(code))[1] for code in places}
    boxes = [_box(*corner, side - GAP) for corner in corners.values()]
    tints = [TINTS[verdicts[code]] for code in corners]
    axes.add_collection(
        PolyCollection(boxes, facecolors=tints, edgecolors=theme.GRID, linewidths=0.5, zorder=0), autolim=False
    )
    for code, (x, y) in corners.items():
        _inscribe(axes, _short_name(label(note, code)), told(points.get(code))[0], (x, y, side - GAP))
    for verdict in SIGNED:
        signs = [(x + 0.84 * (side - GAP), y + 0.7 * (side - GAP)) for code, (x, y) in corners.items()
                 if verdicts[code] == verdict]  # fmt: skip
        marks(axes, signs, min(4.5, side * 0.25), **theme.VERDICT[verdict])


def _box(x: float, y: float, side: float) -> list[tuple[float, float]]:
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


def _inscribe(axes: Axes, name: str, number: str, square: tuple[float, float, float]) -> None:
    """The name above, the number below it, both as large as the square lets them be."""
    x, y, side = square
    points = max(4.5, min(7.0, side * 0.42))
    words(axes, x + side / 2, y + 0.3 * side, _in_two(name, side - 0.8, points), points, ha="center", linespacing=1.0)
    size = min(9.0, side * 0.5)
    words(axes, x + (0.42 if number[0].isdecimal() else 0.5) * side, y + 0.72 * side, number, size, ha="center")


def _in_two(name: str, width: float, points: float) -> str:
    """A name on two lines, parted at a space or after a hyphen."""
    parted = theme.fitted(name.replace("-", "- "), width, points)
    return parted.replace("- ", "-")


def _short_name(name: str) -> str:
    """«Белогорск» of «г. Белогорск»: what is the same in most names is left out."""
    bare = re.sub(r"\s+", " ", KIND.sub("", name)).strip(" «»")
    return bare or name


def _alt(note: Note, id: str) -> str:
    parts = []
    for verdict, head in (("above", "Выше остальных"), ("below", "Ниже остальных")):
        rows = [row for row in note.bundle.everyone.get(id, []) if has_numbers(row) and row.verdict == verdict]
        names = [named_share(note, row) for row in rows]
        parts.append(f"{head}: {'; '.join(names) or 'нет'}")
    number = len(note.bundle.municipalities)
    return f"Схема: квадрат на месте каждого муниципального образования, всего {number}. {'. '.join(parts)}."
