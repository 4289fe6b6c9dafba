"""A regional note -> the stages of participation, who brings the participants, how those moved who took a measure."""

from fractions import Fraction

from matplotlib.axes import Axes

from careerstats import wording
from careerstats.blocks import Blocks
from careerstats.contracts.measures import MeasureEffect
from careerstats.note.figures import theme
from careerstats.note.figures.parts import NAMES, TICK, WIDTH, label, measured
from careerstats.note.figures.sheet import stacked
from careerstats.note.figures.theme import Look
from careerstats.note.opening import Note


@theme.public
def stages(note: Note) -> Blocks:
    """Where participation stops: bars of the stages with counts and shares of those registered."""
    known = [stage for stage in note.bundle.stages if stage.variable in note.regional][1:]
    values = [note.bundle.region_counts[stage.variable].known for stage in known]
    height = 4 + 4.6 * len(known)  # low enough for page one
    figure = theme.canvas(WIDTH, height)
    axes = theme.panel(figure, 76, 2, WIDTH - 27, height - 2)
    nested = [bool(stage.of) for stage in known]
    colors = ["#0072b2" if inside else "#7fb2d6" for inside in nested]
    axes.barh(range(len(known)), values, color=colors, height=0.62)
    for y, value in enumerate(values):
        words = f"{wording.integer(value)} ({wording.percent(value, values[0])})" if y else wording.integer(value)
        axes.text(value + values[0] * 0.012, y, words, va="center", fontsize=8.5)
    axes.set_yticks(range(len(known)), [theme.fitted(stage.title, 72, TICK) for stage in known])
    axes.set_ylim(len(known) - 0.45, -0.55)
    axes.set_xlim(0, values[0] * 1.02)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    text = "; ".join(
        f"{stage.title.lower()} – {wording.integer(value)}" for stage, value in zip(known, values, strict=True)
    )
    if not all(nested):
        lowest = values.index(min(values))  # beside whose number there is room
        light = "светлым – вложенность не подтверждена"
        axes.text(values[lowest] + values[0] * 0.36, lowest, light, va="center", fontsize=7.5, color=theme.QUIET)
    caption = f"Этапы участия обучающихся, {note.year}, чел. (% числа зарегистрированных)"
    return theme.finish(figure, "fig-stages", caption, f"Столбчатая диаграмма: {text}.")


@theme.public
def concentration(note: Note, id: str) -> Blocks:
    """Share of pupils against share of participants: where the participants come from."""
    reported = (row for row in note.points(id) if row.has_share)
    rows = sorted(reported, key=lambda row: (-row.own.numerator, row.code))
    if not any(row.numerator for row in rows):
        return Blocks()  # nobody took part: there is nothing to divide
    shown, rest = (rows[:10], rows[10:]) if len(rows) != 11 else (rows, [])  # one left over has a name of its own
    bars = [(theme.shortened(label(note, row.code), NAMES, TICK), *row.own) for row in shown]
    if rest:
        sums = [sum(row.own[at] for row in rest) for at in (0, 1)]
        bars.append((f"остальные {len(rest)}", sums[0], sums[1]))
    who = note.words(id).who
    height = 20 + 6 * len(bars)
    figure = theme.canvas(WIDTH, height)
    left = max(40, theme.width_mm([name for name, _, _ in bars], TICK) + 3)
    axes = theme.panel(figure, left, 12, WIDTH - 14, height - 3)
    _bars(axes, [k for _, k, _ in bars], -0.18, "#0072b2", who)
    _bars(axes, [n for _, _, n in bars], 0.18, "#b9c4ce", "обучающихся")
    axes.set_yticks(range(len(bars)), [name for name, _, _ in bars])
    axes.set_ylim(len(bars) - 0.4, -0.6)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.legend(loc="lower center", bbox_to_anchor=(0.4, -0.13), ncols=2, frameon=False, fontsize=8)
    all_k, all_n = sum(k for _, k, _ in bars), sum(n for _, _, n in bars)
    text = "; ".join(
        f"{name}: {wording.percent(k, all_k)} {who} и {wording.percent(n, all_n)} обучающихся" for name, k, n in bars
    )
    caption = f"Доля муниципальных образований в числе обучающихся и в числе {who}, {note.year}, %"
    return theme.finish(figure, "fig-concentration", caption, f"Парные столбцы. {text}.")


def _bars(axes: Axes, values: list[int], shift: float, color: str, name: str) -> None:
    """One bar of a pair per municipality: its share of all of them, in per cent."""
    whole = sum(values)
    places = [at + shift for at in range(len(values))]
    axes.barh(places, [100 * value / whole for value in values], height=0.34, color=color, label=name)
    for place, value in zip(places, values, strict=True):
        axes.text(100 * value / whole + 0.4, place, wording.percent_of(value, whole), va="center", fontsize=7.5)


# ---- those who took a measure and the others

_LOOKS: tuple[Look, ...] = ({"color": "#0072b2", "marker": "^"}, {"color": "#6d7780", "marker": "o"})


@theme.public
def effect(note: Note, measure: MeasureEffect, label: str) -> Blocks:
    """Two rows of marks, one mark a municipality, and the mean of each row."""
    groups = [("Исполнили", measure.taken, measure.mean_taken), ("Остальные", measure.others, measure.mean_others)]
    figure = theme.canvas(WIDTH, 25)  # low enough for page one
    axes = theme.panel(figure, 34, 10, WIDTH - 5, 24.5)
    wide = (max(measure.moves.values()) - min(measure.moves.values())) / 50 or 1.0
    for y, (_, codes, mean) in enumerate(groups):
        _moves(axes, y, [measure.moves[code] for code in codes], mean, wide)
    axes.set_yticks(range(len(groups)), [f"{name} ({wording.integer(len(codes))})" for name, codes, _ in groups])
    axes.set_ylim(1.6, -0.6)
    axes.axvline(0, color=theme.QUIET, linewidth=0.6, zorder=1)
    measured(axes, "x")
    axes.set_xlabel("изменение, п. п.; черта – среднее группы")
    about = f"Мера «{measure.text}», показатель – {note.words(measure.indicator).share}"
    caption = f"Изменение показателя у исполнивших меру и у остальных, {note.year}"
    return theme.finish(figure, label, caption, f"{_effect_alt(groups, measure)} {about}.")


def _moves(axes: Axes, y: int, moves: list[float], mean: float, wide: float) -> None:
    """Marks that would cover each other (``wide``: points a mark takes) are moved apart, always in the same way."""
    crowd = stacked(sorted(moves), wide)
    step = min(0.16, 0.8 / max(many for *_, many in crowd))
    spots = [(move, y + place * step) for move, place, _ in crowd]
    axes.plot(*zip(*spots, strict=True), linestyle="", markersize=5, alpha=0.85, zorder=3, **_LOOKS[y])
    axes.plot([mean, mean], [y - 0.45, y + 0.45], color=theme.INK, linewidth=1.6, zorder=4)


def _effect_alt(groups: list[tuple[str, tuple[str, ...], float]], measure: MeasureEffect) -> str:
    parts = []
    for name, codes, mean in groups:
        moves = [wording.decimal(Fraction(str(measure.moves[code]))) for code in codes]
        average = wording.decimal(Fraction(str(mean)))
        parts.append(f"{name}: {'; '.join(moves)}{wording.NBSP}п.{wording.NBSP}п., в среднем {average}")
    return f"Точечная диаграмма изменений показателя. {'. '.join(parts)}."
