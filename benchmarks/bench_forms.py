"""Returned forms -> how long collecting takes, against the obvious loop: pandas.read_excel with openpyxl.

    python benchmarks/bench_forms.py [--forms 2600] [--per school|municipality] [--loop 300] [--folder DIR] [--make]

The forms of a fictional region (of several, for more than 90 municipalities) are made and filled in once, outside the
timing; ``--folder`` keeps them for the next run. The loop reads the sheets with answers and picks the cells. Collecting
also looks for traps, checks every number, holds it against its whole and against what the dataset's tables know, and
says who is silent; it is timed as the command is run, a new program each time, with one process and with as many as
there are processors: first reading and checking the forms alone, then the whole command, which reads all tables of the
dataset too, then again over the unchanged files, and with one of them changed.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

sys.path += [str(Path(__file__).parent.parent / "tests"), str(Path(__file__).parent.parent / "tests" / "helpers")]

from form_projects import SETTINGS, FormProject, fill, without_forms

from careerstats.simulate import simulate

_MOST = 90
"""Municipalities of one fictional region."""

_PER_SCHOOL = SETTINGS.replace('since: "2024/25"\n', 'since: "2024/25"\n    per: school\n').partition("    municipal:")[
    0
]
_SHEETS = {"school": ["Школа"], "municipality": ["Школы", "Муниципалитет"]}
_KEPT = "data/processed"
_COLLECT = """
import sys; from pathlib import Path; from careerstats.pipeline import again
def collected(say):
    from careerstats.pipeline.forms import collect
    return collect(project, "demo", say, jobs={jobs})
project = Path(sys.argv[1])
again.answered(project, "demo", "forms collect", collected, lambda text: None)
"""
_GATHER = """
import sys; from pathlib import Path; from careerstats.intake.forms import Way, gather
from careerstats.pipeline.forms import opened_forms
dataset, _, forms = opened_forms(Path(sys.argv[1]), "demo")
gather(dataset, forms, Way(jobs={jobs}))
"""
Times = tuple[float, float]
"""Seconds on the clock, seconds of processors."""


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(options.folder or temporary)
        projects = made(home, options.forms, options.per)
        files = [path for one in projects for path in sorted(one.returns.glob("*.xlsx"))]
        if not options.make:
            compare(projects, files, options.per, options.loop)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=2600)
    parser.add_argument("--per", choices=list(_SHEETS), default="school")
    parser.add_argument("--loop", type=int, default=300, help="forms that the loop reads; it has the same pace for all")
    parser.add_argument("--folder", help="where the made forms are kept")
    parser.add_argument("--make", action="store_true", help="only make the forms")
    return parser.parse_args()


# ---- forms, made and filled in once


def made(home: Path, forms: int, per: str) -> list[FormProject]:
    if not (home / "done").exists():
        sizes = list(_regions(forms, per))
        tasks = [(home / str(number), *size, per) for number, size in enumerate(sizes)]
        for task in tasks:
            region(*task)
        (home / "done").write_text("", encoding="utf-8", newline="\n")
    return [FormProject(folder) for folder in sorted(home.iterdir()) if (folder / "data").is_dir()]


def _regions(forms: int, per: str) -> Iterator[tuple[int, int, int]]:
    """Municipalities, schools and forms of each region."""
    if per == "school":
        yield min(_MOST, max(forms // 10, 2)), forms + forms // 20 + 10, forms
        return
    for first in range(0, forms, _MOST):
        number = min(_MOST, forms - first)
        yield number, 10 * number, number


def region(folder: Path, municipalities: int, schools: int, forms: int, per: str) -> None:
    """A fictional region whose first ``forms`` forms are filled in."""
    raw = folder / "data" / "raw" / "demo"
    simulate(raw, municipalities, schools, 2, 1)
    described = (raw / "dataset.yaml").read_text(encoding="utf-8")
    before, _, after = without_forms(described).partition("  - file: tables/2024-25/form.csv\n")
    text = before + after[after.index("  - file: ") :] + (_PER_SCHOOL if per == "school" else SETTINGS)
    (raw / "dataset.yaml").write_text(text, encoding="utf-8", newline="\n")
    project = FormProject(folder)
    project.make()
    blanks = sorted(project.blanks.glob("*.xlsx"))[:forms]
    tasks = [(blank, project.returns / blank.name, number) for number, blank in enumerate(blanks)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        list(pool.map(_fill, tasks, chunksize=20))


def _fill(task: tuple[Path, Path, int]) -> None:
    blank, target, seed = task
    fill(blank, target, Random(seed))


# ---- timing


def compare(projects: list[FormProject], files: list[Path], per: str, looped: int) -> None:
    number, sheets = len(files), _SHEETS[per]
    print(f"Форм {number} (листы с ответами: {', '.join(sheets)}), процессоров {os.cpu_count()}\n")
    sample = files[:: max(number // looped, 1)][:looped]
    loop = timed(
        "обычный цикл (pandas.read_excel, openpyxl)", len(sample), lambda: [obvious(one, sheets) for one in sample]
    )
    read = {
        jobs: timed(f"прочитать и проверить формы, {name}", number, lambda jobs=jobs: run(_GATHER, projects, jobs))
        for jobs, name in (("1", "один процесс"), ("", "все процессоры"))
    }
    whole = {
        jobs: timed(f"вся команда forms collect, {name}", number, lambda jobs=jobs: run(_COLLECT, projects, jobs))
        for jobs, name in (("1", "один процесс"), ("", "все процессоры"))
    }
    again = timed("снова, файлы не изменились", number, lambda: run(_COLLECT, projects, forget=False))
    files[0].write_bytes(files[1].read_bytes())
    timed("снова, один файл прислан ещё раз", number, lambda: run(_COLLECT, projects, forget=False))
    print()
    for jobs, name in (("1", "один процесс"), ("", "все процессоры")):
        print(f"{name}: чтение быстрее цикла в {ratio(loop, read[jobs])}, вся команда в {ratio(loop, whole[jobs])}")
    print(f"один процесс, по времени процессора: чтение в {loop[1] / read['1'][1]:.1f} раза, ", end="")
    print(f"вся команда в {loop[1] / whole['1'][1]:.1f}")
    print(f"повторный сбор: {100 * again[0] / whole[''][0]:.1f} % времени первого")


def ratio(slow: Times, fast: Times) -> str:
    return f"{slow[0] / fast[0]:.1f} раза"


def obvious(path: Path, sheets: list[str]) -> list[dict[str, Any]]:
    """What a practitioner writes: the sheets with answers, the cells under (beside) the codes."""
    rows: list[dict[str, Any]] = []
    for frame in pd.read_excel(path, header=None, sheet_name=sheets, engine="openpyxl").values():
        codes = frame.iloc[4].tolist()
        if "#organisation" in codes:
            columns = [at for at, code in enumerate(codes) if isinstance(code, str) and code[0] != "#"]
            for _, row in frame.iloc[6:].iterrows():
                rows += [{"school": row[0], "variable": codes[at], "value": row[at]} for at in columns]
        else:
            rows += [{"variable": row[0], "value": row[3]} for _, row in frame.iloc[6:].iterrows()]
    return rows


def run(code: str, projects: list[FormProject], jobs: str = "", forget: bool = True) -> None:
    """In a new program, as a command is; what it kept of the last time may be taken away first."""
    for one in projects:
        if forget:
            shutil.rmtree(one.folder / _KEPT, ignore_errors=True)
        subprocess.run([sys.executable, "-c", code.format(jobs=jobs or None), str(one.folder)], check=True)


def timed(name: str, number: int, work: Callable[[], Any]) -> Times:
    """Prints and returns seconds per form: on the clock, and of all processors together."""
    start, busy = time.perf_counter(), _busy()
    work()
    seconds, busy = time.perf_counter() - start, _busy() - busy
    each = f"{1000 * seconds / number:8.2f} мс на форму" if number > 1 else ""
    print(f"{name:52} {seconds:7.2f} с (процессора {busy:6.2f}) {each}", flush=True)
    return seconds / number, busy / number


def _busy() -> float:
    """Processor time of this program and of those it waited for (not of their workers): no other programs count."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
