"""Figures and links of a run, as plain words -> the page of the region: one table to sort, search and follow.

The page is complete without its script, which adds sorting, searching, filters, the map's other indicators and two
municipalities side by side.
"""

import html as markup
import re
from collections.abc import Callable, Mapping, Sequence

import msgspec
import numpy as np
from msgspec.structs import replace

from careerstats.export.document import printable
from careerstats.export.html import environment
from careerstats.export.words import spelt_data

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


class Link(msgspec.Struct, frozen=True):
    """``own``: of the page itself, among links to pages."""

    text: str
    href: str
    own: bool = False


class Item(msgspec.Struct, frozen=True):
    """One document in all its formats."""

    title: str
    links: Sequence[Link]


class Group(msgspec.Struct, frozen=True):
    """Documents of one kind."""

    title: str
    items: Sequence[Item]


class Leads(msgspec.Struct, frozen=True, kw_only=True):
    """What a place leads to: its note, how it stands with it, everything else made for the place."""

    links: Sequence[Link] = ()
    status: str = ""
    sent: str = ""
    refined: bool = False
    more: Sequence[Group] = ()


class Size(msgspec.Struct, frozen=True):
    """A number of pupils as it is shown, and by which it is sorted."""

    text: str
    sort: float | None = None


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A figure; ``counts``: its numerator and denominator; ``near``: from which rows its difference may be chance.

    Bit n stands for the n-th of the rows as the page is given them: there are as many pairs as the square of a region.
    """

    text: str
    words: str
    sort: float | None = None
    verdict: str = "not_comparable"
    shade: float | None = None
    counted: str = ""
    counts: tuple[int, int] | None = None
    near: int = 0


class Region(Leads, frozen=True, kw_only=True):
    """The region's own line."""

    name: str
    total: Size
    values: Sequence[Cell]


class Place(Region, frozen=True, kw_only=True):
    """One line of the page."""

    code: str
    sort_name: str
    kind: str


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """An indicator; ``scale``: by what numerator / denominator is multiplied, ``points``: how differences are told."""

    id: str
    name: str
    base: str
    short: str
    title: str
    scale: int
    points: str


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The page of the region; ``tiles``: code → row and column, where the dataset has a map."""

    title: str
    subtitle: str
    marks: Sequence[str]
    public: bool
    period: str
    region: Region
    indicators: Sequence[Head]
    rows: Sequence[Place]
    total_title: str
    tiles: Mapping[str, tuple[int, int]]
    notes: Sequence[str]
    footer: str


def write(page: Page) -> bytes:
    """``reports/<dataset>/index.html``, in UTF-8."""
    order = sorted(range(len(page.rows)), key=lambda at: (page.rows[at].sort_name, page.rows[at].code))
    places = [page.rows[at] for at in order]
    made = spelt_data(printable(msgspec.to_builtins(replace(page, rows=places))))
    shown = {"above": "t2", "below": "t-2"}
    tints = [(verdict, shown.get(verdict, "t0"), SIGNS[verdict], words) for verdict, words in LEGEND.items()]
    more = {
        "kinds": sorted({row["kind"] for row in made["rows"]} - {""}),
        "periods": (),
        "signs": SIGNS,
        "tint": _tint,
        "legend": tints,
        "near": _near(order),
        "tiles": _tiles([place.code for place in places], made["rows"], page.tiles),
    }
    return environment().get_template("index.html.j2").render(made | more).encode("utf-8")


def period_of(page: bytes) -> str:
    """The period a page is about; «» for a page of an earlier program."""
    match = _PERIOD.search(page)
    return markup.unescape(match[1].decode("utf-8")) if match else ""


def with_periods(page: bytes, periods: Sequence[Link]) -> bytes:
    """The same page with links to these pages."""
    made = environment().get_template("index_periods.html.j2").render(periods=periods).strip().encode("utf-8")
    return _SWITCH.sub(lambda _: made, page, count=1)


def _tint(shade: float | None) -> str:
    """Class of a cell: t-3 … t3; without a shade the cell stays white."""
    return "t0" if shade is None else f"t{round(max(-1.0, min(1.0, shade)) * TINTS)}"


def bits(rows: np.ndarray) -> int:
    """A number whose bit n says whether the n-th of ``rows`` is true."""
    return int.from_bytes(np.packbits(rows, bitorder="little").tobytes(), "little")


def _near(order: Sequence[int]) -> Callable[[int], str]:
    """How a cell names other rows: bit n of a hexadecimal number is row n of the page, which is in ``order``."""
    size = len(order) // 8 + 1
    return lambda near: (
        f"{bits(np.unpackbits(np.frombuffer(near.to_bytes(size, 'little'), np.uint8), bitorder='little')[order]):x}"
    )


def _tiles(
    codes: Sequence[str], rows: Sequence[object], places: Mapping[str, tuple[int, int]]
) -> list[dict[str, object]]:
    """The rows that have a place on the map, from its upper left corner on; ``places``: code → row, column."""
    known = sorted((places[code], code, row) for code, row in zip(codes, rows, strict=True) if code in places)
    if not known:
        return []
    top, left = (min(place[axis] for place, _, _ in known) for axis in (0, 1))
    return [{"at": (place[0] - top + 1, place[1] - left + 1), "row": row} for place, _, row in known]
