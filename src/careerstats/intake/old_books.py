"""Bytes of an old xls book -> its sheets may be read here: another process has read them and lived.

The reader of books (Rust) follows chains of sectors without looking for circles and reserves memory for as many cells
and strings as the file claims to have: a few changed bytes end the whole program. The same bytes end every process, so
one of its own, with little memory and little time, tries them first.
"""

import re
import subprocess
import sys

from careerstats.intake.guards import Limits, NotATableError, refuse_huge
from careerstats.intake.packages import locked, with_macros
from careerstats.model import column_letter

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECONDS, MEMORY = 60, 2 << 30

_PASSWORD = re.compile(rb"\x09\x08(?:\x10\0\0\x06\x05\0.{12}|\x08\0\0\x05\x05\0.{4})(?:\x86\0\0\0)?\x2f\0", re.DOTALL)
"""The first record of a book of Excel 97 or 95, perhaps its protection against writing, then the password."""

_TRIAL = f"""
import contextlib, io, sys
with contextlib.suppress(ImportError, OSError, ValueError):  # not every system knows limits
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what is read may be a list of persons
    resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
from python_calamine import CalamineWorkbook
with contextlib.suppress(Exception):  # whoever reads after us answers it; a panic of Rust is none
    with CalamineWorkbook.from_object(io.BytesIO(sys.stdin.buffer.read())) as book:
        for name in book.sheet_names:
            row, column = book.get_sheet_by_name(name).end or (-1, -1)
            print(row + 1, column + 1)
"""


def tried(data: bytes, limits: Limits) -> None:
    """Raises NotATableError for what must not be read: by anybody, or because it is too large, locked or has macros."""
    if _has(data, "EncryptedPackage") or _PASSWORD.search(data):
        raise locked()
    if _has(data, "_VBA_PROJECT_CUR"):
        raise with_macros()
    command = [sys.executable, "-P", "-c", _TRIAL]
    try:
        trial = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        why = "файл повреждён или слишком велик: чтение его прервалось"
        raise NotATableError(why, "откройте файл в Excel и сохраните заново как .xlsx", "damaged") from None
    for line in trial.stdout.splitlines():
        height, width = map(int, line.split())
        refuse_huge(height, width, f"{column_letter(width - 1)}{height}" if width else "", limits)


def _has(data: bytes, name: str) -> bool:
    """Whether the compound file has a stream or a storage of this name."""
    return name.encode("utf-16-le") in data
