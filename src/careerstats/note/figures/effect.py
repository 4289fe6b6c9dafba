"""A regional note and one measure -> how each municipality moved: those who took the measure and those who did not."""

from collections import Counter
from fractions import Fraction

from matplotlib.axes import Axes

from careerstats import wording
from careerstats.blocks import Blocks
from careerstats.contracts.measures import MeasureEffect
from careerstats.note.figures import theme
from careerstats.note.figures.look import Look
from careerstats.note.figures.parts import WIDTH
from careerstats.note.opening import Note

_LOOKS: tuple[Look, ...] = ({"color": "#0072b2", "marker": "^"}, {"color": "#6d7780", "marker": "o"})


@theme.public
def effect(note: Note, measure: MeasureEffect, label: str) -> Blocks:
    """Two rows of marks, one mark a municipality, and the mean of each row."""
    groups = [("Исполнили", measure.taken, measure.mean_taken), ("Не исполнили", measure.others, measure.mean_others)]
    figure = theme.canvas(WIDTH, 28)  # low enough for page one
    axes = theme.panel(figure, 34, 11, WIDTH - 5, 27)
    wide = (max(measure.moves.values()) - min(measure.moves.values())) / 50 or 1.0
    for y, (_, codes, mean) in enumerate(groups):
        _row(axes, y, [measure.moves[code] for code in codes], mean, wide)
    axes.set_yticks(range(len(groups)), [f"{name} ({wording.integer(len(codes))})" for name, codes, _ in groups])
    axes.set_ylim(1.6, -0.6)
    axes.axvline(0, color=theme.QUIET, linewidth=0.6, zorder=1)
    axes.grid(axis="x", color=theme.GRID, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.xaxis.set_major_formatter(_points)
    axes.set_xlabel("изменение, п. п.; черта – среднее группы")
    moved = wording.capital(note.closed(measure.indicator))
    caption = f"{moved}: изменение у исполнивших и не исполнивших меру «{measure.text}»"
    return theme.finish(figure, label, caption, _alt(groups, measure))


def _row(axes: Axes, y: int, moves: list[float], mean: float, wide: float) -> None:
    """Marks that would cover each other (``wide``: points a mark takes) are moved apart, always in the same way."""
    near = Counter(round(move / wide) for move in moves)
    step = min(0.16, 0.8 / max(near.values()))
    placed: Counter[int] = Counter()
    spots = []
    for move in sorted(moves):
        column = round(move / wide)
        spots.append((move, y + (placed[column] - (near[column] - 1) / 2) * step))
        placed[column] += 1
    axes.plot(*zip(*spots, strict=True), linestyle="", markersize=5, alpha=0.85, zorder=3, **_LOOKS[y])
    axes.plot([mean, mean], [y - 0.45, y + 0.45], color=theme.INK, linewidth=1.6, zorder=4)


def _points(value: float, _: float) -> str:
    return f"{value:g}".replace("-", wording.MINUS).replace(".", ",")


def _alt(groups: list[tuple[str, tuple[str, ...], float]], measure: MeasureEffect) -> str:
    parts = []
    for name, codes, mean in groups:
        moves = [wording.decimal(Fraction(str(measure.moves[code]))) for code in codes]
        average = wording.decimal(Fraction(str(mean)))
        parts.append(f"{name}: {'; '.join(moves)}{wording.NBSP}п.{wording.NBSP}п., в среднем {average}")
    return f"Точечная диаграмма изменений показателя. {'. '.join(parts)}."
