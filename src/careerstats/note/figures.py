"""A note -> its pictures: one function per figure, each answers the question of its caption."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from careerstats import wording
from careerstats.blocks import Blocks
from careerstats.intervals import angle, angle_limits, from_angle
from careerstats.note import theme
from careerstats.note.opening import Note

Row = dict[str, Any]

WIDTH = 165  # mm: the width of the text


@theme.themed
def dots(note: Note) -> Blocks:
    """All municipalities in order, for each headline indicator: dots, chance ranges, the line of the others."""
    ids = note.settings["headline"]
    order = _ordered(note, ids[-1])
    own = note.territory["code"] if note["notebook"] == "municipality" else ""
    names = [_label(note, code) for code in order]
    left = max(40, theme.width_mm(names, TICK) + 3)
    edges = np.linspace(left, WIDTH - 3, len(ids) + 1)
    titles = [theme.wrapped(_panel_title(note, id), edges[1] - edges[0] - 6, TITLE) for id in ids]
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


TICK, TITLE = 8.5, 8.5  # points


def _label(note: Note, code: str) -> str:
    """A name short enough to stand beside an axis."""
    name = str(note.municipality(code)["name"])
    return name.replace("муниципальный округ", "м. о.").replace("городской округ", "г. о.")


def _dots_panel(axes: Axes, note: Note, id: str, order: list[str], own: str) -> None:
    points = {row["code"]: row for row in note["everyone"][id]}
    for y, code in enumerate(order):
        row = points.get(code)
        if code == own:
            axes.axhspan(y - 0.5, y + 0.5, color="#fff3cf", zorder=0, linewidth=0)
        if row and _known(row):
            _dot(axes, y, row, own == code)
        else:
            axes.text(0, y, wording.NO_DATA, va="center", fontsize=7, color=theme.QUIET)
    axes.axvline(_line(note, id), color=theme.INK, linewidth=0.8, linestyle=(0, (4, 2)), zorder=1)
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.set_xlim(left=0)
    axes.grid(axis="x", color=theme.GRID, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.xaxis.set_major_formatter(_percent_tick)


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


def _line(note: Note, id: str) -> float:
    """p0: the share of all municipalities together, around which the chance ranges lie."""
    known = [one for one in note["everyone"][id] if _known(one)]
    return 100 * sum(one["numerator"] for one in known) / (sum(one["denominator"] for one in known) or 1)


def _bold_own(axes: Axes, order: list[str], own: str) -> None:
    for label, code in zip(axes.get_yticklabels(), order, strict=True):
        label.set_fontweight("bold" if code == own else "normal")
        label.set_fontsize(7.2)


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
        known = sorted(
            (row for row in note["everyone"][id] if _known(row)), key=lambda row: -row["numerator"] / row["denominator"]
        )
        first, last = known[0], known[-1]
        text = f"{note.words(id)['share']}: от {_named_share(note, last)} до {_named_share(note, first)}"
        if own and (row := note.point(id, own)) and _known(row):
            text += f", {_named_share(note, row)}"
        parts.append(text)
    return f"Точечная диаграмма по {len(order)} муниципальным образованиям. {wording.capital('; '.join(parts))}."


def _named_share(note: Note, row: Row) -> str:
    return f"{wording.percent(row['numerator'], row['denominator'])} ({note.municipality(row['code'])['name']})"


@theme.themed
def stages(note: Note) -> Blocks:
    """Where participation stops: bars of the stages with counts and shares of those registered."""
    known = [stage for stage in note["stages"] if stage["variable"] in note.regional][1:]
    values = [note["region_counts"][stage["variable"]]["value"] for stage in known]
    height = 8 + 9 * len(known)
    figure = theme.canvas(WIDTH, height)
    axes = theme.panel(figure, 76, 3, WIDTH - 27, height - 3)
    nested = [bool(stage["of"]) for stage in known]
    colors = ["#0072b2" if inside else "#7fb2d6" for inside in nested]
    axes.barh(range(len(known)), values, color=colors, height=0.62)
    for y, value in enumerate(values):
        words = f"{wording.integer(value)} ({wording.percent(value, values[0])})" if y else wording.integer(value)
        axes.text(value + values[0] * 0.012, y, words, va="center", fontsize=8.5)
    axes.set_yticks(range(len(known)), [stage["title"] for stage in known])
    axes.set_ylim(len(known) - 0.45, -0.55)
    axes.set_xlim(0, values[0] * 1.02)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    told = "; ".join(
        f"{stage['title'].lower()} – {wording.integer(value)}" for stage, value in zip(known, values, strict=True)
    )
    light = "" if all(nested) else "; светлым – этап, вложенность которого не подтверждена"
    caption = f"Этапы участия обучающихся, {_year(note)}, чел. (% числа зарегистрированных{light})"
    return theme.finish(figure, "fig-stages", caption, f"Столбчатая диаграмма: {told}.")


@theme.themed
def funnel(note: Note, id: str) -> Blocks:
    """Share against size: what chance alone would give, and what the spread of municipalities gives."""
    rows = [row for row in note["everyone"][id] if _known(row)]
    height = 100
    figure = theme.canvas(WIDTH, height)
    axes = theme.panel(figure, 12, 29, WIDTH - 4, height - 5)
    k, n = (np.array([row[key] for row in rows], dtype=float) for key in ("numerator", "denominator"))
    _funnel_ranges(axes, k, n, note["spread"][id]["tau"])
    for verdict in ("same", "below", "above", "not_comparable"):
        ours = np.array([row["verdict"] == verdict for row in rows])
        if ours.any():
            axes.plot(n[ours], 100 * k[ours] / n[ours], linestyle="", markersize=5, zorder=3,
                      label=theme.VERDICT_WORDS[verdict], **theme.VERDICT[verdict])  # fmt: skip
    axes.set_ylim(bottom=-0.03 * axes.get_ylim()[1], top=max(100 * k / n) * 1.12)
    _labels(axes, note, rows, n, 100 * k / n)
    axes.set_xlabel(f"{wording.capital(_size_words(note, id))}, чел. (логарифмическая шкала)", labelpad=2)
    axes.set_title(f"{note.passport(id)['short']}, %", loc="left", fontsize=8.5)
    axes.yaxis.set_major_formatter(_percent_tick)
    axes.legend(loc="upper center", bbox_to_anchor=(0.48, -0.16), ncols=2, frameon=False, prop=theme.letters(7.5))
    out = [row for row in rows if row["stands_out"]]
    named = wording.joined([_named_share(note, row) for row in out]) if out else "нет"
    caption = f"{wording.capital(note.words(id)['share'])} и численность: что мог бы дать случай, {_year(note)}"
    return theme.finish(
        figure, f"fig-funnel-{id}", caption, f"Диаграмма рассеяния с диапазонами. Выделяются на фоне разброса: {named}."
    )


def _funnel_ranges(axes: Axes, k: np.ndarray, n: np.ndarray, tau: float) -> None:
    all_k, all_n = k.sum(), n.sum()
    grid = np.geomspace(n.min() * 0.85, min(n.max() * 1.15, all_n * 0.98), 200)
    low, high = (100 * side / grid for side in angle_limits(grid, all_k, all_n))
    middle, half = angle(all_k, all_n), 1.96 * np.sqrt(1 / (4 * grid) + tau**2)
    axes.fill_between(grid, 100 * from_angle(middle - half), 100 * from_angle(middle + half), color="#eef1f4", zorder=0,
                      linewidth=0, label="разброс самих муниципальных образований (95 %)")  # fmt: skip
    axes.fill_between(grid, low, high, color="#c9d3dc", zorder=1, linewidth=0, label="случайный диапазон (99,8 %)")
    axes.axhline(100 * all_k / all_n, color=theme.INK, linewidth=0.8, linestyle=(0, (4, 2)), zorder=2,
                 label="муниципальные образования в целом")  # fmt: skip
    axes.set_xscale("log")
    axes.set_xlim(grid[0], grid[-1])
    ticks = [t for t in (50, 100, 200, 300, 500, 1000, 2000, 5000, 10000, 20000) if grid[0] <= t <= grid[-1]]
    axes.set_xticks(ticks, [wording.integer(t) for t in ticks])
    axes.minorticks_off()


@theme.themed
def quadrants(note: Note) -> Blocks:
    """Four groups of municipalities: above or below the common level in two indicators."""
    first, second = note["groups_by"][:2]
    rows = [(row, note.point(second, row["code"])) for row in note["everyone"][first]]
    pairs = [(x, y) for x, y in rows if y and _known(x) and _known(y)]
    figure = theme.canvas(WIDTH, 104)
    axes = theme.panel(figure, 12, 13, WIDTH - 4, 98)
    xs, ys = (
        np.array([100 * row["numerator"] / row["denominator"] for row in side]) for side in zip(*pairs, strict=True)
    )
    levels = [_line(note, id) for id in (first, second)]
    axes.axvline(levels[0], color=theme.QUIET, linewidth=0.8, linestyle=(0, (4, 2)))
    axes.axhline(levels[1], color=theme.QUIET, linewidth=0.8, linestyle=(0, (4, 2)))
    axes.plot(xs, ys, linestyle="", marker="o", markersize=5, color="#0072b2", zorder=3)
    axes.set_xlim(0, max(xs) * 1.12)
    axes.set_ylim(-0.02 * max(ys), max(ys) * 1.12)
    _group_letters(axes)
    _labels(axes, note, [x for x, _ in pairs], xs, ys, every=True)
    axes.set_xlabel(f"{note.passport(first)['short']}, %", labelpad=2)
    axes.set_title(f"{note.passport(second)['short']}, %", loc="left", fontsize=8.5)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(_percent_tick)
    told = "; ".join(f"группа {part['id']} – {len(part['members'])}" for part in note["groups"])
    return theme.finish(
        figure,
        "fig-groups",
        f"Группы муниципальных образований, {_year(note)}",
        f"Диаграмма рассеяния по двум показателям, число муниципальных образований: {told}.",
    )


def _group_letters(axes: Axes) -> None:
    for letter, x, y, across in (
        ("А", 0.99, 0.98, "right"),
        ("Б", 0.99, 0.02, "right"),
        ("В", 0.01, 0.98, "left"),
        ("Г", 0.01, 0.02, "left"),
    ):
        axes.text(x, y, letter, transform=axes.transAxes, ha=across, va="top" if y > 0.5 else "bottom",
                  fontsize=20, color="#c3cad1", fontweight="bold", zorder=0)  # fmt: skip


@theme.themed
def concentration(note: Note, id: str) -> Blocks:
    """Share of pupils against share of participants: where the participants come from."""
    rows = sorted(
        (row for row in note["everyone"][id] if _known(row)), key=lambda row: (-row["numerator"], row["code"])
    )
    shown, rest = (rows[:10], rows[10:]) if len(rows) != 11 else (rows, [])  # one left over has a name of its own
    bars = [(_label(note, row["code"]), row["numerator"], row["denominator"]) for row in shown]
    if rest:
        sums = [sum(row[key] for row in rest) for key in ("numerator", "denominator")]
        bars.append((f"остальные {len(rest)}", sums[0], sums[1]))
    who = note.words(id).get("who", "участников")
    height = 20 + 8 * len(bars)
    figure = theme.canvas(WIDTH, height)
    left = max(40, theme.width_mm([name for name, _, _ in bars], TICK) + 3)
    axes = theme.panel(figure, left, 12, WIDTH - 14, height - 3)
    _bars(axes, [k for _, k, _ in bars], -0.18, "#0072b2", who)
    _bars(axes, [n for _, _, n in bars], 0.18, "#b9c4ce", "обучающихся")
    axes.set_yticks(range(len(bars)), [name for name, _, _ in bars])
    axes.set_ylim(len(bars) - 0.4, -0.6)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.legend(loc="lower center", bbox_to_anchor=(0.4, -0.13), ncols=2, frameon=False, prop=theme.letters(8))
    all_k, all_n = sum(k for _, k, _ in bars), sum(n for _, _, n in bars)
    told = "; ".join(
        f"{name}: {wording.percent(k, all_k)} {who} и {wording.percent(n, all_n)} обучающихся" for name, k, n in bars
    )
    caption = f"Доля муниципальных образований в числе обучающихся и в числе {who}, {_year(note)}, %"
    return theme.finish(figure, "fig-concentration", caption, f"Парные столбцы. {told}.")


def _bars(axes: Axes, values: list[int], shift: float, color: str, name: str) -> None:
    """One bar of a pair per municipality: its share of all of them, in per cent."""
    whole = sum(values)
    places = [at + shift for at in range(len(values))]
    axes.barh(places, [100 * value / whole for value in values], height=0.34, color=color, label=name)
    for place, value in zip(places, values, strict=True):
        axes.text(100 * value / whole + 0.4, place, wording.percent_of(value, whole), va="center", fontsize=7.5)


def _year(note: Note) -> str:
    return wording.year(note["period"])


LABEL = 7.0  # points

# Where a name may stand beside its point, in label widths and heights from the point and pixels away from it.
PLACES = (
    (0, -0.5, 7, 0),
    (-1, -0.5, -7, 0),
    (-0.5, 0, 0, 7),
    (-0.5, -1, 0, -7),
    (0, 0, 5, 4),
    (0, -1, 5, -4),
    (-1, 0, -5, 4),
    (-1, -1, -5, -4),
)


def _labels(axes: Axes, note: Note, rows: list[Row], xs: np.ndarray, ys: np.ndarray, *, every: bool = False) -> None:
    """Names beside the points that differ, each at the first free place; a name without one is left out."""
    points = axes.transData.transform(np.column_stack([xs, ys]))
    taken = [Bbox.from_bounds(x - 5, y - 5, 10, 10) for x, y in points]
    taken += [text.get_window_extent() for text in axes.texts]
    frame = axes.get_window_extent()
    for i in sorted(range(len(rows)), key=lambda i: (not rows[i]["stands_out"], -ys[i])):
        if every or rows[i]["verdict"] in ("above", "below"):
            name = note.municipality(rows[i]["code"])["name"]
            box = _free_place(points[i], name, taken, frame)
            if box is not None:
                taken.append(box)
                left, middle = axes.transData.inverted().transform((box.x0, (box.y0 + box.y1) / 2))
                axes.text(left, middle, name, fontsize=LABEL, va="center", zorder=4)


def _free_place(point: np.ndarray, name: str, taken: list[Bbox], frame: Bbox) -> Bbox | None:
    width, tall = theme.text_width(name, LABEL) + 3, LABEL * 1.55
    for across, up, dx, dy in PLACES:
        box = Bbox.from_bounds(point[0] + across * width + dx, point[1] + up * tall + dy, width, tall)
        inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 + 4 and frame.y0 <= box.y0 and box.y1 <= frame.y1 + 6
        if inside and not any(box.overlaps(other) for other in taken):
            return box
    return None


def _size_words(note: Note, id: str) -> str:
    passport = note.passport(id)
    return str(passport["whole_title"])


def _ordered(note: Note, id: str) -> list[str]:
    """Codes by share, the largest first; those without data at the end."""
    rows = sorted(
        note["everyone"][id],
        key=lambda row: (-(row["numerator"] / row["denominator"]) if _known(row) else 1.0, row["code"]),
    )
    return [row["code"] for row in rows]


def _known(row: Row) -> bool:
    return row["numerator"] is not None and bool(row["denominator"])


def _percent_tick(value: float, _place: Any = None) -> str:
    return f"{value:g}".replace(".", ",").replace("-", wording.MINUS)
