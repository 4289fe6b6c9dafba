"""General information on one municipality, and its self-diagnosis as somebody printed it: copied, never computed."""

from decimal import Decimal

from careerstats.contracts.facts import Fact, Public


class GeneralItem(Fact, frozen=True, kw_only=True):
    """One piece of information as its source gives it; ``number``: None where ``text`` is no number."""

    title: Public[str]
    text: Public[str]
    number: Public[Decimal | None] = None
    unit: Public[str] = ""
    date: Public[str] = ""
    source: Public[str] = ""


class GeneralGroup(Fact, frozen=True, kw_only=True):
    """Items of one kind in order of the file."""

    title: Public[str]
    items: Public[tuple[GeneralItem, ...]]


class GeneralInformation(Fact, frozen=True, kw_only=True):
    """``doubts``: what contradicts itself; ``caveats``: those of the dataset, where no other note says them."""

    groups: Public[tuple[GeneralGroup, ...]]
    doubts: tuple[str, ...] = ()
    caveats: Public[tuple[str, ...]] = ()


class PrintedDirection(Fact, frozen=True, kw_only=True):
    """One row of a printed self-diagnosis, texts as printed; ``remarks``: what its own columns do not give.

    ``doubt``: why another number of the same row leaves its level open, or gives another one.
    """

    direction: Public[str]
    maximum: Public[str]
    mean: Public[str]
    percent: Public[str]
    level: Public[str] = ""
    remarks: Public[tuple[str, ...]] = ()
    doubt: str = ""


class PrintedItem(Fact, frozen=True, kw_only=True):
    """One item of a printed self-diagnosis; ``doubt``: why its value can be read in two ways."""

    number: Public[str]
    direction: Public[str]
    title: Public[str]
    text: Public[str]
    doubt: Public[str] = ""


class PrintedDiagnosis(Fact, frozen=True, kw_only=True):
    """What was printed of one municipality: the table of directions, the items, or both."""

    directions: Public[tuple[PrintedDirection, ...]] = ()
    items: Public[tuple[PrintedItem, ...]] = ()
