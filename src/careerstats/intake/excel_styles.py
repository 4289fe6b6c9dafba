"""styles.xml of an xlsx book -> which cell styles show a percentage, and which surely show a plain number."""

import re
from dataclasses import dataclass
from functools import lru_cache

from careerstats.intake.packages import tree

_PERCENTS = {"9": "0%", "10": "0.00%"}
_NUMBERS = {"0": "General", "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "49": "@"}
"""Codes that Excel does not write out."""

_LITERAL = re.compile(r'"[^"]*"|\\.')
_PLAIN = re.compile(r"General|@|[0#?.,% ]+", re.IGNORECASE)


@dataclass(frozen=True)
class Styles:
    """Numbers of cell styles; what is in neither set may show a number as a date."""

    percents: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset({""})


@lru_cache(maxsize=64)
def styles(data: bytes) -> Styles:
    """All blanks of a form have the same styles, so few are ever looked into. Raises NotATableError."""
    if not data:
        return Styles()
    root = tree(data)
    written = {one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iterfind(".//{*}numFmts/{*}numFmt")}
    codes = _NUMBERS | _PERCENTS | {id: _LITERAL.sub("", code) for id, code in written.items()}
    used = [codes.get(one.get("numFmtId", "0"), "?") for one in root.iterfind(".//{*}cellXfs/{*}xf")]
    percents = frozenset(str(number) for number, code in enumerate(used) if "%" in code)
    plain = frozenset(str(number) for number, code in enumerate(used) if _PLAIN.fullmatch(code))
    return Styles(percents, plain | {""})
