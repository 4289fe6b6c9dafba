"""All that one note knows: the bundle, part by part; the parts have their types in the modules beside this one."""

from typing import Any

import msgspec

from careerstats.contracts.appendices import Appendices
from careerstats.contracts.decisions import Addressee, Cause, Exchange, ExchangeRules, Finding, Target
from careerstats.contracts.facts import Fact, exact_text, exact_value
from careerstats.contracts.general import GeneralInformation, PrintedDiagnosis
from careerstats.contracts.measures import Effects, Execution
from careerstats.contracts.quality import Correction, Protocol
from careerstats.contracts.settings import NoteSettings
from careerstats.model import Problem

Row = dict[str, Any]


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
    region: Any
    territory: Any
    settings: NoteSettings
    template: str | None = None
    texts: Any = None

    # indicators
    passports: Any = None
    variables: Any = None
    municipalities: Any = None
    sizes: Any = None
    sizes_title: str | None = None
    values: Any = None
    counts: Any = None
    everyone: Any = None
    region_values: Any = None
    region_counts: Any = None
    published: Any = None
    spread: Any = None
    alike: Any = None
    alike_first: Any = None
    series: Any = None
    history: Any = None
    peers: Any = None
    peer_indicators: Any = None
    stages: Any = None
    urban: bool | None = None
    concentration: Any = None
    groups: Any = None
    groups_by: Any = None
    competences: Any = None
    branches: Any = None
    sites: Any = None
    tiles: Any = None
    appendices: Appendices = Appendices()

    # decisions
    findings: tuple[Finding, ...] = ()
    task: str = ""
    recommendations: Any = None
    left_out: int = 0
    plan: Any = None
    proposals: dict[str, Target] = msgspec.field(default_factory=dict)
    execution: Execution | None = None
    effect: Effects | None = None
    exchanges: tuple[Exchange, ...] = ()
    exchange_rules: ExchangeRules | None = None
    causes: tuple[Cause, ...] = ()
    addressees: dict[str, Addressee] = msgspec.field(default_factory=dict)

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
