"""One dataset of ever more municipalities -> what each of its notes costs, what it takes of disk and memory.

    python benchmarks/bench_large.py [--sizes 30 120 480] [--notes N] [--schools N] [--years N]

Each size is one fictional dataset, larger than any region; of its notes N, at equal steps, are built (html, docx,
pdf, xlsx) after everything has been read and cut. Printed are processor seconds, the disk under ``data/processed``, the
peaks of the process that reads and of the one that builds, in MB, and the exponents between sizes: 1 is linear, 0 flat.
"""

import argparse
import contextlib
import itertools
import json
import math
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

READ = """
import json, resource, sys, time
from pathlib import Path
from careerstats.pipeline import monitoring, saving
from careerstats.pipeline.request import Request, processed_of
project, name = Path(sys.argv[1]), sys.argv[2]
marks = [time.process_time()]
read = monitoring.analyse(project, name)
marks.append(time.process_time())
cut = saving.cut(read.results, processed_of(project, name), Request(name).notebooks)
saving.save(project, read, read.results, cut)
marks.append(time.process_time())
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"reading": marks[1] - marks[0], "cutting": marks[2] - marks[1], "reader": peak}))
"""


def main() -> None:
    options, measured = arguments(), []
    columns = ("municipalities", "reading", "cutting", "note", "disk", "reader", "parent")
    print(" | ".join(columns), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            row = measure(Path(folder), size, options)
            measured.append(row)
            told = (f"{row[name]:.2f}" if name in ("note", "cutting") else f"{row[name]:.0f}" for name in columns)
            print(" | ".join(told), flush=True)
    for before, after in itertools.pairwise(measured):
        growth = math.log(after["municipalities"] / before["municipalities"])
        powers = (f"{name} {math.log(after[name] / before[name]) / growth:.2f}" for name in columns[1:])
        print(f"{before['municipalities']} → {after['municipalities']}, exponents: {', '.join(powers)}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[30, 120, 480])
    parser.add_argument("--notes", type=int, default=10, help="notes that are built of each size")
    parser.add_argument("--schools", type=int, default=10, help="schools of a municipality")
    parser.add_argument("--years", type=int, default=3)
    return parser.parse_args()


def measure(project: Path, size: int, options: argparse.Namespace) -> dict[str, float]:
    """Seconds of the processor, megabytes; ``note``: of one, without the reading."""
    from careerstats.simulate.folders import Sizes, write_region

    name = f"large-{size}"
    write_region(project / "data" / "raw" / name, 0, Sizes(size, size * options.schools, options.years), 2025)
    command = [sys.executable, "-c", READ, str(project), name]
    read = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1])
    processed = project / "data" / "processed" / name
    codes = spread({path.stem.partition("-")[2] for path in processed.rglob("municipality-*.json")}, options.notes)
    log, parent = project / f"{name}.jsonl", build(project, name, codes)
    built = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    notes = [line["cpu_seconds"] for line in built if "cpu_seconds" in line]
    disk = sum(path.stat().st_size for path in processed.rglob("*") if path.is_file()) / 2**20
    return {"municipalities": size, "note": sum(notes) / len(notes), "disk": disk, "parent": parent} | read


def spread(codes: set[str], number: int) -> list[str]:
    """So many of them at equal steps: neighbours in the list are towns, or districts of one make."""
    return sorted(codes)[:: max(len(codes) // number, 1)][:number]


def build(project: Path, name: str, codes: list[str]) -> float:
    """The most memory that the building process itself held."""
    only = [word for code in codes for word in ("--only", code)]
    log = ["--log", str(project / f"{name}.jsonl")]
    command = [sys.executable, "-m", "careerstats", "--project", str(project), "build", name, *only, *log]
    process, peak = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), 0.0
    while process.poll() is None:
        with contextlib.suppress(psutil.Error):
            peak = max(peak, process.memory_info().rss / 2**20)
        time.sleep(0.1)
    return peak


if __name__ == "__main__":
    main()
