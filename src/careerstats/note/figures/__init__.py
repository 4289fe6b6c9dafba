"""Pictures of a note: one function per picture, each gives one figure block."""

from typing import TYPE_CHECKING

from careerstats import asking
from careerstats.note.figures.along import along
from careerstats.note.figures.bars import concentration, effect, stages
from careerstats.note.figures.cells import heat, tiles
from careerstats.note.figures.course import trend
from careerstats.note.figures.inside import contributions, losses, strip, two_groups
from careerstats.note.figures.network import network, unjoined
from careerstats.note.figures.ordered_dots import dots
from careerstats.note.figures.scatter import funnel, quadrants
from careerstats.note.figures.school_bars import diagnosis, levels
from careerstats.note.figures.slope import slope
from careerstats.note.figures.spine import spine
from careerstats.note.figures.theme import Picture

__all__ = [
    "Picture",
    "along",
    "concentration",
    "contributions",
    "diagnosis",
    "dots",
    "effect",
    "funnel",
    "heat",
    "levels",
    "losses",
    "network",
    "quadrants",
    "slope",
    "spine",
    "stages",
    "strip",
    "tiles",
    "trend",
    "two_groups",
    "unjoined",
]

asking.hide_modules(globals(), __all__)

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        raise asking.unknown("figures", name, __all__)
