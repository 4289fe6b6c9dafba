"""A picture of a note -> the numbers that stand in its coordinates, read by its own axis as a stranger would."""

import re
from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np

_NUMBER = re.compile(r"[+−-]?\d+(?:,\d+)?")
_PLACE = re.compile(r"translate\(([\d.]+) ([\d.]+)\)")
_XLINK = "{http://www.w3.org/1999/xlink}href"
_NEAR = 6.0  # points: a row of the picture is at least so high


class Drawn(NamedTuple):
    """``value``: what a coordinate is by the axis; ``height``: where it lies, to be held against names of rows."""

    value: float
    height: float


class Picture(NamedTuple):
    """``marks``: of every dot, line and bar between the ends of the axis; ``rows``: text at the left → its height."""

    marks: list[Drawn]
    rows: dict[str, float]

    def at(self, name: str) -> list[float]:
        """Values drawn in the row of a place."""
        heights = [height for text, height in self.rows.items() if name in text]
        return [mark.value for mark in self.marks for height in heights if abs(mark.height - height) < _NEAR / 2]


def picture_of(svg: str) -> Picture | None:
    """None of a picture without an axis of numbers."""
    root = ElementTree.fromstring(svg)
    texts = [(_text(group), *_where(group)) for group in root.iter() if group.get("transform")]
    placed = [(use.get(_XLINK), float(use.get("x", 0)), float(use.get("y", 0))) for use in _marks(root)]
    found = _axis(texts, placed)
    if found is None:
        return None
    axis, bottom = found
    points = [(x, y) for _, x, y in placed] + [point for path in root.iter() for point in _corners(path)]
    inside = [(x, y) for x, y in points if y < bottom - 0.01]
    names = {text: y - 2 for text, x, y in texts if y < bottom and re.search(r"[^\W\d]", text)}
    return Picture([Drawn(float(axis(x)), y) for x, y in inside], names)


def _axis(texts: list[tuple[str, float, float]], placed: list[tuple[str | None, float, float]]) -> "tuple | None":
    """The line through the ticks whose numbers stand under them, and how low it lies."""
    ticks = {(x, y): text for text, left, low in texts if _NUMBER.fullmatch(text)
             for _, x, y in placed if 0 < low - y < 16 and abs(left - x) < 10}  # fmt: skip
    lowest = max((y for _, y in ticks), default=0.0)
    known = sorted({x: float(t.replace(",", ".")) for (x, y), t in ticks.items() if y == lowest}.items())
    if len(known) < 2:
        return None
    return np.poly1d(np.polyfit([x for x, _ in known], [value for _, value in known], 1)), lowest


def _marks(root: ElementTree.Element) -> list[ElementTree.Element]:
    return [use for group in root.iter() if not group.get("transform") for use in group if use.tag.endswith("}use")]


def _text(group: ElementTree.Element) -> str:
    """Glyphs are named by what they are: «r41e» is «О»."""
    names = [str(use.get(_XLINK)) for use in group if use.tag.endswith("}use")]
    return "".join(chr(int(name[2:], 16)) for name in names)


def _where(group: ElementTree.Element) -> tuple[float, float]:
    found = _PLACE.match(str(group.get("transform")))
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)


def _corners(path: ElementTree.Element) -> list[tuple[float, float]]:
    if not path.tag.endswith("}path") or path.get("id"):
        return []
    numbers = [float(one) for one in re.findall(r"-?[\d.]+", str(path.get("d")))]
    return list(zip(numbers[::2], numbers[1::2], strict=False))
