"""A count and a base -> the rounded number that is printed, and what a reader knows of the count by it."""

from careerstats.disclosure.systems import Room


def rounded(count: int, base: int) -> int:
    """To the nearest multiple: by 5, 12 is 10 and 13 is 15. Halves cannot be where the base is odd."""
    return base * ((count + base // 2) // base)


def room(count: int, base: int, least: int = 0) -> Room:
    """What a count may be that is printed rounded; ``least``: fewer are never printed."""
    printed, half = rounded(count, base), base // 2
    return max(printed - half, least), printed + half
