"""Notebooks as people have them: what can be run is run, anything else is named with its place and what to do."""

import json
from pathlib import Path
from typing import Any

import pytest

from careerstats.batch import reading
from careerstats.errors import NoteError

PARAMETERS = {"cell_type": "code", "id": "p", "metadata": {"tags": ["parameters"]}, "source": 'code = ""'}
CELL = {"cell_type": "code", "id": "c", "metadata": {}, "source": ["code\n", "1"], "outputs": [], "execution_count": 1}


def notebook(**changes: Any) -> dict[str, Any]:
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": reading.PYTHON}}
    return whole | {"cells": [PARAMETERS, CELL]} | changes


def written(path: Path, text: str | bytes | dict[str, Any]) -> Path:
    text = json.dumps(text, ensure_ascii=False, indent=1) if isinstance(text, dict) else text
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def of_r(name: str) -> dict[str, Any]:
    return {"kernelspec": {"name": name, "language": "R", "display_name": "R"}}


READ: dict[str, dict[str, Any]] = {
    "as it should be": notebook(),
    "without kernelspec": notebook(metadata={}),
    "without metadata": {key: value for key, value in notebook().items() if key != "metadata"},
    "a kernel that only its author has": notebook(
        metadata={"kernelspec": {"name": "conda-env-my", "language": "python"}}
    ),
    "a kernel without a language": notebook(metadata={"kernelspec": {"name": "my-kernel"}}),
    "without a minor version": {key: value for key, value in notebook().items() if key != "nbformat_minor"},
    "parameters of an earlier run": notebook(
        cells=[PARAMETERS, {**CELL, "metadata": {"tags": ["injected-parameters"]}}, CELL]
    ),
    "cells without metadata": notebook(cells=[PARAMETERS, {key: CELL[key] for key in ("cell_type", "source")}]),
}


@pytest.mark.parametrize("given", READ.values(), ids=READ)
def test_what_can_be_run_is_read(given: dict[str, Any], tmp_path: Path) -> None:
    read = reading.read(written(tmp_path / "n.ipynb", given))
    assert [cell["source"] for cell in read["cells"]] == ['code = ""', "code\n1"]
    assert [cell["metadata"] for cell in read["cells"]] == [{"tags": ["parameters"]}, {}]
    assert read["metadata"]["kernelspec"]["name"] == "python3"
    assert [cell["outputs"] for cell in read["cells"]] == [[], []]


def test_a_mark_of_order_is_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path / "n.ipynb", b"\xef\xbb\xbf" + json.dumps(notebook()).encode())
    assert len(reading.read(path)["cells"]) == 2


CONFLICT = '{\n "cells": [\n<<<<<<< HEAD\n  {}\n=======\n  {}\n>>>>>>> theirs\n ]\n}'
REFUSED: dict[str, tuple[Any, tuple[str, ...]]] = {
    "no parameters": (notebook(cells=[CELL]), ("нет ячейки с меткой «parameters»", "dataset, municipality и period")),
    "two cells of parameters": (notebook(cells=[PARAMETERS, PARAMETERS]), ("с меткой «parameters» 2", "у первой")),
    "marks of a conflict": (CONFLICT, ("строка 3", "<<<<<<< HEAD", "Выберите одну из двух редакций")),
    "nbformat 3": ({"nbformat": 3, "worksheets": []}, ("nbformat 3", "Откройте его в JupyterLab и сохраните")),
    "nbformat 5": (notebook(nbformat=5), ("nbformat 5", "программа читает 4")),
    "UTF-16": ('{"cells": []}'.encode("utf-16"), ("не в кодировке UTF-8",)),
    "cp1251": ('{"cells": ["Зея"]}'.encode("cp1251"), ("не в кодировке UTF-8 (байт 13)",)),
    "cut short": ('{"cells": [', ("повреждён", "строка 1, знак 12")),
    "a list": ("[]", ("повреждён", "это не блокнот")),
    "R without its kernel": (notebook(metadata=of_r("ir-of-mine")), ("ядра «ir-of-mine»", "язык R", "Есть: ")),
}


@pytest.mark.parametrize(("given", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_run_is_named(given: Any, said: tuple[str, ...], tmp_path: Path) -> None:
    path = written(tmp_path / "n.ipynb", given)
    with pytest.raises(NoteError) as refused:
        reading.read(path)
    for words in (str(path), *said):
        assert words in str(refused.value)
