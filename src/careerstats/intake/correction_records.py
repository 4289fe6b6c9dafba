"""corrections.yaml -> its records with their types, and what is wrong with one, whatever the data are."""

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import indent
from typing import Any, NamedTuple

import yaml

from careerstats import dates, persons
from careerstats.errors import UsageError
from careerstats.intake import cells, yaml_texts

FILE = "corrections.yaml"

Entry = Mapping[str, Any]
"""A record as YAML has it: any fields, any values."""

_REQUIRED = ("was", "becomes", "why", "who", "date")
_BY_CELL, _BY_KEY = ("file", "cell"), ("variable", "period")
_OF_ROWS = ("file", "row", "instead_of", "why", "who", "date")
_ALLOWED = {*_REQUIRED, *_BY_CELL, *_BY_KEY, "sheet", "territory", "organisation", "breakdown"}

_ROW = re.compile(r"[1-9][0-9]{0,6}")


def entries_of(folder: Path) -> list[Any] | str:
    """The records; of a file that is no list of records, why."""
    try:
        entries = yaml_texts.read(folder / FILE) or []
    except ValueError as error:
        return str(error)
    return entries if isinstance(entries, list) else "нужен список записей, каждая с «-»"


def mistakes(entry: Any) -> list[str]:
    """What is wrong with a record, whatever the data are; texts that may name a person are not repeated."""
    if not isinstance(entry, dict):
        return ["это не запись с полями «имя: значение»"]
    allowed = {*_OF_ROWS, "sheet"} if is_of_rows(entry) else _ALLOWED
    unknown = [f"поле «{key}» неизвестно; можно: {', '.join(sorted(allowed))}" for key in entry if key not in allowed]
    incomplete = _rows(entry) if is_of_rows(entry) else _incomplete(entry)
    return unknown or [*incomplete, *_persons(entry), *_date(entry)]


def is_of_rows(entry: Any) -> bool:
    """Whether a record says which of several repeated rows counts, and not what a cell should hold."""
    return isinstance(entry, dict) and bool({"row", "instead_of"} & set(entry))


def _listed(given: Any) -> list[str]:
    return [cells.normal_text(row) for row in (given if isinstance(given, list) else [given])]


def _rows(entry: Entry) -> list[str]:
    wrong = [_lacking(key) for key in _OF_ROWS if not entry.get(key)]
    if wrong:
        return wrong
    rows = [text(entry, "row"), *_listed(entry["instead_of"])]
    if not all(_ROW.fullmatch(row) for row in rows):
        return ["в полях «row» и «instead_of» нужны номера строк файла, первая – 1"]
    return ["в «instead_of» та же строка, что в «row»"] if rows[0] in rows[1:] else []


def _incomplete(entry: Entry) -> list[str]:
    wrong = [_lacking(key) for key in _REQUIRED if not (text(entry, key) or (key == "was" and key in entry))]
    by_cell = all(text(entry, key) for key in _BY_CELL)
    by_key = all(text(entry, key) for key in _BY_KEY) and (text(entry, "territory") or text(entry, "organisation"))
    if by_cell or by_key:
        return wrong
    return [*wrong, "не сказано, что исправляется: нужны file и cell или organisation (territory), variable и period"]


def _lacking(key: str) -> str:
    why = {"why": ": запишите основание исправления", "who": ": запишите должность того, кто исправил"}
    return f"нет поля «{key}»{why.get(key, '')}"


def _persons(entry: Entry) -> list[str]:
    wrong = []
    if persons.looks_like_person(text(entry, "who")):
        wrong.append("в поле «who» похоже на имя человека: запишите только должность, без фамилии и инициалов")
    if persons.names_person(text(entry, "why")):
        wrong.append("в поле «why» похоже на имя человека: назовите документ и должность, без фамилии и инициалов")
    return wrong


def _date(entry: Entry) -> list[str]:
    try:
        dates.checked(entry["date"])
    except KeyError:
        return []  # said already
    except ValueError as error:
        return [f"date: {error}"]
    return []


class Grounds(NamedTuple):
    """Why a number was corrected, by whom (a position), and on which day (ISO)."""

    why: str
    who: str
    date: str


class CellRecord(NamedTuple):
    """What a cell should hold: the cell by its address, or by the number (of whom, of what, when) that it has."""

    file: str
    sheet: str
    cell: str
    variable: str
    period: str
    territory: str
    organisation: str
    breakdown: str
    was: str
    becomes: str
    grounds: Grounds


class RowRecord(NamedTuple):
    """Which of several repeated rows counts; rows from 1."""

    file: str
    sheet: str
    row: int
    instead_of: tuple[int, ...]
    grounds: Grounds


def record_of(entry: Any) -> CellRecord | RowRecord | list[str]:
    """The record; what is wrong with it, whatever the data are."""
    wrong = mistakes(entry)
    if wrong:
        return wrong
    grounds = Grounds(text(entry, "why").rstrip("."), text(entry, "who").rstrip("."), dates.checked(entry["date"]))
    if is_of_rows(entry):
        rows = tuple(int(row) for row in _listed(entry["instead_of"]))
        return RowRecord(text(entry, "file"), text(entry, "sheet"), int(text(entry, "row")), rows, grounds)
    fields = {key: text(entry, key) for key in CellRecord._fields if key != "grounds"}
    return CellRecord(**fields, grounds=grounds)


def text(entry: Entry, key: str) -> str:
    """A field as one line; empty where it is not given."""
    return cells.normal_text(entry.get(key))


# ---- a new record


def with_record(text: str, entry: Mapping[str, str]) -> str:
    """The text of corrections.yaml with one more record at its end, all else as it was.

    Raises UsageError where the file is written so that no record can follow.
    """
    margin = re.search(r"^( *)- ", text, re.MULTILINE)
    dumped = yaml.safe_dump([dict(entry)], allow_unicode=True, sort_keys=False, width=_WIDEST)
    end = "\r\n" if "\r\n" in text else "\n"
    new = indent(dumped, margin[1] if margin else "").replace("\n", end)
    whole = f"{text}{'' if not text or text.endswith(end) else end}{new}"
    if _entries(whole) != [*(_entries(text) or []), dict(entry)]:
        raise UsageError(f"{FILE}: запись не удалось дописать, не задев остального. Впишите её сами:\n{dumped}")
    return whole


_WIDEST = 4096  # signs of a line: no text is broken in two


def _entries(text: str) -> list[Any] | None:
    try:
        found = yaml.load(text, yaml_texts.Texts)
    except yaml.YAMLError:
        return None
    return found if isinstance(found, list) else None
