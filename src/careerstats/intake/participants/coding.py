"""A batch of texts -> numbers only: person, place, participation, what the row counts for, class and ОВЗ.

Behind this module nothing holds a text of the file.
"""

from collections import Counter
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from careerstats.contracts.numbers import Participants
from careerstats.intake import cells
from careerstats.intake.participants.doubts import Doubt, Doubts
from careerstats.intake.participants.keys import INITIALS, NO_PERSON, NOT_SNILS, ROUNDED, Identities, person_texts
from careerstats.intake.participants.meanings import NOT_UNDERSTOOD, Column, Test, coded, grade, in_span, ovz
from careerstats.intake.participants.names import AGES, NO_SUCH_DAY, NOT_BORN, NOT_SCHOOL_AGE, Names, Refused
from careerstats.intake.participants.namesakes import Namesakes, by_spelling
from careerstats.intake.participants.places import Places
from careerstats.intake.participants.sources import Batch

_MIX = np.uint64(0x9E3779B97F4A7C15)

_WHY = {
    NO_PERSON: "не указано, о ком строка",
    INITIALS: "вместо полного имени инициалы: по ним людей не различить",
    NOT_SNILS: "это не СНИЛС: нужно 11 цифр с верным контрольным числом",
    ROUNDED: "запись со степенью или больше 15 цифр: Excel такой номер округляет, и разные люди становятся одним",
    NOT_BORN: "нет даты рождения вида 31.12.2010: по одному имени людей не различить",
    NO_SUCH_DAY: "такой даты рождения нет в календаре",
    NOT_SCHOOL_AGE: f"по дате рождения в этом периоде не от {AGES[0]} до {AGES[-1]} лет",
}

_MEND = "исправьте выгрузку; строка не учтена"
_NOTHING = "ничего делать не нужно: строка не учтена"
_TOTAL = r"(?i)^(итого|всего)( по .+)?\s*:?$"
_ADVICE = {
    ROUNDED: "выгрузите номера заново как текст (длиннее 15 цифр – с буквой впереди); строка не учтена",
    NOT_SCHOOL_AGE: "проверьте год рождения; строка не учтена",
}


class Rows(NamedTuple):
    """Numbers of rows: uint64, int32, uint64, uint32 (bit = count), uint16 (bit = class or ОВЗ)."""

    person: np.ndarray
    place: np.ndarray
    event: np.ndarray
    hits: np.ndarray
    traits: np.ndarray


class Coder:
    """Codes the batches of one entry, file after file; ``rows``, ``kept``: read, and left by the filters.

    ``lost``: code of a municipality → rows of it that could not be read: they might have counted. Nobody else is
    counted for where they are from: a municipality of which no row could be read has no 0.
    """

    def __init__(self, entry: Participants, places: Places, identities: Identities):
        self.entry, self.places, self._identities = entry, places, identities
        self._filters = [Test(*test) for test in entry.filters.items()]
        self._tests, self._hits = _shared_tests(entry)
        self._by_event = any(wanted.by_event for wanted in entry.counts)
        self._grade, self._ovz, self._day = Column(grade), Column(ovz), Column(in_span(entry.period))
        self.namesakes = Namesakes()
        self._names = Names(identities, entry.period, self.namesakes) if entry.person.kind == "names" else None
        self.rows = self.kept = 0
        self.lost: Counter[str] = Counter()
        self._lost_places = Places(entry, places.known)

    @property
    def unseen(self) -> list[tuple[str, str]]:
        """Column and value of dataset.yaml that stand in no row."""
        tests = [*self._filters, *self._tests]
        return sorted({(test.title, word) for test in tests for word in test.unseen})

    def doubles(self) -> list[tuple[int, int, int, int]]:
        """Likely doubles: file and row of the one, file and row of the other."""
        return self._names.doubles() if self._names else self.namesakes.respelt()

    def code(self, batch: Batch, doubts: Doubts) -> Rows:
        """Rows that pass the filters and say whom they are about."""
        batch = self._without_asides(batch, doubts)
        self.rows += len(batch.numbers)
        batch = _taken(batch, self._passing(batch, doubts))
        person, refused = self._persons(batch)
        for nobody in refused:
            doubts.add(self._nobody(nobody), batch.numbers[nobody.rows & ~_blank(batch, nobody.rows)])
        good = ~np.logical_or.reduce([nobody.rows for nobody in refused])
        self._lose(batch, ~good)
        batch, person = (batch, person) if good.all() else (_taken(batch, good), person[good])
        self.kept += len(batch.numbers)
        return Rows(
            person,
            self._numbered(batch, doubts, self.places),
            self._events(batch),
            self._hit_bits(batch, doubts),
            self._traits(batch, doubts),
        )

    def _without_asides(self, batch: Batch, doubts: Doubts) -> Batch:
        """Without totals and heads that are repeated: nobody is called so."""
        title = self.entry.person.titles[0]
        column = pc.utf8_trim_whitespace(batch.columns[title])
        named = pc.or_(pc.match_substring_regex(column, _TOTAL), pc.equal(column, title))
        aside = np.asarray(pc.fill_null(named, fill_value=False))
        if not aside.any():
            return batch
        doubt = Doubt(title, "remark", "aside_row", "это итог или повторённый заголовок, а не человек", _NOTHING)
        doubts.add(doubt, batch.numbers[aside])
        return _taken(batch, ~aside)

    def _lose(self, batch: Batch, rows: np.ndarray) -> None:
        """Remember whose these rows are; of empty ones nothing is lost."""
        wrong = rows & ~_blank(batch, rows)
        if wrong.any():
            places = self._numbered(_taken(batch, wrong), Doubts(), self._lost_places)
            codes = [place.municipality for place in self._lost_places.numbers]
            self.lost.update(codes[at] for at in places.tolist())

    def _persons(self, batch: Batch) -> tuple[np.ndarray, list[Refused]]:
        columns = [batch.columns[title] for title in self.entry.person.titles]
        if self._names:
            return self._names.read(columns, batch.numbers)
        texts, reasons = person_texts(self.entry.person.kind, columns)
        person = self._identities.of(texts)
        if self.entry.person.kind == "id":
            rows = np.flatnonzero(~np.logical_or.reduce([*reasons.values()]))
            self.namesakes.add(by_spelling(texts, person, rows, batch.numbers, self._identities))
        return person, [Refused(reason, 0, rows) for reason, rows in reasons.items()]

    def _nobody(self, nobody: Refused) -> Doubt:
        title = self.entry.person.titles[nobody.column]
        return Doubt(title, "blocking", nobody.reason, _WHY[nobody.reason], _ADVICE.get(nobody.reason, _MEND))

    def _passing(self, batch: Batch, doubts: Doubts) -> np.ndarray:
        passing = np.ones(len(batch.numbers), dtype=bool)
        for test in self._filters:
            passing &= self._meets(test.title, test.column, passing, batch, doubts)
        if self.entry.day:
            passing &= self._meets(self.entry.day, self._day, passing, batch, doubts, mend="исправьте дату")
        return passing

    def _meets(
        self, title: str, column: Column, among: np.ndarray, batch: Batch, doubts: Doubts, *, mend: str = "исправьте"
    ) -> np.ndarray:
        verdicts = column.codes(batch.columns[title])
        self._not_understood(title, verdicts, among, batch, doubts, what=f"{mend}; строка не учтена")
        self._lose(batch, among & (verdicts == NOT_UNDERSTOOD))
        result: np.ndarray = verdicts == 1
        return result

    def _not_understood(
        self, title: str, codes: np.ndarray, among: np.ndarray, batch: Batch, doubts: Doubts, *, what: str
    ) -> None:
        doubt = Doubt(title, "warning", "unreadable", "значение не понято", what)
        wrong = among & (codes == NOT_UNDERSTOOD)
        doubts.add(doubt, batch.numbers[wrong & ~_blank(batch, wrong)])

    def _hit_bits(self, batch: Batch, doubts: Doubts) -> np.ndarray:
        every = np.ones(len(batch.numbers), dtype=bool)
        met = [self._meets(test.title, test.column, every, batch, doubts) for test in self._tests]
        bits = np.zeros(len(batch.numbers), dtype=np.uint32)
        for place, tests in enumerate(self._hits):
            hit = np.logical_and.reduce([every, *(met[test] for test in tests)])
            bits |= hit.astype(np.uint32) << np.uint32(place)
        return bits

    def _traits(self, batch: Batch, doubts: Doubts) -> np.ndarray:
        traits = np.zeros(len(batch.numbers), dtype=np.uint16)
        every = np.ones(len(batch.numbers), dtype=bool)
        for title, column in ((self.entry.grade, self._grade), (self.entry.ovz, self._ovz)):
            if title:
                codes = column.codes(batch.columns[title])
                what = "исправьте выгрузку; в разрез по этому столбцу строка не вошла"
                self._not_understood(title, codes, every, batch, doubts, what=what)
                traits |= np.maximum(codes, 0).astype(np.uint16)
        return traits

    def _events(self, batch: Batch) -> np.ndarray:
        """The participation, as one number over all columns that tell participations apart."""
        events = np.zeros(len(batch.numbers), dtype=np.uint64)
        for title in self.entry.event if self._by_event else ():
            column = coded(batch.columns[title])
            texts = [cells.normal_text(text).lower() for text in column.dictionary.to_pylist()]
            if texts:
                events = events * _MIX + self._identities.of(pa.array(texts, pa.string()))[column.indices.to_numpy()]
        return events

    def _numbered(self, batch: Batch, doubts: Doubts, places: Places) -> np.ndarray:
        """Each pair of texts is looked up once for all files."""
        titles = self.entry.organisation, self.entry.territory
        pairs = [coded(batch.columns[title]) if title else None for title in titles]
        sizes = [0 if column is None else len(column.dictionary) for column in pairs]
        codes = [0 if column is None else column.indices.to_numpy().astype(np.int64) for column in pairs]
        joined = np.broadcast_to(codes[0] * max(sizes[1], 1) + codes[1], (len(batch.numbers),))
        which, different = pd.factorize(joined)
        texts = [[""] if column is None else column.dictionary.to_pylist() for column in pairs]
        codes_of = [
            places.resolve(texts[0][pair // max(sizes[1], 1)], texts[1][pair % max(sizes[1], 1)]) for pair in different
        ]
        for index, (_, doubtful) in enumerate(codes_of):
            for doubt in doubtful:
                doubts.add(doubt, batch.numbers[which == index])
        return np.array([place for place, _ in codes_of] or [0], dtype=np.int32)[which]


def _shared_tests(entry: Participants) -> tuple[list[Test], list[list[int]]]:
    """Every condition of all counts once, and for each count the numbers of its conditions."""
    different: dict[str, int] = {}
    tests: list[Test] = []
    hits = []
    for wanted in entry.counts:
        for title, condition in wanted.where.items():
            if different.setdefault(repr((title, condition)), len(tests)) == len(tests):
                tests.append(Test(title, condition))
        hits.append([different[repr(test)] for test in wanted.where.items()])
    return tests, hits


def _taken(batch: Batch, rows: np.ndarray) -> Batch:
    if rows.all():
        return batch
    return Batch({title: column.filter(pa.array(rows)) for title, column in batch.columns.items()}, batch.numbers[rows])


def _blank(batch: Batch, among: np.ndarray) -> np.ndarray:
    """Of these rows the empty ones: a sheet often ends with some."""
    blank = among.copy()
    for column in batch.columns.values() if among.any() else ():
        at = np.flatnonzero(blank)
        texts = column.take(pa.array(at)).to_pylist()
        blank[at] = [not cells.normal_text(text) for text in texts]
    return blank
