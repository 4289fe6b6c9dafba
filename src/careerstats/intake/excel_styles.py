"""styles.xml of an xlsx book -> which cell styles show a percentage."""

import re
from functools import lru_cache

from careerstats.intake.packages import tree

_PERCENTS = {"9": "0%", "10": "0.00%"}
"""Codes that Excel does not write out."""

_LITERAL = re.compile(r'"[^"]*"|\\.')


@lru_cache(maxsize=64)
def percents(data: bytes) -> frozenset[str]:
    """Numbers of these cell styles. All blanks of a form have the same, so few are ever looked into.

    Raises NotATableError.
    """
    if not data:
        return frozenset()
    root = tree(data)
    written = {
        style.get("numFmtId", ""): style.get("formatCode", "") for style in root.iterfind(".//{*}numFmts/{*}numFmt")
    }
    codes = _PERCENTS | {id: _LITERAL.sub("", code) for id, code in written.items()}
    used = [codes.get(style.get("numFmtId", "0"), "") for style in root.iterfind(".//{*}cellXfs/{*}xf")]
    return frozenset(str(number) for number, code in enumerate(used) if "%" in code)
