"""Points of a document and the rows they stand in -> the slips: dates, terms, numbers, agenda, roles, names."""

from careerstats import persons, wording
from careerstats.contracts.cycle import AGENDA, DECISION, DONE, EXECUTION, NOT_DONE, PARTLY, PARTS, Act, Point, lacking
from careerstats.intake.registers import slips
from careerstats.intake.registers.addressees import ROLES, role_of
from careerstats.intake.registers.lines import Line
from careerstats.model import Problem

# ---- the head


def of_head(act: Act, head: Line) -> list[Problem]:
    """A document that must have a number and a date and has not; approved before it was made."""
    problems = []
    missing = lacking(act.kind, head["number"], head["date"])
    if missing:
        code = "no_requisites" if len(missing) > 1 else "no_number" if missing[0] == "номера" else "no_date"
        column = "number" if missing[0] == "номера" else "date"
        message = f"у документа «{act.title}» нет {wording.joined(missing)}"
        problems.append(head.problem("warning", code, message, "укажите по подлиннику документа", column))
    if act.approved and act.date and act.approved < act.date:
        message = f"документ утверждён {wording.day(act.approved)}, раньше своей даты ({wording.day(act.date)})"
        problems.append(head.problem("warning", "approved_early", message, "проверьте обе даты", "approved"))
    return problems


# ---- one point


def of_words(line: Line, unknown_indicators: list[str]) -> list[Problem]:
    """Words of closed lists, the register of indicators, positions instead of names."""
    words = [*_closed(line), *_named(line)]
    for id in unknown_indicators:
        what = "укажите номер показателя из каталога (careerstats indicator)"
        words.append(line.problem("warning", "unknown_indicator", f"показателя «{id}» нет", what, "indicator"))
    if line["role"] and not role_of(line["role"]):
        what = f"можно: {', '.join(ROLES.values())}"
        words.append(line.problem("warning", "unknown_role", f"роль «{line['role']}» неизвестна", what, "role"))
    execution = line["execution"].lower()
    if execution in (DONE, PARTLY) and not line["document"]:
        message = f"записано «{execution}», документ не назван"
        what = "назовите документ, подтверждающий исполнение"
        words.append(line.problem("warning", "done_without_document", message, what, "document"))
    if execution == NOT_DONE and not line["why_not"]:
        message, what = "записано «не исполнено», причина не указана", "укажите причину со слов исполнителя"
        words.append(line.problem("remark", "no_reason", message, what, "why_not"))
    return words


def _closed(line: Line) -> list[Problem]:
    problems = []
    for column, allowed in (("part", PARTS), ("execution", EXECUTION)):
        if line[column] and line[column].lower() not in allowed:
            message = f"«{line[column]}» не понято"
            what = f"можно: {', '.join(allowed)}"
            problems.append(line.problem("warning", "unknown_word", message, what, column))
    return problems


def _named(line: Line) -> list[Problem]:
    """Names of people are not kept, nor repeated in the message."""
    problems = []
    if persons.looks_like_person(line["responsible"]):
        message = "похоже на имя человека; имя не сохранено"
        what = "запишите только должность, без фамилии и инициалов"
        problems.append(line.problem("warning", "person_named", message, what, "responsible"))
    for column in ("text", "document", "why_not"):
        if persons.names_person(line[column]):
            message = "в тексте похоже на имя человека; вместо него показано «…»"
            problems.append(line.problem("warning", "person_named", message, "назовите должность", column))
    return problems


def of_text(line: Line) -> list[Problem]:
    """Days and school years in the sentence that do not exist."""
    what = "проверьте по подлиннику; если там описка, сохраните её и сообщите составителю"
    problems = [
        line.problem("warning", "impossible_date", f"даты «{day}» нет в календаре", what, "text")
        for day in slips.impossible_days(line["text"])
    ]
    for year in slips.no_school_years(line["text"]):
        message = f"«{year}»: такого учебного года нет, учебный год занимает два календарных"
        fix = "укажите учебный год двумя годами, например 2021/22"
        problems.append(line.problem("warning", "no_school_year", message, fix, "text"))
    return problems


def of_term(act: Act, point: Point, line: Line) -> list[Problem]:
    """A decision must have a term that exists and leaves time after the day of approval."""
    if point.part != DECISION:
        return []
    term, start = point.term, act.approved or act.date
    if not term.text:
        what = "укажите срок: «до 10.02.2022», «постоянно»"
        return [line.problem("warning", "no_term", f"у решения {_called(point)} нет срока", what, "term")]
    if term.impossible:
        message = f"срок «{term.text}»: даты «{term.impossible}» нет в календаре; срок не контролируется"
        return [line.problem("blocking", "impossible_date", message, "исправьте дату по подлиннику", "term")]
    if not term.by:
        return [] if term.always else [_without_day(line, term.text)]
    return _too_early(line, term.by, start)


def _too_early(line: Line, by: str, start: str) -> list[Problem]:
    """The term against the day on which the document came into force."""
    if start and by < start:
        message = f"срок {wording.day(by)} раньше самого документа ({wording.day(start)})"
        return [line.problem("warning", "term_before_document", message, "проверьте срок и дату документа", "term")]
    if start and by == start:
        message = f"срок {wording.day(by)} равен дню утверждения документа: времени на исполнение нет"
        return [line.problem("warning", "term_is_approval_day", message, "проверьте срок по подлиннику", "term")]
    return []


def _without_day(line: Line, text: str) -> Problem:
    message = f"в сроке «{text}» нет даты; исполнение к сроку не проверяется"
    return line.problem("remark", "term_without_day", message, "допишите дату или слово «постоянно»", "term")


def _called(point: Point) -> str:
    """«1 по вопросу 2», or the beginning of the text."""
    of_question = f" по вопросу {point.question}" if point.question else ""
    return f"{point.item}{of_question}" if point.item else f"«{point.text[:40]}…»"


# ---- all points together


def of_numbers(act: Act, rows: list[Line]) -> list[Problem]:
    """Numbers used twice in one part under one question, and numbers written twice in one cell («2. 2.»)."""
    keys = [f"{point.part}/{point.question}/{point.item}" if point.item else "" for point in act.points]
    numbers = []
    for at in slips.repeated(keys):
        first, item = rows[keys.index(keys[at])], act.points[at].item
        message = f"номер {item} уже стоит в ячейке {first.cell('item')}"
        what = "дайте пункту свой номер; до исправления оба пункта сохранены"
        numbers.append(rows[at].problem("warning", "duplicate_number", message, what, "item"))
    for point, line in zip(act.points, rows, strict=True):
        if slips.is_doubled(point.item):
            message = f"номер записан дважды подряд: «{point.item}»"
            numbers.append(line.problem("warning", "duplicate_number", message, "оставьте один", "item"))
    return numbers


def of_agenda(act: Act, rows: list[Line]) -> list[Problem]:
    """Questions of the agenda on which nothing was decided; points on a question that the agenda has not."""
    decided = {point.question for point in act.of(DECISION)}
    agenda = {point.item for point in act.of(AGENDA)}
    if not agenda or (decided <= {""} and len(agenda) <= len(act.of(DECISION))):
        return []
    problems = []
    for point, line in zip(act.points, rows, strict=True):
        if point.part == AGENDA and point.item not in decided:
            message = f"по вопросу {point.item} повестки решения нет"
            what = "внесите решение; в выписке его может не быть, тогда внесите решение из полного документа"
            problems.append(line.problem("warning", "agenda_without_decision", message, what, "item"))
        elif point.part != AGENDA and point.question and point.question not in agenda:
            message = f"вопроса {point.question} в повестке нет"
            problems.append(line.problem("warning", "unknown_question", message, "исправьте номер вопроса", "question"))
    return problems
