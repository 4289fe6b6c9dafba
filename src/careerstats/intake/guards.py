"""A path named in a dataset -> the bytes of an ordinary file inside it, or NotATableError with what to do."""

import os
import stat
from pathlib import Path

LARGEST_FILE = 256 << 20
"""Bytes of one file; a region's largest export is a tenth of that."""

MOST_CELLS = 16_000_000
"""Cells of the rectangle from A1 to the last value of a sheet: a full sheet of 15 columns; it is held in memory."""


class NotATableError(Exception):
    """The file cannot be read as a table; the text says in Russian why and what to do."""

    def __init__(self, why: str, what_to_do: str):
        super().__init__(why)
        self.what_to_do = what_to_do


def inside(folder: Path, name: str) -> Path:
    """The file called ``name`` in ``folder``; it may not lie elsewhere, neither by «..» nor through a link.

    Raises NotATableError.
    """
    why = f"файл «{name}» лежит вне папки набора данных"
    what = "положите файл в папку набора данных и укажите путь от неё, без «..», буквы диска и ссылок"
    if _leaves(name):
        raise NotATableError(why, what)
    path = folder / name
    try:
        within = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # a circle of links, a name no file can have
        raise NotATableError(f"имя файла «{name}» недопустимо", "исправьте имя файла в dataset.yaml") from None
    if not within:
        raise NotATableError(why, what)
    return path


def _leaves(name: str) -> bool:
    """Whether a name points outside on any system: what Linux takes for a strange name is a path for Windows."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or parts[0][1:2] == ":"


def contents(path: Path) -> bytes:
    """All bytes of an ordinary file, read once. Raises NotATableError, for a file that vanishes meanwhile too."""
    try:
        kind = path.stat()
        _refuse_the_unusual(kind)
        data = _bytes(path)
    except (FileNotFoundError, NotADirectoryError):
        what = f"положите файл {path.name} в набор данных или исправьте имя в dataset.yaml"
        raise NotATableError("файла нет", what) from None
    except PermissionError:
        what = "закройте файл в других программах и проверьте права на него"
        raise NotATableError("файл не открывается: доступ запрещён", what) from None
    except (OSError, ValueError):
        raise NotATableError("файл не прочитан: ошибка диска или сети", "скопируйте файл заново") from None
    if not data:
        raise NotATableError("файл пуст", "пришлите заполненный файл")
    return data


def _refuse_the_unusual(kind: os.stat_result) -> None:
    if stat.S_ISDIR(kind.st_mode):
        raise NotATableError("это папка, а нужен файл", "укажите в dataset.yaml имя файла внутри этой папки")
    if not stat.S_ISREG(kind.st_mode):
        raise NotATableError("это не обычный файл, а устройство или канал", "положите в набор данных сам файл")
    _refuse_large(kind.st_size)


def _bytes(path: Path) -> bytes:
    """No more than a file may hold, even if it grows while it is read."""
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    _refuse_large(len(data))
    return data


def _refuse_large(size: int) -> None:
    if size > LARGEST_FILE:
        why = f"файл слишком велик: {size >> 20} МБ, а читается не больше {LARGEST_FILE >> 20} МБ"
        raise NotATableError(why, "разделите таблицу на несколько файлов")


def refuse_huge(height: int, width: int, cell: str = "") -> None:
    """Raise NotATableError where a sheet of this size would not fit; ``cell``: its last value."""
    if height * width > MOST_CELLS:
        where = f" (последнее значение в ячейке {cell})" if cell else ""
        why = f"лист слишком велик: {height} строк × {width} столбцов{where}, а читается не больше {MOST_CELLS} ячеек"
        raise NotATableError(why, "удалите пустые строки и столбцы и случайные значения вдали от таблицы")


DAMAGED = ("это не книга Excel или файл повреждён", "откройте файл в Excel и сохраните заново")
"""Why and what to do, of a book that cannot be read."""


def damaged() -> NotATableError:
    return NotATableError(*DAMAGED)
