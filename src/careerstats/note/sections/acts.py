"""A note -> the register of management decisions: № – to whom – what – term – whether it is carried out."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from careerstats import wording
from careerstats.blocks import Block, Blocks, bold, column, heading, items, paragraph, row, table
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import punctuated

Row = dict[str, Any]

AGENDA, DECISION = "повестка", "решение"
STANDING = {"нет сведений": "сведений об исполнении нет"}
NOT_TOLD = "не указан"


def decisions_register(note: Note) -> Blocks:
    """Every document with its decisions; a slip of the document is quoted, not mended."""
    told = note.get("acts")
    if not told:
        return Blocks()
    out = Blocks([heading("Управленческие решения", numbered=True)])
    for number, one in enumerate(told["acts"], 1):
        out += _act(note, one, number)
    if told["remarks"]:
        out += [paragraph("Замечания к тексту документов:", keep=True), items(punctuated(told["remarks"]))]
    return out


def _act(note: Note, one: Row, number: int) -> list[Block]:
    decided = [point for point in one["points"] if point["part"] == DECISION]
    out: list[Block] = [paragraph(bold(_named(one)), f" {_counted(note, decided)}", keep=bool(decided))]
    return [*out, _table(one, decided, number)] if decided else out


def _named(one: Row) -> str:
    """«Выписка из протокола от 28.01.2022 № 1 «Совещание …» (утверждена 31.01.2022).»"""
    dated = f" от {wording.day(one['date'])}" if one["date"] else ""
    number = f" № {one['number']}" if one["number"] else ""
    lacking = f" ({wording.joined([f'нет {word}' for word in one['lacking']])})" if one["lacking"] else ""
    approved = f", дата утверждения {wording.day(one['approved'])}" if one["approved"] else ""
    return f"{wording.capital(one['kind'])}{dated}{number} «{one['title']}»{approved}{lacking}."


def _counted(note: Note, decided: list[Row]) -> str:
    """How many decisions, how many carried out, how many overdue by the day of the data."""
    if not decided:
        return "Решений нет."
    number = {word: sum(one["execution"] == word for one in decided) for word in {one["execution"] for one in decided}}
    parts = [f"{STANDING.get(word, word)} – {wording.integer(number[word])}" for word in sorted(number)]
    late = sum(one["overdue"] for one in decided)
    overdue = f" Срок истёк на {wording.day(note['date'])}, исполнение не подтверждено: {late}." if late else ""
    return f"Решений: {wording.integer(len(decided))} ({', '.join(parts)}).{overdue}"


def _table(one: Row, decided: list[Row], number: int) -> Block:
    columns = [
        column("№", align="left", width=0.6),
        column("Кому", align="left", width=2.4),
        column("Что", align="left", width=4.6),
        column("Срок", align="left", width=1.5),
        column("Исполнение", align="left", width=1.5),
    ]
    agenda = {point["item"]: point["text"] for point in one["points"] if point["part"] == AGENDA}
    lines = []
    for question, group in groupby(decided, key=lambda point: point["question"]):
        if question:
            lines.append(row(f"Вопрос {question}. {agenda.get(question, '')}".strip(), kind="group"))
        lines += [row(*_cells(point)) for point in group]
    return table(f"acts-{number}", "Решения и их исполнение", columns, lines)


def _cells(point: Row) -> Iterator[str]:
    yield point["item"] or wording.DASH
    yield point["responsible"] or NOT_TOLD
    yield wording.capital(point["text"])
    yield point["term"] or NOT_TOLD
    yield _execution(point)


def _execution(point: Row) -> str:
    told = point["execution"]
    if point["document"]:
        told += f" ({point['document']})"
    if point["why_not"]:
        told += f": {point['why_not']}"
    return f"{told}; срок истёк" if point["overdue"] else told
