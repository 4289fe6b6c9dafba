"""A document that lies in a municipality's folder -> whose its own properties say it is.

A file edited in Word keeps its properties; of one that has none nothing can be said.
"""

import html
import io
import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from careerstats.note.opening import Note

STRANGER = (
    "{path}: это документ не о том, кому предназначен пакет (в свойствах файла: {said}; нужно: {wanted}). Пакет не "
    "собран. Удалите файл и постройте справку заново: careerstats build {dataset} --only {code}"
)
PROPERTIES = "docProps/core.xml"

_ORIGIN = re.compile(r"набор данных [^;<]+; код \d{8}; период [^;<]+")


def stranger(path: Path, note: Note) -> str:
    """Why the file must not go out with this note; «» where its properties name the same, or nothing."""
    said = _origin(path)
    wanted = f"набор данных {note.bundle.dataset}; код {note.territory.code}; период {note.bundle.period}"
    named = {"dataset": note.bundle.dataset, "code": note.territory.code}
    return STRANGER.format(path=path, said=said, wanted=wanted, **named) if said not in ("", wanted) else ""


def _origin(path: Path) -> str:
    """«набор данных amur-2020; код 10710000; период 2020»."""
    data = path.read_bytes()
    text = data.decode("utf-8", errors="ignore") if path.suffix == ".pdf" else _properties(data)
    match = _ORIGIN.search(text)
    return html.unescape(match[0]) if match else ""


def _properties(data: bytes) -> str:
    try:
        with ZipFile(io.BytesIO(data)) as package:
            return package.read(PROPERTIES).decode("utf-8", errors="ignore")
    except (BadZipFile, KeyError, OSError, RuntimeError, ValueError):
        return ""
