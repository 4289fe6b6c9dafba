"""This computer -> lines «ок», «замечание», «ошибка» on what the program needs, each with how to mend it."""

import importlib.metadata
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from careerstats import __version__
from careerstats.errors import CareerstatsError
from careerstats.grouping import grouped
from careerstats.project import datasets_in, find_project
from careerstats.resources import fonts, shipped
from careerstats.wording import and_more

OK, REMARK, ERROR = "ок", "замечание", "ошибка"

OLDEST = (3, 11)
FONTS = ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Arimo-Regular.ttf", "Arimo-Bold.ttf")
LITTLE, TOO_LITTLE = 1_000_000_000, 200_000_000
"""Bytes of free disk: below the first a remark, below the second notes may not be written."""

_SAMPLE = "Справка № 1 – 45,3 %"
_OPTIONAL = {"LibreOffice": ("soffice", "libreoffice"), "Chromium": ("chromium", "chromium-browser", "google-chrome")}
_SHOWN = 8


class Line(NamedTuple):
    """One thing looked at; ``mend`` says what to do where it is not right."""

    status: str
    text: str
    mend: str = ""


def doctor(project: Path | None, say: Callable[[str], None] = print) -> int:
    """Look at everything, print it, return 1 where something stops the program; ``project``: as named by the user."""
    lines = [line for look in LOOKS for line in _looked(look, project)]
    for line in lines:
        say(f"{line.status:<10} {line.text}")
        if line.mend:
            say(f"{'':<10} Что сделать: {line.mend}")
    wrong = sum(line.status == ERROR for line in lines)
    remarks = sum(line.status == REMARK for line in lines)
    say(f"\nОшибок: {wrong}, замечаний: {remarks}." + ("" if wrong else " Программой можно пользоваться."))
    return 1 if wrong else 0


def _looked(look: Callable[[Path | None], Iterator[Line]], project: Path | None) -> list[Line]:
    try:
        return list(look(project))
    except Exception as error:  # noqa: BLE001  a sick computer must not silence its doctor
        text = f"проверка «{(look.__doc__ or '').rstrip('.')}» не удалась: {type(error).__name__}: {error}"
        return [Line(ERROR, text, "переустановите программу: make venv или pip install --force-reinstall careerstats")]


# ---- the program


def _python(_: Path | None) -> Iterator[Line]:
    """Python и программа."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST:
        yield Line(ERROR, f"Python {version} ({sys.executable})", "нужен Python 3.11 или новее")
    else:
        yield Line(OK, f"Python {version} ({sys.executable})")
    yield Line(OK, f"careerstats {__version__} ({Path(__file__).parents[1]})")


def _packages(_: Path | None) -> Iterator[Line]:
    """Пакеты."""
    try:
        wanted = importlib.metadata.requires("careerstats") or []
    except importlib.metadata.PackageNotFoundError:
        yield Line(REMARK, "программа запущена без установки, пакеты не сверены", "установите её: make venv")
        return
    lines = [_package(line) for line in wanted if "extra ==" not in line]
    bad = [line for line in lines if line.status != OK]
    yield from bad
    if not bad:
        yield Line(OK, f"Пакеты: все {len(lines)} установлены, версии подходят")


def _package(requirement: str) -> Line:
    from packaging.requirements import Requirement

    wanted = Requirement(requirement)
    name, bounds, version = wanted.name, str(wanted.specifier), _installed(wanted.name)
    mend = f'выполните: "{sys.executable}" -m pip install "{name}{bounds}"'
    if not version:
        return Line(ERROR, f"Пакет {name} не установлен", mend)
    if not wanted.specifier.contains(version, prereleases=True):
        return Line(ERROR, f"Пакет {name} {version} не подходит: нужен {bounds}", mend)
    return Line(OK, f"{name} {version}")


def _installed(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _lock(_: Path | None) -> Iterator[Line]:
    """Версии из requirements.lock."""
    path = shipped("requirements.lock")
    if not path.is_file():
        yield Line(OK, "requirements.lock: рядом нет (программа установлена из пакета), версии не сверялись")
        return
    locked = locked_versions(path.read_text(encoding="utf-8"))
    others = [
        f"{name} {version} вместо {' или '.join(sorted(versions))}"
        for name, versions in sorted(locked.items())
        if (version := _installed(name)) and version not in versions
    ]
    if others:
        text = f"Версии не из requirements.lock: {', '.join(others[:_SHOWN])}{and_more(len(others), _SHOWN)}"
        yield Line(
            REMARK, text, "справки верны, но файлы могут отличаться побайтно; точно те же версии ставит make venv"
        )
    else:
        yield Line(OK, f"Версии пакетов – из requirements.lock ({path})")


def locked_versions(text: str) -> dict[str, set[str]]:
    """Package → versions that the lock names, for whatever system."""
    versions = grouped(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE))
    return {name: set(own) for name, own in versions.items()}


def _fonts(_: Path | None) -> Iterator[Line]:
    """Шрифты."""
    missing = [name for name in FONTS if not (fonts() / name).is_file()]
    if missing:
        yield Line(ERROR, f"Шрифтов программы нет: {', '.join(missing)} ({fonts()})", "переустановите программу")
    else:
        yield Line(OK, "Шрифты: свои (Tinos, Arimo), от системы не зависят")


def _shipped(_: Path | None) -> Iterator[Line]:
    """Блокноты и наборы из поставки."""
    parts = {"блокноты": shipped("notebooks"), "набор amur-2020": shipped("data", "raw", "amur-2020")}
    missing = [f"{name} ({path})" for name, path in parts.items() if not path.is_dir()]
    if missing:
        yield Line(ERROR, f"В поставке нет: {', '.join(missing)}", "переустановите программу")
    else:
        yield Line(OK, f"Блокноты и примеры из поставки на месте ({parts['блокноты']})")
    docs = shipped("docs")
    if docs.is_dir():
        yield Line(OK, f"Документация: {docs}; урок – tutorial.md, все страницы – index.md")
    else:
        yield Line(REMARK, f"Документации нет ({docs})", "переустановите программу, если она нужна")


# ---- the place


def _project(project: Path | None) -> Iterator[Line]:
    """Папка проекта."""
    folder, why = _project_of(project)
    if folder is None:
        yield Line(REMARK, f"Папка проекта не найдена: {why}", "начните новый набор: careerstats init НАЗВАНИЕ")
        folder = Path.cwd()
    else:
        names = datasets_in(folder)
        mend = "" if names else "создайте набор: careerstats init НАЗВАНИЕ"
        text = f"Папка проекта: {folder}; наборы данных: {', '.join(names) or 'нет ни одного'}"
        yield Line(OK if names else REMARK, text, mend)
    yield from (_writable(place) for place in (folder / "data" / "processed", folder / "reports"))
    yield _space(folder)


def _project_of(project: Path | None) -> tuple[Path | None, str]:
    try:
        folder = (project or find_project()).resolve()
    except CareerstatsError as error:
        return None, str(error)
    return (folder, "") if (folder / "data").is_dir() else (None, f"в папке {folder} нет папки data.")


def _writable(folder: Path) -> Line:
    """Whether a file can be written there, or where the folder would be made."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        return Line(
            ERROR, f"В папку {there} нельзя записать: {error.strerror}", "дайте себе право записи или смените папку"
        )
    return Line(OK, f"Запись в {folder}: можно")


def _space(folder: Path) -> Line:
    free = shutil.disk_usage(next(path for path in (folder, *folder.parents) if path.exists())).free
    text = f"Свободно на диске: {free // 1_000_000} МБ"
    if free >= LITTLE:
        return Line(OK, text)
    return Line(
        ERROR if free < TOO_LITTLE else REMARK, text, "освободите место: справкам одного региона нужно до 200 МБ"
    )


def _temporary(_: Path | None) -> Iterator[Line]:
    """Временная папка."""
    yield _writable(Path(tempfile.gettempdir()))


def _console(_: Path | None) -> Iterator[Line]:
    """Кодировка консоли."""
    encoding = getattr(sys.stdout, "encoding", None) or "неизвестна"
    try:
        _SAMPLE.encode(encoding)
    except (LookupError, UnicodeEncodeError):
        mend = "Windows: chcp 65001; Linux, macOS: export PYTHONIOENCODING=utf-8"
        yield Line(REMARK, f"Консоль ({encoding}) не показывает русских букв или знаков № и –", mend)
    else:
        yield Line(OK, f"Кодировка консоли: {encoding}")


def _optional(_: Path | None) -> Iterator[Line]:
    """Необязательные программы."""
    lab = _installed("jupyterlab")
    if lab:
        yield Line(OK, f"JupyterLab {lab}: страница с кнопками и блокноты – careerstats lab")
    else:
        mend = f'выполните: "{sys.executable}" -m pip install jupyterlab'
        yield Line(REMARK, "JupyterLab не установлен: справки строятся, но блокноты не открыть", mend)
    for name, commands in _OPTIONAL.items():
        path = next((place for command in commands if (place := shutil.which(command))), "")
        yield Line(OK, f"{name}: {path or 'нет; для справок не нужен, только для части тестов'}")
    cores = os.cpu_count() or 1
    yield Line(OK, f"Процессоров: {cores}; одновременно строится справок: --jobs")


LOOKS = (_python, _packages, _lock, _fonts, _shipped, _project, _temporary, _console, _optional)
"""What is looked at, in order."""
