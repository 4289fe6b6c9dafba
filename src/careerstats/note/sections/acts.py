"""A note -> the register of management decisions: № – to whom – what – term – whether it is carried out."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from careerstats import wording
from careerstats.blocks import Block, Blocks, bold, column, heading, paragraph, row, table
from careerstats.contracts.cycle import AGENDA, DECISION, NOT_DONE, PARTLY, UNKNOWN, Act, Point
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import listed

STANDING = {"нет сведений": "сведений об исполнении нет"}
NOT_TOLD = "не указан"


def decisions_register(note: Note) -> Blocks:
    """Every document with its decisions; a slip of the document is quoted, not mended."""
    register = note.bundle.acts
    if not register:
        return Blocks()
    out = Blocks([heading("Управленческие решения", numbered=True)])
    for number, act in enumerate(register.acts, 1):
        out += _act(note, act, number)
    remarks = (f"{remark.message} (ячейка {remark.cell})" for remark in register.remarks)
    return Blocks([*out, *listed("Замечания к тексту документов:", remarks)])


def _act(note: Note, act: Act, number: int) -> list[Block]:
    decided = act.of(DECISION)
    out: list[Block] = [paragraph(bold(_named(act)), f" {_counted(note, decided)}", keep=bool(decided))]
    return [*out, _table(act, decided, number)] if decided else out


def _named(act: Act) -> str:
    """«Выписка из протокола от 28.01.2022 № 1 «Совещание …» (утверждена 31.01.2022).»"""
    dated = f" от {wording.day(act.date)}" if act.date else ""
    number = f" № {act.number}" if act.number else ""
    lacking = f" ({wording.joined([f'нет {word}' for word in act.lacking])})" if act.lacking else ""
    approved = f", дата утверждения {wording.day(act.approved)}" if act.approved else ""
    return f"{wording.capital(act.kind)}{dated}{number} «{act.title}»{approved}{lacking}."


def _counted(note: Note, decided: list[Point]) -> str:
    """How many decisions, how many carried out, how many overdue by the day of the data."""
    if not decided:
        return "Решений нет."
    number = Counter(point.execution for point in decided)
    parts = [f"{STANDING.get(word, word)} – {wording.integer(number[word])}" for word in sorted(number)]
    late = standing(decided)
    overdue = f" Срок истёк на {wording.day(note.bundle.date)}: {late}." if late else ""
    return f"Решений: {wording.integer(len(decided))} ({', '.join(parts)}).{overdue}"


OVERDUE = {NOT_DONE: "не исполнено", PARTLY: "исполнено частично", UNKNOWN: "исполнение не подтверждено"}


def standing(decided: list[Point]) -> str:
    """«не исполнено – 1 (нет заявок школ), исполнено частично – 1»: of those whose term has passed."""
    parts = []
    for execution, words in OVERDUE.items():
        own = [point for point in decided if point.overdue and point.execution == execution]
        why = "; ".join(dict.fromkeys(point.why_not for point in own if point.why_not))
        parts += [f"{words} – {wording.integer(len(own))}{f' ({why})' if why else ''}"] if own else []
    return ", ".join(parts)


def _table(act: Act, decided: list[Point], number: int) -> Block:
    columns = [
        column("№", align="left", width=0.6),
        column("Кому", align="left", width=2.4),
        column("Что", align="left", width=4.6),
        column("Срок", align="left", width=1.5),
        column("Исполнение", align="left", width=1.5),
    ]
    agenda = {point.item: point.text for point in act.of(AGENDA)}
    lines = []
    for question, group in groupby(decided, key=lambda point: point.question):
        if question:
            lines.append(row(f"Вопрос {question}. {agenda.get(question, '')}".strip(), kind="group"))
        lines += [row(*_cells(point)) for point in group]
    return table(f"acts-{number}", "Решения и их исполнение", columns, lines)


def _cells(point: Point) -> Iterator[str]:
    yield point.item or wording.DASH
    yield point.responsible or NOT_TOLD
    yield wording.capital(point.text)
    yield point.term.text or NOT_TOLD
    yield _execution(point)


def _execution(point: Point) -> str:
    said = point.execution
    if point.document:
        said += f" ({point.document})"
    if point.why_not:
        said += f": {point.why_not}"
    return f"{said}; срок истёк" if point.overdue else said
