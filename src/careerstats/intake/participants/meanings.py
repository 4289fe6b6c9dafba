"""Text of one cell of an export -> what it means as a number: a class, ОВЗ, a day of the period, a condition met.

A text that means nothing is −1; each different text is looked up once.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from careerstats import dates
from careerstats.intake import cells
from careerstats.model import UNREADABLE, period_span
from careerstats.written import EMPTY, FILLED, POSITIVE

OVZ_YES, OVZ_NO = 1 << 13, 1 << 14
"""Bits of a participant's traits beside those of the classes: class 9 is 1 << 9."""

NOT_UNDERSTOOD = -1

Condition: TypeAlias = str | list[object] | dict[str, list[object]]
"""A list of values, {кроме: list}, or one of the words EMPTY, FILLED, POSITIVE; always of one column."""

_GRADE = re.compile(r"0?(\d{1,2})(?:[ \-–]?[«\"]?[а-яёa-z]?[»\"]?)(?: ?(?:класс|кл\.?))?")
_DAY_END = re.compile(r"[ T]")
_NOTHING = {"", "-", "–", "—", "н/д", "нет данных"}
_MANY = 1 << 16  # texts remembered of one column


class Column:
    """A column of few different texts: what each of them means, looked up once."""

    def __init__(self, meaning: Callable[[str], int]):
        self._meaning = meaning
        self._known: dict[str, int] = {}

    def codes(self, column: pa.Array) -> np.ndarray:
        """int64, one per row."""
        texts = coded(column)
        meanings = np.array([self._of(text) for text in texts.dictionary.to_pylist()] or [0], dtype=np.int64)
        result: np.ndarray = meanings[texts.indices.to_numpy()]
        return result

    def _of(self, text: str) -> int:
        if len(self._known) > _MANY:
            self._known.clear()
        if text not in self._known:
            self._known[text] = self._meaning(cells.normal_text(text))
        return self._known[text]


class Test:
    """A condition of dataset.yaml on one column; ``unseen``: listed values that no row has had yet."""

    def __init__(self, title: str, condition: Condition):
        self.title = title
        without = isinstance(condition, dict)
        values = condition["кроме"] if isinstance(condition, dict) else condition
        self._words = {cells.normal_text(value).lower() for value in values} if isinstance(values, list) else set()
        self.unseen = set(self._words)
        self._verdict = _word_test(condition) if isinstance(condition, str) else self._listed(without)
        self.column = Column(self._verdict)

    def _listed(self, without: bool) -> Callable[[str], int]:
        def verdict(text: str) -> int:
            self.unseen.discard(text.lower())
            return int((text.lower() in self._words) != without)

        return verdict


def _word_test(word: str) -> Callable[[str], int]:
    return {EMPTY: lambda text: int(not text), FILLED: lambda text: int(bool(text)), POSITIVE: _positive}[word]


def _positive(text: str) -> int:
    if text.isdecimal():
        return int(text.strip("0") != "")
    return 0 if text.lower() in _NOTHING else NOT_UNDERSTOOD


def coded(column: pa.Array) -> pa.Array:
    return column if pa.types.is_dictionary(column.type) else column.dictionary_encode()


def grade(text: str) -> int:
    """«9», «9А», «9 «Б»», «09 класс» → the bit of class 9; 0 where nothing is said."""
    if text.lower() in _NOTHING:
        return 0
    match = _GRADE.fullmatch(text.lower())
    number = int(match[1]) if match else 0
    return 1 << number if 1 <= number <= 12 else NOT_UNDERSTOOD


def ovz(text: str) -> int:
    cell = cells.parse_flag(text)
    if cell.status == UNREADABLE:
        return NOT_UNDERSTOOD
    return 0 if cell.count is None else (OVZ_YES if cell.count else OVZ_NO)


def in_span(period: str) -> Callable[[str], int]:
    """Whether a day lies in the period; a row without a day is asked about."""
    first, last = period_span(period)

    def inside(text: str) -> int:
        try:
            return int(first <= date.fromisoformat(dates.iso(_DAY_END.split(text, maxsplit=1)[0])) <= last)
        except ValueError:
            return NOT_UNDERSTOOD

    return inside
