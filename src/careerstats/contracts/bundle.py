"""All that one note knows: the bundle, part by part; the parts have their types in the modules beside this one."""

import msgspec

from careerstats.contracts.appendices import Appendices
from careerstats.contracts.cycle import Cycle, DecisionRegister
from careerstats.contracts.decisions import Addressee, Cause, Exchange, ExchangeRules, Finding, Target
from careerstats.contracts.facts import Fact, Public, exact_text, exact_value
from careerstats.contracts.general import GeneralInformation, PrintedDiagnosis
from careerstats.contracts.headlines import Headline, Synthesis
from careerstats.contracts.measures import Effects, Execution, PlannedValue
from careerstats.contracts.method import Method
from careerstats.contracts.network import Network, PairPractice
from careerstats.contracts.places import Competence, Named, Site, Territory
from careerstats.contracts.quality import Correction, Protocol, Refusal
from careerstats.contracts.recommendations import PlanLine, Recommendation
from careerstats.contracts.settings import NoteSettings, Stage
from careerstats.contracts.sheets import SchoolSheet
from careerstats.contracts.values import (
    Concentration,
    Count,
    Group,
    Passport,
    PastCount,
    Point,
    Published,
    RegionCount,
    Series,
    Spread,
    Standing,
    Value,
)
from careerstats.contracts.weekly import Weekly
from careerstats.model import Problem


class Bundle(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The bundle of one note of any notebook; a part that the notebook or the dataset has not is empty.

    A part that is not ``Public`` is for the internal audience: ``audience.for_public`` leaves it out.
    """

    # who, when and for whom: every notebook has these
    schema: Public[int]
    version: Public[str]
    dataset: Public[str]
    period: Public[str]
    date: Public[str]
    audience: Public[str]
    synthetic: Public[bool]
    notebook: Public[str] = ""
    common: Public[str] = ""
    """The file beside it that holds what all bundles of the notebook share; see ``contracts.shared``."""
    region: Public[Territory]
    territory: Public[Territory]
    settings: Public[NoteSettings]
    template: Public[str | None] = None
    texts: Public[dict[str, str]] = {}

    # indicators
    passports: Public[dict[str, Passport]] = {}
    variables: Public[dict[str, str]] = {}
    municipalities: Public[tuple[Named, ...]] = ()
    sizes: Public[dict[str, int]] = {}
    sizes_title: Public[str] = ""
    values: Public[tuple[Value, ...]] = ()
    counts: Public[tuple[Count, ...]] = ()
    everyone: Public[dict[str, tuple[Point, ...]]] = {}
    region_values: Public[dict[str, Value]] = {}
    region_counts: Public[dict[str, RegionCount]] = {}
    published: Public[dict[str, Published]] = {}
    spread: Public[dict[str, Spread]] = {}
    standing: dict[str, Standing] = {}
    series: Public[dict[str, Series]] = {}
    history: tuple[PastCount, ...] = ()
    peers: Public[tuple[str, ...]] = ()
    peer_indicators: Public[tuple[str, ...]] = ()
    stages: Public[tuple[Stage, ...]] = ()
    concentration: Public[dict[str, Concentration]] = {}
    groups: Public[tuple[Group, ...]] = ()
    groups_by: Public[tuple[str, ...]] = ()
    competences: Public[tuple[Competence, ...]] = ()
    branches: Public[tuple[tuple[str, str], ...]] = ()
    """Variables beside the stages and their short names."""
    sites: Public[tuple[Site, ...]] = ()
    tiles: Public[dict[str, tuple[int, int]]] = {}
    appendices: Public[Appendices] = Appendices()
    method: Public[Method] = Method()

    # decisions
    findings: Public[tuple[Finding, ...]] = ()
    headlines: Public[tuple[Headline, ...]] = ()
    synthesis: Synthesis | None = None
    cause_titles: dict[str, str] = {}
    task: Public[str] = ""
    recommendations: Public[tuple[Recommendation, ...]] = ()
    left_out: Public[int] = 0
    plan: Public[tuple[PlanLine, ...]] = ()
    proposals: Public[dict[str, Target]] = {}
    goals_of: dict[str, dict[str, Target]] = {}
    """Of the region: indicator → code of a municipality → its goal."""
    execution: Public[Execution | None] = None
    planned: tuple[PlannedValue, ...] = ()
    effect: Public[Effects | None] = None
    exchanges: Public[tuple[Exchange, ...]] = ()
    exchange_rules: Public[ExchangeRules | None] = None
    causes: tuple[Cause, ...] = ()
    addressees: Public[dict[str, Addressee]] = {}

    # registers
    acts: DecisionRegister | None = None
    cycle: Public[Cycle | None] = None
    practices: Public[tuple[PairPractice, ...]] = ()
    network: Public[Network | None] = None
    general: Public[GeneralInformation | None] = None
    printed_diagnosis: Public[PrintedDiagnosis | None] = None

    # the data themselves
    problems: tuple[Problem, ...] = ()
    remarks: dict[str, int] = {}
    """Period of the table → how many remarks the protocol of the place (of the region, all protocols) has."""
    refusals: tuple[Refusal, ...] = ()
    corrections: tuple[Correction, ...] = ()
    protocol: Protocol | None = None

    # sheets of schools, weekly numbers
    sheet: SchoolSheet | None = None
    weekly: Weekly | None = None


def bundle_of(text: bytes | str) -> Bundle:
    """A bundle from its JSON. Raises msgspec.DecodeError for what is no bundle."""
    return msgspec.json.decode(text, type=Bundle, dec_hook=exact_value)


def text_of(bundle: Bundle) -> str:
    """The bundle as it stands on disk: stable order, readable by a person."""
    return (
        msgspec.json.format(msgspec.json.encode(bundle, enc_hook=exact_text, order="sorted"), indent=1).decode() + "\n"
    )
