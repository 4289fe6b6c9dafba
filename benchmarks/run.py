"""The real dataset -> what a note costs with papermill's engine and with ours, and what a whole build costs.

    python benchmarks/run.py [--dataset NAME] [--runs N]

Everything is measured in one run, on a copy in a temporary folder; medians of N runs.
"""

import argparse
import contextlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import bench_chain
import bench_engine

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "notebooks" / "municipality.ipynb"


def main() -> None:
    options = arguments()
    bench_chain.table(options.stock, options.ours, options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        cold, unchanged, one, cell = builds(Path(folder), options.dataset, options.runs)
        project = Path(folder, "0")
        os.environ |= {"CAREERSTATS_PROJECT": str(project), "CAREERSTATS_BATCH": "1"}
        notes = project / "data" / "processed" / options.dataset / "notes"
        bundle = min(notes.rglob("municipality-*.json"))
        parameters = {"dataset": options.dataset, "municipality": bundle.stem.removeprefix("municipality-")}
        with quiet_kernels():
            engines = {
                name: bench_engine.measure(name, NOTEBOOK, parameters, options.runs) for name in bench_engine.ENGINES
            }
        number = len(list(notes.rglob("*.json")))
    print(f"\nОдна справка без файлов ({NOTEBOOK.name}), медиана {options.runs} запусков\n")
    print(f"{'движок':<34}{'время, с':>9}{'процессор, с':>14}")
    for name, (wall, cpu) in engines.items():
        print(f"{ {'stock': 'papermill'}.get(name, name):<34}{wall:>9.3f}{cpu:>14.3f}")
    wall, cpu = (stock / ours for stock, ours in zip(engines["stock"], engines["careerstats"], strict=True))
    print(f"{'дешевле':<34}{wall:>8.1f}x{cpu:>13.1f}x")
    print(f"\nНабор {options.dataset}: справок {number}, html, docx и pdf; процессоров {os.cpu_count()}\n")
    for words, seconds in (
        ("все справки заново", cold),
        ("то же, на одну справку", cold / number),
        ("одна справка, --force", one),
        ("повторный запуск без изменений", unchanged),
        ("одна ячейка данных изменена", cell),
    ):
        print(f"{words:<34}{seconds:>9.3f}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", default="amur-2020")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--stock", type=int, default=4, help="notes of the stock chain in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ours", type=int, default=40, help="notes of ours and of the floor in a round")
    return parser.parse_args()


def builds(folder: Path, dataset: str, runs: int) -> tuple[float, float, float, float]:
    """Median seconds of a first build, one with nothing to do, one note built anew, and of one changed cell."""
    for run in range(runs):
        shutil.copytree(ROOT / "data" / "raw" / dataset, folder / str(run) / "data" / "raw" / dataset)
    cold = [seconds(folder / str(run), dataset) for run in range(runs)]
    unchanged = [seconds(folder / "0", dataset) for _ in range(runs)]
    code = min(path.name for path in (folder / "0" / "reports" / dataset).glob("*/*") if path.is_dir())
    one = [seconds(folder / "0", dataset, "--only", code, "--force") for _ in range(runs)]
    cell = [changed(folder / str(run), dataset) for run in range(runs)]
    return statistics.median(cold), statistics.median(unchanged), statistics.median(one), statistics.median(cell)


def changed(project: Path, dataset: str) -> float:
    """A build after one number of the last table is another; that costs the whole region, which is compared."""
    table = max((project / "data" / "raw" / dataset / "tables").rglob("*.csv"), key=lambda path: path.stat().st_size)
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(at for at in range(len(lines) - 1, 0, -1) if re.search(r"[,;]\d+[,;]", lines[at]))
    lines[at] = re.sub(
        r"([,;])(\d+)([,;])", lambda found: f"{found[1]}{int(found[2]) + 1}{found[3]}", lines[at], count=1
    )
    table.write_text("".join(lines), encoding="utf-8", newline="")
    spent, said = seconds_and_words(project, dataset)
    print(
        f"\nПосле правки одной ячейки ({table.name}):", *(line for line in said if line[:2] in ("Сп", "– ")), sep="\n"
    )
    return spent


def seconds(project: Path, dataset: str, *words: str) -> float:
    """Of one ``careerstats build``, from the start of its process to its end."""
    return seconds_and_words(project, dataset, *words)[0]


def seconds_and_words(project: Path, dataset: str, *words: str) -> tuple[float, list[str]]:
    """The same with the lines that it said: how many notes it had to build, and why each."""
    command = [sys.executable, "-m", "careerstats", "build", dataset, "--project", str(project), *words]
    started = time.perf_counter()
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8")
    return time.perf_counter() - started, done.stdout.splitlines()


@contextlib.contextmanager
def quiet_kernels() -> Iterator[None]:
    """Kernels of the stock engine write remarks about their sockets to descriptor 2."""
    saved = os.dup(2)
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)


if __name__ == "__main__":
    main()
