"""What tables and forms say, cell by cell: reported numbers, and figures that somebody printed beside them."""

from typing import TypedDict

from careerstats.contracts.numbers import Column


class Count(TypedDict):
    """One reported number with its place; ``value``: None where ``status`` says why there is none."""

    territory: str
    code: str
    organisation: str
    period: str
    variable: str
    breakdown: str
    value: int | None
    status: str
    source: str
    as_of: str
    origin: str


COUNT_COLUMNS = tuple(Count.__annotations__)
"""One row = one reported number."""


class Published(Count):
    """A figure as printed; ``span``: of a total of some rows, the first and the last; ``text``: as it stands;
    ``presumed``: nobody says of what it is a share; ``column``: its letters, of a table on its side the row, 5.
    """

    spec: Column
    title: str
    column: str
    total: bool
    with_share: bool
    span: tuple[int, int] | None
    kind: str
    text: str
    presumed: bool


def number(count: Count) -> int:
    """The number of a count that is reported."""
    value = count["value"]
    assert value is not None
    return value
