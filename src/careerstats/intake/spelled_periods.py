"""Texts of headings, captions, sheets and notes -> the periods that they tell, however these are spelled."""

import re
from datetime import date, timedelta

from careerstats.model import period_mistake, period_span

_SCHOOL_YEAR = re.compile(r"(?<!\d)(20[0-9]{2})\s*[/–—-]\s*(?:20)?([0-9]{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20[0-9]{2})(?!\d)")
_SHORT = re.compile(
    r"(?<![\d№/.,:-])(?<!№ )['’‘`]?([1-4]\d)\s*(?:/|[–—-](?=\s*['’‘`]?\d\d\s*(?:уч|г\b|год)))\s*['’‘`]?([1-4]\d)"
    r"(?![\d/])(?!\s*(?:лет|кл|человек|чел))",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\b(20[0-9]{2})\s?-\s?(?:й|го|м|ом|му|е)\b", re.IGNORECASE)
_YEAR_WORDS = re.compile(r"(?<![а-яё])(?:за|на|в|уч(?:ебн\w+|\.)?|гг?\.?|год\w*)(?![а-яё])|[.,()]", re.IGNORECASE)
_LAST = re.compile(
    r"\bаппг\b|\bаналогичн\w+ период\w* (?:прошл|предыдущ)\w+(?: учебн\w+)?(?: год\w*)?"
    r"|\b(?:прошл|предыдущ|предшеств)\w+ (?:учебн\w+ |отч[её]тн\w+ )?(?:год|период)\w*",
    re.IGNORECASE,
)
_THIS = re.compile(r"\b(?:текущ|отч[её]тн|нынешн)\w+ (?:учебн\w+ )?(?:год|период)\w*", re.IGNORECASE)
_OF_YEAR = re.compile(
    r"\b(?:за|в|итог\w*|результат\w*)\s+(20[0-9]{2})\s*(?:г\b|год)"
    r"|(?<![_\d.])(?<!до )(?<!от )(?<!на )(?<!к )(?<!с )(?<!по )(20[0-9]{2})\s*(?:г\.?|год\w*)\W*$",
    re.IGNORECASE,
)
_OF_DATA = re.compile(
    r"сведени|данны|показател|отч[её]т|мониторинг|информаци|итог|результат|профориент|профессион|свод|численн|"
    r"количеств|диагностик|проб|\A\W*20[0-9]{2}\W+г",
    re.IGNORECASE,
)
_OF_PAPER = re.compile(
    r"приказ|письм|утв|концепци|стратеги|постановлени|распоряжени|протокол|решени|закон|программ|указ", re.IGNORECASE
)
_MONTHS = (
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма[йяе]",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
)
_MONTH = "|".join(_MONTHS)
DATE = re.compile(
    r"\d{1,2}\.\d{1,2}\.(?:20)?\d\d(?!\d)|20\d\d-\d\d-\d\d"
    rf"|(?:\d{{1,2}} )?\b(?:{_MONTH})\w* 20\d\d(?:\s*г(?:ода|\.)?)?",
    re.IGNORECASE,
)
_STATE = re.compile(
    rf"\b(?:на|за)\s+(?:(\d{{1,2}})\.(\d{{1,2}})\.((?:20)?\d\d)(?!\d)|(?:(\d{{1,2}}) )?({_MONTH})\w* (20\d\d))",
    re.IGNORECASE,
)
_PART_OF_TIME = re.compile(
    rf"\bбыл[оаи]?\b|\bстал[оаи]?\b|\bкв(?:\.|артал)|полугоди|\b\d+ мес|\bна (?:начал|конец)|{_LAST.pattern}"
    rf"|\b(?:{_MONTH})\w{{0,2}}\b|\d{{1,2}}\.\d{{1,2}}\.\d\d",
    re.IGNORECASE,
)
EARLY, LATE = timedelta(days=31), timedelta(days=122)
"""How long before its first day and after its last numbers of a period may be stated."""


def spelled_out(text: str, now: str = "") -> str:
    """«22/23 уч.г.» → «2022/23 уч.г.», «2023-й» → «2023 год»; «АППГ», «прошлый год» where it is known when now is."""
    out = _SHORT.sub(_of_short, _ORDINAL.sub(r"\1 год", text))
    if now and (last := previous(now)):
        out = _THIS.sub(now, _LAST.sub(last, out))
    return out


def _of_short(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[2])
    return f"20{first}/{last}" if last == first + 1 else match[0]


def previous(period: str) -> str:
    """2023/24 of 2024/25, 2023 of 2024; of a day none."""
    first, _, last = period.partition("/")
    if not (first.isdecimal() and (last.isdecimal() or not last)):
        return ""
    return f"{int(first) - 1}/{(int(last) - 1) % 100:02d}" if last else str(int(first) - 1)


def period_in(text: str, now: str = "") -> str:
    """The period that a heading is: «2024/25», «23/24 уч.г.», «за 2024 год»; empty where it is more than that."""
    bare = _YEAR_WORDS.sub(" ", spelled_out(text, now)).strip()
    if match := _SCHOOL_YEAR.fullmatch(bare):
        period = f"{match[1]}/{match[2]}"
    elif match := _YEAR.fullmatch(bare):
        period = match[1]
    else:
        return ""
    return "" if period_mistake(period) else period


def tells_part_of_time(text: str) -> bool:
    """«1 кв.», «I полугодие», «было», «на 01.09.2023», «АППГ»: a number of some time, hardly of the whole period."""
    return bool(_PART_OF_TIME.search(text))


def periods_named(text: str) -> list[str]:
    """Years and school years that a text names, of whatever; days are none."""
    bare = DATE.sub(" ", spelled_out(text))
    return _sound([*_school_years(bare), *_YEAR.findall(_SCHOOL_YEAR.sub(" ", bare))])


def periods_told(text: str) -> list[str]:
    """Periods that a title or a caption names for its numbers: «за 23/24 учебный год», «Сведения, 2023 год»."""
    bare = DATE.sub(" _ ", spelled_out(text))
    years = [next(filter(None, match.groups())) for match in _OF_YEAR.finditer(_SCHOOL_YEAR.sub(" ", bare))]
    is_of_data = _OF_DATA.search(bare) and not _OF_PAPER.search(bare)
    years = years if is_of_data else [year for year in years if re.search(rf"\b(?:за|в)\s+{year}", bare, re.IGNORECASE)]
    return _sound([*_school_years(bare), *years])


def states_told(text: str, period: str) -> list[str]:
    """Periods of the days that a caption says its numbers are of, where these lie far from ``period``.

    «По состоянию на 01.06.2023» above a table of 2024/25 tells 2022/23; «на 01.09.2024» tells nothing against it.
    """
    if _OF_PAPER.search(text):
        return []
    first, last = period_span(period)
    days = [day for match in _STATE.finditer(text) if (day := _day(match))]
    if any(first - EARLY <= day <= last + LATE for day in days):
        return []
    return _sound([_containing(day, period) for day in days])


def _day(match: re.Match[str]) -> date | None:
    """The day of «на 01.06.2023», «на 1 июня 2023 г.», «за май 2023 года» (its first)."""
    day, month, year, worded, name, full = match.groups()
    number = next((at for at, word in enumerate(_MONTHS, 1) if name and re.match(word, name, re.IGNORECASE)), 0)
    try:
        return date(int(full), number, int(worded or 1)) if name else date(2000 + int(year) % 100, int(month), int(day))
    except ValueError:
        return None


def _containing(day: date, period: str) -> str:
    if "/" not in period:
        return str(day.year) if period.isdecimal() else day.isoformat()
    first = day.year - (day.month < 9)
    return f"{first}/{(first + 1) % 100:02d}"


def without_period(text: str, now: str = "") -> tuple[str, str]:
    """«Факт 2024/25» → «Факт» and the period; what names no period, or several, stays as it is."""
    spelled = spelled_out(text, now)
    match = _SCHOOL_YEAR.search(spelled) or _YEAR.search(spelled)
    period = period_in(match[0]) if match else ""
    if match is None or not period:
        return text, ""
    bare = " ".join(_YEAR_WORDS.sub(" ", spelled.replace(match[0], " ", 1)).split()).strip(" ,:;–—-")
    return (text, "") if re.search("[0-9]", bare) else (bare, period)


def without_periods(text: str) -> str:
    """A heading without the years that it names: «Обучающиеся, 23/24 уч. год» → «Обучающиеся»."""
    if not periods_named(text):
        return text
    bare = _YEAR.sub(" ", _SCHOOL_YEAR.sub(" ", spelled_out(text)))
    return re.sub(r"[\s,;(–-]*(?:\b(?:за|на|в|уч|учебн\w+|год\w*|г)\b\.?|[\s,;()–-])*$", "", bare).strip()


def _school_years(text: str) -> list[str]:
    return [f"{first}/{last}" for first, last in _SCHOOL_YEAR.findall(text)]


def _sound(periods: list[str]) -> list[str]:
    return [period for period in dict.fromkeys(periods) if not period_mistake(period)]
