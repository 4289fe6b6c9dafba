"""Facts of a protocol of data checking -> the words that its document and its workbook share."""

from careerstats.contracts.quality import ADDED, CHANGED, GONE, TableReport
from careerstats.model import ABSENT, NOT_APPLICABLE, UNREADABLE

KIND = {ADDED: "добавлено", CHANGED: "изменено", GONE: "больше нет"}
STATUS = {ABSENT: "нет сведений", NOT_APPLICABLE: "не применимо", UNREADABLE: "не прочитано"}
REGISTERS = {
    "decisions.csv": "реестр решений",
    "cycle.yaml": "реестр документов управленческого цикла",
    "measures.csv": "реестр мер",
    "general.csv": "общие сведения",
    "practices.csv": "реестр практик",
    "partners.csv": "реестр партнёров",
    "joint.csv": "реестр совместных мероприятий",
    "organisations.csv": "перечень организаций",
    "printed-diagnosis.csv": "опубликованная самодиагностика",
    "printed-items.csv": "опубликованные ответы самодиагностики",
}
"""What a register is called in a letter, by its file."""
NOT_TOLD = "не приводится"
"""In place of a number of a sensitive quantity."""


def reported(report: TableReport) -> str:
    """«да», «нет», «частично»: whether a municipality reported a table, all its schools did."""
    if not report.reported:
        return "нет"
    return "частично" if report.missing else "да"
