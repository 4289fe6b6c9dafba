"""A text of a picture -> its width and the outlines of its letters, from the shipped font and read once."""

import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib import font_manager
from matplotlib.path import Path as Outline

from careerstats import letters, resources

EM = 2048.0  # units of the shipped fonts in the height of a letter's square
ASCENT, DESCENT = 0.728, 0.210  # of letters, in heights of the square
LINE = (1491, 431, 307)  # of the font's own table: above the base of a line, below it, and between lines
FILES = {"r": "Arimo-Regular.ttf", "b": "Arimo-Bold.ttf"}
OTHERS = {"r": "Sans", "b": "Sans-Bold"}
INVISIBLE = {"Cf", "Cc", "Mn"}  # marks of direction, control characters, loose accents


class Letter(NamedTuple):
    """One letter of a face: its outline and how far it moves on, in units of the font; y runs upwards."""

    vertices: np.ndarray
    codes: np.ndarray
    advance: float


@lru_cache(maxsize=4096)
def letter(face: str, char: str) -> Letter:
    """A letter of «r» (regular) or «b» (bold); what no font draws is spelt «[U+5C71]», an invisible mark nothing."""
    if unicodedata.category(char) in INVISIBLE:
        return Letter(np.empty((0, 2)), np.empty(0, dtype=np.uint8), 0.0)
    if letters.undrawn(char):
        return _side_by_side([letter(face, sign) for sign in letters.name_of(char)])
    own = resources.fonts() / FILES[face]
    font = font_manager.get_font(str(own if ord(char) in letters.of_font(own) else letters.fallback(OTHERS[face])))
    font.set_size(EM, 72)  # so large that hinting moves nothing
    advance = float(font.load_char(ord(char)).linearHoriAdvance) / 65536
    vertices, codes = font.get_path()
    return Letter(np.round(vertices), codes, advance)


def _side_by_side(row: list[Letter]) -> Letter:
    starts = np.cumsum([0.0, *(sign.advance for sign in row)])
    moved = [sign.vertices + np.array((at, 0.0)) for sign, at in zip(row, starts[:-1], strict=True)]
    return Letter(np.concatenate(moved), np.concatenate([sign.codes for sign in row]), float(starts[-1]))


@lru_cache(maxsize=8192)
def line_width(face: str, text: str) -> float:
    """Width of one line in units of the font. No kerning: columns of digits stay columns."""
    return sum(letter(face, char).advance for char in text)


@lru_cache(maxsize=4096)  # names of municipalities stand in the pictures of all notes of a region
def outline(face: str, text: str) -> Outline | None:
    """All letters of one line as one outline in units of the font; None where nothing is seen."""
    row = _side_by_side([letter(face, char) for char in text]) if text else None
    return Outline(row.vertices, row.codes) if row and len(row.vertices) else None


def face_of(weight: object) -> str:
    """«b» for a bold weight, by name or by number."""
    return "b" if weight == "bold" or (isinstance(weight, int | float) and weight >= 600) else "r"


def width_mm(texts: list[str], points: float, face: str = "r") -> float:
    """Width of the longest of these labels in millimetres; a size is in points."""
    return max((line_width(face, text) for text in texts), default=0.0) / EM * points / 72 * 25.4


def _wrapped(text: str, width: float, points: float) -> str:
    """The text in as many lines as a width in millimetres wants; a single long word stays whole."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_mm([longer], points) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def shortened(text: str, width: float, points: float, face: str = "r") -> str:
    """The text, cut with «…» where it is wider than so many millimetres."""
    whole = text[: max(1, int(width * 2.5))]  # no letter is narrower: what comes after cannot fit
    if whole == text and width_mm([text], points, face) <= width:
        return text
    fits = bisect_right(range(1, len(whole)), width, key=lambda end: width_mm([f"{whole[:end]}…"], points, face))
    return f"{whole[: max(1, fits)].rstrip(' ,«(–-')}…"


def fitted(text: str, width: float, points: float, lines: int = 2) -> str:
    """The text in at most so many lines of a width in millimetres; what does not go in is cut with «…»."""
    rows = _wrapped(text[: int(width * 2.5) * lines], width, points).split("\n")
    kept = [*rows[: lines - 1], " ".join(rows[lines - 1 :])] if len(rows) > lines else rows
    return "\n".join(shortened(line, width, points) for line in kept)
