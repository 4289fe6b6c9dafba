"""general.csv -> general information on municipalities, each number with its source and date, and what is doubtful.

Columns: territory, item, value, unit, date, source (or their Russian titles, ``COLUMNS``); required: territory, item,
value. ``item``: an id or a title of ``ITEMS``; any other text is a free item and is shown as it is written.
``value`` of a known item is a number, of a free one anything. ``date``: a day, a year or a school year. A blank
``unit`` is «%» for shares, nothing else is supposed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from careerstats import wording
from careerstats.contracts.general import GeneralItem
from careerstats.dates import iso
from careerstats.grouping import grouped
from careerstats.intake.registers.lines import Context, Line, place, read_lines
from careerstats.model import Problem, period_of, period_span

NUMBER, SHARE, CHANGE = "count", "share", "change"
"""A whole number from 0; per cent from 0 to 100; per cent of either sign, not below −100."""


@dataclass(frozen=True)
class Item:
    """``group``: heading of the table under which it stands; ``resource``: kind of organisation it tells of."""

    title: str
    kind: str
    group: str
    resource: str = ""


PEOPLE, PLACES, ORGANISATIONS = "Население", "Административное устройство", "Организации"
INFRASTRUCTURE, COVERAGE, OTHER = "Инфраструктура дополнительного образования", "Охват", "Прочее"
GROUPS = (PEOPLE, PLACES, ORGANISATIONS, INFRASTRUCTURE, COVERAGE, OTHER)

ITEMS = {
    "population": Item("Численность населения", NUMBER, PEOPLE),
    "urban_share": Item("Доля городского населения", SHARE, PEOPLE),
    "population_change": Item("Изменение численности населения", CHANGE, PEOPLE),
    "towns": Item("Городские поселения (города, посёлки городского типа)", NUMBER, PLACES),
    "rural_settlements": Item("Сельские поселения", NUMBER, PLACES),
    "localities": Item("Населённые пункты", NUMBER, PLACES),
    "vocational": Item(
        "Профессиональные образовательные организации",
        NUMBER,
        ORGANISATIONS,
        "профессиональная образовательная организация",
    ),
    "higher": Item(
        "Образовательные организации высшего образования",
        NUMBER,
        ORGANISATIONS,
        "образовательная организация высшего образования",
    ),
    "schools_secondary": Item("Средние общеобразовательные организации", NUMBER, ORGANISATIONS),
    "schools_basic": Item("Основные общеобразовательные организации", NUMBER, ORGANISATIONS),
    "schools_primary": Item("Организации начального общего образования", NUMBER, ORGANISATIONS),
    "schools_correctional": Item("Специальные (коррекционные) общеобразовательные организации", NUMBER, ORGANISATIONS),
    "additional": Item(
        "Организации дополнительного образования", NUMBER, ORGANISATIONS, "организация дополнительного образования"
    ),
    "preschool": Item("Дошкольные образовательные организации", NUMBER, ORGANISATIONS),
    "it_cube": Item("IT-куб", NUMBER, INFRASTRUCTURE, "IT-куб"),
    "kvantorium": Item("Кванториум", NUMBER, INFRASTRUCTURE, "Кванториум"),
    "kvantorium_mobile": Item("Мобильный Кванториум", NUMBER, INFRASTRUCTURE, "мобильный Кванториум"),
    "growth_points": Item("Центры «Точка роста»", NUMBER, INFRASTRUCTURE, "Точка роста"),
    "ecostation": Item("Экостанция", NUMBER, INFRASTRUCTURE, "экостанция"),
    "agro_classes": Item("Школы с агроклассами", NUMBER, INFRASTRUCTURE),
    "additional_coverage": Item("Охват обучающихся дополнительным образованием", SHARE, COVERAGE),
}
"""The closed list; an item that is not in it is shown as it is written, under «Прочее»."""


STEM = "general"
COLUMNS = {
    "territory": "Муниципальное образование",
    "item": "Сведение",
    "value": "Значение",
    "unit": "Единица",
    "date": "Дата",
    "source": "Источник",
}
_NUMBER = re.compile(r"[-+]?(\d{1,3}( \d{3})+|\d{1,12})(\.\d{1,6})?")


class General(GeneralItem, frozen=True, kw_only=True):
    """``item``: an id of ITEMS, empty for a free item; ``group``: what it stands among."""

    code: str
    item: str
    group: str
    line: Line


def read_general(context: Context) -> tuple[list[General], list[Problem]]:
    """Items in order of the file; what cannot be used is named and left out, contradictions among them are named."""
    lines = read_lines(context.dataset, STEM, COLUMNS, ("territory", "item", "value"))
    facts: dict[tuple[str, str, str], General] = {}
    for line in lines.rows:
        if fact := _general(context, line):
            first = facts.setdefault((fact.code, fact.title.casefold(), fact.date), fact)
            if first is not fact:
                _tell_repeated(fact, first)
    items = list(facts.values())
    _tell_without(items, "date")
    _tell_without(items, "source")
    _tell_contradictions(items)
    return items, lines.problems


def _tell_repeated(fact: General, first: General) -> None:
    same = "с тем же значением" if fact.text == first.text else f"со значением {first.text}"
    message = f"«{fact.title}» на ту же дату уже есть в строке {first.line.row} {same}; строка не прочитана"
    severity = "remark" if fact.text == first.text else "warning"
    fact.line.say(severity, "duplicate_line", message, "оставьте одну строку", "item")


def _general(context: Context, line: Line) -> General | None:
    where = place(context, line)
    if where is None:
        return None
    line = line.of(where.code)
    if not line["item"] or not line["value"]:
        column = "value" if line["item"] else "item"
        message, what = f"не заполнено «{COLUMNS[column]}»; строка не прочитана", "заполните ячейку или уберите строку"
        line.say("warning", "empty_cell", message, what, column)
        return None
    item = _TITLES.get(line["item"].casefold(), "")
    number = exact(line["value"].rstrip(" %"))
    if item and not _is_fit(line, item, number):
        return None
    known = ITEMS.get(item)
    unit = line["unit"] or ("%" if known and known.kind in (SHARE, CHANGE) else "")
    return General(
        code=where.code,
        item=item,
        title=known.title if known else line["item"],
        group=known.group if known else OTHER,
        text=line["value"],
        number=number,
        unit=unit,
        date=_date(line),
        source=line["source"],
        line=line,
    )


_TITLES = {word.casefold(): id for id, item in ITEMS.items() for word in (id, item.title)}


def _date(line: Line) -> str:
    """A day, a year or a school year; empty where the file has none, or says what is wrong with anything else."""
    try:
        period = period_of(iso(line["date"]))
        if period:
            period_span(period)
    except ValueError as error:
        message = f"{error}; сведение показано без даты"
        what = "укажите день или год, на который оно приведено"
        line.say("warning", "impossible_date", message, what, "date")
        return ""
    return period


# ---- what is doubtful


def _is_fit(line: Line, item: str, number: Decimal | None) -> bool:
    """Whether the number may be that of a known item, or it is said what is wrong with it."""
    kind, title, text = ITEMS[item].kind, ITEMS[item].title, line["value"]
    if number is None:
        why, what = f"«{title}»: значение «{text}» не число", "укажите число"
    elif kind == SHARE and not 0 <= number <= 100:
        why, what = f"«{title}»: доля {text} вне пределов 0–100 %", "исправьте долю"
    elif kind == CHANGE and number < -100:
        why, what = f"«{title}»: численность не может сократиться больше чем на 100 %", "исправьте значение"
    elif kind == NUMBER and (number < 0 or number != int(number)):
        why, what = f"«{title}»: нужно целое число не меньше нуля, а указано «{text}»", "исправьте число"
    elif kind == NUMBER and "%" in (line["unit"] + text):
        why, what = f"«{title}» – количество, а единица указана «%»", "исправьте единицу или сведение"
    else:
        return True
    line.say("warning", "wrong_value", f"{why}; не использовано", what, "value")
    return False


def _tell_without(items: Iterable[General], column: str) -> None:
    """One remark per municipality for all its items that name no ``date`` (``source``), at the first of them."""
    facts = grouped((item.code, item) for item in items if not item.line[column])
    text, what = _MISSING[column]
    for own in facts.values():
        listed = ", ".join(f"«{fact.title}»" for fact in own[:_NAMED]) + wording.and_more(len(own), _NAMED)
        own[0].line.say("remark", f"no_{column}", f"{text}: {listed}", what, column)


_NAMED = 3
_MISSING = {
    "date": ("не указана дата сведений", "укажите день или год, на который они приведены"),
    "source": ("не указан источник сведений", "укажите документ или сайт, откуда взяты числа"),
}


def _tell_contradictions(items: Iterable[General]) -> None:
    """What one municipality says of itself on whatever dates, and cannot be so."""
    by_code: dict[str, dict[str, General]] = {}
    for item in items:
        if item.item and item.number is not None:
            by_code.setdefault(item.code, {}).setdefault(item.item, item)
    for own in by_code.values():
        _doubt_shares(own)


def _doubt_shares(own: dict[str, General]) -> None:
    numbers = {id: fact.number for id, fact in own.items() if fact.number is not None}
    share, towns = numbers.get("urban_share"), numbers.get("towns")
    if share is not None and towns is not None and (share > 0) != (towns > 0):
        _doubt(
            own["urban_share"], f"доля городского населения {own['urban_share'].text} %, а городских поселений {towns}"
        )
    rural = numbers.get("rural_settlements")
    if share == 100 and rural:
        _doubt(own["urban_share"], f"доля городского населения 100 %, а сельских поселений {rural}")
    least = (towns or 0) + (rural or 0)
    if "localities" in numbers and least > numbers["localities"]:
        text = (
            f"населённых пунктов {numbers['localities']}, а поселений, в каждом из которых есть хотя бы один, {least}"
        )
        _doubt(own["localities"], text)
    _doubt_rounding(own, numbers)


def _doubt_rounding(own: dict[str, General], numbers: dict[str, Decimal]) -> None:
    """A printed urban share that no whole number of the printed population gives."""
    share, people = numbers.get("urban_share"), numbers.get("population")
    if share is None or not people or own["urban_share"].date != own["population"].date:
        return
    step = Decimal(1).scaleb(int(share.as_tuple().exponent)) / 2
    least, most = ((share + way * step) * people / 100 for way in (-1, 1))
    if int(most) < least:
        text = f"доли {own['urban_share'].text} % не даёт никакое целое число из {own['population'].text} жителей"
        _doubt(own["urban_share"], text)


def _doubt(fact: General, message: str) -> None:
    fact.line.say("warning", "general_contradiction", message, "сверьте оба числа с источником", "value")


def exact(text: str) -> Decimal | None:
    """The number of a cell with its decimals; None for what is no number of ordinary size."""
    plain = text.strip().replace("\u00a0", " ").replace("\u202f", " ").replace("−", "-").replace("–", "-")
    plain = plain.replace(",", ".")
    return Decimal(plain.replace(" ", "")) if _NUMBER.fullmatch(plain) else None
