"""A simulated country -> what its notes cost, on a sample of its regions, and whether the cost per note stays flat.

    python benchmarks/bench_country.py [--municipalities N] [--schools N] [--years N] [--sample REGIONS] [--sheets N]

The country is a folder of regions, as ``careerstats simulate`` writes it (2 600 municipalities, 40 000 schools, five
years); each region is a dataset and a build of its own, so a build never holds more than one. Built are one region
alone and a sample of regions in a row; the rest is a projection and printed as such. Processor time is that of the
build and of all its workers.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

TOGETHER = """
import json, sys, time
from pathlib import Path
from careerstats.pipeline.building import build_each
from careerstats.pipeline.request import Request
project, first, *rest = sys.argv[1:]
marks = []
for names in ([first], rest):
    build_each(Path(project), [Request(name) for name in names], lambda text: None)
    marks.append(time.process_time())
print(json.dumps([marks[0], marks[1] - marks[0]]))
"""
COMMAND = [sys.executable, "-m", "careerstats"]


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        started = time.perf_counter()
        simulate(project, options)
        regions = sorted(path.name for path in (project / "data" / "raw").iterdir())
        print(f"условная страна: регионов {len(regions)}, записана за {time.perf_counter() - started:.0f} с")
        chosen = regions[:: max(1, len(regions) // options.sample)][: options.sample]
        built = [measured(project, region) for region in chosen]
        again = [measured(project, region) for region in chosen]
        together = in_one_process(project, chosen)
        sheets = measured(project, chosen[0], "--notebook", "school", "--formats", "docx", limit=options.sheets)
    told(options, built, again, sheets, together | {"regions": len(regions)})


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--municipalities", type=int, default=2600)
    parser.add_argument("--schools", type=int, default=40000)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--sample", type=int, default=3, help="regions that are built")
    parser.add_argument("--sheets", type=int, default=3, help="municipalities whose schools' sheets are built")
    return parser.parse_args()


def simulate(project: Path, options: argparse.Namespace) -> None:
    (project / "data").mkdir()
    sizes = [f"--{name}={getattr(options, name)}" for name in ("municipalities", "schools", "years")]
    command = [*COMMAND, "simulate", str(project / "data" / "raw"), *sizes]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def measured(project: Path, region: str, *words: str, limit: int = 0) -> dict[str, Any]:
    """One build: its notes, seconds, processor seconds of the parent and of the workers, the parent's peak."""
    chosen = [word for code in codes(project, region)[:limit] for word in ("--only", code)]
    command = [*COMMAND, "build", region, "--project", str(project), *words, *chosen]
    log = project / "log.jsonl"
    log.unlink(missing_ok=True)
    started, waited = time.perf_counter(), sum(os.times()[2:4])
    process = psutil.Popen([*command, "--log", str(log)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    parent, workers, peak = watched(process)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    notes = sum(line.get("event") == "note" or "key" in line for line in lines)
    return {
        "region": region, "notes": notes, "seconds": time.perf_counter() - started, "peak": peak,
        "parent": parent, "workers": workers, "waited": sum(os.times()[2:4]) - waited,
    }  # fmt: skip


def in_one_process(project: Path, regions: list[str]) -> dict[str, float]:
    """Nothing to do in any of the regions, looked at by one process; the seconds of its first apart."""
    done = subprocess.run(
        [sys.executable, "-c", TOGETHER, str(project), *regions], check=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    first, rest = json.loads(done.stdout.splitlines()[-1])
    return {"first": first, "each": rest / max(1, len(regions) - 1)}


def codes(project: Path, region: str) -> list[str]:
    folder = project / "reports" / region
    return sorted({path.name for path in folder.glob("*/*") if path.is_dir() and path.name.isdigit()})[1:]


def watched(process: psutil.Popen) -> tuple[float, float, float]:
    """Looks every 0.2 s: what a process below has used by its last look is counted."""
    parent, peak, below = 0.0, 0.0, {}
    while process.poll() is None:
        try:
            parent, peak = sum(process.cpu_times()[:2]), max(peak, process.memory_info().rss / 2**20)
            for one in process.children(recursive=True):
                below[one.pid] = sum(one.cpu_times()[:2])
        except psutil.Error:
            pass
        time.sleep(0.2)
    return parent, sum(below.values()), peak


def told(
    options: argparse.Namespace,
    built: list[dict[str, Any]],
    again: list[dict[str, Any]],
    sheets: dict[str, Any],
    country: dict[str, float],
) -> None:
    regions = int(country["regions"])
    first, last = built[0], built[-1]
    cost = [(one["parent"] + one["workers"]) / one["notes"] for one in built]
    number = options.municipalities + regions
    seconds = statistics.mean(one["seconds"] / one["notes"] for one in built) * number
    unchanged = statistics.median(one["seconds"] for one in again) * regions
    spent = statistics.mean(cost) * number
    apart = statistics.median(one["waited"] for one in again) * regions
    one_process = country["first"] + country["each"] * (regions - 1)
    print(f"\nпроцессоров {os.cpu_count()}, нагрузка {os.getloadavg()[0]:.1f}\n")
    print(f"{cost[-1] / cost[0]:>8.2f}x  процессора на справку: последний регион к первому ({len(built)} подряд)")
    print(f"{spent / one_process:>8.0f}x  меньше процессора: страна без изменений, все наборы в одном процессе")
    print(f"{spent / apart:>8.0f}x  то же, процесс на каждый набор")
    print(f"{seconds / unchanged:>8.0f}x  быстрее повторный запуск без изменений всей страны (проекция на {number})")
    print(
        f"\n{'регион':<12}{'справок':>8}{'с':>8}{'процессор/справка':>20}{'из него родитель':>18}{'родитель, МБ':>14}"
    )
    for one, own in zip(built, cost, strict=True):
        parent = one["parent"] / one["notes"]
        print(
            f"{one['region']:<12}{one['notes']:>8}{one['seconds']:>8.0f}{own:>20.2f}{parent:>18.2f}{one['peak']:>14.0f}"
        )
    if sheets["notes"]:
        cpu = (sheets["workers"] + sheets["parent"]) / sheets["notes"]
        print(f"\nлисты школ: {sheets['notes']}, процессора на лист {cpu:.2f} с")
        print(f"проекция на {options.schools} листов: {cpu * options.schools / 3600:.1f} часа процессора")
    print(f"проекция на {number} справок страны: {seconds / 60:.0f} мин; повторный запуск {unchanged:.0f} с")
    assert first["region"] != last["region"] or len(built) == 1


if __name__ == "__main__":
    main()
