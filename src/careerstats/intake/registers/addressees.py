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
    problems = list(lines.problems)
    addressees: dict[tuple[str, str], Addressee] = {}
    for line in lines.rows:
        addressee, wrong = _addressee(context, line)
        problems += wrong
        if addressee and (addressee.code, addressee.role) in addressees:
            message = f"«{ROLES[addressee.role]}» для этой территории уже есть выше; строка не прочитана"
            problems.append(line.problem("warning", "duplicate_line", message, "оставьте одну строку", "role"))
        elif addressee:
            addressees[addressee.code, addressee.role] = addressee
    return list(addressees.values()), problems


def _addressee(context: Context, line: Line) -> tuple[Addressee | None, list[Problem]]:
    role, where = role_of(line["role"]), place(context, line)
    wrong = [where] if isinstance(where, Problem) else []
    if not role:
        message = f"роли «{line['role']}» нет; строка не прочитана"
        wrong.append(line.problem("warning", "unknown_role", message, f"можно: {', '.join(ROLES.values())}", "role"))
    if not role or isinstance(where, Problem):
        return None, wrong
    forms = {}
    for id in ("name", "genitive", "dative", "position"):
        forms[id], doubts = _without_person(line, id)
        wrong += doubts
    return Addressee(where.code, role, **forms), wrong


def _without_person(line: Line, column: str) -> tuple[str, list[Problem]]:
    """A cell, or nothing and a problem where it holds somebody's name."""
    text = line[column]
    if not text or not looks_like_person(text):
        return text, []
    message = "похоже на имя человека; ячейка не прочитана"
    what = "укажите только наименование органа или должность"
    return "", [line.problem("warning", "person_named", message, what, column)]
