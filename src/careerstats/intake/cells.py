"""Text of one cell -> a count or a yes/no, the share printed beside it, and what is doubtful: nothing is guessed.

A whole number is read however its digits are grouped; a share in brackets beside it is kept; «-», «н/д» and emptiness
mean «not reported», «Х» means «does not apply». Everything else is unreadable, with the reason and what to write: a
text never becomes 0, two numbers never become one. All cases, line by line: docs/cells.md, which a test holds.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias
from unicodedata import normalize

from careerstats.intake.cell_doubts import EXCEL_ERRORS, LINKED, LONGEST, NOT_COMPUTED, about_count, about_flag
from careerstats.model import ABSENT, NOT_APPLICABLE, REPORTED, UNREADABLE

__all__ = [
    "EXCEL_ERRORS",
    "LINKED",
    "LONGEST",
    "NO",
    "NOT_COMPUTED",
    "YES",
    "Cell",
    "Content",
    "normal_text",
    "parse",
    "parse_flag",
    "plain_word",
    "without_number",
]  # fmt: skip

Content: TypeAlias = int | float | str | bool | time | date | datetime | timedelta | None
"""What a cell of a table holds as its reader gives it."""

_LONGEST_TEXT = 200
"""Nothing that says one number is longer; longer texts are not remembered either."""

_ABSENT = frozenset({
    "", "-", "‐", "‑", "–", "—", "−", "--", "---", "…", "...", "н/д", "нд", "н.д", "б/д", "н/св", "нет данных",
    "данных нет", "данные отсутствуют", "нет сведений", "сведений нет", "сведения отсутствуют", "не представлено",
    "не представлены", "не предоставлено", "не предоставлены",
})  # fmt: skip
_NOT_APPLICABLE = frozenset({"х", "x", "×", "не применимо", "неприменимо"})
YES = frozenset({"да", "есть", "имеется", "имеются", "наличие", "истина", "true", "1"})
NO = frozenset({
    "нет", "не имеется", "не имеются", "отсутствует", "отсутствуют", "отсутствие", "ложь", "false", "0"
})  # fmt: skip

_COUNT = re.compile(r"([1-9][0-9]{0,2}(?: [0-9]{3})+|[1-9][0-9]*|0)(?:[.,]0{1,2})?")
_WITH_SHARE = re.compile(r"([1-9][0-9]{0,2}(?: [0-9]{3})+|[1-9][0-9]*|0) ?\(([0-9]+(?:[.,][0-9]+)?) ?(%?)\)")
_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200e\u2060\ufeff]")  # signs without width: they carry nothing
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # these may carry anything
_BROKEN = re.compile(r"[0-9][^\S\u00a0]*[\n\r\t\v\f\u2028\u2029][^\S\u00a0]*[0-9]|[0-9]\s{2,}[0-9]")
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | dict(
    zip(map(ord, "（）％，．"), "()%,.", strict=True)
)
_LOOKALIKES = str.maketrans("aceopxykmhtbё", "асеорхукмнтве")
_CYRILLIC = re.compile("[а-яё]")


@dataclass(frozen=True)
class Cell:
    """What a cell says: ``count`` is a whole number or None; ``share`` is the printed percentage as text.

    ``doubt``: what is wrong; ``advice``: what to write instead, where that can be said better than «a whole number».
    """

    status: str
    count: int | None = None
    share: str = ""
    doubt: str = ""
    advice: str = ""


def parse(content: object) -> Cell:
    """Read one cell of counts (of scores: they are whole numbers too)."""
    if type(content) is str:
        return _count(content) if len(content) <= _LONGEST_TEXT else _long(content)
    if type(content) is int or (type(content) is float and content.is_integer()):
        return _whole(int(content))
    return Cell(ABSENT) if content is None else _unreadable(about_count(normal_text(content), content))


def parse_flag(content: object) -> Cell:
    """Read one cell of a да/нет column: 1 or 0; anything that is neither is unreadable, never a no."""
    text = str(content).upper() if isinstance(content, bool) else normal_text(content)
    return _flag(text) if len(text) <= _LONGEST_TEXT else _unreadable(about_flag(text))


@lru_cache(maxsize=1 << 14)
def _count(raw: str) -> Cell:
    text = normal_text(raw).translate(_FULL_WIDTH)
    if _CONTROLS.search(raw) or _BROKEN.search(raw.strip()):
        return _unreadable(about_count(text, raw))
    if match := _COUNT.fullmatch(text):
        return _whole(_number(match[1]))
    if empty := without_number(text):
        return empty
    match = _WITH_SHARE.fullmatch(text)
    if match and _number(match[1]) < 10**LONGEST:
        doubt = "" if match[3] else f"у доли в ячейке «{text}» нет знака %"
        return Cell(REPORTED, _number(match[1]), match[2].replace(".", ","), doubt, doubt and "поставьте знак %")
    return _unreadable(about_count(text, raw))


@lru_cache(maxsize=1 << 12)
def _whole(number: int) -> Cell:
    return Cell(REPORTED, number) if 0 <= number < 10**LONGEST else _unreadable(about_count("", number))


@lru_cache(maxsize=1 << 10)
def _flag(text: str) -> Cell:
    word = plain_word(text)
    if empty := without_number(text):
        return empty
    if word in YES or word in NO:
        return Cell(REPORTED, int(word in YES))
    return _unreadable(about_flag(text))


def without_number(text: str) -> Cell | None:
    """The cell of a text that says there is nothing to report, or that the question does not apply."""
    word = plain_word(text)
    if text in _ABSENT or word in _ABSENT:
        return Cell(ABSENT)
    return Cell(NOT_APPLICABLE) if word in _NOT_APPLICABLE else None


def plain_word(text: str) -> str:
    """A word in small letters without a full stop; Latin letters amid Cyrillic ones (a slip of the keyboard) mended."""
    word = text.lower().rstrip(".; ")
    return word.translate(_LOOKALIKES) if _CYRILLIC.search(word) else word


def normal_text(content: object) -> str:
    """One line, single spaces, no invisible signs, «й» of one sign; a float that is a whole number reads as it."""
    if content is None:
        return ""
    if isinstance(content, float):
        return str(int(content)) if content.is_integer() else str(content)
    text = _SPACES.sub(" ", str(content)).strip()
    return text if text.isascii() else normalize("NFC", _INVISIBLE.sub("", text).strip())


def as_seen(content: object) -> str:
    """The text of a cell as a person sees it: a comma before the tenths of a number."""
    text = normal_text(content)
    return text.replace(".", ",") if isinstance(content, float) else text


def _number(digits: str) -> int:
    """Digits in groups → a number; what no count can reach is not computed but called so."""
    plain = digits.replace(" ", "")
    return int(plain) if len(plain) <= LONGEST else 10**LONGEST


def _long(text: str) -> Cell:
    """Longer than any answer; «нет данных» between a thousand spaces is still «нет данных»."""
    bare = text.strip()
    return _count(bare) if len(bare) <= _LONGEST_TEXT else _unreadable(about_count(normal_text(text), text))


def _unreadable(why: tuple[str, str]) -> Cell:
    return Cell(UNREADABLE, doubt=why[0], advice=why[1])
