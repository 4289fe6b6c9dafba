"""A traced value -> plain Russian lines: value, formula, each number with its cells, corrections, comparability."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from careerstats import wording
from careerstats.catalogue import Variable
from careerstats.catalogue.sensitivity import variable_is_sensitive
from careerstats.contracts.catalogue import ExampleEntry
from careerstats.contracts.quality import Correction
from careerstats.formulas import FORMULAS
from careerstats.grouping import grouped
from careerstats.intake.corrections import rows_of, text_at
from careerstats.intake.files import Rows
from careerstats.intake.tables import place_of
from careerstats.model import UNASSIGNED, split_origin
from careerstats.passports import words
from careerstats.passports.text import wrapped
from careerstats.passports.words import worked
from careerstats.pipeline import monitoring as stage
from careerstats.pipeline.trace.cells import SCHOOLS, TOWNS, Book, Part, Reported, Trace, find
from careerstats.wording import NBSP, NO_DATA

SHOWN = 10
"""Cells that are listed; of more the rest is told as a range."""

ALMOST = 1e-9


def trace(
    project: Path, dataset: str, whose: str, id: str, *, period: str = "", breakdown: str = "", everything: bool = False
) -> str:
    """Text of ``careerstats trace``; ``everything``: each cell. Raises UsageError for what is unknown."""
    book = Book(stage.analyse(project, dataset))
    return told(book, book.trace(find(book, whose, id, period, breakdown)), everything=everything)


def told(book: Book, traced: Trace, *, everything: bool = False) -> str:
    """One text of the whole way of a value."""
    page = _Page(book, traced, None if everything else SHOWN)
    return "\n".join(line for lines in page.parts() for line in lines)


class _Page:
    """A trace being told: the dataset around it and the files as they lie there."""

    def __init__(self, book: Book, traced: Trace, shown: int | None):
        self.book, self.traced, self.row, self.shown = book, traced, traced.row, shown
        results = book.monitoring.results
        self.intake, self.variables, self.folder = results.intake, results.catalogue.variables, results.dataset.folder
        self.names = {place.code: place.name for place in (*self.intake.territories, self.intake.region)}
        self.files: dict[tuple[str, str], Rows] = {}

    def parts(self) -> Iterator[list[str]]:
        yield self._head()
        yield self._value()
        yield self._method()
        yield from (["", *lines] for lines in self._numbers())
        yield ["", *self._corrections()]
        yield ["", *self._comparable()]

    def _head(self) -> list[str]:
        row, indicator = self.row, self.traced.indicator
        place = f"{self.names.get(row.code, row.code)} ({row.code})"
        school = f"{self._school(row.organisation)}, " if row.organisation else ""
        within = [f"Разрез: {row.breakdown.replace('=', ' – ')}"] if row.breakdown else []
        return [
            *wrapped(f"{school}{place}, {wording.year(row.period)}"),
            *wrapped(f"{indicator.id}. {indicator.short}"),
            *within,
        ]

    def _school(self, id: str) -> str:
        organisation = self.intake.organisations.get(id)
        return f"{organisation.name} ({id})" if organisation else id

    def _value(self) -> list[str]:
        """The value with its calculation, and whether it came out again."""
        computed, known = self.traced.computed, [self.row.numerator, self.row.denominator, self.row.value]
        lines = ["", *wrapped(f"Расчёт: {self._calculation()}")]
        if not all_same(computed, known):
            lines += wrapped("ВНИМАНИЕ: по найденным ячейкам значение не получается заново; сообщите разработчикам.")
        elif known[2] is not None:
            lines += ["Проверка: по ячейкам, названным ниже, значение получается заново."]
        return lines

    def _calculation(self) -> str:
        indicator, row, edition = self.traced.indicator, self.row, self.traced.edition
        if edition.formula == "distribution":
            part, whole = row.own
            share = wording.percent(part, whole)
            return f"{wording.integer(part)} / {wording.integer(whole)} × 100{NBSP}% = {share}"
        if edition.components:
            given: dict[str, object] = {"values": self.traced.components}
        else:
            given = {part.variable: part.value for part in self.traced.parts}
            given["reporters"] = self.traced.reporters
        return worked(indicator, ExampleEntry(name="", given=given, expect=None, period=row.period))

    def _method(self) -> list[str]:
        indicator, edition = self.traced.indicator, self.traced.edition
        return [
            *wrapped(f"Формула: {words.formula_of(indicator, edition)}"),
            *wrapped(f"Редакция методики: {words.since_of(edition.since)}; {words.STATUS[indicator.status]}."),
            *wrapped(f"Источник методики: {words.source_of(edition.source) or 'не указан'}."),
            *(wrapped(f"Учёт: {edition.counting}.") if edition.counting else []),
        ]

    # ---- numbers

    def _numbers(self) -> Iterator[list[str]]:
        edition = self.traced.edition
        roles = ("Числитель", "Знаменатель") if len(self.traced.parts) > 1 else ("Числитель",)
        roles = ("Величина",) if edition.formula == "count" else roles
        for role, part in zip(roles, self.traced.parts, strict=True):
            yield self._part(role, part)
        if edition.components:
            yield ["Составляющие индекса прослеживаются каждая отдельно:", *self._components()]
        if FORMULAS[edition.formula].of_reporters:
            yield wrapped(f"Знаменатель: {words.ANSWERED}; n = {_number(self.traced.reporters)}.")

    def _components(self) -> list[str]:
        dataset = self.book.monitoring.results.dataset.name
        whose = self.row.organisation or self.row.code
        return [
            f"  careerstats trace {dataset} {whose} {id} --period {self.row.period}" for id in self.traced.components
        ]

    def _part(self, role: str, part: Part) -> list[str]:
        variable = self.variables[part.variable]
        lines = wrapped(f"{role} {part.variable} – {variable.title}: {_number(part.value)}")
        if not part.cells:
            return [*lines, *wrapped("Сведений нет: полного числа не представлено.", "  ")]
        lines += wrapped(self._how(part), "  ")
        if variable_is_sensitive(variable):
            lines += wrapped("Сведения ограниченного показа: список ячеек – не для публикации.", "  ")
        lines += self._cells(part.cells, variable)
        if part.left_out:
            why = "Не вошли: у организации нет другого числа формулы либо часть больше целого"
            lines += [*wrapped(f"{why} ({len(part.left_out)}):", "  "), *self._cells(part.left_out, variable)]
        return lines

    def _how(self, part: Part) -> str:
        of = {SCHOOLS: "Сумма чисел организаций", TOWNS: "Сумма по муниципальным образованиям, представившим сведения"}
        sources = {f"{cell.source}{f' ({_as_of(cell)})' if cell.as_of else ''}" for cell in part.cells if cell.source}
        kind = of.get(part.how, "Сумма по категориям" if len(part.cells) > 1 else "Одно число")
        nameless = any(cell.breakdown == UNASSIGNED for cell in part.cells)
        text = f"{kind}{', и не указавших муниципальное образование' if nameless else ''}"
        text += f"; чисел: {len(part.cells)}" if len(part.cells) > 1 else ""
        return f"{text}. Источник: {'; '.join(sorted(sources))}." if sources else f"{text}."

    def _cells(self, cells: tuple[Reported, ...], variable: Variable) -> list[str]:
        ordered = sorted(cells, key=lambda number: _position(number.origin))
        shown = ordered[: self.shown]
        lines = [line for number in shown for line in self._cell(number, variable)]
        if rest := ordered[len(shown) :]:
            lines += wrapped(
                f"… и ещё {len(rest)}: {'; '.join(_ranges(cell.origin for cell in rest))} (все: --all)", "    "
            )
        return lines

    def _cell(self, count: Reported, variable: Variable) -> list[str]:
        whose = self._school(count.organisation) if count.organisation else self._place(count)
        written = "" if variable_is_sensitive(variable) else self._written(count)
        return wrapped(f"{_where(count.origin)}: {_number(count.value)} – {whose}{written}", "    ")

    def _place(self, count: Reported) -> str:
        unnamed = " (не указавшие муниципальное образование)" if count.breakdown == UNASSIGNED else ""
        return f"{self.names.get(count.code, count.code)}{unnamed}"

    def _written(self, count: Reported) -> str:
        """What stands in the cell, where it is written in another way than the plain number."""
        file, sheet, cell = place_of(count.origin)
        if not cell:
            return ""
        if (file, sheet) not in self.files:
            self.files[file, sheet] = rows_of(self.folder / file, sheet)
        text = text_at(self.files[file, sheet], cell)
        return f"; в файле: «{text}»" if text and text != str(count.value) else ""

    # ---- what else is to be known

    def _corrections(self) -> list[str]:
        origins = {cell.origin for part in self.traced.parts for cell in part.cells}
        rows = {_row_of(origin) for origin in origins}
        ours = [
            correction
            for correction in self.intake.corrections
            if correction.origin in origins or _is_of_row(correction, rows)
        ]
        if not ours:
            return ["Исправления: на пути к этому числу не вносились."]
        return ["Исправления:", *(line for correction in ours for line in _correction(correction))]

    def _comparable(self) -> list[str]:
        row = self.row
        lines = [f"с остальными муниципальными образованиями: {row.reason}" if row.reason else ""]
        if row.previous:
            was = (row.previous_numerator, row.previous_denominator)
            value = f"{_number(was[0])} из {_number(was[1])}" if None not in was else NO_DATA
            why = row.change_reason or self._series()
            lines.append(f"с прошлым периодом ({row.previous}, было {value}): {why or 'методика та же'}")
        lines.append(f"за несколько периодов: {row.trend_reason}" if row.trend_reason else "")
        lines.append(f"оговорка показателя: {self.traced.indicator.caveat}" if self.traced.indicator.caveat else "")
        known = [text for text in lines if text]
        if not known:
            return ["Сопоставимость: сопоставление для этого значения не делается."]
        return ["Сопоставимость:", *(line for text in known for line in wrapped(text, "  – ", "    "))]

    def _series(self) -> str:
        return self.traced.indicator.why_incomparable(self.row.previous, self.row.period)


def all_same(computed: Iterable[object], known: Iterable[object]) -> bool:
    """Whether numbers are equal; NaN and None are both «unknown»."""
    return all(_same(number, other) for number, other in zip(computed, known, strict=True))


def _same(number: object, other: object) -> bool:
    first, second = _plain(number), _plain(other)
    if first is None or second is None:
        return first is second
    return abs(first - second) <= ALMOST * max(1.0, abs(second))


def _plain(value: object) -> float | None:
    number = None if value is None else float(value)  # type: ignore[arg-type]
    return None if number is None or number != number else number  # noqa: PLR0124  NaN ≠ NaN


def _correction(correction: Correction) -> list[str]:
    was, becomes = correction.was, correction.becomes
    numbers = "числа не приводятся" if correction.hidden else f"было «{was}», стало «{becomes}»"
    by = f"исправил: {correction.who}, {wording.day(correction.date)}"
    text = f"{_where(correction.origin)}: {numbers}; основание: {correction.why}; {by}"
    return wrapped(text, "  – ", "    ")


def _is_of_row(correction: Correction, rows: set[tuple[str, str, str]]) -> bool:
    """A record that chose between repeated rows is about every cell of the row it chose."""
    return correction.row is not None and _row_of(correction.origin) in rows


def _as_of(count: Reported) -> str:
    return {"не указана": "дата в источнике не указана", "период": "за период"}.get(count.as_of, str(count.as_of))


def _number(value: object) -> str:
    return NO_DATA if value is None else words.plain(value)


# ---- where a count stands, in words


def _row_of(origin: str) -> tuple[str, str, str]:
    """File, sheet and number of the row in which the cell stands."""
    file, sheet, cell = place_of(origin)
    return file, sheet, cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _where(origin: str) -> str:
    """«tables/form.csv, ячейка D5»; of a list of participants, that it was counted, and over how many rows."""
    file, sheet, cell = place_of(origin)
    if cell:
        return ", ".join(part for part in (file, f"лист «{sheet}»" if sheet else "", f"ячейка {cell}") if part)
    rows = split_origin(origin)[2].partition(":")[0]
    return f"{file}, подсчитано по списку участников ({rows}; сведения о лицах не показываются)"


def _position(origin: str) -> tuple[str, str, int, str, int]:
    """Place of a cell in its file: by columns, and down each of them."""
    file, sheet, cell = place_of(origin)
    letters = cell.rstrip("0123456789")
    return file, sheet, len(letters), letters, int(cell[len(letters) :] or 0)


def _ranges(origins: Iterable[str]) -> list[str]:
    """«tables/form.csv: D15–D18, D20»: per file and sheet, runs of cells that stand under each other."""
    cells = (
        (f"{file}, лист «{sheet}»" if sheet else file, (letters, number))
        for file, sheet, _, letters, number in map(_position, origins)
    )
    return [f"{file}: {', '.join(_runs(own))}" for file, own in grouped(cells).items()]


def _runs(cells: list[tuple[str, int]]) -> list[str]:
    """[(D, 2), (D, 3), (D, 5)] → D2–D3, D5; cells in order."""
    runs: list[list[tuple[str, int]]] = []
    for letters, number in cells:
        if runs and runs[-1][-1] == (letters, number - 1):
            runs[-1].append((letters, number))
        else:
            runs.append([(letters, number)])
    return [_run(run[0], run[-1]) for run in runs]


def _run(first: tuple[str, int], last: tuple[str, int]) -> str:
    if not first[0]:
        return "подсчитано по списку участников"
    return f"{first[0]}{first[1]}" if first == last else f"{first[0]}{first[1]}–{last[0]}{last[1]}"
