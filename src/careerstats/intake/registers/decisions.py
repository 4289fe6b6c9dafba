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

from careerstats import persons, wording
from careerstats.contracts.cycle import (
    AGENDA,
    DECISION,
    DONE,
    EXECUTION,
    NOT_DONE,
    PARTLY,
    PARTS,
    UNKNOWN,
    Act,
    Point,
    lacking,
)
from careerstats.errors import UsageError
from careerstats.intake.registers import slips
from careerstats.intake.registers.addressees import ROLES, role_of
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
    acts = [_act(context, rows) for rows in _documents(lines.rows)]
    return tuple(filter(None, acts)), lines.problems


def _documents(rows: list[Line]) -> Iterator[list[Line]]:
    """Rows of one document together; a row without a head belongs to the document above."""
    lines: dict[tuple[str, ...], list[Line]] = {}
    key: tuple[str, ...] = ()
    for line in rows:
        own = tuple(line[column] for column in HEAD)
        key = own if any(own) or not key else key
        lines.setdefault(key, []).append(line)
    yield from lines.values()


def _act(context: Context, rows: list[Line]) -> Act | None:
    """A document with its points, whose slips are told row by row."""
    where = place(context, rows[0])
    if where is None:
        return None
    own: list[Problem] = []
    act = _whole(context, where.code, [replace(line, territory=where.code, problems=own) for line in rows])
    rows[0].problems.extend(sorted(own, key=_row))
    return act


def _whole(context: Context, code: str, rows: list[Line]) -> Act:
    head = rows[0]
    act = Act(
        code=code,
        kind=head["kind"],
        number=head["number"],
        date=day(head, "date") or "",
        approved=day(head, "approved") or "",
        title=head["title"],
        source=head["source"],
    )
    _tell_head(act, head)
    whole = msgspec.structs.replace(act, points=tuple(_point(context, act, line) for line in rows))
    _tell_numbers(whole, rows)
    _tell_agenda(whole, rows)
    return whole


def _row(problem: Problem) -> int:
    return int(problem.cell.lstrip(ascii_uppercase) or 0)


def _point(context: Context, act: Act, line: Line) -> Point:
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
    _tell_words(line, unknown)
    _tell_text(line)
    _tell_term(act, point, line)
    return point


def _ids(text: str) -> list[str]:
    return [id.strip() for id in text.split(";") if id.strip()]


def _known(context: Context, id: str) -> bool:
    try:
        context.catalogue.indicator(id)
    except UsageError:
        return False
    return True


# ---- slips of the head


def _tell_head(act: Act, head: Line) -> None:
    """A document that must have a number and a date and has not; approved before it was made."""
    missing = lacking(act.kind, head["number"], head["date"])
    if missing:
        code = "no_requisites" if len(missing) > 1 else "no_number" if missing[0] == "номера" else "no_date"
        column = "number" if missing[0] == "номера" else "date"
        message = f"у документа «{act.title}» нет {wording.joined(missing)}"
        head.say("warning", code, message, "укажите по подлиннику документа", column)
    if act.approved and act.date and act.approved < act.date:
        message = f"документ утверждён {wording.day(act.approved)}, раньше своей даты ({wording.day(act.date)})"
        head.say("warning", "approved_early", message, "проверьте обе даты", "approved")


# ---- slips of one point


def _tell_words(line: Line, unknown_indicators: list[str]) -> None:
    """Words of closed lists, the register of indicators, positions instead of names."""
    for column, allowed in (("part", PARTS), ("execution", EXECUTION)):
        if line[column] and line[column].lower() not in allowed:
            line.say("warning", "unknown_word", f"«{line[column]}» не понято", f"можно: {', '.join(allowed)}", column)
    _tell_names(line)
    for id in unknown_indicators:
        what = "укажите номер показателя из каталога (careerstats indicator)"
        line.say("warning", "unknown_indicator", f"показателя «{id}» нет", what, "indicator")
    if line["role"] and not role_of(line["role"]):
        what = f"можно: {', '.join(ROLES.values())}"
        line.say("warning", "unknown_role", f"роль «{line['role']}» неизвестна", what, "role")
    execution = line["execution"].lower()
    if execution in (DONE, PARTLY) and not line["document"]:
        message = f"записано «{execution}», документ не назван"
        what = "назовите документ, подтверждающий исполнение"
        line.say("warning", "done_without_document", message, what, "document")
    if execution == NOT_DONE and not line["why_not"]:
        message, what = "записано «не исполнено», причина не указана", "укажите причину со слов исполнителя"
        line.say("remark", "no_reason", message, what, "why_not")


def _tell_names(line: Line) -> None:
    """Names of people are not kept, nor repeated in the message."""
    if persons.looks_like_person(line["responsible"]):
        message = "похоже на имя человека; имя не сохранено"
        what = "запишите только должность, без фамилии и инициалов"
        line.say("warning", "person_named", message, what, "responsible")
    for column in ("text", "document", "why_not"):
        if persons.names_person(line[column]):
            message = "в тексте похоже на имя человека; вместо него показано «…»"
            line.say("warning", "person_named", message, "назовите должность", column)


def _tell_text(line: Line) -> None:
    """Days and school years in the sentence that do not exist."""
    what = "проверьте по подлиннику; если там описка, сохраните её и сообщите составителю"
    for written in slips.impossible_days(line["text"]):
        line.say("warning", "impossible_date", f"даты «{written}» нет в календаре", what, "text")
    for year in slips.no_school_years(line["text"]):
        message = f"«{year}»: такого учебного года нет, учебный год занимает два календарных"
        fix = "укажите учебный год двумя годами, например 2021/22"
        line.say("warning", "no_school_year", message, fix, "text")


def _tell_term(act: Act, point: Point, line: Line) -> None:
    """A decision must have a term that exists and leaves time after the day of approval."""
    term, start = point.term, act.approved or act.date
    if point.part != DECISION:
        return
    if not term.text:
        what = "укажите срок: «до 10.02.2022», «постоянно»"
        line.say("warning", "no_term", f"у решения {_called(point)} нет срока", what, "term")
    elif term.impossible:
        message = f"срок «{term.text}»: даты «{term.impossible}» нет в календаре; срок не контролируется"
        line.say("blocking", "impossible_date", message, "исправьте дату по подлиннику", "term")
    elif not term.by and not term.always:
        message = f"в сроке «{term.text}» нет даты; исполнение к сроку не проверяется"
        line.say("remark", "term_without_day", message, "допишите дату или слово «постоянно»", "term")
    elif term.by and start and term.by < start:
        message = f"срок {wording.day(term.by)} раньше самого документа ({wording.day(start)})"
        line.say("warning", "term_before_document", message, "проверьте срок и дату документа", "term")
    elif term.by and term.by == start:
        message = f"срок {wording.day(term.by)} равен дню утверждения документа: времени на исполнение нет"
        line.say("warning", "term_is_approval_day", message, "проверьте срок по подлиннику", "term")


def _called(point: Point) -> str:
    """«1 по вопросу 2», or the beginning of the text."""
    of_question = f" по вопросу {point.question}" if point.question else ""
    return f"{point.item}{of_question}" if point.item else f"«{point.text[:40]}…»"


# ---- slips of all points together


def _tell_numbers(act: Act, rows: list[Line]) -> None:
    """Numbers used twice in one part under one question, and numbers written twice in one cell («2. 2.»)."""
    keys = [f"{point.part}/{point.question}/{point.item}" if point.item else "" for point in act.points]
    for at in slips.repeated(keys):
        first, item = rows[keys.index(keys[at])], act.points[at].item
        message = f"номер {item} уже стоит в ячейке {first.cell('item')}"
        what = "дайте пункту свой номер; до исправления оба пункта сохранены"
        rows[at].say("warning", "duplicate_number", message, what, "item")
    for point, line in zip(act.points, rows, strict=True):
        if slips.is_doubled(point.item):
            message = f"номер записан дважды подряд: «{point.item}»"
            line.say("warning", "duplicate_number", message, "оставьте один", "item")


def _tell_agenda(act: Act, rows: list[Line]) -> None:
    """Questions of the agenda on which nothing was decided; points on a question that the agenda has not."""
    decided = {point.question for point in act.of(DECISION)}
    agenda = {point.item for point in act.of(AGENDA)}
    if not agenda or (decided <= {""} and len(agenda) <= len(act.of(DECISION))):
        return
    for point, line in zip(act.points, rows, strict=True):
        if point.part == AGENDA and point.item not in decided:
            message = f"по вопросу {point.item} повестки решения нет"
            what = "внесите решение; в выписке его может не быть, тогда внесите решение из полного документа"
            line.say("warning", "agenda_without_decision", message, what, "item")
        elif point.part != AGENDA and point.question and point.question not in agenda:
            message = f"вопроса {point.question} в повестке нет"
            line.say("warning", "unknown_question", message, "исправьте номер вопроса", "question")
