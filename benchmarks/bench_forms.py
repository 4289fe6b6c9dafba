"""Returned forms -> how long collecting takes, against the obvious loop: pandas.read_excel with openpyxl.

    python benchmarks/bench_forms.py [--forms 300] [--loop 100]

Every form is a municipality of its own in a fictional region. The loop only reads, collecting also checks every number.
Making and filling 2 600 forms in takes some minutes (they are not measured); both are measured in one process.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

sys.path += [str(Path(__file__).parent.parent / "tests"), str(Path(__file__).parent.parent / "tests" / "helpers")]

from form_projects import SETTINGS, FormProject, fill

from careerstats.simulate import simulate

_MOST = 90
"""Municipalities of one fictional region."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=300)
    parser.add_argument("--loop", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        projects = [region(Path(folder, str(n)), min(_MOST, options.forms - n)) for n in range(0, options.forms, _MOST)]
        print(f"Форм {options.forms}; в форме около 10 школ, 9 величин о школе и 1 о муниципальном образовании\n")
        cache = Path(folder, "cache")
        first = timed("собрать (careerstats), впервые", options.forms, lambda: [one.collect(cache) for one in projects])
        timed("собрать снова, файлы не изменились", options.forms, lambda: [one.collect(cache) for one in projects])
        sample = sorted(path for one in projects for path in one.returns.glob("*.xlsx"))[: options.loop]
        loop = timed(
            "pandas.read_excel, openpyxl, один лист",
            len(sample),
            lambda: [pd.read_excel(path, header=None, sheet_name="Школы", engine="openpyxl") for path in sample],
        )
        both = timed(
            "то же, оба листа с ответами",
            len(sample),
            lambda: [
                pd.read_excel(path, header=None, sheet_name=["Школы", "Муниципалитет"], engine="openpyxl")
                for path in sample
            ],
        )
        print(f"\nНа одну форму быстрее в {loop / first:.1f} раза (один лист), в {both / first:.1f} раза (оба листа)")


def region(folder: Path, municipalities: int) -> FormProject:
    """A fictional region with a form of every municipality, ten schools each, filled in."""
    simulate(folder / "data" / "raw" / "demo", municipalities, 10 * municipalities, 2, 1)
    raw = folder / "data" / "raw" / "demo"
    described = (raw / "dataset.yaml").read_text(encoding="utf-8")
    before, _, after = described.partition("  - file: tables/2024-25/form.csv\n")
    text = before + after[after.index("  - file: ") :] + SETTINGS
    (raw / "dataset.yaml").write_text(text, encoding="utf-8", newline="\n")
    project = FormProject(folder)
    project.make()
    for index, blank in enumerate(sorted(project.blanks.glob("*.xlsx"))):
        fill(blank, project.returns / blank.name, Random(index))
    return project


def timed(name: str, number: int, work: Callable[[], Any]) -> float:
    """Prints and returns seconds per form."""
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    print(f"{name:45} {seconds:8.2f} с  {1000 * seconds / number:7.2f} мс на форму ({number})")
    return seconds / number


if __name__ == "__main__":
    main()
