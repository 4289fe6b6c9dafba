"""Scores of schools by direction -> means over those that reported, share of the maximum, level, and how to print them.

Everything is decided on exact values: a score counts in millionths of a point, a mean and a share are fractions.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from typing import Any

import numpy as np
import pandas as pd

from careerstats import wording
from careerstats.catalogue.schemes import Diagnosis, Direction
from careerstats.errors import DatasetError

Row = dict[str, Any]

_UNIT = 10**6
_SCHOOL = ["territory", "organisation"]
_EMPTY_WORDS = {
    "excluded": "школа, у которой пункт направления не заполнен, в среднее по направлению не входит",
    "zero": "незаполненный пункт оценён в 0 баллов",
}
_CRITICAL_WORDS = {
    "none": "правило критических показателей не применялось",
    "zero": "направление, в котором критический показатель оценён в 0 баллов, получает 0 баллов",
}


def words_of(edition: Diagnosis) -> str:
    """One sentence of the method: what empty and critical items counted."""
    empty, critical = _EMPTY_WORDS[edition.empty.name], _CRITICAL_WORDS[edition.critical.name]
    return f"{wording.capital(empty)}; {critical}."


# ---- points of items -> scores of directions


def direction_scores(points: pd.DataFrame, edition: Diagnosis) -> pd.DataFrame:
    """Points of items → one row per school and direction: ``value`` (NaN where unknown), ``empty``, ``zeroed``.

    ``points``: territory, organisation, variable (the direction), item (number), points (NaN: not filled in). The items
    of a direction are those of the edition, else all that any school has. Empty items count as the edition says; a
    direction in which a school filled in nothing is unknown under either rule. Raises DatasetError for an item twice.
    """
    _refuse_repeated(points, [*_SCHOOL, "variable", "item"])
    items = {direction: _items(points, direction, edition) for direction in edition.directions}
    wide = points.assign(points=points["points"].astype("float64"))
    wide = wide.set_index([*_SCHOOL, "variable", "item"])["points"].unstack("item")
    parts = [_scores_of(wide, direction, items[direction], edition) for direction in items]
    return pd.concat(parts, ignore_index=True).sort_values([*_SCHOOL, "variable"], ignore_index=True)


def _items(points: pd.DataFrame, direction: str, edition: Diagnosis) -> list[int]:
    """Items of a direction. Raises DatasetError for one that the edition does not have there."""
    given = sorted(set(points.loc[points["variable"] == direction, "item"]))
    known = list(edition.directions[direction].items)
    strange = [item for item in given if known and item not in known]
    if strange:
        title = edition.directions[direction].title
        raise DatasetError(
            f"Самодиагностика: пунктов {', '.join(map(str, strange))} нет в направлении «{title}» редакции "
            f"{edition.since}. Исправьте номер пункта или направление."
        )
    return known or given


def _scores_of(wide: pd.DataFrame, direction: str, items: list[int], edition: Diagnosis) -> pd.DataFrame:
    """The scores of one direction; ``wide``: one row per school and direction, one column per item."""
    ours = wide[wide.index.get_level_values("variable") == direction].reindex(columns=items)
    empty = ours.isna().sum(axis="columns")
    unknown = (empty > 0) if edition.empty.name == "excluded" else (empty == len(items))
    critical = ours[[item for item in items if item in edition.critical_items]].fillna(0)
    zeroed = (critical == 0).any(axis="columns") & ~unknown & (edition.critical.name == "zero")
    value = (ours * _UNIT).round().sum(axis="columns") / _UNIT
    value = value.mask(zeroed, 0.0).mask(unknown, np.nan)
    return pd.DataFrame({"value": value, "empty": empty, "zeroed": zeroed}).reset_index()


# ---- scores of directions -> attainment


def attainment(scores: pd.DataFrame, edition: Diagnosis, by: Sequence[str] = ("territory",)) -> pd.DataFrame:
    """One row per group and direction, then one for all its directions together (``variable`` empty).

    ``scores``: territory, organisation, variable (S_know …), value in points (NaN: not reported); other variables are
    passed over. ``by``: ``("territory",)`` for municipalities, ``()`` for the region (the mean is over its schools, not
    over its municipalities), ``("territory", "organisation")`` for schools. Columns: reporters (schools that reported),
    expected (schools there are), rejected (scores outside 0 … maximum: not used), mean, maximum, share (per cent of the
    maximum), level, shown_mean, shown_share (as they are printed; None: nobody reported), remark. Raises DatasetError
    if a school reports a direction twice.
    """
    ours = scores[scores["variable"].isin(list(edition.directions))]
    _refuse_repeated(ours, [*_SCHOOL, "variable"])
    keys = list(by)
    sums, expected = _sums(ours, keys, edition), _schools(ours, keys)
    judge = cache(partial(_judged, edition))
    rows: list[Row] = []
    for key in sorted(expected):
        own = [
            _direction_row(direction, sums.get((*key, direction.id), (0, 0, 0)), judge)
            for direction in edition.directions.values()
        ]
        both = {**dict(zip(keys, key, strict=True)), "expected": expected[key]}
        rows += [both | row for row in [*own, _total_row(own, edition)]]
    return pd.DataFrame(rows, columns=[*keys, *_COLUMNS])


_COLUMNS = (
    *("variable", "title", "reporters", "expected", "rejected", "mean", "maximum", "share", "level"),
    *("shown_mean", "shown_share", "remark"),
)


def _sums(scores: pd.DataFrame, keys: list[str], edition: Diagnosis) -> dict[tuple[Any, ...], tuple[int, int, int]]:
    """Group and direction → sum in millionths of a point, how many scores it has, how many were impossible."""
    value = scores["value"].astype("float64")
    maximum = scores["variable"].map({one.id: one.maximum for one in edition.directions.values()})
    possible = (value >= 0) & (value <= maximum)
    units = (value.where(possible, 0.0) * _UNIT).round().astype("int64")
    parts = scores.assign(units=units, reporters=possible, rejected=value.notna() & ~possible)
    summed = parts.groupby([*keys, "variable"], observed=True)[["units", "reporters", "rejected"]].sum()
    numbers = zip(*(map(int, summed[column]) for column in summed), strict=True)
    return dict(zip(_tuples(summed.index, [*keys, "variable"]), numbers, strict=True))


def _schools(scores: pd.DataFrame, keys: list[str]) -> dict[tuple[Any, ...], int]:
    """How many schools there are in each group, whether they reported or not."""
    schools = scores[_SCHOOL].drop_duplicates()
    if not keys:
        return {(): len(schools)}
    sizes = schools.groupby(keys, observed=True).size()
    return dict(zip(_tuples(sizes.index, keys), map(int, sizes), strict=True))


def _tuples(index: pd.Index, keys: list[str]) -> list[tuple[Any, ...]]:
    """Keys of a grouping, also where it is by one column."""
    return list(index) if len(keys) > 1 else [(key,) for key in index]


def _direction_row(direction: Direction, sums: tuple[int, int, int], judge: Callable[..., Row]) -> Row:
    units, reporters, rejected = sums
    remark = f"не использовано баллов вне пределов от 0 до {direction.maximum}: {rejected}" if rejected else ""
    row = {"variable": direction.id, "title": direction.title, "maximum": direction.maximum, "remark": remark}
    return row | {"reporters": reporters, "rejected": rejected} | judge(units, reporters, direction.maximum)


def _judged(edition: Diagnosis, units: int, reporters: int, maximum: int) -> Row:
    if not reporters:
        return _UNKNOWN
    mean = Fraction(units, reporters * _UNIT)
    share = 100 * mean / maximum
    starts = [band.start for band in edition.bands]
    return {
        "exact_mean": mean,
        "mean": float(mean),
        "share": float(share),
        "level": edition.level(share),
        "shown_mean": shown(mean, [start * maximum / 100 for start in starts]),
        "shown_share": shown(share, starts),
    }


_UNKNOWN: Row = {"exact_mean": None, "mean": np.nan, "share": np.nan, "level": ""}
_UNKNOWN |= {"shown_mean": None, "shown_share": None}


def _total_row(own: list[Row], edition: Diagnosis) -> Row:
    """Σ means / Σ maxima over the directions somebody reported on: never a mean of percentages."""
    known = [row for row in own if row["reporters"]]
    total: Row = {"variable": "", "title": f"По {len(known)} из {len(own)} направлений вместе"}
    total |= {"rejected": sum(row["rejected"] for row in own), "maximum": sum(row["maximum"] for row in known)}
    if not known:
        return total | _UNKNOWN | {"reporters": 0, "remark": "сведения не представлены"}
    heard = [row["reporters"] for row in known]
    mean = sum((row["exact_mean"] for row in known), Fraction())
    share = 100 * mean / total["maximum"]
    levelled = edition.total.name == "bands" and len(known) == len(own)
    starts = [band.start for band in edition.bands] if levelled else []
    return total | {
        "reporters": min(heard),
        "mean": float(mean),
        "share": float(share),
        "level": edition.level(share) if levelled else "",
        "shown_mean": shown(mean, [start * total["maximum"] / 100 for start in starts]),
        "shown_share": shown(share, starts),
        "remark": _total_remark(heard, len(own), levelled),
    }


def _total_remark(heard: list[int], directions: int, levelled: bool) -> str:
    said = ["сумма средних баллов к сумме наибольших"]
    if min(heard) < max(heard):
        said.append(f"по направлениям сведения представили от {min(heard)} до {max(heard)} школ")
    if len(heard) < directions:
        said.append("остальные направления не представлены")
    if not levelled:
        said.append("уровень по направлениям вместе не определяется")
    return "; ".join(said)


# ---- rounding


def shown(value: Fraction, starts: Sequence[Fraction], digits: int = 1) -> Decimal:
    """``value`` with ``digits`` decimals, and with more where fewer would reach a boundary it lies below: 49.96."""
    above = [start for start in starts if value < start]
    while any(wording.tenths(value, digits) >= start * 10**digits for start in above):
        digits += 1
    return Decimal(wording.tenths(value, digits)).scaleb(-digits)


def _refuse_repeated(frame: pd.DataFrame, keys: list[str]) -> None:
    repeated = frame.loc[frame.duplicated(keys), keys]
    if len(repeated):
        first = ", ".join(str(part) for part in repeated.iloc[0])
        raise DatasetError(
            f"Самодиагностика: записано дважды ({len(repeated)}), например: {first}. Оставьте по одной строке."
        )
