"""Bytes of a received file -> what kind of file it is, or why it is not opened; nothing is unpacked to a disk."""

import io
import struct
import zipfile
import zlib

from careerstats.intake.guards import NotATableError

LARGEST_FILE = 20 << 20
LARGEST_UNPACKED = 60 << 20
LARGEST_RATIO = 300
"""A filled form unpacks about ten times; a million equal rows a hundred. What unpacks more is no form."""
MOST_PARTS = 1000
MOST_CELLS = 400_000
"""Cells of a sheet between its first and its last filled one: a region's largest form has a few thousand."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RESEND = "пришлите заполненный бланк, сохранённый в Excel как книга .xlsx"
_STORED, _DEFLATED = 0, 8


class Refused(NotATableError):  # noqa: N818  it is what happened to the file, and the message says why
    """The file is not opened: ``code`` says in one word why."""

    def __init__(self, code: str, why: str, what_to_do: str = _RESEND):
        super().__init__(why, what_to_do)
        self.code = code


def kind_of(data: bytes) -> str:
    """xlsx, ods, xls or text, by what is inside and not by the name. Raises Refused."""
    if not data.strip():
        raise Refused("empty_file", "файл пуст")
    if len(data) > LARGEST_FILE:
        raise Refused("too_large", f"файл больше {LARGEST_FILE >> 20} МБ, форма столько не занимает")
    if data.startswith(_OLE):
        return _old_book(data)
    return _package(data) if data.startswith(b"PK") else "text"


def warnings(data: bytes) -> list[tuple[str, str, str]]:
    """What is not dangerous here but must be known: code, message, what to do."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        linked = any("externallinks/" in name.lower() for name in book.namelist())
    if not linked:
        return []
    message = "в книге есть ссылки на другие файлы; они не открывались"
    return [("external_links", message, "уберите внешние ссылки (Данные – Изменить связи), в формах они не нужны")]


def _old_book(data: bytes) -> str:
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise Refused("macros", "в книге есть макросы; такие книги не открываются")
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("encrypted", "книга закрыта паролем", "снимите пароль и пришлите файл снова")
    return "xls"


def _package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts = book.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error, UnicodeDecodeError):
        raise Refused("damaged", "файл повреждён и не открывается") from None
    _sizes(parts)
    for part in parts:
        _honest(data, part)
    names = {part.filename for part in parts}
    _names(names)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    if "xl/workbook.bin" in names:
        raise Refused("kind", "двоичная книга .xlsb не читается")
    raise Refused("kind", "это архив или документ другой программы, а не книга с формой")


def _sizes(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Refused("zip_bomb", "внутри файла слишком много данных для формы; он не распаковывался")
    for part in parts:
        if part.file_size > 1 << 20 and part.file_size > LARGEST_RATIO * max(part.compress_size, 1):
            raise Refused("zip_bomb", "файл сжат слишком сильно для формы; он не распаковывался")


def _honest(data: bytes, part: zipfile.ZipInfo) -> None:
    """A part must unpack to exactly the size it declares: other programs would unpack whatever there is."""
    start = part.header_offset
    if part.compress_type not in (_STORED, _DEFLATED) or part.flag_bits & 1 or start + 30 > len(data):
        raise Refused("damaged", "файл упакован необычным способом и не открывается")
    name, extra = struct.unpack_from("<HH", data, start + 26)
    packed = data[start + 30 + name + extra :][: part.compress_size]
    if part.compress_type == _STORED:
        size = len(packed)
    else:
        try:
            size = len(zlib.decompressobj(-15).decompress(packed, part.file_size + 1))
        except zlib.error:
            raise Refused("damaged", "файл повреждён и не открывается") from None
    if size != part.file_size:
        raise Refused("zip_bomb", "размеры внутри файла указаны неверно; он не открывается")


def _names(names: set[str]) -> None:
    lower = [name.lower() for name in names]
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name for name in names):
        raise Refused("path_trick", "внутри файла имена с путями за его пределы; он не открывается")
    if any("vbaproject" in name or name.startswith(("basic/", "scripts/")) or "macrosheets/" in name for name in lower):
        raise Refused("macros", "в книге есть макросы; такие книги не открываются")
