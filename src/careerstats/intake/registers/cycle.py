"""cycle.yaml (contracts/cycle_file.py) -> the documents of the cycle, steps of the year, events; slips with lines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

import msgspec

from careerstats import persons, wording
from careerstats.contracts.cycle import Document, Early, Event, Group, Sent
from careerstats.contracts.cycle_file import CycleEntries, DocumentEntry, EventEntry, GroupEntry, LetterEntry, StepEntry
from careerstats.contracts.facts import Fact
from careerstats.intake.registers import slips
from careerstats.intake.registers.lines import Context
from careerstats.intake.side_files import read_entries
from careerstats.model import Problem
from careerstats.territories import Territory

FILE = "cycle.yaml"
REGION = "регион"

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


Linked = TypeVar("Linked", Document, Step)
Entry = DocumentEntry | GroupEntry | EventEntry | StepEntry | LetterEntry | CycleEntries


def read_cycle(context: Context) -> tuple[CycleFile, list[Problem]]:
    """The file as records; what cannot be read is named and left out, the rest stays."""
    path = context.dataset.file(FILE)
    if not path.is_file():
        return CycleFile(), []
    entries, mistakes = read_entries(path, CycleEntries, CycleEntries())
    code = "wrong_entry" if entries else "not_a_table"
    problems = [Problem(FILE, "blocking", code, text, f"исправьте {FILE}") for text in mistakes]
    if entries is None:
        return CycleFile(), problems
    reading = _Reading(context, entries)
    return reading.cycle(), [*problems, *reading.problems]


class _Reading:
    """One pass over the file: the dataset around it and the list of problems."""

    def __init__(self, context: Context, file: CycleEntries) -> None:
        self.context, self.file = context, file
        self.problems: list[Problem] = []
        self.home = self.where(file, context.known.region)

    def cycle(self) -> CycleFile:
        file = self.file
        documents = self.linked("documents", [self.document(entry) for entry in file.documents])
        steps = self.linked("steps", [self.step(entry) for entry in file.steps])
        self.documents_named(documents, steps)
        early = earlies(documents)
        self.problems += [_early(link) for link in early]
        return CycleFile(
            documents=tuple(documents),
            steps=tuple(steps),
            events=tuple(sorted(map(self.event, file.events), key=lambda event: event.date)),
            groups=tuple(self.group(entry, documents) for entry in file.groups),
            sent=tuple(map(self.sent, file.sent)),
            early=tuple(early),
            strategic_goal=file.strategic_goal,
            goals=tuple(self.goals()),
            recommendations=tuple(map(persons.without_names, file.recommendations)),
            remarks=tuple(map(persons.without_names, file.remarks)),
            code=self.home,
        )

    # ---- records

    def document(self, entry: DocumentEntry) -> Document:
        level = entry.level or MUNICIPAL
        written = entry.date or " – ".join(filter(None, (entry.start, entry.end)))
        if entry.start or entry.end:
            first, last = self.span(entry, entry.start)[0], self.span(entry, entry.end)[1]
        else:
            first, last = self.span(entry, written)
        document = Document(
            id=entry.id or f"строка {entry.line}",
            code=self.where(entry, self.context.known.region if level == REGIONAL else self.home),
            level=level,
            kind=entry.kind,
            number=entry.number,
            date=written,
            first=first,
            last=last,
            title=persons.without_names(entry.title),
            components=entry.components,
            rests_on=entry.rests_on,
            source=entry.source,
            line=entry.line,
        )
        self.requisites(document)
        return document

    def requisites(self, document: Document) -> None:
        missing = document.lacking
        if missing:
            code = "no_requisites" if len(missing) > 1 else "no_number" if missing == ["номера"] else "no_date"
            message = f"{described(document)}: нет {wording.joined(missing)}"
            severity = "remark" if code == "no_number" else "warning"
            what = "укажите по подлиннику документа"
            self.say(document.line, code, message, what, severity=severity, place=document.code)

    def step(self, entry: StepEntry) -> Step:
        by_place = isinstance(entry.done, dict) and bool(entry.done)
        level = entry.level or (MUNICIPAL if entry.territory or by_place else REGIONAL)
        code = self.where(entry, "" if level == MUNICIPAL else self.context.known.region)
        step = Step(
            id=entry.id or f"строка {entry.line}",
            title=persons.without_names(entry.title),
            level=level,
            code=code,
            term=self.day(entry, entry.term),
            after=entry.after,
            done=self.done(entry, code),
            document=entry.document,
            line=entry.line,
        )
        if not entry.term:
            self.say(entry.line, "no_term", f"у шага «{step.title}» нет срока", "допишите поле term")
        return step

    def done(self, entry: StepEntry, code: str) -> dict[str, str]:
        """Code → day; one day for the step's own place, or for every municipality where it has none."""
        if isinstance(entry.done, str):
            day = self.day(entry, entry.done)
            codes = [code] if code else [place.code for place in self.context.territories]
            return dict.fromkeys(codes, day) if day else {}
        days = {self.code_of(entry, place): self.day(entry, written) for place, written in entry.done.items()}
        return {code: day for code, day in days.items() if code and day}

    def documents_named(self, documents: list[Document], steps: list[Step]) -> None:
        """Documents that groups and steps refer to must be among the documents."""
        known = {document.id for document in documents}
        named = [(step.line, step.document) for step in steps]
        for line, id in [*named, *((group.line, group.document) for group in self.file.groups)]:
            if id and id not in known:
                self.say(line, "unknown_reference", f"document: записи «{id}» нет", "исправьте ссылку")

    def event(self, entry: EventEntry) -> Event:
        kind, title, where = map(persons.without_names, (entry.kind, entry.title, entry.where))
        place, day = self.where(entry, self.home), self.day(entry, entry.date)
        return Event(code=place, date=day, kind=kind, title=title, where=where)

    def group(self, entry: GroupEntry, documents: list[Document]) -> Group:
        if any(map(persons.looks_like_person, entry.members)):
            what = "запишите только должности, без фамилий и инициалов"
            self.say(entry.line, "person_named", "members: похоже на имя человека; имя не сохранено", what)
        meetings = (self.day(entry, written) for written in entry.meetings)
        return Group(
            code=self.where(entry, self.home),
            title=entry.title,
            document=next((document for document in documents if document.id == entry.document), None),
            members=tuple(filter(None, map(persons.only_position, entry.members))),
            meetings=tuple(filter(None, meetings)),
        )

    def sent(self, entry: LetterEntry) -> Sent:
        code, day = self.where(entry, self.home), self.day(entry, entry.date)
        return Sent(code=code, number=entry.number, date=day, period=entry.period)

    def goals(self) -> list[str]:
        known = self.context.catalogue.goals
        for id in self.file.goals:
            if id not in known:
                what = f"можно: {', '.join(known)}"
                self.say(self.file.line, "unknown_goal", f"goals: цели «{id}» нет в каталоге", what)
        return [id for id in self.file.goals if id in known]

    # ---- what records have in common

    def say(self, line: int, code: str, message: str, what: str, *, severity: str = "warning", place: str = "") -> None:
        self.problems.append(Problem(FILE, severity, code, f"строка {line}: {message}", what, territory=place))

    def where(self, entry: Entry, otherwise: str) -> str:
        """Code of the territory that an entry names; an unknown one is named, and the file's own is taken."""
        written = entry.territory
        if not written or written.lower() == REGION:
            return self.context.known.region if written else otherwise
        return self.code_of(entry, written) or otherwise

    def code_of(self, entry: Entry, written: str) -> str:
        place = self.context.find(written)
        if isinstance(place, Territory):
            return place.code
        what = "укажите код ОКТМО или точное название"
        self.say(entry.line, "unknown_territory", place.message.removesuffix("."), what, severity="blocking")
        return ""

    def span(self, entry: Entry, written: str) -> tuple[str, str]:
        days = slips.a_span(written) if written else ("", "")
        if days is None:
            what = "нужна дата вида 31.12.2024, месяц вида «январь 2022» или год"
            self.say(entry.line, "impossible_date", f"даты «{written}» нет в календаре", what, severity="blocking")
        return days or ("", "")

    def day(self, entry: Entry, written: str) -> str:
        return self.span(entry, written)[1]

    def linked(self, name: str, entries: list[Linked]) -> list[Linked]:
        """Records whose references lead somewhere and do not go round; ids are given once."""
        field = "rests_on" if name == "documents" else "after"
        known: dict[str, Linked] = {}
        for entry in entries:
            if entry.id in known:
                message = f"id «{entry.id}» уже есть в строке {known[entry.id].line}"
                self.say(entry.line, "duplicate_number", message, "дайте записи свой id")
            known.setdefault(entry.id, entry)
        for entry in entries:
            for id in getattr(entry, field):
                if id not in known:
                    message = f"«{entry.id}», {field}: записи «{id}» нет"
                    self.say(entry.line, "unknown_reference", message, "исправьте ссылку")
        circle = round_trip({id: getattr(entry, field) for id, entry in known.items()})
        if not circle:
            return entries
        message = f"{name}: ссылки замкнуты в круг: {' → '.join(circle)}; эти ссылки не учтены"
        self.say(known[circle[0]].line, "cyclic_reference", message, "уберите одну из ссылок", severity="blocking")
        return [msgspec.structs.replace(entry, **{field: ()}) if entry.id in circle else entry for entry in entries]


def described(document: Document) -> str:
    """«приказ от 25.02.2022 № 081», «аналитическая справка (январь 2022)», «письмо «О проведении…»»."""
    exact = document.first and document.first == document.last
    dated = f" от {wording.day(document.first)}" if exact else ""
    number = f" № {document.number}" if document.number else ""
    vague = f" ({document.date})" if document.date and not exact else ""
    title = "" if document.date or document.number else f" «{document.title}»"
    return f"{document.kind or document.title}{dated}{number}{title}{vague}"


def _early(early: Early) -> Problem:
    why = f" (компонент «{early.component}»)" if early.component else ""
    message = (
        f"строка {early.document.line}: {described(early.document)} раньше того, на что опирается: "
        f"{described(early.base)}{why}"
    )
    what = "проверьте даты; если так и было, объясните порядок в следующем цикле"
    return Problem(FILE, "warning", "chronology", message, what, territory=early.code)


# ---- what rests on what, and is older


def earlies(documents: Sequence[Document]) -> list[Early]:
    """Documents that surely precede what they rest on: by a link of their own, or by the order of components.

    Compared are spans: «январь 2022» precedes 25.02.2022, and does not surely precede 20.01.2022. By components a
    document is held against the oldest one of the component below it in the same municipality.
    """
    early = list(_by_links(documents))
    linked = {(link.document.id, link.base.id) for link in early}
    return early + [
        component for component in _by_components(documents) if (component.document.id, component.base.id) not in linked
    ]


def _by_links(documents: Sequence[Document]) -> Iterator[Early]:
    known = {document.id: document for document in documents}
    for document in documents:
        for id in document.rests_on:
            if id in known and _precedes(document, known[id]):
                yield Early(code=document.code, document=document, base=known[id])


def _by_components(documents: Sequence[Document]) -> Iterator[Early]:
    seen = set()
    for document in documents:
        for component in document.components:
            for below in RESTS_ON.get(component, ()):
                base = _oldest(documents, document.code, below)
                if base and base.id != document.id and _precedes(document, base) and (document.id, base.id) not in seen:
                    seen.add((document.id, base.id))
                    yield Early(code=document.code, document=document, base=base, component=below)


def _oldest(documents: Sequence[Document], code: str, component: str) -> Document | None:
    dated = [
        document
        for document in documents
        if document.code == code and component in document.components and document.first
    ]
    return min(dated, key=lambda document: (document.first, document.id), default=None)


def _precedes(document: Document, other: Document) -> bool:
    return bool(document.last and other.first) and document.last < other.first


def round_trip(links: Mapping[str, Sequence[str]]) -> list[str]:
    """Ids of a circle of references in order, the first one again at the end; empty where there is none."""
    try:
        TopologicalSorter(links).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []
