"""What became of the data: remarks on cells, completeness, corrections, changes; one protocol per municipality."""

from careerstats.contracts.facts import Fact
from careerstats.model import Problem

SEVERITIES = ("blocking", "warning", "remark")
"""How grave a problem is, the gravest first."""

ADDED, CHANGED, GONE = "added", "changed", "gone"
KINDS = (ADDED, CHANGED, GONE)
"""What happened to a number since the last submission."""


class Remark(Fact, frozen=True, kw_only=True):
    """A problem that is not mended, in the municipality ``name``; ``there``: what stands in its cell.

    ``whose``: code of the municipality that is asked to mend it; empty where its table is not its own; ``table``: what
    people call the file.
    """

    problem: Problem
    whose: str = ""
    name: str = ""
    table: str = ""
    school: str = ""
    there: str = ""
    expected: str = ""


class TableReport(Fact, frozen=True, kw_only=True):
    """One table that one municipality should report; ``missing``: its schools that did not.

    ``refused``: schools none of whose numbers can be used.
    ``schools`` of ``expected`` reported (0: no table of schools); ``absent``, ``unreadable``: cells without a number.
    """

    code: str
    name: str
    table: str
    title: str
    reported: bool = False
    schools: int = 0
    expected: int = 0
    missing: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    absent: int = 0
    unreadable: int = 0

    @property
    def is_whole(self) -> bool:
        return self.reported and not self.missing and not self.refused


class Correction(Fact, frozen=True, kw_only=True):
    """A number that the institute corrected and answers for; ``hidden``: neither number is told; ``date``: ISO.

    ``row``: of a correction that says which of several repeated rows counts; ``table``: what people call the file.
    """

    code: str
    name: str = ""
    organisation: str = ""
    school: str = ""
    period: str
    variable: str
    title: str = ""
    origin: str
    file: str
    table: str = ""
    sheet: str = ""
    cell: str = ""
    row: int | None = None
    hidden: bool = False
    was: str = ""
    becomes: str = ""
    why: str
    who: str
    date: str


class Change(Fact, frozen=True, kw_only=True):
    """A number that differs from the last submission; ``was``, ``now``: it, or its status, or None for no cell."""

    territory: str
    code: str
    name: str = ""
    organisation: str = ""
    school: str = ""
    period: str
    variable: str
    title: str = ""
    breakdown: str = ""
    origin: str
    kind: str
    hidden: bool = False
    was: int | str | None = None
    now: int | str | None = None


class PlaceSummary(Fact, frozen=True, kw_only=True):
    """One municipality in the region's protocol: problems by severity, changes by kind; ``silent``: nothing came."""

    code: str
    silent: bool = False
    problems: dict[str, int]
    changes: dict[str, int]


class Refusal(Fact, frozen=True, kw_only=True):
    """A number of a school that was not accepted, and why; ``there``: what stands in its cell, where it may be told."""

    school: str
    variable: str
    problem: Problem
    there: str = ""


class Protocol(Fact, frozen=True, kw_only=True):
    """The protocol of one municipality or of the region, which has a ``summary`` of its municipalities.

    ``changes``: None where there was no submission before; ``deadline``: ISO day by which missing and mended data are
    asked for; ``documents``: codes of municipalities whose documents were read.
    """

    problems: tuple[Remark, ...] = ()
    completeness: tuple[TableReport, ...] = ()
    corrections: tuple[Correction, ...] = ()
    changes: tuple[Change, ...] | None = None
    silent: bool = False
    summary: tuple[PlaceSummary, ...] = ()
    documents: tuple[str, ...] = ()
    deadline: str = ""

    @property
    def says_anything(self) -> bool:
        """Whether anything was to be reported, or anything is remarked on, corrected or changed."""
        return bool(self.completeness or self.problems or self.corrections or self.changes)
