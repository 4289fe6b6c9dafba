"""Counts x catalogue -> values.parquet: one row = one indicator of one territory or organisation, period, breakdown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

import numpy as np
import pandas as pd

from careerstats import reasons, wording
from careerstats.analysis import composite, dynamics, verdicts
from careerstats.analysis.change import selected
from careerstats.analysis.design import assumed_effects, design_effects
from careerstats.analysis.dynamics import Row
from careerstats.analysis.levels import Population, accepted, by_locality, levels
from careerstats.analysis.rollup import only, rolled_up
from careerstats.analysis.silence import Expected
from careerstats.catalogue import Catalogue, Edition, Indicator
from careerstats.contracts.rules import USUAL, Rules
from careerstats.contracts.values import Facts, Obstacle, Quality, Value
from careerstats.formulas import SHARES
from careerstats.model import REPORTED, VALUE_COLUMNS, ValueRow, period_start
from careerstats.territories import Territory

CONFIDENCE = 0.95

PrintedShare = tuple[str, str, str, str]
"""Code, period, variables of the part and of the whole."""


@dataclass(frozen=True)
class Subject:
    """What is computed for: a region and its municipalities; ``size`` is the variable that counts pupils.

    ``organisations``: (code, period) → ids of those that should answer; ``titles``: id → name; ``locality``: id → where
    it is (город, село); ``checked``: shares that came out as somebody else printed them; ``printed``:
    ids of the indicators that the notes tell of (empty: of all), whose changes are judged together.
    """

    region: Territory
    municipalities: list[Territory]
    period: str
    size: str = ""
    organisations: Expected = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    locality: dict[str, str] = field(default_factory=dict)
    checked: frozenset[PrintedShare] = frozenset()
    printed: frozenset[str] = frozenset()
    rules: Rules = USUAL


def judge(
    counts: pd.DataFrame, catalogue: Catalogue, ids: list[str], subject: Subject, method: str | None = None
) -> pd.DataFrame:
    """All ``ids`` for organisations, municipalities and the region in every period, with verdicts by rules R1-R9.

    Verdicts are of municipalities as a whole; organisations and breakdowns have values only. An indicator that had
    no method yet in a period has no rows there. ``method="2024"``: as if the edition of 2024 had always been in force.
    Beside VALUE_COLUMNS the column ``facts`` holds what the words of a judged row rest on (``contracts.values.Facts``).
    """
    indicators = [catalogue.indicator(id) for id in ids]
    ours = by_locality(counts, subject.locality) if subject.locality else counts
    who = Population(tuple(place.code for place in subject.municipalities), subject.organisations, subject.size)
    values = levels(ours, indicators, who, method)
    composed = composite.rows(values, indicators, method)
    values = values if composed.empty else pd.concat([values, composed], ignore_index=True)
    judged = _judged(values, indicators, subject, catalogue=catalogue, counts=counts, method=method)
    unjudged = _unjudged(values, indicators, subject)
    del values, composed, ours  # three tables of a region, and not four, at once
    return _typed(pd.concat([judged, unjudged], ignore_index=True))


def _judged(
    values: pd.DataFrame,
    indicators: list[Indicator],
    subject: Subject,
    *,
    catalogue: Catalogue,
    counts: pd.DataFrame,
    method: str | None,
) -> pd.DataFrame:
    """Municipalities and the region as a whole, with verdicts."""
    sizes = sizes_by_period(rolled_up(counts[counts["variable"] == subject.size]), subject.size)
    histories = []
    for indicator in indicators:
        own = values[values["indicator"] == indicator.id]
        people = _counts_people(indicator, catalogue)
        each = (_Answer(indicator, period, of, subject, sizes, method, people) for period, of in _by_period(own))
        answers = [answer.rows() for answer in each]
        histories.append(dynamics.History(answers, indicator, own, method, subject.rules))
    printed = subject.printed or {indicator.id for indicator in indicators}
    for ours in (True, False):
        together = [history for history in histories if (history.indicator.id in printed) == ours]
        dynamics.add(together, subject.rules)
        _correct_levels([rows for history in together for rows in history.answers], subject.rules)
    rows = [row for history in histories for row in _worded(_graded(history, subject), history.indicator)]
    return _typed(pd.DataFrame(rows, columns=[*VALUE_COLUMNS, FACTS]))


def _counts_people(indicator: Indicator, catalogue: Catalogue) -> bool:
    """Whether its whole are people, who come by schools: schools and events each stand for themselves."""
    whole = indicator.editions[-1].of.get("whole", "")
    return whole in catalogue.variables and catalogue.variables[whole].unit == "person"


def _correct_levels(answers: list[list[Row]], rules: Rules) -> None:
    """Which verdicts chance would give among so many (in place): of each period, over its indicators and places."""
    for period in dict.fromkeys(rows[0]["period"] for rows in answers if rows):
        ours = [rows for rows in answers if rows and rows[0]["period"] == period]
        p_values = [np.array([row["chance"] for row in rows], dtype=float) for rows in ours]
        for rows, corrected in zip(ours, selected(p_values, rules.discoveries), strict=True):
            for row, p_value in zip(rows, corrected, strict=True):
                differs = row["verdict"] in (verdicts.BELOW, verdicts.ABOVE)
                row["tentative"] = bool(differs and p_value > rules.discoveries)


def sizes_by_period(counts: pd.DataFrame, variable: str) -> dict[tuple[str, str], int]:
    """(period, code) → number of pupils; ``counts``: rolled up."""
    known = only(counts, variable=variable, status=REPORTED, breakdown="")
    rows = known[["period", "code", "value"]].itertuples(index=False)
    return {(str(period), str(code)): int(value) for period, code, value in rows}


def _by_period(values: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Rows of whole places and organisations of each period, the earliest first."""
    whole = values[values["breakdown"] == ""]
    for period in sorted(whole["period"].unique(), key=period_start):
        yield period, whole[whole["period"] == period]


@dataclass(frozen=True)
class _Answer:
    """One indicator of one region in one period: ``found`` has its rows of all levels."""

    indicator: Indicator
    period: str
    found: pd.DataFrame
    subject: Subject
    sizes: dict[tuple[str, str], int]
    method: str | None
    people: bool

    @property
    def edition(self) -> Edition:
        edition = self.indicator.edition(self.period, self.method)
        assert edition is not None  # levels() gives no rows where there is none
        return edition

    def rows(self) -> list[Row]:
        """Judged rows of the municipalities, where the indicator has that level, and the row of the region."""
        places = self.found[self.found["organisation"] == ""]
        by_code = {str(row["code"]): row for row in _records(places)}
        own = [
            self._row(by_code[place.code], place) | {"fragile": False}
            for place in self.subject.municipalities
            if place.code in by_code
        ]
        self._compare(own)
        region = by_code.get(self.subject.region.code)
        return [*own, self._of_region(region, own)] if region else own

    def _row(self, row: Row, place: Territory) -> Row:
        return row | {
            "territory": place.id,
            "name": place.name,
            "organisations": row["reported"],
            "organisations_expected": row["expected"],
            "confidence": CONFIDENCE,
            "method": "wilson" if self.edition.formula in SHARES else "",
        }

    def _of_region(self, row: Row, own: list[Row]) -> Row:
        complete = [row for row in own if _complete(row, self.edition)]
        return self._row(row, self.subject.region) | {
            "organisations": _total(row["organisations"] for row in own) if complete else None,
            "organisations_expected": _total(row["organisations_expected"] for row in own),
            "reported": len(complete) or None,
            "expected": len(self.subject.municipalities),
        }

    def _compare(self, own: list[Row]) -> None:
        """Verdict, ranges and what stood against them into every row (in place)."""
        usable = [row for row in own if not self._why_not(row)]
        why_none = self._why_none(usable, own)
        empty = sum(row["numerator"] == 0 and row["denominator"] == 0 for row in own)  # nobody to count: an answer too
        for row in own:
            row |= {"reported": len(usable) + empty, "expected": len(own), "unassigned": row["unassigned"] or 0}
            facts = Facts(why=self._why_not(row) or why_none, silent=self._silent(row), rules=self.subject.rules)
            row |= {"verdict": verdicts.NOT_COMPARABLE, "facts": facts}
        if not why_none:
            _judge(usable, self._unassigned(), self._design(usable), self.subject.rules)

    def _unassigned(self) -> int:
        region = self.found[self.found["code"] == self.subject.region.code]
        number = region["unassigned"].max() if len(region) else np.nan
        return 0 if np.isnan(number) else int(number)

    def _design(self, usable: list[Row]) -> "_Design":
        """R2: how much wider chance is because pupils come by whole schools; 1 where schools are not known."""
        alone = np.ones(len(usable))
        schools = accepted(self.found[self.found["organisation"] != ""])
        if schools.empty or self.edition.formula != "share":
            sizes = [row["denominator"] for row in usable]
            return _Design(alone, assumed_effects(sizes, self.subject.rules) if self.people else alone, np.inf)
        k, n = (schools[key].to_numpy(dtype=float) for key in ("numerator", "denominator"))
        places = schools["code"].to_numpy(dtype=str)
        effects = design_effects(k, n, places, [row["code"] for row in usable])
        return _Design(effects, effects, max(len(k) - len(np.unique(places)), 1))

    def _why_not(self, row: Row) -> Obstacle:
        """R7: why this municipality's own numbers cannot be compared; «» if they can."""
        k, n = row["numerator"], row["denominator"]
        if self.edition.formula not in SHARES:
            return "not_a_share"
        if k is None or n is None:
            return "not_reported"
        if n == 0:
            return "nobody"
        if k > n:
            return "part_over_whole"
        return "uncovered" if row["coverage"] is not None and row["coverage"] < self.subject.rules.coverage else ""

    def _silent(self, row: Row) -> tuple[str, ...]:
        """Names of the schools it is short of; none where the municipality answers for all of them."""
        if row["coverage"] is None or row["coverage"] >= 1:
            return ()
        own = self.found[(self.found["code"] == row["code"]) & (self.found["organisation"] != "")]
        heard = set(own.loc[(own["numerator"] <= own["denominator"]).to_numpy(), "organisation"])
        expected = self.subject.organisations.get((row["code"], self.period)) or own["organisation"]
        return tuple(self.subject.titles.get(id, id) for id in expected if id not in heard)

    def _why_none(self, usable: list[Row], own: list[Row]) -> Obstacle:
        """R7: why nobody can be compared; «» if everybody who reported can."""
        if len(usable) < 2:
            return "few_reported"
        k, n = _numbers(usable)
        if k.sum() in (0, n.sum()):
            return "all_equal"
        return self._why_too_few({row["code"] for row in usable}, [row["code"] for row in own])

    def _why_too_few(self, usable: set[str], codes: list[str]) -> Obstacle:
        """R7: those who can be compared must teach most pupils; where a size is unknown, be most municipalities."""
        sizes = {code: self.sizes.get((self.period, code)) for code in codes}
        unknown = None in sizes.values()
        heard, everybody = (sum(1 if unknown else sizes[code] or 0 for code in group) for group in (usable, codes))
        if heard >= self.subject.rules.coverage * everybody:
            return ""
        return "few_municipalities" if unknown else "few_pupils"


class _Design(NamedTuple):
    """By how much chance is widened: as it is told (``effects``), and as it is likely where schools are not known.

    ``freedom``: schools beyond one a municipality that this was measured by; endless where nothing was.
    """

    effects: np.ndarray
    likely: np.ndarray
    freedom: float


def _complete(row: Row, edition: Edition) -> bool:
    return row["numerator"] is not None and ("whole" not in edition.of or row["denominator"] is not None)


def _total(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def _records(frame: pd.DataFrame) -> list[Row]:
    """Rows with plain numbers, whole where they are whole; None for what is unknown or not judged yet."""
    blank = dict.fromkeys((*VALUE_COLUMNS, FACTS, "chance")) | dict.fromkeys(_FLAGS, False)
    plain = frame.astype(object).where(frame.notna(), None)
    return [
        cast("Row", blank | row | {key: int(row[key]) for key in _WHOLE if row.get(key) is not None})
        for row in plain.to_dict("records")
    ]


def _unjudged(values: pd.DataFrame, indicators: list[Indicator], subject: Subject) -> pd.DataFrame:
    """Organisations, where the indicator has that level, and breakdowns: values without verdicts.

    Most rows of a region are such; as dictionaries they took more memory than all the rest of the run.
    """
    for_schools = {indicator.id for indicator in indicators if "school" in indicator.levels}
    school = values["organisation"] != ""
    wanted = (school & values["indicator"].isin(for_schools)) | (~school & (values["breakdown"] != ""))
    own = values[wanted]
    places, codes = (subject.region, *subject.municipalities), own["code"].astype(str)
    frame = _typed(own)
    frame["territory"] = codes.map({place.code: place.id for place in places}).astype("string")
    frame["name"] = codes.map({place.code: place.name for place in places}).astype("string")
    return frame


def _judge(rows: list[Row], unassigned: int, design: _Design, rules: Rules) -> None:
    """Rules R2-R4 and R7 over all comparable rows together (in place)."""
    k, n = _numbers(rows)
    effects = design.effects
    result = verdicts.compare(k, n, effects, rules=rules)
    chance = verdicts.chance_of(k, n, design.likely, design.freedom)
    flips = verdicts.flips_at(k, n, result.verdict, unassigned, effects, rules=rules)
    fragile = verdicts.is_fragile(flips, n, n.sum(), unassigned, rules=rules)
    for i, row in enumerate(rows):
        own, others = (int(k[i]), int(n[i])), (int(k.sum() - k[i]), int(n.sum() - n[i]))
        row |= {
            "unassigned": unassigned,
            "rest_numerator": others[0],
            "rest_denominator": others[1],
            "rest": result.rest[i],
            "range_low": int(result.range_low[i]),
            "range_high": int(result.range_high[i]),
            "inner_low": int(result.inner_low[i]),
            "inner_high": int(result.inner_high[i]),
            "design_effect": float(effects[i]),
            "chance": float(chance[i]),
            "verdict": str(result.verdict[i]),
            "grade": str(result.grade[i]) if result.verdict[i] != verdicts.NOT_COMPARABLE else None,
            "power_low": bool(result.power_low[i]),
            "small": bool(result.small[i]),
            "stands_out": bool(result.stands_out[i]),
            "large_gap": bool(result.large_gap[i]),
            "flips_at": None if np.isnan(flips[i]) else int(flips[i]),
            "fragile": bool(fragile[i]),
            "missing": wording.missing_people(*own, *others) if result.verdict[i] == verdicts.BELOW else None,
        }


def _numbers(rows: list[Row]) -> tuple[np.ndarray, np.ndarray]:
    """Numerators and denominators of rows that have both."""
    columns = ([row["numerator"] for row in rows], [row["denominator"] for row in rows])
    return np.array(columns[0], dtype=float), np.array(columns[1], dtype=float)


def _graded(history: dynamics.History, subject: Subject) -> list[Row]:
    """The rows of one indicator, each with its quality (in place): the worst that holds."""
    rows, indicator, method = history.rows, history.indicator, history.method
    short = {row["period"] for row in rows if row["code"] != subject.region.code and _is_short(row)}
    for row in rows:
        partly = row["period"] in short if row["code"] == subject.region.code else _is_short(row)
        edition = indicator.edition(row["period"], method)
        printed = (row["code"], row["period"], edition.of.get("part"), edition.of.get("whole")) if edition else ()
        broken = bool(row["previous"] and indicator.why_incomparable(row["previous"], row["period"], method))
        few = row["denominator"] is not None and row["denominator"] < subject.rules.few
        marks: dict[Quality, bool] = {
            "": row["value"] is None,
            "uncovered": row["coverage"] is not None and row["coverage"] < subject.rules.coverage,
            "part_missing": partly,
            "break": broken,
            "few": few,
            "checked": printed in subject.checked,
        }
        row["quality"] = next((mark for mark, holds in marks.items() if holds), "full")
    return rows


def _is_short(row: Row) -> bool:
    """Whether anybody who should have answered is missing in a municipality's value."""
    answered, expected = row["organisations"], row["organisations_expected"]
    of_schools = answered is not None and expected is not None and answered < expected
    return row["value"] is None or of_schools or (row["coverage"] is not None and row["coverage"] < 1)


def _worded(rows: list[Row], indicator: Indicator) -> list[Row]:
    """The same rows with the sentences of the table; a region is not judged and has none."""
    noun = indicator.spoken["noun_genitive"]  # whom a verdict counts: pupils, schools, teachers
    for row in rows:
        said: dict[str, Any] = {key: fact for key, fact in row.items() if key in _SAID_OF and fact is not None}
        value = Value(**said)
        if row["verdict"] is not None:
            row["reason"] = reasons.verdict(value, noun)
        if row["change"] is not None:
            row["change_reason"] = reasons.change(value.change, value.facts)
        if row["trend"] is not None:
            row["trend_reason"] = reasons.trend(value.trend, value.facts)
    return rows


FACTS = "facts"
_SAID_OF = tuple(name for name in Value.__struct_fields__ if name in (*VALUE_COLUMNS, FACTS))
_KINDS = {int | None: "Int64", float | None: "float64", bool: "bool"}
_TYPES = {column: _KINDS.get(kind, "string") for column, kind in ValueRow.__annotations__.items()}
_WHOLE, _FLAGS = ([column for column, kind in _TYPES.items() if kind == own] for own in ("Int64", "bool"))
_BLANK = {"Int64": pd.NA, "string": pd.NA, "float64": np.nan, "bool": False}


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """VALUE_COLUMNS and FACTS of their kinds, blank where ``frame`` has none."""
    given = frame.astype({name: kind for name, kind in _TYPES.items() if name in frame})
    columns: dict[str, pd.Series[Any]] = {
        name: given[name] if name in frame else pd.Series(_BLANK[kind], index=frame.index, dtype=kind)
        for name, kind in _TYPES.items()
    }
    nothing = np.full(len(frame), None)
    columns[FACTS] = frame[FACTS].astype(object) if FACTS in frame else pd.Series(nothing, index=frame.index)
    return pd.DataFrame(columns, copy=False)
