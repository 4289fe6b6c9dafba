"""requirements.lock and this Python -> .venv with the project in it; does nothing when that is there already.

Runs on Python 3.8 too, to say there that 3.11 is needed. The Makefile calls it; on Windows people do:
``py tools/setup_venv.py``. Where packages come from is left to pip's own configuration.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
VENV = ROOT / ".venv"
STAMP = VENV / "careerstats-ready.json"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

OLDEST = (3, 11)

TOO_OLD = """\
Нужен Python 3.11 или новее, а это {version} ({path}).
Поставьте новый Python; если он есть, назовите его:  make reports PYTHON=/путь/к/python3.12
Python 3.11 or newer is needed, this is {version}."""

NO_VENV = """\
В этом Python ({path}) нет модуля {module}: установите пакет python3-venv
    sudo apt install python3-venv
и повторите команду. (The module {module} is missing: install the package python3-venv.)"""

NOT_CREATED = """\
Не удалось создать {path}; причина выше. Если эту папку занимает программа (JupyterLab, редактор), закройте её;
если речь о ensurepip, установите пакет python3-venv."""

NOT_INSTALLED = """
Пакеты не установились; причина выше, словами pip. Повторная команда начнёт установку заново.
  Сеть закрыта, есть зеркало:    python3 -m pip config set global.index-url АДРЕС_ЗЕРКАЛА
  Сети нет, есть папка пакетов:  make reports WHEELS=/путь/к/папке
                                 (Windows: py tools/setup_venv.py --wheels ПАПКА)"""


class SetupError(Exception):
    """Why .venv cannot be prepared and what to do, in words."""


def main() -> int:
    """Prepare .venv; the exit code is 0 when it can be used."""
    parser = argparse.ArgumentParser(description="Подготовить .venv: проверить Python, поставить пакеты и проект.")
    parser.add_argument("--wheels", metavar="ПАПКА", help="ставить без сети, из папки с пакетами")
    options = parser.parse_args()
    for stream in (sys.stdout, sys.stderr):  # a console that lacks a letter shows «?» instead of ending the program
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        prepare(options.wheels)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nУстановка прервана; следующая команда начнёт её заново.", file=sys.stderr)
        return 130
    return 0


def prepare(wheels: str | None = None) -> None:
    """Do what is missing: everything, the project alone, or nothing."""
    wanted, found = wanted_state(), found_state()
    if found == wanted:
        return
    check_python(sys.version_info[:3], sys.executable)
    where_from = offline(wheels)
    remove_stamp()
    if any(found.get(part) != wanted[part] for part in ("folder", "lock")):
        check_modules("venv", "ensurepip")
        make_venv()
        install_packages(where_from)
    install_project()
    STAMP.write_text(json.dumps(wanted, indent=1), encoding="utf-8")
    print("Готово: .venv")


def wanted_state() -> dict[str, str]:
    """What .venv is to be made from; the folder counts, because scripts in .venv hold its path."""
    return {"folder": str(ROOT), "lock": digest(LOCK), "project": digest(PROJECT)}


def found_state() -> dict[str, str]:
    """What .venv was made from; empty if it is absent, half-made, or its Python is gone."""
    try:
        state: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if PYTHON.exists() else {}


def remove_stamp() -> None:
    """From here to the end .venv counts as half-made."""
    if STAMP.exists():
        STAMP.unlink()


def digest(path: Path) -> str:
    """Hash of a text file; line ends do not count, git may change them on Windows."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def check_python(version: tuple[int, ...], path: str) -> None:
    """Refuse an old Python in words."""
    if version < OLDEST:
        raise SetupError(TOO_OLD.format(version=".".join(map(str, version)), path=path))


def check_modules(*modules: str) -> None:
    """Name the system package where a distribution ships Python without venv."""
    for module in modules:
        if importlib.util.find_spec(module) is None:
            raise SetupError(NO_VENV.format(module=module, path=sys.executable))


def make_venv() -> None:
    """An empty .venv, whatever an interrupted set-up left there."""
    print("Готовлю .venv: Python {}.{}.{}".format(*sys.version_info[:3]), flush=True)
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        raise SetupError(NOT_CREATED.format(path=VENV))


def install_packages(where_from: list[str]) -> None:
    """Everything in the lock, each file checked against its hash; compiled at once, on all processors."""
    packages = len(re.findall(r"^\w", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    pip("--no-compile", "--no-deps", "--require-hashes", "-r", str(LOCK), *where_from, packages=packages)
    subprocess.call([str(PYTHON), "-m", "compileall", "-qq", "-j", "0", str(VENV)])


def offline(wheels: str | None) -> list[str]:
    """Options of pip for a set-up from a folder."""
    if wheels is None:
        return []
    folder = Path(wheels).expanduser().resolve()
    if not folder.is_dir():
        raise SetupError(f"Папки с пакетами нет: {folder}")
    return ["--no-index", "--find-links", str(folder)]


def install_project() -> None:
    """The project itself, editable; what builds it comes from the lock, so nothing is fetched."""
    pip("--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT))
    for path in VENV.rglob("_editable_impl_careerstats.pth"):
        name_sources_relatively(path)


def name_sources_relatively(path: Path) -> None:
    """Before 3.13 Python reads this file in the locale's encoding: a full path with «й» in it would not be found."""
    lines = path.read_text(encoding="utf-8").splitlines()
    relative = (os.path.relpath(line, str(path.parent)).replace(os.sep, "/") for line in lines if line)
    path.write_bytes("".join(f"{line}\n" for line in relative).encode("ascii"))


def pip(*options: str, packages: int = 0) -> None:
    """Run ``pip install`` of .venv; what it complains about goes straight to the screen."""
    quiet = {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    environment = {**os.environ, **quiet, "PYTHONUNBUFFERED": "1"}
    command = [str(PYTHON), "-m", "pip", "install", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=str(ROOT)) as process:
        assert process.stdout is not None
        show_progress(process.stdout, packages)
    if process.returncode:
        raise SetupError(NOT_INSTALLED)


def show_progress(lines: IO[bytes], packages: int) -> None:
    """Lines of pip -> a count of packages; in a log, where a line cannot be rewritten, every fiftieth."""
    screen = sys.stdout.isatty()
    reached = 0
    for line in lines:
        reached += line.startswith(b"Collecting")
        if line.startswith(b"Collecting") and packages and (screen or reached % 50 == 0):
            print(f"  пакеты: {reached} из примерно {packages}", end="\r" if screen else "\n", flush=True)
        if line.startswith(b"Installing collected") and packages:
            print("\n  раскладываю пакеты, около минуты" if screen else "  раскладываю пакеты", flush=True)


if __name__ == "__main__":
    sys.exit(main())
