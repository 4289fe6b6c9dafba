"""Judged rows of all municipalities -> groups by two indicators and the concentration of participants."""

from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]


def groups(first: list[Row], second: list[Row], names: dict[str, str]) -> list[Row]:
    """Municipalities above or below the level of all of them together in two indicators: four groups, in order.

    The level leaves out participants without a municipality, because no municipality can reach it with them.
    ``doubtful``: those whose difference in the first or second indicator may be chance.
    """
    levels = [_level(rows) for rows in (first, second)]
    seconds = {row["code"]: row for row in second}
    members: dict[tuple[bool, bool], list[Row]] = {}
    for row in first:
        other = seconds.get(row["code"])
        if other and row["denominator"] and other["denominator"]:
            sides = tuple(_share(one) >= level for one, level in zip((row, other), levels, strict=True))
            members.setdefault((sides[0], sides[1]), []).append(row)
    order = ((True, True), (True, False), (False, True), (False, False))
    return [
        {
            "id": id,
            "title": title,
            "members": [row["code"] for row in members.get(sides, [])],
            "doubtful": [row["code"] for row in members.get(sides, []) if _doubtful(row, seconds[row["code"]])],
        }
        for (id, title), sides in zip(names.items(), order, strict=True)
    ]


def _doubtful(*rows: Row) -> bool:
    return any(row["verdict"] in ("same", "not_comparable") for row in rows)


def _level(rows: Iterable[Row]) -> float:
    usable = [row for row in rows if row["denominator"] and row["numerator"] is not None]
    return sum(row["numerator"] for row in usable) / (sum(row["denominator"] for row in usable) or 1)


def _share(row: Row) -> float:
    return float(row["numerator"] / row["denominator"])


def concentration(rows: list[Row], top: int = 3) -> Row:
    """Who holds the participants: the ``top`` municipalities, the largest one, and those under 1 %."""
    usable = [row for row in rows if row["denominator"] and row["numerator"] is not None]
    by_count = sorted(usable, key=lambda row: (-row["numerator"], row["code"]))
    low = [row for row in usable if 100 * row["numerator"] < row["denominator"]]
    return {
        "numerator": sum(row["numerator"] for row in usable),
        "denominator": sum(row["denominator"] for row in usable),
        "top": _sum(by_count[:top]),
        "largest": _sum([max(usable, key=lambda row: row["denominator"])]) if usable else _sum([]),
        "under_one": _sum(low),
    }


def _sum(rows: list[Row]) -> Row:
    return {
        "codes": [row["code"] for row in rows],
        "numerator": sum(row["numerator"] for row in rows),
        "denominator": sum(row["denominator"] for row in rows),
    }
