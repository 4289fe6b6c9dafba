"""Totals of one export -> rows of counts with their origin, and remarks on persons by their number only."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from careerstats.contracts.counts import Count
from careerstats.contracts.numbers import Count as Wanted
from careerstats.contracts.numbers import Participants
from careerstats.intake.participants.places import Places
from careerstats.intake.participants.tally import GRADES, OVZ, Scopes, Totals
from careerstats.model import REPORTED, UNASSIGNED, Problem
from careerstats.wording import integer

_UNITS = {0: "", **{grade: f"классы={grade}" for grade in GRADES}, **{at: f"ОВЗ={word}" for at, word in OVZ.items()}}


class Owner(NamedTuple):
    """Whose a number is."""

    territory: str
    code: str
    organisation: str = ""


def count_rows(entry: Participants, places: Places, scopes: Scopes, totals: Totals, rows: int) -> Iterator[Count]:
    """One row per number; a school that has participants, but none of this kind, has an honest 0."""
    for index, wanted in enumerate(entry.counts):
        for scope, owner in _owners(scopes, places):
            for category in _categories(scope, scopes, totals):
                if _belongs(category, wanted):
                    breakdown = UNASSIGNED if scope == scopes.unassigned else _UNITS[category]
                    value = int(totals.counts[index, scope, category])
                    yield _row(entry, wanted, owner, breakdown=breakdown, value=value, rows=rows)


def _categories(scope: int, scopes: Scopes, totals: Totals) -> list[int]:
    """Those that somebody of the scope belongs to.

    A participant may have a municipality in one row and visit an event without it: then he is unassigned there only.
    """
    if scope == scopes.unassigned:
        return [0] if totals.present[scope, 0] or totals.counts[:, scope, 0].any() else []
    return [int(category) for category in np.flatnonzero(totals.present[scope])]


def _belongs(category: int, wanted: Wanted) -> bool:
    """A class outside the span of the variable has no number, not a 0."""
    if wanted.span is None or category not in GRADES:
        return True
    return wanted.span[0] <= category <= wanted.span[1]


def _owners(scopes: Scopes, places: Places) -> Iterator[tuple[int, Owner]]:
    homes = {place.school: place.municipality for place in places.numbers}
    for at, id in enumerate(scopes.schools):
        yield at, _whose(homes[id] or places.known.region, places, id)
    for at, code in enumerate(scopes.municipalities, len(scopes.schools)):
        yield at, _whose(code, places)
    yield scopes.region, _whose(places.known.region, places)
    yield scopes.unassigned, _whose(places.known.region, places)


def _whose(code: str, places: Places, organisation: str = "") -> Owner:
    home = places.homes.get(code)
    return Owner(home.id if home else "", code, organisation)


def _row(entry: Participants, wanted: Wanted, owner: Owner, *, breakdown: str, value: int, rows: int) -> Count:
    """``origin`` names the number itself too: no two counts may share one (a contradiction discards by origin)."""
    whose = owner.organisation or owner.code
    cell = ", ".join(part for part in (wanted.variable, whose, breakdown) if part)
    return {
        "territory": owner.territory,
        "code": owner.code,
        "organisation": owner.organisation,
        "period": entry.period,
        "variable": wanted.variable,
        "breakdown": breakdown,
        "value": value,
        "status": REPORTED,
        "source": entry.source,
        "as_of": entry.as_of,
        "origin": f"{entry.name}!строк {integer(rows)}: {cell}",
    }


def remarks(entry: Participants, totals: Totals, rows: int, kept: int) -> list[Problem]:
    """What the reader of the counts must know, in numbers of persons."""
    said = [*_about_persons(entry, totals), *_about_grades(entry, totals)]
    if rows != totals.persons:
        message = (
            f"строк {integer(rows)}, после отбора {integer(kept)}, участников {integer(totals.persons)}: "
            f"повторные строки ({integer(kept - totals.persons)}) чисел не увеличивают"
        )
        said.insert(0, Problem(entry.name, "remark", "repeated_persons", message, "ничего делать не нужно"))
    return said


def incomplete(entry: Participants, lost: Mapping[str, int]) -> list[Problem]:
    """Municipalities with rows that could not be read, each with how many: their numbers may be too small."""
    counted = ", ".join(wanted.variable for wanted in entry.counts)
    what = "исправьте эти строки выгрузки: номера названы в замечаниях к списку"
    return [
        Problem(
            entry.name,
            "warning",
            "incomplete_count",
            f"не прочитано строк – {integer(number)}: число участников ({counted}) может быть больше",
            what,
            territory=code,
        )
        for code, number in sorted(lost.items())
    ]


def likely_doubles(entry: Participants, pairs: Sequence[tuple[int, int, int, int]]) -> list[Problem]:
    """How many pairs, with the rows of the first ones; whether each is one person is not for a program to say."""
    if not pairs:
        return []
    rows = "; ".join(
        " и ".join(_row_of(entry, file, row) for file, row in (pair[:2], pair[2:])) for pair in pairs[:_NAMED]
    )
    more = " …" if len(pairs) > _NAMED else ""
    alike, mend = _ALIKE[entry.person.kind]
    message = f"вероятных двойников ({alike}) – {integer(len(pairs))}: {rows}{more}"
    what = f"сверьте эти строки: если это один человек, исправьте {mend}; пока они учтены как разные люди"
    return [Problem(entry.name, "warning", "likely_doubles", message, what)]


_ALIKE = {
    "names": ("дата рождения одна, имена почти одинаковы", "имя"),
    "id": ("номера отличаются только пробелами, регистром, похожими буквами или нулями впереди", "номер"),
}
_NAMED = 5


def _row_of(entry: Participants, file: int, row: int) -> str:
    return f"строка {row}" if len(entry.file) == 1 else f"{entry.file[file]}, строка {row}"


def _about_persons(entry: Participants, totals: Totals) -> list[Problem]:
    school, municipality = bool(entry.organisation), bool(entry.territory or entry.organisation)
    table = (
        (school and totals.several_schools, "warning", "several_schools",
         "участников, указанных в нескольких школах",
         "каждый учтён один раз в каждой из этих школ, один раз в муниципальном образовании и один раз в регионе"),
        (municipality and totals.several_municipalities, "warning", "several_municipalities",
         "участников, указанных в нескольких муниципальных образованиях",
         "каждый учтён один раз в каждом из них и один раз в регионе: сумма по ним больше числа по региону"),
        (school and totals.without_school, "warning", "without_school",
         "участников без школы", "в показатели школ они не вошли; уточните школу на платформе"),
        (municipality and totals.without_municipality, "warning", "without_municipality",
         "участников без муниципального образования",
         "они учтены в регионе отдельной строкой; уточните муниципальное образование"),
        (entry.grade and totals.several_grades, "warning", "several_grades",
         "участников с разными классами в разных строках", "в разрез по классам они не вошли; исправьте выгрузку"),
        (entry.grade and totals.without_grade, "warning", "without_grade",
         "участников без класса", "в разрез по классам они не вошли; уточните класс"),
        (entry.ovz and totals.several_ovz, "warning", "several_ovz",
         "участников с разными сведениями об ОВЗ в разных строках",
         "в разрез по ОВЗ они не вошли; исправьте выгрузку"),
        (entry.ovz and totals.without_ovz, "remark", "without_ovz",
         "участников без сведений об ОВЗ", "в разрез по ОВЗ они не вошли"),
    )  # fmt: skip
    return [
        Problem(entry.name, severity, code, f"{words} – {integer(int(number))}", what)
        for number, severity, code, words, what in table
        if number
    ]


def _about_grades(entry: Participants, totals: Totals) -> list[Problem]:
    """Persons whom a variable of certain classes leaves out."""
    out = []
    for wanted, number in zip(entry.counts, totals.other_grades, strict=True):
        if number and wanted.span:
            span = "–".join(dict.fromkeys(map(str, wanted.span)))
            message = f"{wanted.variable} (классы {span}): не вошли участники других классов или без класса – {number}"
            what = "проверьте классы в выгрузке"
            out.append(Problem(entry.name, "warning", "other_grades", message, what))
    return out
