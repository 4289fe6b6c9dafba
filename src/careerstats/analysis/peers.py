"""Sizes and kinds of municipalities -> those one may reasonably be set beside."""

from collections.abc import Mapping
from math import log

from careerstats.contracts.places import URBAN
from careerstats.territories import Territory


def alike(place: Territory, other: Territory) -> bool:
    """Of the same way of life: both urban or both rural."""
    return (place.kind in URBAN) == (other.kind in URBAN)


def peers_of(place: Territory, everyone: list[Territory], sizes: Mapping[str, float], number: int) -> list[Territory]:
    """Up to ``number`` municipalities of the same way of life, the nearest in size first (by ratio)."""
    own = sizes.get(place.code)
    others = [other for other in everyone if other.code != place.code and alike(place, other) and sizes.get(other.code)]
    if not own:
        return []
    return sorted(others, key=lambda other: (abs(log(sizes[other.code] / own)), other.code))[:number]
