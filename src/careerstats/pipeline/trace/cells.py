"""One value of a dataset -> the cells it was made of, found anew from the counts and computed again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from careerstats.analysis.levels import by_locality
from careerstats.analysis.rollup import aligned
from careerstats.catalogue import Edition, Indicator
from careerstats.contracts.values import Value
from careerstats.errors import UsageError
from careerstats.formulas import Given
from careerstats.grouping import nested
from careerstats.model import REPORTED, UNASSIGNED
from careerstats.pipeline.assembling import rows_of
from careerstats.pipeline.monitoring import Monitoring
from careerstats.pipeline.places import place_of
from careerstats.territories import Unknown

Unit = tuple[str, str, str, str]
"""Code, organisation, period, breakdown."""

OWN, SCHOOLS, TOWNS = "own", "schools", "towns"
"""How a number came about: reported as it is, summed over organisations, summed over municipalities."""


class TracedValue(Value, frozen=True, kw_only=True):
    """A row of values with the sentences that the table has of it."""

    reason: str = ""
    change_reason: str = ""
    trend_reason: str = ""


class Reported(NamedTuple):
    """One reported number (``contracts.counts.COUNT_COLUMNS``) and the cell it stands in."""

    code: str
    organisation: str
    period: str
    variable: str
    breakdown: str
    value: int
    source: str
    as_of: str
    origin: str

    @property
    def unit(self) -> Unit:
        return self.code, self.organisation, self.period, self.breakdown


@dataclass(frozen=True)
class Part:
    """One variable of a formula: its number, the counts it is the sum of, and whose sum that is.

    ``left_out``: counts of the same variable that the sum does not hold, because their owner lacks another number.
    """

    variable: str
    value: int | None
    cells: tuple[Reported, ...] = ()
    how: str = OWN
    left_out: tuple[Reported, ...] = ()


Parts = dict[str, Part]
"""Variable → its number."""


@dataclass(frozen=True)
class Trace:
    """A row of values with its indicator, edition, parts in the order of the formula, and what came out again."""

    row: TracedValue
    indicator: Indicator
    edition: Edition
    parts: tuple[Part, ...]
    reporters: int | None = None
    components: dict[str, float | None] = field(default_factory=dict)

    @property
    def computed(self) -> tuple[Given, Given, Given]:
        """Numerator, denominator and value out of the parts alone; NaN or None for what is unknown."""
        if self.edition.components:
            return None, None, self.indicator.evaluate(self.row.period, values=self.components).value
        numbers = {part.variable: part.value for part in self.parts}
        if self.edition.formula == "distribution":
            terms: tuple[Given, Given] = self.parts[0].value, self.parts[1].value
        else:
            terms = self.edition.terms(numbers, self.reporters)
        return *terms, self.edition.value(*terms)


class Book:
    """The counts of a monitoring by their keys, and who should have answered."""

    def __init__(self, monitoring: Monitoring):
        results = monitoring.results
        intake = results.intake
        codes = {territory.id: territory.code for territory in intake.territories}
        counts = aligned(intake.counts, codes)
        if places := {
            id: organisation.locality for id, organisation in intake.organisations.items() if organisation.locality
        }:
            counts = by_locality(counts, places)
        self.monitoring = monitoring
        self.places = sorted(codes.values())
        self.region = intake.region.code
        self.expected = {(codes[id], period): len(ids) for (id, period), ids in intake.schools.items() if id in codes}
        self.units = _units(counts)
        self.schools, self.categories, self.towns = _families(self.units, self.region)
        self.values = {(_unit_of(row), row.indicator): row for row in rows_of(monitoring.values, TracedValue)}

    def number(self, unit: Unit, variable: str) -> Reported | None:
        return self.units.get(unit, {}).get(variable)

    def trace(self, row: TracedValue) -> Trace:
        """The cells behind one row of values."""
        indicator = self.monitoring.results.catalogue.indicator(row.indicator)
        edition = indicator.edition(row.period)
        assert edition is not None  # else there were no row
        unit = _unit_of(row)
        if edition.components:
            values = {id: self._value(unit, id) for id in edition.components}
            return Trace(row, indicator, edition, (), components=values)
        if edition.formula == "distribution":
            return Trace(row, indicator, edition, self._distributed(unit, indicator, edition))
        parts, reporters = self._parts(unit, indicator, edition)
        return Trace(row, indicator, edition, tuple(parts.values()), reporters)

    def _value(self, unit: Unit, id: str) -> float | None:
        row = self.values.get((unit, id))
        return row.value if row else None

    def _distributed(self, unit: Unit, indicator: Indicator, edition: Edition) -> tuple[Part, Part]:
        """The chosen category and, over all categories of the same place, the whole."""
        code, organisation, period, _ = unit
        axis = sorted(name for name in self.categories.get(period, ()) if name.startswith(f"{edition.by}="))
        parts = [self._parts((code, organisation, period, name), indicator, edition)[0] for name in axis]
        all_parts = [parts[edition.first] for parts in parts]
        own = self._parts(unit, indicator, edition)[0][edition.first]
        return own, _sum(edition.first, (part for part in all_parts if part.value is not None), own.how)

    def _parts(self, unit: Unit, indicator: Indicator, edition: Edition) -> tuple[Parts, int | None]:
        """Variable → its part, and how many organisations answered."""
        if unit[1]:
            return {id: _single(id, self.number(unit, id)) for id in edition.variables}, 1
        return self._region(unit, indicator, edition) if unit[0] == self.region else self._town(unit, edition)

    def _town(self, unit: Unit, edition: Edition) -> tuple[Parts, int | None]:
        """What a municipality reports itself comes first; else the organisations that gave every number."""
        schools = self.schools.get((unit[0], unit[2], unit[3]), [])
        usable = [school for school in schools if _usable(self.units[school], edition)]
        expected = self.expected.get((unit[0], unit[2]))
        own = {id: self.number(unit, id) for id in edition.variables}
        if any(own.values()):
            parts = {id: _single(id, own[id]) if own[id] else self._mixed(id, schools, expected) for id in own}
            return parts, expected if own[edition.first] else len(usable) or None
        return {id: self._of_schools(id, schools, usable) for id in own}, len(usable) or None

    def _mixed(self, variable: str, schools: list[Unit], expected: int | None) -> Part:
        """A number that the municipality lacks beside its own one: only if all its organisations gave it."""
        gave = [school for school in schools if variable in self.units[school]]
        whole = len(gave) == expected
        return self._of_schools(variable, schools, gave) if whole else Part(variable, None)

    def _of_schools(self, variable: str, schools: list[Unit], usable: list[Unit]) -> Part:
        cells = [self.units[school][variable] for school in usable]
        counted = set(usable)
        others = (self.units[school] for school in schools if school not in counted)
        left = tuple(numbers[variable] for numbers in others if variable in numbers)
        return Part(variable, _total(cells) if cells else None, tuple(cells), SCHOOLS, left)

    def _region(self, unit: Unit, indicator: Indicator, edition: Edition) -> tuple[Parts, int | None]:
        """The municipalities known in full and those who named none; else what the region has itself."""
        _, _, period, breakdown = unit
        codes = self.towns.get((period, breakdown), set()) | (set(self.places) if not breakdown else set())
        towns = [self._town((code, "", period, breakdown), edition) for code in sorted(codes)]
        known = [town for town in towns if all(part.value is not None for part in town[0].values())]
        full = known if "municipality" in indicator.levels else []
        reporters = sum(answered or 0 for _, answered in full) if full else None
        everybody, complete = [parts for parts, _ in towns], [parts for parts, _ in full]
        return {id: self._of_region(id, unit, everybody, complete) for id in edition.variables}, reporters

    def _of_region(self, id: str, unit: Unit, towns: list[Parts], full: list[Parts]) -> Part:
        known = [parts[id] for parts in towns if parts[id].value is not None]
        summed = [parts[id] for parts in full] or (known if len(known) == len(towns) else [])
        if not summed:
            return _single(id, self.number(unit, id))
        nameless = self.number((unit[0], "", unit[2], UNASSIGNED), id) if not unit[3] else None
        return _sum(id, [*summed, *([_single(id, nameless)] if nameless else [])], TOWNS)


# ---- look-ups


def _units(counts: pd.DataFrame) -> dict[Unit, dict[str, Reported]]:
    """Reported counts: unit → variable → the count; of the same number given twice the last, as in the computation."""
    reported = counts[(counts["status"] == REPORTED).to_numpy(dtype=bool, na_value=False)]
    rows = map(Reported._make, reported[list(Reported._fields)].itertuples(index=False, name=None))
    return nested(((count.unit, count.variable), count) for count in rows)


def _families(
    units: Iterable[Unit], region: str
) -> tuple[dict[tuple[str, str, str], list[Unit]], dict[str, set[str]], dict[tuple[str, str], set[str]]]:
    """Organisations of each place, categories of each period, municipalities that stand in each breakdown."""
    schools: dict[tuple[str, str, str], list[Unit]] = {}
    categories: dict[str, set[str]] = {}
    towns: dict[tuple[str, str], set[str]] = {}
    for unit in sorted(units):
        code, organisation, period, breakdown = unit
        categories.setdefault(period, set()).add(breakdown)
        if code != region:
            towns.setdefault((period, breakdown), set()).add(code)
            if organisation:
                schools.setdefault((code, period, breakdown), []).append(unit)
    return schools, categories, towns


def _unit_of(row: TracedValue) -> Unit:
    return row.code, row.organisation, row.period, row.breakdown


def _usable(numbers: dict[str, Reported], edition: Edition) -> bool:
    """Every number of the formula is there, and the part is no greater than the whole."""
    if any(id not in numbers for id in edition.variables):
        return False
    if edition.formula != "share":
        return True
    part, whole = (numbers[edition.of[role]].value for role in ("part", "whole"))
    return part <= whole


def _single(variable: str, count: Reported | None) -> Part:
    return Part(variable, int(count.value), (count,)) if count else Part(variable, None)


def _sum(variable: str, parts: Iterable[Part], how: str) -> Part:
    known = list(parts)
    cells, left = ([cell for part in known for cell in getattr(part, key)] for key in ("cells", "left_out"))
    return Part(variable, _total(cells) if cells else None, tuple(cells), how, tuple(left))


def _total(cells: Iterable[Reported]) -> int:
    return sum(int(cell.value) for cell in cells)


# ---- which value is meant


def find(book: Book, whose: str, id: str, period: str = "", breakdown: str = "") -> TracedValue:
    """The row of values that a user means. Raises UsageError for what is unknown, with what there is."""
    monitoring = book.monitoring
    results = monitoring.results
    indicator = results.catalogue.indicator(id)
    wanted = period or results.dataset.period
    code, organisation = owner(monitoring, whose)
    value = book.values.get(((code, organisation, wanted, breakdown), indicator.id))
    if value is None:
        raise UsageError(_why_none(book, indicator, (code, organisation, wanted, breakdown)))
    return value


def owner(monitoring: Monitoring, whose: str) -> tuple[str, str]:
    """Code of a place, and id of the organisation where an organisation is meant."""
    intake, dataset = monitoring.results.intake, monitoring.results.dataset
    if whose in intake.organisations:
        return intake.home_of(whose), whose
    if whose.casefold() == "регион":
        return intake.region.code, ""
    place = place_of(whose, dataset.region, dataset.period, dataset.folder)
    if isinstance(place, Unknown):
        raise UsageError(place.message + _near_school(whose, intake.organisations))
    return place.code, ""


def _near_school(whose: str, known: Iterable[str]) -> str:
    from rapidfuzz import process

    close = [match[0] for match in process.extract(whose, list(known), limit=3, score_cutoff=80)]
    return f" Среди организаций похоже на: {', '.join(close)}." if close else ""


def _why_none(book: Book, indicator: Indicator, unit: Unit) -> str:
    """Why there is no such row, and what there is."""
    code, organisation, period, breakdown = unit
    ours = [key for key, id in book.values if id == indicator.id]
    mine = [key for key in ours if key[:2] == (code, organisation)]
    periods = sorted({key[2] for key in mine})
    kinds = sorted({key[3] for key in mine if key[2] == period})
    whose = organisation or code
    if breakdown not in kinds and kinds:
        text = ", ".join(kind or "в целом (без --breakdown)" for kind in kinds[:30])
        return f"Показатель {indicator.id}, {whose}, {period}: разреза «{breakdown or 'в целом'}» нет. Есть: {text}."
    if period not in periods and periods:
        known = ", ".join(periods)
        return f"Показатель {indicator.id}, {whose}: значения за период «{period}» нет. Есть: {known} (--period)."
    if ours:
        levels = f"Уровни показателя – careerstats indicator {indicator.id}"
        return f"Показатель {indicator.id} для {whose} не рассчитывается. {levels}"
    there = ", ".join(sorted({id for _, id in book.values})) or "ни одного"
    return (
        f"Показатель {indicator.id} по данным набора не рассчитывается: нужных величин в нём нет. Рассчитаны: {there}."
    )
