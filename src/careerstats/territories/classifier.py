"""classifier.csv, ОКТМО of 16.04.2019 -> territories of one region with names, kinds and cases by rule, and spellings.

A line is a municipality or a region: its code, its full name, its id where that is not made of the code, what else it
is called. Lines of other regions are not parsed.
"""

import csv
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from careerstats.contracts.places import Territory
from careerstats.grouping import grouped
from careerstats.territories.cases import forms
from careerstats.territories.codes import region_of
from careerstats.territories.dated import Alias, Row
from careerstats.territories.kinds import noun

_FILE = Path(__file__).with_name("classifier.csv")

# full name -> kind, short name; the first that fits
_NAMES = tuple(
    (re.compile(pattern), kind, short)
    for pattern, kind, short in (
        (r"(.+) муниципальный район", "district", r"\1 район"),
        (r"Муниципальный район (имени .+)", "district", r"район \1"),
        (r"Муниципальный район (.+ район)", "district", r"\1"),
        (r"Муниципальный район (.+)", "district", r"муниципальный район \1"),
        (r"город(?:-курорт|-герой)? (.+)", "city", r"г. \1"),
        (r"ЗАТО (?:город |посёлок )?(.+)", "zato", r"ЗАТО \1"),
        (r"(.+ ЗАТО)", "zato", r"\1"),
        (r"рабочий посёлок (?:\(.+\) )?(.+)", "settlement", r"р. п. \1"),
        (r"посёлок (.+)", "settlement", r"пос. \1"),
        (r"(поселение .+)", "commune", r"\1"),
        (r"(муниципальн(?:ый округ|ое образование) .+|.+ муниципальный округ)", "okrug", r"\1"),
        (r"(.+)", "urban_okrug", r"\1"),
    )
)


class Part(NamedTuple):
    """What the classifier tells of one region."""

    rows: tuple[Row, ...] = ()
    aliases: tuple[Alias, ...] = ()


@lru_cache(maxsize=128)
def part(region: str) -> Part:
    """Territories and spellings of the region of that code; nothing of a region that is not in the file."""
    return _part(_lines().get(region, []))


@cache
def heads() -> Part:
    """All regions of the file, those without municipalities too."""
    return _part([line for region, lines in _lines().items() for line in lines if line.startswith(region)])


def _part(lines: list[str]) -> Part:
    cells = list(csv.reader(lines))
    rows = tuple(_row(code, name, id) for code, name, id, _ in cells)
    also = (
        Alias(row.territory.region, row.territory.id, alias)
        for row, (*_, text) in zip(rows, cells, strict=True)
        for alias in text.split("|")
        if alias
    )
    return Part(rows, tuple(also))


def _row(code: str, name: str, id: str) -> Row:
    region = region_of(code)
    kind, short = ("region", name) if code == region else _called(name)
    cases = forms(short)
    place = Territory(
        id=id or f"oktmo-{code}", region=region, code=code, kind=kind, name=short, full_name=name,
        genitive=cases.genitive, dative=cases.dative, prepositional=cases.prepositional, noun=noun(kind, short),
    )  # fmt: skip
    return Row("", "", place)


def _called(name: str) -> tuple[str, str]:
    return next((kind, match.expand(short)) for known, kind, short in _NAMES if (match := known.fullmatch(name)))


@cache
def _lines() -> dict[str, list[str]]:
    """Lines by the code of their region."""
    return grouped((region_of(line[:8]), line) for line in _FILE.read_text(encoding="utf-8").splitlines()[1:])
