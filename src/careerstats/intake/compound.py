"""Bytes of an old xls book (a compound file) -> the same book of its one stream of cells, all lengths checked.

The reader of books (Rust) follows chains of sectors without looking for circles and reserves memory for as many cells
and strings as the file claims to have: a few changed bytes end the whole program. What is handed on is written anew.
"""

import io
import struct
from collections.abc import Iterator

from careerstats.intake.guards import damaged, refuse_huge
from careerstats.intake.packages import locked, with_macros
from careerstats.model import column_letter

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _FREE, _FAT, _LAST = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFA
_BOF, _EOF, _PASSWORD, _STRINGS, _SIZE, _SHEET, _MANY = 0x0809, 0x000A, 0x002F, 0x00FC, 0x0200, 0x0085, 0x00BD
_CELLS = {0x0203, 0x027E, _MANY, 0x00FD, 0x0204, 0x0205, 0x0006, 0x00D6}


def rewritten(data: bytes) -> io.BytesIO:
    """A compound file that holds only the checked stream «Workbook». Raises NotATableError."""
    try:
        streams = _streams(data)
    except (struct.error, IndexError, ValueError):
        raise damaged() from None
    if "EncryptedPackage" in streams:
        raise locked()
    if "_VBA_PROJECT_CUR" in streams:
        raise with_macros()
    book = streams.get("Workbook") or streams.get("Book")
    if not book:
        raise damaged()
    check_records(book)
    return _compound(book, "Workbook" if streams.get("Workbook") else "Book")


# ---- sectors


def _streams(data: bytes) -> dict[str, bytes]:
    """Name → bytes of every stream and (empty) of every storage. Raises struct.error, IndexError, ValueError."""
    shift, short_shift = struct.unpack_from("<HH", data, 30)
    if shift not in (9, 12) or short_shift != 6:
        raise ValueError("sector size")
    fat_sectors, first, _, cut, short_first = struct.unpack_from("<4x I I I I I", data, 40)
    fat = _fat(data, shift, fat_sectors)
    entries = _chain(data, fat, first, shift)
    found, short_store = {}, b""
    short_fat = _numbers(_chain(data, fat, short_first, shift)) if short_first <= _LAST else []
    for at in range(0, len(entries) - 127, 128):
        length, kind = struct.unpack_from("<HB", entries, at + 64)
        start, size = struct.unpack_from("<II", entries, at + 116)
        name = entries[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        if kind == 5:
            short_store = _chain(data, fat, start, shift) if size else b""
        if kind == 1:
            found[name] = b""
        if kind == 2 and name in ("Workbook", "Book"):
            where = (short_store, short_fat, start, 6) if size < cut else (data, fat, start, shift)
            found[name] = _chain(*where)[:size]
        elif kind == 2:
            found[name] = b""
    return found


def _fat(data: bytes, shift: int, count: int) -> list[int]:
    """The table that says which sector follows which."""
    sectors = list(struct.unpack_from("<109I", data, 76))
    more, rounds = struct.unpack_from("<I", data, 68)[0], 0
    while more <= _LAST:
        numbers = _numbers(_sector(data, more, shift))
        sectors, more, rounds = sectors + numbers[:-1], numbers[-1], rounds + 1
        if rounds > len(data) >> shift:
            raise ValueError("circle")
    used = [one for one in sectors if one <= _LAST][:count]
    if len(used) > len(data) >> shift:
        raise ValueError("sectors")
    return [number for one in used for number in _numbers(_sector(data, one, shift))]


def _sector(data: bytes, number: int, shift: int) -> bytes:
    """A sector of the file; short sectors lie in a stream of their own, which has no head."""
    at = number << shift if shift == 6 else (number + 1) << shift
    if at >= len(data):
        raise ValueError("sector outside")
    return data[at : at + (1 << shift)]


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _chain(data: bytes, fat: list[int], start: int, shift: int) -> bytes:
    """All sectors from ``start`` to the end of the chain. Raises ValueError for a circle, IndexError for a hole."""
    found, seen = [], set()
    while start != _END:
        if start in seen:
            raise ValueError("circle")
        seen.add(start)
        found.append(_sector(data, start, shift))
        start = fat[start]
    return b"".join(found)


# ---- records


def _records(book: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def check_records(book: bytes) -> None:
    """Raise NotATableError where a record claims more than there can be, and for a locked book."""
    if book[:2] != struct.pack("<H", _BOF):
        raise damaged()
    height = width = 0
    try:
        for kind, body in _records(book):
            if kind in _CELLS:
                row, column = struct.unpack_from("<HH", body)
                last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _MANY else column
                height, width = max(height, row + 1), max(width, column + 1, last + 1)
            elif kind in (_SIZE, _STRINGS, _SHEET, _PASSWORD):
                _check_claim(kind, body, len(book))
    except struct.error:
        raise damaged() from None
    refuse_huge(height, width, f"{column_letter(max(width - 1, 0))}{height}")


def _check_claim(kind: int, body: bytes, size: int) -> None:
    if kind == _PASSWORD:
        raise locked()
    if kind == _STRINGS and struct.unpack_from("<I", body, 4)[0] > size:
        raise damaged()
    if kind == _SHEET and struct.unpack_from("<I", body)[0] >= size:
        raise damaged()
    if kind == _SIZE:
        top, bottom, left, right = struct.unpack(
            "<IIHH" if len(body) >= 12 else "<HHHH", body[: 12 if len(body) >= 12 else 8]
        )
        if top > bottom or left > right:
            raise damaged()
        refuse_huge(bottom - top, right - left)


# ---- writing

_SHIFT, _SECTOR = 12, 4096  # sectors of 4096 bytes: the table of a file of 400 MB still fits its head


def _compound(stream: bytes, name: str) -> io.BytesIO:
    """The smallest compound file with one stream: head, table of sectors, directory, the stream itself.

    Between the last two lies an empty sector, because a file without a store of short streams is refused.
    """
    length = max(-(-len(stream) // _SECTOR), 1)
    tables = -(-(length + 2) // (_SECTOR // 4 - 1))
    store, body = tables + 1, tables + 2
    fat = [_FAT] * tables + [_END, _END, *range(body + 1, body + length), _END]
    fat += [_FREE] * (tables * _SECTOR // 4 - len(fat))
    entries = _entry("Root Entry", 5, store, _SECTOR, child=1) + _entry(name, 2, body, length * _SECTOR)
    out = io.BytesIO()
    out.write(_head(tables).ljust(_SECTOR, b"\0"))
    out.write(struct.pack(f"<{len(fat)}I", *fat))
    out.write(entries.ljust(_SECTOR, b"\0") + bytes(_SECTOR))
    out.write(stream.ljust(length * _SECTOR, b"\0"))
    out.seek(0)
    return out


def _head(tables: int) -> bytes:
    versions = struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, _SHIFT, 6)
    places = [*range(tables), *[_FREE] * (109 - tables)]
    first_directory = struct.pack("<8I", 1, tables, tables, 0, 4096, _END, 0, _END)
    return SIGNATURE + bytes(16) + versions + first_directory + struct.pack("<I", 0) + struct.pack("<109I", *places)


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", _FREE, _FREE, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
