"""Whatever JSON can hold, with a name for its type, and how one looks into it."""

from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""Whatever JSON can hold."""

Data: TypeAlias = dict[str, Json]
"""A JSON object: name → value."""


def inner(data: Data, key: str) -> Data:
    """The object that ``data`` has under a name; an empty one where there is none."""
    value = data.get(key)
    return value if isinstance(value, dict) else {}
