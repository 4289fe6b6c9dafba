"""Text of one item of the self-diagnosis -> a share, a yes or no, or what is doubtful: nothing becomes 0.

A column with ``values: item`` in dataset.yaml is read as yes (наличие, a share above 0 %) or no (отсутствие, 0%).

| cell | kind | value | remark |
|---|---|---|---|
| 100%, «57,7 %», 0% | share | 100; 57,7; 0 | – |
| 57,7 | share | 57,7 | нет знака % |
| наличие, использование, да, есть | flag | yes | – |
| отсутствие, не используется, нет | flag | no | – |
| пусто, -, —, н/д, нет данных | – | – | absent |
| Х, X, не применимо | – | – | not applicable |
| 0; 1; 0,577 | – | – | unreadable: доля целого, проценты или «да»? |
| 120%; частично; 3 из 25; ###### | – | – | unreadable |
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from careerstats.intake.cells import NO, YES, Cell, normal_text
from careerstats.model import ABSENT, NOT_APPLICABLE, REPORTED, UNREADABLE, Problem

SHARE, FLAG = "share", "flag"

NO_POINTS = (
    "Баллы по пунктам не вычисляются: правило, по которому значения пунктов переводятся в баллы, источником не дано. "
    "Значения пунктов приводятся так, как они представлены."
)
"""What a table of items says below itself."""

_YES = (YES - {"1", "true"}) | {"использование", "используется", "используются"}
_NO = (NO - {"0", "false"}) | {"не используется", "не используются"}
_ABSENT = {"", "-", "–", "—", "−", "н/д", "нет данных", "нет сведений", "…", "..."}
_NOT_APPLICABLE = {"х", "x", "не применимо", "неприменимо"}
_NUMBER = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,9})?) ?(%?)")
_WHAT_TO_DO, _ADD_SIGN = "укажите долю со знаком %, «наличие» или «отсутствие»", "добавьте знак %"


@dataclass(frozen=True)
class Item:
    """What one cell says: ``share`` in per cent as written, or ``flag``; neither where it says nothing usable."""

    status: str
    kind: str = ""
    share: Decimal | None = None
    flag: bool | None = None
    doubt: str = ""


def read_item(content: object) -> Item:
    """Read one cell: any content a spreadsheet can give, as text, a number or a truth value."""
    if isinstance(content, bool):
        return Item(REPORTED, FLAG, flag=content)
    text = normal_text(content)
    word = text.lower().rstrip(".;")
    if text in _ABSENT or word in _ABSENT:
        return Item(ABSENT)
    if word in _NOT_APPLICABLE:
        return Item(NOT_APPLICABLE)
    if word in _YES or word in _NO:
        return Item(REPORTED, FLAG, flag=word in _YES)
    if match := _NUMBER.fullmatch(text):
        return _share(text, Decimal(match[1].replace(",", ".")), signed=bool(match[2]))
    return Item(UNREADABLE, doubt=_why_unreadable(text))


def parse_item(content: object) -> Cell:
    """Read one cell of a column of items as a да/нет column: any share above 0 % is a yes, for it is being done."""
    item = read_item(content)
    if item.status == UNREADABLE:
        return Cell(UNREADABLE, doubt=item.doubt, advice=_WHAT_TO_DO)
    if item.status != REPORTED:
        return Cell(item.status)
    yes = bool(item.share) if item.kind == SHARE else bool(item.flag)
    return Cell(REPORTED, int(yes), doubt=item.doubt, advice=item.doubt and _ADD_SIGN)


def _share(text: str, share: Decimal, signed: bool) -> Item:
    if share > 100:
        return Item(UNREADABLE, doubt=f"доля «{text}» больше 100 %")
    if signed:
        return Item(REPORTED, SHARE, share)
    if share <= 1:  # a cell formatted as a percentage holds 1 for 100 %, and some write 1 and 0 for yes and no
        return Item(UNREADABLE, doubt=f"из «{text}» без знака % не видно, проценты это, доля целого или «да» и «нет»")
    return Item(REPORTED, SHARE, share, doubt=f"у значения «{text}» нет знака %, принято как доля в процентах")


def _why_unreadable(text: str) -> str:
    if re.fullmatch(r"#+", text):
        return "вместо значения знаки «#»: столбец был узок, значение потеряно"
    if re.fullmatch(r"[-−–] ?[0-9]+(?:[.,][0-9]+)? ?%?", text):
        return f"значение «{text}» отрицательное"
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    return f"значение «{shown}» не понято"


def doubt_of(item: Item, file: str, cell: str, territory: str = "") -> Problem | None:
    """What is doubtful about an item that stands in this cell."""
    if item.status == UNREADABLE:
        message = f"{item.doubt}; значение не использовано"
        return Problem(file, "warning", "item_unreadable", message, _WHAT_TO_DO, cell=cell, territory=territory)
    if not item.doubt:
        return None
    return Problem(file, "remark", "item_without_sign", item.doubt, _ADD_SIGN, cell=cell, territory=territory)
