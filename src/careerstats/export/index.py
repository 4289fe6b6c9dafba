"""Figures and links of a run, as plain words -> the page of the region: one table to sort, search and follow.

The page is complete without its script, which adds sorting, searching, filters, the map's other indicators and two
municipalities side by side.
"""

import html as markup
import re
from collections.abc import Callable
from typing import Any

from careerstats.export.document import printable
from careerstats.export.html import environment

Row = dict[str, Any]

# Seven tints from −1 to 1; the sign beside the figure says the same in words for those who see no colour.
TINTS = 3
SIGNS = {
    "above": "▲", "below": "▼", "look_above": "△", "look_below": "▽", "same": "≈", "few": "?", "not_comparable": "×",
    "": "",
}  # fmt: skip
"""A verdict as a cell shows it: what chance would give too has no colour, only an open sign."""
LEGEND = {
    "above": "выше, чем по остальным",
    "below": "ниже, чем по остальным",
    "look_above": "выше, но такое дал бы и случай: повод посмотреть",
    "look_below": "ниже, но такое дал бы и случай: повод посмотреть",
    "same": "от случайного не отличить или отличие мало",
    "few": "сведений мало для вывода",
    "not_comparable": "нельзя сравнить или нет данных",
}

_PERIOD = re.compile(rb'<html lang="ru" data-period="([^"]*)">')
_SWITCH = re.compile(rb"(?s)<!--periods-->.*?<!--/periods-->")


def write(index: Row) -> bytes:
    """``reports/<dataset>/index.html``, in UTF-8."""
    index = printable(index)
    rows = sorted(index["rows"], key=lambda row: (row["sort_name"], row["code"]))
    shown = {"above": "t2", "below": "t-2"}
    tints = [(verdict, shown.get(verdict, "t0"), SIGNS[verdict], words) for verdict, words in LEGEND.items()]
    more = {
        "kinds": sorted({row["kind"] for row in rows} - {""}),
        "signs": SIGNS,
        "tint": _tint,
        "legend": tints,
        "near": _near({row["code"]: place for place, row in enumerate(rows)}),
        "tiles": _tiles(rows, index.get("tiles", {})),
    }
    return environment().get_template("index.html.j2").render(index | {"rows": rows} | more).encode("utf-8")


def period_of(page: bytes) -> str:
    """The period a page is about; «» for a page of an earlier program."""
    match = _PERIOD.search(page)
    return markup.unescape(match[1].decode("utf-8")) if match else ""


def with_periods(page: bytes, periods: list[Row]) -> bytes:
    """The same page with links to these pages: ``text``, ``href``, ``own`` for the page itself."""
    made = environment().get_template("index_periods.html.j2").render(periods=periods).strip().encode("utf-8")
    return _SWITCH.sub(lambda _: made, page, count=1)


def _tint(shade: float | None) -> str:
    """Class of a cell: t-3 … t3; without a shade the cell stays white."""
    return "t0" if shade is None else f"t{round(max(-1.0, min(1.0, shade)) * TINTS)}"


def _near(places: dict[str, int]) -> Callable[[list[str]], str]:
    """How a cell names other rows: a number whose bit n stands for row n, in hexadecimal."""
    return lambda codes: f"{sum(1 << places[code] for code in set(codes) & places.keys()):x}"


def _tiles(rows: list[Row], places: dict[str, Any]) -> list[Row]:
    """The rows that have a place on the map, from its upper left corner on; ``places``: code → row, column."""
    known = [(tuple(int(number) for number in places[row["code"]]), row) for row in rows if row["code"] in places]
    if not known:
        return []
    top, left = (min(place[axis] for place, _ in known) for axis in (0, 1))
    placed = [{"at": (place[0] - top + 1, place[1] - left + 1), "row": row} for place, row in known]
    return sorted(placed, key=lambda tile: (tile["at"], tile["row"]["code"]))
