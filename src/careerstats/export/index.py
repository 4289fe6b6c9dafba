"""Figures and links of a run, as plain words -> the page of the region: one table to sort, search and follow.

The page is complete without its script, which only adds sorting, searching and the filter by kind.
"""

from typing import Any

from careerstats.export.document import printable
from careerstats.export.html import environment

# Seven tints from −1 to 1; the sign beside the figure says the same in words for those who see no colour.
TINTS = 3
SIGNS = {"above": "▲", "below": "▼", "same": "≈", "not_comparable": "×"}
LEGEND = {
    "above": "выше, чем по остальным",
    "below": "ниже, чем по остальным",
    "same": "отличие не больше случайного или мало",
    "not_comparable": "нельзя сравнить или нет данных",
}


def write(index: dict[str, Any]) -> bytes:
    """``reports/<dataset>/index.html``, in UTF-8."""
    page = environment().get_template("index.html.j2")
    index = printable(index)
    kinds = sorted({row["kind"] for row in index["rows"]} - {""})
    rows = sorted(index["rows"], key=lambda row: (row["sort_name"], row["code"]))
    tints = [(verdict, _example_tint(verdict), SIGNS[verdict], words) for verdict, words in LEGEND.items()]
    text = page.render(index | {"rows": rows}, kinds=kinds, signs=SIGNS, tint=_tint, legend=tints)
    return text.encode("utf-8")


def _tint(shade: float | None) -> str:
    """Class of a cell: t-3 … t3; without a shade the cell stays white."""
    return "t0" if shade is None else f"t{round(max(-1.0, min(1.0, shade)) * TINTS)}"


def _example_tint(verdict: str) -> str:
    return {"above": "t2", "below": "t-2"}.get(verdict, "t0")
