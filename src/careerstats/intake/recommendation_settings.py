"""dataset.yaml, recommendations -> what is wrong with the limits on their number."""

from typing import Any

_KEYS = ("at_most", "region_at_most")
"""Recommendations of a municipal and of the regional note."""


def mistakes(settings: dict[str, Any]) -> list[str]:
    """``recommendations: {at_most: 12, region_at_most: 20}``: whole numbers from 1."""
    given = settings.get("recommendations", {})
    if not isinstance(given, dict):
        return [f"recommendations: нужны записи «имя: значение»; можно {', '.join(_KEYS)}"]
    unknown = [
        f"recommendations: поле «{key}» неизвестно; можно {', '.join(_KEYS)}" for key in given if key not in _KEYS
    ]
    wrong = [
        f"recommendations, {key}: нужно целое число от 1"
        for key in _KEYS
        if key in given and not _is_number(given[key])
    ]
    return [*unknown, *wrong]


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1
