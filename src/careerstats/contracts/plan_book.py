"""What the workbook of a draft plan says: whose plan it is, and the texts of its cells."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class BookRow:
    """A measure and one of its indicators, as the cells of its row say it; of a draft, execution is empty.

    ``fact``, ``plan``: «46,5», which a cell has as a number, or words; ``bound``: «не ниже»; ``people``: «ещё 102».
    """

    id: str = ""
    activity: str = ""
    measure: str = ""
    responsible: str = ""
    term: str = ""
    indicator: str = ""
    fact: str = ""
    bound: str = ""
    plan: str = ""
    people: str = ""
    done: str = ""
    document: str = ""
    cause: str = ""
    why_not: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanBook:
    """The plan of ``code``; ``date``: ISO; ``period``: of the plan, ``base``: of the note.

    ``activities``, ``indicators``, ``causes``: names that the lists of the sheet offer.
    """

    title: str
    place: str
    date: str
    dataset: str
    period: str
    base: str
    code: str
    activities: tuple[str, ...]
    indicators: tuple[str, ...]
    causes: tuple[str, ...]
    rows: tuple[BookRow, ...]
