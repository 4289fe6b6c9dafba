"""The store: a change taken back brings the old files back, byte for byte, and nothing is run."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import by_hand
from helpers.batch_tasks import make_task

from careerstats.batch import fingerprint, store
from careerstats.batch.tasks import Result, Task, done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def task(tmp_path: Path) -> Task:
    return make_task(tmp_path, "10701", "1", formats=("html", "docx"))


def built(task: Task, text: str) -> Result:
    """As the build would leave it."""
    names = ("note.ipynb", "note.html", "note.docx")
    Path(task.folder).mkdir(parents=True, exist_ok=True)
    for name in names:
        Path(task.folder, name).write_text(f"{name}: {text}", encoding="utf-8")
    return done(task, outputs={name: fingerprint.of_file(Path(task.folder, name)) for name in names})


def contents(task: Task) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in Path(task.folder).iterdir()}


def test_a_note_comes_back_as_it_was(task: Task, folder: Path) -> None:
    first = built(task, "46,5")
    store.keep(folder, task, first)
    before = contents(task)
    changed = replace(task, fingerprint="other", known=first["outputs"])
    second = built(changed, "46,7")
    Path(task.folder, "note.failed.ipynb").write_text("{}", encoding="utf-8")
    assert store.take(folder, changed) is None
    store.keep(folder, changed, second)
    back = store.take(folder, replace(task, known=second["outputs"]))
    assert back is not None
    assert (back["status"], back["outputs"]) == ("done", first["outputs"])
    assert contents(task) == before


def test_other_formats_are_another_note(task: Task, folder: Path) -> None:
    store.keep(folder, task, built(task, "1"))
    assert store.take(folder, replace(task, formats=("html",))) is None
    assert store.take(folder, replace(task, folder=task.folder.replace("2020", "2020-public"))) is None


def test_somebodys_docx_is_left_to_the_build(task: Task, folder: Path) -> None:
    first = built(task, "1")
    store.keep(folder, task, first)
    Path(task.folder, "note.docx").write_bytes(by_hand.edited())
    Path(task.folder, "note.html").unlink()
    assert store.take(folder, replace(task, known=first["outputs"])) is None
    there = {path.read_bytes() for path in Path(task.folder).iterdir()}
    assert there == {b"note.ipynb: 1", by_hand.edited()}, "nothing was put half-way"


def test_a_ruined_docx_is_nobodys(task: Task, folder: Path) -> None:
    first = built(task, "1")
    store.keep(folder, task, first)
    before = contents(task)
    Path(task.folder, "note.docx").write_bytes(by_hand.edited()[:-9])
    assert store.take(folder, replace(task, known=first.outputs))
    assert contents(task) == before


def spoil_a_file(entry: Path) -> None:
    (entry / "note.html").write_text("spoilt", encoding="utf-8")


def lose_a_file(entry: Path) -> None:
    (entry / "note.html").unlink()


def spoil_the_list(entry: Path) -> None:
    (entry / store.CONTENTS).write_text("[", encoding="utf-8")


@pytest.mark.parametrize("damage", [spoil_a_file, lose_a_file, spoil_the_list])
def test_a_damaged_entry_is_not_used(damage: Callable[[Path], None], task: Task, folder: Path) -> None:
    store.keep(folder, task, built(task, "1"))
    (entry,) = folder.iterdir()
    damage(entry)
    before = contents(task)
    assert store.take(folder, task) is None
    assert contents(task) == before


def test_a_note_beside_somebodys_docx_is_not_kept(task: Task, folder: Path) -> None:
    result = built(task, "1")
    result["outputs"]["note (новая редакция).docx"] = result["outputs"].pop("note.docx")
    store.keep(folder, task, result)
    assert not folder.exists()


def test_what_was_used_longest_ago_goes_first(task: Task, folder: Path) -> None:
    tasks = [replace(task, fingerprint=str(n)) for n in range(4)]
    for n, one in enumerate(tasks):
        store.keep(folder, one, built(one, "x" * 100_000))
        os.utime(store._entry(folder, one), (n, n))
    store.take(folder, tasks[0])  # used now
    store.trim(folder, size_mb=0.7)
    assert [store.take(folder, one) is not None for one in tasks] == [True, False, False, True]
    store.trim(folder, size_mb=0)
    assert list(folder.iterdir()) == []


def test_a_store_that_cannot_be_written_is_no_failure(task: Task, tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file", encoding="utf-8")
    store.keep(tmp_path / "store", task, built(task, "1"))
    assert store.take(tmp_path / "store", task) is None
    store.trim(tmp_path / "store")
