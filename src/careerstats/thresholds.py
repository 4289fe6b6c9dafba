"""The numbers that verdicts are decided by; whoever prints a rule takes them from here."""

from typing import NamedTuple


class Thresholds(NamedTuple):
    """``coverage``: least part (0…1) of the pupils whose schools answered; ``near``, ``far``: levels of the two limits.

    ``small``: a gap under 1/small of the level is called small; ``large``: one of 1/large and more, large; ``accent``:
    so many standard deviations from the centre one stands out, among ``accent_from`` municipalities and more.
    ``discoveries``: false ones among all changes (trends, effects) that are told; ``base``: a denominator that moved by
    more is told of; ``years``: comparable ones without which there is no direction; ``schools``: beyond one a
    municipality, without which their waver is not measured; ``places``: the same of municipalities; ``few``: a
    denominator under which one pupil moves a share by more than five points.
    """

    coverage: float = 0.8
    near: float = 0.95
    far: float = 0.998
    small: int = 10
    large: int = 3
    accent: float = 1.96
    accent_from: int = 10
    discoveries: float = 0.05
    base: float = 0.15
    years: int = 5
    schools: int = 5
    places: int = 10
    few: int = 20


RULES = Thresholds()


class Promises(NamedTuple):
    """How often what a note prints is wrong where nothing is, as drawn regions have it; parts of 1.

    ``level``: of the comparisons with the others, told to be above or below, with counts by school; ``alone``: the same
    without them, with pupils of one school alike by 0.02 and by 0.1; ``change``: of the years, those with any change
    told in any note of a region. Drawn by ``benchmarks/bench_promises.py``.
    """

    level: float = 0.007
    alone: tuple[float, float] = (0.18, 0.55)
    change: float = 0.07


PROMISES = Promises()
