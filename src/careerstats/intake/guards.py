"""A path named in a dataset -> the bytes of an ordinary file inside it, or NotATableError with what to do."""

import errno
import os
import stat
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize


class Limits(NamedTuple):
    """How large a file may be: its bytes, its bytes unpacked, its parts, the cells of a sheet.

    ``cells``: of the rectangle from A1 to the last value, which is held in memory.
    """

    file: int
    unpacked: int
    parts: int
    cells: int


TABLE = Limits(256 << 20, 512 << 20, 5_000, 16_000_000)
"""A region's largest export is a tenth of that; a full sheet of 15 columns has as many cells."""

FORM = Limits(20 << 20, 60 << 20, 1_000, 400_000)
"""A region's largest form has a few thousand cells."""


class NotATableError(Exception):
    """The file cannot be read as a table; the text says in Russian why and what to do, ``code`` why in one word."""

    def __init__(self, why: str, what_to_do: str, code: str = "not_a_table"):
        super().__init__(why)
        self.what_to_do, self.code = what_to_do, code


def inside(folder: Path, name: str) -> Path:
    """The file called ``name`` in ``folder``; it may not lie elsewhere, neither by «..» nor through a link.

    Raises NotATableError.
    """
    why = f"файл «{name}» лежит вне папки набора данных"
    what = "положите файл в папку набора данных и укажите путь от неё, без «..», буквы диска и ссылок"
    if _leaves(name):
        raise NotATableError(why, what)
    path = _composed(folder, name)
    try:
        within = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # a circle of links, a name no file can have
        raise NotATableError(f"имя файла «{name}» недопустимо", "исправьте имя файла в dataset.yaml") from None
    if not within:
        raise NotATableError(why, what)
    return path


def why_strange(folder: Path, path: Path) -> str:
    """Why something in ``folder`` is neither a file nor a folder of it; «» of what is, by a link inside it too."""
    try:
        target = path.resolve(strict=True)
        kind = target.stat().st_mode
    except (OSError, RuntimeError):
        return "ссылка, которая никуда не ведёт" if path.is_symlink() else ""
    if not target.is_relative_to(folder.resolve()):
        return "ссылка, которая ведёт из папки набора"
    return "" if stat.S_ISREG(kind) or stat.S_ISDIR(kind) else "не обычный файл, а устройство или канал"


def _composed(folder: Path, name: str) -> Path:
    """The path by this name; a system may have written its «й» and «ё» as two signs (macOS does), or as one."""
    paths = (folder / form for form in (name, normalize("NFC", name), normalize("NFD", name)))
    return next((path for path in paths if _exists(path)), folder / name)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _leaves(name: str) -> bool:
    """Whether a name points outside on any system: what Linux takes for a strange name is a path for Windows."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or parts[0][1:2] == ":"


def contents(path: Path, limits: Limits | None = None) -> bytes:
    """All bytes of an ordinary file, read once; its size is looked at first.

    Raises NotATableError, for a file that vanishes meanwhile too.
    """
    largest = (limits or TABLE).file
    try:
        kind = path.stat()
        _refuse_the_unusual(kind, largest)
        data = _bytes(path, largest)
    except (FileNotFoundError, NotADirectoryError):
        what = f"положите файл {path.name} в набор данных или исправьте имя в dataset.yaml"
        raise NotATableError("файла нет", what, "no_file") from None
    except PermissionError:
        what = "закройте файл в других программах и проверьте права на него"
        raise NotATableError("файл не открывается: доступ запрещён", what, "no_access") from None
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            raise NotATableError("имя файла слишком длинно", "переименуйте файл короче", "no_access") from None
        why = "файл не прочитан: ошибка диска или сети"
        raise NotATableError(why, "скопируйте файл заново", "no_access") from None
    if not data:
        raise empty()
    return data


def empty() -> NotATableError:
    return NotATableError("файл пуст", "пришлите заполненный файл", "empty_file")


def _refuse_the_unusual(kind: os.stat_result, largest: int) -> None:
    if stat.S_ISDIR(kind.st_mode):
        raise NotATableError("это папка, а нужен файл", "укажите в dataset.yaml имя файла внутри этой папки")
    if not stat.S_ISREG(kind.st_mode):
        raise NotATableError("это не обычный файл, а устройство или канал", "положите в набор данных сам файл")
    _refuse_large(kind.st_size, largest)


def _bytes(path: Path, largest: int) -> bytes:
    """No more than a file may hold, even if it grows while it is read."""
    with path.open("rb") as file:
        data = file.read(largest + 1)
    _refuse_large(len(data), largest)
    return data


def _refuse_large(size: int, largest: int) -> None:
    if size > largest:
        why = f"файл слишком велик: {size >> 20} МБ, а читается не больше {largest >> 20} МБ"
        raise NotATableError(why, "разделите таблицу на несколько файлов", "too_large")


def refuse_huge(height: int, width: int, cell: str = "", limits: Limits | None = None) -> None:
    """Raise NotATableError where a sheet of this size would not fit; ``cell``: its last value."""
    most = (limits or TABLE).cells
    if height * width > most:
        where = f" (последнее значение в ячейке {cell})" if cell else ""
        why = f"лист слишком велик: {height} строк × {width} столбцов{where}, а читается не больше {most} ячеек"
        what = "удалите пустые строки и столбцы и случайные значения вдали от таблицы"
        raise NotATableError(why, what, "too_many_cells")


DAMAGED = ("это не книга Excel или файл повреждён", "откройте файл в Excel и сохраните заново")
"""Why and what to do, of a book that cannot be read."""


def damaged() -> NotATableError:
    return NotATableError(*DAMAGED, "damaged")
