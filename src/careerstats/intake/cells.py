"""Text of one cell -> a count, the share printed beside it, and what is doubtful: nothing is guessed.

| cell | count | share | remark |
|---|---|---|---|
| 1731, «1 731», 1731.0, «1731,0» | 1731 | – | – |
| 2536 (20%), «34 (2,4 %)» | 2536 | 20 | – |
| 29 (2,1) | 29 | 2,1 | нет знака % |
| пусто, -, —, н/д, нет данных | – | – | absent |
| Х, X, не применимо | – | – | not applicable |
| 12,5; 2О1; 2+5; -3; ###### | – | – | unreadable |
"""

import re
from dataclasses import dataclass
from typing import Any

from careerstats.model import ABSENT, NOT_APPLICABLE, REPORTED, UNREADABLE

_ABSENT = {"", "-", "–", "—", "−", "н/д", "нет данных", "нет сведений", "…", "..."}
_NOT_APPLICABLE = {"х", "x", "не применимо", "неприменимо"}
_COUNT = re.compile(r"(\d{1,3}(?: \d{3})+|\d+)(?:[.,]0)?")
_WITH_SHARE = re.compile(r"(\d{1,3}(?: \d{3})+|\d+) ?\((\d+(?:[.,]\d+)?) ?(%?)\)")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")

LONGEST = 9
"""No count of pupils has more digits; a longer number is a slip of the keyboard, and costs minutes to compare."""


@dataclass(frozen=True)
class Cell:
    """What a cell says: ``count`` is a whole number or None; ``share`` is the printed percentage as text."""

    status: str
    count: int | None = None
    share: str = ""
    doubt: str = ""


def parse(content: Any) -> Cell:
    """Read one cell of counts."""
    text = normal_text(content)
    if re.search(rf"\d{{{LONGEST + 1}}}", text.replace(" ", "")):
        return Cell(UNREADABLE, doubt="число слишком большое для количества")
    if text.lower() in _ABSENT:
        return Cell(ABSENT)
    if text.lower() in _NOT_APPLICABLE:
        return Cell(NOT_APPLICABLE)
    if match := _COUNT.fullmatch(text):
        return Cell(REPORTED, _whole(match[1]))
    if match := _WITH_SHARE.fullmatch(text):
        doubt = "" if match[3] else f"у доли в ячейке «{text}» нет знака %"
        return Cell(REPORTED, _whole(match[1]), match[2].replace(".", ","), doubt)
    return Cell(UNREADABLE, doubt=_why_unreadable(text))


def normal_text(content: Any) -> str:
    """One line, single spaces; a float that is a whole number reads as that number."""
    if content is None:
        return ""
    if isinstance(content, float) and content.is_integer():
        content = int(content)
    return _SPACES.sub(" ", str(content)).strip()


def _whole(digits: str) -> int:
    return int(digits.replace(" ", ""))


def _why_unreadable(text: str) -> str:
    if re.fullmatch(r"#+", text):
        return "вместо числа знаки «#»: столбец был узок, значение потеряно"
    if re.fullmatch(r"[-−–]\s?\d+", text):
        return f"число «{text}» отрицательное"
    if re.fullmatch(r"\d+[.,]\d+", text):
        return f"число «{text}» дробное, а нужно целое количество"
    if re.fullmatch(r"\d+(?:[.,]\d+)? ?%", text):
        return f"указана доля «{text}», а нужно количество"
    letters = "".join(sorted(set(re.findall(r"[^\W\d_]", text))))
    if letters and re.search(r"\d", text):
        return f"в числе «{text}» есть буквы: {', '.join(letters)}"
    return f"«{text}» не число"
