"""recommendations.yaml as it is read, and what a note has of it: numbered recommendations and the draft plan."""

from typing import Literal

import msgspec

from careerstats.contracts.facts import Fact, Public

# ---- the register


class Entry(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One recommendation that may be called for.

    ``to``: role of the addressee; ``when``: patterns of keys of findings, «always» for all notes; ``ground``: the key
    of another finding to be named as its ground; ``letter``: whether the letter is one; ``each``: once for every
    indicator that calls for it; ``aim``: entries with the same one are said once; ``group``: of municipalities, whose
    members the text names; ``activity``, ``measure``, ``indicators``: a line of the plan that it brings along.
    """

    id: str
    to: str
    text: str
    when: tuple[str, ...]
    term: str
    ground: str = ""
    letter: bool = False
    group: str = ""
    each: bool = False
    aim: str = ""
    activity: int = 0
    measure: str = ""
    indicators: tuple[str, ...] = ()
    source: str = ""
    status: Literal["", "official", "practice", "proposed"] = ""


class PlanEntry(Fact, frozen=True, kw_only=True):
    """A line of the plan that belongs to recommendations (``sources``: their ids).

    ``own``, ``target``: an indicator that the program does not compute, and its value; ``pair``: learn | share, a line
    that follows the indicator of the foremost pair.
    """

    activity: int
    sources: tuple[str, ...] = msgspec.field(name="from")
    measure: str
    term: str
    id: str = ""
    indicators: tuple[str, ...] = ()
    own: str = ""
    target: str = ""
    pair: str = ""
    responsible: str = ""


class Register(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Recommendations to municipalities and to the region, their plans, headings by role, kinds of activity."""

    addressees: dict[str, str]
    municipality: tuple[Entry, ...] = ()
    region: tuple[Entry, ...] = ()
    plan: tuple[PlanEntry, ...] = ()
    region_plan: tuple[PlanEntry, ...] = ()
    activities: dict[int, str]


# ---- in a note


GroundKind = Literal[
    "problem", "strength", "noted", "group", "letter", "stages", "completeness", "difficulties", "unassigned"
]


class Ground(Fact, frozen=True):
    """Why something is recommended.

    ``name``: of a problem («П-1»), a group («А»), a letter (its number); ``places``: municipalities where it is noted.
    """

    kind: Public[GroundKind]
    name: Public[str] = ""
    places: Public[int] = 0


class Recommendation(Fact, frozen=True, kw_only=True):
    """One recommendation under its number; ``title``: heading of its addressee; ``same``: ids of entries it speaks for.

    ``activity``, ``measure``, ``indicators``: of the line of the plan that it brings along, if any.
    """

    id: str
    to: str
    text: Public[str]
    term: Public[str]
    grounds: Public[tuple[Ground, ...]] = ()
    number: Public[int] = 0
    title: Public[str] = ""
    same: tuple[str, ...] = ()
    activity: int = 0
    measure: str = ""
    indicators: tuple[str, ...] = ()


class PlanLine(Fact, frozen=True, kw_only=True):
    """A row of the draft plan; ``numbers``: of its recommendations; ``id``: known by from year to year.

    ``own``, ``target``: an indicator that the program does not compute, and its value.
    """

    id: Public[str]
    activity: Public[int]
    activity_title: Public[str]
    measure: Public[str]
    term: Public[str]
    numbers: Public[tuple[int, ...]]
    indicators: Public[tuple[str, ...]] = ()
    own: Public[str] = ""
    target: Public[str] = ""
    responsible: Public[str] = ""
