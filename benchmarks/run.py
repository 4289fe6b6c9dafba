"""The real dataset -> what its builds cost a processor, beside the stock chain: the first note, each further, a change.

    python benchmarks/run.py [--dataset NAME] [--runs N]

Everything is measured in one run, on copies in a temporary folder; medians of N runs, of the processor seconds of the
program and of all that it starts. «Каждая следующая справка» is all notes of a dataset built from nothing, without the
first, in all formats: reading, analysis, plans, packages and the page of the region are in it.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import bench_chain
import bench_engine
import bench_writers

from careerstats.batch import guard

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "notebooks" / "municipality.ipynb"
FIRST, FURTHER, ALONE, ALL, PUBLIC, UNCHANGED, CELL = (
    "первая справка из ничего",
    "каждая следующая справка",
    "из неё сам блокнот со своими файлами",
    "все справки из ничего",
    "все справки для публикации",
    "повторный запуск без изменений",
    "одна ячейка данных изменена",
)


def main() -> None:
    options = arguments()
    bench_chain.table(options.stock, options.ours, options.rounds)
    guard.adopt()  # what a build leaves behind ends as a child of ours, and its seconds count
    with tempfile.TemporaryDirectory() as folder:
        rounds = [build_all(Path(folder, str(run)), options.dataset) for run in range(options.runs)]
        costs = {words: statistics.median(costs[words] for costs in rounds) for words in rounds[0]}
        project = Path(folder, "0", "internal")
        os.environ |= {"CAREERSTATS_PROJECT": str(project), "CAREERSTATS_BATCH": "1"}
        notes = notes_of(project, options.dataset)
        stock = stock_costs(notes[: options.stock], options.dataset)
        engines = engines_of(notes[0], options.dataset, options.runs)
    print(f"\nОдна справка без файлов ({NOTEBOOK.name}), медиана {options.runs} запусков\n")
    print(f"{'движок':<34}{'время, с':>9}{'процессор, с':>14}")
    for name, (wall, cpu) in engines.items():
        print(f"{ {'stock': 'papermill'}.get(name, name):<34}{wall:>9.3f}{cpu:>14.3f}")
    wall, cpu = (stock / ours for stock, ours in zip(engines["stock"], engines["careerstats"], strict=True))
    print(f"{'дешевле':<34}{wall:>8.1f}x{cpu:>13.1f}x")
    print(f"\nНабор {options.dataset}: справок {len(notes) + 1}, html, docx, pdf и xlsx; секунд процессора\n")
    for words, seconds in costs.items():
        print(f"{words:<58}{seconds:>9.2f}")
    print(f"{'то же стандартной цепочкой, каждая следующая справка':<58}{stock:>9.2f}")
    for words, ratio in (
        ("следующая справка дешевле, чем у стандартной цепочки", stock / costs[FURTHER]),
        ("то же без планов, писем, протоколов и чтения данных", stock / costs[ALONE]),
        ("справки для публикации к служебным", costs[PUBLIC] / costs[ALL]),
        ("одна изменённая ячейка к сборке из ничего", costs[CELL] / costs[ALL]),
    ):
        print(f"{words:<58}{ratio:>8.2f}x")


def notes_of(project: Path, dataset: str) -> list[Path]:
    """Executed notebooks of the municipalities, without the region's own."""
    bundles = (project / "data" / "processed" / dataset).rglob("municipality-*.json")
    codes = {path.stem.removeprefix("municipality-") for path in bundles}
    return [
        path for path in sorted((project / "reports" / dataset).glob("*/*/note.ipynb")) if path.parent.name in codes
    ]


def stock_costs(notes: Sequence[Path], dataset: str) -> float:
    """Of one further note: the first pays for the imports and is not counted."""
    with quiet_kernels():
        return statistics.median(sum(bench_writers.stock_cost(path, dataset)) for path in notes[1:])


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", default="amur-2020")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--stock", type=int, default=4, help="notes of the stock chain in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ours", type=int, default=40, help="notes of ours and of the floor in a round")
    return parser.parse_args()


def build_all(folder: Path, dataset: str) -> dict[str, float]:
    """Processor seconds of each kind of build; the first note and those for the public in projects of their own."""
    for name in ("first", "internal", "public"):
        shutil.copytree(ROOT / "data" / "raw" / dataset, folder / name / "data" / "raw" / dataset)
    whole = seconds(folder / "internal", dataset)
    notes = notes_of(folder / "internal", dataset)
    first = seconds(folder / "first", dataset, "--only", notes[0].parent.name)
    return {
        FIRST: first,
        FURTHER: (whole - first) / len(notes),
        ALONE: alone(folder / "internal", dataset),
        ALL: whole,
        PUBLIC: seconds(folder / "public", dataset, "--audience", "public"),
        UNCHANGED: seconds(folder / "internal", dataset),
        CELL: changed(folder / "internal", dataset),
    }


def alone(project: Path, dataset: str) -> float:
    """What the ledger says of a municipality's note: its cells and files, without what is made beside it."""
    text = (project / "reports" / dataset / "run.json").read_text(encoding="utf-8")
    notes = json.loads(text)["notes"].values()
    return statistics.median(note["cpu_seconds"] for note in notes if note["notebook"] == "municipality")


def changed(project: Path, dataset: str) -> float:
    """A build after one number of a municipality is another; that costs the whole region, which is compared.

    Of a row in the middle of the largest table: its last one is a total, which hardly any note prints.
    """
    table = max((project / "data" / "raw" / dataset / "tables").rglob("*.csv"), key=lambda path: path.stat().st_size)
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(at for at in range(len(lines) // 2, 0, -1) if re.search(r"[,;]\d+[,;]", lines[at]))
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
    """Of one ``careerstats build``: of its own process and of all below it."""
    return seconds_and_words(project, dataset, *words)[0]


def seconds_and_words(project: Path, dataset: str, *words: str) -> tuple[float, list[str]]:
    """The same with the lines that it said: how many notes it had to build, and why each."""
    command = [sys.executable, "-m", "careerstats", "build", dataset, "--project", str(project), *words]
    before = sum(os.times()[2:4])
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8")
    with contextlib.suppress(ChildProcessError):  # once nobody is left
        while True:
            os.wait()
    return sum(os.times()[2:4]) - before, done.stdout.splitlines()


def engines_of(note: Path, dataset: str, runs: int) -> dict[str, tuple[float, float]]:
    """Wall and processor seconds of one note without files by each engine."""
    parameters = {"dataset": dataset, "municipality": note.parent.name}
    with quiet_kernels():
        return {name: bench_engine.measure(name, NOTEBOOK, parameters, runs) for name in bench_engine.ENGINES}


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
