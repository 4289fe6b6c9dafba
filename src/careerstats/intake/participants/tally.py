"""Coded rows of any number, in any order -> how many different persons each school, municipality, the region has.

Persons are spread over buckets by their number, and all rows of one person lie in one bucket: each bucket is counted
by itself, so that memory holds the different rows once, and never a copy of all of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from careerstats.contracts.numbers import PARTICIPATION
from careerstats.contracts.numbers import Count as Wanted
from careerstats.intake.participants.coding import Rows
from careerstats.intake.participants.meanings import OVZ_NO, OVZ_YES
from careerstats.intake.participants.places import Place

GRADES = range(1, 13)
OVZ = {13: "да", 14: "нет"}
CATEGORIES = 15
"""Column 0 of a table of counts: all; 1…12: classes; 13, 14: ОВЗ да, нет."""


@dataclass(frozen=True)
class Scopes:
    """What is counted for: schools, then municipalities, the region, those who named no municipality.

    ``school``, ``municipality``: of each place, the index of its scope, −1 where it has none.
    """

    schools: tuple[str, ...]
    municipalities: tuple[str, ...]
    school: np.ndarray
    municipality: np.ndarray

    @property
    def region(self) -> int:
        return len(self.schools) + len(self.municipalities)

    @property
    def unassigned(self) -> int:
        return self.region + 1

    @property
    def size(self) -> int:
        return self.region + 2


@dataclass
class Totals:
    """``counts``: [what is counted, scope, category]; ``present``: the same for all participants; the rest: persons."""

    counts: np.ndarray
    present: np.ndarray
    persons: int = 0
    several_schools: int = 0
    several_municipalities: int = 0
    without_school: int = 0
    without_municipality: int = 0
    several_grades: int = 0
    several_ovz: int = 0
    without_grade: int = 0
    without_ovz: int = 0
    other_grades: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


def scopes_of(places: Sequence[Place]) -> Scopes:
    """Scopes of the places of an export, in the order of their numbers."""
    schools = tuple(sorted({place.school for place in places if place.school}))
    codes = tuple(sorted({place.municipality for place in places if place.municipality}))
    at = {("school", id): index for index, id in enumerate(schools)}
    at |= {("code", code): index for index, code in enumerate(codes, len(schools))}
    school = [at.get(("school", place.school), -1) for place in places]
    municipality = [at.get(("code", place.municipality), -1) for place in places]
    return Scopes(schools, codes, np.array(school, dtype=np.int64), np.array(municipality, dtype=np.int64))


_BUCKETS = 16
_PENDING = 1 << 20  # rows sorted at once
_ODD, _LOW = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xFFFF)
_GRADE_BITS = sum(1 << grade for grade in GRADES)
_OVZ_BITS = OVZ_YES | OVZ_NO


class Tally:
    """Takes rows, remembers each different one once."""

    def __init__(self) -> None:
        self._pending: list[Rows] = []
        self._waiting = 0
        self._buckets: list[list[Rows]] = [[] for _ in range(_BUCKETS)]
        self._merged = [0] * _BUCKETS

    def add(self, rows: Rows) -> None:
        self._pending.append(rows)
        self._waiting += len(rows.person)
        if self._waiting >= _PENDING:
            self._spread()

    def totals(self, wanted: Sequence[Wanted], scopes: Scopes) -> Totals:
        """Counts all buckets, one after another, and forgets them."""
        self._spread()
        sums = Totals(_table(len(wanted), scopes.size), _table(scopes.size), other_grades=np.zeros(len(wanted), int))
        for bucket in self._buckets:
            if bucket:
                _count(merged(bucket, _by_person), wanted, scopes, sums)
                bucket.clear()
        return sums

    def rename(self, old: np.ndarray, new: np.ndarray) -> None:
        """Rows of the old numbers, which are in order, become those of the new ones."""
        self._spread()
        for bucket in self._buckets if len(old) else ():
            for index, rows in enumerate(bucket):
                at = np.minimum(np.searchsorted(old, rows.person), len(old) - 1)
                moved = old[at] == rows.person
                if moved.any():
                    self._pending.append(_ordered(rows, moved)._replace(person=new[at[moved]]))
                    bucket[index] = _ordered(rows, ~moved)

    def _spread(self) -> None:
        """Sort what waits and lay it into its buckets; a bucket that doubled is made small again."""
        if not self._pending:
            return
        rows = merged(self._pending, _alike)
        self._pending, self._waiting = [], 0
        borders = np.arange(1, _BUCKETS, dtype=np.uint64) * np.uint64(2**64 // _BUCKETS)
        ends = [0, *np.searchsorted(rows.person, borders), len(rows.person)]
        for index, bucket in enumerate(self._buckets):
            part = slice(ends[index], ends[index + 1])
            bucket.append(Rows(*(column[part].copy() for column in rows)))
            if sum(len(part.person) for part in bucket) > 2 * self._merged[index] + _PENDING // _BUCKETS:
                bucket[:] = [merged(bucket, _alike)]
                self._merged[index] = len(bucket[0].person)


def merged(parts: Sequence[Rows], order: Callable[[Rows], np.ndarray]) -> Rows:
    """In this order; neighbours of one person, place and participation are one row with the bits of all."""
    rows = Rows(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    if not len(rows.person):
        return rows
    rows = _ordered(rows, order(rows))
    new = np.ones(len(rows.person), dtype=bool)
    new[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in (rows.person, rows.place, rows.event)])
    starts = np.flatnonzero(new)
    hits, traits = (np.bitwise_or.reduceat(bits, starts) for bits in (rows.hits, rows.traits))
    return Rows(rows.person[starts], rows.place[starts], rows.event[starts], hits, traits)


def _ordered(rows: Rows, order: np.ndarray) -> Rows:
    return Rows(*(column[order] for column in rows))


def _alike(rows: Rows) -> np.ndarray:
    """Order in which like rows are neighbours, but for a handful: one fast sort of one number."""
    mixed = (rows.place.astype(np.uint64) + np.uint64(1)) * _ODD ^ rows.event * _ODD
    return np.argsort(rows.person & ~_LOW | mixed >> np.uint64(48))


def _by_person(rows: Rows) -> np.ndarray:
    """Order in which all rows of a person are neighbours."""
    return np.argsort(rows.person)


def _table(*size: int) -> np.ndarray:
    return np.zeros((*size, CATEGORIES), dtype=np.int64)


@dataclass(frozen=True)
class _Bucket:
    """Rows with the persons as 0…n−1; ``traits``, ``grade``, ``ovz``: of each person (category or 0)."""

    person: np.ndarray
    event: np.ndarray
    hits: np.ndarray
    school: np.ndarray
    municipality: np.ndarray
    traits: np.ndarray
    grade: np.ndarray
    ovz: np.ndarray


def _bucket(rows: Rows, scopes: Scopes) -> _Bucket:
    starts = np.flatnonzero(np.r_[True, rows.person[1:] != rows.person[:-1]])
    person = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(rows.person)]))
    traits = np.bitwise_or.reduceat(rows.traits, starts)
    places = scopes.school[rows.place], scopes.municipality[rows.place]
    return _Bucket(person, rows.event, rows.hits, *places, traits, _only(traits, _GRADE_BITS), _only(traits, _OVZ_BITS))


def _only(traits: np.ndarray, among: int) -> np.ndarray:
    """Number of the bit where exactly one of these is set, else 0: a contradiction is not decided."""
    bits = (traits & np.uint16(among)).astype(np.int64)
    single = (bits != 0) & (bits & (bits - 1) == 0)
    return np.where(single, np.log2(np.maximum(bits, 1)).astype(np.int64), 0)


def _count(rows: Rows, wanted: Sequence[Wanted], scopes: Scopes, sums: Totals) -> None:
    if not len(rows.person):
        return
    bucket = _bucket(rows, scopes)
    every = np.ones(len(bucket.person), dtype=bool)
    _add(sums.present, bucket, every, Wanted(variable=""), scopes)
    _describe(bucket, sums)
    for index, count in enumerate(wanted):
        hit = (bucket.hits >> np.uint32(index) & np.uint32(1)).astype(bool)
        right = _in_grades(bucket.traits, count)
        sums.other_grades[index] += np.count_nonzero(_new(bucket.person[hit & ~right[bucket.person]]))
        _add(sums.counts[index], bucket, hit & right[bucket.person], count, scopes)


def _in_grades(traits: np.ndarray, wanted: Wanted) -> np.ndarray:
    """Persons whose class is known and lies in the span; of several classes all must."""
    if wanted.span is None:
        return np.ones(len(traits), dtype=bool)
    span = sum(1 << grade for grade in range(wanted.span[0], wanted.span[1] + 1))
    bits = traits & np.uint16(_GRADE_BITS)
    result: np.ndarray = (bits != 0) & (bits & np.uint16(~span & 0xFFFF) == 0)
    return result


def _add(table: np.ndarray, bucket: _Bucket, rows: np.ndarray, wanted: Wanted, scopes: Scopes) -> None:
    """Put the persons (participations) of these rows into each of their scopes, once."""
    person, event = bucket.person[rows], bucket.event[rows]
    school, municipality = bucket.school[rows], bucket.municipality[rows]
    placed = np.zeros(len(bucket.traits), dtype=bool)
    placed[person[municipality >= 0]] = True
    homeless = np.where(placed[person], -1, scopes.unassigned)
    for scope in (school, municipality, np.full(len(person), scopes.region), homeless):
        there = scope >= 0
        _into(table, bucket, _different(person[there], scope[there], event[there], wanted))


def _different(
    person: np.ndarray, scope: np.ndarray, event: np.ndarray, wanted: Wanted
) -> tuple[np.ndarray, np.ndarray]:
    """Persons and scopes, one pair for each person (or participation) that counts."""
    if wanted.by_event:
        order = np.lexsort((event, scope, person))
        person, scope, event = person[order], scope[order], event[order]
        person, scope = _without_repeats(person, scope, event)
    if wanted.distinct == PARTICIPATION:
        return person, scope
    width = int(scope.max(initial=0)) + 1
    pairs = np.sort(person * width + scope)
    starts = np.flatnonzero(_new(pairs))
    pairs = pairs[starts[np.diff(np.r_[starts, len(pairs)]) >= wanted.at_least]]
    return pairs // width, pairs % width


def _without_repeats(*sorted_columns: np.ndarray) -> list[np.ndarray]:
    new = np.logical_or.reduce([_new(column) for column in sorted_columns])
    return [column[new] for column in sorted_columns[:2]]


def _new(ordered: np.ndarray) -> np.ndarray:
    """Where a value differs from the one before it (np.unique takes about twice as long)."""
    new = np.ones(len(ordered), dtype=bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return new


def _into(table: np.ndarray, bucket: _Bucket, sums: tuple[np.ndarray, np.ndarray]) -> None:
    person, scope = sums
    flat = table.reshape(-1)
    flat += np.bincount(scope * CATEGORIES, minlength=len(flat))
    for category in (bucket.grade[person], bucket.ovz[person]):
        known = category > 0
        flat += np.bincount(scope[known] * CATEGORIES + category[known], minlength=len(flat))


def _describe(bucket: _Bucket, sums: Totals) -> None:
    """How many persons have no school, several schools, several classes, …"""
    sums.persons += len(bucket.traits)
    schools, municipalities = (_places_of(bucket, scope) for scope in (bucket.school, bucket.municipality))
    sums.several_schools += _number(schools > 1)
    sums.without_school += _number(schools == 0)
    sums.several_municipalities += _number(municipalities > 1)
    sums.without_municipality += _number(municipalities == 0)
    graded, marked = ((bucket.traits & np.uint16(bits)) != 0 for bits in (_GRADE_BITS, _OVZ_BITS))
    sums.several_grades += _number(graded & (bucket.grade == 0))
    sums.without_grade += _number(~graded)
    sums.several_ovz += _number(marked & (bucket.ovz == 0))
    sums.without_ovz += _number(~marked)


def _places_of(bucket: _Bucket, scope: np.ndarray) -> np.ndarray:
    """In how many different scopes each person stands."""
    there = scope >= 0
    width = int(scope.max(initial=0)) + 1
    pairs = np.sort(bucket.person[there] * width + scope[there])
    pairs = pairs[_new(pairs)]
    return np.bincount(pairs // width, minlength=len(bucket.traits))


def _number(persons: np.ndarray) -> int:
    return int(np.count_nonzero(persons))
