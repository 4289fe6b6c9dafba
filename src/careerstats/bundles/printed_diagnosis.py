"""Results -> the printed self-diagnosis of each municipality: its rows with what they give, its items as printed."""

from careerstats.analysis.printed_diagnosis import checked_rows
from careerstats.analysis.printed_shares import ROUNDED
from careerstats.analysis.self_diagnosis_published import CheckedRow
from careerstats.bundles.numbers import Results
from careerstats.contracts.general import PrintedDiagnosis, PrintedDirection, PrintedItem


def printed_diagnosis(results: Results) -> dict[str, PrintedDiagnosis]:
    """Code → what was printed, with what does not come out of it."""
    rows = checked_rows(results.dataset, results.intake)
    items: dict[str, list[PrintedItem]] = {}
    for item in results.intake.registers.printed.items:
        items.setdefault(item.code, []).append(
            PrintedItem(
                number=item.number, direction=item.direction, title=item.title, text=item.text, doubt=item.item.doubt
            )
        )
    return {
        code: PrintedDiagnosis(directions=tuple(map(_direction, rows.get(code, ()))), items=tuple(items.get(code, ())))
        for code in {**rows, **items}
    }


def _direction(row: CheckedRow) -> PrintedDirection:
    printed = row.printed
    wrong = "" if row.share.verdict == ROUNDED else row.share.text
    return PrintedDirection(
        direction=printed.direction,
        maximum=printed.maximum,
        mean=printed.mean,
        percent=printed.percent,
        level=printed.level,
        remarks=tuple(filter(None, (wrong, row.level_text))),
        doubt=row.level_doubt,
    )
