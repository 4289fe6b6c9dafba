"""Schools of one year -> what they report: counts with municipal spread, unlike schools and unlike school years."""

from dataclasses import dataclass

import numpy as np

from careerstats.simulate.chance import Chance, Real, Whole, chance_of
from careerstats.simulate.schools import Roll, Schools

SPREAD = 0.30
"""Standard deviation of municipalities around the region, on the logit."""

_LASTING = 0.7  # of the variance between schools; the rest is new every school year


@dataclass(frozen=True)
class Share:
    """A part of a whole that schools report: the region's logit, its change per year, the ICC of schools."""

    part: str
    whole: str
    logit: float
    drift: float = 0.05
    icc: float = 0.10


SHARES = (
    Share("K_pt", "K_od1", 0.30, 0.05, 0.08),
    Share("K_early14", "K_14", -0.40, 0.10, 0.12),
    Share("K_exc69", "K_69", 0.00, 0.08, 0.15),
    Share("K_rmg", "K_od1", 1.10, 0.10, 0.10),
    Share("K_trial", "K_od1", -0.90, 0.12, 0.12),
    Share("K_konk", "K_od1", -1.70, 0.05, 0.08),
    Share("K_consult", "K_od1", -1.10, 0.05, 0.10),
    Share("K_ovz_guided", "K_ovz611", 0.40, 0.05, 0.08),
    Share("K_spo9", "K_grad9", 0.20, 0.02, 0.05),
    Share("K_target11", "K_grad11", -3.00, 0.10, 0.05),
    Share("K_teach_pd", "K_teach", 0.30, 0.15, 0.05),
)
"""What the school's form asks for, with the variable that each is a part of."""

FLAGS = {"F_plan": 2.0, "F_partner": 0.3, "F_psych": 0.6}
"""Questions of the form that are answered да or нет, with the logit of да."""

SCORES = {
    "S_know": 36, "S_upbr": 22, "S_creat": 16, "S_prof": 18, "S_health": 15, "S_teach": 16, "S_climate": 9, "S_env": 19,
}  # fmt: skip
"""Directions of the self-diagnosis and the most that each can bring."""

Effects = dict[tuple[str, int], Real]
"""Planted shifts of municipalities on the logit, by variable and year; they replace the chance ones."""


def registered(schools: Schools, pupils: Roll, year: int, seed: int) -> dict[str, Whole]:
    """What form ОО-1 tells of every school."""
    older = pupils.middle + pupils.upper
    guided = Chance(seed, "ovz", year).binomials(older, np.full(len(older), 0.06))
    return {
        "K_14": pupils.early, "K_69": pupils.middle, "K_od1": older, "K_ovz611": guided,
        "K_grad9": pupils.ninth, "K_grad11": pupils.eleventh,
    }  # fmt: skip


def reported(schools: Schools, known: dict[str, Whole], year: int, seed: int, planted: Effects) -> dict[str, Whole]:
    """What the school's own form tells: parts of ``known``, teachers, and 1 or 0 for each question."""
    teachers = 1 + known["K_od1"] // 120
    wholes = {**known, "K_teach": teachers}
    counts = {"K_teach": teachers}
    for share in SHARES:
        logit = _logits(schools, share, year, seed, planted)
        counts[share.part] = Chance(seed, share.part, year).binomials(wholes[share.whole], chance_of(logit))
    for flag, level in FLAGS.items():
        counts[flag] = _flag(schools, flag, level, seed)
    return counts


def _logits(schools: Schools, share: Share, year: int, seed: int, planted: Effects) -> Real:
    """The region, its drift, the municipality, the school, the school in that year.

    An ICC of ρ around a share p is a variance of about ρ / (p (1 − p)) on the logit.
    """
    level = chance_of(np.array([share.logit]))[0]
    variance = share.icc / (level * (1.0 - level))
    count = len(schools.size)
    lasting = np.sqrt(_LASTING * variance) * Chance(seed, share.part, "school").normals(count)
    passing = np.sqrt((1.0 - _LASTING) * variance) * Chance(seed, share.part, "school year", year).normals(count)
    effects = planted.get((share.part, year), municipal(share.part, int(schools.home.max()) + 1, seed))
    result: Real = share.logit + share.drift * year + effects[schools.home] + lasting + passing
    return result


def municipal(variable: str, count: int, seed: int) -> Real:
    """Effects of the municipalities, the same in all years."""
    return SPREAD * Chance(seed, variable, "municipality").normals(count)


def _flag(schools: Schools, flag: str, level: float, seed: int) -> Whole:
    """A school that has a plan has it next year too; larger schools have more."""
    count = len(schools.size)
    large = np.where(schools.size > 200, 0.6, -0.6)
    yes = chance_of(level + large + 0.8 * Chance(seed, flag, "municipality").normals(count)[schools.home])
    return np.asarray(Chance(seed, flag).uniforms(count) < yes, dtype=np.int64)


def scores(schools: Schools, year: int, seed: int) -> dict[str, Whole]:
    """Whole scores of the self-diagnosis, from 0 to the most of each direction."""
    counts = {}
    for place, (direction, most) in enumerate(SCORES.items()):
        own = 0.35 * Chance(seed, "self-diagnosis", "school").normals(len(schools.size))
        logit = 0.2 + 0.15 * (place % 4) + 0.05 * year + own
        trials = np.full(len(schools.size), most, dtype=np.int64)
        counts[direction] = Chance(seed, direction, year).binomials(trials, chance_of(logit))
    return counts
