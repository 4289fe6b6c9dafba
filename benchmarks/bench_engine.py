"""A notebook -> seconds per note of papermill's stock engine and of ours, side by side.

    python benchmarks/bench_engine.py [NOTEBOOK] [-p NAME VALUE]… [--runs N]

Medians of N runs; CPU is that of this process and of the kernels it started. The first run of each engine, which
pays for imports, is not counted.
"""

import argparse
import os
import statistics
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbformat.v4 import new_code_cell, new_notebook

ENGINES = {"stock": None, "careerstats": "careerstats"}
CELLS = (
    "import numpy as np, pandas as pd, matplotlib.pyplot as plt",
    "counts = pd.DataFrame({'part': np.arange(1, 30), 'whole': 40}).assign(share=lambda t: 100 * t.part / t.whole)",
    "counts.head()",
    "fig, ax = plt.subplots(); ax.barh(counts.part, counts.share); ax.set_title(municipality);",
    "fig, ax = plt.subplots(); ax.scatter(counts.whole, counts.share); ax.axhline(counts.share.mean());",
    "counts.describe()",
)


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        notebook = options.notebook or synthetic(Path(folder, "synthetic.ipynb"))
        medians = {name: measure(name, notebook, dict(options.parameters), options.runs) for name in ENGINES}
    print(f"{notebook.name}, медиана {options.runs} запусков\n\n{'движок':<14}{'время, с':>10}{'процессор, с':>14}")
    for name, (wall, cpu) in medians.items():
        print(f"{name:<14}{wall:>10.3f}{cpu:>14.3f}")
    wall, cpu = (stock / ours for stock, ours in zip(*medians.values(), strict=True))
    print(f"{'быстрее':<14}{wall:>9.1f}x{cpu:>13.1f}x")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notebook", nargs="?", type=Path)
    parser.add_argument("-p", dest="parameters", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"))
    parser.add_argument("--runs", type=int, default=7)
    return parser.parse_args()


def synthetic(path: Path) -> Path:
    """Two figures, two tables, no data of its own."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    parameters = new_code_cell('municipality = "10701"', metadata={"tags": ["parameters"]})
    nb = new_notebook(cells=[parameters, *map(new_code_cell, CELLS)], metadata={"kernelspec": kernel})
    path.write_text(nbformat.writes(nb), encoding="utf-8", newline="\n")
    return path


def measure(name: str, notebook: Path, parameters: dict[str, Any], runs: int) -> tuple[float, float]:
    """Median wall and CPU seconds of one note."""
    times = [once(ENGINES[name], notebook, parameters) for _ in range(runs + 1)][1:]
    return statistics.median(wall for wall, _ in times), statistics.median(cpu for _, cpu in times)


def once(engine: str | None, notebook: Path, parameters: dict[str, Any]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), cpu_seconds()
    with warnings.catch_warnings(action="ignore"):  # of the stock client, about its sockets
        papermill.execute_notebook(
            notebook,
            None,
            parameters,
            engine_name=engine,
            progress_bar=False,
            request_save_on_cell_execute=False,
        )
    return time.perf_counter() - wall, cpu_seconds() - cpu


def cpu_seconds() -> float:
    """Of this process and of its finished children."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main()
