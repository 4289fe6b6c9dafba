"""Words of a heading or a caption -> the unit they name where it is no count: a share, thousands, a rate, scores."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_COUNT = re.compile(r"\b(?:чел\b|человек|кол-во|количеств|численност|числ[оа]\b|шт\b|штук|единиц|ед\.)")
_BESIDE = re.compile(r"[(,;]\s*(?:чел|шт|ед)")
_BEFORE = r"(?:^|[(\[,;:/–—-]\s*|\bв\s+|\n)(?:в\s+)?"
_AFTER = r"[^\w%‰]*$"
_ROUND, _NEVER = r"10{0,2}(?:\s?000)?", re.compile(r"(?!)")
_NOUN = r"(?:чел|обуч|учащ|учен|жител|дет[ея]|школ|насел|педагог|организац|работник)"


class Unit(NamedTuple):
    """A unit that no count has: how it is called, and how headings tell it.

    ``stands`` – the word stands where units stand; ``starts`` – the heading is about it; ``named`` – it is mentioned,
    which tells something only where no «количество» does.
    """

    name: str
    stands: re.Pattern[str]
    starts: re.Pattern[str]
    named: re.Pattern[str]


_UNITS = (
    Unit(
        "доля (проценты)",
        re.compile(rf"{_BEFORE}(?:%|‰|процент\w*|промилле|дол(?:я|ях|и)(?:\s+единиц\w*)?)(?:\s*(?:от|к|из)\s[^)]*)?{_AFTER}|\((?:в\s+)?(?:%|процент\w*)[^)]*\)"),
        re.compile(r"[\W\d]*(?:дол[яи]\b|удельн\w+ вес|процент|%)"),
        re.compile(r"%|‰|процент|удельн\w+ вес|\bдол[яиюе]\b|\bдолей\b"),
    ),
    Unit(
        "тысячи",
        re.compile(
            rf"(?<!\d )(?<!\d)\bтыс(?:\.|яч\w*)?\s*(?:{_NOUN}\w*|шт|ед|руб\w*)?{_AFTER}"
            r"|[(,;:]\s*(?:в\s+)?тыс\w*\.?[^)]*\)"
        ),
        re.compile(r"\W*тыс"),
        re.compile(r"\bтыс\b|\bтысяч"),
    ),
    Unit("млн", re.compile(rf"{_BEFORE}млн\b"), re.compile(r"\W*(?:млн|миллион)"), re.compile(r"\bмлн\b|миллион")),
    Unit(
        "число на столько-то человек",
        re.compile(rf"\b(?:на|в расч[её]те на)\s+(?:одн\w+|1|{_ROUND}|тыс\w*\.?)\s*(?:тыс\w*\.?\s*)?{_NOUN}"),
        _NEVER,
        re.compile(rf"\bна\s+{_ROUND}\s*{_NOUN}"),
    ),
    Unit(
        "баллы",
        re.compile(rf"{_BEFORE}балл\w*{_AFTER}|\((?:в\s+)?балл\w*[^)]*\)"),
        re.compile(r"\W*(?:средн\w+ |количество |сумма |число |кол-во )?балл"),
        re.compile(r"\bбалл"),
    ),
    Unit("рубли", re.compile(rf"{_BEFORE}(?:руб\w*|₽)"), _NEVER, re.compile(r"\bруб(?:\b|л)|₽")),
)  # fmt: skip
_DATA = r"(?:данные|числа|показатели|сведения|значения|численность|количество)\b[^.;]{0,40}\bв\s+"
_NOTED = {
    "тысячи": re.compile(rf"{_DATA}тыс"),
    "млн": re.compile(rf"{_DATA}(?:млн|миллион)"),
    "доля (проценты)": re.compile(
        r"(?:данные|числа|показатели|сведения|значения|численность|количество)\s+"
        r"(?:приведен|указан|дан|представлен|выражен)[аоы]\s+в\s+(?:процент|%|долях)"
    ),
}
MULTIPLES = ("тысячи", "млн")
"""Of people too: a heading of «чел.» under «тыс. чел.» does not gainsay it."""

_SCORE = "баллы"
_UNIT_WORD = re.compile(r"(?:в|%|процент\w*|тыс\w*|млн|чел\w*|балл\w*|ед\w*|измерени\w*|обучающихся|шт\w*|руб\w*)$")


def of_heading(words: str) -> str:
    """The unit that a heading names in place of a count; empty where it names none, or both."""
    text = _plain(words)
    counts = _COUNT.search(text)
    for unit in _UNITS:
        stands = unit.stands.search(text)
        if (
            (stands and not (counts and _BESIDE.search(text)))
            or unit.starts.match(text)
            or (unit.named.search(text) and not counts)
        ):
            return unit.name
    return ""


def of_path(path: Iterable[str]) -> str:
    """The unit of a column under several headings: the lowest that names one decides, «чел.» too."""
    for words in reversed(list(path)):
        if unit := of_heading(words):
            return unit
        if re.search(r"\b(?:чел\b|человек\b|шт\b|ед\.)|^\W*(?:количество|численность|число|кол-во)\W*$", _plain(words)):
            return ""
    return ""


def of_caption(words: str) -> str:
    """The unit of a whole table, out of a line above its heads: «тыс. чел.», «…, %», «Доля …»."""
    text = _plain(words)
    if (
        len(text) > 300
        or _BESIDE.search(text)
        or (_COUNT.search(text) and not re.search(r"[(,]?\s*(?:в\s+)?(?:%|процент\w*|тыс)[^(]*$", text))
    ):
        return ""
    return next((unit.name for unit in _UNITS if unit.stands.search(text) or unit.starts.match(text)), "")


def of_note(words: str) -> str:
    """The unit of a whole table, out of a line below it: «* данные приведены в тыс. чел.»."""
    text = _plain(words)
    if is_only_unit(text):
        return of_heading(text.lstrip("* "))
    return next((name for name, pattern in _NOTED.items() if pattern.search(text)), "") if len(text) < 200 else ""


def is_only_unit(words: str) -> bool:
    """«тыс. чел.», «(в процентах)», «единица измерения: человек»: nothing but a unit, of all that stands below."""
    return bool(re.search(r"\w|%", words)) and all(
        _UNIT_WORD.match(word) for word in re.findall(r"\w+|%", words.lower())
    )


def tells_count(path: Iterable[str]) -> bool:
    """Whether a heading itself says that it is about a count."""
    return any(_COUNT.search(_plain(words)) for words in path)


def is_fit(unit: str, variable: str, units: Mapping[str, str]) -> bool:
    """Whether numbers of this unit may be those of the variable."""
    return not unit or (unit == _SCORE and units.get(variable) == "score")


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.lower()).strip()
