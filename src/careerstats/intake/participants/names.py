"""Columns of names and of the birth date -> one number per row, alike for every spelling of one person.

The number is a sum over all words of the names and the day: in which order and columns the words stand means nothing.
Words stay in here as long as the list is read, each once; what goes out are numbers.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple
from unicodedata import normalize

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from careerstats import dates
from careerstats.intake.participants.keys import INITIALS, NO_PERSON, Identities
from careerstats.intake.participants.meanings import NOT_UNDERSTOOD, Column, coded
from careerstats.intake.participants.namesakes import Namesakes, Persons
from careerstats.model import period_span

NOT_BORN, NO_SUCH_DAY, NOT_SCHOOL_AGE = "no_birth_date", "no_such_day", "not_school_age"
AGES = range(5, 26)
"""Whole years on the last day of the period that somebody counted among pupils can have."""

_NOTHING = (
    r"(^|[ ,(])(нет|нету|нет данных|нет отчества|отсутству(ет|ют)|отсутствие|без отчества|отчества нет|не имеет(ся)?"
    r"|не указан[оа]?|н\.?/д\.?|б\.?/о\.?|null|none|nan)[ .)]*$"
)
_INSIDE_WORDS = r"[\x{00AD}\x{200B}-\x{200D}\x{2060}\x{FEFF}'’‘ʼ`´]"
_BETWEEN_WORDS = r"[^\pL\pM]+"
_LOOK_ALIKE = str.maketrans("abcehkmoptxy", "авсенкмортху")
_LATIN = re.compile(r"[a-z]")
_PATRONYMIC = re.compile(r"[а-я]{2,}(?:[ое]вич|[ое]вна|ична|ьич|кич|мич)")
_MOST_WORDS = 12  # a cell of more is no name
_DAY_END = re.compile(r"[ T]")
_DATED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2}")
_IMPOSSIBLE, _TOO_FAR = -2, -3
_NOT_A_DAY = {NOT_BORN: NOT_UNDERSTOOD, NO_SUCH_DAY: _IMPOSSIBLE, NOT_SCHOOL_AGE: _TOO_FAR}


class Refused(NamedTuple):
    """Rows (bool) that say of nobody who he is, why, and the index of the column that is to blame."""

    reason: str
    column: int
    rows: np.ndarray


class _Cells(NamedTuple):
    """One column: ``of``: the different cell of each row; of each different cell its words, their sum, …"""

    of: np.ndarray
    words: np.ndarray
    sums: np.ndarray
    patronymic: np.ndarray
    size: np.ndarray
    initials: np.ndarray


class Names:
    """Names and birth dates of one list, batch after batch; ``namesakes``: what must wait for the whole list."""

    def __init__(self, identities: Identities, period: str, namesakes: Namesakes):
        self.namesakes = namesakes
        self._identities = identities
        self._born = Column(_birthday(period))
        self._known: dict[str, int] = {}
        self._words: list[str] = []
        self._numbers = np.zeros(1, dtype=np.uint64)  # of each word; the last one, of no word, is 0
        self._initial, self._ending = np.zeros(1, dtype=bool), np.zeros(1, dtype=bool)  # likewise

    def read(self, columns: Sequence[pa.Array], numbers: np.ndarray) -> tuple[np.ndarray, list[Refused]]:
        """The person of each row (uint64), and rows without one; ``numbers``: of the rows in their file."""
        *named, born = columns
        cells = [self._cells(column, _role(at, len(named))) for at, column in enumerate(named)]
        days = self._born.codes(born)
        refused = [*_nameless(cells), *(Refused(why, len(named), days == code) for why, code in _NOT_A_DAY.items())]
        refused = _first_reasons(refused)
        good = ~np.logical_or.reduce([reason.rows for reason in refused])
        person = self._days(days) + sum(cell.sums[cell.of] for cell in cells)
        patronymic = _patronymic(cells)
        rows = np.flatnonzero(good)
        persons, first = np.unique(person[rows], return_index=True)
        at = rows[first]
        words = np.hstack([cell.words[cell.of[at]] for cell in cells])
        self.namesakes.add(Persons(persons, person[at] - patronymic[at], numbers[at], words))
        return person, refused

    def doubles(self) -> list[tuple[int, int, int, int]]:
        """Likely doubles: file and row of the one, file and row of the other."""
        return self.namesakes.doubles(self._words, self._numbers)

    def _days(self, days: np.ndarray) -> np.ndarray:
        which, of = np.unique(days, return_inverse=True)
        return self._identities.of(pa.array([f"born {day}" for day in which.tolist()], pa.string()))[of]

    def _cells(self, column: pa.Array, role: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> _Cells:
        texts = coded(column)
        lists = pc.split_pattern(_plain(texts.dictionary), " ")
        sizes = np.diff(lists.offsets.to_numpy())
        flat = lists.flatten().dictionary_encode()
        known = np.array(self._of(flat.dictionary.to_pylist()) or [-1], dtype=np.int32)
        width = min(int(sizes.max(initial=1)), _MOST_WORDS)
        words = np.full((max(len(sizes), 1), width), -1, dtype=np.int32)
        row = np.repeat(np.arange(len(sizes)), sizes)
        place = np.arange(len(row)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        usable = (sizes <= _MOST_WORDS)[row]
        words[row[usable], place[usable]] = known[flat.indices.to_numpy()][usable]
        return _Cells(
            texts.indices.to_numpy(),
            words,
            self._numbers[words].sum(axis=1, dtype=np.uint64),
            (self._numbers[words] * role(words, self._ending[words])).sum(axis=1, dtype=np.uint64),
            (words >= 0).sum(axis=1),
            np.logical_or.reduce(self._initial[words], axis=1),
        )

    def _of(self, texts: list[str]) -> list[int]:
        """Numbers of words; −1 of nothing."""
        words = [_letters(text) for text in texts]
        fresh = [word for word in dict.fromkeys(words) if word and word not in self._known]
        if fresh:
            self._known |= {word: at for at, word in enumerate(fresh, len(self._words))}
            self._words += fresh
            self._numbers = _with(self._numbers, self._identities.of(pa.array(fresh, pa.string())))
            self._initial = _with(self._initial, [len(word) == 1 for word in fresh])
            self._ending = _with(self._ending, [bool(_PATRONYMIC.fullmatch(word)) for word in fresh])
        return [self._known.get(word, -1) for word in words]


def _with(known: np.ndarray, fresh: np.ndarray | Sequence[bool]) -> np.ndarray:
    """What is known of all words, with the fresh ones; the last value, of no word, stays the last."""
    return np.concatenate([known[:-1], fresh, known[-1:]])


def _plain(texts: pa.Array) -> pa.Array:
    """Small letters with single spaces between words; «нет» and errors of formulas are nothing."""
    texts = pc.replace_substring_regex(pc.utf8_lower(texts), r"^\s*#.*$", "")
    texts = pc.utf8_trim_whitespace(pc.replace_substring_regex(texts, r"\s+", " "))
    texts = pc.replace_substring_regex(pc.replace_substring_regex(texts, _NOTHING, ""), _INSIDE_WORDS, "")
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(texts, _BETWEEN_WORDS, " "))


def _letters(word: str) -> str:
    """Signs of one kind; Latin letters that look like Cyrillic ones are those, where the word has no others."""
    word = normalize("NFKC", word).lower()
    changed = word.translate(_LOOK_ALIKE)
    return (word if _LATIN.search(changed) else changed).replace("ё", "е")


def _role(at: int, columns: int) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """Which words of a column are the patronymic: of the third one all, elsewhere one by its ending, never the first.

    Words of the cells, and which have such an ending → bool.
    """
    if at >= 2:
        return lambda words, ending: words >= 0
    if at < columns - 1 and at == 0:
        return lambda words, ending: np.zeros(words.shape, dtype=bool)
    least = 3 if columns == 1 else 2

    def by_ending(words: np.ndarray, ending: np.ndarray) -> np.ndarray:
        sure = (ending.sum(axis=1) == 1) & ((words >= 0).sum(axis=1) >= least) & ~ending[:, 0]
        chosen: np.ndarray = np.logical_and(ending, sure[:, None])
        return chosen

    return by_ending


def _patronymic(cells: list[_Cells]) -> np.ndarray:
    """Its number in each row, 0 where none stands: the own column first, then one that stands behind the name."""
    out = np.zeros(len(cells[0].of), dtype=np.uint64)
    for column in reversed(cells):
        out = np.where(out == 0, column.patronymic[column.of], out)
    return out


def _nameless(cells: list[_Cells]) -> list[Refused]:
    """Surname and first name are needed, and whole ones; in one cell they are two words."""
    initials = [Refused(INITIALS, at, cell.initials[cell.of]) for at, cell in enumerate(cells)]
    if len(cells) == 1:
        return [*initials, Refused(NO_PERSON, 0, (cells[0].size < 2)[cells[0].of])]
    return [*(Refused(NO_PERSON, at, (cell.size == 0)[cell.of]) for at, cell in enumerate(cells[:2])), *initials]


def _first_reasons(refused: list[Refused]) -> list[Refused]:
    """Each row once, by the first of its reasons."""
    out, said = [], np.zeros(len(refused[0].rows), dtype=bool)
    for reason in refused:
        out.append(reason._replace(rows=reason.rows & ~said))
        said = said | reason.rows
    return out


def _birthday(period: str) -> Callable[[str], int]:
    """A day as its number; what is no day, is not in the calendar, or is of no pupil is below 0."""
    last = period_span(period)[1]

    def day(text: str) -> int:
        text = _DAY_END.split(text, maxsplit=1)[0]
        if not _DATED.fullmatch(text):
            return NOT_UNDERSTOOD
        try:
            born = date.fromisoformat(dates.iso(text))
        except ValueError:
            return _IMPOSSIBLE
        age = last.year - born.year - ((last.month, last.day) < (born.month, born.day))
        return born.toordinal() if age in AGES else _TOO_FAR

    return day
