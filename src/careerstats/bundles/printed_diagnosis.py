"""Results -> the printed self-diagnosis of each municipality: its rows with what they give, its items as printed."""

from careerstats.analysis.printed_diagnosis import checked_rows
from careerstats.analysis.printed_shares import ROUNDED
from careerstats.analysis.self_diagnosis_published import CheckedRow
from careerstats.bundles.numbers import Results
from careerstats.contracts.facts import told_of
from careerstats.contracts.general import PrintedDiagnosis, PrintedDirection, PrintedItem
from careerstats.grouping import grouped


def printed_diagnosis(results: Results) -> dict[str, PrintedDiagnosis]:
    """Code → what was printed, with what does not come out of it."""
    rows = checked_rows(results.dataset, results.intake)
    printed = results.intake.registers.printed.items
    items = grouped((item.code, told_of(PrintedItem, item, doubt=item.item.doubt)) for item in printed)
    return {
        code: PrintedDiagnosis(directions=tuple(map(_direction, rows.get(code, ()))), items=tuple(items.get(code, ())))
        for code in {**rows, **items}
    }


def _direction(row: CheckedRow) -> PrintedDirection:
    wrong = "" if row.share.verdict == ROUNDED else row.share.text
    remarks = tuple(filter(None, (wrong, row.level_text)))
    return told_of(PrintedDirection, row.printed, remarks=remarks, doubt=row.level_doubt)
