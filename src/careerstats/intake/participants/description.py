"""An entry of ``participants`` in dataset.yaml -> a checked description of a person-level file, or what is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from careerstats.model import period_mistake

Condition = Any
"""A list of values, {кроме: list}, or one of the words below; always of one column."""

EMPTY, FILLED, POSITIVE = "пусто", "заполнено", "больше 0"
PERSON, PARTICIPATION = "person", "participation"
MOST_COUNTS = 32
"""Counts of one entry: each is one bit of a participant's row."""

_KEYS = {"file", "person", "counts"}
_OPTIONAL = {
    "sheet", "skip", "period", "source", "as_of", "organisation", "territory",
    "grade", "ovz", "event", "day", "filters",
}  # fmt: skip
_COUNT_KEYS = {"variable", "distinct", "where", "at_least", "grades"}
_PERSON_KEYS = ({"id"}, {"snils"}, {"names", "born"})
_GRADES = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")
_LAST_GRADE = 12


@dataclass(frozen=True)
class Person:
    """How a row says who it is about: ``kind`` id, snils or names; the titles of its columns."""

    kind: str
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """One thing to count; ``at_least`` different participations; ``grades``: first and last, None where any."""

    variable: str
    distinct: str = PERSON
    where: Mapping[str, Condition] = field(default_factory=dict)
    at_least: int = 1
    grades: tuple[int, int] | None = None

    @property
    def by_event(self) -> bool:
        """Whether it takes more than knowing the person and the place."""
        return self.distinct == PARTICIPATION or self.at_least > 1


@dataclass(frozen=True)
class Entry:
    """One export: its files (parts of one list), its columns, what to keep and what to count."""

    files: tuple[str, ...]
    person: Person
    counts: tuple[Wanted, ...]
    period: str
    sheet: str = ""
    skip: int = 0
    source: str = ""
    as_of: str = ""
    organisation: str = ""
    territory: str = ""
    grade: str = ""
    ovz: str = ""
    event: tuple[str, ...] = ()
    day: str = ""
    filters: Mapping[str, Condition] = field(default_factory=dict)

    @property
    def categories(self) -> tuple[str, ...]:
        """Titles of the columns that hold few different texts, each once."""
        named = [self.organisation, self.territory, self.grade, self.ovz, *self.event, self.day, *self.filters]
        named += [title for wanted in self.counts for title in wanted.where]
        return tuple(dict.fromkeys(title for title in named if title))

    @property
    def name(self) -> str:
        """All its files, as messages and origins call them."""
        return ", ".join(self.files)


def entry_of(spec: Mapping[str, Any], period: str, grades: Mapping[str, str]) -> Entry:
    """A description without mistakes; ``grades``: variable → «6-11» of its passport, used where the entry says none."""
    (kind,) = (key for key in ("id", "snils", "names") if key in spec["person"])
    titles = (*_texts(spec["person"][kind]), *_texts(spec["person"].get("born", [])))
    texts = {key: str(spec.get(key, "")) for key in ("sheet", "source", "as_of", "organisation", "territory")}
    texts |= {key: str(spec.get(key, "")) for key in ("grade", "ovz", "day")}
    return Entry(
        files=_texts(spec["file"]),
        person=Person(kind, titles),
        counts=tuple(_wanted(count, grades) for count in spec["counts"]),
        period=str(spec.get("period", period)),
        skip=int(spec.get("skip", 0)),
        event=_texts(spec.get("event", [])),
        filters=spec.get("filters", {}),
        **texts,
    )


def _wanted(count: Mapping[str, Any], grades: Mapping[str, str]) -> Wanted:
    span = _span(str(count.get("grades", grades.get(count["variable"], "any"))))
    chosen = {key: count[key] for key in ("distinct", "where", "at_least") if key in count}
    return Wanted(str(count["variable"]), grades=span, **chosen)


def _span(grades: str) -> tuple[int, int] | None:
    match = _GRADES.fullmatch(grades)
    return (int(match[1]), int(match[2] or match[1])) if match else None


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (str(value),)


# ---- what is wrong with a description


def mistakes(settings: Mapping[str, Any]) -> list[str]:
    """What is wrong with ``participants`` of dataset.yaml; empty if nothing is."""
    entries = settings.get("participants", [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        return ["participants: нужен список описаний, каждое с «-»"]
    wrong = [text for one in entries for text in _entry(one)]
    return wrong or _counted_twice(entries, str(settings.get("period", "")))


def _entry(spec: dict[str, Any]) -> list[str]:
    where = f"participants, файл {spec.get('file', '?')}"
    missing, unknown = sorted(_KEYS - set(spec)), sorted(set(spec) - _KEYS - _OPTIONAL)
    wrong = [f"{where}: нет поля «{key}»" for key in missing]
    wrong += [f"{where}: поле «{key}» неизвестно; можно: {', '.join(sorted(_KEYS | _OPTIONAL))}" for key in unknown]
    if wrong:
        return wrong
    wrong += [*_person(spec["person"], where), *_plain(spec, where), *_counts(spec, where)]
    return wrong + _conditions(spec.get("filters", {}), f"{where}, filters")


def _person(person: Any, where: str) -> list[str]:
    """Names count only together with the birth date: two pupils of one town may share initials and names."""
    if not isinstance(person, dict) or set(person) not in _PERSON_KEYS:
        return [
            f"{where}: в поле «person» нужно одно из: {{id: столбец}}, {{snils: столбец}} или "
            "{names: [Фамилия, Имя, Отчество], born: Дата рождения}; по одним именам или инициалам людей не различить"
        ]
    texts = [_is_text(value) or (key == "names" and _are_texts(value)) for key, value in person.items()]
    return [] if all(texts) else [f"{where}: в поле «person» нужны заголовки столбцов"]


def _plain(spec: dict[str, Any], where: str) -> list[str]:
    names = ("sheet", "source", "as_of", "organisation", "territory", "grade", "ovz", "day")
    wrong = [f"{where}: в поле «{key}» нужен текст" for key in names if key in spec and not _is_text(spec[key])]
    for key in ("file", "event"):
        if key in spec and not (_is_text(spec[key]) or _are_texts(spec[key])):
            wrong.append(f"{where}: в поле «{key}» нужен текст или список текстов")
    if not _is_number(spec.get("skip", 0), least=0):
        wrong.append(f"{where}: в поле «skip» нужно число строк над заголовком")
    if why := period_mistake(str(spec.get("period", "2020"))):
        wrong.append(f"{where}: {why}")
    return wrong


def _counts(spec: dict[str, Any], where: str) -> list[str]:
    counts = spec["counts"]
    if not isinstance(counts, list) or not counts or not all(isinstance(one, dict) for one in counts):
        return [f"{where}: в поле «counts» нужен список, каждая запись с «variable»"]
    if len(counts) > MOST_COUNTS:
        return [f"{where}: величин {len(counts)}, а в одном описании можно не больше {MOST_COUNTS}; разделите его"]
    return [text for one in counts for text in _count(one, spec, f"{where}, counts, {one.get('variable', '?')}")]


def _count(count: dict[str, Any], spec: dict[str, Any], where: str) -> list[str]:
    wrong = [] if _is_text(count.get("variable")) else [f"{where}: нет поля «variable»"]
    unknown = sorted(set(count) - _COUNT_KEYS)
    wrong += [f"{where}: поле «{key}» неизвестно; можно: {', '.join(sorted(_COUNT_KEYS))}" for key in unknown]
    if count.get("distinct", PERSON) not in (PERSON, PARTICIPATION):
        wrong.append(f"{where}: в поле «distinct» можно person (участники) или participation (участия)")
    if not _is_number(count.get("at_least", 1), least=1):
        wrong.append(f"{where}: в поле «at_least» нужно целое число не меньше 1")
    if "grades" in count and count["grades"] != "any" and not _is_span(count["grades"]):
        wrong.append(f"{where}: в поле «grades» нужны классы, например 6-11, или any")
    if "event" not in spec and (count.get("distinct") == PARTICIPATION or count.get("at_least", 1) != 1):
        wrong.append(f"{where}: чтобы различать участия, опишите у файла поле «event» (мероприятие, дата)")
    return wrong + _conditions(count.get("where", {}), f"{where}, where")


def _is_span(grades: Any) -> bool:
    span = _span(str(grades))
    return span is not None and 1 <= span[0] <= span[1] <= _LAST_GRADE


def _conditions(conditions: Any, where: str) -> list[str]:
    if not isinstance(conditions, dict):
        return [f"{where}: нужны записи «заголовок столбца: условие»"]
    what = f"нужен список значений, {{кроме: список}} или одно из слов «{EMPTY}», «{FILLED}», «{POSITIVE}»"
    return [f"{where}, столбец «{title}»: {what}" for title, one in conditions.items() if not _is_condition(one)]


def _is_condition(one: Any) -> bool:
    values = one.get("кроме") if isinstance(one, dict) and set(one) == {"кроме"} else one
    listed = isinstance(values, list) and bool(values) and all(not isinstance(item, dict | list) for item in values)
    return listed or one in (EMPTY, FILLED, POSITIVE)


def _counted_twice(entries: list[dict[str, Any]], period: str) -> list[str]:
    """Two lists with one variable would count a person of both twice."""
    seen: set[tuple[str, str]] = set()
    wrong = []
    for spec in entries:
        for count in spec["counts"]:
            key = count["variable"], str(spec.get("period", period))
            if key in seen:
                wrong.append(
                    f"participants: величина {key[0]} за {key[1]} считается дважды; "
                    "части одного списка перечислите в одном описании: file: [часть1.csv, часть2.csv]"
                )
            seen.add(key)
    return wrong


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_text(one) for one in value)


def _is_number(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least
