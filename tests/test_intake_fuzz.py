"""Any bytes in place of a file, any content in place of a description: only problems come out, and never late."""

import random
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.small_books import ods, parts_of, xls, xlsx, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careerstats import catalogue
from careerstats.contracts.numbers import Table
from careerstats.errors import CareerstatsError
from careerstats.intake import open_dataset, read
from careerstats.intake.books import open_book
from careerstats.intake.cells import parse, parse_flag
from careerstats.intake.excel_parts import cells, put_errors
from careerstats.intake.files import NotATableError, read_rows
from careerstats.model import REPORTED, Problem

CSV = "МО;Всего;Рег\nг. Зея;1412;936 (66%)\nг. Тында;2010;744\n".encode()
NUMBERS = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x01\0\0\0", b"\xfe\xff\xff\xff", b"\xff\x7f")
WORDS = (
    b"<!DOCTYPE x>",
    b"&#0;",
    b"<c r='A1'>",
    b'r="XFD1048576"',
    b"</row>",
    b't="e"',
    b"-1",
    b"99999999999",
    b"\xd0",
    b"\x00",
    b'number-columns-repeated="999999"',
    b"<f>[1]A!B1</f>",
    b"]]>",
    b'"',
    b"<",
)
NO_HURRY = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def mutated(data: bytes, chance: random.Random, pieces: tuple[bytes, ...]) -> bytes:
    """A few bytes changed, put in, or cut off."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 20))):
        at, kind = chance.randrange(len(out) + 1), chance.random()
        if kind < 0.4:
            out[at : at + 1] = bytes([chance.randrange(256)])
        elif kind < 0.8:
            piece = chance.choice(pieces)
            out[at : at + (len(piece) if pieces is NUMBERS else 0)] = piece
        else:
            del out[at : at + chance.randrange(1, 40)]
    return bytes(out)


def mutated_parts(data: bytes, chance: random.Random) -> bytes:
    """A sound zip file around spoilt parts: the damage gets past the check sums."""
    parts = parts_of(data)
    name = chance.choice([one for one in parts if one.endswith((".xml", ".rels"))])
    return zipped(parts | {name: mutated(parts[name], chance, WORDS)})


def is_said(error: Exception) -> None:
    assert str(error)
    assert getattr(error, "what_to_do", "in the text")


def survive(data: bytes) -> None:
    """Rows, looks and marks or NotATableError, and every cell of the rows is answered."""
    try:
        book = open_book(data)
        sheets = [book.sheet(name) for name in book.names]
        assert book.hidden <= set(book.names)
        assert all(isinstance(place, tuple) for sheet in sheets for place in (*sheet.looks.seen, *sheet.marks))
    except NotATableError as error:
        is_said(error)
        return
    for content in (content for sheet in sheets for row in sheet.rows[:50] for content in row[:50]):
        for cell in (parse(content), parse_flag(content)):
            assert (cell.count is not None) == (cell.status == REPORTED)


MUTATORS = {
    "xlsx": lambda chance: mutated(xlsx(), chance, NUMBERS),
    "xls": lambda chance: mutated(xls(), chance, NUMBERS),
    "ods": lambda chance: mutated(ods(), chance, NUMBERS),
    "parts of xlsx": lambda chance: mutated_parts(xlsx(), chance),
    "parts of ods": lambda chance: mutated_parts(ods(), chance),
}


@pytest.mark.parametrize("kind", MUTATORS)
def test_no_spoilt_book_ends_in_anything_but_words(kind: str) -> None:
    for seed in range(250):
        survive(MUTATORS[kind](random.Random(f"{kind} {seed}")))


@pytest.mark.slow
@pytest.mark.parametrize("kind", MUTATORS)
def test_no_spoilt_book_of_thousands_ends_in_anything_but_words(kind: str) -> None:
    for seed in range(250, 10_000):
        survive(MUTATORS[kind](random.Random(f"{kind} {seed}")))


@given(
    st.binary(max_size=600),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"<?xml"]),
)
def test_any_bytes_under_any_signature_are_answered(data: bytes, signature: bytes) -> None:
    survive(signature + data)


@NO_HURRY
@given(st.binary(max_size=400), st.integers(0, len(CSV)))
def test_any_bytes_amid_a_text_table_are_answered(tmp_path: Path, data: bytes, at: int) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(CSV[:at] + data + CSV[at:])
    try:
        assert all(isinstance(content, str) for row in read_rows(path) for content in row)
    except NotATableError as error:
        is_said(error)


@given(st.binary(max_size=200), st.booleans())
def test_marks_of_a_spoilt_sheet_are_put_or_refused(data: bytes, linked: bool) -> None:
    sheet = b'<worksheet><c r="A1" t="e"><v>#N/A</v></c>' + data + b"</worksheet>"
    with suppress(NotATableError):
        assert put_errors([], sheet, partial(cells, sheet), linked=linked)[0][0] == "#Н/Д"


# ---- descriptions

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 3000) | st.floats(allow_nan=False) | st.text(max_size=8) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6) | st.integers(0, 9), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = sorted(Table.__struct_fields__)
TABLE: dict[str, Any] = {
    "file": "t.csv", "territory": "МО", "columns": {"Всего": {"variable": "K_611"}, "Рег": {"variable": "K_reg"}}
}  # fmt: skip
TOP = ("title", "region", "period", "tables", "date", "profminimum", "indicators", "peers")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "raw" / "set"
    folder.mkdir(parents=True)
    (folder / "t.csv").write_bytes(CSV)
    return tmp_path


def described(project: Path, settings: Any) -> list[Problem]:
    """Problems of a dataset described so. Raises CareerstatsError."""
    path = project / "data" / "raw" / "set" / "dataset.yaml"
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8", newline="\n")
    return read(open_dataset(project, "set"), catalogue.load()).problems


SOUND = {"title": "Набор", "region": "10000000", "period": "2020", "tables": [TABLE]}


def test_the_description_that_is_spoilt_below_is_sound(project: Path) -> None:
    assert {one.code for one in described(project, SOUND)} == {"not_reported"}


@NO_HURRY
@given(st.sampled_from(TOP), ANYTHING)
def test_any_field_of_a_dataset_is_answered(project: Path, key: str, value: Any) -> None:
    answered(project, {**SOUND, key: value})


@NO_HURRY
@given(st.sampled_from(KEYS), ANYTHING)
def test_any_field_of_a_table_is_answered(project: Path, key: str, value: Any) -> None:
    answered(project, {**SOUND, "tables": [{**TABLE, key: value}]})


@NO_HURRY
@given(
    st.sampled_from(("variable", "sum_of", "rows_of", "values", "breakdown", "as_of", "where", "share_of")), ANYTHING
)
def test_any_field_of_a_column_is_answered(project: Path, key: str, value: Any) -> None:
    answered(project, {**SOUND, "tables": [{**TABLE, "columns": {"Всего": {"variable": "K_611", key: value}}}]})


def answered(project: Path, settings: Any) -> None:
    try:
        assert all(isinstance(one, Problem) and one.message for one in described(project, settings))
    except CareerstatsError as error:
        is_said(error)
