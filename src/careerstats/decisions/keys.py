"""Findings and circumstances -> the keys by which recommendations refer to them, and which keys a pattern means."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase, translate
from functools import cache
from typing import NamedTuple

ALWAYS = "always"
"""The pattern of what every note says."""


CIRCUMSTANCES = {
    "municipality": ("unproven", "no_data", "site", "group", "practice"),
    "region": ("cause", "copy", "group", "stage_loss", "no_data", "difficulties", "practice", "unassigned"),
}
"""By part of the register, what notes of municipalities and of the region know that is no finding."""


class Key(NamedTuple):
    """``what``: kind or rule of a finding, or a circumstance; ``about``: id of an indicator; ``goal``: its goal."""

    what: str
    about: str = ""
    goal: str = ""

    def __str__(self) -> str:
        """«decision:1.1», «goal:Ц1:1.1», «unassigned»."""
        return ":".join(filter(None, (self.what, self.goal, self.about)))


def meant(patterns: Iterable[str], keys: Iterable[Key]) -> list[Key]:
    """Keys that some pattern means: «problem:*», «problem:Ц4» (every indicator of the goal), a full key."""
    wanted = _any_of(tuple(patterns))
    return [key for key in keys if wanted.match(str(key))]


def is_possible(pattern: str, names: Iterable[str]) -> bool:
    """Whether the pattern begins with one of these names of findings and circumstances, so that it can mean a key."""
    first = pattern.partition(":")[0]
    return any(fnmatchcase(name, first) for name in names)


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Asked of every municipality again."""
    return re.compile("|".join(translate(form) for pattern in patterns for form in (pattern, f"{pattern}:*")))
