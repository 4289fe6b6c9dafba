"""Small books made for tests of the readers: xlsx of parts, ods by hand, xls as an old Excel writes it."""

import base64
import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

ROWS = [["МО", "Всего", "Рег"], ["г. Зея", 1412, 936], ["г. Тында", 2010, "744 (37,0%)"], ["г. Свободный", "", "да"]]

_XLS = (
    "eNrtWE1IVFEU/s6bO+NoOo6TGlrYJGhqEuoY1mKcDEoqMm1TVFCaLkrRGIKoRVk2yyBoVbQx3LSx2vRDBbVrERS1CIJAa9kqKGihvs45856NNQ"
    "sHTDLeN9xzzz33fu/cd++5P/PevC6ZGr9fOY3f0A4f5ux8BDJsxCnfLYTB9bYtqpsHOdkeVhTygzyRAT+eFL3KkzmU+Z6GhXvmBUvgE6ejOI2u"
    "keGB6DJih/ahl6QPcTIcexZucQqhQvsVUXlC5WqVd7XtU5Xb1XJVZZzbTtFhvE50NWx14viQVa11IZaEh8r5oJZmlOGlxPHFa5Ru60dH8mTv0L"
    "9ZUWUKMQGeuc6B4YFk79AUSnkKJ/DdjgLf3LX6POrZl9dOYPuPhfa8LPbrlgFGYR8nCcQU76otRmoMbTAtpt20mhQH6R7dhX1UZnabHjODs7rV"
    "SmLWOlNl/KCI6TBbTIw5PlBU1QAoZjazxzVc3G+CbrHa7DVxfnSTWQW0tbZG62JtjU019YVug7TvZvUf58bbDPuR9gVyAuiOEV6wYxTpOipk2Y"
    "9i1Ut0NYW5kzN3vr7d19edOKaWUe12+iypkZeHjUvCYHJIa/T9+fQBGpSxSeVlfepa1StVlvIa4Ly2u8xRdo1pmytaW8t+Yop3iY0Zeh3rqS89"
    "j6pSnxP1rE92Tp8vnXyfGEc1n239zJffGBqpkW7eEDxOuDk5u85HlRV/7EBBK+z03XYOzGLMokDVEpXpkowOzZcsZ6yETVnYpGwZj2fsn5QdKR"
    "fb7ZCwhWdl4VnKk9G8YBU4c3JqPZw68ep3vPqysH3KDji99Gl7me52K4IH8mjeY39hOeKC5uVKjQvKGGOZk3RcHLGcUUW2UfXgwYMHDx48eFhq"
    "kN5A0/dtuXX5nZtbnvNdZ5bTnPeZ5L/FAYzw7wz/6duJYc6TOJdT/JTDT+6zaJEc93uh4CB7T2IQfdqPwZzjl2/elPk+iyaGl24J5ep/Lpd+/m"
    "X/PwFrovsB"
)
_LOCKED = (
    "eNrt2r1tAjEUAOB3QFKlIA1FKsQg6dIjNkAEUSCFCFEk42SETBJGCINwh40OCdEABQXwfZb/7mS/2s9e/j3///y+rOLAa7SirJ7isZ4Xe3WrHel/"
    "VeXhrs8qrkoAAABwF9bpDFjWtVWf5QEAAIDbMohZKovoxlt8pH4e32flDzrxUOz2Kk5c06jfD2Q56mgb9TNFH8d79GOYvkxTO0nzY3rRKM69z27m"
    "piv3AwAAAAAAAMDt+AIAAAAALk4mEgAAuLQNyfPxZA=="
)
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT, _OFFICE = "urn:oasis:names:tc:opendocument:xmlns:text:1.0", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


def xls() -> bytes:
    """Two sheets, «Свод» with ROWS and «Ещё», as BIFF8."""
    return zlib.decompress(base64.b64decode(_XLS))


def locked() -> bytes:
    """A compound file of one stream «EncryptedPackage»: what Excel writes of an xlsx with a password."""
    return zlib.decompress(base64.b64decode(_LOCKED))


def xlsx(sheet: str = "Свод") -> bytes:
    """ROWS on one sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        page = made.add_worksheet(sheet)
        for number, row in enumerate(ROWS):
            page.write_row(number, 0, row)
    return out.getvalue()


def ods(body: str | None = None) -> bytes:
    """ROWS, or any rows in the words of the format."""
    rows = (
        body
        if body is not None
        else "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in ROWS)
    )
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{_OFFICE}" xmlns:table="{_TABLE}" '
        f'xmlns:text="{_TEXT}"><office:body><office:spreadsheet><table:table table:name="Свод">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zipped({"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": manifest})


def _cell(content: object) -> str:
    kind = (
        f'office:value-type="float" office:value="{content}"'
        if isinstance(content, int)
        else 'office:value-type="string"'
    )
    return (
        f"<table:table-cell {kind}><text:p>{content}</text:p></table:table-cell>"
        if content != ""
        else "<table:table-cell/>"
    )


def zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def changed(name: str, old: bytes, new: bytes) -> bytes:
    """The small xlsx in which one part says something else."""
    parts = parts_of(xlsx())
    assert old in parts[name]
    return zipped(parts | {name: parts[name].replace(old, new, 1)})


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
