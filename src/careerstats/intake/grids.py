"""A table in which one row = one municipality, school, category or period -> counts, figures, problems."""

from careerstats.intake import cells
from careerstats.intake.owners import Known, Owners, key_titles
from careerstats.intake.rows import are_column_numbers, is_note, is_total
from careerstats.intake.tables import Reading, Table, Whose, address, missing, no_head, read_cell, without_blanks
from careerstats.model import Problem, column_letter


def read_grid(table: Table, known: Known) -> Reading:
    """Read every row whose owner and period are known; the others are named and not read."""
    keys = key_titles(table.spec)
    wanted = keys or list(table.spec.columns)
    head = table.head(wanted)
    if head is None:
        return Reading(problems=[no_head(table, wanted)])
    return _Grid(table, head, known).read()


class _Grid:
    """One pass over the rows; ``columns``: title → column, ``seen``: whose row stood where."""

    def __init__(self, table: Table, head: int, known: Known):
        self.table, self.head = table, head
        self.out = Reading()
        self.columns = self._columns()
        self.owners = Owners(table, self.columns, known)
        self.seen: dict[Whose, int] = {}

    def read(self) -> Reading:
        rows = range(self.head + 1, len(self.table.rows))
        filled = [row for row in rows if any(map(cells.normal_text, self.table.rows[row]))]
        if filled and filled[0] == self.head + 1 and are_column_numbers(self.table.texts(filled[0])):
            self._skipped(filled.pop(0), "column_numbers", "строка с номерами столбцов пропущена")
        totals = {row for row in filled if self.owners.is_total(row)}
        listed = "total" in self.table.spec.rows.values()
        for row in filled:
            if row in totals:
                self._total(row, alone=len(totals) == 1 and not listed)
            else:
                self._row(row)
        if not filled:
            message, what = "под заголовками нет ни одной строки", "впишите строки с числами; показатели не рассчитаны"
            self.out.problems.append(self.table.problem("blocking", "no_rows", message, what))
        return without_blanks(self.table, self.out)

    # ---- the row of titles

    def _columns(self) -> dict[str, int]:
        """Title → column of all that dataset.yaml describes; what is missing, extra or there twice is said."""
        table, spec = self.table, self.table.spec
        titles = [table.text(self.head, column) for column in range(len(table.rows[self.head]))]
        keys = set(key_titles(spec))
        twice = [title for title in spec.columns if titles.count(title) > 1]
        for title in spec.columns:
            if title not in titles:
                self.out.problems.append(missing(table, title, titles, "столбца"))
        self.out.problems += [self._twice(title, titles) for title in twice]
        for column, title in enumerate(titles):
            if title and title not in {*spec.columns, *spec.ignore, *keys}:
                self.out.problems.append(self._unknown(title, column))
        known = (keys | set(spec.columns)) - set(twice)
        return {title: titles.index(title) for title in titles if title in known}

    def _twice(self, title: str, titles: list[str]) -> Problem:
        letters = " и ".join(column_letter(column) for column, one in enumerate(titles) if one == title)
        message = f"столбец «{title}» повторяется: {letters}"
        return self.table.problem(
            "blocking", "duplicate_column", message, "оставьте верный столбец; ни один из них не прочитан"
        )

    def _unknown(self, title: str, column: int) -> Problem:
        message = f"столбец «{title}» не описан в dataset.yaml и не прочитан"
        what = f"допишите в «columns» «{title}: {{variable: …}}» или внесите столбец в «ignore»"
        return self.table.problem("warning", "unknown_column", message, what, cell=column_letter(column))

    # ---- one row

    def _row(self, row: int) -> None:
        whose = self.owners.of(row)
        nameless = isinstance(whose, Problem) or not key_titles(self.table.spec)
        if nameless and self.seen and is_note(self.table.texts(row)):
            text = next(text for text in self.table.texts(row) if text)
            self._skipped(row, "note_row", f"строка «{_shortened(text)}» без чисел принята за примечание")
        elif isinstance(whose, Problem):
            self.out.problems.append(whose)
        else:
            self._put(row, whose)

    def _put(self, row: int, whose: Whose) -> None:
        if whose in self.seen:
            self._again(row, whose)
            return
        self.seen[whose] = row
        for title, quantity in self.table.quantities.items():
            twofold = whose.breakdown and quantity.spec.breakdown  # a category of a category has no place
            if title in self.columns and not twofold:
                read_cell(self.table, (row, self.columns[title]), quantity, whose, self.out)

    def _total(self, row: int, *, alone: bool) -> None:
        """A total that dataset.yaml does not list: the only one is checked, of several each is a subtotal."""
        whose = self.owners.as_total(row)
        label = next(text for text in self.table.texts(row) if is_total(text))
        if not alone or self.owners.is_subtotal(row):
            self._skipped(row, "subtotal_row", f"строка «{label}» принята за промежуточный итог и не прочитана")
        elif isinstance(whose, Problem):
            self.out.problems.append(whose)
        else:
            what = "если это не итог, опишите строку в «rows»"
            self._remark(row, "total_row", f"строка «{label}» принята за итог таблицы", what)
            self._put(row, whose)

    def _skipped(self, row: int, code: str, message: str) -> None:
        self._remark(row, code, message, "если в строке данные, исправьте её название")

    def _remark(self, row: int, code: str, message: str, what: str) -> None:
        column = next(column for column, text in enumerate(self.table.texts(row)) if text)
        problem = self.table.problem("remark", code, message, what, cell=address(row, column))
        self.out.problems.append(problem)

    def _again(self, row: int, whose: Whose) -> None:
        """The same row twice is one row; different numbers make both unreadable: neither is known to be right."""
        table, first = self.table, self.seen[whose]
        data = {title: self.columns[title] for title in table.quantities if title in self.columns}
        column = next((self.columns[title] for title in key_titles(table.spec)), 0)
        if table.spec.organisation and not whose.total:
            column = self.columns[table.spec.organisation]
        self.out.repeats[row + 1] = first + 1
        message = f"«{table.text(row, column)}»: строка {row + 1} повторяет строку {first + 1}"
        where = {"cell": address(row, column), "who": whose.code}
        if all(table.same(row, first, at, table.quantities[title]) for title, at in data.items()):
            problem = table.problem(
                "warning", "duplicate", f"{message} с теми же числами", "удалите лишнюю строку", **where
            )
        else:
            what = "оставьте верную строку; значения обеих строк не использованы"
            problem = table.problem("blocking", "duplicate", f"{message}, а числа другие", what, **where)
            self.out.discard({table.origin(first, at) for at in data.values()})
        self.out.problems.append(problem)


def _shortened(text: str, longest: int = 60) -> str:
    return text if len(text) <= longest else f"{text[:longest].rstrip()}…"
