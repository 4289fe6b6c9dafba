"""Documents and steps of the management cycle -> what is there, what is missing, who is late, what comes next.

The day on which one is late is given (the date of the dataset): the clock is never asked.
"""

from collections.abc import Sequence

from careerstats.intake.registers.acts import DONE, Point
from careerstats.intake.registers.cycles import COMPONENTS, Document, Step

LATE, DONE_LATE, IN_TIME, NEXT, OPEN = "late", "done_late", "done", "next", "open"
"""Standing of a step: term passed; done after its term; done; not done, term ahead; not done, no term."""


def by_component(documents: Sequence[Document]) -> dict[str, list[Document]]:
    """The nine components in order, each with its documents by date; undated ones last."""

    def order(one: Document) -> tuple[bool, str, str]:
        return (not one.first, one.first, one.id)

    return {name: sorted((one for one in documents if name in one.components), key=order) for name in COMPONENTS}


def missing(documents: Sequence[Document]) -> list[str]:
    """Components without any document, in order of the cycle."""
    return [name for name, own in by_component(documents).items() if not own]


def concerns(step: Step, code: str) -> bool:
    """Whether a step is to be taken in that place; a step without a place is every municipality's."""
    return step.code in ("", code)


def standing(step: Step, code: str, day: str) -> str:
    """One of the words above, as of ``day`` (ISO); what is done after that day is not done yet."""
    done = step.done.get(code, "")
    if done and (not day or done <= day):
        return DONE_LATE if step.term and done > step.term else IN_TIME
    if not step.term:
        return OPEN
    return LATE if day and step.term < day else NEXT


def waits_for(step: Step, steps: Sequence[Step], code: str, day: str) -> list[Step]:
    """Steps that must come first and are not done there."""
    known = {one.id: one for one in steps}
    before = [known[id] for id in step.after if id in known]
    return [one for one in before if standing(one, one.code or code, day) not in (IN_TIME, DONE_LATE)]


def ahead(steps: Sequence[Step], code: str, day: str) -> list[Step]:
    """Steps of that place that are not done and not late, the next one first; those without a term last."""
    open_ones = [one for one in steps if concerns(one, code) and standing(one, code, day) in (NEXT, OPEN)]
    return sorted(open_ones, key=lambda one: (not one.term, one.term))


def late(steps: Sequence[Step], code: str, day: str) -> list[Step]:
    """Steps of that place whose term has passed, the oldest first."""
    found = [one for one in steps if concerns(one, code) and standing(one, code, day) == LATE]
    return sorted(found, key=lambda one: one.term)


def overdue(point: Point, day: str) -> bool:
    """Whether the term of a decision has passed by ``day`` and it is not known to be carried out."""
    return bool(day and point.term.by and point.term.by < day and point.execution != DONE)
