"""The management cycle as its file tells it: documents, steps of the year, events, letters; what rests on what."""

from dataclasses import dataclass

import msgspec

from careerstats.contracts.cycle import Document, Early, Event, Group, Sent
from careerstats.contracts.facts import Fact

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


class Step(Fact, frozen=True, kw_only=True):
    """One step of the year; ``done``: code → day on which it was done there; ``code`` empty: every municipality."""

    id: str
    title: str
    level: str
    code: str
    term: str  # ISO
    after: tuple[str, ...] = ()
    done: dict[str, str] = msgspec.field(default_factory=dict)
    document: str = ""
    line: int = 0


@dataclass(frozen=True)
class CycleFile:
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
