"""One notebook, all formats -> what a note costs by the stock chain, by ours, and in plain Python without notebooks.

    python benchmarks/bench_chain.py [--stock N] [--ours N] [--rounds N]

The notebook draws its four figures as a note does, in both chains: drawing is the same on both sides of a ratio.
Stock: papermill.execute_notebook with its own engine, nbconvert to HTML, pandoc to DOCX, WeasyPrint to PDF. Each chain
runs in a process of its own; counted is the processor time of that process and of all it starts. «Cold» is the whole
run divided by its notes, «warm» its second half. pandoc and WeasyPrint come from PATH or from .bench-tools (make bench
puts them there); a format whose tool is missing is left out of the stock chain, which is then cheaper than it is.

Machines are shared, and a processor that others use too needs more seconds for the same work. So the chains take turns,
round after round; a ratio is taken within its round, and printed is the median of the rounds.
"""

import argparse
import ast
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil

from careerstats import blocks

ROOT = Path(__file__).parent.parent
PLAY = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import bench_chain; bench_chain.main()"
TOOLS = ROOT / ".bench-tools"
FORMATS = ("html", "docx", "pdf")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
CELLS = (
    """
import numpy as np
import pandas as pd
from careerstats import blocks
from careerstats.blocks import Blocks
from careerstats.note.figures import theme

def shown(draw, label):
    with theme.own_settings():
        figure = theme.canvas(152, 102)
        axes = theme.panel(figure, 14, 12, 148, 92)
        draw(axes)
        axes.set_title(f"{label} {code}")
        return theme.finish(figure, f"fig-{label}", label, label)

def told(frame, label):
    columns = [blocks.column(str(name)) for name in frame.columns]
    rows = [blocks.row(*(f"{value:.1f}" for value in row)) for row in frame.itertuples(index=False)]
    return Blocks([blocks.table(f"tab-{label}", label, columns, rows)])
""",
    "Blocks([blocks.title('Справка', code)])",
    "part = 5 + (np.arange(29) * 7 + int(code)) % 35\n"
    "counts = pd.DataFrame({'part': part, 'whole': 40}).assign(share=lambda t: 100 * t.part / t.whole)",
    "told(counts, 'counts')",
    "shown(lambda axes: axes.barh(counts.index, counts.share), 'bars')",
    "shown(lambda axes: axes.scatter(counts.part, counts.share), 'dots')",
    "shown(lambda axes: axes.hist(counts.share, bins=12), 'spread')",
    "shown(lambda axes: axes.plot(counts.share.cumsum()), 'line')",
    "told(counts.describe(), 'about')",
)
COLUMNS = ("cold", "warm", "rate", "peak")
CHAINS = {
    "stock": "papermill, nbconvert, pandoc, WeasyPrint",
    "stock-n": "то же в двух процессах",
    "ours": "careerstats, один рабочий процесс",
    "ours-n": "careerstats, два рабочих процесса",
    "floor": "чистый Python без блокнотов",
}


def main() -> None:
    options = arguments()
    if options.role:
        print(json.dumps(ROLES[options.role](Path(options.folder), options.notes)))
        return
    table(options.stock, options.ours, options.rounds)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stock", type=int, default=4, help="notes of the stock chain in a round")
    parser.add_argument("--ours", type=int, default=40, help="notes of ours and of the floor in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--role", choices=CHAINS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    parser.add_argument("--notes", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def table(stock: int, ours: int, rounds: int = 3) -> None:
    """Ratios first, then what they are made of."""
    numbers = {name: stock if name.startswith("stock") else ours for name in CHAINS}
    turns = [{name: _measured(name, numbers[name]) for name in CHAINS} for _ in range(rounds)]
    missing = turns[0]["stock"]["missing"]
    print(f"\nраундов {rounds}, в каждом все цепочки по очереди; медианы отношений внутри раунда")
    print(f"\nБлокнот с четырьмя рисунками, файлы: {', '.join(FORMATS)}; нагрузка {os.getloadavg()[0]:.1f}")
    print(f"нет в стандартной цепочке: {', '.join(missing)}" if missing else "стандартная цепочка полная")
    for words, one, other, key in (
        ("процессорного времени на справку меньше, чем у стандартной цепочки", "stock", "ours", "warm"),
        ("то же с запуском программы", "stock", "ours", "cold"),
        ("столько было бы у чистого Python: больше этого не выиграть", "stock", "floor", "warm"),
        ("процессорного времени к чистому Python", "ours", "floor", "warm"),
        ("два рабочих процесса к одному, справок в секунду", "ours-n", "ours", "rate"),
        ("процессорного времени на справку у двух к одному", "ours-n", "ours", "warm"),
        ("справок в секунду больше, чем у стандартной в двух процессах", "ours-n", "stock-n", "rate"),
    ):
        print(f"  {statistics.median(found[one][key] / found[other][key] for found in turns):>6.2f}x  {words}")
    busy = statistics.median(found["ours-n"]["busy"] for found in turns)
    print(f"  {busy:>6.2f}   из двух рабочих процессов заняты справками всё время работы")
    print(f"\n{'':<44}{'холодный':>10}{'тёплый':>9}{'справок/с':>11}{'память, МБ':>12}")
    for name, words in CHAINS.items():
        one = {key: statistics.median(found[name][key] for found in turns) for key in COLUMNS}
        print(f"{words:<44}{one['cold']:>10.2f}{one['warm']:>9.2f}{one['rate']:>11.2f}{one['peak']:>12.0f}")
    print("холодный, тёплый: секунд процессора на справку")


def _measured(role: str, notes: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        # not as a file: workers would run that again before each note, as no worker of the program does
        command = [sys.executable, "-c", PLAY, "--role", role, "--folder", folder, "--notes", str(notes)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8")
        return json.loads(done.stdout.splitlines()[-1])


# ---- the meter


class Meter:
    """Processor seconds of this process and of all below it; the most memory they held together.

    What the meter itself takes is not counted: a look at all processes of a machine is dear beside a cheap note.
    """

    def __init__(self) -> None:
        self.peak, self.own = 0.0, 0.0
        self.marks: list[tuple[float, float]] = []
        threading.Thread(target=self._watch, daemon=True).start()

    def note(self) -> None:
        with self._uncounted():
            self.marks.append((time.perf_counter(), cpu_seconds() - self.own))

    def told(self, missing: list[str]) -> dict[str, Any]:
        half = len(self.marks) // 2 - 1
        (start, early), (end, late) = self.marks[half], self.marks[-1]
        rest = len(self.marks) - 1 - half
        cold = late / len(self.marks)
        return {"cold": cold, "warm": (late - early) / rest, "rate": rest / (end - start), "peak": self.peak,
                "missing": missing}  # fmt: skip

    def _watch(self) -> None:
        while True:
            with self._uncounted():
                self.peak = max(self.peak, sum(map(_pss, family())))
            time.sleep(1)

    @contextlib.contextmanager
    def _uncounted(self) -> Iterator[None]:
        before = time.thread_time()
        yield
        self.own += time.thread_time() - before


def family() -> list[psutil.Process]:
    own = psutil.Process()
    return [own, *own.children(recursive=True)]


def _pss(process: psutil.Process) -> float:
    try:
        held = process.memory_full_info()
    except psutil.Error:
        return 0.0
    return getattr(held, "pss", held.rss) / 2**20


def cpu_seconds() -> float:
    """Finished children are in the times of whoever waited for them."""
    total = 0.0
    for process in family():
        try:
            total += sum(process.cpu_times()[:4])
        except psutil.Error:
            continue
    return total


# ---- the notebook


def notebook(folder: Path) -> Path:
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    nb = new_notebook(metadata={"kernelspec": KERNEL})
    nb.cells = [new_code_cell('code = "0"', metadata={"tags": ["parameters"]}), *map(new_code_cell, CELLS)]
    path = folder / "bench.ipynb"
    path.write_text(nbformat.writes(nb), encoding="utf-8", newline="\n")
    return path


# ---- the stock chain


def stock(folder: Path, notes: int) -> dict[str, Any]:
    meter, source = Meter(), notebook(folder)
    for number in range(notes):
        stock_note(source, folder / str(number), str(number))
        meter.note()
    return meter.told(missing())


def stock_n(folder: Path, notes: int) -> dict[str, Any]:
    from concurrent.futures import ProcessPoolExecutor, as_completed

    meter, source = Meter(), notebook(folder)
    with ProcessPoolExecutor(2) as pool:
        for _ in as_completed([pool.submit(stock_note, source, folder / str(n), str(n)) for n in range(notes)]):
            meter.note()
    return meter.told(missing())


def stock_note(source: Path, target: Path, code: str) -> None:
    import papermill

    target.mkdir()
    executed = target / "note.ipynb"
    papermill.execute_notebook(str(source), str(executed), {"code": code}, progress_bar=False)
    stock_files(executed, target)


def stock_files(executed: Path, target: Path) -> None:
    """The files of an executed notebook by nbconvert, pandoc and WeasyPrint."""
    from nbconvert import HTMLExporter

    html, _ = HTMLExporter().from_filename(str(executed))
    (target / "note.html").write_text(html, encoding="utf-8")
    if pandoc():
        subprocess.run(
            [pandoc(), str(executed), "-o", str(target / "note.docx")], check=True, stderr=subprocess.DEVNULL
        )
    if weasyprint():
        weasyprint().HTML(string=html).write_pdf(str(target / "note.pdf"))


def missing() -> list[str]:
    return [name for name, tool in (("DOCX (pandoc)", pandoc()), ("PDF (WeasyPrint)", weasyprint())) if not tool]


def pandoc() -> str:
    found = sorted(TOOLS.glob("pypandoc/files/pandoc*"))
    return shutil.which("pandoc") or (str(found[0]) if found else "")


def weasyprint() -> Any:
    if str(TOOLS) not in sys.path:
        sys.path.append(str(TOOLS))
    try:
        import weasyprint as found
    except (ImportError, OSError):  # OSError: without pango
        return None
    return found


# ---- ours


def ours(folder: Path, notes: int, jobs: int = 1) -> dict[str, Any]:
    from careerstats.batch import pool
    from careerstats.batch.tasks import Task

    meter, source = Meter(), notebook(folder)
    tasks = [
        Task(
            project=str(folder),
            dataset="bench",
            period="0",
            code=str(number),
            name=str(number),
            notebook="bench",
            template=str(source),
            parameters={"code": str(number)},
            bundle="",
            folder=str(folder / str(number)),
            stem="note",
            formats=FORMATS,
            fingerprint="",
        )
        for number in range(notes)
    ]
    results = pool.run(tasks, jobs=jobs, timeout=None, on_result=lambda task, result: meter.note())
    assert all(one["status"] == "done" for one in results), results
    seconds = sum(one["seconds"] for one in results[jobs:])  # from the first result on: before it everybody waits
    return meter.told([]) | {"busy": seconds / (meter.marks[-1][0] - meter.marks[0][0])}


# ---- the floor: the same cells, figures and files without notebook, IPython and papermill


def floor(folder: Path, notes: int) -> dict[str, Any]:
    from careerstats.export import WRITERS, from_notebook

    meter = Meter()
    for number in range(notes):
        target = folder / str(number)
        target.mkdir()
        document = from_notebook({"cells": list(plain(CELLS, {"code": str(number)})), "metadata": {}})
        for name in FORMATS:
            (target / f"note.{name}").write_bytes(WRITERS[name](document))
        meter.note()
    return meter.told([])


def plain(cells: tuple[str, ...], names: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each cell run by exec, with what its last line gives."""
    for source in cells:
        tree, last = ast.parse(source), None
        if isinstance(tree.body[-1], ast.Expr):
            last = ast.Expression(tree.body.pop().value)
        exec(compile(tree, "cell", "exec"), names)
        value = eval(compile(last, "cell", "eval"), names) if last else None
        yield {"cell_type": "code", "source": source, "metadata": {}, "outputs": list(outputs_of(value))}


def outputs_of(value: Any) -> Iterator[dict[str, Any]]:
    for block in value or ():
        data, metadata = blocks.as_output(block)
        yield {"output_type": "display_data", "data": data, "metadata": metadata}


ROLES: dict[str, Callable[[Path, int], dict[str, Any]]] = {
    "stock": stock,
    "stock-n": stock_n,
    "ours": ours,
    "ours-n": lambda folder, notes: ours(folder, notes, jobs=2),
    "floor": floor,
}


if __name__ == "__main__":
    main()
