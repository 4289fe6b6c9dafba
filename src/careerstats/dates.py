"""A date as people write it (31.12.2024, 2024-12-31) -> 2024-12-31; dates of dataset.yaml in one form."""

import re
from datetime import date

_RUSSIAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def iso(value: object) -> str:
    """ISO text of a date in either form; anything else as its text. Raises ValueError for 31.02.2024."""
    text = str(value).strip()
    match = _RUSSIAN.fullmatch(text)
    if match is None:
        return text
    try:
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
    except ValueError:
        raise ValueError(f"даты «{text}» нет в календаре: нужна дата вида 31.12.2024 или 2024-12-31") from None


def checked(value: object) -> str:
    """ISO text of a date. Raises ValueError with a Russian text for what is none."""
    text = iso(value)
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"дата «{text}» не понята: нужна дата вида 31.12.2024 или 2024-12-31") from None
