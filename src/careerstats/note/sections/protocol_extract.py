"""A protocol of the register of decisions -> its extract: approved by, place, time, present, agenda, «Решили».

The words are those of the register. What it does not say is left as a line to be filled in by hand.
"""

import re
from datetime import date
from itertools import groupby

from careerstats import wording
from careerstats.blocks import Block, Blocks, Text, bold, heading, items, letterhead, paragraph, signature
from careerstats.blocks import title as title_block
from careerstats.contracts.cycle import AGENDA, DECISION, HEARD, SECTION, Act, Point
from careerstats.contracts.settings import Meeting
from careerstats.note.opening import Note

KIND = "протокол"
_DAY = re.compile(r"\b(\d+)\.(\d+)\.(\d+)\b")
AS_WRITTEN = "[так в подлиннике]"
"""Beside a day that no calendar has: whoever certifies the extract sees that it is no slip of the copy."""
BLANK, LONG_BLANK = "_" * 10, "_" * 40


def protocols(note: Note) -> list[Act]:
    """Documents of the register that are protocols or extracts of them."""
    return [act for act in note.acts if KIND in act.kind.lower()]


def extract(note: Note, act: Act) -> Blocks:
    """The extract of one protocol, in its order: head, circumstances, agenda, who was heard, what was decided."""
    meeting = _circumstances(note, act)
    number = f" № {act.number}" if act.number else f" № {BLANK}"
    name = f"Выписка из протокола{number}"
    marks = ["Условные данные"] if note.bundle.synthetic else []
    return Blocks(
        [
            letterhead([], _approved(act, meeting)),
            title_block(name, act.title, marks=marks, title=f"{name}. {act.title}", **note.origin),
            *(paragraph(bold(f"{head}: "), text) for head, text in _where(act, meeting)),
            *_agenda(act),
            *_heard(act),
            *_decided(act),
            signature("Выписка верна: ____________________ (должность)", LONG_BLANK[:20]),
        ]
    )


def _circumstances(note: Note, act: Act) -> Meeting:
    """What dataset.yaml (protocols) says of that meeting: the same number and, where it is told, the same day."""
    meetings = (
        meeting
        for meeting in note.settings.protocols
        if meeting.number == act.number and meeting.date in ("", act.date)
    )
    return next(meetings, Meeting(number=act.number))


def _approved(act: Act, meeting: Meeting) -> list[Text]:
    day = wording.day(act.approved) if act.approved else f"{BLANK} (дата)"
    return [bold("УТВЕРЖДАЮ"), meeting.approved_by or f"{LONG_BLANK[:28]} (должность)", LONG_BLANK[:28], day]


def _where(act: Act, meeting: Meeting) -> list[tuple[str, str]]:
    day = wording.day(act.date) if act.date else BLANK
    return [
        ("Дата, время проведения", f"{day}, {meeting.time or BLANK}"),
        ("Место проведения", _ended(meeting.place or LONG_BLANK)),
        ("Присутствовали", _ended(meeting.present or LONG_BLANK)),
    ]


def _ended(text: str) -> str:
    return text if text.endswith((".", "_")) else f"{text}."


def _agenda(act: Act) -> list[Block]:
    agenda = act.of(AGENDA)
    if not agenda:
        return []
    out: list[Block] = [heading("Повестка")]
    for point in agenda:
        out.append(paragraph(f"{point.item}. {point.text}" if point.item else point.text))
        if point.responsible:
            out.append(paragraph(f"Докладывает {point.responsible}.", small=True))
    return out


def _heard(act: Act) -> list[Block]:
    """Points under one introduction are the one sentence that they were: it, and a list."""
    texts = [point.text for point in act.of(HEARD)]
    if not texts:
        return []
    out: list[Block] = [heading("Слушали")]
    for lead, group in groupby(texts, key=lambda text: text.partition(": ")[0]):
        own = list(group)
        alone = len(own) == 1
        rests = (text.removeprefix(f"{lead}: ") for text in own)
        out += [paragraph(own[0])] if alone else [paragraph(f"{lead}:", keep=True), items(rests)]
    return out


def _decided(act: Act) -> list[Block]:
    """Decisions by question; an introduction stands before the decisions of its question."""
    points = act.of(SECTION, DECISION)
    if not points:
        return []
    out: list[Block] = [heading("Решили")]
    several = len({point.question for point in points}) > 1
    for question, group in groupby(points, key=lambda point: point.question):
        if question and several:
            out.append(paragraph(bold(f"По вопросу {question}."), keep=True))
        out += [paragraph(_decision(point)) for point in group]
    return out


def _decision(point: Point) -> str:
    if point.part == SECTION:
        return point.text
    whom = f"{point.responsible}: " if point.responsible else ""
    slip = f" {AS_WRITTEN}" if any(map(_is_no_day, _DAY.findall(point.term.text))) else ""
    term = f" Срок – {point.term.text.rstrip('.')}{slip}." if point.term.text else ""
    item = f"{point.item.rstrip(')')}) " if point.item else ""
    return f"{item}{whom}{point.text}{'' if point.text.endswith(('.', ';', ':')) else '.'}{term}"


def _is_no_day(written: tuple[str, str, str]) -> bool:
    day, month, year = map(int, written)
    try:
        return len(written[2]) != len("2022") or not date(year, month, day)
    except ValueError:
        return True
