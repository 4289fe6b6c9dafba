"""XML of an xlsx sheet written the plain way -> rows and marks at once; None where the full reader is needed.

Excel, LibreOffice and the libraries write nearly every sheet as rows of a few shapes of cells, one after another. Such
a sheet is taken apart by one regular expression, an order of magnitude faster than by a reader of XML. It must be
covered without a gap: the smallest thing of another kind (a comment, a prefix, a failed formula, a date, rich text, a
sign that is written in some special way) leaves the whole sheet to the full reader. A test holds the two against each
other.
"""

import re
from functools import lru_cache
from typing import Any

from careerstats.intake.cells import NOT_COMPUTED
from careerstats.intake.excel_styles import Styles
from careerstats.intake.guards import Limits, refuse_huge
from careerstats.intake.marks import FORMULA, PERCENT, Marks
from careerstats.model import column_letter

Rows = list[list[Any]]

_CELL = (
    r'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]+)")?(?: t="(n|s|str|b|inlineStr)")?'
    r"(?:/>|>(<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?"
    r'(?:<v>([^<]*)</v>|<v ?/>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>)'
)
_PIECES = re.compile(rf"(<row[^<>]*>|</row>|{_CELL})")
_TEXTS = re.compile(r'(<si><t(?: xml:space="preserve")?>([^<]*)</t></si>)')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,17})?")
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class _Unusual(Exception):  # noqa: N818  not an error: the full reader is asked
    """Something that only the full reader understands."""


def plain_sheet(sheet: bytes, shared: bytes, styles: Styles, limits: Limits) -> tuple[Rows, Marks] | None:
    """``shared``: the part of shared texts. Raises NotATableError only for a sheet that is too large."""
    try:
        values, marks = _cells(_pieces(sheet), _shared(shared), styles)
    except (_Unusual, ValueError, IndexError):
        return None
    return _rows(values, limits), marks


def _pieces(sheet: bytes) -> list[Any]:
    """All that stands between <sheetData> and its end, cut into rows and cells without a gap."""
    head, _, rest = sheet.decode("utf-8").partition("<sheetData>")
    body, found, _ = rest.rpartition("</sheetData>")
    pieces = _PIECES.findall(body)
    if not found or not _is_usual(head) or sum(len(one[0]) for one in pieces) != len(body):
        raise _Unusual
    return pieces


def _is_usual(head: str) -> bool:
    """UTF-8, no comments, no prefix before the names."""
    encoding = re.search(r"encoding\s*=\s*[\"']([^\"']*)", head[:200])
    return "<!" not in head and "<worksheet" in head and (not encoding or encoding[1].lower() == "utf-8")


def _cells(pieces: list[Any], texts: list[str], styles: Styles) -> tuple[dict[tuple[int, int], Any], Marks]:
    """Row and column from 0 → the value; and the marks."""
    values: dict[tuple[int, int], Any] = {}
    marks = Marks()
    for _, letters, number, style, kind, formula, value, text in pieces:
        if not (value or text or formula):
            continue
        place = int(number) - 1, _column(letters)
        if place in values:
            raise _Unusual
        values[place] = _value(kind, value, text, texts) if not formula or value else _not_computed(kind)
        if formula:
            marks[place] = FORMULA
        elif style in styles.percents:
            marks[place] = PERCENT
        if style not in styles.plain and kind in ("", "n"):
            raise _Unusual  # perhaps a date
    return values, marks


def _not_computed(kind: str) -> str:
    """A formula without a value, unless the value is an empty text."""
    return "" if kind == "str" else NOT_COMPUTED


def _value(kind: str, value: str, text: str, texts: list[str]) -> Any:
    if kind == "inlineStr":
        return _text(text)
    if text:
        raise _Unusual
    if kind == "s":
        return _text(texts[int(value)])
    if kind == "str":
        return _text(value)
    if kind == "b":
        return bool(int(value))
    if not _NUMBER.fullmatch(value):
        raise _Unusual
    return float(value)


@lru_cache(maxsize=1 << 14)
def _text(written: str) -> str:
    """A text of printed signs without spaces at its ends; all others, and Excel's own «_x000D_», are special."""
    text = _REFERENCE.sub(_sign, written) if "&" in written else written
    if written.count("&") != len(_REFERENCE.findall(written)) or not text.isprintable() or text != text.strip():
        raise _Unusual
    if "_x" in text:
        raise _Unusual
    return text


def _sign(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    return chr(int(match[1]) if match[1] else int(match[2], 16))


@lru_cache(maxsize=8)
def _shared(part: bytes) -> list[str]:
    """Texts in their order as they are written; one that is special does not matter until a cell asks for it."""
    if not part:
        return []
    head, _, rest = part.decode("utf-8").partition("<sst")
    _, _, rest = rest.partition(">")
    body, found, _ = rest.rpartition("</sst>")
    pieces = _TEXTS.findall(body)
    if not found or "<!" in head or sum(len(one[0]) for one in pieces) != len(body):
        raise _Unusual
    return [text for _, text in pieces]


def _rows(values: dict[tuple[int, int], Any], limits: Limits) -> Rows:
    height = max((row for row, _ in values), default=-1) + 1
    width = max((column for _, column in values), default=-1) + 1
    refuse_huge(height, width, f"{column_letter(max(width - 1, 0))}{height}", limits)
    rows: Rows = [[""] * width for _ in range(height)]
    for (row, column), value in values.items():
        rows[row][column] = value
    return rows


@lru_cache(maxsize=1 << 10)
def _column(letters: str) -> int:
    """A → 0, XFD → 16383."""
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1
