"""How often what is printed is wrong where nothing is, as drawn regions have it: ``benchmarks/bench_promises.py``."""

from typing import NamedTuple


class Promises(NamedTuple):
    """Parts of 1, by the usual rules (``contracts.rules``).

    ``level``: of the comparisons with the others, told to be above or below, with counts by school; ``alone``: the same
    without them, with pupils of one school alike by 0.02 and by 0.1; ``firm``: of the regions, those with anybody
    firmly told to be above or below in any note, with counts by school or without; ``change``: of the years, those with
    any change told in any note of a region, ``trend``: with any direction.
    """

    level: float = 0.007
    alone: tuple[float, float] = (0.18, 0.55)
    firm: float = 0.07
    change: float = 0.07
    trend: float = 0.08


PROMISES = Promises()
