"""Bytes of a workbook -> rows of its sheets; nothing in the bytes can end the program, run, or lie about its size."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from careerstats.intake import excel_parts, packages
from careerstats.intake.compound import SIGNATURE, rewritten
from careerstats.intake.excel_errors import put_errors
from careerstats.intake.guards import NotATableError, damaged
from careerstats.intake.opendocument import check_size
from careerstats.intake.packages import Package

Rows = list[list[Any]]
"""Rows from the first line of the sheet, so that an index is an address."""


def read_sheets(data: bytes, wanted: str | None = None) -> dict[str, Rows]:
    """Rows of all sheets by name, or of the one ``wanted`` (empty: the first). Raises NotATableError."""
    if data.startswith(SIGNATURE):
        return _rows(rewritten(data), wanted)
    if not data.startswith(packages.SIGNATURE):
        raise _no_book(data)
    package = Package(data)
    if "content.xml" in package.names:
        return _open_document(package, wanted)
    if package.has("xl/workbook.bin"):
        raise NotATableError("книги вида «.xlsb» не читаются", "сохраните книгу как «Книга Excel (.xlsx)»")
    return _excel(package, wanted)


def _no_book(data: bytes) -> NotATableError:
    if data.lstrip()[:1] == b"<":
        return NotATableError(
            "внутри не книга Excel, а веб-страница или XML", "откройте файл в Excel и сохраните как .xlsx"
        )
    return damaged()


def _excel(package: Package, wanted: str | None) -> dict[str, Rows]:
    """An xlsx book: only the sheets asked for are unpacked."""
    places = excel_parts.sheets(package)
    names = list(places) if wanted is None else [_chosen(list(places), wanted)]
    sheets = {places[name]: package.read(places[name]) for name in names}
    for part in sheets.values():
        excel_parts.check_size(part)
    found = {}
    with _reading(packages.packed(excel_parts.shared(package) | sheets)) as book:
        for name in names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            found[name] = put_errors(rows, sheets[places[name]], linked=package.has("xl/externallinks/"))
    return found


def _open_document(package: Package, wanted: str | None) -> dict[str, Rows]:
    parts = packages.picked(package, ("mimetype", "content.xml", "META-INF/manifest.xml"))
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise packages.locked()
    check_size(parts["content.xml"])
    return _rows(packages.packed(parts), wanted)


def _rows(file: io.BytesIO, wanted: str | None) -> dict[str, Rows]:
    with _reading(file) as book:
        names = book.sheet_names if wanted is None else [_chosen(book.sheet_names, wanted)]
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}


def _chosen(names: list[str], wanted: str) -> str:
    if not names:
        raise NotATableError("в книге нет листов", "пришлите заполненный файл")
    if wanted and wanted not in names:
        raise NotATableError(f"листа «{wanted}» нет", f"в книге листы: {', '.join(names)}")
    return wanted or names[0]


@contextmanager
def _reading(file: io.BytesIO) -> Iterator[Any]:
    """The open book; whatever the reader cannot read, even where it panics, is a damaged file."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_object(file) as book:
            yield book
    except PasswordError:
        raise packages.locked() from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise damaged() from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's own, which is no Exception and cannot be imported
            raise
        raise damaged() from None
