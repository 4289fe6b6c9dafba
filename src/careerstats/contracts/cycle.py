"""The management cycle and the register of decisions of one place: documents, steps of the year, what was decided."""

from typing import Literal, get_args

import msgspec

from careerstats.contracts.appendices import Goal
from careerstats.contracts.facts import Fact, Public

Component = Literal[
    "Цели",
    "Показатели",
    "Методы сбора и обработки информации",
    "Мониторинг показателей",
    "Анализ результатов мониторинга",
    "Адресные рекомендации",
    "Меры и мероприятия",
    "Управленческие решения",
    "Анализ эффективности",
]
"""In the order of the cycle."""

COMPONENTS: tuple[str, ...] = get_args(Component)
AGENDA, HEARD, DECISION, SECTION = "повестка", "слушали", "решение", "раздел"
PARTS = (AGENDA, HEARD, DECISION, SECTION)
DONE, PARTLY, NOT_DONE, UNKNOWN = "исполнено", "исполнено частично", "не исполнено", "нет сведений"
EXECUTION = (DONE, PARTLY, NOT_DONE, UNKNOWN)
NUMBERED = ("приказ", "распоряжение", "постановление", "протокол", "письмо")
"""Kinds of documents that have a number and a date."""


def lacking(kind: str, number: str, date: str) -> list[str]:
    """«номера», «даты»: what a document of that kind must have and has not."""
    if not kind.lower().removeprefix("выписка из ").startswith(NUMBERED):
        return []
    return [word for word, text in (("номера", number), ("даты", date)) if not text]


# ---- the cycle


class Document(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One document (or undertaking) of the cycle; ``first`` … ``last``: its day, month or span (ISO), or empty."""

    id: Public[str] = ""  # decides the order of two of one day
    code: str = ""
    level: Public[str] = ""
    kind: Public[str] = ""
    number: Public[str] = ""
    date: Public[str] = ""  # as written
    first: Public[str] = ""
    last: Public[str] = ""
    title: Public[str]
    components: Public[tuple[str, ...]] = ()
    rests_on: tuple[str, ...] = ()
    source: str = ""
    line: int = 0

    @property
    def day(self) -> str:
        """Its day (ISO); empty where the document names a longer time, or none."""
        return self.first if self.first == self.last else ""

    @property
    def lacking(self) -> list[str]:
        return lacking(self.kind, self.number, self.date)


class Early(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A document that is older than what it rests on; ``component`` empty: by a link of the file, not by the cycle."""

    code: str
    document: Public[Document]
    base: Public[Document]
    component: Public[str] = ""


class Event(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A methodical event with its day (ISO)."""

    code: str
    date: str = ""
    kind: str = ""
    title: str = ""
    where: str = ""


class Group(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A working group or a methodical association: its document, whom it consists of (positions), its meetings."""

    code: str
    title: str
    document: Document | None = None
    members: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()


class Sent(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A letter with which a note left the house: number and day (ISO); ``period`` empty: of whatever period."""

    code: str
    number: Public[str]
    date: Public[str]
    period: Public[str] = ""

    def is_of(self, period: str) -> bool:
        """Whether a note of that period went out with it; a letter without number or day proves nothing."""
        return bool(self.number and self.date) and self.period in ("", period)


class Due(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A step of the year with its term (ISO); of the region, which municipalities are late out of how many."""

    title: Public[str]
    term: Public[str] = ""
    waits_for: Public[tuple[str, ...]] = ()
    codes: Public[tuple[str, ...]] = ()
    of: Public[int] = 0


class Fullness(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A municipality and the components of which it has no document."""

    code: Public[str]
    missing: Public[tuple[str, ...]] = ()


class Cycle(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The cycle of one place; the last three parts are the region's."""

    documents: Public[tuple[Document, ...]] = ()
    early: Public[tuple[Early, ...]] = ()
    groups: tuple[Group, ...] = ()
    events: tuple[Event, ...] = ()
    sent: Public[tuple[Sent, ...]] = ()
    strategic_goal: str = ""
    goals: tuple[Goal, ...] = ()
    recommendations: tuple[str, ...] = ()
    remarks: Public[tuple[str, ...]] = ()
    late: Public[tuple[Due, ...]] = ()
    next: Public[tuple[Due, ...]] = ()
    municipalities: Public[tuple[Fullness, ...]] = ()
    late_by_step: Public[tuple[Due, ...]] = ()
    next_by_step: Public[tuple[Due, ...]] = ()

    @property
    def missing(self) -> list[str]:
        """Components without any document, in order of the cycle."""
        return missing(self.documents)


def by_component(documents: tuple[Document, ...]) -> dict[str, list[Document]]:
    """The nine components in order, each with its documents by date; undated ones last."""
    dated = sorted(documents, key=lambda document: (not document.first, document.first, document.id))
    return {title: [document for document in dated if title in document.components] for title in COMPONENTS}


def missing(documents: tuple[Document, ...]) -> list[str]:
    """Components without any document, in order of the cycle."""
    return [title for title, own in by_component(documents).items() if not own]


# ---- decisions


class Term(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A term as written; ``by``: its day (ISO), empty where it names none that exists; ``always``: it never ends."""

    text: str = ""
    by: str = ""
    always: bool = False
    impossible: str = ""  # the day that no calendar has


class Point(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One point of a document as written; ``cell``: where it stands; ``overdue``: by the day of the dataset."""

    part: str
    question: str = ""
    item: str = ""
    text: str = ""
    responsible: str = ""
    role: str = ""
    term: Term = msgspec.field(default_factory=Term)
    indicators: tuple[str, ...] = ()
    execution: str = UNKNOWN
    document: str = ""
    why_not: str = ""
    cell: str = ""
    overdue: bool = False


class Act(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A document of a municipality (``code``) and its points in order; dates are ISO, empty where there is none."""

    code: str
    kind: str
    number: str = ""
    date: str = ""
    approved: str = ""
    title: str
    source: str = ""
    points: tuple[Point, ...] = ()

    def of(self, *parts: str) -> list[Point]:
        return [point for point in self.points if point.part in parts]

    @property
    def lacking(self) -> list[str]:
        return lacking(self.kind, self.number, self.date)


class Remark(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What is wrong with the text of a document, and in which cell of the register."""

    message: str
    cell: str


class DecisionRegister(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The documents of one place with their decisions."""

    acts: tuple[Act, ...] = ()
    remarks: tuple[Remark, ...] = ()
