"""cycle.yaml -> the documents of the management cycle, steps of the year, events; every slip with its line.

territory: г. Ижевск            # whose the documents are; an entry may name another one, «регион» – the region
remarks: [предложения, которые печатаются под таблицей]
strategic_goal: текст
goals: [Ц1, Ц2]                 # of the catalogue
documents:
  - id: приказ-081              # own, for links
    kind: приказ                # приказ, протокол, письмо, справка …
    number: "081"
    date: 25.02.2022            # or «январь 2022»; «from» and «to» of an undertaking that lasts
    title: Об утверждении показателей …
    level: муниципальный        # or региональный
    components: [Показатели]    # of the nine
    rests_on: [интеграция]      # what it should not precede
groups:                         # working group, methodical associations: positions, never names
  - {title: …, document: приказ-001, members: [должность], meetings: [19.01.2022]}
events:
  - {date: 10.03.2022, kind: Семинар-практикум, title: …, where: …}
recommendations: [тексты источника]
steps:                          # of the year
  - {id: формы, title: Сбор форм, level: муниципальный, term: 15.10.2024, after: [приказ], document: …,
     done: {г. Зея: 10.10.2024}}      # of one place: done: 10.10.2024
sent:                           # letters with which notes were sent
  - {number: 01-18/1557, date: 20.04.2021, territory: регион, period: "2020"}
"""

from careerstats import persons, wording
from careerstats.contracts.cycle import COMPONENTS, Document, Early, Event, Group, Sent
from careerstats.intake.registers import chronology
from careerstats.intake.registers.cycles import MUNICIPAL, REGIONAL, CycleFile, Step
from careerstats.intake.registers.entries import FILE, Entries
from careerstats.intake.registers.lines import Context
from careerstats.intake.registers.texts import LINE, Row, mapping, no_records, read_texts, records, text, texts
from careerstats.model import Problem

FIELDS = {
    "": {"territory", "remarks", "strategic_goal", "goals", "recommendations"},
    "documents": {
        *("id", "kind", "number", "date", "from", "to", "title", "level", "components", "rests_on", "territory"),
        "source",
    },
    "groups": {"title", "document", "members", "meetings", "territory"},
    "events": {"date", "kind", "title", "where", "territory"},
    "steps": {"id", "title", "level", "term", "after", "done", "document", "territory"},
    "sent": {"number", "date", "territory", "period"},
}
"""Fields of the file itself, and of the records of each list."""


def read_cycle(context: Context) -> tuple[CycleFile, list[Problem]]:
    """The file as records; what cannot be read is named and left out, the rest stays."""
    path = context.dataset.file(FILE)
    if not path.is_file():
        return CycleFile(), []
    found = read_texts(path)
    if isinstance(found, str):
        return CycleFile(), [Problem(FILE, "blocking", "not_a_table", found, "исправьте запись")]
    reading = _Reading(context, found)
    return reading.cycle(), reading.problems


class _Reading(Entries):
    """One pass over the file."""

    def cycle(self) -> CycleFile:
        self.shapes()
        documents = self.linked("documents", [self.document(one) for one in records(self.file, "documents")])
        steps = self.linked("steps", [self.step(one) for one in records(self.file, "steps")])
        self.documents_named(documents, steps)
        early = chronology.early(documents)
        self.problems += [_early(one) for one in early]
        return CycleFile(
            documents=tuple(documents),
            steps=tuple(steps),
            events=tuple(sorted(map(self.event, records(self.file, "events")), key=lambda one: one.date)),
            groups=tuple(self.group(one, documents) for one in records(self.file, "groups")),
            sent=tuple(self.sent(one) for one in records(self.file, "sent")),
            early=tuple(early),
            strategic_goal=text(self.file, "strategic_goal"),
            goals=tuple(self.goals()),
            recommendations=tuple(persons.without_names(one) for one in texts(self.file, "recommendations")),
            remarks=tuple(persons.without_names(one) for one in texts(self.file, "remarks")),
            code=self.home,
        )

    # ---- records

    def shapes(self) -> None:
        """Fields nobody reads, and lists that are none."""
        lists = [name for name in FIELDS if name]
        self.unknown(self.file, FIELDS[""] | set(lists))
        for name in lists:
            if no_records(self.file, name):
                what = "нужен список записей, каждая с «-»"
                self.say(self.file, "not_a_list", f"{name}: это не список записей", what, severity="blocking")
            for one in records(self.file, name):
                self.unknown(one, FIELDS[name])

    def document(self, entry: Row) -> Document:
        level = self.level(entry, MUNICIPAL)
        start, end = text(entry, "from"), text(entry, "to")
        written = text(entry, "date") or " – ".join(part for part in (start, end) if part)
        if start or end:
            first, last = self.span(entry, start)[0], self.span(entry, end)[1]
        else:
            first, last = self.span(entry, written)
        one = Document(
            id=text(entry, "id") or f"строка {entry[LINE]}",
            code=self.where(entry, self.context.region.code if level == REGIONAL else self.home),
            level=level,
            kind=text(entry, "kind"),
            number=text(entry, "number"),
            date=written,
            first=first,
            last=last,
            title=persons.without_names(text(entry, "title")),
            components=tuple(self.components(entry)),
            rests_on=tuple(texts(entry, "rests_on")),
            source=text(entry, "source"),
            line=entry[LINE],
        )
        self.requisites(entry, one)
        return one

    def components(self, entry: Row) -> list[str]:
        known = {one.lower(): one for one in COMPONENTS}
        found = []
        for written in texts(entry, "components"):
            if written.lower() not in known:
                message = f"компонента управленческого цикла «{written}» нет"
                self.say(entry, "unknown_component", message, f"можно: {'; '.join(COMPONENTS)}")
            else:
                found.append(known[written.lower()])
        return found

    def requisites(self, entry: Row, one: Document) -> None:
        if not one.title:
            self.say(
                entry, "no_title", f"у документа «{one.id}» нет названия", "допишите поле title", severity="blocking"
            )
        missing = one.lacking
        if missing:
            code = "no_requisites" if len(missing) > 1 else "no_number" if missing == ["номера"] else "no_date"
            message = f"{described(one)}: нет {wording.joined(missing)}"
            severity = "remark" if code == "no_number" else "warning"
            self.say(entry, code, message, "укажите по подлиннику документа", severity=severity, place=one.code)

    def step(self, entry: Row) -> Step:
        level = self.level(entry, MUNICIPAL if text(entry, "territory") or mapping(entry, "done") else REGIONAL)
        code = self.where(entry, "" if level == MUNICIPAL else self.context.region.code)
        one = Step(
            id=text(entry, "id") or f"строка {entry[LINE]}",
            title=persons.without_names(text(entry, "title")),
            level=level,
            code=code,
            term=self.day(entry, "term"),
            after=tuple(texts(entry, "after")),
            done=self.done(entry, code),
            document=text(entry, "document"),
            line=entry[LINE],
        )
        if not text(entry, "term"):
            self.say(entry, "no_term", f"у шага «{one.title}» нет срока", "допишите поле term")
        return one

    def done(self, entry: Row, code: str) -> dict[str, str]:
        """Code → day; one day for the step's own place, or for every municipality where it has none."""
        by_place = mapping(entry, "done")
        if not by_place:
            day = self.day(entry, "done")
            codes = [code] if code else [one.code for one in self.context.territories]
            return dict.fromkeys(codes, day) if day else {}
        days = {self.code_of(entry, place): self.span(entry, text(by_place, place))[1] for place in by_place}
        return {code: day for code, day in days.items() if code and day}

    def documents_named(self, documents: list[Document], steps: list[Step]) -> None:
        """Documents that groups and steps refer to must be among the documents."""
        known = {one.id for one in documents}
        named = [({LINE: one.line}, one.document) for one in steps]
        named += [(entry, text(entry, "document")) for entry in records(self.file, "groups")]
        for entry, id in named:
            if id and id not in known:
                self.say(entry, "unknown_reference", f"document: записи «{id}» нет", "исправьте ссылку")

    def event(self, entry: Row) -> Event:
        words = {key: persons.without_names(text(entry, key)) for key in ("kind", "title", "where")}
        return Event(code=self.where(entry, self.home), date=self.day(entry, "date"), **words)

    def group(self, entry: Row, documents: list[Document]) -> Group:
        members = texts(entry, "members")
        if any(persons.looks_like_person(one) for one in members):
            what = "запишите только должности, без фамилий и инициалов"
            self.say(entry, "person_named", "members: похоже на имя человека; имя не сохранено", what)
        meetings = (self.span(entry, one)[1] for one in texts(entry, "meetings"))
        return Group(
            code=self.where(entry, self.home),
            title=text(entry, "title"),
            document=next((document for document in documents if document.id == text(entry, "document")), None),
            members=tuple(kept for one in members if (kept := persons.only_position(one))),
            meetings=tuple(one for one in meetings if one),
        )

    def sent(self, entry: Row) -> Sent:
        if not (text(entry, "number") and text(entry, "date")):
            self.say(entry, "no_requisites", "sent: нужны номер и дата письма", "допишите поля number и date")
        return Sent(
            code=self.where(entry, self.home),
            number=text(entry, "number"),
            date=self.day(entry, "date"),
            period=text(entry, "period"),
        )

    def goals(self) -> list[str]:
        known = self.context.catalogue.goals
        for id in texts(self.file, "goals"):
            if id not in known:
                self.say(self.file, "unknown_goal", f"цели «{id}» нет в каталоге", f"можно: {', '.join(known)}")
        return [id for id in texts(self.file, "goals") if id in known]


def described(one: Document) -> str:
    """«приказ от 25.02.2022 № 081», «аналитическая справка (январь 2022)», «письмо «О проведении…»»."""
    exact = one.first and one.first == one.last
    dated = f" от {wording.day(one.first)}" if exact else ""
    number = f" № {one.number}" if one.number else ""
    vague = f" ({one.date})" if one.date and not exact else ""
    title = "" if one.date or one.number else f" «{one.title}»"
    return f"{one.kind or one.title}{dated}{number}{title}{vague}"


def _early(one: Early) -> Problem:
    why = f" (компонент «{one.component}»)" if one.component else ""
    message = (
        f"строка {one.document.line}: {described(one.document)} раньше того, на что опирается: "
        f"{described(one.base)}{why}"
    )
    what = "проверьте даты; если так и было, объясните порядок в следующем цикле"
    return Problem(FILE, "warning", "chronology", message, what, territory=one.code)
