"""One task -> the files of one note: the same bytes each time, and never at the cost of what was there."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from helpers import by_hand
from helpers.batch_tasks import make_task

from careerstats import export
from careerstats.batch import memory
from careerstats.batch.produce import produce
from careerstats.batch.tasks import Failure, Task

FIGURE = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3]); plt.title(code)"
PRINTED = 'text = "{}"\nprint(text)'


class Printed(NamedTuple):
    """What stands for a document here."""

    text: str
    advice: tuple[str, ...] = ()


def writer(name: str) -> Callable[[Printed], bytes]:
    return lambda document: f"{name}: {document.text}".encode()


@pytest.fixture(autouse=True)
def exporters(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[Printed], bytes]]:
    """Writers that write what the last cell printed."""
    writers = {name: writer(name) for name in ("html", "docx", "pdf")}
    monkeypatch.setattr(export, "WRITERS", writers)
    monkeypatch.setattr(export, "from_notebook", lambda nb, _: Printed(nb.cells[-1].outputs[0]["text"].strip()))
    return writers


def folder(task: Task) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(task.folder).iterdir()}


def printing(project: Path, text: str, **values: Any) -> Task:
    return make_task(project, "10701", PRINTED.format(text), formats=("html", "docx", "pdf"), **values)


def test_all_files_of_a_note_are_written_and_their_hashes_returned(tmp_path: Path) -> None:
    task = printing(tmp_path, "раз")
    result = produce(task)
    assert result.error is None
    assert set(folder(task)) == {"note.ipynb", "note.html", "note.docx", "note.pdf"} == set(result.outputs)
    assert folder(task)["note.pdf"] == "pdf: раз".encode()
    assert result.outputs == {name: hashlib.sha256(data).hexdigest() for name, data in folder(task).items()}
    assert result.seconds > 0
    assert result.peak_mb > 10
    assert len(msgspec.json.encode(result)) < 1000  # small and plain


def test_advice_to_the_author_is_told_with_the_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = Printed("раз", ("назовите таблицу",))
    monkeypatch.setattr(export, "WRITERS", {"html": writer("html")})
    monkeypatch.setattr(export, "from_notebook", lambda nb, _: given)
    assert produce(make_task(tmp_path, "1", "1", formats=("html",))).notes == ["назовите таблицу"]


def test_the_notebook_is_the_same_bytes_at_every_run_in_any_order(tmp_path: Path) -> None:
    leak = 'import matplotlib\nmatplotlib.rcParams["font.size"] = 40\n' + FIGURE
    first, second = make_task(tmp_path, "1", leak), make_task(tmp_path, "2", FIGURE)
    runs = [[produce(task).outputs for task in order] for order in ([first, second], [second, first])]
    assert runs[0] == runs[1][::-1]


def test_the_notebook_keeps_its_parameters_and_no_clocks_or_paths(tmp_path: Path) -> None:
    task = make_task(tmp_path, "1", "1")
    produce(task)
    text = folder(task)["note.ipynb"].decode("utf-8")
    assert json.loads(text)["metadata"]["papermill"] == {"parameters": {"code": "1"}}
    assert [word for word in ("_time", "duration", str(tmp_path), "status", "iopub") if word in text] == []
    assert text.endswith("}\n")
    assert "\r" not in text


def test_a_notebook_without_cell_ids_is_deterministic_too(tmp_path: Path) -> None:
    task = make_task(tmp_path, "1", "1")
    nb = json.loads(Path(task.template).read_text(encoding="utf-8"))
    old = {**nb, "nbformat_minor": 4, "cells": [{k: v for k, v in c.items() if k != "id"} for c in nb["cells"]]}
    Path(task.template).write_text(json.dumps(old), encoding="utf-8")
    assert produce(task).outputs == produce(task).outputs


def test_a_note_runs_in_its_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREERSTATS_PROJECT", "another")
    task = make_task(tmp_path, "1", "import os", f'assert os.environ["CAREERSTATS_PROJECT"] == {str(tmp_path)!r}')
    assert produce(task).error is None
    assert os.environ["CAREERSTATS_PROJECT"] == "another"


def test_a_cell_that_fails_is_named_and_the_old_documents_stay(tmp_path: Path) -> None:
    old = printing(tmp_path, "раз")
    produce(old)
    before = folder(old)
    task = make_task(tmp_path, "10701", "print(1)", "1 / 0", formats=("html", "docx", "pdf"))
    result = produce(task)
    assert result.status == "failed"
    message = "Блокнот municipality, ячейка [3] (1 / 0): ZeroDivisionError: division by zero"
    assert result.error == Failure(message=message, cell=3, type="ZeroDivisionError")
    failed = folder(task).pop("note.failed.ipynb").decode("utf-8")
    assert {name: folder(task)[name] for name in before} == before
    assert "papermill-error" not in failed
    assert "ZeroDivisionError" in failed
    assert not task.part.exists()


def test_a_note_that_succeeds_again_takes_the_failed_notebook_away(tmp_path: Path) -> None:
    produce(make_task(tmp_path, "10701", "1 / 0"))
    task = printing(tmp_path, "раз")
    produce(task)
    assert "note.failed.ipynb" not in folder(task)


def test_an_error_of_ours_speaks_for_itself(tmp_path: Path) -> None:
    raising = 'from careerstats.errors import NoteError\nraise NoteError("Нет показателя 1.1 за 2020 год.")'
    error = produce(make_task(tmp_path, "1", raising)).error
    where = "Блокнот municipality, ячейка [2] (from careerstats.errors import NoteError)"
    assert error.message == f"{where}: Нет показателя 1.1 за 2020 год."
    assert error.type == "NoteError"


def test_a_writer_that_fails_replaces_no_file(tmp_path: Path, exporters: dict[str, Any]) -> None:
    produce(printing(tmp_path, "раз"))
    exporters["pdf"] = lambda document: 1 / 0
    task = printing(tmp_path, "два")
    before = folder(task)
    result = produce(task)
    assert result.error.message == "Справка не собрана (ZeroDivisionError: division by zero)"
    assert folder(task) == before


def test_a_missing_template_fails_its_note(tmp_path: Path) -> None:
    task = replace(make_task(tmp_path, "1", "1"), template=str(tmp_path / "нет.ipynb"))
    assert "нет.ipynb" in produce(task).error.message


def test_a_file_open_in_word_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if target.suffix == ".docx":
            raise PermissionError(13, "Permission denied")
        return put(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    task = printing(tmp_path, "раз")
    result = produce(task)
    assert "закройте файл" in result.error.message
    assert "note.docx" in result.error.message
    assert result.outputs.keys() == {"note.html"}  # what was replaced before that is ours, and the ledger must know
    assert not task.part.exists()


def edited(tmp_path: Path) -> Task:
    """A note built once, its DOCX then changed by hand, its text then changed in the data."""
    built = produce(printing(tmp_path, "раз"))
    task = printing(tmp_path, "два", known=built.outputs)
    Path(task.folder, "note.docx").write_bytes(by_hand.edited())
    return task


def test_an_edited_docx_is_kept_and_the_new_one_lies_beside_it(tmp_path: Path) -> None:
    task = edited(tmp_path)
    result = produce(task)
    assert folder(task)["note.docx"] == by_hand.edited()
    assert folder(task)["note (новая редакция).docx"] == "docx: два".encode()
    assert folder(task)["note.html"] == "html: два".encode()
    assert result.notes == [
        "note.docx изменён вручную и оставлен как есть; новая редакция записана рядом: note (новая редакция).docx"
    ]
    assert "note.docx" not in result.outputs


def test_the_new_edition_may_be_edited_as_well(tmp_path: Path) -> None:
    task = edited(tmp_path)
    known = task.known | produce(task).outputs
    produce(printing(tmp_path, "три", known=known))
    assert folder(task)["note (новая редакция).docx"] == "docx: три".encode()  # nobody has touched it
    Path(task.folder, "note (новая редакция).docx").write_bytes(by_hand.edited("too"))
    produce(printing(tmp_path, "четыре", known=known))
    assert folder(task)["note (новая редакция).docx"] == by_hand.edited("too")
    assert folder(task)["note (новая редакция 2).docx"] == "docx: четыре".encode()


def test_a_docx_that_is_ours_is_replaced_even_if_the_ledger_was_lost(tmp_path: Path) -> None:
    task = printing(tmp_path, "раз")
    produce(task)
    assert produce(task).notes == []  # the same bytes: nobody's work can be lost


def test_tables_of_a_note_are_a_file_of_their_own(tmp_path: Path) -> None:
    task = make_task(tmp_path, "1", "1")
    assert task.file_name("xlsx") == "tables.xlsx"
    assert replace(task, stem="quality").file_name("xlsx") == "quality.xlsx"
    assert task.file_name("docx") == "note.docx"


@pytest.mark.skipif(not memory.STATUS.exists(), reason="пик памяти сбрасывается только в Linux")
def test_the_peak_is_that_of_this_note(tmp_path: Path) -> None:
    big = produce(make_task(tmp_path, "1", "x = bytearray(200_000_000)"))["peak_mb"]
    small = produce(make_task(tmp_path, "2", "1")).peak_mb
    assert big > small + 100
