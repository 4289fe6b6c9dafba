"""Shares of the groups of a place and a structure common to all -> the share it would have with that structure."""

from collections.abc import Mapping
from fractions import Fraction


def standardised(groups: Mapping[str, tuple[int, int]], structure: Mapping[str, int]) -> Fraction | None:
    """Direct standardisation: Σ w·k/n / Σ w, a part of 1; None where a group of the structure has nobody here.

    ``groups``: name → numerator and denominator; ``structure``: name → people of that group in all places together,
    of whom at least one. Raises ValueError for counts that cannot be and for a group the structure does not know.
    Source: Breslow, Day, Statistical Methods in Cancer Research, vol. II (IARC, 1987), 2.2.
    """
    if unknown := sorted(groups.keys() - structure.keys()):
        raise ValueError(f"групп нет в общей структуре: {', '.join(unknown)}")
    if any(not 0 <= k <= n for k, n in groups.values()) or min(structure.values()) < 0 or not any(structure.values()):
        raise ValueError("нужны числитель от 0 до знаменателя и структура, в которой есть хотя бы один человек")
    weights = {name: people for name, people in structure.items() if people}
    if any(name not in groups or not groups[name][1] for name in weights):
        return None
    whole = sum(weights.values())
    return sum((Fraction(weight, whole) * Fraction(*groups[name]) for name, weight in weights.items()), Fraction(0))
