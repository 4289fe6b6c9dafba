"""measures.csv and returned workbooks of plans -> measures of all municipalities and periods, and what is wrong.

measures.csv (for whom no workbooks are sent; «Название» in COLUMNS may stand for the name of a column): one row = one
measure followed by one indicator. Required: id, territory, period, measure.

- ``id``: number of the measure in its plan; the same number in another plan is another measure.
- ``territory``: code, id or exact name of a municipality or the region; ``period``: in which it is carried out.
- ``activity``: kind of activity (1…4 or its name); ``responsible``: position; ``term``: «до 10.02.2025», «постоянно».
- ``indicator``: its id («1.1»), symbol or title; ``plan``: per cent, «57,8» or «не ниже 57,8»; ``fact``: not read, the
  program computes it.
- ``done``: да | нет | частично; ``cause``: of the closed list or «другое: …»; ``document``, ``why_not``: texts;
- ``since``: from which period the measure is in force, if before its plan; ``after``: numbers of measures it waits
  for, «1, 2».

plans/<period>/*.xlsx: workbooks ``plan.xlsx`` as the bodies returned them, under any names (see plan_books.py).
"""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count

from careerstats.grouping import grouped
from careerstats.intake.registers import plan_books
from careerstats.intake.registers.lines import Context, Line, place, read_lines
from careerstats.intake.registers.measure_records import Cells, Measure, fields, indicator_of, kind_of, order_problems
from careerstats.model import Problem, period_of, period_span, slug

STEM = "measures"
COLUMNS = {
    "id": "№",
    "territory": "Муниципальное образование",
    "period": "Период",
    "activity": "Направление деятельности",
    "measure": "Мера",
    "responsible": "Ответственный",
    "term": "Срок",
    "indicator": "Показатель",
    "fact": "Факт",
    "plan": "План",
    "done": "Исполнено",
    "document": "Документ",
    "cause": "Причина",
    "why_not": "Почему не исполнено",
    "since": "Действует с",
    "after": "После мер",
}
REQUIRED = ("id", "territory", "period", "measure")


@dataclass(frozen=True)
class Plans:
    """``returned``: (code, period) of every workbook that came back; ``dropped``: how many drafted measures it left.

    ``listed``: periods for which measures.csv tells anything: whoever is not in it took no measure.
    """

    measures: tuple[Measure, ...] = ()
    returned: frozenset[tuple[str, str]] = frozenset()
    dropped: tuple[tuple[str, str, int], ...] = ()
    listed: frozenset[str] = frozenset()

    def of(self, code: str, period: str) -> list[Measure]:
        """The plan of one municipality for one period, in order of its rows."""
        return self._by_plan.get((code, period), [])

    @cached_property
    def _by_plan(self) -> dict[tuple[str, str], list[Measure]]:
        return grouped(((measure.code, measure.period), measure) for measure in self.measures)

    def knows(self, period: str) -> bool:
        """Whether anything at all is known of plans for this period."""
        return period in self.listed or any(when == period for _, when in self.returned)


def read_plans(context: Context) -> tuple[Plans, list[Problem]]:
    """Everything that is known of plans; one bad row or workbook costs no other."""
    listed, problems = _listed(context)
    books, wrong = plan_books.read_books(context)
    problems += wrong
    measures, wrong = _once([*(measure for book in books for measure in book.measures), *listed])
    problems += wrong
    problems += order_problems(measures)
    return Plans(
        measures=tuple(measures),
        returned=frozenset((book.code, book.period) for book in books),
        dropped=tuple((book.code, book.period, book.dropped) for book in books if book.dropped),
        listed=frozenset(measure.period for measure in listed),
    ), problems


def _listed(context: Context) -> tuple[list[Measure], list[Problem]]:
    lines = read_lines(context.dataset, STEM, COLUMNS, REQUIRED)
    measures = [_measure(context, line) for line in lines.rows]
    return list(filter(None, measures)), lines.problems


def _measure(context: Context, line: Line) -> Measure | None:
    """One row; it is lost only where nobody could tell whose, when or what it is."""
    lacking = [id for id in REQUIRED if not line[id]]
    if lacking:
        names = ", ".join(f"«{COLUMNS[id]}»" for id in lacking)
        line.say("blocking", "incomplete_row", f"не заполнено: {names}", "заполните ячейку", lacking[0])
        return None
    period = _period(line, "period")
    where = place(context, line, period=period) if period else None
    if not period or where is None:
        return None
    line = line.of(where.code)
    values = fields(Cells(line.texts), context.bodies, line.say, context.causes)
    indicator = indicator_of(line["indicator"], context.catalogue, line.say)
    return Measure(
        id=line["id"],
        code=where.code,
        period=period,
        kind=kind_of(line["measure"]),
        indicator=indicator,
        about="" if indicator else line["indicator"],
        since=_period(line, "since") if line["since"] else "",
        after=tuple(part.strip() for part in line["after"].replace(";", ",").split(",") if part.strip()),
        file=line.file,
        cell=line.cell("id"),
        **values,
    )


def _period(line: Line, column: str) -> str:
    """«2024/25»; empty where it is said to be no period."""
    text = period_of(line[column])
    try:
        period_span(text)
    except ValueError as error:
        severity = "blocking" if column == "period" else "warning"
        line.say(severity, "unknown_period", str(error), "исправьте период", column)
        return ""
    return text.replace("-", "/") if len(text) == len(slug("2024/25")) else text


def _once(measures: list[Measure]) -> tuple[list[Measure], list[Problem]]:
    """A number used twice in one plan: both measures are kept, the second under a number of its own."""
    kept: dict[tuple[str, str, str], Measure] = {}
    problems = []
    for given in measures:
        measure, key = given, (given.code, given.period, given.id)
        if key in kept:
            message = f"номер {measure.id} в плане на {measure.period} уже есть у меры «{kept[key].text}»"
            problems.append(measure.problem("duplicate_number", message, "дайте мере свой номер"))
            measure = _renumbered(given, kept)
        kept[measure.code, measure.period, measure.id] = measure
    return list(kept.values()), problems


def _renumbered(measure: Measure, measures: dict[tuple[str, str, str], Measure]) -> Measure:
    free = (f"{measure.id} ({n})" for n in count(2))
    return replace(measure, id=next(id for id in free if (measure.code, measure.period, id) not in measures))
