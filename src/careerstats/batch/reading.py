"""The file of a notebook -> the notebook that can be run for anybody, or what is wrong with it, in words."""

import json
import re
from pathlib import Path
from typing import Any, cast

from careerstats.contracts.notebook import Notebook, text_of
from careerstats.errors import NoteError

PARAMETERS, INJECTED = "parameters", "injected-parameters"
FORMAT = 4
PYTHON = {"display_name": "Python 3", "language": "python", "name": "python3"}

MEND = "Восстановите его; если это ваша копия в папке notebooks, её можно удалить: будет взят блокнот из поставки."
BROKEN = "Файл блокнота {path} повреждён ({what}). " + MEND
NOT_UTF8 = (
    "Файл блокнота {path} записан не в кодировке UTF-8 (байт {at}). Откройте его в JupyterLab и сохраните заново или "
    "сохраните как UTF-8."
)
CONFLICT = (
    "В файле блокнота {path}, строка {line}, осталась отметка несведённых изменений «{mark}». Выберите одну из двух "
    "редакций, удалите отметки и сохраните файл."
)
OLD = (
    "Блокнот {path} записан в старом виде (nbformat {version}, нужен 4). Откройте его в JupyterLab и сохраните: он "
    "будет записан заново."
)
NEWER = (
    "Блокнот {path} записан в виде nbformat {version}, программа читает 4. Сохраните его в JupyterLab этой установки."
)
NO_PARAMETERS = (
    "В блокноте {path} нет ячейки с меткой «parameters»: каждому досталась бы справка о том, кто назван в самом "
    "блокноте. Поставьте эту метку ячейке, где заданы dataset, municipality и period (JupyterLab: ячейка, значок "
    "шестерёнки справа, «Cell Tags»)."
)
MANY_PARAMETERS = "В блокноте {path} ячеек с меткой «parameters» {count}, должна быть одна: оставьте метку у первой."
NO_KERNEL = (
    "Блокнот {path} написан для ядра «{kernel}» (язык {language}), на этом компьютере его нет. Есть: {known}. "
    "Установите это ядро или выберите другое в JupyterLab и сохраните блокнот."
)

_MARK = re.compile(r"^(<{7}|>{7})( .*)?$", re.MULTILINE)

Read = dict[str, Any]


def read(path: Path) -> Notebook:
    """A notebook as JSON has it, with one cell of parameters and a kernel that is there.

    A mark of order at its beginning is passed over; a Python kernel that only its author has is the one of this
    program; parameters of an earlier run are left out. Raises NoteError.
    """
    notebook = _decoded(path)
    _refuse_format(path, notebook)
    try:
        notebook["cells"] = [_cell(cell) for cell in notebook["cells"] if INJECTED not in _tags(cell)]
        _refuse_parameters(path, sum(PARAMETERS in _tags(cell) for cell in notebook["cells"]))
        metadata = notebook.setdefault("metadata", {})
        metadata["kernelspec"] = _kernel(path, metadata.get("kernelspec") or {}, metadata.get("language_info") or {})
    except (LookupError, TypeError, AttributeError) as error:
        raise NoteError(BROKEN.format(path=path, what="ячейки записаны не по правилам")) from error
    return cast("Notebook", notebook)


def _decoded(path: Path) -> Read:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoteError(NOT_UTF8.format(path=path, at=error.start + 1)) from error
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        if match := _MARK.search(text):
            line = text.count("\n", 0, match.start()) + 1
            raise NoteError(CONFLICT.format(path=path, line=line, mark=match[0])) from error
        what = f"строка {error.lineno}, знак {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise NoteError(BROKEN.format(path=path, what=what)) from error
    if not isinstance(notebook, dict):
        raise NoteError(BROKEN.format(path=path, what="это не блокнот"))
    return notebook


def _refuse_format(path: Path, notebook: Read) -> None:
    version = notebook.get("nbformat", FORMAT)
    if "worksheets" in notebook or (isinstance(version, int) and version < FORMAT):
        raise NoteError(OLD.format(path=path, version=version))
    if version != FORMAT:
        raise NoteError(NEWER.format(path=path, version=version))
    notebook.setdefault("nbformat_minor", FORMAT)


def _refuse_parameters(path: Path, count: int) -> None:
    if count == 0:
        raise NoteError(NO_PARAMETERS.format(path=path))
    if count > 1:
        raise NoteError(MANY_PARAMETERS.format(path=path, count=count))


def _cell(cell: Read) -> Read:
    """With its metadata, which hand-made files may lack; without what an earlier run left."""
    empty: Read = {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
    return {**cell, "source": text_of(cell["source"]), "metadata": cell.get("metadata") or {}, **empty}


def _tags(cell: Read) -> list[str]:
    tags: list[str] = (cell.get("metadata") or {}).get("tags") or []
    return tags


def _kernel(path: Path, spec: Read, given: Read) -> Read:
    """The kernel to run it with; another language needs its own, and that has to be there."""
    language = str(spec.get("language") or given.get("name") or "python")
    name = str(spec.get("name") or "")
    if name in ("python3", "python") or (not name and language.lower() == "python"):
        return {**PYTHON, **spec, "name": name or PYTHON["name"]}
    from jupyter_client.kernelspec import find_kernel_specs

    known = find_kernel_specs()
    if name in known:
        return {"language": language, "display_name": name, **spec}
    if language.lower() == "python":
        return PYTHON
    raise NoteError(NO_KERNEL.format(path=path, kernel=name, language=language, known=", ".join(sorted(known))))
