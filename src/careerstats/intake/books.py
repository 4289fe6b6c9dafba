"""Bytes of a workbook -> its sheets, rows and marks; nothing in the bytes can end the program, run, or lie."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, cast

from careerstats.intake import excel_looks, excel_parts, guards, old_books, open_document_looks, packages
from careerstats.intake.cells import Content
from careerstats.intake.guards import Limits, NotATableError, damaged
from careerstats.intake.looks import PLAIN, Looks, Marks
from careerstats.intake.packages import Package, Parts

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Rows = list[list[Content]]
"""Rows from the first line of the sheet, so that an index is an address."""


def _plain() -> Looks:
    return PLAIN


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet; ``name`` is empty for a text file. How it looks is found out when it is asked for."""

    name: str
    rows: Rows = field(repr=False)
    look: Callable[[], Looks] = field(repr=False, default=_plain)
    mark: Callable[[], Marks] = field(repr=False, default=dict)

    @cached_property
    def looks(self) -> Looks:
        return self.look()

    @cached_property
    def marks(self) -> Marks:
        """Formulas and percentages; of a cell that looks other than it reads, why it is no count."""
        return {place: seen.why for place, seen in self.looks.seen.items() if seen.why} | self.mark()


@dataclass(frozen=True, eq=False)
class Book:
    """A book that was looked into, its sheets not yet: ``sheet`` reads one of ``names`` (raises NotATableError).

    ``kind``: xlsx, ods, csv or xls, whose formulas cannot be seen; ``linked``: it looks into other books; ``hidden``:
    those of the sheets that nobody sees.
    """

    kind: str
    names: list[str]
    sheet: Callable[[str], Sheet]
    linked: bool = False
    hidden: frozenset[str] = frozenset()

    @property
    def shown(self) -> list[str]:
        return [name for name in self.names if name not in self.hidden]


def open_book(data: bytes, limits: Limits | None = None) -> Book:
    """The book by what is inside it; ``limits``: those of a table. Raises NotATableError."""
    limits = limits or guards.TABLE
    if data.startswith(old_books.SIGNATURE):
        return _old(data, limits)
    package = _package(data, limits)
    return _open_document(package) if "content.xml" in package.names else _excel(package)


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


# ---- xlsx, ods, xls


def _excel(package: Package) -> Book:
    """Only the sheets asked for are unpacked."""
    shared, linked = excel_parts.shared(package), package.has("xl/externallinks/")
    places = excel_parts.sheets(package, shared)

    def sheet(name: str) -> Sheet:
        xml = package.read(places[name])
        excel_parts.check_size(xml, package.limits)
        with _reading(packages.packed(shared | {places[name]: xml})) as book:
            rows = _filled(book.get_sheet_by_name(name))
        texts, styles = (excel_parts.part(shared, part) for part in (excel_parts.TEXTS, excel_parts.STYLES))
        size, cells = _size(rows), partial(excel_parts.cells, xml)
        if package.limits == guards.FORM:  # few, and asked for more than once
            cells = partial(iter, [*cells()])
        return Sheet(
            name,
            excel_parts.put_errors(rows, xml, cells, linked=linked),
            lambda: excel_looks.of_excel(xml, cells, texts, styles, size=size),
            lambda: excel_looks.marks(cells(), styles),
        )

    return Book("xlsx", list(places), sheet, linked, excel_parts.hidden_sheets(shared))


def _open_document(package: Package) -> Book:
    parts: Parts = packages.picked(package, ("mimetype", "content.xml", "META-INF/manifest.xml", "styles.xml"))
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise packages.locked()
    content, common = parts["content.xml"], parts.pop("styles.xml", b"")
    open_document_looks.check_size(content, package.limits)
    rows, hidden = _sheets(packages.packed(parts))

    @cache
    def looked() -> dict[str, tuple[Looks, Marks]]:
        return open_document_looks.of_open_document(content, common, {name: _size(own) for name, own in rows.items()})

    def sheet(name: str) -> Sheet:
        return Sheet(name, rows[name], lambda: looked()[name][0], lambda: looked()[name][1])

    return Book("ods", list(rows), sheet, hidden=hidden)


def _old(data: bytes, limits: Limits) -> Book:
    old_books.tried(data, limits)
    rows, hidden = _sheets(io.BytesIO(data))

    @cache
    def looked() -> dict[str, Looks]:
        return old_books.of_old_book(data)

    return Book(
        "xls",
        list(rows),
        lambda name: Sheet(name, rows[name], lambda: looked().get(name, PLAIN)),
        hidden=hidden,
    )


def _sheets(file: io.BytesIO) -> tuple[dict[str, Rows], frozenset[str]]:
    """Rows by name of sheet, and the sheets that are not shown."""
    from python_calamine import SheetVisibleEnum

    with _reading(file) as book:
        hidden = frozenset(sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible)
        return {name: _filled(book.get_sheet_by_name(name)) for name in book.sheet_names}, hidden


def _filled(sheet: "CalamineSheet") -> Rows:
    return cast("Rows", sheet.to_python(skip_empty_area=False))


def _size(rows: Rows) -> tuple[int, int]:
    return len(rows), max(map(len, rows), default=0)


def chosen(book: Book, wanted: str, *, seen: bool = True) -> str:
    """The sheet of that name, or the first (that is shown, where one is ``seen``). Raises NotATableError."""
    names = book.shown or book.names if seen and not wanted else book.names
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
