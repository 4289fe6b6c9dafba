"""A form -> what its sheets bear to be known again: a stamp, codes of heads and rows; its published description."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from careerstats.intake.cells import normal_text
from careerstats.intake.forms.description import SCHOOL, Form, Question, wholes

STAMP = "careerstats-form"
ORGANISATION, NAME, VARIABLE, VALUE = "#organisation", "#name", "#variable", "#value"
TOTAL, WAS, KNOWN, NOTES = "#total", "#was", "#known", "#notes"
"""Codes of the hidden row and column: they move with what they name when rows and columns are put in."""

SCHOOLS_SHEET, MUNICIPAL_SHEET, SCHOOL_SHEET = "Школы", "Муниципалитет", "Школа"
CALCULATION_SHEET, GUIDE_SHEET, CODES_SHEET, PASSPORT_SHEET = "Показатель школы", "Как заполнять", "Коды", "Паспорт"
CAUSES_SHEET = "Причины"
NOT_FOR_READING = {CALCULATION_SHEET, GUIDE_SHEET, CODES_SHEET, CAUSES_SHEET}
"""Sheets without numbers; what the sheet of causes says is read by ``causes``."""
CODE_TITLE, TITLE_TITLE, VALUE_TITLE = "Код школы", "Величина", "Значение"
TERRITORY_LABEL = "Муниципальное образование:"
ALL_SCHOOLS = "Всего по муниципальному образованию"


@dataclass(frozen=True)
class Stamp:
    """Which form this is, and whose: one line of text in the first cell, so that a csv has it too."""

    form: str
    edition: str
    period: str
    territory: str
    organisation: str
    dataset: str
    layout: str

    @property
    def text(self) -> str:
        return "|".join((STAMP, *(part or "-" for part in astuple(self))))


def read_stamp(content: object) -> Stamp | None:
    """The stamp in a cell, or None. A leading zero of the code is safe: the line is text."""
    if not isinstance(content, str) or STAMP not in content:
        return None
    parts = [normal_text(part) for part in content.strip().split("|")]
    if parts[0] != STAMP or len(parts) != 8:
        return None
    return Stamp(*("" if part == "-" else part for part in parts[1:]))


def fingerprint(form: Form) -> str:
    """Twelve signs that change with anything the form asks."""
    asked = [[question.id, question.title, question.flag] for question in (*form.questions, *form.municipal)]
    layout = json.dumps([form.id, form.since, form.per, len(form.questions), asked, *form.causes], ensure_ascii=False)
    return hashlib.sha256(layout.encode()).hexdigest()[:12]


def head(number: int, question: Question) -> str:
    """«3. Посетили предприятия»: what stands over an input column."""
    return f"{number}. {question.title}"


def titles(form: Form) -> dict[str, str]:
    """Printed head → id of the variable: how a sheet is read whose codes are lost."""
    return {
        normal_text(head(number, question)): question.id
        for asked in (form.questions, form.municipal)
        for number, question in enumerate(asked, 1)
    }


def file_name(form: Form, period: str, who: str, extension: str = "xlsx") -> str:
    """«Форма_профориентация_2024-25_г-Примерск.xlsx»: a name one can e-mail."""
    start, addressee = f"Форма_{_plain(form.word)}_{period.replace('/', '-')}_", _plain(who)
    room = LONGEST_NAME - len(f"{start}.{extension}".encode())
    return f"{start}{_within(addressee, room)}.{extension}"


LONGEST_NAME = 255
"""Bytes of the name of a file: 127 Cyrillic letters and a dot."""


def _within(text: str, room: int) -> str:
    """A long name without its middle: its end tells apart what begins alike, an id among it."""
    if len(text.encode()) <= room:
        return text
    letters = max(room // 2 - 2, 8)  # a Cyrillic letter takes two bytes
    return f"{text[: letters // 2].rstrip('-')}--{text[-(letters - letters // 2) :].lstrip('-')}"


def _plain(text: str) -> str:
    """Letters and digits, the rest one hyphen."""
    return "-".join("".join(sign if sign.isalnum() else " " for sign in text).split())


def find_row(rows: Sequence[Sequence[object]], wanted: set[str], within: int = 200) -> int | None:
    """The first row in which one of these codes stands."""
    for index, row in enumerate(rows[:within]):
        if any(isinstance(cell, str) and cell.strip() in wanted for cell in row):
            return index
    return None


_MISSING = ["", "-", "–", "—", "н/д", "нет данных", "Х", "х"]


def table_schema(form: Form) -> dict[str, object]:
    """One row = one school: its id, then the asked quantities; municipal ones stand in a part of their own."""
    key = {"name": "organisation", "title": "Код школы", "type": "string", "constraints": {"required": True}}
    schools = [key, *map(_field, form.questions)]
    described: dict[str, object] = {
        "name": form.id,
        "title": form.title,
        "version": form.since,
        "per": form.per,
        "layout": fingerprint(form),
        "fields": schools,
        "primaryKey": ["organisation"],
        "missingValues": _MISSING,
    }
    if form.municipal and form.per != SCHOOL:
        described["municipal"] = {"fields": list(map(_field, form.municipal)), "missingValues": _MISSING}
    return described


def _field(question: Question) -> dict[str, object]:
    variable = question.variable
    kind: dict[str, object] = {"type": "integer", "constraints": {"minimum": 0}}
    if question.flag:
        kind = {"type": "boolean", "trueValues": ["да"], "falseValues": ["нет"]}
    field = {"name": question.id, "title": question.title, "description": variable.title, **kind}
    over = wholes(question)
    return {**field, "unit": variable.unit, "as_of": variable.as_of, **({"at_most": over} if over else {})}
