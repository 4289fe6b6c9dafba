"""A weekly bundle -> the courses as pictures: small ones side by side for a region, own ones with the target."""

from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Any, NamedTuple

from matplotlib.axes import Axes

from careerstats import wording
from careerstats.blocks import Blocks
from careerstats.note.figures import theme
from careerstats.note.figures.parts import LABEL, WIDTH, label, percent_tick
from careerstats.note.figures.sheet import line, sheet, words
from careerstats.note.opening import Note
from careerstats.note.weekly_share import share

Row = dict[str, Any]

COLUMNS, MANY = 5, 60  # small pictures in a row; more than so many stand closer
TALLEST = 190.0  # mm: a page has room for so much
LINE, AIM, STILL = "#0072b2", "#c8500a", "#5f6b76"
_AIM: dict[str, Any] = {"color": AIM, "linewidth": 0.9, "linestyle": (0, (4, 2))}


@theme.themed
def region_courses(note: Note) -> Blocks:
    """One small picture per municipality, of the first indicator that anybody's whole is known of."""
    id = next((id for id in note["indicators"] if _drawn(note, id)), "")
    rows = _drawn(note, id)
    if not rows:
        return Blocks()
    columns = COLUMNS if len(rows) <= MANY else COLUMNS + 2
    lines = ceil(len(rows) / columns)
    tall, wide = min(24.0, TALLEST / lines), (WIDTH - 8) / columns
    figure, axes = sheet(WIDTH, tall * lines + 5)
    top = _top(note, rows, id)
    for at, one in enumerate(rows):
        across, down = at % columns, at // columns
        frame = Frame(8 + across * wide, tall * down, wide - 3, tall - 8.0, top, _span(note))
        _small(axes, note, one, frame, first=across == 0, last=at + columns >= len(rows))
    goal = f"; пунктир – целевое значение {_percent(note, id)}" if id in note["targets"] else ""
    caption = f"{note.passport(id).short} по датам, % ({_days(note)}{goal})"
    told = "; ".join(f"{label(note, one['code'])} – {share(one)}" for one in rows)
    alt = f"Ломаные линии по муниципальным образованиям, последние значения: {told}."
    return theme.finish(figure, "fig-progress", caption, alt)


class Frame(NamedTuple):
    """Where a small picture stands on the sheet (mm; its name above ``up`` + 4) and what its sides mean."""

    left: float
    up: float
    wide: float
    tall: float
    top: float
    span: tuple[float, float]

    @property
    def floor(self) -> float:
        return self.up + 4 + self.tall

    def x(self, day: float) -> float:
        first, last = self.span
        return self.left + self.wide * (day - first) / ((last - first) or 1)

    def y(self, value: float) -> float:
        return self.floor - self.tall * value / self.top


def _drawn(note: Note, id: str) -> list[Row]:
    """Rows of municipalities that have a share."""
    codes = {one["code"] for one in note["municipalities"]}
    return [one for one in note["rows"] if one["indicator"] == id and one["code"] in codes and _has_share(one)]


def _has_share(one: Row) -> bool:
    return bool(one["whole"]) and max(count for _, count in one["points"]) <= one["whole"]


def _small(axes: Axes, note: Note, one: Row, frame: Frame, *, first: bool, last: bool) -> None:
    """Everything on one sheet: axes of their own would cost ten times as much."""
    days, values = _course(one)
    color = STILL if one["still_since"] else LINE
    _sides(axes, note, frame, first=first, last=last)
    if one["indicator"] in note["targets"]:
        goal = frame.y(float(Fraction(note["targets"][one["indicator"]]["value"])))
        line(axes, [frame.left, frame.left + frame.wide], [goal, goal], **_AIM)
    xs, ys = [frame.x(day) for day in days], [frame.y(value) for value in values]
    line(axes, xs, ys, color=color, linewidth=1.2, marker="o", markersize=2.2)
    words(axes, frame.left, frame.up + 1.4, theme.shortened(label(note, one["code"]), frame.wide, 6.6), 6.6)
    percent = share(one).removesuffix(f"{wording.NBSP}%")
    above = ys[-1] - 1.8 if ys[-1] - 3 > frame.up + 2.4 else ys[-1] + 2.2
    words(axes, xs[-1], above, percent, 6.3, ha="right")


def _sides(axes: Axes, note: Note, frame: Frame, *, first: bool, last: bool) -> None:
    """The two sides of a small picture; numbers at the outer pictures only."""
    corner = ([frame.left, frame.left, frame.left + frame.wide], [frame.up + 4, frame.floor, frame.floor])
    line(axes, *corner, color=theme.QUIET, linewidth=0.6)
    if first:
        words(axes, frame.left - 0.8, frame.floor, percent_tick(0), 6, ha="right")
        words(axes, frame.left - 0.8, frame.up + 4, percent_tick(frame.top), 6, ha="right")
    if last:
        words(axes, frame.left, frame.floor + 1.8, _short(note["days"][0]), 6)
        words(axes, frame.left + frame.wide, frame.floor + 1.8, _short(note["days"][-1]), 6, ha="right")


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
        axes.axhline(goal, **_AIM)


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
    code = note.territory.code
    rows = [one for one in note["rows"] if one["code"] == code and _has_share(one)][:3]
    if not rows:
        return Blocks()
    figure = theme.canvas(WIDTH, 58)
    wide = (WIDTH - 4) / len(rows)
    for at, one in enumerate(rows):
        axes = theme.panel(figure, 12 + at * wide, 7, (at + 1) * wide, 48)
        _own(axes, note, one, wide - 12)
    caption = f"Показатели по датам, %, {note.territory.name} ({_days(note)}{_legend(note, rows)})"
    told = "; ".join(f"{note.passport(one['indicator']).short} – {share(one)}" for one in rows)
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
    axes.set_title(theme.fitted(note.passport(id).short, wide, LABEL + 0.5), loc="left", fontsize=LABEL + 0.5)
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
