"""A book sent by the browser, or picked in the dataset -> a file to look into, or in words why it is refused."""

import contextlib
import shutil
from pathlib import Path, PurePosixPath

from careerstats.batch import files
from careerstats.errors import UsageError
from careerstats.intake import Dataset
from careerstats.intake.files import READ
from careerstats.intake.guards import TABLE
from careerstats.intake.reading import undescribed
from careerstats.pipeline.periods import described_files

LONGEST = 120  # signs of a name: systems allow 255 bytes, and a Russian letter is two
_ANOTHER = "Выберите книгу Excel (.xlsx, .xls), OpenDocument (.ods) или текстовую таблицу (.csv)."
_STRANGE = "Имя файла «{name}» содержит путь или знаки управления. Переименуйте файл и загрузите снова."
_LONG = "Имя файла длиннее {most} знаков: «{name}…». Переименуйте файл короче и загрузите снова."
_KIND = "Файл «{name}» не таблица. {what}"
_MACROS = "В книге «{name}» могут быть макросы. Сохраните её в Excel как «Книга Excel (.xlsx)» и загрузите снова."
_LARGE = (
    "Файл «{name}» слишком велик: {size} МБ, а читается не больше {most} МБ. Разделите таблицу на несколько файлов."
)
_EMPTY = "Файл «{name}» пуст. Загрузите заполненную таблицу."
_AGAIN = "Этот файл уже добавлен: {file}. Второй раз он не нужен; чтобы описать его заново, уберите запись о нём."


def waiting(project: Path, dataset: str) -> Path:
    """Where a book lies until all is known of it: as lists of persons, in a folder that no repository takes."""
    return project / "data" / "raw" / f".adding-{dataset}" / "participants"


def received(project: Path, dataset: Dataset, name: str, data: bytes) -> Path:
    """The book on the disk, in place of the one before. Raises UsageError in words, and OSError."""
    refuse(name, len(data))
    if there := _same(dataset, data):
        if there in described_files(dataset):
            raise UsageError(_AGAIN.format(file=there))
        return dataset.folder / there
    forget(project, dataset.name)
    path = waiting(project, dataset.name) / name
    files.put(path, data)
    return path


def refuse(name: str, size: int) -> None:
    if len(name) > LONGEST:
        raise UsageError(_LONG.format(most=LONGEST, name=name[:40]))
    if PurePosixPath(name.replace("\\", "/")).name != name or name.startswith((".", "~")) or not name.isprintable():
        raise UsageError(_STRANGE.format(name=name))
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in (".xlsm", ".xlsb", ".xltm"):
        raise UsageError(_MACROS.format(name=name))
    if suffix not in READ:
        raise UsageError(_KIND.format(name=name, what=_ANOTHER))
    if size > TABLE.file:
        raise UsageError(_LARGE.format(name=name, size=size >> 20, most=TABLE.file >> 20))
    if not size:
        raise UsageError(_EMPTY.format(name=name))


def _same(dataset: Dataset, data: bytes) -> str:
    """The file of the dataset with these very bytes; empty where there is none."""
    paths = (path for part in ("tables", "participants") for path in sorted((dataset.folder / part).glob("*")))
    alike = (path for path in paths if path.is_file() and path.stat().st_size == len(data))
    return next((path.relative_to(dataset.folder).as_posix() for path in alike if path.read_bytes() == data), "")


def unread(dataset: Dataset) -> list[str]:
    """Files that lie in the dataset and that nothing describes."""
    return [problem.file for problem in undescribed(dataset)]


def forget(project: Path, dataset: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(waiting(project, dataset).parent)
