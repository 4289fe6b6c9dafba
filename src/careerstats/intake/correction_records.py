"""corrections.yaml -> its records, and what is wrong with one, whatever the data are."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from careerstats.intake import cells, dates

FILE = "corrections.yaml"

Row = dict[str, Any]

_REQUIRED = ("was", "becomes", "why", "who", "date")
_BY_CELL, _BY_KEY = ("file", "cell"), ("variable", "period")
_ALLOWED = {*_REQUIRED, *_BY_CELL, *_BY_KEY, "sheet", "territory", "organisation", "breakdown"}

# What a position never has: initials, a patronymic, a surname (an ending of one, not after a word for a place).
_INITIALS = re.compile(r"\b[А-ЯЁ]\. ?[А-ЯЁ]\.|\b[А-ЯЁ][а-яё]+ [А-ЯЁ]\.(?!\w)")
_PATRONYMIC = re.compile(r"\b[А-ЯЁ][а-яё]+(?:вич|вича|вичем|вичу|ьич|вна|вны|вной|вне|ична|инична)\b")
_SURNAME = re.compile(r"[А-ЯЁ][а-яё]+(?:ов|ова|овой|ев|ева|евой|ёв|ёва|ин|ина|иной)")
_PLACE_WORDS = {"г.", "город", "города", "городе", "с.", "село", "села", "п.", "пгт", "посёлка", "им.", "имени"}


def entries_of(folder: Path) -> list[Any] | str:
    """The records; of a file that is no list of records, why."""
    try:
        entries = yaml.load((folder / FILE).read_text(encoding="utf-8-sig"), Loader=_Texts) or []
    except UnicodeDecodeError:
        return "файл не в кодировке UTF-8, сохраните его в UTF-8"
    except yaml.YAMLError as error:
        return _unreadable(error)
    return entries if isinstance(entries, list) else "нужен список записей, каждая с «-»"


class _Texts(yaml.BaseLoader):
    """Everything is the text that was written: 010 is no octal number, да and 12:30 are themselves; no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        twice = next((key for key in keys if isinstance(key, str) and keys.count(key) > 1), "")
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"«{twice}» записано дважды", node.start_mark)
        return super().construct_mapping(node, deep)


def _unreadable(error: yaml.YAMLError) -> str:
    mark, said = getattr(error, "problem_mark", None), str(getattr(error, "problem", "") or "")
    where = f"строка {mark.line + 1}: " if mark else ""
    why = said if "дважды" in said else "запись YAML не читается, проверьте отступы, двоеточия и кавычки"
    return f"{where}{why}"


def mistakes(entry: Any) -> list[str]:
    """What is wrong with a record, whatever the data are; texts that may name a person are not repeated."""
    if not isinstance(entry, dict):
        return ["это не запись с полями «имя: значение»"]
    unknown = [f"поле «{key}» неизвестно; можно: {', '.join(sorted(_ALLOWED))}" for key in entry if key not in _ALLOWED]
    return unknown or [*_incomplete(entry), *_persons(entry), *_date(entry)]


def _incomplete(entry: Row) -> list[str]:
    wrong = [_lacking(key) for key in _REQUIRED if not (text(entry, key) or (key == "was" and key in entry))]
    by_cell = all(text(entry, key) for key in _BY_CELL)
    by_key = all(text(entry, key) for key in _BY_KEY) and (text(entry, "territory") or text(entry, "organisation"))
    if by_cell or by_key:
        return wrong
    return [*wrong, "не сказано, что исправляется: нужны file и cell или organisation (territory), variable и period"]


def _lacking(key: str) -> str:
    why = {"why": ": запишите основание исправления", "who": ": запишите должность того, кто исправил"}
    return f"нет поля «{key}»{why.get(key, '')}"


def _persons(entry: Row) -> list[str]:
    who, why = text(entry, "who"), text(entry, "why")
    wrong = []
    if _INITIALS.search(who) or _PATRONYMIC.search(who) or _has_surname(who):
        wrong.append("в поле «who» похоже на имя человека: запишите только должность, без фамилии и инициалов")
    if any(pattern.search(why) for pattern in (_INITIALS, _PATRONYMIC)):
        wrong.append("в поле «why» похоже на имя человека: назовите документ и должность, без фамилии и инициалов")
    return wrong


def _has_surname(text: str) -> bool:
    words = ["", *(word.strip(",;()«»") for word in text.split())]
    return any(_SURNAME.fullmatch(word) and before not in _PLACE_WORDS for before, word in pairwise(words))


def _date(entry: Row) -> list[str]:
    try:
        dates.checked(entry["date"])
    except KeyError:
        return []  # said already
    except ValueError as error:
        return [f"date: {error}"]
    return []


def text(entry: Row, key: str) -> str:
    """A field as one line; empty where it is not given."""
    return cells.normal_text(entry.get(key))
