"""A table in which one row = one quantity of the region, or of a municipality -> counts, figures, problems."""

import re
from dataclasses import replace

from careerstats.intake.bindings import Binding, bind_value
from careerstats.intake.cell_numbers import doubt_shares, read_cell
from careerstats.intake.cells import normal_text
from careerstats.intake.heads import Head, find_head
from careerstats.intake.looks import Place
from careerstats.intake.owners import Known, Owners
from careerstats.intake.plan_words import plan_as_fact
from careerstats.intake.rows import is_note, is_total_of_part
from careerstats.intake.tables import Reading, Table, Whose, address, missing, no_head, other_unit, shifted
from careerstats.model import Problem

_NUMBERED = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}\s+|(?:[0-9]{1,2}[.)]){1,4}\s*")


def read_list(table: Table, known: Known) -> Reading:
    """Read the rows that dataset.yaml describes; the others are named and not read."""
    spec = table.spec
    keys = [title for title in (spec.territory, spec.name) if title]
    head = find_head(table, keys, ())
    if head is None or not head.columns(head.parts(spec.value)):
        return Reading(problems=[no_head(table, [*keys, spec.value])])
    table = replace(table, head_at=head.bottom)
    return _List(table, head, known, bind_value(table, head)).read(head.bottom + 1)


class _List:
    """One pass over the rows; ``seen`` remembers the row of each quantity of each municipality."""

    def __init__(self, table: Table, head: Head, known: Known, binding: Binding):
        self.table, self.head = table, head
        spec = table.spec
        columns = {title: head.columns(head.parts(title))[0] for title in (spec.territory, spec.name) if title}
        self.name_column, self.bounds, self.unit = columns[spec.name], binding.bounds, binding.unit
        self.inherits = columns[spec.name] < columns.get(spec.territory, 0)
        self.owners = Owners(table, columns, known)
        self.of_region = not (spec.territory or spec.territory_in)
        self.above = tuple(text for bound in self.bounds for text in head.paths[bound.columns[0]])
        self.captions = [*head.captions, *self.above]
        self.seen: dict[tuple[Whose, str], int] = {}
        self.told: set[str] = set()
        self.whose: Whose | None = None
        self.name = ""
        self.places: dict[str, list[Place]] = {}
        self.out = Reading(problems=binding.problems)

    def read(self, start: int) -> Reading:
        rows = range(start, len(self.table.rows))
        for row in rows:
            if row in self.table.looks.hidden_rows:
                if any(self.table.texts(row)):
                    self._say("warning", "hidden_rows", f"скрыта строка {row + 1}: скрытое не читается", _SHOW, row)
            elif self.bounds and any(self.table.texts(row)):
                self._row(row)
        names = {self._name(row) for row in rows}
        absent = [title for title in self.table.quantities if title not in names and self.bounds]
        self.out.problems += [missing(self.table, title, sorted(names), "строки") for title in absent]
        for title, places in self.places.items():
            doubt_shares(self.table, places, self.table.quantities[title], self.out)
        return self.out

    def _row(self, row: int) -> None:
        name = self._name(row)
        if not name and self._value(row):
            name = self._name_above(row)
        quantity = self.table.quantities.get(name)
        if quantity is not None:
            self.name = name
            whose = self._owner(row)
            if isinstance(whose, Problem):
                self.out.problems.append(whose)
            elif (whose, name) in self.seen:
                self._again(row, whose, name)
            else:
                self.seen[whose, name] = row
                self._read(row, name, whose)
        elif not name and self.owners.territory_name(row):
            self._owner(row)  # a row that only names the municipality of those below it
        elif self._value(row) and name not in self.table.spec.ignore and not is_note(self.table.texts(row)):
            self.name = ""
            message = f"строка «{name}» не описана в dataset.yaml и не прочитана"
            self._say_once("warning", "unknown_row", message, "опишите строку или внесите её в «ignore»", row)

    def _name(self, row: int) -> str:
        """What the row is called in dataset.yaml; a number before its name does not count."""
        name = self.table.text(row, self.name_column)
        bare = _NUMBERED.sub("", name, count=1)
        return bare if name not in self.table.quantities and bare in self.table.quantities else name

    def _name_above(self, row: int) -> str:
        """An empty cell before the municipality is that of the row above; elsewhere nobody knows what it counts."""
        if self.inherits and self.name:
            return self.name
        what = "впишите название величины; число не использовано"
        self._say("blocking", "nameless_row", "не сказано, какая это величина", what, row)
        return ""

    def _value(self, row: int) -> str:
        return "".join(normal_text(self.table.content(row, bound.columns[0])) for bound in self.bounds)

    def _owner(self, row: int) -> Whose | Problem:
        """Of the region, or of the municipality of the row: where its cell is empty, of the one above."""
        if self.of_region:
            return Whose(self.table.region, self.table.period)
        if self.table.spec.territory and not self.owners.territory_name(row) and self.whose is not None:
            return self.whose
        whose = self._total(row) if self.owners.is_total(row) else self.owners.of(row)
        self.whose = whose if isinstance(whose, Whose) else None
        return whose

    def _total(self, row: int) -> Whose | Problem:
        """A total of all that dataset.yaml does not list is checked; one of some rows is told and not read."""
        label = self.owners.territory_name(row)
        if is_total_of_part(label):
            message = f"строка «{label}» принята за промежуточный итог и не прочитана"
            what = "если в строке данные, исправьте её название"
            return self.table.problem("remark", "subtotal_row", message, what, cell=address(row, self.name_column))
        what = "если это не итог, назовите муниципальное образование"
        self._say_once("remark", "total_row", f"строка «{label}» принята за итог таблицы", what, row)
        return self.owners.as_total(row)

    def _read(self, row: int, name: str, whose: Whose) -> None:
        if moved := shifted(self.table, row, max(bound.columns[0] for bound in self.bounds), who=whose.code):
            self.out.problems.append(moved)
            return
        quantity = self.table.quantities[name]
        unit = self.table.text(row, self.unit) if self.unit is not None else ""
        path = [text for text in (name, unit) if text]
        cell = address(row, self.name_column)
        wrong = other_unit(self.table, quantity, path, self.captions, cell)
        wrong = wrong or plan_as_fact(self.head, quantity, (*self.above, name), cell)
        if wrong is not None:
            if f"{name}, {unit}" not in self.told:
                self.told.add(f"{name}, {unit}")
                self.out.problems += [wrong] if wrong not in self.out.problems else []
            return
        for bound in self.bounds:
            place = row, bound.columns[0]
            when = replace(whose, period=bound.period) if bound.period else whose
            self.places.setdefault(name, []).append(place)
            read_cell(self.table, place, quantity, when, self.out)

    def _again(self, row: int, whose: Whose, name: str) -> None:
        """The same value twice is one value; of two different ones neither is known to be right."""
        table, first = self.table, self.seen[whose, name]
        columns = [bound.columns[0] for bound in self.bounds]
        self.out.repeats[row + 1] = first + 1
        message = f"строка «{name}» повторяет строку {first + 1}"
        if all(table.same(row, first, column, table.quantities[name]) for column in columns):
            self._say("warning", "duplicate", f"{message} с тем же значением", "удалите лишнюю строку", row)
        else:
            what = "оставьте верную строку; значения обеих строк не использованы"
            self._say("blocking", "duplicate", f"{message}, а значение другое", what, row)
            self.out.discard({table.origin(first, column) for column in columns})

    def _say_once(self, severity: str, code: str, message: str, what_to_do: str, row: int) -> None:
        if message not in self.told:
            self.told.add(message)
            self._say(severity, code, message, what_to_do, row)

    def _say(self, severity: str, code: str, message: str, what_to_do: str, row: int) -> None:
        cell = address(row, self.name_column)
        self.out.problems.append(self.table.problem(severity, code, message, what_to_do, cell=cell))


_SHOW = "покажите строку, если она верна; если нет, удалите её"
