"""A document that lies where we wrote one -> whether it can be somebody's work, or is what a fault left."""

import io
from pathlib import Path
from zipfile import ZipFile

LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # so begins what Word and Excel have saved with a password


def is_ruined(path: Path) -> bool:
    """Whether nobody could open this PDF or document of Office: empty, full of zeros, cut short, damaged inside."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        return not (data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:])
    return not data.startswith(LOCKED) and not _is_package(data)


def _is_package(data: bytes) -> bool:
    try:
        with ZipFile(io.BytesIO(data)) as package:
            return package.testzip() is None
    except Exception:  # noqa: BLE001 - a damaged package raises whatever it likes
        return False
