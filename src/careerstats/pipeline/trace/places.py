"""Origins of counts -> words for a reader: «tables/form.csv, ячейка D5», «tables/form.csv: D5–D14, D16»."""

from collections.abc import Iterable

from careerstats.intake.tables import place_of
from careerstats.model import split_origin


def row_of(origin: str) -> tuple[str, str, str]:
    """File, sheet and number of the row in which the cell stands."""
    file, sheet, cell = place_of(origin)
    return file, sheet, cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def where(origin: str) -> str:
    """«tables/form.csv, ячейка D5»; of a list of participants, that it was counted, and over how many rows."""
    file, sheet, cell = place_of(origin)
    if cell:
        return ", ".join(part for part in (file, f"лист «{sheet}»" if sheet else "", f"ячейка {cell}") if part)
    rows = split_origin(origin)[2].partition(":")[0]
    return f"{file}, подсчитано по списку участников ({rows}; сведения о лицах не показываются)"


def position(origin: str) -> tuple[str, str, int, str, int]:
    """Place of a cell in its file: by columns, and down each of them."""
    file, sheet, cell = place_of(origin)
    letters = cell.rstrip("0123456789")
    return file, sheet, len(letters), letters, int(cell[len(letters) :] or 0)


def ranges(origins: Iterable[str]) -> list[str]:
    """«tables/form.csv: D15–D18, D20»: per file and sheet, runs of cells that stand under each other."""
    by_file: dict[str, list[tuple[str, int]]] = {}
    for origin in origins:
        file, sheet, _, letters, number = position(origin)
        by_file.setdefault(f"{file}, лист «{sheet}»" if sheet else file, []).append((letters, number))
    return [f"{file}: {', '.join(_runs(cells))}" for file, cells in by_file.items()]


def _runs(cells: list[tuple[str, int]]) -> list[str]:
    """[(D, 2), (D, 3), (D, 5)] → D2–D3, D5; cells in order."""
    runs: list[list[tuple[str, int]]] = []
    for letters, number in cells:
        if runs and runs[-1][-1] == (letters, number - 1):
            runs[-1].append((letters, number))
        else:
            runs.append([(letters, number)])
    return [_run(run[0], run[-1]) for run in runs]


def _run(first: tuple[str, int], last: tuple[str, int]) -> str:
    if not first[0]:
        return "подсчитано по списку участников"
    return f"{first[0]}{first[1]}" if first == last else f"{first[0]}{first[1]}–{last[0]}{last[1]}"
