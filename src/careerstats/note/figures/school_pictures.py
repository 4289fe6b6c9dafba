"""What the appendices tell of schools -> a strip of schools, levels of the профминимум, bars of the self-diagnosis."""

from collections import Counter
from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks
from careerstats.note import theme
from careerstats.note.figures.parts import LABEL, WIDTH, label, level, percent_tick, year
from careerstats.note.figures.sheet import key, key_lines, row_tall, sheet, words
from careerstats.note.opening import Note

Row = dict[str, Any]

ENOUGH = 4  # schools: fewer are read from the table
SHADES = ("#c6dcee", "#6aaed6", "#0b559f", "#08306b")
SHORT: dict[str, Any] = {"facecolor": "#f4c294"}  # the lowest level is not reached
UNKNOWN: dict[str, Any] = {"facecolor": "white", "hatch": "////"}


# ---- schools on a scale


def strip_indicators(note: Note) -> list[int]:
    """Which indicators of the table of schools enough schools have a share of."""
    told = (note.get("appendices") or {}).get("schools")
    if not told or "cells" not in (told["rows"] or [{}])[0]:
        return []
    return [at for at in range(len(told["indicators"])) if len(_shares(told, at)) >= ENOUGH]


@theme.themed
def strip(note: Note) -> Blocks:
    """A mark per school on the scale of each indicator, without names: how far the schools lie apart."""
    chosen = strip_indicators(note)
    if not chosen:
        return Blocks()
    told = note["appendices"]["schools"]
    figure = theme.canvas(WIDTH, 19 * len(chosen) + 13)
    told_words = []
    for place, at in enumerate(chosen):
        id, shares = told["indicators"][at], _shares(told, at)
        bottom = 13 + 19 * (len(chosen) - 1 - place)
        axes = theme.panel(figure, 52, bottom + 4, WIDTH - 5, bottom + 18)
        for share, lift in _swarm(shares):
            axes.plot(share, lift, marker="o", color="#0072b2", markersize=5, alpha=0.75, linestyle="", zorder=3)
        axes.axvline(_own(note, id), color=theme.INK, linewidth=1.2, zorder=2)
        axes.axvline(level(note, id), color=theme.QUIET, linewidth=1.0, linestyle=(0, (4, 2)), zorder=1)
        axes.set_ylim(-1.4, 1.4)
        axes.set_xlim(-2, 102)
        axes.xaxis.set_major_formatter(percent_tick)
        axes.tick_params(labelsize=LABEL)
        axes.set_yticks([0], [theme.fitted(f"{note.passport(id)['short']},{wording.NBSP}%", 47, 8, 3)])
        axes.grid(axis="x", color=theme.GRID, linewidth=0.5)
        axes.set_axisbelow(True)
        least, most = (
            wording.percent_of(*pair) for pair in (min(_pairs(told, at), key=_of), max(_pairs(told, at), key=_of))
        )
        told_words.append(f"{note.passport(id)['short']}: школ – {len(shares)}, от {least} до {most}{wording.NBSP}%")
    legend = theme.panel(figure, 0, 0, WIDTH, 9)
    legend.set_xlim(0, WIDTH)
    legend.set_ylim(9, 0)
    legend.axis("off")
    own = theme.shortened(note.territory["name"], 50, 7.5)
    entries: list[tuple[str, dict[str, Any]]] = [("школа", {"marker": "o", "color": "#0072b2"})]
    entries.append((own, {"color": theme.INK, "linewidth": 1.2}))
    common = {"color": theme.QUIET, "linewidth": 1.0, "linestyle": (0, (4, 2))}
    entries.append(("муниципальные образования в целом", common))
    key(legend, 1, 3, entries, WIDTH)
    caption = f"Насколько различаются школы, {note.territory['name']}, {year(note)}"
    return theme.finish(
        figure, "fig-schools", caption, f"Школы на шкале от 0 до 100 процентов. {'. '.join(told_words)}."
    )


def _pairs(told: Row, at: int) -> list[tuple[int, int]]:
    cells = [one["cells"][at] for one in told["rows"]]
    known = [(cell["numerator"], cell["denominator"]) for cell in cells if cell.get("denominator")]
    return [(k, n) for k, n in known if k <= n]


def _of(pair: tuple[int, int]) -> float:
    return pair[0] / pair[1]


def _shares(told: Row, at: int) -> list[float]:
    return sorted(100 * k / n for k, n in _pairs(told, at))


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
    return float(own["value"]) if own and own["value"] is not None else float("nan")


# ---- levels of the профминимум


@theme.themed
def levels(note: Note, names: list[str]) -> Blocks:
    """Bars of all schools that answered, split by level: one per municipality, or own and region."""
    told = note["appendices"]["profminimum"]
    rows = _level_rows(note, told)
    if not rows or not any(counts["reporters"] for _, counts in rows):
        return Blocks()
    tall = row_tall(len(rows), 6.5, 185.0, 3.1)
    points = min(8.0, tall * 1.9)
    left = 50.0
    wide = WIDTH - left - 12
    looks = _level_looks(names)
    lines = key_lines([wording.capital(name) for name in names], 1, WIDTH)
    figure, axes = sheet(WIDTH, tall * len(rows) + 5 + 4.2 * lines)
    for at, (name, counts) in enumerate(rows):
        y = tall * (at + 0.5) + 1
        words(axes, left - 2, y, theme.shortened(name, left - 3, points), points, ha="right")
        start, whole = left, counts["reporters"]
        for one in names:
            length = wide * counts[one] / whole if whole else 0
            if length:
                axes.barh(
                    y,
                    length,
                    left=start,
                    height=tall * 0.72,
                    edgecolor="white" if "hatch" not in looks[one] else theme.QUIET,
                    linewidth=0.5,
                    **looks[one],
                )
                _inside(axes, (start + length / 2, y), counts[one], length, points=points, face=looks[one])
            start += length
        heard = wording.integer(whole) if whole else wording.NO_DATA
        words(axes, left + wide + 1.5 if whole else left, y, heard, points, color=theme.QUIET)
    key(
        axes,
        1,
        tall * len(rows) + 5,
        [(wording.capital(one), {"height": 2.6, "edgecolor": theme.QUIET, **looks[one]}) for one in names],
        WIDTH,
    )
    caption = f"Каких уровней профминимума достигли школы, {note.territory['name']}, {year(note)} (справа – число школ)"
    parts = [
        f"{name.rstrip('.')}: " + ", ".join(f"{one} – {counts[one]}" for one in names if counts[one])
        for name, counts in rows
    ]
    return theme.finish(figure, "fig-profminimum", caption, f"Столбцы, разделённые по уровням. {'; '.join(parts)}.")


def _level_rows(note: Note, told: Row) -> list[tuple[str, Row]]:
    if "towns" in told:
        return [(label(note, code), own) for code, own in told["towns"].items()]
    return [(note.territory["name"], told["counts"]), (note.region["name"], told["region"])]


def _level_looks(names: list[str]) -> dict[str, dict[str, Any]]:
    plain = [name for name in names if not _other(name)]
    shades = dict(zip(plain, SHADES, strict=False))
    return {name: _other(name) or {"facecolor": shades.get(name, SHADES[-1])} for name in names}


def _other(name: str) -> dict[str, Any]:
    """The look of what is no level: «не достигнут», «уровень не определён»."""
    if "не определ" in name:
        return UNKNOWN
    return SHORT if "не достиг" in name else {}


def _inside(axes: Any, at: tuple[float, float], count: int, length: float, *, points: float, face: Row) -> None:
    """The number of schools in its part, where it fits."""
    text = wording.integer(count)
    if length > theme.width_mm([text], points) + 1.5:
        dark = face["facecolor"] in SHADES[2:]
        look: dict[str, Any] = (
            {"bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.6}} if "hatch" in face else {}
        )
        words(axes, *at, text, points, ha="center", color="white" if dark else theme.INK, **look)


# ---- self-diagnosis


@theme.themed
def diagnosis(note: Note) -> Blocks:
    """Per direction the reached share of the maximum, the region's beside it and the border of the levels."""
    told = note["appendices"]["self_diagnosis"]
    rows = [one for one in told["rows"][:-1] if one["reporters"]]
    if len(rows) < 2:
        return Blocks()
    tall, left = 6.4, 64.0
    wide = WIDTH - left - 14
    figure, axes = sheet(WIDTH, tall * len(rows) + 10)
    borders = [float(start) for start, _ in told["bands"] if float(start) > 0]
    for border in borders:
        x = left + wide * border / 100
        axes.plot([x, x], [0.5, tall * len(rows) + 1], color=theme.INK, linewidth=0.9, linestyle=(0, (4, 2)), zorder=4)
    for at, one in enumerate(rows):
        y, share = tall * (at + 0.5) + 1, _number(one["printed_share"])
        words(axes, left - 2, y, theme.fitted(one["title"], left - 3, 7.5), 7.5, ha="right", linespacing=1.05)
        axes.barh(y, wide, left=left, height=3.6, color="#eef1f4", zorder=1, linewidth=0)
        axes.barh(y, wide * share / 100, left=left, height=3.6, color="#6aaed6", zorder=2, linewidth=0)
        if one.get("region_share"):
            x = left + wide * _number(one["region_share"]) / 100
            axes.plot(x, y, marker="D", color="#08306b", markersize=4.2, zorder=5)
        words(axes, left + wide + 1.5, y, one["printed_share"], 7.5)
    key(axes, 1, tall * len(rows) + 5.5, _diagnosis_key(note, rows, bool(borders)), WIDTH)
    caption = (
        f"По каким направлениям самодиагностики достигнуто больше, {note.territory['name']}, {year(note)}, % максимума"
    )
    parts = "; ".join(f"{one['title']} – {one['printed_share']}{wording.NBSP}%" for one in rows)
    return theme.finish(figure, "fig-self-diagnosis", caption, f"Столбчатая диаграмма. {parts}.")


def _diagnosis_key(note: Note, rows: list[Row], bordered: bool) -> list[tuple[str, dict[str, Any]]]:
    own = theme.shortened(note.territory["name"], 50, 7.5)
    entries: list[tuple[str, dict[str, Any]]] = [(own, {"height": 2.6, "color": "#6aaed6"})]
    if any(one.get("region_share") for one in rows):
        entries.append((theme.shortened(note.region["name"], 40, 7.5), {"marker": "D", "color": "#08306b"}))
    if bordered:
        entries.append(("граница уровней", {"color": theme.INK, "linewidth": 0.9, "linestyle": (0, (4, 2))}))
    return entries


def _number(printed: str) -> float:
    return float(printed.replace(",", "."))
