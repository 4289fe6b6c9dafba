"""Fields of dataset.yaml written out in a test -> the record they are read into, or what is wrong with them."""

from typing import Any, TypeVar

from careerstats.contracts.dataset import Settings
from careerstats.contracts.numbers import Table
from careerstats.written import typed

T = TypeVar("T")
_USUAL = {"title": "Проба", "region": "10000000", "period": "2020"}


def settings_of(**given: Any) -> Settings:
    """Settings with these fields; the required ones are filled in."""
    return record(Settings, {**_USUAL, **given})


def record(model: type[T], given: Any) -> T:
    """A part of the settings, e.g. the description of a table."""
    found, wrong = typed(given, model)
    assert found is not None, wrong
    return found


def mistakes(**given: Any) -> list[str]:
    """What is wrong with settings that have these fields."""
    return [str(one) for one in typed({**_USUAL, **given}, Settings)[1]]


def table_of(given: dict[str, Any]) -> Table:
    """The description of a table, of whichever file; fields of None are left out."""
    return record(Table, {"file": "t.csv", **{key: value for key, value in given.items() if value is not None}})
