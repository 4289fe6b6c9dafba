"""A dataset that is to be read -> a refusal in words where it will need more memory than there is."""

from collections.abc import Iterator
from pathlib import Path

from careerstats import wording
from careerstats.batch import memory
from careerstats.errors import DatasetError
from careerstats.intake import Dataset

FIRST = 200.0
"""Megabytes that the program itself holds, and the smallest dataset with it."""

PER_TEXT = 80.0
"""Megabytes for each megabyte of tables as text; measured by benchmarks/bench_large.py."""

PACKED = {".xlsx": 8.0, ".xlsm": 8.0, ".xlsb": 6.0, ".ods": 10.0, ".xls": 1.5, ".parquet": 8.0}
"""Kind of file → how many times as long its tables would be as text."""

TEXTS = {".csv": 1.0, ".tsv": 1.0, ".txt": 1.0}

SHORT = (
    "Набору не хватит памяти: таблиц в нём {size}\u00a0МБ, на их чтение и сравнение нужно около {needed}\u00a0МБ, а "
    "свободно {there}\u00a0МБ. Ничего не прочитано и не построено. Закройте другие программы, возьмите компьютер с "
    "большей памятью или разделите набор: каждый регион – своя папка в data/raw; прежние годы можно вынести."
)


def refuse_if_short(dataset: Dataset) -> None:
    """Raises DatasetError before anything is read. Lists of persons are counted row by row and take nothing of note."""
    size = sum(_as_text(dataset)) / 2**20
    needed, there = FIRST + PER_TEXT * size, memory.available_mb()
    if size > 1 and needed > there:
        numbers = {"size": round(size), "needed": round(needed, -2), "there": there}
        raise DatasetError(SHORT.format(**{name: wording.integer(round(number)) for name, number in numbers.items()}))


def _as_text(dataset: Dataset) -> Iterator[float]:
    """How long each table is, in bytes of text."""
    lists = {dataset.folder / name for entry in dataset.settings.participants for name in entry.file}
    for path in dataset.folder.rglob("*"):
        times = (PACKED | TEXTS).get(path.suffix.lower())
        if times and path not in lists:
            yield times * _length(path)


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # what is not there any more is told of when it is read
        return 0
