"""Dated tables of cumulative counts (``snapshots`` of dataset.yaml) -> numbers by day and place, and what is wrong.

dataset.yaml, one entry per table, described as in ``tables``, with the day for which its numbers are::

    snapshots:
      - file: weekly/2020-10-05.csv
        date: 05.10.2020                  # or date_column: Дата, where one file holds many days
        territory: Муниципальное образование
        rows: {Не указали муниципалитет: unassigned, ИТОГО: total}
        columns:
          Зарегистрировано: {variable: K_reg}

These numbers never meet the counts of periods: a period is not the sum of its weeks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from careerstats import dates, wording
from careerstats.contracts.counts import Count, number
from careerstats.contracts.numbers import Snapshot
from careerstats.grouping import grouped
from careerstats.intake import cells, controls, sources
from careerstats.intake.books import Rows
from careerstats.intake.cells import Content
from careerstats.intake.controls import key_of
from careerstats.intake.files import NotATableError, read_rows
from careerstats.intake.grids import read_grid
from careerstats.intake.registers.lines import Context
from careerstats.intake.tables import Reading, Table, place_of
from careerstats.model import REPORTED, Problem, period_span


@dataclass(frozen=True)
class Snapshots:
    """``counts``: reported cumulative numbers, COUNT_COLUMNS with the day (ISO) as ``period``; ``days``: all of them.

    ``days`` also has those on which a table was sent and nobody reported.
    """

    counts: list[Count] = field(default_factory=list)
    days: list[str] = field(default_factory=list)


def read_snapshots(context: Context) -> tuple[Snapshots, list[Problem]]:
    """Every dated table of the dataset; one bad file stops no other."""
    specs = context.dataset.settings.snapshots
    if not specs:
        return Snapshots(), []
    reading = Reading()
    for spec in specs:
        reading.add(_read_file(context, spec))
    _leave_out_unknown(reading, context)
    days = _within_period(reading, context, [spec.date for spec in specs if spec.date])
    sources.settle(reading)
    codes = {territory.id: territory.code for territory in context.territories}
    counts = [count | {"code": codes.get(count["territory"], count["code"])} for count in _reported(reading.counts)]
    files = [spec.file for spec in specs]
    return Snapshots(counts, days), [*reading.problems, *_doubts(context, counts, days, files)]


def _read_file(context: Context, spec: Snapshot) -> Reading:
    """One table, its day in the place of a period."""
    place = spec.file, spec.table, context.dataset.region, spec.date or context.dataset.period
    try:
        rows = read_rows(context.dataset.file(spec.file), spec.sheet)
    except NotATableError as error:
        return Reading(problems=[Table(*place).problem("blocking", "not_a_table", str(error), error.what_to_do)])
    return read_grid(Table(*place, _dated(rows, spec.date_column)), context.known)


def _dated(rows: Rows, title: str) -> Rows:
    """The rows with the cells of the column of dates in ISO form; what is no date is left for the reader to name."""
    head = next((row for row in rows if title in map(cells.normal_text, row)), None) if title else None
    if head is None:
        return rows
    column = [cells.normal_text(text) for text in head].index(title)
    return [
        [_iso(content) if at == column and row is not head else content for at, content in enumerate(row)]
        for row in rows
    ]


def _iso(content: Content) -> Content:
    if isinstance(content, datetime | date):
        return content.isoformat()[:10]
    try:
        return dates.iso(cells.normal_text(content))
    except ValueError:
        return content


def _reported(counts: Iterable[Count]) -> list[Count]:
    """Reported numbers by day; the same number told twice counts once."""
    reported: dict[tuple[str, ...], Count] = {}
    for count in counts:
        if count["status"] == REPORTED:
            reported.setdefault(key_of(count), count)
    return sorted(reported.values(), key=lambda count: count["period"])


def _leave_out_unknown(reading: Reading, context: Context) -> None:
    """A variable that no passport describes is named once and not carried further."""
    unknown = sorted({count["variable"] for count in reading.counts} - set(context.catalogue.variables))
    what = "добавьте её в variables каталога набора или исправьте имя"
    for variable in unknown:
        message = f"snapshots: величины «{variable}» нет в каталоге"
        reading.problems.append(Problem("dataset.yaml", "blocking", "unknown_variable", message, what))
    reading.counts = [count for count in reading.counts if count["variable"] not in unknown]


def _within_period(reading: Reading, context: Context, given: list[str]) -> list[str]:
    """The days of the tables inside the dataset's period; numbers of others are named and left out (in place)."""
    first, last = (day.isoformat() for day in period_span(context.dataset.period))
    days = {*given, *(count["period"] for count in reading.counts)}
    right = sorted(day for day in days if _is_day(day) and first <= day <= last)
    for day in sorted(days - set(right)):
        origins = [count["origin"] for count in reading.counts if count["period"] == day]
        reading.problems.append(_outside(context, day, origins))
    reading.counts = [count for count in reading.counts if count["period"] in right]
    return right


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# ---- what is doubtful

_NAMED = 10  # a longer list is cut: the number says the rest

_WEEKS = ("неделю", "недели", "недель")  # after «нет сведений за»


def _doubts(context: Context, counts: list[Count], days: list[str], files: list[str]) -> list[Problem]:
    """``counts``: reported, sorted by day; ``days``: all days; ``files``: of the dated tables."""
    where = files[0] if len(files) == 1 else "dataset.yaml"
    titles = {id: variable.short or variable.title for id, variable in context.catalogue.variables.items()}
    return [*went_down(counts, titles), *missing_weeks(days, where), *_silent(context, counts, days, where)]


def _outside(context: Context, day: str, origins: list[str]) -> Problem:
    """A day outside the dataset's period, or a cell that holds no day at all."""
    file, sheet, cell = place_of(origins[0]) if origins else ("dataset.yaml", "", "")
    try:
        text = f"дата {wording.day(day)} вне периода {context.dataset.period}"
    except ValueError:
        text = f"«{day}» – не дата: нужна дата вида 05.10.2020"
    first, last = (wording.day(day.isoformat()) for day in period_span(context.dataset.period))
    what = f"укажите дату от {first} до {last}; сведения на эту дату не использованы"
    return Problem(file, "blocking", "snapshot_outside_period", text, what, sheet, cell)


def went_down(counts: Iterable[Count], titles: Mapping[str, str]) -> list[Problem]:
    """A cumulative number less than on the day before it, with both cells; ``titles``: of the variables."""
    courses = grouped(
        ((count["code"], count["organisation"], count["variable"], count["breakdown"]), count) for count in counts
    )
    pairs = (pair for course in courses.values() for pair in pairwise(course))
    return [
        _went_down(before, after, titles.get(after["variable"], after["variable"]))
        for before, after in pairs
        if number(after) < number(before)
    ]


def _went_down(before: Count, after: Count, title: str) -> Problem:
    now, was = (wording.integer(number(count)) for count in (after, before))
    message = (
        f"{title}: на {wording.day(after['period'])} – {now}, а на {wording.day(before['period'])} было {was} "
        f"({before['origin']}); нарастающий итог не уменьшается"
    )
    what = "проверьте оба числа; пока они такие, темп не рассчитывается"
    return controls.problem_at(after, "warning", "snapshot_went_down", message, what)


def missing_weeks(days: list[str], file: str) -> list[Problem]:
    """Calendar weeks (from Monday) without a snapshot between two that there are."""
    problems = []
    for before, after in pairwise(days):
        missing = _week(after) - _week(before) - 1
        if missing > 0:
            message = (
                f"между {wording.day(before)} и {wording.day(after)} нет сведений за "
                f"{wording.counted(missing, *_WEEKS)}"
            )
            what = "добавьте пропущенные сведения; без них темп рассчитан по имеющимся датам"
            problems.append(Problem(file, "warning", "missing_week", message, what))
    return problems


def _week(day: str) -> int:
    """Number of the week from Monday to Sunday in which a day lies."""
    return (date.fromisoformat(day).toordinal() - 1) // 7


def _silent(context: Context, counts: list[Count], days: list[str], file: str) -> list[Problem]:
    """Municipalities, and organisations that were heard before, without a number on some of the days."""
    heard: dict[str, set[str]] = {}
    schools: dict[str, dict[str, set[str]]] = {}
    for count in counts:
        heard.setdefault(count["code"], set()).add(count["period"])
        if count["organisation"]:
            schools.setdefault(count["code"], {}).setdefault(count["organisation"], set()).add(count["period"])
    problems = []
    for territory in context.territories:
        lacking = [day for day in days if day not in heard.get(territory.code, set())]
        late = sorted(id for id, own in schools.get(territory.code, {}).items() if set(days) - own - set(lacking))
        if lacking:
            text = f"{territory.name} ({territory.code}): еженедельные сведения не представлены {_on(lacking, days)}"
            problems.append(_silence(file, text, territory.code))
        if late:
            text = f"{territory.name} ({territory.code}): не на все даты сведения представили школы: {_cut(late)}"
            problems.append(_silence(file, text, territory.code))
    return problems


def _silence(file: str, message: str, code: str) -> Problem:
    what = "запросите сведения; до них учтены последние представленные"
    return Problem(file, "warning", "snapshot_silent", message, what, territory=code)


def _on(lacking: list[str], days: list[str]) -> str:
    return "ни на одну дату" if lacking == days else f"на {_cut([wording.day(day) for day in lacking])}"


def _cut(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + wording.and_more(len(names), _NAMED)
