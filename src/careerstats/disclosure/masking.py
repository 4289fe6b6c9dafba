"""Counts and values of a dataset -> what the public may see of them: the stages after this one know nothing more.

Sensitive is an indicator that rests on anything sensitive: a variable, the axis of its categories, a component
(catalogue/sensitivity.py); parts by such an axis (ОВЗ, инвалидность) are left out everywhere. Of a municipality the
public sees its two counts and the share where neither points at a child nor would give another away; no comparison, no
change, no earlier year and no school. Of everything else small schools are joined, classes and other parts of a
municipality are left out. Decisions, bundles, figures and pages are then made of what is left, as for the internal
audience: a hidden number cannot reach them, because it is not there.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import cast

import pandas as pd

from careerstats import reasons
from careerstats.analysis.rollup import rolled_up
from careerstats.catalogue import Catalogue, Edition
from careerstats.catalogue.sensitivity import breakdown_is_sensitive, sensitive_indicators, sensitive_variables
from careerstats.contracts.dataset import Settings
from careerstats.contracts.published import Counted, Version
from careerstats.contracts.values import Facts, Obstacle, Value
from careerstats.disclosure.cells import Name, table_of
from careerstats.disclosure.closing import closed
from careerstats.disclosure.hiding import Hidden, Thresholds, points_at_a_child
from careerstats.disclosure.small_schools import join_small
from careerstats.disclosure.systems import rounded
from careerstats.errors import DatasetError
from careerstats.formulas import SHARES
from careerstats.model import HIDDEN, ROUNDED, ValueRow

_KEPT = ("territory", "code", "name", "organisation", "period", "breakdown", "indicator", "edition")
_COUNTED = ("numerator", "denominator", "value")
_NUMBERS = (*_COUNTED, "lower", "upper", "confidence", "method")
BASES = {"hide": 0, "round5": 5}
"""Method of dataset.yaml → to what numbers that are shown are rounded; 0: they are not."""
CROWD = 3
"""Municipalities among which one is not told by what the region says of them all."""


@dataclass(frozen=True)
class Place:
    """Which numbers are masked: the period of the notes, the code of the region, thresholds of the dataset.

    ``earlier``: what was published of the period before; ``axes``: of which any category is sensitive; ``given``:
    variables of which the region gives its number itself, so that it is no sum of the municipalities'.
    """

    period: str
    region: str
    limits: Thresholds
    earlier: tuple[Version, ...] = ()
    axes: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()

    def leaves_out(self, breakdowns: "pd.Series[str]") -> "pd.Series[bool]":
        """Parts by a sensitive axis: all of them, as what is left of the whole would be the sensitive category."""
        named = {name: axis_of(name) in self.axes or breakdown_is_sensitive(name) for name in breakdowns.unique()}
        return breakdowns.map(named).astype(bool)


def given_by(region: str, counts: pd.DataFrame, period: str) -> frozenset[str]:
    """Quantities that the region gives of itself, not as a sum of its municipalities."""
    own = (counts["code"] == region) & (counts["period"] == period) & (counts["breakdown"] == "")
    return frozenset(counts.loc[own & (counts["organisation"] == "") & counts["value"].notna(), "variable"])


def axis_of(breakdown: str) -> str:
    return breakdown.partition("=")[0]


def sensitive_axes(*frames: pd.DataFrame) -> frozenset[str]:
    """Axes by which any of these counts or values tells of such children."""
    names = {str(name) for frame in frames for name in frame["breakdown"].unique()}
    return frozenset(axis_of(name) for name in names if breakdown_is_sensitive(name))


def thresholds(settings: Settings) -> Thresholds:
    """``disclosure: {method, least, most, total}`` of dataset.yaml."""
    given = settings.disclosure
    return Thresholds(given.least, given.most, given.total, BASES[given.method])


@dataclass(frozen=True)
class Masked:
    """``hidden``: cells, by their own names; ``rows``: (code, indicator) of the values that are hidden.

    ``version``: what is to be remembered of all this when the next version is masked.
    """

    hidden: Hidden
    rows: frozenset[Name]
    version: Version


def mask_values(values: pd.DataFrame, catalogue: Catalogue, place: Place) -> tuple[pd.DataFrame, Masked]:
    """Values as the public sees them, and what was hidden; rows of hidden values stay, with ``reason`` in words.

    Raises DatasetError where nothing can be hidden so that the totals do not give it away.
    """
    delicate = sensitive_indicators(catalogue, place.period)
    ours = values["indicator"].isin(list(delicate))
    whole = (values["organisation"] == "") & (values["breakdown"] == "")
    parts = (values["organisation"] == "") & (values["code"] == place.region) & ~place.leaves_out(values["breakdown"])
    schools = (values["organisation"] != "") & (values["breakdown"] == "")
    plain = pd.concat([values[~ours & (whole | parts)], join_small(values[~ours & schools])])
    now = values[ours & whole & (values["period"] == place.period)]
    ordinary = catalogue.variables.keys() - sensitive_variables(catalogue)
    masked = _hidden(cast("list[ValueRow]", now.to_dict("records")), delicate, place, ordinary)
    pairs = list(zip(now["code"], now["indicator"], strict=True))
    visible = pd.Series([key not in masked.rows for key in pairs], index=now.index, dtype=bool)
    visible &= now["value"].notna()  # of whom nothing is computed, how many there are was held against no threshold
    shown = now.copy()
    base = place.limits.base
    for name in values.columns:
        if name in (_COUNTED if base else _NUMBERS):
            shown[name] = now[name].where(visible)
        elif name not in _KEPT:
            shown[name] = False if values[name].dtype == bool else now[name].where(visible & ~visible)
    shown["verdict"] = "not_comparable"
    told_of: Obstacle = "rounded" if base else "not_compared"
    why = [Facts(why="hidden" if key in masked.rows else told_of) for key in pairs]
    shown["facts"] = pd.Series(why, index=shown.index, dtype=object)
    shown["reason"] = [reasons.uncompared(Value(facts=facts)) for facts in why]
    nearly = visible & bool(base)
    shown["status"] = [
        HIDDEN if key in masked.rows else ROUNDED if about else "" for key, about in zip(pairs, nearly, strict=True)
    ]
    if base:
        _round(shown, delicate, base)
    out = pd.concat([plain.assign(status=""), shown], ignore_index=True)
    return out.astype({name: kind for name, kind in values.dtypes.items() if name in out}), masked


def _round(shown: pd.DataFrame, delicate: dict[str, Edition], base: int) -> None:
    """Numbers of the rows to the base, shares anew of them: nothing finer stands anywhere."""
    for name in ("numerator", "denominator"):
        shown[name] = _rounded(shown[name], base)
    shares = shown["indicator"].map(lambda id: delicate[id].formula in SHARES).astype(bool)
    of_all = 100 * shown["numerator"] / shown["denominator"].where(shown["denominator"] > 0)
    shown["value"] = of_all.where(shares, shown["numerator"]).astype(shown["value"].dtype)


def _rounded(counts: "pd.Series[float]", base: int) -> "pd.Series[float]":
    whole = counts.map(lambda count: rounded(int(count), base), na_action="ignore")
    return whole.astype(counts.dtype)


def mask_counts(counts: pd.DataFrame, catalogue: Catalogue, place: Place) -> pd.DataFrame:
    """Counts as the public sees them: a sensitive one stands only where the region's own list gives it alone.

    A regional one of fewer than ``limits.total`` children points at them, as one of nearly all of its whole does, and
    stands nowhere. Nor does any part that is sensitive by its axis, whatever is counted.

    What municipalities report in full differs from what their shares rest on by the schools that answered one question
    of two: the difference may be one child. So the public gets sensitive numbers with their shares only.
    """
    limits = place.limits
    delicate = counts["variable"].isin(sensitive_variables(catalogue))
    of_region = counts["code"] == place.region
    municipal = counts.loc[delicate & ~of_region, "variable"].unique()
    parts = counts["breakdown"].str.contains("=")
    few = (counts["value"] < limits.total).fillna(False).astype(bool)
    whole = counts[counts["breakdown"] == ""]
    pointing = _pointing(rolled_up(whole), catalogue, place) if delicate.any() else frozenset()
    pairs = zip(counts["variable"], counts["period"], strict=True)
    few |= pd.Series([pair in pointing for pair in pairs], index=counts.index, dtype=bool)
    dropped = delicate & (~of_region | parts | few | counts["variable"].isin(municipal))
    seen = counts[~dropped & ~place.leaves_out(counts["breakdown"]) & ~(parts & ~of_region)]
    values = _rounded(seen["value"], limits.base) if limits.base else seen["value"]
    return seen.assign(value=seen["value"].where(~delicate[seen.index], values))


def _pointing(counts: pd.DataFrame, catalogue: Catalogue, place: Place) -> frozenset[tuple[str, str]]:
    """Variables with the periods in which the region's number of them is few, or all but few, of its whole.

    ``counts``: rolled up, so that no pupil is counted by the school and by its municipality too.
    """
    known: dict[tuple[str, str], int] = {}
    for of_region in (False, True):  # what the region gives itself comes before the sum
        ours = counts[((counts["code"] == place.region) == of_region) & counts["value"].notna()]
        sums = ours.groupby(["variable", "period"], observed=True, as_index=False)["value"].sum()
        rows = zip(sums["variable"], sums["period"], sums["value"], strict=True)
        known |= {(str(variable), str(period)): int(number) for variable, period, number in rows}
    found = set()
    for period in {period for _, period in known}:
        for edition in sensitive_indicators(catalogue, period).values():
            part, whole = (known.get((id, period)) for id in (edition.first, edition.of.get("whole", "")))
            if part is not None and whole is not None and points_at_a_child(part, whole, place.limits):
                found.add((edition.first, period))
    return frozenset(found)


def _hidden(rows: list[ValueRow], delicate: dict[str, Edition], place: Place, ordinary: Collection[str]) -> Masked:
    """What is hidden of the rows of one period: again and again until a count hidden in one indicator is so in all.

    ``ordinary``: variables whose numbers are no secret, and stand with other indicators.
    """
    known = [row for row in rows if pd.notna(row["numerator"]) or pd.notna(row["value"])]
    municipal = [row for row in known if row["code"] != place.region]
    counted = [kept for row in municipal if (kept := _counted(row, delicate))]
    *earlier, table = (
        table_of(each, delicate, place.region, place.limits, version=at, ordinary=ordinary)
        for at, each in enumerate([*(version.rows for version in place.earlier), counted])
    )
    try:
        hidden = closed(table, earlier, place.limits)
    except ValueError as error:
        raise DatasetError(f"Публичные справки построить нельзя: {error}.") from None
    of_region = {row["indicator"]: row for row in known if row["code"] == place.region}
    unproved = _unproved(municipal, {_name_of(row) for row in counted})
    unproved |= {id for id, row in of_region.items() if _is_few(row, delicate, place.limits)}
    sums = {key for id in unproved for key in table.cells.get((place.region, id), {}).values()}
    in_system = table.with_hidden(hidden.all | sums)
    totals = {row.indicator for row in in_system if row.hidden and row.code == place.region}
    open_rows = {(row.code, row.indicator) for row in in_system if not row.hidden}
    covered = {_name(row) for row in municipal} - open_rows
    in_parts = {row.indicator for row in counted}
    beside = [kept for id, row in of_region.items() if id not in in_parts | unproved and (kept := _as_counts(row))]
    subtracted, shown = _subtracted(beside, _sums_told(in_system, delicate, place.region), delicate, ordinary)
    summed = [row for row in shown if not _quantities(row, delicate).keys() - ordinary <= place.given]
    if not place.limits.base:  # of rounded sums nobody subtracts so closely
        subtracted |= _changed(summed, place.earlier)
    closed_of_region = {(place.region, id) for id in _following(delicate, totals | unproved | subtracted)}
    left = (row for row in summed if row.indicator not in subtracted)
    version = Version(rows=(*in_system, *left), base=place.limits.base)
    return Masked(hidden, frozenset(covered | closed_of_region), version)


Sums = dict[str, set[int]]
"""Quantity → the region's sums of it that are shown; one that is hidden has a key and no sum."""


def _sums_told(rows: Iterable[Counted], delicate: dict[str, Edition], region: str) -> Sums:
    sums: Sums = {}
    for row in (row for row in rows if row.code == region):
        for variable, number in _quantities(row, delicate).items():
            sums.setdefault(variable, set()).update([] if row.hidden else [number])
    return sums


def _quantities(row: Counted, delicate: dict[str, Edition]) -> dict[str, int]:
    edition = delicate[row.indicator]
    numbers = {edition.first: row.part, edition.of.get("whole", ""): row.whole}
    return {variable: number for variable, number in numbers.items() if variable and number is not None}


def _subtracted(
    rows: list[Counted], sums: Sums, delicate: dict[str, Edition], ordinary: Collection[str]
) -> tuple[set[str], list[Counted]]:
    """Of the region's values outside the system those of which somebody could subtract, and the others.

    A rate rests on other municipalities than a share, or than another rate, of the same number: the difference may be
    one of them. ``ordinary`` numbers stand elsewhere in full.
    """
    subtracted: set[str] = set()
    shown: list[Counted] = []
    for row in rows:
        numbers = {id: number for id, number in _quantities(row, delicate).items() if id not in ordinary}
        if any(number not in sums.get(id, {number}) for id, number in numbers.items()):
            subtracted.add(row.indicator)
            continue
        shown.append(row)
        for id, number in numbers.items():
            sums.setdefault(id, set()).add(number)
    return subtracted, shown


def _changed(rows: list[Counted], earlier: Iterable[Version]) -> set[str]:
    """Those that were published before of other numbers: the difference may be one municipality."""
    before = {(row.indicator, row.part, row.whole) for version in earlier for row in version.rows}
    known = {row.indicator for version in earlier for row in version.rows}
    return {row.indicator for row in rows if row.indicator in known} - {
        row.indicator for row in rows if (row.indicator, row.part, row.whole) in before
    }


def _as_counts(row: ValueRow) -> Counted | None:
    """What a value outside the system rests on; None for an index."""
    part, whole = (None if number is None or pd.isna(number) else int(number) for number in _pair(row))
    return None if part is None else Counted(code=row["code"], indicator=row["indicator"], part=part, whole=whole)


def _pair(row: ValueRow) -> tuple[float | None, float | None]:
    return row["numerator"], row["denominator"]


def _is_few(row: ValueRow, delicate: dict[str, Edition], limits: Thresholds) -> bool:
    """Of the region: what points at a child as a municipal number would, also where the region alone gives it.

    Rounding would make it nought or all; and what is no count of children cannot be rounded.
    """
    counted = _counted(row, delicate)
    if counted is None:
        return bool(limits.base)
    if counted.whole is None:
        return counted.part <= limits.most
    return points_at_a_child(counted.part, counted.whole, limits)


def _unproved(municipal: list[ValueRow], counted: set[Name]) -> set[str]:
    """Indicators of which no system can be made: their region's value is hidden too, unless it hides in a crowd.

    A part greater than its whole is an error that nobody has mended yet; of what is no share and no count, a region of
    ``CROWD`` municipalities says nothing of one.
    """
    without = Counter(row["indicator"] for row in municipal if _name(row) not in counted)
    shares = {id for _, id in counted}
    return {id for id, number in without.items() if number < CROWD or id in shares}


def _following(delicate: dict[str, Edition], hidden: set[str]) -> set[str]:
    """The hidden values of the region, and every index of them: it tells its hidden component by the others."""
    following = set(hidden)
    while more := {id for id, own in delicate.items() if following & own.components.keys()} - following:
        following |= more
    return following


def _name(row: ValueRow) -> tuple[str, str]:
    return row["code"], row["indicator"]


def _name_of(row: Counted) -> Name:
    return row.code, row.indicator


def _counted(row: ValueRow, delicate: dict[str, Edition]) -> Counted | None:
    """None for what is neither a share nor a count: it is shown of the region only."""
    edition, part, whole = delicate[row["indicator"]], row["numerator"], row["denominator"]
    if edition.formula == "count" and part is not None:
        return Counted(code=row["code"], indicator=row["indicator"], part=int(part))
    if edition.formula in SHARES and pd.notna(part) and pd.notna(whole) and part <= whole:
        return Counted(code=row["code"], indicator=row["indicator"], part=int(part), whole=int(whole))
    return None  # also a part greater than its whole: an error that nobody has mended yet
