"""decisions.csv (xlsx, xls, ods) -> protocols, orders and plans with their points, and every slip at its cell.

One row is one point of one document. Columns (by id or by the title in Russian), any order:

    kind           Вид документа      протокол, приказ, распоряжение, письмо, план …
    number         Номер              as printed
    date           Дата               28.01.2022 or 2022-01-28
    approved       Утверждён          day of approval where it is another day
    title          Наименование
    territory      Муниципальное образование (code or exact name; the region for its own documents)
    part           Часть              повестка | слушали | решение (empty: решение) | раздел
    question       Вопрос             number of the question of the agenda that the point belongs to
    item           Пункт              number of the point as printed
    text           Содержание
    responsible    Ответственный      a position, never a name
    role           Роль               one of ``addressees.ROLES``, by id or in Russian
    term           Срок               «до 10.02.2022», «постоянно», «до 01.06.2022 и далее постоянно»
    indicator      Показатель         id of the catalogue; several with «;»
    execution      Исполнение         исполнено | исполнено частично | не исполнено | нет сведений
    document       Документ об исполнении
    why_not        Причина неисполнения
    source         Источник

A row in which the first six columns are empty belongs to the document above it. Nothing is lost: a point with a slip
is kept as it is written, and the slip is named.
"""

from collections.abc import Iterator
from dataclasses import replace
from string import ascii_uppercase

import msgspec

from careerstats import persons
from careerstats.contracts.cycle import DECISION, EXECUTION, PARTS, UNKNOWN, Act, Point
from careerstats.errors import UsageError
from careerstats.intake.registers import points, slips
from careerstats.intake.registers.addressees import role_of
from careerstats.intake.registers.lines import Context, Line, day, place, read_lines
from careerstats.model import Problem

STEM = "decisions"
COLUMNS = {
    "kind": "Вид документа",
    "number": "Номер",
    "date": "Дата",
    "approved": "Утверждён",
    "title": "Наименование",
    "territory": "Муниципальное образование",
    "part": "Часть",
    "question": "Вопрос",
    "item": "Пункт",
    "text": "Содержание",
    "responsible": "Ответственный",
    "role": "Роль",
    "term": "Срок",
    "indicator": "Показатель",
    "execution": "Исполнение",
    "document": "Документ об исполнении",
    "why_not": "Причина неисполнения",
    "source": "Источник",
}
REQUIRED = ("kind", "title", "territory", "text")
HEAD = ("kind", "number", "date", "approved", "title", "territory")


def read_decisions(context: Context) -> tuple[tuple[Act, ...], list[Problem]]:
    """Documents in order of the file, and what is wrong with their cells."""
    lines = read_lines(context.dataset, STEM, COLUMNS, REQUIRED)
    problems, acts = list(lines.problems), []
    for rows in _documents(lines.rows):
        act, wrong = _act(context, rows)
        problems += wrong
        acts += [act] if act else []
    return tuple(acts), problems


def _documents(rows: list[Line]) -> Iterator[list[Line]]:
    """Rows of one document together; a row without a head belongs to the document above."""
    lines: dict[tuple[str, ...], list[Line]] = {}
    key: tuple[str, ...] = ()
    for line in rows:
        own = tuple(line[column] for column in HEAD)
        key = own if any(own) or not key else key
        lines.setdefault(key, []).append(line)
    yield from lines.values()


def _act(context: Context, rows: list[Line]) -> tuple[Act | None, list[Problem]]:
    head = rows[0]
    where = place(context, head)
    if isinstance(where, Problem):
        return None, [where]
    days, problems = {}, []
    for column in ("date", "approved"):
        written = day(head, column)
        problems += [written] if isinstance(written, Problem) else []
        days[column] = "" if isinstance(written, Problem) else written
    act = Act(
        code=where.code,
        kind=head["kind"],
        number=head["number"],
        date=days["date"],
        approved=days["approved"],
        title=head["title"],
        source=head["source"],
    )
    problems += points.of_head(act, head)
    numbered = []
    for line in rows:
        point, wrong = _point(context, act, line)
        numbered.append(point)
        problems += wrong
    whole = msgspec.structs.replace(act, points=tuple(numbered))
    problems += points.of_numbers(whole, rows) + points.of_agenda(whole, rows)
    return whole, [replace(problem, territory=where.code) for problem in sorted(problems, key=_row)]


def _row(problem: Problem) -> int:
    return int(problem.cell.lstrip(ascii_uppercase) or 0)


def _point(context: Context, act: Act, line: Line) -> tuple[Point, list[Problem]]:
    part = line["part"].lower() or DECISION
    execution = line["execution"].lower() or UNKNOWN
    point = Point(
        part=part if part in PARTS else DECISION,
        question=slips.item_number(line["question"]),
        item=slips.item_number(line["item"]),
        text=persons.without_names(line["text"]),
        responsible=persons.only_position(line["responsible"]),
        role=role_of(line["role"]),
        term=slips.read_term(line["term"]),
        indicators=tuple(id for id in _ids(line["indicator"]) if _known(context, id)),
        execution=execution if execution in EXECUTION else UNKNOWN,
        document=persons.without_names(line["document"]),
        why_not=persons.without_names(line["why_not"]),
        cell=line.cell("text"),
    )
    unknown = [id for id in _ids(line["indicator"]) if not _known(context, id)]
    return point, [*points.of_words(line, unknown), *points.of_text(line), *points.of_term(act, point, line)]


def _ids(text: str) -> list[str]:
    return [id.strip() for id in text.split(";") if id.strip()]


def _known(context: Context, id: str) -> bool:
    try:
        context.catalogue.indicator(id)
    except UsageError:
        return False
    return True
