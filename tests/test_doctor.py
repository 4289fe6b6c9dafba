"""``careerstats doctor``: each thing it looks at may be wrong; then it says how to mend it, and never breaks down."""

import importlib.metadata
import os
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest
from helpers.projects import ROOT, run

from careerstats.scaffold import doctor as doctors
from careerstats.scaffold.doctor import ERROR, FONTS, LOOKS, OK, REMARK, Line, doctor, locked_versions


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CAREERSTATS_PROJECT", raising=False)
    monkeypatch.chdir(tmp_path)


def told(project: Path | None = None) -> tuple[int, str]:
    lines: list[str] = []
    code = doctor(project, lines.append)
    return code, "\n".join(lines)


def looked(name: str, project: Path | None = None) -> list[Line]:
    return list(getattr(doctors, name)(project))


def test_a_healthy_computer_is_told_so() -> None:
    done = run("--project", str(ROOT), "doctor")
    assert (done.code, done.err) == (0, "")
    for words in ("Python 3.", "Пакеты", "requirements.lock", "Шрифты", "amur-2020", "Запись", "диске", "JupyterLab"):
        assert words in done.out
    assert "Ошибок: 0" in done.out


def test_without_a_project_there_is_a_remark_that_says_what_to_do(tmp_path: Path) -> None:
    code, said = told()
    assert code == 0
    assert "замечание  Папка проекта не найдена" in said
    assert "careerstats init" in said
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_project_is_a_remark_too(tmp_path: Path) -> None:
    assert told(tmp_path / "нет")[0] == 0
    assert "нет папки data" in told(tmp_path / "нет")[1]


def test_every_wrong_line_says_how_to_mend_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctors, "fonts", lambda: tmp_path)
    monkeypatch.setattr(doctors, "shipped", tmp_path.joinpath)
    monkeypatch.setattr(doctors, "OLDEST", (99, 0))
    monkeypatch.setattr(doctors, "_installed", lambda name: "")
    monkeypatch.setattr(doctors, "LITTLE", 10**18)
    lines = [line for look in LOOKS for line in look(None)]
    wrong = [line for line in lines if line.status != OK]
    assert len(wrong) > 10
    assert [line for line in wrong if not line.mend] == []
    assert told()[0] == 1


def test_a_look_that_breaks_down_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Path | None) -> list[Line]:
        """Всё."""
        raise ZeroDivisionError("беда")

    monkeypatch.setattr(doctors, "LOOKS", (broken, *LOOKS))
    code, said = told()
    assert code == 1
    assert "проверка «Всё» не удалась: ZeroDivisionError: беда" in said
    assert "Python 3." in said


def test_a_package_is_missing_or_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {"numpy": "2.3.1", "pandas": "1.5.3", "typst": "0.16.1"}
    monkeypatch.setattr(doctors, "_installed", lambda name: versions.get(name, ""))
    wanted = ["numpy>=2.0", "pandas>=2.2.3", "typst>=0.15,<0.16", "lxml>=5.3", 'ruff>=0.8; extra == "dev"']
    monkeypatch.setattr(importlib.metadata, "requires", lambda _: wanted)
    lines = looked("_packages")
    assert [(line.status, line.text.split()[1]) for line in lines] == [
        (ERROR, "pandas"),
        (ERROR, "typst"),
        (ERROR, "lxml"),
    ]
    assert all("pip install" in line.mend for line in lines)


@pytest.mark.parametrize(
    ("version", "bound", "fits"),
    [
        ("2.0", ">=2", True),
        ("2", ">=2.0", True),
        ("1.9.9", ">=2.0", False),
        ("0.10.1", ">=0.9", True),
        ("0.15.4", "<0.16", True),
        ("0.16.0", "<0.16", False),
        ("3.0rc1", ">=2.2.3", True),
    ],
)
def test_versions_are_compared_as_numbers(
    version: str, bound: str, fits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctors, "_installed", lambda _: version)
    assert doctors._package(f"x{bound}").status == (OK if fits else ERROR)


def test_versions_beside_the_lock_are_a_remark(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "requirements.lock").write_text(
        "numpy==1.0 \\\n    --hash=sha256:0\npytest==0.1 ; x\n", encoding="utf-8"
    )
    monkeypatch.setattr(doctors, "shipped", tmp_path.joinpath)
    (line,) = looked("_lock")
    assert line.status == REMARK
    assert "numpy" in line.text
    assert "вместо 1.0" in line.text


def test_the_lock_of_the_repository_is_understood() -> None:
    locked = locked_versions((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert {"numpy", "pandas", "typst"} <= set(locked)
    assert len(locked) > 100


def test_the_fonts_looked_for_are_there() -> None:
    assert looked("_fonts")[0].status == OK
    assert all((doctors.fonts() / name).is_file() for name in FONTS)


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="права root не ограничены"
)
def test_a_read_only_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    tmp_path.chmod(0o500)
    try:
        assert doctors._writable(tmp_path / "reports").status == ERROR
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_that_takes_no_file_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refused(**_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(doctors.tempfile, "TemporaryFile", refused)
    line = doctors._writable(tmp_path / "data" / "processed")
    assert (line.status, bool(line.mend)) == (ERROR, True)


@pytest.mark.parametrize(("free", "status"), [(10**10, OK), (5 * 10**8, REMARK), (10**6, ERROR)])
def test_the_disk_is_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: int, status: str) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(doctors.shutil, "disk_usage", lambda _: usage(free, 0, free))
    assert doctors._space(tmp_path / "not" / "yet").status == status


@pytest.mark.parametrize("encoding", ["ascii", "cp866", "no-such-code"])
def test_a_console_that_cannot_show_the_letters_is_a_remark(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    monkeypatch.setattr(doctors.sys, "stdout", namedtuple("stream", "encoding")(encoding))
    (line,) = looked("_console")
    assert line.status == REMARK
    assert "chcp 65001" in line.mend


def test_it_runs_in_a_console_of_ascii() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "careerstats", "doctor", "--project", str(ROOT)],
        env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True, encoding="ascii", check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stderr == ""
    assert "careerstats" in done.stdout


def test_it_imports_nothing_heavy() -> None:
    question = (
        "import sys\nfrom careerstats.cli import main\nmain(['doctor'])\n"
        "sys.exit(', '.join({'pandas', 'numpy', 'yaml', 'scipy', 'matplotlib'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", question], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
