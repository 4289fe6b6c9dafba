"""The set-up says in words what is missing, and does again what was not finished."""

import json
import os
import subprocess
from pathlib import Path

import pytest
import setup_venv


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as .venv, and a lock and a project of two lines."""
    for name in ("LOCK", "PROJECT"):
        path = tmp_path / name
        path.write_text(f"{name}\n", encoding="utf-8")
        monkeypatch.setattr(setup_venv, name, path)
    folder = tmp_path / ".venv"
    folder.mkdir()
    monkeypatch.setattr(setup_venv, "VENV", folder)
    monkeypatch.setattr(setup_venv, "STAMP", folder / "ready.json")
    monkeypatch.setattr(setup_venv, "PYTHON", folder / "python")
    return folder


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the set-up would have done, in order."""
    steps: list[str] = []
    monkeypatch.setattr(setup_venv, "make_venv", lambda: steps.append("venv"))
    monkeypatch.setattr(
        setup_venv, "install_packages", lambda where_from: steps.append(" ".join(["packages", *where_from]))
    )
    monkeypatch.setattr(setup_venv, "install_project", lambda: steps.append("project"))
    return steps


def finish(venv: Path) -> None:
    """Leave .venv as a finished set-up does."""
    (venv / "python").touch()
    setup_venv.STAMP.write_text(json.dumps(setup_venv.wanted_state()), encoding="utf-8")


def test_an_old_python_is_named_with_what_is_needed() -> None:
    with pytest.raises(
        setup_venv.SetupError, match=r"Нужен Python 3\.11 или новее, а это 3\.9\.2 \(/usr/bin/python3\)"
    ):
        setup_venv.check_python((3, 9, 2), "/usr/bin/python3")


def test_a_missing_venv_module_names_the_system_package() -> None:
    with pytest.raises(setup_venv.SetupError, match="нет модуля no_such_venv: установите пакет python3-venv"):
        setup_venv.check_modules("venv", "no_such_venv")


def test_a_folder_of_wheels_that_is_not_there_costs_no_venv(venv: Path, done: list[str]) -> None:
    with pytest.raises(setup_venv.SetupError, match="Папки с пакетами нет"):
        setup_venv.prepare(str(venv / "wheels"))
    assert done == []


def test_only_a_set_up_without_network_speaks_of_an_index(tmp_path: Path) -> None:
    assert setup_venv.offline(None) == []
    assert setup_venv.offline(str(tmp_path)) == ["--no-index", "--find-links", str(tmp_path.resolve())]


def test_an_empty_folder_gets_everything(venv: Path, done: list[str]) -> None:
    setup_venv.prepare()
    assert done == ["venv", "packages", "project"]
    assert json.loads(setup_venv.STAMP.read_text(encoding="utf-8")) == setup_venv.wanted_state()


def test_a_ready_venv_is_left_alone(venv: Path, done: list[str]) -> None:
    finish(venv)
    setup_venv.prepare()
    assert done == []


def test_a_half_made_venv_is_made_anew(venv: Path, done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(_where_from: list[str]) -> None:
        raise KeyboardInterrupt

    finish(venv)
    setup_venv.LOCK.write_text("another\n", encoding="utf-8")
    with monkeypatch.context() as interrupted:
        interrupted.setattr(setup_venv, "install_packages", break_off)
        with pytest.raises(KeyboardInterrupt):
            setup_venv.prepare()
    done.clear()
    setup_venv.prepare()
    assert done == ["venv", "packages", "project"]


def test_a_changed_project_is_installed_alone(venv: Path, done: list[str]) -> None:
    finish(venv)
    setup_venv.PROJECT.write_text("another\n", encoding="utf-8")
    setup_venv.prepare()
    assert done == ["project"]


def test_a_moved_folder_is_prepared_anew(venv: Path, done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    finish(venv)
    monkeypatch.setattr(setup_venv, "ROOT", venv.parent / "elsewhere")
    setup_venv.prepare()
    assert done == ["venv", "packages", "project"]


def test_a_python_that_was_removed_is_noticed(venv: Path, done: list[str]) -> None:
    finish(venv)
    (venv / "python").unlink()
    setup_venv.prepare()
    assert done == ["venv", "packages", "project"]


def test_line_ends_do_not_change_a_hash(tmp_path: Path) -> None:
    (tmp_path / "unix").write_bytes(b"a\nb\n")
    (tmp_path / "windows").write_bytes(b"a\r\nb\r\n")
    assert setup_venv.digest(tmp_path / "unix") == setup_venv.digest(tmp_path / "windows")


@pytest.mark.needs("make", "sh")
def test_make_says_when_there_is_no_python_at_all() -> None:
    command = ["make", "venv", "PYTHON=no-such-python"]
    tried = subprocess.run(command, cwd=setup_venv.ROOT, capture_output=True, encoding="utf-8", check=False)
    assert tried.returncode != 0
    assert "Нужен Python 3.11 или новее" in tried.stderr


@pytest.mark.needs("make", "sh")
def test_make_shows_an_old_python_what_the_set_up_says(tmp_path: Path) -> None:
    """A wrapper that fails the first question as Python 3.9 would, and then runs what it is given."""
    old = tmp_path / "python-old"
    old.write_text(
        '#!/bin/sh\ncase "$2" in *venv*) exit 1;; *sys.version_info*) exit 0;; esac\necho "asked: $1"\n',
        encoding="utf-8",
    )
    old.chmod(0o755)
    shown = subprocess.run(
        ["make", "--no-print-directory", "venv", f"PYTHON=no-such-python {old}"],
        cwd=setup_venv.ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
    )
    assert shown.stdout.strip() == "asked: tools/setup_venv.py"


def test_the_project_is_found_in_a_folder_with_any_letters(tmp_path: Path) -> None:
    """What pip writes is a full path; in another locale Python could not read it."""
    packages = tmp_path / "мой проект" / ".venv" / "lib"
    packages.mkdir(parents=True)
    path = packages / "_editable_impl_careerstats.pth"
    path.write_text(f"{tmp_path / 'мой проект' / 'src'}\n", encoding="utf-8")
    setup_venv.name_sources_relatively(path)
    assert path.read_bytes() == b"../../src\n"
