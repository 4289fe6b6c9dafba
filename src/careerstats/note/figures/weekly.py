"""A weekly bundle -> the courses as pictures: small ones side by side for a region, own ones with the target."""

from datetime import date
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from matplotlib.axes import Axes

from careerstats import wording
from careerstats.blocks import Blocks
from careerstats.contracts.weekly import Course
from careerstats.note.figures import theme
from careerstats.note.figures.parts import LABEL, WIDTH, label, percent_tick
from careerstats.note.figures.sheet import line, sheet, words
from careerstats.note.figures.theme import Look
from careerstats.note.opening import Note

COLUMNS, MANY = 5, 60  # small pictures in a row; more than so many stand closer
TALLEST = 190.0  # mm: a page has room for so much
LINE, AIM, STILL = "#0072b2", "#c8500a", "#5f6b76"
_AIM: Look = {"color": AIM, "linewidth": 0.9, "linestyle": (0, (4, 2))}


def share(course: Course) -> str:
    """«27,9 %», as pictures and texts print it: never as a target not met; empty where it cannot be a share."""
    whole = course.whole
    return wording.percent(course.count, whole, _digits(course, whole)) if whole and course.count <= whole else ""


def _digits(course: Course, whole: int) -> int:
    """One decimal; more where it would print the target that is not met."""
    target = course.target
    if not course.remaining or target is None:
        return 1
    exact = wording.exact_share(course.count, whole)
    below = (digits for digits in range(1, 6) if wording.tenths(exact, digits) < wording.tenths(target, digits))
    return next(below, 6)


# ---- a region


@theme.themed
def region_courses(note: Note) -> Blocks:
    """One small picture per municipality, of the first indicator that anybody's whole is known of."""
    id = next((id for id in note.weekly.indicators if _drawn(note, id)), "")
    courses = _drawn(note, id)
    if not courses:
        return Blocks()
    columns = COLUMNS if len(courses) <= MANY else COLUMNS + 2
    lines = ceil(len(courses) / columns)
    tall, wide = min(24.0, TALLEST / lines), (WIDTH - 8) / columns
    figure, axes = sheet(WIDTH, tall * lines + 5)
    top = _top(note, courses, id)
    for at, course in enumerate(courses):
        across, down = at % columns, at // columns
        frame = Frame(8 + across * wide, tall * down, wide - 3, tall - 8.0, top, _span(note))
        _small(axes, note, course, frame, first=across == 0, last=at + columns >= len(courses))
    goal = _goal(note, id)
    dashed = "" if goal is None else f"; пунктир – целевое значение {percent_tick(goal)}{wording.NBSP}%"
    caption = f"{note.passport(id).short} по датам, % ({_days(note)}{dashed})"
    shares = "; ".join(f"{label(note, course.code)} – {share(course)}" for course in courses)
    alt = f"Ломаные линии по муниципальным образованиям, последние значения: {shares}."
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


def _drawn(note: Note, id: str) -> list[Course]:
    """Courses of municipalities that have a share."""
    codes = {place.code for place in note.bundle.municipalities}
    return [
        course
        for course in note.weekly.courses
        if course.indicator == id and course.code in codes and _has_share(course)
    ]


def _has_share(course: Course) -> bool:
    whole = course.whole or 0
    return whole > 0 and max(snapshot.number for snapshot in course.snapshots) <= whole


def _small(axes: Axes, note: Note, course: Course, frame: Frame, *, first: bool, last: bool) -> None:
    """Everything on one sheet: axes of their own would cost ten times as much."""
    days, values = _course(course)
    color = STILL if course.still_since else LINE
    _sides(axes, note, frame, first=first, last=last)
    if (goal := _goal(note, course.indicator)) is not None:
        line(axes, [frame.left, frame.left + frame.wide], [frame.y(goal)] * 2, **_AIM)
    xs, ys = [frame.x(day) for day in days], [frame.y(value) for value in values]
    line(axes, xs, ys, color=color, linewidth=1.2, marker="o", markersize=2.2)
    words(axes, frame.left, frame.up + 1.4, theme.shortened(label(note, course.code), frame.wide, 6.6), 6.6)
    percent = share(course).removesuffix(f"{wording.NBSP}%")
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
        words(axes, frame.left, frame.floor + 1.8, short(note.weekly.days[0]), 6)
        words(axes, frame.left + frame.wide, frame.floor + 1.8, short(note.weekly.last), 6, ha="right")


def _course(course: Course) -> tuple[list[int], list[float]]:
    whole = course.whole or 1  # only courses that have a share are drawn
    days = [snapshot.day.toordinal() for snapshot in course.snapshots]
    return days, [100 * snapshot.number / whole for snapshot in course.snapshots]


def _top(note: Note, courses: list[Course], id: str) -> float:
    """Upper end of the scale: a round number above every share and the target."""
    highest = max(_goal(note, id) or 0.0, *(value for course in courses for value in _course(course)[1]))
    return next(step for step in (1, 2, 5, 10, 20, 25, 40, 50, 75, 100) if step >= min(highest * 1.08, 100))


def _goal(note: Note, id: str) -> float | None:
    """The target in per cent, where there is one."""
    target = note.weekly.targets.get(id)
    return float(target.value) if target else None


def _span(note: Note, end: date | None = None) -> tuple[float, float]:
    """From the first day to the last, with a little room for marks."""
    first, last = note.weekly.days[0].toordinal(), (end or note.weekly.last).toordinal()
    return first - (last - first) * 0.06, last + (last - first) * 0.06


def short(day: date) -> str:
    """«31.05»."""
    return f"{day:%d.%m}"


def _days(note: Note) -> str:
    return f"с {wording.day(note.weekly.days[0])} по {wording.day(note.weekly.last)}"


# ---- one municipality


@theme.themed
def own_courses(note: Note) -> Blocks:
    """One picture per indicator, up to three: the course, the target and, dotted, where this pace leads."""
    code = note.territory.code
    courses = [course for course in note.weekly.courses if course.code == code and _has_share(course)][:3]
    if not courses:
        return Blocks()
    figure = theme.canvas(WIDTH, 58)
    wide = (WIDTH - 4) / len(courses)
    for at, course in enumerate(courses):
        axes = theme.panel(figure, 12 + at * wide, 7, (at + 1) * wide, 48)
        _own(axes, note, course, wide - 12)
    caption = f"По датам, % ({_days(note)}{_legend(note, courses)})"
    shares = "; ".join(f"{note.passport(course.indicator).short} – {share(course)}" for course in courses)
    return theme.finish(figure, "fig-progress", caption, f"Ломаные линии по датам, последние значения: {shares}.")


def _legend(note: Note, courses: list[Course]) -> str:
    targeted = [course for course in courses if course.indicator in note.weekly.targets]
    if not targeted:
        return ""
    dotted = "; точками – при сохранении темпа до срока" if any(_goes_on(course) for course in targeted) else ""
    return f"; пунктир – целевое значение{dotted}"


def _goes_on(course: Course) -> bool:
    return bool(course.remaining) and course.pace is not None and course.pace > 0


def _own(axes: Axes, note: Note, course: Course, wide: float) -> None:
    days, values = _course(course)
    id = course.indicator
    axes.plot(days, values, color=LINE, linewidth=1.4, marker="o", markersize=3)
    end = note.weekly.last
    if id in note.weekly.targets:
        end = max(end, note.weekly.targets[id].by)
        axes.axhline(float(note.weekly.targets[id].value), **_AIM)
        _ahead(axes, course, end.toordinal())
    axes.set_xlim(*_span(note, end))
    axes.set_ylim(0, _top(note, [course], id))
    axes.yaxis.set_major_formatter(percent_tick)
    axes.set_title(theme.fitted(note.passport(id).short, wide, LABEL + 0.5), loc="left", fontsize=LABEL + 0.5)
    last = share(course).removesuffix(f"{wording.NBSP}%")
    axes.annotate(last, (days[-1], values[-1]), (-2, 4), textcoords="offset points", fontsize=LABEL, ha="right")
    _ticks(axes, [note.weekly.days[0], note.weekly.last, *([end] if end != note.weekly.last else [])])


def _ahead(axes: Axes, course: Course, end: int) -> None:
    """The course at this pace from the last number to the term, no further than to everybody."""
    if course.pace is not None and _goes_on(course):
        days, values = _course(course)
        per_day = 100 * float(course.pace) / 7 / (course.whole or 1)
        last = min(float(end), days[-1] + (100 - values[-1]) / per_day)
        ends = [values[-1], values[-1] + per_day * (last - days[-1])]
        axes.plot([days[-1], last], ends, color=LINE, linewidth=1.1, linestyle=(0, (1, 1.5)))


def _ticks(axes: Axes, days: list[date]) -> None:
    """Dates that do not run into each other."""
    ends = sorted({day.toordinal(): short(day) for day in days}.items())
    low, high = axes.get_xlim()
    near = [b for a, b in pairwise(ends) if b[0] - a[0] < (high - low) * 0.18]
    shown = [end for end in ends if end not in near]
    axes.set_xticks([at for at, _ in shown], [text for _, text in shown])
    axes.tick_params(labelsize=LABEL)
