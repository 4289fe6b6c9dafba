"""A folder with a dataset.yaml -> a checked Dataset: what the folder says about itself."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from careerstats.catalogue.loading import read_yaml
from careerstats.errors import CatalogueError, DatasetError, UsageError, nearest
from careerstats.intake import dataset_fields, dates
from careerstats.intake.guards import inside

_REGISTERS = ("decisions", "cycle", "general", "practices", "partners", "joint")
"""Files that make a dataset also where there are no numbers: decisions.csv (xlsx …), cycle.yaml and so on."""


@dataclass(frozen=True)
class Dataset:
    """One folder under ``data/raw``; ``settings`` is its dataset.yaml."""

    name: str
    folder: Path
    settings: dict[str, Any] = field(repr=False)

    @property
    def region(self) -> str:
        return str(self.settings["region"])

    @property
    def period(self) -> str:
        return str(self.settings["period"])

    @property
    def has_numbers(self) -> bool:
        """Whether it says where to take numbers from; one of registers alone (decisions.csv, cycle.yaml) does not."""
        return any(self.settings.get(key) for key in dataset_fields.SOURCES)

    @property
    def tables(self) -> list[dict[str, Any]]:
        """Descriptions of its tables; none where it has only forms or lists of participants."""
        return list(self.settings.get("tables", ()))

    @property
    def catalogue(self) -> Path | None:
        path = self.folder / "catalogue.yaml"
        return path if path.exists() else None

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
    try:
        settings = read_yaml(folder / "dataset.yaml")
    except CatalogueError as error:
        raise DatasetError(str(error)) from None
    mistakes = [*_put_dates(settings, "файл"), *dataset_fields.mistakes(settings, registers=_has_registers(folder))]
    if mistakes:
        raise DatasetError("dataset.yaml:\n" + "\n".join(f"– {text}" for text in mistakes))
    return Dataset(name, folder, settings)


def _put_dates(value: Any, where: str) -> list[str]:
    """Every field «date» in ISO form, every «period» too where it is a date (in place); those that are none."""
    if isinstance(value, list):
        return [text for one in value for text in _put_dates(one, where)]
    if not isinstance(value, dict):
        return []
    wrong = []
    for key, one in value.items():
        try:
            if key in ("date", "period") and one and not isinstance(one, dict | list):
                value[key] = dates.checked(one) if key == "date" else dates.iso(one)
            else:
                wrong += _put_dates(one, where)
        except ValueError as error:
            wrong.append(f"{where}, {key}: {error}")
    return wrong


def _has_registers(folder: Path) -> bool:
    return any(path.stem in _REGISTERS and path.is_file() for path in folder.iterdir())
