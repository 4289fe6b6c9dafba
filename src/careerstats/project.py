"""Where somebody stands -> the project: the folder with data/raw."""

import os
from pathlib import Path

from careerstats.errors import UsageError


def datasets_in(project: Path) -> list[str]:
    """Names of the datasets of a project: folders with a dataset.yaml."""
    return sorted(path.parent.name for path in (project / "data" / "raw").glob("*/dataset.yaml"))


def find_project(start: Path | None = None) -> Path:
    """``CAREERSTATS_PROJECT``, else the nearest parent with ``data/raw`` (or ``data/processed``)."""
    if named := os.environ.get("CAREERSTATS_PROJECT"):
        return Path(named)
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "data" / "raw").is_dir() or (folder / "data" / "processed").is_dir():
            return folder
    raise UsageError(
        f"Ни в папке {here}, ни выше нет data/raw. Перейдите в папку проекта, укажите --project ПАПКА "
        "или переменную CAREERSTATS_PROJECT."
    )
