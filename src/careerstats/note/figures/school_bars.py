"""What the appendices tell of schools -> bars of the self-diagnosis and of the levels of the профминимум reached."""

from matplotlib.axes import Axes

from careerstats import wording
from careerstats.blocks import Blocks
from careerstats.contracts.appendices import NOT_REACHED, UNDECIDED, Attainment, LevelCounts, ProfminimumLevels
from careerstats.note.figures import theme
from careerstats.note.figures.parts import WIDTH, brief
from careerstats.note.figures.sheet import bar, key, key_lines, line, row_tall, sheet, words
from careerstats.note.figures.theme import Entry, Look, Patch
from careerstats.note.opening import Note

# ---- self-diagnosis


@theme.public
def diagnosis(note: Note) -> Blocks:
    """Per direction the reached share of the maximum, the region's beside it and the border of the levels."""
    reached = note.bundle.appendices.self_diagnosis
    rows = [direction for direction in reached.directions if direction.share is not None] if reached else []
    if reached is None or len(rows) < 2:
        return Blocks()
    tall, left = 6.4, 64.0
    wide = WIDTH - left - 14
    figure, axes = sheet(WIDTH, tall * len(rows) + 10)
    borders = [float(band.start) for band in reached.bands if band.start > 0]
    for border in borders:
        x = left + wide * border / 100
        line(axes, [x, x], [0.5, tall * len(rows) + 1], color=theme.INK, linewidth=0.9, linestyle=(0, (4, 2)), zorder=4)
    for at, direction in enumerate(rows):
        y, share = tall * (at + 0.5) + 1, float(direction.share or 0)
        words(axes, left - 2, y, theme.fitted(direction.title, left - 3, 7.5), 7.5, ha="right", linespacing=1.05)
        bar(axes, left, y, wide, 3.6, color="#eef1f4", zorder=1)
        bar(axes, left, y, wide * share / 100, 3.6, color="#6aaed6", zorder=2)
        if direction.region_share is not None:
            x = left + wide * float(direction.region_share) / 100
            line(axes, [x], [y], linestyle="", marker="D", color="#08306b", markersize=4.2, zorder=5)
        words(axes, left + wide + 1.5, y, _percent(direction), 7.5)
    key(axes, 1, tall * len(rows) + 5.5, _diagnosis_key(note, rows, bool(borders)), WIDTH)
    caption = (
        f"По каким направлениям самодиагностики достигнуто больше, {note.territory.name}, {note.year}, % максимума"
    )
    parts = "; ".join(f"{direction.title} – {_percent(direction)}{wording.NBSP}%" for direction in rows)
    return theme.finish(figure, "fig-self-diagnosis", caption, f"Столбчатая диаграмма. {parts}.")


def _diagnosis_key(note: Note, rows: list[Attainment], bordered: bool) -> list[Entry]:
    own = theme.shortened(note.territory.name, 50, 7.5)
    entries: list[Entry] = [(own, Patch({"color": "#6aaed6"}))]
    if any(direction.region_share is not None for direction in rows):
        entries.append((theme.shortened(note.region.name, 40, 7.5), {"marker": "D", "color": "#08306b"}))
    if bordered:
        entries.append(("граница уровней", {"color": theme.INK, "linewidth": 0.9, "linestyle": (0, (4, 2))}))
    return entries


def _percent(direction: Attainment) -> str:
    return wording.NO_DATA if direction.share is None else wording.as_given(direction.share)


# ---- levels of the профминимум


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
        f"Каких уровней профминимума достигли школы, {note.territory.name}, {note.year} (справа – число школ){more}"
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
