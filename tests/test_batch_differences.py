"""Where two versions of one file first differ is said in words a person can follow."""

import io
import json
import zipfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from careerstats.batch import files
from careerstats.pipeline.verify import differences


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in members.items():
            file.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def notebook(*outputs: str) -> bytes:
    cells = [{"cell_type": "code", "execution_count": n, "outputs": [text]} for n, text in enumerate(outputs, 1)]
    return json.dumps({"cells": cells}, ensure_ascii=False).encode()


def test_a_text_differs_in_a_line() -> None:
    said = differences.first("note.html", b"<p>1</p>\n<b>46,5</b>", b"<p>1</p>\n<b>46,7</b>")
    assert said == "строка 2: было «<b>46,5</b>», стало «<b>46,7</b>»"


def test_a_long_line_is_shown_around_the_place() -> None:
    said = differences.first("a.csv", b"x" * 900 + b"1" + b"y" * 900, b"x" * 900 + b"2" + b"y" * 900)
    assert said.startswith("строка 1: было «xxxxxxxxxxxxxxxxxxxx1yyy")
    assert len(said) < 200


def test_a_text_that_goes_on_has_more_lines() -> None:
    assert differences.first("a.csv", b"a\nb", b"a\nb\nc") == "строк было 2, стало 3"


def test_a_notebook_differs_in_a_cell() -> None:
    said = differences.first("note.ipynb", notebook("один", "два"), notebook("один", "три"))
    assert said == 'ячейка [2], вывод, строка 2: было « "два"», стало « "три"»'
    assert differences.first("note.ipynb", notebook("1"), notebook("1", "2")) == "ячеек было 1, стало 2"


def test_a_word_document_differs_in_a_part_of_its_archive() -> None:
    old, new = archive(a=b"1", document=b"x\ny"), archive(a=b"1", document=b"x\nz")
    assert differences.first("note.docx", old, new) == "часть document, строка 2: было «y», стало «z»"
    assert differences.first("note.docx", old, archive(a=b"1")) == "часть document есть только в прежнем файле"


def test_an_archive_packed_otherwise_is_another_file() -> None:
    one, other = archive(a=b"1", b=b"2"), archive(b=b"2", a=b"1")
    assert "отличается упаковка" in differences.first("tables.xlsx", one, other)


def test_bytes_differ_at_a_byte() -> None:
    assert differences.first("note.pdf", b"\xff\x01\x02", b"\xff\x01\x03\x04") == "байт 2 из 3 (стало 4)"


@given(st.sampled_from(["a.html", "a.ipynb", "a.docx", "a.pdf", "a.parquet"]), st.binary(), st.binary())
def test_two_files_are_the_same_or_something_is_said(name: str, one: bytes, other: bytes) -> None:
    assert (differences.first(name, one, other) == "") == (one == other)


def test_a_file_is_put_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "new" / "page.html"
    files.put(path, b"one")
    files.put(path, b"two")
    assert path.read_bytes() == b"two"
    assert [one.name for one in path.parent.iterdir()] == ["page.html"]
