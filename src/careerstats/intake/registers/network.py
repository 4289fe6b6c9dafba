"""practices.csv, partners.csv, joint.csv -> practices worth telling, who may help, the joint plan of a network.

What a column may hold: ``contracts/network.py``. An ``organisation`` is an id, or its name as it is written; an
``indicator`` the id of an indicator («1.1») or of a goal («Ц4»). One line of partners.csv = one programme of a partner,
or the partner itself where it has none; in joint.csv ``territory`` may be several through «;», empty where it concerns
all.
"""

from collections.abc import Iterator
from typing import TypeVar

from msgspec.structs import replace

from careerstats.contracts.network import JointEvent, Partner, Practice
from careerstats.intake.registers.lines import Context, Line
from careerstats.intake.registers.records import read_records
from careerstats.model import Problem

Named = TypeVar("Named", Practice, Partner)


def read_practices(context: Context) -> tuple[list[Practice], list[Problem]]:
    """Practices in order of the file, each with the name of its indicator or goal."""
    practices, problems = read_records(context, "practices", Practice)
    return [_named(context, practice) for practice in practices], problems


def read_partners(context: Context) -> tuple[list[Partner], list[Problem]]:
    """Partners in order of the file, each with the name of its indicator or goal."""
    partners, problems = read_records(context, "partners", Partner)
    return [_named(context, partner) for partner in partners], problems


def _named(context: Context, record: Named) -> Named:
    indicator = context.catalogue.indicators.get(record.indicator)
    goal = context.catalogue.goals.get(record.indicator)
    return replace(record, about=(indicator.short if indicator else "") or (goal.title if goal else ""))


def read_joint(context: Context) -> tuple[list[JointEvent], list[Problem]]:
    """Lines of the joint plan in order of the file."""
    return read_records(context, "joint", JointEvent, _doubts)


def _doubts(line: Line, event: JointEvent) -> Iterator[Problem]:
    """What does not go together: done, yet with a reason why not; not done, and neither a reason nor a plan."""
    if event.status == "done" and event.reason:
        message, what = "исполнение «выполнено», а причина неисполнения указана", "уточните исполнение"
        yield line.problem("warning", "reason_of_done", message, what, "reason")
    if event.status in ("not_done", "partly") and not event.reason:
        message = f"исполнение «{line['status']}», а причина неисполнения не указана"
        yield line.problem("remark", "no_reason", message, "укажите причину словами документа", "reason")
