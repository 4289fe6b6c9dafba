"""The error that stopped a cell, as Python names it -> what its author can do about it, in Russian."""

import re

_MODULE = re.compile(r"No module named '(?P<name>[^'.]+)")
_LINE = re.compile(r"\((?:(?P<file>[^(),<>]+), )?line (?P<line>\d+)\)")
_CELL = re.compile(r"\d+\.py")
"""As the shell calls a cell; «слова.py» is a module of its author's, «<unknown>» a text that a library has read."""

ADVICE = {
    "ModuleNotFoundError": (
        "Модуля «{name}» у программы нет: поставьте его пакет (чаще всего python -m pip install {name}; у некоторых "
        "имя другое, его называет документация) или, если это ваш модуль, положите его в папку {place}."
    ),
    "FileNotFoundError": "Путь к файлу отсчитывается от папки {place}: своё кладите в неё.",
    "StdinNotImplementedError": "Справки строятся без человека, input() ответа не получит: задайте значение в ячейке.",
    "NameError": "При сборке ячейки выполняются сверху вниз и с чистого листа: задайте имя в ячейке выше.",
    "KeyError": "Такого столбца или ключа нет. Столбцы таблиц справки: note.columns.",
    "SystemExit": "exit() останавливает блокнот, и справки нет: уберите его.",
    **dict.fromkeys(
        ("SyntaxError", "IndentationError", "TabError"),
        "Строка {line} {where} написана не по правилам Python: посмотрите на неё и на строку выше.",
    ),
}
"""Kind of error → what to do."""


def advice(kind: str, text: str, place: str) -> str:
    """A sentence, or «» where nothing can be said; ``place``: the folder from which the cell counts paths."""
    module, line = _MODULE.search(text), _LINE.search(text)
    name = module["name"] if module else ""
    words = ADVICE.get(kind, "")
    if line is None:
        return "" if "{line}" in words else words.format(place=place, name=name)
    where = "ячейки" if _CELL.fullmatch(line["file"] or "0.py") else f"файла {line['file']}"
    return words.format(place=place, name=name, line=line["line"], where=where)
