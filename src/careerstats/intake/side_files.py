"""A YAML file beside dataset.yaml -> its sound entries, their texts of single spaces, and what is wrong with others."""

from pathlib import Path
from typing import Any, TypeVar

from careerstats import written
from careerstats.catalogue import yaml_guard
from careerstats.intake import cells

T = TypeVar("T")


def read_entries(path: Path, model: type[T], empty: T) -> tuple[T | None, list[str]]:
    """What the file says, without what is wrong in it; None of a file that cannot be used at all.

    ``empty``: what a file says in which nothing is written.
    """
    try:
        value, node = yaml_guard.read(path)
    except yaml_guard.UnreadableError as error:
        return None, [str(error)]
    if value is None:
        return empty, []
    for scalar in yaml_guard.scalars(node):
        scalar.value = cells.normal_text(scalar.value)
    entries, mistakes = written.kept(_plain(value), model, node)
    return entries, [str(mistake) for mistake in mistakes]


def _plain(value: Any) -> Any:
    """The same with every text as a line of single spaces."""
    match value:
        case str():
            return cells.normal_text(value)
        case list():
            return list(map(_plain, value))
        case dict():
            return {_plain(key): _plain(entry) for key, entry in value.items()}
    return value
