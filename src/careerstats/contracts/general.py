"""General information on one municipality, and its self-diagnosis as somebody printed it: copied, never computed."""

from decimal import Decimal

from careerstats.contracts.facts import Fact


class GeneralItem(Fact, frozen=True, kw_only=True):
    """One piece of information as its source gives it; ``number``: None where ``text`` is no number."""

    title: str
    text: str
    number: Decimal | None = None
    unit: str = ""
    date: str = ""
    source: str = ""


class GeneralGroup(Fact, frozen=True, kw_only=True):
    """Items of one kind in order of the file."""

    title: str
    items: tuple[GeneralItem, ...]


class GeneralInformation(Fact, frozen=True, kw_only=True):
    """``doubts``: what contradicts itself; ``caveats``: those of the dataset, where no other note says them."""

    groups: tuple[GeneralGroup, ...]
    doubts: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()


class PrintedDirection(Fact, frozen=True, kw_only=True):
    """One row of a printed self-diagnosis, texts as printed; ``remarks``: what its own columns do not give."""

    direction: str
    maximum: str
    mean: str
    percent: str
    level: str = ""
    remarks: tuple[str, ...] = ()


class PrintedItem(Fact, frozen=True, kw_only=True):
    """One item of a printed self-diagnosis; ``doubt``: why its value can be read in two ways."""

    number: str
    direction: str
    title: str
    text: str
    doubt: str = ""


class PrintedDiagnosis(Fact, frozen=True, kw_only=True):
    """What was printed of one municipality: the table of directions, the items, or both."""

    directions: tuple[PrintedDirection, ...] = ()
    items: tuple[PrintedItem, ...] = ()
