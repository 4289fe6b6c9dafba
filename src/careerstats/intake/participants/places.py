"""Texts of the columns «организация» and «муниципалитет» -> the school and municipality of a row, or what is doubtful.

The text of a cell is never repeated: a shifted column may hold a child's name. Names of the register may be.
"""

from dataclasses import dataclass, field

from careerstats.contracts.numbers import Participants
from careerstats.intake import cells
from careerstats.intake.organisations import Organisation, plain
from careerstats.intake.owners import Known
from careerstats.intake.participants.doubts import Doubt
from careerstats.territories import Territory

_MANY = 1 << 16  # pairs of texts remembered
_NO_PLACE = {"", "-", "–", "—", "н/д", "нет данных", "нет", "не указано", "не указан"}


@dataclass(frozen=True)
class Place:
    """Id of a school and code of a municipality; both empty: only the region is known."""

    school: str = ""
    municipality: str = ""


@dataclass(repr=False)
class Places:
    """All places of one export, numbered as they are met; ``homes``: code → municipality."""

    entry: Participants
    known: Known
    numbers: dict[Place, int] = field(default_factory=dict)
    homes: dict[str, Territory] = field(default_factory=dict)
    _found: dict[tuple[str, str], tuple[int, tuple[Doubt, ...]]] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The register of organisations as it is called here."""
        return self.known.register.file

    def resolve(self, organisation: str, municipality: str) -> tuple[int, tuple[Doubt, ...]]:
        """Number of the place, and what is doubtful about it; each pair of texts is looked up once."""
        key = organisation, municipality
        if len(self._found) > _MANY:
            self._found.clear()
        if key not in self._found:
            place, doubts = self._place(cells.normal_text(organisation), cells.normal_text(municipality))
            self._found[key] = self.numbers.setdefault(place, len(self.numbers)), tuple(doubts)
        return self._found[key]

    def _place(self, organisation: str, municipality: str) -> tuple[Place, list[Doubt]]:
        home, *doubts = self._municipality(municipality)
        if organisation.lower() in _NO_PLACE or not self.known.register.by_id:
            return Place(municipality=home.code if home else ""), doubts
        school = self._school(organisation, home)
        if isinstance(school, Doubt):
            return Place(municipality=home.code if home else ""), [*doubts, school]
        return self._of_school(school, home, doubts)

    def _of_school(
        self, school: Organisation, home: Territory | None, doubts: list[Doubt]
    ) -> tuple[Place, list[Doubt]]:
        """The register says where a school is; a row that says otherwise is named."""
        own = self.known.find(school.territory, self.entry.period)
        if not isinstance(own, Territory):
            what = f"исправьте {self.file}; участники учтены без муниципального образования"
            text = f"у организации {school.id} в {self.file} не понято муниципальное образование"
            return Place(school.id), [*doubts, self._doubt("organisation", "unknown_territory", text, what)]
        self.homes[own.code] = own
        if home and home.id != own.id:
            text = f"указано {home.name}, а организация {school.id} по {self.file} относится к {own.name}"
            what = f"исправьте список или {self.file}; участники учтены в {own.name}"
            doubts = [*doubts, self._doubt("territory", "territory_differs", text, what)]
        return Place(school.id, own.code), doubts

    def _municipality(self, text: str) -> tuple[Territory | None, *tuple[Doubt, ...]]:
        if text.lower() in _NO_PLACE:
            return (None,)
        place = self.known.find(text, self.entry.period)
        if isinstance(place, Territory):
            if place.code == self.known.region:
                return (None,)
            self.homes[place.code] = place
            return (place,)
        near = " или ".join(f"{suggestion.name} ({suggestion.code})" for suggestion in place.suggestions)
        message = "название подходит нескольким" if place.ambiguous else "муниципальное образование неизвестно"
        what = "исправьте название или добавьте строку в aliases.csv; без школы участники учтены только в регионе"
        text = f"{message}{f'; похоже на {near}' if near else ''}"
        return None, self._doubt("territory", "unknown_territory", text, what)

    def _school(self, text: str, home: Territory | None) -> Organisation | Doubt:
        """By id, else by name: one school of that name in the municipality, or in the region where none is given."""
        by_id = self.known.register.by_id.get(text)
        named = [by_id] if by_id else self.known.register.called(text)
        standing = [organisation for organisation in named if organisation.exists_in(self.entry.period)]
        here = [organisation for organisation in standing if by_id or home is None or self._is_in(organisation, home)]
        if len(here) == 1:
            return here[0]
        if named and not standing:
            organisation = named[0]
            heir = f"; вошла в {organisation.merged_into}" if organisation.merged_into else ""
            message = f"организация {organisation.id} ({organisation.name}) в {self.entry.period} не действовала{heir}"
            return self._doubt("organisation", "organisation_not_in_force", message, self._without_school)
        if len(here) > 1:
            listed = ", ".join(organisation.id for organisation in here[:3])
            message = f"так называются несколько организаций: {listed}"
            return self._doubt("organisation", "ambiguous_organisation", message, self._without_school)
        return self._doubt("organisation", "unknown_organisation", self._unknown(text, home), self._without_school)

    def _unknown(self, text: str, home: Territory | None) -> str:
        from rapidfuzz import fuzz, process

        names = {
            organisation.id: plain(organisation.name)
            for organisation in self.known.register.by_id.values()
            if organisation.exists_in(self.entry.period) and (home is None or self._is_in(organisation, home))
        }
        close = process.extract(plain(text), names, scorer=fuzz.ratio, limit=3, score_cutoff=70)
        near = " или ".join(f"{match[2]} ({self.known.register.by_id[match[2]].name})" for match in close)
        return f"организации нет в {self.file}{f'; похоже на {near}' if near else ''}"

    @property
    def _without_school(self) -> str:
        outcome = "участники учтены в муниципальном образовании, но не в показателях школ"
        return f"исправьте название или {self.file}; {outcome}"

    def _is_in(self, organisation: Organisation, home: Territory) -> bool:
        own = self.known.find(organisation.territory, self.entry.period)
        return isinstance(own, Territory) and own.id == home.id

    def _doubt(self, key: str, code: str, message: str, what: str) -> Doubt:
        title = getattr(self.entry, key) or self.entry.organisation
        return Doubt(title, "warning", code, message, what)
