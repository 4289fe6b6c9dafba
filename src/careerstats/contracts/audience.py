"""A bundle -> the same for the public: a field that does not say ``Public`` where it is defined is empty."""

from functools import cache
from typing import Annotated, Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from careerstats.contracts.facts import PUBLIC, Fact

F = TypeVar("F", bound=Fact)

AUDIENCE = "CAREERSTATS_AUDIENCE"
"""Variable of the environment: for whom a notebook is run; a batch sets it, a person without it is internal."""

NOTEBOOK = "CAREERSTATS_NOTEBOOK"
"""Variable of the environment: which notebook a batch runs; a person is without it."""


def for_public(fact: F) -> F:
    """Without what is internal, to whatever depth."""
    fields = _fields(type(fact))
    inner = {name: _shown(getattr(fact, name)) for name in fields.inner}
    return msgspec.structs.replace(fact, **inner, **fields.internal)


def _shown(value: object) -> object:
    match value:
        case Fact():
            return for_public(value)
        case list():
            return list(map(_shown, value))
        case dict():
            return {key: _shown(inner) for key, inner in value.items()}
        case tuple():
            return _of_named(value) if hasattr(value, "_fields") else tuple(map(_shown, value))
    return value


def _of_named(value: Any) -> object:
    """The same of a named tuple."""
    kind: type = type(value)
    fields = _fields(kind)
    return value._replace(**{name: _shown(getattr(value, name)) for name in fields.inner}, **fields.internal)


class _Fields(NamedTuple):
    """Public fields in which something internal may lie; internal fields, each with what stands for it."""

    inner: tuple[str, ...]
    internal: dict[str, object]


@cache
def _fields(kind: type) -> _Fields:
    hints, public = get_type_hints(kind), public_fields(kind)
    if not public:
        raise TypeError(f"{kind.__name__} stands in a public part of a bundle, and none of its fields is public")
    return _Fields(
        tuple(name for name in public if _may_hide(hints[name])),
        {name: _nothing(kind, name, hints[name]) for name in _names(kind) if name not in public},
    )


def _names(kind: type) -> tuple[str, ...]:
    """Fields of a fact or of a named tuple; a variable of its class is none."""
    names: tuple[str, ...] = kind.__struct_fields__ if issubclass(kind, Fact) else kind._fields  # type: ignore[attr-defined]
    return names


def public_fields(kind: type) -> tuple[str, ...]:
    """Names of the fields of a fact (a named tuple) that everybody may see."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(name for name, hint in hints.items() if get_origin(hint) is Annotated and PUBLIC in hint.__metadata__)


def _nothing(kind: type, name: str, hint: object) -> object:
    """The field's default, else the empty value of its type."""
    if issubclass(kind, Fact):
        field = next(field for field in msgspec.structs.fields(kind) if field.name == name)
        if field.default_factory is not msgspec.NODEFAULT:
            return field.default_factory()
        if field.default is not msgspec.NODEFAULT:
            return field.default
    plain = get_origin(hint) or hint
    return plain() if plain in (str, int, float, bool, tuple, list, dict) else None


def _may_hide(hint: object) -> bool:
    """Whether a value of this type may have a fact in it; of an unknown type it may."""
    if isinstance(hint, type) and (issubclass(hint, Fact) or hasattr(hint, "_fields")):
        return True
    return hint in (Any, object) or any(_may_hide(inner) for inner in get_args(hint))
