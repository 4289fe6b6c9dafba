"""A number and the format of its cell -> how it is seen, where that is not the number itself: «45 %», «1 тыс.»."""

import re
from functools import lru_cache
from typing import NamedTuple

from careerstats.intake.looks import Seen

_PIECES = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|E[+-]|(.)', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:[.,][0-9]+)?)")
_HARMLESS = re.compile(
    r"\W*(?:чел|человек|человека|уч|учащийся|учащихся|обучающийся|обучающихся|детей|дет|реб|ребёнок|шт|штук|ед|единиц|"
    r"школ|школы|оо|кл|класс|классов|мероприятий|педагогов|лет|раз|год|г|№|n)?\W*",
    re.IGNORECASE,
)
_DASHES = ("-", "–", "—")
"""How accountants write a nought; it is one."""

_SHARE = "укажите количество, долю программа посчитает сама"
_PLAIN = "задайте ячейке обычный числовой формат и запишите в неё само количество"


class Section(NamedTuple):
    """One of the parts of a format between «;»; ``before`` and ``after``: its words around the digits."""

    before: str
    after: str
    percent: bool
    thousands: int
    empty: bool
    digits: bool
    condition: str

    @property
    def plain(self) -> bool:
        words = (self.before, self.after)
        return not (self.percent or self.thousands or self.empty) and all(map(_is_harmless, words))


def is_plain(code: str) -> bool:
    """Whether whatever number stands in a cell of this format is seen as it is, if rounded."""
    return all(part.plain for part in _sections(code))


def is_percent(code: str) -> bool:
    return any(part.percent for part in _sections(code))


def seen(number: float, code: str) -> Seen | None:
    """None where a person sees the number, perhaps rounded or with «чел.» beside it."""
    part = _section(number, _sections(code))
    if part.plain or (number == 0 and part.before.strip() in _DASHES):
        return None
    if part.empty:
        return Seen("", f"число {_text(number)} записано, но не показано: таков формат ячейки", _PLAIN)
    if not part.digits:
        text = part.before.strip()
        return Seen(text, f"в ячейке показано «{text}», а записано {_text(number)}", _PLAIN)
    words = f"{part.before} {part.after}"
    if part.percent or "%" in words or "‰" in words:
        shown = f"{_text(number * 100 if part.percent else number)}{'‰' if '‰' in words else '%'}"
        return Seen(shown, f"указана доля «{shown}», а нужно количество", _SHARE)
    if part.thousands:
        shown = f"{_text(number / 1000**part.thousands)}{part.after}"
        return Seen(shown, f"в ячейке показано «{shown}», а записано {_text(number)}", _PLAIN)
    shown = f"{part.before}{_text(number)}{part.after}".strip()
    return Seen(shown, f"в ячейке показано «{shown}», а записано {_text(number)}", _PLAIN)


def _is_harmless(words: str) -> bool:
    return bool(_HARMLESS.fullmatch(words)) and not set(words) & set("%‰₽$€")


def _text(number: float) -> str:
    return f"{number:.10g}".replace(".", ",")


@lru_cache(maxsize=1 << 10)
def _sections(code: str) -> tuple[Section, ...]:
    """The parts for positive numbers, negative ones and nought, as far as the format has them."""
    parts: list[list[tuple[str, str]]] = [[]]
    for match in _PIECES.finditer(code):
        quoted, escaped, bracket, plain = match.groups()
        if plain == ";":
            parts.append([])
        elif plain is not None:
            parts[-1].append(("sign", plain))
        elif bracket is not None:
            parts[-1].append(("bracket", bracket))
        elif quoted is not None or escaped is not None:
            parts[-1].append(("text", quoted or escaped or ""))
    return tuple(_section_of(part) for part in parts[:3])


def _section_of(pieces: list[tuple[str, str]]) -> Section:
    condition = next((text for kind, text in pieces if kind == "bracket" and _CONDITION.fullmatch(text)), "")
    signs = "".join(text if kind == "sign" else "\0" for kind, text in pieces if kind != "bracket")
    general = bool(re.search("general|основной|standard", signs.lower()))
    date = not general and bool(re.search("[dmyhsгмдчс]", signs.lower()))
    before: list[str] = []
    after: list[str] = []
    reached = False
    for kind, text in pieces:
        if kind == "sign" and (text in "0#?@" or general):
            reached = True
        elif kind == "text" or (kind == "sign" and text in "-–—+()№₽%"):
            (after if reached else before).append(text)
        elif kind == "bracket" and text.startswith("$"):
            (after if reached else before).append(text[1:].partition("-")[0])
    words = ("", "") if date else ("".join(before), "".join(after).replace("%", "") if "%" in signs else "".join(after))
    thousands = re.search(r"[0#?](,+)(?![0#?.,])", signs)
    return Section(
        *words, "%" in signs, len(thousands[1]) if thousands else 0,
        not (signs.strip("\0 ") or before or after), date or general or bool(re.search("[0#?@]", signs)), condition,
    )  # fmt: skip


def _section(number: float, parts: tuple[Section, ...]) -> Section:
    if any(part.condition for part in parts):
        return next((part for part in parts if not part.condition or _holds(number, part.condition)), parts[-1])
    if number < 0 and len(parts) > 1:
        return parts[1]
    return parts[2] if number == 0 and len(parts) > 2 else parts[0]


def _holds(number: float, condition: str) -> bool:
    match = _CONDITION.fullmatch(condition)
    if match is None:
        return False
    border = float(match[2].replace(",", "."))
    return {
        "<": number < border, ">": number > border, "=": number == border,
        "<=": number <= border, ">=": number >= border, "<>": number != border,
    }[match[1]]  # fmt: skip
