"""One input cell -> what it says: the one function for cells, and what a workbook can hide (formula, date, share)."""

from careerstats.intake import cells
from careerstats.intake.cell_doubts import shown
from careerstats.intake.forms.returned import DATE, Answer
from careerstats.intake.looks import FORMULA, PERCENT
from careerstats.model import UNREADABLE

_SHOWN = 60


def said(answer: Answer, flag: bool) -> cells.Cell:
    """The number, the yes or no, or why neither: nothing is guessed and nothing computed."""
    content = answer.content
    if type(content) is float and not answer.mark and not flag:  # nearly all cells of an honest form
        return cells.parse(content)
    if doubt := _hidden(answer):
        return cells.Cell(UNREADABLE, doubt=doubt)
    return cells.parse_flag(content) if flag else cells.parse(content)


def is_blank(answer: Answer) -> bool:
    """Nothing was entered: «-» is an answer, an empty cell is none."""
    content = answer.content
    if type(content) is float or answer.mark == FORMULA:
        return False
    return content is None or cells.normal_text(content) == ""


def _hidden(answer: Answer) -> str:
    content = answer.content
    if isinstance(content, str) and content in cells.EXCEL_ERRORS:
        return f"в ячейке ошибка Excel «{content}» ({cells.EXCEL_ERRORS[content]})"
    if answer.mark in (FORMULA, DATE):
        date = f"в ячейке дата или время «{content}»"
        return date if answer.mark == DATE else "в ячейке формула, а нужно введённое значение"
    if isinstance(content, bool):
        return f"в ячейке логическое значение {'ИСТИНА' if content else 'ЛОЖЬ'}"
    if answer.mark == PERCENT and isinstance(content, int | float):
        return f"в ячейке доля «{100 * content:.6g} %», а нужно количество".replace(".", ",")
    if answer.mark not in ("", PERCENT):
        return answer.mark
    return _text(cells.normal_text(content)) if isinstance(content, str) else ""


def _text(text: str) -> str:
    if text[:1] in ("=", "@"):
        return f"в ячейке формула «{shown(text, _SHOWN)}» (текстом), она не выполнялась"
    return f"«{shown(text, _SHOWN)}» – не число" if len(text) > _SHOWN else ""
