"""A table in which one row = one quantity of the region (its name, its value) -> counts, figures, problems."""

from dataclasses import replace

from careerstats.intake.heads import find_head
from careerstats.intake.tables import Reading, Table, Whose, address, missing, no_head, other_unit, read_cell


def read_list(table: Table) -> Reading:
    """Read the rows that dataset.yaml describes; the others are named and not read."""
    titles = [table.spec.name, table.spec.value]
    head = find_head(table, titles, ())
    if head is None:
        return Reading(problems=[no_head(table, titles)])
    name, value = (head.columns(head.parts(title))[0] for title in titles)
    return _List(replace(table, head_at=head.bottom), name, value).read(head.bottom + 1)


class _List:
    """One pass over the rows; ``seen`` remembers the row of each quantity."""

    def __init__(self, table: Table, name_column: int, value_column: int):
        self.table, self.name_column, self.value_column = table, name_column, value_column
        self.seen: dict[str, int] = {}
        self.out = Reading()

    def read(self, start: int) -> Reading:
        rows = range(start, len(self.table.rows))
        for row in rows:
            self._row(row)
        names = [self.table.text(row, self.name_column) for row in rows]
        absent = [title for title in self.table.quantities if title not in self.seen]
        self.out.problems += [missing(self.table, title, names, "строки") for title in absent]
        return self.out

    def _row(self, row: int) -> None:
        name = self.table.text(row, self.name_column)
        quantity = self.table.quantities.get(name)
        if name in self.seen:
            self._again(row, name)
        elif quantity is not None:
            self.seen[name] = row
            captions = [text for above in range(self.table.head_at + 1) for text in self.table.texts(above) if text]
            if wrong := other_unit(self.table, quantity, [name], captions, address(row, self.name_column)):
                self.out.problems.append(wrong)
                return
            whose = Whose(self.table.region, self.table.period)
            read_cell(self.table, (row, self.value_column), quantity, whose, self.out)
        elif name:
            message = f"строка «{name}» не описана в dataset.yaml и не прочитана"
            self._say("warning", "unknown_row", message, "опишите строку или удалите её", row)

    def _again(self, row: int, name: str) -> None:
        """The same value twice is one value; of two different ones neither is known to be right."""
        table, column, first = self.table, self.value_column, self.seen[name]
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
