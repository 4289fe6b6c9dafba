"""Bytes of a workbook -> its sheets, rows and marks; nothing in the bytes can end the program, run, or lie."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from careerstats.intake import excel_looks, excel_parts, guards, marks, old_looks, open_document_looks, packages
from careerstats.intake.cells import Content
from careerstats.intake.excel_errors import put, put_errors
from careerstats.intake.excel_styles import percents
from careerstats.intake.guards import Limits, NotATableError, damaged
from careerstats.intake.looks import PLAIN, Looks
from careerstats.intake.marks import Marks
from careerstats.intake.old_books import SIGNATURE, tried
from careerstats.intake.opendocument import check_size
from careerstats.intake.packages import Package, Parts

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Rows = list[list[Content]]
"""Rows from the first line of the sheet, so that an index is an address."""


@dataclass(frozen=True)
class Sheet:
    """One sheet; ``name`` is empty for a text file."""

    name: str
    rows: Rows = field(repr=False)
    marks: Marks = field(repr=False, default_factory=dict)
    looks: Looks = field(repr=False, default=PLAIN)


@dataclass(frozen=True)
class Book:
    """A book that was looked into, its sheets not yet: ``sheet`` reads one of ``names`` (raises NotATableError).

    ``kind``: xlsx, ods or xls, whose formulas cannot be seen; ``linked``: it looks into other books; ``hidden``: those
    of the sheets that nobody sees.
    """

    kind: str
    names: list[str]
    sheet: Callable[[str], Sheet]
    linked: bool = False
    hidden: frozenset[str] = frozenset()

    @property
    def shown(self) -> list[str]:
        return [name for name in self.names if name not in self.hidden]


def read_sheets(data: bytes, wanted: str | None = None) -> dict[str, Rows]:
    """Rows of all sheets by name, or of the one ``wanted`` (empty: the first). Raises NotATableError."""
    if data.startswith(SIGNATURE):
        return _rows(_old(data, guards.TABLE), wanted)
    package = _package(data, guards.TABLE)
    if "content.xml" in package.names:
        return _rows(_open_document(package), wanted)
    shared, linked = excel_parts.shared(package), _is_linked(package)
    places = excel_parts.sheets(package, shared)
    chosen = places if wanted is None else {name: places[name] for name in [_chosen(list(places), wanted)]}
    sheets = _excel(package, chosen, shared)
    return {name: put_errors(rows, sheet, linked=linked) for name, (rows, sheet) in sheets.items()}


def open_book(data: bytes, limits: Limits) -> Book:
    """The book with its marks, sheets read when they are asked for. Raises NotATableError."""
    if data.startswith(SIGNATURE):
        rows, looked = _rows(_old(data, limits), None), old_looks.of_old_book(data)
        return Book("xls", list(rows), lambda name: Sheet(name, rows[name], _unlike(looked.get(name, PLAIN))))
    package = _package(data, limits)
    if "content.xml" in package.names:
        return _marked_open_document(package)
    shared = excel_parts.shared(package)
    places = excel_parts.sheets(package, shared)
    looks = percents(excel_parts.part(shared, excel_parts.STYLES))
    return Book(
        "xlsx", list(places), lambda name: _marked(package, {name: places[name]}, shared, looks), _is_linked(package)
    )


def seen_book(data: bytes) -> Book:
    """The book as a person sees it: sheets with their looks, the hidden ones told apart. Raises NotATableError."""
    if data.startswith(SIGNATURE):
        return _seen_old(data)
    package = _package(data, guards.TABLE)
    if "content.xml" in package.names:
        return _seen_open_document(package)
    shared = excel_parts.shared(package)
    places = excel_parts.sheets(package, shared)
    return Book(
        "xlsx",
        list(places),
        lambda name: _seen(package, {name: places[name]}, shared),
        _is_linked(package),
        excel_parts.hidden_sheets(shared),
    )


def _is_linked(package: Package) -> bool:
    return package.has("xl/externallinks/")


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


def _excel(package: Package, places: dict[str, str], shared: Parts) -> dict[str, tuple[Rows, bytes]]:
    """Only the sheets asked for are unpacked; name of a sheet → its part; → its rows and its XML."""
    sheets = {part: package.read(part) for part in places.values()}
    for sheet in sheets.values():
        excel_parts.check_size(sheet, package.limits)
    with _reading(packages.packed(shared | sheets)) as book:
        return {name: (_filled(book.get_sheet_by_name(name)), sheets[part]) for name, part in places.items()}


def _filled(sheet: "CalamineSheet") -> Rows:
    return cast("Rows", sheet.to_python(skip_empty_area=False))


def _marked(package: Package, place: dict[str, str], shared: Parts, looks: frozenset[str]) -> Sheet:
    """One sheet; ``looks``: styles of cells that show a percentage."""
    ((name, (rows, sheet)),) = _excel(package, place, shared).items()
    cells = list(excel_parts.cells(sheet))
    texts, styles = (excel_parts.part(shared, part) for part in (excel_parts.TEXTS, excel_parts.STYLES))
    seen = excel_looks.of_excel(sheet, texts, styles, _size(rows))
    return Sheet(name, put(rows, cells), _unlike(seen) | marks.of_excel(cells, looks))


def _unlike(seen: Looks) -> marks.Marks:
    """Cells that look other than they read, and why they are no counts."""
    return {place: look.why for place, look in seen.seen.items() if look.why}


def _seen(package: Package, place: dict[str, str], shared: Parts) -> Sheet:
    """One sheet with its looks; the cells of most are never taken apart for that."""
    ((name, (rows, sheet)),) = _excel(package, place, shared).items()
    texts, styles = (excel_parts.part(shared, part) for part in (excel_parts.TEXTS, excel_parts.STYLES))
    looks = excel_looks.of_excel(sheet, texts, styles, _size(rows))
    return Sheet(name, put_errors(rows, sheet, linked=_is_linked(package)), looks=looks)


def _size(rows: Rows) -> tuple[int, int]:
    return len(rows), max(map(len, rows), default=0)


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
    content = package.read("content.xml")
    marked, looked = marks.of_open_document(content, package.limits), _looked(package, content, rows)
    return Book(
        "ods", list(rows), lambda name: Sheet(name, rows[name], _unlike(looked.get(name, PLAIN)) | marked.get(name, {}))
    )


def _looked(package: Package, content: bytes, rows: dict[str, Rows]) -> dict[str, Looks]:
    common = package.read("styles.xml") if "styles.xml" in package.names else b""
    return open_document_looks.of_open_document(content, common, {name: _size(own) for name, own in rows.items()})


def _seen_open_document(package: Package) -> Book:
    content = package.read("content.xml")
    rows = _rows(_open_document(package), None)
    looked = _looked(package, content, rows)
    hidden = open_document_looks.hidden_sheets(content)
    return Book("ods", list(rows), lambda name: Sheet(name, rows[name], looks=looked.get(name, PLAIN)), hidden=hidden)


def _seen_old(data: bytes) -> Book:
    from python_calamine import SheetVisibleEnum

    with _reading(_old(data, guards.TABLE)) as book:
        hidden = frozenset(sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible)
        rows = {name: _filled(book.get_sheet_by_name(name)) for name in book.sheet_names}
    looked = old_looks.of_old_book(data)
    return Book("xls", list(rows), lambda name: Sheet(name, rows[name], looks=looked.get(name, PLAIN)), hidden=hidden)


def _rows(file: io.BytesIO, wanted: str | None) -> dict[str, Rows]:
    with _reading(file) as book:
        names = book.sheet_names if wanted is None else [_chosen(book.sheet_names, wanted)]
        return {name: _filled(book.get_sheet_by_name(name)) for name in names}


def chosen(book: Book, wanted: str) -> str:
    """The sheet of that name, or the first that is shown. Raises NotATableError."""
    return _chosen(book.names if wanted else book.shown or book.names, wanted)


def _chosen(names: list[str], wanted: str) -> str:
    if not names:
        raise NotATableError("в книге нет листов", "пришлите заполненный файл")
    if wanted and wanted not in names:
        raise NotATableError(
            f"листа «{wanted}» нет", f"исправьте имя листа в dataset.yaml; в книге листы: {', '.join(names)}"
        )
    return wanted or names[0]


@contextmanager
def _reading(file: io.BytesIO) -> Iterator["CalamineWorkbook"]:
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
