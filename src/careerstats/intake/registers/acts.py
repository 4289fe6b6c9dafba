"""Documents of a municipality and their points: the records, and the words of their closed lists."""

from dataclasses import dataclass, field

from careerstats.intake.registers.slips import Term

AGENDA, HEARD, DECISION, SECTION = "повестка", "слушали", "решение", "раздел"
PARTS = (AGENDA, HEARD, DECISION, SECTION)
DONE, PARTLY, NOT_DONE, UNKNOWN = "исполнено", "исполнено частично", "не исполнено", "нет сведений"
EXECUTION = (DONE, PARTLY, NOT_DONE, UNKNOWN)
NUMBERED = ("приказ", "распоряжение", "постановление", "протокол", "письмо")
"""Kinds of documents that have a number and a date."""


@dataclass(frozen=True)
class Point:
    """One point of a document as written; ``cell`` is where it stands."""

    part: str
    question: str
    item: str
    text: str
    responsible: str = ""
    role: str = ""
    term: Term = field(default_factory=Term)
    indicators: tuple[str, ...] = ()
    execution: str = UNKNOWN
    document: str = ""
    why_not: str = ""
    cell: str = ""


@dataclass(frozen=True)
class Act:
    """A document of a municipality (``code``) and its points in order; dates are ISO, empty where there is none."""

    code: str
    kind: str
    number: str
    date: str
    approved: str
    title: str
    source: str = ""
    points: tuple[Point, ...] = ()

    def of(self, part: str) -> list[Point]:
        return [one for one in self.points if one.part == part]


def lacking(kind: str, number: str, date: str) -> list[str]:
    """«номера», «даты»: what a document of that kind must have and has not."""
    if not kind.lower().removeprefix("выписка из ").startswith(NUMBERED):
        return []
    return [word for word, text in (("номера", number), ("даты", date)) if not text]
