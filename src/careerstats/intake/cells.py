"""Text of one cell -> a count or a yes/no, the share printed beside it, and what is doubtful: nothing is guessed.

| cell | count | share | remark |
|---|---|---|---|
| 1731, «1 731», 1731.0, «1731,0» | 1731 | – | – |
| 2536 (20%), «34 (2,4 %)» | 2536 | 20 | – |
| 29 (2,1) | 29 | 2,1 | нет знака % |
| пусто, -, —, н/д, нет данных | – | – | absent |
| Х, X, не применимо | – | – | not applicable |
| 12,5; 0,143; 2О1; 2+5; -3; ######; #ДЕЛ/0! | – | – | unreadable |
| of a да/нет column: да, есть, наличие, 1; нет, отсутствие, 0 | 1; 0 | – | – |
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from careerstats.model import ABSENT, NOT_APPLICABLE, REPORTED, UNREADABLE

_ABSENT = {"", "-", "–", "—", "−", "н/д", "нет данных", "нет сведений", "…", "..."}
_NOT_APPLICABLE = {"х", "x", "не применимо", "неприменимо"}
_COUNT = re.compile(r"(\d{1,3}(?: \d{3})+|\d+)(?:[.,]0)?")
_WITH_SHARE = re.compile(r"(\d{1,3}(?: \d{3})+|\d+) ?\((\d+(?:[.,]\d+)?) ?(%?)\)")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")

_YES = {"да", "есть", "имеется", "имеются", "наличие", "1"}
_NO = {"нет", "не имеется", "не имеются", "отсутствует", "отсутствуют", "отсутствие", "0"}

EXCEL_ERRORS = {
    "#ДЕЛ/0!": "деление на ноль", "#DIV/0!": "деление на ноль",
    "#Н/Д": "значение не найдено", "#N/A": "значение не найдено",
    "#ССЫЛКА!": "ссылка на удалённую ячейку", "#REF!": "ссылка на удалённую ячейку",
    "#ЗНАЧ!": "в формуле не число", "#VALUE!": "в формуле не число",
    "#ИМЯ?": "неизвестное имя в формуле", "#NAME?": "неизвестное имя в формуле",
    "#ЧИСЛО!": "недопустимое число", "#NUM!": "недопустимое число",
    "#ПУСТО!": "диапазоны не пересекаются", "#NULL!": "диапазоны не пересекаются",
}  # fmt: skip
"""What stands in a cell whose formula failed, in Russian and in English Excel, and what it means."""

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
    """Read one cell of counts (of scores: they are whole numbers too)."""
    return _count(normal_text(content))


def parse_flag(content: Any) -> Cell:
    """Read one cell of a да/нет column: 1 or 0; anything that is neither is unreadable, never a no."""
    return _flag(normal_text(content).lower())


@lru_cache(maxsize=1 << 14)
def _count(text: str) -> Cell:
    if re.search(rf"\d{{{LONGEST + 1}}}", text.replace(" ", "")):
        return Cell(UNREADABLE, doubt="число слишком большое для количества")
    if empty := _without_number(text.lower()):
        return empty
    if match := _COUNT.fullmatch(text):
        return Cell(REPORTED, _whole(match[1]))
    if match := _WITH_SHARE.fullmatch(text):
        doubt = "" if match[3] else f"у доли в ячейке «{text}» нет знака %"
        return Cell(REPORTED, _whole(match[1]), match[2].replace(".", ","), doubt)
    return Cell(UNREADABLE, doubt=_excel(text.upper()) or _why_unreadable(text))


@lru_cache(maxsize=1 << 10)
def _flag(text: str) -> Cell:
    if empty := _without_number(text):
        return empty
    if text in _YES or text in _NO:
        return Cell(REPORTED, int(text in _YES))
    return Cell(UNREADABLE, doubt=_excel(text.upper()) or f"«{text}» – не «да» и не «нет»")


def _without_number(text: str) -> Cell | None:
    if text in _ABSENT:
        return Cell(ABSENT)
    return Cell(NOT_APPLICABLE) if text in _NOT_APPLICABLE else None


def normal_text(content: Any) -> str:
    """One line, single spaces; a float that is a whole number reads as that number."""
    if content is None:
        return ""
    if isinstance(content, float) and content.is_integer():
        content = int(content)
    return _SPACES.sub(" ", str(content)).strip()


def _whole(digits: str) -> int:
    return int(digits.replace(" ", ""))


def _excel(text: str) -> str:
    return f"в ячейке ошибка Excel «{text}» ({EXCEL_ERRORS[text]})" if text in EXCEL_ERRORS else ""


def _why_unreadable(text: str) -> str:
    if re.fullmatch(r"#+", text):
        return "вместо числа знаки «#»: столбец был узок, значение потеряно"
    if re.fullmatch(r"[-−–]\s?\d+", text):
        return f"число «{text}» отрицательное"
    if re.fullmatch(r"\d+[.,]\d+", text):
        share = "; похоже, вместо количества указана доля" if re.fullmatch(r"0[.,]\d+", text) else ""
        return f"число «{text}» дробное, а нужно целое количество{share}"
    if re.fullmatch(r"\d+(?:[.,]\d+)? ?%", text):
        return f"указана доля «{text}», а нужно количество"
    letters = "".join(sorted(set(re.findall(r"[^\W\d_]", text))))
    if letters and re.search(r"\d", text):
        return f"в числе «{text}» есть буквы: {', '.join(letters)}"
    return f"«{text}» не число"
