"""Places of an export -> the schools, municipalities and region that are counted for, and their empty totals."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from careerstats.intake.participants.places import Place

GRADES = range(1, 13)
OVZ = {13: "да", 14: "нет"}
CATEGORIES = 15
"""Column 0 of a table of counts: all; 1…12: classes; 13, 14: ОВЗ да, нет."""


@dataclass(frozen=True)
class Scopes:
    """What is counted for: schools, then municipalities, the region, those who named no municipality.

    ``school``, ``municipality``: of each place, the index of its scope, −1 where it has none.
    """

    schools: tuple[str, ...]
    municipalities: tuple[str, ...]
    school: np.ndarray
    municipality: np.ndarray

    @property
    def region(self) -> int:
        return len(self.schools) + len(self.municipalities)

    @property
    def unassigned(self) -> int:
        return self.region + 1

    @property
    def size(self) -> int:
        return self.region + 2


@dataclass
class Totals:
    """``counts``: [what is counted, scope, category]; ``present``: the same for all participants; the rest: persons."""

    counts: np.ndarray
    present: np.ndarray
    persons: int = 0
    several_schools: int = 0
    several_municipalities: int = 0
    without_school: int = 0
    without_municipality: int = 0
    several_grades: int = 0
    several_ovz: int = 0
    without_grade: int = 0
    without_ovz: int = 0
    other_grades: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


def scopes_of(places: Sequence[Place]) -> Scopes:
    """Scopes of the places of an export, in the order of their numbers."""
    schools = tuple(sorted({place.school for place in places if place.school}))
    codes = tuple(sorted({place.municipality for place in places if place.municipality}))
    at = {("school", id): index for index, id in enumerate(schools)}
    at |= {("code", code): index for index, code in enumerate(codes, len(schools))}
    school = [at.get(("school", place.school), -1) for place in places]
    municipality = [at.get(("code", place.municipality), -1) for place in places]
    return Scopes(schools, codes, np.array(school, dtype=np.int64), np.array(municipality, dtype=np.int64))
