"""Bundles of built notes -> how long it takes to read as many as a country has, with and without their types.

    python benchmarks/bench_bundles.py FOLDER [--bundles N] [--runs N]

FOLDER: any folder with bundles below it (``data/processed``). They are read in turn until there are N; seconds of the
processor, medians of the runs. The last line is what importing the types costs, in a process of its own.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import process_time

from careerstats.contracts.bundle import bundle_of

IMPORT = "from time import process_time as now; at = now(); import careerstats.contracts.bundle; print(now() - at)"


def main() -> None:
    options = arguments()
    paths = sorted(path for path in options.folder.rglob("*.json") if path.parent.parent.parent.name == "notes")
    texts = list(islice(cycle([path.read_bytes() for path in paths]), options.bundles))
    print(f"bundles: {len(texts)} of {len(paths)} files, {sum(map(len, texts)) / 1e6:.1f} MB, median of {options.runs}")
    readers: dict[str, Callable[[bytes], object]] = {"json.loads, no types": json.loads, "msgspec, types": bundle_of}
    for name, read in readers.items():
        print(f"{name:22} {median(seconds(read, texts) for _ in range(options.runs)):.2f} s")
    print(f"{'import of the types':22} {1000 * median(importing() for _ in range(options.runs)):.0f} ms")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bundles", type=int, default=2600)
    parser.add_argument("--runs", type=int, default=5)
    return parser.parse_args()


def seconds(read: Callable[[bytes], object], texts: list[bytes]) -> float:
    start = process_time()
    for text in texts:
        read(text)
    return process_time() - start


def importing() -> float:
    return float(subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    main()
