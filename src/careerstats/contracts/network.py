"""What municipalities do together and with whom: the joint plan, practices worth telling, partners."""

from collections import Counter
from typing import Literal

from careerstats.contracts.facts import Fact, Public

Status = Literal["done", "partly", "going_on", "planned", "not_done"]
STATUSES: tuple[Status, ...] = ("done", "partly", "going_on", "planned", "not_done")


class Practice(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A practice of a municipality or the region (``code``); ``indicator``: id of an indicator or a goal, or empty."""

    id: str
    code: Public[str]
    organisation: Public[str] = ""
    title: Public[str]
    what: Public[str] = ""
    indicator: str = ""
    about: Public[str] = ""  # name of the indicator or goal
    since: Public[str] = ""
    document: Public[str] = ""


class PairPractice(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A practice that a pair refers to: by which indicator, and whether the note's own municipality is to learn."""

    practice: Public[Practice]
    indicator: Public[str]
    learn: bool = False


class Partner(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One programme of a partner, or the partner itself; ``profession``: of the trial its programme offers."""

    id: str = ""
    code: Public[str]
    kind: Public[str]
    organisation: Public[str]
    programme: Public[str] = ""
    profession: Public[str] = ""
    indicator: str = ""
    about: Public[str] = ""  # name of the indicator or goal
    problems: Public[tuple[str, ...]] = ()  # «П-1»: those of the note that it is about
    document: Public[str] = ""


class JointEvent(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the joint plan; ``codes``: of the municipalities that carry it out, empty where all do."""

    id: str = ""
    task: Public[str]
    what: Public[str]
    status: Public[Status]
    codes: Public[tuple[str, ...]] = ()
    organisation: Public[str] = ""
    reason: Public[str] = ""
    planned: Public[str] = ""
    document: Public[str] = ""


class Agreement(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What dataset.yaml says of the network: how the plan is called, where it is written, what it is for."""

    title: Public[str] = ""
    document: Public[str] = ""
    goal: Public[str] = ""
    date: str = ""


class JointPlan(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The joint plan, or a municipality's part of it."""

    about: Public[Agreement]
    events: Public[tuple[JointEvent, ...]]

    def by_task(self) -> dict[str, list[JointEvent]]:
        """Task → its lines, both in order of the file."""
        tasks: dict[str, list[JointEvent]] = {}
        for event in self.events:
            tasks.setdefault(event.task, []).append(event)
        return tasks

    def by_status(self) -> dict[Status, int]:
        """Status → how many lines have it, in order of STATUSES; only those that occur."""
        numbers = Counter(event.status for event in self.events)
        return {status: numbers[status] for status in STATUSES if numbers[status]}


class Network(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The network of one place; ``caveats``: said here where the dataset has no numbers, and so no other note."""

    plan: Public[JointPlan | None] = None
    practices: Public[tuple[Practice, ...]] = ()
    partners: Public[tuple[Partner, ...]] = ()
    caveats: Public[tuple[str, ...]] = ()
