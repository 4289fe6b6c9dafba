"""What the appendices tell of the профминимум -> bars of schools, split by the level they reached."""

from matplotlib.axes import Axes

from careerstats import wording
from careerstats.blocks import Blocks
from careerstats.contracts.appendices import NOT_REACHED, UNDECIDED, LevelCounts, ProfminimumLevels
from careerstats.note.figures import theme
from careerstats.note.figures.look import Look, Patch
from careerstats.note.figures.parts import WIDTH, brief, year
from careerstats.note.figures.sheet import bar, key, key_lines, row_tall, sheet, words
from careerstats.note.opening import Note

STANDINGS = {NOT_REACHED: "уровень не достигнут", UNDECIDED: "уровень не определён"}
"""How a school stands that has reached none of the levels, in words."""

LEFT, WIDE = 50.0, WIDTH - 50.0 - 12  # mm: where the bars begin, and the length of a whole one
PAGE = 60  # rows in one picture
SHADES = ("#c6dcee", "#6aaed6", "#0b559f", "#08306b")
SHORT: Look = {"facecolor": "#f4c294"}  # the lowest level is not reached
UNKNOWN: Look = {"facecolor": "white", "hatch": "////"}


Place = tuple[str, LevelCounts]
"""Name of a municipality or region, its schools by level."""


def levels(note: Note, standings: list[str]) -> Blocks:
    """Bars of all schools that answered, split by level: own and region, or one per municipality, sixty at once."""
    schools = note.bundle.appendices.profminimum
    rows = _rows(note, schools) if schools else []
    if not any(counts.reporters for _, counts in rows):
        return Blocks()
    parts = [rows[at : at + PAGE] for at in range(0, len(rows), PAGE)]
    more = [f" (часть {at})" if len(parts) > 1 else "" for at in range(1, len(parts) + 1)]
    labels = ["fig-profminimum", *(f"fig-profminimum-{at}" for at in range(2, len(parts) + 1))]
    return Blocks([block for part in zip(parts, labels, more, strict=True) for block in _part(note, standings, part)])


@theme.public
def _part(note: Note, standings: list[str], part: tuple[list[Place], str, str]) -> Blocks:
    """One picture; ``part``: its rows, its label and what its caption adds."""
    rows, label, more = part
    tall, looks = row_tall(len(rows), 6.5, 185.0, 3.1), _looks(standings)
    lines = key_lines(list(map(_title, standings)), 1, WIDTH)
    figure, axes = sheet(WIDTH, tall * len(rows) + 5 + 4.2 * lines)
    for at, (name, counts) in enumerate(rows):
        _row(axes, (name, counts), (tall * (at + 0.5) + 1, tall), looks)
    entries = [(_title(standing), Patch(Look(edgecolor=theme.QUIET) | looks[standing])) for standing in standings]
    key(axes, 1, tall * len(rows) + 5, entries, WIDTH)
    caption = (
        f"Каких уровней профминимума достигли школы, {note.territory.name}, {year(note)} (справа – число школ){more}"
    )
    return theme.finish(figure, label, caption, _alt(rows, standings))


def _title(standing: str) -> str:
    return wording.capital(STANDINGS.get(standing, standing))


def _rows(note: Note, schools: ProfminimumLevels) -> list[Place]:
    if schools.region is None:
        return [(note.municipality(code).name, own) for code, own in schools.municipalities.items()]
    return [(note.territory.name, schools.counts), (note.region.name, schools.region)]


def _row(axes: Axes, row: Place, place: tuple[float, float], looks: dict[str, Look]) -> None:
    """Name, bar and number of schools of one place; ``place``: its middle line and its height."""
    (name, counts), (y, tall) = row, place
    points, whole = min(8.0, tall * 1.9), counts.reporters
    words(axes, LEFT - 2, y, theme.shortened(brief(name), LEFT - 3, points), points, ha="right")
    if whole:
        _split(axes, counts, place, looks)
    heard = wording.integer(whole) if whole else wording.NO_DATA
    words(axes, LEFT + WIDE + 1.5 if whole else LEFT, y, heard, points, color=theme.QUIET)


def _split(axes: Axes, counts: LevelCounts, place: tuple[float, float], looks: dict[str, Look]) -> None:
    """One bar, its parts in the order of the levels."""
    y, tall = place
    start = LEFT
    for standing, look in looks.items():
        number = counts.standing[standing]
        if length := WIDE * number / counts.reporters:
            edge = theme.QUIET if "hatch" in look else "white"
            bar(axes, start, y, length, tall * 0.72, **(Look(edgecolor=edge, linewidth=0.5) | look))
            _inside(axes, (start + length / 2, y), number, (length, min(8.0, tall * 1.9)), look)
        start += length


def _inside(axes: Axes, at: tuple[float, float], count: int, sizes: tuple[float, float], face: Look) -> None:
    """The number of schools in its part, where it fits; ``sizes``: length of the part, points of the letters."""
    (length, points), text = sizes, wording.integer(count)
    if length > theme.width_mm([text], points) + 1.5:
        dark = face["facecolor"] in SHADES[2:]
        ground: Look = {"bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.6}} if "hatch" in face else {}
        words(axes, *at, text, points, **(Look(ha="center", color="white" if dark else theme.INK) | ground))


def _looks(standings: list[str]) -> dict[str, Look]:
    levels = [standing for standing in standings if standing not in STANDINGS]
    shades = dict(zip(levels, SHADES, strict=False))
    others = {NOT_REACHED: SHORT, UNDECIDED: UNKNOWN}
    return {key: others.get(key) or {"facecolor": shades.get(key, SHADES[-1])} for key in standings}


def _alt(rows: list[Place], standings: list[str]) -> str:
    parts = []
    for name, counts in rows:
        numbers = [f"{STANDINGS.get(key, key)} – {counts.standing[key]}" for key in standings if counts.standing[key]]
        parts.append(f"{name}: {', '.join(numbers) or wording.NO_DATA}")
    return f"Столбцы, разделённые по уровням. {'; '.join(parts)}."
