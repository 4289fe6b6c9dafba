"""What is inside a place -> schools by their contribution, in two groups, on a scale; stages with losses."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from careerstats import wording
from careerstats.blocks import Blocks
from careerstats.contracts.headlines import Headline, Part, TwoGroups
from careerstats.note.figures import theme
from careerstats.note.figures.parts import LABEL, WIDTH, beside, level, measured
from careerstats.note.figures.sheet import bar, foot, key, line, marks, sheet, stacked, words
from careerstats.note.figures.theme import Entry, Look
from careerstats.note.opening import Note
from careerstats.schools_named import brief

MOST = 4  # rows: the others stand together in one more
TALL, TEXT = 4.1, 8.0
NAMES = 46.0  # mm
MORE, LESS, QUIET = "#c8500a", "#7fb2d6", "#c3cad1"
ENOUGH = 4  # schools on a scale: fewer are read from the table
_OWN: Look = {"color": theme.INK, "linewidth": 1.2}
_COMMON: Look = {"color": theme.QUIET, "linewidth": 1.0, "linestyle": (0, (4, 2))}


# ---- contributions of schools


@theme.themed
def contributions(note: Note, headline: Headline) -> Blocks:
    """A bar per school: how many pupils of the fall, or of what lacks to the others, are its own.

    Small schools stand with the others, as tables give no numbers of theirs.
    """
    whole = headline.change or headline.gap
    if whole is None or len(whole.parts) < 2:
        return Blocks()
    rows = [part for part in whole.parts if not part.is_small][:MOST]
    names, rest = [part.name for part in whole.parts], [part for part in whole.parts if part not in rows]
    told = [(part.name, part.people) for part in rows]
    told += [(f"остальные школы ({len(rest)})", sum(part.people for part in rest))] if rest else []
    figure, axes = sheet(WIDTH, 7 + TALL * len(told) + 2)
    zero, step = _scale([people for _, people in told])
    words(axes, 0.5, 3, "Школа", 7.5, color=theme.QUIET)
    over = "было → стало, %" if any(part.before and part.before[1] for part in rows) else "доля, %"
    words(axes, NAMES + 34, 3, over, 7.5, ha="right", color=theme.QUIET)
    words(axes, zero + 1, 3, "вклад, человек", 7.5, color=theme.QUIET)
    line(axes, [zero, zero], [5.5, 6 + TALL * len(told)], color=theme.INK, linewidth=0.8)
    for at, part in enumerate(rows):
        _row(axes, part, brief(part.name, names), 6 + TALL * (at + 0.5), (zero, step))
    if rest:
        (others, people), y = told[-1], 6 + TALL * (len(rows) + 0.5)
        words(axes, 0.5, y, others, TEXT, color=theme.QUIET)
        _people(axes, people, y, zero, step)
    parts = "; ".join(f"{name} – {_signed(people)}" for name, people in told)
    share = note.passport(headline.indicator).short
    level = "целевого значения" if whole.of == "target" else "уровня остальных"
    what = "снижение" if headline.change else f"недостающее до {level}"
    caption = f"Вклад школ в {what}: {wording.uncapitalised(share)}, {note.year}, человек"
    return theme.finish(figure, "fig-inside", caption, f"Вклад школ в {what}: {parts}.")


def _scale(people: Sequence[int]) -> tuple[float, float]:
    """Where nought stands, and millimetres of a pupil."""
    most, least = max(people), min(people)
    left, right = NAMES + 38.0, WIDTH - 12.0
    step = (right - left) / max(most - min(least, 0), 1)
    return left - min(least, 0) * step + (8 if least < 0 else 0), step * (0.9 if least < 0 else 1.0)


def _row(axes: Axes, part: Part, name: str, y: float, bars: tuple[float, float]) -> None:
    """``bars``: where nought stands, and millimetres of a pupil."""
    words(axes, 0.5, y, theme.shortened(wording.capital(name), NAMES - 2, TEXT), TEXT)
    before = f"{wording.percent_of(*part.before)} → " if part.before and part.before[1] else ""
    now = wording.percent_of(*part.now) if part.now[1] else wording.DASH
    words(axes, NAMES + 34, y, f"{before}{now}{wording.NBSP}%", TEXT, ha="right")
    _people(axes, part.people, y, *bars)


def _people(axes: Axes, people: int, y: float, zero: float, step: float) -> None:
    length = people * step
    bar(axes, min(zero, zero + length), y, abs(length), TALL * 0.62, color=MORE if people > 0 else LESS)
    side, beside = ("left", 1) if people >= 0 else ("right", -1)
    words(axes, zero + length + beside, y, _signed(people), TEXT, ha=side)


def _signed(people: int) -> str:
    return wording.integer(people) if people >= 0 else f"{wording.MINUS}{wording.integer(-people)}"


# ---- two groups of schools


@theme.themed
def two_groups(note: Note, headline: Headline) -> Blocks:
    """A mark per school on one scale, the lower group above the upper one, a stroke for each group together."""
    groups, shares = headline.groups, dict(_known(note, headline.indicator))
    if groups is None or not shares:
        return Blocks()
    figure, axes = sheet(WIDTH, 24)
    left, wide = NAMES + 6.0, WIDTH - NAMES - 20.0
    top = max(10.0, *map(_percent, shares.values()))
    for y, group, side in ((5.0, groups.lower, "below"), (13.0, groups.upper, "above")):
        size = wording.counted(len(group.schools), "школа", "школы", "школ")
        words(axes, 0.5, y, f"{size}, вместе {wording.percent(group.numerator, group.denominator)}", TEXT)
        line(axes, [left, left + wide], [y, y], color=theme.GRID, linewidth=0.6, zorder=0)
        spots = [(left + wide * _percent(shares[name]) / top, y) for name in group.schools if name in shares]
        marks(axes, spots, 6, **(theme.VERDICT[side] | Look(alpha=0.75, zorder=3)))
        mean = left + wide * 100 * group.numerator / group.denominator / top
        line(axes, [mean, mean], [y - 3, y + 3], color=theme.VERDICT[side]["color"], linewidth=1.2, zorder=2)
    for share in (0.0, top / 2, top):
        words(axes, left + wide * share / top, 20, wording.integer(round(share)), 7, ha="center", color=theme.QUIET)
    about = wording.uncapitalised(note.passport(headline.indicator).short)
    caption = f"Две группы школ: {about}, {note.territory.name}, {note.year}, %"
    return theme.finish(figure, "fig-inside", caption, _groups_alt(groups))


def _percent(counts: tuple[int, int]) -> float:
    return 100 * counts[0] / counts[1]


def _known(note: Note, id: str) -> list[tuple[str, tuple[int, int]]]:
    """Schools and their counts; nothing where the note has no table with the indicator."""
    schools = note.bundle.appendices.schools
    if schools is None or id not in schools.indicators:
        return []
    at = schools.indicators.index(id)
    counted = ((school.name, school.shares[at].counts) for school in schools.schools)
    return [(name, counts) for name, counts in counted if counts and counts[0] <= counts[1]]


def _groups_alt(groups: TwoGroups) -> str:
    listed = "; ".join(
        f"школ – {len(group.schools)}, вместе {wording.percent(group.numerator, group.denominator)}"
        for group in (groups.lower, groups.upper)
    )
    return f"Школы на одной шкале в двух группах. {listed}."


# ---- all schools on a scale


@theme.public
def strip(note: Note) -> Blocks:
    """A mark per school on the scale of each indicator, without names: how far the schools lie apart."""
    schools = note.bundle.appendices.schools
    known = {id: [counts for _, counts in _known(note, id)] for id in (schools.indicators if schools else ())}
    shown = {id: sorted(pairs, key=_percent) for id, pairs in known.items() if len(pairs) >= ENOUGH}
    if not shown:
        return Blocks()
    figure = theme.canvas(WIDTH, 19 * len(shown) + 13)
    for place, (id, pairs) in enumerate(shown.items()):
        bottom = 13 + 19 * (len(shown) - 1 - place)
        axes = theme.panel(figure, 52, bottom + 4, WIDTH - 5, bottom + 18)
        _hundred(axes, note, id)
        crowd = stacked(list(map(_percent, pairs)), 2.2)
        spots = [(share, place * min(0.7, 2.2 / many)) for share, place, many in crowd]
        marks(axes, spots, 5, marker="o", color="#0072b2", alpha=0.75, zorder=3)
    _strip_key(foot(figure, WIDTH, 9), note)
    caption = f"Насколько различаются школы, {note.territory.name}, {note.year}"
    alt = ". ".join(_strip_words(note, id, pairs) for id, pairs in shown.items())
    return theme.finish(figure, "fig-schools", caption, f"Школы на шкале от 0 до 100 процентов. {alt}.")


def _hundred(axes: Axes, note: Note, id: str) -> None:
    """From 0 to 100 %, with the own share and the share of all together."""
    own = note.value(id)
    axes.axvline(float(own.value) if own and own.value is not None else float("nan"), **_OWN, zorder=2)
    axes.axvline(level(note, id), **_COMMON, zorder=1)
    axes.set_ylim(-1.4, 1.4)
    axes.set_xlim(-2, 102)
    measured(axes, "x")
    axes.tick_params(labelsize=LABEL)
    beside(axes, [theme.fitted(f"{note.passport(id).short},{wording.NBSP}%", 47, 8, 3)], 8)


def _strip_words(note: Note, id: str, pairs: Sequence[tuple[int, int]]) -> str:
    least, most = wording.percent_of(*pairs[0]), wording.percent_of(*pairs[-1])
    return f"{note.passport(id).short}: школ – {len(pairs)}, от {least} до {most}{wording.NBSP}%"


def _strip_key(axes: Axes, note: Note) -> None:
    entries: list[Entry] = [
        ("школа", {"marker": "o", "color": "#0072b2"}),
        (theme.shortened(note.territory.name, 50, 7.5), _OWN),
        ("муниципальные образования в целом", _COMMON),
    ]
    key(axes, 1, 3, entries, WIDTH)


# ---- stages with losses


@theme.public
def losses(note: Note, headline: Headline) -> Blocks:
    """A bar per stage, and how many did not come to it; where the largest part did not, in orange."""
    if not headline.stages:
        return Blocks()
    variables = [headline.stages[0].before, *(stage.after for stage in headline.stages)]
    counts = [headline.stages[0].entered, *(stage.passed for stage in headline.stages)]
    figure, axes = sheet(WIDTH, 9.0 * len(counts) + 3)
    left, most = NAMES + 4.0, max(counts)
    step = (WIDTH - left - 48) / most
    for at, (variable, number) in enumerate(zip(variables, counts, strict=True)):
        y = 9.0 * (at + 0.5)
        words(axes, 0.5, y, theme.fitted(_stage_title(note, variable), NAMES, TEXT), TEXT, linespacing=1.05)
        bar(axes, left, y, number * step, 5.4, color=theme.VERDICT["above"]["color"])
        if at:
            lost, worst = counts[at - 1] - number, headline.stages[at - 1] == headline.stage
            bar(axes, left + number * step, y, lost * step, 5.4, color=MORE if worst else QUIET)
            share = wording.percent(lost, counts[at - 1])
            steps = f"{wording.integer(number)}; не дошли {wording.integer(lost)} ({share})"
        else:
            steps = wording.integer(number)
        words(axes, left + (counts[at - 1] if at else number) * step + 1.5, y, steps, 7.5)
    steps = "; ".join(
        f"{_stage_title(note, name)} – {wording.integer(number)}"
        for name, number in zip(variables, counts, strict=True)
    )
    caption = f"Сколько обучающихся дошло до каждого этапа, {note.territory.name}, {note.year}, человек"
    return theme.finish(figure, "fig-inside", caption, f"Столбцы этапов: {steps}.")


def _stage_title(note: Note, variable: str) -> str:
    """«Зарегистрированы на платформе»: the stage as the dataset calls it, else what the variable counts."""
    titles = {stage.variable: stage.title for stage in note.bundle.stages}
    return wording.capital(titles.get(variable) or note.bundle.variables.get(variable, variable))
