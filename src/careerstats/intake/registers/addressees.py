"""addressees.xlsx -> how a note calls those to whom it is addressed: the name of a body in its cases, a position.

Columns: territory, role, name, genitive, dative, position (or their Russian titles, ``COLUMNS``). Required: territory,
role. ``territory``: a municipality, or the region for all of it; ``role``: one of ``ROLES``, by id or in Russian.
``name``: the nominative; without a case the neutral words of the role are used. ``position``: never a person's name.
"""

from careerstats.contracts.decisions import Addressee
from careerstats.intake.registers.lines import Context, Line, place, read_lines
from careerstats.model import Problem
from careerstats.persons import looks_like_person

STEM = "addressees"
COLUMNS = {
    "territory": "Муниципальное образование",
    "role": "Роль",
    "name": "Наименование",
    "genitive": "Родительный падеж",
    "dative": "Дательный падеж",
    "position": "Должность",
}
ROLES = {
    "ministry": "министерство",
    "institute": "институт",
    "sites": "площадки",
    "czn": "центр занятости",
    "enterprises": "предприятия",
    "body": "орган управления образованием",
    "method": "методическая служба",
    "schools": "школы",
    "coordinator": "координатор",
    "class_teacher": "классный руководитель",
    "primary": "учитель начальных классов",
    "subject": "учитель-предметник",
    "social": "социальный педагог",
    "psychologist": "психолог",
    "parents": "родители",
    "operator": "федеральный оператор",
}
"""Whom a recommendation may be addressed to: id → how a file may call it."""


def role_of(text: str) -> str:
    """Id of a role written as such or in Russian; empty for another word."""
    return ({name: id for id, name in ROLES.items()} | {id: id for id in ROLES}).get(text.casefold(), "")


def read_addressees(context: Context) -> tuple[list[Addressee], list[Problem]]:
    """Addressees in order of the file; of two lines about one role of one place the first counts."""
    lines = read_lines(context.dataset, STEM, COLUMNS, ("territory", "role"))
    addressees: dict[tuple[str, str], Addressee] = {}
    for line in lines.rows:
        addressee = _addressee(context, line)
        if addressee and (addressee.code, addressee.role) in addressees:
            message = f"«{ROLES[addressee.role]}» для этой территории уже есть выше; строка не прочитана"
            line.say("warning", "duplicate_line", message, "оставьте одну строку", "role")
        elif addressee:
            addressees[addressee.code, addressee.role] = addressee
    return list(addressees.values()), lines.problems


def _addressee(context: Context, line: Line) -> Addressee | None:
    role, where = role_of(line["role"]), place(context, line)
    if not role:
        message = f"роли «{line['role']}» нет; строка не прочитана"
        line.say("warning", "unknown_role", message, f"можно: {', '.join(ROLES.values())}", "role")
    if not role or where is None:
        return None
    forms = {id: _without_person(line, id) for id in ("name", "genitive", "dative", "position")}
    return Addressee(where.code, role, **forms)


def _without_person(line: Line, column: str) -> str:
    """A cell, or nothing where it is said to hold somebody's name."""
    text = line[column]
    if not text or not looks_like_person(text):
        return text
    message = "похоже на имя человека; ячейка не прочитана"
    line.say("warning", "person_named", message, "укажите только наименование органа или должность", column)
    return ""
