"""Exact numbers and names -> how they are written in a note: the only place where a number gets its printed form.

Rounding is half-up, once, from exact counts. Comma, no-break space, «−»; plural forms by Babel.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import ceil

NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "–"
NO_DATA = "нет данных"
HIDDEN = "скрыто"
"""A number that exists and is not given to this audience."""

Exact = int | Fraction


def tenths(value: Exact, digits: int = 1) -> int:
    """``value`` rounded half away from zero to ``digits`` decimals, in units of the last one: 45,25 → 453."""
    scaled = Fraction(value) * 10**digits
    rounded = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return int(rounded if scaled >= 0 else -rounded)


def decimal(value: Exact, digits: int = 1) -> str:
    """«1 234,5»; a value that rounds to zero loses its sign."""
    units = tenths(value, digits)
    whole, rest = divmod(abs(units), 10**digits)
    text = _grouped(whole) + (f",{rest:0{digits}d}" if digits else "")
    return f"{MINUS}{text}" if units < 0 else text


def as_given(number: Decimal) -> str:
    """«25 061», «−1,50»: thousands apart, a comma and a real minus, no digit more or less than it was given with."""
    whole, _, digits = f"{abs(number):f}".partition(".")
    sign = MINUS if number < 0 else ""
    return f"{sign}{integer(int(whole))}{',' if digits else ''}{digits}"


def integer(value: int) -> str:
    """«1 731»."""
    return decimal(int(value), 0)


def percent_of(part: int, whole: int, digits: int = 1) -> str:
    """«46,5» of exact counts; «нет данных» where there is no whole."""
    return decimal(Fraction(100 * part, whole), digits) if whole else NO_DATA


def percent(part: int, whole: int, digits: int = 1) -> str:
    """«46,5 %»."""
    return f"{percent_of(part, whole, digits)}{NBSP}%"


def among(part: int, whole: int) -> str:
    """«531 из 1 037»."""
    return f"{integer(part)} из {integer(whole)}"


def out_of(part: int, whole: int) -> str:
    """«531 из 1 037 (51,2 %)»."""
    return f"{among(part, whole)} ({percent(part, whole)})"


def of_one(part: float) -> str:
    """0.998 → «99,8 %», 0.05 → «5 %»: a part of one, as thresholds are kept, exactly."""
    exact = Fraction(str(part)) * 100
    digits = next(digits for digits in range(20) if (exact * 10**digits).denominator == 1)
    return f"{decimal(exact, digits)}{NBSP}%"


def signed(value: Exact, digits: int = 1) -> str:
    """«+21,4», «−3,2», «0,0»."""
    text = decimal(value, digits)
    return f"+{text}" if tenths(value, digits) > 0 else text


def points(value: Exact, digits: int = 1) -> str:
    """Size of a difference of shares in running text: «21,4 п. п.»."""
    return f"{decimal(abs(Fraction(value)), digits)}{NBSP}п.{NBSP}п."


def exact_share(part: int, whole: int) -> Fraction:
    """Share in per cent, exact."""
    return Fraction(100 * int(part), int(whole))


def missing_people(count: int, total: int, rest_count: int, rest_total: int) -> int:
    """M = ⌈n·r − k⌉: how many more would give the level of the rest."""
    return max(ceil(Fraction(total * rest_count, rest_total) - count), 0)


def times(part: Exact, whole: Exact) -> str:
    """«в 4,5 раза», «в 3 раза», «в 12 раз»: how many times one share is the other."""
    size = Fraction(part) / Fraction(whole)
    units = tenths(size)
    whole_number, rest = divmod(units, 10)
    if rest:
        return f"в{NBSP}{decimal(size)}{NBSP}раза"
    return f"в{NBSP}{integer(whole_number)}{NBSP}{plural(whole_number, 'раз', 'раза', 'раз')}"


def plural(number: int, one: str, few: str, many: str) -> str:
    """The form that goes with a whole number: 1 обучающийся, 2 обучающихся, 5 обучающихся."""
    return {"one": one, "few": few}.get(_plural_rule()(abs(int(number))), many)


def counted(number: int, one: str, few: str, many: str) -> str:
    """«1 731 обучающийся»."""
    return f"{integer(number)}{NBSP}{plural(number, one, few, many)}"


PUPIL = ("обучающийся", "обучающихся", "обучающихся")
OF_PUPIL = ("обучающегося", "обучающихся", "обучающихся")
"""A pupil after 1, 2, 5; the same after «у», «из», «не хватает»."""


def pupils(number: int) -> str:
    """«1 обучающийся», «22 обучающихся»."""
    return counted(number, *PUPIL)


def pupils_genitive(number: int) -> str:
    """After «у», «из», «среди»: «1 обучающегося», «22 обучающихся»."""
    return counted(number, *OF_PUPIL)


def people(number: int) -> str:
    """«1 человек», «2 человека», «5 человек»."""
    return counted(number, "человек", "человека", "человек")


def others(number: int) -> str:
    """After «по», «остальным»: «1 муниципальному образованию», «28 муниципальным образованиям»."""
    return counted(number, "муниципальному образованию", "муниципальным образованиям", "муниципальным образованиям")


def municipalities(number: int) -> str:
    """«1 муниципальное образование», «3 муниципальных образования»."""
    return counted(number, "муниципальное образование", "муниципальных образования", "муниципальных образований")


def municipalities_in(number: int) -> str:
    """After «в»: «1 муниципальном образовании», «12 муниципальных образованиях»."""
    return counted(number, "муниципальном образовании", "муниципальных образованиях", "муниципальных образованиях")


def day(given: date | str) -> str:
    """«20.04.2021» of a day or its ISO text."""
    return (date.fromisoformat(given) if isinstance(given, str) else given).strftime("%d.%m.%Y")


def dated(given: object) -> str:
    """The date of a source: «20.04.2021» of a day or its ISO text; «2022», «ежегодно» as they stand."""
    if isinstance(given, date):
        return day(given)
    text = str(given)
    return day(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else text


_YEAR = {"nominative": "год", "genitive": "года", "prepositional": "году", "instrumental": "годом"}
_SCHOOL = {"nominative": "учебный", "genitive": "учебного", "prepositional": "учебном", "instrumental": "учебным"}


def year(period: str, case: str = "nominative") -> str:
    """«2020 год», «2024/25 учебного года», «12.10.2020» in any case; also after «за», «на»: the nominative."""
    if "-" in period:
        return day(period)
    school = f"{NBSP}{_SCHOOL[case]}" if "/" in period else ""
    return f"{period}{school}{NBSP}{_YEAR[case]}"


def joined(words: list[str], last: str = "и") -> str:
    """«А, Б и В»."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def and_more(number: int, shown: int) -> str:
    """« и ещё 12»: after so many of a longer list; empty where all are shown."""
    return f" и ещё {integer(number - shown)}" if number > shown else ""


def some(names: Sequence[str], most: int) -> str:
    """«А, Б и ещё 12»: so many of a list by name; empty where there are none."""
    return f"{', '.join(names[:most])}{and_more(len(names), most)}"


def uncapitalised(text: str) -> str:
    """«Лист школы» inside a sentence; «ПОО региона», «ИКТ-проект» keep their letters."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def capital(text: str) -> str:
    """First letter large, the rest untouched."""
    return text[:1].upper() + text[1:]


def fill(template: str, words: dict[str, str]) -> str:
    """``{name}`` replaced by its word; an unknown name or a lone brace raises KeyError: no text has a hole."""
    parts = re.split(r"\{([^{}]*)\}", template)
    for text in parts[::2]:
        if "{" in text or "}" in text:
            raise KeyError("{" if "{" in text else "}")
    parts[1::2] = [str(words[name]) for name in parts[1::2]]
    return "".join(parts)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", NBSP)


@cache
def _plural_rule() -> Callable[[int], str]:
    from babel import Locale

    return Locale("ru").plural_form


def of_share(name: str) -> str:
    """«доли прошедших пробы»: the genitive of a name that begins with «доля»; any other as it is."""
    return f"доли{name[4:]}" if name.startswith("доля ") else name


def closed(name: str) -> str:
    """A name that ends with a clause, with its second comma: «доля школ, имеющих план,» – before a dash or a verb."""
    return f"{name}," if _CLAUSE.search(name) else name


_CLAUSE = re.compile(r", [а-яё]")
