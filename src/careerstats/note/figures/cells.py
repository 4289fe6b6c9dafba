"""A regional note -> tinted cells with signs: municipalities by indicators, and a map of tiles, one a municipality."""

import re

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from careerstats import reasons, wording
from careerstats.blocks import Blocks
from careerstats.contracts.values import Point
from careerstats.model import HIDDEN
from careerstats.note.figures import theme
from careerstats.note.figures.parts import LABEL, WIDTH, known, label, named_share, shares
from careerstats.note.figures.sheet import key, marks, row_tall, sheet, words
from careerstats.note.figures.theme import Look, Patch
from careerstats.note.opening import Note

TINTS = {"above": "#d4e6f5", "below": "#f4c294", "same": "#f4f5f7", "not_comparable": "#ffffff"}
SIGNED = ("above", "below", "not_comparable")
"""Verdicts whose cells have a sign as well: in grey print a cross tells «cannot be compared» from «no difference»."""


def told(row: Point | None) -> tuple[str, str]:
    """What a cell says, and its verdict."""
    if row is None or not row.has_share:
        hidden = row is not None and row.status == HIDDEN
        return ("скрыто" if hidden else wording.DASH), "not_comparable"
    return reasons.marked(wording.percent_of(*row.own), row), str(row.verdict)


def legend(axes: Axes, y: float) -> None:
    """What the tints and the signs mean; ``y``: the middle of its first line."""
    entries = theme.verdicts(("above", "below"))
    entries.append((theme.VERDICT_WORDS["same"], Patch({"facecolor": TINTS["same"], "edgecolor": theme.QUIET})))
    entries.append(("нельзя сравнить или нет данных", theme.VERDICT["not_comparable"]))
    key(axes, 1, y, entries, WIDTH)


# ---- municipalities by indicators

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
        theme.width_mm([line for head in heads for line in head.split("\n")], 6.8)
        if upright
        else 2.9 * max(head.count("\n") + 1 for head in heads)
    )
    tall = row_tall(len(codes), TALLEST, ROOM, LEAST)
    figure, axes = sheet(WIDTH, top + tall * len(codes) + 11)
    for place, head in enumerate(heads):
        look = Look(ha="center", va="bottom", linespacing=1.05, rotation=90 if upright else 0)
        words(axes, NAMES + wide * (place + 0.5), top - 1, head, 6.8, **look)
    for row, code in enumerate(codes):
        name = theme.shortened(label(note, code), NAMES - 2, LABEL)
        words(axes, NAMES - 1.5, top + tall * (row + 0.5), name, LABEL, ha="right")
    _cells(axes, note, ids, codes, (top, tall, wide))
    legend(axes, top + tall * len(codes) + 4)
    more = f" (часть {at})" if len(note.bundle.municipalities) > PAGE else ""
    caption = f"Какие показатели выше и ниже, чем по остальным муниципальным образованиям, {note.year}, %{more}"
    caption += reasons.mark_caption(
        (row for id in ids for row in known(note, id) if row.code in codes), note.settings.rules
    )
    return theme.finish(figure, "fig-heat" if at == 1 else f"fig-heat-{at}", caption, _heat_alt(note, ids, codes))


def _fitted_head(note: Note, id: str, wide: float, *, upright: bool) -> str:
    """Lines along a narrow column, else across it."""
    along = int((wide - 1) / 2.9)
    width, lines = (34, max(1, along)) if upright else (wide - 1.5, 5)
    return theme.fitted(_head(note, id), width, 6.8, lines)


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


def _heat_alt(note: Note, ids: list[str], codes: list[str]) -> str:
    parts = []
    for id in ids:
        rows = [row for row in note.bundle.everyone.get(id, ()) if row.code in codes]
        above, below = (
            [note.municipality(row.code).name for row in rows if row.has_share and row.verdict == word]
            for word in ("above", "below")
        )
        sides = [f"{word} – {', '.join(names)}" for word, names in (("выше", above), ("ниже", below)) if names]
        parts.append(f"{_head(note, id)}: {'; '.join(sides) or 'отличий больше случайных нет'}")
    return f"Таблица значений с оценками, муниципальных образований – {len(codes)}. {'. '.join(parts)}."


# ---- a map of tiles

Place = tuple[int, int]

LARGEST, GAP = 24.0, 0.5  # mm: the side of a square, the room between two
HIGHEST = 200.0  # mm: a page has room for so much
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
    side = min(LARGEST, WIDTH / columns, HIGHEST / rows)
    figure, axes = sheet(WIDTH, side * rows + 12)
    _squares(axes, note, id, places, side)
    legend(axes, side * rows + 5)
    lost = "; отдельно внизу – без места на схеме" if _lost(note, places) else ""
    caption = f"{wording.capital(note.words(id).share)} на схеме территории, {note.year}, %{lost}"
    caption += reasons.mark_caption(known(note, id), note.settings.rules)
    return theme.finish(figure, f"fig-tiles-{id}", caption, _tiles_alt(note, id))


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
    size = side - GAP
    boxes = [[(x, y), (x + size, y), (x + size, y + size), (x, y + size)] for x, y in corners.values()]
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


def _tiles_alt(note: Note, id: str) -> str:
    parts = []
    for verdict, head in (("above", "Выше остальных"), ("below", "Ниже остальных")):
        rows = [row for row in note.bundle.everyone.get(id, []) if row.has_share and row.verdict == verdict]
        names = [named_share(note, row) for row in rows]
        parts.append(f"{head}: {'; '.join(names) or 'нет'}")
    number = len(note.bundle.municipalities)
    return f"Схема: квадрат на месте каждого муниципального образования, всего {number}. {'. '.join(parts)}."
