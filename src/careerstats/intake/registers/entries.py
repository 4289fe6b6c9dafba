"""Records of cycle.yaml -> their common fields (territory, dates, level, links), and what is wrong with each."""

from typing import TypeVar

import msgspec

from careerstats import territories
from careerstats.contracts.cycle import Document
from careerstats.contracts.cycle_file import CycleEntries, DocumentEntry, EventEntry, GroupEntry, LetterEntry, StepEntry
from careerstats.intake.registers import chronology, slips
from careerstats.intake.registers.cycles import Step
from careerstats.intake.registers.lines import Context
from careerstats.model import Problem, names_in_force
from careerstats.territories import Territory

FILE = "cycle.yaml"
REGION = "регион"
Linked = TypeVar("Linked", Document, Step)
Entry = DocumentEntry | GroupEntry | EventEntry | StepEntry | LetterEntry | CycleEntries


class Entries:
    """What every record needs while the file is read: the dataset around it and the list of problems."""

    def __init__(self, context: Context, file: CycleEntries) -> None:
        self.context, self.file = context, file
        self.problems: list[Problem] = []
        self.home = self.where(file, context.region.code)

    def say(self, line: int, code: str, message: str, what: str, *, severity: str = "warning", place: str = "") -> None:
        self.problems.append(Problem(FILE, severity, code, f"строка {line}: {message}", what, territory=place))

    def where(self, entry: Entry, otherwise: str) -> str:
        """Code of the territory that an entry names; an unknown one is named, and the file's own is taken."""
        written = entry.territory
        if not written or written.lower() == REGION:
            return self.context.region.code if written else otherwise
        return self.code_of(entry, written) or otherwise

    def code_of(self, entry: Entry, written: str) -> str:
        context = self.context
        place = territories.find(written, context.dataset.region, names_in_force(context.dataset.period), context.names)
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
        circle = chronology.round_trip({id: getattr(entry, field) for id, entry in known.items()})
        if not circle:
            return entries
        message = f"{name}: ссылки замкнуты в круг: {' → '.join(circle)}; эти ссылки не учтены"
        self.say(known[circle[0]].line, "cyclic_reference", message, "уберите одну из ссылок", severity="blocking")
        return [msgspec.structs.replace(entry, **{field: ()}) if entry.id in circle else entry for entry in entries]
