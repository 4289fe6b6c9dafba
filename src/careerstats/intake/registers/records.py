"""A side file whose rows are facts -> the facts, read as their columns say, and what is wrong with each cell.

So practices.csv, partners.csv and joint.csv are read (columns: ``contracts/network.py``). An ``organisation`` is an id,
or its name as it is written; an ``indicator`` the id of an indicator («1.1») or of a goal («Ц4»). One line of
partners.csv = one programme of a partner, or the partner itself where it has none; in joint.csv ``territory`` may be
several through «;», empty where it concerns all.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import msgspec

from careerstats.contracts.columns import Column, columns_of, titles_of
from careerstats.contracts.facts import Fact
from careerstats.contracts.network import JointEvent, Partner, Practice
from careerstats.dates import iso
from careerstats.intake.registers.lines import Context, Line, day, place, read_lines
from careerstats.model import Problem, period_of, period_span

R = TypeVar("R", bound=Fact)
Named = TypeVar("Named", Practice, Partner)
Check = Callable[[Line, R], Iterable[Problem]]


def read_records(
    context: Context, stem: str, kind: type[R], check: "Check[R] | None" = None
) -> tuple[list[R], list[Problem]]:
    """Facts in order of ``<stem>.csv|xlsx|xls|ods``; a row that cannot be used is named and left out.

    ``check``: what in a row that was read does not go together. Of rows with one id the first counts.
    """
    columns = columns_of(kind)
    needed = tuple(column.name for column in columns.values() if column.required)
    lines = read_lines(context.dataset, stem, titles_of(kind), needed)
    records, problems, known = [], list(lines.problems), set()
    for line in lines.rows:
        fields, wrong = _fields(context, line, columns)
        problems += wrong
        if line["id"] and line["id"] in known:
            message = f"№ «{line['id']}» уже есть в файле; строка не прочитана"
            problems.append(line.problem("warning", "duplicate_id", message, "дайте записи свой номер", "id"))
        elif fields is not None:
            known.add(line["id"])
            records.append(kind(**fields))
            problems += check(line, records[-1]) if check else []
    return records, problems


def rows_of(stem: str, kind: type[R]) -> Callable[[Context], tuple[list[R], list[Problem]]]:
    """The reader of such a file."""

    def reader(context: Context) -> tuple[list[R], list[Problem]]:
        return read_records(context, stem, kind)

    return reader


def _fields(context: Context, line: Line, columns: dict[str, Column]) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Field → its value, without those that are not given; None for a row that is lost."""
    fields: dict[str, Any] = {}
    problems, lost = [], False
    for field, column in columns.items():
        if not line[column.name]:
            problems += [_empty(line, column)] if column.required else []
            lost = lost or column.required
            continue
        value = READ[column.kind](context, line, column)
        if isinstance(value, Problem):
            problems.append(value)
            lost = lost or value.severity == "blocking" or (column.required and value.severity != "remark")
            value = line[column.name] if value.severity == "remark" else None
        if value is not None:
            fields[field] = value
    return (None if lost else fields), problems


def _empty(line: Line, column: Column) -> Problem:
    message = f"не заполнено «{column.title}»; строка не прочитана"
    return line.problem("warning", "empty_cell", message, "заполните ячейку", column.name)


# ---- kinds of cells


def _text(_: Context, line: Line, column: Column) -> str:
    return line[column.name]


def _territory(context: Context, line: Line, column: Column) -> str | Problem:
    where = place(context, line, column.name)
    return where if isinstance(where, Problem) else where.code


def _territories(context: Context, line: Line, column: Column) -> tuple[str, ...] | Problem:
    """Codes of the municipalities of a cell; the region stands for all of them, that is for none by name."""
    places = list(_places(context, line, column))
    wrong = next((where for where in places if isinstance(where, Problem)), None)
    codes = (where for where in places if isinstance(where, str) and where != context.known.region)
    return wrong or tuple(dict.fromkeys(codes))


def _places(context: Context, line: Line, column: Column) -> Iterator[str | Problem]:
    for name in filter(None, (part.strip() for part in line[column.name].split(";"))):
        yield _territory(context, dataclasses.replace(line, texts={**line.texts, column.name: name}), column)


def _day(_: Context, line: Line, column: Column) -> str | Problem:
    return day(line, column.name)


def _period(_: Context, line: Line, column: Column) -> str | Problem:
    """«2023», «2023/24» or a day in ISO."""
    try:
        period = period_of(iso(line[column.name]))
        period_span(period)
    except ValueError as error:
        what = "укажите год, учебный год или дату"
        return line.problem("warning", "impossible_date", str(error), what, column.name)
    return period


def _indicator(context: Context, line: Line, column: Column) -> str | Problem:
    """Id of an indicator or a goal."""
    text = line[column.name]
    if text in context.catalogue.indicators or text in context.catalogue.goals:
        return text
    message = f"показателя или цели «{text}» нет в каталоге; запись не отнесена к показателю"
    what = "укажите id показателя (1.1) или цели (Ц4)"
    return line.problem("warning", "unknown_indicator", message, what, column.name)


def _organisation(context: Context, line: Line, column: Column) -> str:
    """The name of an organisation given by its id, else the cell as it is written."""
    known = context.known.register.by_id.get(line[column.name])
    return known.name if known else line[column.name]


def _word(_: Context, line: Line, column: Column) -> str | Problem:
    words = {word.casefold(): meaning for word, meaning in column.words.items()}
    meaning = words.get(line[column.name].strip("«»").casefold())
    if meaning:
        return meaning
    kept = column.kind == "known_word"
    message = f"«{column.title}»: «{line[column.name]}» {'нет в списке; оставлено как есть' if kept else 'не понято'}"
    what = f"{'если подходит, ' if kept else ''}укажите одно из: {', '.join(column.words)}"
    code, severity = f"unknown_{column.name}", "remark" if kept else "warning"
    return line.problem(severity, code, message, what, column.name)


READ: dict[str, Callable[[Context, Line, Column], Any]] = {
    "text": _text,
    "territory": _territory,
    "territories": _territories,
    "day": _day,
    "period": _period,
    "indicator": _indicator,
    "organisation": _organisation,
    "word": _word,
    "known_word": _word,
}
"""Kind of a cell → how it is read: a value, or what is wrong with the cell."""


# ---- the network


def read_practices(context: Context) -> tuple[list[Practice], list[Problem]]:
    practices, problems = read_records(context, "practices", Practice)
    return [_named(context, practice) for practice in practices], problems


def read_partners(context: Context) -> tuple[list[Partner], list[Problem]]:
    partners, problems = read_records(context, "partners", Partner)
    return [_named(context, partner) for partner in partners], problems


def _named(context: Context, record: Named) -> Named:
    """The record with the name of its indicator or goal."""
    indicator = context.catalogue.indicators.get(record.indicator)
    goal = context.catalogue.goals.get(record.indicator)
    about = (indicator.short if indicator else "") or (goal.title if goal else "")
    return msgspec.structs.replace(record, about=about)


def read_joint(context: Context) -> tuple[list[JointEvent], list[Problem]]:
    return read_records(context, "joint", JointEvent, _doubts)


def _doubts(line: Line, event: JointEvent) -> Iterator[Problem]:
    """What does not go together: done, yet with a reason why not; not done, and neither a reason nor a plan."""
    if event.status == "done" and event.reason:
        message, what = "исполнение «выполнено», а причина неисполнения указана", "уточните исполнение"
        yield line.problem("warning", "reason_of_done", message, what, "reason")
    if event.status in ("not_done", "partly") and not event.reason:
        message = f"исполнение «{line['status']}», а причина неисполнения не указана"
        yield line.problem("remark", "no_reason", message, "укажите причину словами документа", "reason")
