"""Bytes of an xlsx or ods book -> its checked XML parts by name, and a clean book made of them alone.

The reader of books (Rust) trusts what a book says about itself and unpacks all of it. So it never sees the book as it
came, but only parts that were unpacked here within limits, have no DTD, and lie where they should.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

from lxml import etree
from lxml.etree import _Element

from careerstats.intake import guards
from careerstats.intake.guards import Limits, NotATableError, damaged

MOST_RATIO, FROM_SIZE = 300, 16 << 20
"""A part of more than FROM_SIZE bytes that was packed more than MOST_RATIO times is no table but a trap."""

SIGNATURE = b"PK\x03\x04"
Parts = dict[str, bytes]

_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError, KeyError,
    OverflowError, IndexError, struct.error,
)  # fmt: skip
_TRAP = "пришлите файл, сохранённый в Excel или LibreOffice заново, без лишних листов и вложений"
_MACROS = ("vbaproject.bin", "xl/macrosheets/", "basic/", "scripts/")


class Package:
    """The members of a zip file, looked at but not yet unpacked. Raises NotATableError for a trap."""

    def __init__(self, data: bytes, limits: Limits | None = None):
        self.data, self.limits = data, limits or guards.TABLE
        try:
            self.file = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise damaged() from None
        self.names = self.file.namelist()
        self.left = self.limits.unpacked
        _refuse_traps(self.file.infolist(), self.limits)

    def read(self, name: str) -> bytes:
        """One XML part. Raises NotATableError where it is damaged, too large, or describes entities."""
        try:
            info = self.file.getinfo(name)
            self._charge(info.file_size)
            data = _unpacked(self.data, info)
        except _BROKEN:
            raise damaged() from None
        _refuse_entities(data)
        return data

    def _charge(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            why = f"книга распаковывается больше чем в {self.limits.unpacked >> 20} МБ"
            raise NotATableError(why, _TRAP, "zip_bomb")

    def has(self, start: str) -> bool:
        return any(name.lower().startswith(start) for name in self.names)


def _unpacked(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """The member, of exactly the size and the sum it claims; never more of it than that in memory."""
    start = info.header_offset
    name, extra = struct.unpack_from("<HH", data, start + 26)
    packed = data[start + 30 + name + extra :][: info.compress_size]
    if data[start : start + 4] != SIGNATURE or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(info.filename)
    if info.compress_type == zipfile.ZIP_DEFLATED:
        packed = zlib.decompressobj(-15).decompress(packed, info.file_size + 1)
    if len(packed) != info.file_size or zlib.crc32(packed) != info.CRC:
        raise ValueError(info.filename)
    return packed


def _refuse_traps(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = [member.filename.lower() for member in members]
    if len(names) > limits.parts:
        raise NotATableError(f"в книге {len(names)} частей, а бывает не больше {limits.parts}", _TRAP, "zip_bomb")
    if len(set(names)) < len(names):
        raise NotATableError("в книге две части с одним именем", _TRAP, "damaged")
    if any(member.flag_bits & 1 for member in members):
        raise locked()
    if any(map(_is_trap, members)):
        why = f"часть книги сжата больше чем в {MOST_RATIO} раз (так устроены zip-бомбы)"
        raise NotATableError(why, _TRAP, "zip_bomb")
    if any(map(_leads_out, names)):
        raise NotATableError("внутри книги имена с путями за её пределы, она не открывается", _TRAP, "path_trick")
    if any(name.startswith(_MACROS) or name.endswith("vbaproject.bin") for name in names):
        raise with_macros()


def _leads_out(name: str) -> bool:
    return name[:1] in ("/", "\\") or ":" in name or ".." in name.replace("\\", "/").split("/")


def _is_trap(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > FROM_SIZE and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)


def with_macros() -> NotATableError:
    """A book with programs in it: nothing of it is run, and nothing read."""
    what = "сохраните книгу без макросов: «Книга Excel (.xlsx)»"
    return NotATableError("в книге макросы, такие книги не читаются", what, "macros")


def locked() -> NotATableError:
    what = "снимите пароль на открытие и сохраните книгу заново"
    return NotATableError("книга защищена паролем", what, "encrypted")


def _refuse_entities(data: bytes) -> None:
    """A book has no use for a DTD; in UTF-16 one could hide it, and Excel writes UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:64]:
        raise damaged()
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NotATableError("в книге описание сущностей XML (DTD), такие книги не читаются", _TRAP, "xml_entities")


def tree(data: bytes) -> _Element:
    """The parsed part; one that is no XML, or in an encoding nobody knows, is damaged."""
    options = {"resolve_entities": False, "remove_comments": True, "remove_pis": True, "huge_tree": True}
    try:
        return etree.fromstring(data, etree.XMLParser(**options))
    except (etree.XMLSyntaxError, LookupError, ValueError):
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
