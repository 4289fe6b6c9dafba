"""Pictures of a note: one function per picture, each gives one figure block."""

from careerstats.note.figures.bars import concentration, stages
from careerstats.note.figures.ordered_dots import dots
from careerstats.note.figures.scatter import funnel, quadrants

__all__ = ["concentration", "dots", "funnel", "quadrants", "stages"]
