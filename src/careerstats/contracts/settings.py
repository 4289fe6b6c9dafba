"""What a note shows of its dataset.yaml: names, texts, lists of indicators; every field may be absent."""

from careerstats.contracts.facts import Fact, Public


class Programme(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """How to call what a note is about, by case."""

    short: Public[str] = ""
    short_genitive: Public[str] = ""
    short_prepositional: Public[str] = ""
    genitive: Public[str] = ""
    prepositional: Public[str] = ""
    full: Public[str] = ""
    next_period: Public[str] = ""


class Issuer(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Who writes the notes; ``name`` in the instrumental case."""

    name: Public[str] = ""
    short: Public[str] = ""
    founder: str = ""
    address: str = ""


class Letter(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The letter that the notes supplement; ``date`` ISO."""

    number: Public[str] = ""
    date: Public[str] = ""
    of: Public[str] = ""
    signed_by: str = ""
    pages: int | None = None
    copies: int | None = None
    inn_kpp: str = ""
    ogrn: str = ""
    okpo: str = ""


class Reply(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Which letter is answered."""

    number: str = ""
    date: str = ""


class Letterhead(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The head, the text and the signature of cover letters."""

    lines: tuple[str, ...] = ()
    sender: str = ""
    number: str = ""
    date: str = ""
    reply: Reply = Reply()
    addressee: str = ""
    greeting: str = ""
    text: tuple[str, ...] = ()
    position: str = ""
    signed_by: str = ""
    executor: str = ""
    copies: int = 1


class Meeting(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Circumstances of a meeting; its decisions are in decisions.csv under the same number."""

    number: str
    date: str = ""
    time: str = ""
    place: str = ""
    present: str = ""
    approved_by: str = ""


class Signature(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Who signs; without a name it is written by hand."""

    position: Public[str] = ""
    name: Public[str] = ""


class Subject(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What a note of each kind is about, after «о»; words in braces are filled in."""

    municipality: Public[str] = ""
    region: Public[str] = ""

    def of(self, notebook: str) -> str:
        return self.region if notebook == "region" else self.municipality


class Captions(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Headings of sections, tables and figures; words in braces are filled in."""

    indicators: Public[str] = ""
    table: Public[str] = ""
    peers: Public[str] = ""
    figure: Public[str] = ""
    region_table: Public[str] = ""


class Difficulty(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A difficulty that the institute itself has named."""

    text: Public[str]
    short: Public[str]


class Step(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A step from which losses of participants are counted: all but the first say what is lost and where."""

    variable: Public[str]
    genitive: Public[str]
    lost: Public[str] = ""
    before: Public[str] = ""


class Event(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What happened in a period, as a figure of years marks it."""

    period: Public[str] = ""
    text: Public[str] = ""


class NoteSettings(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The part of a dataset.yaml that notes show."""

    title: str = ""
    programme: Public[Programme] = Programme()
    issuer: Public[Issuer] = Issuer()
    letter: Public[Letter] = Letter()
    letterhead: Letterhead = Letterhead()
    protocols: tuple[Meeting, ...] = ()
    signature: Public[Signature] = Signature()
    subject: Public[Subject] = Subject()
    captions: Public[Captions] = Captions()
    indicators: Public[tuple[str, ...]] = ()
    headline: Public[tuple[str, ...]] = ()
    reserves: Public[tuple[str, ...]] = ()
    also: Public[tuple[str, ...]] = ()
    chain: Public[tuple[Step, ...]] = ()
    not_collected: tuple[str, ...] = ()
    caveats: Public[tuple[str, ...]] = ()
    region_caveats: Public[tuple[str, ...]] = ()
    difficulties: Public[tuple[Difficulty, ...]] = ()
    events: Public[tuple[Event, ...]] = ()
