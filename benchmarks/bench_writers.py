"""Executed notes -> milliseconds per writer, and the share of all writers in what a note costs.

    python benchmarks/bench_writers.py [--dataset NAME] [--notes N]

Processor time, medians over different notes: the PDF compiler remembers a note that it has seen. The note itself is run
by our engine without files; the first note of each measurement, which pays for imports, is not counted.
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
    gc.collect()
    gc.freeze()  # the notebooks read above would otherwise be gone through again and again
    costs = measured(executed)
    note, whole = statistics.median(runs[1:]), sum(costs.values())
    print(f"{options.dataset}, справок {len(notes) - 1}, медиана процессорного времени на справку, мс\n")
    for name, seconds in costs.items():
        print(f"{name:<30}{1000 * seconds:>8.1f}")
    print(f"{'все форматы вместе':<30}{1000 * whole:>8.1f}")
    print(f"{'выполнение блокнота':<30}{1000 * note:>8.1f}")
    print(f"{'доля форматов в справке, %':<30}{100 * whole / (whole + note):>8.1f}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", default="amur-2020")
    parser.add_argument("--notes", type=int, default=9)
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
