"""All that one note knows: the bundle, part by part; the parts have their types in the modules beside this one."""

from typing import Any

import msgspec

from careerstats.contracts.appendices import Appendices
from careerstats.contracts.decisions import Addressee, Cause, Exchange, ExchangeRules, Finding, Target
from careerstats.contracts.facts import Fact, exact_text, exact_value
from careerstats.contracts.general import GeneralInformation, PrintedDiagnosis
from careerstats.contracts.measures import Effects, Execution
from careerstats.contracts.places import Competence, Named, Site, Territory
from careerstats.contracts.quality import Correction, Protocol
from careerstats.contracts.settings import NoteSettings
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
    Value,
)
from careerstats.model import Problem


class Bundle(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The bundle of one note of any notebook; a part that the notebook or the dataset has not is empty."""

    # who, when and for whom: every notebook has these
    schema: int
    version: str
    dataset: str
    period: str
    date: str
    audience: str
    synthetic: bool
    notebook: str = ""
    region: Territory
    territory: Territory
    settings: NoteSettings
    template: str | None = None
    texts: dict[str, str] = {}

    # indicators
    passports: dict[str, Passport] = {}
    variables: dict[str, str] = {}
    municipalities: tuple[Named, ...] = ()
    sizes: dict[str, int] = {}
    sizes_title: str = ""
    values: tuple[Value, ...] = ()
    counts: tuple[Count, ...] = ()
    everyone: dict[str, tuple[Point, ...]] = {}
    region_values: dict[str, Value] = {}
    region_counts: dict[str, RegionCount] = {}
    published: dict[str, Published] = {}
    spread: dict[str, Spread] = {}
    alike: dict[str, tuple[str, ...]] = {}
    alike_first: dict[str, tuple[str, ...]] = {}
    series: dict[str, Series] = {}
    history: tuple[PastCount, ...] = ()
    peers: tuple[str, ...] = ()
    peer_indicators: tuple[str, ...] = ()
    stages: Any = None
    urban: bool | None = None
    concentration: dict[str, Concentration] = {}
    groups: tuple[Group, ...] = ()
    groups_by: tuple[str, ...] = ()
    competences: tuple[Competence, ...] = ()
    branches: tuple[str, ...] = ()
    sites: tuple[Site, ...] = ()
    sites_of: dict[str, int] = {}
    tiles: dict[str, tuple[int, int]] = {}
    appendices: Appendices = Appendices()

    # decisions
    findings: tuple[Finding, ...] = ()
    task: str = ""
    recommendations: Any = None
    left_out: int = 0
    plan: Any = None
    proposals: dict[str, Target] = {}
    execution: Execution | None = None
    effect: Effects | None = None
    exchanges: tuple[Exchange, ...] = ()
    exchange_rules: ExchangeRules | None = None
    causes: tuple[Cause, ...] = ()
    addressees: dict[str, Addressee] = {}

    # registers
    acts: Any = None
    cycle: Any = None
    practices: Any = None
    network: Any = None
    general: GeneralInformation | None = None
    printed_diagnosis: PrintedDiagnosis | None = None

    # the data themselves
    problems: tuple[Problem, ...] = ()
    corrections: tuple[Correction, ...] = ()
    protocol: Protocol | None = None

    # sheets of schools, weekly numbers
    school: Any = None
    rows: Any = None
    indicators: Any = None
    days: Any = None
    targets: Any = None


def bundle_of(text: bytes | str) -> Bundle:
    """A bundle from its JSON. Raises msgspec.DecodeError for what is no bundle."""
    return msgspec.json.decode(text, type=Bundle, dec_hook=exact_value)


def text_of(bundle: Bundle) -> str:
    """The bundle as it stands on disk: stable order, readable by a person."""
    return (
        msgspec.json.format(msgspec.json.encode(bundle, enc_hook=exact_text, order="sorted"), indent=1).decode() + "\n"
    )
