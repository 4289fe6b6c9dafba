"""How a row of a side file becomes a fact: the column of each field, and what its cells hold.

``since: Annotated[str, PUBLIC, Column("Ведётся с", "period")]`` is a field of a fact; one without a column is not read.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_type_hints

from careerstats.contracts.facts import Fact

Kind = Literal["text", "territory", "territories", "day", "period", "indicator", "organisation", "word", "known_word"]


class Column(NamedTuple):
    """``title``: how a file may head it in Russian; ``name``: its other name, where that is not the field's.

    A row is lost to a ``required`` cell that is empty or cannot be read. ``words``: what may stand in a ``word``, and
    what each stands for; a ``known_word`` may be another one, which is said and kept.
    """

    title: str
    kind: Kind = "text"
    required: bool = False
    name: str = ""
    words: Mapping[str, str] = {}


def columns_of(kind: type[Fact]) -> dict[str, Column]:
    """Field → its column, in order of the fields."""
    columns = {}
    for field, hint in get_type_hints(kind, include_extras=True).items():
        for note in getattr(hint, "__metadata__", ()):
            if isinstance(note, Column):
                columns[field] = note if note.name else note._replace(name=field)
    return columns


def titles_of(kind: type[Fact]) -> dict[str, str]:
    """Name of each column in a file → its title."""
    return {column.name: column.title for column in columns_of(kind).values()}
