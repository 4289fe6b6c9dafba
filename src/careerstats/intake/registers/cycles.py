"""The management cycle as records: nine components, documents, steps of the year, events; what the file says, whole."""

from dataclasses import dataclass, field

COMPONENTS = (
    "Цели",
    "Показатели",
    "Методы сбора и обработки информации",
    "Мониторинг показателей",
    "Анализ результатов мониторинга",
    "Адресные рекомендации",
    "Меры и мероприятия",
    "Управленческие решения",
    "Анализ эффективности",
)
"""In the order of the cycle."""

RESTS_ON = {
    "Показатели": ("Цели",),
    "Методы сбора и обработки информации": ("Показатели",),
    "Мониторинг показателей": ("Показатели",),
    "Анализ результатов мониторинга": ("Показатели", "Мониторинг показателей"),
    "Адресные рекомендации": ("Анализ результатов мониторинга",),
    "Меры и мероприятия": ("Адресные рекомендации",),
    "Управленческие решения": ("Анализ результатов мониторинга",),
    "Анализ эффективности": ("Меры и мероприятия", "Управленческие решения"),
}
"""Component → those without which its documents have nothing to rest on."""

MUNICIPAL, REGIONAL = "муниципальный", "региональный"
LEVELS = (MUNICIPAL, REGIONAL)


@dataclass(frozen=True)
class Document:
    """One document (or undertaking) of the cycle; ``first`` … ``last``: its day, month or span (ISO), or empty."""

    id: str
    code: str
    level: str
    kind: str
    number: str
    date: str  # as written
    first: str
    last: str
    title: str
    components: tuple[str, ...]
    rests_on: tuple[str, ...] = ()
    source: str = ""
    line: int = 0


@dataclass(frozen=True)
class Step:
    """One step of the year; ``done``: code → day on which it was done there; ``code`` empty: every municipality."""

    id: str
    title: str
    level: str
    code: str
    term: str  # ISO
    after: tuple[str, ...] = ()
    done: dict[str, str] = field(default_factory=dict)
    document: str = ""
    line: int = 0


@dataclass(frozen=True)
class Event:
    """A methodical event with its day."""

    code: str
    date: str
    kind: str
    title: str
    where: str = ""


@dataclass(frozen=True)
class Group:
    """A working group or a methodical association: its document, whom it consists of (positions), its meetings."""

    code: str
    title: str
    document: str = ""
    members: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sent:
    """A letter with which a note left the house: number and day (ISO)."""

    code: str
    number: str
    date: str
    period: str = ""


@dataclass(frozen=True)
class Early:
    """A document that is older than what it rests on; ``component`` empty: by a link of the file, not by the cycle."""

    code: str
    document: Document
    base: Document
    component: str = ""


@dataclass(frozen=True)
class Cycle:
    """Everything that cycle.yaml tells; empty where the dataset has none."""

    documents: tuple[Document, ...] = ()
    steps: tuple[Step, ...] = ()
    events: tuple[Event, ...] = ()
    groups: tuple[Group, ...] = ()
    sent: tuple[Sent, ...] = ()
    early: tuple[Early, ...] = ()
    strategic_goal: str = ""
    goals: tuple[str, ...] = ()
    recommendations: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    code: str = ""  # whose are the goals, recommendations and remarks: the file's territory
