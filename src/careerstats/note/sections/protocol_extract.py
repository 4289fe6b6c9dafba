"""A protocol of the register of decisions -> its extract: approved by, place, time, present, agenda, «Решили».

The words are those of the register. What it does not say is left as a line to be filled in by hand.
"""

from itertools import groupby
from typing import Any

from careerstats import wording
from careerstats.blocks import Block, Blocks, Text, bold, heading, letterhead, paragraph, signature
from careerstats.blocks import title as title_block
from careerstats.contracts.settings import Meeting
from careerstats.note.opening import Note

Row = dict[str, Any]

KIND = "протокол"
AGENDA, HEARD, SECTION, DECISION = "повестка", "слушали", "раздел", "решение"
BLANK, LONG_BLANK = "_" * 10, "_" * 40


def protocols(note: Note) -> list[Row]:
    """Documents of the register that are protocols or extracts of them."""
    return [one for one in note.get("acts", {}).get("acts", []) if KIND in one["kind"].lower()]


def extract(note: Note, act: Row) -> Blocks:
    """The extract of one protocol, in its order: head, circumstances, agenda, who was heard, what was decided."""
    meeting = _circumstances(note, act)
    number = f" № {act['number']}" if act["number"] else f" № {BLANK}"
    keys = ("dataset", "period", "date", "version", "audience")
    meta = {key: str(note[key]) for key in keys} | {"code": note.territory.code, "bundle": note.hash}
    name = f"Выписка из протокола{number}"
    marks = ["Условные данные"] if note["synthetic"] else []
    return Blocks(
        [
            letterhead([], _approved(act, meeting)),
            title_block(name, act["title"], marks=marks, title=f"{name}. {act['title']}", **meta),
            *(paragraph(bold(f"{head}: "), text) for head, text in _where(act, meeting)),
            *_agenda(act),
            *_heard(act),
            *_decided(act),
            signature("Выписка верна: ____________________ (должность)", LONG_BLANK[:20]),
        ]
    )


def _circumstances(note: Note, act: Row) -> Meeting:
    """What dataset.yaml (protocols) says of that meeting: the same number and, where it is told, the same day."""
    meetings = (
        meeting
        for meeting in note.settings.protocols
        if meeting.number == act["number"] and meeting.date in ("", act["date"])
    )
    return next(meetings, Meeting(number=act["number"]))


def _approved(act: Row, meeting: Meeting) -> list[Text]:
    day = wording.day(act["approved"]) if act["approved"] else f"{BLANK} (дата)"
    return [bold("УТВЕРЖДАЮ"), meeting.approved_by or f"{LONG_BLANK[:28]} (должность)", LONG_BLANK[:28], day]


def _where(act: Row, meeting: Meeting) -> list[tuple[str, str]]:
    day = wording.day(act["date"]) if act["date"] else BLANK
    return [
        ("Дата, время проведения", f"{day}, {meeting.time or BLANK}"),
        ("Место проведения", _ended(meeting.place or LONG_BLANK)),
        ("Присутствовали", _ended(meeting.present or LONG_BLANK)),
    ]


def _ended(text: str) -> str:
    return text if text.endswith((".", "_")) else f"{text}."


def _agenda(act: Row) -> list[Block]:
    found = _of(act, AGENDA)
    if not found:
        return []
    out: list[Block] = [heading("Повестка")]
    for one in found:
        out.append(paragraph(f"{one['item']}. {one['text']}" if one["item"] else one["text"]))
        if one["responsible"]:
            out.append(paragraph(f"Докладывает {one['responsible']}.", small=True))
    return out


def _heard(act: Row) -> list[Block]:
    found = _of(act, HEARD)
    return [heading("Слушали"), *(paragraph(one["text"]) for one in found)] if found else []


def _decided(act: Row) -> list[Block]:
    """Decisions by question; an introduction stands before the decisions of its question."""
    found = [one for one in act["points"] if one["part"] in (SECTION, DECISION)]
    if not found:
        return []
    out: list[Block] = [heading("Решили")]
    several = len({one["question"] for one in found}) > 1
    for question, group in groupby(found, key=lambda one: one["question"]):
        if question and several:
            out.append(paragraph(bold(f"По вопросу {question}."), keep=True))
        out += [paragraph(_decision(one)) for one in group]
    return out


def _decision(one: Row) -> str:
    if one["part"] == SECTION:
        return str(one["text"])
    whom = f"{one['responsible']}: " if one["responsible"] else ""
    term = f" Срок – {one['term'].rstrip('.')}." if one["term"] else ""
    item = f"{one['item'].rstrip(')')}) " if one["item"] else ""
    return f"{item}{whom}{one['text']}{'' if one['text'].endswith(('.', ';', ':')) else '.'}{term}"


def _of(act: Row, part: str) -> list[Row]:
    return [one for one in act["points"] if one["part"] == part]
