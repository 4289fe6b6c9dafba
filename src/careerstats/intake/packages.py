"""Bytes of an xlsx or ods book -> its checked XML parts by name, and a clean book made of them alone.

The reader of books (Rust) trusts what a book says about itself and unpacks all of it. So it never sees the book as it
came, but only parts that were unpacked here within limits, have no DTD, and lie where they should.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable
from xml.etree import ElementTree

from careerstats.intake.guards import NotATableError, damaged

MOST_PARTS = 5_000
MOST_UNPACKED = 512 << 20
MOST_RATIO, FROM_SIZE = 300, 16 << 20
"""A part of more than FROM_SIZE bytes that was packed more than MOST_RATIO times is no table but a trap."""

SIGNATURE = b"PK\x03\x04"
Parts = dict[str, bytes]

_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError, KeyError,
    OverflowError, IndexError,
)  # fmt: skip
_TRAP = "пришлите файл, сохранённый в Excel или LibreOffice заново, без лишних листов и вложений"
_MACROS = ("vbaproject.bin", "xl/macrosheets/", "basic/", "scripts/")


class Package:
    """The members of a zip file, looked at but not yet unpacked. Raises NotATableError for a trap."""

    def __init__(self, data: bytes):
        try:
            self.file = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise damaged() from None
        self.names = self.file.namelist()
        self.left = MOST_UNPACKED
        _refuse_traps(self.file.infolist())

    def read(self, name: str) -> bytes:
        """One XML part. Raises NotATableError where it is damaged, too large, or describes entities."""
        try:
            info = self.file.getinfo(name)
            self._charge(info.file_size)
            data = self.file.read(info)
        except _BROKEN:
            raise damaged() from None
        _refuse_entities(data)
        return data

    def _charge(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise NotATableError(f"книга распаковывается больше чем в {MOST_UNPACKED >> 20} МБ", _TRAP)

    def has(self, start: str) -> bool:
        return any(name.lower().startswith(start.lower()) for name in self.names)


def _refuse_traps(members: list[zipfile.ZipInfo]) -> None:
    names = [one.filename for one in members]
    if len(names) > MOST_PARTS:
        raise NotATableError(f"в книге {len(names)} частей, а бывает не больше {MOST_PARTS}", _TRAP)
    if len({name.lower() for name in names}) < len(names):
        raise NotATableError("в книге две части с одним именем", _TRAP)
    if any(one.flag_bits & 1 for one in members):
        raise locked()
    if any(_is_trap(one) for one in members):
        raise NotATableError(f"часть книги сжата больше чем в {MOST_RATIO} раз (так устроены zip-бомбы)", _TRAP)
    if any(name.lower().startswith(_MACROS) or name.lower().endswith("vbaproject.bin") for name in names):
        raise with_macros()


def _is_trap(one: zipfile.ZipInfo) -> bool:
    return one.file_size > FROM_SIZE and one.file_size > MOST_RATIO * max(one.compress_size, 1)


def with_macros() -> NotATableError:
    """A book with programs in it: nothing of it is run, and nothing read."""
    return NotATableError(
        "в книге макросы, такие книги не читаются", "сохраните книгу без макросов: «Книга Excel (.xlsx)»"
    )


def locked() -> NotATableError:
    return NotATableError("книга защищена паролем", "снимите пароль на открытие и сохраните книгу заново")


def _refuse_entities(data: bytes) -> None:
    """A book has no use for a DTD; in UTF-16 one could hide it, and Excel writes UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:64]:
        raise damaged()
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NotATableError("в книге описание сущностей XML (DTD), такие книги не читаются", _TRAP)


def tree(data: bytes) -> ElementTree.Element:
    """The parsed part; one that is no XML, or in an encoding nobody knows, is damaged."""
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, LookupError, ValueError):
        raise damaged() from None


def packed(parts: Parts) -> io.BytesIO:
    """A book of these parts alone, not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for name, data in parts.items():
            file.writestr(zipfile.ZipInfo(name), data)
    out.seek(0)
    return out


def picked(package: Package, names: Iterable[str]) -> Parts:
    """Those of the named parts that the book has."""
    there = set(package.names)
    return {name: package.read(name) for name in names if name in there}
