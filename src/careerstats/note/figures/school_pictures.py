"""What the appendices tell of schools -> a strip of schools, bars of the self-diagnosis."""

from collections import Counter

from matplotlib.axes import Axes

from careerstats import wording
from careerstats.blocks import Blocks
from careerstats.contracts.appendices import Attainment, SchoolTable
from careerstats.note.figures import theme
from careerstats.note.figures.look import Entry, Look, Patch
from careerstats.note.figures.parts import LABEL, WIDTH, beside, level, percent_tick, year
from careerstats.note.figures.sheet import bar, foot, key, line, marks, sheet, words
from careerstats.note.opening import Note

ENOUGH = 4  # schools: fewer are read from the table


# ---- schools on a scale


def strip_indicators(note: Note) -> list[int]:
    """Which indicators of the table of schools enough schools have a share of."""
    schools = note.bundle.appendices.schools
    return [at for at in range(len(schools.indicators)) if len(_shares(schools, at)) >= ENOUGH] if schools else []


@theme.public
def strip(note: Note) -> Blocks:
    """A mark per school on the scale of each indicator, without names: how far the schools lie apart."""
    schools, chosen = note.bundle.appendices.schools, strip_indicators(note)
    if schools is None or not chosen:
        return Blocks()
    figure = theme.canvas(WIDTH, 19 * len(chosen) + 13)
    for place, at in enumerate(chosen):
        bottom = 13 + 19 * (len(chosen) - 1 - place)
        axes = theme.panel(figure, 52, bottom + 4, WIDTH - 5, bottom + 18)
        _scale(axes, note, schools.indicators[at])
        spots = _swarm(_shares(schools, at))
        marks(axes, spots, 5, marker="o", color="#0072b2", alpha=0.75, zorder=3)
    _strip_key(foot(figure, WIDTH, 9), note)
    caption = f"Насколько различаются школы, {note.territory.name}, {year(note)}"
    alt = ". ".join(_strip_words(note, schools, at) for at in chosen)
    return theme.finish(figure, "fig-schools", caption, f"Школы на шкале от 0 до 100 процентов. {alt}.")


def _scale(axes: Axes, note: Note, id: str) -> None:
    """From 0 to 100 %, with the own share and the share of all together."""
    axes.axvline(_own(note, id), color=theme.INK, linewidth=1.2, zorder=2)
    axes.axvline(level(note, id), color=theme.QUIET, linewidth=1.0, linestyle=(0, (4, 2)), zorder=1)
    axes.set_ylim(-1.4, 1.4)
    axes.set_xlim(-2, 102)
    axes.xaxis.set_major_formatter(percent_tick)
    axes.tick_params(labelsize=LABEL)
    beside(axes, [theme.fitted(f"{note.passport(id).short},{wording.NBSP}%", 47, 8, 3)], 8)
    axes.grid(axis="x", color=theme.GRID, linewidth=0.5)
    axes.set_axisbelow(True)


def _strip_words(note: Note, schools: SchoolTable, at: int) -> str:
    pairs = sorted(_pairs(schools, at), key=_of)
    least, most = wording.percent_of(*pairs[0]), wording.percent_of(*pairs[-1])
    name = note.passport(schools.indicators[at]).short
    return f"{name}: школ – {len(pairs)}, от {least} до {most}{wording.NBSP}%"


def _strip_key(axes: Axes, note: Note) -> None:
    own = theme.shortened(note.territory.name, 50, 7.5)
    common: Look = {"color": theme.QUIET, "linewidth": 1.0, "linestyle": (0, (4, 2))}
    entries: list[Entry] = [
        ("школа", {"marker": "o", "color": "#0072b2"}),
        (own, {"color": theme.INK, "linewidth": 1.2}),
        ("муниципальные образования в целом", common),
    ]
    key(axes, 1, 3, entries, WIDTH)


def _pairs(schools: SchoolTable, at: int) -> list[tuple[int, int]]:
    counts = [school.shares[at].counts for school in schools.schools]
    return [pair for pair in counts if pair and pair[0] <= pair[1]]


def _of(pair: tuple[int, int]) -> float:
    return pair[0] / pair[1]


def _shares(schools: SchoolTable, at: int) -> list[float]:
    return sorted(100 * k / n for k, n in _pairs(schools, at))


def _swarm(shares: list[float], wide: float = 2.2) -> list[tuple[float, float]]:
    """Marks that would cover each other stand above and below each other, always in the same way."""
    near = Counter(round(share / wide) for share in shares)
    placed: Counter[int] = Counter()
    out = []
    for share in shares:
        column = round(share / wide)
        step = min(0.7, 2.2 / max(near[column], 1))
        out.append((share, (placed[column] - (near[column] - 1) / 2) * step))
        placed[column] += 1
    return out


def _own(note: Note, id: str) -> float:
    own = note.value(id)
    return float(own.value) if own and own.value is not None else float("nan")


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
        f"По каким направлениям самодиагностики достигнуто больше, {note.territory.name}, {year(note)}, % максимума"
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
