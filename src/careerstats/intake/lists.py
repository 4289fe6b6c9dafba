"""A table in which one row = one quantity of the region, or of a municipality -> counts, figures, problems."""

from dataclasses import replace

from careerstats.intake.heads import Head, find_head
from careerstats.intake.owners import Known, Owners
from careerstats.intake.rows import is_note
from careerstats.intake.tables import Reading, Table, Whose, address, missing, no_head, other_unit, read_cell
from careerstats.model import Problem


def read_list(table: Table, known: Known) -> Reading:
    """Read the rows that dataset.yaml describes; the others are named and not read."""
    titles = [title for title in (table.spec.territory, table.spec.name, table.spec.value) if title]
    head = find_head(table, titles, ())
    if head is None:
        return Reading(problems=[no_head(table, titles)])
    return _List(replace(table, head_at=head.bottom), head, known).read(head.bottom + 1)


class _List:
    """One pass over the rows; ``seen`` remembers the row of each quantity of each municipality."""

    def __init__(self, table: Table, head: Head, known: Known):
        self.table = table
        spec = table.spec
        columns = {
            title: head.columns(head.parts(title))[0] for title in (spec.territory, spec.name, spec.value) if title
        }
        self.name_column, self.value_column = columns[spec.name], columns[spec.value]
        self.owners = Owners(table, columns, known)
        self.of_region = not (spec.territory or spec.territory_in)
        self.captions = [text for row in range(table.head_at + 1) for text in table.texts(row) if text]
        self.seen: dict[tuple[Whose, str], int] = {}
        self.refused: set[str] = set()
        self.whose: Whose | None = None
        self.out = Reading()

    def read(self, start: int) -> Reading:
        rows = range(start, len(self.table.rows))
        for row in rows:
            if row in self.table.looks.hidden_rows:
                if any(self.table.texts(row)):
                    self._say("warning", "hidden_rows", f"скрыта строка {row + 1}: скрытое не читается", _SHOW, row)
            else:
                self._row(row)
        names = [self.table.text(row, self.name_column) for row in rows]
        there = {name for _, name in self.seen}
        absent = [title for title in self.table.quantities if title not in there]
        self.out.problems += [missing(self.table, title, names, "строки") for title in absent]
        return self.out

    def _row(self, row: int) -> None:
        name = self.table.text(row, self.name_column)
        quantity = self.table.quantities.get(name)
        if quantity is not None:
            whose = self._owner(row)
            if isinstance(whose, Problem):
                self.out.problems.append(whose)
            elif (whose, name) in self.seen:
                self._again(row, whose, name)
            else:
                self.seen[whose, name] = row
                self._read(row, name, whose)
        elif name and name not in self.table.spec.ignore and (self.of_region or not is_note(self.table.texts(row))):
            message = f"строка «{name}» не описана в dataset.yaml и не прочитана"
            self._say("warning", "unknown_row", message, "опишите строку или удалите её", row)

    def _owner(self, row: int) -> Whose | Problem:
        """Of the region, or of the municipality of the row: where its cell is empty, of the one above."""
        if self.of_region:
            return Whose(self.table.region, self.table.period)
        if self.table.spec.territory and not self.owners.territory_name(row) and self.whose is not None:
            return self.whose
        whose = self.owners.of(row)
        self.whose = whose if isinstance(whose, Whose) else None
        return whose

    def _read(self, row: int, name: str, whose: Whose) -> None:
        quantity = self.table.quantities[name]
        wrong = other_unit(self.table, quantity, [name], self.captions, address(row, self.name_column))
        if wrong is None:
            read_cell(self.table, (row, self.value_column), quantity, whose, self.out)
        elif name not in self.refused:
            self.refused.add(name)
            self.out.problems.append(wrong)

    def _again(self, row: int, whose: Whose, name: str) -> None:
        """The same value twice is one value; of two different ones neither is known to be right."""
        table, column, first = self.table, self.value_column, self.seen[whose, name]
        self.out.repeats[row + 1] = first + 1
        message = f"строка «{name}» повторяет строку {first + 1}"
        if table.same(row, first, column, table.quantities[name]):
            self._say("warning", "duplicate", f"{message} с тем же значением", "удалите лишнюю строку", row)
        else:
            what = "оставьте верную строку; значения обеих строк не использованы"
            self._say("blocking", "duplicate", f"{message}, а значение другое", what, row)
            self.out.discard({table.origin(first, column)})

    def _say(self, severity: str, code: str, message: str, what_to_do: str, row: int) -> None:
        cell = address(row, self.name_column)
        self.out.problems.append(self.table.problem(severity, code, message, what_to_do, cell=cell))


_SHOW = "покажите строку, если она верна; если нет, удалите её"
