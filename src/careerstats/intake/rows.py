"""Texts of one row -> whether it is a total, a row of column numbers or a note: what people put among data."""

import re

_TOTAL = re.compile(r"(итого|всего)( по .+)?( ?:)?", re.IGNORECASE)
_LETTERS = set("АБВAB")


def is_total(label: str) -> bool:
    """«Всего», «Итого:», «ВСЕГО по району»."""
    return bool(_TOTAL.fullmatch(label.strip(" .")))


def are_column_numbers(texts: list[str]) -> bool:
    """1 2 3 4 …, or А Б 1 2 3 …, as forms number their columns under the titles."""
    filled = [text for text in texts if text]
    numbers = [int(text) for text in filled if text.isdecimal() and len(text) < 4]
    letters = filled[: len(filled) - len(numbers)]
    return (
        len(numbers) > 1
        and _LETTERS.issuperset(letters)
        and filled[len(letters) :] == [str(number) for number in numbers]
        and numbers[0] in (1, len(letters) + 1)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def is_note(texts: list[str]) -> bool:
    """Only one cell is filled, and with words: «* по данным на 20 сентября», a signature, a heading between rows."""
    filled = [text for text in texts if text]
    return len(filled) == 1 and bool(re.search(r"[^\W\d_]{2}", filled[0]))
