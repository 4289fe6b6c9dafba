"""What docs/security.md promises: each line has tests; no network at run time; nothing written outside a project."""

import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from helpers.offline import sitecustomize as offline
from helpers.projects import AMUR, BELOGORSK, ROOT, new_project

PAGE = ROOT / "docs" / "security.md"
TESTS = ROOT / "tests"


def functions(name: str) -> set[str]:
    return set(re.findall(r"^def (test_\w+)", (TESTS / name).read_text(encoding="utf-8"), re.MULTILINE))


def rows() -> list[str]:
    """Lines of the table of threats, without its head."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [line for line in lines if not line.startswith(("| Угроза", "| ---"))]


# The table


def test_the_table_is_there() -> None:
    assert len(rows()) >= 20


@pytest.mark.parametrize("row", rows() if PAGE.exists() else [], ids=lambda row: row[2:50])
def test_a_line_of_the_table_names_tests_that_exist(row: str) -> None:
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", row.rstrip(" |").rpartition("|")[2])
    assert named
    assert [f"{file}::{name}" for file, name in named if name not in functions(file)] == []


# The guard of the tests


@pytest.fixture
def own_journal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Attempts made on purpose are written elsewhere."""
    journal = tmp_path / "journal"
    journal.touch()
    monkeypatch.setenv(offline.JOURNAL, str(journal))
    return journal


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('192.0.2.1', 80), 1)",
        "socket.getaddrinfo('example.org', 80)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
        "urllib.request.urlopen('http://192.0.2.1/')",
    ],
)
def test_whoever_reaches_past_this_computer_fails_in_a_child_process_too(attempt: str, own_journal: Path) -> None:
    swallowed = f"import socket, urllib.request\ntry:\n    {attempt}\nexcept OSError:\n    pass"
    subprocess.run([sys.executable, "-c", swallowed], check=True, timeout=60)
    assert "socket." in own_journal.read_text(encoding="utf-8")


def test_in_the_process_of_the_tests_it_is_an_error(own_journal: Path) -> None:
    with pytest.raises(OSError, match="no network in tests"):
        socket.create_connection(("192.0.2.1", 80), 1)
    assert own_journal.stat().st_size


def test_loopback_stays_open(own_journal: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), 5).close()
    assert own_journal.stat().st_size == 0


# The program as the system sees it


def traced(log: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command with every connect, bind and sendto of its processes written down by the kernel's tracer."""
    asked = [
        "strace",
        "-f",
        "-qq",
        "-e",
        "trace=connect,bind,listen,sendto,sendmsg,sendmmsg",
        "-yy",
        "-e",
        "signal=none",
        "-o",
        str(log),
    ]
    command = [*asked, sys.executable, "-m", "careerstats", *words]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, timeout=900, env={**os.environ, **environment}
    )


def reached(log: Path) -> list[str]:
    """Lines that name an address of the internet family, except loopback."""
    lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if "AF_INET" in line]
    return [line for line in lines if '"127.' not in line and '"::1"' not in line]


def listened(log: Path) -> list[str]:
    """Lines of internet sockets that wait to be called, be it at this computer's own address; -yy tells their kind."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in lines if "listen(" in line and "<TCP" in line]


@pytest.mark.slow
@pytest.mark.needs("strace")
def test_a_build_asks_the_system_for_no_address_but_its_own(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    log = tmp_path / "trace"
    done = traced(log, "--project", str(project.folder), "build", AMUR, "--only", BELOGORSK, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert (project.note(BELOGORSK, "note.pdf")).is_file()
    assert log.stat().st_size
    assert reached(log) == []
    assert listened(log) == []


@pytest.mark.slow
@pytest.mark.needs("strace")
def test_the_tracer_does_see_a_connection(tmp_path: Path) -> None:
    log = tmp_path / "trace"
    code = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()"
    code += "; s = socket.socket(); s.settimeout(0.1); s.connect_ex(('192.0.2.1', 9))"
    asked = [
        "strace",
        "-f",
        "-qq",
        "-e",
        "trace=connect,listen",
        "-yy",
        "-o",
        str(log),
        sys.executable,
        "-I",
        "-S",
        "-c",
        code,
    ]
    subprocess.run(asked, check=True, timeout=60)
    assert (len(reached(log)), len(listened(log))) == (1, 1)


# A user who may write nowhere but in the project

NOBODY = 65534


def python_for_all(folder: Path) -> Path | None:
    """An interpreter that every user may run: ours, else the system's of the same version with our packages lent."""
    if readable_by_all(Path(sys.base_prefix)):
        return Path(sys.executable)
    other = shutil.which(f"python{sys.version_info[0]}.{sys.version_info[1]}", path="/usr/bin:/usr/local/bin")
    if other is None or not readable_by_all(Path(sysconfig.get_path("purelib"))):
        return None
    subprocess.run([other, "-m", "venv", "--without-pip", str(folder / "venv")], check=True, timeout=120)
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    lent = f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n"
    (site / "lent.pth").write_text(lent, encoding="utf-8")
    return folder / "venv" / "bin" / "python"


def as_nobody(python: Path, project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command by a user without rights, whose home is read-only; only the project and its tmp are his."""
    home = project / "home"
    home.mkdir(mode=0o555)
    (project / "tmp").mkdir()
    for path in (project, *project.rglob("*")):
        os.chown(path, 0 if path == home else NOBODY, NOBODY)
    kept = {key: os.environ[key] for key in ("PATH", "LANG", offline.JOURNAL, "PYTHONPATH") if key in os.environ}
    environment = {**kept, "HOME": str(home), "TMPDIR": str(project / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", str(python), "-m", "careerstats"]
    return subprocess.run(
        [*command, *words],
        env=environment,
        cwd=project,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=900,
    )


def readable_by_all(path: Path) -> bool:
    return all(one.stat().st_mode & 0o001 for one in (path, *path.parents))


@pytest.mark.slow
@pytest.mark.needs("setpriv")
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="другим пользователем становится только root"
)
def test_a_user_without_rights_outside_the_project_builds_and_writes_nothing_outside_it() -> None:
    folder = Path("/tmp") / f"careerstats-nobody-{os.getpid()}"  # pytest's own folders are closed to others
    folder.mkdir()
    try:
        python = python_for_all(folder)
        if python is None or not readable_by_all(ROOT):
            pytest.skip("папка программы закрыта для других пользователей")
        project = new_project(folder)
        done = as_nobody(python, folder, "build", AMUR, "--only", BELOGORSK, "--jobs", "1")
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr + done.stdout
        assert {"note.html", "note.docx", "note.pdf"} <= {one.name for one in project.note(BELOGORSK).parent.iterdir()}
        assert list((folder / "home").iterdir()) == []
        assert [path for path in (folder / "tmp").iterdir() if not path.name.startswith(("matplotlib", "pymp"))] == []
    finally:
        shutil.rmtree(folder)


def test_files_of_the_users_folder_that_are_called_as_libraries_are_not_run(tmp_path: Path) -> None:
    project = new_project(tmp_path).folder
    for name in ("attr", "email", "numpy", "nbformat", "careerstats"):
        (project / f"{name}.py").write_text("raise SystemExit('shadow')\n", encoding="utf-8")
    built = subprocess.run(
        [sys.executable, "-P", "-m", "careerstats", "build", "amur-2020", "--only", "10710000", "--formats", "html"],
        cwd=project, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (built.returncode, "shadow" in built.stdout + built.stderr) == (0, False)
