"""The numbers that verdicts are decided by; whoever prints a rule takes them from here."""

from typing import Literal, NamedTuple


class Thresholds(NamedTuple):
    """``coverage``: least part (0…1) of the pupils whose schools answered; ``near``, ``far``: levels of the two limits.

    ``small``: a gap under 1/small of the level is called small; ``large``: one of 1/large and more, large; ``accent``:
    so many standard deviations from the centre one stands out, among ``accent_from`` municipalities and more.
    ``discoveries``: false ones among all changes (trends, effects) that are told; ``base``: a denominator that moved by
    more is told of; ``years``: comparable ones without which there is no direction; ``schools``: beyond one a
    municipality, without which their waver is not measured; ``places``: the same of municipalities; ``few``: a
    denominator under which one pupil moves a share by more than five points; ``pairs``: differences of two places told
    where there are none, of all their comparisons; ``unassigned``: so many times its share of participants without a
    municipality may change a verdict that is called unstable; ``left_out``: pupils of schools at zero, part of all.
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
    pairs: float = 0.05
    unassigned: int = 2
    left_out: float = 0.1


RULES = Thresholds()

Ground = Literal["stands_out", "lasting", "worsening", "short", "large_gap"]
"""What may hold of a verdict on the bad side: it stands out, was so in the period before, the indicator worsened, a
target is missed, the gap is large."""

GROUNDS: dict[str, tuple[Ground, ...]] = {
    "decision": ("stands_out", "lasting", "worsening", "short"),
    "attention": ("large_gap",),
}
"""Kind of a problem → the grounds any of which makes a verdict on the bad side one; the first kind that has one."""


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
