"""joint.csv -> the joint plan of a network: what was to be done, by whom, done or not, why not, what is planned.

``task``: the task of the network it serves, in words. ``territory``: one or several municipalities through «;», empty
where it concerns all. ``reason``: why it was not done, in the words of the document; ``planned``: what is planned.
"""

from collections.abc import Iterator

from careerstats.contracts.columns import titles_of
from careerstats.contracts.network import JointEvent
from careerstats.intake.registers.lines import Context, Line
from careerstats.intake.registers.records import read_records
from careerstats.model import Problem

STEM = "joint"
COLUMNS = titles_of(JointEvent)


def read_joint(context: Context) -> tuple[list[JointEvent], list[Problem]]:
    """Lines of the joint plan in order of the file."""
    return read_records(context, STEM, JointEvent, _doubts)


def _doubts(line: Line, event: JointEvent) -> Iterator[Problem]:
    """What does not go together: done, yet with a reason why not; not done, and neither a reason nor a plan."""
    if event.status == "done" and event.reason:
        message, what = "исполнение «выполнено», а причина неисполнения указана", "уточните исполнение"
        yield line.problem("warning", "reason_of_done", message, what, "reason")
    if event.status in ("not_done", "partly") and not event.reason:
        message = f"исполнение «{line['status']}», а причина неисполнения не указана"
        yield line.problem("remark", "no_reason", message, "укажите причину словами документа", "reason")
