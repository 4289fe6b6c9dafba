"""Results -> the printed self-diagnosis of each municipality: its rows with what they give, its items as printed."""

from typing import Any

from careerstats.analysis.printed_diagnosis import checked_rows
from careerstats.analysis.printed_shares import ROUNDED
from careerstats.analysis.self_diagnosis_published import CheckedRow
from careerstats.bundles.numbers import Results

Row = dict[str, Any]


def printed_diagnosis(results: Results) -> dict[str, Row]:
    """Code → ``rows`` (texts as printed; ``remark`` where something does not come out) and ``items``."""
    printed = results.intake.registers.printed
    found: dict[str, Row] = {}
    for code, rows in checked_rows(results.dataset, results.intake).items():
        found.setdefault(code, {})["rows"] = [_row(one) for one in rows]
    for item in printed.items:
        kept = {"number": item.number, "direction": item.direction, "title": item.title, "text": item.text}
        found.setdefault(item.code, {}).setdefault("items", []).append(kept | {"doubt": item.item.doubt})
    return found


def _row(one: CheckedRow) -> Row:
    texts = {key: getattr(one.printed, key) for key in ("direction", "maximum", "mean", "percent", "level")}
    wrong = [] if one.share.verdict == ROUNDED else [one.share.text]
    return texts | {"remarks": [*wrong, *filter(None, [one.level_text])]}
