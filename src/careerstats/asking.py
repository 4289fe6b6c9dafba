"""A call or a name of a notebook that is written wrongly -> words that say how it is written.

What a researcher calls in a cell is wrapped here; nothing is checked before it fails, so that a right call costs
nothing.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import wraps
from types import FunctionType, ModuleType, UnionType
from typing import ParamSpec, TypeVar, get_args, get_origin

from careerstats.errors import NoteError, UnknownNameError, nearest

Given = ParamSpec("Given")
Made = TypeVar("Made")
Kind = TypeVar("Kind", bound=type)

WANTED = {
    "Note": "справка: note = cs.open_note(набор, код)",
    "Headline": "вывод справки, например note.bundle.headlines[0]",
    "DataFrame": "таблица pandas (DataFrame)",
    "str": "текст в кавычках",
    "int": "целое число",
    "float": "число",
    "SupportsIndex": "номер блока",
    "Mapping": "словарь «слова первой ячейки: значение»",
    "Sequence": "список значений",
}
"""Type of an argument → how it is called and where it is got."""
SHORT = 40  # signs of an argument in a message
CALLED = "{called} вызывается иначе: {usage}"
WRONG = "{called}: здесь нужно другое – {wanted}; дано {given}. Вызов: {usage}"


def explained(called: str) -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """A function that, called with too few, too many or wrong arguments, says how it is called: NoteError."""

    def made(function: Callable[Given, Made]) -> Callable[Given, Made]:
        @wraps(function)
        def asked(*args: Given.args, **named: Given.kwargs) -> Made:
            try:
                return function(*args, **named)
            except (TypeError, AttributeError, KeyError, ValueError) as error:
                if wrong := _wrong(function, called, args, named):
                    raise NoteError(wrong) from error
                raise

        return asked

    return made


def worded(called: str) -> Callable[[Kind], Kind]:
    """A class whose public methods are ``explained``, and which meets an unknown name with similar ones."""

    def made(kind: Kind) -> Kind:
        for name, method in list(vars(kind).items()):
            if isinstance(method, FunctionType) and not name.startswith("_"):
                setattr(kind, name, explained(f"{called}.{name}")(method))
        known = [name for name in dir(kind) if not name.startswith("_")]
        known += [name for name in vars(kind).get("__dataclass_fields__", ()) if not name.startswith("_")]

        def lacking(self: object, name: str) -> object:
            if name.startswith("_") or name in known:  # asked by a machine, or fails inside
                return object.__getattribute__(self, name)
            raise unknown(called, name, known)

        setattr(kind, "__getattr__", lacking)  # noqa: B010 (mypy would take every name for known)
        return kind

    return made


def unknown(called: str, name: str, known: Iterable[str], former: Mapping[str, str] | None = None) -> UnknownNameError:
    """«В sections нет «sumary». Возможно, имелось в виду: summary.»; ``former``: old name → what stands for it now."""
    instead = (former or {}).get(name)
    hint = f"Теперь это {instead}." if instead else nearest(name, known) or f"Есть: {', '.join(sorted(set(known)))}."
    return UnknownNameError(f"В {called} нет «{name}». {hint}")


def hide_modules(package: MutableMapping[str, object], shown: Iterable[str]) -> None:
    """Take from a package the names of its modules: whoever calls one is told that there is no such function."""
    kept, home = set(shown), f"{package['__name__']}."
    for name, value in list(package.items()):
        if isinstance(value, ModuleType) and value.__name__.startswith(home) and name not in kept:
            del package[name]


# ---- what is wrong with a call


def _wrong(function: Callable[..., object], called: str, args: tuple[object, ...], named: Mapping[str, object]) -> str:
    """What to say of these arguments; empty where they fit, and the error has another ground."""
    signature = inspect.signature(function)
    usage = f"{called}({', '.join(_shown(signature))})"
    try:
        given = signature.bind(*args, **named).arguments
    except TypeError:
        return CALLED.format(called=called, usage=usage)
    for name, value in given.items():
        parameter = signature.parameters[name]
        values = value if parameter.kind is parameter.VAR_POSITIONAL else (value,)
        for single in values:
            if not _fits(single, parameter.annotation):
                wanted = " или ".join(_words_of(parameter.annotation))
                return WRONG.format(called=called, wanted=wanted, given=_given(single), usage=usage)
    return ""


def _shown(signature: inspect.Signature) -> list[str]:
    """Arguments as one writes them: the needed ones by name, others as «method=None»."""
    texts = list[str]()
    for name, parameter in signature.parameters.items():
        if name == "self":
            continue
        if parameter.kind is parameter.VAR_POSITIONAL:
            texts.append("…")
        else:
            texts.append(name if parameter.default is parameter.empty else f"{name}={parameter.default!r}")
    return texts


def _kinds(annotation: object) -> list[type]:
    """Classes that an annotation names; none where it is a text or says less."""
    options = get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)
    kinds = [get_origin(kind) or kind for kind in options]
    known = [kind for kind in kinds if isinstance(kind, type) and kind is not inspect.Parameter.empty]
    return known if len(known) == len(kinds) else []


def _fits(value: object, annotation: object) -> bool:
    if isinstance(annotation, str):  # «pd.DataFrame» of a module that is imported late
        name = annotation.rpartition(".")[2]
        return not name.isidentifier() or name in {kind.__name__ for kind in type(value).__mro__}
    kinds = _kinds(annotation)
    return not kinds or isinstance(value, tuple(kinds))


def _words_of(annotation: object) -> list[str]:
    if isinstance(annotation, str):
        name = annotation.rpartition(".")[2]
        return [WANTED.get(name, name)]
    return [WANTED.get(kind.__name__, kind.__name__) for kind in _kinds(annotation) if kind is not type(None)]


def _given(value: object) -> str:
    if isinstance(value, str | int | float) or value is None:
        return repr(value)[:SHORT]
    return type(value).__name__
