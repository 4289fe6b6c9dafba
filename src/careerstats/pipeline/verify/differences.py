"""Two versions of one file -> where they first differ, in words; «» where no byte does."""

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import PurePath

from careerstats.contracts.notebook import Cell

ARCHIVES = {".docx", ".xlsx"}
SHOWN = 60  # characters of a line around the difference


def first(name: str, was: bytes, now: bytes) -> str:
    """``name`` tells what kind of file it is; «строка 12: было «…», стало «…»»."""
    if was == now:
        return ""
    kind = PurePath(name).suffix
    if kind in ARCHIVES:
        return _in_archive(was, now)
    return (_in_notebook(was, now) if kind == ".ipynb" else "") or _in_text(was, now) or _in_bytes(was, now)


def _in_archive(was: bytes, now: bytes) -> str:
    try:
        old, new = _members(was), _members(now)
    except zipfile.BadZipFile:
        return _in_bytes(was, now)
    for name in sorted(old.keys() | new.keys()):
        if name not in old or name not in new:
            return f"часть {name} есть только в {'новом' if name in new else 'прежнем'} файле"
        if old[name] != new[name]:
            return f"часть {name}, {_in_text(old[name], new[name]) or _in_bytes(old[name], new[name])}"
    return f"содержимое одинаково, отличается упаковка: {_in_bytes(was, now)}"


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _in_notebook(was: bytes, now: bytes) -> str:
    """The cell, and what of it; «» where the cells are the same, or what they are in is no notebook."""
    try:
        old, new = json.loads(was)["cells"], json.loads(now)["cells"]
    except (ValueError, LookupError, TypeError):
        return ""
    if len(old) != len(new):
        return f"ячеек было {len(old)}, стало {len(new)}"
    for number, (cell, other) in enumerate(zip(old, new, strict=True), start=1):
        if cell != other:
            return f"ячейка {_called(cell, number)}, {_in_cell(cell, other)}"
    return ""


def _called(cell: Cell, number: int) -> str:
    count = cell.get("execution_count")
    return f"[{count}]" if count else f"№ {number} (текст)"


def _in_cell(cell: Cell, other: Cell) -> str:
    part = next(key for key in sorted(cell.keys() | other.keys()) if cell.get(key) != other.get(key))
    old, new = (json.dumps(version.get(part), ensure_ascii=False, indent=1) for version in (cell, other))
    return f"{'вывод' if part == 'outputs' else part}, {_in_text(old.encode(), new.encode())}"


def _in_text(was: bytes, now: bytes) -> str:
    try:
        old, new = was.decode("utf-8").split("\n"), now.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return ""
    alike = _alike(old, new)
    if alike == min(len(old), len(new)):
        return f"строк было {len(old)}, стало {len(new)}"
    line, other = _around(old[alike], new[alike])
    return f"строка {alike + 1}: было «{line}», стало «{other}»"


def _around(line: str, other: str) -> tuple[str, str]:
    """A long line from a little before the place where the two part."""
    begin = max(0, _alike(line, other) - SHOWN // 3)
    return line[begin : begin + SHOWN], other[begin : begin + SHOWN]


def _in_bytes(was: bytes, now: bytes) -> str:
    return f"байт {_alike(was, now)} из {len(was)} (стало {len(now)})"


def _alike(was: Sequence[object], now: Sequence[object]) -> int:
    """How many lines, signs or bytes are the same before the first that is not."""
    return next((at for at, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
