"""What every fact of a bundle is: immutable, named field by field, read from JSON with its types checked.

A field says whom it is for where it is defined: ``title: Public[str]`` is for everybody, ``title: str`` is internal.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, TypeVar

import msgspec

T = TypeVar("T")
PUBLIC = msgspec.Meta(extra={"audience": "public"})
Public = Annotated[T, PUBLIC]


def exact_text(value: object) -> str:
    """How a fact that JSON has no kind for is written: a fraction as «45/2». Raises NotImplementedError for others."""
    if isinstance(value, Fraction):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} is no kind of fact")


def exact_value(kind: type, text: str) -> Fraction:
    """The inverse of ``exact_text``. Raises ValueError for no fraction."""
    if kind is Fraction:
        return Fraction(text)
    raise NotImplementedError(f"{kind.__name__} is no kind of fact")


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of a bundle. A field that is not given has its default and is not written."""

    if not TYPE_CHECKING:  # for whoever explores a bundle by hand; the program reads fields, and mypy holds it to that

        def __getitem__(self, key: str) -> object:
            try:
                return getattr(self, key)
            except AttributeError:
                raise KeyError(key) from None

        def get(self, key: str, default: object = None) -> object:
            value = getattr(self, key, None)
            return default if value is None else value

        def __contains__(self, key: str) -> bool:
            return getattr(self, key, None) is not None

        def keys(self) -> Iterator[str]:
            return iter([name for name in self.__struct_fields__ if getattr(self, name) is not None])

        def items(self) -> Iterator[tuple[str, object]]:
            return iter([(name, getattr(self, name)) for name in self.keys()])

        def __or__(self, more: dict[str, object]) -> dict[str, object]:
            return {**dict(self.items()), **more}


AnyFact = TypeVar("AnyFact", bound=Fact)


def told_of(shape: type[AnyFact], record: AnyFact, **more: object) -> AnyFact:
    """What a fact tells of a record that is one and knows more; ``more``: fields that are told otherwise."""
    return as_written(shape, record, **more)


def as_written(shape: type[AnyFact], record: object, **more: object) -> AnyFact:
    """What a fact tells of what a person wrote in a file, field by field; ``more``: fields that no file has."""
    return shape(**{name: getattr(record, name) for name in shape.__struct_fields__ if name not in more}, **more)
