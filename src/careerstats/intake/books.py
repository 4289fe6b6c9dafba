"""Bytes of a workbook -> its sheets, rows and marks; nothing in the bytes can end the program, run, or lie."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from careerstats.intake import excel_parts, guards, marks, packages
from careerstats.intake.excel_errors import put_errors
from careerstats.intake.excel_styles import styles
from careerstats.intake.guards import Limits, NotATableError, damaged
from careerstats.intake.marks import Marks
from careerstats.intake.old_books import SIGNATURE, tried
from careerstats.intake.opendocument import check_size
from careerstats.intake.packages import Package
from careerstats.intake.plain_sheets import plain_sheet

Rows = list[list[Any]]
"""Rows from the first line of the sheet, so that an index is an address."""


@dataclass(frozen=True)
class Sheet:
    """One sheet; ``name`` is empty for a text file."""

    name: str
    rows: Rows = field(repr=False)
    marks: Marks = field(repr=False, default_factory=dict)


@dataclass(frozen=True)
class Book:
    """A book that was looked into, its sheets not yet: ``sheet`` reads one of ``names`` (raises NotATableError).

    ``kind``: xlsx, ods or xls, whose formulas and percentages cannot be seen; ``linked``: it looks into other books.
    """

    kind: str
    names: list[str]
    sheet: Callable[[str], Sheet]
    linked: bool = False


def read_sheets(data: bytes, wanted: str | None = None) -> dict[str, Rows]:
    """Rows of all sheets by name, or of the one ``wanted`` (empty: the first). Raises NotATableError."""
    if data.startswith(SIGNATURE):
        return _rows(_old(data, guards.TABLE), wanted)
    package = _package(data, guards.TABLE)
    if "content.xml" in package.names:
        return _rows(_open_document(package), wanted)
    places = excel_parts.sheets(package)
    names = list(places) if wanted is None else [_chosen(list(places), wanted)]
    return _excel(package, {name: places[name] for name in names})


def open_book(data: bytes, limits: Limits) -> Book:
    """The book with its marks, sheets read when they are asked for. Raises NotATableError."""
    if data.startswith(SIGNATURE):
        found = _rows(_old(data, limits), None)
        return Book("xls", list(found), lambda name: Sheet(name, found[name]))
    package = _package(data, limits)
    if "content.xml" in package.names:
        return _marked_open_document(package)
    places = excel_parts.sheets(package)
    part = cache(partial(excel_parts.part, package))
    linked = package.has("xl/externallinks/")
    return Book("xlsx", list(places), lambda name: _marked(package, name, places[name], part), linked)


def _package(data: bytes, limits: Limits) -> Package:
    """A book of parts. Raises NotATableError for anything else."""
    if not data.startswith(packages.SIGNATURE):
        raise _no_book(data)
    package = Package(data, limits)
    if package.has("xl/workbook.bin"):
        what = "сохраните книгу как «Книга Excel (.xlsx)»"
        raise NotATableError("книги вида «.xlsb» не читаются", what, "kind")
    if "content.xml" not in package.names and not package.has("xl/workbook.xml"):
        what = "сохраните таблицу в Excel как «Книга Excel (.xlsx)»"
        raise NotATableError("это не книга Excel: архив или документ другой программы", what, "kind")
    return package


def _no_book(data: bytes) -> NotATableError:
    if data.lstrip()[:1] == b"<":
        what = "откройте файл в Excel и сохраните как .xlsx"
        return NotATableError("внутри не книга Excel, а веб-страница или XML", what, "kind")
    return damaged()


# ---- xlsx


def _excel(package: Package, places: dict[str, str], limits: Limits | None = None) -> dict[str, Rows]:
    """Only the sheets asked for are unpacked; ``places``: name of a sheet → its part."""
    sheets = {part: package.read(part) for part in places.values()}
    for sheet in sheets.values():
        excel_parts.check_size(sheet, limits)
    found = {}
    with _reading(packages.packed(excel_parts.shared(package) | sheets)) as book:
        for name, part in places.items():
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            found[name] = put_errors(rows, sheets[part], linked=package.has("xl/externallinks/"))
    return found


def _marked(package: Package, name: str, place: str, part: Callable[[str], bytes]) -> Sheet:
    """The quick way where the sheet is written as nearly all are, else the full reader and one pass for the marks."""
    data, looks = package.read(place), styles(part(excel_parts.STYLES))
    plain = plain_sheet(data, part(excel_parts.TEXTS), looks, package.limits)
    if plain:
        return Sheet(name, *plain)
    rows = _excel(package, {name: place}, package.limits)[name]
    return Sheet(name, rows, marks.of_excel(data, looks.percents))


# ---- xls, ods, and what all kinds share


def _old(data: bytes, limits: Limits) -> io.BytesIO:
    tried(data, limits)
    return io.BytesIO(data)


def _open_document(package: Package) -> io.BytesIO:
    parts = packages.picked(package, ("mimetype", "content.xml", "META-INF/manifest.xml"))
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise packages.locked()
    check_size(parts["content.xml"], package.limits)
    return packages.packed(parts)


def _marked_open_document(package: Package) -> Book:
    rows = _rows(_open_document(package), None)
    found = marks.of_open_document(package.read("content.xml"), package.limits)
    return Book("ods", list(rows), lambda name: Sheet(name, rows[name], found.get(name, {})))


def _rows(file: io.BytesIO, wanted: str | None) -> dict[str, Rows]:
    with _reading(file) as book:
        names = book.sheet_names if wanted is None else [_chosen(book.sheet_names, wanted)]
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}


def _chosen(names: list[str], wanted: str) -> str:
    if not names:
        raise NotATableError("в книге нет листов", "пришлите заполненный файл")
    if wanted and wanted not in names:
        raise NotATableError(
            f"листа «{wanted}» нет", f"исправьте имя листа в dataset.yaml; в книге листы: {', '.join(names)}"
        )
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
