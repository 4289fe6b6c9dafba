"""notebooks/start.ipynb -> its copy in the project, which JupyterLab may write: without, then with the buttons."""

import copy
import json
from pathlib import Path
from typing import Any

from careerstats.batch import files
from careerstats.resources import shipped

NAME = "Начало.ipynb"
"""What the tab of JupyterLab is called."""

_AGAIN = (
    "Кнопки не отвечают? Меню «Ядро» → «Перезапустить ядро и Запустить все ячейки…». Начатая работа не прервётся и "
    "найдётся снова."
)


def folder(project: Path) -> Path:
    return project / "data" / "processed" / "lab"


def write(project: Path) -> Path:
    """The page as it is shipped: its first line says what to press."""
    path = folder(project) / NAME
    _put(path, _shipped())
    return path


def code() -> str:
    """What the page runs."""
    return "".join(_cell(_shipped(), "code")["source"])


def show(path: Path, outputs: list[Any]) -> None:
    """The same after it was run: the buttons first, below them what to do when they do not answer."""
    page = _shipped()
    run = copy.deepcopy(_cell(page, "code")) | {"outputs": outputs, "execution_count": 1}
    hint = _cell(page, "markdown") | {"source": [_AGAIN]}
    _put(path, page | {"cells": [run, hint]})


def opened(project: Path, name: str) -> Path:
    """A notebook to be opened by a person: the project's own, else a copy of the shipped one, made once."""
    own = project / "notebooks" / name
    if own.is_file():
        return own
    path = folder(project) / name
    if not path.is_file():
        files.put(path, shipped("notebooks", name).read_bytes())
    return path


def _shipped() -> dict[str, Any]:
    return dict(json.loads(shipped("notebooks", "start.ipynb").read_text(encoding="utf-8")))


def _cell(page: dict[str, Any], kind: str) -> dict[str, Any]:
    return dict(next(cell for cell in page["cells"] if cell["cell_type"] == kind))


def _put(path: Path, page: dict[str, Any]) -> None:
    files.put(path, (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
