"""A side file whose rows are facts -> the facts, read as their columns say, and what is wrong with each cell.

So practices.csv, partners.csv and joint.csv are read (columns: ``contracts/network.py``). An ``organisation`` is an id,
or its name as it is written; an ``indicator`` the id of an indicator («1.1») or of a goal («Ц4»). One line of
partners.csv = one programme of a partner, or the partner itself where it has none; in joint.csv ``territory`` may be
several through «;», empty where it concerns all.
"""

import dataclasses
from collections.abc import Callable
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
Check = Callable[[Line, R], None]


def read_records(
    context: Context, stem: str, kind: type[R], check: "Check[R] | None" = None
) -> tuple[list[R], list[Problem]]:
    """Facts in order of ``<stem>.csv|xlsx|xls|ods``; a row that cannot be used is named and left out.

    ``check``: says what in a row that was read does not go together. Of rows with one id the first counts.
    """
    columns = columns_of(kind)
    needed = tuple(column.name for column in columns.values() if column.required)
    lines = read_lines(context.dataset, stem, titles_of(kind), needed)
    records, known = [], set()
    for line in lines.rows:
        fields = _fields(context, line, columns)
        if line["id"] and line["id"] in known:
            message = f"№ «{line['id']}» уже есть в файле; строка не прочитана"
            line.say("warning", "duplicate_id", message, "дайте записи свой номер", "id")
        elif fields is not None:
            known.add(line["id"])
            records.append(kind(**fields))
            if check:
                check(line, records[-1])
    return records, lines.problems


def rows_of(stem: str, kind: type[R]) -> Callable[[Context], tuple[list[R], list[Problem]]]:
    """The reader of such a file."""

    def reader(context: Context) -> tuple[list[R], list[Problem]]:
        return read_records(context, stem, kind)

    return reader


def _fields(context: Context, line: Line, columns: dict[str, Column]) -> dict[str, Any] | None:
    """Field → its value, without those that are not given; None for a row that is lost."""
    fields: dict[str, Any] = {}
    lost = False
    for field, column in columns.items():
        if line[column.name]:
            fields[field] = READ[column.kind](context, line, column)
            lost = lost or (fields[field] is None and (column.required or column.kind in _VITAL))
        elif column.required:
            message = f"не заполнено «{column.title}»; строка не прочитана"
            line.say("warning", "empty_cell", message, "заполните ячейку", column.name)
            lost = True
    return None if lost else {field: value for field, value in fields.items() if value is not None}


_VITAL = ("territory", "territories", "day")
"""Kinds of cells: a row in which such a one cannot be read is lost, though it might be empty."""


# ---- kinds of cells


def _text(_: Context, line: Line, column: Column) -> str:
    return line[column.name]


def _territory(context: Context, line: Line, column: Column) -> str | None:
    where = place(context, line, column.name)
    return where.code if where else None


def _territories(context: Context, line: Line, column: Column) -> tuple[str, ...] | None:
    """Codes of the municipalities of a cell; the region stands for all of them, that is for none by name."""
    codes = []
    for name in filter(None, (part.strip() for part in line[column.name].split(";"))):
        code = _territory(context, dataclasses.replace(line, texts={**line.texts, column.name: name}), column)
        if code is None:
            return None
        codes += [code] if code != context.known.region else []
    return tuple(dict.fromkeys(codes))


def _day(_: Context, line: Line, column: Column) -> str | None:
    return day(line, column.name)


def _period(_: Context, line: Line, column: Column) -> str | None:
    """«2023», «2023/24» or a day in ISO."""
    try:
        period = period_of(iso(line[column.name]))
        period_span(period)
    except ValueError as error:
        line.say("warning", "impossible_date", str(error), "укажите год, учебный год или дату", column.name)
        return None
    return period


def _indicator(context: Context, line: Line, column: Column) -> str | None:
    """Id of an indicator or a goal."""
    text = line[column.name]
    if text in context.catalogue.indicators or text in context.catalogue.goals:
        return text
    message = f"показателя или цели «{text}» нет в каталоге; запись не отнесена к показателю"
    line.say("warning", "unknown_indicator", message, "укажите id показателя (1.1) или цели (Ц4)", column.name)
    return None


def _organisation(context: Context, line: Line, column: Column) -> str:
    """The name of an organisation given by its id, else the cell as it is written."""
    known = context.known.register.by_id.get(line[column.name])
    return known.name if known else line[column.name]


def _word(_: Context, line: Line, column: Column) -> str | None:
    words = {word.casefold(): meaning for word, meaning in column.words.items()}
    text = line[column.name]
    meaning = words.get(text.strip("«»").casefold())
    if meaning:
        return meaning
    kept = column.kind == "known_word"
    message = f"«{column.title}»: «{text}» {'нет в списке; оставлено как есть' if kept else 'не понято'}"
    what = f"{'если подходит, ' if kept else ''}укажите одно из: {', '.join(column.words)}"
    line.say("remark" if kept else "warning", f"unknown_{column.name}", message, what, column.name)
    return text if kept else None


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
"""Kind of a cell → how it is read: a value, or None where it is said what is wrong with the cell."""


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


def _doubts(line: Line, event: JointEvent) -> None:
    """What does not go together: done, yet with a reason why not; not done, and neither a reason nor a plan."""
    if event.status == "done" and event.reason:
        message, what = "исполнение «выполнено», а причина неисполнения указана", "уточните исполнение"
        line.say("warning", "reason_of_done", message, what, "reason")
    if event.status in ("not_done", "partly") and not event.reason:
        message = f"исполнение «{line['status']}», а причина неисполнения не указана"
        line.say("remark", "no_reason", message, "укажите причину словами документа", "reason")
