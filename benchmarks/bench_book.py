"""A book of many rows -> seconds to see it and to read every number of it with its address, beside pandas and openpyxl.

    python benchmarks/bench_book.py [--rows 50000] [--columns 30] [--runs 3]

One row is a school of one of 23 municipalities, their numbers are added up; the book is made outside the timing. pandas
gives the values alone. «Как видно» is values, formats, merged and hidden parts; «прочитано» also whose every number is,
its unit, its total, what is wrong with its cell. Then ``careerstats check`` as a new program: the first time, and over
the unchanged book.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
import yaml

from careerstats import catalogue, territories
from careerstats.intake.dataset import open_dataset
from careerstats.intake.files import open_table
from careerstats.intake.reading import read

REGION, PERIOD = "81000000", "2024/25"


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        book = make(project, options.rows, options.columns)
        known = catalogue.load()
        ways: dict[str, Callable[[], Any]] = {
            "pandas.read_excel, openpyxl": lambda: pd.read_excel(book, header=None, engine="openpyxl"),
            "как видно": lambda: _seen(book),
            "прочитано": lambda: read(open_dataset(project, "bench"), known),
        }
        print(f"Книга {options.rows} × {options.columns}, {book.stat().st_size / 1e6:.1f} МБ, медиана {options.runs}\n")
        for words, way in ways.items():
            print(f"{words:<34}{median(way, options.runs):>9.2f} с")
        for words in ("check", "check ещё раз, ничего не изменено"):
            print(f"{words:<34}{median(lambda: check(project), 1):>9.2f} с")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--columns", type=int, default=30)
    parser.add_argument("--runs", type=int, default=3)
    return parser.parse_args()


def make(project: Path, rows: int, columns: int) -> Path:
    """The book and the dataset that describes it."""
    home = project / "data" / "raw" / "bench"
    (home / "tables").mkdir(parents=True)
    persons = [id for id, variable in catalogue.load().variables.items() if variable.unit == "person"][: columns - 2]
    titles = [f"Величина {at}" for at in range(1, len(persons) + 1)]
    names = [place.name for place in territories.of_region(REGION, territories_day(), territories.load())]
    book = home / "tables" / "schools.xlsx"
    with xlsxwriter.Workbook(book, {"constant_memory": True}) as writer:
        page = writer.add_worksheet()
        page.write_row(0, 0, ["МО", "Школа", *titles])
        for row in range(rows):
            numbers = [(row * 7 + at * 13) % 900 for at in range(len(persons))]
            page.write_row(row + 1, 0, [names[row * len(names) // rows], f"Школа № {row}", *numbers])
    described = {title: {"variable": id} for title, id in zip(titles, persons, strict=True)}
    table = {"file": "tables/schools.xlsx", "territory": "МО", "sum_by": "Школа", "columns": described}
    settings = {"title": "Много строк", "region": REGION, "period": PERIOD, "tables": [table]}
    (home / "dataset.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return book


def territories_day() -> Any:
    from careerstats.model import names_in_force

    return names_in_force(PERIOD)


def _seen(book: Path) -> Any:
    opened = open_table(book)
    return opened.sheet(opened.names[0])


def check(project: Path) -> None:
    command = [sys.executable, "-m", "careerstats", "check", "bench", "--project", str(project)]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)


def median(way: Callable[[], Any], runs: int) -> float:
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        way()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
