"""One row of a table -> whose numbers it brings: a municipality, an organisation, those without one, a total."""

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from careerstats import territories
from careerstats.contracts.numbers import Table as Described
from careerstats.intake.cell_doubts import failed_formula
from careerstats.intake.dataset import Dataset
from careerstats.intake.organisations import SCHOOL, Organisation, Register, read_register
from careerstats.intake.rows import is_total
from careerstats.intake.spelled_periods import period_in
from careerstats.intake.tables import Table, Whose, address
from careerstats.model import UNASSIGNED, Problem, names_in_force, period_mistake, period_of
from careerstats.territories import Territory, Unknown


@dataclass(frozen=True, eq=False)
class Known:
    """What the rows of a dataset may be called by: territories of its region, its register of organisations."""

    territories: territories.Table
    register: Register
    region: str

    def find(self, name: str, period: str) -> Territory | Unknown:
        """The municipality of that name on the last day of the period; a row costs one look into a dictionary."""
        return _find(self.territories, name, self.region, period)

    def municipalities(self, period: str) -> list[Territory]:
        """All that there are on the last day of the period, in order of their codes."""
        return territories.of_region(self.region, names_in_force(period), self.territories)

    def schools(self, period: str) -> dict[Territory, dict[str, Organisation]]:
        """Municipality → its schools that exist in the period, by id, in order of the register."""
        return _schools(self, period)

    def reformed(self, name: str, period: str) -> bool:
        """Whether a district is meant by the name of the okrug that it may have become, or the other way round."""
        return _reformed(self.territories, name, self.region, period)


def known_to(dataset: Dataset) -> Known:
    return Known(territories.load(dataset.folder), read_register(dataset.folder), dataset.region)


@lru_cache(maxsize=1 << 14)
def _reformed(table: territories.Table, name: str, region: str, period: str) -> bool:
    return territories.reformed(name, region, names_in_force(period), table)


@lru_cache(maxsize=1 << 14)
def _find(table: territories.Table, name: str, region: str, period: str) -> Territory | Unknown:
    day = names_in_force(period)
    return territories.find(name, region, day, table)


@lru_cache(maxsize=64)
def _schools(known: Known, period: str) -> dict[Territory, dict[str, Organisation]]:
    homes: dict[Territory, dict[str, Organisation]] = {}
    for school in known.register.by_id.values():
        home = known.find(school.territory, period) if school.exists_in(period) else None
        if school.kind == SCHOOL and isinstance(home, Territory):
            homes.setdefault(home, {})[school.id] = school
    return homes


def key_titles(spec: Described) -> list[str]:
    """Titles of the columns that say whose a row is."""
    titles = (spec.territory, spec.organisation, spec.sum_by, spec.period_column, *spec.breakdown.values())
    return [title for title in titles if title]


@dataclass(frozen=True)
class Owners:
    """Reads the key cells of the rows of one table; ``columns``: title → column.

    ``headings``: row → the municipality that a heading above it names.
    """

    table: Table
    columns: dict[str, int]
    known: Known
    headings: dict[int, str] = field(default_factory=dict)

    def of(self, row: int) -> Whose | Problem:
        """Whose row it is, or why that cannot be said."""
        if special := self._special(row):
            return special
        period = self._period(row)
        if isinstance(period, Problem):
            return period
        category = self._category(row)
        if isinstance(category, Problem):
            return category
        if self.table.spec.organisation:
            return self._of_organisation(row, period, category)
        if self.table.spec.territory or self.table.spec.territory_in:
            return self._of_territory(row, period, category)
        return Whose(self.table.region, period, breakdown=category)

    def territory_name(self, row: int) -> str:
        """What the row, the heading above it or the name of its sheet calls its municipality."""
        if self.table.spec.territory_in == "sheet":
            return self.table.page
        if self.table.spec.territory_in == "heading":
            return self.headings.get(row, "")
        return self.text(row, "territory") or self.headings.get(row, "")

    def text(self, row: int, key: str) -> str:
        """What stands in the column that dataset.yaml calls ``key``; empty where it calls none."""
        title = getattr(self.table.spec, key)
        return self.table.text(row, self.columns[title]) if title else ""

    def labels(self, row: int) -> list[str]:
        """What the row is called, in all the columns that say it."""
        titles = [title for title in key_titles(self.table.spec) if title != self.table.spec.period_column]
        return [label for title in titles if (label := self.table.text(row, self.columns[title]))]

    @cached_property
    def renamed_total(self) -> int | None:
        """The row «Всего» where dataset.yaml lists «ИТОГО» and no row is called so: the same total by another name."""
        listed = {label for label, kind in self.table.spec.rows.items() if kind == "total"}
        rows = range(len(self.table.rows))
        if not listed or any(label in listed for row in rows for label in self.labels(row)):
            return None
        totals = [row for row in rows if self._calls_itself_total(row) and not self.is_subtotal(row)]
        return totals[0] if len(totals) == 1 else None

    def is_total(self, row: int) -> bool:
        """Whether the row calls itself «Итого», though dataset.yaml does not list it."""
        return row != self.renamed_total and self._calls_itself_total(row)

    def is_listed_total(self, row: int) -> bool:
        """Whether dataset.yaml lists the row as the total of all."""
        return row == self.renamed_total or any(
            self.table.spec.rows.get(label) == "total" for label in self.labels(row)
        )

    def is_ignored(self, row: int) -> bool:
        """Whether dataset.yaml says of the row that it is not to be read."""
        return any(self.table.spec.rows.get(label) == "ignore" for label in self.labels(row))

    def code_of(self, name: str) -> str:
        """Code of the municipality of that name; empty where it is none."""
        place = self.known.find(name, self.table.period) if name else None
        return place.code if isinstance(place, Territory) and place.kind != "region" else ""

    def resembles(self, row: int) -> bool:
        """Whether the name of a row that is none of a municipality may have been meant for one."""
        name = self.territory_name(row)
        place = self.known.find(name, self.table.period) if name else None
        return isinstance(place, Unknown) and bool(place.suggestions)

    def _calls_itself_total(self, row: int) -> bool:
        named = self.table.spec.rows
        labels = self.labels(row) or [text for text in self.table.texts(row) if text][:1]
        return any(is_total(label) for label in labels) and not any(label in named for label in labels)

    def is_subtotal(self, row: int) -> bool:
        """A total of one municipality or school: beside the word there is somebody's name."""
        return any(not is_total(label) for label in self.labels(row))

    def as_total(self, row: int) -> Whose | Problem:
        """The total of the table, or of the municipality whose heading or sheet it stands under."""
        name = self.territory_name(row) if self.table.spec.territory_in else ""
        own = self.known.find(name, self.table.period) if name else None
        if isinstance(own, Territory):
            return Whose(own.code, self.table.period, own.id, total=True)
        period = self._period(row) if self.text(row, "period_column") else self.table.period
        return period if isinstance(period, Problem) else Whose(self.table.region, period, total=True)

    # ---- parts of the key

    def _special(self, row: int) -> Whose | Problem | None:
        """A row that dataset.yaml lists by name: the total, or those who named no municipality."""
        named = self.table.spec.rows
        special = next((named[label] for label in self.labels(row) if label in named), None)
        special = "total" if row == self.renamed_total else special
        if special is None:
            return None
        period = self._period(row)
        if isinstance(period, Problem):
            return period
        breakdown = UNASSIGNED if special == UNASSIGNED else ""
        return Whose(self.table.region, period, breakdown=breakdown, total=special == "total")

    def _period(self, row: int) -> str | Problem:
        if not self.table.spec.period_column:
            return self.table.period
        text = self.text(row, "period_column")
        period = period_in(text) or period_of(text)
        if why := period_mistake(period):
            what = "исправьте период; данные этой строки не прочитаны"
            return self._problem("unknown_period", why, what, row, "period_column")
        return period

    def _category(self, row: int) -> str | Problem:
        """«компетенция=Поварское дело» where one row = one category."""
        for axis, title in self.table.spec.breakdown.items():
            column = self.columns[title]
            if name := self.table.text(row, column):
                return f"{axis}={name}"
            message, what = f"не указана категория ({axis})", "укажите её; данные этой строки не прочитаны"
            return self.table.problem("blocking", "no_category", message, what, cell=address(row, column))
        return ""

    def _of_territory(self, row: int, period: str, category: str) -> Whose | Problem:
        name = self.territory_name(row)
        place = self.known.find(name, period) if name else None
        if isinstance(place, Territory):
            return Whose(place.code, period, place.id, category)
        if failed := failed_formula(name):
            return self._problem("unknown_territory", f"вместо названия – {failed[0]}", failed[1], row, "territory")
        message = place.message if place else "не указано муниципальное образование"
        near = place.suggestions[:1] if isinstance(place, Unknown) and not place.ambiguous else ()
        line = f" «{near[0].code};{name}», если это {near[0].name}" if near else ""
        none = "" if near or not name else f"; если строка не о нём, запишите у таблицы «rows: {{{name}: ignore}}»"
        what = (
            f"исправьте название или добавьте строку в aliases.csv набора{line}{none}; данные этой строки не прочитаны"
        )
        what = what if name else "впишите название муниципального образования; данные этой строки не прочитаны"
        if re.fullmatch(r"[0-9]{11}", name) and name[:2] != self.table.region[:2]:
            message, what = (text.replace(name, "…") for text in (message, what))  # no code of ours: whose number it is
        return self._problem("unknown_territory", message, what, row, "territory")

    def _of_organisation(self, row: int, period: str, category: str) -> Whose | Problem:
        organisation = self._organisation(row, period)
        if isinstance(organisation, Problem):
            return organisation
        home = self.known.find(organisation.territory, period)
        if isinstance(home, Unknown):
            file = self.known.register.file
            message = f"у организации {organisation.id} в {file} указано «{organisation.territory}». {home.message}"
            what = f"исправьте {file}; данные этой строки не прочитаны"
            return self._problem("unknown_territory", message, what, row, "organisation")
        return self._disagreement(row, period, home) or Whose(
            home.code, period, home.id, category, organisation=organisation.id
        )

    def _organisation(self, row: int, period: str) -> Organisation | Problem:
        id, register = self.text(row, "organisation"), self.known.register
        organisation = register.by_id.get(id) or self._by_name(id, row, period)
        if isinstance(organisation, Problem):
            return organisation
        if organisation is None:
            message = f"организации «{id}» нет в {register.file}" if id else "не указана организация"
            here = [other for other in register.by_id.values() if id and self._stands_in(other, row, period)]
            what = f"{register.nearest(id, here) if id else 'укажите id'}; данные этой строки не прочитаны"
            return self._problem("unknown_organisation", message, what, row, "organisation")
        if not organisation.exists_in(period):
            return self._gone(organisation, period, row)
        return organisation

    def _by_name(self, name: str, row: int, period: str) -> Organisation | Problem | None:
        """The school of that name, in the municipality of its row where that is told."""
        named = self.known.register.called(name)
        here = [
            organisation
            for organisation in named
            if organisation.exists_in(period) and self._stands_in(organisation, row, period)
        ]
        if len(here) > 1:
            message = f"«{name}» – так называются несколько организаций: {', '.join(school.id for school in here[:5])}"
            what = "укажите id вместо названия; данные этой строки не прочитаны"
            return self._problem("ambiguous_organisation", message, what, row, "organisation")
        return here[0] if here else next(iter(named), None)

    def _stands_in(self, school: Organisation, row: int, period: str) -> bool:
        name = self.territory_name(row)
        place = self.known.find(name, period) if name else None
        home = self.known.find(school.territory, period)
        return not isinstance(place, Territory) or (isinstance(home, Territory) and home.id == place.id)

    def _gone(self, organisation: Organisation, period: str, row: int) -> Problem:
        years = " ".join(
            f"{word} {day}" for word, day in (("с", organisation.since), ("по", organisation.until)) if day
        )
        message = f"организация {organisation.id} ({organisation.name}) в {period} не действовала: {years}"
        heir = (
            f"сведения вошедшей организации указывает {organisation.merged_into}; " if organisation.merged_into else ""
        )
        what = f"{heir}исправьте id или годы в {self.known.register.file}; данные этой строки не прочитаны"
        return self._problem("organisation_not_in_force", message, what, row, "organisation")

    def _disagreement(self, row: int, period: str, home: Territory) -> Problem | None:
        """The municipality beside the school must be the one of the register."""
        name = self.territory_name(row)
        if not (name or self.table.spec.territory):
            return None
        place = self.known.find(name, period) if name else home
        if isinstance(place, Territory) and place.id == home.id:
            return None
        file = self.known.register.file
        message = f"в строке «{name}», а по {file} организация относится к {home.name} ({home.code})"
        what = f"исправьте название или {file}; данные этой строки не прочитаны"
        return self._problem("territory_differs", message, what, row, "territory", who=home.code)

    def _problem(self, code: str, message: str, what: str, row: int, key: str, *, who: str = "") -> Problem:
        cell = address(row, self.columns.get(getattr(self.table.spec, key), 0))
        return self.table.problem("blocking", code, message, what, cell=cell, who=who)
