"""Executed notes -> milliseconds per writer, beside what the note itself costs and what the stock chain costs.

    python benchmarks/bench_writers.py [--dataset NAME] [--notes N] [--stock N]

Processor time, medians over different notes: the PDF compiler remembers a note that it has seen. The note itself is run
by our engine without files; the first note of each measurement, which pays for imports, is not counted. The stock chain
runs the same notebook by papermill's own engine and writes it by nbconvert, pandoc and WeasyPrint (make bench puts the
last two into .bench-tools); it has no XLSX. A tool that is missing makes it cheaper than it is, and is named.
"""

import argparse
import gc
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import bench_chain
import bench_engine
import nbformat

from careerstats.export import WRITERS, from_notebook

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "notebooks" / "municipality.ipynb"


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        notes = built(Path(folder), options.dataset)[: options.notes + 1]
        os.environ |= {"CAREERSTATS_PROJECT": folder, "CAREERSTATS_BATCH": "1"}
        runs = [
            bench_engine.once("careerstats", NOTEBOOK, {"dataset": options.dataset, "municipality": path.parent.name})[
                1
            ]
            for path in notes
        ]
        executed = [nbformat.read(path, as_version=4) for path in notes]
        stock = [stock_cost(path, options.dataset) for path in notes[: options.stock + 1]][1:]
    gc.collect()
    gc.freeze()  # the notebooks read above would otherwise be gone through again and again
    costs = measured(executed)
    told(options, costs, statistics.median(runs[1:]), stock)


def told(options: argparse.Namespace, costs: dict[str, float], note: float, stock: list[tuple[float, float]]) -> None:
    """``note``: seconds of our engine; ``stock``: seconds of the stock engine and of the stock writers, by note."""
    whole = sum(costs.values())
    engine, writers = (statistics.median(column) for column in zip(*stock, strict=True))
    print(f"{options.dataset}, справок {options.notes}, медиана процессорного времени на справку, мс\n")
    rows = costs | {"все форматы вместе": whole, "выполнение блокнота": note}
    rows |= {"выполнение движком papermill": engine, "nbconvert, pandoc, WeasyPrint": writers}
    for name, seconds in rows.items():
        print(f"{name:<58}{1000 * seconds:>8.1f}")
    print(f"{'доля форматов в нашей справке, %':<58}{100 * whole / (whole + note):>8.1f}")
    print(f"{'наши форматы к справке стандартной цепочки, %':<58}{100 * whole / (engine + writers):>8.1f}")
    print(f"{'наши форматы (с XLSX) к её форматам (без XLSX), %':<58}{100 * whole / writers:>8.1f}")
    if absent := bench_chain.missing():
        print(f"нет в стандартной цепочке: {', '.join(absent)}")


def stock_cost(path: Path, dataset: str) -> tuple[float, float]:
    """Seconds of processor of one note by papermill's own engine, and of its files by the stock writers."""
    _, engine = bench_engine.once(None, NOTEBOOK, {"dataset": dataset, "municipality": path.parent.name})
    target = path.parent / "stock"
    target.mkdir()
    before = bench_engine.cpu_seconds()
    bench_chain.stock_files(path, target)
    return engine, bench_engine.cpu_seconds() - before


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", default="amur-2020")
    parser.add_argument("--notes", type=int, default=9)
    parser.add_argument("--stock", type=int, default=3, help="notes of the stock chain")
    return parser.parse_args()


def built(project: Path, dataset: str) -> list[Path]:
    """Executed notebooks of the municipalities."""
    shutil.copytree(ROOT / "data" / "raw" / dataset, project / "data" / "raw" / dataset)
    command = [sys.executable, "-m", "careerstats", "--project", str(project), "build", dataset]
    words = ["--notebook", "municipality", "--formats", "html"]
    subprocess.run([*command, *words], check=False, stdout=subprocess.DEVNULL)
    return sorted((project / "reports" / dataset).glob("*/*/note.ipynb"))


ORDER = ("pdf", "html", "docx", "xlsx")
"""The PDF first: the Word file of a long note asks it for its pages, whoever comes first pays for them."""


def measured(sources: list[Any]) -> dict[str, float]:
    """Median seconds of the model and of each writer after the first note, all formats of a note in turn."""
    rounds = [_timed(source) for source in sources]
    return {name: statistics.median(one[name] for one in rounds[1:]) for name in rounds[0]}


def _timed(source: Any) -> dict[str, float]:
    start = time.process_time()
    document = from_notebook(source)
    seconds = {"модель": time.process_time() - start}
    for name in ORDER:
        start = time.process_time()
        WRITERS[name](document)
        seconds[name] = time.process_time() - start
    return seconds


if __name__ == "__main__":
    main()
