"""Keys change when a note would, and cost next to nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from careerstats.batch import fingerprint


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of two files in place of ours."""
    folder = tmp_path / "careerstats"
    write(folder / "cli.py", "1")
    write(folder / "fonts" / "Tinos.ttf", "font")
    monkeypatch.setattr(fingerprint, "PACKAGE", folder)
    return folder


@pytest.mark.parametrize("name", ["cli.py", "fonts/Tinos.ttf", "export/template.docx"])
def test_any_file_of_the_package_changes_the_program(name: str, package: Path) -> None:
    before = fingerprint.program()
    write(package / name, "2")
    assert fingerprint.program() != before


@pytest.mark.parametrize("name", ["__pycache__/cli.cpython-311.pyc", "_shipped/notebooks/municipality.ipynb"])
def test_what_is_not_the_program_does_not(name: str, package: Path) -> None:
    before = fingerprint.program()
    write(package / name, "2")
    assert fingerprint.program() == before


def test_another_version_of_a_distribution_changes_the_program(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site-packages"), "", str(tmp_path / "absent"), __file__])
    write(tmp_path / "site-packages" / "pandas-3.1.1.dist-info" / "METADATA", "")
    before = fingerprint.program()
    (tmp_path / "site-packages" / "pandas-3.1.1.dist-info").rename(
        tmp_path / "site-packages" / "pandas-3.1.2.dist-info"
    )
    assert fingerprint.program() != before


def test_files_are_known_by_name_and_bytes(tmp_path: Path) -> None:
    one, two = write(tmp_path / "b" / "1.csv", "x"), write(tmp_path / "а.csv", "y")
    key = fingerprint.of_files([one, two], tmp_path)
    assert fingerprint.of_files([two, one], tmp_path) == key
    assert list(fingerprint.of_each([two, one], tmp_path)) == ["b/1.csv", "а.csv"]
    one.rename(tmp_path / "b" / "2.csv")
    assert fingerprint.of_files([tmp_path / "b" / "2.csv", two], tmp_path) != key


@pytest.mark.parametrize("changed", ["notebook", "bundle", "program"])
def test_a_note_depends_on_three_things(changed: str, tmp_path: Path) -> None:
    notebook, bundle = write(tmp_path / "notebook", "1"), write(tmp_path / "bundle", "2")
    key = fingerprint.of_note(notebook, bundle, "p")
    assert fingerprint.of_note(notebook, bundle, "p") == key
    if changed != "program":
        write(tmp_path / changed, "3")
    assert fingerprint.of_note(notebook, bundle, "q" if changed == "program" else "p") != key


def test_a_note_depends_on_what_lies_beside_its_notebook_but_not_on_other_notebooks_and_copies(tmp_path: Path) -> None:
    names = ("my.csv", "модуль.py", "sub/x.csv", "a.ipynb", "__pycache__/модуль.pyc", ".ipynb_checkpoints/b.csv")
    for name in names:
        write(tmp_path / name, "1")
    beside = fingerprint.beside(tmp_path)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in beside) == ["my.csv", "sub/x.csv", "модуль.py"]
    key = fingerprint.of_note(tmp_path / "a.ipynb", tmp_path / "my.csv", "p")
    assert fingerprint.of_note(tmp_path / "a.ipynb", tmp_path / "my.csv", "p", "beside") != key


def test_a_run_depends_on_its_inputs_and_options() -> None:
    key = fingerprint.of_run("p", {"a": "1", "b": "2"}, {"formats": ["docx"], "only": []})
    assert fingerprint.of_run("p", {"b": "2", "a": "1"}, {"only": [], "formats": ["docx"]}) == key
    assert fingerprint.of_run("p", {"a": "2", "b": "1"}, {"formats": ["docx"], "only": []}) != key
    assert fingerprint.of_run("p", {"a": "1", "b": "2"}, {"formats": ["pdf"], "only": []}) != key


def test_the_first_look_imports_nothing_heavy() -> None:
    command = """if True:
        import sys
        from careerstats.batch import fingerprint, ledger, pool, produce, progress, tasks
        fingerprint.program()
        heavy = {"pandas", "numpy", "papermill", "IPython", "matplotlib", "nbformat", "pebble", "tqdm"}
        assert not heavy & set(sys.modules), heavy & set(sys.modules)"""
    subprocess.run([sys.executable, "-c", command], check=True, timeout=30)
