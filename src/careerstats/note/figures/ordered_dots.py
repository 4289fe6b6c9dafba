"""A note -> all municipalities in order, with the chance range of each."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from careerstats import wording
from careerstats.blocks import Blocks
from careerstats.model import HIDDEN
from careerstats.note import theme
from careerstats.note.figures.parts import (
    TITLE,
    WIDTH,
    WRAPPED,
    axis_names,
    has_numbers,
    level,
    named_share,
    ordered,
    percent_tick,
)
from careerstats.note.opening import Note

Row = dict[str, Any]


@theme.themed
def dots(note: Note) -> Blocks:
    """All municipalities in order, for each headline indicator: dots, chance ranges, the line of the others."""
    ids = note.settings["headline"]
    order = ordered(note, ids[-1])
    own = note.territory["code"] if note["notebook"] == "municipality" else ""
    names, left = axis_names(note, order)
    edges = np.linspace(left, WIDTH - 3, len(ids) + 1)
    titles = [theme.fitted(_panel_title(note, id), edges[1] - edges[0] - 6, TITLE, WRAPPED) for id in ids]
    height = 18 + 2.95 * len(order) + 3.4 * max(title.count("\n") for title in titles)
    figure = theme.canvas(WIDTH, height)
    for place, id in enumerate(ids):
        top = height - 8 - 3.4 * max(title.count("\n") for title in titles)
        axes = theme.panel(figure, edges[place] + (3 if place else 0), 17, edges[place + 1] - 4, top)
        _dots_panel(axes, note, id, order, own)
        axes.set_title(titles[place], fontsize=TITLE, loc="left", color=theme.INK)
        axes.set_yticks(range(len(order)), names if place == 0 else [""] * len(order))
        _bold_own(axes, order, own)
    _verdict_legend(figure, height)
    return theme.finish(figure, "fig-dots", _caption(note), _dots_alt(note, ids, order, own))


def _dots_panel(axes: Axes, note: Note, id: str, order: list[str], own: str) -> None:
    points = {row["code"]: row for row in note["everyone"][id]}
    for y, code in enumerate(order):
        row = points.get(code)
        if code == own:
            axes.axhspan(y - 0.5, y + 0.5, color="#fff3cf", zorder=0, linewidth=0)
        if row and has_numbers(row):
            _dot(axes, y, row, own == code)
        else:
            why = wording.HIDDEN if row and row.get("status") == HIDDEN else wording.NO_DATA
            axes.text(0, y, why, va="center", fontsize=7, color=theme.QUIET)
    axes.axvline(level(note, id), color=theme.INK, linewidth=0.8, linestyle=(0, (4, 2)), zorder=1)
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.set_xlim(left=0)
    axes.grid(axis="x", color=theme.GRID, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.xaxis.set_major_formatter(percent_tick)


def _dot(axes: Axes, y: int, row: Row, own: bool) -> None:
    n = row["denominator"]
    look = theme.VERDICT[row["verdict"]]
    if row["range_low"] is not None:
        low, high = 100 * row["range_low"] / n, 100 * row["range_high"] / n
        axes.plot([low, high], [y, y], color="#c3cad1", linewidth=4, solid_capstyle="butt", zorder=1.5)
    axes.plot(100 * row["numerator"] / n, y, linestyle="", markersize=6.5 if own else 5, zorder=3, **look)


def _panel_title(note: Note, id: str) -> str:
    short = note.passport(id)["short"]
    return f"{short}, %"


def _bold_own(axes: Axes, order: list[str], own: str) -> None:
    for tick, code in zip(axes.get_yticklabels(), order, strict=True):
        tick.set_fontweight("bold" if code == own else "normal")
        tick.set_fontsize(7.2)


def _verdict_legend(figure: Figure, height: float) -> None:
    from matplotlib.lines import Line2D

    shown = ("above", "below", "same")
    handles: list[Line2D] = [
        Line2D([], [], linestyle="", markersize=5, label=theme.VERDICT_WORDS[word], **theme.VERDICT[word])
        for word in shown
    ]
    handles.append(Line2D([], [], color="#c3cad1", linewidth=4, label="случайный диапазон"))
    handles.append(
        Line2D([], [], color=theme.INK, linewidth=0.8, linestyle=(0, (4, 2)), label="муниципальные образования в целом")
    )
    figure.legend(
        handles=handles, loc="lower center", ncols=3, frameon=False, fontsize=7.5, bbox_to_anchor=(0.5, 0.5 / height),
        handletextpad=0.4, columnspacing=1.6, prop=theme.letters(7.5),
    )  # fmt: skip


def _caption(note: Note) -> str:
    return wording.fill(
        note.settings["captions"]["figure"], {"genitive": note.form("genitive"), "period": note["period"]}
    )


def _dots_alt(note: Note, ids: list[str], order: list[str], own: str) -> str:
    """What the picture shows, in words: ends of the order and the own place in figures."""
    parts = []
    for id in ids:
        reported = (row for row in note["everyone"][id] if has_numbers(row))
        known = sorted(reported, key=lambda row: -row["numerator"] / row["denominator"])
        first, last = known[0], known[-1]
        text = f"{note.words(id)['share']}: от {named_share(note, last)} до {named_share(note, first)}"
        if own and (row := note.point(id, own)) and has_numbers(row):
            text += f", {named_share(note, row)}"
        parts.append(text)
    return f"Точечная диаграмма по {len(order)} муниципальным образованиям. {wording.capital('; '.join(parts))}."
