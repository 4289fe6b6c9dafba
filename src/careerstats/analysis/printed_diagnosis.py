"""Registers of a printed self-diagnosis -> which of its figures its own columns do not give, what does not agree."""

from collections.abc import Iterable
from dataclasses import replace

from careerstats.analysis.self_diagnosis_published import CheckedRow, Printed, check_table, problems
from careerstats.catalogue.schemes import DIAGNOSIS, in_force, load_self_diagnosis
from careerstats.intake import Dataset, Intake
from careerstats.intake.items import FLAG
from careerstats.intake.registers.general_items import INFRASTRUCTURE, ITEMS
from careerstats.intake.registers.printed import COLUMNS, PrintedItem, PrintedRow
from careerstats.model import Problem

NETWORK = "43"
"""Item «Сетевое взаимодействие (…, кванториумы, …, IT-кубы, «Точки роста», экостанции …)» since 2022."""


def checked_rows(dataset: Dataset, intake: Intake) -> dict[str, list[CheckedRow]]:
    """Code → its table, row by row, by the edition in force in the dataset's period; nothing where there is none."""
    edition = in_force(load_self_diagnosis(dataset.file(DIAGNOSIS)), dataset.period)
    rows = intake.registers.printed.rows
    if edition is None or not rows:
        return {}
    codes = dict.fromkeys(row.code for row in rows)
    return {code: check_table([_as_printed(row) for row in rows if row.code == code], edition) for code in codes}


def printed_problems(dataset: Dataset, intake: Intake) -> list[Problem]:
    """What the columns of each table do not give, and items that general information does not agree with."""
    rows = intake.registers.printed.rows
    printed = [
        replace(problem, territory=code)
        for code, table in checked_rows(dataset, intake).items()
        for problem in problems(table, rows[0].line.file)
    ]
    return [*printed, *_network_denied(intake)]


def _as_printed(row: PrintedRow) -> Printed:
    texts = {column: row[column] for column in COLUMNS if column != "territory"}
    return Printed(**texts, cells={column: row.line.cell(column) for column in texts})


def _network_denied(intake: Intake) -> Iterable[Problem]:
    """«Отсутствие» of work in a network where general information has an IT-куб, a Кванториум …"""
    for item in intake.registers.printed.items:
        named = _infrastructure(intake, item.code) if _denied(item) else []
        if named:
            message = f"пункт {item.number} – «{item.text}», а в общих сведениях указаны: {', '.join(named)}"
            what = "уточните, участвуют ли школы в сетевом взаимодействии с ними"
            yield item.line.problem("remark", "item_contradicts", message, what, "value", territory=item.code)


def _denied(item: PrintedItem) -> bool:
    return item.number == NETWORK and item.item.kind == FLAG and item.item.flag is False


def _infrastructure(intake: Intake, code: str) -> list[str]:
    ours = (item for item in intake.registers.general if item.code == code and item.item and item.number)
    known = (ITEMS[item.item] for item in ours)
    return [item.title for item in known if item.group == INFRASTRUCTURE and item.resource]
