"""One input cell -> what it says: the one function for cells, and what a workbook can hide (formula, date, share)."""

from careerstats.intake import cells
from careerstats.intake.forms.marks import FORMULA, PERCENT
from careerstats.intake.forms.returned import DATE, Answer
from careerstats.model import UNREADABLE

_SHOWN = 60


def said(answer: Answer, flag: bool) -> cells.Cell:
    """The number, the yes or no, or why neither: nothing is guessed and nothing computed."""
    if doubt := _hidden(answer):
        return cells.Cell(UNREADABLE, doubt=doubt)
    return cells.parse_flag(answer.content) if flag else cells.parse(answer.content)


def is_blank(answer: Answer) -> bool:
    """Nothing was entered: «-» is an answer, an empty cell is none."""
    return not answer.mark.startswith("#") and answer.mark != FORMULA and cells.normal_text(answer.content) == ""


def _hidden(answer: Answer) -> str:
    content = answer.content
    if answer.mark.startswith("#"):
        return f"в ячейке ошибка Excel «{answer.mark}» ({cells.EXCEL_ERRORS.get(answer.mark, 'формула не вычислена')})"
    if answer.mark == FORMULA:
        return "в ячейке формула, а нужно введённое значение"
    if answer.mark == DATE:
        return f"в ячейке дата или время «{content}»"
    if isinstance(content, bool):
        return f"в ячейке логическое значение {'ИСТИНА' if content else 'ЛОЖЬ'}"
    if answer.mark == PERCENT and isinstance(content, int | float):
        return f"в ячейке доля «{100 * content:.6g} %», а нужно количество".replace(".", ",")
    return _text(cells.normal_text(content)) if isinstance(content, str) else ""


def _text(text: str) -> str:
    if text[:1] in ("=", "@"):
        return f"в ячейке формула «{_shown(text)}» (текстом), она не выполнялась"
    return f"«{_shown(text)}» – не число" if len(text) > _SHOWN else ""


def _shown(text: str) -> str:
    plain = "".join(sign if sign.isprintable() else "?" for sign in text)
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
