"""A table in which one row = one municipality, school, category or period -> counts, figures, problems."""

import re
from collections.abc import Sequence
from dataclasses import replace

from careerstats import wording
from careerstats.contracts.counts import Count
from careerstats.intake import units
from careerstats.intake.bindings import bind, other_period
from careerstats.intake.cell_doubts import shown
from careerstats.intake.cell_numbers import doubt_shares, read_cell, read_sum, without_blanks
from careerstats.intake.grid_rows import Sieve, Totals, remark, skipped
from careerstats.intake.heads import Head, find_head
from careerstats.intake.owners import Known, Owners, key_titles
from careerstats.intake.plan_words import tells_planned_figures
from careerstats.intake.rows import are_words, aside_of, is_note, is_total
from careerstats.intake.school_rows import Answers, answers_of, folded, schools_of, summed
from careerstats.intake.tables import Quantity, Reading, Table, Whose, address, no_head, other_unit, shifted
from careerstats.model import Problem
from careerstats.territories import Territory


def read_grid(table: Table, known: Known) -> Reading:
    """Read every row whose owner and period are known; the others are named and not read."""
    keys = key_titles(table.spec)
    titles = [title for title, column in table.spec.columns.items() if not (column.path or column.sum)]
    head = find_head(table, keys, titles)
    if head is None:
        return Reading(problems=[no_head(table, keys or titles)])
    return _Grid(replace(table, head_at=head.bottom), head, known).read()


class _Grid:
    """One pass over the rows; ``columns``: title of a key → column, ``seen``: whose row stood where."""

    def __init__(self, table: Table, head: Head, known: Known):
        self.table, self.head = table, head
        binding = bind(table, head)
        self.bounds, self.columns = binding.bounds, binding.keys
        self.unit = binding.unit
        self.heads = [column for bound in self.bounds for column in bound.columns]
        self.out = Reading(problems=binding.problems)
        self.owners = Owners(table, self.columns, known)
        self.seen: dict[tuple[Whose, str], int] = {}
        self.answers: dict[tuple[Whose, Answers], int] = {}
        self.renamed: set[str] = set()

    def read(self) -> Reading:
        sieve = Sieve(self.table, self.head, self.owners, self.heads)
        self.out.problems += sieve.problems
        for row, whose in sieve.headed.items():
            self._put(row, whose)
        counted = [column for bound in self.bounds if bound.quantity.spec.variable for column in bound.columns]
        totals = Totals(self.table, self.owners, counted, sieve.rows)
        schools = schools_of(self.table, self.owners, [row for row in sieve.rows if not sieve.is_special(row)], counted)
        self.out.problems += [*totals.problems, *schools.problems]
        for row in sieve.rows:
            if row in schools.lost:
                continue
            if row in schools.totals:
                self._total_of_schools(row)
            elif row in totals.rows:
                self._total(row, totals)
            else:
                self._row(row)
        for bound in self.bounds:
            doubt_shares(self.table, [(row, bound.columns[0]) for row in sieve.rows], bound.quantity, self.out)
        if sieve.is_empty:
            message, what = "под заголовками нет ни одной строки", "впишите строки с числами; показатели не рассчитаны"
            self._say("blocking", "no_rows", message, what)
        if self.table.spec.sum_by:
            self.out.counts = summed(self.out.counts)
        return without_blanks(self.table, self.out)

    def _say(self, severity: str, code: str, message: str, what: str, *, cell: str = "", who: str = "") -> None:
        self.out.problems.append(self.table.problem(severity, code, message, what, cell=cell, who=who))

    def _row(self, row: int) -> None:
        whose = self.owners.of(row)
        nameless = isinstance(whose, Problem) or not key_titles(self.table.spec)
        first = self.table.first(row)
        if nameless and self._is_note(row):
            self._skipped(row, "note_row", f"строка «{shown(first)}» без чисел принята за примечание")
            self._note_of_unit(row)
            self._note_of_plan(row)
            self._note_of_period(row)
        elif isinstance(whose, Problem) and self._is_aside(row, first):
            message = f"строка «{shown(first)}» – не о муниципальном образовании: не прочитана"
            self._skipped(row, "aside_row", message)
        elif isinstance(whose, Problem):
            self.out.problems.append(whose)
        else:
            self._put(row, whose)
            self._reformed(row, whose)

    def _is_note(self, row: int) -> bool:
        """A row of words: where it resembles a name, only after rows of numbers."""
        if is_note(self.table.texts(row)):
            return bool(self.seen) or not self.owners.resembles(row)
        names = [text for text in self.table.texts(row) if text]
        return are_words([*names[:1], *(self.table.own(row, column) for column in self.heads)]) and not (
            self.owners.resembles(row)
        )

    def _is_aside(self, row: int, label: str) -> bool:
        rest = aside_of(label)
        return rest is not None and not self.owners.code_of(rest)

    def _note_of_unit(self, row: int) -> None:
        """«* Данные в тыс. чел.» below a table is as much of its unit as a line above it."""
        texts = [text for text in self.table.texts(row) if text]
        unit = next(filter(None, map(units.of_note, texts)), "")
        if unit:
            message = f"под таблицей «{shown(texts[0])}»: единица – {unit}, а нужно количество; таблица не прочитана"
            what = "запросите количества; если в таблице они и есть, уберите эту строку"
            self._take_back(
                row, "unit_differs", message, what, [*self.out.counts, *self.out.published, *self.out.planned]
            )

    def _note_of_plan(self, row: int) -> None:
        """«* Указаны плановые значения» below a table whose columns are described as what was."""
        facts = [bound for bound in self.bounds if not bound.quantity.spec.values]
        texts = [text for text in self.table.texts(row) if text and tells_planned_figures(text)]
        if texts and facts:
            message = f"под таблицей «{shown(texts[0])}»: это план, а столбцы описаны как факт; не прочитано"
            what = "запишите в dataset.yaml «values: plan»; если здесь всё же факт – «values: count»"
            self._take_back(row, "plan_as_fact", message, what, self.out.counts)

    def _note_of_period(self, row: int) -> None:
        """«* Данные за 2022/23 учебный год» below a table that does not say of itself which period it is of."""
        spec, period = self.table.spec, self.table.period
        texts = [text for text in self.table.texts(row) if text and _DATA.match(text)]
        other = other_period(texts, period)
        if other and not (
            spec.period or spec.as_of or spec.period_column or any(bound.period for bound in self.bounds)
        ):
            message = f"под таблицей «{shown(texts[0])}», а период набора – {period}; не прочитано"
            what = f'запишите у таблицы «period: "{other[1]}"», если числа за {other[1]}, или «period: "{period}"»'
            self._take_back(row, "period_differs", message, what, self.out.counts)

    def _take_back(self, row: int, code: str, message: str, what: str, numbers: Sequence[Count]) -> None:
        self._say("blocking", code, message, what, cell=address(row, 0))
        self.out.discard({count["origin"] for count in numbers})

    def _reformed(self, row: int, whose: Whose) -> None:
        """A district under the name of an okrug, or the other way round: taken for it, and said once."""
        name, table = self.owners.territory_name(row), self.table
        if not name or whose.code in self.renamed or not self.owners.known.reformed(name, whose.period):
            return
        self.renamed.add(whose.code)
        place = self.owners.known.find(whose.code, whose.period)
        known = f"{place.name} ({place.code})" if isinstance(place, Territory) else whose.code
        message = f"«{name}»: в списке муниципальных образований это {known}, строка принята за него"
        what = "если район преобразован, запишите это в territories.csv набора: docs/territories.md"
        cell = address(row, self.columns.get(table.spec.territory, 0))
        self.out.problems.append(table.problem("remark", "reformed", message, what, cell=cell, who=whose.code))

    def _put(self, row: int, whose: Whose) -> None:
        part = "" if whose.total else folded(self.owners.text(row, "sum_by"))
        if (whose, part) in self.seen:
            self._again(row, whose, self.seen[whose, part])
            return
        self.seen[whose, part] = row
        if moved := shifted(self.table, row, max(self.heads, default=0), who=whose.code):
            self.out.problems.append(moved)
            return
        before = len(self.out.counts)
        for bound in self.bounds:
            quantity, columns = bound.quantity, bound.columns
            when = replace(whose, period=bound.period) if bound.period else whose
            if whose.breakdown and quantity.spec.breakdown:
                continue  # a category of a category has no place
            if self._is_of_other_unit(row, quantity, columns):
                continue
            if len(columns) > 1:
                read_sum(self.table, [(row, column) for column in columns], quantity, when, self.out)
            else:
                read_cell(self.table, (row, columns[0]), quantity, when, self.out)
        if part and (answers := answers_of(self.out.counts[before:])):
            self._tell_copy(row, whose, answers)

    def _tell_copy(self, row: int, whose: Whose, answers: Answers) -> None:
        """One school under two names, or a copied answer: both are in the sum of their municipality."""
        first = self.answers.setdefault((whose, answers), row)
        if first != row:
            message = f"в строке {row + 1} те же числа, что в строке {first + 1}: обе вошли в сумму"
            what = "проверьте, не одна ли это школа под двумя названиями; лишнюю строку удалите"
            cell = address(row, self.columns[self.table.spec.sum_by])
            self._say("warning", "same_answers", message, what, cell=cell, who=whose.code)

    def _is_of_other_unit(self, row: int, quantity: Quantity, columns: tuple[int, ...]) -> bool:
        """Whether the column «Ед. изм.» says of this row that it counts something else."""
        named = self.table.text(row, self.unit) if self.unit is not None else ""
        wrong = other_unit(self.table, quantity, [named], (), address(row, columns[0])) if named else None
        self.out.problems += [wrong] if wrong else []
        return wrong is not None

    def _total_of_schools(self, row: int) -> None:
        """The municipality's own row over its schools, which it equals."""
        whose = self.owners.of(row)
        assert isinstance(whose, Whose)
        self._put(row, replace(whose, total=True))

    def _total(self, row: int, totals: Totals) -> None:
        """A total that dataset.yaml does not list: the only one is checked, of several each that of its zone."""
        whose, zone, alone = self.owners.as_total(row), totals.zones.get(row), totals.is_alone(row)
        label = next(text for text in self.table.texts(row) if is_total(text))
        if isinstance(whose, Whose) and whose.id and (whose, "") not in self.seen:
            self._put(row, whose)
        elif zone and not alone and isinstance(whose, Whose):
            self._put(row, replace(whose, span=zone))
        elif row in totals.unclear:
            return
        elif not alone or self.owners.is_subtotal(row) or totals.is_of_part(row):
            self._skipped(row, "subtotal_row", f"строка «{label}» принята за промежуточный итог и не прочитана")
        elif isinstance(whose, Problem):
            self.out.problems.append(whose)
        else:
            what = "если это не итог, опишите строку в «rows»"
            self.out.problems.append(
                remark(self.table, row, "total_row", f"строка «{label}» принята за итог таблицы", what)
            )
            self._put(row, whose)

    def _skipped(self, row: int, code: str, message: str) -> None:
        self.out.problems.append(skipped(self.table, row, code, message))

    def _again(self, row: int, whose: Whose, first: int) -> None:
        """The same row twice is one row; different numbers make both unreadable: neither is known to be right."""
        table = self.table
        data = [(column, bound.quantity) for bound in self.bounds for column in bound.columns]
        column = next((self.columns[title] for title in key_titles(table.spec)), 0)
        if table.spec.organisation and not whose.total:
            column = self.columns[table.spec.organisation]
        self.out.repeats[row + 1] = first + 1
        school = self.owners.known.register.by_id.get(whose.organisation)
        name = school.name if school else table.text(row, column)
        message = f"«{name}»: строка {row + 1} повторяет строку {first + 1}"
        where = {"cell": address(row, column), "who": whose.code}
        other = [(column, quantity) for column, quantity in data if not table.same(row, first, column, quantity)]
        if not other:
            self._say("warning", "duplicate", f"{message} с теми же числами", "удалите лишнюю строку", **where)
        else:
            what = "оставьте верную строку; значения обеих строк не использованы"
            differing = f"{message}, а числа другие: {self._differing(row, first, other)}"
            self._say("blocking", "duplicate", differing, what, **where)
            self.out.discard({table.origin(first, column) for column, _ in data})

    def _differing(self, row: int, first: int, other: Sequence[tuple[int, Quantity]]) -> str:
        """«„Прошли диагностику“ – 437 и 428»: both numbers, those of sensitive variables by their title alone."""
        differing = [self._both(row, first, column, quantity) for column, quantity in other[:_TOLD]]
        return f"{'; '.join(differing)}{wording.and_more(len(other), _TOLD)}"

    def _both(self, row: int, first: int, column: int, quantity: Quantity) -> str:
        if quantity.spec.variable in self.table.meanings.sensitive:
            return f"„{quantity.title}“"
        earlier, later = (self.table.text(at, column) or "пусто" for at in (first, row))
        return f"„{quantity.title}“ – {earlier} и {later}"


_DATA = re.compile(
    r"\W*(?:примечание\W+)?(?:данные|сведения|числа|показатели|по состоянию)\b"
    r"(?!.*\bпо \w+(?:ому|ой) )",
    re.IGNORECASE,
)
"""How a note begins that speaks of all the numbers above it, and not of those of somebody."""

_TOLD = 3
"""Columns in which repeated rows differ, told one by one."""
