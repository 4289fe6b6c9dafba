"""What is known of one municipality, and what a rule says of it: the two records that rules pass around."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from careerstats.analysis.planned import PlannedShare
from careerstats.catalogue import Catalogue
from careerstats.catalogue.sensitivity import variable_is_sensitive
from careerstats.contracts import decisions as contract
from careerstats.contracts.appendices import Claim
from careerstats.contracts.facts import told_of
from careerstats.contracts.headlines import Lacking
from careerstats.contracts.measures import Counts
from careerstats.contracts.rules import USUAL, Rules
from careerstats.contracts.settings import Step
from careerstats.contracts.values import Value
from careerstats.decisions.keys import Key
from careerstats.intake.registers.measure_records import Measure

DECISION, ATTENTION, RESERVE, NO_DATA, STRENGTH = "decision", "attention", "reserve", "no_data", "strength"
PROBLEMS = (DECISION, ATTENTION, RESERVE, NO_DATA)
KIND_ORDER = {kind: place for place, kind in enumerate((DECISION, ATTENTION, RESERVE, NO_DATA, STRENGTH))}


class Finding(contract.Finding, frozen=True, kw_only=True):
    """``times``: own level as a multiple of the others': how far good practice is from theirs.

    ``urgent``: worse than the others and worsening, first on the page; ``tail``: what is said where the indicator is a
    problem already, empty: the text itself; ``named``: schools that the text names, for internal notes only.
    """

    times: float = 1.0
    urgent: bool = False
    tail: str = ""
    named: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return Key(self.kind, self.indicator)

    @property
    def keys(self) -> tuple[Key, ...]:
        """Every key by which a recommendation may refer to it."""
        return tuple(Key(name, self.indicator) for name in self.names)

    def in_bundle(self, number: str = "") -> contract.Finding:
        """The finding as a note has it, under its number there."""
        return told_of(contract.Finding, self, number=number)


@dataclass(frozen=True)
class School:
    """One school's part and whole of an indicator; ``before``: of the period before, None where it had none."""

    name: str
    numerator: int
    denominator: int
    before: Counts | None = None


@dataclass(frozen=True)
class Stage:
    """How many passed one of nested stages; ``indicator``: their share of the known stage before, where it is shown."""

    count: int
    step: Step
    indicator: str = ""


@dataclass(frozen=True)
class Evidence:
    """What rules need beside the judged rows; ``schools`` to ``causes``: by indicator."""

    schools: dict[str, list[School]] = field(default_factory=dict)
    spread: dict[str, float] = field(default_factory=dict)  # times wider than inside the others, beyond chance only
    targets: dict[str, Fraction] = field(default_factory=dict)  # per cent
    planned: Mapping[str, PlannedShare] = field(default_factory=dict)  # of tables, where they give one
    stages: list[Stage] = field(default_factory=list)  # all nested ones that are known here, in their order
    branches: tuple[str, ...] = ()  # variables beside the stages: parents
    plans: dict[str, list[Measure]] = field(default_factory=dict)
    causes: dict[str, list[contract.Cause]] = field(default_factory=dict)
    powers: Mapping[str, Literal["here", "elsewhere"]] = field(default_factory=dict)  # kind of cause → here | elsewhere
    lacking: Mapping[str, Lacking] = field(default_factory=dict)  # by kind of cause
    silent: list[str] = field(default_factory=list)  # names of schools that reported nothing
    expected: int = 0  # schools that should have
    unusable: int = 0  # blocking remarks on its figures
    plan_owed: bool = False  # of those who were to return last year's plan it did not


@dataclass(frozen=True)
class Case:
    """All that is known of one municipality: its judged rows and what could not be known.

    ``claims``: schools whose claimed level of the профминимум is not met.
    """

    rows: list[Value]
    catalogue: Catalogue
    reserves: list[str]
    unknown: list[str]
    name: str
    noun_genitive: str
    claims: list[Claim] = field(default_factory=list)
    evidence: Evidence = Evidence()
    rules: Rules = USUAL


BAD = {"high": "below", "low": "above"}
GOOD = {"high": "above", "low": "below"}
WORSE = {"high": "down", "low": "up"}
BETTER = {"high": "up", "low": "down"}
"""Polarity → the verdict or the change on that side; an indicator without polarity has none."""


def sensitive(case: Case, id: str) -> bool:
    """Whether the indicator counts people of whom single ones must not be told (ОВЗ, risk)."""
    return any(variable_is_sensitive(case.catalogue.variables[variable]) for variable in _variables(case, id))


def speaks_of_schools(case: Case, row: Value) -> bool:
    """Whether single schools may be spoken of: never where little may be told of the pupils (ОВЗ)."""
    return not sensitive(case, row.indicator) and counts_pupils_of_schools(case, row)


def counts_pupils_of_schools(case: Case, row: Value) -> bool:
    """A plain share of pupils: only of such a one may a school be said to have nobody."""
    edition = case.catalogue.indicators[row.indicator].edition(row.period)
    if edition is None or edition.formula != "share" or not edition.of.get("whole"):
        return False
    return all(case.catalogue.variables[variable].unit == "person" for variable in _variables(case, row.indicator))


def part_of(case: Case, id: str) -> str:
    """The variable that the indicator counts; the indicator itself where it is no plain share."""
    indicator = case.catalogue.indicators.get(id)
    return (indicator.part_and_whole(case.rows[0].period)[0] if indicator and case.rows else "") or id


def _variables(case: Case, id: str) -> list[str]:
    variables = [variable for edition in case.catalogue.indicators[id].editions for variable in edition.variables]
    return [variable for variable in variables if variable in case.catalogue.variables]
