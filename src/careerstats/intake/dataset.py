"""A folder with a dataset.yaml -> a checked Dataset: what the folder says about itself."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from careerstats import written
from careerstats.catalogue.loading import read_nodes
from careerstats.contracts.dataset import Settings
from careerstats.contracts.numbers import Table
from careerstats.errors import CatalogueError, DatasetError, UsageError, nearest
from careerstats.intake.corrections import Records, read_records
from careerstats.intake.guards import inside, why_strange

SOURCES = ("tables", "forms", "participants")
"""Where numbers come from: a dataset needs at least one of them, or a register."""

_REGISTERS = ("decisions", "cycle", "general", "practices", "partners", "joint")
"""Files that make a dataset also where there are no numbers: decisions.csv (xlsx …), cycle.yaml and so on."""


ANSWERED = ("forms", "texts")
STRANGE = "В папке набора данных лежит то, что не читается. Положите на место каждого сам файл (папку):"


@dataclass(frozen=True)
class Dataset:
    """One folder under ``data/raw``; ``settings`` is its dataset.yaml."""

    name: str
    folder: Path
    settings: Settings = field(repr=False)

    @property
    def region(self) -> str:
        return self.settings.region

    @property
    def period(self) -> str:
        return self.settings.period

    @property
    def tables(self) -> tuple[Table, ...]:
        """Descriptions of its tables; none where it has only forms or lists of participants."""
        return self.settings.tables

    @property
    def catalogue(self) -> Path | None:
        path = self.folder / "catalogue.yaml"
        return path if path.exists() else None

    @cached_property
    def corrections(self) -> Records:
        """What corrections.yaml says, read once."""
        return read_records(self.folder)

    def file(self, name: str) -> Path:
        """Raises NotATableError for a name that leads out of the folder."""
        return inside(self.folder, name)


def is_name(name: str) -> bool:
    """Whether it is a folder's own name: «..» and paths would put reports elsewhere."""
    return name not in ("", ".", "..") and not set(name) & set("/\\\0")


def find_dataset(project: Path, name: str) -> Path:
    """Folder of the dataset called ``name``; a misspelt name is answered with those there are."""
    raw = project / "data" / "raw"
    folder = raw / name
    if is_name(name) and (folder / "dataset.yaml").is_file():
        return folder
    known = sorted(path.parent.name for path in raw.glob("*/dataset.yaml"))
    if is_name(name) and folder.is_dir():
        raise UsageError(
            f"В папке {folder} нет файла dataset.yaml: с него начинается набор данных. Создайте: careerstats init."
        )
    hint = f"{nearest(name, known)} ".lstrip()
    raise UsageError(f"Набора данных «{name}» нет. {hint}Есть: {', '.join(known) or 'ни одного'} (папка {raw}).")


def open_dataset(project: Path, name: str) -> Dataset:
    """Raises UsageError for an unknown name and DatasetError for a dataset.yaml that cannot be used."""
    folder = find_dataset(project, name)
    _refuse_strange(folder, [folder / "dataset.yaml"])
    try:
        value, node = read_nodes(folder / "dataset.yaml")
    except CatalogueError as error:
        raise DatasetError(str(error)) from None
    settings, mistakes = written.typed(value, Settings, node)
    if settings and not settings.has_numbers and not _has_registers(folder):
        mistakes = [written.Mistake(1, f"файл: нужно хотя бы одно из полей {', '.join(SOURCES)}: из чего брать числа")]
    if settings is None or mistakes:
        raise DatasetError(written.listed(mistakes, "dataset.yaml:"))
    described = {table.file for table in settings.tables}  # of a table its own problem tells
    _refuse_strange(folder, (path for path in _entries(folder) if path.relative_to(folder).as_posix() not in described))
    return Dataset(name, folder, settings)


def _entries(folder: Path) -> Iterator[Path]:
    """All that is read as it lies there; of forms and texts each file is looked at, and answered, where it is read."""
    for entry in os.scandir(folder):
        if not entry.name.startswith((".", "~$")):
            yield Path(entry.path)
            if entry.is_dir(follow_symlinks=False) and entry.name not in ANSWERED:
                yield from _entries(Path(entry.path))


def _refuse_strange(folder: Path, paths: Iterable[Path]) -> None:
    """Raises DatasetError for links out of the dataset, links to nothing, devices and pipes: they may never end."""
    strange = [f"{path.relative_to(folder).as_posix()}: {why}" for path in paths if (why := why_strange(folder, path))]
    if strange:
        raise DatasetError("\n".join([STRANGE, *(f"– {line}" for line in sorted(strange))]))


def _has_registers(folder: Path) -> bool:
    return any(path.stem in _REGISTERS and path.is_file() for path in folder.iterdir())
