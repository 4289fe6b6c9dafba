"""What the appendices tell of the профминимум -> bars of schools, split by the level they reached."""

from typing import Any

from matplotlib.axes import Axes

from careerstats import wording
from careerstats.blocks import Blocks
from careerstats.note.figures import theme
from careerstats.note.figures.parts import WIDTH, brief, year
from careerstats.note.figures.sheet import bar, key, key_lines, row_tall, sheet, words
from careerstats.note.opening import Note

Row = dict[str, Any]

LEFT, WIDE = 50.0, WIDTH - 50.0 - 12  # mm: where the bars begin, and the length of a whole one
PAGE = 60  # rows in one picture
SHADES = ("#c6dcee", "#6aaed6", "#0b559f", "#08306b")
SHORT: dict[str, Any] = {"facecolor": "#f4c294"}  # the lowest level is not reached
UNKNOWN: dict[str, Any] = {"facecolor": "white", "hatch": "////"}


def levels(note: Note, names: list[str]) -> Blocks:
    """Bars of all schools that answered, split by level: own and region, or one per municipality, sixty at once."""
    rows = _rows(note, note["appendices"]["profminimum"])
    if not any(counts["reporters"] for _, counts in rows):
        return Blocks()
    parts = [rows[at : at + PAGE] for at in range(0, len(rows), PAGE)]
    more = [f" (часть {at})" if len(parts) > 1 else "" for at in range(1, len(parts) + 1)]
    labels = ["fig-profminimum", *(f"fig-profminimum-{at}" for at in range(2, len(parts) + 1))]
    return Blocks([block for told in zip(parts, labels, more, strict=True) for block in _part(note, names, told)])


@theme.themed
def _part(note: Note, names: list[str], part: tuple[list[tuple[str, Row]], str, str]) -> Blocks:
    """One picture; ``part``: its rows, its label and what its caption adds."""
    rows, label, more = part
    tall, looks = row_tall(len(rows), 6.5, 185.0, 3.1), _looks(names)
    lines = key_lines([wording.capital(name) for name in names], 1, WIDTH)
    figure, axes = sheet(WIDTH, tall * len(rows) + 5 + 4.2 * lines)
    for at, (name, counts) in enumerate(rows):
        _row(axes, (name, counts), (tall * (at + 0.5) + 1, tall), looks)
    entries = [(wording.capital(one), {"height": 2.6, "edgecolor": theme.QUIET, **looks[one]}) for one in names]
    key(axes, 1, tall * len(rows) + 5, entries, WIDTH)
    caption = (
        f"Каких уровней профминимума достигли школы, {note.territory['name']}, {year(note)} (справа – число школ){more}"
    )
    return theme.finish(figure, label, caption, _alt(rows, names))


def _rows(note: Note, told: Row) -> list[tuple[str, Row]]:
    if "towns" in told:
        return [(note.municipality(code)["name"], own) for code, own in told["towns"].items()]
    return [(note.territory["name"], told["counts"]), (note.region["name"], told["region"])]


def _row(axes: Axes, row: tuple[str, Row], place: tuple[float, float], looks: dict[str, Row]) -> None:
    """Name, bar and number of schools of one place; ``place``: its middle line and its height."""
    (name, counts), (y, tall) = row, place
    points, whole = min(8.0, tall * 1.9), counts["reporters"]
    words(axes, LEFT - 2, y, theme.shortened(brief(name), LEFT - 3, points), points, ha="right")
    if whole:
        _split(axes, counts, place, looks)
    heard = wording.integer(whole) if whole else wording.NO_DATA
    words(axes, LEFT + WIDE + 1.5 if whole else LEFT, y, heard, points, color=theme.QUIET)


def _split(axes: Axes, counts: Row, place: tuple[float, float], looks: dict[str, Row]) -> None:
    """One bar, its parts in the order of the levels."""
    y, tall = place
    start = LEFT
    for name, look in looks.items():
        if length := WIDE * counts[name] / counts["reporters"]:
            edge = theme.QUIET if "hatch" in look else "white"
            bar(axes, start, y, length, tall * 0.72, edgecolor=edge, linewidth=0.5, **look)
            _inside(axes, (start + length / 2, y), counts[name], (length, min(8.0, tall * 1.9)), look)
        start += length


def _inside(axes: Axes, at: tuple[float, float], count: int, sizes: tuple[float, float], face: Row) -> None:
    """The number of schools in its part, where it fits; ``sizes``: length of the part, points of the letters."""
    (length, points), text = sizes, wording.integer(count)
    if length > theme.width_mm([text], points) + 1.5:
        dark = face["facecolor"] in SHADES[2:]
        ground: Row = {"bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.6}} if "hatch" in face else {}
        words(axes, *at, text, points, ha="center", color="white" if dark else theme.INK, **ground)


def _looks(names: list[str]) -> dict[str, Row]:
    plain = [name for name in names if not _other(name)]
    shades = dict(zip(plain, SHADES, strict=False))
    return {name: _other(name) or {"facecolor": shades.get(name, SHADES[-1])} for name in names}


def _other(name: str) -> Row:
    """The look of what is no level: «не достигнут», «уровень не определён»."""
    if "не определ" in name:
        return UNKNOWN
    return SHORT if "не достиг" in name else {}


def _alt(rows: list[tuple[str, Row]], names: list[str]) -> str:
    told = [(name, [f"{one} – {counts[one]}" for one in names if counts[one]]) for name, counts in rows]
    parts = [f"{name}: {', '.join(counts) or wording.NO_DATA}" for name, counts in told]
    return f"Столбцы, разделённые по уровням. {'; '.join(parts)}."
