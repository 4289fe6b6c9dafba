"""Pairs of a key and something -> what stands under each key, keys and things in the order given."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Inner = TypeVar("Inner", bound=Hashable)
Thing = TypeVar("Thing")


def grouped(pairs: Iterable[tuple[Key, Thing]]) -> dict[Key, list[Thing]]:
    """All things of each key."""
    groups: dict[Key, list[Thing]] = {}
    for key, thing in pairs:
        groups.setdefault(key, []).append(thing)
    return groups


def nested(pairs: Iterable[tuple[tuple[Key, Inner], Thing]]) -> dict[Key, dict[Inner, Thing]]:
    """The thing of each pair of keys, by the first and then by the second; the last of several."""
    outer: dict[Key, dict[Inner, Thing]] = {}
    for (key, inner), thing in pairs:
        outer.setdefault(key, {})[inner] = thing
    return outer
