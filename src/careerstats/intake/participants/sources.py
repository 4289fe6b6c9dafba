"""A person-level file and the titles of the columns needed -> a stream of batches of texts with the numbers of rows.

Only the columns that are asked for leave the file. What pyarrow says about a bad row holds the row, so it is never
passed on: bad rows are counted by number.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from careerstats.intake import cells
from careerstats.intake.files import SPREADSHEETS, NotATableError, Rows, read_rows

_TEXT = (".csv", ".txt", ".tsv")
_BLOCK = 1 << 24  # bytes of text decoded at once
_ROWS = 1 << 17  # rows of a book or of parquet decoded at once
_HEAD = 1 << 20  # bytes by which the encoding is known and in which the titles must stand
_MARKS = ";\t,"


@dataclass(frozen=True, repr=False)
class Batch:
    """Rows in the order of the file; ``columns``: title → texts without nulls; ``numbers``: rows as Excel counts."""

    columns: dict[str, pa.Array]
    numbers: np.ndarray


@dataclass(repr=False)
class Source:
    """One file while it is read; ``letters``: title → index of its column; ``broken``: rows of a wrong length."""

    path: Path
    sheet: str = ""
    skip: int = 0
    letters: dict[str, int] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)

    @property
    def broken_rows(self) -> np.ndarray:
        """Numbers of the rows left out, in order."""
        return np.array(sorted(self.broken), dtype=np.int64)

    def batches(self, personal: Sequence[str], categories: Sequence[str]) -> Iterator[Batch]:
        """All rows under the titles. Raises NotATableError."""
        _must_be_there(self.path)
        titles = list(dict.fromkeys((*personal, *categories)))
        suffix = self.path.suffix.lower()
        if suffix in _TEXT:
            return _delimited(self, titles, set(personal))
        if suffix in SPREADSHEETS:
            return _spreadsheet(self, titles)
        if suffix == ".parquet":
            return _parquet(self, titles)
        known = ", ".join((*SPREADSHEETS, *_TEXT, ".parquet"))
        raise NotATableError(f"вид файла «{suffix}» неизвестен", f"сохраните список в одном из видов: {known}")


def _must_be_there(path: Path) -> None:
    if not path.is_file():
        raise NotATableError("файла нет", f"положите файл {path.name} в набор данных или исправьте имя в dataset.yaml")
    if path.stat().st_size == 0:
        raise NotATableError("файл пуст", "выгрузите список заново")


def _columns(source: Source, there: list[str], titles: list[str]) -> list[int]:
    """Columns of the titles, in their order; each must stand there once."""
    for title in titles:
        if there.count(title) != 1:
            why = f"столбцов «{title}» несколько" if title in there else f"нет столбца «{title}»"
            row = source.skip + 1
            what = f"заголовки ищутся в строке {row}; исправьте в dataset.yaml заголовок или поле «skip»"
            raise NotATableError(why, f"{what}; файл не прочитан")
        source.letters[title] = there.index(title)
    return [source.letters[title] for title in titles]


# ---- csv


def _delimited(source: Source, titles: list[str], personal: set[str]) -> Iterator[Batch]:
    head, encoding = _head(source.path)
    mark, there, lines = _title_row(head, source.skip, titles)
    wanted = _columns(source, there, titles)
    names = [f"c{index}" for index in range(len(there))]
    read = pa.csv.ReadOptions(
        use_threads=False, block_size=_BLOCK, skip_rows=lines, column_names=names, encoding=encoding
    )
    parse = pa.csv.ParseOptions(
        delimiter=mark,
        newlines_in_values=True,
        ignore_empty_lines=False,
        invalid_row_handler=lambda row: _skipped(source, row.number, row.actual_columns),
    )
    kinds = {names[at]: _kind(title in personal) for title, at in zip(titles, wanted, strict=True)}
    convert = pa.csv.ConvertOptions(include_columns=[*kinds], column_types=kinds, strings_can_be_null=False)
    try:
        with source.path.open("rb") as opened:
            file, records = _Watched(opened), lines
            for batch in _numbered(source, pa.csv.open_csv(file, read, parse, convert), titles, lines):
                records = int(batch.numbers[-1]) if len(batch.numbers) else records
                yield batch
            file.refuse_open_quote(max(records, *source.broken, lines))
    except (pa.ArrowException, UnicodeError, OSError):
        what = "сохраните файл как «CSV UTF-8»"
        raise NotATableError("файл не читается до конца: кодировка меняется или кавычка не закрыта", what) from None


class _Watched:
    """A file that counts its lines and quotation marks while it is read.

    A mark that is never closed makes the rest of the file one cell, and pyarrow says nothing of it.
    """

    def __init__(self, file: BinaryIO):
        self._file = file
        self._lines = self._quotes = 0
        self._last = b""

    @property
    def closed(self) -> bool:
        return self._file.closed

    def close(self) -> None:
        """Left to whoever opened it."""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._lines, self._quotes = self._lines + data.count(b"\n"), self._quotes + data.count(b'"')
        self._last = data[-1:] or self._last
        return data

    def refuse_open_quote(self, records: int) -> None:
        """Raise NotATableError where marks are odd in number and lines were swallowed."""
        lines = self._lines + (self._last not in (b"\n", b"\x00", b""))
        if self._quotes % 2 and lines > records:
            raise NotATableError("кавычка открыта и не закрыта: часть строк слилась в одну", "выгрузите список заново")


def _kind(personal: bool) -> pa.DataType:
    return pa.string() if personal else pa.dictionary(pa.int32(), pa.string())


def _skipped(source: Source, number: int, columns: int) -> str:
    """A row of a wrong length is left out by number; nothing of it is kept."""
    source.broken.append(number)
    return "skip"


def _numbered(source: Source, stream: Iterable[pa.RecordBatch], titles: list[str], lines: int) -> Iterator[Batch]:
    start, passed = lines + 1, 0
    for batch in stream:
        holes = source.broken[passed:]
        passed += len(holes)
        numbers = np.arange(start, start + batch.num_rows + len(holes), dtype=np.int64)
        if holes:
            numbers = np.setdiff1d(numbers, holes, assume_unique=True)
        start += batch.num_rows + len(holes)
        yield Batch(dict(zip(titles, batch.columns, strict=True)), numbers)


def _head(path: Path) -> tuple[str, str]:
    """The beginning of the file as text, and its encoding. Raises NotATableError."""
    with path.open("rb") as file:
        data = file.read(_HEAD)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise NotATableError("внутри не CSV, а книга Excel", "смените расширение файла на .xlsx (.xls)")
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1251"):
        text = _decoded(data, encoding)
        if text is not None and "\x00" not in text:
            return text, "utf8" if encoding == "utf-8-sig" else encoding
    raise NotATableError("кодировка не UTF-8 и не Windows-1251", "сохраните файл как «CSV UTF-8»")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data)  # its end may cut a letter in two
    except UnicodeDecodeError:
        return None


def _title_row(head: str, skip: int, titles: list[str]) -> tuple[str, list[str], int]:
    """Delimiter, titles, and how many lines they end on: the delimiter under which most titles are found."""
    best = (-1, _MARKS[0], [""], 0)
    for mark in _MARKS:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=mark)
        try:
            row = next(islice(reader, skip, None), [])
        except csv.Error:
            continue
        there = [cells.normal_text(text) for text in row]
        number = sum(title in there for title in titles)
        if number > best[0]:
            best = (number, mark, there, reader.line_num)
    return best[1:]


# ---- books and parquet


def _spreadsheet(source: Source, titles: list[str]) -> Iterator[Batch]:
    """A book is held in memory whole, behind the guards of all books; longer lists come as csv or parquet."""
    rows = read_rows(source.path, source.sheet)
    there = [cells.normal_text(cell) for cell in (rows[source.skip] if len(rows) > source.skip else [])]
    wanted = _columns(source, there, titles)
    for start in range(source.skip + 1, len(rows), _ROWS):
        part = rows[start : start + _ROWS]
        columns = {title: _texts(part, at) for title, at in zip(titles, wanted, strict=True)}
        yield Batch(columns, np.arange(start + 1, start + 1 + len(part), dtype=np.int64))


def _texts(rows: Rows, column: int) -> pa.Array:
    """Rows may be shorter than their table."""
    return pa.array([cells.normal_text(row[column]) if column < len(row) else "" for row in rows], pa.string())


def _parquet(source: Source, titles: list[str]) -> Iterator[Batch]:
    try:
        with pa.parquet.ParquetFile(source.path) as file:
            _columns(source, file.schema_arrow.names, titles)
            start = 1
            for batch in file.iter_batches(_ROWS, columns=titles):
                columns = {title: _as_text(batch.column(title)) for title in titles}
                yield Batch(columns, np.arange(start, start + batch.num_rows, dtype=np.int64))
                start += batch.num_rows
    except (pa.ArrowException, OSError):
        raise NotATableError("это не Parquet или файл повреждён", "выгрузите список заново") from None


def _as_text(column: pa.Array) -> pa.Array:
    """Texts as they are; numbers and dates as their text, whole floats without «.0»."""
    if pa.types.is_floating(column.type):
        return pa.array([cells.normal_text(value) for value in column.to_pylist()], pa.string())
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column.cast(pa.string()).fill_null("")
