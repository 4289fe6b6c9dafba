"""A note -> its indicators over the years, with breaks of series and events, and from the last year to this one."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from careerstats import reasons, wording
from careerstats.blocks import Blocks
from careerstats.contracts.settings import Event
from careerstats.contracts.values import Series, Value, Year
from careerstats.note.figures import theme
from careerstats.note.figures.lettering import face_of
from careerstats.note.figures.look import Entry, Look
from careerstats.note.figures.parts import LABEL, WIDTH, percent_tick, shares
from careerstats.note.figures.sheet import foot, key, line, sheet, words
from careerstats.note.opening import Note

YEARS = 3  # comparable years at least: two points are no course
PANELS = 3
OWN, REGION = "#0072b2", "#5f6b76"
MOVES: dict[str, Look] = {
    "up": {"color": "#0072b2", "linewidth": 1.6},
    "down": {"color": "#c8500a", "linewidth": 1.6},
    "same": {"color": "#8a949d", "linewidth": 1.1},
}
MOVE_WORDS = {"up": "рост", "down": "снижение", "same": "изменение не больше обычных колебаний"}
SLOPE = (18.0, 62.0)  # mm: where the two years stand


def trend_indicators(note: Note) -> list[str]:
    """Indicators with at least three years that may be compared with the last one."""
    series = note.bundle.series
    return [id for id in series if sum(not year.break_reason for year in series[id].own) >= YEARS][:PANELS]


@theme.public
def trend(note: Note) -> Blocks:
    """One panel per indicator: own course and the region's; where the series breaks, the line breaks too."""
    ids = trend_indicators(note)
    if not ids:
        return Blocks()
    events = note.settings.events
    figure = theme.canvas(WIDTH, 52)
    wide = (WIDTH - 4) / len(ids)
    titles = [theme.fitted(f"{note.passport(id).short},{wording.NBSP}%", wide - 12, 8) for id in ids]
    for at, (id, title) in enumerate(zip(ids, titles, strict=True)):
        axes = theme.panel(figure, 12 + at * wide, 15, (at + 1) * wide, 40)
        _panel(axes, note.bundle.series[id], events, note.value(id))
        axes.set_title(title, loc="left", fontsize=8)
    _trend_legend(foot(figure, WIDTH, 9), note, ids)
    years = note.bundle.series[ids[0]].own
    first, last = years[0].period, years[-1].period
    marked = "".join(f"; {event.period} – {event.text}" for event in events)
    caption = f"Как менялись показатели, {note.territory.name}, {first} – {last}, %{marked}"
    rows = [row for id in ids if (row := note.value(id))]
    caption += "; состав школ, представивших сведения, менялся" if any(row.of_fewer for row in rows) else ""
    caption += reasons.mark_caption(rows, note.settings.rules)
    return theme.finish(figure, "fig-trend", caption, _trend_alt(note, ids))


def _panel(axes: Axes, series: Series, events: Sequence[Event], now: Value | None) -> None:
    periods = [year.period for year in series.own]
    tops = []
    for rows, look in ((series.region, _REGION_LOOK), (series.own, _OWN_LOOK)):
        for part in _unbroken(rows):
            xs = [periods.index(year.period) for year in part]
            ys = [100 * year.numerator / year.denominator for year in part]
            axes.plot(xs, ys, **look)
            tops += ys
    for year, after in zip(series.own, series.own[1:], strict=False):
        if year.break_reason and not after.break_reason:
            axes.axvline(periods.index(after.period) - 0.5, color=theme.INK, linewidth=0.8, linestyle=(0, (1, 1.5)))
    for event in events:
        if event.period in periods:
            axes.axvline(periods.index(event.period), color="#b07d00", linewidth=0.9, linestyle=(0, (4, 2)), zorder=0)
    _ends(axes, series.own, periods, now)
    axes.set_xlim(-0.35, len(periods) - 0.65)
    axes.set_ylim(0, max(tops) * 1.22 or 1)
    few = range(len(periods)) if len(periods) <= 4 else (0, len(periods) // 2, len(periods) - 1)  # the others unnamed
    axes.set_xticks(range(len(periods)), [period if at in few else "" for at, period in enumerate(periods)])
    axes.yaxis.set_major_formatter(percent_tick)
    axes.tick_params(labelsize=LABEL)
    axes.grid(axis="y", color=theme.GRID, linewidth=0.5)
    axes.set_axisbelow(True)


_OWN_LOOK: Look = {"color": OWN, "linewidth": 1.6, "marker": "o", "markersize": 4, "zorder": 3}
_REGION_LOOK: Look = {
    "color": REGION,
    "linewidth": 1.1,
    "marker": "s",
    "markersize": 3,
    "linestyle": (0, (4, 2)),
}


def _unbroken(rows: tuple[Year, ...]) -> list[list[Year]]:
    """Runs of years with numbers between which nothing breaks the series."""
    runs: list[list[Year]] = [[]]
    for at, year in enumerate(rows):
        fresh = at > 0 and bool(rows[at - 1].break_reason) != bool(year.break_reason)
        if fresh or not year.denominator:
            runs.append([])
        if year.denominator:
            runs[-1].append(year)
    return [run for run in runs if run]


def _ends(axes: Axes, rows: tuple[Year, ...], periods: list[str], now: Value | None) -> None:
    """The first and the last value in figures."""
    known = [year for year in rows if year.denominator]
    for year in {known[0].period: known[0], known[-1].period: known[-1]}.values():
        x, y = periods.index(year.period), 100 * year.numerator / year.denominator
        text = wording.percent_of(year.numerator, year.denominator)
        if now and now.period == year.period:
            text = reasons.marked(text, now)
        axes.annotate(text, (x, y), (0, 5), textcoords="offset points", fontsize=LABEL, ha="center", color=OWN)


def _trend_legend(axes: Axes, note: Note, ids: list[str]) -> None:
    own = theme.shortened(note.territory.name, 50, 7.5)
    entries: list[Entry] = [(own, {"color": OWN, "linewidth": 1.6})]
    if any(note.bundle.series[id].region for id in ids):
        region = theme.shortened(note.region.name, 40, 7.5)
        entries.append((region, {"color": REGION, "linewidth": 1.1, "linestyle": (0, (4, 2))}))
    if any(year.break_reason for id in ids for year in note.bundle.series[id].own):
        entries.append(("разрыв ряда", {"color": theme.INK, "linewidth": 0.8, "linestyle": (0, (1, 1.5))}))
    if note.settings.events:
        entries.append(("событие", {"color": "#b07d00", "linewidth": 0.9, "linestyle": (0, (4, 2))}))
    key(axes, 12, 3, entries, WIDTH)


def _trend_alt(note: Note, ids: list[str]) -> str:
    courses = []
    for id in ids:
        years = [
            f"{year.period} – {wording.percent(year.numerator, year.denominator)}"
            f"{' (до разрыва ряда)' if year.break_reason else ''}"
            for year in note.bundle.series[id].own
            if year.denominator
        ]
        courses.append(f"{note.passport(id).short}: {', '.join(years)}")
    return f"Ломаные линии по годам. {'. '.join(courses)}."


# ---- from the last year to this one


def slope_rows(note: Note) -> list[Value]:
    """Own rows whose change since the last period was judged, in the order of the note; none for a region."""
    mine = shares(note)
    return [row for row in note.judged() if row.change in MOVES and row.previous_denominator and row.indicator in mine]


@theme.public
def slope(note: Note) -> Blocks:
    """A line per indicator from the last period to this one; its name stands at its end."""
    rows = slope_rows(note)
    if len(rows) < 2:
        return Blocks()
    tall = max(40.0, 5.2 * len(rows))
    figure, axes = sheet(WIDTH, tall + 20)
    was = [100 * row.before.numerator / row.before.denominator for row in rows]
    now = [100 * row.share for row in rows]
    low, high = min(was + now), max(was + now)
    scale = (tall - 4) / ((high - low) or 1)
    ys = [[10 + (high - value) * scale for value in side] for side in (was, now)]
    for x, period in zip(SLOPE, (rows[0].previous, rows[0].period), strict=True):
        line(axes, [x, x], [8, tall + 9], color=theme.GRID, linewidth=0.8, zorder=0)
        words(axes, x, 4, period, 8, ha="center", fontweight="bold")
    for row, *pair in zip(rows, *ys, strict=True):
        own = Look(marker="o", markersize=3.5, zorder=3 if row.change != "same" else 2)
        line(axes, SLOPE, pair, **(MOVES[row.change] | own))
    _slope_names(axes, note, rows, ys)
    key(axes, 1, tall + 15, [(MOVE_WORDS[move], MOVES[move]) for move in MOVES], WIDTH)
    fewer = "; состав школ, представивших сведения, менялся" if any(row.of_fewer for row in rows) else ""
    marks = reasons.mark_caption(rows, note.settings.rules)
    caption = f"Что изменилось с прошлого периода, {note.territory.name}, %{fewer}{marks}"
    return theme.finish(figure, "fig-slope", caption, _slope_alt(note, rows))


def _slope_names(axes: Axes, note: Note, rows: list[Value], ys: list[list[float]]) -> None:
    ends = (10.0, max(46.0, 5.2 * len(rows)) + 8)
    left, right = (within(apart(side, 3.3), 3.3, *ends) for side in ys)
    for row, mine, yours, y in zip(rows, left, right, ys[1], strict=True):
        bold = "normal" if row.change == "same" else "bold"
        before = wording.percent_of(*row.before)
        words(axes, SLOPE[0] - 2, mine, before, 7.5, ha="right", color=theme.QUIET)
        value = reasons.marked(wording.percent_of(*row.own), row)
        label = f"{value}  {note.passport(row.indicator).short}"
        name = theme.shortened(label, WIDTH - SLOPE[1] - 9, 7.5, face_of(bold))
        line(axes, [SLOPE[1] + 1.5, SLOPE[1] + 6], [y, yours], color=theme.GRID, linewidth=0.6, zorder=1)
        words(axes, SLOPE[1] + 7, yours, name, 7.5, fontweight=bold)


def apart(places: list[float], least: float) -> list[float]:
    """The same places moved as little as needed so that neighbours are ``least`` apart, order kept.

    Blocks of labels that touch share their middle; ties keep the order given.
    """
    order = sorted(range(len(places)), key=lambda i: (places[i], i))
    blocks: list[list[float]] = []  # [sum of wished starts, number of labels]: a block starts at their mean
    for at in order:
        blocks.append([places[at], 1])
        while len(blocks) > 1 and _start(blocks[-1]) < _start(blocks[-2]) + least * blocks[-2][1]:
            wished, number = blocks.pop()
            before = blocks[-1]
            before[0] += wished - least * before[1] * number
            before[1] += number
    settled = [_start(block) + least * step for block in blocks for step in range(int(block[1]))]
    gaps = [0.0] * len(places)
    for at, place in zip(order, settled, strict=True):
        gaps[at] = place
    return gaps


def within(places: list[float], least: float, low: float, high: float) -> list[float]:
    """Places that are apart already, moved as little as needed to lie between ``low`` and ``high``, order kept."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    kept = list(places)
    for step, at in enumerate(order):
        kept[at] = max(kept[at], low + step * least)
    for step, at in enumerate(reversed(order)):
        kept[at] = min(kept[at], high - step * least)
    return kept


def _start(block: list[float]) -> float:
    return block[0] / block[1]


def _slope_alt(note: Note, rows: list[Value]) -> str:
    courses = [
        f"{note.passport(row.indicator).short}: было "
        f"{wording.percent(*row.before)}, стало "
        f"{reasons.marked(wording.percent(*row.own), row)} ({MOVE_WORDS[row.change]})"
        for row in rows
    ]
    return f"Линии от {rows[0].previous} к {rows[0].period}. {'; '.join(courses)}."
