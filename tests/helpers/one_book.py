"""One book of three municipalities as somebody sends it -> the numbers read out of it and what was said of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import yaml

from careerstats import catalogue
from careerstats.intake.dataset import open_dataset
from careerstats.intake.reading import Intake
from careerstats.intake.reading import read as read_dataset

NAMES = {"81603000": "Баргузинский район", "81609000": "Бичурский район", "81612000": "Джидинский район"}
TITLES = {"Обучающиеся": "K_od1", "Диагностика": "K_pt", "Пробы": "K_trial"}
RIGHT = {code: (1000 + 37 * at, 500 + 31 * at, 200 + 17 * at) for at, code in enumerate(NAMES)}
COLUMNS = {title: {"variable": id} for title, id in TITLES.items()}
TOTAL = [sum(row[at] for row in RIGHT.values()) for at in range(3)]
PLAIN = [["МО", *TITLES], *([NAMES[code], *row] for code, row in RIGHT.items())]
Sheets = dict[str, tuple[list[list[Any]], str]]


def read(
    folder: Path,
    sheets: Sheets | list[list[Any]] | bytes,
    merged: str = "",
    files: dict[str, str] | None = None,
    looks: Callable[[openpyxl.Workbook], None] | None = None,
    **spec: Any,
) -> Intake:
    """A dataset of one book with these sheets (name → rows, merged ranges), or of one CSV, and this description.

    ``looks`` gives the book the looks of its cells; ``participants`` in the description stands beside the table.
    """
    home = folder / "data" / "raw" / "proba"
    (home / "tables").mkdir(parents=True)
    file = spec.get("file", "tables/k.csv" if isinstance(sheets, bytes) else "tables/k.xlsx")
    if isinstance(sheets, bytes):
        (home / file).write_bytes(sheets)
    else:
        book = _book(sheets if isinstance(sheets, dict) else {"Sheet": (sheets, merged)})
        if looks:
            looks(book)
        book.save(home / file)
    for name, text in (files or {}).items():
        (home / name).write_text(text, encoding="utf-8")
    beside = {"participants": spec.pop("participants")} if "participants" in spec else {}
    table = {"file": file, "columns": COLUMNS, **spec}
    settings = {"title": "Проба", "region": "81000000", "period": "2024/25", "tables": [table], **beside}
    (home / "dataset.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return read_dataset(open_dataset(folder, "proba"), catalogue.load())


def _book(sheets: Sheets) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, (rows, ranges) in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
        for span in ranges.split():
            page.merge_cells(span)
    return book


def numbers(intake: Intake) -> dict[str, tuple[Any, ...]]:
    """Code → the three numbers of the municipality itself."""
    counts = intake.counts[(intake.counts["organisation"] == "") & intake.counts["value"].notna()]
    given = {
        (code, variable): int(value)
        for code, variable, value in zip(counts["code"], counts["variable"], counts["value"], strict=True)
    }
    return {
        code: tuple(given.get((code, id)) for id in TITLES.values())
        for code in dict.fromkeys(code for code, _ in given)
    }


def told(intake: Intake) -> list[tuple[str, str]]:
    """Problems but for the municipalities of the region that these small tables leave out."""
    return [(problem.code, problem.cell) for problem in intake.problems if problem.code != "not_reported"]
