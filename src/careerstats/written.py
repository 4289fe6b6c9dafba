"""What a YAML file held and its model -> the typed record, or every mistake in Russian: line, place, what to write."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple, TypeVar

import msgspec.inspect as kinds
import yaml

from careerstats import dates
from careerstats.contracts.kinds import UNWRITTEN, Lined, UnfitError
from careerstats.model import period_mistake, period_of

T = TypeVar("T")

EMPTY, FILLED, POSITIVE = "пусто", "заполнено", "больше 0"
"""Words that a condition may be."""

MOST = 40
"""Mistakes told at once."""

LONGEST = 20
"""Signs of a target: nobody measures more precisely."""

_FLAGS = {"да": True, "нет": False, "true": True, "false": False}


class Mistake(NamedTuple):
    """``line`` from 1; 0 where what was read had no lines."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"строка {self.line}, {self.text}" if self.line else self.text


def typed(
    value: object, model: type[T], node: yaml.Node | None = None, whole: str = "файл", key: str = ""
) -> tuple[T | None, list[Mistake]]:
    """The record, or None and what is wrong; ``node``: the same composed, for lines; ``whole``: what it is called.

    ``key``: the name under which it stands, where it is an entry of a larger file.
    """
    reading = _Reading(node, whole, model, key)
    record = reading.read(value, _described(model), _At())
    return (None, reading.in_order()) if reading.mistakes else (record, [])


def kept(value: object, model: type[T], node: yaml.Node | None = None) -> tuple[T | None, list[Mistake]]:
    """The same of a file whose sound part is used: what is wrong is told and left out.

    A field has its default then; a record that cannot do without the field is lost, and no other with it.
    """
    reading = _Reading(node, "файл", model, lenient=True)
    return reading.read(value, _described(model), _At()), reading.in_order()


def listed(mistakes: Iterable[object], head: str = "") -> str:
    """«dataset.yaml:», then a line with «–» for each mistake; of very many, how many more."""
    texts = list(mistakes)
    more = [f"и ещё ошибок: {len(texts) - MOST}"] if len(texts) > MOST else []
    return "\n".join([*([head] if head else []), *(f"– {text}" for text in [*texts[:MOST], *more])])


_described: Callable[[Any], kinds.Type] = cache(kinds.type_info)


@dataclass(frozen=True)
class _At:
    """Where something stands: its path from the top, the places around it in words, the field that holds it."""

    path: tuple[str | int, ...] = ()
    places: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)
    field: str = ""

    @property
    def needs(self) -> str:
        return str(self.extra.get("needs", ""))

    def inside(self, key: str | int) -> "_At":
        return replace(self, path=(*self.path, key))


class _Reading:
    """One pass over a value; what does not fit is noted and left out."""

    def __init__(self, node: yaml.Node | None, whole: str, model: Any, key: str = "", *, lenient: bool = False) -> None:
        self.node, self.whole, self.model, self.key, self.lenient = node, whole, model, key, lenient
        self.mistakes: list[Mistake] = []

    def in_order(self) -> list[Mistake]:
        return sorted(dict.fromkeys(self.mistakes), key=lambda mistake: mistake.line)

    def read(self, value: object, kind: kinds.Type, at: _At) -> Any:
        if isinstance(kind, kinds.Metadata):
            at = replace(at, extra={**at.extra, **(kind.extra or {})})
            hook = _HOOKS.get(at.extra.get("kind", ""))
            takes = value is not None or hook is _content or not isinstance(kind.type, kinds.UnionType)
            if hook and takes and isinstance(kind.type, _HOOKED):
                return self._hooked(value, hook, at, kind.type)
            return self.read(value, kind.type, at)
        for types, reader in self._readers:
            if isinstance(kind, types):
                return reader(self, value, kind, at)
        return self._scalar(value, kind, at)

    # ---- records

    def _struct(self, value: object, kind: kinds.StructType, at: _At) -> Any:
        model: Any = kind.cls
        if model.lone and not isinstance(value, dict | list | None.__class__):
            value = {model.lone: value}
        if not isinstance(value, dict):
            if not at.path and not model.called.endswith("}"):
                return self._say("пуст или не состоит из полей «имя: значение»", at)
            direct = bool(at.path) and at.path[-1] == at.field
            within = at if direct else _At(at.path, (*at.places, *_place(model, {}, at, self.key)))
            return self._unlike(value, "нужны записи «имя: значение»", within)
        here = _At(at.path, (*at.places, *_place(model, value, at, self.key)))
        before = len(self.mistakes)
        fields = self._fields(value, kind, here)
        needed = {spec.name for spec in kind.fields if spec.required}
        if len(self.mistakes) > before and not (self.lenient and not model.whole and needed <= set(fields)):
            return None
        if issubclass(model, Lined):
            fields["line"] = self._line(at.path)
        try:
            return model(**fields)
        except UnfitError as error:
            reported = len(self.mistakes) > before  # a field that is left out has been told already
            for name, text in () if reported else error.mistakes:
                parts = [int(part) if part.isdecimal() else part for part in name.split(".") if part]
                self._say(text, replace(here, path=(*here.path, *parts)), bare=bool(name))
            return None

    def _fields(self, value: dict[Any, Any], kind: kinds.StructType, here: _At) -> dict[str, Any]:
        allowed = {spec.encode_name: spec for spec in fields_of(kind)}
        for key in value:
            if key not in allowed:
                self._say(self._unknown(key, kind.cls, list(allowed)), here.inside(key))
        for name, spec in allowed.items():
            if spec.required and name not in value:
                self._say(f"нет поля «{name}», добавьте его{_wanted(spec.type)}", here)
        fields = {}
        for name, spec in allowed.items():
            before = len(self.mistakes)
            if name in value:
                fields[spec.name] = self.read(value[name], spec.type, replace(here.inside(name), field=name, extra={}))
                if len(self.mistakes) > before and fields[spec.name] is None:
                    del fields[spec.name]
        return fields

    def _unknown(self, key: object, model: Any, allowed: list[str]) -> str:
        if not isinstance(key, str):
            return f'«{key}» – не имя поля; если это имя, возьмите его в кавычки: "{key}"'
        others = [place for place in _places_of(self.model).get(key, ()) if place[0] is not model]
        elsewhere = ", ".join(dict.fromkeys(words for _, words in others))
        why = f"здесь не применяется, оно пишется в {elsewhere}" if elsewhere else f"неизвестно{alike([key], allowed)}"
        return f"поле «{key}» {why}; можно: {', '.join(sorted(allowed))}"

    # ---- lists and entries

    def _list(self, value: object, kind: Any, at: _At) -> Any:
        item = kind.item_type
        value = [value] if at.extra.get("single") and not isinstance(value, list | dict | None.__class__) else value
        records = isinstance(item, kinds.StructType)
        if not isinstance(value, list):
            usual = "нужен список записей, каждая с «-»" if records else "нужен список"
            return self._unlike(value, usual, at)
        if not _fits(len(value), kind):
            return self._unlike(value, f"нужно записей: {kind.min_length or 0}…{kind.max_length or ''}", at)
        if at.extra.get("once"):
            self._once(value, at)
        below = replace(at, extra={})
        members = (
            self.read(member, item, below.inside(number))
            if records
            else self._item(member, item, at.inside(number), f"запись {number + 1}")
            for number, member in enumerate(value)
        )
        sound = tuple(member for member in members if member is not None)
        return sound if _fits(len(sound), kind) else None

    def _once(self, names: list[object], at: _At) -> None:
        for number, name in enumerate(names):
            if isinstance(name, str) and (first := names.index(name)) < number:
                both = f"стоит дважды (записи {first + 1} и {number + 1}), оставьте одну запись"
                self._say(self._worded(f"{self._shown(name, at.inside(number))} {both}", at), at.inside(number))

    def _entries(self, value: object, kind: kinds.DictType, at: _At) -> Any:
        if not isinstance(value, dict):
            return self._unlike(value, "нужны записи «имя: значение»", at)
        wanted = int if isinstance(_bare(kind.key_type), kinds.IntType) else str
        for key in value:
            if wanted is int and not isinstance(key, int):
                self._say(f"в поле «{at.field}» вместо «{key}» нужен номер", at.inside(key))
            elif wanted is str and not isinstance(key, str):
                self._say(f'в поле «{at.field}» возьмите «{key}» в кавычки: "{key}"', at.inside(key))
        if not _fits(len(value), kind):
            return self._unlike(value, "записей слишком мало или много", at)
        named = {key: entry for key, entry in value.items() if isinstance(key, wanted)}
        below, records = replace(at, extra={}), isinstance(kind.value_type, kinds.StructType)
        members = {
            key: self.read(entry, kind.value_type, below.inside(key))
            if records
            else self._item(entry, kind.value_type, at.inside(key), f"«{key}»")
            for key, entry in named.items()
        }
        return {key: entry for key, entry in members.items() if entry is not None or not self.lenient}

    def _item(self, value: object, kind: kinds.Type, at: _At, name: str) -> Any:
        """A member of a list or of entries that is no record: what is wrong is said of the whole field."""
        if isinstance(kind, kinds.Metadata) and (kind.extra or {}).get("kind"):
            return self.read(value, kind, _At(at.path, (*at.places, at.field), field=name))
        own = _Reading(self.node, self.whole, self.model)
        member = own.read(value, kind, replace(at, extra={}))
        if own.mistakes:
            usual = "нужен список" if isinstance(at.path[-1], int) else "нужны записи"
            said = f"{at.needs or usual}, а {name} – {self._shown(value, at)}"
            self._say(f"{self._worded(said, at)}{self._quotes(value, at)}", at)
        return member

    def _quotes(self, value: object, at: _At) -> str:
        """Advice for a number, a date or a flag where a text is due."""
        written = self._written(value, at)
        return "" if isinstance(value, str | list | dict | None.__class__) else f'; возьмите в кавычки: "{written}"'

    def _union(self, value: object, kind: kinds.UnionType, at: _At) -> Any:
        options = [option for option in kind.types if not isinstance(option, kinds.NoneType)]
        if value is None and len(options) < len(kind.types):
            return None
        shapes: Any = (kinds.StructType | kinds.DictType, dict), (kinds.VarTupleType | kinds.ListType, list)
        for types, python in shapes:
            for option in options:
                if isinstance(_bare(option), types) and isinstance(value, python):
                    return self.read(value, option, at)
        scalars = [option for option in options if not isinstance(_bare(option), kinds.DictType | kinds.VarTupleType)]
        for option in scalars[:-1]:
            trial = _Reading(self.node, self.whole, self.model)
            reading = trial.read(value, option, at)
            if not trial.mistakes:
                return reading
        return self.read(value, (scalars or options)[-1], at)

    # ---- single values

    def _scalar(self, value: object, kind: kinds.Type, at: _At) -> Any:
        if isinstance(kind, kinds.AnyType):
            return value
        usual, read = next((usual, read) for types, usual, read in _SCALARS if isinstance(kind, types))
        if isinstance(kind, kinds.LiteralType) and at.extra.get("any_case"):
            value = _as_listed(value, kind)
        reading = read(value, kind)
        if reading is None:
            words = [str(word) for word in getattr(kind, "values", ())]
            self._unlike(value, f"{usual}{', '.join(words)}{alike([value], words) if words else ''}", at)
        return reading

    def _hooked(self, value: object, hook: Callable[[Any], Any], at: _At, kind: kinds.Type) -> Any:
        """A text as it is written: 010 is no octal number, 1.10 is not 1.1."""
        plain = isinstance(value, str | int | float) and not isinstance(value, bool)
        if value == "" and getattr(kind, "min_length", None):
            return self._unlike(value, "нужно слово или число", at)
        try:
            return hook(self._written(value, at) if plain else value)
        except _NeededError as error:
            return self._unlike(value, str(error), at)
        except ValueError as error:
            places = at.places or (self.whole,)
            named = at.extra["kind"] in ("period", "percent")  # the words of these say what they are about
            return self._say(str(error), replace(at, places=places if named else (*places, at.field)))

    # ---- words

    def _unlike(self, value: object, usual: str, at: _At) -> None:
        """Another thing stands there than the field needs."""
        advice = self._quotes(value, at) if "текст" in usual else ""
        self._say(self._worded(f"{at.needs or usual}, а стоит {self._shown(value, at)}{advice}", at), at)

    def _worded(self, text: str, at: _At) -> str:
        return f"в поле «{at.field}» {text}" if at.places and at.field else text

    def _say(self, text: str, at: _At, *, bare: bool = False) -> None:
        where = ", ".join(at.places) or at.field or ("" if bare else self.whole)
        self.mistakes.append(Mistake(self._line(at.path), f"{where}: {text}" if where else text))

    def _shown(self, value: object, at: _At) -> str:
        if value is None or value == "":
            return "пусто"
        if isinstance(value, list | tuple):
            return "список" if value else "пустой список"
        if isinstance(value, dict):
            return "записи «имя: значение»"
        text = self._written(value, at)
        return f"«{text if len(text) <= 60 else text[:59] + '…'}»"

    # ---- lines

    def _written(self, value: object, at: _At) -> str:
        """A value as it stands in the file: 1.10, not 1.1."""
        node = self._node(at.path)
        return node.value if isinstance(node, yaml.ScalarNode) else str(value)

    def _node(self, path: tuple[str | int, ...]) -> yaml.Node | None:
        node, exact = _find(self.node, path)
        return node if exact else None

    def _line(self, path: tuple[str | int, ...]) -> int:
        node, _ = _find(self.node, path, keys=True)
        return node.start_mark.line + 1 if node is not None else 0

    _readers: Any = (
        (kinds.StructType, _struct),
        ((kinds.VarTupleType, kinds.ListType), _list),
        (kinds.DictType, _entries),
        (kinds.UnionType, _union),
    )


def _find(node: yaml.Node | None, path: tuple[str | int, ...], *, keys: bool = False) -> tuple[yaml.Node | None, bool]:
    """The node at a path, or the deepest one on the way; with ``keys``, the name of a field instead of its value."""
    for depth, step in enumerate(path):
        last = depth == len(path) - 1
        below: yaml.Node | None = None
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            below = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if _is_key(pair[0], step)), None)
            below = None if pair is None else pair[0] if keys and last else pair[1]
        if below is None:
            return node, False
        node = below
    return node, True


def node_at(node: yaml.Node | None, *path: str | int) -> yaml.Node | None:
    """The node of a part of what was composed, or the deepest one on the way."""
    return _find(node, path)[0]


def _is_key(node: yaml.Node, key: object) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value == str(key)


def _place(model: Any, value: dict[str, Any], at: _At, name: str) -> tuple[str, ...]:
    """«таблица t.csv»; of a record without a name, its field and its number."""
    key = at.path[-1] if at.path else name
    if model.called:
        return (model.called.format_map(_Fields(value, key)),) if at.path or "{" in model.called else ()
    if isinstance(key, int):
        return tuple(filter(None, (at.field, f"запись {key + 1}")))
    return (at.field, *([str(key)] if key != at.field else [])) if at.field else ()


class _Fields(dict[str, str]):
    """Fields of a record for its name; one that is not there is «?»."""

    def __init__(self, value: dict[str, Any], key: object) -> None:
        texts = {
            name: ", ".join(map(str, item)) if isinstance(item, list) else str(item) for name, item in value.items()
        }
        super().__init__({**texts, "key": str(key)})

    def __missing__(self, key: str) -> str:
        return "?"


def _wanted(kind: kinds.Type) -> str:
    """« (код региона по ОКТМО)»: the first words that tell what a field is."""
    words = re.split(r"[;:.,(]", schema_of(kind).get("description", ""))[0].strip()
    return f" ({words[:1].lower()}{words[1:]})" if words else ""


def _bare(kind: kinds.Type) -> kinds.Type:
    return _bare(kind.type) if isinstance(kind, kinds.Metadata) else kind


def _fits(length: int, kind: Any) -> bool:
    return (kind.min_length or 0) <= length and (kind.max_length is None or length <= kind.max_length)


def _within(number: float, kind: kinds.IntType | kinds.FloatType) -> bool:
    least = (kind.ge is None or number >= kind.ge) and (kind.gt is None or number > kind.gt)
    return least and (kind.le is None or number <= kind.le) and (kind.lt is None or number < kind.lt)


def alike(written: Iterable[object], known: Iterable[str]) -> str:
    """« (возможно, имелось в виду: as_of)» of the first word that resembles a known one; empty where none does."""
    from rapidfuzz import fuzz, process

    nearest = (process.extractOne(str(word), sorted(known), scorer=fuzz.ratio, score_cutoff=60) for word in written)
    close = next(filter(None, nearest), None)
    return f" (возможно, имелось в виду: {close[0]})" if close else ""


# ---- what may be written


def records_in(model: Any) -> Iterator[tuple[kinds.StructType, str]]:
    """Every record of a file and where it stands: «tables.columns», «» of the file itself."""
    yield from _records(_described(model), ())


def fields_of(kind: kinds.StructType) -> list[kinds.Field]:
    """The fields of a record that people write."""
    return [spec for spec in kind.fields if not schema_of(spec.type).get(UNWRITTEN)]


def schema_of(kind: kinds.Type) -> dict[str, Any]:
    """What an editor is told of a field: its «description» and more."""
    return (kind.extra_json_schema if isinstance(kind, kinds.Metadata) else None) or {}


@cache
def _places_of(model: Any) -> dict[str, list[tuple[Any, str]]]:
    """Name of a field → the models that have it and where those stand: «tables, snapshots»."""
    known: dict[str, list[tuple[Any, str]]] = {}
    for struct, words in records_in(model):
        for spec in fields_of(struct) if words else ():
            known.setdefault(spec.encode_name, []).append((struct.cls, words))
    return known


def _records(kind: Any, path: tuple[str, ...]) -> Iterator[tuple[Any, str]]:
    kind = _bare(kind)
    if isinstance(kind, kinds.StructType):
        yield kind, ".".join(path)
        for spec in kind.fields:
            yield from _records(spec.type, (*path, spec.encode_name))
    for below in (getattr(kind, "item_type", None), getattr(kind, "value_type", None), *getattr(kind, "types", ())):
        if below is not None:
            yield from _records(below, path)


# ---- kinds of values


class _NeededError(ValueError):
    """What a field needs instead, to be said with what stands there."""


def _said(value: object) -> str:
    if value is None or isinstance(value, bool | list | dict | set | bytes):
        raise _NeededError("нужно слово или число")
    return str(value)


def _content(value: object) -> str:
    """What stands in a cell: nothing may, too."""
    return "" if value is None else _said(value)


def _day(value: object) -> str:
    if value is None or isinstance(value, bool | list | dict):
        raise _NeededError("нужна дата вида 31.12.2024")
    return dates.checked(value) if value != "" else ""


def _period(value: object) -> str:
    period = period_of(dates.iso(_said(value)))
    if why := period_mistake(period):
        raise ValueError(why)
    return period


def _percent(value: object) -> str:
    """Exactly what is written: 66.7 is 667/10."""
    if value is None:
        raise _NeededError("нужны проценты от 0 до 100")
    text = str(value).replace(",", ".").strip()
    try:
        goal = Fraction(_plain(text))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"целевое значение «{value}» не число; нужны проценты от 0 до 100") from None
    if isinstance(value, bool) or not 0 <= goal <= 100:
        raise ValueError(f"целевое значение «{value}» вне 0…100 %; нужны проценты от 0 до 100")
    return text


def _bound(value: object) -> Fraction:
    try:
        return Fraction(_percent(value))
    except ValueError:
        raise _NeededError("нужно число процентов от 0 до 100") from None


def _plain(text: str) -> str:
    """The text itself, unless it is a power of ten that would be written out: «1e999999999». Raises ValueError."""
    if "e" in text.lower() or len(text) > LONGEST:
        raise ValueError(text)
    return text


def _condition(value: object) -> Any:
    values = value.get("кроме") if isinstance(value, dict) and set(value) == {"кроме"} else value
    several = isinstance(values, list) and bool(values) and all(not isinstance(item, dict | list) for item in values)
    if not several and value not in (EMPTY, FILLED, POSITIVE):
        words = f"одно из слов «{EMPTY}», «{FILLED}», «{POSITIVE}»"
        raise ValueError(f"нужен список значений, {{кроме: список}} или {words}")
    return value


_HOOKED = (kinds.StrType, kinds.AnyType, kinds.UnionType, kinds.CustomType)
_HOOKS: dict[str, Callable[[Any], Any]] = {
    "said": _said,
    "content": _content,
    "day": _day,
    "period": _period,
    "percent": _percent,
    "bound": _bound,
    "condition": _condition,
}


def _text(value: object, kind: kinds.StrType) -> str | None:
    if not isinstance(value, str) or not _fits(len(value), kind):
        return None
    return value if not kind.pattern or re.search(kind.pattern, value) else None


def _whole(value: object, kind: kinds.IntType) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and _within(value, kind) else None


def _number(value: object, kind: kinds.FloatType) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) and _within(value, kind) else None


def _as_listed(value: object, kind: kinds.LiteralType) -> object:
    """«Муниципальный» is the word «муниципальный» of the list."""
    return next((word for word in kind.values if str(word).casefold() == str(value).casefold()), value)


def _flag(value: object, _: kinds.BoolType) -> bool | None:
    flag = _FLAGS.get(value.lower()) if isinstance(value, str) else value
    return flag if isinstance(flag, bool) else None


_SCALARS: Any = (
    (kinds.StrType, "нужен текст", _text),
    (kinds.IntType, "нужно целое число", _whole),
    (kinds.FloatType, "нужно число", _number),
    (kinds.BoolType, "нужно да или нет", _flag),
    (
        kinds.LiteralType,
        "можно ",
        lambda value, kind: next((word for word in kind.values if word == value and type(word) is type(value)), None),
    ),
)
