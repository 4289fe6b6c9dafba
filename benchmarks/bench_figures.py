"""Pictures of invented notes -> what each costs with its fixed layout, and with a layout computed at every saving.

    python benchmarks/bench_figures.py [--runs N]

The same pictures, texts and sizes; only the layout engine differs. Medians of N runs, everything in one run.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from helpers.figure_notes import municipal, regional
from matplotlib.figure import Figure

from careerstats.note import figures, theme

MUNICIPAL, REGIONAL = municipal(29), regional(29)
LEVELS = ["базовый", "основной", "продвинутый", "уровень не определён"]
PICTURES: dict[str, Callable[[], Any]] = {
    "dots": lambda: figures.dots(MUNICIPAL),
    "spine": lambda: figures.spine(MUNICIPAL),
    "trend": lambda: figures.trend(MUNICIPAL),
    "slope": lambda: figures.slope(MUNICIPAL),
    "strip": lambda: figures.strip(MUNICIPAL),
    "diagnosis": lambda: figures.diagnosis(MUNICIPAL),
    "heat": lambda: figures.heat(REGIONAL),
    "levels": lambda: figures.levels(REGIONAL, LEVELS),
    "funnel": lambda: figures.funnel(REGIONAL, "a"),
    "concentration": lambda: figures.concentration(REGIONAL, "a"),
}


def main() -> None:
    runs = _runs()
    print(f"Рисунки, медианы {runs} запусков, мс (29 муниципальных образований, PNG и SVG)\n")
    print(f"{'':16}{'свой':>9}{'constrained':>13}{'доля':>8}")
    for name, draw in PICTURES.items():
        draw()  # fonts and widths of names are read once for all
        ours, theirs = [], []
        for _ in range(runs):  # by turns: a busy machine slows both alike
            ours.append(_seconds(draw))
            with computed_layout():
                theirs.append(_seconds(draw))
        own, other = 1000 * statistics.median(ours), 1000 * statistics.median(theirs)
        print(f"{name:16}{own:9.0f}{other:13.0f}{own / other:8.2f}")


@contextmanager
def computed_layout() -> Iterator[None]:
    """Every canvas lays itself out at each saving."""
    fixed = theme.canvas, theme.panel

    def canvas(width: float, height: float) -> Figure:
        return Figure(figsize=(width * theme.MM, height * theme.MM), layout="constrained")

    def panel(figure: Figure, left: float, bottom: float, right: float, top: float) -> Any:
        """The cells of a coarse grid nearest to the fixed place: a layout engine moves them as it likes."""
        width, height = (size / theme.MM for size in figure.get_size_inches())
        across, down = (min(5, int(6 * left / width)), int(6 * (height - top) / height))
        rows = slice(min(5, down), max(min(5, down) + 1, round(6 * (height - bottom) / height)))
        return figure.add_subplot(_grid(figure)[rows, across : max(across + 1, round(6 * right / width))])

    theme.canvas, theme.panel = canvas, panel
    try:
        yield
    finally:
        theme.canvas, theme.panel = fixed


def _grid(figure: Figure) -> Any:
    """One grid of six by six for all the axes of a figure."""
    return figure.axes[0].get_gridspec() if figure.axes else figure.add_gridspec(6, 6)


def _seconds(draw: Callable[[], Any]) -> float:
    start = time.perf_counter()
    draw()
    return time.perf_counter() - start


def _runs() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    return int(parser.parse_args().runs)


if __name__ == "__main__":
    main()
