"""The workbook of a plan: its sheets, columns and words, the same for who writes it and for who reads it back."""

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
