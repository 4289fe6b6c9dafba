"""Nothing -> the invented region of docs/method.md: twelve municipalities, eight schools in each, two years."""

from typing import NamedTuple

import numpy as np

NAMES = ("А", "Б", "В", "Г", "Д", "Е", "Ж", "З", "И", "К", "Л", "М")
_PUPILS = (3200, 2400, 1100, 900, 800, 700, 640, 600, 520, 440, 300, 90)
_LEVELS = (0.57, 0.61, 0.48, 0.56, 0.21, 0.53, 0.66, 0.50, 0.60, 0.55, 0.49, 0.50)
_PARTS = (0.2, 0.2, 0.15, 0.15, 0.1, 0.1, 0.05, 0.05)
_ODDS = (0.09, -0.07, -0.12, 0.11, 0.06, -0.09, 0.14, -0.10)  # how far its schools lie from a municipality's level
_NEXT = (0.05, -0.04, -0.06, 0.07, 0.03, -0.05, 0.10, -0.08)  # what a year does to them
IMPROVED, BY = "Д", 0.22


class Schools(NamedTuple):
    """Arrays by school; ``place``: the name of its municipality; the first year and the second."""

    place: np.ndarray
    n: np.ndarray
    before: np.ndarray
    after: np.ndarray


def schools() -> Schools:
    """96 schools; every number follows from the constants above, none is drawn by chance."""
    rows = [
        (name, round(pupils * part), level + _ODDS[(school + shift) % 8], _NEXT[(school + 3 * shift) % 8])
        for shift, (name, pupils, level) in enumerate(zip(NAMES, _PUPILS, _LEVELS, strict=True))
        for school, part in enumerate(_PARTS)
    ]
    place, n, level, moved = (np.array(column) for column in zip(*rows, strict=True))
    later = level + moved + np.where(place == IMPROVED, BY, 0.0)
    return Schools(place, n.astype(float), np.round(n * level), np.round(n * later))


def municipalities(values: np.ndarray) -> np.ndarray:
    """Sums of ``values`` of the schools over each municipality, in the order of ``NAMES``."""
    place = schools().place
    return np.array([values[place == name].sum() for name in NAMES])
