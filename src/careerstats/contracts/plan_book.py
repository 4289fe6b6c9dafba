"""The workbook of a plan, for who writes it and who reads it back: its sheets, columns and words, what a draft says."""

from dataclasses import dataclass

SHEET, TECHNICAL = "План", "служебный лист"
FORMAT, VERSION = "careerstats plan", "1"

ROWS = "rows"
"""The line of the technical sheet after which the drafted rows stand: id, measure, indicator."""

COLUMNS = {
    "id": "Код строки",
    "activity": "Направление деятельности",
    "measure": "Мера, управленческое решение",
    "responsible": "Ответственный (должность)",
    "term": "Срок",
    "indicator": "Показатель",
    "fact": "Факт",
    "bound": "Условие",
    "plan": "План",
    "people": "Это человек",
    "done": "Исполнено",
    "document": "Документ об исполнении",
    "cause": "Причина",
    "why_not": "Почему не исполнено",
}
"""Column id → its head on the sheet; the heads of fact and plan go on with a period.

``bound``: «не ниже» or «не выше» before the number of the plan, which is a number and nothing else; ``people``: what
the plan asks for in pupils.
"""

NEEDED = ("id", "measure", "plan", "done")
"""Without these columns nobody can tell what the body wrote."""

SPARE_ROWS = 15
"""Empty rows under the drafted ones, for measures of the body's own."""

DONE = {"да": "yes", "нет": "no", "частично": "partly"}
"""What a body may say of the execution of a measure → how it is kept."""

BOUNDS = ("не ниже", "не выше")
"""What may stand before the number of a plan."""


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
