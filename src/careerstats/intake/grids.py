"""A table in which one row = one municipality (or one period of the region) -> counts, figures, problems."""

from careerstats import territories
from careerstats.intake import cells
from careerstats.intake.tables import Reading, Table, Whose, address, missing, no_head, read_cell
from careerstats.model import UNASSIGNED, Problem, column_letter, names_in_force


def read_grid(table: Table, names: territories.Table) -> Reading:
    """Read every row whose territory and period are known; the others are named and not read."""
    keys = [table.spec[key] for key in ("territory", "period_column") if key in table.spec]
    wanted = keys or list(table.spec["columns"])
    head = table.head(wanted)
    if head is None:
        return Reading(problems=[no_head(table, wanted)])
    return _Grid(table, head, names).read()


class _Grid:
    """One pass over the rows; ``columns``: title → column, ``seen``: whose row stood where."""

    def __init__(self, table: Table, head: int, names: territories.Table):
        self.table, self.head, self.names = table, head, names
        self.out = Reading()
        self.columns = self._columns()
        self.seen: dict[Whose, int] = {}

    def read(self) -> Reading:
        for row in range(self.head + 1, len(self.table.rows)):
            if any(cells.normal_text(content) for content in self.table.rows[row]):
                self._row(row)
        return self.out

    # ---- the row of titles

    def _columns(self) -> dict[str, int]:
        """Title → column of all that dataset.yaml describes; what is missing, extra or there twice is said."""
        table, spec = self.table, self.table.spec
        titles = [table.text(self.head, column) for column in range(len(table.rows[self.head]))]
        keys = {spec[key] for key in ("territory", "period_column") if key in spec}
        twice = [title for title in spec["columns"] if titles.count(title) > 1]
        for title in spec["columns"]:
            if title not in titles:
                self.out.problems.append(missing(table, title, titles, "столбца"))
        self.out.problems += [self._twice(title, titles) for title in twice]
        for column, title in enumerate(titles):
            if title and title not in {*spec["columns"], *spec.get("ignore", ()), *keys}:
                self.out.problems.append(self._unknown(title, column))
        known = (keys | set(spec["columns"])) - set(twice)
        return {title: titles.index(title) for title in titles if title in known}

    def _twice(self, title: str, titles: list[str]) -> Problem:
        letters = " и ".join(column_letter(column) for column, one in enumerate(titles) if one == title)
        message = f"столбец «{title}» повторяется: {letters}"
        return self.table.problem(
            "blocking", "duplicate_column", message, "оставьте верный столбец; ни один из них не прочитан"
        )

    def _unknown(self, title: str, column: int) -> Problem:
        message = f"столбец «{title}» не описан в dataset.yaml и не прочитан"
        what = "опишите столбец или внесите его в «ignore»"
        return self.table.problem("warning", "unknown_column", message, what, cell=column_letter(column))

    # ---- one row

    def _row(self, row: int) -> None:
        whose = self._whose(row)
        if isinstance(whose, Problem):
            self.out.problems.append(whose)
        elif whose in self.seen:
            self._again(row, whose)
        else:
            self.seen[whose] = row
            for title, quantity in self.table.quantities.items():
                if title in self.columns:
                    read_cell(self.table, (row, self.columns[title]), quantity, whose, self.out)

    def _whose(self, row: int) -> Whose | Problem:
        table, spec = self.table, self.table.spec
        period = table.period
        if "period_column" in spec:
            period = table.text(row, self.columns[spec["period_column"]])
        try:
            day = names_in_force(period)
        except ValueError as error:
            cell = address(row, self.columns[spec["period_column"]])
            what = "исправьте период; данные этой строки не прочитаны"
            return table.problem("blocking", "unknown_period", str(error), what, cell=cell)
        if "territory" not in spec:
            return Whose(table.region, period)
        name = table.text(row, self.columns[spec["territory"]])
        special = spec.get("rows", {}).get(name)
        if special:
            breakdown = UNASSIGNED if special == UNASSIGNED else ""
            return Whose(table.region, period, breakdown=breakdown, total=special == "total")
        found = territories.find(name, table.region, day, self.names) if name else None
        if isinstance(found, territories.Territory):
            return Whose(found.code, period, found.id)
        return self._nobody(row, found.message if found else "не указано муниципальное образование")

    def _nobody(self, row: int, message: str) -> Problem:
        cell = address(row, self.columns[self.table.spec["territory"]])
        what = "исправьте название или добавьте строку в aliases.csv набора; данные этой строки не прочитаны"
        return self.table.problem("blocking", "unknown_territory", message, what, cell=cell)

    def _again(self, row: int, whose: Whose) -> None:
        """The same row twice is one row; different numbers make both unreadable: neither is known to be right."""
        table, first = self.table, self.seen[whose]
        data = [self.columns[title] for title in table.quantities if title in self.columns]
        key = self.table.spec.get("territory") or self.table.spec.get("period_column", "")
        column = self.columns.get(key, 0)
        message = f"«{table.text(row, column)}»: строка {row + 1} повторяет строку {first + 1}"
        where = {"cell": address(row, column), "who": whose.code}
        if all(table.same(row, first, column) for column in data):
            problem = table.problem(
                "warning", "duplicate", f"{message} с теми же числами", "удалите лишнюю строку", **where
            )
        else:
            what = "оставьте верную строку; значения обеих строк не использованы"
            problem = table.problem("blocking", "duplicate", f"{message}, а числа другие", what, **where)
            self.out.discard({table.origin(first, column) for column in data})
        self.out.problems.append(problem)
