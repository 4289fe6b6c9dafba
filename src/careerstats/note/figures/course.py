"""A note -> its indicators over the years, with breaks of series and events."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from careerstats import reasons, wording
from careerstats.blocks import Blocks
from careerstats.contracts.settings import Event
from careerstats.contracts.values import Series, Value, Year
from careerstats.note.figures import theme
from careerstats.note.figures.parts import LABEL, WIDTH, measured
from careerstats.note.figures.sheet import foot, key
from careerstats.note.figures.theme import Entry, Look
from careerstats.note.opening import Note

YEARS = 3  # comparable years at least: two points are no course
PANELS = 3
OWN, REGION = "#0072b2", "#5f6b76"


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
    measured(axes, "y")
    axes.tick_params(labelsize=LABEL)


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
