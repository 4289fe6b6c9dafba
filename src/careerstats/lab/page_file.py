"""notebooks/start.ipynb -> its copy in the project, which JupyterLab may write: without, then with the buttons."""

import copy
import json
import re
from pathlib import Path

from careerstats.batch import files
from careerstats.contracts.notebook import Cell, Notebook, Output
from careerstats.lab import choices
from careerstats.resources import shipped

NAME = "Начало.ipynb"
"""What the tab of JupyterLab is called."""

_NAMED = {name: re.compile(rf'^({name} = )"([^"]*)"', re.MULTILINE) for name in ("dataset", "municipality")}

_AGAIN = (
    "Кнопки не отвечают? Меню «Ядро» → «Перезапустить ядро и Запустить все ячейки…». Начатая работа не прервётся и "
    "найдётся снова."
)


def folder(project: Path) -> Path:
    return project / "data" / "processed" / "lab"


def write(project: Path) -> Path:
    """The page as it is shipped: its first line says what to press."""
    path = folder(project) / NAME
    files.put(path, _text(_shipped()))
    return path


def code() -> str:
    """What the page runs."""
    return "".join(_cell(_shipped(), "code")["source"])


def show(path: Path, outputs: list[Output]) -> None:
    """The same after it was run: the buttons first, below them what to do when they do not answer."""
    page = _shipped()
    run = copy.deepcopy(_cell(page, "code")) | {"outputs": outputs, "execution_count": 1}
    hint = _cell(page, "markdown") | {"source": [_AGAIN]}
    files.put(path, _text(page | {"cells": [run, hint]}))


def opened(project: Path, name: str, dataset: str = "", municipality: str = "") -> Path:
    """A notebook to be opened by a person: the project's own, else a copy of the shipped one, made once.

    The copy is about this ``dataset`` and its ``municipality`` (the first one); without a dataset about one that is
    there, where the one it names is not.
    """
    own = project / "notebooks" / name
    if own.is_file():
        return own
    path = folder(project) / dataset / municipality / name
    if not path.is_file():
        files.put(path, _about(project, shipped("notebooks", name).read_bytes(), dataset, municipality))
    return path


def _about(project: Path, notebook: bytes, dataset: str, municipality: str) -> bytes:
    page = json.loads(notebook)
    cell = next(cell for cell in page["cells"] if "parameters" in cell["metadata"].get("tags", []))
    source, there = "".join(cell["source"]), [choice.name for choice in choices.datasets(project) if not choice.problem]
    named = _NAMED["dataset"].search(source)
    is_so = not municipality and named is not None and (named[2] == dataset or (not dataset and named[2] in there))
    if named is None or is_so or not (dataset or there):
        return notebook
    chosen = dataset or there[0]
    codes = [municipality, *(code for _, code in choices.municipalities(project, chosen)), "region"]
    for name, value in {"dataset": chosen, "municipality": next(filter(None, codes))}.items():
        source = _NAMED[name].sub(rf'\g<1>"{value}"', source)
    cell["source"] = source.splitlines(keepends=True)
    return _text(page)


def _shipped() -> Notebook:
    page: Notebook = json.loads(shipped("notebooks", "start.ipynb").read_text(encoding="utf-8"))
    return page


def _cell(page: Notebook, kind: str) -> Cell:
    return next(cell for cell in page["cells"] if cell["cell_type"] == kind)


def _text(page: Notebook) -> bytes:
    return (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
