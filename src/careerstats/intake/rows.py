"""Texts of one row -> whether it is a total, a row of column numbers or a note: what people put among data."""

import re

from careerstats.intake.cells import without_number

_TOTAL = re.compile(r"(итого|всего)( по .+)?( ?:)?|(?:\S.* )?итог", re.IGNORECASE)
_YEARS = re.compile(r"20[0-9]{2}\s*[/–—-]\s*(?:20)?[0-9]{2}")
_PART = re.compile(r"\bпо .*(?:[аяыи]м|зоне|групп\w*|кластеру|кусту|подгруппе)\b", re.IGNORECASE)
_LETTERS = set("АБВAB")
_COLUMN_NUMBER = re.compile(
    r"(?:гр(?:афа|\.)? ?)?\(?([1-9][0-9]{0,2})(?: ?[=(](?:[^а-яё]|гр(?:афа)?\b)*)?[).]?", re.IGNORECASE
)
_ASIDE = re.compile(
    r"\W*(?:из них|в том числе|в т\. ?ч\b|в среднем|средн(?:ее|яя|ий)\b|справочно|медиана|минимум|максимум|отклонение|"
    r"прирост|темп\w* |доля\b|процент|%|план\b|ранг\b|(?:пример|образец|тест)(?![а-яё])|"
    r"(?:итого|всего) (?:без|с уч[её]том|кроме|за исключением)\b)",
    re.IGNORECASE,
)


def is_total(label: str) -> bool:
    """«Всего», «Итого:», «ВСЕГО по району»; «Общий итог», «Лесной район Итог», as a pivot table calls them."""
    return bool(_TOTAL.fullmatch(label.strip(" .")))


def is_total_of_part(label: str) -> bool:
    """«Итого по городам», «Всего по южной зоне»: a total of rows that are picked out, not of all."""
    of_one = label.lower().endswith(" итог") and not label.lower().startswith("общий")
    return of_one or (bool(_PART.search(label)) and not re.search(r"\bвсе[мй]\b", label.lower()))


def are_column_numbers(texts: list[str]) -> bool:
    """1 2 3 4 …, А Б 1 2 3 …, (1) (2) (3=2/1), гр. 1 гр. 2: as forms number their columns under the titles."""
    filled = [text for text in texts if text]
    numbers = [int(match[1]) for text in filled if (match := _COLUMN_NUMBER.fullmatch(text))]
    letters = filled[: len(filled) - len(numbers)]
    return (
        len(numbers) > 1
        and _LETTERS.issuperset(letters)
        and all(map(_COLUMN_NUMBER.fullmatch, filled[len(letters) :]))
        and numbers[0] in (1, len(letters) + 1)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def begins_column_numbers(first: str) -> bool:
    """Whether a row that begins so may be one of column numbers; no name and no number of pupils does."""
    return first in _LETTERS or bool(_COLUMN_NUMBER.fullmatch(first))


def is_note(texts: list[str]) -> bool:
    """Only one cell is filled, and with words: «* по данным на 20 сентября», a signature, a heading between rows."""
    filled = [text for text in texts if text]
    return len(filled) == 1 and (_has_words(filled[0]) or bool(_YEARS.fullmatch(filled[0])))


def aside_of(label: str) -> str | None:
    """«Среднее», «из них города», «Итого без интернатов», figures of no municipality: what follows the first words."""
    match = _ASIDE.match(label)
    return label[match.end() :].strip(" :–—-") if match else None


def are_words(texts: list[str]) -> bool:
    """Whether all that stands here is words: a signature, a remark; no number and no sign of its absence."""
    return all(_has_words(text) and not without_number(text) for text in texts if text)


def _has_words(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}", text))
