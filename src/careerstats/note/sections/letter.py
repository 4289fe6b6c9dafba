"""A note and what is sent with it -> the cover letter on the letterhead of the institute.

It is made of blocks without a notebook: its one figure, the number of pages, is known only after the note is printed.
What the dataset does not say is left as a line to be filled in by hand.
"""

from typing import NamedTuple

from careerstats import wording
from careerstats.blocks import Block, Blocks, Meta, Text, bold, italic, items, letterhead, paragraph, signature
from careerstats.note.opening import Note
from careerstats.note.sections.front import body_of
from careerstats.note.sections.phrases import filled, punctuated

BLANK = "_" * 10
NO_NAME = "_" * 28
GREETING = "Уважаемый руководитель!"


class Enclosure(NamedTuple):
    """What is sent with a letter; ``pages``: 0 of a file that is not printed, None where not known.

    ``asked``: what is asked for with it; ``until``: ISO day that the note names for this, else the letter's own.
    """

    title: str
    file: str
    pages: int | None = 0
    asked: str = ""
    until: str = ""


def letter(note: Note, enclosures: list[Enclosure]) -> Blocks:
    """The letter that lists its enclosures and asks for what they ask."""
    head = letterhead(_sender(note), [*_addressees(note)])
    greeting = note.settings.letterhead.greeting or GREETING
    return Blocks(
        [
            *([paragraph(italic("Условные данные"), small=True)] if note.bundle.synthetic else []),
            head,
            paragraph(greeting, centred=True),
            *(paragraph(text) for text in _texts(note, enclosures)),
            *_enclosed(note, enclosures),
            _signed(note),
        ]
    )


def letter_meta(note: Note) -> Meta:
    """What the properties of the file say."""
    return Meta(title=f"Сопроводительное письмо. {note.territory.name}", **note.origin)


# ---- the head


def _sender(note: Note) -> list[Text]:
    """Lines of the letterhead, then number and date, then what it answers."""
    lines: list[Text] = [*(note.settings.letterhead.lines or _known_lines(note))]
    return [bold(str(lines[0])), *lines[1:], _numbered(note), _reply(note)]


def _known_lines(note: Note) -> list[str]:
    """Of an institute that has told no letterhead, what else is known of it; a line to fill where nothing is."""
    issuer, sent = note.settings.issuer, note.settings.letter
    numbers = {"ИНН/КПП": sent.inn_kpp, "ОГРН": sent.ogrn, "ОКПО": sent.okpo}
    codes = [f"{title} {number}" for title, number in numbers.items() if number]
    known = [issuer.founder, NO_NAME, "(наименование организации)", issuer.address]
    return [line for line in (*known, "  ".join(codes)) if line]


def _numbered(note: Note) -> str:
    head = note.settings.letterhead
    return f"{wording.day(head.date) if head.date else BLANK} № {head.number or BLANK}"


def _reply(note: Note) -> str:
    reply = note.settings.letterhead.reply
    return f"на № {reply.number or BLANK} от {wording.day(reply.date) if reply.date else BLANK}"


def _addressees(note: Note) -> list[str]:
    """The head of the body by its own name (addressees.xlsx), else in neutral words; who is only to know comes last."""
    if own := note.settings.letterhead.addressee:
        return [own]
    if note.is_regional:
        return [_regional_body(note), _for_information(note)]
    return [f"Руководителю {body_of(note)}"]


def _regional_body(note: Note) -> str:
    """Whoever the decisions and the plan of the region are for."""
    of_region = f"органа управления образованием {note.region.genitive}" if note.region.genitive else ""
    neutral = of_region or f"регионального органа управления образованием ({note.region.name})"
    return f"Руководителю {note.addressee('ministry').genitive or neutral}"


def _for_information(note: Note) -> str:
    return (
        f"Для сведения: руководителям органов местного самоуправления муниципальных образований "
        f"{note.region_noun('genitive')}, осуществляющих управление в сфере образования"
    )


# ---- the text


def _texts(note: Note, enclosures: list[Enclosure]) -> list[str]:
    head = note.settings.letterhead
    if head.text:
        return [filled(note, text) for text in head.text]
    sender = head.sender or note.settings.issuer.short
    subject = filled(note, note.settings.subject.of(note.bundle.notebook))
    asked = [f"{enclosure.asked} {_back(note, enclosure)}." for enclosure in enclosures if enclosure.asked]
    return [f"{sender} направляет для использования в работе аналитическую справку {subject}.", *asked]


def _back(note: Note, enclosure: Enclosure) -> str:
    """By when an answer is asked for; without a day of the note or the dataset, counted from the day it is received."""
    day = enclosure.until or note.settings.letterhead.back
    return f"до {wording.day(day)}" if day else "в течение 14 дней со дня получения письма"


def _enclosed(note: Note, enclosures: list[Enclosure]) -> list[Block]:
    """«Приложение: на 7 л. в 1 экз.», or the list of what is enclosed."""
    copies = wording.integer(note.settings.letterhead.copies)
    if len(enclosures) == 1:
        return [paragraph(f"Приложение: {_size(enclosures[0], copies)}")]
    listed = [f"{enclosure.title} {_size(enclosure, copies)}" for enclosure in enclosures]
    return [
        paragraph("Приложение:", keep=True),
        items((text.replace("экз..", "экз.") for text in punctuated(listed)), ordered=True),
    ]


def _size(enclosure: Enclosure, copies: str) -> str:
    """«на 7 л. в 1 экз.»; a workbook is named by its file."""
    if enclosure.pages == 0:
        return f"(файл «{enclosure.file}»)"
    pages = wording.integer(enclosure.pages) if enclosure.pages else "____"
    return f"на{wording.NBSP}{pages}{wording.NBSP}л. в{wording.NBSP}{copies}{wording.NBSP}экз."


def _signed(note: Note) -> Block:
    head, usual = note.settings.letterhead, note.settings.signature
    position = head.position or usual.position or f"{NO_NAME} (должность)"
    name = head.signed_by or usual.name or NO_NAME[:20]
    return signature(position, name, head.executor or f"{NO_NAME}, тел. {BLANK}")
