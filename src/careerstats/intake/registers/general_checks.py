"""General information -> numbers that cannot be, sentences that cannot both be true, what has no date or source."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from careerstats.intake.registers.general_items import CHANGE, ITEMS, NUMBER, SHARE
from careerstats.intake.registers.lines import Line
from careerstats.model import Problem


@dataclass(frozen=True)
class General:
    """``item``: an id of ITEMS, empty for a free item; ``number``: None where the value is a text or unusable."""

    code: str
    item: str
    title: str
    group: str
    text: str
    number: Decimal | None
    unit: str
    date: str
    source: str
    line: Line


def value_problem(line: Line, item: str, number: Decimal | None, code: str) -> Problem | None:
    """What is wrong with the number of a known item."""
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
        return None
    return line.problem("warning", "wrong_value", f"{why}; не использовано", what, "value", territory=code)


def without(items: Iterable[General], column: str) -> list[Problem]:
    """One remark per municipality for all its items that name no ``date`` (``source``), at the first of them."""
    facts: dict[str, list[General]] = {}
    for item in items:
        if not item.line[column]:
            facts.setdefault(item.code, []).append(item)
    text, what = _MISSING[column]
    return [
        own[0].line.problem("remark", f"no_{column}", f"{text}: {_listed(own)}", what, column, territory=code)
        for code, own in facts.items()
    ]


def _listed(own: list[General]) -> str:
    """The first few by name, the number of the others."""
    named = ", ".join(f"«{fact.title}»" for fact in own[:_NAMED])
    return f"{named} и ещё {len(own) - _NAMED}" if len(own) > _NAMED else named


_NAMED = 3
_MISSING = {
    "date": ("не указана дата сведений", "укажите день или год, на который они приведены"),
    "source": ("не указан источник сведений", "укажите документ или сайт, откуда взяты числа"),
}


# ---- inner contradictions


def contradictions(items: Iterable[General]) -> list[Problem]:
    """What one municipality says of itself on whatever dates, and cannot be so."""
    by_code: dict[str, dict[str, General]] = {}
    for item in items:
        if item.item and item.number is not None:
            by_code.setdefault(item.code, {}).setdefault(item.item, item)
    return [problem for own in by_code.values() for problem in _of_one(own)]


def _of_one(own: dict[str, General]) -> Iterable[Problem]:
    numbers = {id: fact.number for id, fact in own.items() if fact.number is not None}
    share, towns = numbers.get("urban_share"), numbers.get("towns")
    if share is not None and towns is not None and (share > 0) != (towns > 0):
        yield _doubt(
            own["urban_share"], f"доля городского населения {own['urban_share'].text} %, а городских поселений {towns}"
        )
    rural = numbers.get("rural_settlements")
    if share == 100 and rural:
        yield _doubt(own["urban_share"], f"доля городского населения 100 %, а сельских поселений {rural}")
    least = (towns or 0) + (rural or 0)
    if "localities" in numbers and least > numbers["localities"]:
        text = (
            f"населённых пунктов {numbers['localities']}, а поселений, в каждом из которых есть хотя бы один, {least}"
        )
        yield _doubt(own["localities"], text)
    yield from _no_such_share(own, numbers)


def _no_such_share(own: dict[str, General], numbers: dict[str, Decimal]) -> Iterable[Problem]:
    """A printed urban share that no whole number of the printed population gives."""
    share, people = numbers.get("urban_share"), numbers.get("population")
    if share is None or not people or own["urban_share"].date != own["population"].date:
        return
    step = Decimal(1).scaleb(int(share.as_tuple().exponent)) / 2
    least, most = ((share + way * step) * people / 100 for way in (-1, 1))
    if int(most) < least:
        text = f"доли {own['urban_share'].text} % не даёт никакое целое число из {own['population'].text} жителей"
        yield _doubt(own["urban_share"], text)


def _doubt(fact: General, message: str) -> Problem:
    what = "сверьте оба числа с источником"
    return fact.line.problem("warning", "general_contradiction", message, what, "value", territory=fact.code)
