"""Persons of a whole list -> who is the same without his patronymic, and pairs that are likely one person.

Both wait for the last row: one patronymic beside a row without any is that person's, two are nobody's.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from careerstats.intake.participants.keys import Identities

_MANY = 1 << 20  # persons that wait until repeated ones are dropped


class Persons(NamedTuple):
    """Different persons: number, number without the patronymic, row where first met (file in front), words (−1: none).

    Two are alike without a patronymic where the one's ``bare`` is the other's. Persons that are known by ids have no
    words; their ``bare`` is alike for all likely spellings of one id.
    """

    person: np.ndarray
    bare: np.ndarray
    row: np.ndarray
    words: np.ndarray


class Namesakes:
    """Takes the persons of each batch; ``file``: number of the file that is being read."""

    def __init__(self) -> None:
        self.file = 0
        self._parts: list[Persons] = []
        self._waiting = self._merged = 0

    def add(self, persons: Persons) -> None:
        self._parts.append(persons._replace(row=persons.row | np.int64(self.file << _FILE)))
        self._waiting += len(persons.person)
        if self._waiting > 2 * self._merged + _MANY:
            self._merged = self._waiting = len(self._all().person)

    def same(self) -> tuple[np.ndarray, np.ndarray]:
        """Numbers without a patronymic, in order, and whose they are: of those with just one patronymic."""
        persons = self._all()
        named = persons.person != persons.bare
        bare, person = persons.bare[named], persons.person[named]
        without = np.isin(bare, persons.person[~named])
        bare, first, times = np.unique(bare[without], return_index=True, return_counts=True)
        return bare[times == 1], person[without][first[times == 1]]

    def doubles(self, words: Sequence[str], numbers: np.ndarray) -> list[tuple[int, int, int, int]]:
        """Pairs alike in the birth date and all words but one: that one is missing, or a slip apart.

        ``words``, ``numbers``: of each word; the last number is 0.
        """
        persons = self._all()
        kept = ~np.isin(persons.person, self.same()[0])
        persons = Persons(*(column[kept] for column in persons))
        pairs = _alike_but_one(persons, numbers)
        near = _near(words)
        rows = {
            _ordered(int(persons.row[first]), int(persons.row[second]))
            for first, second, word, changed in pairs
            if near(word, changed)
        }
        return _in_files(rows)

    def respelt(self) -> list[tuple[int, int, int, int]]:
        """Each person whose ``bare`` an earlier row has under another number, beside the first of those rows."""
        persons = self._all()
        order = np.lexsort((persons.row, persons.bare))
        bare, row = persons.bare[order], persons.row[order]
        _, start, group = np.unique(bare, return_index=True, return_inverse=True)
        first = row[start[group]]
        again = first != row
        return _in_files(zip(first[again].tolist(), row[again].tolist(), strict=True))

    def _all(self) -> Persons:
        """Each person once, by the first of his rows."""
        if len(self._parts) != 1:
            width = max((part.words.shape[1] for part in self._parts), default=1)
            parts = [part._replace(words=_widened(part.words, width)) for part in self._parts]
            empty = Persons(np.zeros(0, np.uint64), np.zeros(0, np.uint64), np.zeros(0, np.int64),
                            np.zeros((0, width), np.int32))  # fmt: skip
            joined = Persons(*(np.concatenate(columns) for columns in zip(empty, *parts, strict=True)))
            first = np.unique(joined.person, return_index=True)[1]
            self._parts = [Persons(*(column[first] for column in joined))]
        return self._parts[0]


_FILE = 40  # bits of the number of a row


def _ordered(first: int, second: int) -> tuple[int, int]:
    return min(first, second), max(first, second)


def _in_files(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Pairs of rows in order, each row as its file and its number there."""
    low = (1 << _FILE) - 1
    return [(first >> _FILE, first & low, second >> _FILE, second & low) for first, second in sorted(pairs)]


def _widened(words: np.ndarray, width: int) -> np.ndarray:
    return np.pad(words, ((0, 0), (0, width - words.shape[1])), constant_values=-1)


def _alike_but_one(persons: Persons, numbers: np.ndarray) -> list[tuple[int, int, int, int]]:
    """Two persons, and the word of each that the other has not (−1: none)."""
    size, width = persons.words.shape
    owner = np.tile(np.arange(size), width + 1)
    word = np.concatenate([persons.words.T.ravel(), np.full(size, -1, dtype=np.int32)])
    left_out = (word >= 0) | (np.arange(len(word)) >= size * width)
    owner, word = owner[left_out], word[left_out]
    rest = persons.person[owner] - numbers[word]
    order = np.argsort(rest, kind="stable")
    rest = rest[order]
    again = np.zeros(len(rest) + 1, dtype=bool)
    again[1:-1] = rest[1:] == rest[:-1]
    shared = again[1:] | again[:-1]
    rest, owner, word = rest[shared], owner[order][shared], word[order][shared]
    out: list[tuple[int, int, int, int]] = []
    step = 1
    while step < len(rest) and (same := rest[step:] == rest[:-step]).any():
        at = np.flatnonzero(same)
        at = at[owner[at] != owner[at + step]]
        out += zip(
            *(column.tolist() for column in (owner[at], owner[at + step], word[at], word[at + step])), strict=True
        )
        step += 1
    return out


def _near(words: Sequence[str]) -> Callable[[int, int], bool]:
    from rapidfuzz.distance import OSA

    def near(first: int, second: int) -> bool:
        """A missing word, or a slip of the pen in a long enough one."""
        if first < 0 or second < 0:
            return True
        shorter = min(len(words[first]), len(words[second]))
        return shorter > 2 and OSA.distance(words[first], words[second]) <= (2 if shorter > 6 else 1)

    return near


_UNSEEN = r"[\s\x{00A0}\x{00AD}\x{200B}-\x{200D}\x{202F}\x{2009}\x{2060}\x{FEFF}]"
_LOOK_ALIKE = tuple(zip("abcehkmoptxyё", "авсенкмортхуе", strict=True))


def by_spelling(
    texts: pa.Array, person: np.ndarray, rows: np.ndarray, numbers: np.ndarray, identities: Identities
) -> Persons:
    """Persons known by ids, alike where these are apart only in spaces, look-alike letters or zeros in front.

    ``texts``, ``person``, ``numbers``: of every row its id, the number of that and of the row in its file; ``rows``:
    those that say of whom they are.
    """
    persons, first = np.unique(person[rows], return_index=True)
    at = rows[first]
    bare = identities.of(_folded(texts.take(pa.array(at))))
    return Persons(persons, bare, numbers[at], np.full((len(at), 1), -1, dtype=np.int32))


def _folded(texts: pa.Array) -> pa.Array:
    """«A 12» with a Latin letter and «а12», «007» and «7» are alike."""
    texts = pc.utf8_lower(pc.replace_substring_regex(pc.utf8_normalize(texts, form="NFKC"), _UNSEEN, ""))
    for latin, cyrillic in _LOOK_ALIKE:
        texts = pc.replace_substring(texts, latin, cyrillic)
    return pc.replace_substring_regex(texts, r"^0+(.)", r"\1")
