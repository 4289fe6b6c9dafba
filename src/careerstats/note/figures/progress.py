"""A weekly bundle -> the courses as pictures: small ones side by side for a region, own ones with the target."""

from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Any

from matplotlib.axes import Axes

from careerstats import wording
from careerstats.blocks import Blocks
from careerstats.note import theme
from careerstats.note.figures.parts import LABEL, WIDTH, label, percent_tick
from careerstats.note.opening import Note
from careerstats.note.weekly_share import share

Row = dict[str, Any]

COLUMNS = 5
TALLEST = 190.0  # mm: a page has room for so much
LINE, AIM, STILL = "#0072b2", "#c8500a", "#5f6b76"


@theme.themed
def region_courses(note: Note) -> Blocks:
    """One small picture per municipality, of the first indicator that anybody's whole is known of."""
    id = next((id for id in note["indicators"] if _drawn(note, id)), "")
    rows = _drawn(note, id)
    if not rows:
        return Blocks()
    lines = ceil(len(rows) / COLUMNS)
    tall = min(24.0, TALLEST / lines)
    figure = theme.canvas(WIDTH, tall * lines + 7)
    top = _top(note, rows, id)
    for at, one in enumerate(rows):
        across, down = at % COLUMNS, at // COLUMNS
        left, upper = 8 + across * (WIDTH - 8) / COLUMNS, tall * (lines - down) + 5
        axes = theme.panel(figure, left, upper - tall + 4, left + (WIDTH - 8) / COLUMNS - 3, upper - 4.5)
        _small(axes, note, one, top, first=across == 0, last=at + COLUMNS >= len(rows))
    goal = f"; пунктир – целевое значение {_percent(note, id)}" if id in note["targets"] else ""
    caption = f"{note.passport(id)['short']} по датам, % ({_days(note)}{goal})"
    told = "; ".join(f"{label(note, one['code'])} – {share(one)}" for one in rows)
    alt = f"Ломаные линии по муниципальным образованиям, последние значения: {told}."
    return theme.finish(figure, "fig-progress", caption, alt)


def _drawn(note: Note, id: str) -> list[Row]:
    """Rows of municipalities that have a share."""
    codes = {one["code"] for one in note["municipalities"]}
    return [one for one in note["rows"] if one["indicator"] == id and one["code"] in codes and _has_share(one)]


def _has_share(one: Row) -> bool:
    return bool(one["whole"]) and max(count for _, count in one["points"]) <= one["whole"]


def _small(axes: Axes, note: Note, one: Row, top: float, *, first: bool, last: bool) -> None:
    color = STILL if one["still_since"] else LINE
    days, values = _course(one)
    axes.plot(days, values, color=color, linewidth=1.2, marker="o", markersize=2.2)
    _aim(axes, note, one["indicator"])
    axes.set_xlim(*_span(note))
    axes.set_ylim(0, top)
    name = theme.shortened(label(note, one["code"]), (WIDTH - 8) / COLUMNS - 3, 6.6)
    axes.set_title(name, loc="left", fontsize=6.6, pad=2)
    percent = share(one).removesuffix(f"{wording.NBSP}%")
    axes.annotate(percent, (days[-1], values[-1]), (0, 3), textcoords="offset points", fontsize=6.3, ha="right")
    axes.tick_params(labelsize=6)
    axes.set_yticks([0, top], [percent_tick(0), percent_tick(top)] if first else ["", ""])
    ends = [_number(day) for day in (note["days"][0], note["days"][-1])]
    axes.set_xticks(ends, [_short(note["days"][0]), _short(note["days"][-1])] if last else ["", ""])


def _course(one: Row) -> tuple[list[int], list[float]]:
    return [_number(day) for day, _ in one["points"]], [100 * count / one["whole"] for _, count in one["points"]]


def _top(note: Note, rows: list[Row], id: str) -> float:
    """Upper end of the scale: a round number above every share and the target."""
    highest = max(100 * count / one["whole"] for one in rows for _, count in one["points"])
    goal = float(Fraction(note["targets"][id]["value"])) if id in note["targets"] else 0.0
    return next(step for step in (1, 2, 5, 10, 20, 25, 40, 50, 75, 100) if step >= min(max(highest, goal) * 1.08, 100))


def _aim(axes: Axes, note: Note, id: str) -> None:
    if id in note["targets"]:
        goal = float(Fraction(note["targets"][id]["value"]))
        axes.axhline(goal, color=AIM, linewidth=0.9, linestyle=(0, (4, 2)))


def _span(note: Note, end: str = "") -> tuple[float, float]:
    """From the first day to the last, with a little room for marks."""
    first, last = _number(note["days"][0]), _number(end or note["days"][-1])
    return first - (last - first) * 0.06, last + (last - first) * 0.06


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _short(day: str) -> str:
    return date.fromisoformat(day).strftime("%d.%m")


def _percent(note: Note, id: str) -> str:
    return f"{percent_tick(float(Fraction(note['targets'][id]['value'])))}{wording.NBSP}%"


def _days(note: Note) -> str:
    return f"с {wording.day(note['days'][0])} по {wording.day(note['days'][-1])}"


# ---- one municipality


@theme.themed
def own_courses(note: Note) -> Blocks:
    """One picture per indicator, up to three: the course, the target and, dotted, where this pace leads."""
    code = note.territory["code"]
    rows = [one for one in note["rows"] if one["code"] == code and _has_share(one)][:3]
    if not rows:
        return Blocks()
    figure = theme.canvas(WIDTH, 58)
    wide = (WIDTH - 4) / len(rows)
    for at, one in enumerate(rows):
        axes = theme.panel(figure, 12 + at * wide, 7, (at + 1) * wide, 48)
        _own(axes, note, one, wide - 12)
    caption = f"Показатели по датам, %, {note.territory['name']} ({_days(note)}{_legend(note, rows)})"
    told = "; ".join(f"{note.passport(one['indicator'])['short']} – {share(one)}" for one in rows)
    return theme.finish(figure, "fig-progress", caption, f"Ломаные линии по датам, последние значения: {told}.")


def _legend(note: Note, rows: list[Row]) -> str:
    targeted = [one for one in rows if one["indicator"] in note["targets"]]
    if not targeted:
        return ""
    dotted = "; точками – при сохранении темпа до срока" if any(_goes_on(one) for one in targeted) else ""
    return f"; пунктир – целевое значение{dotted}"


def _goes_on(one: Row) -> bool:
    return bool(one["remaining"]) and one["pace"] is not None and Fraction(one["pace"]) > 0


def _own(axes: Axes, note: Note, one: Row, wide: float) -> None:
    days, values = _course(one)
    id = one["indicator"]
    axes.plot(days, values, color=LINE, linewidth=1.4, marker="o", markersize=3)
    end = note["days"][-1]
    if id in note["targets"]:
        end = max(end, note["targets"][id]["by"])
        _aim(axes, note, id)
        _ahead(axes, one, _number(end))
    axes.set_xlim(*_span(note, end))
    axes.set_ylim(0, _top(note, [one], id))
    axes.yaxis.set_major_formatter(percent_tick)
    axes.set_title(theme.fitted(note.passport(id)["short"], wide, LABEL + 0.5), loc="left", fontsize=LABEL + 0.5)
    last = share(one).removesuffix(f"{wording.NBSP}%")
    axes.annotate(last, (days[-1], values[-1]), (-2, 4), textcoords="offset points", fontsize=LABEL, ha="right")
    _ticks(axes, [note["days"][0], note["days"][-1], *([end] if end != note["days"][-1] else [])])


def _ahead(axes: Axes, one: Row, end: int) -> None:
    """The course at this pace from the last number to the term, no further than to everybody."""
    if _goes_on(one):
        days, values = _course(one)
        per_day = 100 * float(Fraction(one["pace"])) / 7 / one["whole"]
        last = min(float(end), days[-1] + (100 - values[-1]) / per_day)
        axes.plot(
            [days[-1], last],
            [values[-1], values[-1] + per_day * (last - days[-1])],
            color=LINE,
            linewidth=1.1,
            linestyle=(0, (1, 1.5)),
        )


def _ticks(axes: Axes, days: list[str]) -> None:
    """Dates that do not run into each other."""
    ends = sorted({_number(day): _short(day) for day in days}.items())
    low, high = axes.get_xlim()
    near = [b for a, b in pairwise(ends) if b[0] - a[0] < (high - low) * 0.18]
    shown = [one for one in ends if one not in near]
    axes.set_xticks([at for at, _ in shown], [text for _, text in shown])
    axes.tick_params(labelsize=LABEL)
