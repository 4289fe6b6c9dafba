"""A table in which one row = one municipality, school, category or period -> counts, figures, problems."""

import re
from collections.abc import Sequence
from dataclasses import replace

from careerstats import wording
from careerstats.contracts.counts import Count
from careerstats.grouping import grouped
from careerstats.intake import cells, units
from careerstats.intake.bindings import bind
from careerstats.intake.cell_doubts import EXCEL_ERRORS, LINKED, NOT_COMPUTED, shown
from careerstats.intake.cells import without_number
from careerstats.intake.heads import Head, find_head
from careerstats.intake.looks import Merged
from careerstats.intake.owners import Known, Owners, key_titles
from careerstats.intake.plan_words import tells_planned_figures
from careerstats.intake.rows import (
    are_column_numbers,
    are_words,
    aside_of,
    begins_column_numbers,
    is_note,
    is_total,
)
from careerstats.intake.school_rows import schools_of
from careerstats.intake.shares import doubt_shares
from careerstats.intake.summing import Answers, answers_of, folded, summed
from careerstats.intake.tables import (
    Quantity,
    Reading,
    Table,
    Whose,
    address,
    no_head,
    other_unit,
    read_cell,
    read_sum,
    shifted,
    span,
    without_blanks,
)
from careerstats.intake.totals import Totals
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
        self.table, self.head, self.top = table, head.bottom, head.top
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
        rows = range(self.head + 1, len(self.table.rows))
        filled = self._without_hidden([row for row in self.table.filled if row in rows])
        numbered = [row for row in filled if self._are_column_numbers(row)]
        for row in numbered if key_titles(self.table.spec) else [row for row in numbered if row == self.head + 1]:
            self._skipped(row, "column_numbers", "строка с номерами столбцов пропущена")
            filled.remove(row)
        self._tell_absent_labels(filled)
        there, filled = filled, self._without_merged(self._of_this_table(filled))
        self._name_schools_below(filled)
        filled = self._without_nameless(self._without_headings(filled))
        filled = self._without_parts_of_schools([row for row in filled if not self.owners.is_ignored(row)])
        counted = [column for bound in self.bounds if bound.quantity.spec.variable for column in bound.columns]
        totals = Totals(self.table, self.owners, counted, filled)
        schools = schools_of(self.table, self.owners, [row for row in filled if not self._is_special(row)], counted)
        self.out.problems += [*totals.problems, *schools.problems]
        for row in filled:
            if row in schools.lost:
                continue
            if row in schools.totals:
                self._total_of_schools(row)
            elif row in totals.rows:
                self._total(row, totals)
            else:
                self._row(row)
        for bound in self.bounds:
            doubt_shares(self.table, [(row, bound.columns[0]) for row in filled], bound.quantity, self.out)
        if not there:
            message, what = "под заголовками нет ни одной строки", "впишите строки с числами; показатели не рассчитаны"
            self._say("blocking", "no_rows", message, what)
        if self.table.spec.sum_by:
            self.out.counts = summed(self.out.counts)
        return without_blanks(self.table, self.out)

    def _say(self, severity: str, code: str, message: str, what: str, *, cell: str = "", who: str = "") -> None:
        self.out.problems.append(self.table.problem(severity, code, message, what, cell=cell, who=who))

    # ---- rows that are not read as they stand

    def _tell_absent_labels(self, filled: list[int]) -> None:
        """A row that dataset.yaml leaves out by a name that no row has is still read: most likely a slip of the pen."""
        left_out = [label for label, kind in self.table.spec.rows.items() if kind == "ignore"]
        labels = {label for row in filled for label in self.owners.labels(row)} if left_out else set()
        for label in left_out:
            if label not in labels:
                message = f"строки «{label}», названной в «rows», в таблице нет"
                what = "исправьте название строки или уберите его из «rows»"
                self._say("remark", "rows_absent", message, what)

    def _are_column_numbers(self, row: int) -> bool:
        return begins_column_numbers(self.table.first(row)) and are_column_numbers(self.table.texts(row))

    def _without_hidden(self, filled: list[int]) -> list[int]:
        """Rows that nobody sees are told and not read."""
        hidden = [row for row in filled if row in self.table.looks.hidden_rows]
        for first, last in runs(hidden):
            message = f"скрыты строки {first + 1}–{last + 1}" if last > first else f"скрыта строка {first + 1}"
            what = "снимите фильтр и покажите строки, если они верны; если нет, удалите их"
            cell = address(first, 0)
            message = f"{message}: скрытое не читается"
            self._say("warning", "hidden_rows", message, what, cell=cell)
        return [row for row in filled if row not in self.table.looks.hidden_rows]

    def _without_merged(self, filled: list[int]) -> list[int]:
        """Rows that share one cell with the name of a municipality: none of them is the municipality."""
        title, spec = self.table.spec.territory, self.table.spec
        if title not in self.columns or spec.organisation or spec.breakdown or spec.period_column or spec.sum_by:
            return filled  # the other key tells the rows apart
        column = self.columns[title]
        covered = self.table.looks.covered
        shared = grouped((covered[row, column], row) for row in filled if (row, column) in covered)
        several = {merged: rows for merged, rows in shared.items() if len(rows) > 1}
        self.out.problems += [self._several_rows(merged, rows) for merged, rows in several.items()]
        lost = {row for rows in several.values() for row in rows}
        return [row for row in filled if row not in lost]

    def _without_nameless(self, filled: list[int]) -> list[int]:
        """Rows without a name under the row of a municipality: whose their numbers are, and its own, is not seen."""
        spec = self.table.spec
        others = (spec.organisation, spec.breakdown, spec.period_column, spec.territory_in)
        if spec.territory not in self.columns or any(others):
            return filled
        lost: set[int] = set()
        for first, last in runs([row for row in filled if self._is_nameless(row)]):
            if first - 1 in filled and isinstance(self.owners.of(first - 1), Whose) and not self._is_sum(last, filled):
                name = self.owners.territory_name(first - 1)
                lines = f"строки {first + 1}–{last + 1}" if last > first else f"строка {first + 1}"
                message = f"под «{name}» без названия {lines}: чьи в них числа, не видно; не прочитана и сама «{name}»"
                what = "впишите название в каждую строку, а школы опишите полем «organisation» или «sum_by»"
                cell, who = address(first, self.columns[spec.territory]), self.owners.code_of(name)
                self._say("blocking", "nameless_rows", message, what, cell=cell, who=who)
                lost |= set(range(first - 1, last + 1))
                lost |= {row for row in filled if spec.sum_by and self.owners.territory_name(row) == name}
        return [row for row in filled if row not in lost]

    def _is_nameless(self, row: int) -> bool:
        return not self.owners.labels(row) and any(self.table.number(row, column) is not None for column in self.heads)

    def _is_sum(self, row: int, filled: list[int]) -> bool:
        """Whether the last row is a total that nobody has called so: as great as all others together, or nearly."""
        numbers = {column: number for column in self.heads if (number := self.table.number(row, column)) is not None}
        rows = [other for other in filled if other < row and not self._is_special(other)]
        sums = {column: sum(self.table.number(other, column) or 0 for other in rows) for column in numbers}
        return row == filled[-1] and all(_NEARLY * abs(sums[at] - number) <= sums[at] for at, number in numbers.items())

    def _of_this_table(self, filled: list[int]) -> list[int]:
        """Without the head repeated on the next page; where another head begins, this table has ended."""
        kept: list[int] = []
        for row in filled:
            if self._is_head_again(row) and not self._begins_anew(row, kept, filled):
                self._skipped(row, "repeated_head", "строка с теми же заголовками пропущена")
            elif self._is_head_again(row) or self._is_another_head(row):
                message = f"в строке {row + 1} начинается другая таблица: строки под ней не прочитаны"
                what = "если она нужна, опишите её отдельной записью с полем «after» или «range»"
                cell = address(row, 0)
                self._say("warning", "another_table", message, what, cell=cell)
                break
            else:
                kept.append(row)
        return kept

    def _is_head_again(self, row: int) -> bool:
        """Whether all that stands here stands in one row of the head too."""
        return any(self._repeats(row, own) for own in range(self.top, self.head + 1))

    def _repeats(self, row: int, own: int) -> bool:
        same = 0
        for column, content in enumerate(self.table.rows[row]):
            if text := cells.normal_text(content):
                if self.table.text(own, column) != text:
                    return False
                same += 1
        return same > 1

    def _begins_anew(self, row: int, above: list[int], filled: list[int]) -> bool:
        """Whether below a repeated head somebody stands who has stood above it: no next page, another table."""
        before = {tuple(self.owners.labels(other)) for other in above} - {()}
        below = [tuple(self.owners.labels(other)) for other in filled if other > row]
        return any(labels in before and not is_total(labels[0]) for labels in below)

    def _is_another_head(self, row: int) -> bool:
        """Words in all the columns of numbers that are filled, and in several of them."""
        words = 0
        for column in self.heads:
            if text := self.table.own(row, column):
                if text in EXCEL_ERRORS or text in (NOT_COMPUTED, LINKED) or without_number(text):
                    return False
                if not re.search(r"[^\W\d_]{2}|[^\W_] класс", text):
                    return False
                words += 1
        return words > 1

    def _name_schools_below(self, filled: list[int]) -> None:
        """A municipality told once over its schools (its years) is that of the rows below it, merged or not."""
        spec, name = self.table.spec, ""
        key = "sum_by" if spec.sum_by else "period_column" if spec.period_column else ""
        for row in filled if key and spec.territory in self.columns else ():
            own = self.owners.text(row, "territory")
            name = "" if self._is_special(row) and not self.owners.code_of(own) else own or name
            if not own and self.owners.text(row, key):
                self.owners.headings[row] = name

    def _without_headings(self, filled: list[int]) -> list[int]:
        """Rows that name a municipality over its schools go; every other row knows under which it stands."""
        if self.table.spec.territory_in != "heading":
            return self._without_undescribed_headings(filled)
        rows, name = [], ""
        for row in filled:
            texts = [text for text in self.table.texts(row) if text]
            named = self.owners.known.find(texts[0], self.table.region, self.table.period)
            if isinstance(named, Territory) and named.kind != "region":
                name = texts[0]
                if len(texts) > 1:
                    self._put(row, Whose(named.code, self.table.period, named.id, total=True))
            else:
                self.owners.headings[row] = name
                rows.append(row)
        return rows

    def _without_undescribed_headings(self, filled: list[int]) -> list[int]:
        """Municipalities without numbers over rows of no municipality: schools under headings, not described so."""
        spec = self.table.spec
        if spec.territory not in self.columns or spec.organisation or spec.sum_by:
            return filled
        named = [row for row in filled if isinstance(self.owners.of(row), Whose) and not self._is_special(row)]
        strangers = [row for row in filled if row not in named and self._has_own_numbers(row) and self._is_named(row)]
        if len(named) < 2 or len(strangers) < len(named) or any(map(self._has_own_numbers, named)):
            return filled
        rows = ", ".join(str(row + 1) for row in named[:3])
        message = f"в строках {rows} … стоит одно название района, а числа – под ним: похоже, это школы; не прочитано"
        what = (
            f"опишите так: вместо «territory» – «territory_in: heading» и «sum_by: {spec.territory}» (docs/layouts.md)"
        )
        cell = address(named[0], self.columns[spec.territory])
        self._say("blocking", "undescribed_headings", message, what, cell=cell)
        return []

    def _has_own_numbers(self, row: int) -> bool:
        return any(cells.normal_text(self.table.own(row, column)).isdecimal() for column in self.heads)

    def _is_special(self, row: int) -> bool:
        return self.owners.is_total(row) or self.owners.is_listed_total(row)

    def _is_named(self, row: int) -> bool:
        return bool(self.owners.labels(row)) and not self._is_special(row)

    def _several_rows(self, merged: Merged, rows: list[int]) -> Problem:
        name = self.table.text(merged.top, merged.left)
        lines = wording.counted(len(rows), "строку", "строки", "строк")
        message = f"«{name}» – одна ячейка {span(merged)} на {lines}: чьи в них числа, не видно; не прочитаны"
        what = "запишите одно муниципальное образование одной строкой, а школы опишите полем «organisation»"
        cell, who = address(merged.top, merged.left), self.owners.code_of(name)
        return self.table.problem("blocking", "merged_rows", message, what, cell=cell, who=who)

    # ---- one row

    def _row(self, row: int) -> None:
        whose = self.owners.of(row)
        nameless = isinstance(whose, Problem) or not key_titles(self.table.spec)
        first = self.table.first(row)
        if nameless and self._is_note(row):
            self._skipped(row, "note_row", f"строка «{shown(first)}» без чисел принята за примечание")
            self._note_of_unit(row)
            self._note_of_plan(row)
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

    def _take_back(self, row: int, code: str, message: str, what: str, numbers: Sequence[Count]) -> None:
        self._say("blocking", code, message, what, cell=address(row, 0))
        self.out.discard({count["origin"] for count in numbers})

    def _reformed(self, row: int, whose: Whose) -> None:
        """A district under the name of an okrug, or the other way round: taken for it, and said once."""
        name, table = self.owners.territory_name(row), self.table
        if not name or whose.code in self.renamed or not self.owners.known.reformed(name, table.region, whose.period):
            return
        self.renamed.add(whose.code)
        place = self.owners.known.find(whose.code, table.region, whose.period)
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

    def _without_parts_of_schools(self, filled: list[int]) -> list[int]:
        """«В том числе филиал» among schools that are added up is in the school above it already."""
        parts = [row for row in filled if aside_of(self.owners.text(row, "sum_by")) is not None]
        for row in parts:
            name = shown(self.owners.text(row, "sum_by"))
            self._skipped(row, "aside_row", f"строка «{name}» – не школа, а часть другой: не прочитана")
        return [row for row in filled if row not in parts]

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
            self._remark(row, "total_row", f"строка «{label}» принята за итог таблицы", what)
            self._put(row, whose)

    def _skipped(self, row: int, code: str, message: str) -> None:
        self._remark(row, code, message, "если в строке данные, исправьте её название")

    def _remark(self, row: int, code: str, message: str, what: str) -> None:
        column = next(column for column, text in enumerate(self.table.texts(row)) if text)
        self._say("remark", code, message, what, cell=address(row, column))

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
        one, two = (self.table.text(at, column) or "пусто" for at in (first, row))
        return f"„{quantity.title}“ – {one} и {two}"


_NEARLY = 10
"""A sum may differ by one of so many parts of it and is still meant to be one."""

_TOLD = 3
"""Columns in which repeated rows differ, told one by one."""


def runs(rows: list[int]) -> list[tuple[int, int]]:
    """Rows one after another as (first, last)."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
