"""Counts and values of a dataset -> what the public may see of them: the stages after this one know nothing more.

Sensitive is an indicator that rests on anything sensitive: a variable, the axis of its categories, a component
(catalogue/sensitivity.py); parts by such an axis (ОВЗ, инвалидность) are left out everywhere. Of a municipality the
public sees its two counts and the share where neither points at a child nor would give another away; no comparison, no
change, no earlier year and no school. Of everything else small schools are joined, classes and other parts of a
municipality are left out. Decisions, bundles, figures and pages are then made of what is left, as for the internal
audience: a hidden number cannot reach them, because it is not there.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from careerstats import reasons
from careerstats.catalogue import Catalogue, Edition
from careerstats.catalogue.entries import REPORTERS
from careerstats.catalogue.sensitivity import breakdown_is_sensitive, sensitive_indicators, sensitive_variables
from careerstats.contracts.dataset import Settings
from careerstats.contracts.values import Facts, Value
from careerstats.disclosure.hiding import Hidden, Key, System, Thresholds, hide, points_at_a_child
from careerstats.disclosure.small_schools import join_small
from careerstats.errors import DatasetError
from careerstats.formulas import SHARES
from careerstats.model import HIDDEN

Row = dict[str, Any]

_KEPT = ("territory", "code", "name", "organisation", "period", "breakdown", "indicator", "edition")
_NUMBERS = ("numerator", "denominator", "value", "lower", "upper", "confidence", "method")
CROWD = 3
"""Municipalities among which one is not told by what the region says of them all."""

_TOTAL = 1e6
"""What hiding a regional total costs beside any municipal count: totals are hidden last."""


@dataclass(frozen=True)
class Place:
    """Which numbers are masked: the period of the notes, the code of the region, thresholds of the dataset."""

    period: str
    region: str
    limits: Thresholds


def thresholds(settings: Settings) -> Thresholds:
    """``disclosure: {least, most, total}`` of dataset.yaml."""
    given = settings.disclosure
    return Thresholds(given.least, given.most, given.total)


@dataclass(frozen=True)
class Masked:
    """``hidden``: cells, by their own names; ``rows``: (code, indicator) of the values that are hidden."""

    hidden: Hidden
    rows: frozenset[tuple[str, str]]


def mask_values(values: pd.DataFrame, catalogue: Catalogue, place: Place) -> tuple[pd.DataFrame, Masked]:
    """Values as the public sees them, and what was hidden; rows of hidden values stay, with ``reason`` in words.

    Raises DatasetError where nothing can be hidden so that the totals do not give it away.
    """
    delicate = sensitive_indicators(catalogue, place.period)
    ours = values["indicator"].isin(list(delicate))
    whole = (values["organisation"] == "") & (values["breakdown"] == "")
    sensitive_part = values["breakdown"].map(breakdown_is_sensitive).astype(bool)
    parts = (values["organisation"] == "") & (values["code"] == place.region) & ~sensitive_part
    schools = (values["organisation"] != "") & (values["breakdown"] == "")
    plain = pd.concat([values[~ours & (whole | parts)], join_small(values[~ours & schools])])
    now = values[ours & whole & (values["period"] == place.period)]
    found = _hidden([{str(key): one for key, one in row.items()} for row in now.to_dict("records")], delicate, place)
    told = list(zip(now["code"], now["indicator"], strict=True))
    visible = pd.Series([key not in found.rows for key in told], index=now.index, dtype=bool)
    shown = now.copy()
    for name in values.columns:
        if name in _NUMBERS:
            shown[name] = now[name].where(visible)
        elif name not in _KEPT:
            shown[name] = False if values[name].dtype == bool else now[name].where(visible & ~visible)
    shown["verdict"] = "not_comparable"
    why = [Facts(why="hidden" if key in found.rows else "not_compared") for key in told]
    shown["facts"] = pd.Series(why, index=shown.index, dtype=object)
    shown["reason"] = [reasons.uncompared(Value(facts=facts)) for facts in why]
    shown["status"] = [HIDDEN if key in found.rows else "" for key in told]
    out = pd.concat([plain.assign(status=""), shown], ignore_index=True)
    return out.astype({name: kind for name, kind in values.dtypes.items() if name in out}), found


def mask_counts(counts: pd.DataFrame, catalogue: Catalogue, region: str, limits: Thresholds) -> pd.DataFrame:
    """Counts as the public sees them: a sensitive one stands only where the region's own list gives it alone.

    A regional one of fewer than ``limits.total`` children points at them, and stands nowhere. Nor does any part that is
    sensitive by its axis, whatever is counted.

    What municipalities report in full differs from what their shares rest on by the schools that answered one question
    of two: the difference may be one child. So the public gets sensitive numbers with their shares only.
    """
    delicate = counts["variable"].isin(sensitive_variables(catalogue))
    of_region = counts["code"] == region
    municipal = counts.loc[delicate & ~of_region, "variable"].unique()
    parts = counts["breakdown"].str.contains("=")
    few = (counts["value"] < limits.total).fillna(False).astype(bool)
    dropped = delicate & (~of_region | parts | few | counts["variable"].isin(municipal))
    sensitive_part = counts["breakdown"].map(breakdown_is_sensitive).astype(bool)
    return counts[~dropped & ~sensitive_part & ~(parts & ~of_region)]


def _hidden(rows: list[Row], delicate: dict[str, Edition], place: Place) -> Masked:
    """What is hidden of the rows of one period: again and again until a count hidden in one indicator is so in all."""
    known = [row for row in rows if pd.notna(row["numerator"]) or pd.notna(row["value"])]
    cells = {_name(row): one for row, one in zip(known, _cells(known, delicate), strict=True)}
    first = {key for row in known for key in _first(row, cells[_name(row)], _of(row, delicate), place)}
    try:
        system = _system(known, cells, place)
        first |= {key for key, amount in system.values.items() if _is_gap(key) and amount < place.limits.total}
        hidden = hide(system, first, place.limits)
        while more := _siblings(hidden, system) - hidden.first:
            first |= more
            hidden = hide(system, first, place.limits)
    except ValueError as error:
        raise DatasetError(f"Публичные справки построить нельзя: {error}.") from None
    municipal = [row for row in known if row["code"] != place.region]
    covered = {_name(row) for row in municipal if _covered(cells[_name(row)], hidden)}
    totals = {(key[0], key[1]) for key in hidden.all if key[0] == place.region}  # a region too small to be shown
    return Masked(hidden, frozenset(covered | totals | {(place.region, id) for id in _unproved(municipal, cells)}))


def _unproved(municipal: list[Row], cells: dict[tuple[str, str], dict[str, Key]]) -> set[str]:
    """Indicators of which no system can be made: their region's value is hidden too, unless it hides in a crowd.

    A part greater than its whole is an error that nobody has mended yet; of what is no share and no count, a region of
    ``CROWD`` municipalities says nothing of one.
    """
    without = Counter(row["indicator"] for row in municipal if not cells[_name(row)])
    shares = {row["indicator"] for row in municipal if cells[_name(row)]}
    return {id for id, number in without.items() if number < CROWD or id in shares}


def _name(row: Row) -> tuple[str, str]:
    return row["code"], row["indicator"]


def _of(row: Row, delicate: dict[str, Edition]) -> Edition:
    return delicate[row["indicator"]]


def _covered(cells: dict[str, Key], hidden: Hidden) -> bool:
    """Whether any number of the row is hidden; what is neither a share nor a count is shown of the region only."""
    return not cells or any(key in hidden.all for key in cells.values())


def _first(row: Row, cells: dict[str, Key], edition: Edition, place: Place) -> list[Key]:
    """Cells of a municipality that would point at a child."""
    limits = place.limits
    if row["code"] == place.region or not cells:
        return []
    if edition.formula == "count":
        return [cells["part"]] if row["numerator"] <= limits.most else []
    part, whole = row["numerator"], row["denominator"]
    if not points_at_a_child(part, whole, limits):
        return []
    small = {"part": part <= limits.most, "rest": whole - part <= limits.most, "whole": False}
    return [cells[role] for role, few in small.items() if few or whole < limits.total]


def _cells(rows: list[Row], delicate: dict[str, Edition]) -> list[dict[str, Key]]:
    """The cells of each value by role; equal counts of one variable are one cell, whichever indicator they stand in."""
    seen: dict[tuple[str, str], list[int]] = {}

    def cell(code: str, variable: str, amount: int) -> Key:
        amounts = seen.setdefault((code, variable), [])
        if amount not in amounts:
            amounts.append(amount)
        return code, variable, amounts.index(amount)

    found: list[dict[str, Key]] = []
    for row in rows:
        code, edition, own = row["code"], _of(row, delicate), {}
        if edition.formula == "count" or _is_share(row, edition):
            own["part"] = cell(code, edition.first, int(row["numerator"]))
        if _is_share(row, edition):
            own["whole"] = cell(
                code, edition.of.get("whole") or f"{REPORTERS} {edition.first}", int(row["denominator"])
            )
            own["rest"] = (code, own["part"][1:], own["whole"][1:])
        found.append(own)
    return found


def _is_share(row: Row, edition: Edition) -> bool:
    """A part of a whole that can be one: the errors that nobody has mended yet are none."""
    part, whole = row["numerator"], row["denominator"]
    return edition.formula in SHARES and pd.notna(part) and pd.notna(whole) and part <= whole


def _siblings(hidden: Hidden, system: System) -> set[Key]:
    """Other counts of a variable and place of which one is hidden: they are nearly the same number."""
    of = {key[:2] for key in hidden.all if _is_count(key)}
    return {key for key in system.values if _is_count(key) and key[:2] in of}


def _gaps(values: dict[Key, int]) -> list[dict[Key, int]]:
    """Two counts of one variable and place (all who answered, the same who answered both) tell their difference."""
    found: list[dict[Key, int]] = []
    groups: dict[tuple[str, str], list[Key]] = {}
    for key in values:
        if _is_count(key):
            groups.setdefault(key[:2], []).append(key)
    for of, keys in groups.items():
        ordered = sorted(keys, key=lambda key: values[key])
        for less, more in pairwise(ordered):
            gap = ("gap", of, less[2], more[2])
            values[gap] = values[more] - values[less]
            found.append({less: 1, gap: 1, more: -1})
    return found


def _is_gap(key: Key) -> bool:
    return bool(key[0] == "gap")


def _is_count(key: Key) -> bool:
    """(code, variable, which), not a rest and not a total."""
    return len(key) == 3 and isinstance(key[1], str) and isinstance(key[2], int)


def _system(rows: list[Row], cells: dict[tuple[str, str], dict[str, Key]], place: Place) -> System:
    """Every municipal cell, the sums of each indicator over the municipalities, and what ties them together."""
    values: dict[Key, int] = {}
    equations: list[dict[Key, int]] = []
    sums: dict[str, list[dict[str, Key]]] = {}
    for row in rows:
        own = cells[_name(row)]
        if row["code"] == place.region or not own:
            continue
        part = int(row["numerator"])
        whole = int(row["denominator"]) if "whole" in own else part
        amounts = {"part": part, "whole": whole, "rest": whole - part}
        values |= {key: amounts[role] for role, key in own.items()}
        if "whole" in own:
            equations.append({own["part"]: 1, own["rest"]: 1, own["whole"]: -1})
        sums.setdefault(row["indicator"], []).append(own)
    equations += _gaps(values)
    weights: dict[Key, float] = {key: 1.0 + amount for key, amount in values.items()}
    for id, listed in sums.items():
        for role in listed[0]:
            total = (place.region, id, role)
            values[total], weights[total] = sum(values[own[role]] for own in listed), _TOTAL
            equations.append({**{own[role]: 1 for own in listed}, total: -1})
    return System(values, equations, weights)
