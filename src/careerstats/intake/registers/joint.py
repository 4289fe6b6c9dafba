"""joint.csv -> the joint plan of a network: what was to be done, by whom, done or not, why not, what is planned.

Columns: id, task, what, territory, organisation, status, reason, planned, document (or their Russian titles,
``COLUMNS``). Required: id, task, what, status. ``task``: the task of the network it serves, in words. ``territory``:
one or several municipalities through «;», empty where it concerns all. ``status``: one of ``STATUSES``. ``reason``: why
it was not done, in the words of the document; ``planned``: what is planned instead.
"""

from collections.abc import Iterator
from dataclasses import replace

from careerstats.contracts.network import JointEvent, Status
from careerstats.intake.registers.lines import Context, Line, place, read_lines
from careerstats.intake.registers.practices import known_once, missing, organisation_name
from careerstats.model import Problem

STEM = "joint"
COLUMNS = {
    "id": "№",
    "task": "Задача",
    "what": "Мероприятие",
    "territory": "Муниципальные образования",
    "organisation": "Организация",
    "status": "Исполнение",
    "reason": "Причина неисполнения",
    "planned": "Что планируется",
    "document": "Документ или ссылка",
}
STATUSES: dict[str, Status] = {
    "выполнено": "done",
    "выполнено частично": "partly",
    "выполняется": "going_on",
    "запланировано": "planned",
    "не выполнено": "not_done",
}
_REQUIRED = ("id", "task", "what", "status")


def read_joint(context: Context) -> tuple[list[JointEvent], list[Problem]]:
    """Lines of the joint plan in order of the file; a line that cannot be used is named and left out."""
    lines = read_lines(context.dataset, STEM, COLUMNS, _REQUIRED)
    problems: list[Problem] = list(lines.problems)
    found: dict[str, JointEvent] = {}
    for line in lines.rows:
        problems += known_once(line, found)
        one, wrong = _joint(context, line)
        problems += wrong
        if one and line["id"] not in found:
            found[line["id"]] = one
    return list(found.values()), problems


def _joint(context: Context, line: Line) -> tuple[JointEvent | None, list[Problem]]:
    wrong = missing(line, _REQUIRED, COLUMNS)
    status = STATUSES.get(line["status"].casefold())
    if line["status"] and not status:
        what = f"укажите одно из: {', '.join(STATUSES)}"
        message = f"исполнение «{line['status']}» не понято; строка не прочитана"
        wrong.append(line.problem("warning", "unknown_status", message, what, "status"))
    places = list(_places(context, line))
    strange = [one for one in places if isinstance(one, Problem)]
    if wrong or strange or status is None:
        return None, [*wrong, *strange]
    one = JointEvent(
        id=line["id"],
        task=line["task"],
        what=line["what"],
        status=status,
        codes=tuple(dict.fromkeys(one for one in places if isinstance(one, str))),
        organisation=organisation_name(context, line),
        reason=line["reason"],
        planned=line["planned"],
        document=line["document"],
    )
    return one, _doubts(line, status)


def _places(context: Context, line: Line) -> Iterator[str | Problem]:
    """Codes of the municipalities of a cell; the region stands for all of them, that is for none by name."""
    for name in filter(None, (part.strip() for part in line["territory"].split(";"))):
        found = place(context, replace(line, texts={**line.texts, "territory": name}))
        if isinstance(found, Problem):
            yield found
        elif found.code != context.region.code:
            yield found.code


def _doubts(line: Line, status: Status) -> list[Problem]:
    """What does not go together: done, yet with a reason why not; not done, and neither a reason nor a plan."""
    if status == "done" and line["reason"]:
        message, what = "исполнение «выполнено», а причина неисполнения указана", "уточните исполнение"
        return [line.problem("warning", "reason_of_done", message, what, "reason")]
    if status in ("not_done", "partly") and not line["reason"]:
        message = f"исполнение «{line['status']}», а причина неисполнения не указана"
        return [line.problem("remark", "no_reason", message, "укажите причину словами документа", "reason")]
    return []
