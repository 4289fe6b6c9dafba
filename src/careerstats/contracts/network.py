"""What municipalities do together and with whom: the joint plan, practices worth telling, partners."""

from collections import Counter
from typing import Annotated, Literal

from careerstats.contracts.columns import Column
from careerstats.contracts.facts import PUBLIC, Fact, Public
from careerstats.contracts.kinds import Day, Name, Written, says
from careerstats.grouping import grouped

Status = Literal["done", "partly", "going_on", "planned", "not_done"]
STATUSES: dict[str, Status] = {
    "выполнено": "done",
    "выполнено частично": "partly",
    "выполняется": "going_on",
    "запланировано": "planned",
    "не выполнено": "not_done",
}
"""Word of a file → status."""

PARTNERS = {
    kind: kind
    for kind in (
        "организация дополнительного образования",
        "профессиональная образовательная организация",
        "образовательная организация высшего образования",
        "предприятие",
        "центр занятости населения",
        "IT-куб",
        "Кванториум",
        "мобильный Кванториум",
        "Точка роста",
        "экостанция",
        "общественная организация",
    )
}
"""Kinds of partners as a file is to spell them."""


class Practice(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A practice of a municipality or the region (``code``); ``indicator``: id of an indicator or a goal, or empty."""

    id: Annotated[str, Column("№", required=True)]
    code: Annotated[str, PUBLIC, Column("Муниципальное образование", "territory", required=True, name="territory")]
    organisation: Annotated[str, PUBLIC, Column("Организация", "organisation")] = ""
    title: Annotated[str, PUBLIC, Column("Практика", required=True)]
    what: Annotated[str, PUBLIC, Column("Содержание")] = ""
    indicator: Annotated[str, Column("Показатель или цель", "indicator")] = ""
    about: Public[str] = ""  # name of the indicator or goal
    since: Annotated[str, PUBLIC, Column("Ведётся с", "period")] = ""
    document: Annotated[str, PUBLIC, Column("Документ или ссылка")] = ""


class PairPractice(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A practice that a pair refers to: by which indicator, and whether the note's own municipality is to learn."""

    practice: Public[Practice]
    indicator: Public[str]
    learn: bool = False


class Partner(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One programme of a partner, or the partner itself; ``profession``: of the trial its programme offers."""

    id: Annotated[str, Column("№", required=True)] = ""
    code: Annotated[str, PUBLIC, Column("Муниципальное образование", "territory", required=True, name="territory")]
    kind: Annotated[str, PUBLIC, Column("Вид партнёра", "known_word", required=True, words=PARTNERS)]
    organisation: Annotated[str, PUBLIC, Column("Организация", "organisation", required=True)]
    programme: Annotated[str, PUBLIC, Column("Программа")] = ""
    profession: Annotated[str, PUBLIC, Column("Профессия")] = ""
    indicator: Annotated[str, Column("Показатель или цель", "indicator")] = ""
    about: Public[str] = ""  # name of the indicator or goal
    document: Annotated[str, PUBLIC, Column("Документ или ссылка")] = ""


class JointEvent(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the joint plan; ``codes``: of the municipalities that carry it out, empty where all do."""

    id: Annotated[str, Column("№", required=True)] = ""
    task: Annotated[str, PUBLIC, Column("Задача", required=True)]
    what: Annotated[str, PUBLIC, Column("Мероприятие", required=True)]
    codes: Annotated[tuple[str, ...], PUBLIC, Column("Муниципальные образования", "territories", name="territory")] = ()
    organisation: Annotated[str, PUBLIC, Column("Организация", "organisation")] = ""
    status: Annotated[Status, PUBLIC, Column("Исполнение", "word", required=True, words=STATUSES)]
    reason: Annotated[str, PUBLIC, Column("Причина неисполнения")] = ""
    planned: Annotated[str, PUBLIC, Column("Что планируется")] = ""
    document: Annotated[str, PUBLIC, Column("Документ или ссылка")] = ""


class Agreement(Written, frozen=True, kw_only=True, omit_defaults=True):
    """What dataset.yaml says of the network: how the plan is called, where it is written, what it is for."""

    title: Annotated[Name, PUBLIC, says("название сети")] = ""
    goal: Annotated[Name, PUBLIC, says("цель")] = ""
    document: Annotated[Name, PUBLIC, says("каким документом создана")] = ""
    date: Annotated[Day, says("дата документа")] = ""


class JointPlan(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The joint plan, or a municipality's part of it."""

    about: Public[Agreement]
    events: Public[tuple[JointEvent, ...]]

    def by_task(self) -> dict[str, list[JointEvent]]:
        """Task → its lines, both in order of the file."""
        return grouped((event.task, event) for event in self.events)

    def by_status(self) -> dict[Status, int]:
        """Status → how many lines have it, in order of STATUSES; only those that occur."""
        numbers = Counter(event.status for event in self.events)
        return {status: numbers[status] for status in STATUSES.values() if numbers[status]}


class Network(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The network of one place; ``caveats``: said here where the dataset has no numbers, and so no other note."""

    plan: Public[JointPlan | None] = None
    practices: Public[tuple[Practice, ...]] = ()
    partners: Public[tuple[Partner, ...]] = ()
    caveats: Public[tuple[str, ...]] = ()
