"""Pictures of invented notes -> processor time of each as we draw it, and as matplotlib does with computed layouts.

    python benchmarks/bench_figures.py [--runs N] [--municipalities N]

The same artists, texts and sizes, PNG of 200 dpi and SVG. «constrained»: constrained layout, computed at each
saving, saved by ``Figure.savefig``. «лишь вёрстка»: the same layout, drawn and saved by our pen. Medians by turns.
"""

import argparse
import io
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import matplotlib as mpl
from helpers.figure_notes import municipal, regional
from helpers.picture_kinds import kinds_of_municipality, kinds_of_region
from matplotlib.figure import Figure

from careerstats.note.figures import theme

LIMIT = 0.5


def main() -> None:
    asked = _asked()
    warnings.filterwarnings("ignore", message="constrained_layout not applied")
    print(f"Рисунки: процессорное время, мс, медианы {asked.runs} запусков ", end="")
    print(f"({asked.municipalities} муниципальных образований, PNG и SVG)\n")
    print(f"{'':16}{'свой':>9}{'constrained':>13}{'доля':>8}{'лишь вёрстка':>15}{'доля':>8}")
    shares = [_compared(name, draw, asked.runs) for name, draw in _pictures(asked.municipalities).items()]
    print(f"\nНаибольшая доля {max(shares):.2f}; требуется не больше {LIMIT}")


def _pictures(number: int) -> dict[str, Callable[[], Any]]:
    own, all_ = municipal(number), regional(number)
    of_own = {name: lambda draw=draw: draw(own) for name, draw in kinds_of_municipality().items()}
    of_all = {name: lambda draw=draw: draw(all_) for name, draw in kinds_of_region().items() if name not in of_own}
    return of_own | of_all


def _compared(name: str, draw: Callable[[], Any], runs: int) -> float:
    """Print the line of one picture and give its share of what matplotlib takes."""
    times: dict[str, list[float]] = {"own": [], "stock": [], "layout": []}
    draw()  # fonts and letters are read once for all
    for _ in range(runs):  # by turns: a busy machine slows all alike
        times["own"].append(_seconds(draw))
        with computed_layout():
            times["layout"].append(_seconds(draw))
            with stock_saving():
                times["stock"].append(_seconds(draw))
    own, stock, layout = (1000 * statistics.median(times[kind]) for kind in ("own", "stock", "layout"))
    print(f"{name:16}{own:9.0f}{stock:13.0f}{own / stock:8.2f}{layout:15.0f}{own / layout:8.2f}")
    return own / stock


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


@contextmanager
def stock_saving() -> Iterator[None]:
    """A figure is saved as matplotlib saves it: twice, each time laid out and drawn anew."""
    ours = theme.finish

    def finish(figure: Figure, *told: str) -> list[dict[str, Any]]:
        mpl.rcParams["svg.hashsalt"] = "careerstats"
        figure.savefig(io.BytesIO(), format="png", dpi=theme.DPI, metadata={"Software": None})
        figure.savefig(io.BytesIO(), format="svg", metadata={"Date": None, "Creator": None})
        return []

    theme.finish = finish
    try:
        yield
    finally:
        theme.finish = ours


def _grid(figure: Figure) -> Any:
    """One grid of six by six for all the axes of a figure."""
    return figure.axes[0].get_gridspec() if figure.axes else figure.add_gridspec(6, 6)


def _seconds(draw: Callable[[], Any]) -> float:
    start = time.process_time()
    draw()
    return time.process_time() - start


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--municipalities", type=int, default=29)
    return parser.parse_args()


if __name__ == "__main__":
    main()
