"""A seed -> a book as institutes send them, its description, and what its numbers are: for tests of the readers."""

import random
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.styles import Font

PLACES = {
    "81603000": "Баргузинский район", "81609000": "Бичурский район", "81612000": "Джидинский район",
    "81615000": "Еравнинский район", "81618000": "Заиграевский район",
}  # fmt: skip
VARIABLES = {"Обучающиеся": "K_od1", "Диагностика": "K_pt", "Пробы": "K_trial"}
Truth = dict[tuple[str, str, str], int]
"""Code, variable, period → the number."""


@dataclass
class Made:
    """A sheet in the making: rows, what is merged (borders from 0), what is hidden, how cells look; and the truth.

    ``doubtful``: what must be asked about, not read.
    """

    rows: list[list[Any]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: set[tuple[int, int]] = field(default_factory=set)
    truth: Truth = field(default_factory=dict)
    doubtful: set[tuple[str, str, str]] = field(default_factory=set)
    spec: dict[str, Any] = field(default_factory=dict)
    traits: list[str] = field(default_factory=list)
    draft: bool = False


def made(seed: int, *, clean: bool = False) -> Made:
    """One book; a ``clean`` one has nothing that must be asked about."""
    chance = random.Random(seed)
    sheet = Made()
    orientation = chance.choice(["rows", "rows", "rows", "turned", "long"])
    sub = chance.choice(["", "years", "share", "plan", "units", "change", "of plan"]) if orientation == "rows" else ""
    depth = 1 if orientation != "rows" else (chance.choice([2, 3]) if sub else chance.choice([1, 2, 3]))
    sheet.traits += [orientation, sub, f"depth {depth}"]
    if chance.random() < 0.4:
        sheet.rows += [["Сведения о профориентационной работе"], []][: chance.choice([1, 2])]
    columns = _columns(chance, sub)
    top = len(sheet.rows)
    if orientation == "long":
        _long(sheet, chance)
    else:
        _head(sheet, chance, columns, depth)
        _body(sheet, chance, columns)
    if orientation == "turned":
        _turn(sheet, top)
    if not clean:
        _spoil(sheet, chance, orientation)
    sheet.draft = not clean and chance.random() < 0.2
    return sheet


def _columns(chance: random.Random, sub: str) -> list[tuple[str, str, str]]:
    """(title, what stands below it, period), from left to right."""
    years = [("2023/24", "2023/24"), ("2024/25", "2024/25")]
    below = {
        "": [("", "2024/25")],
        "years": chance.sample(years, 2),
        "share": chance.sample([("%", "%"), ("чел.", "2024/25")], 2),
        "plan": chance.sample([("план", "план"), ("факт", "2024/25")], 2),
        "units": [("чел.", "2024/25")],
        "change": [*years, ("+/-", "other")],
        "of plan": [("План 2024/25", "план"), ("Факт 2024/25", "2024/25"), ("% выполнения", "other")],
    }[sub]
    whole = [("чел.", "2024/25")] if sub == "share" else below
    return [(title, text, kind) for title in VARIABLES for text, kind in (whole if title == "Обучающиеся" else below)]


def _head(sheet: Made, chance: random.Random, columns: list[tuple[str, str, str]], depth: int) -> None:
    """Titles over sub-titles, merged as people merge them; with three rows, one title over all."""
    first, width = len(sheet.rows), len(columns)
    titles = [title for title, _, _ in columns]
    levels = [[*titles], [below for _, below, _ in columns]]
    wanted = depth - (1 if any(levels[1]) else 0)
    rows = [["МО", *("Сведения об обучающихся" for _ in columns)]] if wanted > 1 else []
    rows.append(["МО", *levels[0]])
    if any(levels[1]):
        rows.append(["МО", *levels[1]])
    for at, row in enumerate(rows):
        kept = [row[0] if at == 0 else None]
        start = 1
        for column in range(1, width + 1):
            same = column > 1 and row[column] == row[column - 1] and at < len(rows) - 1
            same = same and (at == 0 or rows[at - 1][column] == rows[at - 1][column - 1])
            if not same:
                start = column
            kept.append(None if same else row[column])
            if same:
                sheet.merged = [one for one in sheet.merged if one[:2] != (first + at, start)]
                sheet.merged.append((first + at, start, first + at, column))
        sheet.rows.append(kept)
    if len(rows) > 1:
        sheet.merged.append((first, 0, first + len(rows) - 1, 0))
    if chance.random() < 0.3:
        written = chance.choice(["{}", "({})", "{}.", "гр. {}"])
        sheet.rows.append([at if written == "{}" else written.format(at) for at in range(1, width + 2)])
    sheet.spec = {"territory": "МО", "columns": {title: {"variable": id} for title, id in VARIABLES.items()}}


def _body(sheet: Made, chance: random.Random, columns: list[tuple[str, str, str]]) -> None:
    sums = [0] * len(columns)
    for at, (code, name) in enumerate(PLACES.items()):
        if at == 2 and chance.random() < 0.2:
            sheet.rows.append(["Южная зона", *[None] * len(columns)])
        row = _numbers(chance, code, columns, sheet.truth)
        sums = [total + number if isinstance(number, int) else 0 for total, number in zip(sums, row, strict=True)]
        sheet.rows.append([name, *row])
    if chance.random() < 0.5:
        shown = [
            number if kind not in ("%", "other") else None for number, (_, _, kind) in zip(sums, columns, strict=True)
        ]
        sheet.rows.append(["ИТОГО", *shown])
        if chance.random() < 0.7:
            sheet.spec["rows"] = {"ИТОГО": "total"}
    if chance.random() < 0.2:
        sheet.rows.append([chance.choice(["Среднее", "из них города"]), *[5] * len(columns)])
    if chance.random() < 0.3:
        sheet.rows += [[], ["* по данным на 20 сентября"]]


def _numbers(chance: random.Random, code: str, columns: list[tuple[str, str, str]], truth: Truth) -> list[Any]:
    sizes = chance.sample(sorted(set(range(200, 5000)) - set(truth.values())), 4)
    whole = dict(zip(("2024/25", "2023/24", "план", "%"), sizes, strict=True))
    whole["%"] = whole["2024/25"]
    parts: dict[tuple[str, str], int] = {}
    for title in VARIABLES:
        for kind in ("2024/25", "2023/24", "план"):
            used = {*parts.values(), *truth.values(), *whole.values()}
            free = [number for number in range(11, whole[kind]) if number not in used]
            parts[title, kind] = whole[kind] if title == "Обучающиеся" else chance.choice(free)
    row: list[Any] = []
    for title, _, kind in columns:
        if kind == "other":
            row.append(chance.choice([-7, 4, 81.5]))
        elif kind == "%":
            row.append(round(100 * parts[title, "2024/25"] / whole["2024/25"], 1))
        else:
            row.append(parts[title, kind])
            if kind != "план":
                truth[code, VARIABLES[title], kind] = parts[title, kind]
    return row


def _long(sheet: Made, chance: random.Random) -> None:
    sheet.rows.append(["МО", "Показатель", "Значение"])
    joined = chance.random() < 0.5
    grouped, numbered = not joined and chance.random() < 0.3, chance.random() < 0.3
    for code, name in PLACES.items():
        sheet.rows += [[name, None, None]] * grouped
        first = len(sheet.rows)
        row = _numbers(chance, code, [(title, "", "2024/25") for title in VARIABLES], sheet.truth)
        for at, (title, number) in enumerate(zip(VARIABLES, row, strict=True)):
            whose = name if not grouped and (at == 0 or not joined) else None
            sheet.rows.append([whose, f"{at + 1}. {title}" if numbered else title, number])
        if joined:
            sheet.merged.append((first, 0, first + 2, 0))
    columns = {title: {"variable": id} for title, id in VARIABLES.items()}
    if chance.random() < 0.4:
        for row in sheet.rows:
            if len(row) > 1:
                row.insert(2, "Ед. изм." if row[1] == "Показатель" else "чел.")
    sheet.spec = {"territory": "МО", "name": "Показатель", "value": "Значение", "columns": columns}


def _turn(sheet: Made, top: int) -> None:
    """Rows from ``top`` on become columns; notes and captions go."""
    rows = [row for row in sheet.rows[top:] if len(row) > 1 and row[0] in ("МО", "ИТОГО", *PLACES.values())]
    sheet.rows = [list(column) for column in zip(*rows, strict=True)]
    sheet.merged = []
    sheet.spec["transposed"] = True


def _spoil(sheet: Made, chance: random.Random, orientation: str) -> None:
    """Cells that look other than they read, hidden rows, units over all: whatever they touch must not be read."""
    cells = {
        (row, column): key
        for row, content in enumerate(sheet.rows)
        for column, number in enumerate(content)
        for key, value in sheet.truth.items()
        if isinstance(number, int) and number == value and number > 10
    }
    for place, key in chance.sample(sorted(cells.items()), min(len(cells), chance.randint(0, 3))):
        kind = chance.choice(["0%", '0" тыс."', "#,##0,", "struck", '0" чел."'])
        sheet.traits.append(kind)
        if kind == "struck":
            sheet.struck.add(place)
        else:
            sheet.formats[place] = kind
        if kind != '0" чел."':
            sheet.doubtful |= {other for spot, other in cells.items() if spot == place} | {key}
    if orientation == "rows" and chance.random() < 0.3:
        name = chance.choice(list(PLACES.values()))
        at = next(row for row, content in enumerate(sheet.rows) if content[:1] == [name])
        if chance.random() < 0.5:
            sheet.hidden_rows.add(at)
            sheet.doubtful |= {key for key in sheet.truth if PLACES[key[0]] == name}
        else:
            wrong = [name, *[number + 7 if isinstance(number, int) else number for number in sheet.rows[at][1:]]]
            sheet.rows.append(wrong)
            sheet.hidden_rows.add(len(sheet.rows) - 1)
        sheet.traits.append("hidden row")
    if orientation == "long":
        _spoil_units(sheet, chance)
    if orientation == "rows" and chance.random() < 0.1:
        head = next(row for row, content in enumerate(sheet.rows) if content[:1] == ["МО"])
        if head and len(sheet.rows[head - 1]) < 2:
            sheet.rows[head - 1] = ["Сведения о диагностике, тыс. чел."]
            sheet.doubtful |= set(sheet.truth)
            sheet.traits.append("thousands above")


def _spoil_units(sheet: Made, chance: random.Random) -> None:
    """One quantity of a list in per cent, where a column tells units."""
    if len(sheet.rows[-1]) > 3 and chance.random() < 0.5:
        title, id = chance.choice(list(VARIABLES.items()))
        for row in sheet.rows:
            if len(row) > 1 and str(row[1]).endswith(title):
                row[2] = "%"
        sheet.doubtful |= {key for key in sheet.truth if key[1] == id}
        sheet.traits.append("unit of a row")


def write(sheet: Made, path: Path, writer: str) -> Path:
    """The book by one of the two writers."""
    (_by_openpyxl if writer == "openpyxl" else _by_xlsxwriter)(sheet, path)
    return path


AT_ONCE = 50
"""Books in one call of LibreOffice: of some hundreds it leaves the last ones out."""


def converted(folder: Path, kind: str) -> None:
    """Beside every xlsx of the folder the same book as LibreOffice writes it: ``kind`` xls or ods."""
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", kind]
    books = [str(path) for path in sorted(folder.glob("*.xlsx"))]
    for first in range(0, len(books), AT_ONCE):
        some = books[first : first + AT_ONCE]
        subprocess.run([*command, "--outdir", str(folder), *some], check=True, capture_output=True, timeout=300)


def _by_openpyxl(sheet: Made, path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    if sheet.draft:
        page.title, page.sheet_state = "Черновик", "hidden"
        page.append(["МО", *VARIABLES])
        page.append([next(iter(PLACES.values())), 1, 2, 3])
        page = book.create_sheet("Свод")
        book.active = 1
    for row in sheet.rows:
        page.append(row)
    for (row, column), code in sheet.formats.items():
        page.cell(row + 1, column + 1).number_format = code
    for row, column in sheet.struck:
        page.cell(row + 1, column + 1).font = Font(strike=True)
    for row in sheet.hidden_rows:
        page.row_dimensions[row + 1].hidden = True
    for top, left, bottom, right in sheet.merged:
        page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    book.save(path)


def _by_xlsxwriter(sheet: Made, path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        if sheet.draft:
            draft = book.add_worksheet("Черновик")
            draft.write_row(0, 0, ["МО", *VARIABLES])
            draft.write_row(1, 0, [next(iter(PLACES.values())), 1, 2, 3])
        page = book.add_worksheet("Свод")
        if sheet.draft:
            page.activate()
            page.set_first_sheet()
            draft.hide()
        for top, left, bottom, right in sheet.merged:
            page.merge_range(top, left, bottom, right, "")
        for row, content in enumerate(sheet.rows):
            for column, value in enumerate(content):
                look: dict[str, Any] = {}
                if (row, column) in sheet.formats:
                    look["num_format"] = sheet.formats[row, column]
                if (row, column) in sheet.struck:
                    look["font_strikeout"] = True
                if value is not None:
                    page.write(row, column, value, book.add_format(look) if look else None)
        for row in sheet.hidden_rows:
            page.set_row(row, options={"hidden": True})
